//! The rules for a whole base. Each is one function; [`check`] runs them all.
//!
//! Mistakes in a single item are found while the base is loaded, see [`crate::load`].

mod dates;
mod figures;
mod graph;
mod names;
mod origins;
mod questions;
mod quotes;
mod sums;

use crate::diagnostics::{Pointer, Problem, key_path};
use crate::model::FactBase;
use crate::verify::{EvidenceRef, Lock, SourceTexts};

/// The input of the rules.
pub struct LintContext<'a> {
    /// The base, after [`crate::verify::verify_quotes`] has verified its quotes.
    pub base: &'a FactBase,
    /// The available source texts.
    pub texts: &'a SourceTexts,
    /// The lock file, if the base has one.
    pub lock: Option<&'a Lock>,
}

/// Runs every rule and returns its findings, in the order of the rules.
pub fn check(cx: &LintContext<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for rule in ALL {
        rule(cx, &mut problems);
    }
    problems
}

/// A rule: inspects the base and appends its findings.
type LintFn = fn(&LintContext<'_>, &mut Vec<Problem>);

/// All rules for a whole base, roughly in order of their numbers.
const ALL: &[LintFn] = &[
    graph::type_mismatch,
    quotes::quote_not_found,
    quotes::quote_too_long,
    quotes::whole_sentence,
    quotes::text_unavailable,
    quotes::lock_unproven,
    quotes::text_changed,
    quotes::quote_changed,
    quotes::quote_ambiguous,
    quotes::number_mismatch,
    origins::via_loop,
    origins::damaged_source,
    quotes::quote_reused,
    quotes::quote_budget,
    questions::undisputed_conflict,
    questions::stale_dispute,
    questions::unrelated_answer_in_dispute,
    questions::double_count,
    dates::completed_in_future,
    origins::single_origin,
    dates::false_precision,
    dates::undocumented_guess,
    names::alias_collision,
    names::near_duplicate,
    graph::orphan_entity,
    graph::unreachable_event,
    names::missing_label,
];

impl EvidenceRef<'_> {
    /// The location of the quote in the file of the base.
    fn quote_pointer(&self) -> Pointer {
        Pointer::value(self.file, key_path![self.section, self.id, "evidence", self.evidence.list_index, "quote"])
    }
}
