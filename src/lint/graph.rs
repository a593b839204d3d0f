//! Rules for the links between the items of a base.

use crate::diagnostics::{Pointer, Problem, key_path, rules};
use crate::lint::LintContext;
use crate::model::{CitedParty, Entity, EntityType, Event, FactBase, Ix, TypeSet};
use crate::verify::all_evidence;
use std::collections::HashSet;

/// FB203: the subject or object has a type that its relation does not allow.
pub(super) fn type_mismatch(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    for (_, id, claim) in base.claims.iter() {
        let Some(triple) = claim.triple() else { continue };
        let relation = &base.relations[triple.relation];
        let ends = [(Some(triple.subject), relation.subject, 0_usize), (triple.object, relation.object, 2)];
        for (entity, allowed, slot) in ends {
            let Some(entity) = entity.filter(|&e| !allowed.contains(base.entities[e].kind)) else { continue };
            let at = Pointer::value(claim.file, key_path!["claims", id, "triple", slot]);
            let (name, kind) = (base.entities.id(entity), base.entities[entity].kind);
            let message = format!(
                "`{}` expects {}; `{name}` is a {kind}",
                base.relations.id(triple.relation),
                join_type_names(allowed)
            );
            problems.push(
                Problem::new(&rules::TYPE_MISMATCH, at, message)
                    .with_help("use another relation, swap the ends, or mend the type of the entity"),
            );
        }
    }
}

fn join_type_names(types: TypeSet) -> String {
    types.iter().map(EntityType::keyword).collect::<Vec<_>>().join(" or ")
}

/// FB603. A reference in an item that failed to load counts as a use; otherwise one mistake would be reported twice.
pub(super) fn orphan_entity(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    let origins: HashSet<Ix<Entity>> = all_evidence(base)
        .flat_map(|entry| &entry.evidence.via)
        .filter_map(|origin| match origin {
            CitedParty::Entity(entity) => Some(*entity),
            CitedParty::Source(_) => None,
        })
        .collect();
    let is_used = |ix| {
        !base.links.claims_of_entity(ix).is_empty()
            || !base.links.events_of_entity(ix).is_empty()
            || origins.contains(&ix)
            || base.used_by_discarded.contains(&ix)
    };
    for (_, id, entity) in base.entities.iter().filter(|&(ix, _, _)| !is_used(ix)) {
        let at = Pointer::key(entity.file, key_path!["entities", id]);
        problems.push(
            Problem::new(&rules::ORPHAN_ENTITY, at, format!("`{id}` is never used"))
                .with_help("name it in a `triple`, in `about`, in `who` or in `via`, or drop it"),
        );
    }
}

/// FB604: an event outside the largest connected component of the graph that claims and events form between entities.
/// Components that tie for the largest all count as it. An event without entities is skipped if items failed to load,
/// because its entities may be among what was left out.
pub(super) fn unreachable_event(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    let mut sets = DisjointSets::new(base.entities.len());
    for (_, _, claim) in base.claims.iter() {
        let event_entities = claim.event.into_iter().flat_map(|event| base.events[event].entities());
        sets.union(claim.entities().chain(event_entities));
    }
    for (_, _, event) in base.events.iter() {
        sets.union(event.entities());
    }
    let mut sizes = vec![0_usize; base.entities.len()];
    for entity in base.entities.handles() {
        sizes[sets.find_root(entity.position())] += 1;
    }
    let largest = sizes.iter().copied().max().unwrap_or_default();
    for (ix, id, event) in base.events.iter() {
        let mut entities = linked_entities(base, ix).peekable();
        let may_be_incomplete = entities.peek().is_none() && !base.used_by_discarded.is_empty();
        let linked = entities.any(|entity| sizes[sets.find_root(entity.position())] == largest);
        if !linked && !may_be_incomplete {
            let at = Pointer::key(event.file, key_path!["events", id]);
            problems.push(
                Problem::new(&rules::UNREACHABLE_EVENT, at, format!("no link leads to `{id}` from the other events"))
                    .with_help("name in `who` somebody whom other events or claims name too"),
            );
        }
    }
}

fn linked_entities(base: &FactBase, event: Ix<Event>) -> impl Iterator<Item = Ix<Entity>> {
    let claim_entities = base.links.claims_of_event(event).iter().flat_map(move |&claim| base.claims[claim].entities());
    base.events[event].entities().chain(claim_entities)
}

/// A union–find structure over the positions of the entities.
struct DisjointSets(Vec<usize>);

impl DisjointSets {
    fn new(entities: usize) -> Self {
        Self((0..entities).collect())
    }

    fn find_root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn union(&mut self, mut entities: impl Iterator<Item = Ix<Entity>>) {
        let Some(first) = entities.next() else { return };
        for other in entities {
            let (a, b) = (self.find_root(first.position()), self.find_root(other.position()));
            self.0[b] = a;
        }
    }
}
