//! The program in a pseudo-terminal: it starts, responds to keys, and restores the terminal however it exits.
#![cfg(unix)]

mod external;
mod faults;
mod multiplexers;
mod session;
#[cfg(target_os = "linux")]
mod ssh;
mod state;
mod terminals;

use session::PtySession;
use std::fs;

/// Asserts that every mode that was set has been reset, and that the line settings are those from before the start.
fn assert_restored(session: &PtySession) {
    let shown = session.output();
    let modes =
        ["1049", "2004", "2026", "1000", "1006"].map(|mode| (format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l")));
    let cursor = ("\x1b[?25l".to_owned(), "\x1b[?25h".to_owned());
    for (on, off) in modes.iter().chain([&cursor]) {
        let last_on = shown.rfind(on).unwrap_or_else(|| panic!("{on:?} never came"));
        let last_off = shown.rfind(off).unwrap_or_else(|| panic!("{off:?} never came"));
        assert!(last_on < last_off, "{on:?} is left on");
    }
    assert_eq!(session.termios(), session.initial_termios, "the settings of the line");
}

/// Quits, and asserts that the exit code is 0 and the terminal is restored.
fn quit(session: &mut PtySession) {
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0);
    assert_restored(session);
}

#[test]
fn opens_bundled_base_and_quits() {
    let mut session = PtySession::start(&[]);
    session.wait_for("Timeline");
    session.send("q");
    assert_eq!(session.wait_for_exit(), 0);
    assert_restored(&session);
}

#[test]
fn sends_no_terminal_queries() {
    let mut session = PtySession::start(&[]);
    session.wait_for("Timeline");
    let shown = session.output();
    for query in ["\x1b[c", "\x1b[0c", "\x1b[>", "\x1b[6n", "\x1b[5n", "\x1b]1", "\x1b[?u", "$p", "\x1b[14t", "\x1bP"] {
        assert!(!shown.contains(query), "{query:?}");
    }
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0);
}

#[test]
fn output_is_small_and_none_when_idle() {
    let mut session = PtySession::start(&[]);
    session.wait_for("Timeline");
    session.settle();
    assert!(session.byte_count() <= 4_500, "first frame at 80×24: {} bytes", session.byte_count());
    let before = session.byte_count();
    session.settle();
    session.send("\x1bOP");
    session.settle();
    session.send("q");
    session.settle();
    let after = session.byte_count();
    session.settle();
    assert_eq!(session.byte_count(), after, "idle");
    assert!(after > before);
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0);
}

#[test]
fn keys_search_and_resize_work() {
    let mut session = PtySession::start(&[]);
    session.wait_for("Timeline");
    session.send("/nvidia");
    session.wait_for("whole stake");
    session.send("\r");
    session.wait_for("Nvidia");
    session.resize(120, 36);
    session.wait_for("2 Entities");
    session.resize(19, 5);
    session.wait_for("20 × 6");
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0);
    assert_restored(&session);
}

#[test]
fn query_and_enter_in_one_burst_open_the_hit() {
    let mut session = PtySession::start(&[]);
    session.wait_for("Timeline");
    session.send("/crystal intelligence\r");
    session.wait_for("Type");
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0);
}

#[test]
fn signals_restore_terminal() {
    for (signal, code) in [("TERM", 128 + 15), ("HUP", 128 + 1), ("INT", 128 + 2), ("QUIT", 128 + 3)] {
        let mut session = PtySession::start(&[]);
        session.wait_for("Timeline");
        session.signal(signal);
        assert_eq!(session.wait_for_exit(), code, "{signal}");
        assert_restored(&session);
    }
}

#[test]
fn suspends_and_resumes_under_a_shell() {
    for (term, program) in [("xterm-256color", ""), ("xterm-kitty", ""), ("xterm", "timeout 100")] {
        let line = format!("set -m; {program} \"$0\"; echo stopped; read line; fg; echo over");
        let mut session = PtySession::start_shell(&line, &[("TERM", term)]);
        session.wait_for("Timeline");
        session.send("\x1a");
        session.wait_for("stopped\r\n");
        assert!(session.output().ends_with("stopped\r\n"));
        session.send("\n");
        session.wait_for("Timeline");
        session.settle();
        session.send("q");
        session.wait_for("over");
        assert_eq!(session.wait_for_exit(), 0);
        assert_restored(&session);
        let count = |sequence: &str| session.output().matches(sequence).count();
        assert_eq!(count("\x1b[>5u"), count("\x1b[<u"), "what is put on the stack is taken off it");
    }
}

#[test]
fn sigtstp_suspends_like_ctrl_z() {
    let line = "set -m; sh -c 'echo process $$ is ours; exec \"$0\"' \"$0\"; echo stopped; read line; fg; echo over";
    let mut session = PtySession::start_shell(line, &[]);
    session.wait_for("Timeline");
    let output = session.output();
    let (_, after) = output.split_once("process ").unwrap();
    PtySession::signal_process("TSTP", after.split_once(' ').unwrap().0);
    session.wait_for("stopped\r\n");
    session.send("\n");
    session.wait_for("Timeline");
    session.send("q");
    session.wait_for("over");
    assert_eq!(session.wait_for_exit(), 0);
    assert_restored(&session);
}

#[test]
fn background_job_waits_and_can_be_terminated() {
    // The shell needs a moment to notice that the job has stopped again.
    let line = "set -m; \"$0\"; bg; sleep 0.5; kill %1; kill -CONT %1; \
                while kill -0 %1 2>&-; do kill -CONT %1; sleep 0.05; done; echo over";
    let mut session = PtySession::start_shell(line, &[]);
    session.wait_for("Timeline");
    session.send("\x1a");
    session.wait_for("over");
    assert_eq!(session.wait_for_exit(), 0);
    assert_restored(&session);
}

#[test]
#[cfg(target_os = "linux")]
fn does_not_suspend_without_a_shell() {
    let mut session = PtySession::start(&[]);
    session.wait_for("Timeline");
    session.send("\x1a");
    session.wait_for("No shell to return");
    session.send("q");
    assert_eq!(session.wait_for_exit(), 0);
    assert_restored(&session);
}

#[test]
fn exits_when_terminal_is_closed() {
    let mut session = PtySession::start_unread();
    session.hang_up();
    assert_eq!(session.wait_for_exit(), 128 + 1);
}

#[test]
#[cfg(debug_assertions)]
fn panic_restores_terminal_and_reports() {
    for (fault, keys) in [("update", "j"), ("draw", "/x"), ("worker", "/x")] {
        let mut session = PtySession::start(&["--fault", fault]);
        session.wait_for("Timeline");
        session.send(keys);
        assert_eq!(session.wait_for_exit(), 101, "{fault}");
        assert_restored(&session);
        let shown = session.output();
        let (_, after) = shown.rsplit_once("\x1b[?1049l").unwrap();
        assert!(after.contains("crashed") && after.contains("report"), "{after}");
    }
}

#[test]
fn reloads_base_and_refuses_broken_one_with_reason() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("base.yaml");
    let write = |title: &str| {
        fs::write(&base, format!("factbase: 1\ntitle: {title}\nentities: {{a: {{type: company, name: Alpha}}}}\n"))
            .unwrap();
    };
    write("First title");
    let mut session = PtySession::start(&["--base", base.to_str().unwrap()]);
    session.wait_for("First title");
    write("Second title");
    session.send("R");
    session.wait_for("Second");
    // The base is also reloaded when its file changes.
    write("Third title");
    session.wait_for("Third");
    write("[");
    session.wait_for("Reload failed: ");
    write("Fourth title");
    session.wait_for("Fourth");
    fs::remove_file(&base).unwrap();
    session.send("R");
    session.wait_for("No such file");
    session.send("q");
    assert_eq!(session.wait_for_exit(), 0);
    assert_restored(&session);
}

#[test]
fn unreadable_base_leaves_terminal_untouched() {
    let mut session = PtySession::start(&["--base", "no-such-base"]);
    assert_eq!(session.wait_for_exit(), 2);
    assert!(!session.output().contains("\x1b[?1049h"));
    assert!(session.output().contains("no-such-base"));
}
