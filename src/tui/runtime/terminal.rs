//! Taking the terminal, and giving it back whatever happens.

use super::job::{is_behind, wait_for_front};
use super::start_thread;
use crate::cli::window;
use crate::model::clean;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Size;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// Whose the terminal is now. The panic hook runs outside of every object, so it has to ask here. It changes under
/// [`PEN`], unless who holds that hangs.
static HOLD: AtomicU8 = AtomicU8::new(FREE);

/// It was never taken, or it was given back.
const FREE: u8 = 0;
/// It is ours.
const OURS: u8 = 1;
/// It is ours, and shows the ordinary screen.
const PRINTED: u8 = 2;
/// Another program has it that we wait for.
const LENT: u8 = 3;
/// It was given back for good, as the process ends.
const OVER: u8 = 4;

/// Whether the keyboard protocol of kitty is on.
static KEYS: AtomicBool = AtomicBool::new(false);

/// Held by who writes to the terminal, so that nothing comes after it was given back.
static PEN: Mutex<()> = Mutex::new(());

/// When another program gave it back to us.
static RETURNED: Mutex<Option<Instant>> = Mutex::new(None);

/// How long a writer is waited for before the terminal is given back without it.
const PATIENCE: Duration = Duration::from_millis(300);

/// Reports of clicks and of the wheel (xterm modes 1000 and 1006), not of every move.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// No more reports.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Keys told apart, with those of other keyboards (protocol of kitty, flags 1 and 4), on the stack of this screen.
const KEYS_ON: &[u8] = b"\x1b[>5u";
/// Keys as they were.
const KEYS_OFF: &[u8] = b"\x1b[<u";

/// Undoes what a program may have left behind that did not come to its end: reports of the mouse and of the focus,
/// keys and keypad of applications, a region that scrolls (taken back, it moves the cursor), line drawing, colours, a
/// hidden cursor.
const TIDY: &[u8] =
    b"\x1b7\x1b[r\x1b8\x1b[?1;9;1000;1002;1003;1004;1005;1006;1015;2004l\x1b[?7;25h\x1b>\x1b(B\x0f\x1b[m";

/// Takes off the stack of this screen what a program may have left on it; more than there is is all.
const KEYS_TIDY: &[u8] = b"\x1b[<9u";

/// What is asked of a terminal beside its screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Modes {
    /// Reports of the mouse.
    pub(super) mouse: bool,
    /// The keyboard protocol of kitty.
    pub(super) keys: bool,
}

/// The terminal, in raw mode on the alternate screen, until it is dropped.
pub(super) struct Terminal {
    modes: Modes,
}

impl Terminal {
    /// Takes the terminal.
    pub(super) fn enter(modes: Modes) -> io::Result<Self> {
        // The theme decides what NO_COLOR means; the backend would drop weight and reverse with it.
        crossterm::style::force_color_output(true);
        let mut terminal = Self { modes };
        terminal.resume()?;
        Ok(terminal)
    }

    /// Takes the terminal again after it was left, or after somebody may have changed it.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        let _pen = pen();
        let before = HOLD.swap(OURS, Ordering::SeqCst);
        // Somebody may have changed the line while the process was stopped, which raw mode would not notice.
        let _ = disable_raw_mode();
        enable_raw_mode()?;
        let mut bytes = if before == OURS { leaving() } else { Vec::new() };
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.modes.keys {
            KEYS.store(true, Ordering::SeqCst);
            bytes.extend(KEYS_ON);
        }
        if self.modes.mouse {
            bytes.extend(MOUSE_ON);
        }
        put(&bytes)
    }

    /// Leaves the terminal to another program, and takes it again in the state in which it was left, whatever that
    /// program did to it and however it ended.
    pub(super) fn lend<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        give_back(LENT);
        let settings = line_settings();
        let result = run();
        *RETURNED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        // Stopped together with that program, and ended or set going behind the shell: the line is the shell's.
        if let Some(signal) = is_behind().then(wait_for_front).flatten() {
            std::process::exit(128 + signal);
        }
        {
            let _pen = pen();
            // From here on it is ours to give back, also where writing hangs.
            HOLD.store(PRINTED, Ordering::SeqCst);
            if let Some(settings) = settings {
                settings();
            }
            let_through();
            put(TIDY)?;
            if self.modes.keys {
                put(KEYS_TIDY)?;
            }
        }
        self.resume()?;
        Ok(result)
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub(super) fn use_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.modes.mouse = mouse;
        self.write_all(if mouse { MOUSE_ON } else { MOUSE_OFF })
    }

    /// Writes a text on the ordinary screen, where it stays; [`Self::resume`] comes back.
    pub(super) fn print(text: &str) -> io::Result<()> {
        let _pen = pen();
        HOLD.store(PRINTED, Ordering::SeqCst);
        let mut bytes = leaving();
        // In raw mode a line feed alone does not return to the margin.
        for line in text.split_inclusive('\n') {
            bytes.extend(clean(line.trim_end_matches('\n')).bytes());
            bytes.extend(b"\r\n");
        }
        put(&bytes)
    }
}

/// What leaves the screen and undoes all modes; the keyboard only where it was changed, as it is on a stack.
fn leaving() -> Vec<u8> {
    // Where there is no screen beside the ordinary one, the shell goes on below what stands there.
    let mut bytes = [b"\x1b[999H\r\n", MOUSE_OFF].concat();
    if KEYS.swap(false, Ordering::SeqCst) {
        bytes.extend(KEYS_OFF);
    }
    // Writing to memory does not fail.
    let _ = queue!(bytes, EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, Show);
    bytes
}

/// What is written goes out whole and at once; nothing does while the terminal is not ours.
impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _pen = PEN.lock().unwrap_or_else(PoisonError::into_inner);
        if HOLD.load(Ordering::SeqCst) == OURS {
            put(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Waits for the pen, to take the terminal. Where the process ends, that does not happen any more.
fn pen() -> MutexGuard<'static, ()> {
    let guard = PEN.lock().unwrap_or_else(PoisonError::into_inner);
    if HOLD.load(Ordering::SeqCst) != OVER {
        return guard;
    }
    drop(guard);
    loop {
        std::thread::park();
    }
}

/// Waits for the pen, but not for a thread that hangs in writing.
fn pen_in_time() -> Option<MutexGuard<'static, ()>> {
    let end = Instant::now() + PATIENCE;
    loop {
        match PEN.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if Instant::now() >= end => return None,
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// Writes bytes to the terminal in one call, as far as the system takes them in one.
#[cfg(unix)]
fn put(mut bytes: &[u8]) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    // The handle of the standard library would hold back parts of a frame until a line ends.
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            // Somebody else made the terminal of both of us one that does not wait.
            Err(rustix::io::Errno::AGAIN) => drop(poll(&mut [PollFd::new(&out, PollFlags::OUT)], None)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn put(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(bytes)?;
    out.flush()
}

/// Puts the settings of the line back to what they are now.
#[cfg(unix)]
fn line_settings() -> Option<impl FnOnce()> {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let line = rustix::stdio::stdin();
    let settings = tcgetattr(line).ok()?;
    Some(move || {
        let _ = tcsetattr(line, OptionalActions::Now, &settings);
    })
}

#[cfg(not(unix))]
fn line_settings() -> Option<fn()> {
    None
}

/// Undoes that output was stopped, as Ctrl-S does.
fn let_through() {
    #[cfg(unix)]
    let _ = rustix::termios::tcflow(rustix::stdio::stdout(), rustix::termios::Action::OOn);
}

/// Whether an error tells that the other end of the terminal is gone.
pub(super) fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error());
    #[cfg(not(unix))]
    return error.kind() == io::ErrorKind::BrokenPipe;
}

/// Whether the terminal is ours.
pub(super) fn is_taken() -> bool {
    [OURS, PRINTED].contains(&HOLD.load(Ordering::SeqCst))
}

/// Whether another program has it that we wait for.
pub(super) fn is_lent() -> bool {
    HOLD.load(Ordering::SeqCst) == LENT
}

/// Whether another program had it a moment ago: what was typed there may still be on its way.
#[cfg(unix)]
pub(super) fn was_just_lent() -> bool {
    let returned = *RETURNED.lock().unwrap_or_else(PoisonError::into_inner);
    returned.is_some_and(|at| at.elapsed() < Duration::from_millis(200))
}

/// Undoes everything that [`Terminal::resume`] did, once; what fails is not in our hands any more. Who comes second waits
/// until the first is done.
pub(super) fn restore() {
    give_back(FREE);
}

fn give_back(to: u8) {
    let _pen = pen_in_time();
    let before = HOLD.swap(to, Ordering::SeqCst);
    // Behind a shell, the line is the shell's: to set it would stop us once more.
    if [OURS, PRINTED].contains(&before) && !is_behind() {
        let _ = disable_raw_mode();
    }
    // Left twice, a screen takes the cursor back to where it was before what was printed.
    if before == OURS {
        let _ = put(&leaving());
    }
}

/// Leaves the screen, but not raw mode: a shell has the line, and has set it as it likes.
pub(super) fn withdraw() {
    let _pen = pen_in_time();
    if HOLD.swap(FREE, Ordering::SeqCst) == OURS {
        let _ = put(&leaving());
    }
}

/// Gives the terminal back and ends the process although the thread that should do so hangs, as it does where nobody
/// reads the terminal.
#[cfg(unix)]
pub(super) fn insist(code: i32) -> ! {
    use rustix::termios::{QueueSelector, tcflush};
    // What was not read yet never will be; without it, there may be room for what gives the screen back.
    let _ = tcflush(rustix::stdio::stdout(), QueueSelector::OFlush);
    // This thread must not hang as well.
    if start_thread(|| give_back(OVER)).is_err() {
        let _ = disable_raw_mode();
    }
    std::thread::sleep(2 * PATIENCE);
    std::process::exit(code)
}

/// Makes a panic of any thread give the terminal back, say in a few lines what happened, and end the program.
pub(in crate::tui) fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        // Whoever works in another program meanwhile is not torn out of it.
        while is_lent() && std::thread::current().name() != Some("main") {
            std::thread::sleep(Duration::from_millis(20));
        }
        give_back(OVER);
        let payload = info.payload();
        let owned = || payload.downcast_ref::<String>().map(String::as_str);
        let message = payload.downcast_ref::<&str>().copied().or_else(owned).unwrap_or("unknown");
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let _ = writeln!(io::stderr(), "{}", report(message, &place));
        std::process::exit(101);
    }));
}

/// What a panic leaves behind: what is needed to find it.
fn report(message: &str, place: &str) -> String {
    let project = match env!("CARGO_PKG_REPOSITORY") {
        "" => "where you have the program from",
        repository => repository,
    };
    let Size { width, height } = size();
    let term = std::env::var("TERM").unwrap_or_default();
    clean(&format!(
        "dossier {} met a fault of its own and stopped: {message} ({place}; {} {}, TERM={term}, {width}×{height})",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    ))
    .into_owned()
        + &format!("\nPlease report the line above, and what you did, {project}.")
}

/// The size of the window; 80×24 where nobody knows.
pub(super) fn size() -> Size {
    let (width, height) = window().unwrap_or((80, 24));
    // Nobody has a larger one; whoever says so means harm.
    Size { width: width.min(1_000), height: height.min(1_000) }
}
