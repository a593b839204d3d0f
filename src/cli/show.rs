//! `show`: prints an item and its related items.

use super::{CliError, Cx, Exit, Out, Shape};
use crate::export::{Record, record};
use crate::model::{FactBase, Item};
use crate::sheet::{detail, sources};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    address: String,
    kind: &'static str,
    title: String,
    item: Record<'a>,
    claims: Vec<String>,
    events: Vec<String>,
}

pub(super) fn run(cx: &Cx<'_>, address: &str, shape: Shape, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.loaded.base;
    let Some(item) = cx.item(address)? else { return cx.miss(address, out) };
    let address = base.address(item).to_string();
    if shape.json || shape.jsonl {
        let title = base.title(item, &cx.lang);
        let (claims, events) = belonging(base, item);
        let (kind, item) = (item.kind().keyword(), record(base, item, &cx.lang));
        let item = Answer { version: 1, address, kind, title, item, claims, events };
        if shape.json {
            out.json(&item)?;
        } else {
            out.json_line(&item)?;
        }
    } else if shape.plain {
        for line in detail(base, item, &cx.lang).on_paper().filter(|line| !line.spans.is_empty()) {
            out.record(&[&address, &line.text()])?;
        }
    } else {
        out.sheet(&detail(base, item, &cx.lang))?;
        let sources = sources(base, item, &cx.lang);
        if !sources.lines.is_empty() {
            out.end()?;
            out.sheet(&sources)?;
        }
    }
    Ok(Exit::Found)
}

/// The addresses of the claims and events related to an item.
fn belonging(base: &FactBase, item: Item) -> (Vec<String>, Vec<String>) {
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
