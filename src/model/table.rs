//! Tables of items with typed handles.

use super::Id;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

/// A handle to an item of a [`Table`]: its index in file order.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Ix<T>(u32, #[serde(skip)] PhantomData<fn() -> T>);

impl<T> Ix<T> {
    /// The handle of the item at `position`, counted from 0. A position of 2³² or more saturates; tables are smaller.
    pub fn new(position: usize) -> Self {
        Self(u32::try_from(position).unwrap_or(u32::MAX), PhantomData)
    }

    /// The position, counted from 0.
    pub fn position(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ix<T> {}
impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ix<T> {}
impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Items in file order, each with its unique id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Table<T> {
    rows: Vec<(Id, T)>,
    by_id: Vec<u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_id: Vec::new() }
    }
}

impl<T> Table<T> {
    /// Builds a table. Ids should be unique; [`Table::find`] returns the first of several rows with the same id.
    pub fn new(rows: Vec<(Id, T)>) -> Self {
        let mut by_id: Vec<u32> = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX)).collect();
        by_id.sort_by(|&a, &b| rows[a as usize].0.cmp(&rows[b as usize].0));
        Self { rows, by_id }
    }

    /// Looks up an id by binary search.
    pub fn find(&self, id: &str) -> Option<Ix<T>> {
        let at = self.by_id.partition_point(|&row| self.rows[row as usize].0.as_str() < id);
        let row = *self.by_id.get(at)?;
        (self.rows[row as usize].0.as_str() == id).then(|| Ix::new(row as usize))
    }

    /// The item of a handle; `None` if it is out of range.
    pub fn get(&self, ix: Ix<T>) -> Option<&T> {
        self.rows.get(ix.position()).map(|(_, item)| item)
    }

    /// The id of an item. Panics if the handle is out of range.
    pub fn id(&self, ix: Ix<T>) -> &Id {
        &self.rows[ix.position()].0
    }

    /// The number of items.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the table has no items.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Iterates over the items in file order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Ix<T>, &Id, &T)> {
        self.rows.iter().enumerate().map(|(at, (id, item))| (Ix::new(at), id, item))
    }

    /// Iterates over the handles in file order.
    pub fn handles(&self) -> impl DoubleEndedIterator<Item = Ix<T>> + use<T> {
        (0..self.rows.len()).map(Ix::new)
    }

    /// Mutable access to the items, for completing them while a base is built.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut().map(|(_, item)| item)
    }
}

impl<T> Index<Ix<T>> for Table<T> {
    type Output = T;

    fn index(&self, ix: Ix<T>) -> &T {
        &self.rows[ix.position()].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_id_and_keeps_file_order() {
        let row = |id: &str, n| (Id::new(id).unwrap(), n);
        let table = Table::new(vec![row("b", 1), row("a", 2), row("c", 3)]);
        assert_eq!(table.find("a").map(|ix| table[ix]), Some(2));
        assert_eq!(table.find("d"), None);
        assert_eq!(table.iter().map(|(_, id, _)| id.as_str()).collect::<String>(), "bac");
    }

    #[test]
    fn equal_handles_hash_alike_and_others_apart() {
        use std::collections::HashSet;
        use std::hash::DefaultHasher;
        let hash = |position: usize| {
            let mut state = DefaultHasher::new();
            Ix::<()>::new(position).hash(&mut state);
            state.finish()
        };
        assert_eq!(hash(7), hash(7));
        assert_eq!((0..1_000).map(hash).collect::<HashSet<_>>().len(), 1_000);
    }
}
