//! Saved files are never lost or corrupted: processes killed while saving, two explorers, and a lock file being
//! written.

use super::session::{PROGRAM, PtySession};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

fn state_file(state: &Path) -> PathBuf {
    state.join("dossier/bundled.json")
}

/// The letters of the saved marks. Empty if there is no file; panics if it is not valid JSON.
fn saved_marks(state: &Path) -> String {
    let Ok(text) = fs::read_to_string(state_file(state)) else { return String::new() };
    let saved: serde_json::Value = serde_json::from_str(&text).expect("a whole file");
    saved["marks"].as_object().map(|marks| marks.keys().cloned().collect()).unwrap_or_default()
}

fn open_with_state(state: &Path) -> PtySession {
    let mut session = PtySession::start_with_env(&[], &[("XDG_STATE_HOME", state.to_str().unwrap())]);
    session.wait_for("Timeline");
    session
}

#[test]
fn kill_during_save_leaves_a_complete_file() {
    let state = tempfile::tempdir().unwrap();
    let mut before = String::new();
    for turn in 0..24_u64 {
        let mut session = open_with_state(state.path());
        // Each mark is saved immediately. The kill arrives at a different moment in every round.
        for letter in 'a'..='h' {
            session.send(&format!("jm{letter}"));
        }
        std::thread::sleep(Duration::from_millis(turn * 3));
        session.signal("KILL");
        session.wait_for_exit();
        let now = saved_marks(state.path());
        assert!(before.chars().all(|letter| now.contains(letter)), "{before} became {now}");
        before = now;
    }
    let mut session = open_with_state(state.path());
    session.send("mz");
    session.wait_for_screen("Mark z set");
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0);
    assert!(saved_marks(state.path()).contains('z'));
}

#[test]
fn concurrent_explorers_merge_marks() {
    let state = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open_with_state(state.path()), open_with_state(state.path()));
    for (a, b) in ('a'..='f').zip('g'..='l') {
        one.send(&format!("jm{a}"));
        two.send(&format!("jm{b}"));
    }
    for (session, last) in [(&mut one, "Mark f set"), (&mut two, "Mark l set")] {
        session.wait_for_screen(last);
    }
    for session in [&mut one, &mut two] {
        session.send("Q");
        assert_eq!(session.wait_for_exit(), 0);
    }
    assert_eq!(saved_marks(state.path()), "abcdefghijkl");
}

#[test]
fn lock_file_is_replaced_atomically() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let claim = |n: u32| {
        format!("  c{n}: {{triple: [a, counts], evidence: [{{source: s, stance: states, quote: word {n}}}]}}\n")
    };
    let claims: String = (0..400).map(claim).collect();
    let sources = "sources: {s: {kind: article, title: S, text: t.txt}}\nentities: {a: {type: company, name: A}}\n";
    fs::write(at("base.yaml"), format!("factbase: 1\n{sources}claims:\n{claims}")).unwrap();
    let words: Vec<_> = (0..400).map(|n| format!("one word {n} here. ")).collect();
    let text = |end: &str| words.concat() + end;
    let base = folder.path().to_str().unwrap();
    let lock = || {
        let mut command = Command::new(PROGRAM);
        command.args(["check", "--lock", "--base", base, "--texts", base]).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    fs::write(at("t.txt"), text("")).unwrap();
    assert!(lock().wait().unwrap().code().is_some());
    for turn in 0..24_u64 {
        let before = fs::read_to_string(at("factbase.lock")).unwrap();
        fs::write(at("t.txt"), text(&format!("turn {turn}"))).unwrap();
        let mut child = lock();
        std::thread::sleep(Duration::from_millis(turn * 4));
        let _ = child.kill();
        child.wait().unwrap();
        let after = fs::read_to_string(at("factbase.lock")).unwrap();
        let whole = serde_json::from_str::<serde_json::Value>(&after).is_ok();
        assert!(whole && after.len().abs_diff(before.len()) < 200, "turn {turn}");
    }
}
