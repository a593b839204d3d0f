//! A scrollable view of a rich text, wrapped to the width, with a cursor that moves from link to link.

use super::Viewport;
use crate::model::Item;
use crate::present::{Link, RichLine, RichSpan, RichText, WrappedRow, wrap};
use crate::ui::command::Motion;
use crate::ui::context::Context;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Modifier, Style};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// A rich text with a scroll position and a selected link.
#[derive(Clone, Debug, Default)]
pub(crate) struct RichTextView {
    rich_text: RichText,
    rows: Vec<(usize, WrappedRow)>,
    links: Vec<Anchor>,
    selected: Option<usize>,
    view: Viewport,
    width: u16,
}

/// A link: the row where it starts, and its span, or the first span of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Anchor {
    row: usize,
    line: usize,
    span: usize,
    link: Link,
    link_group: Option<u32>,
}

impl Anchor {
    /// Whether a span is the link, or part of it.
    fn covers(&self, line: usize, at: usize, span: &RichSpan) -> bool {
        (self.line, self.span) == (line, at) || self.link_group.is_some() && self.link_group == span.link_group
    }
}

impl RichTextView {
    /// Shows another text from its top.
    pub(crate) fn set_text(&mut self, rich_text: RichText) {
        self.rich_text = rich_text;
        self.selected = None;
        self.view.top = 0;
        self.rewrap();
    }

    /// Sets the size of the view, in cells.
    pub(crate) fn resize(&mut self, size: Size) {
        self.view.height = size.height.into();
        if self.width != size.width {
            self.width = size.width;
            self.rewrap();
        }
        self.view.clamp(self.rows.len());
        if let Some(anchor) = self.selected.and_then(|at| self.links.get(at)) {
            self.view.reveal(anchor.row, self.rows.len(), false);
        }
    }

    fn rewrap(&mut self) {
        self.rows.clear();
        self.links.clear();
        if self.width == 0 {
            // Not shown yet, so there is no width to wrap to.
            return;
        }
        let mut seen_groups = HashSet::new();
        for (at, line) in self.rich_text.lines.iter().enumerate() {
            let first = self.rows.len();
            self.rows.extend(wrap(line, self.width).into_iter().map(|row| (at, row)));
            // Find the row where each span starts, in one pass, because a line may have very many links.
            let mut starts = vec![first; line.spans.len()];
            for (row, (_, part)) in self.rows.iter().enumerate().skip(first).rev() {
                part.pieces.iter().for_each(|(piece, _)| starts[*piece] = row);
            }
            for (span, RichSpan { link, link_group: joint, .. }) in line.spans.iter().enumerate() {
                let Some(link) = *link else { continue };
                if joint.is_some_and(|joint| !seen_groups.insert(joint)) {
                    continue;
                }
                self.links.push(Anchor { row: starts[span], line: at, span, link, link_group: *joint });
            }
        }
        self.selected = self.selected.filter(|&at| at < self.links.len());
        self.view.clamp(self.rows.len());
    }

    /// Scrolls to the first link to any of the items, a few rows below the top, unless it is visible.
    pub(crate) fn reveal(&mut self, items: &[Item]) {
        let spot = self.links.iter().find(|anchor| matches!(anchor.link, Link::Item(item) if items.contains(&item)));
        if let Some(anchor) = spot.filter(|anchor| !self.view.shows(anchor.row + 2)) {
            self.view.top = anchor.row.saturating_sub(2);
            self.view.clamp(self.rows.len());
        }
    }

    /// The selected link.
    pub(crate) fn selected_link(&self) -> Option<Link> {
        self.selected.and_then(|at| self.links.get(at)).map(|anchor| anchor.link)
    }

    /// The view state: the selected link and the first row shown.
    pub(crate) fn view_state(&self) -> (Option<usize>, usize) {
        (self.selected, self.view.top)
    }

    /// Restores a view state.
    pub(crate) fn restore_view_state(&mut self, (selected, top): (Option<usize>, usize)) {
        self.selected = selected.filter(|&at| at < self.links.len());
        self.view.top = top;
        self.view.clamp(self.rows.len());
    }

    /// Selects the first visible link unless one is selected: a quote if `quote`, otherwise anything but a date.
    pub(crate) fn select_first_link(&mut self, quote: bool) {
        if self.selected.is_some() {
            return;
        }
        let shown = || self.links.iter().enumerate().filter(|(_, anchor)| self.view.shows(anchor.row));
        let is_quote = |link: Link| matches!(link, Link::Quote(_));
        let wanted = |link: Link| if quote { is_quote(link) } else { !matches!(link, Link::SameTime(_)) };
        let found = shown().find(|(_, anchor)| wanted(anchor.link)).or_else(|| shown().next());
        self.selected = found.map(|(at, _)| at);
    }

    /// Selects the next or previous link if it is visible, otherwise scrolls by a row.
    pub(crate) fn step_link(&mut self, down: bool) {
        let next = match self.selected {
            Some(at) if down => Some(at + 1).filter(|&at| at < self.links.len()),
            Some(at) => at.checked_sub(1),
            None if down => self.links.iter().position(|anchor| anchor.row >= self.view.top),
            None => self.links.iter().rposition(|anchor| anchor.row < self.view.top + self.view.height),
        };
        if next.is_none_or(|at| !self.view.shows(self.links[at].row)) {
            self.view.scroll(if down { 1 } else { -1 }, self.rows.len());
        }
        if let Some(at) = next.filter(|&at| self.view.shows(self.links[at].row)) {
            self.selected = Some(at);
        }
    }

    /// Scrolls by rows and selects a visible link.
    pub(crate) fn scroll(&mut self, rows: isize) {
        let top = self.view.top;
        self.view.scroll(rows, self.rows.len());
        let stuck = self.view.top == top;
        let mut shown = self.links.iter().enumerate().filter(|(_, anchor)| self.view.shows(anchor.row));
        // The first visible link in the direction of scrolling, or the last one at the end of the text.
        let found = if stuck == (rows > 0) { shown.next_back() } else { shown.next() };
        self.selected = found.map(|(at, _)| at).or(self.selected);
    }

    /// Scrolls to the top or the bottom, and selects the first or last link.
    pub(crate) fn scroll_to_end(&mut self, bottom: bool) {
        self.scroll(if bottom { isize::MAX } else { isize::MIN + 1 });
        self.selected = match self.links.len() {
            0 => None,
            n if bottom => Some(n - 1),
            _ => Some(0),
        };
    }

    /// Selects the next or previous link, or scrolls.
    pub(crate) fn move_by(&mut self, motion: Motion) {
        match motion {
            Motion::Down => self.step_link(true),
            Motion::Up => self.step_link(false),
            Motion::HalfDown | Motion::HalfUp | Motion::PageDown | Motion::PageUp | Motion::Top | Motion::Bottom => {
                self.scroll_by(motion);
            }
        }
    }

    /// Scrolls; up and down by one row.
    pub(crate) fn scroll_by(&mut self, motion: Motion) {
        match motion {
            Motion::Top => self.scroll_to_end(false),
            Motion::Bottom => self.scroll_to_end(true),
            Motion::Down | Motion::Up | Motion::HalfDown | Motion::HalfUp | Motion::PageDown | Motion::PageUp => {
                self.scroll(self.view.rows_of(motion));
            }
        }
    }

    /// The number of rows above and below the visible ones.
    pub(crate) fn hidden_rows(&self) -> (usize, usize) {
        (self.view.top, self.rows.len().saturating_sub(self.view.top + self.view.height))
    }

    /// Selects the link at a row and column of the view. Returns whether there is one.
    pub(crate) fn select_link_at(&mut self, row: u16, column: u16) -> bool {
        let Some((line, row)) = self.rows.get(self.view.top + usize::from(row)) else { return false };
        let mut x = usize::from(row.indent);
        let hit = row.pieces.iter().find(|(span, range)| {
            let from = x;
            x += self.rich_text.lines[*line].spans[*span].text[range.clone()].width();
            (from..x).contains(&usize::from(column))
        });
        let found = hit.and_then(|(at, _)| {
            let span = &self.rich_text.lines[*line].spans[*at];
            self.links.iter().position(|link| link.covers(*line, *at, span))
        });
        self.selected = found.or(self.selected);
        found.is_some()
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        self.rich_text.lines.iter().map(|line| line.text() + "\n").collect()
    }

    /// Draws the visible rows. While a story highlights an item, its lines are marked and the others are faded.
    pub(crate) fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let theme = cx.theme;
        let selected = self.selected.and_then(|at| self.links.get(at)).filter(|_| cx.focused);
        let has_highlight = |line: &RichLine| line.spans.iter().any(|span| is_highlighted(cx, span.link));
        let fade_others = !cx.highlights.is_empty() && self.rich_text.lines.iter().any(has_highlight);
        for (y, (line_at, row)) in (area.top()..area.bottom()).zip(self.rows.iter().skip(self.view.top)) {
            let mut x = area.x + row.indent;
            let line = &self.rich_text.lines[*line_at];
            let is_highlighted_line = fade_others && has_highlight(line);
            if is_highlighted_line && area.x > 0 {
                buf.set_stringn(area.x - 1, y, "▌", 1, theme.key());
            }
            for (span_at, range) in &row.pieces {
                let span = &line.spans[*span_at];
                let chosen = selected.is_some_and(|anchor| anchor.covers(*line_at, *span_at, span));
                let style = match (chosen, span.link) {
                    (true, _) => theme.selection(true),
                    (false, to) if is_highlighted_line && is_highlighted(cx, to) => theme.highlight(),
                    (false, _) if fade_others && !is_highlighted_line => theme.faint(),
                    (false, Some(Link::Item(item))) if cx.changed.contains(&item) => {
                        theme.role(span.role).patch(theme.changed())
                    }
                    (false, Some(_)) if cx.focused => theme.role(span.role).add_modifier(Modifier::UNDERLINED),
                    _ => theme.role(span.role),
                };
                let room = area.right().saturating_sub(x).into();
                x = buf.set_stringn(x, y, &span.text[range.clone()], room, Style::new().patch(style)).0;
            }
        }
    }
}

/// Whether the story highlights the target of a link.
fn is_highlighted(cx: &Context<'_>, link: Option<Link>) -> bool {
    matches!(link, Some(Link::Item(item)) if cx.highlights.contains(&item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ix;

    #[test]
    fn link_row_is_where_the_link_starts() {
        let mut line = RichLine::new();
        for at in 0..1_000 {
            line = line.link(Link::Item(Item::Entity(Ix::new(at))), format!("name{at:04}")).plain(", ");
        }
        let mut reader = RichTextView::default();
        reader.resize(Size { width: 20, height: 10 });
        let mut rich_text = RichText::default();
        rich_text.push(line);
        reader.set_text(rich_text);
        let rows: Vec<_> = reader.links.iter().map(|anchor| anchor.row).collect();
        assert_eq!((rows.len(), &rows[..5], rows[999]), (1_000, &[0, 0, 1, 1, 2][..], 499));
    }
}
