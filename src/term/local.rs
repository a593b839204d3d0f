//! The terminal on standard input and output.

use super::input_thread::start_input_thread;
use super::job_control::{suspend_process_group, wait_until_foreground};
use super::line::{ChildEnd, EventSink, Line, Modes, ReadPermit, Resumption};
use super::process::{can_return_to_shell, is_background};
use super::tty::{Owner, TTY, write_all};
use super::window::local_size;
use super::{modes, signals};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::Size;
use std::io::{self, Write};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The local terminal, in raw mode on the alternate screen.
pub struct LocalTerminal {
    modes: Modes,
    sink: EventSink,
    permit: Option<ReadPermit>,
    /// When the process last continued after stopping itself.
    resumed_at: Option<Instant>,
}

impl LocalTerminal {
    /// Catches the signals of the process, waits until it is in the foreground, and takes over the terminal. `Err` in
    /// the result is a termination signal that arrived meanwhile.
    ///
    /// # Errors
    /// If signals cannot be caught, or the terminal cannot be put into raw mode.
    pub fn enter(modes: Modes, sink: EventSink) -> io::Result<Result<Self, i32>> {
        // From raw mode on no signal may kill the process directly, and the first frame can already block in `write`.
        signals::install(Arc::clone(&sink))?;
        // A background process must not take the terminal from the shell.
        let was_background = is_background();
        if let Some(signal) = wait_until_foreground() {
            return Ok(Err(signal));
        }
        // The theme interprets NO_COLOR. The backend would drop bold and reverse as well.
        crossterm::style::force_color_output(true);
        let resumed_at = was_background.then(Instant::now);
        let mut terminal = Self { modes, sink, permit: None, resumed_at };
        terminal.resume()?;
        Ok(Ok(terminal))
    }

    /// Takes the terminal back after a stop, unless a termination signal arrived meanwhile.
    fn resume_after_stop(&mut self, termination: Option<i32>) -> io::Result<Resumption> {
        if let Some(signal) = termination {
            return Ok(Resumption::Terminated(signal));
        }
        self.resume()?;
        self.resumed_at = Some(Instant::now());
        Ok(Resumption::Resumed)
    }
}

impl Line for LocalTerminal {
    fn size(&self) -> Size {
        local_size()
    }

    fn start_input(&mut self) -> io::Result<()> {
        self.permit = Some(start_input_thread(&self.sink)?);
        Ok(())
    }

    fn permit_read(&self) {
        self.permit.iter().for_each(ReadPermit::grant);
    }

    fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.modes.mouse = on;
        self.write_all(modes::mouse(on))
    }

    fn print_on_main_screen(&mut self, lines: &str) -> io::Result<()> {
        let _guard = TTY.lock_writes();
        TTY.set_owner(Owner::MainScreen);
        write_all(&[TTY.leave_sequence(), modes::raw_lines(lines)].concat())
    }

    fn resume(&mut self) -> io::Result<()> {
        let _guard = TTY.lock_writes();
        let before = TTY.set_owner(Owner::Active);
        // The line settings may have changed while the process was stopped. Raw mode must be left first, or enabling
        // it is a no-op.
        let _ = disable_raw_mode();
        enable_raw_mode()?;
        let leave = if before == Owner::Active { TTY.leave_sequence() } else { Vec::new() };
        TTY.set_kitty_keys(self.modes.kitty_keys);
        write_all(&[leave, modes::enter(self.modes)].concat())
    }

    fn restore(&mut self) {
        TTY.release_to(Owner::Released);
    }

    fn can_suspend(&self) -> bool {
        can_return_to_shell()
    }

    fn suspend(&mut self) -> io::Result<Resumption> {
        self.restore();
        self.resume_after_stop(suspend_process_group())
    }

    fn on_continued(&mut self) -> io::Result<Resumption> {
        // After the process stopped itself, `suspend` has already handled the return.
        if self.resumed_at.is_some_and(|at| at.elapsed() <= Duration::from_secs(1)) {
            return Ok(Resumption::Unchanged);
        }
        if is_background() {
            TTY.leave_keeping_termios();
            return self.resume_after_stop(wait_until_foreground());
        }
        self.resume()?;
        Ok(Resumption::Resumed)
    }

    fn is_local(&self) -> bool {
        true
    }

    /// Restores the line settings saved beforehand afterwards, whatever the child did and however it exited.
    fn run_child(&mut self, command: &mut Command) -> io::Result<ChildEnd> {
        TTY.release_to(Owner::Child);
        let restore_settings = save_line_settings();
        let status = command.status();
        TTY.note_child_exit();
        // The process was stopped together with the child and then continued in the background. The terminal belongs
        // to the shell.
        if let Some(signal) = is_background().then(wait_until_foreground).flatten() {
            return Ok(ChildEnd::Terminated(signal));
        }
        {
            let _guard = TTY.lock_writes();
            // From here on, the terminal must be restored even if a write blocks.
            TTY.set_owner(Owner::MainScreen);
            if let Some(restore_settings) = restore_settings {
                restore_settings();
            }
            restart_output();
            write_all(&modes::reset(self.modes))?;
        }
        self.resume()?;
        Ok(ChildEnd::Exited(status))
    }
}

/// Writes are unbuffered. They are discarded while another process or the main screen has the terminal.
impl Write for LocalTerminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        TTY.write_if_active(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for LocalTerminal {
    fn drop(&mut self) {
        self.restore();
    }
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
fn save_line_settings() -> Option<fn()> {
    None
}

/// Restarts output that was suspended, as by Ctrl-S.
fn restart_output() {
    #[cfg(unix)]
    let _ = rustix::termios::tcflow(rustix::stdio::stdout(), rustix::termios::Action::OOn);
}

/// Whether an error means that the terminal has hung up.
pub fn is_hang_up(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error());
    #[cfg(not(unix))]
    return error.kind() == io::ErrorKind::BrokenPipe;
}
