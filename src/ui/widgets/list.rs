//! A list with headings between its items, one of which is selected.

use super::Viewport;
use crate::ui::command::Motion;

/// Rows, some of which are selectable items; the others are headings.
#[derive(Clone, Debug)]
pub(crate) struct List<T> {
    rows: Vec<T>,
    /// Indices of the rows that are items.
    items: Vec<usize>,
    selected: usize,
    view: Viewport,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), items: Vec::new(), selected: 0, view: Viewport::default() }
    }
}

impl<T> List<T> {
    /// Replaces the rows. The index of the selection is kept, up to the number of items.
    pub(crate) fn set_rows(&mut self, rows: Vec<T>, is_item: impl Fn(&T) -> bool) {
        self.items = rows.iter().enumerate().filter(|(_, row)| is_item(row)).map(|(at, _)| at).collect();
        self.rows = rows;
        self.select(self.selected, false);
    }

    /// Sets the number of visible rows.
    pub(crate) fn resize(&mut self, height: u16) {
        self.view.height = height.into();
        self.select(self.selected, false);
    }

    /// Selects an item, or the last one if `at` is too large, and scrolls to it; with `jump`, by half a window at the
    /// edge.
    pub(crate) fn select(&mut self, at: usize, jump: bool) {
        self.selected = at.min(self.items.len().saturating_sub(1));
        let Some(&row) = self.items.get(self.selected) else {
            self.view.clamp(self.rows.len());
            return;
        };
        // Selecting the first item also shows the heading above it.
        let head = if self.selected == 0 { 0 } else { row };
        self.view.reveal(head, self.rows.len(), jump);
        self.view.reveal(row, self.rows.len(), jump);
    }

    /// The index of the item that a movement selects; it may be beyond the last.
    pub(crate) fn target_of(&self, motion: Motion) -> usize {
        let (page, at) = (self.view.height.max(1), self.selected);
        let half = (page / 2).max(1);
        match motion {
            Motion::Down => at + 1,
            Motion::Up => at.saturating_sub(1),
            Motion::HalfDown => at + half,
            Motion::HalfUp => at.saturating_sub(half),
            Motion::PageDown => at + page,
            Motion::PageUp => at.saturating_sub(page),
            Motion::Top => 0,
            Motion::Bottom => self.items.len().saturating_sub(1),
        }
    }

    /// The selected item.
    pub(crate) fn selected(&self) -> Option<&T> {
        self.rows.get(*self.items.get(self.selected)?)
    }

    /// The index of the selected item, from 0.
    pub(crate) fn selected_index(&self) -> usize {
        self.selected
    }

    /// Whether there are no items.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All items, in order.
    pub(crate) fn items(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.items.iter().map(|&row| &self.rows[row])
    }

    /// The visible rows, each with whether it is selected.
    pub(crate) fn visible(&self) -> impl Iterator<Item = (bool, &T)> {
        let chosen = self.items.get(self.selected).copied();
        let rows = self.rows.iter().enumerate().skip(self.view.top).take(self.view.height);
        rows.map(move |(at, row)| (chosen == Some(at), row))
    }

    /// The index of the item in a row of the view, counted from 0 at the first visible row.
    pub(crate) fn item_at_row(&self, row: u16) -> Option<usize> {
        self.items.binary_search(&(self.view.top + usize::from(row))).ok()
    }

    /// The position as text, for the border: the number of the selected item, from 1, and the number of items.
    pub(crate) fn position(&self) -> String {
        if self.items.is_empty() { String::new() } else { format!("{}/{}", self.selected + 1, self.items.len()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters are items, digits are headings.
    fn list(rows: &str, height: u16) -> List<char> {
        let mut list = List::default();
        list.resize(height);
        list.set_rows(rows.chars().collect(), |c| c.is_alphabetic());
        list
    }

    #[test]
    fn skips_headings() {
        let mut list = list("1ab2cd", 3);
        for _ in 0..2 {
            let to = list.target_of(Motion::Down);
            list.select(to, false);
        }
        assert_eq!(list.selected(), Some(&'c'));
        assert_eq!(list.position(), "3/4");
        assert_eq!(list.visible().map(|(_, c)| *c).collect::<String>(), "b2c");
        assert_eq!((list.item_at_row(0), list.item_at_row(1), list.item_at_row(2)), (Some(1), None, Some(2)));
    }

    #[test]
    fn first_item_reveals_heading_and_selection_survives_fewer_rows() {
        let mut list = list("1abcd", 2);
        list.select(9, false);
        list.select(0, false);
        assert_eq!(list.visible().map(|(_, c)| *c).collect::<String>(), "1a");
        list.select(3, false);
        list.set_rows(vec!['x'], |_| true);
        assert_eq!(list.selected(), Some(&'x'));
        list.set_rows(Vec::new(), |_| true);
        assert!(list.selected().is_none() && list.is_empty() && list.position().is_empty());
    }
}
