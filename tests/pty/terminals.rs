//! Different terminals and locales: the sequences sent to them, and the queries they must not get.

use super::assert_restored;
use super::session::PtySession;

/// The output from the start of the first frame to the end of the last.
fn frame_output(session: &PtySession) -> String {
    let output = session.output();
    let (_, after) = output.split_once("\x1b[?2026h").unwrap();
    let (frames, _) = after.rsplit_once("\x1b[?2026l").unwrap();
    frames.to_owned()
}

/// Whether a colour is set: an SGR sequence with a parameter of 30 or more.
fn has_color(frames: &str) -> bool {
    let sequences = frames.split("\x1b[").skip(1);
    let codes = sequences.filter_map(|sequence| sequence.split_once('m')).map(|(codes, _)| codes);
    codes
        .filter(|codes| codes.bytes().all(|b| b.is_ascii_digit() || b == b';'))
        .any(|codes| codes.split(';').any(|code| code.parse::<u16>().is_ok_and(|code| code >= 30)))
}

fn explore_with_env(env: &[(&str, &str)]) -> PtySession {
    let mut session = PtySession::start_with_env(&[], env);
    session.wait_for("Timeline");
    session.send("j/nvidia");
    session.wait_for("whole stake");
    session.send("\r");
    session.settle();
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0, "{env:?}");
    assert_restored(&session);
    session
}

#[test]
fn works_in_every_terminal() {
    for term in
        ["xterm", "xterm-256color", "tmux-256color", "screen", "screen.xterm-256color", "linux", "vt100", "no-such"]
    {
        for colorterm in ["", "truecolor"] {
            let session = explore_with_env(&[("TERM", term), ("COLORTERM", colorterm)]);
            let frames = frame_output(&session);
            assert_eq!(has_color(&frames), term != "vt100", "{term}");
            // With a painted background, cells are written instead of erased (ECH): some terminals erase to their own
            // background.
            assert_eq!(
                frames.split("\x1b[").any(|sequence| sequence.trim_start_matches(char::is_numeric).starts_with('X')),
                term != "vt100" && (colorterm.is_empty() || term == "linux"),
                "{term} {colorterm}"
            );
            assert_eq!(frames.contains("38;2;"), colorterm == "truecolor" && term != "vt100", "{term} {colorterm}");
        }
    }
}

#[test]
fn dumb_terminal_gets_a_summary() {
    for term in ["dumb", ""] {
        let mut session = PtySession::start_with_env(&[], &[("TERM", term)]);
        assert_eq!(session.wait_for_exit(), 0, "{term:?}");
        let output = session.output();
        assert!(output.contains("claims") && !output.contains('\x1b'), "{term:?}: {output}");
    }
}

#[test]
fn locale_without_utf_8_gets_ascii() {
    for (name, value) in [("LANG", "C"), ("LC_ALL", "POSIX"), ("LC_CTYPE", "fr_FR.ISO-8859-1")] {
        let session = explore_with_env(&[("LANG", ""), (name, value)]);
        assert!(session.output().is_ascii(), "{name}={value}");
    }
    assert!(!explore_with_env(&[("LANG", "fr_FR.UTF-8")]).output().is_ascii());
}

#[test]
fn kitty_keyboard_is_enabled_and_restored() {
    let mut session = PtySession::start_with_env(&[], &[("TERM", "xterm-kitty")]);
    session.wait_for("Timeline");
    // Slash, then Esc and Ctrl-C as the kitty keyboard protocol encodes them.
    session.send("/x");
    session.wait_for("Search");
    session.send("\x1b[27u");
    session.wait_for("Detail");
    session.send("\x1b[99;5u");
    assert_eq!(session.wait_for_exit(), 0);
    assert_restored(&session);
    let output = session.output();
    // The alternate screen has its own keyboard stack, so the flags are popped before leaving it.
    let (on, off, left) = (output.find("\x1b[>5u"), output.rfind("\x1b[<u"), output.rfind("\x1b[?1049l"));
    assert!(on < off && off < left);
    assert!(!explore_with_env(&[("TERM", "xterm-256color")]).output().contains("\x1b[>5u"));
}

#[test]
fn ssh_sends_no_queries_and_few_bytes() {
    let mut session = PtySession::start_with_env(&[], &[("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")]);
    session.wait_for("Timeline");
    session.settle();
    let before = session.byte_count();
    session.send("k");
    session.settle();
    assert!(session.byte_count() - before < 1_000);
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0);
    let output = session.output();
    for query in ["\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[6n", "\x1b[5n", "\x1b]1", "\x1b[?u", "$p", "\x1b[14t", "\x1bP"]
    {
        assert!(!output.contains(query), "{query:?}");
    }
}
