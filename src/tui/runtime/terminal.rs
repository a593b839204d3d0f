//! Takes over the terminal, and restores it on every way out: exit, stop, signal and panic.

use super::job::{is_background, wait_until_foreground};
use super::start_thread;
use crate::cli::window_size;
use crate::model::sanitize;
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

/// Who has the terminal. A static, because the panic hook has no access to objects. Written while holding [`WRITE_LOCK`]; if
/// the holder is stuck in write(2), we go ahead after [`WRITE_TIMEOUT`].
static TERMINAL_STATE: AtomicU8 = AtomicU8::new(RELEASED);

/// Not taken yet, or restored.
const RELEASED: u8 = 0;
/// Ours, on the alternate screen.
const ACTIVE: u8 = 1;
/// Ours, on the main screen.
const MAIN_SCREEN: u8 = 2;
/// A child process has it, and we wait for the child.
const CHILD_RUNNING: u8 = 3;
/// Restored for good: the process is exiting.
const FINAL: u8 = 4;

/// Whether the kitty keyboard protocol is on.
static KITTY_KEYS_ACTIVE: AtomicBool = AtomicBool::new(false);

/// Held while writing to the terminal, so that nothing is written after it has been restored.
static WRITE_LOCK: Mutex<()> = Mutex::new(());

/// When the last child returned the terminal.
static CHILD_EXITED_AT: Mutex<Option<Instant>> = Mutex::new(None);

/// How long to wait for the writer before restoring the terminal anyway.
const WRITE_TIMEOUT: Duration = Duration::from_millis(300);

/// Turns on reports of clicks and the wheel (xterm modes 1000 and 1006), but not of every movement.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// Turns off mouse reports.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Pushes kitty keyboard flags 1 (disambiguate escape codes) and 4 (report alternate keys) on the stack of this
/// screen.
const KITTY_KEYS_ON: &[u8] = b"\x1b[>5u";
/// Pops the kitty keyboard flags.
const KITTY_KEYS_OFF: &[u8] = b"\x1b[<u";

/// Resets modes that a killed child may have left on: mouse and focus reports, application keys and keypad, the
/// scroll region (resetting it moves the cursor), line drawing, colours, a hidden cursor.
const RESET_SEQUENCE: &[u8] =
    b"\x1b7\x1b[r\x1b8\x1b[?1;9;1000;1002;1003;1004;1005;1006;1015;2004l\x1b[?7;25h\x1b>\x1b(B\x0f\x1b[m";

/// Pops up to nine entries that a child may have left on the kitty keyboard stack. Popping too many is harmless.
const KITTY_KEYS_RESET: &[u8] = b"\x1b[<9u";

/// Optional modes of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TerminalModes {
    /// Mouse reports.
    pub(super) mouse: bool,
    /// The kitty keyboard protocol.
    pub(super) kitty_keys: bool,
}

/// The terminal in raw mode on the alternate screen. Dropping it restores the terminal.
pub(super) struct Terminal {
    modes: TerminalModes,
}

impl Terminal {
    /// Takes over the terminal.
    pub(super) fn enter(modes: TerminalModes) -> io::Result<Self> {
        // The theme interprets NO_COLOR. The backend would drop bold and reverse as well.
        crossterm::style::force_color_output(true);
        let mut terminal = Self { modes };
        terminal.resume()?;
        Ok(terminal)
    }

    /// Takes the terminal back after it was released, or after another process may have changed its settings.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        let _pen = lock_writes();
        let before = TERMINAL_STATE.swap(ACTIVE, Ordering::SeqCst);
        // The line settings may have changed while the process was stopped. Raw mode must be left first, or enabling
        // it is a no-op.
        let _ = disable_raw_mode();
        enable_raw_mode()?;
        let mut bytes = if before == ACTIVE { leave_sequence() } else { Vec::new() };
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.modes.kitty_keys {
            KITTY_KEYS_ACTIVE.store(true, Ordering::SeqCst);
            bytes.extend(KITTY_KEYS_ON);
        }
        if self.modes.mouse {
            bytes.extend(MOUSE_ON);
        }
        write_all_raw(&bytes)
    }

    /// Hands the terminal to a child process and then restores the line settings saved beforehand, whatever the child
    /// did and however it exited.
    pub(super) fn with_child<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        release(CHILD_RUNNING);
        let settings = save_line_settings();
        let result = run();
        *CHILD_EXITED_AT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        // We were stopped together with the child and then continued in the background. The terminal belongs to the
        // shell.
        if let Some(signal) = is_background().then(wait_until_foreground).flatten() {
            std::process::exit(128 + signal);
        }
        {
            let _pen = lock_writes();
            // From here on, the terminal must be restored even if a write blocks.
            TERMINAL_STATE.store(MAIN_SCREEN, Ordering::SeqCst);
            if let Some(settings) = settings {
                settings();
            }
            restart_output();
            write_all_raw(RESET_SEQUENCE)?;
            if self.modes.kitty_keys {
                write_all_raw(KITTY_KEYS_RESET)?;
            }
        }
        self.resume()?;
        Ok(result)
    }

    /// Turns mouse reports on or off.
    pub(super) fn set_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.modes.mouse = mouse;
        self.write_all(if mouse { MOUSE_ON } else { MOUSE_OFF })
    }

    /// Prints a text on the main screen, where it stays. [`Self::resume`] returns to the alternate screen.
    pub(super) fn print_on_main_screen(text: &str) -> io::Result<()> {
        let _pen = lock_writes();
        TERMINAL_STATE.store(MAIN_SCREEN, Ordering::SeqCst);
        let mut bytes = leave_sequence();
        // In raw mode, a line feed does not return to the first column.
        for line in text.split_inclusive('\n') {
            bytes.extend(sanitize(line.trim_end_matches('\n')).bytes());
            bytes.extend(b"\r\n");
        }
        write_all_raw(&bytes)
    }
}

/// The sequence that leaves the alternate screen and resets all modes. Pops the keyboard flags only if they were
/// pushed.
fn leave_sequence() -> Vec<u8> {
    // On a terminal without an alternate screen, move to the bottom so that the shell continues below.
    let mut bytes = [b"\x1b[999H\r\n", MOUSE_OFF].concat();
    if KITTY_KEYS_ACTIVE.swap(false, Ordering::SeqCst) {
        bytes.extend(KITTY_KEYS_OFF);
    }
    // Writing to memory cannot fail.
    let _ = queue!(bytes, EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, Show);
    bytes
}

/// Writes are unbuffered. They are discarded while the terminal is not ours.
impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _pen = WRITE_LOCK.lock().unwrap_or_else(PoisonError::into_inner);
        if TERMINAL_STATE.load(Ordering::SeqCst) == ACTIVE {
            write_all_raw(bytes)?;
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

/// Acquires the write lock in order to take over the terminal. Never returns if the process is exiting.
fn lock_writes() -> MutexGuard<'static, ()> {
    let guard = WRITE_LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    if TERMINAL_STATE.load(Ordering::SeqCst) != FINAL {
        return guard;
    }
    drop(guard);
    loop {
        std::thread::park();
    }
}

/// Acquires the write lock, but gives up after [`WRITE_TIMEOUT`] if a thread is stuck in a write.
fn try_lock_for() -> Option<MutexGuard<'static, ()>> {
    let end = Instant::now() + WRITE_TIMEOUT;
    loop {
        match WRITE_LOCK.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if Instant::now() >= end => return None,
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// Writes all bytes to the terminal, in one system call if possible.
#[cfg(unix)]
fn write_all_raw(mut bytes: &[u8]) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    // `std::io::stdout` is line-buffered and would delay part of a frame.
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            // Another process has set the shared terminal to non-blocking mode.
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

/// Returns a closure that restores the current line settings.
#[cfg(unix)]
fn save_line_settings() -> Option<impl FnOnce()> {
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

/// Restarts output that was suspended, as by Ctrl-S.
fn restart_output() {
    #[cfg(unix)]
    let _ = rustix::termios::tcflow(rustix::stdio::stdout(), rustix::termios::Action::OOn);
}

/// Whether an error means that the terminal has hung up.
pub(super) fn is_hang_up(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error());
    #[cfg(not(unix))]
    return error.kind() == io::ErrorKind::BrokenPipe;
}

/// Whether the terminal is ours.
pub(super) fn is_active() -> bool {
    [ACTIVE, MAIN_SCREEN].contains(&TERMINAL_STATE.load(Ordering::SeqCst))
}

/// Whether a child process has the terminal.
pub(super) fn is_child_running() -> bool {
    TERMINAL_STATE.load(Ordering::SeqCst) == CHILD_RUNNING
}

/// Whether a child had the terminal a moment ago. Signals from its keyboard may still be pending.
#[cfg(unix)]
pub(super) fn has_child_just_exited() -> bool {
    let returned = *CHILD_EXITED_AT.lock().unwrap_or_else(PoisonError::into_inner);
    returned.is_some_and(|at| at.elapsed() < Duration::from_millis(200))
}

/// Undoes [`Terminal::resume`], once. A second caller waits for the first to finish. Errors are ignored: nothing more
/// can be done about them.
pub(super) fn restore() {
    release(RELEASED);
}

fn release(to: u8) {
    let _pen = try_lock_for();
    let before = TERMINAL_STATE.swap(to, Ordering::SeqCst);
    // In the background, the terminal belongs to the shell: changing its settings would stop us again.
    if [ACTIVE, MAIN_SCREEN].contains(&before) && !is_background() {
        let _ = disable_raw_mode();
    }
    // Leaving the alternate screen twice would move the cursor back above the printed text.
    if before == ACTIVE {
        let _ = write_all_raw(&leave_sequence());
    }
}

/// Leaves the alternate screen without touching the line settings, because the shell has set them.
pub(super) fn leave_keeping_termios() {
    let _pen = try_lock_for();
    if TERMINAL_STATE.swap(RELEASED, Ordering::SeqCst) == ACTIVE {
        let _ = write_all_raw(&leave_sequence());
    }
}

/// Restores the terminal and exits while the main thread is stuck in `write`, as it is when nothing reads the
/// terminal.
#[cfg(unix)]
pub(super) fn force_exit(code: i32) -> ! {
    use rustix::termios::{QueueSelector, tcflush};
    // Discard pending output. This may make room for the sequence that restores the screen.
    let _ = tcflush(rustix::stdio::stdout(), QueueSelector::OFlush);
    // Release the terminal on another thread, because this one must not block too.
    if start_thread(|| release(FINAL)).is_err() {
        let _ = disable_raw_mode();
    }
    std::thread::sleep(2 * WRITE_TIMEOUT);
    std::process::exit(code)
}

/// Installs a panic hook for all threads. It restores the terminal, prints a short report and exits with code 101.
pub(in crate::tui) fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        // Wait for a running child to exit first, unless the main thread itself panicked.
        while is_child_running() && std::thread::current().name() != Some("main") {
            std::thread::sleep(Duration::from_millis(20));
        }
        release(FINAL);
        let payload = info.payload();
        let owned = || payload.downcast_ref::<String>().map(String::as_str);
        let message = payload.downcast_ref::<&str>().copied().or_else(owned).unwrap_or("unknown");
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let _ = writeln!(io::stderr(), "{}", panic_report(message, &place));
        std::process::exit(101);
    }));
}

/// The report of a panic, with what is needed to find the bug.
fn panic_report(message: &str, place: &str) -> String {
    let project = match env!("CARGO_PKG_REPOSITORY") {
        "" => "where you have the program from",
        repository => repository,
    };
    let Size { width, height } = size();
    let term = std::env::var("TERM").unwrap_or_default();
    sanitize(&format!(
        "dossier {} met a fault of its own and stopped: {message} ({place}; {} {}, TERM={term}, {width}×{height})",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    ))
    .into_owned()
        + &format!("\nPlease report the line above, and what you did, {project}.")
}

/// The size of the window; 80×24 if it is unknown.
pub(super) fn size() -> Size {
    let (width, height) = window_size().unwrap_or((80, 24));
    // No real terminal is larger. Cap a size that could only be hostile.
    Size { width: width.min(1_000), height: height.min(1_000) }
}
