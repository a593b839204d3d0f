//! Reverse references between items, derived once from the tables.

use super::{CitedParty, Claim, EdtfDate, Entity, Event, FactBase, Item, Ix, Question, Source};

/// Reverse references: which items refer to a given one. Each list is in file order.
#[derive(Clone, Debug, Default)]
pub struct Links {
    entity_claims: ReverseIndex<Claim>,
    entity_events: ReverseIndex<Event>,
    event_claims: ReverseIndex<Claim>,
    question_claims: ReverseIndex<Claim>,
    source_claims: ReverseIndex<Claim>,
    source_events: ReverseIndex<Event>,
    claims_citing_source: ReverseIndex<Claim>,
    claims_citing_entity: ReverseIndex<Claim>,
}

/// Lists of handles by key, stored in one allocation: the list of `key` is `rows[starts[key]..starts[key + 1]]`.
#[derive(Clone, Debug)]
struct ReverseIndex<T> {
    starts: Vec<u32>,
    rows: Vec<Ix<T>>,
}

impl<T> Default for ReverseIndex<T> {
    fn default() -> Self {
        Self { starts: Vec::new(), rows: Vec::new() }
    }
}

impl<T> ReverseIndex<T> {
    /// Groups pairs (key, value) by key and removes duplicates. Keys must be less than `keys`.
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

    fn get(&self, key: usize) -> &[Ix<T>] {
        match (self.starts.get(key), self.starts.get(key + 1)) {
            (Some(&start), Some(&end)) => &self.rows[start as usize..end as usize],
            _ => &[],
        }
    }
}

impl Links {
    /// Derives the reverse references from the tables of a base.
    pub(super) fn from_base(base: &FactBase) -> Self {
        let (entities, sources) = (base.entities.len(), base.sources.len());
        let claims = || base.claims.iter();
        let events = || base.events.iter();
        let cited_parties =
            || claims().flat_map(|(ix, _, c)| c.evidence.iter().flat_map(|e| &e.via).map(move |&origin| (ix, origin)));
        Self {
            entity_claims: ReverseIndex::new(
                entities,
                claims().flat_map(|(ix, _, c)| c.entities().map(move |e| (e.position(), ix))).collect(),
            ),
            entity_events: ReverseIndex::new(
                entities,
                events().flat_map(|(ix, _, e)| e.entities().map(move |w| (w.position(), ix))).collect(),
            ),
            event_claims: ReverseIndex::new(
                base.events.len(),
                claims().filter_map(|(ix, _, c)| Some((c.event?.position(), ix))).collect(),
            ),
            question_claims: ReverseIndex::new(
                base.questions.len(),
                claims().filter_map(|(ix, _, c)| Some((c.answers?.position(), ix))).collect(),
            ),
            source_claims: ReverseIndex::new(
                sources,
                claims().flat_map(|(ix, _, c)| c.evidence.iter().map(move |e| (e.source.position(), ix))).collect(),
            ),
            source_events: ReverseIndex::new(
                sources,
                events().flat_map(|(ix, _, c)| c.evidence.iter().map(move |e| (e.source.position(), ix))).collect(),
            ),
            claims_citing_source: ReverseIndex::new(
                sources,
                cited_parties()
                    .filter_map(|(ix, origin)| match origin {
                        CitedParty::Source(source) => Some((source.position(), ix)),
                        CitedParty::Entity(_) => None,
                    })
                    .collect(),
            ),
            claims_citing_entity: ReverseIndex::new(
                entities,
                cited_parties()
                    .filter_map(|(ix, origin)| match origin {
                        CitedParty::Entity(entity) => Some((entity.position(), ix)),
                        CitedParty::Source(_) => None,
                    })
                    .collect(),
            ),
        }
    }

    /// The claims about the entity: it is their subject or object, or one of their listed entities.
    pub fn claims_of_entity(&self, entity: Ix<Entity>) -> &[Ix<Claim>] {
        self.entity_claims.get(entity.position())
    }

    /// The events in which the entity is involved.
    pub fn events_of_entity(&self, entity: Ix<Entity>) -> &[Ix<Event>] {
        self.entity_events.get(entity.position())
    }

    /// The claims that belong to the event.
    pub fn claims_of_event(&self, event: Ix<Event>) -> &[Ix<Claim>] {
        self.event_claims.get(event.position())
    }

    /// The claims that answer the question.
    pub fn claims_of_question(&self, question: Ix<Question>) -> &[Ix<Claim>] {
        self.question_claims.get(question.position())
    }

    /// The claims with a quote from the source.
    pub fn claims_of_source(&self, source: Ix<Source>) -> &[Ix<Claim>] {
        self.source_claims.get(source.position())
    }

    /// The claims with evidence whose chain includes the given party.
    pub fn claims_citing(&self, party: CitedParty) -> &[Ix<Claim>] {
        match party {
            CitedParty::Source(ix) => self.claims_citing_source.get(ix.position()),
            CitedParty::Entity(ix) => self.claims_citing_entity.get(ix.position()),
        }
    }

    /// The events with a quote from the source.
    pub fn events_of_source(&self, source: Ix<Source>) -> &[Ix<Event>] {
        self.source_events.get(source.position())
    }
}

impl FactBase {
    /// The date shown for an item: its own, or for a claim without a date that of its event.
    pub fn effective_date(&self, item: Item) -> Option<&EdtfDate> {
        match item {
            Item::Claim(ix) => self.claim_date(ix),
            other => self.own_date(other),
        }
    }

    /// The date of a claim: its own, or else that of its event.
    pub fn claim_date(&self, claim: Ix<Claim>) -> Option<&EdtfDate> {
        let claim = &self.claims[claim];
        claim.when.as_ref().or_else(|| claim.event.and_then(|event| self.events[event].when.as_ref()))
    }
}
