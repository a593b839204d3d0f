//! FB601 to FB605: names of entities, unused entities, unlinked events, and languages of texts.

use crate::case::{Found, found};

#[test]
fn a_name_that_two_entities_have_is_shown_at_both() {
    let found = found(
        "
        entities:
          nvidia: {type: company, name: ‹NVIDIA›}
          mellanox: {type: company, name: Mellanox, aliases: [Mlnx, «Nvidia»]}
        claims:
          bought: {triple: [nvidia, acquires, mellanox], evidence: […]}
        ",
    );
    found.only("FB601").says("“Nvidia” names `mellanox` and `nvidia`").advises("merge the two entities");
}

#[test]
fn an_entity_may_be_named_twice_alike() {
    let found = found(
        "
        entities:
          nvidia: {type: company, name: {en: NVIDIA, fr: NVIDIA}, aliases: [Nvidia]}
        claims:
          bought: {triple: [nvidia, funds, openai], evidence: […]}
        ",
    );
    found.nothing();
}

#[test]
fn an_entity_that_nothing_names_is_shown() {
    found("entities:\n  «arm»: {type: company, name: Arm}").only("FB603").says("`arm` is never used").advises("`who`");
}

#[test]
fn to_be_quoted_by_a_source_is_a_use() {
    let found = found(
        "
        entities:
          elon-musk: {type: person, name: Elon Musk}
        events:
          reply:
            name: The reply
            who: softbank
            evidence: [{source: cafetech, via: elon-musk, stance: doubts, quote: n’ont pas l’argent}]
        ",
    );
    found.nothing();
}

/// Checks two entities with these fields, the first of which acquires the second.
fn two(first: &str, second: &str) -> Found {
    found(&format!(
        "
        entities:
          first: {{type: company, {first}}}
          second: {{type: company, {second}}}
        claims:
          bought: {{triple: [first, acquires, second], evidence: […]}}
        ",
    ))
}

#[test]
fn names_that_differ_by_a_letter_are_shown_at_both() {
    let found = two("name: ‹Mellanox›", "name: «Melanox»");
    found.only("FB602").says("“Melanox” of `second` is nearly “Mellanox” of `first`").advises("different_from: first");
    for near in ["Mellanix", "Mellanxo", "Mellanoxs", "Mella Nox"] {
        two("name: ‹Mellanox›", &format!("name: «{near}»")).only("FB602");
    }
    two("name: Nvidia, aliases: [‹Mellanox›]", "name: Arm, aliases: [Ark, «Melanox»]").only("FB602");
}

#[test]
fn names_that_differ_by_two_letters_are_two() {
    two("name: Mellanox", "name: Melanix").nothing();
    two("name: Mellanox", "name: Mellanox One").nothing();
}

#[test]
fn names_that_differ_by_a_figure_or_are_short_are_two() {
    two("name: Llama 3", "name: Llama 4").nothing();
    two("name: ‹Llama 3›", "name: «Lloma 3»").only("FB602");
    two("name: Mellanox II", "name: Mellanox III").nothing();
    two("name: Series A", "name: Series B").nothing();
    two("name: Arms", "name: Arts").nothing();
}

#[test]
fn entities_that_are_said_to_be_different_may_have_like_names() {
    two("name: Mellanox", "name: Melanox, different_from: first").nothing();
    two("name: Mellanox, different_from: [openai, second]", "name: Melanox").nothing();
    two("name: ‹Mellanox›, different_from: [openai]", "name: «Melanox»").only("FB602");
}

#[test]
fn long_names_are_compared_by_their_letters() {
    let long = "Mellanox ".repeat(100);
    two(&format!("name: ‹{long}Once›"), &format!("name: «{long}On-ce»")).only("FB602");
    two(&format!("name: {long}Once"), &format!("name: {long}Onces")).nothing();
}

#[test]
fn an_event_that_no_link_leads_to_is_shown() {
    let sale = |sale: &str, more: &str| {
        found(&format!(
            "entities:\n  arm: {{type: company, name: Arm}}\nevents:\n  {sale}: {{name: Sale, who: arm}}{more}"
        ))
    };
    sale("«sale»", "").only("FB604").says("no link leads to `sale` from the other events").advises("name in `who`");
    sale("sale", "\n  other: {name: Other, who: [arm, openai]}").nothing();
    sale("sale", "\nclaims:\n  bought: {triple: [softbank, acquires, arm], evidence: […]}").nothing();
}

#[test]
fn of_parts_of_one_size_none_is_apart() {
    let found = found(
        "
        entities:
          arm: {type: company, name: Arm}
          intel: {type: company, name: Intel}
        events:
          sale: {name: Sale, who: [arm, intel]}
        ",
    );
    found.nothing();
}

#[test]
fn an_event_of_nobody_is_linked_by_its_claims_alone() {
    found("events:\n  «sale»: {name: Sale}").only("FB604");
    let found = found(
        "
        events:
          sale: {name: Sale}
        claims:
          bought: {triple: [softbank, acquires, openai], event: sale, evidence: […]}
        ",
    );
    found.nothing();
}

#[test]
fn a_text_without_the_language_of_the_others_is_shown() {
    let asked = |other: &str| {
        let more = "events:\n  sale: {name: Sale, who: softbank, note: It was brief}";
        found(&format!("{more}\nquestions:\n  q: {{{other}}}"))
    };
    asked("«ask»: {fr: Combien}").only("FB605").says("the text lacks `en`, which others").advises("add `en: …`");
    asked("ask: {fr: Combien, en: How much}").nothing();
}

#[test]
fn a_language_that_three_of_four_texts_have_is_not_missed() {
    found("questions:\n  how: {ask: How}\n  q: {ask: {fr: Combien}}").nothing();
}
