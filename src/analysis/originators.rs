//! The originators of claims.

use crate::model::{CitedParty, Evidence};
use std::collections::BTreeSet;

/// Returns the distinct originators of `evidence`, in file order: the last link of each chain, or the source itself
/// if it cites nobody. Two outlets that cite the same agency count as one originator.
pub fn originators<'a>(evidence: impl IntoIterator<Item = &'a Evidence>) -> Vec<CitedParty> {
    let (mut origins, mut seen) = (Vec::new(), BTreeSet::new());
    for evidence in evidence {
        let origin = evidence.via.last().copied().unwrap_or(CitedParty::Source(evidence.source));
        if seen.insert(origin) {
            origins.push(origin);
        }
    }
    origins
}
