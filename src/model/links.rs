//! What refers to what: derived once from the tables.

use super::{Claim, Entity, Event, FactBase, Item, Ix, Origin, Question, Source, When};

/// The references of a base, read backwards, each list in the order of writing.
#[derive(Clone, Debug, Default)]
pub struct Links {
    entity_claims: Lists<Claim>,
    entity_events: Lists<Event>,
    event_claims: Lists<Claim>,
    question_claims: Lists<Claim>,
    source_claims: Lists<Claim>,
    source_events: Lists<Event>,
    source_citing: Lists<Claim>,
    entity_citing: Lists<Claim>,
}

/// One list a key, stored in one piece.
#[derive(Clone, Debug)]
struct Lists<T> {
    starts: Vec<u32>,
    rows: Vec<Ix<T>>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { starts: Vec::new(), rows: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// Groups pairs (key, value) by key; a pair given twice counts once.
    fn new(keys: usize, mut pairs: Vec<(usize, Ix<T>)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; keys + 1];
        for &(key, _) in &pairs {
            starts[key + 1] += 1;
        }
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        Self { starts, rows: pairs.into_iter().map(|(_, row)| row).collect() }
    }

    fn of(&self, key: usize) -> &[Ix<T>] {
        match (self.starts.get(key), self.starts.get(key + 1)) {
            (Some(&start), Some(&end)) => &self.rows[start as usize..end as usize],
            _ => &[],
        }
    }
}

impl Links {
    /// Reads the tables of a base.
    pub(super) fn of(base: &FactBase) -> Self {
        let (entities, sources) = (base.entities.len(), base.sources.len());
        let claims = || base.claims.iter();
        let events = || base.events.iter();
        let chains =
            || claims().flat_map(|(ix, _, c)| c.evidence.iter().flat_map(|e| &e.via).map(move |&origin| (ix, origin)));
        Self {
            entity_claims: Lists::new(
                entities,
                claims().flat_map(|(ix, _, c)| c.entities().map(move |e| (e.position(), ix))).collect(),
            ),
            entity_events: Lists::new(
                entities,
                events().flat_map(|(ix, _, e)| e.entities().map(move |w| (w.position(), ix))).collect(),
            ),
            event_claims: Lists::new(
                base.events.len(),
                claims().filter_map(|(ix, _, c)| Some((c.event?.position(), ix))).collect(),
            ),
            question_claims: Lists::new(
                base.questions.len(),
                claims().filter_map(|(ix, _, c)| Some((c.answers?.position(), ix))).collect(),
            ),
            source_claims: Lists::new(
                sources,
                claims().flat_map(|(ix, _, c)| c.evidence.iter().map(move |e| (e.source.position(), ix))).collect(),
            ),
            source_events: Lists::new(
                sources,
                events().flat_map(|(ix, _, c)| c.evidence.iter().map(move |e| (e.source.position(), ix))).collect(),
            ),
            source_citing: Lists::new(
                sources,
                chains()
                    .filter_map(|(ix, origin)| match origin {
                        Origin::Source(source) => Some((source.position(), ix)),
                        Origin::Entity(_) => None,
                    })
                    .collect(),
            ),
            entity_citing: Lists::new(
                entities,
                chains()
                    .filter_map(|(ix, origin)| match origin {
                        Origin::Entity(entity) => Some((entity.position(), ix)),
                        Origin::Source(_) => None,
                    })
                    .collect(),
            ),
        }
    }

    /// The claims that are about the entity: it is subject or object, or one of those that they name.
    pub fn claims_of_entity(&self, entity: Ix<Entity>) -> &[Ix<Claim>] {
        self.entity_claims.of(entity.position())
    }

    /// The events that the entity had to do with.
    pub fn events_of_entity(&self, entity: Ix<Entity>) -> &[Ix<Event>] {
        self.entity_events.of(entity.position())
    }

    /// The claims that belong to the event.
    pub fn claims_of_event(&self, event: Ix<Event>) -> &[Ix<Claim>] {
        self.event_claims.of(event.position())
    }

    /// The claims that answer the question.
    pub fn claims_of_question(&self, question: Ix<Question>) -> &[Ix<Claim>] {
        self.question_claims.of(question.position())
    }

    /// The claims that rest on the source.
    pub fn claims_of_source(&self, source: Ix<Source>) -> &[Ix<Claim>] {
        self.source_claims.of(source.position())
    }

    /// The claims whose evidence comes by way of somebody.
    pub fn claims_citing(&self, origin: Origin) -> &[Ix<Claim>] {
        match origin {
            Origin::Source(ix) => self.source_citing.of(ix.position()),
            Origin::Entity(ix) => self.entity_citing.of(ix.position()),
        }
    }

    /// The events that rest on the source.
    pub fn events_of_source(&self, source: Ix<Source>) -> &[Ix<Event>] {
        self.source_events.of(source.position())
    }
}

impl FactBase {
    /// The date that an item is shown with: of a claim its own, else its event's.
    pub fn shown_when(&self, item: Item) -> Option<&When> {
        match item {
            Item::Claim(ix) => self.claim_when(ix),
            other => self.when(other),
        }
    }

    /// When a claim was or will be: its own date, else its event's.
    pub fn claim_when(&self, claim: Ix<Claim>) -> Option<&When> {
        let claim = &self.claims[claim];
        claim.when.as_ref().or_else(|| claim.event.and_then(|event| self.events[event].when.as_ref()))
    }
}
