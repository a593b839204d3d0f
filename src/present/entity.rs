//! The description of an entity: its fields, its claims by relation, related entities.

use super::page_builder::{MAX_ROWS, PageBuilder};
use super::{Link, RichLine, TextRole};
use crate::model::{CitedParty, Claim, Entity, Item, Ix, Relation};
use crate::text::count_noun;
use std::collections::BTreeMap;

pub(super) fn write_entity(page: &mut PageBuilder<'_>, ix: Ix<Entity>) {
    let (base, lang) = (page.base, page.lang);
    let entity = &base.entities[ix];
    let name = entity.name.get(lang);
    page.title(name);
    page.paragraph(entity.summary.as_ref());
    page.output.blank_line();
    page.output.field("Type", |line| line.plain(entity.kind.keyword()));
    let aliases: Vec<_> = entity.aliases.iter().flat_map(|alias| alias.iter().map(|(_, words)| words)).collect();
    if !aliases.is_empty() {
        page.output.field("Also", |line| line.plain(aliases.join(", ")));
    }
    if !entity.different_from.is_empty() {
        let others = page.entities(&entity.different_from);
        page.output.field("Not", |head| RichLine { spans: [head.spans, others.spans].concat(), ..head });
    }
    page.tags(Item::Entity(ix));
    let (claims, events) = (base.links.claims_of_entity(ix).len(), base.links.events_of_entity(ix).len());
    if claims > 0 || events > 0 {
        let (number, what) = if claims > 0 { (claims, "claim") } else { (events, "event") };
        let verb = if number == 1 { "mentions" } else { "mention" };
        page.output.heading(format!("{} that {verb} it", count_noun(number, what)));
        page.related_link(Item::Entity(ix), "everything that mentions it");
    }
    for (group, claims) in group_by_relation(page, ix) {
        let label = |relation, negated| base.relation_label(relation, negated, lang);
        let (passive, heading) = match group {
            ClaimRole::Subject(relation, negated) => (false, format!("{name} {} …", label(relation, negated))),
            ClaimRole::Object(relation, negated) => (true, format!("… {} {name}", label(relation, negated))),
            ClaimRole::About => (false, format!("On {name}")),
        };
        page.output.heading(heading);
        let more = claims.len().saturating_sub(MAX_ROWS);
        claims.into_iter().take(MAX_ROWS).for_each(|claim| write_claim_row(page, claim, passive));
        page.omitted_rows(more);
    }
    let attributed_claims = base.links.claims_citing(CitedParty::Entity(ix)).to_vec();
    if !attributed_claims.is_empty() {
        page.output.heading(format!("{} attributed to {name}", count_noun(attributed_claims.len(), "claim")));
        page.claim_rows(&attributed_claims);
    }
    let events = base.links.events_of_entity(ix).to_vec();
    if !events.is_empty() {
        page.output.heading(count_noun(events.len(), "event"));
        events.iter().take(MAX_ROWS).for_each(|&event| page.event_row(event));
        page.omitted_rows(events.len().saturating_sub(MAX_ROWS));
    }
    write_related(page, ix);
}

/// The part an entity plays in a claim. The flag says whether the relation is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ClaimRole {
    Subject(Ix<Relation>, bool),
    Object(Ix<Relation>, bool),
    About,
}

/// Groups the claims of an entity by relation: as subject, then as object, the relation with the most claims first;
/// then the claims about it that have no relation.
fn group_by_relation(page: &PageBuilder<'_>, entity: Ix<Entity>) -> Vec<(ClaimRole, Vec<Ix<Claim>>)> {
    let mut groups: BTreeMap<ClaimRole, Vec<Ix<Claim>>> = BTreeMap::new();
    for &ix in page.base.links.claims_of_entity(entity) {
        let shape = match page.base.claims[ix].triple() {
            Some(triple) if triple.subject == entity => ClaimRole::Subject(triple.relation, triple.negated),
            Some(triple) => ClaimRole::Object(triple.relation, triple.negated),
            None => ClaimRole::About,
        };
        groups.entry(shape).or_default().push(ix);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    let order = |shape: &ClaimRole| match shape {
        ClaimRole::Subject(..) => 0,
        ClaimRole::Object(..) => 1,
        ClaimRole::About => 2,
    };
    groups.sort_by_key(|(shape, claims)| (order(shape), usize::MAX - claims.len()));
    groups
}

/// A claim under the heading of its relation: amount, the other entity, statement; then date, status and stances.
fn write_claim_row(page: &mut PageBuilder<'_>, ix: Ix<Claim>, as_object: bool) {
    let (base, lang) = (page.base, page.lang);
    let claim = &base.claims[ix];
    let other = claim.triple().and_then(|triple| if as_object { Some(triple.subject) } else { triple.object });
    let mut line = RichLine::new()
        .with(TextRole::Dim, format!("{} ", super::item_symbol(base, Item::Claim(ix))))
        .with_hanging_indent(2);
    if let Some(amount) = &claim.amount {
        line = line.with(TextRole::Amount, base.amount_label(amount, lang)).plain("  ");
    }
    if let Some(other) = other {
        line = page.entity_link(line, other).plain("  ");
    }
    line = line.link_with_role(TextRole::Dim, Link::Item(Item::Claim(ix)), base.statement(ix, lang));
    let when = base.claim_date(ix).map(|when| when.label(lang));
    let status = claim.status.map(|status| status.keyword().to_owned());
    let mut stances: Vec<_> = claim.evidence.iter().map(|evidence| evidence.stance).collect();
    stances.dedup();
    let stances = stances.iter().map(|stance| stance.keyword().to_owned());
    let facts: Vec<_> = when.into_iter().chain(status).chain(stances).collect();
    let line = page.with_dispute_link(line.with(TextRole::Dim, format!("  {}", facts.join(" · "))), ix);
    page.output.push(line);
}

/// Adds the entities that share claims or events with this one, those with the most in common first.
fn write_related(page: &mut PageBuilder<'_>, entity: Ix<Entity>) {
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
    page.output.heading("Related");
    let line = others.iter().take(MAX_ROWS).enumerate().fold(RichLine::new(), |line, (at, &(other, times))| {
        let line = if at > 0 { line.plain(", ") } else { line };
        page.entity_link(line, other).with(TextRole::Dim, format!(" {times}"))
    });
    page.output.push(line);
}
