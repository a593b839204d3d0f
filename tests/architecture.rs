//! The layers of the code, checked by reading the source files: a module imports only lower modules, and crates that
//! may be replaced are used only in the files listed here.

use std::fs;
use std::path::{Path, PathBuf};

/// The other modules that each module of the library may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("diagnostic", &["model", "text"]),
    ("load", &["model", "diagnostic", "text"]),
    ("analysis", &["model", "diagnostic"]),
    ("search", &["model", "diagnostic"]),
    ("export", &["model", "diagnostic"]),
    ("config", &["model", "diagnostic", "export", "text"]),
    ("sheet", &["model", "diagnostic", "analysis"]),
    ("check", &["model", "diagnostic", "load", "analysis", "export"]),
    ("bundled", &["model", "diagnostic", "load", "check"]),
    ("store", &["model", "diagnostic", "load", "check", "bundled", "text"]),
    (
        "cli",
        &[
            "model",
            "diagnostic",
            "load",
            "analysis",
            "search",
            "export",
            "sheet",
            "check",
            "bundled",
            "store",
            "config",
        ],
    ),
    ("tui", &["model", "diagnostic", "analysis", "search", "sheet", "check", "config", "export"]),
    (
        "tui/runtime",
        &[
            "model",
            "diagnostic",
            "analysis",
            "search",
            "sheet",
            "check",
            "config",
            "export",
            "load",
            "store",
            "cli",
            "tui",
        ],
    ),
];

/// Pairs of a crate and a file that may use it. Most crates have one file.
const WALLS: &[(&str, &str)] = &[
    ("granit_parser", "load/tree.rs"),
    ("serde_yaml", "export/yaml.rs"),
    ("fuzzy_matcher", "search/fuzzy.rs"),
    ("edtf_core", "model/date.rs"),
    ("iso_currency", "model/unit.rs"),
    ("annotate_snippets", "diagnostic/text.rs"),
    ("sha2", "check/document.rs"),
    ("postcard", "bundled.rs"),
    ("signal_hook", "tui/runtime/listen.rs"),
    ("signal_hook", "cli/pager.rs"),
    ("toml", "config.rs"),
    ("arboard", "tui/runtime/clipboard.rs"),
    ("base64", "tui/runtime/clipboard.rs"),
    ("notify", "tui/runtime/watch.rs"),
    ("fd_lock", "tui/runtime/kept.rs"),
];

/// Every source file: its path below `src`, and its text without comment lines and test modules.
fn files() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.file_name().and_then(|name| name.to_str()) {
                _ if path.is_dir() => walk(&path, found),
                Some("tests.rs") => {}
                _ => found.push(path),
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let code = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    };
    found
        .iter()
        .map(|path| (path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"), code(path)))
        .collect()
}

fn module_of(file: &str) -> &str {
    if file.starts_with("tui/runtime/") {
        return "tui/runtime";
    }
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The modules of the library that a file imports with `crate::`.
fn used(code: &str) -> Vec<&str> {
    let names = code
        .split("crate::")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap());
    names.filter(|name| MAY_USE.iter().any(|(module, _)| module == name)).collect()
}

#[test]
fn imports_go_down_only() {
    for (file, code) in files() {
        let module = module_of(&file);
        if matches!(module, "lib" | "main") || file == "tui/mod.rs" {
            continue;
        }
        let (_, allowed) =
            MAY_USE.iter().find(|(name, _)| *name == module).unwrap_or_else(|| panic!("{file}: no rule"));
        for other in used(&code) {
            assert!(
                other == module.split('/').next().unwrap() || allowed.contains(&other),
                "{file} may not use {other}"
            );
        }
    }
}

#[test]
fn a_panic_unwinds_so_that_the_terminal_is_given_back() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(manifest.contains("[profile.release]") && !manifest.contains("panic = \"abort\""));
}

#[test]
fn panes_and_overlays_know_neither_app_nor_runtime() {
    for (file, code) in
        files().iter().filter(|(file, _)| file.starts_with("tui/pane/") || file.starts_with("tui/overlay/"))
    {
        for word in ["app::", "update::", "runtime::", "super::app", "std::fs", "std::env"] {
            assert!(!code.contains(word), "{file} names {word}");
        }
    }
}

#[test]
fn only_the_outside_touches_the_world() {
    let outside =
        |file: &str| ["main.rs", "store/", "cli/", "tui/runtime/"].iter().any(|prefix| file.starts_with(prefix));
    for (file, code) in files().iter().filter(|(file, _)| !outside(file)) {
        for word in ["std::fs", "std::env", "std::thread", "std::process", "Local::now", "SystemTime", "Instant::now"] {
            assert!(!code.contains(word), "{file} names {word}");
        }
    }
}

#[test]
fn weak_crates_stay_behind_their_walls() {
    for (file, code) in files() {
        for (name, wall) in WALLS {
            let may = WALLS.contains(&(name, &file));
            assert!(may || !code.contains(&format!("{name}::")), "{file} uses {name}; only {wall} may");
        }
    }
}
