//! Which rows of a long list are shown.

/// A window over rows that keeps the selected one in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    /// The first row shown.
    pub top: usize,
    /// How many rows are shown.
    pub height: usize,
}

impl Viewport {
    /// Moves the window as little as possible so that `row` of `rows` is in it; with `jump`, by half a window at the
    /// edge, so that a slow line carries fewer scrolls.
    pub fn reveal(&mut self, row: usize, rows: usize, jump: bool) {
        let margin = if jump { self.height / 2 } else { 0 };
        if row < self.top {
            self.top = row.saturating_sub(margin);
        } else if self.height > 0 && row >= self.top + self.height {
            self.top = row + 1 + margin - self.height;
        }
        self.clamp(rows);
    }

    /// Scrolls by rows, without leaving the list.
    pub fn scroll(&mut self, by: isize, rows: usize) {
        self.top = self.top.saturating_add_signed(by);
        self.clamp(rows);
    }

    /// Leaves no empty rows at the end where there is something above.
    pub fn clamp(&mut self, rows: usize) {
        self.top = self.top.min(rows.saturating_sub(self.height));
    }

    /// Whether a row is shown.
    pub fn shows(&self, row: usize) -> bool {
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
