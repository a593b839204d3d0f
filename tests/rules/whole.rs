//! Bases with several problems: all are found, in order, and the valid parts are kept.

use crate::case::{Case, claim, found};

#[test]
fn findings_come_in_the_order_of_files_lines_and_columns() {
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
    let found = Case::default().file("one.yaml", one).file("two.yaml", two).found();
    found.are(&["FB603", "FB104", "FB604", "FB501", "FB107"]);
}

#[test]
fn a_file_that_is_no_yaml_does_not_hide_the_others() {
    let [broken, sound] = ["factbase: «@»1", "factbase: 1\nquestions:\n  how: {ask: How}"];
    let found = Case::default().file("broken.yaml", broken).file("sound.yaml", sound).found();
    found.only("FB101");
    assert!(found.base.questions.find("how").is_some());
}

#[test]
fn a_claim_is_kept_without_a_field_that_is_wrong() {
    let found = claim("answers: «how-muhc», amount: «22.5B», status: planned");
    found.are(&["FB201", "FB402"]);
    let pledge = &found.base.claims[found.base.claims.find("pledge").unwrap()];
    assert!(pledge.answers.is_none() && pledge.amount.is_none());
    assert!(pledge.status.is_some() && pledge.evidence.len() == 1);
}

#[test]
fn a_claim_without_subject_is_dropped_and_reported_once() {
    let found = found(
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
    found.only("FB201").advises("did you mean `softbank`?");
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
fn evidence_keeps_its_place_when_another_piece_is_dropped() {
    let evidence = "[{source: «nobody», stance: states, quote: x}, {source: cafetech, stance: states, quote: «y z»}]";
    let triple = "triple: [softbank, invests-in, openai]";
    found(&format!("claims:\n  pledge: {{{triple}, evidence: {evidence}}}")).are(&["FB201", "FB302"]);
}

#[test]
fn names_of_several_lines_or_languages_are_marked_by_a_key() {
    let found = found(
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
    found.only("FB601");
}
