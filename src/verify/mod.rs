//! Verifies the quotes of a base against its source texts or its lock file.

mod budget;
mod coverage;
mod lock;
mod nearest_match;
mod sentences;
mod source_text;
mod token_index;

pub use budget::Budget;
pub use coverage::{Coverage, compute_coverage};
pub use lock::{Lock, LockError};
pub(crate) use source_text::normalize;
pub use source_text::{SourceText, word_count};

use crate::model::{Evidence, FactBase, FileIx, Id, Ix, QuoteStatus, Source, TextSpan, Verification};
use std::collections::BTreeMap;

/// The available source texts, by source.
pub type SourceTexts = BTreeMap<Ix<Source>, SourceText>;

/// Checks every quote against its source text, or against the lock file if there is no text, and records the result
/// in the base. When the budget is spent, the remaining quotes stay unverified.
pub fn verify_quotes(base: &mut FactBase, texts: &SourceTexts, lock: Option<&Lock>) {
    verify_quotes_within_budget(base, texts, lock, Budget::for_quote_search());
}

fn verify_quotes_within_budget(base: &mut FactBase, texts: &SourceTexts, lock: Option<&Lock>, mut budget: Budget) {
    let sources: Vec<_> =
        base.sources.iter().map(|(ix, id, _)| (texts.get(&ix), lock.and_then(|l| l.locked_text(id)))).collect();
    let mut verify = |evidence: &Evidence| match sources.get(evidence.source.position()) {
        Some((Some(document), _)) => match document.find_within_budget(&evidence.quote, 2, &mut budget).as_deref() {
            None => Verification::default(),
            Some([]) => Verification { status: QuoteStatus::Missing, span: None },
            Some([span]) => Verification { status: QuoteStatus::Verified, span: Some(*span) },
            Some([first, ..]) => Verification { status: QuoteStatus::Ambiguous, span: Some(*first) },
        },
        Some((None, Some(locked))) => match locked.positions(&evidence.quote) {
            None | Some([]) => Verification { status: QuoteStatus::Changed, span: None },
            Some([place]) => {
                let trust = if locked.is_trusted() { QuoteStatus::Locked } else { QuoteStatus::LockUnproven };
                Verification { status: trust, span: Some(TextSpan { start: *place, end: *place }) }
            }
            Some([first, ..]) => {
                Verification { status: QuoteStatus::Ambiguous, span: Some(TextSpan { start: *first, end: *first }) }
            }
        },
        _ => Verification::default(),
    };
    let claim_evidence = base.claims.values_mut().flat_map(|claim| &mut claim.evidence);
    let event_evidence = base.events.values_mut().flat_map(|event| &mut event.evidence);
    for evidence in claim_evidence.chain(event_evidence) {
        evidence.verification = verify(evidence);
    }
}

/// The number of quotes of a base, by how far they are verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuoteStats {
    /// Quotes known to be in their texts: verified just now, or recorded in a trusted lock.
    pub confirmed: usize,
    /// Quotes vouched for only by the lock file that came with the base.
    pub claimed: usize,
    /// All quotes of claims and events.
    pub total: usize,
}

impl QuoteStats {
    /// Counts the quotes of claims and events.
    pub fn from_base(base: &FactBase) -> Self {
        all_evidence(base).fold(Self::default(), |sum, entry| Self {
            confirmed: sum.confirmed + usize::from(entry.evidence.verification.status.is_confirmed()),
            claimed: sum.claimed + usize::from(entry.evidence.verification.status == QuoteStatus::LockUnproven),
            total: sum.total + 1,
        })
    }
}

/// Whether the quote was located in its text; locating it again stays within the budget.
pub(crate) fn is_found(evidence: &Evidence) -> bool {
    matches!(evidence.verification.status, QuoteStatus::Verified | QuoteStatus::Ambiguous)
}

/// A piece of evidence and the claim or event that it belongs to.
pub(crate) struct EvidenceRef<'a> {
    pub(crate) section: &'static str,
    pub(crate) id: &'a Id,
    pub(crate) file: FileIx,
    pub(crate) evidence: &'a Evidence,
}

/// The evidence of a base, grouped by source.
pub(crate) fn evidence_by_source(base: &FactBase) -> BTreeMap<Ix<Source>, Vec<EvidenceRef<'_>>> {
    let mut by_source: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in all_evidence(base) {
        by_source.entry(entry.evidence.source).or_default().push(entry);
    }
    by_source
}

/// All evidence of a base: of the claims, then of the events.
pub(crate) fn all_evidence(base: &FactBase) -> impl Iterator<Item = EvidenceRef<'_>> {
    let claims = base.claims.iter().flat_map(|(_, id, claim)| {
        claim.evidence.iter().map(move |evidence| EvidenceRef { section: "claims", id, file: claim.file, evidence })
    });
    let events = base.events.iter().flat_map(|(_, id, event)| {
        event.evidence.iter().map(move |evidence| EvidenceRef { section: "events", id, file: event.file, evidence })
    });
    claims.chain(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::lint::{LintContext, check};

    #[test]
    fn leaves_quotes_unverified_when_the_budget_is_spent() {
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
        let document = SourceText::new(format!("{}true words", "a ".repeat(8_000)));
        let texts: SourceTexts = base.sources.handles().map(|ix| (ix, document.clone())).collect();
        verify_quotes_within_budget(&mut base, &texts, None, Budget::with_limit(1_500));
        let trust: Vec<_> = all_evidence(&base).map(|entry| entry.evidence.verification.status).collect();
        // The failed attempt spends the rest of the budget, so the quotes after it stay unverified too.
        assert_eq!(
            trust,
            [QuoteStatus::Verified, QuoteStatus::Missing, QuoteStatus::NotVerifiable, QuoteStatus::NotVerifiable]
        );
        let problems = check(&LintContext { base: &base, texts: &texts, lock: None });
        let finding = problems.iter().find(|problem| problem.rule.id == "FB305");
        let finding = finding.map(|message| (message.message.as_str(), message.help.as_deref().unwrap_or_default()));
        let (message, help) = finding.unwrap_or_default();
        assert_eq!(message, "2 quotes of `s` could not be verified");
        assert!(help.contains("takes too long"), "{help}");
    }
}
