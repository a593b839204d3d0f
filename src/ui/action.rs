//! Messages that change the state of the explorer.

use super::command::Command;
use super::layout::PaneId;
use super::snapshot::BaseSnapshot;
use crate::diagnostics::LoadFailure;
use crate::export::CiteStyle;
use crate::model::{Item, Ix, Story};
use crate::present::Link;
use crate::search::{Matches, SearchResults};
use crate::term::snapshot::ScreenshotFormat;
use crate::ui::settings::ThemeName;
use ratatui::layout::{Position, Size};
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
    ApplyFilter(PaneId, String),
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
