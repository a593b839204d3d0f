//! Where the reader has been, as in a browser.

use crate::model::Item;

/// The most places that are kept.
pub const MOST: usize = 200;

/// A place that was visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// What was shown.
    pub item: Item,
    /// Whether it was reached by moving in the timeline, not by a link.
    pub browsed: bool,
    /// The pane that had the focus.
    pub focus: usize,
    /// The selected link and the first row of the detail.
    pub detail: (Option<usize>, usize),
}

/// Places in the order of visiting, and the one that is shown.
#[derive(Clone, Debug, Default)]
pub struct History {
    visits: Vec<Visit>,
    at: usize,
    before: Option<usize>,
}

impl History {
    /// The place that is shown.
    pub fn current(&self) -> Option<&Visit> {
        self.visits.get(self.at)
    }

    /// The place that is shown, to note how it looks before leaving it.
    pub fn current_mut(&mut self) -> Option<&mut Visit> {
        self.visits.get_mut(self.at)
    }

    /// Goes to a new place; what lay ahead is forgotten. Browsing on from a browsed place replaces it.
    pub fn visit(&mut self, visit: Visit) {
        if visit.browsed && self.current().is_some_and(|current| current.browsed) {
            self.visits[self.at] = visit;
            return;
        }
        self.visits.truncate(self.at + 1);
        self.visits.push(visit);
        if self.visits.len() > MOST {
            self.visits.remove(0);
        }
        let now = self.visits.len() - 1;
        self.before = now.checked_sub(1);
        self.at = now;
    }

    /// The place before, if there is one.
    pub fn back(&mut self) -> Option<Visit> {
        let to = self.at.checked_sub(1)?;
        self.go(to)
    }

    /// The place behind, if there is one.
    pub fn forward(&mut self) -> Option<Visit> {
        self.go(self.at + 1)
    }

    /// The place that was shown before this one, whichever way it was left.
    pub fn last(&mut self) -> Option<Visit> {
        self.go(self.before?)
    }

    fn go(&mut self, to: usize) -> Option<Visit> {
        let visit = *self.visits.get(to)?;
        self.before = Some(self.at);
        self.at = to;
        Some(visit)
    }

    /// The places visited, the last one first, each once.
    pub fn recent(&self) -> impl Iterator<Item = Item> {
        let seen = |at: usize| self.visits[at + 1..].iter().any(|later| later.item == self.visits[at].item);
        (0..self.visits.len()).rev().filter(move |at| !seen(*at)).map(|at| self.visits[at].item)
    }

    /// How many places are kept.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.visits.len()
    }

    /// The way to the place that is shown: from the last browsed place through the links followed since.
    pub fn trail(&self) -> &[Visit] {
        let until = (self.at + 1).min(self.visits.len());
        let start = self.visits[..until].iter().rposition(|visit| visit.browsed).unwrap_or(0);
        &self.visits[start..until]
    }

    /// Keeps the places that still exist, under their new handles.
    pub fn rebase(&mut self, find: impl Fn(Item) -> Option<Item>) {
        let at = self.visits[..self.at.min(self.visits.len())].iter().filter(|v| find(v.item).is_some()).count();
        self.visits = self.visits.iter().filter_map(|v| Some(Visit { item: find(v.item)?, ..*v })).collect();
        self.at = at.min(self.visits.len().saturating_sub(1));
        self.before = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ix;

    fn visit(at: usize, browsed: bool) -> Visit {
        Visit { item: Item::Event(Ix::new(at)), browsed, focus: 0, detail: (None, 0) }
    }

    #[test]
    fn a_new_visit_truncates_what_lay_ahead() {
        let mut history = History::default();
        (0..3).for_each(|at| history.visit(visit(at, false)));
        assert_eq!(history.back(), Some(visit(1, false)));
        history.visit(visit(9, false));
        assert_eq!(history.forward(), None);
        assert_eq!(history.back(), Some(visit(1, false)));
        assert_eq!(history.last(), Some(visit(9, false)));
    }

    #[test]
    fn browsing_replaces_and_the_trail_starts_there() {
        let mut history = History::default();
        history.visit(visit(0, true));
        history.visit(visit(1, true));
        history.visit(visit(2, false));
        assert_eq!(history.trail(), [visit(1, true), visit(2, false)]);
        assert_eq!(history.back(), Some(visit(1, true)));
        assert_eq!(history.back(), None);
    }

    #[test]
    fn it_is_bounded() {
        let mut history = History::default();
        (0..2 * MOST).for_each(|at| history.visit(visit(at, false)));
        assert_eq!(history.visits.len(), MOST);
        assert_eq!(history.current(), Some(&visit(2 * MOST - 1, false)));
    }
}
