//! Everything that can happen.

use super::command::Command;
use super::picture::PictureFormat;
use crate::check::{Texts, Trusted};
use crate::config::Look;
use crate::diagnostic::{Diagnostic, Faults, Severity, SourceFile, short};
use crate::export::{CiteStyle, record};
use crate::model::{FactBase, Item, Ix, Lang, Story};
use crate::search::{Found, Matches};
use crate::sheet::Link;
use ratatui::layout::{Position, Size};
use std::collections::HashSet;
use std::sync::Arc;

/// Everything that can happen: keys, the window, the worker, tests all speak it.
#[derive(Clone, Debug)]
pub enum Action {
    /// A thing that a person does.
    Do(Command),
    /// The letter of a mark.
    Letter(char),
    /// An edit of the prompt.
    Edit(Edit),
    /// A click, or a turn of the wheel.
    Point(Point, Position),
    /// The window has this size now.
    Resized(Size),
    /// The base was read (again).
    Loaded(Arc<Open>),
    /// The base could not be read (again): why, and where.
    Failed(Faults),
    /// The answer to the query of this number.
    Found(u64, Arc<Found>),
    /// The items that the filter of this number keeps, and what is wrong in it.
    Filtered(u64, Arc<Matches>, Option<String>),
    /// Look for what stands in the prompt.
    Ask,
    /// Open the search with some words.
    Seek(String),
    /// A row of a list was chosen: show it, without a step in the history.
    Show(Item),
    /// Nothing more happens for now: let every pane follow.
    Settle,
    /// A second has passed while a story is played.
    Tick,
    /// Go to an item, with a step in the history.
    Visit(Item),
    /// Follow a link.
    Follow(Link),
    /// Filter a list by the words of a query; without words, show all of it.
    Narrow(usize, String),
    /// Play a story from a step on.
    Play(Ix<Story>, usize),
    /// Take something along.
    Take(Taken),
    /// Write the screen in a format.
    Picture(PictureFormat),
    /// Take on other looks.
    Look(Look),
    /// Close the overlay on top, then do something.
    Run(Box<Action>),
    /// Close the overlay on top.
    Close,
    /// The key that comes next is, or is not, one that is held down.
    Held(bool),
    /// What came of an effect, in a few words for the footer.
    Remark(String),
}

/// What a mouse does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A click of the left button.
    Click,
    /// The wheel, away from the hand.
    Up,
    /// The wheel, towards the hand.
    Down,
}

/// What of an item is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A citation.
    Citation(CiteStyle),
    /// Its id.
    Id,
    /// Its address.
    Address,
    /// The quotes.
    Quote,
    /// The URL of the source, at the quote.
    Url,
    /// All of it as JSON.
    Json,
    /// The text of the pane.
    Text,
}

/// A base as the explorer holds it.
#[derive(Debug, Default)]
pub struct Open {
    /// The base.
    pub base: FactBase,
    /// The texts at hand.
    pub texts: Texts,
    /// How many of its quotes are known to stand in their texts.
    pub trusted: Trusted,
    /// What is wrong with it, and each finding on one line.
    pub problems: Vec<(Diagnostic, String)>,
    /// The names of its files, in their order.
    pub files: Vec<String>,
    /// What is new in it, or not as it was when it was read before.
    pub changed: HashSet<Item>,
    /// Whether nothing at all is otherwise than it was when it was read before.
    pub is_same: bool,
    /// Why a part of it, or all, could not be read.
    pub faults: Option<Faults>,
}

impl Open {
    /// A base with its texts and with the findings on it.
    pub fn new(base: FactBase, texts: Texts, problems: Vec<Diagnostic>, files: &[SourceFile]) -> Self {
        let trusted = Trusted::of(&base);
        let lines = problems.into_iter().map(|problem| (problem.clone(), short(&problem, files)));
        let files = files.iter().map(|file| file.name.clone()).collect();
        Self {
            base,
            texts,
            trusted,
            problems: lines.collect(),
            files,
            changed: HashSet::new(),
            is_same: false,
            faults: None,
        }
    }

    /// Whether something of it could not be read, or is not proved.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|(problem, _)| problem.rule.severity == Severity::Error)
    }

    /// The same, with what changed since it was read before. Items are compared as they are exported.
    #[must_use]
    pub fn since(self, before: &Self, lang: &Lang) -> Self {
        let written = |base: &FactBase, item| serde_json::to_string(&record(base, item, lang)).unwrap_or_default();
        let same = |item: &Item| {
            let old = before.base.find_id(item.kind(), self.base.id(*item));
            old.is_some_and(|old| written(&before.base, old) == written(&self.base, *item))
        };
        let changed: HashSet<_> = self.base.items().filter(|item| !same(item)).collect();
        let as_many = self.base.items().count() == before.base.items().count();
        let told = |open: &Self| open.problems.iter().map(|(_, line)| line.clone()).collect::<Vec<_>>();
        let is_same = changed.is_empty()
            && as_many
            && self.trusted == before.trusted
            && self.base.title == before.base.title
            && told(&self) == told(before);
        Self { changed, is_same, ..self }
    }
}

/// An edit of a line of text, as in the shells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A character.
    Insert(char),
    /// The character before the cursor goes.
    Backspace,
    /// The character under the cursor goes.
    Delete,
    /// The word before the cursor goes.
    KillWord,
    /// All before the cursor goes.
    KillToStart,
    /// All behind the cursor goes.
    KillToEnd,
    /// To the start.
    Start,
    /// To the end.
    End,
    /// One character left.
    Left,
    /// One character right.
    Right,
    /// What may stand here goes in.
    Complete,
}
