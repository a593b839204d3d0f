//! The table of rules. The checker, the documentation and the report formats all use it.

/// A rule for fact bases.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id: `FB` and three digits.
    pub id: &'static str,
    /// Its name, in kebab case.
    pub name: &'static str,
    /// The severity of a violation.
    pub severity: Severity,
    /// What the rule requires, in one sentence.
    pub summary: &'static str,
}

/// The severity of a finding, most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Part of the base was discarded, or a claim is not supported.
    Error,
    /// Probably a mistake.
    Warning,
    /// Worth knowing.
    Info,
}

impl Rule {
    /// Whether a violation means that a file is not valid YAML.
    pub fn is_syntax_error(&self) -> bool {
        *self == rules::SYNTAX
    }
}

impl Severity {
    /// The name of the severity in text and JSON output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Declares rules: a static for each, in a module `rules`, and the list of all of them.
macro_rules! declare_rules {
    ($($name:ident $id:literal $word:literal $severity:ident $summary:literal;)+) => {
        /// One static for each rule.
        pub mod rules {
            use $crate::diagnostics::{Rule, Severity};
            $(
                #[doc = $summary]
                pub static $name: Rule =
                    Rule { id: $id, name: $word, severity: Severity::$severity, summary: $summary };
            )+
        }

        /// All rules, sorted by id.
        pub static RULES: &[&$crate::diagnostics::Rule] = &[$(&rules::$name),+];
    };
}
#[cfg(feature = "app")]
pub(crate) use declare_rules;

declare_rules! {
    SYNTAX "FB101" "syntax" Error "A file is valid YAML.";
    UNKNOWN_KEY "FB102" "unknown-key" Error "Every key is one that the format knows.";
    DUPLICATE_ID "FB103" "duplicate-id" Error "A key or an id is written once.";
    BAD_ENUM "FB104" "bad-enum" Error "A word of a fixed list is one of that list.";
    FORMAT_VERSION "FB105" "format-version" Error "Every file begins with `factbase: 1`.";
    MISSING_KEY "FB106" "missing-key" Error "Every required key is written.";
    WRONG_SHAPE "FB107" "wrong-shape" Error "A text, a list or a map stands where one is expected.";
    BAD_ID "FB108" "bad-id" Error "An id is lower-case letters, digits and `-`; a language is a BCP 47 tag; a unit is one word.";
    UNREADABLE "FB109" "unreadable" Error "Every file can be read, is UTF-8 and within the limits.";
    MANY "FB110" "many" Info "All findings are told.";
    DANGLING_REF "FB201" "dangling-ref" Error "What is referred to is defined.";
    WRONG_KIND "FB202" "wrong-kind" Error "A reference names an item of the kind that is expected there.";
    TYPE_MISMATCH "FB203" "type-mismatch" Warning "Subject and object are of the types that the relation takes.";
    NO_EVIDENCE "FB301" "no-evidence" Error "Every claim has a source and the words that prove it.";
    QUOTE_NOT_FOUND "FB302" "quote-not-found" Error "Every quote stands in its text.";
    QUOTE_TOO_LONG "FB303" "quote-too-long" Error "A quote has at most 12 words.";
    WHOLE_SENTENCE "FB304" "whole-sentence" Error "A quote is a fragment, no whole sentence or list item.";
    TEXT_UNAVAILABLE "FB305" "text-unavailable" Info "Every quote can be compared with its text or a lock.";
    TEXT_CHANGED "FB306" "text-changed" Warning "Source texts and quotes are those that the lock recorded.";
    QUOTE_AMBIGUOUS "FB307" "quote-ambiguous" Info "A quote stands once in its text.";
    NUMBER_MISMATCH "FB308" "number-mismatch" Warning "The bounds of an amount stand in the figures of its quotes.";
    VIA_LOOP "FB309" "via-loop" Error "A chain of citations ends with whoever said it first.";
    DAMAGED_SOURCE "FB310" "damaged-source" Info "A claim that rests only on words beside a gap says so.";
    QUOTE_REUSED "FB311" "quote-reused" Warning "A quote proves at most three claims.";
    QUOTE_BUDGET "FB312" "quote-budget" Warning "The quotes of a source are at most a quarter of its words.";
    LOCK_UNPROVEN "FB313" "lock-unproven" Warning "A lock was made on this machine, with the texts at hand.";
    AMOUNT_SYNTAX "FB401" "amount-syntax" Error "An amount is a number or an interval, with a unit.";
    NO_UNIT "FB402" "no-unit" Error "An amount has a unit.";
    REVERSED_RANGE "FB403" "reversed-range" Error "The lower bound of an amount comes first.";
    UNDISPUTED_CONFLICT "FB404" "undisputed-conflict" Warning "Where answers exclude each other, the question says why.";
    STALE_DISPUTE "FB405" "stale-dispute" Info "A question is disputed only while its answers differ.";
    DOUBLE_COUNT "FB406" "double-count" Warning "A sum counts nothing twice.";
    COMPLETED_IN_FUTURE "FB407" "completed-in-future" Error "What is completed lies before its sources were published.";
    SINGLE_ORIGIN "FB408" "single-origin" Info "Several documents have several origins.";
    BAD_DATE "FB501" "bad-date" Error "A date is EDTF level 1 (ISO 8601-2) and exists in the calendar.";
    FALSE_PRECISION "FB502" "false-precision" Warning "A day stands in a quote, or it is said how it was inferred.";
    DATE_ORDER "FB503" "date-order" Error "An interval does not end before it starts.";
    UNDOCUMENTED_GUESS "FB504" "undocumented-guess" Warning "Of a date that is inferred, it is said how.";
    ALIAS_COLLISION "FB601" "alias-collision" Error "A name or alias names one entity.";
    NEAR_DUPLICATE "FB602" "near-duplicate" Warning "Names of two entities differ by more than a letter.";
    ORPHAN_ENTITY "FB603" "orphan-entity" Warning "Every entity is used by a claim, an event or a source chain.";
    UNREACHABLE_EVENT "FB604" "unreachable-event" Warning "Every event is linked to the others by who takes part.";
    MISSING_LABEL "FB605" "missing-label" Info "A text has the languages that nearly all others have.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_distinct() {
        assert!(RULES.windows(2).all(|pair| pair[0].id < pair[1].id));
    }
}
