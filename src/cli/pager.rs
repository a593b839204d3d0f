//! Long answers on a terminal go through a pager.

use std::io::{self, Write};
#[cfg(unix)]
use std::process::Child;
use std::process::{Command, Stdio};
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::{AtomicI32, Ordering};

/// Writes text through `$PAGER`, else through `less -FIRX`, else as it is. The pager is run without a shell.
///
/// # Errors
/// When writing fails.
pub fn page(text: &[u8], pager: Option<&str>) -> io::Result<()> {
    let words = pager.map_or_else(|| Some(vec!["less".to_owned(), "-FIRX".to_owned()]), shlex::split);
    let Some((program, arguments)) = words.as_deref().and_then(<[String]>::split_first) else {
        return io::stdout().write_all(text);
    };
    wait_for_it_as_ever();
    match Command::new(program).args(arguments).stdin(Stdio::piped()).spawn() {
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
