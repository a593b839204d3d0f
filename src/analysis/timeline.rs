//! The order of time.

use crate::model::{Claim, Entity, FactBase, Item, Ix, When};

/// A row of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// An event, or a claim that belongs to none.
    pub item: Item,
    /// The year that it stands under; nothing for what is undated, which comes last.
    pub year: Option<i32>,
}

/// Everything that has a place in time: events, and claims that belong to no event. Sorted by date, within a date by
/// fineness, then events before claims, then in the order of writing; undated rows last.
pub fn timeline(base: &FactBase) -> Vec<Row> {
    use chrono::Datelike;
    let events = base.events.iter().map(|(ix, _, event)| (Item::Event(ix), event.when.as_ref()));
    let free = base.claims.iter().filter(|(_, _, claim)| claim.event.is_none());
    let claims = free.map(|(ix, _, claim)| (Item::Claim(ix), claim.when.as_ref()));
    let mut rows: Vec<(Item, Option<&When>)> = events.chain(claims).collect();
    rows.sort_by(|(_, a), (_, b)| match (a, b) {
        (Some(a), Some(b)) => a.order(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    rows.into_iter().map(|(item, when)| Row { item, year: when.map(|when| when.anchor().year()) }).collect()
}

/// Whether an item of a timeline has to do with an entity: a claim is about it, an event names it or has such a claim.
pub fn touches(base: &FactBase, item: Item, entity: Ix<Entity>) -> bool {
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
