//! Hearing the keys, the window and the signals, each in a thread of its own.

use super::Message;
use crossterm::event::Event;
use std::io;
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

/// Begins to listen.
pub(super) fn listen(sender: &Sender<Message>, caught: Caught) -> Leave {
    let keys = sender.clone();
    let (leave, granted) = channel();
    std::thread::spawn(move || {
        let mut source = Source::default();
        loop {
            let message = source.read().map_or(Message::Lost, Message::Inputs);
            let lost = matches!(message, Message::Lost);
            if keys.send(message).is_err() || lost || granted.recv().is_err() {
                break;
            }
        }
    });
    #[cfg(unix)]
    {
        listen_to_hang_up(sender.clone());
        if let Some(signals) = caught.0 {
            signals::listen(signals, sender.clone());
        }
    }
    #[cfg(not(unix))]
    drop(caught);
    Leave(leave)
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
    std::thread::spawn(move || {
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

/// The signals that end or stop the program or tell of the window or that it goes on, caught from the moment on that
/// this exists.
pub(super) struct Caught(#[cfg(unix)] Option<signal_hook::iterator::Signals>);

/// Catches signals. This comes before the terminal is taken: from then on none may end the program by itself.
pub(super) fn catch_signals() -> Caught {
    #[cfg(unix)]
    {
        Caught(signals::catch().ok())
    }
    #[cfg(not(unix))]
    Caught()
}

/// Stops the process and those that were started with it, as the terminal's own Ctrl-Z would; returns when it goes on.
/// Where nobody is there to let it go on, nothing happens.
pub(super) fn stop() {
    #[cfg(unix)]
    if !is_orphaned() {
        use rustix::process::{Signal, getpgrp, kill_process_group};
        let _ = kill_process_group(getpgrp(), Signal::STOP);
    }
}

/// Whether there is no shell that could take over while the process is stopped (POSIX: an orphaned process group): no
/// process above ours is of our session and of another group.
#[cfg(unix)]
pub(super) fn is_orphaned() -> bool {
    use rustix::process::{Pid, getpgid, getpgrp, getppid, getsid};
    let parent_of = |pid: Pid| {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
        Pid::from_raw(stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?)
    };
    let mut parent = getppid();
    while let Some(pid) = parent {
        if getsid(Some(pid)).ok() != getsid(None).ok() {
            return true;
        }
        if getpgid(Some(pid)).ok() != Some(getpgrp()) {
            return false;
        }
        parent = parent_of(pid);
    }
    // Nothing is known on systems without /proc, where a shell stands above most programs.
    false
}

#[cfg(not(unix))]
pub(super) fn is_orphaned() -> bool {
    true
}

#[cfg(unix)]
mod signals {
    use super::super::Message;
    use super::super::terminal::{insist, is_lent, is_taken, size};
    use super::stop;
    use crate::tui::action::Action;
    use crate::tui::command::Command;
    use signal_hook::consts::{SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::Signals;
    use std::io;
    use std::sync::mpsc::Sender;
    use std::time::Duration;

    /// How long the program may take to end when it is asked to, with what is to be kept of the session.
    const GRACE: Duration = Duration::from_secs(2);

    pub(super) fn catch() -> io::Result<Signals> {
        let ending = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU];
        Signals::new(ending.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ]))
    }

    pub(super) fn listen(mut signals: Signals, sender: Sender<Message>) {
        std::thread::spawn(move || {
            for signal in signals.forever() {
                let message = match signal {
                    // While another program has the terminal, what is typed there is not for us.
                    SIGCONT | SIGINT | SIGQUIT if !is_taken() => continue,
                    // It stops with the program that it waits for.
                    SIGTSTP if !is_taken() => {
                        stop();
                        continue;
                    }
                    // The file that grew too large fails by itself.
                    SIGXFSZ => continue,
                    SIGCONT => Message::Continue,
                    SIGTSTP => Message::Action(Action::Do(Command::Suspend, None)),
                    SIGWINCH => Message::Action(Action::Resized(size())),
                    signal => Message::Terminate(signal),
                };
                let ends = matches!(message, Message::Terminate(_));
                if sender.send(message).is_err() {
                    break;
                }
                if ends {
                    std::thread::sleep(GRACE);
                    // An editor that has the terminal is waited for.
                    if !is_lent() {
                        insist(128 + signal);
                    }
                }
            }
        });
    }
}
