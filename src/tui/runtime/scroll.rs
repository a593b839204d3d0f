//! Rows that moved up or down: a terminal can move them by itself (DECSTBM, IND and RI of the VT100).
//!
//! Panes stand side by side, so that hardly ever a whole row moves; but where one pane scrolls, moving the rows and
//! mending what stands beside it is often shorter than writing them anew. Which of the two is, the bytes tell.

use ratatui::buffer::{Buffer, Cell};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many parts of a row are looked at, each by itself.
const PARTS: u16 = 6;
/// The fewest rows that must have moved alike.
const ENOUGH: usize = 4;

/// A stretch of rows that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The first row.
    top: u16,
    /// The last row.
    bottom: u16,
    /// By how many rows: those that move up come from further down.
    rows: u16,
    up: bool,
}

impl Scroll {
    /// What the rows of `shown` that stand elsewhere in `next` have in common, if they do.
    pub(super) fn between(shown: &Buffer, next: &Buffer) -> Option<Self> {
        let mut votes: HashMap<(u16, i32), Vec<u16>> = HashMap::new();
        for part in 0..PARTS {
            let (before, after) = (hashes(shown, part), hashes(next, part));
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
        // Of as many votes, the first by place, so that the same screens give the same bytes.
        let (&(_, by), rows) = votes.iter().max_by_key(|&(&(part, by), rows)| (rows.len(), u16::MAX - part, by))?;
        let (first, last) = (i32::from(*rows.first()?), i32::from(*rows.last()?));
        let (top, bottom) = (first.min(first + by), last.max(last + by));
        (rows.len() >= ENOUGH).then_some(())?;
        Some(Self {
            top: u16::try_from(top).ok()?,
            bottom: u16::try_from(bottom).ok()?,
            rows: u16::try_from(by.unsigned_abs()).ok()?,
            up: by > 0,
        })
    }

    /// The sequences that move the rows. The cursor is at the origin behind them.
    pub(super) fn bytes(self) -> Vec<u8> {
        let edge = if self.up { self.bottom } else { self.top };
        let step = if self.up { "\n" } else { "\x1bM" };
        let steps = step.repeat(self.rows.into());
        format!("\x1b[{};{}r\x1b[{}H{steps}\x1b[r", self.top + 1, self.bottom + 1, edge + 1).into_bytes()
    }

    /// The screen behind them.
    pub(super) fn applied(self, shown: &Buffer) -> Buffer {
        let mut moved = shown.clone();
        let width = usize::from(shown.area.width);
        let rows = usize::from(self.top) * width..(usize::from(self.bottom) + 1) * width;
        let by = usize::from(self.rows) * width;
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

/// A hash of a part of each row; nothing for one that is blank, which moves for free.
fn hashes(buffer: &Buffer, part: u16) -> Vec<Option<u64>> {
    let width = buffer.area.width;
    let (width, part, parts) = (usize::from(width), usize::from(part), usize::from(PARTS));
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
    fn rows_that_moved_alike_are_found() {
        let before = screen(&["head", "one", "two", "three", "four", "five", "six", "foot"]);
        let up = screen(&["head", "two", "three", "four", "five", "six", "seven", "foot"]);
        let down = screen(&["head", "zero", "one", "two", "three", "four", "five", "foot"]);
        assert_eq!(Scroll::between(&before, &up), Some(Scroll { top: 1, bottom: 6, rows: 1, up: true }));
        assert_eq!(Scroll::between(&before, &down), Some(Scroll { top: 1, bottom: 6, rows: 1, up: false }));
        assert_eq!(Scroll::between(&before, &before), None);
        assert_eq!(Scroll::between(&before, &screen(&["a", "b", "c", "d", "e", "f", "g", "h"])), None);
    }

    #[test]
    fn rows_leave_and_blank_ones_come() {
        let before = screen(&["head", "one", "two", "three", "foot"]);
        let up = Scroll { top: 1, bottom: 3, rows: 2, up: true };
        assert_eq!(up.applied(&before), screen(&["head", "three", "", "", "foot"]));
        assert_eq!(up.bytes(), b"\x1b[2;4r\x1b[4H\n\n\x1b[r");
        let down = Scroll { up: false, ..up };
        assert_eq!(down.applied(&before), screen(&["head", "", "", "one", "foot"]));
        assert_eq!(down.bytes(), b"\x1b[2;4r\x1b[2H\x1bM\x1bM\x1b[r");
    }
}
