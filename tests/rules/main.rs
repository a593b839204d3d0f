//! Every rule of the format: a base that breaks it, the position of the finding, and a similar base that is valid.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod case;

mod dates;
mod edges;
mod evidence;
mod figures;
mod finding_limits;
mod formats;
mod names;
mod questions;
mod recovery;
mod references;
mod syntax;
mod topics;
mod values;

use dossier::diagnostics::RULES;

const TEST_SOURCES: [&str; 8] = [
    include_str!("syntax.rs"),
    include_str!("references.rs"),
    include_str!("evidence.rs"),
    include_str!("figures.rs"),
    include_str!("values.rs"),
    include_str!("questions.rs"),
    include_str!("dates.rs"),
    include_str!("names.rs"),
];

#[test]
fn every_rule_has_a_test_that_triggers_it() {
    // Unreadable files (FB109) and unlisted findings (FB110) are tested in `tests/hostile.rs`.
    let is_triggered = |id: &str| {
        ["FB109", "FB110"].contains(&id) || TEST_SOURCES.iter().any(|test| test.contains(&format!("only(\"{id}\")")))
    };
    let untested: Vec<_> = RULES.iter().map(|rule| rule.id).filter(|id| !is_triggered(id)).collect();
    assert!(untested.is_empty(), "{untested:?}");
}

#[test]
fn test_base_has_no_findings() {
    case::check_yaml("").assert_none();
}
