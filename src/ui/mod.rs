//! The explorer: keys in, cells out.
//!
//! Everything that happens is an [`Action`]; [`update`] applies it to the [`App`] and may return an [`Effect`];
//! [`draw`] renders the state into cells. Only the driver has side effects: it feeds in keys and results, performs
//! effects and writes frames.

mod action;
mod app;
mod ascii;
mod command;
mod context;
mod draw;
mod effect;
mod headless;
mod history;
mod keymap;
mod layout;
mod marks;
mod options;
mod overlays;
mod panes;
mod saved_session;
mod session_capture;
pub mod settings;
mod snapshot;
mod story;
mod theme;
mod update;
mod widgets;

pub use action::{Action, CopyFormat, Edit, MouseInput};
pub use app::App;
pub use command::{AppCommand, COMMANDS, Command, CommandGroup, CommandSpec, Motion, PaneCommand, Scope};
pub use draw::draw;
pub use effect::{EditTarget, Effect};
pub use headless::{MAX_LISTED_HITS, answer_search, run_filter, settle};
pub use keymap::{Chord, DEFAULT_KEYMAP, Keymap, Mode};
pub use layout::{PaneId, View};
pub use options::UiOptions;
pub use saved_session::{LoadError, SavedSession};
pub use snapshot::BaseSnapshot;
pub use theme::{Background, ColorDepth, Theme};
pub use update::{press, update};

#[cfg(test)]
mod tests;
