//! `docs/format.md` matches the code: its sample loads, and its tables list every rule and relation.

use dossier::diagnostics::{RULES, Severity, SourceFile, render_short};
use dossier::lint::{LintContext, check};
use dossier::load::load;
use dossier::model::BUILT_IN_RELATIONS;
use dossier::verify::{SourceTexts, verify_quotes};

const FORMAT_PAGE: &str = include_str!("../docs/format.md");

fn sample() -> &'static str {
    let (_, from) = FORMAT_PAGE.split_once("<!-- sample:").unwrap();
    let (_, from) = from.split_once("```yaml\n").unwrap();
    from.split_once("```").unwrap().0
}

#[test]
fn sample_loads_without_error_or_warning() {
    let mut loaded = load(vec![SourceFile { name: "sample.yaml".into(), text: sample().to_owned() }]);
    verify_quotes(&mut loaded.base, &SourceTexts::new(), None);
    let mut problems = loaded.problems.clone();
    problems.extend(check(&LintContext { base: &loaded.base, texts: &SourceTexts::new(), lock: None }));
    let errors_and_warnings = loaded.locate(&problems).into_iter().filter(|d| d.rule.severity != Severity::Info);
    let found: Vec<_> = errors_and_warnings.map(|d| render_short(&d, &loaded.files)).collect();
    assert!(found.is_empty(), "{found:#?}");
    assert!(!loaded.base.claims.is_empty() && !loaded.base.stories.is_empty() && !loaded.base.balances.is_empty());
}

#[test]
fn every_rule_and_relation_is_documented() {
    for rule in RULES {
        let row = FORMAT_PAGE.lines().find(|line| line.starts_with(&format!("| {}", rule.id)));
        let row = row.unwrap_or_else(|| panic!("{} is missing", rule.id));
        assert!(row.contains(rule.name), "{row}");
        assert!(row.contains(rule.severity.as_str()), "{row}");
    }
    for relation in BUILT_IN_RELATIONS {
        assert!(FORMAT_PAGE.contains(&format!("| `{}` |", relation.id)), "{} is missing", relation.id);
    }
}
