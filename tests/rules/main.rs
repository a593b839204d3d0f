//! Every rule of the format: a base that breaks it, the position of the finding, and a similar base that is valid.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod case;

mod dates;
mod edges;
mod evidence;
mod figures;
mod formats;
mod many;
mod names;
mod questions;
mod references;
mod topics;
mod values;
mod whole;
mod writing;

use dossier::diagnostic::RULES;

const TESTS: [&str; 8] = [
    include_str!("writing.rs"),
    include_str!("references.rs"),
    include_str!("evidence.rs"),
    include_str!("figures.rs"),
    include_str!("values.rs"),
    include_str!("questions.rs"),
    include_str!("dates.rs"),
    include_str!("names.rs"),
];

#[test]
fn every_rule_has_a_test_in_which_it_fires() {
    // Unreadable files (FB109) and unlisted findings (FB110) are tested in `tests/hostile.rs`.
    let fires = |id: &str| {
        ["FB109", "FB110"].contains(&id) || TESTS.iter().any(|test| test.contains(&format!("only(\"{id}\")")))
    };
    let untested: Vec<_> = RULES.iter().map(|rule| rule.id).filter(|id| !fires(id)).collect();
    assert!(untested.is_empty(), "{untested:?}");
}

#[test]
fn nothing_is_wrong_with_the_base_that_the_tests_build_on() {
    case::found("").nothing();
}
