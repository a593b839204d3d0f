//! A line to a terminal: events in, bytes out, and a size.

use crossterm::event::Event;
use ratatui::layout::Size;
use std::io::{self, Write};
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// What happens on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineEvent {
    /// All events decoded from one batch of input.
    Input(Vec<Event>),
    /// The window has another size.
    Resized(Size),
    /// The terminal asks the program to stop (SIGTSTP).
    SuspendRequested,
    /// The process continues after a stop (SIGCONT).
    Continued,
    /// The process received this termination signal.
    Terminated(i32),
    /// The other end has hung up.
    HungUp,
}

/// Receives the events of a line, on any thread. Returns false if no more events are wanted.
pub type EventSink = Arc<dyn Fn(LineEvent) -> bool + Send + Sync>;

/// The modes that a terminal is in besides raw mode, the alternate screen and bracketed paste.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    /// Mouse reports.
    pub mouse: bool,
    /// The kitty keyboard protocol.
    pub kitty_keys: bool,
}

/// How a stop of the process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumption {
    /// The process has the terminal again, on the alternate screen, with unknown content.
    Resumed,
    /// A termination signal arrived meanwhile.
    Terminated(i32),
    /// Nothing happened: there is no shell to return to, or the stop was already handled.
    Unchanged,
}

/// The end of a program that had the terminal.
#[derive(Debug)]
pub enum ChildEnd {
    /// It exited, or could not be started. The terminal is on the alternate screen again, with unknown content.
    Exited(io::Result<ExitStatus>),
    /// A termination signal arrived after it.
    Terminated(i32),
    /// The line cannot run programs.
    Unsupported,
}

/// A line to a terminal in raw mode on the alternate screen. Bytes that are written to it arrive there unbuffered.
/// Dropping it restores the terminal.
///
/// What only a local terminal can do has a default that does nothing.
pub trait Line: Write {
    /// The current size of the window, in cells.
    fn size(&self) -> Size;

    /// Starts reading input and sends the first batch.
    ///
    /// # Errors
    /// If the thread that reads cannot be started.
    fn start_input(&mut self) -> io::Result<()>;

    /// Permits reading the next batch of input. A line waits for it after each batch, so that it never takes keys
    /// meant for another program.
    fn permit_read(&self);

    /// Turns mouse reports on or off.
    ///
    /// # Errors
    /// If writing fails.
    fn set_mouse(&mut self, on: bool) -> io::Result<()>;

    /// Prints lines of text on the main screen, where they stay. [`Line::resume`] returns to the alternate screen.
    ///
    /// # Errors
    /// If writing fails.
    fn print_on_main_screen(&mut self, lines: &str) -> io::Result<()>;

    /// Returns to the alternate screen.
    ///
    /// # Errors
    /// If writing fails.
    fn resume(&mut self) -> io::Result<()>;

    /// Restores the terminal before the line is dropped.
    fn restore(&mut self);

    /// Whether [`Line::suspend`] can stop the process.
    fn can_suspend(&self) -> bool {
        false
    }

    /// Restores the terminal and stops the process until the shell continues it.
    ///
    /// # Errors
    /// If the terminal cannot be taken over again.
    fn suspend(&mut self) -> io::Result<Resumption> {
        Ok(Resumption::Unchanged)
    }

    /// Handles [`LineEvent::Continued`].
    ///
    /// # Errors
    /// If the terminal cannot be taken over again.
    fn on_continued(&mut self) -> io::Result<Resumption> {
        Ok(Resumption::Unchanged)
    }

    /// Whether [`Line::run_child`] can run programs: the user sits at this machine's terminal.
    fn is_local(&self) -> bool {
        false
    }

    /// Hands the terminal to a program and waits for its exit.
    ///
    /// # Errors
    /// If the terminal cannot be taken over again.
    fn run_child(&mut self, _command: &mut Command) -> io::Result<ChildEnd> {
        Ok(ChildEnd::Unsupported)
    }
}

/// The side of a read permit that waits; see [`Line::permit_read`].
pub(super) struct PermitReceiver(Receiver<()>);

/// The side of a read permit that grants.
pub(super) struct ReadPermit(Sender<()>);

/// A pair for one reading thread.
pub(super) fn read_permit() -> (ReadPermit, PermitReceiver) {
    let (sender, receiver) = channel();
    (ReadPermit(sender), PermitReceiver(receiver))
}

impl ReadPermit {
    pub(super) fn grant(&self) {
        // The thread has ended if the line has hung up.
        let _ = self.0.send(());
    }
}

impl PermitReceiver {
    /// Waits for the next permit. Returns false if the line was dropped.
    pub(super) fn wait(&self) -> bool {
        self.0.recv().is_ok()
    }
}
