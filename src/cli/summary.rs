//! Prints a summary of the base, for a call without a command and without a terminal.

use super::{CliError, Exit, LookupContext, Output};
use crate::analysis::timeline;
use crate::model::Item;
use crate::present::TextRole;
use crate::text::count_noun;
use crate::verify::QuoteStats;

pub(super) fn run(cx: &LookupContext<'_>, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.parsed.base;
    let title = base.title.as_ref().map_or("Untitled base", |title| title.get(&cx.lang));
    out.write_text(TextRole::Title, title)?;
    out.newline()?;
    let stats = QuoteStats::from_base(base);
    let counts = [
        count_noun(base.sources.len(), "source"),
        count_noun(base.entities.len(), "entity"),
        count_noun(base.events.len(), "event"),
        count_noun(base.claims.len(), "claim"),
        count_noun(base.questions.len(), "question"),
    ];
    let quotes = count_noun(stats.total, "quote");
    let claimed = match stats.claimed {
        0 => String::new(),
        n => format!(", {n} claimed by the base's own lock"),
    };
    let line = format!("{}; {} of {quotes} verified or locked{claimed}", counts.join(", "), stats.confirmed);
    out.write_text(TextRole::Plain, &line)?;
    out.newline()?;
    for row in timeline(base) {
        let Item::Event(ix) = row.item else { continue };
        let event = &base.events[ix];
        if let (true, Some(when)) = (event.milestone, &event.when) {
            out.write_text(TextRole::Dim, &format!("{:>14}  ", when.label(&cx.lang)))?;
            out.write_text(TextRole::Plain, event.name.get(&cx.lang))?;
            out.newline()?;
        }
    }
    out.write_message("dossier find WORDS looks something up; dossier --help tells the rest")?;
    if std::env::var_os("SSH_CONNECTION").is_some() && out.width.is_none() {
        out.write_message("the explorer needs a terminal: ssh -t HOST dossier")?;
    }
    Ok(Exit::Found)
}
