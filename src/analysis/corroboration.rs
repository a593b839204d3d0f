//! Who a claim comes from in the end.

use crate::model::{Evidence, Origin};
use std::collections::BTreeSet;

/// The distinct originators of some evidence, in the order of writing: the last link of each chain, or the document
/// itself where it cites nobody. Two papers that cite the same agency are one originator.
pub fn origins<'a>(evidence: impl IntoIterator<Item = &'a Evidence>) -> Vec<Origin> {
    let (mut origins, mut seen) = (Vec::new(), BTreeSet::new());
    for evidence in evidence {
        let origin = evidence.via.last().copied().unwrap_or(Origin::Source(evidence.source));
        if seen.insert(origin) {
            origins.push(origin);
        }
    }
    origins
}
