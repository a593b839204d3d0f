//! FB407, FB502 and FB504: dates compared with publication dates and quotes, and explanations of inferred dates.

use crate::case::{Case, CheckResult, check_claim, check_yaml};

/// Checks a claim from a source published on 31 January 2025, with optional further evidence.
fn check_published(fields: &str, evidence: &str) -> CheckResult {
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
    Case::small().file("case.yaml", &yaml).text("nyt", text).text("wsj", text).check()
}

#[test]
fn completion_after_last_source_is_reported() {
    let found = check_published("status: completed, when: «2025-02»", "");
    found
        .assert_only("FB407")
        .message_contains("completed, but 2025-02 is after its sources, the last of 2025-01-31")
        .help_contains("planned");
    check_published("status: completed, when: 2025-01", "").assert_none();
    check_published("status: pledged, when: 2025-02", "").assert_none();
}

#[test]
fn completion_on_publication_day_is_accepted() {
    check_published("status: completed, when: 2025-01-31, dated: The day of the paper", "").assert_none();
    check_published("status: completed, when: «2025-02-01», dated: The next day", "").assert_only("FB407");
}

#[test]
fn one_later_or_undated_source_suffices() {
    check_published("status: completed, when: 2025-02", ", {source: wsj, stance: states, quote: as we hear}")
        .assert_none();
    check_published("status: completed, when: 2025-02", ", {source: cafetech, stance: states, quote: 100 milliards}")
        .assert_none();
}

#[test]
fn claim_inherits_date_of_event() {
    check_published("status: «completed», event: sale", "").assert_only("FB407");
    check_published("status: announced, event: sale", "").assert_none();
}

const DAY_EVIDENCE: &str = "[{source: cafetech, stance: states, quote: dévoilé le 21 janvier}]";

#[test]
fn unquoted_day_is_reported() {
    let dated = |fields: &str| {
        check_yaml(&format!(
            "claims:\n  shown: {{triple: [softbank, funds, openai], {fields}, evidence: {DAY_EVIDENCE}}}"
        ))
    };
    dated("when: «2025-01-20»")
        .assert_only("FB502")
        .message_contains("no quote gives the day, 20")
        .help_contains("write the month");
    dated("when: «2025-01-21/2025-01-22»").assert_only("FB502").message_contains("the day, 22");
}

#[test]
fn quoted_or_explained_day_is_accepted() {
    let dated = |fields: &str| {
        check_yaml(&format!(
            "claims:\n  shown: {{triple: [softbank, funds, openai], {fields}, evidence: {DAY_EVIDENCE}}}"
        ))
    };
    dated("when: 2025-01-21").assert_none();
    dated("when: 2025-01-20, dated: The eve of what is quoted").assert_none();
    dated("when: 2025-01").assert_none();
}

#[test]
fn day_may_be_quoted_by_event_or_its_claims() {
    let shown = |event: &str, claim: &str| {
        check_yaml(&format!(
            "events:\n  show: {{name: The show, who: softbank, {event}}}
claims:\n  shown: {{triple: [softbank, funds, openai], event: show, {claim}}}"
        ))
    };
    shown(&format!("when: 2025-01, evidence: {DAY_EVIDENCE}"), "when: 2025-01-21, evidence: […]").assert_none();
    shown("when: 2025-01-21", &format!("evidence: {DAY_EVIDENCE}")).assert_none();
    shown("when: «2025-01-20»", &format!("evidence: {DAY_EVIDENCE}"))
        .assert_only("FB502")
        .message_contains("the day, 20");
    shown("when: 2025-01", "when: «2025-01-21», evidence: […]").assert_only("FB502");
}

#[test]
fn explanation_of_event_date_covers_claims() {
    let shown = |dated: &str| {
        check_yaml(&format!(
            "events:\n  show: {{name: The show, who: softbank, {dated}}}
claims:\n  shown: {{triple: [softbank, funds, openai], event: show, when: 2025-01-20, evidence: […]}}"
        ))
    };
    shown("when: 2025-01-20, dated: The day of the oath").assert_none();
    shown("when: «2025-01-20»").assert_only("FB502");
}

#[test]
fn inferred_source_date_needs_explanation() {
    let source = |dates: &str| check_yaml(&format!("sources:\n  nyt: {{kind: article, publisher: NYT, {dates}}}"));
    let found = source("published: «2025?»");
    found
        .assert_only("FB504")
        .message_contains("nothing says how 2025? was inferred")
        .help_contains("write it under `dated`");
    source("published: «2025-01~»").assert_only("FB504");
    source("published: 2025?, dated: From its address").assert_none();
    source("published: 2025-01").assert_none();
}

#[test]
fn uncertain_date_needs_explanation_but_approximate_does_not() {
    check_claim("when: «2025?»").assert_only("FB504").message_contains("how 2025? was inferred");
    check_claim("when: «2024/2025?»").assert_only("FB504");
    check_claim("when: 2025?, dated: The year of the launch").assert_none();
    check_claim("when: 2025~").assert_none();
    let event = |dates: &str| check_yaml(&format!("events:\n  sale: {{name: Sale, who: softbank, {dates}}}"));
    event("when: «2025-21?»").assert_only("FB504");
    event("when: 2025-21?, dated: The season of the fair").assert_none();
    event("when: 2025-21~").assert_none();
}

#[test]
fn claim_inherits_inferred_date_of_event() {
    let claim = |when: &str| {
        check_yaml(&format!(
            "events:\n  sale: {{name: Sale, who: softbank, when: 2025?, dated: The year of the launch}}
claims:\n  sold: {{triple: [softbank, pays, openai], event: sale, when: {when}, evidence: […]}}"
        ))
    };
    claim("2025?").assert_none();
    claim("«2026?»").assert_only("FB504");
}

#[test]
fn a_day_that_is_quoted_several_times_is_quoted() {
    let piece = DAY_EVIDENCE.trim_matches(['[', ']']);
    let quoted = format!("evidence: [{piece}]");
    let claim = |id: &str, relation: &str, fields: &str| {
        format!("  {id}: {{triple: [softbank, {relation}, openai], event: show, {fields}}}\n")
    };
    let show = |event: &str, claims: &str| {
        check_yaml(&format!("events:\n  show: {{name: The show, who: softbank, {event}}}\nclaims:\n{claims}"))
    };
    let one = claim("shown", "funds", &quoted);
    let two = one.clone() + &claim("paid", "pays", &quoted);
    // By an event and its claims, by two claims of an event, by a claim and its event, twice by a claim or an event.
    show(&format!("when: 2025-01-21, {quoted}"), &one).assert_none();
    show(&format!("when: 2025-01-21, {quoted}"), &two).assert_none();
    show("when: 2025-01-21", &two).assert_none();
    show(&format!("when: 2025-01, {quoted}"), &claim("shown", "funds", &format!("when: 2025-01-21, {quoted}")))
        .assert_none();
    let twice = format!("evidence: [{piece}, {piece}]");
    show("when: 2025-01", &claim("shown", "funds", &format!("when: 2025-01-21, {twice}"))).assert_none();
    show(&format!("when: 2025-01-21, {twice}"), &claim("shown", "funds", "evidence: […]")).assert_none();
    // None of them gives another day.
    show(&format!("when: «2025-01-20», {quoted}"), &two).assert_only("FB502").message_contains("the day, 20");
}
