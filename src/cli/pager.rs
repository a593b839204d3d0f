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
fn fits(text: &[u8], (columns, rows): (u16, u16)) -> bool {
    let text = anstream::adapter::strip_bytes(text).into_vec();
    let text = String::from_utf8_lossy(&text);
    let needed = text.lines().map(|line| line.width().div_ceil(columns.max(1).into()).max(1));
    needed.sum::<usize>() < usize::from(rows)
}

/// Writes text to a terminal of the given size, through a pager if it does not fit: `$PAGER`, else `less`. If the
/// pager cannot be started, the text is written directly. The pager runs without a shell. `LESS` makes `less` quit at
/// the end of a short text, keep colours and the screen, and accept unknown terminals; `LESSCHARSET` makes it use
/// UTF-8. The user's own values take precedence.
///
/// # Errors
/// If writing or waiting for the pager fails.
pub fn page(text: &[u8], window: (u16, u16), pager: Option<&str>) -> io::Result<()> {
    if fits(text, window) {
        return io::stdout().write_all(text);
    }
    let words = pager.map_or_else(|| Some(vec!["less".to_owned(), "-FIRX".to_owned()]), shlex::split);
    let Some((program, arguments)) = words.as_deref().and_then(<[String]>::split_first) else {
        return io::stdout().write_all(text);
    };
    wait_for_it_as_ever();
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    let mut command = Command::new(program);
    command.args(arguments).env("LESS", format!("-dFRX {}", set("LESS")).trim_end());
    if set("LESSCHARSET").is_empty() {
        command.env("LESSCHARSET", "utf-8");
    }
    match command.stdin(Stdio::piped()).spawn() {
        Err(_) => io::stdout().write_all(text),
        Ok(mut child) => {
            leave_interrupts_to_it();
            #[cfg(unix)]
            let asked = end_together(&child);
            if let Some(mut input) = child.stdin.take() {
                // The user may quit the pager before reading all of the text.
                let _ = input.write_all(text);
            }
            let ended = child.wait();
            #[cfg(unix)]
            if let signal @ 1.. = asked.load(Ordering::SeqCst) {
                std::process::exit(128 + signal);
            }
            ended.map(drop)
        }
    }
}

/// Forwards SIGHUP and SIGTERM to the pager as SIGTERM, so that it can restore the terminal. Returns the slot for the
/// signal received, 0 until there is one.
#[cfg(unix)]
fn end_together(pager: &Child) -> Arc<AtomicI32> {
    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGHUP, SIGTERM};
    let (pager, asked) = (Pid::from_child(pager), Arc::new(AtomicI32::new(0)));
    // If the handler cannot be installed, the signals keep their default action.
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGTERM]) else { return asked };
    let told = Arc::clone(&asked);
    let _ = std::thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            told.store(signal, Ordering::SeqCst);
            let _ = kill_process(pager, Signal::TERM);
        }
    });
    asked
}

/// Resets SIGCHLD if the parent ignored it; otherwise wait(2) returns ECHILD.
fn wait_for_it_as_ever() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGCHLD, Arc::default());
}

/// Catches SIGINT and SIGQUIT without acting on them: the pager handles both. If we died first, the terminal would
/// keep the pager's settings.
fn leave_interrupts_to_it() {
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
    fn a_text_fits_with_the_prompt_below_it() {
        assert!(fits(b"one\ntwo\n", (80, 3)) && !fits(b"one\ntwo\n", (80, 2)));
        assert!(
            fits(&[&[b'x'; 80][..], b"\n"].concat(), (80, 2)) && !fits(&[&[b'x'; 81][..], b"\n"].concat(), (80, 2))
        );
        assert!(fits("\x1b[1m«»\x1b[0m\n\n".as_bytes(), (2, 3)), "colours take no room, an empty line takes a row");
        assert!(fits(b"", (0, 1)) && !fits(b"x", (0, 1)));
    }
}
