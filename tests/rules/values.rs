//! FB401 to FB403, FB501 and FB503: amounts and dates.

use crate::case::{check_claim, check_yaml};

#[test]
fn malformed_amount_suggests_correction() {
    check_claim("amount: «15-25B»")
        .assert_only("FB401")
        .message_contains("`15-25B` is no amount")
        .help_contains("write `15..25B USD`");
    check_claim("amount: «lots of USD»").assert_only("FB401").help_contains("write `22.5B USD`");
    check_claim(&format!("amount: «{}» USD", "9".repeat(40)))
        .assert_only("FB401")
        .message_contains("more digits than can be held exactly");
}

#[test]
fn every_form_of_an_amount_is_read() {
    for amount in ["22.5B USD", "15..25B USD", "500M..1.5B USD", "~5.8B USD", "..1.5B USD", "100B.. USD", "50%"] {
        check_claim(&format!("amount: {amount}")).assert_none();
    }
}

#[test]
fn amount_without_unit_is_reported() {
    check_claim("amount: «22.5B»")
        .assert_only("FB402")
        .message_contains("the unit is missing")
        .help_contains("write `22.5B USD`");
    check_claim("amount: «500»").assert_only("FB402");
}

#[test]
fn a_declared_unit_is_a_unit() {
    let claim = "jobs: {triple: [softbank, creates-jobs], amount: 100K jobs, evidence: […]}";
    check_yaml(&format!("units: {{jobs: {{en: jobs, fr: emplois}}}}\nclaims:\n  {claim}")).assert_none();
}

#[test]
fn reversed_range_is_reported() {
    check_claim("amount: «25..15B» USD")
        .assert_only("FB403")
        .message_contains("the first bound is greater")
        .help_contains("swap the bounds");
    check_claim("amount: 15..15B USD").assert_none();
}

#[test]
fn impossible_date_is_reported() {
    check_claim("when: «2024-02-30»")
        .assert_only("FB501")
        .message_contains("`2024-02-30` is no date: day is out of range")
        .help_contains("EDTF");
    check_claim("when: «mid 2025»").assert_only("FB501");
    check_claim("when: 2024-02-29, dated: The day of the sale").assert_none();
}

#[test]
fn every_form_of_a_date_is_read() {
    for when in ["2024-12-16", "2025-01", "2025-21", "199X", "2025-01~", "2025?", "2025", "2025/2028", "../2028"] {
        check_claim(&format!("when: {when}, dated: The day of the sale")).assert_none();
    }
}

#[test]
fn reversed_interval_is_reported() {
    check_claim("when: «2028/2025»")
        .assert_only("FB503")
        .message_contains("the end precedes the start")
        .help_contains("swap the ends");
    check_claim("when: 2025/2025-06").assert_none();
}
