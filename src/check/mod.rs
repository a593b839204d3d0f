//! Is the base sound? Quotes against their texts, and rules over the whole base.
//!
//! What is wrong with the writing of a base is found while it is read, see [`crate::load`]; here the base is looked
//! at as a whole. Each rule is one function; [`check`] runs them all.

mod coverage;
mod document;
mod figures;
mod lock;
mod near;
mod rules;
mod runs;
mod sentences;

pub use coverage::{Coverage, coverage};
pub use document::{Document, word_count};
pub use lock::{Lock, LockError};
pub use near::Effort;

use crate::diagnostic::Problem;
use crate::model::{Evidence, FactBase, FileIx, Id, Ix, Receipt, Source, Span, Trust};
use std::collections::BTreeMap;

/// The texts of the sources that are at hand, by source.
pub type Texts = BTreeMap<Ix<Source>, Document>;

/// What the rules look at.
pub struct Scene<'a> {
    /// The base, its quotes judged.
    pub base: &'a FactBase,
    /// The texts at hand.
    pub texts: &'a Texts,
    /// The lock, if there is one.
    pub lock: Option<&'a Lock>,
}

/// Compares every quote with its text, else with the lock, and notes the verdict in the base.
pub fn judge(base: &mut FactBase, texts: &Texts, lock: Option<&Lock>) {
    let sources: Vec<_> =
        base.sources.iter().map(|(ix, id, _)| (texts.get(&ix), lock.and_then(|l| l.text(id)))).collect();
    let verdict = |evidence: &Evidence| match sources.get(evidence.source.position()) {
        Some((Some(document), _)) => match document.find_some(&evidence.quote, 2).as_slice() {
            [] => Receipt { trust: Trust::Missing, span: None },
            [span] => Receipt { trust: Trust::Verified, span: Some(*span) },
            [first, ..] => Receipt { trust: Trust::Ambiguous, span: Some(*first) },
        },
        Some((None, Some(locked))) => match locked.places(&evidence.quote) {
            None | Some([]) => Receipt { trust: Trust::Stale, span: None },
            Some([place]) => Receipt { trust: Trust::Locked, span: Some(Span { start: *place, end: *place }) },
            Some([first, ..]) => Receipt { trust: Trust::Ambiguous, span: Some(Span { start: *first, end: *first }) },
        },
        _ => Receipt::default(),
    };
    let of_claims = base.claims.values_mut().flat_map(|claim| &mut claim.evidence);
    let of_events = base.events.values_mut().flat_map(|event| &mut event.evidence);
    for evidence in of_claims.chain(of_events) {
        evidence.receipt = verdict(evidence);
    }
}

/// Runs every rule over the base.
pub fn check(scene: &Scene<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for rule in rules::ALL {
        rule(scene, &mut problems);
    }
    problems
}

/// How many quotes of a base have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trusted {
    /// Quotes known to stand in their texts.
    pub good: usize,
    /// All quotes.
    pub all: usize,
}

impl Trusted {
    /// Counts the quotes of claims and events.
    pub fn of(base: &FactBase) -> Self {
        proofs(base).fold(Self::default(), |sum, proof| Self {
            good: sum.good + usize::from(proof.evidence.receipt.trust.is_good()),
            all: sum.all + 1,
        })
    }
}

/// A piece of evidence and what it is evidence for.
struct Proof<'a> {
    section: &'static str,
    id: &'a Id,
    file: FileIx,
    evidence: &'a Evidence,
}

/// The evidence of a base by source.
fn by_source(base: &FactBase) -> BTreeMap<Ix<Source>, Vec<Proof<'_>>> {
    let mut by_source: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for proof in proofs(base) {
        by_source.entry(proof.evidence.source).or_default().push(proof);
    }
    by_source
}

/// Every piece of evidence of a base, of claims and then of events.
fn proofs(base: &FactBase) -> impl Iterator<Item = Proof<'_>> {
    let claims = base.claims.iter().flat_map(|(_, id, claim)| {
        claim.evidence.iter().map(move |evidence| Proof { section: "claims", id, file: claim.file, evidence })
    });
    let events = base.events.iter().flat_map(|(_, id, event)| {
        event.evidence.iter().map(move |evidence| Proof { section: "events", id, file: event.file, evidence })
    });
    claims.chain(events)
}
