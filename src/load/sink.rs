//! Collects the problems found while reading.

use super::problems;
use super::tree::{Node, Value};
use crate::diagnostics::{Pointer, Problem};
use std::collections::BTreeSet;

/// The problems found while reading, and the words of the text that was discarded because of them.
#[derive(Default)]
pub(super) struct ProblemSink {
    pub(super) problems: ProblemList,
    /// Every discarded word that may be an id. An item that only discarded text refers to is not reported as unused.
    pub(super) discarded_words: BTreeSet<String>,
    /// Number of ids compared so far to find suggestions for unresolved references.
    compared_ids: usize,
}

/// Maximum number of ids compared to find suggestions for unresolved references, over the whole base: enough for some
/// hundreds of them in a base of a thousand ids. After that, they are reported without a suggestion.
const MAX_COMPARED_IDS: usize = 300_000;

/// A list of problems, up to a limit. Further problems are only counted.
#[derive(Default)]
pub(super) struct ProblemList {
    problems: Vec<Problem>,
    truncated: usize,
}

impl ProblemList {
    /// Maximum number of problems in the list.
    const MAX_PROBLEMS: usize = 20_000;

    pub(super) fn push(&mut self, problem: Problem) {
        if self.problems.len() < Self::MAX_PROBLEMS { self.problems.push(problem) } else { self.truncated += 1 }
    }

    /// Number of problems beyond the limit.
    pub(super) fn truncated(&self) -> usize {
        self.truncated
    }

    /// Returns the listed problems.
    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.problems
    }
}

impl ProblemSink {
    /// Reports a reference that does not resolve, and suggests the nearest of the `known` ids.
    pub(super) fn push_dangling_ref<'a>(
        &mut self,
        at: Pointer,
        what: &str,
        written: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let remaining = MAX_COMPARED_IDS - self.compared_ids;
        let mut known: Vec<_> = known.take(remaining + 1).collect();
        if known.len() > remaining {
            known.clear();
            self.compared_ids = MAX_COMPARED_IDS;
        }
        self.compared_ids += known.len();
        self.problems.push(problems::dangling_ref(at, what, written, known));
    }

    /// Records the words of a discarded text.
    pub(super) fn discard(&mut self, text: &str) {
        let in_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let words = text.split(|c| !in_id(c)).filter(|word| !word.is_empty());
        self.discarded_words.extend(words.map(str::to_owned));
    }

    /// Records the words of a discarded value and of everything in it; keys are not included.
    pub(super) fn discard_node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(text) => self.discard(text),
            Value::List(items) => items.iter().for_each(|item| self.discard_node(item)),
            Value::Map(entries) => entries.iter().for_each(|(_, value)| self.discard_node(value)),
        }
    }
}
