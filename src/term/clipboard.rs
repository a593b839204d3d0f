//! Copies text to the desktop clipboard, to tmux, or to the terminal through OSC 52 (xterm, "Manipulate Selection
//! Data"), and reports the route taken, because neither tmux nor a terminal confirms delivery.
//!
//! Behaviour of tmux, tested with 3.3a: `load-buffer -w` (since 3.2) works whatever the options are. A plain sequence
//! is accepted only with `set-clipboard on`, not with `external`, the default. A sequence wrapped for passthrough
//! reaches the terminal only with `allow-passthrough on` (before 3.3, always). A rejected sequence is dropped
//! silently, so both are sent.

use crate::term::environment::{Environment, Multiplexer};
use crate::term::start_thread;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Maximum size of an OSC 52 payload, in bytes of base64. xterm and others accept this much.
const MAX_OSC52_BYTES: usize = 100_000;
/// Maximum size of one string passed through GNU screen, in bytes. Old releases accept 256, those since 4.2.1 accept
/// 768.
const SCREEN_CHUNK_BYTES: usize = 250;

/// How long to wait for the desktop clipboard or a command to accept a text.
const COPY_TIMEOUT: Duration = Duration::from_secs(1);

/// A route to a clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopyRoute {
    /// The desktop clipboard.
    Desktop,
    /// tmux, through its own command, which forwards the text to its terminal.
    Tmux,
    /// The terminal, through OSC 52.
    Terminal(Multiplexer),
}

impl CopyRoute {
    /// Returns the routes to try, best first.
    pub(super) fn available(environment: &Environment) -> Vec<Self> {
        let wanted = [
            (environment.has_local_desktop, Self::Desktop),
            (environment.has_local_tmux, Self::Tmux),
            (true, Self::Terminal(environment.multiplexer)),
        ];
        wanted.into_iter().filter_map(|(wanted, route)| wanted.then_some(route)).collect()
    }

    /// The message after `what` ("a citation") was sent by this route. States what is known and what the text needs
    /// to arrive.
    fn confirmation(self, what: &str) -> String {
        match self {
            // On these systems, the OS stores the clipboard. Elsewhere, its content is lost when the process that
            // copied exits.
            Self::Desktop if cfg!(any(windows, target_os = "macos")) => {
                format!("copied {what} to the system clipboard")
            }
            Self::Desktop => {
                format!("copied {what} to the system clipboard; after quitting, only a clipboard manager keeps it")
            }
            Self::Tmux => format!("copied {what} to tmux, and on to the terminal's clipboard if it takes OSC 52"),
            Self::Terminal(Multiplexer::None) => {
                format!("copied {what}: sent by OSC 52; needs a terminal that takes it; P prints it")
            }
            Self::Terminal(Multiplexer::Tmux) => {
                format!("sent by OSC 52 through tmux: needs set-clipboard or allow-passthrough on; P prints {what}")
            }
            Self::Terminal(Multiplexer::Screen) => {
                format!(
                    "copied {what}: sent by OSC 52 through screen; needs a terminal, or tmux, that takes it; P prints it"
                )
            }
        }
    }
}

/// The state of the clipboard between copies.
#[derive(Default)]
pub struct Clipboard {
    /// The desktop clipboard, from its first use on.
    desktop: Option<DesktopClipboard>,
    /// Routes that timed out. They are not tried again.
    timed_out_routes: Vec<CopyRoute>,
}

/// The desktop clipboard, on its own thread so that an unresponsive display server cannot block input. On X11 and
/// Wayland the process that copied must serve the paste, so the thread lives as long as the program.
struct DesktopClipboard {
    texts: Sender<String>,
    /// Whether each text was accepted. The channel closes when the thread exits.
    results: Receiver<bool>,
}

impl DesktopClipboard {
    fn start() -> Option<Self> {
        let ((texts, wanted), (result_sender, taken)) = (channel::<String>(), channel());
        let work = move || {
            let Ok(mut clipboard) = arboard::Clipboard::new() else { return };
            while wanted.recv().is_ok_and(|text| result_sender.send(clipboard.set_text(text).is_ok()).is_ok()) {}
            // Drop the clipboard before the channel: the drop may hand the content to a clipboard manager.
            drop(clipboard);
            drop(result_sender);
        };
        start_thread(work).ok().map(|()| Self { texts, results: taken })
    }

    fn set_text(&self, text: &str) -> bool {
        self.texts.send(text.to_owned()).is_ok() && self.results.recv_timeout(COPY_TIMEOUT) == Ok(true)
    }
}

impl Clipboard {
    /// Copies a text by the best route that works. Escape sequences are written to `out`, the terminal. Returns the
    /// message to show; `what` names the text in it, such as "a citation".
    pub fn copy(&mut self, environment: &Environment, description: &str, text: &str, out: &mut impl Write) -> String {
        for route in CopyRoute::available(environment) {
            if self.timed_out_routes.contains(&route) {
                continue;
            }
            let began = Instant::now();
            let sent = match route {
                CopyRoute::Desktop => self.copy_to_desktop(text),
                CopyRoute::Tmux => pipe_to_command(&["tmux", "load-buffer", "-w", "-"], text),
                CopyRoute::Terminal(wrap) => {
                    let Some(sequence) = osc52(text, wrap) else {
                        return format!("not copied: {description} is longer than terminals take; P prints it");
                    };
                    out.write_all(sequence.as_bytes()).and_then(|()| out.flush()).is_ok()
                }
            };
            if sent {
                return route.confirmation(description);
            }
            if began.elapsed() >= COPY_TIMEOUT {
                self.timed_out_routes.push(route);
            }
        }
        format!("not copied: {description} could not be sent; P prints it")
    }

    fn copy_to_desktop(&mut self, text: &str) -> bool {
        let system = self.desktop.take().or_else(DesktopClipboard::start).filter(|system| system.set_text(text));
        // Drop a connection that is lost or hangs. The next copy opens a new one.
        self.desktop = system;
        self.desktop.is_some()
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        if let Some(DesktopClipboard { texts, results: taken }) = self.desktop.take() {
            drop(texts);
            let _ = taken.recv_timeout(COPY_TIMEOUT);
        }
    }
}

/// Runs a program with a text as its standard input. Returns whether it exited successfully.
fn pipe_to_command(argv: &[&str], text: &str) -> bool {
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
    let end = Instant::now() + COPY_TIMEOUT;
    let exit_status = start_thread(write).is_ok().then(|| {
        loop {
            match child.try_wait() {
                Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(1)),
                ended => break ended.ok().flatten(),
            }
        }
    });
    if let Some(Some(status)) = exit_status {
        return status.success() && written.recv_timeout(COPY_TIMEOUT) == Ok(true);
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// The OSC 52 sequence that copies a text to the terminal's clipboard. `None` if the text is longer than terminals
/// accept.
fn osc52(text: &str, wrap: Multiplexer) -> Option<String> {
    if text.len().div_ceil(3) * 4 > MAX_OSC52_BYTES {
        return None;
    }
    // Terminated by BEL, because the alternative, `ESC \`, would end the wrapper.
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    Some(match wrap {
        Multiplexer::None => plain,
        Multiplexer::Tmux => {
            let wrapped = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{wrapped}\x1b\\")
        }
        Multiplexer::Screen => {
            let mut wrapped = String::new();
            let mut rest = plain.as_str();
            while !rest.is_empty() {
                // The sequence is ASCII, so it can be split at any byte.
                let (chunk, after) = rest.split_at(rest.len().min(SCREEN_CHUNK_BYTES));
                wrapped.extend(["\x1bP", chunk, "\x1b\\"]);
                rest = after;
            }
            wrapped
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::environment::tests::environment_from;
    use proptest::prelude::*;

    /// Decodes the text of an OSC 52 sequence.
    fn decode_osc52(sequence: &str) -> Option<Vec<u8>> {
        STANDARD.decode(sequence.strip_prefix("\x1b]52;c;")?.strip_suffix('\x07')?).ok()
    }

    /// An environment without a desktop, so that tests do not touch the real clipboard.
    fn without_desktop(env: &str) -> Environment {
        let mut environment = environment_from(env);
        environment.has_local_desktop = false;
        environment
    }

    #[test]
    fn wraps_osc52_for_multiplexers() {
        assert_eq!(osc52("hé", Multiplexer::None).as_deref(), Some("\x1b]52;c;aMOp\x07"));
        let tmux = "\x1b]52;c;aMOp\x07\x1bPtmux;\x1b\x1b]52;c;aMOp\x07\x1b\\";
        assert_eq!(osc52("hé", Multiplexer::Tmux).as_deref(), Some(tmux));
        assert_eq!(osc52("hé", Multiplexer::Screen).as_deref(), Some("\x1bP\x1b]52;c;aMOp\x07\x1b\\"));
    }

    #[test]
    fn refuses_text_that_is_too_long() {
        let most = "x".repeat(MAX_OSC52_BYTES / 4 * 3);
        assert!(osc52(&most, Multiplexer::Tmux).is_some());
        let more = most + "x";
        assert_eq!(osc52(&more, Multiplexer::None), None);
        let mut out = Vec::new();
        let message = Clipboard::default().copy(&without_desktop("TERM=xterm"), "a story", &more, &mut out);
        assert_eq!(message, "not copied: a story is longer than terminals take; P prints it");
        assert!(out.is_empty());
    }

    #[cfg(not(any(windows, target_os = "macos")))]
    #[test]
    fn routes_are_ordered_best_first() {
        let routes = |env: &str| CopyRoute::available(&environment_from(env));
        assert_eq!(routes("TERM=xterm"), [CopyRoute::Terminal(Multiplexer::None)]);
        assert_eq!(routes("DISPLAY=:0"), [CopyRoute::Desktop, CopyRoute::Terminal(Multiplexer::None)]);
        assert_eq!(routes("DISPLAY=:10 SSH_TTY=/dev/pts/1"), [CopyRoute::Terminal(Multiplexer::None)]);
        let tmux = "DISPLAY=:0 TMUX=/tmp/tmux-0/default,1,0";
        assert_eq!(routes(tmux), [CopyRoute::Desktop, CopyRoute::Tmux, CopyRoute::Terminal(Multiplexer::Tmux)]);
        assert_eq!(routes("TERM=tmux-256color SSH_TTY=/dev/pts/1"), [CopyRoute::Terminal(Multiplexer::Tmux)]);
    }

    #[test]
    fn writes_osc52_without_desktop() {
        let mut out = Vec::new();
        let message = Clipboard::default().copy(&without_desktop("STY=1.pts"), "a citation", "words", &mut out);
        assert!(message.starts_with("copied a citation: sent by OSC 52 through screen; needs "), "{message}");
        assert_eq!(out, osc52("words", Multiplexer::Screen).unwrap().into_bytes());
    }

    #[cfg(unix)]
    #[test]
    fn failing_or_missing_command_is_not_success() {
        assert!(pipe_to_command(&["cat"], &"x".repeat(200_000)));
        assert!(!pipe_to_command(&["false"], "words"));
        assert!(!pipe_to_command(&["sleep", "1000"], &"x".repeat(200_000)), "it is not waited for");
        assert!(!pipe_to_command(&["dossier-no-such-program"], "words"));
        assert!(!pipe_to_command(&[], "words"));
    }

    proptest! {
        #[test]
        fn any_text_survives_wrapping(text in "\\PC{0,900}") {
            let plain = osc52(&text, Multiplexer::None).unwrap();
            prop_assert_eq!(decode_osc52(&plain).unwrap(), text.as_bytes());
            let tmux = osc52(&text, Multiplexer::Tmux).unwrap();
            let passed = tmux.strip_prefix(plain.as_str()).and_then(|rest| rest.strip_prefix("\x1bPtmux;"));
            let passed = passed.and_then(|rest| rest.strip_suffix("\x1b\\")).unwrap();
            prop_assert_eq!(passed.replace("\x1b\x1b", "\x1b"), plain.as_str());
            let screen = osc52(&text, Multiplexer::Screen).unwrap();
            let chunks: Vec<_> = screen.split("\x1b\\").map(|chunk| chunk.strip_prefix("\x1bP").unwrap_or(chunk)).collect();
            prop_assert!(chunks.iter().all(|chunk| chunk.len() <= SCREEN_CHUNK_BYTES));
            prop_assert_eq!(chunks.concat(), plain);
        }
    }
}
