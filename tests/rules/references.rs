//! FB201 to FB203: references between items.

use crate::case::{check_claim, check_yaml};

#[test]
fn unknown_entity_suggests_nearest() {
    let found = check_yaml("claims:\n  pledge: {triple: [softbank, invests-in, «opena»], evidence: […]}");
    found.assert_only("FB201").message_contains("unknown entity `opena`").help_contains("did you mean `openai`?");
}

#[test]
fn unknown_relation_suggests_nearest() {
    let found = check_yaml("claims:\n  pledge: {triple: [softbank, «invest-in», openai], evidence: […]}");
    found
        .assert_only("FB201")
        .message_contains("unknown relation `invest-in`")
        .help_contains("did you mean `invests-in`?");
}

#[test]
fn unknown_unit_is_located_after_its_number() {
    check_claim("amount: 22.5B «USDD»")
        .assert_only("FB201")
        .message_contains("unknown unit `USDD`")
        .help_contains("did you mean `USD`?");
}

#[test]
fn story_step_needs_an_address() {
    let story =
        |at: &str| check_yaml(&format!("stories:\n  tour: {{name: Tour, steps: [{{at: {at}, title: Start}}]}}"));
    story("«event/unveild»")
        .assert_only("FB201")
        .message_contains("unknown event `unveild`")
        .help_contains("did you mean `unveiled`?");
    story("«unveiled»").assert_only("FB201").message_contains("an address is written `kind/id`");
    story("event/unveiled").assert_none();
}

#[test]
fn via_names_a_source_or_an_entity() {
    let via = |chain: &str| {
        let evidence = format!("{{source: cafetech, via: {chain}, stance: reports, quote: 100 milliards}}");
        check_yaml(&format!("claims:\n  pledge: {{triple: [softbank, invests-in, openai], evidence: [{evidence}]}}"))
    };
    via("[ft, softbank]").assert_none();
    via("[ft, «softbnk»]")
        .assert_only("FB201")
        .message_contains("unknown source or entity `softbnk`")
        .help_contains("`softbank`");
}

#[test]
fn item_of_wrong_kind_is_reported() {
    let found = check_yaml("claims:\n  pledge: {triple: [«ft», invests-in, openai], evidence: […]}");
    found
        .assert_only("FB202")
        .message_contains("`ft` is a source; an entity is expected here")
        .help_contains("name the entity");
    check_claim("answers: «unveiled»")
        .assert_only("FB202")
        .message_contains("`unveiled` is an event; a question is expected here");
}

#[test]
fn item_of_expected_kind_is_accepted() {
    check_claim("answers: how-much, event: unveiled").assert_none();
}

#[test]
fn relation_restricts_entity_types() {
    let triple = |ends: &str| {
        let arm = "entities:\n  arm: {type: product, name: Arm}";
        check_yaml(&format!("{arm}\nclaims:\n  owned: {{triple: [{ends}], evidence: […]}}"))
    };
    triple("«arm», owns, softbank")
        .assert_only("FB203")
        .message_contains("`owns` expects person or company")
        .help_contains("swap the ends");
    triple("softbank, lends-to, «arm»").assert_only("FB203").message_contains("`arm` is a product");
    triple("softbank, owns, arm").assert_none();
}

#[test]
fn different_from_needs_a_defined_entity() {
    let arm = |other: &str| {
        let arm = format!("arm: {{type: company, name: Arm, different_from: {other}}}");
        check_yaml(&format!(
            "entities:\n  {arm}\nclaims:\n  bought: {{triple: [softbank, acquires, arm], evidence: […]}}"
        ))
    };
    arm("[openai, «opena»]")
        .assert_only("FB201")
        .message_contains("unknown entity `opena`")
        .help_contains("did you mean `openai`?");
    arm("«ft»").assert_only("FB202").message_contains("`ft` is a source; an entity is expected here");
    let found = arm("[openai, softbank]");
    found.assert_none();
    let entities = &found.base.entities;
    let [arm, openai, softbank] = ["arm", "openai", "softbank"].map(|id| entities.find(id).unwrap());
    assert_eq!(entities[arm].different_from, [openai, softbank]);
}
