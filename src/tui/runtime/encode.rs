//! From the cells that changed to as few bytes as terminals understand (ECMA-48; of old ones, what the VT100 knew).
//!
//! On a slow line bytes are time. Next to a general backend this saves by short colour codes, by changing only what
//! of a style differs, by erasing runs of blanks instead of writing them, by moving relative to the cursor, by writing
//! over short gaps instead of jumping them, and by scrolling rows that stay the same.

use super::scroll::Scroll;
use crate::tui::sgr::Look;
use ratatui::buffer::{Buffer, Cell};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// The fewest blanks that are erased rather than written.
const ERASED: u16 = 6;
/// The fewest bytes of a frame that scrolling can make shorter.
const WORTH: usize = 200;
/// The widest gap between changed cells that is written over rather than jumped.
const BRIDGED: u16 = 4;

/// The bytes that turn the screen `shown`, or one that was just cleared, into `next`: by scrolling some of its rows
/// first, where that is shorter. The style before and after is the default one. An old terminal cannot erase within a
/// row (ECH, which came with the VT220).
pub(super) fn encode(shown: Option<&Buffer>, next: &Buffer, is_old: bool) -> Vec<u8> {
    let plain = rewrite(shown, next, None, is_old);
    let scrolled = shown.filter(|_| plain.len() > WORTH).and_then(|shown| {
        let scroll = Scroll::between(shown, next)?;
        let mut bytes = scroll.bytes();
        bytes.extend(rewrite(Some(&scroll.applied(shown)), next, Some((0, 0)), is_old));
        Some(bytes)
    });
    scrolled.filter(|scrolled| scrolled.len() < plain.len()).unwrap_or(plain)
}

/// The bytes that turn the screen `shown`, or one that was just cleared, into `next`, cell by cell.
fn rewrite(shown: Option<&Buffer>, next: &Buffer, at: Option<(u16, u16)>, is_old: bool) -> Vec<u8> {
    let mut pen = Pen { bytes: Vec::with_capacity(4096), at, look: Look::default(), width: next.area.width };
    let changed = changed(shown, next);
    let mut rest = changed.as_slice();
    while let Some(&(x, y, cell)) = rest.first() {
        pen.bridge(x, y, next);
        let blanks = blank_run(rest);
        if blanks >= ERASED && (!is_old || x + blanks >= next.area.width) {
            pen.erase(x, y, blanks);
            rest = &rest[usize::from(blanks)..];
        } else {
            pen.write(x, y, cell);
            rest = &rest[1..];
        }
    }
    pen.style(Look::default());
    pen.bytes
}

/// The cells to write. A row with wide characters is written whole where it changed: what becomes of half a wide
/// character that is written over, each terminal decides for itself.
fn changed<'a>(shown: Option<&Buffer>, next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
    let width = usize::from(next.area.width).max(1);
    let is_wide = |cell: &Cell| !cell.symbol().is_ascii() && cell.symbol().width() > 1;
    let mut changed = Vec::with_capacity(if shown.is_none() { next.content().len() / 2 } else { 256 });
    for (y, after) in (0..).zip(next.content().chunks(width)) {
        let before = shown.map(|shown| &shown.content()[usize::from(y) * width..][..after.len()]);
        if before == Some(after) {
            continue;
        }
        let wide = before.into_iter().flatten().chain(after).any(is_wide);
        let mut hidden = 0;
        for (x, new) in (0_u16..).zip(after) {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            let same = before.map_or_else(|| is_blank(new), |before| is_same(&before[usize::from(x)], new));
            if !same || wide && before.is_some() {
                changed.push((x, y, new));
            }
            hidden = if wide { new.symbol().width().saturating_sub(1) } else { 0 };
        }
    }
    changed
}

/// How many changed cells in a row, from the first on, are blank in the default style.
fn blank_run(cells: &[(u16, u16, &Cell)]) -> u16 {
    let Some(&(x, y, _)) = cells.first() else { return 0 };
    let in_row = cells.iter().zip(x..).take_while(|&(&(cx, cy, cell), at)| cx == at && cy == y && is_blank(cell));
    u16::try_from(in_row.count()).unwrap_or(u16::MAX)
}

/// Whether two cells look the same.
fn is_same(before: &Cell, new: &Cell) -> bool {
    before == new
        || new.symbol() == " " && before.symbol() == " " && Look::of(before).on_blank() == Look::of(new).on_blank()
}

/// Whether a cell looks like one that was erased.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Look::of(cell).on_blank() == Look::default()
}

struct Pen {
    bytes: Vec<u8>,
    /// Where the next character goes; unknown behind the last column and behind characters of unsure width.
    at: Option<(u16, u16)>,
    look: Look,
    width: u16,
}

impl Pen {
    /// Comes to a cell: over a short gap of plain cells by writing them again, else by the shortest move.
    fn bridge(&mut self, x: u16, y: u16, next: &Buffer) {
        if let Some((from, row)) = self.at
            && row == y
            && from < x
            && x - from <= BRIDGED
        {
            let cells: Vec<&Cell> = (from..x).map(|x| &next[(x, y)]).collect();
            if cells.iter().all(|cell| cell.symbol().is_ascii() && self.fits(cell)) {
                cells.iter().for_each(|cell| self.put(cell.symbol().as_bytes()));
                self.at = Some((x, y));
                return;
            }
        }
        self.go(x, y);
    }

    /// Whether a cell can be written without a change of style.
    fn fits(&self, cell: &Cell) -> bool {
        let look = Look::of(cell);
        if cell.symbol() == " " { look.on_blank() == self.look.on_blank() } else { look == self.look }
    }

    fn go(&mut self, x: u16, y: u16) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some((from, row)) if row == y && from < x => self.csi(format_args!("{}C", x - from)),
            Some((_, row)) if row + 1 == y && x == 0 => self.put(b"\r\n"),
            _ => self.csi(format_args!("{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    fn write(&mut self, x: u16, y: u16, cell: &Cell) {
        if !self.fits(cell) {
            self.style(if cell.symbol() == " " { Look::of(cell).on_blank() } else { Look::of(cell) });
        }
        self.put(cell.symbol().as_bytes());
        let width = u16::try_from(cell.symbol().width()).unwrap_or(1);
        // Terminals differ on what a cluster of several characters takes.
        let sure = cell.symbol().chars().count() == 1 && x + width < self.width;
        self.at = sure.then_some((x + width, y));
    }

    fn erase(&mut self, x: u16, y: u16, blanks: u16) {
        if self.look.on_blank() != Look::default() {
            self.style(Look::default());
        }
        if x + blanks >= self.width {
            self.csi(format_args!("K"));
        } else {
            self.csi(format_args!("{blanks}X"));
        }
        self.at = Some((x, y));
    }

    fn style(&mut self, to: Look) {
        if let Some(codes) = self.look.turn(to) {
            self.csi(format_args!("{codes}m"));
            self.look = to;
        }
    }

    fn csi(&mut self, body: std::fmt::Arguments<'_>) {
        // Writing to memory does not fail.
        let _ = write!(self.bytes, "\x1b[{body}");
    }

    fn put(&mut self, bytes: &[u8]) {
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

    /// What a terminal that receives the bytes shows: text, ink, ground, bold, underlined, reversed of every cell.
    fn shown_by(frames: &[Vec<u8>]) -> Vec<(String, String)> {
        let mut terminal = vt100::Parser::new(lines(AREA.height), lines(AREA.width), 0);
        frames.iter().for_each(|frame| terminal.process(frame));
        let cells = (0..AREA.height).flat_map(|y| (0..AREA.width).map(move |x| (y, x)));
        cells
            .map(|(y, x)| {
                let cell = terminal.screen().cell(y, x).unwrap();
                let text = if cell.has_contents() { cell.contents().to_owned() } else { " ".to_owned() };
                // Ink does not show on a blank.
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
        fn a_terminal_shows_the_same_after_a_step_as_after_a_fresh_start(first in screen(), second in screen()) {
            let blank = Buffer::empty(AREA);
            let stepwise = shown_by(&[encode(Some(&blank), &first, false), encode(Some(&first), &second, false)]);
            let fresh = shown_by(&[encode(None, &second, false)]);
            prop_assert_eq!(stepwise, fresh);
        }

        #[test]
        fn rows_that_move_arrive(first in screen(), by in 1_usize..4, up: bool, more in screen(), column in 0_u16..24) {
            let mut second = first.clone();
            let cells = usize::from(AREA.width) * by;
            let rows = &mut second.content;
            if up { rows.rotate_left(cells) } else { rows.rotate_right(cells) }
            // Beside what moved, there is something else.
            for (x, y) in (column..AREA.width).flat_map(|x| (0..AREA.height).map(move |y| (x, y))) {
                second[(x, y)] = more[(x, y)].clone();
            }
            let blank = Buffer::empty(AREA);
            let stepwise = shown_by(&[encode(Some(&blank), &first, false), encode(Some(&first), &second, false)]);
            prop_assert_eq!(stepwise, shown_by(&[encode(None, &second, false)]));
        }

        #[test]
        fn the_text_arrives(screen in screen()) {
            let shown: String = shown_by(&[encode(None, &screen, false)]).into_iter().map(|(text, _)| text).collect();
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
    fn nothing_changed_is_no_byte() {
        let screen = buffer(&[(0, 0, "SoftBank".into(), Style::new())]);
        assert!(encode(Some(&screen), &screen, false).is_empty());
    }
}
