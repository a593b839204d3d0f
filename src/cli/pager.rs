//! Long answers on a terminal go through a pager.

use std::io::{self, Write};
#[cfg(unix)]
use std::process::Child;
use std::process::{Command, Stdio};
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::{AtomicI32, Ordering};
use unicode_width::UnicodeWidthStr;

/// Whether a text fits a window of so many columns and rows, so that all of it and the prompt behind it are seen.
fn fits(text: &[u8], (columns, rows): (u16, u16)) -> bool {
    let text = anstream::adapter::strip_bytes(text).into_vec();
    let text = String::from_utf8_lossy(&text);
    let needed = text.lines().map(|line| line.width().div_ceil(columns.max(1).into()).max(1));
    needed.sum::<usize>() < usize::from(rows)
}

/// Writes text to the terminal of a size: as it is where it fits, else through `$PAGER`, else through `less`; as it is
/// where there is neither. The pager is run without a shell. `less` learns from its environment what makes it end with
/// the text, keep colours and UTF-8, and say nothing of a terminal that it does not know; what the user has set there
/// comes behind and prevails.
///
/// # Errors
/// When writing fails.
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
                // Leaving the pager before the end is no error.
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

/// Ends the pager where a signal asks us to end: it gives the line back. The signal, once it has come.
#[cfg(unix)]
fn end_together(pager: &Child) -> Arc<AtomicI32> {
    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGHUP, SIGTERM};
    let (pager, asked) = (Pid::from_child(pager), Arc::new(AtomicI32::new(0)));
    // Where it cannot be caught, it ends the program as ever.
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

/// Undoes that somebody above us has SIGCHLD ignored, where nobody learns how a child ends.
fn wait_for_it_as_ever() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGCHLD, Arc::default());
}

/// Lets the pager answer Ctrl-C and SIGQUIT as it wants to: the program that waits for it is not ended by them, or the
/// line would be left as the pager has set it.
fn leave_interrupts_to_it() {
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGQUIT] {
        // Where it cannot be caught, it ends the program as ever.
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
