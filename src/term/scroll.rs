//! Detects rows that moved up or down, and scrolls them in the terminal (DECSTBM, IND and RI of the VT100).
//!
//! Panes are side by side, so a whole row rarely moves. When one pane scrolls, it still often takes fewer bytes to
//! scroll the rows and repair the panes next to it than to redraw. Both are encoded; the shorter one is sent.

use ratatui::buffer::{Buffer, Cell};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Number of parts into which a row is split. Each part is compared on its own.
const PARTS_PER_ROW: u16 = 6;
/// Minimum number of rows that must have moved by the same distance.
const MIN_MOVED_ROWS: usize = 4;

/// A scroll of a range of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The first row, from 0.
    top: u16,
    /// The last row, inclusive.
    bottom: u16,
    /// The distance, in rows.
    distance: u16,
    up: bool,
}

impl Scroll {
    /// Returns the movement shared by the most rows, if at least [`MIN_MOVED_ROWS`] share one.
    pub(super) fn detect(shown: &Buffer, next: &Buffer) -> Option<Self> {
        let mut votes: HashMap<(u16, i32), Vec<u16>> = HashMap::new();
        for part in 0..PARTS_PER_ROW {
            let (before, after) = (hash_row_parts(shown, part), hash_row_parts(next, part));
            for (y, hash) in (0_u16..).zip(&after) {
                if before.get(usize::from(y)) == Some(hash) {
                    continue;
                }
                let mut from = (0_u16..).zip(&before).filter(|(_, old)| *old == hash && hash.is_some());
                if let (Some((row, _)), None) = (from.next(), from.next()) {
                    votes.entry((part, i32::from(row) - i32::from(y))).or_default().push(y);
                }
            }
        }
        // Break ties by position, so that equal screens always give equal bytes.
        let (&(_, by), rows) = votes.iter().max_by_key(|&(&(part, by), rows)| (rows.len(), u16::MAX - part, by))?;
        let (first, last) = (i32::from(*rows.first()?), i32::from(*rows.last()?));
        let (top, bottom) = (first.min(first + by), last.max(last + by));
        (rows.len() >= MIN_MOVED_ROWS).then_some(())?;
        Some(Self {
            top: u16::try_from(top).ok()?,
            bottom: u16::try_from(bottom).ok()?,
            distance: u16::try_from(by.unsigned_abs()).ok()?,
            up: by > 0,
        })
    }

    /// The escape sequences of the scroll. They leave the cursor at the origin.
    pub(super) fn encode(self) -> Vec<u8> {
        let edge = if self.up { self.bottom } else { self.top };
        let step = if self.up { "\n" } else { "\x1bM" };
        let steps = step.repeat(self.distance.into());
        format!("\x1b[{};{}r\x1b[{}H{steps}\x1b[r", self.top + 1, self.bottom + 1, edge + 1).into_bytes()
    }

    /// The screen after the scroll.
    pub(super) fn apply_to(self, shown: &Buffer) -> Buffer {
        let mut moved = shown.clone();
        let width = usize::from(shown.area.width);
        let rows = usize::from(self.top) * width..(usize::from(self.bottom) + 1) * width;
        let by = usize::from(self.distance) * width;
        let Some(region) = moved.content.get_mut(rows) else { return moved };
        let by = by.min(region.len());
        if self.up {
            region.rotate_left(by);
            let kept = region.len() - by;
            region[kept..].fill(Cell::default());
        } else {
            region.rotate_right(by);
            region[..by].fill(Cell::default());
        }
        moved
    }
}

/// Hashes one part of each row. `None` for a blank part, which costs nothing to move.
fn hash_row_parts(buffer: &Buffer, part: u16) -> Vec<Option<u64>> {
    let width = buffer.area.width;
    let (width, part, parts) = (usize::from(width), usize::from(part), usize::from(PARTS_PER_ROW));
    let part = width * part / parts..width * (part + 1) / parts;
    let rows = buffer.content().chunks(width.max(1));
    rows.map(|row| {
        let cells = row.get(part.clone())?;
        if cells.iter().all(|cell| cell.symbol() == " ") {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        cells.hash(&mut hasher);
        Some(hasher.finish())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(rows: &[&str]) -> Buffer {
        Buffer::with_lines(rows.iter().map(|row| format!("{row:24}")))
    }

    #[test]
    fn detects_moved_rows() {
        let before = screen(&["head", "one", "two", "three", "four", "five", "six", "foot"]);
        let up = screen(&["head", "two", "three", "four", "five", "six", "seven", "foot"]);
        let down = screen(&["head", "zero", "one", "two", "three", "four", "five", "foot"]);
        assert_eq!(Scroll::detect(&before, &up), Some(Scroll { top: 1, bottom: 6, distance: 1, up: true }));
        assert_eq!(Scroll::detect(&before, &down), Some(Scroll { top: 1, bottom: 6, distance: 1, up: false }));
        assert_eq!(Scroll::detect(&before, &before), None);
        assert_eq!(Scroll::detect(&before, &screen(&["a", "b", "c", "d", "e", "f", "g", "h"])), None);
    }

    #[test]
    fn scrolling_shifts_rows_and_clears_the_rest() {
        let before = screen(&["head", "one", "two", "three", "foot"]);
        let up = Scroll { top: 1, bottom: 3, distance: 2, up: true };
        assert_eq!(up.apply_to(&before), screen(&["head", "three", "", "", "foot"]));
        assert_eq!(up.encode(), b"\x1b[2;4r\x1b[4H\n\n\x1b[r");
        let down = Scroll { up: false, ..up };
        assert_eq!(down.apply_to(&before), screen(&["head", "", "", "one", "foot"]));
        assert_eq!(down.encode(), b"\x1b[2;4r\x1b[2H\x1bM\x1bM\x1b[r");
    }
}
