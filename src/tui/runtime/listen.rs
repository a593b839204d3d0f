//! Hearing the keys, the window and the signals, each in a thread of its own.

use super::{Message, start_thread};
use crossterm::event::Event;
use std::io;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Sender, channel};

/// The leave to read on. The thread that reads keys waits for it after each batch, so that nobody reads the keys of an
/// editor away from it.
pub(super) struct Leave(Sender<()>);

impl Leave {
    /// Reads on.
    pub(super) fn read_on(&self) {
        let _ = self.0.send(());
    }
}

/// Begins to listen to keys, and for the end of the line.
///
/// # Errors
/// When no thread can be started.
pub(super) fn listen(sender: &Sender<Message>) -> io::Result<Leave> {
    let keys = sender.clone();
    let (leave, granted) = channel();
    start_thread(move || {
        let mut source = Source::default();
        loop {
            let message = source.read().map_or(Message::Lost, Message::Inputs);
            let lost = matches!(message, Message::Lost);
            if keys.send(message).is_err() || lost || granted.recv().is_err() {
                break;
            }
        }
    })?;
    #[cfg(unix)]
    listen_to_hang_up(sender.clone());
    Ok(Leave(leave))
}

/// Where keys come from.
#[cfg(unix)]
#[derive(Default)]
struct Source {
    decoder: super::input::Decoder,
    buffer: Vec<u8>,
}

#[cfg(unix)]
impl Source {
    /// Waits for events, and takes all that are there by then. An error where the terminal is gone.
    fn read(&mut self) -> io::Result<Vec<Event>> {
        use rustix::event::{PollFd, PollFlags, poll};
        use rustix::io::Errno;
        let input = rustix::stdio::stdin();
        self.buffer.resize(64 * 1024, 0);
        let mut events = Vec::new();
        while events.is_empty() {
            let patience = self.decoder.patience().and_then(|patience| patience.try_into().ok());
            let mut ready = [PollFd::new(&input, PollFlags::IN)];
            match poll(&mut ready, patience.as_ref()) {
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
                Ok(0) => {
                    self.decoder.give_up(&mut events);
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

/// Where keys come from.
#[cfg(not(unix))]
#[derive(Default)]
struct Source;

#[cfg(not(unix))]
impl Source {
    /// Waits for an event, and takes all that are there by then.
    fn read(&mut self) -> io::Result<Vec<Event>> {
        use crossterm::event::{poll, read};
        let mut events = vec![read()?];
        while events.len() < 4096 && poll(std::time::Duration::ZERO)? {
            events.push(read()?);
        }
        Ok(events)
    }
}

/// Tells when the other end of the terminal is gone, also while nobody reads keys. A process that no signal reaches
/// (`nohup`, a session of another) has no other way to learn of it.
#[cfg(unix)]
fn listen_to_hang_up(sender: Sender<Message>) {
    use rustix::event::{PollFd, PollFlags, poll};
    // Without it, reading keys tells.
    let _ = start_thread(move || {
        let input = rustix::stdio::stdin();
        // Of nothing but this is a poll without flags told.
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        loop {
            let mut asked = [PollFd::new(&input, PollFlags::empty())];
            match poll(&mut asked, None) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) if asked[0].revents().intersects(gone) => break drop(sender.send(Message::Lost)),
                // Where this cannot be asked, reading tells.
                _ => break,
            }
        }
    });
}

/// The signal by which the process was asked to end; 0 for none.
static ASKED: AtomicI32 = AtomicI32::new(0);

/// The signal by which the process was asked to end, if it was: for who cannot wait for the message of it.
pub(super) fn asked_to_end() -> Option<i32> {
    Some(ASKED.load(Ordering::SeqCst)).filter(|&signal| signal != 0)
}

/// Catches signals and answers them. This comes before the terminal is taken: from then on none may end the program by
/// itself, and the first frame may already hang in the line.
///
/// # Errors
/// When they cannot be caught: then the terminal is not to be taken.
pub(super) fn listen_to_signals(sender: &Sender<Message>) -> io::Result<()> {
    #[cfg(unix)]
    signals::listen(sender.clone())?;
    #[cfg(not(unix))]
    let _ = sender;
    Ok(())
}

#[cfg(unix)]
mod signals {
    use super::super::Message;
    use super::super::job::{is_ours, stop};
    use super::super::start_thread;
    use super::super::terminal::{insist, is_lent, is_taken, size, was_just_lent};
    use super::{ASKED, Ordering};
    use crate::tui::action::Action;
    use crate::tui::command::Command;
    use signal_hook::consts::{SIGABRT, SIGALRM, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS};
    use signal_hook::consts::{SIGCHLD, SIGCONT, SIGTSTP, SIGWINCH, SIGXFSZ};
    use signal_hook::consts::{SIGTERM, SIGTRAP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU};
    use signal_hook::iterator::Signals;
    use std::io;
    use std::sync::mpsc::Sender;
    use std::time::Duration;

    /// What ends a program that does not answer it. What the processor says of a fault of ours cannot be answered.
    const ENDING: [i32; 14] = [
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGALRM, SIGIO, SIGPROF, SIGSYS, SIGTRAP, SIGUSR1, SIGUSR2,
        SIGVTALRM, SIGXCPU,
    ];

    /// How long the program may take to end when it is asked to, with what is to be kept of the session.
    const GRACE: Duration = Duration::from_secs(2);

    pub(super) fn listen(sender: Sender<Message>) -> io::Result<()> {
        // SIGCHLD, so that nobody above us has it ignored, and with it how our children end.
        let signals = Signals::new(ENDING.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ, SIGCHLD]));
        let tell = |error: io::Error| io::Error::new(error.kind(), format!("signals cannot be caught: {error}"));
        let mut signals = signals.map_err(tell)?;
        start_thread(move || {
            for signal in signals.forever() {
                let message = match signal {
                    // While another program has the terminal, what is typed there is not for us.
                    SIGCONT if is_lent() => continue,
                    SIGINT | SIGQUIT if is_lent() || was_just_lent() => continue,
                    SIGTSTP if is_ours() => continue,
                    // It stops with the program that it waits for.
                    SIGTSTP if !is_taken() => {
                        stop();
                        continue;
                    }
                    // The file that grew too large fails by itself.
                    SIGXFSZ | SIGCHLD => continue,
                    SIGCONT => Message::Continue,
                    SIGTSTP => Message::Action(Action::Do(Command::Suspend)),
                    SIGWINCH => Message::Action(Action::Resized(size())),
                    signal => Message::Terminate(signal),
                };
                let ends = matches!(message, Message::Terminate(_));
                if ends {
                    ASKED.store(signal, Ordering::SeqCst);
                }
                if sender.send(message).is_err() {
                    break;
                }
                if ends && start_thread(move || insist_in_time(signal)).is_err() {
                    insist_in_time(signal);
                }
            }
        })
    }

    /// Ends the process, unless it has ended by itself by then. An editor that has the terminal is waited for.
    fn insist_in_time(signal: i32) -> ! {
        std::thread::sleep(GRACE);
        if is_lent() {
            while is_lent() {
                std::thread::sleep(Duration::from_millis(50));
            }
            std::thread::sleep(GRACE);
        }
        insist(128 + signal)
    }
}
