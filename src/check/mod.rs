//! Checks a base: verifies its quotes against the source texts, and applies the rules that concern the whole base.
//!
//! Mistakes in a single item are found while the base is loaded, see [`crate::load`]. Each rule here is one function;
//! [`check`] runs them all.

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
use crate::model::{Evidence, FactBase, FileIx, Id, Ix, QuoteStatus, Source, TextSpan, Verification};
use std::collections::BTreeMap;

/// The available source texts, by source.
pub type Texts = BTreeMap<Ix<Source>, Document>;

/// The input of the rules.
pub struct Scene<'a> {
    /// The base, after [`judge`] has verified its quotes.
    pub base: &'a FactBase,
    /// The available source texts.
    pub texts: &'a Texts,
    /// The lock file, if the base has one.
    pub lock: Option<&'a Lock>,
}

/// Checks every quote against its source text, or against the lock file if there is no text, and records the result
/// in the base. When the budget is spent, the remaining quotes stay unverified.
pub fn judge(base: &mut FactBase, texts: &Texts, lock: Option<&Lock>) {
    judge_within(base, texts, lock, Effort::of_finding());
}

fn judge_within(base: &mut FactBase, texts: &Texts, lock: Option<&Lock>, mut effort: Effort) {
    let sources: Vec<_> =
        base.sources.iter().map(|(ix, id, _)| (texts.get(&ix), lock.and_then(|l| l.text(id)))).collect();
    let mut verdict = |evidence: &Evidence| match sources.get(evidence.source.position()) {
        Some((Some(document), _)) => match document.find_within(&evidence.quote, 2, &mut effort).as_deref() {
            None => Verification::default(),
            Some([]) => Verification { status: QuoteStatus::Missing, span: None },
            Some([span]) => Verification { status: QuoteStatus::Verified, span: Some(*span) },
            Some([first, ..]) => Verification { status: QuoteStatus::Ambiguous, span: Some(*first) },
        },
        Some((None, Some(locked))) => match locked.places(&evidence.quote) {
            None | Some([]) => Verification { status: QuoteStatus::Changed, span: None },
            Some([place]) => {
                let trust = if locked.is_own() { QuoteStatus::Locked } else { QuoteStatus::LockUnproven };
                Verification { status: trust, span: Some(TextSpan { start: *place, end: *place }) }
            }
            Some([first, ..]) => {
                Verification { status: QuoteStatus::Ambiguous, span: Some(TextSpan { start: *first, end: *first }) }
            }
        },
        _ => Verification::default(),
    };
    let of_claims = base.claims.values_mut().flat_map(|claim| &mut claim.evidence);
    let of_events = base.events.values_mut().flat_map(|event| &mut event.evidence);
    for evidence in of_claims.chain(of_events) {
        evidence.verification = verdict(evidence);
    }
}

/// Runs every rule and returns its findings, in the order of the rules.
pub fn check(scene: &Scene<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for rule in rules::ALL {
        rule(scene, &mut problems);
    }
    problems
}

/// The number of quotes of a base, by how far they are verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trusted {
    /// Quotes known to be in their texts: verified just now, or recorded in a trusted lock.
    pub good: usize,
    /// Quotes vouched for only by the lock file that came with the base.
    pub claimed: usize,
    /// All quotes of claims and events.
    pub all: usize,
}

impl Trusted {
    /// Counts the quotes of claims and events.
    pub fn of(base: &FactBase) -> Self {
        proofs(base).fold(Self::default(), |sum, proof| Self {
            good: sum.good + usize::from(proof.evidence.verification.status.is_confirmed()),
            claimed: sum.claimed + usize::from(proof.evidence.verification.status == QuoteStatus::LockUnproven),
            all: sum.all + 1,
        })
    }
}

/// Whether the quote was located in its text; locating it again stays within the budget.
fn is_found(evidence: &Evidence) -> bool {
    matches!(evidence.verification.status, QuoteStatus::Verified | QuoteStatus::Ambiguous)
}

/// A piece of evidence and the claim or event that it belongs to.
struct Proof<'a> {
    section: &'static str,
    id: &'a Id,
    file: FileIx,
    evidence: &'a Evidence,
}

/// The evidence of a base, grouped by source.
fn by_source(base: &FactBase) -> BTreeMap<Ix<Source>, Vec<Proof<'_>>> {
    let mut by_source: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for proof in proofs(base) {
        by_source.entry(proof.evidence.source).or_default().push(proof);
    }
    by_source
}

/// All evidence of a base: of the claims, then of the events.
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
        let trust: Vec<_> = proofs(&base).map(|proof| proof.evidence.verification.status).collect();
        // The failed attempt spends the rest of the budget, so the quotes after it stay unverified too.
        assert_eq!(
            trust,
            [QuoteStatus::Verified, QuoteStatus::Missing, QuoteStatus::NotVerifiable, QuoteStatus::NotVerifiable]
        );
        let problems = check(&Scene { base: &base, texts: &texts, lock: None });
        let told = problems.iter().find(|problem| problem.rule.id == "FB305");
        let told = told.map(|told| (told.message.as_str(), told.help.as_deref().unwrap_or_default()));
        let (message, help) = told.unwrap_or_default();
        assert_eq!(message, "2 quotes of `s` could not be verified");
        assert!(help.contains("takes too long"), "{help}");
    }
}
