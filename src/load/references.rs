//! Resolves written ids to handles.

use super::cursor::Cursor;
use super::faults;
use super::log::Log;
use crate::model::{Address, CitedParty, Id, Item, Ix, Kind, Source};
use std::collections::HashMap;

/// A defined item: its id and a cursor to its value.
pub(super) type Entry<'a> = (Id, Cursor<'a>);

/// Every id of a base, by kind, with the row it will have in its table.
pub(super) struct Ids<'a> {
    by_kind: HashMap<Kind, HashMap<&'a str, usize>>,
    relations: HashMap<&'a str, usize>,
}

impl<'a> Ids<'a> {
    pub(super) fn new(relations: impl Iterator<Item = &'a str>) -> Self {
        let mut ids = Self { by_kind: HashMap::new(), relations: HashMap::new() };
        for (at, id) in relations.enumerate() {
            ids.relations.entry(id).or_insert(at);
        }
        ids
    }

    pub(super) fn add(&mut self, kind: Kind, entries: &'a [Entry<'_>]) {
        let rows = entries.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at));
        self.by_kind.insert(kind, rows.collect());
    }

    fn position(&self, kind: Kind, id: &str) -> Option<usize> {
        self.by_kind.get(&kind)?.get(id).copied()
    }

    /// The id of a source.
    pub(super) fn source(&self, ix: Ix<Source>) -> &str {
        let ids = self.by_kind.get(&Kind::Source).into_iter().flatten();
        ids.into_iter().find(|&(_, &at)| at == ix.position()).map_or("", |(id, _)| id)
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'a str> + '_ {
        self.by_kind.get(&kind).into_iter().flat_map(|ids| ids.keys().copied())
    }

    /// Resolves an id to the handle of an item of `kind`. Reports an unknown id, or an id of another kind.
    pub(super) fn refer<T>(&self, cursor: &Cursor<'_>, kind: Kind, log: &mut Log) -> Option<Ix<T>> {
        let written = cursor.scalar(log)?;
        if let Some(at) = self.position(kind, written) {
            return Some(Ix::new(at));
        }
        let other = Kind::ALL.iter().copied().find(|&other| self.position(other, written).is_some());
        match other {
            Some(other) => log.problems.push(faults::wrong_kind(cursor.at(), written, other, kind.keyword())),
            None => log.dangling(cursor.at(), kind.keyword(), written, self.of_kind(kind)),
        }
        None
    }

    /// Resolves an id to a relation. Reports an unknown id.
    pub(super) fn relation<T>(&self, cursor: &Cursor<'_>, log: &mut Log) -> Option<Ix<T>> {
        let written = cursor.scalar(log)?;
        let found = self.relations.get(written).map(|&at| Ix::new(at));
        if found.is_none() {
            log.dangling(cursor.at(), "relation", written, self.relations.keys().copied());
        }
        found
    }

    /// Resolves an id to a source or an entity, as used in `via` and `cites`. Reports an unknown id.
    pub(super) fn origin(&self, cursor: &Cursor<'_>, log: &mut Log) -> Option<CitedParty> {
        let written = cursor.scalar(log)?;
        let entity = || self.position(Kind::Entity, written).map(|at| CitedParty::Entity(Ix::new(at)));
        let source = self.position(Kind::Source, written).map(|at| CitedParty::Source(Ix::new(at)));
        let found = source.or_else(entity);
        if found.is_none() {
            let known = self.of_kind(Kind::Source).chain(self.of_kind(Kind::Entity));
            log.dangling(cursor.at(), "source or entity", written, known);
        }
        found
    }

    /// Resolves an address (`claim/commit-22b`) to an item. Reports an invalid address or an unknown id.
    pub(super) fn item(&self, cursor: &Cursor<'_>, log: &mut Log) -> Option<Item> {
        let written = cursor.scalar(log)?;
        let address: Address =
            written.parse().map_err(|error| log.problems.push(faults::bad_address(cursor.at(), &error))).ok()?;
        let Some(at) = self.position(address.kind, &address.id) else {
            let known = self.of_kind(address.kind);
            log.dangling(cursor.at(), address.kind.keyword(), &address.id, known);
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
