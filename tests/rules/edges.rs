//! Edge cases of rules, found by reading the code.

use crate::case::{Case, claim, found, raw};
use dossier::diagnostic::{ReportStyle, render};
use dossier::model::sanitize;

#[test]
fn an_empty_file_is_valid_yaml() {
    for empty in ["", "# nothing yet\n", "---\n"] {
        let found = raw(empty);
        let ids: Vec<_> = found.diagnostics.iter().map(|found| found.rule.id).collect();
        assert!(!ids.is_empty() && !ids.contains(&"FB101"), "{:?}", found.diagnostics);
    }
}

#[test]
fn a_control_character_is_shown_where_it_stands() {
    raw("factbase: 1\ntitle: é«\u{1b}»[31m").only("FB101").says("control characters are not allowed");
}

#[test]
fn a_newer_file_is_not_judged_by_the_keys_of_this_version() {
    raw("factbase: «2»\nnovelties: {}").only("FB105");
}

#[test]
fn a_version_of_the_wrong_shape_is_one_fault() {
    raw("«factbase»: [1]").only("FB107").says("found a list");
    raw("factbase: «1.0»").only("FB105").says("`1.0` is no version");
}

#[test]
fn an_empty_file_does_not_say_its_format() {
    let found = raw("");
    assert_eq!(found.diagnostics.len(), 1);
    assert!(found.diagnostics[0].message.contains("does not say which format"));
}

#[test]
fn a_text_is_words_or_a_map_of_languages() {
    let named = |name: &str| found(&format!("events:\n  sale: {{«name»: {name}, who: softbank}}"));
    named("{}").only("FB107").says("expected a text, or a map of languages, found an empty map");
    named("[x]").only("FB107").says("expected a text, or a map of languages, found a list");
    let long = "é".repeat(1_001);
    found(&format!("events:\n  sale: {{name: «{long}», who: softbank}}"))
        .only("FB109")
        .says("more than 1000 characters");
}

#[test]
fn a_unit_is_one_that_an_amount_can_have() {
    for code in ["2x", ".5", "square km", "K", "k", "M", "B", "T", "USD"] {
        found(&format!("units: {{«{code}»: things}}")).only("FB108").says("the unit of an amount");
    }
    found("units: {jobs: jobs, GW: gigawatts, m²: square metres, Kt: kilotons}").nothing();
}

#[test]
fn a_unit_is_declared_in_one_file() {
    let [one, two] = ["factbase: 1\nunits: {‹jobs›: jobs}", "factbase: 1\nunits: {«jobs»: posts}"];
    Case::default().file("one.yaml", one).file("two.yaml", two).found().only("FB103");
}

#[test]
fn a_quoted_text_is_marked_up_to_its_closing_quotation_mark() {
    found("events:\n  sale: {name: Sale, who: softbank, when: \"«2024-02-30»\" }").only("FB501");
    found("events:\n  sale:\n    name: Sale\n    who: softbank\n    when: '«2024-02-30»'  # it's no day").only("FB501");
}

#[test]
fn a_unit_is_marked_in_characters() {
    claim("amount: 5\u{a0}«écus»").only("FB201").says("unknown unit `écus`");
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
    Case::small().file("case.yaml", yaml).text("nyt", "It costs 22.50 dollars a month.").found().nothing();
}

#[test]
fn three_dates_are_no_interval_that_runs_backwards() {
    claim("when: «2025/2026/2027»").only("FB501");
}

#[test]
fn evidence_that_is_no_list_is_one_fault() {
    let triple = "triple: [softbank, invests-in, openai]";
    let evidence = "«evidence»: {source: cafetech, stance: states, quote: 100 milliards}";
    found(&format!("claims:\n  pledge: {{{triple}, {evidence}}}")).only("FB107").says("expected a list, found a map");
}

#[test]
fn a_claim_that_is_dropped_is_read_to_its_end() {
    let found = found("claims:\n  pledge: {triple: [«softbnk», funds, openai], amount: «22.5B», evidence: […]}");
    found.are(&["FB201", "FB402"]);
}

#[test]
fn a_claim_that_is_dropped_uses_what_it_names() {
    let arm = "entities:\n  arm: {type: company, name: Arm}";
    found(&format!("{arm}\nclaims:\n  lost: {{triple: [arm, «acquire», openai], evidence: […]}}")).only("FB201");
}

#[test]
fn what_is_left_out_uses_what_it_names() {
    let arm = "entities:\n  arm: {type: company, name: Arm}";
    let event = |fields: &str| found(&format!("{arm}\nevents:\n  {fields}"));
    event("sale: {name: Sale, evidence: [{source: «nyt», via: arm, stance: states, quote: x y}]}").only("FB201");
    event("«Sale»: {name: Sale, who: arm}").only("FB108");
    event("sale: {name: Sale, who: {«a»: arm}}").only("FB102");
    let broken = Case::small().file("case.yaml", &format!("factbase: 1\n{arm}"));
    broken.file("broken.yaml", "events: {sale: {who: [arm]}, x: «@»}").found().only("FB101");
    let newer = Case::small().file("case.yaml", &format!("factbase: 1\n{arm}"));
    newer.file("newer.yaml", "factbase: «2»\nevents: {sale: {who: [arm]}}").found().only("FB105");
}

#[test]
fn a_claim_without_triple_or_evidence_has_every_fault_shown_once() {
    let found = found("claims:\n  «pledge»: {amount: «5», when: «soon», «evidence»: []}");
    found.are(&["FB106", "FB402", "FB501", "FB301"]);
}

#[test]
fn initials_and_abbreviations_are_no_sentences() {
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
    Case::small().file("case.yaml", yaml).text("nyt", text).found().nothing();
}

#[test]
fn the_bounds_of_a_range_are_not_swapped_where_a_multiplier_is_misplaced() {
    claim("amount: «15B..25 USD»").only("FB401").advises("write `15..25B USD`");
    claim("amount: «-5B USD»").only("FB401").advises("write `22.5B USD`, ");
}

#[test]
fn the_excerpt_of_a_long_line_names_the_true_column() {
    let found = raw(&format!("factbase: 1\nquestions:\n  how: {{ask: {}, expect: «often»}}", "x".repeat(300)));
    found.only("FB104");
    let shown = render(&found.diagnostics[0], &found.files, ReportStyle { color: false, unicode: false });
    let place = format!("base.yaml:3:{}", found.marks[0].column);
    assert!(shown.contains(&place), "{place} is expected in\n{shown}");
}

#[test]
fn a_message_is_safe_before_it_is_shown() {
    let found = claim(r#"answers: "how\e[31m\u202e""#);
    assert_eq!(found.diagnostics.len(), 1);
    let message = &found.diagnostics[0].message;
    assert_eq!(sanitize(message), *message);
}
