//! Bases that repeat one problem very often: findings and their texts are limited, and no finding is lost.

use crate::case::{Case, Found};
use dossier::diagnostic::Diagnostic;
use std::fmt::Write;

const HEAD: &str = "factbase: 1
sources:
  s: {kind: article, title: T, text: t.txt}
entities:
  a: {type: company, name: Alpha}
  b: {type: company, name: Beta}
";

/// Checks a base of `HEAD` followed by `more`, with or without its source text.
fn base(more: &str, text: Option<&'static str>) -> Found {
    let case = Case::default().file("base.yaml", &format!("{HEAD}{more}"));
    match text {
        Some(text) => case.text("s", text),
        None => case,
    }
    .found()
}

/// The findings of a rule.
fn of<'a>(found: &'a Found, rule: &str) -> Vec<&'a Diagnostic> {
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
fn of_many_claims_with_one_quote_some_are_named_and_all_are_counted() {
    let found = base(&claims(500, |_| evidence("some words")), None);
    let reused = of(&found, "FB311");
    assert_eq!(reused[0].message, "this quote proves 500 claims");
    assert_eq!((reused.len(), reused[0].related.len()), (1, 20));
}

#[test]
fn of_many_places_of_a_quote_some_are_told() {
    let times = |text| {
        let found = base(&claims(1, |_| evidence("words")), Some(text));
        of(&found, "FB307")[0].message.clone()
    };
    let few = "the quote stands 2 times in the text, at lines 1, 3";
    assert_eq!(times("words\nand\nwords"), few);
    let many: &'static str = "words\n".repeat(5_000).leak();
    let told = times(many);
    assert!(told.starts_with("the quote stands 100 times or more in the text, at lines 1, 2, "), "{told}");
    assert!(told.ends_with(", 20 and others"), "{told}");
}

#[test]
fn equal_and_near_names_are_each_told_once() {
    let names = |name: fn(usize) -> &'static str| {
        let entity = |at| format!("  e{at}: {{type: company, name: {}}}\n", name(at));
        base(&(0..1_000).map(entity).collect::<String>(), None)
    };
    let same = names(|_| "Xylophone");
    assert_eq!((of(&same, "FB601").len(), of(&same, "FB602").len()), (999, 0));
    let near = names(|at| if at % 2 == 0 { "Xylophone" } else { "Xylophane" });
    assert_eq!((of(&near, "FB601").len(), of(&near, "FB602").len()), (998, 500));
}

#[test]
fn names_declared_different_are_compared_with_the_others() {
    let entity = |at: usize| {
        format!("  e{at}: {{type: company, name: Xylophon{}, different_from: [e0, e1]}}\n", ["e", "a"][at % 2])
    };
    let found = base(&(0..4).map(entity).collect::<String>(), None);
    let said: Vec<_> = of(&found, "FB602").iter().map(|found| found.message.as_str()).collect();
    assert_eq!(said, ["“Xylophona” of `e3` is nearly “Xylophone” of `e2`"]);
}

#[test]
fn what_names_nothing_is_told_also_where_nothing_is_guessed() {
    // All ids except one are too long to be suggested, so comparing them costs little.
    let long = |at: usize| format!("  {}-{at}: {{type: company, name: Name{at}}}\n", "z".repeat(40));
    let entities: String = (0..997).map(long).collect();
    let entities = format!("  name: {{type: company, name: Name}}\n{entities}");
    let event = |at: usize| format!("  e{at}: {{name: E, when: 2024, who: [nime]}}\n");
    let events: String = (0..400).map(event).collect();
    let found = base(&format!("{entities}events:\n{events}"), None);
    let dangling = of(&found, "FB201");
    let guesses =
        dangling.iter().filter(|found| found.help.as_deref().is_some_and(|help| help.contains("did you mean")));
    assert_eq!((dangling.len(), guesses.count()), (400, 300));
}

#[test]
fn a_day_may_be_in_the_quotes_of_an_event_or_of_its_claims() {
    let event = "events:\n  e: {name: E, when: 2024-05-17, who: [a], evidence: [{source: s, stance: states, quote: on 3 May}]}\n";
    let claim = |quote: &str| {
        let claims = claims(1, |_| format!("event: e, when: 2024-05-03, {}", evidence(quote)));
        of(&base(&format!("{event}{claims}"), None), "FB502").len()
    };
    assert_eq!([claim("17 May"), claim("in 2017")], [0, 1]);
}

#[test]
fn of_a_long_value_the_beginning_is_told_with_all_that_stands_behind_it() {
    // Aliases may repeat text in proportion to the size of the file, so the comment makes the file larger.
    let (long, comment) = ("x".repeat(10_000), "#".repeat(300_000));
    let fields = "status: *x, when: *x, amount: *x, answers: *x, <<: *x, *x : 1, note: {*x : a}, event: *x";
    let more = format!(
        "{comment}\ntitle: &x {long}\nunits: {{*x : {{*x : a}}}}\nstories: {{s: {{steps: [{{at: {long}/a}}]}}}}\n"
    );
    let found = base(&format!("{more}{}", claims(20, |_| fields.to_owned())), None);
    let told = found.diagnostics.iter().flat_map(|found| [Some(&found.message), found.help.as_ref()]).flatten();
    assert!(told.clone().count() > 200);
    assert!(told.into_iter().all(|told| told.chars().count() < 500));
    let status = of(&found, "FB104")[0];
    assert_eq!(status.message, format!("`{}…` is no status", &long[..200]));
}

#[test]
fn a_whole_that_is_named_many_times_is_looked_at_once() {
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
    let found = base(&format!("{entities}claims:\n{parts}{paid}{whole}{balance}"), None);
    let told: Vec<_> = of(&found, "FB406").iter().map(|found| found.message.as_str()).collect();
    assert_eq!(told[0], "counted twice: `c2999` and `whole`: one is part of the other");
}
