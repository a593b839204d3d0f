//! Detail, Sources and Problems: panes that show a document with links.

use super::super::action::Action;
use super::super::command::Command;
use super::super::widget::{Reader, cut};
use super::{Context, Filter, Pane};
use crate::diagnostic::{LoadFailure, Severity};
use crate::model::{Item, fold};
use crate::sheet::{Line, Link, Role, Sheet, compare, detail, sources};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::borrow::Cow;

/// Which document a pane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The selected item itself.
    Detail,
    /// Its sources: who says so.
    Sources,
    /// The findings on the base; they do not depend on the selection.
    Problems,
}

/// A pane that shows a document about the selection.
#[derive(Debug)]
pub struct Reading {
    side: Side,
    shown: Option<Item>,
    width: u16,
    reader: Reader,
    /// The words that a block must contain to be shown.
    filter: Option<String>,
}

impl Reading {
    /// Creates the pane for one kind of document.
    pub fn new(side: Side) -> Self {
        Self { side, shown: None, width: 0, reader: Reader::default(), filter: None }
    }

    fn sheet(&self, cx: &Context<'_>) -> Sheet {
        let words = self.filter.as_ref().map(|filter| filter.split_whitespace().map(fold).collect::<Vec<_>>());
        let sheet = match (cx.here, self.side) {
            (_, Side::Problems) => problems(cx),
            (Some(Item::Question(question)), Side::Detail) => {
                let words = words.as_deref().unwrap_or_default();
                return or_none(compare(cx.base, question, cx.lang, self.width, words));
            }
            (Some(item), Side::Detail) => detail(cx.base, item, cx.lang),
            (Some(item), Side::Sources) => sources(cx.base, item, cx.lang),
            (None, _) => Sheet::default(),
        };
        if sheet.lines.is_empty() {
            return empty(self.side, cx);
        }
        match words {
            Some(words) => or_none(sheet.matching(&words)),
            None => sheet,
        }
    }
}

/// Adds a hint to a filtered document that has nothing left.
fn or_none(mut found: Sheet) -> Sheet {
    if found.lines.is_empty() {
        found.push(Line::new().with(Role::Dim, "Nothing here has these words. Esc shows everything again."));
    }
    found
}

/// The findings on the base, each a link to its subject.
fn problems(cx: &Context<'_>) -> Sheet {
    let mut sheet = Sheet::default();
    if let Some(banner) = cx.banner {
        sheet.push(Line::new().with(Role::Alert, format!("not read again: {}", banner.first_error)).hanging(2));
        sheet.push(Line::new().with(Role::Dim, "What is shown is the base as it could be read last."));
        faults(&mut sheet, banner);
    }
    for (at, (diagnostic, line)) in cx.open.problems.iter().enumerate() {
        let role = if diagnostic.rule.severity == Severity::Info { Role::Dim } else { Role::Alert };
        sheet.push(Line::new().marked_link(role, Link::Problem(at), line.as_str()).hanging(2));
        sheet.gap();
    }
    sheet
}

/// Appends the first errors with their source lines, and the command that lists all of them.
fn faults(sheet: &mut Sheet, faults: &LoadFailure) {
    for excerpt in &faults.excerpts {
        sheet.gap();
        excerpt.lines().for_each(|line| sheet.push(Line::new().plain(line)));
    }
    sheet.gap();
    if !faults.list_command.is_empty() {
        sheet.push(Line::new().with(Role::Dim, "All of them: ").plain(&faults.list_command).hanging(2));
        sheet.gap();
    }
}

/// The text of an empty pane: why it is empty, and what to do.
fn empty(side: Side, cx: &Context<'_>) -> Sheet {
    let key = |command| cx.keymap.key(command);
    if let (Side::Detail, None, Some(why)) = (side, cx.here, &cx.open.faults) {
        let mut sheet = Sheet::default();
        sheet.push(Line::new().with(Role::Title, "Nothing could be read"));
        if why.excerpts.is_empty() {
            sheet.push(Line::new().plain(&why.first_error));
        }
        faults(&mut sheet, why);
        return sheet;
    }
    let words = match (side, cx.here.is_some()) {
        (Side::Problems, _) => "No problem: all of the base is resolved, and nothing is left out.".to_owned(),
        (_, false) => format!("Nothing is selected. Press {} to search.", key(Command::Search)),
        (Side::Detail, true) => "Nothing is said of it.".to_owned(),
        (Side::Sources, true) => "No source speaks of it directly. Follow a link of the detail.".to_owned(),
    };
    let mut sheet = Sheet::default();
    sheet.push(Line::new().with(Role::Dim, words));
    if side == Side::Problems && cx.open.texts.is_empty() {
        let words = "Start with `--texts DIR` to compare every quote with the text of its source.";
        sheet.push(Line::new().with(Role::Dim, words));
    }
    sheet
}

impl Pane for Reading {
    fn name(&self) -> &'static str {
        match self.side {
            Side::Detail => "Detail",
            Side::Sources => "Sources",
            Side::Problems => "Problems",
        }
    }

    fn title(&self) -> Cow<'static, str> {
        let name = self.name();
        self.filter.as_ref().map_or(name.into(), |words| format!("{name}: {}", cut(words, 24)).into())
    }

    fn position(&self) -> String {
        match self.reader.beyond() {
            (0, 0) => String::new(),
            (_, 0) => "end".to_owned(),
            (_, below) => format!("{below} more ↓"),
        }
    }

    fn resize(&mut self, size: Size, cx: &Context<'_>) {
        if self.width != size.width {
            self.width = size.width;
            // The layout of answers side by side depends on the width.
            if self.side == Side::Detail && matches!(self.shown, Some(Item::Question(_))) {
                let place = self.reader.place();
                self.reader.open(self.sheet(cx));
                self.reader.restore(place);
            }
        }
        self.reader.resize(size);
    }

    fn rebase(&mut self, cx: &Context<'_>) {
        self.shown = None;
        if self.side == Side::Problems {
            self.reader.open(self.sheet(cx));
        }
        self.follow(cx);
    }

    fn follow(&mut self, cx: &Context<'_>) {
        if self.side != Side::Problems && (self.shown != cx.here || cx.here.is_none()) {
            self.shown = cx.here;
            self.reader.open(self.sheet(cx));
        }
        if !cx.spots.is_empty() {
            self.reader.reveal(cx.spots);
        }
    }

    fn on(&mut self, command: Command, _cx: &Context<'_>) -> Option<Action> {
        match command {
            Command::FocusNext => self.reader.enter(self.side == Side::Sources),
            Command::Drill => return self.reader.link().map(Action::Follow),
            _ => self.reader.go(command),
        }
        None
    }

    fn click(&mut self, row: u16, column: u16, _cx: &Context<'_>) -> Option<Action> {
        self.reader.point(row, column).then(|| self.reader.link().map(Action::Follow)).flatten()
    }

    fn target(&self, cx: &Context<'_>) -> Option<Link> {
        let here = if self.side == Side::Problems { None } else { cx.here.map(Link::Item) };
        self.reader.link().or(here)
    }

    fn text(&self) -> Option<String> {
        Some(self.reader.text())
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
        self.reader.render(cx, area, buf);
    }
}
