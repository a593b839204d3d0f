//! Messages that change the state of the explorer.

use super::command::Command;
use super::snapshot::ScreenshotFormat;
use crate::check::{QuoteStats, SourceTexts};
use crate::diagnostic::{Diagnostic, LoadFailure, Severity, SourceFile, render_short};
use crate::export::{CiteStyle, item_record};
use crate::model::{FactBase, Item, Ix, Lang, Story};
use crate::search::{Matches, SearchResults};
use crate::settings::ThemeName;
use crate::sheet::Link;
use ratatui::layout::{Position, Size};
use std::collections::HashSet;
use std::sync::Arc;

/// A message that changes the state. Input, the window, the worker and tests all send actions.
#[derive(Clone, Debug)]
pub enum Action {
    /// A command of the user.
    Do(Command),
    /// The letter of a mark, after the command that sets or goes to a mark.
    MarkLetter(char),
    /// An edit of the prompt.
    Edit(Edit),
    /// Mouse input at a position of the window.
    Mouse(MouseInput, Position),
    /// The window was resized.
    Resized(Size),
    /// The base was loaded or reloaded.
    Loaded(Arc<BaseSnapshot>),
    /// The base could not be reloaded, with the reasons.
    Failed(LoadFailure),
    /// Results of the query with this id.
    Found(u64, Arc<SearchResults>),
    /// Items that match the filter with this id, and the error in it, if any.
    Filtered(u64, Arc<Matches>, Option<String>),
    /// Run the query in the prompt.
    SubmitQuery,
    /// Open the search with this query.
    OpenSearch(String),
    /// Show the selected row of a list, without a step in the history.
    Show(Item),
    /// No key has arrived for a moment: update the panes that depend on the selection.
    RefreshDependents,
    /// A second has passed while a story plays.
    Tick,
    /// Go to an item, with a step in the history.
    Visit(Item),
    /// Follow a link.
    Follow(Link),
    /// Focus a list and filter it by a query; an empty query removes the filter.
    ApplyFilter(usize, String),
    /// Play a story from a step on.
    Play(Ix<Story>, usize),
    /// Copy the selected item in a format.
    Copy(CopyFormat),
    /// Write a screenshot in a format.
    Screenshot(ScreenshotFormat),
    /// Change the theme.
    SetTheme(ThemeName),
    /// Close the top overlay, then apply an action.
    CloseThen(Box<Action>),
    /// Close what is on top: a pending mark, the line edit or the top overlay.
    Close,
    /// Whether the next key is a repeat of a held key.
    KeyRepeating(bool),
    /// Show a message in the footer, such as the outcome of an effect.
    ShowMessage(String),
}

/// A mouse event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseInput {
    /// A click of the left button.
    Click,
    /// The wheel, turned up.
    ScrollUp,
    /// The wheel, turned down.
    ScrollDown,
}

/// What is copied from an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyFormat {
    /// A citation.
    Citation(CiteStyle),
    /// Its id.
    Id,
    /// Its address.
    Address,
    /// Its quotes, one a line.
    Quote,
    /// The URL of the source, at the quote.
    Url,
    /// The whole item as JSON.
    Json,
    /// The text of the focused pane.
    Text,
}

/// An immutable snapshot of a loaded base and everything derived from it.
#[derive(Debug, Default)]
pub struct BaseSnapshot {
    /// The base.
    pub base: FactBase,
    /// The source texts that were found.
    pub texts: SourceTexts,
    /// How many of its quotes were found in their texts.
    pub quote_stats: QuoteStats,
    /// Its findings, each with its one-line form.
    pub problems: Vec<(Diagnostic, String)>,
    /// The names of its files, in load order.
    pub files: Vec<String>,
    /// Items that are new or differ from the previous load.
    pub changed: HashSet<Item>,
    /// Whether nothing differs from the previous load.
    pub is_same: bool,
    /// Why part or all of it could not be loaded.
    pub load_problems: Option<LoadFailure>,
}

impl BaseSnapshot {
    /// Creates a snapshot from a base, its source texts and its findings.
    pub fn new(base: FactBase, texts: SourceTexts, problems: Vec<Diagnostic>, files: &[SourceFile]) -> Self {
        let trusted = QuoteStats::from_base(&base);
        let lines = problems.into_iter().map(|problem| (problem.clone(), render_short(&problem, files)));
        let files = files.iter().map(|file| file.name.clone()).collect();
        Self {
            base,
            texts,
            quote_stats: trusted,
            problems: lines.collect(),
            files,
            changed: HashSet::new(),
            is_same: false,
            load_problems: None,
        }
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|(problem, _)| problem.rule.severity == Severity::Error)
    }

    /// Compares it with the previous load and sets `changed` and `is_same`. Items are equal if their exported JSON is
    /// equal.
    #[must_use]
    pub fn compared_to(self, before: &Self, lang: &Lang) -> Self {
        let written = |base: &FactBase, item| serde_json::to_string(&item_record(base, item, lang)).unwrap_or_default();
        let same = |item: &Item| {
            let old = before.base.find_by_id(item.kind(), self.base.id(*item));
            old.is_some_and(|old| written(&before.base, old) == written(&self.base, *item))
        };
        let changed: HashSet<_> = self.base.items().filter(|item| !same(item)).collect();
        let same_count = self.base.items().count() == before.base.items().count();
        let problem_lines = |open: &Self| open.problems.iter().map(|(_, line)| line.clone()).collect::<Vec<_>>();
        let is_same = changed.is_empty()
            && same_count
            && self.quote_stats == before.quote_stats
            && self.base.title == before.base.title
            && problem_lines(&self) == problem_lines(before);
        Self { changed, is_same, ..self }
    }
}

/// An edit of the prompt, with the names of readline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Inserts a character.
    Insert(char),
    /// Deletes the character before the cursor.
    Backspace,
    /// Deletes the character under the cursor.
    Delete,
    /// Deletes the word before the cursor.
    KillWord,
    /// Deletes everything before the cursor.
    KillToStart,
    /// Deletes everything after the cursor.
    KillToEnd,
    /// Moves to the start.
    Start,
    /// Moves to the end.
    End,
    /// Moves one character left.
    Left,
    /// Moves one character right.
    Right,
    /// Completes the word at the cursor.
    Complete,
}
