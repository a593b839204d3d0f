//! Where each run of letters and digits of a text stands, so that a quote is looked for in few places.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// The runs of a text with their places, sorted: by a hash, then in the order of the text.
#[derive(Clone, Debug)]
pub(super) struct Runs(Vec<(u64, usize)>);

impl Runs {
    /// Finds the runs of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut places: Vec<_> = runs(text).map(|run| (hash(&text[run.clone()]), run.start)).collect();
        places.sort_unstable();
        Self(places)
    }

    /// Where a run stands, in bytes and in order. Another run may be among them, if it has the same hash.
    pub(super) fn places(&self, run: &str) -> impl ExactSizeIterator<Item = usize> + use<'_> {
        let wanted = hash(run);
        let rest = &self.0[self.0.partition_point(|&(hash, _)| hash < wanted)..];
        rest[..rest.partition_point(|&(hash, _)| hash == wanted)].iter().map(|&(_, at)| at)
    }
}

/// The runs of letters and digits of a text, none of which can be made longer.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let base = text.as_ptr() as usize;
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    parts.map(move |run| {
        let start = run.as_ptr() as usize - base;
        start..start + run.len()
    })
}

/// The same for the same text in each run of the program.
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
