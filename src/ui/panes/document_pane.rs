//! Detail, Sources and Problems: panes that show a document with links.

use super::{Pane, PaneFilter};
use crate::diagnostics::{LoadFailure, Severity};
use crate::model::{Item, fold};
use crate::present::{Link, RichLine, RichText, TextRole, compare, detail, sources};
use crate::text::truncate_columns;
use crate::ui::action::Action;
use crate::ui::command::{AppCommand, Command, Motion, PaneCommand};
use crate::ui::context::Context;
use crate::ui::widgets::RichTextView;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::borrow::Cow;

/// Which document a pane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// The selected item itself.
    Detail,
    /// Its sources: who says so.
    Sources,
    /// The findings on the base; they do not depend on the selection.
    Problems,
}

/// A pane that shows a document about the selection.
#[derive(Debug)]
pub(crate) struct DocumentPane {
    kind: DocumentKind,
    item: Option<Item>,
    width: u16,
    reader: RichTextView,
    /// The words that a block must contain to be shown.
    filter: Option<String>,
}

impl DocumentPane {
    /// Creates the pane for one kind of document.
    pub(crate) fn new(side: DocumentKind) -> Self {
        Self { kind: side, item: None, width: 0, reader: RichTextView::default(), filter: None }
    }

    fn document(&self, cx: &Context<'_>) -> RichText {
        let words = self.filter.as_ref().map(|filter| filter.split_whitespace().map(fold).collect::<Vec<_>>());
        let rich_text = match (cx.selected, self.kind) {
            (_, DocumentKind::Problems) => problems(cx),
            (Some(Item::Question(question)), DocumentKind::Detail) => {
                let words = words.as_deref().unwrap_or_default();
                return or_no_match_text(compare(cx.base, question, cx.lang, self.width, words));
            }
            (Some(item), DocumentKind::Detail) => detail(cx.base, item, cx.lang),
            (Some(item), DocumentKind::Sources) => sources(cx.base, item, cx.lang),
            (None, _) => RichText::default(),
        };
        if rich_text.lines.is_empty() {
            return empty_document(self.kind, cx);
        }
        match words {
            Some(words) => or_no_match_text(rich_text.matching(&words)),
            None => rich_text,
        }
    }
}

/// Adds a hint to a filtered document that has nothing left.
fn or_no_match_text(mut found: RichText) -> RichText {
    if found.lines.is_empty() {
        found.push(RichLine::new().with(TextRole::Dim, "Nothing here has these words. Esc shows everything again."));
    }
    found
}

/// The findings on the base, each a link to its subject.
fn problems(cx: &Context<'_>) -> RichText {
    let mut rich_text = RichText::default();
    if let Some(banner) = cx.banner {
        rich_text.push(
            RichLine::new()
                .with(TextRole::Alert, format!("Reload failed: {}", banner.first_error))
                .with_hanging_indent(2),
        );
        rich_text.push(RichLine::new().with(TextRole::Dim, "This is the last version that could be read."));
        push_excerpts(&mut rich_text, banner);
    }
    for (at, (diagnostic, line)) in cx.snapshot.problems.iter().enumerate() {
        let role = if diagnostic.rule.severity == Severity::Info { TextRole::Dim } else { TextRole::Alert };
        rich_text.push(RichLine::new().link_with_role(role, Link::Problem(at), line.as_str()).with_hanging_indent(2));
        rich_text.blank_line();
    }
    rich_text
}

/// Appends the first errors with their source lines, and the command that lists all of them.
fn push_excerpts(rich_text: &mut RichText, failure: &LoadFailure) {
    for excerpt in &failure.excerpts {
        rich_text.blank_line();
        excerpt.lines().for_each(|line| rich_text.push(RichLine::new().plain(line)));
    }
    rich_text.blank_line();
    if !failure.list_command.is_empty() {
        rich_text.push(
            RichLine::new().with(TextRole::Dim, "All of them: ").plain(&failure.list_command).with_hanging_indent(2),
        );
        rich_text.blank_line();
    }
}

/// The text of an empty pane: why it is empty, and what to do.
fn empty_document(side: DocumentKind, cx: &Context<'_>) -> RichText {
    let key = |command| cx.keymap.key(command);
    if let (DocumentKind::Detail, None, Some(why)) = (side, cx.selected, &cx.snapshot.load_problems) {
        let mut rich_text = RichText::default();
        rich_text.push(RichLine::new().with(TextRole::Title, "Nothing could be read"));
        if why.excerpts.is_empty() {
            rich_text.push(RichLine::new().plain(&why.first_error));
        }
        push_excerpts(&mut rich_text, why);
        return rich_text;
    }
    let words = match (side, cx.selected.is_some()) {
        (DocumentKind::Problems, _) => "No problems. The whole base was loaded.".to_owned(),
        (_, false) => format!("Nothing is selected. Press {} to search.", key(Command::App(AppCommand::Search))),
        (DocumentKind::Detail, true) => "Nothing is said of it.".to_owned(),
        (DocumentKind::Sources, true) => "No source mentions this directly. Follow a link in Detail.".to_owned(),
    };
    let mut rich_text = RichText::default();
    rich_text.push(RichLine::new().with(TextRole::Dim, words));
    if side == DocumentKind::Problems && cx.snapshot.texts.is_empty() {
        let words = "Start with `--texts DIR` to compare every quote with the text of its source.";
        rich_text.push(RichLine::new().with(TextRole::Dim, words));
    }
    rich_text
}

impl DocumentPane {
    /// Its view state: the selected link and the first row shown.
    pub(crate) fn view_state(&self) -> (Option<usize>, usize) {
        self.reader.view_state()
    }

    /// Restores a view state.
    pub(crate) fn restore_view_state(&mut self, state: (Option<usize>, usize)) {
        self.reader.restore_view_state(state);
    }
}

impl Pane for DocumentPane {
    fn name(&self) -> &'static str {
        match self.kind {
            DocumentKind::Detail => "Detail",
            DocumentKind::Sources => "Sources",
            DocumentKind::Problems => "Problems",
        }
    }

    fn title(&self) -> Cow<'static, str> {
        let name = self.name();
        self.filter.as_ref().map_or(name.into(), |words| format!("{name}: {}", truncate_columns(words, 24)).into())
    }

    fn position(&self) -> String {
        match self.reader.hidden_rows() {
            (0, 0) => String::new(),
            (_, 0) => "end".to_owned(),
            (_, below) => format!("{below} more ↓"),
        }
    }

    fn resize(&mut self, size: Size, cx: &Context<'_>) {
        if self.width != size.width {
            self.width = size.width;
            // The layout of answers side by side depends on the width.
            if self.kind == DocumentKind::Detail && matches!(self.item, Some(Item::Question(_))) {
                let place = self.reader.view_state();
                self.reader.set_text(self.document(cx));
                self.reader.restore_view_state(place);
            }
        }
        self.reader.resize(size);
    }

    fn rebuild(&mut self, cx: &Context<'_>) {
        self.item = None;
        if self.kind == DocumentKind::Problems {
            self.reader.set_text(self.document(cx));
        }
        self.sync_selection(cx);
    }

    fn sync_selection(&mut self, cx: &Context<'_>) {
        if self.kind != DocumentKind::Problems && (self.item != cx.selected || cx.selected.is_none()) {
            self.item = cx.selected;
            self.reader.set_text(self.document(cx));
        }
        if !cx.highlights.is_empty() {
            self.reader.reveal(cx.highlights);
        }
    }

    fn move_by(&mut self, motion: Motion, _cx: &Context<'_>) -> Option<Action> {
        self.reader.move_by(motion);
        None
    }

    fn on(&mut self, command: PaneCommand, _cx: &Context<'_>) -> Option<Action> {
        match command {
            PaneCommand::Follow => self.reader.selected_link().map(Action::Follow),
            // The timeline runs these.
            PaneCommand::PreviousDate
            | PaneCommand::NextDate
            | PaneCommand::TogglePeripheral
            | PaneCommand::ToggleTimeGaps => None,
        }
    }

    fn focus_gained(&mut self, _cx: &Context<'_>) -> Option<Action> {
        self.reader.select_first_link(self.kind == DocumentKind::Sources);
        None
    }

    fn click(&mut self, row: u16, column: u16, _cx: &Context<'_>) -> Option<Action> {
        self.reader.select_link_at(row, column).then(|| self.reader.selected_link().map(Action::Follow)).flatten()
    }

    fn selected_link(&self, cx: &Context<'_>) -> Option<Link> {
        let here = if self.kind == DocumentKind::Problems { None } else { cx.selected.map(Link::Item) };
        self.reader.selected_link().or(here)
    }

    fn text(&self) -> Option<String> {
        Some(self.reader.text())
    }

    fn set_filter(&mut self, filter: Option<&PaneFilter>, cx: &Context<'_>) -> Option<Action> {
        self.filter = filter.map(|filter| filter.text.clone());
        self.rebuild(cx);
        None
    }

    fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        self.reader.render(cx, area, buf);
    }
}
