//! Limits on the work spent on comparing texts, so that a base is checked in bounded time.

/// The work that may still be spent. All quotes of a base share one budget, which bounds the time for all of them
/// together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort(usize);

impl Effort {
    /// Limit for finding nearest passages, in pairs of characters compared: about a thousand quotes of twelve words.
    pub const NEAR: usize = 100_000_000;

    /// Limit for finding quotes, in candidate positions examined and, for each, blocks of sixteen bytes compared: ten
    /// thousand quotes of a hundred letters, none of whose words occurs fewer than fourteen hundred times.
    pub const FINDING: usize = 100_000_000;

    /// A budget for finding nearest passages, see [`Effort::NEAR`].
    pub fn of_near() -> Self {
        Self(Self::NEAR)
    }

    /// A budget for finding quotes, see [`Effort::FINDING`].
    pub fn of_finding() -> Self {
        Self(Self::FINDING)
    }

    /// A budget that is never exhausted in practice.
    pub(super) fn endless() -> Self {
        Self(usize::MAX)
    }

    /// Deducts a cost. Returns whether the budget covered it; if not, nothing is left.
    pub(super) fn spend(&mut self, cost: usize) -> bool {
        let left = self.0.checked_sub(cost);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }

    #[cfg(test)]
    pub(super) fn of(cost: usize) -> Self {
        Self(cost)
    }
}
