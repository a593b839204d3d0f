//! The layers of the code, checked by reading the source files: a module imports only lower modules, and crates that
//! may be replaced are used only in the files listed here.

use std::fs;
use std::path::{Path, PathBuf};

/// The other modules that each module of the library may use.
const ALLOWED_IMPORTS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("diagnostic", &["model", "text"]),
    ("load", &["model", "diagnostic", "text"]),
    ("analysis", &["model", "diagnostic"]),
    ("search", &["model", "diagnostic"]),
    ("export", &["model", "diagnostic"]),
    ("settings", &["model", "diagnostic", "export", "text"]),
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
            "settings",
        ],
    ),
    ("tui", &["model", "diagnostic", "analysis", "search", "sheet", "check", "settings", "export"]),
    (
        "tui/runtime",
        &[
            "model",
            "diagnostic",
            "analysis",
            "search",
            "sheet",
            "check",
            "settings",
            "export",
            "load",
            "store",
            "cli",
            "tui",
        ],
    ),
];

/// Pairs of a crate and a file that may use it. Most crates have one file.
const RESTRICTED_CRATES: &[(&str, &str)] = &[
    ("granit_parser", "load/tree.rs"),
    ("serde_yaml", "export/yaml.rs"),
    ("fuzzy_matcher", "search/fuzzy.rs"),
    ("edtf_core", "model/date.rs"),
    ("iso_currency", "model/unit.rs"),
    ("annotate_snippets", "diagnostic/render.rs"),
    ("sha2", "check/source_text.rs"),
    ("postcard", "bundled.rs"),
    ("signal_hook", "tui/runtime/listen.rs"),
    ("signal_hook", "cli/pager.rs"),
    ("toml", "settings.rs"),
    ("arboard", "tui/runtime/clipboard.rs"),
    ("base64", "tui/runtime/clipboard.rs"),
    ("notify", "tui/runtime/watch.rs"),
    ("fd_lock", "tui/runtime/session_file.rs"),
];

/// Every source file: its path below `src`, and its text without comment lines and test modules.
fn source_files() -> Vec<(String, String)> {
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
fn used_modules(code: &str) -> Vec<&str> {
    let names = code
        .split("crate::")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap());
    names.filter(|name| ALLOWED_IMPORTS.iter().any(|(module, _)| module == name)).collect()
}

#[test]
fn imports_follow_layers() {
    for (file, code) in source_files() {
        let module = module_of(&file);
        if matches!(module, "lib" | "main") || file == "tui/mod.rs" {
            continue;
        }
        let (_, allowed) =
            ALLOWED_IMPORTS.iter().find(|(name, _)| *name == module).unwrap_or_else(|| panic!("{file}: no rule"));
        for other in used_modules(&code) {
            assert!(
                other == module.split('/').next().unwrap() || allowed.contains(&other),
                "{file} may not use {other}"
            );
        }
    }
}

#[test]
fn panics_unwind_to_restore_terminal() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(manifest.contains("[profile.release]") && !manifest.contains("panic = \"abort\""));
}

#[test]
fn panes_and_overlays_do_not_use_app_or_driver() {
    for (file, code) in
        source_files().iter().filter(|(file, _)| file.starts_with("tui/pane/") || file.starts_with("tui/overlay/"))
    {
        for word in ["app::", "update::", "runtime::", "super::app", "std::fs", "std::env"] {
            assert!(!code.contains(word), "{file} names {word}");
        }
    }
}

#[test]
fn only_outer_modules_do_io() {
    let is_outer =
        |file: &str| ["main.rs", "store/", "cli/", "tui/runtime/"].iter().any(|prefix| file.starts_with(prefix));
    for (file, code) in source_files().iter().filter(|(file, _)| !is_outer(file)) {
        for word in ["std::fs", "std::env", "std::thread", "std::process", "Local::now", "SystemTime", "Instant::now"] {
            assert!(!code.contains(word), "{file} names {word}");
        }
    }
}

#[test]
fn restricted_crates_stay_in_allowed_files() {
    for (file, code) in source_files() {
        for (name, wall) in RESTRICTED_CRATES {
            let may = RESTRICTED_CRATES.contains(&(name, &file));
            assert!(may || !code.contains(&format!("{name}::")), "{file} uses {name}; only {wall} may");
        }
    }
}
