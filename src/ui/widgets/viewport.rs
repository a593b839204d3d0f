//! The visible part of a long list.

use crate::ui::command::Motion;

/// A window over rows that keeps the selected one visible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Viewport {
    /// Index of the first visible row.
    pub top: usize,
    /// Number of visible rows.
    pub height: usize,
}

impl Viewport {
    /// Scrolls as little as possible to make `row` of `rows` visible; with `jump`, half a window further, so that a
    /// slow line carries fewer scrolls.
    pub(crate) fn reveal(&mut self, row: usize, rows: usize, jump: bool) {
        let margin = if jump { self.height / 2 } else { 0 };
        if row < self.top {
            self.top = row.saturating_sub(margin);
        } else if self.height > 0 && row >= self.top + self.height {
            self.top = row + 1 + margin - self.height;
        }
        self.clamp(rows);
    }

    /// The rows that a movement scrolls; beyond any list for the top and the bottom.
    pub(crate) fn rows_of(&self, motion: Motion) -> isize {
        let half = isize::try_from((self.height / 2).max(1)).unwrap_or(1);
        match motion {
            Motion::Down => 1,
            Motion::Up => -1,
            Motion::HalfDown => half,
            Motion::HalfUp => -half,
            Motion::PageDown => 2 * half,
            Motion::PageUp => -2 * half,
            Motion::Top => isize::MIN + 1,
            Motion::Bottom => isize::MAX,
        }
    }

    /// Scrolls by rows, within the list.
    pub(crate) fn scroll(&mut self, by: isize, rows: usize) {
        self.top = self.top.saturating_add_signed(by);
        self.clamp(rows);
    }

    /// Scrolls up if there would be empty rows at the end.
    pub(crate) fn clamp(&mut self, rows: usize) {
        self.top = self.top.min(rows.saturating_sub(self.height));
    }

    /// Whether a row is visible.
    pub(crate) fn shows(&self, row: usize) -> bool {
        (self.top..self.top + self.height).contains(&row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_revealed_row_is_always_shown(
            top in 0..2000_usize, height in 1..100_usize, rows in 1..1000_usize, row in 0..1000_usize, jump: bool,
        ) {
            let row = row.min(rows - 1);
            let mut view = Viewport { top, height };
            view.clamp(rows);
            view.reveal(row, rows, jump);
            prop_assert!(view.shows(row), "{view:?} {row}");
            prop_assert!(view.top + height.min(rows) <= rows);
        }
    }
}
