//! Inside tmux and GNU screen, if they are installed.

use super::session::PtySession;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Whether a program is installed. If not, writes a message to standard error directly, because the test runner
/// captures the output of tests that pass.
pub(crate) fn is_installed(program: &str, version: &str) -> bool {
    // `screen --version` may exit with 1, so only check that the program starts.
    let here = Command::new(program).arg(version).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !here {
        let _ = writeln!(std::io::stderr(), "SKIPPED: {program} is not installed");
    }
    here
}

/// Explores inside a multiplexer. After the explorer exits, a shell prints whether the line is in canonical mode.
fn explore_in_multiplexer(line: &str) {
    // Put the sockets into a private temporary folder, which is deleted after the test.
    let sockets = tempfile::tempdir().unwrap();
    fs::set_permissions(&sockets, fs::Permissions::from_mode(0o700)).unwrap();
    let at = sockets.path().to_str().unwrap();
    let mut session = PtySession::start_shell(line, &[("SHELL", "/bin/sh"), ("SCREENDIR", at), ("TMUX_TMPDIR", at)]);
    explore(&mut session);
    session.send("Q");
    session.wait_for_screen("the line: icanon");
    assert!(!session.screen(80, 24).contains("Timeline"), "the screen before is back");
    session.send("\r");
    session.wait_for_exit();
}

/// Explores a session that runs inside a multiplexer.
pub(crate) fn explore(session: &mut PtySession) {
    session.wait_for_screen("1 Timeline");
    session.send("/nvidia");
    session.wait_for_screen("whole stake");
    session.send("\r");
    session.wait_for_screen("Nvidia");
    session.send("?");
    session.wait_for_screen("Help");
    // `Help` may be visible before the overlay is fully drawn.
    session.settle();
    // Both delay Esc by default and would send it together with the next key.
    session.send("\x1b");
    std::thread::sleep(Duration::from_millis(150));
    session.send("3");
    session.wait_for_screen("Disputed");
    assert!(!session.screen(80, 24).contains("Help"), "Esc has closed the help");
}

#[test]
fn works_in_tmux() {
    if is_installed("tmux", "-V") {
        explore_in_multiplexer(
            r#"tmux -L "dossier-$$" -f /dev/null new-session "$0 --no-state; echo the line: \$(stty -a | grep -o '\bicanon'); read l""#,
        );
    }
}

#[test]
fn works_in_gnu_screen() {
    if is_installed("screen", "--version") {
        explore_in_multiplexer(
            r#"screen -U -c /dev/null sh -c "$0 --no-state; echo the line: \$(stty -a | grep -o '\bicanon'); read l""#,
        );
    }
}
