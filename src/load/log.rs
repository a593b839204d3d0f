//! What reading notes.

use super::faults;
use super::yaml::Node;
use crate::diagnostic::{Pointer, Problem};
use std::collections::BTreeSet;

/// What reading finds wrong, and the words of what it leaves out for that.
#[derive(Default)]
pub(super) struct Log {
    pub(super) problems: Noted,
    /// Every word that may be an id, so that what is named nowhere else does not pass for unused.
    pub(super) left_out: BTreeSet<String>,
    /// How many ids what names nothing has been compared with.
    compared: usize,
}

/// How many ids are compared with what names nothing, in all of a base: some hundred faults in a base of a thousand ids.
/// Beyond, a fault is told without what may be meant.
const COMPARED: usize = 300_000;

/// What is wrong, as far as it can be of use to anybody; the rest is counted.
#[derive(Default)]
pub(super) struct Noted {
    kept: Vec<Problem>,
    untold: usize,
}

impl Noted {
    /// The most that are kept.
    const MOST: usize = 20_000;

    pub(super) fn push(&mut self, problem: Problem) {
        if self.kept.len() < Self::MOST { self.kept.push(problem) } else { self.untold += 1 }
    }

    /// How many are not kept.
    pub(super) fn untold(&self) -> usize {
        self.untold
    }

    /// Those that are kept.
    pub(super) fn take(self) -> Vec<Problem> {
        self.kept
    }
}

impl Log {
    /// Notes what names nothing, with the one of what is known that may be meant.
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

    /// Notes the words of a text that is left out.
    pub(super) fn leave_out(&mut self, text: &str) {
        let in_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let words = text.split(|c| !in_id(c)).filter(|word| !word.is_empty());
        self.left_out.extend(words.map(str::to_owned));
    }

    /// Notes the words of a value that is left out.
    pub(super) fn leave_out_node(&mut self, node: &Node) {
        match node {
            Node::Null => {}
            Node::Scalar(text) => self.leave_out(text),
            Node::List(items) => items.iter().for_each(|item| self.leave_out_node(item)),
            Node::Map(entries) => entries.iter().for_each(|(_, value)| self.leave_out_node(value)),
        }
    }
}
