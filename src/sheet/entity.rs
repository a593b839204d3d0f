//! The description of an entity: its fields, its claims by relation, related entities.

use super::page::{MOST, Page};
use super::{Line, Link, Role};
use crate::diagnostic::count_noun;
use crate::model::{CitedParty, Claim, Entity, Item, Ix, Relation};
use std::collections::BTreeMap;

pub(super) fn write(page: &mut Page<'_>, ix: Ix<Entity>) {
    let (base, lang) = (page.base, page.lang);
    let entity = &base.entities[ix];
    let name = entity.name.get(lang);
    page.title(name);
    page.paragraph(entity.summary.as_ref());
    page.sheet.gap();
    page.sheet.field("Type", |line| line.plain(entity.kind.keyword()));
    let aliases: Vec<_> = entity.aliases.iter().flat_map(|alias| alias.iter().map(|(_, words)| words)).collect();
    if !aliases.is_empty() {
        page.sheet.field("Also", |line| line.plain(aliases.join(", ")));
    }
    if !entity.different_from.is_empty() {
        let others = page.entities(&entity.different_from);
        page.sheet.field("Not", |head| Line { spans: [head.spans, others.spans].concat(), ..head });
    }
    page.tags(Item::Entity(ix));
    let (claims, events) = (base.links.claims_of_entity(ix).len(), base.links.events_of_entity(ix).len());
    if claims > 0 || events > 0 {
        let (number, what) = if claims > 0 { (claims, "claim") } else { (events, "event") };
        let verb = if number == 1 { "mentions" } else { "mention" };
        page.sheet.heading(format!("{} that {verb} it", count_noun(number, what)));
        page.about(Item::Entity(ix), "everything that mentions it");
    }
    for (group, claims) in by_relation(page, ix) {
        let label = |relation, negated| base.relation_label(relation, negated, lang);
        let (passive, heading) = match group {
            Shape::Subject(relation, negated) => (false, format!("{name} {} …", label(relation, negated))),
            Shape::Object(relation, negated) => (true, format!("… {} {name}", label(relation, negated))),
            Shape::About => (false, format!("On {name}")),
        };
        page.sheet.heading(heading);
        let more = claims.len().saturating_sub(MOST);
        claims.into_iter().take(MOST).for_each(|claim| row(page, claim, passive));
        page.more(more);
    }
    let said = base.links.claims_citing(CitedParty::Entity(ix)).to_vec();
    if !said.is_empty() {
        page.sheet.heading(format!("{} by way of {name}", count_noun(said.len(), "claim")));
        page.claim_rows(&said);
    }
    let events = base.links.events_of_entity(ix).to_vec();
    if !events.is_empty() {
        page.sheet.heading(count_noun(events.len(), "event"));
        events.iter().take(MOST).for_each(|&event| page.event_row(event));
        page.more(events.len().saturating_sub(MOST));
    }
    related(page, ix);
}

/// The part an entity plays in a claim. The flag says whether the relation is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Subject(Ix<Relation>, bool),
    Object(Ix<Relation>, bool),
    About,
}

/// Groups the claims of an entity by relation: as subject, then as object, the relation with the most claims first;
/// then the claims about it that have no relation.
fn by_relation(page: &Page<'_>, entity: Ix<Entity>) -> Vec<(Shape, Vec<Ix<Claim>>)> {
    let mut groups: BTreeMap<Shape, Vec<Ix<Claim>>> = BTreeMap::new();
    for &ix in page.base.links.claims_of_entity(entity) {
        let shape = match page.base.claims[ix].triple() {
            Some(triple) if triple.subject == entity => Shape::Subject(triple.relation, triple.negated),
            Some(triple) => Shape::Object(triple.relation, triple.negated),
            None => Shape::About,
        };
        groups.entry(shape).or_default().push(ix);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    let order = |shape: &Shape| match shape {
        Shape::Subject(..) => 0,
        Shape::Object(..) => 1,
        Shape::About => 2,
    };
    groups.sort_by_key(|(shape, claims)| (order(shape), usize::MAX - claims.len()));
    groups
}

/// A claim under the heading of its relation: amount, the other entity, statement; then date, status and stances.
fn row(page: &mut Page<'_>, ix: Ix<Claim>, passive: bool) {
    let (base, lang) = (page.base, page.lang);
    let claim = &base.claims[ix];
    let other = claim.triple().and_then(|triple| if passive { Some(triple.subject) } else { triple.object });
    let mut line = Line::new().with(Role::Dim, format!("{} ", super::mark(base, Item::Claim(ix)))).hanging(2);
    if let Some(amount) = &claim.amount {
        line = line.with(Role::Amount, base.amount_label(amount, lang)).plain("  ");
    }
    if let Some(other) = other {
        line = page.entity_link(line, other).plain("  ");
    }
    line = line.marked_link(Role::Dim, Link::Item(Item::Claim(ix)), base.statement(ix, lang));
    let when = base.claim_date(ix).map(|when| when.label(lang));
    let status = claim.status.map(|status| status.keyword().to_owned());
    let mut stances: Vec<_> = claim.evidence.iter().map(|evidence| evidence.stance).collect();
    stances.dedup();
    let stances = stances.iter().map(|stance| stance.keyword().to_owned());
    let facts: Vec<_> = when.into_iter().chain(status).chain(stances).collect();
    let line = page.dispute(line.with(Role::Dim, format!("  {}", facts.join(" · "))), ix);
    page.sheet.push(line);
}

/// Adds the entities that share claims or events with this one, those with the most in common first.
fn related(page: &mut Page<'_>, entity: Ix<Entity>) {
    let base = page.base;
    let mut shared: BTreeMap<Ix<Entity>, usize> = BTreeMap::new();
    for &claim in base.links.claims_of_entity(entity) {
        let claim = &base.claims[claim];
        for other in claim.entities() {
            *shared.entry(other).or_default() += 1;
        }
    }
    for &event in base.links.events_of_entity(entity) {
        for other in base.events[event].entities() {
            *shared.entry(other).or_default() += 1;
        }
    }
    shared.remove(&entity);
    let mut others: Vec<_> = shared.into_iter().collect();
    others.sort_by_key(|&(ix, times)| (usize::MAX - times, ix));
    if others.is_empty() {
        return;
    }
    page.sheet.heading("Related");
    let line = others.iter().take(MOST).enumerate().fold(Line::new(), |line, (at, &(other, times))| {
        let line = if at > 0 { line.plain(", ") } else { line };
        page.entity_link(line, other).with(Role::Dim, format!(" {times}"))
    });
    page.sheet.push(line);
}
