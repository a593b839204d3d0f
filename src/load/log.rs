//! Collects the problems found while reading.

use super::faults;
use super::tree::{Node, Value};
use crate::diagnostic::{Pointer, Problem};
use std::collections::BTreeSet;

/// The problems found while reading, and the words of the text that was discarded because of them.
#[derive(Default)]
pub(super) struct Log {
    pub(super) problems: Noted,
    /// Every discarded word that may be an id. An item that only discarded text refers to is not reported as unused.
    pub(super) left_out: BTreeSet<String>,
    /// Number of ids compared so far to find suggestions for unresolved references.
    compared: usize,
}

/// Maximum number of ids compared to find suggestions for unresolved references, over the whole base: enough for some
/// hundreds of them in a base of a thousand ids. After that, they are reported without a suggestion.
const COMPARED: usize = 300_000;

/// A list of problems, up to a limit. Further problems are only counted.
#[derive(Default)]
pub(super) struct Noted {
    kept: Vec<Problem>,
    untold: usize,
}

impl Noted {
    /// Maximum number of problems in the list.
    const MOST: usize = 20_000;

    pub(super) fn push(&mut self, problem: Problem) {
        if self.kept.len() < Self::MOST { self.kept.push(problem) } else { self.untold += 1 }
    }

    /// Number of problems beyond the limit.
    pub(super) fn untold(&self) -> usize {
        self.untold
    }

    /// Returns the listed problems.
    pub(super) fn take(self) -> Vec<Problem> {
        self.kept
    }
}

impl Log {
    /// Reports a reference that does not resolve, and suggests the nearest of the `known` ids.
    pub(super) fn dangling<'a>(
        &mut self,
        at: Pointer,
        what: &str,
        written: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let left = COMPARED - self.compared;
        let mut known: Vec<_> = known.take(left + 1).collect();
        if known.len() > left {
            known.clear();
            self.compared = COMPARED;
        }
        self.compared += known.len();
        self.problems.push(faults::dangling(at, what, written, known));
    }

    /// Records the words of a discarded text.
    pub(super) fn leave_out(&mut self, text: &str) {
        let in_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let words = text.split(|c| !in_id(c)).filter(|word| !word.is_empty());
        self.left_out.extend(words.map(str::to_owned));
    }

    /// Records the words of a discarded value and of everything in it; keys are not included.
    pub(super) fn leave_out_node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(text) => self.leave_out(text),
            Value::List(items) => items.iter().for_each(|item| self.leave_out_node(item)),
            Value::Map(entries) => entries.iter().for_each(|(_, value)| self.leave_out_node(value)),
        }
    }
}
