//! Output formats of findings: short, text, JSON and SARIF.

use crate::case::{Case, CheckResult, check_raw, check_yaml};
use dossier::diagnostics::{Diagnostic, RULES, ReportStyle, SourceFile, render, render_short, write_json, write_sarif};
use serde_json::{Value, json};

const ASCII_STYLE: ReportStyle = ReportStyle { color: false, unicode: false };
const UNICODE_STYLE: ReportStyle = ReportStyle { color: false, unicode: true };

fn sample() -> CheckResult {
    check_raw("factbase: 1\nquestions:\n  how: {ask: Où va l’argent, expect: «singel»}")
}

/// Findings of each severity: a warning, an info and an error.
fn one_of_each_severity() -> CheckResult {
    check_yaml(
        "
        entities:
          arm: {type: company, name: Arm}
        sources:
          nyt: {kind: article, publisher: NYT}
        claims:
          pledge:
            triple: [softbank, invests-in, openai]
            status: paid
            evidence: [{source: nyt, stance: states, quote: 15 billion}]
        ",
    )
}

fn as_json(found: &CheckResult) -> Value {
    let mut out = Vec::new();
    write_json(&found.diagnostics, &found.files, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn as_sarif(found: &CheckResult) -> Value {
    let mut out = Vec::new();
    write_sarif(&found.diagnostics, &found.files, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn short_is_one_line() {
    let found = sample();
    found.assert_only("FB104");
    let line = render_short(&found.diagnostics[0], &found.files);
    assert!(
        line.starts_with("base.yaml:3:38: error[FB104]: `singel` is no expectation; did you mean `single`?"),
        "{line}"
    );
    assert!(!line.contains('\n'));
}

#[test]
fn text_underlines_the_span() {
    let found = sample();
    let (mark, shown) = (&found.expected[0], render(&found.diagnostics[0], &found.files, ASCII_STYLE));
    let lines: Vec<_> = shown.lines().collect();
    let source = found.files[0].text.lines().nth(mark.line - 1).unwrap();
    let at = lines.iter().position(|line| line.ends_with(source)).unwrap();
    let indent = lines[at].chars().count() - source.chars().count();
    let carets: Vec<_> = lines[at + 1].chars().enumerate().filter(|&(_, c)| c == '^').map(|(at, _)| at).collect();
    let columns: Vec<_> = (mark.column..mark.column + mark.width).map(|column| indent + column - 1).collect();
    assert_eq!(carets, columns, "{shown}");
}

#[test]
fn text_shows_message_location_and_help() {
    let found = sample();
    let shown = render(&found.diagnostics[0], &found.files, ASCII_STYLE);
    for words in ["error[FB104]: `singel` is no expectation", "--> base.yaml:3:38", "help: did you mean `single`?"] {
        assert!(shown.contains(words), "{words:?} is expected in\n{shown}");
    }
    assert!(!shown.contains(['│', '╭', '━']), "{shown}");
    assert!(render(&found.diagnostics[0], &found.files, UNICODE_STYLE).contains('│'));
}

#[test]
fn text_shows_related_places_of_other_files() {
    let [one, two] = ["factbase: 1\n‹title›: One", "factbase: 1\n«title»: Two"];
    let found = Case::default().file("one.yaml", one).file("two.yaml", two).check();
    let shown = render(&found.diagnostics[0], &found.files, ASCII_STYLE);
    for words in ["two.yaml:2:1", "one.yaml:2:1", "title: Two", "title: One", "first defined here"] {
        assert!(shown.contains(words), "{words:?} is expected in\n{shown}");
    }
}

#[test]
fn json_has_seven_keys() {
    let found = sample();
    let records = as_json(&found);
    let mut keys: Vec<_> = records[0].as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["column", "file", "help", "id", "line", "message", "severity"]);
    let [id, severity, file, line, column] = ["id", "severity", "file", "line", "column"].map(|key| &records[0][key]);
    assert_eq!(json!([id, severity, file, line, column]), json!(["FB104", "error", "base.yaml", 3, 38]));
    assert_eq!(records[0]["message"], "`singel` is no expectation");
}

#[test]
fn json_without_help_has_null() {
    let records = as_json(&check_yaml("events:\n  sale: {name: Sale, who: softbank, milestone: yes}"));
    assert_eq!(records[0]["help"], Value::Null);
    assert_eq!(as_json(&check_yaml("")), json!([]));
}

#[test]
fn json_and_sarif_have_severities() {
    let found = one_of_each_severity();
    let all = |values: &Value, key: &str| values.as_array().unwrap().iter().map(|v| v[key].clone()).collect::<Value>();
    assert_eq!(all(&as_json(&found), "severity"), json!(["warning", "info", "error"]));
    assert_eq!(all(&as_sarif(&found)["runs"][0]["results"], "level"), json!(["warning", "note", "error"]));
}

#[test]
fn sarif_has_version_rule_level_and_region() {
    let log = as_sarif(&sample());
    assert_eq!(log["version"], "2.1.0");
    let driver = &log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["rules"].as_array().unwrap().len(), RULES.len());
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("FB104"), &json!("error")));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "base.yaml");
    assert_eq!(place["region"], json!({"startLine": 3, "startColumn": 38, "endColumn": 44}));
}

#[test]
fn sarif_names_related_places() {
    let log = as_sarif(&check_raw("factbase: 1\n‹title›: One\n«title»: Two"));
    let related = &log["runs"][0]["results"][0]["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 2);
    assert_eq!(related["message"]["text"], "first defined here");
}

/// Asserts that no output format of a finding contains control or bidirectional characters.
#[track_caller]
fn assert_safe(diagnostic: &Diagnostic, files: &[SourceFile]) {
    let safe = |c: char| {
        let reorders =
            matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        c == '\n' || !c.is_control() && !reorders
    };
    for shown in [
        render(diagnostic, files, ASCII_STYLE),
        render(diagnostic, files, UNICODE_STYLE),
        render_short(diagnostic, files),
    ] {
        assert!(shown.chars().all(safe), "{shown:?}");
    }
    let (mut json, mut sarif) = (Vec::new(), Vec::new());
    write_json(std::slice::from_ref(diagnostic), files, &mut json).unwrap();
    write_sarif(std::slice::from_ref(diagnostic), files, &mut sarif).unwrap();
    for written in [json, sarif] {
        let written = String::from_utf8(written).unwrap();
        assert!(written.chars().all(safe) && !written.contains("\\u00"), "{written:?}");
    }
}

#[test]
fn escaped_control_characters_are_shown_safely() {
    let yaml = r#"
        claims:
          pledge:
            "\e]0;x\a": y
            triple: [softbank, invests-in, openai]
            answers: "how\e[31m\x9b"
            status: "\u202eplanned\u2066"
            evidence: [{source: cafetech, stance: "\x9b1m\x7f", quote: "\e[2J"}]
        "#;
    let found = check_yaml(yaml);
    assert_eq!(found.diagnostics.len(), 5);
    for diagnostic in &found.diagnostics {
        assert_safe(diagnostic, &found.files);
    }
}

#[test]
fn raw_control_characters_are_shown_safely() {
    for hostile in ["\u{1b}[31m", "\u{9b}1m", "\u{202e}\u{200f}", "\u{7f}\u{8}"] {
        let found = check_raw(&format!("factbase: 2 # {hostile}"));
        assert_eq!(found.diagnostics.len(), 1);
        assert_safe(&found.diagnostics[0], &found.files);
    }
}

#[test]
fn a_hostile_file_name_is_shown_safely() {
    let found = Case::default().file("e\u{1b}[2J\u{202e}vil.yaml", "factbase: 2").check();
    assert_safe(&found.diagnostics[0], &found.files);
}
