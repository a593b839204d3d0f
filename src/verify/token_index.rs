//! An index of the tokens of a text, so that a quote is compared at few positions.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// The tokens of a text as pairs of hash and byte offset, sorted.
#[derive(Clone, Debug)]
pub(super) struct TokenIndex(Vec<(u64, usize)>);

impl TokenIndex {
    /// Indexes the tokens of a text.
    pub(super) fn new(text: &str) -> Self {
        let mut places: Vec<_> = token_ranges(text).map(|run| (hash(&text[run.clone()]), run.start)).collect();
        places.sort_unstable();
        Self(places)
    }

    /// The byte offsets of a token, ascending. If another token has the same hash, its offsets are included.
    pub(super) fn positions(&self, token: &str) -> impl ExactSizeIterator<Item = usize> + use<'_> {
        let wanted = hash(token);
        let rest = &self.0[self.0.partition_point(|&(hash, _)| hash < wanted)..];
        rest[..rest.partition_point(|&(hash, _)| hash == wanted)].iter().map(|&(_, at)| at)
    }
}

/// The tokens of a text as byte ranges: maximal runs of letters and digits.
pub(super) fn token_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let base = text.as_ptr() as usize;
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    parts.map(move |run| {
        let start = run.as_ptr() as usize - base;
        start..start + run.len()
    })
}

/// A hash without a random seed, so that it is the same each time the program runs.
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_position_of_a_token() {
        let index = TokenIndex::new("an ant, an été-an");
        let positions = |run| index.positions(run).collect::<Vec<_>>();
        assert_eq!(
            [positions("an"), positions("été"), positions("ant"), positions("a"), positions("")],
            [vec![0, 8, 17], vec![11], vec![3], vec![], vec![]]
        );
    }
}
