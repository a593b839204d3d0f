//! Hostile bases. Every lookup must exit in time with an answer or a located problem, and must not print control
//! characters from the base.

use dossier::model::is_printable;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Timeout of a lookup. It allows for a busy machine and does not measure speed.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(60);

/// Every command that reads a base, in every output format.
const LOOKUPS: &[&str] = &[
    "check",
    "check --format short",
    "check --format json",
    "check --format sarif",
    "coverage",
    "find a",
    "find a --json",
    "find a --plain",
    "show claim/c --json",
    "show entity/e",
    "show source/s",
    "why c",
    "why c --json",
    "timeline",
    "timeline --json",
    "timeline --plain",
    "story t",
    "story t --md",
    "story t --html",
    "cite claim/c",
    "cite claim/c --style md",
    "cite claim/c --style bibtex",
    "export",
    "shot",
    "shot --format svg",
    "shot --format html",
    "shot --format ansi",
];
/// A few lookups, for tests that do not need them all.
const SAMPLE_LOOKUPS: &[&str] = &["check", "find a", "shot"];

const PROGRAM: &str = env!("CARGO_BIN_EXE_dossier");

/// The exit code and the output of a process.
struct ProcessOutput {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program. Panics if it exceeds the timeout or is killed by a signal.
fn run(arguments: &[&str]) -> ProcessOutput {
    let home = tempfile::tempdir().unwrap();
    let stream = |name: &str| fs::File::create(home.path().join(name)).unwrap();
    // `ulimit -v` limits the address space, in KiB.
    let mut command = Command::new(if cfg!(unix) { "sh" } else { PROGRAM });
    if cfg!(unix) {
        command.args(["-c", "ulimit -v 3000000; exec \"$0\" \"$@\"", PROGRAM]);
    }
    let mut child = command
        .args(arguments)
        .env_clear()
        .env("HOME", home.path())
        .env("LANG", "C.UTF-8")
        // Thread stacks and malloc arenas would use up the address space on a machine with many processors.
        .env("RAYON_NUM_THREADS", "4")
        .env("MALLOC_ARENA_MAX", "2")
        .stdin(Stdio::null())
        .stdout(stream("out"))
        .stderr(stream("err"))
        .spawn()
        .unwrap();
    let end = Instant::now() + LOOKUP_TIMEOUT;
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if Instant::now() > end => {
                let _ = child.kill();
                panic!("{arguments:?} does not end");
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let read = |name: &str| String::from_utf8(fs::read(home.path().join(name)).unwrap()).expect("UTF-8");
    let code = status.code().unwrap_or_else(|| panic!("{arguments:?} was ended: {status}"));
    ProcessOutput { code, out: read("out"), err: read("err") }
}

/// Removes SGR sequences (`ESC [ … m`) from a text and keeps all other escape sequences.
fn strip_sgr(text: &str) -> String {
    let (first, rest) = text.split_once("\x1b[").unwrap_or((text, ""));
    let is_code = |c: char| c.is_ascii_digit() || c == ';';
    let plain = |part: &str| match part.trim_start_matches(is_code).strip_prefix('m') {
        Some(after) => after.to_owned(),
        None => format!("\x1b[{part}"),
    };
    first.to_owned() + &rest.split("\x1b[").filter(|part| !part.is_empty()).map(plain).collect::<String>()
}

/// Runs a lookup and checks what is true of every lookup: its exit code, and no control characters in its output.
fn run_lookup(base: &Path, lookup: &str) -> ProcessOutput {
    let name = base.to_str().unwrap();
    let arguments: Vec<_> = lookup.split(' ').chain(["--base", name]).collect();
    let answer = run(&arguments);
    assert!([0, 1, 2].contains(&answer.code), "{lookup} {name}: {}\n{}", answer.code, answer.err);
    // `--format ansi` writes colour sequences of its own.
    let without_own_colors = |text: &str| if lookup.ends_with("ansi") { strip_sgr(text) } else { text.to_owned() };
    for text in [without_own_colors(&answer.out), without_own_colors(&answer.err)] {
        let harm = text.chars().find(|&c| !matches!(c, '\n' | '\t') && !is_printable(c));
        assert_eq!(harm, None, "{lookup} {name}:\n{text}");
    }
    answer
}

fn write_base(folder: &Path, bytes: &[u8]) -> PathBuf {
    let path = folder.join("base.yaml");
    fs::write(&path, bytes).unwrap();
    path
}

/// A base with `words` in every field that takes text. Most ids are plain.
fn base_filled_with(words: &str) -> String {
    format!(
        "factbase: 1
title: {words}
units: {{tram: {words}, {words}: {words}}}
relations: {{buys: {{label: {words}, money: none, subject: any, object: any}}}}
sources:
  s: {{kind: article, title: {words}, publisher: {words}, authors: [{words}], lang: en, published: {words}, dated: {words},
    accessed: 2024, url: {words}, text: t.txt, damage: {words}, gaps: [{words}], unclaimed: {{1: {words}}}}}
  u: {{kind: article, url: 'https://a.org/', title: {words}, text: {words}}}
  r: {{kind: cited-only, publisher: {words}}}
entities:
  e: {{type: company, name: {words}, aliases: [{words}], summary: {words}, tags: [{words}], different_from: [{words}]}}
  f: {{type: person, name: {{en: {words}, fr: {words}}}}}
  {words}: {{type: company, name: {words}}}
events: {{v: {{name: {words}, summary: {words}, when: 2024, dated: {words}, who: [e, {words}], lead: c, tags: [{words}],
  note: {words}, evidence: [{{source: s, stance: states, quote: {words}}}]}}}}
questions: {{q: {{ask: {words}, expect: amount, note: {words}}}}}
claims:
  c: {{triple: [e, buys, f], when: 2024-05, amount: 5 tram, says: {words}, tags: [{words}], note: {words}, dated: {words},
    answers: q, event: v, evidence: [{{source: s, via: [r], stance: states, quote: {words}, note: {words}}}]}}
  d: {{triple: [f, buys, e], when: {words}, amount: {words}, evidence: [{{source: r, stance: {words}, quote: {words}}}]}}
  g: {{triple: [e, {words}, f], amount: [1 tram, {words}], answers: {words}, evidence: [{{source: u, stance: states, quote: a}}]}}
balances: {{b: {{ask: {words}, need: [c], cover: [d], caveats: [{words}]}}}}
stories: {{t: {{name: {words}, summary: {words},
  steps: [{{at: claim/c, title: {words}, caption: {words}, note: {words}, highlight: [e], as_of: 2024}}]}}}}
{words}: {words}
"
    )
}

#[test]
fn lookups_sanitize_base_texts() {
    let folder = tempfile::tempdir().unwrap();
    let payloads = [
        r#""\e]0;pwned\a\e[2J\e[31mred\x07""#,
        r#""\x9b31m\x9d0;t\x9c\x85""#,
        r#""\u202e\u2066a\u200f\u061c\u2069\u202c""#,
        r#""\0\x01\x7f\r\b\t\n a""#,
        r#""\u200b\u200d\ufeff\u0301\u0301\u0301""#,
        r#""a\e\\\e_G\e\\\eP0\e\\""#,
        r#""<script>alert(1)</script>[a](javascript:b) | `c` $(d) \\input{e}""#,
    ];
    for (at, payload) in payloads.iter().enumerate() {
        let path = folder.path().join(format!("{at}.yaml"));
        fs::write(&path, base_filled_with(payload)).unwrap();
        fs::write(folder.path().join("t.txt"), "a\x1b]0;t\x07\u{9b}31m\u{202e}\nb").unwrap();
        for lookup in LOOKUPS {
            let answer = run_lookup(&path, lookup);
            let markup = ["html", "svg", "--md"].iter().any(|format| lookup.ends_with(format));
            assert!(!markup || !answer.out.replace("\\<", "").contains("<script"), "{lookup}: {}", answer.out);
        }
    }
}

#[test]
fn file_names_and_arguments_are_sanitized() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a\u{1b}]0;t\u{7}\u{202e}\u{9b}.yaml");
    fs::write(&path, base_filled_with("a")).unwrap();
    LOOKUPS.iter().for_each(|lookup| drop(run_lookup(&path, lookup)));
    fs::write(&path, "[").unwrap();
    SAMPLE_LOOKUPS.iter().for_each(|lookup| drop(run_lookup(&path, lookup)));
    let odd = "\u{1b}]0;t\u{7}\u{202e}\u{9b}\r";
    for arguments in [&["find", odd, "--json"][..], &["show", odd], &["--theme", odd], &[odd], &["find", "--x\u{202e}"]]
    {
        let answer = run(arguments);
        let all = answer.out + &answer.err;
        assert!(all.chars().all(|c| c == '\n' || is_printable(c)), "{arguments:?}: {all:?}");
    }
}

/// A name, the bytes of a base, and words that `check` must print; `None` if the base is valid.
type HostileCase = (&'static str, Vec<u8>, Option<&'static str>);

fn hostile_cases() -> Vec<HostileCase> {
    let base = |rest: &str| format!("factbase: 1\nentities:\n  e: {{type: company, name: Alpha}}\n{rest}").into_bytes();
    let plain = |name, rest: &str, told| (name, base(rest), told);
    let bomb = (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
        let one = n - 1;
        text + &format!("a{n}: &a{n} [*a{one}, *a{one}, *a{one}, *a{one}]\n")
    });
    let many = |form: &dyn Fn(usize) -> String, count: usize| (0..count).map(form).collect::<String>();
    vec![
        plain("a bomb of aliases", &bomb, Some(":")),
        plain(
            "aliases that square",
            &format!("x: &x {}\ny: [{}]\n", "a".repeat(50_000), "*x, ".repeat(20_000)),
            Some(":"),
        ),
        plain("an alias of itself", "x: &x [*x]\n", Some(":")),
        plain("deep lists", &format!("x: {}\n", "[".repeat(10_000)), Some("nested too deep")),
        plain("deep maps", &format!("x: {}\n", "{a: ".repeat(10_000)), Some("nested too deep")),
        plain("closers in quotation marks", &format!("x: {}\n", "[\"]\", ".repeat(80_000)), Some("nested too deep")),
        plain("closers in keys", &format!("x: {}\n", "{\"}\": ".repeat(80_000)), Some("nested too deep")),
        plain("closers in comments", &format!("x: {}\n", "[ #]\n".repeat(80_000)), Some("nested too deep")),
        plain("deep blocks", &many(&|n| format!("{}a:\n", " ".repeat(n)), 1_000), Some(":")),
        plain("keys without end", &many(&|n| format!("k{n}: 1\n"), 100_000), Some("more findings")),
        plain("keys of one name", &"title: a\n".repeat(2_000), Some("4:1")),
        plain(
            "equal keys within",
            "claims:\n  c: {triple: [e, counts], triple: [e, counts], amount: 1 USD}\n",
            Some("FB103"),
        ),
        plain("two documents", "---\nfactbase: 1\n", Some(":4:1")),
        plain("merged keys", "claims:\n  c: {<<: {triple: [e, counts]}}\n", Some("<<")),
        plain("tabs", "claims:\n\tc: 1\n", Some(":5:2")),
        plain("no and on", "claims: {no: {triple: [e, counts]}, on: {triple: [e, yes]}}\n", Some(":")),
        plain(
            "odd numbers",
            "claims: {c: {triple: [e, counts], amount: [1e999, .inf], when: 0o17}, d: 0x10}\n",
            Some(":"),
        ),
        plain(
            "far years",
            "events: {a: {name: a, when: -9999}, b: {name: b, when: '9999'}, c: {name: c, when: 10000}}\n",
            Some(":"),
        ),
        plain(
            "forty digits",
            &format!("claims: {{c: {{triple: [e, counts], amount: {} USD}}}}\n", "9".repeat(40)),
            Some(":"),
        ),
        plain("guesses without end", "claims: {c: {triple: [e, counts], amount: more than > 5 > 3}}\n", Some("FB401")),
        plain(
            "a circle of sources",
            "sources: {a: {kind: article, via: [b]}, b: {kind: article, via: [a]}}\n",
            Some(":"),
        ),
        plain(
            "a circle of claims",
            "relations: {x: {inverse: x}}\nevents: {v: {title: v, claims: [v]}}\nquestions: {q: {title: q, claims: [q]}}\n",
            Some(":"),
        ),
        plain("a key of 10 KB", &format!("events: {{{}: {{name: a}}}}\n", "a".repeat(10_000)), Some(":4:")),
        plain(
            "an id of 10 KB",
            &format!("events:\n  ? {}\n  : {{name: a, when: 2024}}\n", "a".repeat(10_000)),
            Some("FB108"),
        ),
        plain(
            "a name of 1 MB",
            &format!("events: {{v: {{name: {}, when: 2024}}}}\n", "é".repeat(500_000)),
            Some("FB109"),
        ),
        ("directives", (many(&|n| format!("%TAG !a{n}! b\n"), 200_000) + "---\na: 1\n").into(), Some("FB102")),
        ("lines of old Macs", "-\r".repeat(4_200_000).into(), Some("4194304 values")),
        ("a version to come", b"%YAML 9.9\n---\nfactbase: 1\n".to_vec(), Some("leave this line out")),
        plain("a key that is a list", "? [a]\n: b\n", Some(":4:3")),
        ("nothing", Vec::new(), Some("FB105")),
        ("NUL", b"factbase: 1\ntitle: a\0b\n".to_vec(), Some(":2:")),
        ("no UTF-8", b"factbase: 1\ntitle: a\xffb\n".to_vec(), Some(":2:9")),
        ("UTF-16", "\u{feff}factbase: 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect(), Some("UTF-16")),
        ("UTF-32", "\u{feff}factbase: 1\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(), Some("UTF-32")),
        ("a mark of byte order", "\u{feff}factbase: 1\ntitle: a\n".into(), None),
        ("lines of DOS", b"factbase: 1\r\ntitle: a\r\n".to_vec(), None),
        ("a scalar", b"factbase".to_vec(), Some(":1:")),
        ("noise", (0..200_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect(), Some(":")),
    ]
}

#[test]
fn malformed_files_are_read_or_located() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, expected) in hostile_cases() {
        let path = write_base(folder.path(), &bytes);
        let answers: Vec<_> = SAMPLE_LOOKUPS.iter().map(|lookup| run_lookup(&path, lookup)).collect();
        let all = answers[0].out.clone() + &answers[0].err;
        assert!(expected.is_none_or(|told| all.contains(told)), "{name}: {}", &all[..all.len().min(2_000)]);
        assert!(expected.is_some() || answers[0].code == 0 || !all.contains("error["), "{name}: {all}");
        assert!(expected.is_none() || all.contains("base.yaml:"), "{name} has a place: {all}");
    }
}

#[test]
fn long_name_is_not_repeated_in_full() {
    let folder = tempfile::tempdir().unwrap();
    let claim = |n: usize| format!("  c{n}: {{triple: [e, funds, e], amount: 1 U}}\n");
    let claims = (0..300).map(claim).collect::<String>();
    let long = "Long name ".repeat(30_000);
    let text = format!(
        "factbase: 1\nunits: {{U: {long}}}\nentities:\n  e: {{type: company, name: {long}}}\nclaims:\n{claims}"
    );
    let path = write_base(folder.path(), text.as_bytes());
    for lookup in ["show entity/e", "timeline", "check --format json", "shot entity/e"] {
        let answer = run_lookup(&path, lookup);
        assert!(answer.out.len() < 5_000_000, "{lookup}: {} bytes", answer.out.len());
        assert!(lookup.starts_with("check") || answer.code == 0, "{lookup}: {}", answer.err);
    }
}

#[test]
fn findings_truncate_repeated_long_value() {
    let folder = tempfile::tempdir().unwrap();
    let long =
        format!("factbase: 1\ntitle: &x {}\nentities: {{e: {{type: company, name: Alpha}}}}\n", "é".repeat(100_000));
    let claim = |n: usize| format!("  c{n}: {{triple: [e, counts], status: *x}}\n");
    let text = format!("{long}claims:\n{}", (0..5).map(claim).collect::<String>());
    let path = write_base(folder.path(), text.as_bytes());
    for format in ["text", "short", "json", "sarif"] {
        let answer = run_lookup(&path, &format!("check --format {format}"));
        assert!(answer.out.contains("éé…` is no status"), "{format}");
        assert!(answer.out.len() < 40_000, "{format}: {} bytes", answer.out.len());
    }
}

#[test]
fn large_file_needs_max_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("base.yaml");
    let text = format!("factbase: 1\ntitle: a\n# {}\n", "x".repeat(3 << 20));
    fs::write(&path, text).unwrap();
    let name = path.to_str().unwrap();
    let refused = run(&["find", "a", "--base", name, "--max-size", "1M"]);
    assert!(refused.code == 2 && refused.err.contains("larger than 1 MiB; --max-size allows more"), "{}", refused.err);
    assert_ne!(run(&["check", "--base", name, "--max-size", "4M"]).code, 2);
}

#[cfg(unix)]
#[test]
fn special_files_are_reported_without_blocking() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let pipe = |path: &Path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    fs::write(at("good.yaml"), base_filled_with("Alpha")).unwrap();
    fs::create_dir(at("texts")).unwrap();
    pipe(&at("pipe.yaml"));
    pipe(&at("texts/t.txt"));
    symlink(at("loop.yaml"), at("loop.yaml")).unwrap();
    symlink("/dev/zero", at("zero.yaml")).unwrap();
    symlink("/etc/passwd", at("passwd.yaml")).unwrap();
    fs::create_dir(at("folder.yaml")).unwrap();
    LOOKUPS.iter().for_each(|lookup| {
        let answer = run_lookup(folder.path(), lookup);
        assert!(!answer.out.contains("root:") && !answer.err.contains("root:"), "{lookup}");
    });
    let report = run_lookup(folder.path(), "check").out;
    for name in ["pipe.yaml:1:1", "loop.yaml:1:1", "zero.yaml:1:1", "passwd.yaml:1:1", "`t.txt`"] {
        assert!(report.contains(name), "{name}: {report}");
    }
    assert!(report.contains("FB109"), "{report}");
    assert!(run_lookup(folder.path(), "find Alpha").out.contains("Alpha"), "the rest is a base all the same");
    // A text that is a symlink out of the folder, and a lock file that is a pipe, are reported.
    fs::remove_file(at("texts/t.txt")).unwrap();
    symlink("/etc/passwd", at("texts/t.txt")).unwrap();
    assert!(run_lookup(folder.path(), "check").out.contains("is a link out of the folder of texts"));
    pipe(&at("factbase.lock"));
    assert_eq!(run_lookup(folder.path(), "check").code, 2);
    for path in ["/dev/zero", "/dev/null", at("pipe.yaml").to_str().unwrap(), at("nothing").to_str().unwrap()] {
        let answer = run_lookup(Path::new(path), "find a");
        assert!(answer.code == 2 && answer.err.contains(path), "{path}: {}", answer.err);
    }
}

#[test]
fn survives_file_changes_during_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = write_base(folder.path(), base_filled_with("Alpha").as_bytes());
    let (file, stop) = (path.clone(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let stop_requested = std::sync::Arc::clone(&stop);
    let writer = std::thread::spawn(move || {
        let long = base_filled_with(&"Beta ".repeat(5_000));
        let mut turn = 0;
        while !stop_requested.load(std::sync::atomic::Ordering::Relaxed) {
            turn += 1;
            let text = if turn % 2 == 0 { base_filled_with("Alpha") } else { long.clone() };
            fs::write(&file, text).unwrap();
        }
    });
    for _ in 0..20 {
        run_lookup(&path, "check --format short");
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.join().unwrap();
}
