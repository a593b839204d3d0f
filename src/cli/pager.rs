//! Sends long output on a terminal through a pager.

use std::io::{self, Write};
#[cfg(unix)]
use std::process::Child;
use std::process::{Command, Stdio};
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::{AtomicI32, Ordering};
use unicode_width::UnicodeWidthStr;

/// Whether the text fits into a window of the given columns and rows, with one row left for the prompt.
fn fits_window(text: &[u8], (columns, rows): (u16, u16)) -> bool {
    let text = anstream::adapter::strip_bytes(text).into_vec();
    let text = String::from_utf8_lossy(&text);
    let needed = text.lines().map(|line| line.width().div_ceil(columns.max(1).into()).max(1));
    needed.sum::<usize>() < usize::from(rows)
}

/// Writes text to a terminal of the given size, through a pager if it does not fit: `$PAGER`, else `less`. If the
/// pager cannot be started, the text is written directly. The pager runs without a shell. `LESS` makes `less` quit at
/// the end of a short text, keep colours and the screen, and accept unknown terminals; `LESSCHARSET` makes it use
/// UTF-8. The user's own values take precedence. Returns the termination signal that arrived meanwhile, if any.
///
/// # Errors
/// If writing or waiting for the pager fails.
pub fn page(text: &[u8], window: (u16, u16), pager: Option<&str>) -> io::Result<Option<i32>> {
    if fits_window(text, window) {
        return io::stdout().write_all(text).map(|()| None);
    }
    let words = pager.map_or_else(|| Some(vec!["less".to_owned(), "-FIRX".to_owned()]), shlex::split);
    let Some((program, arguments)) = words.as_deref().and_then(<[String]>::split_first) else {
        return io::stdout().write_all(text).map(|()| None);
    };
    reset_sigchld();
    let env_or_empty = |name: &str| std::env::var(name).unwrap_or_default();
    let mut command = Command::new(program);
    command.args(arguments).env("LESS", format!("-dFRX {}", env_or_empty("LESS")).trim_end());
    if env_or_empty("LESSCHARSET").is_empty() {
        command.env("LESSCHARSET", "utf-8");
    }
    match command.stdin(Stdio::piped()).spawn() {
        Err(_) => io::stdout().write_all(text).map(|()| None),
        Ok(mut child) => {
            ignore_interrupts();
            #[cfg(unix)]
            let termination_signal = forward_termination(&child);
            if let Some(mut input) = child.stdin.take() {
                // The user may quit the pager before reading all of the text.
                let _ = input.write_all(text);
            }
            let ended = child.wait();
            #[cfg(unix)]
            if let signal @ 1.. = termination_signal.load(Ordering::SeqCst) {
                return Ok(Some(signal));
            }
            ended.map(|_| None)
        }
    }
}

/// Forwards SIGHUP and SIGTERM to the pager as SIGTERM, so that it can restore the terminal. Returns the slot for the
/// signal received, 0 until there is one.
#[cfg(unix)]
fn forward_termination(pager: &Child) -> Arc<AtomicI32> {
    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGHUP, SIGTERM};
    let (pager, termination_signal) = (Pid::from_child(pager), Arc::new(AtomicI32::new(0)));
    // If the handler cannot be installed, the signals keep their default action.
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGTERM]) else { return termination_signal };
    let signal_slot = Arc::clone(&termination_signal);
    let _ = std::thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            signal_slot.store(signal, Ordering::SeqCst);
            let _ = kill_process(pager, Signal::TERM);
        }
    });
    termination_signal
}

/// Resets SIGCHLD if the parent ignored it; otherwise wait(2) returns ECHILD.
fn reset_sigchld() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGCHLD, Arc::default());
}

/// Catches SIGINT and SIGQUIT without acting on them: the pager handles both. If we died first, the terminal would
/// keep the pager's settings.
fn ignore_interrupts() {
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGQUIT] {
        // If the handler cannot be installed, the signal keeps its default action.
        let _ = signal_hook::flag::register(signal, Arc::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_fits_only_with_room_for_the_prompt() {
        assert!(fits_window(b"one\ntwo\n", (80, 3)) && !fits_window(b"one\ntwo\n", (80, 2)));
        assert!(
            fits_window(&[&[b'x'; 80][..], b"\n"].concat(), (80, 2))
                && !fits_window(&[&[b'x'; 81][..], b"\n"].concat(), (80, 2))
        );
        assert!(
            fits_window("\x1b[1m«»\x1b[0m\n\n".as_bytes(), (2, 3)),
            "colours take no room, an empty line takes a row"
        );
        assert!(fits_window(b"", (0, 1)) && !fits_window(b"x", (0, 1)));
    }
}
