//! Edge cases of rules, found by reading the code.

use crate::case::{Case, check_claim, check_raw, check_yaml};
use dossier::diagnostics::{ReportStyle, render};
use dossier::model::sanitize;

#[test]
fn an_empty_file_is_valid_yaml() {
    for empty in ["", "# nothing yet\n", "---\n"] {
        let found = check_raw(empty);
        let ids: Vec<_> = found.diagnostics.iter().map(|found| found.rule.id).collect();
        assert!(!ids.is_empty() && !ids.contains(&"FB101"), "{:?}", found.diagnostics);
    }
}

#[test]
fn control_character_is_located() {
    check_raw("factbase: 1\ntitle: é«\u{1b}»[31m")
        .assert_only("FB101")
        .message_contains("control characters are not allowed");
}

#[test]
fn unknown_keys_of_newer_version_are_ignored() {
    check_raw("factbase: «2»\nnovelties: {}").assert_only("FB105");
}

#[test]
fn malformed_version_is_reported_once() {
    check_raw("«factbase»: [1]").assert_only("FB107").message_contains("found a list");
    check_raw("factbase: «1.0»").assert_only("FB105").message_contains("`1.0` is no version");
}

#[test]
fn empty_file_lacks_format_version() {
    let found = check_raw("");
    assert_eq!(found.diagnostics.len(), 1);
    assert!(found.diagnostics[0].message.contains("does not say which format"));
}

#[test]
fn text_is_string_or_language_map() {
    let named = |name: &str| check_yaml(&format!("events:\n  sale: {{«name»: {name}, who: softbank}}"));
    named("{}").assert_only("FB107").message_contains("expected a text, or a map of languages, found an empty map");
    named("[x]").assert_only("FB107").message_contains("expected a text, or a map of languages, found a list");
    let long = "é".repeat(1_001);
    check_yaml(&format!("events:\n  sale: {{name: «{long}», who: softbank}}"))
        .assert_only("FB109")
        .message_contains("more than 1000 characters");
}

#[test]
fn declared_unit_must_be_usable_in_amounts() {
    for code in ["2x", ".5", "square km", "K", "k", "M", "B", "T", "USD"] {
        check_yaml(&format!("units: {{«{code}»: things}}"))
            .assert_only("FB108")
            .message_contains("the unit of an amount");
    }
    check_yaml("units: {jobs: jobs, GW: gigawatts, m²: square metres, Kt: kilotons}").assert_none();
}

#[test]
fn a_unit_is_declared_in_one_file() {
    let [one, two] = ["factbase: 1\nunits: {‹jobs›: jobs}", "factbase: 1\nunits: {«jobs»: posts}"];
    Case::default().file("one.yaml", one).file("two.yaml", two).check().assert_only("FB103");
}

#[test]
fn span_of_quoted_text_ends_before_closing_quotation_mark() {
    check_yaml("events:\n  sale: {name: Sale, who: softbank, when: \"«2024-02-30»\" }").assert_only("FB501");
    check_yaml("events:\n  sale:\n    name: Sale\n    who: softbank\n    when: '«2024-02-30»'  # it's no day")
        .assert_only("FB501");
}

#[test]
fn unit_span_counts_characters() {
    check_claim("amount: 5\u{a0}«écus»").assert_only("FB201").message_contains("unknown unit `écus`");
}

#[test]
fn a_number_keeps_its_spelling() {
    let yaml = "
        factbase: 1
        sources:
          nyt: {kind: article, publisher: NYT}
        claims:
          price:
            triple: [softbank, pays, openai]
            evidence: [{source: nyt, stance: states, quote: 22.50}]
        ";
    Case::small().file("case.yaml", yaml).text("nyt", "It costs 22.50 dollars a month.").check().assert_none();
}

#[test]
fn three_dates_are_a_syntax_error() {
    check_claim("when: «2025/2026/2027»").assert_only("FB501");
}

#[test]
fn evidence_that_is_a_map_is_reported_once() {
    let triple = "triple: [softbank, invests-in, openai]";
    let evidence = "«evidence»: {source: cafetech, stance: states, quote: 100 milliards}";
    check_yaml(&format!("claims:\n  pledge: {{{triple}, {evidence}}}"))
        .assert_only("FB107")
        .message_contains("expected a list, found a map");
}

#[test]
fn dropped_claim_reports_all_problems() {
    let found = check_yaml("claims:\n  pledge: {triple: [«softbnk», funds, openai], amount: «22.5B», evidence: […]}");
    found.assert_rules(&["FB201", "FB402"]);
}

#[test]
fn dropped_claim_counts_as_use() {
    let arm = "entities:\n  arm: {type: company, name: Arm}";
    check_yaml(&format!("{arm}\nclaims:\n  lost: {{triple: [arm, «acquire», openai], evidence: […]}}"))
        .assert_only("FB201");
}

#[test]
fn dropped_items_count_as_use() {
    let arm = "entities:\n  arm: {type: company, name: Arm}";
    let event = |fields: &str| check_yaml(&format!("{arm}\nevents:\n  {fields}"));
    event("sale: {name: Sale, evidence: [{source: «nyt», via: arm, stance: states, quote: x y}]}").assert_only("FB201");
    event("«Sale»: {name: Sale, who: arm}").assert_only("FB108");
    event("sale: {name: Sale, who: {«a»: arm}}").assert_only("FB102");
    let broken = Case::small().file("case.yaml", &format!("factbase: 1\n{arm}"));
    broken.file("broken.yaml", "events: {sale: {who: [arm]}, x: «@»}").check().assert_only("FB101");
    let newer = Case::small().file("case.yaml", &format!("factbase: 1\n{arm}"));
    newer.file("newer.yaml", "factbase: «2»\nevents: {sale: {who: [arm]}}").check().assert_only("FB105");
}

#[test]
fn incomplete_claim_reports_every_problem_once() {
    let found = check_yaml("claims:\n  «pledge»: {amount: «5», when: «soon», «evidence»: []}");
    found.assert_rules(&["FB106", "FB402", "FB501", "FB301"]);
}

#[test]
fn initials_do_not_end_a_sentence() {
    let yaml = "
        factbase: 1
        sources:
          nyt: {kind: article, publisher: NYT}
        claims:
          pledge:
            triple: [softbank, pledges, openai]
            evidence: [{source: nyt, stance: states, quote: J. P. Morgan has pledged}]
        ";
    let text =
        "The bank J. P. Morgan has pledged 100 billion, they say, to build what nobody has ever seen before now.";
    Case::small().file("case.yaml", yaml).text("nyt", text).check().assert_none();
}

#[test]
fn misplaced_multiplier_keeps_order_of_bounds() {
    check_claim("amount: «15B..25 USD»").assert_only("FB401").help_contains("write `15..25B USD`");
    check_claim("amount: «-5B USD»").assert_only("FB401").help_contains("write `22.5B USD`, ");
}

#[test]
fn excerpt_of_long_line_shows_original_column() {
    let found = check_raw(&format!("factbase: 1\nquestions:\n  how: {{ask: {}, expect: «often»}}", "x".repeat(300)));
    found.assert_only("FB104");
    let shown = render(&found.diagnostics[0], &found.files, ReportStyle { color: false, unicode: false });
    let place = format!("base.yaml:3:{}", found.expected[0].column);
    assert!(shown.contains(&place), "{place} is expected in\n{shown}");
}

#[test]
fn message_is_already_sanitized() {
    let found = check_claim(r#"answers: "how\e[31m\u202e""#);
    assert_eq!(found.diagnostics.len(), 1);
    let message = &found.diagnostics[0].message;
    assert_eq!(sanitize(message), *message);
}
