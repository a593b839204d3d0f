//! Overlays: a stack of windows above the panes, of which the top one is shown.

mod article;
mod chooser;
mod menus;
mod peek;
mod search;

pub use article::Article;
pub use chooser::{Chooser, Entry};
pub use menus::{copies, help, palette, pictures, places, steps};
pub use peek::Peek;
pub use search::Search;

use super::action::{Action, Edit};
use super::command::Command;
use super::keymap::Mode;
use super::pane::Context;
use crate::model::FactBase;
use crate::search::Found;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::sync::Arc;

/// An overlay. The top one receives the keys.
pub trait Overlay {
    /// Its name.
    fn title(&self) -> String;

    /// How keys are interpreted while it is on top.
    fn mode(&self) -> Mode {
        Mode::Command
    }

    /// Its area with the border, inside the body.
    fn place(&self, body: Rect) -> Rect {
        body
    }

    /// Sets the size of its content, in cells.
    fn resize(&mut self, size: Size);

    /// Handles a command. The returned action does the rest.
    fn on(&mut self, command: Command) -> Option<Action>;

    /// Handles a click at a row and column of its content, both counted from 0. The returned action does the rest.
    fn click(&mut self, _row: u16, _column: u16) -> Option<Action> {
        None
    }

    /// Edits its prompt. Returns whether a search for the new text is needed.
    fn edit(&mut self, _edit: Edit, _base: &FactBase) -> bool {
        false
    }

    /// The query in its prompt, if it searches.
    fn typed(&self) -> Option<&str> {
        None
    }

    /// Receives the results of its latest query. The returned action does the rest.
    fn found(&mut self, _found: &Arc<Found>) -> Option<Action> {
        None
    }

    /// Its key hints for the footer: key and meaning.
    fn hint(&self) -> Vec<(&'static str, &'static str)>;

    /// Draws its content. Returns the position of the cursor, if it is shown.
    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) -> Option<Position>;
}
