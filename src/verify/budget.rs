//! Limits on the work spent on comparing texts, so that a base is checked in bounded time.

/// The work that may still be spent. All quotes of a base share one budget, which bounds the time for all of them
/// together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget(usize);

impl Budget {
    /// Limit for finding nearest passages, in pairs of characters compared: about a thousand quotes of twelve words.
    pub const NEAREST_MATCH_LIMIT: usize = 100_000_000;

    /// Limit for finding quotes, in candidate positions examined and, for each, blocks of sixteen bytes compared: ten
    /// thousand quotes of a hundred letters, none of whose words occurs fewer than fourteen hundred times.
    pub const QUOTE_SEARCH_LIMIT: usize = 100_000_000;

    /// A budget for finding nearest passages, see [`Budget::NEAREST_MATCH_LIMIT`].
    pub fn for_nearest_matches() -> Self {
        Self(Self::NEAREST_MATCH_LIMIT)
    }

    /// A budget for finding quotes, see [`Budget::QUOTE_SEARCH_LIMIT`].
    pub fn for_quote_search() -> Self {
        Self(Self::QUOTE_SEARCH_LIMIT)
    }

    /// A budget that is never exhausted in practice.
    pub(super) fn unlimited() -> Self {
        Self(usize::MAX)
    }

    /// Deducts a cost. Returns whether the budget covered it; if not, nothing is left.
    pub(super) fn spend(&mut self, cost: usize) -> bool {
        let remaining = self.0.checked_sub(cost);
        self.0 = remaining.unwrap_or(0);
        remaining.is_some()
    }

    #[cfg(test)]
    pub(super) fn with_limit(cost: usize) -> Self {
        Self(cost)
    }
}
