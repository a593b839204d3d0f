//! FB601 to FB605: names of entities, unused entities, unlinked events, and languages of texts.

use crate::case::{CheckResult, check_yaml};

#[test]
fn shared_name_is_reported_at_both_entities() {
    let found = check_yaml(
        "
        entities:
          nvidia: {type: company, name: ‹NVIDIA›}
          mellanox: {type: company, name: Mellanox, aliases: [Mlnx, «Nvidia»]}
        claims:
          bought: {triple: [nvidia, acquires, mellanox], evidence: […]}
        ",
    );
    found
        .assert_only("FB601")
        .message_contains("“Nvidia” names `mellanox` and `nvidia`")
        .help_contains("merge the two entities");
}

#[test]
fn entity_may_repeat_its_own_name() {
    let found = check_yaml(
        "
        entities:
          nvidia: {type: company, name: {en: NVIDIA, fr: NVIDIA}, aliases: [Nvidia]}
        claims:
          bought: {triple: [nvidia, funds, openai], evidence: […]}
        ",
    );
    found.assert_none();
}

#[test]
fn unused_entity_is_reported() {
    check_yaml("entities:\n  «arm»: {type: company, name: Arm}")
        .assert_only("FB603")
        .message_contains("`arm` is never used")
        .help_contains("`who`");
}

#[test]
fn being_cited_in_a_chain_is_a_use() {
    let found = check_yaml(
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
    found.assert_none();
}

/// Checks two entities with these fields, the first of which acquires the second.
fn check_two_entities(first: &str, second: &str) -> CheckResult {
    check_yaml(&format!(
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
fn similar_names_are_reported_at_both() {
    let found = check_two_entities("name: ‹Mellanox›", "name: «Melanox»");
    found
        .assert_only("FB602")
        .message_contains("“Melanox” of `second` is nearly “Mellanox” of `first`")
        .help_contains("different_from: first");
    for near in ["Mellanix", "Mellanxo", "Mellanoxs", "Mella Nox"] {
        check_two_entities("name: ‹Mellanox›", &format!("name: «{near}»")).assert_only("FB602");
    }
    check_two_entities("name: Nvidia, aliases: [‹Mellanox›]", "name: Arm, aliases: [Ark, «Melanox»]")
        .assert_only("FB602");
}

#[test]
fn names_two_letters_apart_are_distinct() {
    check_two_entities("name: Mellanox", "name: Melanix").assert_none();
    check_two_entities("name: Mellanox", "name: Mellanox One").assert_none();
}

#[test]
fn names_with_different_figures_and_short_names_are_distinct() {
    check_two_entities("name: Llama 3", "name: Llama 4").assert_none();
    check_two_entities("name: ‹Llama 3›", "name: «Lloma 3»").assert_only("FB602");
    check_two_entities("name: Mellanox II", "name: Mellanox III").assert_none();
    check_two_entities("name: Series A", "name: Series B").assert_none();
    check_two_entities("name: Arms", "name: Arts").assert_none();
}

#[test]
fn different_from_allows_similar_names() {
    check_two_entities("name: Mellanox", "name: Melanox, different_from: first").assert_none();
    check_two_entities("name: Mellanox, different_from: [openai, second]", "name: Melanox").assert_none();
    check_two_entities("name: ‹Mellanox›, different_from: [openai]", "name: «Melanox»").assert_only("FB602");
}

#[test]
fn long_names_are_compared_by_their_letters() {
    let long = "Mellanox ".repeat(100);
    check_two_entities(&format!("name: ‹{long}Once›"), &format!("name: «{long}On-ce»")).assert_only("FB602");
    check_two_entities(&format!("name: {long}Once"), &format!("name: {long}Onces")).assert_none();
}

#[test]
fn unlinked_event_is_reported() {
    let sale = |sale: &str, more: &str| {
        check_yaml(&format!(
            "entities:\n  arm: {{type: company, name: Arm}}\nevents:\n  {sale}: {{name: Sale, who: arm}}{more}"
        ))
    };
    sale("«sale»", "")
        .assert_only("FB604")
        .message_contains("no link leads to `sale` from the other events")
        .help_contains("name in `who`");
    sale("sale", "\n  other: {name: Other, who: [arm, openai]}").assert_none();
    sale("sale", "\nclaims:\n  bought: {triple: [softbank, acquires, arm], evidence: […]}").assert_none();
}

#[test]
fn components_of_equal_size_are_not_reported() {
    let found = check_yaml(
        "
        entities:
          arm: {type: company, name: Arm}
          intel: {type: company, name: Intel}
        events:
          sale: {name: Sale, who: [arm, intel]}
        ",
    );
    found.assert_none();
}

#[test]
fn event_without_participants_is_linked_by_its_claims() {
    check_yaml("events:\n  «sale»: {name: Sale}").assert_only("FB604");
    let found = check_yaml(
        "
        events:
          sale: {name: Sale}
        claims:
          bought: {triple: [softbank, acquires, openai], event: sale, evidence: […]}
        ",
    );
    found.assert_none();
}

#[test]
fn missing_language_is_reported() {
    let asked = |other: &str| {
        let more = "events:\n  sale: {name: Sale, who: softbank, note: It was brief}";
        check_yaml(&format!("{more}\nquestions:\n  q: {{{other}}}"))
    };
    asked("«ask»: {fr: Combien}")
        .assert_only("FB605")
        .message_contains("the text lacks `en`, which others")
        .help_contains("add `en: …`");
    asked("ask: {fr: Combien, en: How much}").assert_none();
}

#[test]
fn language_of_three_in_four_texts_is_not_required() {
    check_yaml("questions:\n  how: {ask: How}\n  q: {ask: {fr: Combien}}").assert_none();
}
