//! Is the base sound? Quotes against their texts, and rules over the whole base.
//!
//! What is wrong with the writing of a base is found while it is read, see [`crate::load`]; here the base is looked
//! at as a whole. Each rule is one function; [`check`] runs them all.

mod coverage;
mod document;
mod effort;
mod figures;
mod lock;
mod near;
mod rules;
mod runs;
mod sentences;

pub use coverage::{Coverage, coverage};
pub use document::{Document, word_count};
pub use effort::Effort;
pub use lock::{Lock, LockError};

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

/// Compares every quote with its text, else with the lock, and notes the verdict in the base. Where to compare them all
/// would take too long, the last are left as they are: nothing is known of them.
pub fn judge(base: &mut FactBase, texts: &Texts, lock: Option<&Lock>) {
    judge_within(base, texts, lock, Effort::of_finding());
}

fn judge_within(base: &mut FactBase, texts: &Texts, lock: Option<&Lock>, mut effort: Effort) {
    let sources: Vec<_> =
        base.sources.iter().map(|(ix, id, _)| (texts.get(&ix), lock.and_then(|l| l.text(id)))).collect();
    let mut verdict = |evidence: &Evidence| match sources.get(evidence.source.position()) {
        Some((Some(document), _)) => match document.find_within(&evidence.quote, 2, &mut effort).as_deref() {
            None => Receipt::default(),
            Some([]) => Receipt { trust: Trust::Missing, span: None },
            Some([span]) => Receipt { trust: Trust::Verified, span: Some(*span) },
            Some([first, ..]) => Receipt { trust: Trust::Ambiguous, span: Some(*first) },
        },
        Some((None, Some(locked))) => match locked.places(&evidence.quote) {
            None | Some([]) => Receipt { trust: Trust::Stale, span: None },
            Some([place]) => {
                let trust = if locked.is_own() { Trust::Locked } else { Trust::Claimed };
                Receipt { trust, span: Some(Span { start: *place, end: *place }) }
            }
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
    /// Quotes of which only the lock that came with the base says that they do.
    pub claimed: usize,
    /// All quotes.
    pub all: usize,
}

impl Trusted {
    /// Counts the quotes of claims and events.
    pub fn of(base: &FactBase) -> Self {
        proofs(base).fold(Self::default(), |sum, proof| Self {
            good: sum.good + usize::from(proof.evidence.receipt.trust.is_good()),
            claimed: sum.claimed + usize::from(proof.evidence.receipt.trust == Trust::Claimed),
            all: sum.all + 1,
        })
    }
}

/// Whether a quote was found in its text, so that to find it again takes no longer than it took.
fn is_found(evidence: &Evidence) -> bool {
    matches!(evidence.receipt.trust, Trust::Verified | Trust::Ambiguous)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;

    #[test]
    fn a_quote_that_takes_too_long_to_look_for_is_neither_missing_nor_verified() {
        let claim = |id: &str, quote: &str| {
            format!("  {id}: {{triple: [e, counts], evidence: [{{source: s, stance: states, quote: '{quote}'}}]}}\n")
        };
        let claims: String = [("a", "true words"), ("b", "a, a"), ("c", "a; a"), ("d", "true words")]
            .map(|(id, quote)| claim(id, quote))
            .concat();
        let text = format!(
            "factbase: 1\nsources: {{s: {{kind: article, title: T, text: t.txt}}}}\nentities: {{e: {{type: company, name: E}}}}\n\
             claims:\n{claims}"
        );
        let mut base = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text }]).base;
        let document = Document::new(format!("{}true words", "a ".repeat(8_000)));
        let texts: Texts = base.sources.handles().map(|ix| (ix, document.clone())).collect();
        judge_within(&mut base, &texts, None, Effort::of(1_500));
        let trust: Vec<_> = proofs(&base).map(|proof| proof.evidence.receipt.trust).collect();
        // What is left over is spent on what would take more: from there on, nothing is known.
        assert_eq!(trust, [Trust::Verified, Trust::Missing, Trust::Unavailable, Trust::Unavailable]);
        let problems = check(&Scene { base: &base, texts: &texts, lock: None });
        let told = problems.iter().find(|problem| problem.rule.id == "FB305");
        let told = told.map(|told| (told.message.as_str(), told.help.as_deref().unwrap_or_default()));
        let (message, help) = told.unwrap_or_default();
        assert_eq!(message, "2 quotes of `s` could not be verified");
        assert!(help.contains("takes too long"), "{help}");
    }
}
