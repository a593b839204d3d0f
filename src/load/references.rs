//! Resolves written ids to handles.

use super::cursor::Cursor;
use super::problems;
use super::sink::ProblemSink;
use crate::model::{Address, CitedParty, Id, Item, Ix, Kind, Source};
use std::collections::HashMap;

/// A defined item: its id and a cursor to its value.
pub(super) type ItemEntry<'a> = (Id, Cursor<'a>);

/// Every id of a base, by kind, with the row it will have in its table.
pub(super) struct IdIndex<'a> {
    by_kind: HashMap<Kind, HashMap<&'a str, usize>>,
    relations: HashMap<&'a str, usize>,
}

impl<'a> IdIndex<'a> {
    pub(super) fn new(relations: impl Iterator<Item = &'a str>) -> Self {
        let mut ids = Self { by_kind: HashMap::new(), relations: HashMap::new() };
        for (at, id) in relations.enumerate() {
            ids.relations.entry(id).or_insert(at);
        }
        ids
    }

    pub(super) fn add_kind(&mut self, kind: Kind, entries: &'a [ItemEntry<'_>]) {
        let rows = entries.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at));
        self.by_kind.insert(kind, rows.collect());
    }

    fn position(&self, kind: Kind, id: &str) -> Option<usize> {
        self.by_kind.get(&kind)?.get(id).copied()
    }

    /// The id of a source.
    pub(super) fn source_id(&self, ix: Ix<Source>) -> &str {
        let ids = self.by_kind.get(&Kind::Source).into_iter().flatten();
        ids.into_iter().find(|&(_, &at)| at == ix.position()).map_or("", |(id, _)| id)
    }

    fn ids_of_kind(&self, kind: Kind) -> impl Iterator<Item = &'a str> + '_ {
        self.by_kind.get(&kind).into_iter().flat_map(|ids| ids.keys().copied())
    }

    /// Resolves an id to the handle of an item of `kind`. Reports an unknown id, or an id of another kind.
    pub(super) fn resolve<T>(&self, cursor: &Cursor<'_>, kind: Kind, log: &mut ProblemSink) -> Option<Ix<T>> {
        let written = cursor.scalar(log)?;
        if let Some(at) = self.position(kind, written) {
            return Some(Ix::new(at));
        }
        let other = Kind::ALL.iter().copied().find(|&other| self.position(other, written).is_some());
        match other {
            Some(other) => log.problems.push(problems::wrong_kind(cursor.pointer(), written, other, kind.keyword())),
            None => log.push_dangling_ref(cursor.pointer(), kind.keyword(), written, self.ids_of_kind(kind)),
        }
        None
    }

    /// Resolves an id to a relation. Reports an unknown id.
    pub(super) fn resolve_relation<T>(&self, cursor: &Cursor<'_>, log: &mut ProblemSink) -> Option<Ix<T>> {
        let written = cursor.scalar(log)?;
        let found = self.relations.get(written).map(|&at| Ix::new(at));
        if found.is_none() {
            log.push_dangling_ref(cursor.pointer(), "relation", written, self.relations.keys().copied());
        }
        found
    }

    /// Resolves an id to a source or an entity, as used in `via` and `cites`. Reports an unknown id.
    pub(super) fn resolve_cited_party(&self, cursor: &Cursor<'_>, log: &mut ProblemSink) -> Option<CitedParty> {
        let written = cursor.scalar(log)?;
        let entity = || self.position(Kind::Entity, written).map(|at| CitedParty::Entity(Ix::new(at)));
        let source = self.position(Kind::Source, written).map(|at| CitedParty::Source(Ix::new(at)));
        let found = source.or_else(entity);
        if found.is_none() {
            let known = self.ids_of_kind(Kind::Source).chain(self.ids_of_kind(Kind::Entity));
            log.push_dangling_ref(cursor.pointer(), "source or entity", written, known);
        }
        found
    }

    /// Resolves an address (`claim/commit-22b`) to an item. Reports an invalid address or an unknown id.
    pub(super) fn resolve_item(&self, cursor: &Cursor<'_>, log: &mut ProblemSink) -> Option<Item> {
        let written = cursor.scalar(log)?;
        let address: Address =
            written.parse().map_err(|error| log.problems.push(problems::bad_address(cursor.pointer(), &error))).ok()?;
        let Some(at) = self.position(address.kind, &address.id) else {
            let known = self.ids_of_kind(address.kind);
            log.push_dangling_ref(cursor.pointer(), address.kind.keyword(), &address.id, known);
            return None;
        };
        Some(match address.kind {
            Kind::Event => Item::Event(Ix::new(at)),
            Kind::Entity => Item::Entity(Ix::new(at)),
            Kind::Claim => Item::Claim(Ix::new(at)),
            Kind::Question => Item::Question(Ix::new(at)),
            Kind::Source => Item::Source(Ix::new(at)),
            Kind::Balance => Item::Balance(Ix::new(at)),
            Kind::Story => Item::Story(Ix::new(at)),
        })
    }
}
