//! `show`: prints an item and its related items.

use super::{CliError, Exit, LookupContext, Output, OutputFormat};
use crate::export::{ItemRecord, item_record};
use crate::model::{FactBase, Item};
use crate::present::{detail, sources};
use serde::Serialize;

#[derive(Serialize)]
struct ShowResponse<'a> {
    version: u32,
    address: String,
    kind: &'static str,
    title: String,
    item: ItemRecord<'a>,
    claims: Vec<String>,
    events: Vec<String>,
}

pub(super) fn run(
    cx: &LookupContext<'_>,
    address: &str,
    shape: OutputFormat,
    out: &mut Output<'_>,
) -> Result<Exit, CliError> {
    let base = &cx.opened.parsed.base;
    let Some(item) = cx.resolve_item(address)? else { return cx.report_not_found(address, out) };
    let address = base.address(item).to_string();
    if shape.json || shape.jsonl {
        let title = base.title(item, &cx.lang);
        let (claims, events) = related_addresses(base, item);
        let (kind, item) = (item.kind().keyword(), item_record(base, item, &cx.lang));
        let item = ShowResponse { version: 1, address, kind, title, item, claims, events };
        if shape.json {
            out.write_json(&item)?;
        } else {
            out.write_json_line(&item)?;
        }
    } else if shape.plain {
        for line in detail(base, item, &cx.lang).printable_lines().filter(|line| !line.spans.is_empty()) {
            out.write_record(&[&address, &line.text()])?;
        }
    } else {
        out.write_rich_text(&detail(base, item, &cx.lang))?;
        let sources = sources(base, item, &cx.lang);
        if !sources.lines.is_empty() {
            out.newline()?;
            out.write_rich_text(&sources)?;
        }
    }
    Ok(Exit::Found)
}

/// The addresses of the claims and events related to an item.
fn related_addresses(base: &FactBase, item: Item) -> (Vec<String>, Vec<String>) {
    let links = &base.links;
    let (claims, events) = match item {
        Item::Entity(ix) => (links.claims_of_entity(ix), links.events_of_entity(ix)),
        Item::Event(ix) => (links.claims_of_event(ix), &[][..]),
        Item::Question(ix) => (links.claims_of_question(ix), &[][..]),
        Item::Source(ix) => (links.claims_of_source(ix), links.events_of_source(ix)),
        Item::Claim(_) | Item::Balance(_) | Item::Story(_) => (&[][..], &[][..]),
    };
    let claims = claims.iter().map(|&claim| base.address(Item::Claim(claim)).to_string());
    let events = events.iter().map(|&event| base.address(Item::Event(event)).to_string());
    (claims.collect(), events.collect())
}
