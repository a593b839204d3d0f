//! Navigation history, as in a browser.

use super::layout::PaneId;
use crate::model::Item;

/// Maximum number of visits.
pub(super) const MAX_VISITS: usize = 200;

/// A visit to a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Visit {
    /// The item shown.
    pub item: Item,
    /// Whether it was reached by moving in a list, not by a link.
    pub browsed: bool,
    /// The focused pane.
    pub focus: PaneId,
    /// View state of Detail: the selected link and the first row.
    pub detail: (Option<usize>, usize),
}

/// Visits in order, and the current one.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    visits: Vec<Visit>,
    at: usize,
    previous: Option<usize>,
}

impl History {
    /// The current visit.
    pub(super) fn current(&self) -> Option<&Visit> {
        self.visits.get(self.at)
    }

    /// The current visit, for saving its view state before leaving it.
    pub(super) fn current_mut(&mut self) -> Option<&mut Visit> {
        self.visits.get_mut(self.at)
    }

    /// Adds a visit and makes it current; the forward history is dropped. Browsing on from a browsed item replaces
    /// its visit.
    pub(super) fn visit(&mut self, visit: Visit) {
        if visit.browsed && self.current().is_some_and(|current| current.browsed) {
            self.visits[self.at] = visit;
            return;
        }
        self.visits.truncate(self.at + 1);
        self.visits.push(visit);
        if self.visits.len() > MAX_VISITS {
            self.visits.remove(0);
        }
        let now = self.visits.len() - 1;
        self.previous = now.checked_sub(1);
        self.at = now;
    }

    /// Goes back, if possible.
    pub(super) fn back(&mut self) -> Option<Visit> {
        let to = self.at.checked_sub(1)?;
        self.go(to)
    }

    /// Goes forward, if possible.
    pub(super) fn forward(&mut self) -> Option<Visit> {
        self.go(self.at + 1)
    }

    /// Goes to the visit that was current before this one, whichever way it was left.
    pub(super) fn last(&mut self) -> Option<Visit> {
        self.go(self.previous?)
    }

    fn go(&mut self, to: usize) -> Option<Visit> {
        let visit = *self.visits.get(to)?;
        self.previous = Some(self.at);
        self.at = to;
        Some(visit)
    }

    /// Visited items, most recent first, each once.
    pub(super) fn recent(&self) -> impl Iterator<Item = Item> {
        let seen = |at: usize| self.visits[at + 1..].iter().any(|later| later.item == self.visits[at].item);
        (0..self.visits.len()).rev().filter(move |at| !seen(*at)).map(|at| self.visits[at].item)
    }

    /// Number of visits.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.visits.len()
    }

    /// The trail to the current visit: the last browsed visit and the links followed since.
    pub(super) fn trail(&self) -> &[Visit] {
        let until = (self.at + 1).min(self.visits.len());
        let start = self.visits[..until].iter().rposition(|visit| visit.browsed).unwrap_or(0);
        &self.visits[start..until]
    }

    /// Keeps the visits whose items still exist, with their new handles.
    pub(super) fn remap(&mut self, find: impl Fn(Item) -> Option<Item>) {
        let at = self.visits[..self.at.min(self.visits.len())].iter().filter(|v| find(v.item).is_some()).count();
        self.visits = self.visits.iter().filter_map(|v| Some(Visit { item: find(v.item)?, ..*v })).collect();
        self.at = at.min(self.visits.len().saturating_sub(1));
        self.previous = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ix;

    fn visit(at: usize, browsed: bool) -> Visit {
        Visit { item: Item::Event(Ix::new(at)), browsed, focus: PaneId::Timeline, detail: (None, 0) }
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
    fn browsing_replaces_visit_and_starts_trail() {
        let mut history = History::default();
        history.visit(visit(0, true));
        history.visit(visit(1, true));
        history.visit(visit(2, false));
        assert_eq!(history.trail(), [visit(1, true), visit(2, false)]);
        assert_eq!(history.back(), Some(visit(1, true)));
        assert_eq!(history.back(), None);
    }

    #[test]
    fn history_is_bounded() {
        let mut history = History::default();
        (0..2 * MAX_VISITS).for_each(|at| history.visit(visit(at, false)));
        assert_eq!(history.visits.len(), MAX_VISITS);
        assert_eq!(history.current(), Some(&visit(2 * MAX_VISITS - 1, false)));
    }
}
