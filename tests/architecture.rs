//! The layers of the code, checked by reading the source files: a module imports only lower modules, no two files
//! import each other, and crates that may be replaced are used only in the files listed here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A module of the library: its name, what it contains, and the modules that it may import.
struct Module {
    name: &'static str,
    contents: &'static str,
    imports: &'static [&'static str],
}

const fn module(name: &'static str, contents: &'static str, imports: &'static [&'static str]) -> Module {
    Module { name, contents, imports }
}

/// The layers, lowest first: the pure core, the terminal, the explorer, the outside.
const LAYERS: &[(&str, &[Module])] = &[
    (
        "Core: pure, and built without the feature `app`",
        &[
            module("text", "functions of text: lines and columns, truncation, HTML, hashes", &[]),
            module("model", "the types of a base; immutable, with references as typed handles", &["text"]),
            module("diagnostics", "rules, findings, and their output: text, short, JSON, SARIF", &["model", "text"]),
            module(
                "load",
                "YAML text to a base, with every problem and its position",
                &["model", "diagnostics", "text"],
            ),
            module("analysis", "derived data: competing answers, originators, sums, the time axis", &["model", "text"]),
            module(
                "verify",
                "quotes compared with source texts or the lock file; coverage",
                &["model", "diagnostics", "text"],
            ),
            module(
                "lint",
                "the rules over a whole base, one file for each group",
                &["model", "diagnostics", "load", "analysis", "verify", "text"],
            ),
            module("search", "queries, the index, ranking, and filters", &["model", "diagnostics", "text"]),
            module(
                "present",
                "items as rich text with links, for the screen and for output",
                &["model", "analysis", "text"],
            ),
            module("export", "JSON, YAML, citations, URLs and handouts", &["model", "analysis", "text"]),
            module(
                "bundled",
                "the base that comes with the program",
                &["model", "diagnostics", "load", "verify", "text"],
            ),
        ],
    ),
    (
        "Terminal: knows nothing of the rest",
        &[module("term", "bytes to events, cells to bytes, modes, signals, clipboard, screenshots", &["text"])],
    ),
    (
        "Explorer: keys to actions, state to cells; no file, no descriptor, no clock",
        &[module(
            "ui",
            "state, actions, effects, commands, keys, themes, panes, overlays, widgets",
            &["model", "diagnostics", "analysis", "search", "present", "export", "verify", "term", "text"],
        )],
    ),
    (
        "Outside: files, environment, threads, processes, clocks",
        &[
            module(
                "store",
                "where bases come from: files, folders, locks, source texts, limits, watching",
                &["model", "diagnostics", "load", "verify", "lint", "bundled", "term", "text"],
            ),
            module(
                "driver",
                "runs the explorer over a line: events, effects, reload, search, session and settings files",
                &[
                    "model",
                    "diagnostics",
                    "analysis",
                    "search",
                    "present",
                    "export",
                    "verify",
                    "load",
                    "store",
                    "term",
                    "ui",
                    "text",
                ],
            ),
            module(
                "cli",
                "the command line, one file for each command",
                &[
                    "model",
                    "diagnostics",
                    "load",
                    "analysis",
                    "search",
                    "export",
                    "present",
                    "verify",
                    "lint",
                    "bundled",
                    "store",
                    "term",
                    "ui",
                    "driver",
                    "text",
                ],
            ),
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
    ("annotate_snippets", "diagnostics/render.rs"),
    ("sha2", "verify/source_text.rs"),
    ("postcard", "bundled.rs"),
    ("signal_hook", "term/signals.rs"),
    ("signal_hook", "cli/pager.rs"),
    ("toml", "ui/settings.rs"),
    ("arboard", "term/clipboard.rs"),
    ("base64", "term/clipboard.rs"),
    ("notify", "store/watch.rs"),
    ("fd_lock", "driver/session_file.rs"),
];

fn modules() -> impl Iterator<Item = &'static Module> {
    LAYERS.iter().flat_map(|(_, modules)| modules.iter())
}

/// A source file: its path below `src`, its module path, and its code without comment lines and test modules.
struct SourceFile {
    path: String,
    module: Vec<String>,
    code: String,
}

fn source_files() -> Vec<SourceFile> {
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
    let file = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let mut module: Vec<_> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        module.pop_if(|last| last == "mod");
        SourceFile { path, module, code }
    };
    found.iter().map(file).collect()
}

/// The paths that the `use` declarations and the expressions of a file name.
fn named_paths(code: &str) -> Vec<String> {
    fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
        let tree = tree.trim();
        let Some((head, body)) = tree.strip_suffix('}').and_then(|tree| tree.split_once('{')) else {
            let name = tree.split(" as ").next().unwrap();
            paths.push(format!("{prefix}{name}").replace(char::is_whitespace, ""));
            return;
        };
        let (mut depth, mut start) = (0, 0);
        for (at, c) in body.char_indices().chain([(body.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    let part = &body[start..at];
                    if !part.trim().is_empty() {
                        expand(&format!("{prefix}{head}"), part, paths);
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
    }
    let mut paths = Vec::new();
    for declaration in code.split("use ").skip(1).filter_map(|rest| rest.split_once(';')).map(|(tree, _)| tree) {
        expand("", declaration, &mut paths);
    }
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    paths.extend(code.split(|c| !is_path(c)).filter(|path| path.contains("::")).map(str::to_owned));
    paths
}

/// The module of the program that a path in `file` belongs to: the longest prefix that is a source file.
fn resolve<'a>(file: &SourceFile, path: &str, files: &'a [SourceFile]) -> Option<&'a SourceFile> {
    let mut segments: Vec<_> = path.split("::").filter(|segment| !segment.is_empty()).collect();
    let mut module = match *segments.first()? {
        "crate" => Vec::new(),
        _ => file.module.clone(),
    };
    let is_relative = matches!(segments[0], "crate" | "super" | "self");
    while let Some(first @ ("crate" | "super" | "self")) = segments.first().copied() {
        if first == "super" {
            module.pop();
        }
        segments.remove(0);
    }
    let find = |module: &[String]| files.iter().find(|other| other.module == module);
    let mut found = if is_relative { find(&module) } else { None };
    for segment in segments {
        module.push(segment.to_owned());
        match find(&module) {
            Some(file) => found = Some(file),
            None => break,
        }
    }
    found
}

/// The files that each file imports. A file in a module may use the face of that module, its `mod.rs`, freely.
fn imports(files: &[SourceFile]) -> BTreeMap<&str, BTreeSet<&str>> {
    let imported = |file: &SourceFile| {
        let found = named_paths(&file.code).into_iter().filter_map(|path| resolve(file, &path, files));
        let found = found.filter(|other| !file.module.starts_with(&other.module) && !other.module.is_empty());
        found.map(|other| other.path.as_str()).collect::<BTreeSet<_>>()
    };
    files.iter().filter(|file| !is_root(file)).map(|file| (file.path.as_str(), imported(file))).collect()
}

fn is_root(file: &SourceFile) -> bool {
    matches!(file.path.as_str(), "lib.rs" | "main.rs")
}

fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn imports_go_down_only() {
    let files = source_files();
    for (file, imported) in imports(&files) {
        let own = module_of(file);
        let declared = modules().find(|module| module.name == own).unwrap_or_else(|| panic!("{file}: no rule"));
        for other in imported.into_iter().map(module_of) {
            assert!(other == own || declared.imports.contains(&other), "{file} may not use {other}");
        }
    }
}

#[test]
fn no_two_files_import_each_other() {
    let files = source_files();
    let imports = imports(&files);
    for &start in imports.keys() {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(file) = open.pop() {
            for &next in &imports[file] {
                assert!(next != start, "{start} imports itself through {file}");
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
    }
}

/// The table of `docs/architecture.md`.
fn table() -> String {
    let layers = LAYERS.iter().map(|(layer, modules)| {
        let rows = modules.iter().map(|module| {
            let imports: Vec<_> = module.imports.iter().map(|name| format!("`{name}`")).collect();
            let imports = if imports.is_empty() { "–".to_owned() } else { imports.join(", ") };
            format!("| `{}` | {} | {imports} |", module.name, module.contents)
        });
        let rows: Vec<_> = rows.collect();
        format!("### {layer}\n\n| module | contents | may import |\n|---|---|---|\n{}\n\n", rows.join("\n"))
    });
    layers.collect()
}

#[test]
fn the_documented_table_is_current() {
    const BEGIN: &str = "<!-- modules: written by `UPDATE_DOCS=1 cargo test --test architecture` -->\n\n";
    const END: &str = "<!-- end of modules -->";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("docs/architecture.md has the table");
    let (_, after) = rest.split_once(END).expect("the table has an end");
    let current = format!("{before}{BEGIN}{}{END}{after}", table());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &current).unwrap();
    } else {
        assert!(page == current, "run `UPDATE_DOCS=1 cargo test --test architecture`");
    }
}

#[test]
fn a_panic_unwinds_so_that_the_terminal_is_restored() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(manifest.contains("[profile.release]") && !manifest.contains("panic = \"abort\""));
}

#[test]
fn panes_and_overlays_import_neither_the_app_nor_its_update() {
    let files = source_files();
    for (file, imported) in imports(&files) {
        let is_part = ["ui/panes/", "ui/overlays/", "ui/widgets/"].iter().any(|prefix| file.starts_with(prefix));
        for other in imported.iter().filter(|_| is_part) {
            assert!(!(other.starts_with("ui/update") || *other == "ui/app.rs"), "{file} imports {other}");
        }
    }
}

#[test]
fn only_the_outside_touches_the_world() {
    const WORLD: [&str; 8] =
        ["std::fs", "std::env", "std::thread", "std::process", "Local::now", "SystemTime", "Instant::now", "rustix::"];
    let may = ["main.rs", "store/", "cli/", "driver/", "term/"];
    for file in source_files().iter().filter(|file| !may.iter().any(|prefix| file.path.starts_with(prefix))) {
        for word in WORLD {
            assert!(!file.code.contains(word), "{} names {word}", file.path);
        }
    }
}

#[test]
fn only_main_ends_the_process() {
    for file in source_files().iter().filter(|file| file.path != "main.rs") {
        assert!(!file.code.contains("process::exit"), "{} ends the process", file.path);
    }
}

#[test]
fn the_terminal_has_one_static() {
    let is_static = |line: &&str| line.trim_start().trim_start_matches("pub(super) ").starts_with("static ");
    let files = source_files();
    let explorer = files.iter().filter(|file| ["term/", "ui/", "driver/"].iter().any(|dir| file.path.starts_with(dir)));
    let statics: Vec<_> =
        explorer.flat_map(|file| file.code.lines().filter(is_static).map(|line| (&file.path, line.trim()))).collect();
    assert!(statics.len() <= 1, "{statics:#?}");
}

#[test]
fn replaceable_crates_are_used_in_one_file_each() {
    for file in source_files() {
        for (name, allowed) in RESTRICTED_CRATES {
            let is_allowed = RESTRICTED_CRATES.contains(&(name, &file.path));
            assert!(
                is_allowed || !file.code.contains(&format!("{name}::")),
                "{} uses {name}; only {allowed} may",
                file.path
            );
        }
    }
}
