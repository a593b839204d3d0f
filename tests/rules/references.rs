//! FB201 to FB203: references between items.

use crate::case::{claim, found};

#[test]
fn what_is_not_defined_is_shown_with_the_nearest_that_is() {
    let found = found("claims:\n  pledge: {triple: [softbank, invests-in, «opena»], evidence: […]}");
    found.only("FB201").says("unknown entity `opena`").advises("did you mean `openai`?");
}

#[test]
fn an_unknown_relation_is_shown_with_the_nearest_known_one() {
    let found = found("claims:\n  pledge: {triple: [softbank, «invest-in», openai], evidence: […]}");
    found.only("FB201").says("unknown relation `invest-in`").advises("did you mean `invests-in`?");
}

#[test]
fn an_unknown_unit_is_shown_behind_its_number() {
    claim("amount: 22.5B «USDD»").only("FB201").says("unknown unit `USDD`").advises("did you mean `USD`?");
}

#[test]
fn a_step_of_a_story_goes_to_an_address() {
    let story = |at: &str| found(&format!("stories:\n  tour: {{name: Tour, steps: [{{at: {at}, title: Start}}]}}"));
    story("«event/unveild»").only("FB201").says("unknown event `unveild`").advises("did you mean `unveiled`?");
    story("«unveiled»").only("FB201").says("an address is written `kind/id`");
    story("event/unveiled").nothing();
}

#[test]
fn via_names_a_source_or_an_entity() {
    let via = |chain: &str| {
        let evidence = format!("{{source: cafetech, via: {chain}, stance: reports, quote: 100 milliards}}");
        found(&format!("claims:\n  pledge: {{triple: [softbank, invests-in, openai], evidence: [{evidence}]}}"))
    };
    via("[ft, softbank]").nothing();
    via("[ft, «softbnk»]").only("FB201").says("unknown source or entity `softbnk`").advises("`softbank`");
}

#[test]
fn an_item_of_another_kind_is_shown_with_its_kind() {
    let found = found("claims:\n  pledge: {triple: [«ft», invests-in, openai], evidence: […]}");
    found.only("FB202").says("`ft` is a source; an entity is expected here").advises("name the entity");
    claim("answers: «unveiled»").only("FB202").says("`unveiled` is an event; a question is expected here");
}

#[test]
fn an_item_of_the_right_kind_is_no_fault() {
    claim("answers: how-much, event: unveiled").nothing();
}

#[test]
fn a_relation_takes_entities_of_some_types() {
    let triple = |ends: &str| {
        let arm = "entities:\n  arm: {type: product, name: Arm}";
        found(&format!("{arm}\nclaims:\n  owned: {{triple: [{ends}], evidence: […]}}"))
    };
    triple("«arm», owns, softbank").only("FB203").says("`owns` expects person or company").advises("swap the ends");
    triple("softbank, lends-to, «arm»").only("FB203").says("`arm` is a product");
    triple("softbank, owns, arm").nothing();
}

#[test]
fn an_entity_is_different_from_one_that_is_defined() {
    let arm = |other: &str| {
        let arm = format!("arm: {{type: company, name: Arm, different_from: {other}}}");
        found(&format!("entities:\n  {arm}\nclaims:\n  bought: {{triple: [softbank, acquires, arm], evidence: […]}}"))
    };
    arm("[openai, «opena»]").only("FB201").says("unknown entity `opena`").advises("did you mean `openai`?");
    arm("«ft»").only("FB202").says("`ft` is a source; an entity is expected here");
    let found = arm("[openai, softbank]");
    found.nothing();
    let entities = &found.base.entities;
    let [arm, openai, softbank] = ["arm", "openai", "softbank"].map(|id| entities.find(id).unwrap());
    assert_eq!(entities[arm].different_from, [openai, softbank]);
}
