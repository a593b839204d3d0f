//! Panes that list items by group: entities, questions and the library.

use super::{Pane, PaneFilter};
use crate::model::{FactBase, Item, Lang};
use crate::present::lists;
use crate::present::lists::ListGroup;
use crate::present::{Link, TextRole, item_symbol};
use crate::search::Certainty;
use crate::text::truncate_columns;
use crate::ui::action::Action;
use crate::ui::command::{AppCommand, Command, Motion, PaneCommand};
use crate::ui::context::Context;
use crate::ui::widgets::{List, UNCERTAIN_HEADING, filter_certainty};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// Minimum width of a name with its symbol and selection bar, in columns.
const MIN_NAME_WIDTH: usize = 28;

/// A pane that lists items by group.
pub(crate) struct ListPane {
    name: &'static str,
    /// Text shown if the base has no such item.
    empty_text: &'static str,
    load_groups: fn(&FactBase, &Lang) -> Vec<ListGroup>,
    list: List<ListRow>,
    /// Widths of the columns to the right of the name.
    columns: Vec<usize>,
    filter: Option<PaneFilter>,
    /// Whether the rows have been loaded. They are loaded when the pane is first shown.
    rows_loaded: bool,
}

/// A row of the pane.
enum ListRow {
    /// The heading of a group, its number of items, and the labels of its columns.
    Heading(String, usize, &'static [&'static str]),
    /// An item.
    Item(lists::ItemRow),
}

impl ListPane {
    /// Lists the entities, by type.
    pub(crate) fn entities() -> Self {
        Self::new("Entities", "No entity yet.", lists::entities)
    }

    /// Lists the questions, disputed ones first, and the sums.
    pub(crate) fn questions() -> Self {
        Self::new("Questions", "No question yet.", lists::questions)
    }

    /// Lists the sources and the stories.
    pub(crate) fn library() -> Self {
        Self::new("Library", "No source yet.", lists::library)
    }

    fn new(name: &'static str, none: &'static str, gather: fn(&FactBase, &Lang) -> Vec<ListGroup>) -> Self {
        Self {
            name,
            empty_text: none,
            load_groups: gather,
            list: List::default(),
            columns: Vec::new(),
            filter: None,
            rows_loaded: false,
        }
    }

    fn load_rows(&mut self, cx: &Context<'_>) {
        self.rows_loaded = true;
        let certainty = |item| {
            self.filter.as_ref().map_or(Some(Certainty::Sure), |filter| filter_certainty(&filter.items, cx.base, item))
        };
        let (mut rows, mut maybe) = (Vec::new(), Vec::new());
        self.columns.clear();
        for group in (self.load_groups)(cx.base, cx.lang) {
            let mut items = Vec::new();
            for row in group.rows {
                match certainty(row.item) {
                    Some(Certainty::Sure) => items.push(row),
                    Some(Certainty::Maybe) => maybe.push(row),
                    None => {}
                }
            }
            if items.is_empty() {
                continue;
            }
            rows.push(ListRow::Heading(group.title, items.len(), group.labels));
            group.labels.iter().enumerate().for_each(|(at, label)| widen(&mut self.columns, at, label));
            for row in items {
                row.cells.iter().enumerate().for_each(|(at, cell)| widen(&mut self.columns, at, cell));
                rows.push(ListRow::Item(row));
            }
        }
        if !maybe.is_empty() {
            rows.push(ListRow::Heading(UNCERTAIN_HEADING.to_owned(), maybe.len(), &[]));
            rows.extend(maybe.into_iter().map(ListRow::Item));
        }
        self.list.set_rows(rows, |row| matches!(row, ListRow::Item(_)));
    }

    fn selected(&self) -> Option<Item> {
        match self.list.selected()? {
            ListRow::Item(row) => Some(row.item),
            ListRow::Heading(..) => None,
        }
    }

    fn select(&mut self, at: usize, cx: &Context<'_>) -> Option<Action> {
        self.list.select(at, cx.low_bandwidth);
        self.selected().map(Action::Show)
    }
}

impl Pane for ListPane {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> Cow<'static, str> {
        self.filter
            .as_ref()
            .map_or(self.name.into(), |filter| format!("{}: {}", self.name, truncate_columns(&filter.text, 24)).into())
    }

    fn position(&self) -> String {
        self.list.position()
    }

    fn resize(&mut self, size: Size, cx: &Context<'_>) {
        if !self.rows_loaded {
            self.load_rows(cx);
            self.sync_selection(cx);
        }
        self.list.resize(size.height);
    }

    fn rebuild(&mut self, cx: &Context<'_>) {
        // A pane that has never been shown loads its rows later.
        if self.rows_loaded {
            self.load_rows(cx);
            self.sync_selection(cx);
        }
    }

    fn sync_selection(&mut self, cx: &Context<'_>) {
        // Usually the selection came from this list and is already selected.
        if !cx.is_current_list || cx.selected.is_none() || cx.selected == self.selected() {
            return;
        }
        let is_here = |row: &ListRow| matches!(row, ListRow::Item(row) if Some(row.item) == cx.selected);
        let at = self.list.items().position(is_here);
        if let Some(at) = at {
            self.list.select(at, false);
        }
    }

    fn move_by(&mut self, motion: Motion, cx: &Context<'_>) -> Option<Action> {
        self.select(self.list.target_of(motion), cx)
    }

    fn on(&mut self, command: PaneCommand, _cx: &Context<'_>) -> Option<Action> {
        match command {
            PaneCommand::Follow => Some(Action::Do(Command::App(AppCommand::FocusDetail))),
            // The timeline runs these.
            PaneCommand::PreviousDate
            | PaneCommand::NextDate
            | PaneCommand::TogglePeripheral
            | PaneCommand::ToggleTimeGaps => None,
        }
    }

    /// The list shows the item that it has selected.
    fn focus_gained(&mut self, cx: &Context<'_>) -> Option<Action> {
        self.sync_selection(cx);
        self.selected().filter(|item| cx.selected != Some(*item)).map(Action::Show)
    }

    fn click(&mut self, row: u16, _column: u16, cx: &Context<'_>) -> Option<Action> {
        let at = self.list.item_at_row(row)?;
        self.select(at, cx)
    }

    fn text(&self) -> Option<String> {
        None
    }

    fn selected_link(&self, _cx: &Context<'_>) -> Option<Link> {
        self.selected().map(Link::Item)
    }

    fn set_filter(&mut self, filter: Option<&PaneFilter>, cx: &Context<'_>) -> Option<Action> {
        self.filter = filter.cloned();
        if !self.rows_loaded {
            return None;
        }
        self.load_rows(cx);
        self.sync_selection(cx);
        self.selected().filter(|item| cx.selected != Some(*item)).map(Action::Show)
    }

    fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        if self.list.is_empty() {
            let shown = format!("No results. {} clears the filter.", cx.keymap.key(Command::App(AppCommand::Back)));
            let words = if self.filter.is_some() { shown.as_str() } else { self.empty_text };
            buf.set_stringn(area.x + 1, area.y, words, area.width.into(), cx.theme.role(TextRole::Dim));
        }
        for (y, (chosen, row)) in (area.top()..area.bottom()).zip(self.list.visible()) {
            let line = Rect { y, height: 1, ..area };
            match row {
                ListRow::Heading(title, count, labels) => self.draw_head(title, *count, labels, cx, line, buf),
                ListRow::Item(row) => {
                    // The selected item may have no row in this list; then no row is marked, unless the list has the
                    // focus.
                    let marked = cx.focused || cx.selected == Some(row.item);
                    self.draw_row(row, chosen && marked, cx, line, buf);
                }
            }
        }
    }
}

/// Widens a column to fit a text.
fn widen(columns: &mut Vec<usize>, at: usize, text: &str) {
    match columns.get_mut(at) {
        Some(width) => *width = (*width).max(text.width()),
        None => columns.push(text.width()),
    }
}

impl ListPane {
    /// Returns the number of columns that fit to the right of the names, and their total width. The last columns are
    /// dropped first.
    fn visible_columns(&self, width: usize) -> (usize, usize) {
        let total = |shown: usize| self.columns[..shown].iter().map(|width| width + 2).sum::<usize>();
        let shown = (0..=self.columns.len()).rev().find(|&shown| total(shown) + MIN_NAME_WIDTH <= width).unwrap_or(0);
        (shown, total(shown))
    }

    fn draw_head(&self, title: &str, count: usize, labels: &[&str], cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let room = usize::from(area.width);
        let x = buf.set_stringn(area.x + 1, area.y, title, room.saturating_sub(1), cx.theme.role(TextRole::Heading)).0;
        let room = usize::from(area.right().saturating_sub(x));
        let x = buf.set_stringn(x, area.y, format!("  {count}"), room, cx.theme.role(TextRole::Dim)).0;
        let (shown, total) = self.visible_columns(area.width.into());
        let start = area.right().saturating_sub(u16::try_from(total).unwrap_or(0));
        if x < start {
            self.draw_cells(labels.iter().take(shown), start, cx.theme.role(TextRole::Dim), area, buf);
        }
    }

    /// Draws cells, right-aligned in their columns.
    fn draw_cells<'t>(
        &self,
        cells: impl Iterator<Item = impl AsRef<str> + 't>,
        mut x: u16,
        style: Style,
        area: Rect,
        buf: &mut Buffer,
    ) {
        for (cell, &width) in cells.zip(&self.columns) {
            let cell = cell.as_ref();
            // The blanks before a cell are not written, because a long name may reach into them.
            let pad = u16::try_from((width + 2).saturating_sub(cell.width())).unwrap_or(0);
            x = x.saturating_add(pad).min(area.right());
            let room = usize::from(area.right().saturating_sub(x));
            x = buf.set_stringn(x, area.y, cell, room, style).0;
        }
    }

    /// Draws a row: selection bar, symbol, name, and cells in columns. In a narrow pane the last columns are dropped
    /// before the name is truncated.
    fn draw_row(&self, row: &lists::ItemRow, chosen: bool, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let width = usize::from(area.width);
        let selected = chosen.then(|| cx.theme.selection(cx.focused));
        let look = |style: Style| selected.unwrap_or(style);
        if chosen {
            buf.set_style(area, look(Style::new()));
        }
        let (shown, total) = self.visible_columns(width);
        // The name may use the part of the first column that its cell leaves free.
        let free = self
            .columns
            .first()
            .zip(row.cells.first())
            .map_or(0, |(column, cell)| (column + 1).saturating_sub(cell.width()));
        let room = width.saturating_sub(3 + total) + if shown > 0 { free } else { 0 };
        let bar = if chosen {
            "▌"
        } else if cx.flagged.contains(&row.item) {
            "•"
        } else {
            " "
        };
        let name = truncate_columns(&row.name, room.saturating_sub(if row.alert { 2 } else { 0 }));
        // A style with an underline would show on a blank.
        let bar_style = if bar == " " { Style::new() } else { cx.theme.key() };
        let mut x = buf.set_stringn(area.x, area.y, bar, 1, look(bar_style)).0;
        x = buf
            .set_stringn(
                x,
                area.y,
                format!("{} ", item_symbol(cx.base, row.item)),
                2,
                look(cx.theme.role(TextRole::Dim)),
            )
            .0;
        x = buf.set_stringn(x, area.y, &name, room, look(cx.theme.role(TextRole::Plain))).0;
        if row.alert {
            // The blank before the sign keeps its own style, so that it is not underlined.
            buf.set_stringn(x + 1, area.y, "!", 1, look(cx.theme.role(TextRole::Alert)));
        }
        let start = area.right().saturating_sub(u16::try_from(total).unwrap_or(0));
        self.draw_cells(row.cells.iter().take(shown), start, look(cx.theme.role(TextRole::Dim)), area, buf);
    }
}
