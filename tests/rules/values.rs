//! FB401 to FB403, FB501 and FB503: amounts and dates.

use crate::case::{claim, found};

#[test]
fn what_is_no_amount_is_shown_with_what_was_meant() {
    claim("amount: «15-25B»").only("FB401").says("`15-25B` is no amount").advises("write `15..25B USD`");
    claim("amount: «lots of USD»").only("FB401").advises("write `22.5B USD`");
    claim(&format!("amount: «{}» USD", "9".repeat(40))).only("FB401").says("more digits than can be held exactly");
}

#[test]
fn every_form_of_an_amount_is_read() {
    for amount in ["22.5B USD", "15..25B USD", "500M..1.5B USD", "~5.8B USD", "..1.5B USD", "100B.. USD", "50%"] {
        claim(&format!("amount: {amount}")).nothing();
    }
}

#[test]
fn an_amount_without_unit_is_shown() {
    claim("amount: «22.5B»").only("FB402").says("the unit is missing").advises("write `22.5B USD`");
    claim("amount: «500»").only("FB402");
}

#[test]
fn a_declared_unit_is_a_unit() {
    let claim = "jobs: {triple: [softbank, creates-jobs], amount: 100K jobs, evidence: […]}";
    found(&format!("units: {{jobs: {{en: jobs, fr: emplois}}}}\nclaims:\n  {claim}")).nothing();
}

#[test]
fn a_range_begins_with_its_lower_bound() {
    claim("amount: «25..15B» USD").only("FB403").says("the first bound is greater").advises("swap the bounds");
    claim("amount: 15..15B USD").nothing();
}

#[test]
fn a_day_that_is_not_in_the_calendar_is_shown() {
    claim("when: «2024-02-30»").only("FB501").says("`2024-02-30` is no date: day is out of range").advises("EDTF");
    claim("when: «mid 2025»").only("FB501");
    claim("when: 2024-02-29, dated: The day of the sale").nothing();
}

#[test]
fn every_form_of_a_date_is_read() {
    for when in ["2024-12-16", "2025-01", "2025-21", "199X", "2025-01~", "2025?", "2025", "2025/2028", "../2028"] {
        claim(&format!("when: {when}, dated: The day of the sale")).nothing();
    }
}

#[test]
fn an_interval_does_not_end_before_it_starts() {
    claim("when: «2028/2025»").only("FB503").says("the end precedes the start").advises("swap the ends");
    claim("when: 2025/2025-06").nothing();
}
