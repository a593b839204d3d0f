//! The explorer: keys in, cells out.
//!
//! Everything that happens is an [`Action`]; [`update`] applies it to the [`App`] and may ask for an [`Effect`];
//! [`draw`] turns the state into cells. Only the runtime touches the world: it feeds keys and answers in, performs
//! effects and writes frames.

pub mod action;
mod app;
mod ascii;
mod command;
mod draw;
mod effect;
mod history;
mod keymap;
mod layout;
mod marks;
mod overlay;
mod pane;
mod picture;
mod runtime;
mod session;
mod setup;
mod sgr;
mod state;
mod story;
mod theme;
mod update;
mod widget;

pub use action::{Action, Open};
pub use app::App;
pub use command::Command;
pub use draw::draw;
pub use effect::{Effect, Written};
pub use keymap::{Chord, Keymap, Mode};
pub use picture::{Ground, PictureFormat, picture};
pub use setup::Setup;
pub use state::{Saved, Unreadable};
pub use theme::{Background, Depth, Theme};
pub use update::{press, update};

use crate::cli::{Args, CliError, Exit, Out, ShotOptions};

/// Makes a panic of any thread give the terminal back, if it is taken, say in a few lines what happened, and end the
/// program.
pub fn install_panic_hook() {
    runtime::install_panic_hook();
}

/// Explores a base until the reader has enough.
///
/// # Errors
/// When the base cannot be opened, or the terminal is lost.
pub fn run(args: &Args) -> Result<Exit, CliError> {
    runtime::run(args)
}

/// Draws the explorer once, without a terminal.
///
/// # Errors
/// When the base cannot be opened, or what was asked for not be understood.
pub fn shot(args: &Args, options: &ShotOptions, out: &mut Out<'_>) -> Result<Exit, CliError> {
    runtime::shot(args, options, out)
}

/// Prints the keys in force.
///
/// # Errors
/// When writing fails.
pub fn print_keys(args: &Args, out: &mut Out<'_>) -> Result<Exit, CliError> {
    runtime::print_keys(args, out)
}

/// Says where the settings are, or what there is to set, or what is wrong with them.
///
/// # Errors
/// When writing fails, or nobody knows where settings are.
pub fn print_config(path: bool, default: bool, out: &mut Out<'_>) -> Result<Exit, CliError> {
    runtime::print_config(path, default, out)
}

#[cfg(test)]
mod tests;
