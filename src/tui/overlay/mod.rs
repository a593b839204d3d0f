//! What lies over the panes: one thing at a time, on a stack.

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

/// Something that lies over the panes and takes the keys.
pub trait Overlay {
    /// Its name.
    fn title(&self) -> String;

    /// What keys mean to it.
    fn mode(&self) -> Mode {
        Mode::Command
    }

    /// Its place over the panes, with its frame.
    fn place(&self, body: Rect) -> Rect {
        body
    }

    /// The rows and columns inside its frame.
    fn resize(&mut self, size: Size);

    /// Acts on a command; asks for the rest by returning an action.
    fn on(&mut self, command: Command) -> Option<Action>;

    /// A click into a row and a column inside its frame; asks for the rest by returning an action.
    fn click(&mut self, _row: u16, _column: u16) -> Option<Action> {
        None
    }

    /// Edits its prompt; whether there is something new to search for.
    fn edit(&mut self, _edit: Edit, _base: &FactBase) -> bool {
        false
    }

    /// What stands in its prompt.
    fn typed(&self) -> Option<&str> {
        None
    }

    /// Takes the answer to its last query; asks for the rest by returning an action.
    fn found(&mut self, _found: &Arc<Found>) -> Option<Action> {
        None
    }

    /// The hint of its footer.
    fn hint(&self) -> Vec<(&'static str, &'static str)>;

    /// Draws it inside its frame; where the cursor stands, if it has one.
    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) -> Option<Position>;
}
