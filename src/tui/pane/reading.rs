//! The detail and the sources of the selection: sheets that are read.

use super::super::action::{Action, Command};
use super::super::widget::{Reader, cut};
use super::{Context, Filter, Pane};
use crate::model::{Item, fold};
use crate::sheet::{Line, Role, Sheet, detail, sources};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::borrow::Cow;

/// Which sheet of the selection is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What it is.
    Detail,
    /// Who says so.
    Sources,
}

/// A pane that shows a sheet of the selection.
#[derive(Debug)]
pub struct Reading {
    side: Side,
    shown: Option<Item>,
    reader: Reader,
    /// The words that a line must have to be shown.
    filter: Option<String>,
}

impl Reading {
    /// A pane for a side of the selection.
    pub fn new(side: Side) -> Self {
        Self { side, shown: None, reader: Reader::default(), filter: None }
    }

    fn sheet(&self, cx: &Context<'_>) -> Sheet {
        let sheet = match (cx.here, self.side) {
            (Some(item), Side::Detail) => detail(cx.base, item, cx.lang),
            (Some(item), Side::Sources) => sources(cx.base, item, cx.lang),
            (None, _) => Sheet::default(),
        };
        if sheet.lines.is_empty() {
            return empty(self.side, cx.here.is_some());
        }
        self.filter.as_ref().map_or(sheet.clone(), |words| matching(&sheet, words))
    }
}

/// The lines of a sheet that have all of some words.
fn matching(sheet: &Sheet, words: &str) -> Sheet {
    let words: Vec<String> = words.split_whitespace().map(fold).collect();
    let has_all = |line: &&Line| {
        let text = fold(&line.spans.iter().map(|span| span.text.as_str()).collect::<String>());
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let mut found = Sheet::default();
    sheet.lines.iter().filter(has_all).for_each(|line| found.push(line.clone()));
    if found.lines.is_empty() {
        found.push(Line::new().with(Role::Dim, "No line has these words. Esc shows all lines again."));
    }
    found
}

/// What stands where there is nothing to show: why, and what to do.
fn empty(side: Side, selected: bool) -> Sheet {
    let words = match (side, selected) {
        (_, false) => "Nothing is selected. Press / to search.",
        (Side::Detail, true) => "Nothing is said of it.",
        (Side::Sources, true) => "No source speaks of it directly. Follow a link of the detail.",
    };
    let mut sheet = Sheet::default();
    sheet.push(Line::new().with(Role::Dim, words));
    sheet
}

impl Pane for Reading {
    fn title(&self) -> Cow<'static, str> {
        let name = match self.side {
            Side::Detail => "Detail",
            Side::Sources => "Sources",
        };
        self.filter.as_ref().map_or(name.into(), |words| format!("{name}: {}", cut(words, 24)).into())
    }

    fn position(&self) -> String {
        match self.reader.beyond() {
            (0, 0) => String::new(),
            (_, 0) => "end".to_owned(),
            (_, below) => format!("{below} more ↓"),
        }
    }

    fn resize(&mut self, size: Size) {
        self.reader.resize(size);
    }

    fn rebase(&mut self, cx: &Context<'_>) {
        self.shown = None;
        self.follow(cx);
    }

    fn follow(&mut self, cx: &Context<'_>) {
        if self.shown != cx.here || cx.here.is_none() {
            self.shown = cx.here;
            self.reader.open(self.sheet(cx));
        }
    }

    fn on(&mut self, command: Command, count: u16, _cx: &Context<'_>) -> Option<Action> {
        let (count, half) = (isize::try_from(count).unwrap_or(1), self.reader.half());
        match command {
            Command::Down => self.reader.step(count),
            Command::Up => self.reader.step(-count),
            Command::HalfDown => self.reader.scroll(half * count),
            Command::HalfUp => self.reader.scroll(-half * count),
            Command::PageDown => self.reader.scroll(2 * half * count),
            Command::PageUp => self.reader.scroll(-2 * half * count),
            Command::Top => self.reader.leap(false),
            Command::Bottom => self.reader.leap(true),
            Command::FocusNext => self.reader.enter(),
            Command::Drill => return self.reader.link().map(Action::Follow),
            _ => {}
        }
        None
    }

    fn narrow(&mut self, filter: Option<&Filter>, cx: &Context<'_>) -> Option<Action> {
        self.filter = filter.map(|filter| filter.text.clone());
        self.rebase(cx);
        None
    }

    fn is_narrowed(&self) -> bool {
        self.filter.is_some()
    }

    fn place(&self) -> (Option<usize>, usize) {
        self.reader.place()
    }

    fn restore(&mut self, place: (Option<usize>, usize)) {
        self.reader.restore(place);
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        self.reader.render(cx.theme, cx.focused, area, buf);
    }
}
