//! Options of a search.

use crate::model::Kind;

/// Options of a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SearchOptions {
    /// Only items of this kind.
    pub kind: Option<Kind>,
    /// Maximum number of hits; 0 for all.
    pub limit: usize,
}

/// Number of items in a chunk.
pub(super) const CHUNK_ITEMS: usize = 1 << 14;
