//! A sheet that is read: broken to the width, scrolled, with a cursor that goes from link to link.

use super::super::theme::Theme;
use super::Viewport;
use crate::sheet::{Link, Quoted, Row, Sheet, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Modifier, Style};

/// A sheet with a place in it.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    sheet: Sheet,
    rows: Vec<(usize, Row)>,
    links: Vec<Anchor>,
    selected: Option<usize>,
    view: Viewport,
    width: u16,
}

/// A link: the row where it starts, and the span that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Anchor {
    row: usize,
    line: usize,
    span: usize,
    link: Link,
}

impl Reader {
    /// Shows another sheet from its top.
    pub fn open(&mut self, sheet: Sheet) {
        self.sheet = sheet;
        self.selected = None;
        self.view.top = 0;
        self.break_lines();
    }

    /// The rows and columns that there are for the sheet.
    pub fn resize(&mut self, size: Size) {
        self.view.height = size.height.into();
        if self.width != size.width {
            self.width = size.width;
            self.break_lines();
        }
        self.view.clamp(self.rows.len());
        if let Some(anchor) = self.selected.and_then(|at| self.links.get(at)) {
            self.view.reveal(anchor.row, self.rows.len(), false);
        }
    }

    fn break_lines(&mut self) {
        self.rows.clear();
        self.links.clear();
        for (at, line) in self.sheet.lines.iter().enumerate() {
            let first = self.rows.len();
            self.rows.extend(wrap(line, self.width).into_iter().map(|row| (at, row)));
            for (span, link) in line.spans.iter().enumerate().filter_map(|(at, span)| Some((at, span.link?))) {
                let starts = |(_, row): &(usize, Row)| row.pieces.iter().any(|(piece, _)| *piece == span);
                let row = first + self.rows[first..].iter().position(starts).unwrap_or(0);
                self.links.push(Anchor { row, line: at, span, link });
            }
        }
        self.selected = self.selected.filter(|&at| at < self.links.len());
        self.view.clamp(self.rows.len());
    }

    /// The selected link.
    pub fn link(&self) -> Option<Link> {
        self.selected.and_then(|at| self.links.get(at)).map(|anchor| anchor.link)
    }

    /// The place in the sheet: the selected link and the first row shown.
    pub fn place(&self) -> (Option<usize>, usize) {
        (self.selected, self.view.top)
    }

    /// Returns to a place in the sheet.
    pub fn restore(&mut self, (selected, top): (Option<usize>, usize)) {
        self.selected = selected.filter(|&at| at < self.links.len());
        self.view.top = top;
        self.view.clamp(self.rows.len());
    }

    /// Selects the first link that is shown, of a quote if there is one, unless a link is selected.
    pub fn enter(&mut self) {
        if self.selected.is_none() {
            let mut shown = self.links.iter().enumerate().filter(|(_, anchor)| self.view.shows(anchor.row));
            let quote =
                shown.clone().find(|(_, anchor)| matches!(anchor.link, Link::Text(_, quote) if quote != Quoted::Whole));
            self.selected = quote.or_else(|| shown.next()).map(|(at, _)| at);
        }
    }

    /// To the next link down or up if it is in sight, else on by a row; `steps` times.
    pub fn step(&mut self, steps: isize) {
        for _ in 0..steps.unsigned_abs() {
            let down = steps > 0;
            let next = match self.selected {
                Some(at) if down => Some(at + 1).filter(|&at| at < self.links.len()),
                Some(at) => at.checked_sub(1),
                None if down => self.links.iter().position(|anchor| anchor.row >= self.view.top),
                None => self.links.iter().rposition(|anchor| anchor.row < self.view.top + self.view.height),
            };
            let in_sight = next.filter(|&at| self.view.shows(self.links[at].row));
            if in_sight.is_none() {
                let top = self.view.top;
                self.view.scroll(if down { 1 } else { -1 }, self.rows.len());
                if self.view.top == top {
                    break;
                }
            }
            if let Some(at) = next.filter(|&at| self.view.shows(self.links[at].row)) {
                self.selected = Some(at);
            }
        }
    }

    /// Scrolls by rows and selects a link in sight.
    pub fn scroll(&mut self, rows: isize) {
        let top = self.view.top;
        self.view.scroll(rows, self.rows.len());
        let stuck = self.view.top == top;
        let mut shown = self.links.iter().enumerate().filter(|(_, anchor)| self.view.shows(anchor.row));
        // The first link on the way, or the last one where the way ends.
        let found = if stuck == (rows > 0) { shown.next_back() } else { shown.next() };
        self.selected = found.map(|(at, _)| at).or(self.selected);
    }

    /// To the top or the bottom.
    pub fn leap(&mut self, bottom: bool) {
        self.scroll(if bottom { isize::MAX } else { isize::MIN + 1 });
        self.selected = match self.links.len() {
            0 => None,
            n if bottom => Some(n - 1),
            _ => Some(0),
        };
    }

    /// The rows of half a window.
    pub fn half(&self) -> isize {
        isize::try_from((self.view.height / 2).max(1)).unwrap_or(1)
    }

    /// How much of the sheet lies above and below what is shown.
    pub fn beyond(&self) -> (usize, usize) {
        (self.view.top, self.rows.len().saturating_sub(self.view.top + self.view.height))
    }

    /// Draws the rows in sight.
    pub fn render(&self, theme: &Theme, focused: bool, area: Rect, buf: &mut Buffer) {
        let selected = self.selected.and_then(|at| self.links.get(at)).filter(|_| focused);
        for (y, (line, row)) in (area.top()..area.bottom()).zip(self.rows.iter().skip(self.view.top)) {
            let mut x = area.x + row.indent;
            for (span_at, range) in &row.pieces {
                let span = &self.sheet.lines[*line].spans[*span_at];
                let chosen = selected.is_some_and(|anchor| (anchor.line, anchor.span) == (*line, *span_at));
                let style = match (chosen, span.link) {
                    (true, _) => theme.selection(true),
                    (false, Some(_)) if focused => theme.role(span.role).add_modifier(Modifier::UNDERLINED),
                    _ => theme.role(span.role),
                };
                let room = area.right().saturating_sub(x).into();
                x = buf.set_stringn(x, y, &span.text[range.clone()], room, Style::new().patch(style)).0;
            }
        }
    }
}
