//! FB404 to FB406 and FB408: answers, disputes, sums, and the number of originators of a claim.

use crate::case::{Case, Found, found};

/// Checks a question with one answer for each element of `answers`, which are the fields of its claim.
fn answers(question: &str, answers: &[&str]) -> Found {
    let claim = |(at, fields)| format!("\n  c{at}: {{triple: [softbank, invests-in, openai], answers: q, {fields}}}");
    let claims: String = answers.iter().enumerate().map(claim).collect();
    found(&format!("questions:\n  {question}\nclaims:{}", claims.replace('}', ", evidence: […]}")))
}

const SINGLE: &str = "q: {ask: When it was, expect: single}";
const SINGLE_MARKED: &str = "«q»: {ask: When it was, expect: single}";
const SERIES: &str = "q: {ask: How much it is, expect: series}";
const SERIES_MARKED: &str = "«q»: {ask: How much it is, expect: series}";

#[test]
fn answers_that_exclude_each_other_are_shown() {
    let found = answers(SINGLE_MARKED, &["when: ‹199X›", "when: ‹2000›"]);
    found.only("FB404").says("`c0` and `c1` exclude each other").advises("`disputed` why they differ");
    answers(SINGLE, &["when: 199X", "when: 1999"]).nothing();
    answers("q: {ask: When it was}", &["when: 199X", "when: 2000"]).nothing();
}

#[test]
fn a_conflict_is_found_behind_answers_that_agree() {
    let found = answers(SINGLE_MARKED, &["when: 1990/2010", "when: ‹2005/..›", "when: ‹../1999›"]);
    found.only("FB404").says("`c1` and `c2`");
    answers(SINGLE, &["when: 1990/2010", "when: 2005/..", "when: ../2005"]).nothing();
}

#[test]
fn a_conflict_that_is_disputed_is_sound() {
    answers("q: {ask: When it was, expect: single, disputed: Two papers differ}", &["when: 199X", "when: 2000"])
        .nothing();
}

#[test]
fn about_a_sum_is_within_a_twentieth_of_it() {
    answers(SINGLE, &["amount: ~5.8B USD", "amount: 5.9B USD"]).nothing();
    answers(SINGLE_MARKED, &["amount: ‹5.8B USD›", "amount: ‹5.9B USD›"]).only("FB404");
    answers(SINGLE_MARKED, &["amount: ‹~5.8B USD›", "amount: ‹6.2B USD›"]).only("FB404");
}

#[test]
fn sums_of_two_units_and_a_sum_and_a_date_do_not_compare() {
    answers(SINGLE, &["amount: 5B USD", "amount: 6B EUR"]).nothing();
    answers(SINGLE, &["amount: 5B USD, when: 1999", "when: 2000"]).nothing();
}

#[test]
fn the_answers_of_a_series_differ_from_date_to_date() {
    answers(SERIES, &["amount: 5B USD, when: 2024", "amount: 6B USD, when: 2025"]).nothing();
    answers(SERIES, &["amount: 5B USD", "amount: 6B USD"]).nothing();
    answers(SERIES_MARKED, &["amount: ‹5B USD›, when: 2024", "amount: ‹6B USD›, when: 2024"]).only("FB404");
}

const DISPUTED: &str = "q: {ask: How much it is, expect: series, disputed: Two papers differ}";
const DISPUTED_MARKED: &str = "q: {ask: How much it is, expect: series, disputed: «Two papers differ»}";

#[test]
fn a_dispute_whose_answers_agree_is_shown() {
    let found = answers(DISPUTED_MARKED, &["amount: 5..6B USD", "amount: 6B USD"]);
    found.only("FB405").says("the answers agree with each other now").advises("drop `disputed`");
    answers(DISPUTED, &["amount: 5..6B USD", "amount: 6.1B USD"]).nothing();
}

#[test]
fn a_dispute_needs_two_answers() {
    answers(DISPUTED_MARKED, &["amount: 5B USD"]).only("FB405").says("there are no two answers");
}

#[test]
fn answers_that_are_not_about_the_same_are_a_dispute() {
    answers(DISPUTED, &["amount: 5B USD, status: planned", "amount: 5B USD, status: completed"]).nothing();
    answers(DISPUTED, &["amount: 5B USD", "when: 2024"]).nothing();
    answers(DISPUTED, &["amount: 5..9B USD", "amount: 5..6B USD", "amount: 7..9B USD"]).nothing();
}

#[test]
fn an_answer_that_is_doubted_is_a_dispute() {
    let dispute = |disputed: &str, stance: &str| {
        let doubt = format!("[{{source: cafetech, stance: {stance}, quote: n’ont pas l’argent}}]");
        found(&format!(
            "questions:\n  q: {{ask: How much it is, disputed: {disputed}}}\nclaims:
  a: {{triple: [softbank, funds, openai], answers: q, amount: 5B USD, evidence: […]}}
  b: {{triple: [softbank, funds, openai], answers: q, amount: 5B USD, evidence: {doubt}}}",
        ))
    };
    dispute("Rivals doubt it", "doubts").nothing();
    dispute("«Rivals doubt it»", "reports").only("FB405");
}

const OTHER: &str = "[{source: cafetech, stance: states, quote: n’ont pas l’argent}]";

/// Checks a sum of two claims with these triples and fields, on the side `need` (the key `need` or `cover`).
fn sum(need: &str, [a, b]: [&str; 2]) -> Found {
    found(&format!(
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
          a: {{triple: {a}, evidence: {OTHER}}}
          b: {{triple: {b}, evidence: {OTHER}}}
          campus: {{triple: [texas, part-of, stargate], evidence: […]}}
          first: {{triple: [hall, part-of, texas], evidence: […]}}
        ",
    ))
}

#[test]
fn two_answers_about_one_sum_are_not_added() {
    let twice = ["[softbank, funds, texas], amount: 5B USD", "[softbank, funds, texas], amount: 6B USD"];
    let found = sum("«need»", twice);
    found.only("FB406").says("`a` and `b`: they are two answers about one sum").advises("keep the one");
    sum("need", ["[softbank, funds, texas], amount: 5B USD", "[softbank, pays, texas], amount: 6B USD"]).nothing();
    sum("need", ["[softbank, funds, texas], amount: 5B USD", "[softbank, funds, texas], amount: 6B EUR"]).nothing();
    sum("need", ["[softbank, funds, texas], amount: 5B USD", "[openai, funds, texas], amount: 6B USD"]).nothing();
}

#[test]
fn payments_of_two_years_are_added() {
    let paid = |when: &str| format!("[softbank, funds, texas], amount: 5B USD, when: {when}");
    sum("need", [&paid("2024"), &paid("2025")]).nothing();
    sum("«need»", [&paid("2024/2025"), &paid("2025")]).only("FB406");
}

#[test]
fn a_whole_and_its_part_are_not_added() {
    let funds = |whom: &str| format!("[softbank, funds, {whom}], amount: 5B USD");
    sum("«cover»", [&funds("stargate"), &funds("texas")]).only("FB406").says("one is part of the other");
    sum("«cover»", [&funds("hall"), &funds("stargate")]).only("FB406").says("one is part of the other");
    sum("cover", [&funds("hall"), &funds("openai")]).nothing();
    let creates = |who: &str| format!("[{who}, creates-jobs], amount: 5 USD");
    sum("«cover»", [&creates("stargate"), &creates("hall")]).only("FB406");
}

#[test]
fn what_is_part_of_itself_is_looked_at_once() {
    let found = found(&format!(
        "
        entities:
          texas: {{type: project, name: Texas campus}}
          hall: {{type: project, name: First hall}}
        balances:
          books: {{ask: Whether it adds up, need: [a, b]}}
        claims:
          a: {{triple: [softbank, funds, texas], amount: 5B USD, evidence: {OTHER}}}
          b: {{triple: [softbank, funds, openai], amount: 5B USD, evidence: {OTHER}}}
          one: {{triple: [texas, part-of, hall], evidence: […]}}
          two: {{triple: [hall, part-of, texas], evidence: […]}}
        ",
    ));
    found.nothing();
}

#[test]
fn a_claim_stands_once_in_a_balance() {
    let books = |sides: &str| {
        let claim =
            |id: &str, who: &str| format!("  {id}: {{triple: [{who}, funds, openai], amount: 5B USD, evidence: […]}}");
        let claims = [claim("a", "softbank"), claim("b", "openai")].join("\n");
        found(&format!("balances:\n  books: {{ask: Whether it adds up, {sides}}}\nclaims:\n{claims}"))
    };
    books("need: [a], «cover»: [b, a]").only("FB406").says("`a` is both needed and what covers it");
    books("«need»: [a, a], cover: [b]").only("FB406").says("`a` and `a`: they are one claim");
    books("need: [a], cover: [b]").nothing();
}

#[test]
fn documents_that_all_cite_one_are_one_origin() {
    let claim = |id: &str, evidence: &str| {
        let source = "nyt: {kind: article, publisher: NYT, text: nyt.txt}";
        let claim = format!("{id}: {{triple: [softbank, invests-in, openai], evidence: [{evidence}]}}");
        let yaml = format!("factbase: 1\nsources:\n  {source}\nclaims:\n  {claim}\n");
        let text = "They may invest 100 billion dollars, as the paper of record has told all of us.";
        Case::small().file("case.yaml", &yaml).text("nyt", text).found()
    };
    let cafetech = "{source: cafetech, via: ft, stance: reports, quote: 100 milliards}";
    let nyt = |via: &str| format!("{{source: nyt, {via}stance: reports, quote: 100 billion}}");
    let found = claim("«pledge»", &format!("{cafetech}, {}", nyt("via: ft, ")));
    found.only("FB408").says("2 documents, 1 origin: Financial Times").advises("they count as one");
    claim("«pledge»", &format!("{cafetech}, {}", nyt("via: [softbank, ft], "))).only("FB408");
    claim("pledge", &format!("{cafetech}, {}", nyt(""))).nothing();
    claim("pledge", &format!("{cafetech}, {cafetech}")).nothing();
}
