//! Prints a summary of the base, for a call without a command and without a terminal.

use super::{CliError, Cx, Exit, Out};
use crate::analysis::timeline;
use crate::check::Trusted;
use crate::diagnostic::count_noun;
use crate::model::Item;
use crate::sheet::Role;

pub(super) fn run(cx: &Cx<'_>, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.loaded.base;
    let title = base.title.as_ref().map_or("Untitled base", |title| title.get(&cx.lang));
    out.write(Role::Title, title)?;
    out.end()?;
    let trusted = Trusted::of(base);
    let counts = [
        count_noun(base.sources.len(), "source"),
        count_noun(base.entities.len(), "entity"),
        count_noun(base.events.len(), "event"),
        count_noun(base.claims.len(), "claim"),
        count_noun(base.questions.len(), "question"),
    ];
    let quotes = count_noun(trusted.all, "quote");
    let claimed = match trusted.claimed {
        0 => String::new(),
        n => format!(", {n} claimed by the base's own lock"),
    };
    let line = format!("{}; {} of {quotes} verified or locked{claimed}", counts.join(", "), trusted.good);
    out.write(Role::Plain, &line)?;
    out.end()?;
    for row in timeline(base) {
        let Item::Event(ix) = row.item else { continue };
        let event = &base.events[ix];
        if let (true, Some(when)) = (event.milestone, &event.when) {
            out.write(Role::Dim, &format!("{:>14}  ", when.label(&cx.lang)))?;
            out.write(Role::Plain, event.name.get(&cx.lang))?;
            out.end()?;
        }
    }
    out.note("dossier find WORDS looks something up; dossier --help tells the rest")?;
    if std::env::var_os("SSH_CONNECTION").is_some() && out.width.is_none() {
        out.note("the explorer needs a terminal: ssh -t HOST dossier")?;
    }
    Ok(Exit::Found)
}
