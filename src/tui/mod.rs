//! The explorer: keys in, cells out.
//!
//! Everything that happens is an [`Action`]; [`update`] applies it to the [`App`] and may ask for an [`Effect`];
//! [`draw`] turns the state into cells. Only the runtime touches the world: it feeds keys and answers in, performs
//! effects and writes frames.

pub mod action;
mod app;
mod draw;
mod effect;
mod history;
mod keymap;
mod layout;
mod overlay;
mod pane;
mod runtime;
mod theme;
mod update;
mod widget;

pub use action::{Action, Open};
pub use app::{App, Setup};
pub use draw::draw;
pub use effect::Effect;
pub use keymap::{Keymap, Mode};
pub use theme::{Depth, Theme};
pub use update::update;

use crate::cli::{Args, CliError, Exit};

/// Explores a base until the reader has enough.
///
/// # Errors
/// When the base cannot be opened, or the terminal is lost.
pub fn run(args: &Args) -> Result<Exit, CliError> {
    runtime::run(args)
}
