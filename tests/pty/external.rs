//! Effects outside the explorer: clipboard, editor, printing, screenshots, settings, the mouse and the saved session.

use super::quit;
use super::session::PtySession;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const BASE: &str = "factbase: 1
title: Trams
sources: {paper: {kind: article, title: Paper, url: 'https://paper.example/1'}}
entities:
  city: {type: organisation, name: City}
  line: {type: project, name: Line}
claims:
  pledge: {triple: [city, pledges, line], when: 2024, evidence: [{source: paper, stance: states, quote: forty million}]}
  later: {triple: [city, funds, line], when: 2025, evidence: [{source: paper, stance: states, quote: fifty million}]}
";

fn write_base(folder: &Path) -> String {
    let path = folder.join("base.yaml");
    fs::write(&path, BASE).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn copy_uses_osc_52_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = PtySession::start(&["--base", &write_base(folder.path()), "open", "claim/pledge"]);
    session.wait_for("Detail");
    session.send("y");
    session.wait_for("\x1b]52;c;");
    session.wait_for_screen("sent by OSC 52");
    quit(&mut session);
}

#[test]
fn editor_opens_at_line_and_changes_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let base = write_base(folder.path());
    let editor = folder.path().join("vim");
    // An editor that records its arguments and changes the file.
    fs::write(&editor, "#!/bin/sh\necho \"$@\" > \"$0.said\"\nsed -i 's/Trams/Edited trams/' \"$2\"\n").unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let set = [("EDITOR", editor.to_str().unwrap())];
    let mut session = PtySession::start_with_env(&["--base", &base, "open", "claim/later"], &set);
    session.wait_for("Detail");
    session.send("e");
    session.wait_for("Edited trams");
    let said = fs::read_to_string(folder.path().join("vim.said")).unwrap();
    assert_eq!(said.trim(), format!("+9 {base}"));
    quit(&mut session);
}

#[test]
fn failing_editor_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let base = write_base(folder.path());
    for (editor, expected) in
        [("false", "exit status: 1"), ("no-such-editor", "no-such-editor: "), ("sh -c 'kill -9 $$'", "signal")]
    {
        let mut session = PtySession::start_with_env(&["--base", &base], &[("EDITOR", editor)]);
        session.wait_for("Detail");
        session.send("e");
        session.wait_for(expected);
        quit(&mut session);
    }
}

#[test]
fn printed_text_stays_until_a_key() {
    let mut session = PtySession::start(&["open", "claim/commit-22b"]);
    session.wait_for("Detail");
    session.send("P");
    session.wait_for("any key returns");
    session.send("j");
    session.wait_for("Timeline");
    quit(&mut session);
}

#[test]
fn session_is_restored_and_broken_file_set_aside() {
    let state = tempfile::tempdir().unwrap();
    let home = state.path().to_str().unwrap().to_owned();
    let set = [("XDG_STATE_HOME", home.as_str())];
    let mut session = PtySession::start_with_env(&[], &set);
    session.wait_for("Timeline");
    session.send("/stake in openai\r");
    session.wait_for("A stake");
    session.send("mx");
    session.wait_for("Mark x set");
    quit(&mut session);
    let mut again = PtySession::start_with_env(&[], &set);
    again.wait_for("A stake in OpenAI");
    again.send("1g'x");
    quit(&mut again);
    let mut forgetful = PtySession::start_with_env(&["--no-state"], &set);
    forgetful.wait_for("Mar-a-Lago pledge");
    quit(&mut forgetful);
    let file = fs::read_dir(state.path().join("dossier")).unwrap().map(|entry| entry.unwrap().path());
    let file = file.into_iter().find(|path| path.extension().is_some_and(|ext| ext == "json")).unwrap();
    fs::write(&file, "{ no").unwrap();
    let mut broken = PtySession::start_with_env(&[], &set);
    broken.wait_for("last session");
    quit(&mut broken);
}

#[test]
fn settings_are_applied_and_problems_reported() {
    let config = tempfile::tempdir().unwrap();
    let folder = config.path().join("dossier");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("config.toml"), "mouse = \"never\"\n[keys]\nquit = [\"x\"]\nflyy = [\"y\"]\n").unwrap();
    let set = [("XDG_CONFIG_HOME", config.path().to_str().unwrap())];
    let mut session = PtySession::start_with_env(&[], &set);
    session.wait_for("config.toml:4:1");
    assert!(!session.output().contains("\x1b[?1000h"), "the mouse is off");
    session.send("x");
    assert_eq!(session.wait_for_exit(), 0);
}

#[test]
fn mouse_is_off_over_ssh() {
    let mut session = PtySession::start_with_env(&[], &[("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")]);
    session.wait_for("Timeline");
    session.send("Q");
    assert_eq!(session.wait_for_exit(), 0);
    assert!(!session.output().contains("\x1b[?1000h"));
}

#[test]
fn a_click_selects_and_the_wheel_scrolls() {
    let mut session = PtySession::start(&["--no-state"]);
    session.wait_for("Timeline");
    session.settle();
    // Click on two rows of the list, at least one of which is not a heading (SGR 1006 encoding).
    session.send("\x1b[<0;20;8M\x1b[<0;20;8m\x1b[<0;20;9M\x1b[<0;20;9m");
    session.settle();
    let screen = session.screen(80, 24);
    assert!(screen.lines().nth(8).is_some_and(|row| row.contains('▌')), "the row is selected:\n{screen}");
    let before = session.byte_count();
    session.send("\x1b[<65;20;9M");
    session.settle();
    assert!(session.byte_count() > before, "the wheel moves");
    quit(&mut session);
}

#[test]
fn screenshot_never_overwrites_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let base = write_base(folder.path());
    let mut session = PtySession::start_in(folder.path(), &["--base", &base, "open", "claim/later"]);
    session.wait_for("Detail");
    for name in ["dossier-claim-later.svg", "dossier-claim-later-1.svg"] {
        session.send("Xsvg\r");
        session.wait_for(".svg");
        assert!(fs::read_to_string(folder.path().join(name)).unwrap().starts_with("<svg"), "{name}");
    }
    quit(&mut session);
}

#[test]
fn screenshot_is_the_same_in_every_locale() {
    let home = tempfile::tempdir().unwrap();
    let drawn = |locale: &str, format: &str| {
        let mut command = std::process::Command::new(super::session::PROGRAM);
        command.args(["shot", "--no-state", "--format", format]).env("LC_ALL", locale);
        let output = command.env("HOME", home.path()).env("XDG_CONFIG_HOME", home.path()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        output.stdout
    };
    for format in ["svg", "html"] {
        assert!(drawn("C", format) == drawn("C.UTF-8", format), "{format}");
    }
    assert!(drawn("C", "text").is_ascii() && !drawn("C.UTF-8", "text").is_ascii());
}
