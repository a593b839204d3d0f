//! Copies text to the desktop clipboard, to tmux, or to the terminal through OSC 52 (xterm, "Manipulate Selection
//! Data"), and reports the route taken, because neither tmux nor a terminal confirms delivery.
//!
//! Behaviour of tmux, tested with 3.3a: `load-buffer -w` (since 3.2) works whatever the options are. A plain sequence
//! is accepted only with `set-clipboard on`, not with `external`, the default. A sequence wrapped for passthrough
//! reaches the terminal only with `allow-passthrough on` (before 3.3, always). A rejected sequence is dropped
//! silently, so both are sent.

use super::outside::{Surroundings, Wrap};
use super::start_thread;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Maximum size of an OSC 52 payload, in bytes of base64. xterm and others accept this much.
const MOST: usize = 100_000;
/// Maximum size of one string passed through GNU screen, in bytes. Old releases accept 256, those since 4.2.1 accept
/// 768.
const CHUNK: usize = 250;

/// How long to wait for the desktop clipboard or a command to accept a text.
const PATIENCE: Duration = Duration::from_secs(1);

/// A route to a clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// The desktop clipboard.
    System,
    /// tmux, through its own command, which forwards the text to its terminal.
    Tmux,
    /// The terminal, through OSC 52.
    Terminal(Wrap),
}

impl Route {
    /// Returns the routes to try, best first.
    pub(super) fn all(around: &Surroundings) -> Vec<Self> {
        let wanted = [(around.desktop, Self::System), (around.tmux, Self::Tmux), (true, Self::Terminal(around.wrap))];
        wanted.into_iter().filter_map(|(wanted, route)| wanted.then_some(route)).collect()
    }

    /// The message after `what` ("a citation") was sent by this route. States what is known and what the text needs
    /// to arrive.
    fn words(self, what: &str) -> String {
        match self {
            // On these systems, the OS stores the clipboard. Elsewhere, its content is lost when the process that
            // copied exits.
            Self::System if cfg!(any(windows, target_os = "macos")) => format!("copied {what} to the system clipboard"),
            Self::System => {
                format!("copied {what} to the system clipboard; after quitting, only a clipboard manager keeps it")
            }
            Self::Tmux => format!("copied {what} to tmux, and on to the terminal's clipboard if it takes OSC 52"),
            Self::Terminal(Wrap::None) => {
                format!("copied {what}: sent by OSC 52; needs a terminal that takes it; P prints it")
            }
            Self::Terminal(Wrap::Tmux) => {
                format!("sent by OSC 52 through tmux: needs set-clipboard or allow-passthrough on; P prints {what}")
            }
            Self::Terminal(Wrap::Screen) => {
                format!(
                    "copied {what}: sent by OSC 52 through screen; needs a terminal, or tmux, that takes it; P prints it"
                )
            }
        }
    }
}

/// The state of the clipboard between copies.
#[derive(Default)]
pub(super) struct Clipboard {
    /// The desktop clipboard, from its first use on.
    system: Option<System>,
    /// Routes that timed out. They are not tried again.
    silent: Vec<Route>,
}

/// The desktop clipboard, on its own thread so that an unresponsive display server cannot block input. On X11 and
/// Wayland the process that copied must serve the paste, so the thread lives as long as the program.
struct System {
    texts: Sender<String>,
    /// Whether each text was accepted. The channel closes when the thread exits.
    taken: Receiver<bool>,
}

impl System {
    fn start() -> Option<Self> {
        let ((texts, wanted), (tell, taken)) = (channel::<String>(), channel());
        let work = move || {
            let Ok(mut clipboard) = arboard::Clipboard::new() else { return };
            while wanted.recv().is_ok_and(|text| tell.send(clipboard.set_text(text).is_ok()).is_ok()) {}
            // Drop the clipboard before the channel: the drop may hand the content to a clipboard manager.
            drop(clipboard);
            drop(tell);
        };
        start_thread(work).ok().map(|()| Self { texts, taken })
    }

    fn set(&self, text: &str) -> bool {
        self.texts.send(text.to_owned()).is_ok() && self.taken.recv_timeout(PATIENCE) == Ok(true)
    }
}

impl Clipboard {
    /// Copies a text by the best route that works. Escape sequences are written to `out`, the terminal. Returns the
    /// message to show; `what` names the text in it, such as "a citation".
    pub(super) fn copy(&mut self, around: &Surroundings, what: &str, text: &str, out: &mut impl Write) -> String {
        for route in Route::all(around) {
            if self.silent.contains(&route) {
                continue;
            }
            let began = Instant::now();
            let sent = match route {
                Route::System => self.set_system(text),
                Route::Tmux => feed(&["tmux", "load-buffer", "-w", "-"], text),
                Route::Terminal(wrap) => {
                    let Some(sequence) = osc52(text, wrap) else {
                        return format!("not copied: {what} is longer than terminals take; P prints it");
                    };
                    out.write_all(sequence.as_bytes()).and_then(|()| out.flush()).is_ok()
                }
            };
            if sent {
                return route.words(what);
            }
            if began.elapsed() >= PATIENCE {
                self.silent.push(route);
            }
        }
        format!("not copied: {what} could not be sent; P prints it")
    }

    fn set_system(&mut self, text: &str) -> bool {
        let system = self.system.take().or_else(System::start).filter(|system| system.set(text));
        // Drop a connection that is lost or hangs. The next copy opens a new one.
        self.system = system;
        self.system.is_some()
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        if let Some(System { texts, taken }) = self.system.take() {
            drop(texts);
            let _ = taken.recv_timeout(PATIENCE);
        }
    }
}

/// Runs a program with a text as its standard input. Returns whether it exited successfully.
fn feed(argv: &[&str], text: &str) -> bool {
    let Some((program, arguments)) = argv.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let (text, mut input) = (text.to_owned(), child.stdin.take());
    let (tell, written) = channel();
    // The closure drops the pipe when it ends, so that the program sees the end of its input.
    let write = move || {
        let _ = tell.send(input.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok()));
    };
    let end = Instant::now() + PATIENCE;
    let ended = start_thread(write).is_ok().then(|| {
        loop {
            match child.try_wait() {
                Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(1)),
                ended => break ended.ok().flatten(),
            }
        }
    });
    if let Some(Some(status)) = ended {
        return status.success() && written.recv_timeout(PATIENCE) == Ok(true);
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// The OSC 52 sequence that copies a text to the terminal's clipboard. `None` if the text is longer than terminals
/// accept.
fn osc52(text: &str, wrap: Wrap) -> Option<String> {
    if text.len().div_ceil(3) * 4 > MOST {
        return None;
    }
    // Terminated by BEL, because the alternative, `ESC \`, would end the wrapper.
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    Some(match wrap {
        Wrap::None => plain,
        Wrap::Tmux => {
            let wrapped = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{wrapped}\x1b\\")
        }
        Wrap::Screen => {
            let mut wrapped = String::new();
            let mut rest = plain.as_str();
            while !rest.is_empty() {
                // The sequence is ASCII, so it can be split at any byte.
                let (chunk, after) = rest.split_at(rest.len().min(CHUNK));
                wrapped.extend(["\x1bP", chunk, "\x1b\\"]);
                rest = after;
            }
            wrapped
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::outside::tests::around;
    use super::*;
    use proptest::prelude::*;

    /// Decodes the text of an OSC 52 sequence.
    fn decoded(sequence: &str) -> Option<Vec<u8>> {
        STANDARD.decode(sequence.strip_prefix("\x1b]52;c;")?.strip_suffix('\x07')?).ok()
    }

    /// An environment without a desktop, so that tests do not touch the real clipboard.
    fn bare(env: &str) -> Surroundings {
        let mut around = around(env);
        around.desktop = false;
        around
    }

    #[test]
    fn the_sequence_is_wrapped_for_what_passes_it_on() {
        assert_eq!(osc52("hé", Wrap::None).as_deref(), Some("\x1b]52;c;aMOp\x07"));
        let tmux = "\x1b]52;c;aMOp\x07\x1bPtmux;\x1b\x1b]52;c;aMOp\x07\x1b\\";
        assert_eq!(osc52("hé", Wrap::Tmux).as_deref(), Some(tmux));
        assert_eq!(osc52("hé", Wrap::Screen).as_deref(), Some("\x1bP\x1b]52;c;aMOp\x07\x1b\\"));
    }

    #[test]
    fn what_is_too_long_is_refused_and_told() {
        let most = "x".repeat(MOST / 4 * 3);
        assert!(osc52(&most, Wrap::Tmux).is_some());
        let more = most + "x";
        assert_eq!(osc52(&more, Wrap::None), None);
        let mut out = Vec::new();
        let told = Clipboard::default().copy(&bare("TERM=xterm"), "a story", &more, &mut out);
        assert_eq!(told, "not copied: a story is longer than terminals take; P prints it");
        assert!(out.is_empty());
    }

    #[cfg(not(any(windows, target_os = "macos")))]
    #[test]
    fn the_best_route_comes_first_and_the_terminal_last() {
        let routes = |env: &str| Route::all(&around(env));
        assert_eq!(routes("TERM=xterm"), [Route::Terminal(Wrap::None)]);
        assert_eq!(routes("DISPLAY=:0"), [Route::System, Route::Terminal(Wrap::None)]);
        assert_eq!(routes("DISPLAY=:10 SSH_TTY=/dev/pts/1"), [Route::Terminal(Wrap::None)]);
        let tmux = "DISPLAY=:0 TMUX=/tmp/tmux-0/default,1,0";
        assert_eq!(routes(tmux), [Route::System, Route::Tmux, Route::Terminal(Wrap::Tmux)]);
        assert_eq!(routes("TERM=tmux-256color SSH_TTY=/dev/pts/1"), [Route::Terminal(Wrap::Tmux)]);
    }

    #[test]
    fn without_a_desktop_it_is_written_to_the_terminal() {
        let mut out = Vec::new();
        let told = Clipboard::default().copy(&bare("STY=1.pts"), "a citation", "words", &mut out);
        assert!(told.starts_with("copied a citation: sent by OSC 52 through screen; needs "), "{told}");
        assert_eq!(out, osc52("words", Wrap::Screen).unwrap().into_bytes());
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_fails_or_is_missing_took_nothing() {
        assert!(feed(&["cat"], &"x".repeat(200_000)));
        assert!(!feed(&["false"], "words"));
        assert!(!feed(&["sleep", "1000"], &"x".repeat(200_000)), "it is not waited for");
        assert!(!feed(&["dossier-no-such-program"], "words"));
        assert!(!feed(&[], "words"));
    }

    proptest! {
        #[test]
        fn any_text_survives_every_wrap(text in "\\PC{0,900}") {
            let plain = osc52(&text, Wrap::None).unwrap();
            prop_assert_eq!(decoded(&plain).unwrap(), text.as_bytes());
            let tmux = osc52(&text, Wrap::Tmux).unwrap();
            let passed = tmux.strip_prefix(plain.as_str()).and_then(|rest| rest.strip_prefix("\x1bPtmux;"));
            let passed = passed.and_then(|rest| rest.strip_suffix("\x1b\\")).unwrap();
            prop_assert_eq!(passed.replace("\x1b\x1b", "\x1b"), plain.as_str());
            let screen = osc52(&text, Wrap::Screen).unwrap();
            let chunks: Vec<_> = screen.split("\x1b\\").map(|chunk| chunk.strip_prefix("\x1bP").unwrap_or(chunk)).collect();
            prop_assert!(chunks.iter().all(|chunk| chunk.len() <= CHUNK));
            prop_assert_eq!(chunks.concat(), plain);
        }
    }
}
