//! The explorer: keys in, cells out.
//!
//! Everything that happens is an [`Action`]; [`update`] applies it to the [`App`] and may return an [`Effect`];
//! [`draw`] renders the state into cells. Only the runtime has side effects: it feeds in keys and results, performs
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
mod options;
mod overlay;
mod pane;
mod runtime;
mod saved_session;
mod session_capture;
mod sgr;
mod snapshot;
mod story;
mod theme;
mod update;
mod widget;

pub use action::{Action, BaseSnapshot};
pub use app::App;
pub use command::Command;
pub use draw::draw;
pub use effect::{EditTarget, Effect};
pub use keymap::{Chord, Keymap, Mode};
pub use options::UiOptions;
pub use saved_session::{LoadError, SavedSession};
pub use snapshot::{ScreenshotFormat, TerminalColors, render_screenshot};
pub use theme::{Background, ColorDepth, Theme};
pub use update::{press, update};

use crate::cli::{Args, CliError, Exit, Output, ShotOptions};

/// Installs a panic hook that restores the terminal if it is in use, reports the panic in a few lines, and exits. It
/// applies to every thread.
pub fn install_panic_hook() {
    runtime::install_panic_hook();
}

/// Runs the explorer on a base until the user quits.
///
/// # Errors
/// If the base cannot be opened, or the terminal is lost.
pub fn run(args: &Args) -> Result<Exit, CliError> {
    runtime::run(args)
}

/// Renders the explorer once, without a terminal.
///
/// # Errors
/// If the base cannot be opened, or an option of the request is invalid.
pub fn shot(args: &Args, options: &ShotOptions, out: &mut Output<'_>) -> Result<Exit, CliError> {
    runtime::print_screenshot(args, options, out)
}

/// Prints the effective key bindings.
///
/// # Errors
/// If writing fails.
pub fn print_keys(args: &Args, out: &mut Output<'_>) -> Result<Exit, CliError> {
    runtime::print_keys(args, out)
}

/// Prints the path of the settings file, the default settings, or what is wrong with the settings.
///
/// # Errors
/// If writing fails, or the path of the settings is unknown.
pub fn print_config(path: bool, default: bool, out: &mut Output<'_>) -> Result<Exit, CliError> {
    runtime::print_config(path, default, out)
}

#[cfg(test)]
mod tests;
