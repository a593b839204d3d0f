//! The program in a pseudo-terminal: it starts, responds to keys, and restores the terminal however it exits.
#![cfg(unix)]

mod faults;
mod multiplexers;
#[cfg(target_os = "linux")]
mod over_ssh;
mod session;
mod state;
mod terminals;
mod tools;

use session::Session;
use std::fs;

/// Asserts that every mode that was set has been reset, and that the line settings are those from before the start.
fn assert_restored(session: &Session) {
    let shown = session.output();
    let modes =
        ["1049", "2004", "2026", "1000", "1006"].map(|mode| (format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l")));
    let cursor = ("\x1b[?25l".to_owned(), "\x1b[?25h".to_owned());
    for (on, off) in modes.iter().chain([&cursor]) {
        let last_on = shown.rfind(on).unwrap_or_else(|| panic!("{on:?} never came"));
        let last_off = shown.rfind(off).unwrap_or_else(|| panic!("{off:?} never came"));
        assert!(last_on < last_off, "{on:?} is left on");
    }
    assert_eq!(session.settings(), session.settings_before, "the settings of the line");
}

/// Quits, and asserts that the exit code is 0 and the terminal is restored.
fn quit(session: &mut Session) {
    session.send("Q");
    assert_eq!(session.end(), 0);
    assert_restored(session);
}

#[test]
fn it_opens_the_bundled_base_and_quits() {
    let mut session = Session::start(&[]);
    session.wait_for("Timeline");
    session.send("q");
    assert_eq!(session.end(), 0);
    assert_restored(&session);
}

#[test]
fn it_asks_the_terminal_nothing() {
    let mut session = Session::start(&[]);
    session.wait_for("Timeline");
    let shown = session.output();
    for query in ["\x1b[c", "\x1b[0c", "\x1b[>", "\x1b[6n", "\x1b[5n", "\x1b]1", "\x1b[?u", "$p", "\x1b[14t", "\x1bP"] {
        assert!(!shown.contains(query), "{query:?}");
    }
    session.send("Q");
    assert_eq!(session.end(), 0);
}

#[test]
fn it_writes_little_and_nothing_while_nothing_changes() {
    let mut session = Session::start(&[]);
    session.wait_for("Timeline");
    session.settle();
    assert!(session.bytes() <= 4_500, "first frame at 80×24: {} bytes", session.bytes());
    let before = session.bytes();
    session.settle();
    session.send("\x1bOP");
    session.settle();
    session.send("q");
    session.settle();
    let after = session.bytes();
    session.settle();
    assert_eq!(session.bytes(), after, "idle");
    assert!(after > before);
    session.send("Q");
    assert_eq!(session.end(), 0);
}

#[test]
fn keys_search_and_resize_work() {
    let mut session = Session::start(&[]);
    session.wait_for("Timeline");
    session.send("/nvidia");
    session.wait_for("whole stake");
    session.send("\r");
    session.wait_for("Nvidia");
    session.resize(120, 36);
    session.wait_for("2 Entities");
    session.resize(19, 5);
    session.wait_for("larger");
    session.send("Q");
    assert_eq!(session.end(), 0);
    assert_restored(&session);
}

#[test]
fn a_query_and_enter_in_one_burst_go_to_the_hit() {
    let mut session = Session::start(&[]);
    session.wait_for("Timeline");
    session.send("/crystal intelligence\r");
    session.wait_for("Type");
    session.send("Q");
    assert_eq!(session.end(), 0);
}

#[test]
fn signals_give_the_terminal_back() {
    for (signal, code) in [
        ("TERM", 128 + 15),
        ("HUP", 128 + 1),
        ("INT", 128 + 2),
        ("QUIT", 128 + 3),
        ("USR1", 128 + 10),
        ("ALRM", 128 + 14),
        ("ABRT", 128 + 6),
        ("PROF", 128 + 27),
    ] {
        let mut session = Session::start(&[]);
        session.wait_for("Timeline");
        session.signal(signal);
        assert_eq!(session.end(), code, "{signal}");
        assert_restored(&session);
    }
}

#[test]
fn it_stops_and_goes_on_under_a_shell() {
    for (term, program) in [("xterm-256color", ""), ("xterm-kitty", ""), ("xterm", "timeout 100")] {
        let line = format!("set -m; {program} \"$0\"; echo stopped; read line; fg; echo over");
        let mut session = Session::start_by(&line, &[("TERM", term)]);
        session.wait_for("Timeline");
        session.send("\x1a");
        session.wait_for("stopped\r\n");
        assert!(session.output().ends_with("stopped\r\n"));
        session.send("\n");
        session.wait_for("Timeline");
        session.settle();
        session.send("q");
        session.wait_for("over");
        assert_eq!(session.end(), 0);
        assert_restored(&session);
        let count = |sequence: &str| session.output().matches(sequence).count();
        assert_eq!(count("\x1b[>5u"), count("\x1b[<u"), "what is put on the stack is taken off it");
    }
}

#[test]
fn a_signal_stops_it_as_the_key_does() {
    let line = "set -m; sh -c 'echo process $$ is ours; exec \"$0\"' \"$0\"; echo stopped; read line; fg; echo over";
    let mut session = Session::start_by(line, &[]);
    session.wait_for("Timeline");
    let output = session.output();
    let (_, after) = output.split_once("process ").unwrap();
    Session::signal_to("TSTP", after.split_once(' ').unwrap().0);
    session.wait_for("stopped\r\n");
    session.send("\n");
    session.wait_for("Timeline");
    session.send("q");
    session.wait_for("over");
    assert_eq!(session.end(), 0);
    assert_restored(&session);
}

#[test]
fn behind_the_shell_it_waits_and_can_be_ended() {
    // The shell needs a moment to notice that the job has stopped again.
    let line = "set -m; \"$0\"; bg; sleep 0.5; kill %1; kill -CONT %1; \
                while kill -0 %1 2>&-; do kill -CONT %1; sleep 0.05; done; echo over";
    let mut session = Session::start_by(line, &[]);
    session.wait_for("Timeline");
    session.send("\x1a");
    session.wait_for("over");
    assert_eq!(session.end(), 0);
    assert_restored(&session);
}

#[test]
#[cfg(target_os = "linux")]
fn where_there_is_no_shell_it_does_not_stop() {
    let mut session = Session::start(&[]);
    session.wait_for("Timeline");
    session.send("\x1a");
    session.wait_for("no shell here");
    session.send("q");
    assert_eq!(session.end(), 0);
    assert_restored(&session);
}

#[test]
fn a_closed_terminal_ends_it() {
    let mut session = Session::start_unread();
    session.hang_up();
    assert_eq!(session.end(), 128 + 1);
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_anywhere_gives_the_terminal_back_and_says_what_happened() {
    for (fault, keys) in [("update", "j"), ("draw", "/x"), ("worker", "/x")] {
        let mut session = Session::start(&["--fault", fault]);
        session.wait_for("Timeline");
        session.send(keys);
        assert_eq!(session.end(), 101, "{fault}");
        assert_restored(&session);
        let shown = session.output();
        let (_, after) = shown.rsplit_once("\x1b[?1049l").unwrap();
        assert!(after.contains("met a fault of its own") && after.contains("report"), "{after}");
    }
}

#[test]
fn a_base_is_read_again_and_a_broken_one_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("base.yaml");
    let write = |title: &str| {
        fs::write(&base, format!("factbase: 1\ntitle: {title}\nentities: {{a: {{type: company, name: Alpha}}}}\n"))
            .unwrap();
    };
    write("First title");
    let mut session = Session::start(&["--base", base.to_str().unwrap()]);
    session.wait_for("First title");
    write("Second title");
    session.send("R");
    session.wait_for("Second");
    // The base is also reloaded when its file changes.
    write("Third title");
    session.wait_for("Third");
    write("[");
    session.wait_for("not read again: ");
    write("Fourth title");
    session.wait_for("Fourth");
    fs::remove_file(&base).unwrap();
    session.send("R");
    session.wait_for("No such file");
    session.send("q");
    assert_eq!(session.end(), 0);
    assert_restored(&session);
}

#[test]
fn a_base_that_cannot_be_opened_leaves_the_terminal_alone() {
    let mut session = Session::start(&["--base", "no-such-base"]);
    assert_eq!(session.end(), 2);
    assert!(!session.output().contains("\x1b[?1049h"));
    assert!(session.output().contains("no-such-base"));
}
