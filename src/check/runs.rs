//! An index of the tokens of a text, so that a quote is compared at few positions.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// The tokens of a text as pairs of hash and byte offset, sorted.
#[derive(Clone, Debug)]
pub(super) struct Runs(Vec<(u64, usize)>);

impl Runs {
    /// Indexes the tokens of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut places: Vec<_> = runs(text).map(|run| (hash(&text[run.clone()]), run.start)).collect();
        places.sort_unstable();
        Self(places)
    }

    /// The byte offsets of a token, ascending. If another token has the same hash, its offsets are included.
    pub(super) fn places(&self, run: &str) -> impl ExactSizeIterator<Item = usize> + use<'_> {
        let wanted = hash(run);
        let rest = &self.0[self.0.partition_point(|&(hash, _)| hash < wanted)..];
        rest[..rest.partition_point(|&(hash, _)| hash == wanted)].iter().map(|&(_, at)| at)
    }
}

/// The tokens of a text as byte ranges: maximal runs of letters and digits.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
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
    fn each_run_is_found_wherever_it_stands() {
        let places = Runs::of("an ant, an été-an");
        let of = |run| places.places(run).collect::<Vec<_>>();
        assert_eq!(
            [of("an"), of("été"), of("ant"), of("a"), of("")],
            [vec![0, 8, 17], vec![11], vec![3], vec![], vec![]]
        );
    }
}
