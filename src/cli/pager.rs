//! Long answers on a terminal go through a pager.

use std::io::{self, Write};
use std::process::{Command, Stdio};

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
            if let Some(mut input) = child.stdin.take() {
                // Leaving the pager before the end is no error.
                let _ = input.write_all(text);
            }
            child.wait().map(|_| ())
        }
    }
}

/// Undoes that somebody above us has SIGCHLD ignored, where nobody learns how a child ends.
fn wait_for_it_as_ever() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGCHLD, std::sync::Arc::default());
}

/// Lets the pager answer Ctrl-C and Ctrl-\\, as it wants to: the program that waits for it is not ended by them, or the
/// line would be left as the pager has set it.
fn leave_interrupts_to_it() {
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGQUIT] {
        // Where it cannot be caught, it ends the program as ever.
        let _ = signal_hook::flag::register(signal, std::sync::Arc::default());
    }
}
