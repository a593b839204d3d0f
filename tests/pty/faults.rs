//! Failures of terminals, lines and the system: nothing hangs, and the terminal is restored.

use super::session::PtySession;
use super::{assert_restored, quit};
use std::fs;
use std::time::{Duration, Instant};

/// A temporary folder with a base of one entity, and the path of the base.
fn alpha_base() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("base.yaml");
    fs::write(&base, "factbase: 1\nentities: {a: {type: company, name: Alpha}}\n").unwrap();
    (folder, base.to_str().unwrap().to_owned())
}

/// Opens the bundled base and waits for the first frame.
fn open_bundled(arguments: &[&str]) -> PtySession {
    let mut session = PtySession::start(arguments);
    session.wait_for("Timeline");
    session.settle();
    session
}

/// Opens the search, clears its prompt (Ctrl-U) and types.
fn search(session: &mut PtySession, words: &str) {
    session.send("/\x15");
    session.settle();
    session.send(words);
}

#[test]
fn key_burst_is_processed_at_once() {
    let mut session = open_bundled(&[]);
    // More keys than any buffer on the way holds. The effect of the last key must be visible.
    for _ in 0..10 {
        session.send(&"jk".repeat(300));
    }
    session.send("?");
    session.wait_for("Help");
    quit(&mut session);
}

#[test]
fn split_escape_sequence_is_one_key() {
    let mut session = open_bundled(&[]);
    search(&mut session, "nvidia");
    session.wait_for("whole stake");
    session.send("\x1b");
    std::thread::sleep(Duration::from_millis(10));
    session.send("[D!");
    session.wait_for("nvidi!a");
    session.send("\x1b");
    session.wait_for("Detail");
    quit(&mut session);
}

#[test]
fn esc_and_a_key_in_one_packet_are_two_keys() {
    let mut session = open_bundled(&[]);
    search(&mut session, "nvidia");
    session.wait_for("whole stake");
    session.settle();
    session.send("\x1b3");
    session.wait_for("Disputed");
    search(&mut session, "nvidia");
    session.wait_for("whole stake");
    session.settle();
    session.send("\x1b");
    session.wait_for("Detail");
    quit(&mut session);
}

#[test]
fn paste_is_text_and_unterminated_paste_can_be_left() {
    let mut session = open_bundled(&[]);
    // A paste outside a prompt runs no commands; these keys would quit.
    session.send("\x1b[200~qQ\r:q\r\x1b[201~");
    session.settle();
    search(&mut session, "");
    session.send("\x1b[200~open\rai\x1b[201~");
    session.wait_for("open ai");
    session.send(&format!("\x15\x1b[200~{}\x1b[201~", "x".repeat(70_000)));
    session.wait_for("xxx");
    session.settle();
    session.send("\x15\x1b[200~endless");
    session.settle();
    session.send("\x1b");
    session.wait_for("Detail");
    quit(&mut session);
}

#[test]
fn ignores_unsolicited_replies() {
    let mut session = open_bundled(&[]);
    let before = session.screen(80, 24);
    for answer in [
        "\x1b[?62;4c",
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        "\x1b[24;80R",
        "\x1b[?1u",
        "\x1bP>|qQ\x1b\\",
        "\x1b[I\x1b[O",
    ] {
        session.send(&answer.repeat(200));
        session.settle();
        assert_eq!(session.screen(80, 24), before, "{answer:?}");
    }
    session.send_bytes(b"\xff\xfe\x80\xc3");
    session.settle();
    quit(&mut session);
}

#[test]
fn resize_burst_ends_at_last_size() {
    let mut session = open_bundled(&[]);
    for at in 0..600_u16 {
        let (cols, rows) = [(20, 5), (1, 1), (300, 100), (80, 24), (120, 36)][usize::from(at % 5)];
        session.resize(cols, rows);
    }
    session.resize(100, 30);
    session.settle();
    session.skip_output();
    session.send("\x0c");
    session.settle();
    let screen = session.screen(100, 30);
    assert!(screen.lines().count() == 30 && screen.contains("1 Timeline"), "{screen}");
    session.send("?");
    session.wait_for("Help");
    quit(&mut session);
}

#[test]
fn survives_bursts_of_mouse_and_focus_events() {
    let mut session = open_bundled(&[]);
    for at in 0..50 {
        session.send(&format!("\x1b[<{};{};{}M\x1b[I\x1b[O", at % 70, at * 7 % 200, at % 40).repeat(10));
    }
    // The explorer has processed all events when it responds to this key.
    session.send("?");
    session.wait_for("Help");
    quit(&mut session);
}

#[test]
fn hangup_without_signal_exits() {
    // Only the shell, as session leader, gets SIGHUP, and it ignores the signal.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("code");
    let line = format!("trap '' HUP; \"$0\"; echo $? > {}", file.display());
    let mut session = PtySession::start_shell_unread(&line, 80, 24);
    session.hang_up();
    let until = Instant::now() + Duration::from_secs(20);
    while !file.exists() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    session.wait_for_exit();
    assert_eq!(fs::read_to_string(&file).unwrap().trim(), "129");
}

#[test]
fn signal_exits_while_output_is_blocked() {
    for signal in ["TERM", "HUP", "INT"] {
        let mut session = PtySession::start_unread();
        // Draw frames until `write` blocks.
        for _ in 0..100 {
            session.send("Gg");
            std::thread::sleep(Duration::from_millis(5));
        }
        session.signal(signal);
        let code = match signal {
            "TERM" => 15,
            "HUP" => 1,
            _ => 2,
        };
        assert_eq!(session.wait_for_exit(), 128 + code, "{signal}");
        assert_eq!(session.termios(), session.initial_termios, "{signal}");
    }
}

#[test]
fn signal_exits_while_first_frame_is_blocked() {
    for (signal, code) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        // A window whose first frame is larger than the buffer of the pseudo-terminal.
        let mut session = PtySession::start_shell_unread("exec \"$0\"", 300, 100);
        session.signal(signal);
        assert_eq!(session.wait_for_exit(), 128 + code, "{signal}");
        assert_eq!(session.termios(), session.initial_termios, "{signal}");
    }
}

#[test]
fn background_start_waits_and_can_be_terminated() {
    // A background process group, such as `timeout` creates.
    let line = "set -m; \"$0\" & sleep 0.5; kill %1; kill -CONT %1; \
                while kill -0 %1 2>&-; do kill -CONT %1; sleep 0.05; done; echo over";
    let mut session = PtySession::start_shell(line, &[]);
    session.wait_for("over");
    assert_eq!(session.wait_for_exit(), 0);
    assert!(!session.output().contains("\x1b[?1049h"), "the terminal is not taken: {}", session.output());
    assert_eq!(session.termios(), session.initial_termios);
}

#[test]
fn fails_cleanly_without_resources() {
    // The first line leaves too few file descriptors for the signal handlers, the second asks for too large a stack.
    for (line, expected) in [
        ("ulimit -n 4; exec \"$0\"", "signals cannot be caught: "),
        ("RUST_MIN_STACK=1000000000000000 exec \"$0\"", "no thread can be started: "),
    ] {
        let mut session = PtySession::start_shell(line, &[]);
        assert_eq!(session.wait_for_exit(), 2, "{line}");
        let output = session.output();
        assert!(output.contains(expected) && !output.contains("\x1b[?1049h"), "{line}: {output}");
        assert_eq!(session.termios(), session.initial_termios, "{line}");
    }
}

#[test]
fn signal_exits_after_editor_left_output_blocked() {
    let (_folder, base) = alpha_base();
    // The editor leaves a background process that fills the output buffer.
    let line = format!("EDITOR=\"sh -c 'yes & sleep 0.3'\" exec \"$0\" --base {base} open entity/a");
    let mut session = PtySession::start_shell_unread(&line, 80, 24);
    session.send("e");
    std::thread::sleep(Duration::from_millis(1_500));
    session.signal("TERM");
    assert_eq!(session.wait_for_exit(), 128 + 15);
    assert_eq!(session.termios(), session.initial_termios);
}

#[test]
fn prompt_returns_below_previous_output() {
    let (_folder, base) = alpha_base();
    let line = format!("seq 1 6; EDITOR=true \"$0\" --base {base} open entity/a; echo over");
    let mut session = PtySession::start_shell(&line, &[]);
    session.wait_for("Alpha");
    session.send("e");
    session.wait_for("Alpha");
    session.send("PxQ");
    session.wait_for("over");
    assert_eq!(session.wait_for_exit(), 0);
    let screen = session.screen(80, 24);
    assert!(screen.starts_with("1\n2\n3\n4\n5\n6\n") && screen.trim_end().ends_with("\nover"), "{screen}");
}

#[test]
#[cfg(debug_assertions)]
fn panic_waits_for_editor_to_exit() {
    let (_folder, base) = alpha_base();
    let arguments = ["--fault", "reading", "--base", &base, "open", "entity/a"];
    let mut session =
        PtySession::start_with_env(&arguments, &[("EDITOR", "sh -c 'echo editing; read line; echo edited'")]);
    session.wait_for("Alpha");
    session.send("R");
    session.settle();
    session.send("e");
    session.wait_for("editing");
    session.settle();
    assert!(!session.output().contains("a fault that was asked for"));
    session.send("\n");
    assert_eq!(session.wait_for_exit(), 101);
    assert!(session.output().contains("edited") && session.output().contains("a fault that was asked for"));
    assert_restored(&session);
}

#[test]
fn ctrl_c_goes_to_the_pager() {
    // The pager puts the terminal into raw mode and handles SIGINT itself.
    let pager = "sh -c 'stty raw -echo isig </dev/tty; trap \"got=1\" INT; echo paging; \
                 until [ $got ]; do sleep 0.05; done; stty sane </dev/tty; cat >/dev/null; echo paged'";
    let mut session = PtySession::start_shell("trap : INT; \"$0\" timeline; echo code $?", &[("PAGER", pager)]);
    session.wait_for("paging");
    session.send("\x03");
    assert_eq!(session.wait_for_exit(), 0);
    assert!(session.output().ends_with("paged\r\ncode 0\r\n"), "{}", session.output());
}

#[test]
fn recovers_from_editor_that_leaves_terminal_raw() {
    let (_folder, base) = alpha_base();
    let editor = "sh -c 'stty raw -echo; printf \"\\033[?1049h\\033[?25l\\033[?1000h\"; kill -9 $$'";
    let mut session = PtySession::start_with_env(&["--base", &base], &[("EDITOR", editor)]);
    session.wait_for("Nothing is selected");
    session.send("2");
    session.wait_for("Alpha");
    session.send("e");
    session.wait_for("editor failed");
    session.send("?");
    session.wait_for("Help");
    quit(&mut session);
}

#[test]
fn warns_if_state_folder_is_not_writable() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("state");
    fs::write(&file, "no folder").unwrap();
    let mut session = PtySession::start_with_env(&[], &[("XDG_STATE_HOME", file.to_str().unwrap())]);
    session.wait_for("Timeline");
    session.send("mx");
    session.settle();
    quit(&mut session);
    assert!(session.output().contains("Session not saved"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "no folder");
}

#[test]
fn idle_uses_no_cpu_time() {
    let mut session = open_bundled(&[]);
    session.settle();
    let (bytes, seconds) = (session.byte_count(), session.cpu_seconds());
    std::thread::sleep(Duration::from_secs(2));
    session.settle();
    assert_eq!(session.byte_count(), bytes);
    let used = seconds.and_then(|before| Some(session.cpu_seconds()? - before));
    assert!(used.is_none_or(|used| used < 0.02), "{used:?}");
    quit(&mut session);
}

#[test]
fn stats_show_and_sum_up_key_latency() {
    let mut session = open_bundled(&["--stats"]);
    session.send("j");
    session.wait_for(" ms ");
    quit(&mut session);
    let output = session.output();
    let (_, after) = output.rsplit_once("\x1b[?1049l").unwrap();
    assert!(after.contains("2 keys or bursts of keys") || after.contains("1 keys or bursts of keys"), "{after}");
    assert!(after.contains("(first frame 3") && after.contains("median"), "{after}");
}
