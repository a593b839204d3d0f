//! `find`: searches the base by words, amounts or dates.

use super::args::FindOptions;
use super::{CliError, Cx, Exit, Out};
use crate::model::{FactBase, Item, Lang};
use crate::search::{Certainty, Field, Found, Hit, Index, Options, Query};
use crate::sheet::{Line, Role};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// Heading printed before the hits that match a filter only in part.
const MAYBE: &str = "May be in the range; only a part of the amount or date is:";

/// The JSON output.
#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    query: &'a str,
    total: usize,
    hits: Vec<Record<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    meant: &'a [String],
}

#[derive(Serialize)]
struct Record<'a> {
    address: String,
    kind: &'static str,
    title: String,
    field: &'static str,
    matched: &'a str,
    score: u32,
    /// Whether only part of the item's amount or date is in the range of a filter.
    maybe: bool,
}

pub(super) fn run(cx: &Cx<'_>, options: &FindOptions, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.loaded.base;
    // An unquoted `<` or `>` is a redirection to the shell, so the filter arrives without its value.
    if let Some(eaten) = options.query.iter().find(|word| Query::is_filter_without_value(word)) {
        return Err(CliError::Usage(format!(
            "`{eaten}` has no value; quote a filter with < or > for the shell, '{eaten}>10B', or write {eaten}10B.."
        )));
    }
    let typed = options.query.join(" ");
    if typed.len() > Query::MOST {
        return Err(CliError::Usage(format!("a query has at most {} bytes; write fewer words", Query::MOST)));
    }
    let query = Query::new(&typed);
    let found = Index::new(base).search(base, &query, &cx.lang, Options { kind: options.kind, limit: options.limit });
    let shape = options.shape;
    if shape.json {
        let hits = found.hits.iter().map(|hit| record(base, hit, &cx.lang)).collect();
        let answer = Answer { version: 1, query: &typed, total: found.total, hits, meant: &found.meant };
        out.json(&answer)?;
    } else {
        let first_maybe = found.hits.iter().position(|hit| hit.certainty == Certainty::Maybe);
        for (at, hit) in found.hits.iter().enumerate() {
            let record = record(base, hit, &cx.lang);
            if shape.jsonl {
                out.json_line(&record)?;
            } else if shape.plain {
                let score = record.score.to_string();
                let maybe = if record.maybe { "maybe" } else { "" };
                let fields = [record.kind, &record.title, record.field, record.matched, &score, maybe];
                out.record(&[&[record.address.as_str()], fields.as_slice()].concat())?;
            } else {
                if first_maybe == Some(at) {
                    out.line(&Line::new().with(Role::Heading, MAYBE))?;
                }
                print(base, hit, &record, &cx.lang, out)?;
            }
        }
        if !shape.jsonl && !shape.plain && found.total > found.hits.len() {
            out.note(&format!("{} of {} hits; --limit N shows more", found.hits.len(), found.total))?;
        }
    }
    for fault in &found.faults {
        let (before, at) = (typed.get(..fault.at.start), typed.get(fault.at.clone()));
        let (before, carets) = (before.unwrap_or_default().width(), at.unwrap_or_default().width().max(1));
        out.note(&typed)?;
        out.note(&format!("{:before$}{} {}; the rest is looked for", "", "^".repeat(carets), fault.message))?;
    }
    for remark in &found.remarks {
        out.note(remark)?;
    }
    if found.hits.is_empty() {
        miss(&typed, &found, out)?;
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Found)
}

fn record<'a>(base: &FactBase, hit: &'a Hit, lang: &Lang) -> Record<'a> {
    Record {
        address: base.address(hit.item).to_string(),
        kind: hit.item.kind().keyword(),
        title: base.title(hit.item, lang),
        field: hit.field.keyword(),
        matched: &hit.text,
        score: hit.score,
        maybe: hit.certainty == Certainty::Maybe,
    }
}

/// Prints a hit: address, title, amount and date; then the matching text on a line of its own, unless it is the
/// title.
fn print(base: &FactBase, hit: &Hit, record: &Record<'_>, lang: &Lang, out: &mut Out<'_>) -> Result<(), CliError> {
    let mut line = Line::new().with(Role::Dim, &record.address).plain("  ").with(Role::Title, &record.title).hanging(4);
    if let Some(amount) = base.effective_amount(hit.item) {
        line = line.plain("  ").with(Role::Amount, base.amount_label(amount, lang));
    }
    if let Some(when) = facts(base, hit.item, lang) {
        line = line.with(Role::Dim, format!("  {when}"));
    }
    out.line(&line)?;
    if hit.text != record.title && !matches!(hit.field, Field::Id | Field::Amount | Field::Date) {
        let matched = Line::new().with(Role::Dim, format!("    {}: ", hit.field)).with(Role::Quote, &hit.text);
        out.line(&matched.hanging(4))?;
    }
    Ok(())
}

/// Date and status of an item, separated by `·`.
fn facts(base: &FactBase, item: Item, lang: &Lang) -> Option<String> {
    let (when, status) = match item {
        Item::Event(ix) => (base.events[ix].when.as_ref(), None),
        Item::Claim(ix) => (base.claim_date(ix), base.claims[ix].status),
        _ => (None, None),
    };
    let parts: Vec<_> = when.map(|w| w.label(lang)).into_iter().chain(status.map(|s| s.keyword().to_owned())).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn miss(typed: &str, found: &Found, out: &mut Out<'_>) -> Result<(), CliError> {
    let hint = match found.meant.as_slice() {
        [] => "try fewer or other words".to_owned(),
        names => format!("did you mean {}?", names.join(" or ")),
    };
    Ok(out.note(&format!("nothing for “{}”; {hint}", cut(typed)))?)
}

/// Truncates a text to 80 characters.
fn cut(text: &str) -> String {
    const MOST: usize = 80;
    let head: String = text.chars().take(MOST).collect();
    if head.len() < text.len() { head + "…" } else { head }
}
