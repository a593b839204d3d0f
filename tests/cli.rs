//! The command line from the outside: the output of each command, its stream and its exit code.
//! `TRYCMD=overwrite cargo test --test cli` rewrites the transcripts.

#[test]
fn commands_match_transcripts() {
    trycmd::TestCases::new().env("NO_COLOR", "").env("DOSSIER_BASE", "").env("PAGER", "").case("tests/cli/*.trycmd");
}

mod contract {
    use std::io::{Read, Write};
    use std::process::{Command, Output, Stdio};

    fn dossier(arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
        command.args(arguments).env_remove("DOSSIER_BASE").env_remove("NO_COLOR").stdin(Stdio::null());
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        command
    }

    fn run(arguments: &[&str]) -> Output {
        dossier(arguments).output().unwrap()
    }

    fn json(arguments: &[&str]) -> serde_json::Value {
        serde_json::from_slice(&run(arguments).stdout).unwrap()
    }

    #[test]
    fn prints_summary_without_terminal() {
        let output = run(&[]);
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            text.contains(&format!("{} claims", dossier::bundled::load_base().claims.len())) && !text.contains('\x1b'),
            "{text}"
        );
    }

    #[test]
    fn broken_pipe_exits_silently_with_success() {
        let mut child = dossier(&["export"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut head = [0; 64];
        let mut pipe = child.stdout.take().unwrap();
        pipe.read_exact(&mut head).unwrap();
        drop(pipe);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }

    #[test]
    fn color_only_on_request() {
        let has_color = |output: Output| output.stdout.contains(&0x1b);
        assert!(!has_color(run(&["find", "nvidia"])));
        assert!(has_color(run(&["find", "nvidia", "--color", "always"])));
        assert!(!has_color(
            dossier(&["find", "nvidia"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap()
        ));
    }

    #[test]
    fn find_prints_versioned_json_and_tsv() {
        let answer = json(&["find", "nvidia", "--json"]);
        assert_eq!((&answer["version"], &answer["query"]), (&1.into(), &"nvidia".into()));
        let first = answer["hits"][0].as_object().unwrap();
        let keys: Vec<_> = first.keys().map(String::as_str).collect();
        assert_eq!(keys, ["address", "field", "kind", "matched", "maybe", "score", "title"]);
        assert_eq!(first["address"], "entity/nvidia");
        let lines = String::from_utf8(run(&["find", "nvidia", "--jsonl"]).stdout).unwrap();
        assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
        let plain = String::from_utf8(run(&["find", "nvidia", "--plain", "--limit", "2"]).stdout).unwrap();
        assert_eq!(plain.lines().count(), 2);
        assert!(plain.lines().all(|line| line.split('\t').count() == 7), "{plain}");
    }

    #[test]
    fn export_is_complete_and_exact() {
        let base = json(&["export", "--format", "json"]);
        assert_eq!(base["version"], 1);
        let claims = base["claims"].as_array().unwrap();
        assert_eq!(claims.len(), dossier::bundled::load_base().claims.len());
        let claim = claims.iter().find(|claim| claim["id"] == "commit-22b").unwrap();
        assert_eq!(claim["amount"]["min"], "22500000000");
        assert_eq!(claim["amount"]["max"], "22500000000");
        assert_eq!(claim["evidence"][0]["trust"], "locked");
        let open = claims.iter().find(|claim| claim["amount"]["min"].is_null() && !claim["amount"].is_null()).unwrap();
        assert!(open["amount"]["max"].is_string());
        let french = json(&["export", "--lang", "fr"]);
        assert_ne!(french["claims"][0]["says"], base["claims"][0]["says"]);
    }

    #[test]
    fn new_base_passes_strict_check_with_and_without_texts() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("mine");
        let (base, texts) = (dir.to_str().unwrap().to_owned(), dir.join("texts").to_str().unwrap().to_owned());
        assert!(run(&["new", &base]).status.success());
        let check = |arguments: &[&str]| {
            let output = run(&[&["check", "--strict", "--format", "short", &base], arguments].concat());
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };
        assert_eq!(check(&["--texts", &texts]), (Some(0), String::new()));
        assert_eq!(check(&["--texts", &texts, "--lock"]), (Some(0), String::new()));
        assert_eq!(check(&[]), (Some(0), String::new()), "locked");
        assert_eq!(run(&["new", &base]).status.code(), Some(2), "never over something that is there");
    }

    #[test]
    fn output_is_sanitized() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().join("evil.yaml");
        let evil = r#""a\e[31m\x9b2J\u202eb""#;
        let mut file = std::fs::File::create(&base).unwrap();
        write!(
            file,
            "factbase: 1\ntitle: {evil}\nsources: {{s: {{kind: article, title: {evil}}}}}\n\
             entities: {{evil: {{type: company, name: {evil}, aliases: [{evil}]}}}}\n\
             events: {{e: {{when: 2025, name: {evil}, who: [evil], evidence: [{{source: s, stance: states, quote: {evil}}}]}}}}\n\
             claims: {{c: {{triple: [evil, loses-on], says: {evil}, status: {evil}, evidence: [{{source: s, stance: states, quote: {evil}}}]}}}}\n"
        )
        .unwrap();
        let base = base.to_str().unwrap();
        for arguments in [
            &["find", "31m"][..],
            &["show", "entity/evil"],
            &["show", "event/e"],
            &["why", "c"],
            &["timeline"],
            &["check"],
            &["check", "--format", "short"],
            &["check", "--format", "json"],
            &["check", "--format", "sarif"],
            &["export"],
            &["find", "31m", "--plain"],
            &["show", "claim/c", "--json"],
            &[],
        ] {
            let output = run(&[&["--base", base], arguments].concat());
            for stream in [output.stdout, output.stderr] {
                let text = String::from_utf8(stream).unwrap();
                let bad = text.chars().find(|&c| c.is_control() && c != '\n' && c != '\t' || c == '\u{202e}');
                assert_eq!(bad, None, "{arguments:?}: {text}");
            }
        }
    }
}
