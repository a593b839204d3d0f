//! The state of the process's own terminal, shared by the line that uses it, the signal thread and the panic hook.

use super::process::is_background;
use super::{modes, start_thread};
use crossterm::terminal::disable_raw_mode;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// The terminal of this process. A static, because the panic hook has no access to objects.
pub(super) static TTY: Tty = Tty {
    state: Mutex::new(State { owner: Owner::Released, kitty_keys: false, child_exited_at: None }),
    write_lock: Mutex::new(()),
    termination: AtomicI32::new(0),
    self_stop: AtomicBool::new(false),
    exit: OnceLock::new(),
};

/// How long to wait for the writer before restoring the terminal anyway.
const WRITE_TIMEOUT: Duration = Duration::from_millis(300);

/// The terminal of a process: who has it, and what has to be undone.
pub(super) struct Tty {
    /// Locked only to read or change a value.
    state: Mutex<State>,
    /// Held while writing, so that nothing is written after the terminal was restored. If the holder is stuck in
    /// write(2), whoever restores the terminal goes ahead after [`WRITE_TIMEOUT`].
    write_lock: Mutex<()>,
    /// The termination signal received; 0 if none.
    termination: AtomicI32,
    /// Whether a SIGTSTP that the process sent itself is still pending.
    self_stop: AtomicBool,
    /// Ends the process; `main` provides it.
    exit: OnceLock<fn(i32) -> !>,
}

struct State {
    owner: Owner,
    /// Whether the kitty keyboard protocol is on.
    kitty_keys: bool,
    /// When the last child returned the terminal.
    child_exited_at: Option<Instant>,
}

/// Who has the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// Not taken yet, or restored.
    Released,
    /// The program, on the alternate screen.
    Active,
    /// The program, on the main screen.
    MainScreen,
    /// A child process, for which the program waits.
    Child,
    /// Restored for good: the process is exiting.
    Final,
}

/// The right to write to the terminal.
pub(super) struct WriteGuard<'a>(#[expect(dead_code, reason = "holds the lock")] MutexGuard<'a, ()>);

impl Tty {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn owner(&self) -> Owner {
        self.state().owner
    }

    /// Changes the owner. Returns the previous one.
    pub(super) fn set_owner(&self, owner: Owner) -> Owner {
        std::mem::replace(&mut self.state().owner, owner)
    }

    pub(super) fn set_kitty_keys(&self, on: bool) {
        self.state().kitty_keys = on;
    }

    /// Whether the program has the terminal.
    pub(super) fn is_active(&self) -> bool {
        [Owner::Active, Owner::MainScreen].contains(&self.owner())
    }

    /// Notes that a child has returned the terminal.
    pub(super) fn note_child_exit(&self) {
        self.state().child_exited_at = Some(Instant::now());
    }

    /// Whether a child has the terminal, or had it a moment ago. Signals from its keyboard may still be pending.
    pub(super) fn has_child_keyboard(&self) -> bool {
        let state = self.state();
        let just_exited = state.child_exited_at.is_some_and(|at| at.elapsed() < Duration::from_millis(200));
        state.owner == Owner::Child || just_exited
    }

    /// The termination signal received, if any.
    pub(super) fn pending_termination(&self) -> Option<i32> {
        Some(self.termination.load(Ordering::SeqCst)).filter(|&signal| signal != 0)
    }

    pub(super) fn note_termination(&self, signal: i32) {
        self.termination.store(signal, Ordering::SeqCst);
    }

    /// Announces that the next SIGTSTP is sent by the process itself.
    pub(super) fn expect_self_stop(&self) {
        self.self_stop.store(true, Ordering::SeqCst);
    }

    /// Whether a received SIGTSTP was sent by the process itself. Resets the flag.
    pub(super) fn take_self_stop(&self) -> bool {
        self.self_stop.swap(false, Ordering::SeqCst)
    }

    /// Acquires the write lock in order to take over the terminal. Never returns if the process is exiting.
    pub(super) fn lock_writes(&self) -> WriteGuard<'_> {
        let guard = self.write_lock.lock().unwrap_or_else(PoisonError::into_inner);
        if self.owner() != Owner::Final {
            return WriteGuard(guard);
        }
        drop(guard);
        loop {
            std::thread::park();
        }
    }

    /// Writes all bytes if the program has the alternate screen; discards them otherwise.
    pub(super) fn write_if_active(&self, bytes: &[u8]) -> io::Result<()> {
        let _guard = self.write_lock.lock().unwrap_or_else(PoisonError::into_inner);
        if self.owner() == Owner::Active { write_all(bytes) } else { Ok(()) }
    }

    /// Acquires the write lock, but gives up after [`WRITE_TIMEOUT`] if a thread is stuck in a write.
    fn try_lock_writes(&self) -> Option<WriteGuard<'_>> {
        let end = Instant::now() + WRITE_TIMEOUT;
        loop {
            match self.write_lock.try_lock() {
                Ok(guard) => return Some(WriteGuard(guard)),
                Err(TryLockError::Poisoned(poisoned)) => return Some(WriteGuard(poisoned.into_inner())),
                Err(TryLockError::WouldBlock) if Instant::now() >= end => return None,
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    /// The sequence that leaves the alternate screen. The keyboard flags are popped once.
    pub(super) fn leave_sequence(&self) -> Vec<u8> {
        modes::leave(std::mem::take(&mut self.state().kitty_keys))
    }

    /// Restores the terminal, once, and gives it to `owner`. A second caller waits for the first to finish. Errors are
    /// ignored: nothing more can be done about them.
    pub(super) fn release_to(&self, owner: Owner) {
        let _guard = self.try_lock_writes();
        let before = self.set_owner(owner);
        // In the background, the terminal belongs to the shell: changing its settings would stop the process again.
        if [Owner::Active, Owner::MainScreen].contains(&before) && !is_background() {
            let _ = disable_raw_mode();
        }
        // Leaving the alternate screen twice would move the cursor back above the printed text.
        if before == Owner::Active {
            let _ = write_all(&self.leave_sequence());
        }
    }

    /// Leaves the alternate screen without touching the line settings, because the shell has set them.
    pub(super) fn leave_keeping_termios(&self) {
        let _guard = self.try_lock_writes();
        if self.set_owner(Owner::Released) == Owner::Active {
            let _ = write_all(&self.leave_sequence());
        }
    }

    /// Restores the terminal and exits while the main thread is stuck in `write`, as it is when nothing reads the
    /// terminal.
    pub(super) fn force_exit(&'static self, code: i32) -> ! {
        // Discard pending output. This may make room for the sequence that restores the screen.
        #[cfg(unix)]
        let _ = rustix::termios::tcflush(rustix::stdio::stdout(), rustix::termios::QueueSelector::OFlush);
        // Release the terminal on another thread, because this one must not block too.
        if start_thread(|| self.release_to(Owner::Final)).is_err() {
            let _ = disable_raw_mode();
        }
        std::thread::sleep(2 * WRITE_TIMEOUT);
        self.exit(code)
    }

    fn exit(&self, code: i32) -> ! {
        match self.exit.get() {
            Some(exit) => exit(code),
            None => std::process::abort(),
        }
    }
}

/// Installs a panic hook for all threads. It restores the terminal, prints a report to standard error and ends the
/// process with code 101. `report` gets the message of the panic and its place in the code; `exit` ends the process,
/// here and wherever the main thread cannot.
pub fn install_panic_hook(report: fn(&str, &str) -> String, exit: fn(i32) -> !) {
    let _ = TTY.exit.set(exit);
    std::panic::set_hook(Box::new(move |info| {
        // Wait for a running child to exit first, unless the main thread itself panicked.
        while TTY.owner() == Owner::Child && std::thread::current().name() != Some("main") {
            std::thread::sleep(Duration::from_millis(20));
        }
        TTY.release_to(Owner::Final);
        let payload = info.payload();
        let owned = || payload.downcast_ref::<String>().map(String::as_str);
        let message = payload.downcast_ref::<&str>().copied().or_else(owned).unwrap_or("unknown");
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let _ = writeln!(io::stderr(), "{}", report(message, &place));
        TTY.exit(101)
    }));
}

/// Whether a child process has the terminal.
#[cfg(debug_assertions)]
pub fn is_child_running() -> bool {
    TTY.owner() == Owner::Child
}

/// Writes all bytes to the terminal, in one system call if possible.
#[cfg(unix)]
pub(super) fn write_all(mut bytes: &[u8]) -> io::Result<()> {
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
pub(super) fn write_all(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(bytes)?;
    out.flush()
}
