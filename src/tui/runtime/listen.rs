//! Reads input and receives signals, each on its own thread.

use super::{Message, start_thread};
use crossterm::event::Event;
use std::io;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Sender, channel};

/// Permission to read the next batch of input. The input thread waits for it after every batch, so it never takes
/// keystrokes meant for an editor.
pub(super) struct ReadPermit(Sender<()>);

impl ReadPermit {
    /// Lets the input thread read the next batch.
    pub(super) fn grant(&self) {
        let _ = self.0.send(());
    }
}

/// Starts the threads that read input and watch for a terminal hang-up.
///
/// # Errors
/// If the input thread cannot be started.
pub(super) fn start_input_thread(sender: &Sender<Message>) -> io::Result<ReadPermit> {
    let keys = sender.clone();
    let (permit, granted) = channel();
    start_thread(move || {
        let mut source = InputReader::default();
        loop {
            let message = source.read().map_or(Message::HungUp, Message::Inputs);
            let lost = matches!(message, Message::HungUp);
            if keys.send(message).is_err() || lost || granted.recv().is_err() {
                break;
            }
        }
    })?;
    #[cfg(unix)]
    watch_for_hang_up(sender.clone());
    Ok(ReadPermit(permit))
}

/// Reads and decodes terminal input.
#[cfg(unix)]
#[derive(Default)]
struct InputReader {
    decoder: super::input::Decoder,
    buffer: Vec<u8>,
}

#[cfg(unix)]
impl InputReader {
    /// Waits for input and returns all events available by then. Fails if the terminal is gone.
    fn read(&mut self) -> io::Result<Vec<Event>> {
        use rustix::event::{PollFd, PollFlags, poll};
        use rustix::io::Errno;
        let input = rustix::stdio::stdin();
        self.buffer.resize(64 * 1024, 0);
        let mut events = Vec::new();
        while events.is_empty() {
            let timeout = self.decoder.timeout().and_then(|patience| patience.try_into().ok());
            let mut ready = [PollFd::new(&input, PollFlags::IN)];
            match poll(&mut ready, timeout.as_ref()) {
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
                Ok(0) => {
                    self.decoder.flush_pending(&mut events);
                    continue;
                }
                Ok(_) => {}
            }
            if ready[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            match rustix::io::read(input, &mut self.buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => self.decoder.feed(&self.buffer[..read], &mut events),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(events)
    }
}

/// Reads terminal input through crossterm.
#[cfg(not(unix))]
#[derive(Default)]
struct Source;

#[cfg(not(unix))]
impl InputReader {
    /// Waits for an event and returns all events available by then, up to 4,096.
    fn read(&mut self) -> io::Result<Vec<Event>> {
        use crossterm::event::{poll, read};
        let mut events = vec![read()?];
        while events.len() < 4096 && poll(std::time::Duration::ZERO)? {
            events.push(read()?);
        }
        Ok(events)
    }
}

/// Reports a terminal hang-up even while the input thread is paused. A process that gets no SIGHUP (`nohup`, another
/// session) has no other way to notice.
#[cfg(unix)]
fn watch_for_hang_up(sender: Sender<Message>) {
    use rustix::event::{PollFd, PollFlags, poll};
    // If this thread does not start, the input thread still notices a hang-up when it reads.
    let _ = start_thread(move || {
        let input = rustix::stdio::stdin();
        // `poll` with no flags still reports HUP, ERR and NVAL.
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        loop {
            let mut polled = [PollFd::new(&input, PollFlags::empty())];
            match poll(&mut polled, None) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) if polled[0].revents().intersects(gone) => break drop(sender.send(Message::HungUp)),
                // The terminal cannot be polled; the input thread reports the hang-up.
                _ => break,
            }
        }
    });
}

/// The termination signal received; 0 if none.
static TERMINATION_SIGNAL: AtomicI32 = AtomicI32::new(0);

/// The termination signal received, if any. For callers that cannot wait for `Message::Terminate`.
pub(super) fn pending_termination() -> Option<i32> {
    Some(TERMINATION_SIGNAL.load(Ordering::SeqCst)).filter(|&signal| signal != 0)
}

/// Installs the signal handlers. Call this before entering raw mode: from then on no signal may kill the process
/// directly, and the first frame can already block in `write`.
///
/// # Errors
/// If the handlers cannot be installed. Do not enter raw mode then.
pub(super) fn install_signal_handlers(sender: &Sender<Message>) -> io::Result<()> {
    #[cfg(unix)]
    signals::start_signal_thread(sender.clone())?;
    #[cfg(not(unix))]
    let _ = sender;
    Ok(())
}

#[cfg(unix)]
mod signals {
    use super::super::Message;
    use super::super::job::{stop_process, take_self_stop};
    use super::super::start_thread;
    use super::super::terminal::{force_exit, has_child_just_exited, is_active, is_child_running, size};
    use super::{Ordering, TERMINATION_SIGNAL};
    use crate::tui::action::Action;
    use crate::tui::command::Command;
    use signal_hook::consts::{SIGABRT, SIGALRM, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS};
    use signal_hook::consts::{SIGCHLD, SIGCONT, SIGTSTP, SIGWINCH, SIGXFSZ};
    use signal_hook::consts::{SIGTERM, SIGTRAP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU};
    use signal_hook::iterator::Signals;
    use std::io;
    use std::sync::mpsc::Sender;
    use std::time::Duration;

    /// Signals that terminate the process by default. Synchronous faults such as SIGSEGV cannot be handled and are
    /// not listed.
    const TERMINATION_SIGNALS: [i32; 14] = [
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGALRM, SIGIO, SIGPROF, SIGSYS, SIGTRAP, SIGUSR1, SIGUSR2,
        SIGVTALRM, SIGXCPU,
    ];

    /// How long an orderly exit may take after a termination signal, including saving the session.
    const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

    pub(super) fn start_signal_thread(sender: Sender<Message>) -> io::Result<()> {
        // Handle SIGCHLD in case the parent process ignored it: otherwise `wait` returns ECHILD for our children.
        let signals =
            Signals::new(TERMINATION_SIGNALS.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ, SIGCHLD]));
        let add_context = |error: io::Error| io::Error::new(error.kind(), format!("signals cannot be caught: {error}"));
        let mut signals = signals.map_err(add_context)?;
        start_thread(move || {
            for signal in signals.forever() {
                let message = match signal {
                    // While a child has the terminal, SIGCONT and signals from the keyboard are meant for the child.
                    SIGCONT if is_child_running() => continue,
                    SIGINT | SIGQUIT if is_child_running() || has_child_just_exited() => continue,
                    SIGTSTP if take_self_stop() => continue,
                    // Stop together with the child that has the terminal.
                    SIGTSTP if !is_active() => {
                        stop_process();
                        continue;
                    }
                    // SIGXFSZ: the write itself fails with EFBIG.
                    SIGXFSZ | SIGCHLD => continue,
                    SIGCONT => Message::Continued,
                    SIGTSTP => Message::Action(Action::Do(Command::Suspend)),
                    SIGWINCH => Message::Action(Action::Resized(size())),
                    signal => Message::Terminate(signal),
                };
                let is_termination = matches!(message, Message::Terminate(_));
                if is_termination {
                    TERMINATION_SIGNAL.store(signal, Ordering::SeqCst);
                }
                if sender.send(message).is_err() {
                    break;
                }
                if is_termination && start_thread(move || exit_after_grace(signal)).is_err() {
                    exit_after_grace(signal);
                }
            }
        })
    }

    /// Exits the process after [`SHUTDOWN_GRACE`], in case it has not exited by then. Waits for a child that has the terminal.
    fn exit_after_grace(signal: i32) -> ! {
        std::thread::sleep(SHUTDOWN_GRACE);
        if is_child_running() {
            while is_child_running() {
                std::thread::sleep(Duration::from_millis(50));
            }
            std::thread::sleep(SHUTDOWN_GRACE);
        }
        force_exit(128 + signal)
    }
}
