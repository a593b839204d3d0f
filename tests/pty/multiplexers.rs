//! Inside tmux and GNU screen, for real, where they are installed.

use super::session::Session;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Whether a program is here. If not, it is said past the test runner, which keeps what passes to itself.
pub fn is_here(program: &str, version: &str) -> bool {
    // screen says its version with an exit code of 1.
    let here = Command::new(program).arg(version).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !here {
        let _ = writeln!(std::io::stderr(), "SKIPPED: {program} is not installed");
    }
    here
}

/// Explores within a multiplexer; behind it, a shell says in what state it got its terminal back.
fn explored_by(line: &str) {
    // Sockets where whoever runs this may have some, and where they end with the test.
    let sockets = tempfile::tempdir().unwrap();
    fs::set_permissions(&sockets, fs::Permissions::from_mode(0o700)).unwrap();
    let at = sockets.path().to_str().unwrap();
    let mut session = Session::start_by(line, &[("SHELL", "/bin/sh"), ("SCREENDIR", at), ("TMUX_TMPDIR", at)]);
    explored_within(&mut session);
    session.send("Q");
    session.wait_until_shown("the line: icanon");
    assert!(!session.screen(80, 24).contains("Timeline"), "the screen before is back");
    session.send("\r");
    session.end();
}

/// Explores what was started within a multiplexer.
pub fn explored_within(session: &mut Session) {
    session.wait_until_shown("1 Timeline");
    session.send("/nvidia");
    session.wait_until_shown("whole stake");
    session.send("\r");
    session.wait_until_shown("Nvidia");
    session.send("?");
    session.wait_until_shown("Help");
    // What stands below is seen while the help is still being drawn over it.
    session.settle();
    // By default both hold Esc back for a while, and send it with the key that comes next.
    session.send("\x1b");
    std::thread::sleep(Duration::from_millis(150));
    session.send("3");
    session.wait_until_shown("Disputed");
    assert!(!session.screen(80, 24).contains("Help"), "Esc has closed the help");
}

#[test]
fn in_tmux() {
    if is_here("tmux", "-V") {
        explored_by(
            r#"tmux -L "dossier-$$" -f /dev/null new-session "$0 --no-state; echo the line: \$(stty -a | grep -o '\bicanon'); read l""#,
        );
    }
}

#[test]
fn in_gnu_screen() {
    if is_here("screen", "--version") {
        explored_by(
            r#"screen -U -c /dev/null sh -c "$0 --no-state; echo the line: \$(stty -a | grep -o '\bicanon'); read l""#,
        );
    }
}
