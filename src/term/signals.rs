//! Receives signals on a thread of their own.

use super::line::EventSink;
use std::io;

/// Installs the signal handlers. Call this before entering raw mode: from then on no signal may kill the process
/// directly.
///
/// # Errors
/// If the handlers cannot be installed. Do not enter raw mode then.
#[cfg(unix)]
pub(super) fn install(sink: EventSink) -> io::Result<()> {
    unix::install(sink)
}

#[cfg(not(unix))]
pub(super) fn install(_sink: EventSink) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
mod unix {
    use crate::term::line::{EventSink, LineEvent};
    use crate::term::process::stop_process;
    use crate::term::start_thread;
    use crate::term::tty::{Owner, TTY};
    use crate::term::window::local_size;
    use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
    use signal_hook::iterator::Signals;
    use std::io;
    use std::time::Duration;

    /// Signals that end the program: from `kill` and service managers, a closed window, and the keyboard.
    const TERMINATION_SIGNALS: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

    /// Signals whose default action must not happen. SIGXFSZ: the write itself fails with EFBIG. SIGCHLD: if the parent
    /// process ignored it, `wait` would return ECHILD for the children of this process.
    const IGNORED_SIGNALS: [i32; 2] = [SIGXFSZ, SIGCHLD];

    /// How long an orderly exit may take after a termination signal, including saving the session.
    const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);

    pub(super) fn install(sink: EventSink) -> io::Result<()> {
        let job_control = [SIGTSTP, SIGCONT, SIGWINCH];
        let signals = Signals::new(TERMINATION_SIGNALS.into_iter().chain(job_control).chain(IGNORED_SIGNALS));
        let mut signals =
            signals.map_err(|error| io::Error::new(error.kind(), format!("signals cannot be caught: {error}")))?;
        start_thread(move || {
            for signal in signals.forever() {
                let Some(event) = event(signal) else { continue };
                let is_last = matches!(event, LineEvent::Terminated(_));
                if is_last {
                    TTY.note_termination(signal);
                }
                if !sink(event) {
                    break;
                }
                if is_last && start_thread(move || exit_after_grace(signal)).is_err() {
                    exit_after_grace(signal);
                }
            }
        })
    }

    fn event(signal: i32) -> Option<LineEvent> {
        let child_has_terminal = TTY.owner() == Owner::Child;
        match signal {
            // While a child has the terminal, SIGCONT and signals from the keyboard are meant for the child.
            SIGCONT if child_has_terminal => None,
            SIGINT | SIGQUIT if TTY.has_child_keyboard() => None,
            SIGTSTP if TTY.take_self_stop() => None,
            SIGTSTP if !TTY.is_active() => {
                // Stop together with the child that has the terminal.
                stop_process();
                None
            }
            SIGCONT => Some(LineEvent::Continued),
            SIGTSTP => Some(LineEvent::SuspendRequested),
            SIGWINCH => Some(LineEvent::Resized(local_size())),
            signal if TERMINATION_SIGNALS.contains(&signal) => Some(LineEvent::Terminated(signal)),
            _ => None,
        }
    }

    /// Exits the process after [`SHUTDOWN_GRACE`], in case it has not exited by then. Waits for a child that has the
    /// terminal.
    fn exit_after_grace(signal: i32) -> ! {
        std::thread::sleep(SHUTDOWN_GRACE);
        if TTY.owner() == Owner::Child {
            while TTY.owner() == Owner::Child {
                std::thread::sleep(Duration::from_millis(50));
            }
            std::thread::sleep(SHUTDOWN_GRACE);
        }
        TTY.force_exit(128 + signal)
    }
}
