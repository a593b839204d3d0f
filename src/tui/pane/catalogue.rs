//! Panes that list items by group: entities, questions and the library.

use super::super::action::Action;
use super::super::command::Command;
use super::super::widget::{List, MAYBE, cut, keeps};
use super::{Context, Filter, Pane};
use crate::model::{FactBase, Item, Lang};
use crate::search::Certainty;
use crate::sheet::catalogue::{self, Group};
use crate::sheet::{Link, Role, mark};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// Minimum width of a name with its symbol and selection bar, in columns.
const NAME: usize = 28;

/// A pane that lists items by group.
pub struct Catalogue {
    name: &'static str,
    /// Text shown if the base has no such item.
    none: &'static str,
    gather: fn(&FactBase, &Lang) -> Vec<Group>,
    list: List<Row>,
    /// Widths of the columns to the right of the name.
    columns: Vec<usize>,
    filter: Option<Filter>,
    /// Whether the rows have been loaded. They are loaded when the pane is first shown.
    gathered: bool,
}

/// A row of the pane.
enum Row {
    /// The heading of a group, its number of items, and the labels of its columns.
    Head(String, usize, &'static [&'static str]),
    /// An item.
    Item(catalogue::Row),
}

impl Catalogue {
    /// Lists the entities, by type.
    pub fn entities() -> Self {
        Self::new("Entities", "No entity yet.", catalogue::entities)
    }

    /// Lists the questions, disputed ones first, and the sums.
    pub fn questions() -> Self {
        Self::new("Questions", "No question yet.", catalogue::questions)
    }

    /// Lists the sources and the stories.
    pub fn library() -> Self {
        Self::new("Library", "No source yet.", catalogue::library)
    }

    fn new(name: &'static str, none: &'static str, gather: fn(&FactBase, &Lang) -> Vec<Group>) -> Self {
        Self { name, none, gather, list: List::default(), columns: Vec::new(), filter: None, gathered: false }
    }

    fn gather(&mut self, cx: &Context<'_>) {
        self.gathered = true;
        let kept =
            |item| self.filter.as_ref().map_or(Some(Certainty::Sure), |filter| keeps(&filter.items, cx.base, item));
        let (mut rows, mut maybe) = (Vec::new(), Vec::new());
        self.columns.clear();
        for group in (self.gather)(cx.base, cx.lang) {
            let mut items = Vec::new();
            for row in group.rows {
                match kept(row.item) {
                    Some(Certainty::Sure) => items.push(row),
                    Some(Certainty::Maybe) => maybe.push(row),
                    None => {}
                }
            }
            if items.is_empty() {
                continue;
            }
            rows.push(Row::Head(group.title, items.len(), group.labels));
            group.labels.iter().enumerate().for_each(|(at, label)| widen(&mut self.columns, at, label));
            for row in items {
                row.cells.iter().enumerate().for_each(|(at, cell)| widen(&mut self.columns, at, cell));
                rows.push(Row::Item(row));
            }
        }
        if !maybe.is_empty() {
            rows.push(Row::Head(MAYBE.to_owned(), maybe.len(), &[]));
            rows.extend(maybe.into_iter().map(Row::Item));
        }
        self.list.fill(rows, |row| matches!(row, Row::Item(_)));
    }

    fn selected(&self) -> Option<Item> {
        match self.list.selected()? {
            Row::Item(row) => Some(row.item),
            Row::Head(..) => None,
        }
    }

    fn select(&mut self, at: usize, cx: &Context<'_>) -> Option<Action> {
        self.list.select(at, cx.sparing);
        self.selected().map(Action::Show)
    }
}

impl Pane for Catalogue {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> Cow<'static, str> {
        self.filter
            .as_ref()
            .map_or(self.name.into(), |filter| format!("{}: {}", self.name, cut(&filter.text, 24)).into())
    }

    fn position(&self) -> String {
        self.list.position()
    }

    fn resize(&mut self, size: Size, cx: &Context<'_>) {
        if !self.gathered {
            self.gather(cx);
            self.follow(cx);
        }
        self.list.resize(size.height);
    }

    fn rebase(&mut self, cx: &Context<'_>) {
        // A pane that has never been shown loads its rows later.
        if self.gathered {
            self.gather(cx);
            self.follow(cx);
        }
    }

    fn follow(&mut self, cx: &Context<'_>) {
        // Usually the selection came from this list and is already selected.
        if !cx.listed || cx.here.is_none() || cx.here == self.selected() {
            return;
        }
        let is_here = |row: &Row| matches!(row, Row::Item(row) if Some(row.item) == cx.here);
        let at = self.list.items().position(is_here);
        if let Some(at) = at {
            self.list.select(at, false);
        }
    }

    fn on(&mut self, command: Command, cx: &Context<'_>) -> Option<Action> {
        match command {
            Command::Drill => Some(Action::Do(Command::FocusDetail)),
            // A list that gains the focus shows the item it has selected.
            Command::FocusNext => {
                self.follow(cx);
                self.selected().filter(|item| cx.here != Some(*item)).map(Action::Show)
            }
            _ => self.list.led_to(command).and_then(|at| self.select(at, cx)),
        }
    }

    fn click(&mut self, row: u16, _column: u16, cx: &Context<'_>) -> Option<Action> {
        let at = self.list.under(row)?;
        self.select(at, cx)
    }

    fn target(&self, _cx: &Context<'_>) -> Option<Link> {
        self.selected().map(Link::Item)
    }

    fn narrow(&mut self, filter: Option<&Filter>, cx: &Context<'_>) -> Option<Action> {
        self.filter = filter.cloned();
        if !self.gathered {
            return None;
        }
        self.gather(cx);
        self.follow(cx);
        self.selected().filter(|item| cx.here != Some(*item)).map(Action::Show)
    }

    fn is_narrowed(&self) -> bool {
        self.filter.is_some()
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        if self.list.is_empty() {
            let shown = format!("Nothing answers this filter. {} shows all again.", cx.keymap.key(Command::Back));
            let words = if self.filter.is_some() { shown.as_str() } else { self.none };
            buf.set_stringn(area.x + 1, area.y, words, area.width.into(), cx.theme.role(Role::Dim));
        }
        for (y, (chosen, row)) in (area.top()..area.bottom()).zip(self.list.in_sight()) {
            let line = Rect { y, height: 1, ..area };
            match row {
                Row::Head(title, count, labels) => self.draw_head(title, *count, labels, cx, line, buf),
                Row::Item(row) => {
                    // The selected item may have no row in this list; then no row is marked, unless the list has the
                    // focus.
                    let marked = cx.focused || cx.here == Some(row.item);
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

impl Catalogue {
    /// Returns the number of columns that fit to the right of the names, and their total width. The last columns are
    /// dropped first.
    fn shown(&self, width: usize) -> (usize, usize) {
        let total = |shown: usize| self.columns[..shown].iter().map(|width| width + 2).sum::<usize>();
        let shown = (0..=self.columns.len()).rev().find(|&shown| total(shown) + NAME <= width).unwrap_or(0);
        (shown, total(shown))
    }

    fn draw_head(&self, title: &str, count: usize, labels: &[&str], cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let room = usize::from(area.width);
        let x = buf.set_stringn(area.x + 1, area.y, title, room.saturating_sub(1), cx.theme.role(Role::Heading)).0;
        let room = usize::from(area.right().saturating_sub(x));
        let x = buf.set_stringn(x, area.y, format!("  {count}"), room, cx.theme.role(Role::Dim)).0;
        let (shown, total) = self.shown(area.width.into());
        let start = area.right().saturating_sub(u16::try_from(total).unwrap_or(0));
        if x < start {
            self.draw_cells(labels.iter().take(shown), start, cx.theme.role(Role::Dim), area, buf);
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
    fn draw_row(&self, row: &catalogue::Row, chosen: bool, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let width = usize::from(area.width);
        let selected = chosen.then(|| cx.theme.selection(cx.focused));
        let look = |style: Style| selected.unwrap_or(style);
        if chosen {
            buf.set_style(area, look(Style::new()));
        }
        let (shown, total) = self.shown(width);
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
        let name = cut(&row.name, room.saturating_sub(if row.alert { 2 } else { 0 }));
        // A style with an underline would show on a blank.
        let bar_style = if bar == " " { Style::new() } else { cx.theme.key() };
        let mut x = buf.set_stringn(area.x, area.y, bar, 1, look(bar_style)).0;
        x = buf.set_stringn(x, area.y, format!("{} ", mark(cx.base, row.item)), 2, look(cx.theme.role(Role::Dim))).0;
        x = buf.set_stringn(x, area.y, &name, room, look(cx.theme.role(Role::Plain))).0;
        if row.alert {
            // The blank before the sign keeps its own style, so that it is not underlined.
            buf.set_stringn(x + 1, area.y, "!", 1, look(cx.theme.role(Role::Alert)));
        }
        let start = area.right().saturating_sub(u16::try_from(total).unwrap_or(0));
        self.draw_cells(row.cells.iter().take(shown), start, look(cx.theme.role(Role::Dim)), area, buf);
    }
}
