//! FB407, FB502 and FB504: dates compared with publication dates and quotes, and explanations of inferred dates.

use crate::case::{Case, Found, claim, found};

/// Checks a claim from a source published on 31 January 2025, with optional further evidence.
fn published(fields: &str, evidence: &str) -> Found {
    let yaml = format!(
        "factbase: 1
sources:
  nyt: {{kind: article, publisher: NYT, text: nyt.txt, published: 2025-01-31}}
  wsj: {{kind: article, publisher: WSJ, text: nyt.txt, published: 2025-02}}
events:
  sale: {{name: Sale, who: softbank, when: 2025-02}}
claims:
  pledge:
    {{triple: [softbank, pays, openai], {fields}, evidence: [{{source: nyt, stance: states, quote: paid}}{evidence}]}}"
    );
    let text = "They have paid, as we hear from three people who were in the room.";
    Case::small().file("case.yaml", &yaml).text("nyt", text).text("wsj", text).found()
}

#[test]
fn what_is_completed_after_the_last_source_is_shown() {
    let found = published("status: completed, when: «2025-02»", "");
    found.only("FB407").says("completed, but 2025-02 is after its sources, the last of 2025-01-31").advises("planned");
    published("status: completed, when: 2025-01", "").nothing();
    published("status: pledged, when: 2025-02", "").nothing();
}

#[test]
fn what_is_completed_on_the_day_of_publication_is_sound() {
    published("status: completed, when: 2025-01-31, dated: The day of the paper", "").nothing();
    published("status: completed, when: «2025-02-01», dated: The next day", "").only("FB407");
}

#[test]
fn one_source_that_is_late_enough_or_undated_is_enough() {
    published("status: completed, when: 2025-02", ", {source: wsj, stance: states, quote: as we hear}").nothing();
    published("status: completed, when: 2025-02", ", {source: cafetech, stance: states, quote: 100 milliards}")
        .nothing();
}

#[test]
fn the_date_of_its_event_is_the_date_of_a_claim() {
    published("status: «completed», event: sale", "").only("FB407");
    published("status: announced, event: sale", "").nothing();
}

const DAY: &str = "[{source: cafetech, stance: states, quote: dévoilé le 21 janvier}]";

#[test]
fn a_day_that_no_quote_gives_is_shown() {
    let dated = |fields: &str| {
        found(&format!("claims:\n  shown: {{triple: [softbank, funds, openai], {fields}, evidence: {DAY}}}"))
    };
    dated("when: «2025-01-20»").only("FB502").says("no quote gives the day, 20").advises("write the month");
    dated("when: «2025-01-21/2025-01-22»").only("FB502").says("the day, 22");
}

#[test]
fn a_day_that_is_quoted_or_explained_is_sound() {
    let dated = |fields: &str| {
        found(&format!("claims:\n  shown: {{triple: [softbank, funds, openai], {fields}, evidence: {DAY}}}"))
    };
    dated("when: 2025-01-21").nothing();
    dated("when: 2025-01-20, dated: The eve of what is quoted").nothing();
    dated("when: 2025-01").nothing();
}

#[test]
fn a_day_may_stand_in_a_quote_of_the_event_or_of_its_claims() {
    let shown = |event: &str, claim: &str| {
        found(&format!(
            "events:\n  show: {{name: The show, who: softbank, {event}}}
claims:\n  shown: {{triple: [softbank, funds, openai], event: show, {claim}}}"
        ))
    };
    shown(&format!("when: 2025-01, evidence: {DAY}"), "when: 2025-01-21, evidence: […]").nothing();
    shown("when: 2025-01-21", &format!("evidence: {DAY}")).nothing();
    shown("when: «2025-01-20»", &format!("evidence: {DAY}")).only("FB502").says("the day, 20");
    shown("when: 2025-01", "when: «2025-01-21», evidence: […]").only("FB502");
}

#[test]
fn a_claim_of_the_date_of_its_event_is_explained_there() {
    let shown = |dated: &str| {
        found(&format!(
            "events:\n  show: {{name: The show, who: softbank, {dated}}}
claims:\n  shown: {{triple: [softbank, funds, openai], event: show, when: 2025-01-20, evidence: […]}}"
        ))
    };
    shown("when: 2025-01-20, dated: The day of the oath").nothing();
    shown("when: «2025-01-20»").only("FB502");
}

#[test]
fn a_source_whose_date_was_inferred_says_how() {
    let source = |dates: &str| found(&format!("sources:\n  nyt: {{kind: article, publisher: NYT, {dates}}}"));
    let found = source("published: «2025?»");
    found.only("FB504").says("nothing says how 2025? was inferred").advises("write it under `dated`");
    source("published: «2025-01~»").only("FB504");
    source("published: 2025?, dated: From its address").nothing();
    source("published: 2025-01").nothing();
}

#[test]
fn a_guess_in_the_world_is_explained_and_about_is_what_a_source_says() {
    claim("when: «2025?»").only("FB504").says("how 2025? was inferred");
    claim("when: «2024/2025?»").only("FB504");
    claim("when: 2025?, dated: The year of the launch").nothing();
    claim("when: 2025~").nothing();
    let event = |dates: &str| found(&format!("events:\n  sale: {{name: Sale, who: softbank, {dates}}}"));
    event("when: «2025-21?»").only("FB504");
    event("when: 2025-21?, dated: The season of the fair").nothing();
    event("when: 2025-21~").nothing();
}

#[test]
fn a_claim_has_the_guess_of_its_event_from_there() {
    let claim = |when: &str| {
        found(&format!(
            "events:\n  sale: {{name: Sale, who: softbank, when: 2025?, dated: The year of the launch}}
claims:\n  sold: {{triple: [softbank, pays, openai], event: sale, when: {when}, evidence: […]}}"
        ))
    };
    claim("2025?").nothing();
    claim("«2026?»").only("FB504");
}
