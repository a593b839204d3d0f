//! A picker: a list with a prompt that filters it. Used for the palette, the help and menus.

use super::Overlay;
use crate::model::{FactBase, fold};
use crate::present::TextRole;
use crate::search::match_names;
use crate::text::truncate_columns;
use crate::ui::action::{Action, Edit};
use crate::ui::command::{AppCommand, Command, PaneCommand};
use crate::ui::context::Context;
use crate::ui::keymap::Mode;
use crate::ui::widgets::{List, Prompt};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Flex, Layout, Position, Rect, Size};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// An entry of a picker.
pub(crate) struct PickerEntry {
    /// The group it is listed under while the prompt is empty.
    pub group: &'static str,
    /// Its name. The prompt searches the name and the note.
    pub name: String,
    /// Shown to the left of the name: a key, a letter, a number.
    pub key: String,
    /// Shown to the right: a kind, a date.
    pub note: String,
    /// A query that puts this entry first, such as `q`; empty if none.
    pub exact_alias: &'static str,
    /// The action of the entry; `None` if it only explains something.
    pub action: Option<Action>,
}

impl PickerEntry {
    /// Creates an entry without key and note.
    pub(crate) fn new(group: &'static str, name: impl Into<String>, action: Option<Action>) -> Self {
        Self { group, name: name.into(), key: String::new(), note: String::new(), exact_alias: "", action }
    }

    /// Sets the text to the left of the name.
    #[must_use]
    pub(crate) fn key(self, key: impl Into<String>) -> Self {
        Self { key: key.into(), ..self }
    }

    /// Sets the text to the right.
    #[must_use]
    pub(crate) fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }
}

/// An overlay for choosing an entry of a list.
pub(crate) struct Picker {
    title: &'static str,
    /// Text shown if there are no entries.
    empty_text: &'static str,
    /// Whether it covers the whole body or only the rows that it needs.
    full_size: bool,
    entries: Vec<PickerEntry>,
    folded: Vec<String>,
    /// Whether keys edit the prompt. Otherwise they move in the list, and the search or filter key opens the prompt.
    prompt_active: bool,
    /// Creates extra entries from the query, whatever it is.
    query_entries: Option<fn(&str) -> Vec<PickerEntry>>,
    prompt: Prompt,
    list: List<PickerRow>,
    key_columns: usize,
}

/// A row of the list.
enum PickerRow {
    Blank,
    Heading(&'static str),
    Entry(usize),
    QueryEntry(PickerEntry),
}

impl Picker {
    /// Creates a picker that covers the whole body, with an open prompt.
    pub(crate) fn new(title: &'static str, none: &'static str, entries: Vec<PickerEntry>) -> Self {
        let folded = entries.iter().map(|entry| fold(&format!("{} {}", entry.name, entry.note))).collect();
        let keys = entries.iter().map(|entry| entry.key.width()).max().unwrap_or(0);
        let mut chooser = Self {
            title,
            empty_text: none,
            full_size: true,
            entries,
            folded,
            prompt_active: true,
            query_entries: None,
            prompt: Prompt::default(),
            list: List::default(),
            key_columns: keys,
        };
        chooser.rebuild_rows();
        chooser
    }

    /// Limits the picker to the rows that it needs.
    #[must_use]
    pub(crate) fn compact(self) -> Self {
        Self { full_size: false, ..self }
    }

    /// Starts with the prompt closed, so that keys move in the list.
    #[must_use]
    pub(crate) fn with_list_focus(self) -> Self {
        Self { prompt_active: false, ..self }
    }

    /// Adds entries that are created from the query.
    #[must_use]
    pub(crate) fn with_query_entries(self, typed: fn(&str) -> Vec<PickerEntry>) -> Self {
        Self { query_entries: Some(typed), ..self }
    }

    /// Selects an entry at the start.
    #[must_use]
    pub(crate) fn with_selected(mut self, entry: usize) -> Self {
        self.list.select(entry, false);
        self
    }

    fn rebuild_rows(&mut self) {
        let typed = self.prompt.text().trim();
        let mut rows = Vec::new();
        if typed.is_empty() {
            let mut group = "";
            for (at, entry) in self.entries.iter().enumerate() {
                if entry.group != group {
                    if !rows.is_empty() {
                        rows.push(PickerRow::Blank);
                    }
                    rows.push(PickerRow::Heading(entry.group));
                    group = entry.group;
                }
                rows.push(PickerRow::Entry(at));
            }
        } else {
            let exact = self.entries.iter().position(|entry| entry.exact_alias == typed);
            let picked = match_names(typed, self.folded.iter().map(String::as_str));
            rows.extend(
                exact.into_iter().chain(picked.into_iter().filter(|at| Some(*at) != exact)).map(PickerRow::Entry),
            );
            rows.extend(self.query_entries.into_iter().flat_map(|make| make(typed)).map(PickerRow::QueryEntry));
        }
        self.list.set_rows(rows, |row| matches!(row, PickerRow::Entry(_) | PickerRow::QueryEntry(_)));
        if !typed.is_empty() {
            self.list.select(0, false);
        }
    }

    fn entry<'a>(&'a self, row: &'a PickerRow) -> Option<&'a PickerEntry> {
        match row {
            PickerRow::Entry(at) => self.entries.get(*at),
            PickerRow::QueryEntry(entry) => Some(entry),
            PickerRow::Blank | PickerRow::Heading(_) => None,
        }
    }

    fn selected_action(&self) -> Action {
        let entry = self.list.selected().and_then(|row| self.entry(row));
        entry.and_then(|entry| entry.action.clone()).map_or(Action::Close, |action| Action::CloseThen(Box::new(action)))
    }

    fn render_entry(&self, entry: &PickerEntry, chosen: bool, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let selected = chosen.then(|| cx.theme.selection(true));
        let look = |style: Style| selected.unwrap_or(style);
        if chosen {
            buf.set_style(area, look(Style::new()));
        }
        let width = usize::from(area.width);
        let keys = self.key_columns.min(width / 3);
        let bar = if chosen { "▌ " } else { "  " };
        let mut x = buf.set_stringn(area.x, area.y, bar, width, look(cx.theme.key())).0;
        if keys > 0 {
            let pad = (keys + 2).saturating_sub(truncate_columns(&entry.key, keys).width());
            let key = format!("{}{:pad$}", truncate_columns(&entry.key, keys), "");
            x = buf.set_stringn(x, area.y, key, width, look(cx.theme.role(TextRole::Amount))).0;
        }
        let note = truncate_columns(&entry.note, width / 3);
        let room = usize::from(area.right().saturating_sub(x)).saturating_sub(note.width() + 2);
        buf.set_stringn(x, area.y, truncate_columns(&entry.name, room), room, look(cx.theme.role(TextRole::Plain)));
        let x = area.right().saturating_sub(u16::try_from(note.width() + 1).unwrap_or(0)).max(x);
        let room = usize::from(area.right().saturating_sub(x));
        buf.set_stringn(x, area.y, note, room, look(cx.theme.role(TextRole::Dim)));
    }
}

impl Overlay for Picker {
    fn title(&self) -> String {
        self.title.to_owned()
    }

    fn mode(&self) -> Mode {
        if self.prompt_active { Mode::Prompt } else { Mode::Command }
    }

    fn area(&self, body: Rect) -> Rect {
        if self.full_size {
            return body;
        }
        let rows = self.entries.len() + self.entries.chunk_by(|a, b| a.group == b.group).count() * 2 + 4;
        let height = Constraint::Length(u16::try_from(rows).unwrap_or(u16::MAX).min(body.height));
        let [middle] = body.layout(&Layout::horizontal([Constraint::Max(76)]).flex(Flex::Center));
        let [place] = middle.layout(&Layout::vertical([height]).flex(Flex::Center));
        place
    }

    fn resize(&mut self, size: Size) {
        self.list.resize(size.height.saturating_sub(2));
    }

    fn on_command(&mut self, command: Command) -> Option<Action> {
        match command {
            Command::Pane(PaneCommand::Follow) => return Some(self.selected_action()),
            Command::App(AppCommand::Search | AppCommand::Filter) => self.prompt_active = true,
            Command::App(AppCommand::Back | AppCommand::Close | AppCommand::Help) => return Some(Action::Close),
            Command::Motion(motion) => self.list.select(self.list.target_of(motion), false),
            Command::App(_) | Command::Pane(_) => {}
        }
        None
    }

    fn click(&mut self, row: u16, _column: u16) -> Option<Action> {
        let at = self.list.item_at_row(row.checked_sub(2)?)?;
        self.list.select(at, false);
        Some(self.selected_action())
    }

    fn edit(&mut self, edit: Edit, _base: &FactBase) -> bool {
        if edit == Edit::Complete {
            self.list.select(self.list.selected_index() + 1, false);
        } else if self.prompt.edit(edit) {
            self.rebuild_rows();
        }
        // The picker filters its own list, so there is nothing to search for.
        false
    }

    fn key_hints(&self) -> Vec<(&'static str, &'static str)> {
        let narrow = if self.prompt_active { ("type", "to narrow") } else { ("/", "narrow") };
        vec![("Enter", "do it"), narrow, ("↑ ↓", "choose"), ("Esc", "close")]
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let width = usize::from(area.width);
        let room = width.saturating_sub(2);
        if self.prompt_active {
            buf.set_stringn(area.x, area.y, "› ", width, cx.theme.key());
        } else {
            let words = format!("{} narrows this list", cx.keymap.key(Command::App(AppCommand::Search)));
            buf.set_stringn(area.x + 2, area.y, words, room, cx.theme.role(TextRole::Dim));
        }
        let (text, column) = self.prompt.visible(room);
        buf.set_stringn(area.x + 2, area.y, text, room, cx.theme.role(TextRole::Plain));
        let column = u16::try_from(column + 2).unwrap_or(u16::MAX);
        let cursor = Position::new(area.x.saturating_add(column).min(area.right().saturating_sub(1)), area.y);
        let rows = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
        if self.list.is_empty() {
            let words = if self.entries.is_empty() { self.empty_text } else { "No results. Esc closes the list." };
            buf.set_stringn(
                rows.x,
                rows.y,
                words,
                if rows.height > 0 { width } else { 0 },
                cx.theme.role(TextRole::Dim),
            );
        }
        for (y, (chosen, row)) in (rows.top()..rows.bottom()).zip(self.list.visible()) {
            let line = Rect { y, height: 1, ..rows };
            match row {
                PickerRow::Heading(title) => {
                    buf.set_stringn(line.x, y, title, width, cx.theme.role(TextRole::Heading));
                }
                row => self.entry(row).into_iter().for_each(|entry| self.render_entry(entry, chosen, cx, line, buf)),
            }
        }
        self.prompt_active.then_some(cursor)
    }
}
