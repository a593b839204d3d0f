//! FB404 to FB406 and FB408: answers, disputes, sums, and the number of originators of a claim.

use crate::case::{Case, CheckResult, check_yaml};

/// Checks a question with one answer for each element of `answers`, which are the fields of its claim.
fn check_answers(question: &str, answers: &[&str]) -> CheckResult {
    let claim = |(at, fields)| format!("\n  c{at}: {{triple: [softbank, invests-in, openai], answers: q, {fields}}}");
    let claims: String = answers.iter().enumerate().map(claim).collect();
    check_yaml(&format!("questions:\n  {question}\nclaims:{}", claims.replace('}', ", evidence: […]}")))
}

const SINGLE: &str = "q: {ask: When it was, expect: single}";
const SINGLE_MARKED: &str = "«q»: {ask: When it was, expect: single}";
const SERIES: &str = "q: {ask: How much it is, expect: series}";
const SERIES_MARKED: &str = "«q»: {ask: How much it is, expect: series}";

#[test]
fn incompatible_answers_are_reported() {
    let found = check_answers(SINGLE_MARKED, &["when: ‹199X›", "when: ‹2000›"]);
    found
        .assert_only("FB404")
        .message_contains("`c0` and `c1` exclude each other")
        .help_contains("`disputed` why they differ");
    check_answers(SINGLE, &["when: 199X", "when: 1999"]).assert_none();
    check_answers("q: {ask: When it was}", &["when: 199X", "when: 2000"]).assert_none();
}

#[test]
fn conflict_is_found_after_compatible_answers() {
    let found = check_answers(SINGLE_MARKED, &["when: 1990/2010", "when: ‹2005/..›", "when: ‹../1999›"]);
    found.assert_only("FB404").message_contains("`c1` and `c2`");
    check_answers(SINGLE, &["when: 1990/2010", "when: 2005/..", "when: ../2005"]).assert_none();
}

#[test]
fn disputed_conflict_is_accepted() {
    check_answers("q: {ask: When it was, expect: single, disputed: Two papers differ}", &["when: 199X", "when: 2000"])
        .assert_none();
}

#[test]
fn approximate_amounts_agree_within_five_percent() {
    check_answers(SINGLE, &["amount: ~5.8B USD", "amount: 5.9B USD"]).assert_none();
    check_answers(SINGLE_MARKED, &["amount: ‹5.8B USD›", "amount: ‹5.9B USD›"]).assert_only("FB404");
    check_answers(SINGLE_MARKED, &["amount: ‹~5.8B USD›", "amount: ‹6.2B USD›"]).assert_only("FB404");
}

#[test]
fn amounts_of_different_units_are_not_compared() {
    check_answers(SINGLE, &["amount: 5B USD", "amount: 6B EUR"]).assert_none();
    check_answers(SINGLE, &["amount: 5B USD, when: 1999", "when: 2000"]).assert_none();
}

#[test]
fn answers_of_a_series_may_differ_between_dates() {
    check_answers(SERIES, &["amount: 5B USD, when: 2024", "amount: 6B USD, when: 2025"]).assert_none();
    check_answers(SERIES, &["amount: 5B USD", "amount: 6B USD"]).assert_none();
    check_answers(SERIES_MARKED, &["amount: ‹5B USD›, when: 2024", "amount: ‹6B USD›, when: 2024"])
        .assert_only("FB404");
}

const DISPUTED: &str = "q: {ask: How much it is, expect: series, disputed: Two papers differ}";
const DISPUTED_MARKED: &str = "q: {ask: How much it is, expect: series, disputed: «Two papers differ»}";

#[test]
fn dispute_with_agreeing_answers_is_reported() {
    let found = check_answers(DISPUTED_MARKED, &["amount: 5..6B USD", "amount: 6B USD"]);
    found
        .assert_only("FB405")
        .message_contains("the answers agree with each other now")
        .help_contains("drop `disputed`");
    check_answers(DISPUTED, &["amount: 5..6B USD", "amount: 6.1B USD"]).assert_none();
}

#[test]
fn a_dispute_needs_two_answers() {
    check_answers(DISPUTED_MARKED, &["amount: 5B USD"])
        .assert_only("FB405")
        .message_contains("there are no two answers");
}

#[test]
fn answers_that_are_not_comparable_may_be_disputed() {
    check_answers(DISPUTED, &["amount: 5B USD, status: planned", "amount: 5B USD, status: completed"]).assert_none();
    check_answers(DISPUTED, &["amount: 5B USD", "when: 2024"]).assert_none();
    check_answers(DISPUTED, &["amount: 5..9B USD", "amount: 5..6B USD", "amount: 7..9B USD"]).assert_none();
}

#[test]
fn doubted_answer_may_be_disputed() {
    let dispute = |disputed: &str, stance: &str| {
        let doubt = format!("[{{source: cafetech, stance: {stance}, quote: n’ont pas l’argent}}]");
        check_yaml(&format!(
            "questions:\n  q: {{ask: How much it is, disputed: {disputed}}}\nclaims:
  a: {{triple: [softbank, funds, openai], answers: q, amount: 5B USD, evidence: […]}}
  b: {{triple: [softbank, funds, openai], answers: q, amount: 5B USD, evidence: {doubt}}}",
        ))
    };
    dispute("Rivals doubt it", "doubts").assert_none();
    dispute("«Rivals doubt it»", "reports").assert_only("FB405");
}

const OTHER_EVIDENCE: &str = "[{source: cafetech, stance: states, quote: n’ont pas l’argent}]";

/// Checks a sum of two claims with these triples and fields, on the side `need` (the key `need` or `cover`).
fn check_sum(need: &str, [a, b]: [&str; 2]) -> CheckResult {
    check_yaml(&format!(
        "
        entities:
          stargate: {{type: project, name: Stargate}}
          texas: {{type: project, name: Texas campus}}
          hall: {{type: project, name: First hall}}
        events:
          show: {{name: The show, who: [softbank, stargate]}}
        balances:
          books: {{ask: Whether it adds up, {need}: [a, b]}}
        claims:
          a: {{triple: {a}, evidence: {OTHER_EVIDENCE}}}
          b: {{triple: {b}, evidence: {OTHER_EVIDENCE}}}
          campus: {{triple: [texas, part-of, stargate], evidence: […]}}
          first: {{triple: [hall, part-of, texas], evidence: […]}}
        ",
    ))
}

#[test]
fn two_answers_about_one_amount_are_not_added() {
    let twice = ["[softbank, funds, texas], amount: 5B USD", "[softbank, funds, texas], amount: 6B USD"];
    let found = check_sum("«need»", twice);
    found
        .assert_only("FB406")
        .message_contains("`a` and `b`: they are two answers about one sum")
        .help_contains("keep the one");
    check_sum("need", ["[softbank, funds, texas], amount: 5B USD", "[softbank, pays, texas], amount: 6B USD"])
        .assert_none();
    check_sum("need", ["[softbank, funds, texas], amount: 5B USD", "[softbank, funds, texas], amount: 6B EUR"])
        .assert_none();
    check_sum("need", ["[softbank, funds, texas], amount: 5B USD", "[openai, funds, texas], amount: 6B USD"])
        .assert_none();
}

#[test]
fn payments_of_two_years_are_added() {
    let paid = |when: &str| format!("[softbank, funds, texas], amount: 5B USD, when: {when}");
    check_sum("need", [&paid("2024"), &paid("2025")]).assert_none();
    check_sum("«need»", [&paid("2024/2025"), &paid("2025")]).assert_only("FB406");
}

#[test]
fn a_whole_and_its_part_are_not_added() {
    let funds = |whom: &str| format!("[softbank, funds, {whom}], amount: 5B USD");
    check_sum("«cover»", [&funds("stargate"), &funds("texas")])
        .assert_only("FB406")
        .message_contains("one is part of the other");
    check_sum("«cover»", [&funds("hall"), &funds("stargate")])
        .assert_only("FB406")
        .message_contains("one is part of the other");
    check_sum("cover", [&funds("hall"), &funds("openai")]).assert_none();
    let creates = |who: &str| format!("[{who}, creates-jobs], amount: 5 USD");
    check_sum("«cover»", [&creates("stargate"), &creates("hall")]).assert_only("FB406");
}

#[test]
fn cycle_of_parts_terminates() {
    let found = check_yaml(&format!(
        "
        entities:
          texas: {{type: project, name: Texas campus}}
          hall: {{type: project, name: First hall}}
        balances:
          books: {{ask: Whether it adds up, need: [a, b]}}
        claims:
          a: {{triple: [softbank, funds, texas], amount: 5B USD, evidence: {OTHER_EVIDENCE}}}
          b: {{triple: [softbank, funds, openai], amount: 5B USD, evidence: {OTHER_EVIDENCE}}}
          one: {{triple: [texas, part-of, hall], evidence: […]}}
          two: {{triple: [hall, part-of, texas], evidence: […]}}
        ",
    ));
    found.assert_none();
}

#[test]
fn claim_is_used_once_in_a_sum() {
    let books = |sides: &str| {
        let claim =
            |id: &str, who: &str| format!("  {id}: {{triple: [{who}, funds, openai], amount: 5B USD, evidence: […]}}");
        let claims = [claim("a", "softbank"), claim("b", "openai")].join("\n");
        check_yaml(&format!("balances:\n  books: {{ask: Whether it adds up, {sides}}}\nclaims:\n{claims}"))
    };
    books("need: [a], «cover»: [b, a]").assert_only("FB406").message_contains("`a` is both needed and what covers it");
    books("«need»: [a, a], cover: [b]").assert_only("FB406").message_contains("`a` and `a`: they are one claim");
    books("need: [a], cover: [b]").assert_none();
}

#[test]
fn sources_that_cite_one_originator_count_once() {
    let claim = |id: &str, evidence: &str| {
        let source = "nyt: {kind: article, publisher: NYT, text: nyt.txt}";
        let claim = format!("{id}: {{triple: [softbank, invests-in, openai], evidence: [{evidence}]}}");
        let yaml = format!("factbase: 1\nsources:\n  {source}\nclaims:\n  {claim}\n");
        let text = "They may invest 100 billion dollars, as the paper of record has told all of us.";
        Case::small().file("case.yaml", &yaml).text("nyt", text).check()
    };
    let cafetech = "{source: cafetech, via: ft, stance: reports, quote: 100 milliards}";
    let nyt = |via: &str| format!("{{source: nyt, {via}stance: reports, quote: 100 billion}}");
    let found = claim("«pledge»", &format!("{cafetech}, {}", nyt("via: ft, ")));
    found
        .assert_only("FB408")
        .message_contains("2 documents, 1 origin: Financial Times")
        .help_contains("they count as one");
    claim("«pledge»", &format!("{cafetech}, {}", nyt("via: [softbank, ft], "))).assert_only("FB408");
    claim("pledge", &format!("{cafetech}, {}", nyt(""))).assert_none();
    claim("pledge", &format!("{cafetech}, {cafetech}")).assert_none();
}
