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
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
    }
}

/// Whether there is no shell that could take over while the process is stopped (POSIX: an orphaned process group): no
/// process above ours is of our session and of another group.
///
/// The system's own calls are not used where /proc is: in a container the group or the session of a process outside is
/// 0, which rustix has no value for.
#[cfg(target_os = "linux")]
pub(super) fn is_orphaned() -> bool {
    no_shell_above(|process| Place::of(&std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?))
}

/// The same, where only the process above can be asked about.
#[cfg(all(unix, not(target_os = "linux")))]
pub(super) fn is_orphaned() -> bool {
    use rustix::process::{getppid, getsid};
    getppid().is_none_or(|parent| getsid(Some(parent)).ok() != getsid(None).ok())
}

/// Where a process stands among the others.
#[cfg(target_os = "linux")]
struct Place {
    parent: i32,
    group: i32,
    session: i32,
}

#[cfg(target_os = "linux")]
impl Place {
    /// Reads a line of `/proc/*/stat` (proc(5)): after the name in brackets, which may be anything, come the state, the
    /// parent, the group and the session. Each is 0 where it is outside of what the reader may see.
    fn of(stat: &str) -> Option<Self> {
        let mut numbers = stat.rsplit_once(") ")?.1.split(' ').skip(1).map_while(|word| word.parse().ok());
        Some(Self { parent: numbers.next()?, group: numbers.next()?, session: numbers.next()? })
    }
}

/// [`is_orphaned`], of what is known of each process by its number, or of our own by `self`.
#[cfg(target_os = "linux")]
fn no_shell_above(place_of: impl Fn(&str) -> Option<Place>) -> bool {
    // Where nothing can be learnt there is a shell: one stands above most programs.
    let Some(ours) = place_of("self") else { return false };
    let mut parent = ours.parent;
    while parent != 0 {
        match place_of(&parent.to_string()) {
            None => return false,
            Some(above) if above.session != ours.session => return true,
            Some(above) if above.group != ours.group => return false,
            Some(above) => parent = above.parent,
        }
    }
    true
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{Place, no_shell_above};

    /// Asks with our own process, 9, and those above it, each as number, parent, group and session.
    fn orphaned(processes: &[[i32; 4]]) -> bool {
        no_shell_above(|wanted| {
            let number = if wanted == "self" { 9 } else { wanted.parse().ok()? };
            let [_, parent, group, session] = *processes.iter().find(|process| process[0] == number)?;
            Some(Place { parent, group, session })
        })
    }

    #[test]
    fn a_shell_is_of_our_session_and_of_another_group() {
        assert!(!orphaned(&[[9, 5, 9, 5], [5, 1, 5, 5]]), "a shell");
        assert!(!orphaned(&[[9, 8, 8, 5], [8, 5, 8, 5], [5, 1, 5, 5]]), "a shell above a program in our group");
        assert!(orphaned(&[[9, 5, 9, 9], [5, 1, 5, 5]]), "a session of our own");
        assert!(orphaned(&[[9, 5, 9, 9], [5, 0, 0, 0]]), "a parent whose session is outside of the container");
        assert!(orphaned(&[[9, 0, 9, 9]]), "a parent outside of the container");
        assert!(!orphaned(&[[9, 5, 9, 0], [5, 0, 0, 0]]), "a session that reaches into the container");
        assert!(!orphaned(&[[9, 5, 9, 5]]), "a parent that we may not see");
        assert!(!orphaned(&[]), "no /proc");
    }

    #[test]
    fn a_name_may_look_like_the_rest_of_its_line() {
        let place = Place::of("41 (a) S 1 2 (b) R 7 8 0 34816 -1 4194560").unwrap();
        assert_eq!([place.parent, place.group, place.session], [7, 8, 0]);
        assert!(Place::of("41 (a) S 1 2").is_none());
    }
}
