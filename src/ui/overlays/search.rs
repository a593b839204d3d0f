//! The search overlay: a prompt and its results.

use super::Overlay;
use crate::model::FactBase;
use crate::present::TextRole;
use crate::search::{Certainty, Field, Hit, SearchResults, complete};
use crate::text::truncate_columns;
use crate::ui::action::{Action, Edit};
use crate::ui::command::{Command, Motion, PaneCommand};
use crate::ui::context::Context;
use crate::ui::keymap::Mode;
use crate::ui::widgets::Prompt;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;
use std::ops::Range;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The search overlay.
#[derive(Default)]
pub(crate) struct Search {
    prompt: Prompt,
    /// Previous queries, oldest first, and the index of the one recalled into the prompt and not edited since.
    queries: Vec<String>,
    recalled: Option<usize>,
    /// Completions of the word at the cursor.
    completions: Vec<String>,
    results: Arc<SearchResults>,
    has_query: bool,
    /// Whether results are still to come, and whether to open the first hit when they do.
    pending: bool,
    open_first_hit: bool,
    selected: usize,
    top: usize,
    height: usize,
}

/// Width of the kind of an item, in columns.
const KIND_COLUMNS: usize = 10;

impl Search {
    /// Opens the search with the last query; typing replaces it.
    pub(crate) fn new(queries: Vec<String>) -> Self {
        let recalled = queries.len().checked_sub(1);
        let prompt = queries.last().map(Prompt::with_text).unwrap_or_default();
        Self { prompt, queries, recalled, pending: recalled.is_some(), ..Self::default() }
    }

    /// Recalls a previous query into the prompt.
    fn recall(&mut self, at: Option<usize>) -> Option<Action> {
        let query = self.queries.get(at?)?;
        self.prompt = Prompt::with_text(query);
        self.recalled = at;
        self.pending = true;
        Some(Action::SubmitQuery)
    }

    fn select(&mut self, at: usize) {
        self.selected = at.min(self.results.hits.len().saturating_sub(1));
        self.top = self.top.min(self.selected);
        while self.top < self.selected && self.row_count(self.top..self.selected + 1) > self.height {
            self.top += 1;
        }
    }

    fn selected_action(&self) -> Option<Action> {
        self.results.hits.get(self.selected).map(|hit| Action::Visit(hit.item))
    }

    /// Number of rows that hits take: two for a hit that shows the field that matched.
    fn row_count(&self, hits: Range<usize>) -> usize {
        self.results.hits[hits].iter().map(|hit| 1 + usize::from(has_second_row(hit))).sum()
    }
}

/// Whether the match is outside the title and gets a row of its own.
fn has_second_row(hit: &Hit) -> bool {
    matches!(
        hit.field,
        Field::Alias | Field::Quote | Field::Summary | Field::Note | Field::Publisher | Field::Author | Field::Triple
    )
}

impl Overlay for Search {
    fn title(&self) -> String {
        if self.pending {
            return "Search …".to_owned();
        }
        match (self.has_query, self.results.total) {
            (false, _) => "Search".to_owned(),
            (true, total) if self.results.partial => format!("Search · {total} results so far"),
            (true, 1) => "Search · 1 hit".to_owned(),
            (true, total) => format!("Search · {total} hits"),
        }
    }

    fn mode(&self) -> Mode {
        Mode::Prompt
    }

    fn resize(&mut self, size: Size) {
        self.height = usize::from(size.height.saturating_sub(2));
        self.select(self.selected);
    }

    fn on_command(&mut self, command: Command) -> Option<Action> {
        let page = (self.height / 2).max(1);
        match command {
            Command::Motion(Motion::Down)
                if self.selected == 0 && self.recalled.is_some_and(|at| at + 1 < self.queries.len()) =>
            {
                return self.recall(self.recalled.map(|at| at + 1));
            }
            Command::Motion(Motion::Down) => self.select(self.selected + 1),
            Command::Motion(Motion::Up) if self.selected == 0 => {
                let older = self.recalled.map_or(self.queries.len().checked_sub(1), |at| at.checked_sub(1));
                return self.recall(older);
            }
            Command::Motion(Motion::Up) => self.select(self.selected.saturating_sub(1)),
            Command::Motion(Motion::PageDown) => self.select(self.selected + page),
            Command::Motion(Motion::PageUp) => self.select(self.selected.saturating_sub(page)),
            Command::Pane(PaneCommand::Follow) if self.pending => self.open_first_hit = true,
            Command::Pane(PaneCommand::Follow) => return self.selected_action(),
            Command::Motion(Motion::HalfDown | Motion::HalfUp | Motion::Top | Motion::Bottom)
            | Command::Pane(_)
            | Command::App(_) => {}
        }
        None
    }

    fn click(&mut self, row: u16, _column: u16) -> Option<Action> {
        // The prompt and the line below it take two rows.
        let row = usize::from(row.checked_sub(2)?);
        let hit = (self.top..self.results.hits.len()).find(|&at| self.row_count(self.top..at + 1) > row)?;
        self.select(hit);
        self.selected_action()
    }

    fn edit(&mut self, edit: Edit, base: &FactBase) -> bool {
        if edit == Edit::Complete {
            let Some(word) = self.completions.first() else {
                self.select(self.selected + 1);
                return false;
            };
            self.prompt.replace_word(word);
        } else {
            // Typing replaces the recalled last query.
            if matches!(edit, Edit::Insert(_))
                && self.recalled == self.queries.len().checked_sub(1)
                && self.recalled.is_some()
            {
                self.prompt = Prompt::default();
            }
            if !self.prompt.edit(edit) {
                return false;
            }
        }
        self.recalled = None;
        self.completions = complete(base, self.prompt.word());
        self.pending = true;
        self.open_first_hit = false;
        true
    }

    fn query(&self) -> Option<&str> {
        Some(self.prompt.text())
    }

    fn set_results(&mut self, found: &Arc<SearchResults>) -> Option<Action> {
        // A hit selected in the partial results stays selected in the full ones.
        let chosen = self.results.hits.get(self.selected).map(|hit| hit.item).filter(|_| self.results.partial);
        self.pending = false;
        self.results = Arc::clone(found);
        self.has_query = !self.prompt.text().trim().is_empty();
        self.top = 0;
        let again = chosen.and_then(|item| found.hits.iter().position(|hit| hit.item == item));
        self.select(again.filter(|_| self.selected > 0).unwrap_or(0));
        self.open_first_hit.then(|| self.selected_action()).flatten()
    }

    fn key_hints(&self) -> Vec<(&'static str, &'static str)> {
        let complete = (!self.completions.is_empty()).then_some(("Tab", "complete"));
        let keys = [("Enter", "go there"), ("↑ ↓", "choose"), ("Esc", "close")];
        complete.into_iter().chain(keys).collect()
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let width = usize::from(area.width);
        buf.set_stringn(area.x, area.y, "› ", width, cx.theme.key());
        let (text, column) = self.prompt.visible(width.saturating_sub(2));
        buf.set_stringn(area.x + 2, area.y, text, width.saturating_sub(2), cx.theme.role(TextRole::Plain));
        let column = u16::try_from(column + 2).unwrap_or(u16::MAX);
        let cursor = Position::new(area.x.saturating_add(column).min(area.right().saturating_sub(1)), area.y);
        if area.height > 1 {
            self.render_hint_line(cx, Rect { y: area.y + 1, height: 1, ..area }, buf);
        }
        let rows = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
        if self.results.hits.is_empty() {
            self.render_empty(cx, rows, buf);
            return Some(cursor);
        }
        let mut y = rows.y;
        for (at, hit) in self.results.hits.iter().enumerate().skip(self.top) {
            if y >= rows.bottom() {
                break;
            }
            render_hit(hit, at == self.selected, cx, Rect { y, height: 1, ..rows }, buf);
            y += 1;
            if has_second_row(hit) && y < rows.bottom() {
                render_match(hit, cx, Rect { y, height: 1, ..rows }, buf);
                y += 1;
            }
        }
        Some(cursor)
    }
}

impl Search {
    /// Draws the line below the prompt: an error with carets under its position, otherwise completions, otherwise how
    /// the query was understood.
    fn render_hint_line(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let text = self.prompt.text();
        let (dim, width) = (cx.theme.role(TextRole::Dim), usize::from(area.width));
        if let Some(error) = self.results.errors.first().filter(|fault| text.get(fault.range.clone()).is_some()) {
            let indent = text[..error.range.start].width() + 2;
            let carets = "^".repeat(text[error.range.clone()].width().max(1));
            let x = area.x.saturating_add(u16::try_from(indent).unwrap_or(u16::MAX)).min(area.right());
            let room = usize::from(area.right().saturating_sub(x));
            let message = truncate_columns(&format!("{carets} {}", error.message), room);
            buf.set_stringn(x, area.y, message, room, cx.theme.role(TextRole::Alert));
        } else if !self.completions.is_empty() {
            let words = truncate_columns(&self.completions.join("  "), width.saturating_sub(2));
            buf.set_stringn(area.x.saturating_add(2).min(area.right()), area.y, words, width.saturating_sub(2), dim);
        } else if !self.results.messages.is_empty() {
            let words = truncate_columns(&self.results.messages.join("; "), width.saturating_sub(2));
            buf.set_stringn(area.x.saturating_add(2).min(area.right()), area.y, words, width.saturating_sub(2), dim);
        }
    }

    fn render_empty(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let lines: Vec<String> = if !self.has_query {
            [
                "A name, a few words, a figure (22,5 milliards, $100B), a date (dec 2024).",
                "",
                "kind:claim  source:walaw  entity:arm  status:pledged  stance:doubts",
                "amount:10B..  when:..2025-01  lang:fr  trust:missing  disputed:yes  tag:…",
                "-word  \"words in a row\"  this | that",
                "",
                "Tab completes a filter. ↑ recalls earlier searches.",
            ]
            .map(str::to_owned)
            .to_vec()
        } else if self.results.suggestions.is_empty() {
            vec!["No results. Try fewer or different words.".to_owned()]
        } else {
            vec![format!("Nothing. Did you mean {}?", self.results.suggestions.join(" or "))]
        };
        for (y, line) in (area.top()..area.bottom()).zip(lines) {
            let width = usize::from(area.width);
            buf.set_stringn(area.x, y, truncate_columns(&line, width), width, cx.theme.role(TextRole::Dim));
        }
    }
}

/// Draws a hit: kind, title with highlighted matches, amount, date.
fn render_hit(hit: &Hit, chosen: bool, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
    let (base, lang) = (cx.base, cx.lang);
    let width = usize::from(area.width);
    let amount = base.effective_amount(hit.item).map(|amount| base.amount_label(amount, lang)).unwrap_or_default();
    let date = base.effective_date(hit.item).map(|when| when.label(lang)).unwrap_or_default();
    let maybe = if hit.certainty == Certainty::Maybe { "may be" } else { "" };
    let facts = [maybe, amount.as_str(), date.as_str()]
        .iter()
        .filter(|f| !f.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("  ");
    let room = width.saturating_sub(KIND_COLUMNS + facts.width() + 2);
    let title = base.title(hit.item, lang);
    let base_style = if chosen { cx.theme.selection(true) } else { Style::new() };
    if chosen {
        buf.set_style(area, base_style);
    }
    let on = |style: Style| if chosen { base_style } else { style };
    buf.set_stringn(area.x, area.y, hit.item.kind().keyword(), KIND_COLUMNS, on(cx.theme.role(TextRole::Dim)));
    let x = area.x + u16::try_from(KIND_COLUMNS).unwrap_or(0);
    let plain = on(cx.theme.role(TextRole::Plain));
    let matched = if chosen {
        base_style.patch(cx.theme.matched().fg.map_or(cx.theme.matched(), |_| underline()))
    } else {
        cx.theme.matched()
    };
    draw_highlighted(
        &title,
        &hit.title_highlights,
        (plain, matched),
        Rect { x, width: u16::try_from(room).unwrap_or(0), ..area },
        buf,
    );
    let x = area.right().saturating_sub(u16::try_from(facts.width()).unwrap_or(0));
    buf.set_stringn(x, area.y, &facts, facts.width(), on(cx.theme.role(TextRole::Amount)));
}

fn underline() -> Style {
    Style::new().add_modifier(ratatui::style::Modifier::UNDERLINED)
}

/// Draws the row below a hit: the field that matched, from a little before the first match.
fn render_match(hit: &Hit, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
    let label = format!("{:KIND_COLUMNS$}{}: ", "", hit.field);
    let x = buf.set_stringn(area.x, area.y, &label, area.width.into(), cx.theme.role(TextRole::Dim)).0;
    let room = Rect { x, width: area.right().saturating_sub(x), ..area };
    // If the match would be cut off, start the text a little before it.
    let first = hit.highlights.first().map_or(0, |mark| mark.start);
    let needed = hit.text[..hit.highlights.first().map_or(0, |mark| mark.end)].width();
    let start = if needed < usize::from(room.width) {
        0
    } else {
        columns_before(&hit.text, first, usize::from(room.width) / 3)
    };
    // Start at a word.
    let start = hit.text[start..first].find(' ').filter(|_| start > 0).map_or(start, |blank| start + blank + 1);
    let marks: Vec<_> =
        hit.highlights.iter().filter(|m| m.start >= start).map(|m| m.start - start..m.end - start).collect();
    draw_highlighted(&hit.text[start..], &marks, (cx.theme.role(TextRole::Quote), cx.theme.matched()), room, buf);
}

/// The byte offset at most `columns` columns before the offset `at`.
fn columns_before(text: &str, at: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut start = at;
    for (byte, grapheme) in text[..at].grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > columns {
            break;
        }
        start = byte;
    }
    start
}

/// Draws a text, truncated to its area, with the bytes in `marks` in the second style.
fn draw_highlighted(
    text: &str,
    marks: &[Range<usize>],
    (plain, matched): (Style, Style),
    area: Rect,
    buf: &mut Buffer,
) {
    let shown = truncate_columns(text, area.width.into());
    let mut x = area.x;
    for (at, grapheme) in shown.grapheme_indices(true) {
        let style = if marks.iter().any(|mark| mark.contains(&at)) { matched } else { plain };
        x = buf.set_stringn(x, area.y, grapheme, area.right().saturating_sub(x).into(), style).0;
    }
}
