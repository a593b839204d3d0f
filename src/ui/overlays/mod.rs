//! Overlays: a stack of windows above the panes, of which the top one is shown.

mod peek;
mod picker;
mod pickers;
mod search;
mod source_viewer;

pub(super) use peek::Peek;
pub(super) use picker::{Picker, PickerEntry};
pub(super) use pickers::{copy_picker, help, location_picker, palette, screenshot_picker, step_picker};
pub(super) use search::Search;
pub(super) use source_viewer::SourceViewer;

use super::action::{Action, Edit};
use super::command::Command;
use super::context::Context;
use super::keymap::Mode;
use crate::model::FactBase;
use crate::search::SearchResults;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::sync::Arc;

/// An overlay. The top one receives the keys.
pub(super) trait Overlay {
    /// Its name.
    fn title(&self) -> String;

    /// How keys are interpreted while it is on top.
    fn mode(&self) -> Mode {
        Mode::Command
    }

    /// Its area with the border, inside the body.
    fn area(&self, body: Rect) -> Rect {
        body
    }

    /// Sets the size of its content, in cells.
    fn resize(&mut self, size: Size);

    /// Handles a command. The returned action does the rest.
    fn on_command(&mut self, command: Command) -> Option<Action>;

    /// Handles a click at a row and column of its content, both counted from 0. The returned action does the rest.
    fn click(&mut self, _row: u16, _column: u16) -> Option<Action> {
        None
    }

    /// Edits its prompt. Returns whether a search for the new text is needed.
    fn edit(&mut self, _edit: Edit, _base: &FactBase) -> bool {
        false
    }

    /// The query in its prompt, if it searches.
    fn query(&self) -> Option<&str> {
        None
    }

    /// Receives the results of its latest query. The returned action does the rest.
    fn set_results(&mut self, _found: &Arc<SearchResults>) -> Option<Action> {
        None
    }

    /// Its key hints for the footer: key and meaning.
    fn key_hints(&self) -> Vec<(&'static str, &'static str)>;

    /// Draws its content. Returns the position of the cursor, if it is shown.
    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) -> Option<Position>;
}
