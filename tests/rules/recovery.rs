//! Bases with several problems: all are found, in order, and the valid parts are kept.

use crate::case::{Case, check_claim, check_yaml};

#[test]
fn findings_are_sorted_by_file_line_and_column() {
    let one = "
        factbase: 1
        entities:
          «arm»: {type: company, name: Arm}
        questions:
          when: {ask: When, expect: «often»}
        ";
    let two = "
        factbase: 1
        events:
          «sale»: {name: Sale, when: «2024-02-30», milestone: «yes»}
        ";
    let found = Case::default().file("one.yaml", one).file("two.yaml", two).check();
    found.assert_rules(&["FB603", "FB104", "FB604", "FB501", "FB107"]);
}

#[test]
fn invalid_yaml_does_not_hide_other_files() {
    let [broken, sound] = ["factbase: «@»1", "factbase: 1\nquestions:\n  how: {ask: How}"];
    let found = Case::default().file("broken.yaml", broken).file("sound.yaml", sound).check();
    found.assert_only("FB101");
    assert!(found.base.questions.find("how").is_some());
}

#[test]
fn claim_is_kept_without_its_invalid_fields() {
    let found = check_claim("answers: «how-muhc», amount: «22.5B», status: planned");
    found.assert_rules(&["FB201", "FB402"]);
    let pledge = &found.base.claims[found.base.claims.find("pledge").unwrap()];
    assert!(pledge.answers.is_none() && pledge.amount.is_none());
    assert!(pledge.status.is_some() && pledge.evidence.len() == 1);
}

#[test]
fn a_claim_without_subject_is_dropped_and_reported_once() {
    let found = check_yaml(
        "
        events:
          sale: {name: Sale, lead: lost}
        claims:
          lost: {triple: [«softbnk», invests-in, openai], evidence: […]}
        balances:
          books: {ask: Whether it adds up, need: [lost], cover: [lost]}
        stories:
          tour:
            name: Tour
            steps: [{at: claim/lost, title: Lost}, {at: event/sale, title: Kept, highlight: [claim/lost]}]
        ",
    );
    found.assert_only("FB201").help_contains("did you mean `softbank`?");
    let base = &found.base;
    assert!(base.claims.is_empty());
    assert_eq!(base.events[base.events.find("sale").unwrap()].lead_claim, None);
    let books = &base.balances[base.balances.find("books").unwrap()];
    assert!(books.need.is_empty() && books.cover.is_empty());
    let tour = &base.stories[base.stories.find("tour").unwrap()];
    assert_eq!(tour.steps.len(), 1);
    assert!(tour.steps[0].highlight.is_empty());
}

#[test]
fn evidence_keeps_its_position_when_another_piece_is_dropped() {
    let evidence = "[{source: «nobody», stance: states, quote: x}, {source: cafetech, stance: states, quote: «y z»}]";
    let triple = "triple: [softbank, invests-in, openai]";
    check_yaml(&format!("claims:\n  pledge: {{{triple}, evidence: {evidence}}}")).assert_rules(&["FB201", "FB302"]);
}

#[test]
fn multilingual_names_are_located_by_a_key() {
    let found = check_yaml(
        "
        entities:
          nvidia: {type: company, ‹name›: {en: NVIDIA, fr: NVIDIA}}
          mellanox:
            type: company
            name: Mellanox
            aliases:
              - «ja»: NVIDIA
        claims:
          bought: {triple: [nvidia, acquires, mellanox], evidence: […]}
        ",
    );
    found.assert_only("FB601");
}
