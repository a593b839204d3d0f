//! What may be spent on comparing, so that the time that a base takes stays within bounds.

/// How much more may be spent. One for all quotes of a base keeps the time that they take together within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort(usize);

impl Effort {
    /// What is spent on finding what is near at most, in letters compared with letters: about a thousand quotes of
    /// twelve words.
    pub const NEAR: usize = 100_000_000;

    /// What is spent on finding quotes at most, in places looked at and, for each, sixteen bytes compared: ten thousand
    /// quotes of a hundred letters of which no word stands in fewer than fourteen hundred places.
    pub const FINDING: usize = 100_000_000;

    /// What may be spent on finding what is near.
    pub fn of_near() -> Self {
        Self(Self::NEAR)
    }

    /// What may be spent on finding quotes.
    pub fn of_finding() -> Self {
        Self(Self::FINDING)
    }

    /// As much as one likes.
    pub(super) fn endless() -> Self {
        Self(usize::MAX)
    }

    /// Takes a cost away; whether there was as much.
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
