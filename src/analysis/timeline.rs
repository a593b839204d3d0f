//! Events and claims in chronological order.

use crate::model::{Claim, EdtfDate, Entity, FactBase, Item, Ix};

/// An entry of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// An event, or a claim that belongs to no event.
    pub item: Item,
    /// The year it is listed under. `None` for undated items, which come last.
    pub year: Option<i32>,
}

/// Returns all events, and all claims that belong to no event, sorted by date. Within a date, the more precise comes
/// first, then events before claims, then file order. Undated items come last.
pub fn timeline(base: &FactBase) -> Vec<TimelineEntry> {
    use chrono::Datelike;
    let events = base.events.iter().map(|(ix, _, event)| (Item::Event(ix), event.when.as_ref()));
    let free = base.claims.iter().filter(|(_, _, claim)| claim.event.is_none());
    let claims = free.map(|(ix, _, claim)| (Item::Claim(ix), claim.when.as_ref()));
    let mut rows: Vec<(Item, Option<&EdtfDate>)> = events.chain(claims).collect();
    rows.sort_by(|(_, a), (_, b)| match (a, b) {
        (Some(a), Some(b)) => a.timeline_cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    rows.into_iter().map(|(item, when)| TimelineEntry { item, year: when.map(|when| when.anchor().year()) }).collect()
}

/// Whether an item of the timeline involves an entity: a claim is about it; an event names it or has a claim about
/// it.
pub fn involves_entity(base: &FactBase, item: Item, entity: Ix<Entity>) -> bool {
    let in_claim = |ix: Ix<Claim>| base.claims[ix].entities().any(|of| of == entity);
    match item {
        Item::Claim(ix) => in_claim(ix),
        Item::Event(ix) => {
            base.events[ix].entities().any(|of| of == entity)
                || base.links.claims_of_event(ix).iter().any(|&claim| in_claim(claim))
        }
        _ => false,
    }
}
