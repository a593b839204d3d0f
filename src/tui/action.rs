//! Everything that can happen, and the table of what a person can do.

use crate::check::{Texts, Trusted};
use crate::diagnostic::{Diagnostic, SourceFile, short};
use crate::model::{FactBase, Item};
use crate::search::Found;
use crate::sheet::Link;
use ratatui::layout::Size;
use std::collections::HashSet;
use std::sync::Arc;

/// Everything that can happen: keys, the window, the worker, tests all speak it.
#[derive(Clone, Debug)]
pub enum Action {
    /// A thing that a person does, with a count.
    Do(Command, Option<u16>),
    /// A digit: a pane, or a count.
    Digit(u16),
    /// An edit of the prompt.
    Edit(Edit),
    /// The window has this size now.
    Resized(Size),
    /// The base was read (again).
    Loaded(Arc<Open>),
    /// The base could not be read (again).
    Failed(String),
    /// The answer to the query of this number.
    Found(u64, Arc<Found>),
    /// The items that the filter of this number keeps.
    Filtered(u64, Arc<HashSet<Item>>),
    /// Look for what stands in the prompt.
    Ask,
    /// A timeline row was chosen: show it, without a step in the history.
    Show(Item),
    /// Nothing more happens for now: let every pane follow.
    Settle,
    /// Go to an item, with a step in the history.
    Visit(Item),
    /// Follow a link.
    Follow(Link),
    /// Close the overlay on top.
    Close,
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
}

impl Open {
    /// A base with its texts and with the findings on it.
    pub fn new(base: FactBase, texts: Texts, problems: Vec<Diagnostic>, files: &[SourceFile]) -> Self {
        let trusted = Trusted::of(&base);
        let lines = problems.into_iter().map(|problem| (problem.clone(), short(&problem, files)));
        Self { base, texts, trusted, problems: lines.collect() }
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

/// Declares the things that a person can do, each once: its name, what it does, its keys, and the group of the help
/// that it stands in.
macro_rules! commands {
    ($($command:ident $group:ident $help:literal [$($key:literal)+];)+) => {
        /// What a person can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command { $(#[doc = $help] $command,)+ }

        /// Every command, in the order of the help.
        pub const COMMANDS: &[Declared] = &[
            $(Declared { command: Command::$command, group: Group::$group, help: $help, keys: &[$($key),+] }),+
        ];
    };
}

/// A command as it is declared.
#[derive(Debug)]
pub struct Declared {
    /// The command.
    pub command: Command,
    /// Where the help lists it.
    pub group: Group,
    /// What it does, in a few words.
    pub help: &'static str,
    /// Its keys: a character, `^x` for Control, or a name; the first is the one that hints show.
    pub keys: &'static [&'static str],
}

/// The groups of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Moving within a pane.
    Move,
    /// From pane to pane.
    Panes,
    /// From item to item.
    Follow,
    /// Finding and knowing.
    Find,
    /// The program.
    Program,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Panes => "Panes",
            Self::Follow => "Follow and return",
            Self::Find => "Find and know",
            Self::Program => "Program",
        }
    }
}

commands! {
    Down Move "down; with a count, 5j" ["j" "Down" "^n"];
    Up Move "up" ["k" "Up" "^p"];
    HalfDown Move "half a page down" ["^d"];
    HalfUp Move "half a page up" ["^u"];
    PageDown Move "a page down" ["^f" "PageDown"];
    PageUp Move "a page up" ["^b" "PageUp"];
    Top Move "to the top" ["g" "Home" "<"];
    Bottom Move "to the bottom" ["G" "End" ">"];
    FocusNext Panes "next pane" ["Tab"];
    FocusPrevious Panes "previous pane" ["S-Tab"];
    FocusLeft Panes "pane to the left" ["h" "Left"];
    FocusRight Panes "pane to the right" ["l" "Right"];
    FocusTimeline Panes "the timeline" ["1"];
    FocusDetail Panes "the detail" ["2"];
    FocusSources Panes "the sources: who says so?" ["3" "s"];
    Zoom Panes "give this pane the whole window" ["z" "+"];
    Restore Panes "show all panes again" ["_"];
    Drill Follow "follow; from the timeline, into the detail" ["Enter"];
    Back Follow "back; never quits" ["Esc" "Backspace"];
    HistoryBack Follow "back in the history" ["H" "[" "^o"];
    HistoryForward Follow "forward in the history" ["L" "]"];
    LastPlace Follow "to the place before this one, and back" ["-"];
    Search Find "search everything" ["/"];
    NextHit Find "next hit of the last search" ["n"];
    PreviousHit Find "hit before" ["N"];
    Filter Find "filter this pane while typing" ["&" "f"];
    Asides Find "hide or show side matters, tagged `peripheral`" ["a"];
    Problems Find "what is wrong with the base" ["!"];
    Help Find "this help" ["?" "F1"];
    Reload Program "read the base again" ["R" "^r"];
    Redraw Program "draw the screen anew" ["^l"];
    Suspend Program "suspend; fg returns" ["^z"];
    Close Program "close, or go back; at the root, quit" ["q"];
    Quit Program "quit" ["Q" "^c"];
}

impl Command {
    /// Its declaration.
    pub fn declared(self) -> Option<&'static Declared> {
        COMMANDS.iter().find(|declared| declared.command == self)
    }

    /// The key that hints show.
    pub fn key(self) -> &'static str {
        self.declared().and_then(|declared| declared.keys.first()).copied().unwrap_or("")
    }
}
