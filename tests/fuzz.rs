//! Runs the fuzz targets on their corpora, which hold the seeds and past failures, without a fuzzer.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "fuzz/targets/invariants.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets use it as a library")]
mod invariants;

use std::fs;
use std::path::Path;

/// A target: its name, and the function that checks its invariants.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 8] = [
    ("addresses", invariants::addresses),
    ("amounts", invariants::amounts),
    ("dates", invariants::dates),
    ("keymap", invariants::keymap),
    ("loader", invariants::loader),
    ("query", invariants::query),
    ("quotes", invariants::quotes),
    ("state", invariants::state),
];

/// The names of the entries of a folder, sorted.
fn file_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn corpus_files_satisfy_invariants() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    assert_eq!(file_names(&corpora), TARGETS.map(|(name, _)| name), "each target has a corpus");
    for (target, check_invariants) in TARGETS {
        let folder = corpora.join(target);
        let files = file_names(&folder);
        assert!(files.len() >= 5, "{target} has few seeds");
        for file in files {
            println!("{target}/{file}");
            check_invariants(&fs::read(folder.join(&file)).unwrap());
        }
    }
}

#[test]
fn every_target_is_in_the_manifest() {
    let manifest = include_str!("fuzz/Cargo.toml");
    for (target, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{target}\"\n")), "{target} is not in the manifest");
    }
}
