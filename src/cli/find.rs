//! `find`: searches the base by words, amounts or dates.

use super::args::FindOptions;
use super::{CliError, Exit, LookupContext, Output};
use crate::model::{FactBase, Item, Lang};
use crate::present::{RichLine, TextRole};
use crate::search::{Certainty, Field, Hit, Index, Query, SearchOptions, SearchResults};
use crate::text::truncate_chars;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// Heading printed before the hits that match a filter only in part.
const UNCERTAIN_HEADING: &str = "May be in the range; only a part of the amount or date is:";

/// The JSON output.
#[derive(Serialize)]
struct FindResponse<'a> {
    version: u32,
    query: &'a str,
    total: usize,
    hits: Vec<HitRecord<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    meant: &'a [String],
}

#[derive(Serialize)]
struct HitRecord<'a> {
    address: String,
    kind: &'static str,
    title: String,
    field: &'static str,
    matched: &'a str,
    score: u32,
    /// Whether only part of the item's amount or date is in the range of a filter.
    maybe: bool,
}

pub(super) fn run(cx: &LookupContext<'_>, options: &FindOptions, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.parsed.base;
    // An unquoted `<` or `>` is a redirection to the shell, so the filter arrives without its value.
    if let Some(key_without_value) = options.query.iter().find(|word| Query::is_filter_without_value(word)) {
        return Err(CliError::Usage(format!(
            "`{key_without_value}` has no value; quote a filter with < or > for the shell, '{key_without_value}>10B', or write {key_without_value}10B.."
        )));
    }
    let typed = options.query.join(" ");
    if typed.len() > Query::MAX_BYTES {
        return Err(CliError::Usage(format!("a query has at most {} bytes; write fewer words", Query::MAX_BYTES)));
    }
    let query = Query::parse(&typed);
    let found =
        Index::new(base).search(base, &query, &cx.lang, SearchOptions { kind: options.kind, limit: options.limit });
    let output = options.output;
    if output.json {
        let hits = found.hits.iter().map(|hit| hit_record(base, hit, &cx.lang)).collect();
        let answer = FindResponse { version: 1, query: &typed, total: found.total, hits, meant: &found.suggestions };
        out.write_json(&answer)?;
    } else {
        let first_maybe = found.hits.iter().position(|hit| hit.certainty == Certainty::Maybe);
        for (at, hit) in found.hits.iter().enumerate() {
            let record = hit_record(base, hit, &cx.lang);
            if output.jsonl {
                out.write_json_line(&record)?;
            } else if output.plain {
                let score = record.score.to_string();
                let maybe = if record.maybe { "maybe" } else { "" };
                let fields = [record.kind, &record.title, record.field, record.matched, &score, maybe];
                out.write_record(&[&[record.address.as_str()], fields.as_slice()].concat())?;
            } else {
                if first_maybe == Some(at) {
                    out.write_line(&RichLine::new().with(TextRole::Heading, UNCERTAIN_HEADING))?;
                }
                print_hit(base, hit, &record, &cx.lang, out)?;
            }
        }
        if !output.jsonl && !output.plain && found.total > found.hits.len() {
            out.write_message(&format!("{} of {} results. Use --limit N to see more.", found.hits.len(), found.total))?;
        }
    }
    for fault in &found.errors {
        let (before, at) = (typed.get(..fault.range.start), typed.get(fault.range.clone()));
        let (before, carets) = (before.unwrap_or_default().width(), at.unwrap_or_default().width().max(1));
        out.write_message(&typed)?;
        out.write_message(&format!("{:before$}{} {}; the rest is looked for", "", "^".repeat(carets), fault.message))?;
    }
    for remark in &found.messages {
        out.write_message(remark)?;
    }
    if found.hits.is_empty() {
        report_no_hits(&typed, &found, out)?;
        return Ok(Exit::NotFound);
    }
    Ok(Exit::Found)
}

fn hit_record<'a>(base: &FactBase, hit: &'a Hit, lang: &Lang) -> HitRecord<'a> {
    HitRecord {
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
fn print_hit(
    base: &FactBase,
    hit: &Hit,
    record: &HitRecord<'_>,
    lang: &Lang,
    out: &mut Output<'_>,
) -> Result<(), CliError> {
    let mut line = RichLine::new()
        .with(TextRole::Dim, &record.address)
        .plain("  ")
        .with(TextRole::Title, &record.title)
        .with_hanging_indent(4);
    if let Some(amount) = base.effective_amount(hit.item) {
        line = line.plain("  ").with(TextRole::Amount, base.amount_label(amount, lang));
    }
    if let Some(when) = date_and_status(base, hit.item, lang) {
        line = line.with(TextRole::Dim, format!("  {when}"));
    }
    out.write_line(&line)?;
    if hit.text != record.title && !matches!(hit.field, Field::Id | Field::Amount | Field::Date) {
        let matched =
            RichLine::new().with(TextRole::Dim, format!("    {}: ", hit.field)).with(TextRole::Quote, &hit.text);
        out.write_line(&matched.with_hanging_indent(4))?;
    }
    Ok(())
}

/// Date and status of an item, separated by `·`.
fn date_and_status(base: &FactBase, item: Item, lang: &Lang) -> Option<String> {
    let (when, status) = match item {
        Item::Event(ix) => (base.events[ix].when.as_ref(), None),
        Item::Claim(ix) => (base.claim_date(ix), base.claims[ix].status),
        _ => (None, None),
    };
    let parts: Vec<_> = when.map(|w| w.label(lang)).into_iter().chain(status.map(|s| s.keyword().to_owned())).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Maximum length of a query in a message, in characters.
const MAX_ECHOED_CHARS: usize = 80;

fn report_no_hits(typed: &str, found: &SearchResults, out: &mut Output<'_>) -> Result<(), CliError> {
    let hint = match found.suggestions.as_slice() {
        [] => "Try fewer or different words.".to_owned(),
        names => format!("Did you mean {}?", names.join(" or ")),
    };
    Ok(out.write_message(&format!("no results for “{}”. {hint}", truncate_chars(typed, MAX_ECHOED_CHARS)))?)
}
