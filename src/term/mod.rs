//! The terminal: bytes to events, cells to bytes, modes, signals, clipboard and screenshots. Knows nothing of the rest
//! of the program.
//!
//! A [`Line`] leads to a terminal. [`LocalTerminal`] is the one on standard input and output; [`StreamLine`] is one at
//! the other end of a network channel or a test.

mod clipboard;
mod encode;
mod environment;
mod frame_limiter;
mod input;
mod input_thread;
mod job_control;
mod line;
mod local;
mod locale;
mod modes;
mod process;
mod screen;
mod scroll;
pub mod sgr;
mod signals;
pub mod snapshot;
mod stream;
mod tty;
mod window;

pub use clipboard::Clipboard;
pub use environment::{Environment, Multiplexer, TerminalLevel, editor_command};
pub use frame_limiter::FrameLimiter;
pub use line::{ChildEnd, EventSink, Line, LineEvent, Modes, Resumption};
pub use local::{LocalTerminal, is_hang_up};
pub use locale::needs_ascii;
pub use screen::Screen;
pub use stream::{StreamInput, StreamLine};
pub use tty::install_panic_hook;
#[cfg(debug_assertions)]
pub use tty::is_child_running;
pub use window::{local_size, window_size};

use std::io;

/// Starts a detached thread. Unlike `std::thread::spawn`, returns an error if the system has no more threads.
///
/// # Errors
/// If the system has no more threads.
pub fn start_thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let with_context = |error: io::Error| io::Error::new(error.kind(), format!("no thread can be started: {error}"));
    std::thread::Builder::new().spawn(work).map(drop).map_err(with_context)
}
