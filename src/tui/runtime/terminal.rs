//! Taking the terminal, and giving it back whatever happens.

use super::Message;
use crate::tui::action::Action;
use crate::tui::command::Command;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste, Event, poll, read};
use crossterm::queue;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Size;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// Whether the terminal is ours now. The panic hook runs outside of every object, so it has to ask here.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Reports of clicks and of the wheel (xterm modes 1000 and 1006), not of every move.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// No more reports.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// The most events that are taken at once.
const MOST: usize = 4096;

/// The terminal, in raw mode on the alternate screen, until it is dropped.
pub(super) struct Terminal {
    out: io::Stdout,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal, and the mouse if that is wanted.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        // The theme decides what NO_COLOR means; the backend would drop weight and reverse with it.
        crossterm::style::force_color_output(true);
        let mut terminal = Self { out: io::stdout(), mouse };
        terminal.resume()?;
        Ok(terminal)
    }

    /// Takes the terminal again after it was left.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.mouse {
            bytes.extend(MOUSE_ON);
        }
        self.out.write_all(&bytes)?;
        self.out.flush()
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub(super) fn use_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.mouse = mouse;
        let mut bytes = Vec::new();
        if mouse {
            bytes.extend(MOUSE_ON);
        } else {
            bytes.extend(MOUSE_OFF);
        }
        self.out.write_all(&bytes)?;
        self.out.flush()
    }

    /// Writes a text on the ordinary screen, where it stays; [`Self::resume`] comes back.
    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = Vec::new();
        bytes.extend(MOUSE_OFF);
        queue!(bytes, LeaveAlternateScreen, Show)?;
        // In raw mode a line feed alone does not return to the margin.
        bytes.extend(text.replace('\n', "\r\n").bytes());
        self.out.write_all(&bytes)?;
        self.out.flush()
    }
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Undoes everything that [`Terminal::resume`] did, once; what fails is not in our hands any more.
pub(super) fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = MOUSE_OFF.to_vec();
    let _ = queue!(bytes, EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let mut out = io::stdout();
    let _ = out.write_all(&bytes);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// Makes a panic of any thread give the terminal back, say in a few lines what happened, and end the program.
pub(super) fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        restore();
        let payload = info.payload();
        let owned = || payload.downcast_ref::<String>().map(String::as_str);
        let message = payload.downcast_ref::<&str>().copied().or_else(owned).unwrap_or("unknown");
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        let _ = writeln!(
            io::stderr(),
            "dossier {version} met a fault of its own and stopped: {message} ({place})\n\
             Nothing of yours was changed. Please report these lines, and what you did, to the project."
        );
        std::process::exit(101);
    }));
}

/// The size of the window; 80×24 where nobody knows.
pub(super) fn size() -> Size {
    let (width, height) = crossterm::terminal::size().ok().filter(|&(w, h)| w > 0 && h > 0).unwrap_or((80, 24));
    Size { width, height }
}

/// The signals that end or stop the program or tell that it goes on, caught from the moment on that this exists.
pub(super) struct Caught(#[cfg(unix)] Option<signal_hook::iterator::Signals>);

/// Catches signals. This comes before the terminal is taken: from then on none may end the program by itself.
pub(super) fn catch_signals() -> Caught {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
        Caught(signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT]).ok())
    }
    #[cfg(not(unix))]
    Caught()
}

/// The leave to read on. The thread that reads keys waits for it after each batch, so that nobody reads the keys of an
/// editor away from it.
pub(super) struct Leave(Sender<()>);

impl Leave {
    /// Reads on.
    pub(super) fn read_on(&self) {
        let _ = self.0.send(());
    }
}

/// Begins to listen to keys, to the window and to signals, each in a thread of its own.
pub(super) fn listen(sender: &Sender<Message>, caught: Caught) -> Leave {
    let keys = sender.clone();
    let (leave, granted) = channel();
    std::thread::spawn(move || {
        loop {
            let message = read_batch().map_or(Message::Lost, Message::Inputs);
            let lost = matches!(message, Message::Lost);
            if keys.send(message).is_err() || lost || granted.recv().is_err() {
                break;
            }
        }
    });
    #[cfg(unix)]
    if let Some(signals) = caught.0 {
        listen_to_signals(signals, sender.clone());
    }
    #[cfg(not(unix))]
    drop(caught);
    Leave(leave)
}

/// Waits for an event, and takes all that are there by then.
fn read_batch() -> io::Result<Vec<Event>> {
    let mut events = vec![read()?];
    while events.len() < MOST && poll(Duration::ZERO)? {
        events.push(read()?);
    }
    Ok(events)
}

#[cfg(unix)]
fn listen_to_signals(mut signals: signal_hook::iterator::Signals, sender: Sender<Message>) {
    use signal_hook::consts::{SIGCONT, SIGINT, SIGQUIT, SIGTSTP};
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let message = match signal {
                // While another program has the terminal, what is typed there is not for us.
                SIGCONT | SIGINT | SIGQUIT if !TAKEN.load(Ordering::SeqCst) => continue,
                // It stops with the program that it waits for.
                SIGTSTP if !TAKEN.load(Ordering::SeqCst) => {
                    emulate_stop();
                    continue;
                }
                SIGCONT => Message::Continue,
                SIGTSTP => Message::Action(Action::Do(Command::Suspend, None)),
                signal => Message::Terminate(signal),
            };
            if sender.send(message).is_err() {
                break;
            }
        }
    });
}

/// Stops the process as the terminal's own Ctrl-Z would; returns when it goes on.
pub(super) fn emulate_stop() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}
