//! Encodes the changed cells in as few bytes as possible (ECMA-48; for old terminals, the VT100 subset).
//!
//! On a slow line, bytes are time. Compared with a general backend, this saves bytes by using short colour codes,
//! changing only the attributes that differ, erasing runs of blanks, moving relative to the cursor, rewriting short
//! gaps instead of jumping over them, and scrolling rows that stay the same.

use crate::term::scroll::Scroll;
use crate::term::sgr::CellStyle;
use ratatui::buffer::{Buffer, Cell};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Minimum number of consecutive blanks to erase instead of writing them.
const MIN_ERASE_RUN: u16 = 6;
/// Size above which a frame is also encoded with scrolling, in bytes.
const MIN_FRAME_TO_SCROLL: usize = 200;
/// Maximum gap between changed cells to rewrite instead of jumping over it, in columns.
const MAX_REWRITTEN_GAP: u16 = 4;

/// Encodes the update from the screen `shown`, or from a cleared one, to `next`. Scrolls rows first if that is
/// shorter. The style is the default before and after. `is_old` avoids ECH, which erases within a row and came with
/// the VT220.
pub(super) fn encode(shown: Option<&Buffer>, next: &Buffer, is_old: bool) -> Vec<u8> {
    let plain = encode_cells(shown, next, None, is_old);
    let scrolled = shown.filter(|_| plain.len() > MIN_FRAME_TO_SCROLL).and_then(|shown| {
        let scroll = Scroll::detect(shown, next)?;
        let mut bytes = scroll.encode();
        bytes.extend(encode_cells(Some(&scroll.apply_to(shown)), next, Some((0, 0)), is_old));
        Some(bytes)
    });
    scrolled.filter(|scrolled| scrolled.len() < plain.len()).unwrap_or(plain)
}

/// Encodes the update from the screen `shown`, or from a cleared one, to `next`, cell by cell.
fn encode_cells(shown: Option<&Buffer>, next: &Buffer, cursor: Option<(u16, u16)>, is_old: bool) -> Vec<u8> {
    let mut pen =
        CellEncoder { bytes: Vec::with_capacity(4096), cursor, style: CellStyle::default(), width: next.area.width };
    let cells = changed_cells(shown, next);
    let mut rest = cells.as_slice();
    while let Some(&(x, y, cell)) = rest.first() {
        pen.advance_to(x, y, next);
        let blanks = blank_run_len(rest);
        if blanks >= MIN_ERASE_RUN && (!is_old || x + blanks >= next.area.width) {
            pen.erase_blanks(x, y, blanks);
            rest = &rest[usize::from(blanks)..];
        } else {
            pen.write_cell(x, y, cell);
            rest = &rest[1..];
        }
    }
    pen.set_style(CellStyle::default());
    pen.bytes
}

/// The cells to write. A changed row with wide characters is rewritten in full, because terminals differ on what
/// remains when half of a wide character is overwritten.
fn changed_cells<'a>(shown: Option<&Buffer>, next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
    let width = usize::from(next.area.width).max(1);
    let is_wide = |cell: &Cell| !cell.symbol().is_ascii() && cell.symbol().width() > 1;
    let mut changed = Vec::with_capacity(if shown.is_none() { next.content().len() / 2 } else { 256 });
    for (y, after) in (0..).zip(next.content().chunks(width)) {
        let before = shown.map(|shown| &shown.content()[usize::from(y) * width..][..after.len()]);
        if before == Some(after) {
            continue;
        }
        let wide = before.into_iter().flatten().chain(after).any(is_wide);
        let mut covered_columns = 0;
        for (x, new) in (0_u16..).zip(after) {
            if covered_columns > 0 {
                covered_columns -= 1;
                continue;
            }
            let same = before.map_or_else(|| looks_erased(new), |before| looks_same(&before[usize::from(x)], new));
            if !same || wide && before.is_some() {
                changed.push((x, y, new));
            }
            covered_columns = if wide { new.symbol().width().saturating_sub(1) } else { 0 };
        }
    }
    changed
}

/// Number of consecutive changed cells at the start of `cells` that are in one row and blank in the default style.
fn blank_run_len(cells: &[(u16, u16, &Cell)]) -> u16 {
    let Some(&(x, y, _)) = cells.first() else { return 0 };
    let in_row = cells.iter().zip(x..).take_while(|&(&(cx, cy, cell), at)| cx == at && cy == y && looks_erased(cell));
    u16::try_from(in_row.count()).unwrap_or(u16::MAX)
}

/// Whether two cells look the same.
fn looks_same(before: &Cell, new: &Cell) -> bool {
    before == new
        || new.symbol() == " "
            && before.symbol() == " "
            && CellStyle::from_cell(before).visible_on_blank() == CellStyle::from_cell(new).visible_on_blank()
}

/// Whether a cell looks like an erased one.
fn looks_erased(cell: &Cell) -> bool {
    cell.symbol() == " " && CellStyle::from_cell(cell).visible_on_blank() == CellStyle::default()
}

struct CellEncoder {
    bytes: Vec<u8>,
    /// Position of the next character. `None` after the last column and after a character of uncertain width.
    cursor: Option<(u16, u16)>,
    style: CellStyle,
    width: u16,
}

impl CellEncoder {
    /// Moves to a cell: rewrites a short gap of unchanged ASCII cells, or else uses the shortest cursor movement.
    fn advance_to(&mut self, x: u16, y: u16, next: &Buffer) {
        if let Some((from, row)) = self.cursor
            && row == y
            && from < x
            && x - from <= MAX_REWRITTEN_GAP
        {
            let cells: Vec<&Cell> = (from..x).map(|x| &next[(x, y)]).collect();
            if cells.iter().all(|cell| cell.symbol().is_ascii() && self.has_current_style(cell)) {
                cells.iter().for_each(|cell| self.push_bytes(cell.symbol().as_bytes()));
                self.cursor = Some((x, y));
                return;
            }
        }
        self.move_cursor(x, y);
    }

    /// Whether a cell can be written without changing the style.
    fn has_current_style(&self, cell: &Cell) -> bool {
        let look = CellStyle::from_cell(cell);
        if cell.symbol() == " " { look.visible_on_blank() == self.style.visible_on_blank() } else { look == self.style }
    }

    fn move_cursor(&mut self, x: u16, y: u16) {
        match self.cursor {
            Some(at) if at == (x, y) => {}
            Some((from, row)) if row == y && from < x => self.push_csi(format_args!("{}C", x - from)),
            Some((_, row)) if row + 1 == y && x == 0 => self.push_bytes(b"\r\n"),
            _ => self.push_csi(format_args!("{};{}H", y + 1, x + 1)),
        }
        self.cursor = Some((x, y));
    }

    fn write_cell(&mut self, x: u16, y: u16, cell: &Cell) {
        if !self.has_current_style(cell) {
            self.set_style(if cell.symbol() == " " {
                CellStyle::from_cell(cell).visible_on_blank()
            } else {
                CellStyle::from_cell(cell)
            });
        }
        self.push_bytes(cell.symbol().as_bytes());
        let width = u16::try_from(cell.symbol().width()).unwrap_or(1);
        // Terminals differ on the width of a cluster of several characters.
        let is_width_certain = cell.symbol().chars().count() == 1 && x + width < self.width;
        self.cursor = is_width_certain.then_some((x + width, y));
    }

    fn erase_blanks(&mut self, x: u16, y: u16, blanks: u16) {
        if self.style.visible_on_blank() != CellStyle::default() {
            self.set_style(CellStyle::default());
        }
        if x + blanks >= self.width {
            self.push_csi(format_args!("K"));
        } else {
            self.push_csi(format_args!("{blanks}X"));
        }
        self.cursor = Some((x, y));
    }

    fn set_style(&mut self, to: CellStyle) {
        if let Some(codes) = self.style.transition_to(to) {
            self.push_csi(format_args!("{codes}m"));
            self.style = to;
        }
    }

    fn push_csi(&mut self, body: std::fmt::Arguments<'_>) {
        // Writing to memory cannot fail.
        let _ = write!(self.bytes, "\x1b[{body}");
    }

    fn push_bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    const AREA: Rect = Rect { x: 0, y: 0, width: 24, height: 9 };

    fn lines(n: u16) -> std::num::NonZero<u16> {
        std::num::NonZero::new(n).unwrap()
    }

    /// The screen of a terminal that receives the frames: the text and the style of every cell.
    fn visible_cells(frames: &[Vec<u8>]) -> Vec<(String, String)> {
        let mut terminal = vt100::Parser::new(lines(AREA.height), lines(AREA.width), 0);
        frames.iter().for_each(|frame| terminal.process(frame));
        let cells = (0..AREA.height).flat_map(|y| (0..AREA.width).map(move |x| (y, x)));
        cells
            .map(|(y, x)| {
                let cell = terminal.screen().cell(y, x).unwrap();
                let text = if cell.has_contents() { cell.contents().to_owned() } else { " ".to_owned() };
                // The foreground is not visible on a blank.
                let ink = if text == " " { String::new() } else { format!("{:?} {}", cell.fgcolor(), cell.bold()) };
                (text, format!("{ink} {:?} {} {}", cell.bgcolor(), cell.underline(), cell.inverse()))
            })
            .collect()
    }

    fn buffer(cells: &[(u16, u16, String, Style)]) -> Buffer {
        let mut buffer = Buffer::empty(AREA);
        for (x, y, text, style) in cells {
            buffer.set_stringn(*x, *y, text, usize::from(AREA.width - x), *style);
        }
        buffer
    }

    fn style() -> impl Strategy<Value = Style> {
        let color = prop::sample::select(vec![Color::Reset, Color::Cyan, Color::DarkGray, Color::Rgb(1, 2, 3)]);
        let modifier = prop::sample::select(vec![
            Modifier::empty(),
            Modifier::BOLD,
            Modifier::UNDERLINED,
            Modifier::REVERSED,
            Modifier::BOLD | Modifier::UNDERLINED,
        ]);
        (color.clone(), color, modifier).prop_map(|(fg, bg, m)| Style::new().fg(fg).bg(bg).add_modifier(m))
    }

    fn screen() -> impl Strategy<Value = Buffer> {
        let text = prop::sample::select(vec!["SoftBank", "é è", "ソフト", " ", "        ", "│", "22,5 Md$", "a"]);
        let cell = (0..AREA.width, 0..AREA.height, text.prop_map(str::to_owned), style());
        prop::collection::vec(cell, 0..40).prop_map(|cells| buffer(&cells))
    }

    proptest! {
        #[test]
        fn incremental_frame_equals_full_frame(first in screen(), second in screen()) {
            let blank = Buffer::empty(AREA);
            let stepwise = visible_cells(&[encode(Some(&blank), &first, false), encode(Some(&first), &second, false)]);
            let fresh = visible_cells(&[encode(None, &second, false)]);
            prop_assert_eq!(stepwise, fresh);
        }

        #[test]
        fn scrolled_frame_equals_full_frame(first in screen(), by in 1_usize..4, up: bool, more in screen(), column in 0_u16..24) {
            let mut second = first.clone();
            let cells = usize::from(AREA.width) * by;
            let rows = &mut second.content;
            if up { rows.rotate_left(cells) } else { rows.rotate_right(cells) }
            // Replace the columns from `column` on, so that only part of each row moves.
            for (x, y) in (column..AREA.width).flat_map(|x| (0..AREA.height).map(move |y| (x, y))) {
                second[(x, y)] = more[(x, y)].clone();
            }
            let blank = Buffer::empty(AREA);
            let stepwise = visible_cells(&[encode(Some(&blank), &first, false), encode(Some(&first), &second, false)]);
            prop_assert_eq!(stepwise, visible_cells(&[encode(None, &second, false)]));
        }

        #[test]
        fn full_frame_shows_the_text(screen in screen()) {
            let shown: String = visible_cells(&[encode(None, &screen, false)]).into_iter().map(|(text, _)| text).collect();
            let mut wanted = String::new();
            let mut hidden = 0;
            for cell in screen.content() {
                if hidden == 0 {
                    wanted += cell.symbol();
                    hidden = cell.symbol().width() - 1;
                } else {
                    wanted += " ";
                    hidden -= 1;
                }
            }
            prop_assert_eq!(shown, wanted);
        }
    }

    #[test]
    fn unchanged_screen_needs_no_bytes() {
        let screen = buffer(&[(0, 0, "SoftBank".into(), Style::new())]);
        assert!(encode(Some(&screen), &screen, false).is_empty());
    }
}
