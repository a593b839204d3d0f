//! Bases that repeat one problem very often: findings and their texts are limited, and no finding is lost.

use crate::case::{Case, CheckResult};
use dossier::diagnostics::Diagnostic;
use std::fmt::Write;

const HEAD: &str = "factbase: 1
sources:
  s: {kind: article, title: T, text: t.txt}
entities:
  a: {type: company, name: Alpha}
  b: {type: company, name: Beta}
";

/// Checks a base of `HEAD` followed by `more`, with or without its source text.
fn check_base(more: &str, text: Option<&'static str>) -> CheckResult {
    let case = Case::default().file("base.yaml", &format!("{HEAD}{more}"));
    match text {
        Some(text) => case.text("s", text),
        None => case,
    }
    .check()
}

/// The findings of a rule.
fn of_rule<'a>(found: &'a CheckResult, rule: &str) -> Vec<&'a Diagnostic> {
    found.diagnostics.iter().filter(|found| found.rule.id == rule).collect()
}

/// The YAML of `number` claims about Alpha and Beta. `fields` returns the further fields of a claim.
fn claims(number: usize, fields: impl Fn(usize) -> String) -> String {
    let mut yaml = "claims:\n".to_owned();
    for at in 0..number {
        let _ = writeln!(yaml, "  c{at}: {{triple: [a, pays, b], {}}}", fields(at));
    }
    yaml
}

fn evidence(quote: &str) -> String {
    format!("evidence: [{{source: s, stance: states, quote: {quote}}}]")
}

#[test]
fn reused_quote_lists_some_claims_and_counts_all() {
    let found = check_base(&claims(500, |_| evidence("some words")), None);
    let reused = of_rule(&found, "FB311");
    assert_eq!(reused[0].message, "this quote proves 500 claims");
    assert_eq!((reused.len(), reused[0].related.len()), (1, 20));
}

#[test]
fn ambiguous_quote_lists_some_lines() {
    let times = |text| {
        let found = check_base(&claims(1, |_| evidence("words")), Some(text));
        of_rule(&found, "FB307")[0].message.clone()
    };
    let few = "the quote stands 2 times in the text, at lines 1, 3";
    assert_eq!(times("words\nand\nwords"), few);
    let many: &'static str = "words\n".repeat(5_000).leak();
    let message = times(many);
    assert!(message.starts_with("the quote stands 100 times or more in the text, at lines 1, 2, "), "{message}");
    assert!(message.ends_with(", 20 and others"), "{message}");
}

#[test]
fn equal_and_similar_names_are_each_reported_once() {
    let names = |name: fn(usize) -> &'static str| {
        let entity = |at| format!("  e{at}: {{type: company, name: {}}}\n", name(at));
        check_base(&(0..1_000).map(entity).collect::<String>(), None)
    };
    let same = names(|_| "Xylophone");
    assert_eq!((of_rule(&same, "FB601").len(), of_rule(&same, "FB602").len()), (999, 0));
    let near = names(|at| if at % 2 == 0 { "Xylophone" } else { "Xylophane" });
    assert_eq!((of_rule(&near, "FB601").len(), of_rule(&near, "FB602").len()), (998, 500));
}

#[test]
fn names_declared_different_are_compared_with_the_others() {
    let entity = |at: usize| {
        format!("  e{at}: {{type: company, name: Xylophon{}, different_from: [e0, e1]}}\n", ["e", "a"][at % 2])
    };
    let found = check_base(&(0..4).map(entity).collect::<String>(), None);
    let messages: Vec<_> = of_rule(&found, "FB602").iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["“Xylophona” of `e3` is nearly “Xylophone” of `e2`"]);
}

#[test]
fn dangling_references_are_reported_without_suggestions() {
    // All ids except one are too long to be suggested, so comparing them costs little.
    let long = |at: usize| format!("  {}-{at}: {{type: company, name: Name{at}}}\n", "z".repeat(40));
    let entities: String = (0..997).map(long).collect();
    let entities = format!("  name: {{type: company, name: Name}}\n{entities}");
    let event = |at: usize| format!("  e{at}: {{name: E, when: 2024, who: [nime]}}\n");
    let events: String = (0..400).map(event).collect();
    let found = check_base(&format!("{entities}events:\n{events}"), None);
    let dangling = of_rule(&found, "FB201");
    let guesses =
        dangling.iter().filter(|found| found.help.as_deref().is_some_and(|help| help.contains("did you mean")));
    assert_eq!((dangling.len(), guesses.count()), (400, 300));
}

#[test]
fn quotes_of_event_and_claims_both_date_a_claim() {
    let event = "events:\n  e: {name: E, when: 2024-05-17, who: [a], evidence: [{source: s, stance: states, quote: on 3 May}]}\n";
    let claim = |quote: &str| {
        let claims = claims(1, |_| format!("event: e, when: 2024-05-03, {}", evidence(quote)));
        of_rule(&check_base(&format!("{event}{claims}"), None), "FB502").len()
    };
    assert_eq!([claim("17 May"), claim("in 2017")], [0, 1]);
}

#[test]
fn long_values_are_truncated_in_findings() {
    // Aliases may repeat text in proportion to the size of the file, so the comment makes the file larger.
    let (long, comment) = ("x".repeat(10_000), "#".repeat(300_000));
    let fields = "status: *x, when: *x, amount: *x, answers: *x, <<: *x, *x : 1, note: {*x : a}, event: *x";
    let more = format!(
        "{comment}\ntitle: &x {long}\nunits: {{*x : {{*x : a}}}}\nstories: {{s: {{steps: [{{at: {long}/a}}]}}}}\n"
    );
    let found = check_base(&format!("{more}{}", claims(20, |_| fields.to_owned())), None);
    let texts = found.diagnostics.iter().flat_map(|found| [Some(&found.message), found.help.as_ref()]).flatten();
    assert!(texts.clone().count() > 200);
    assert!(texts.into_iter().all(|told| told.chars().count() < 500));
    let status = of_rule(&found, "FB104")[0];
    assert_eq!(status.message, format!("`{}…` is no status", &long[..200]));
}

#[test]
fn whole_with_many_parts_is_visited_once() {
    let part = |at: usize| format!("  p{at}: {{triple: [a, part-of, b]}}\n");
    let paid = |at: usize| format!("  c{at}: {{triple: [a, funds, e{at}], amount: 5 USD}}\n");
    let entity = |at: usize| format!("  e{at}: {{type: company, name: Name{at}}}\n");
    let item = |at: usize| format!("c{at}, ");
    let entities: String = (0..3_000).map(entity).collect();
    let parts: String = (0..3_000).map(part).collect();
    let paid: String = (0..3_000).map(paid).collect();
    let need: String = (0..3_000).map(item).collect();
    let whole = "  whole: {triple: [b, funds, e2999], amount: 5 USD}\n";
    let balance = format!("balances: {{s: {{ask: Q, need: [{need}whole], cover: [c0]}}}}\n");
    let found = check_base(&format!("{entities}claims:\n{parts}{paid}{whole}{balance}"), None);
    let messages: Vec<_> = of_rule(&found, "FB406").iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages[0], "counted twice: `c2999` and `whole`: one is part of the other");
}
