//! FB601 to FB603: the names of entities, and whether they are used.

use crate::case::found;

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
            evidence: [{source: cafetech, via: elon-musk, stance: doubts, quote: n’ont pas l’argent}]
        ",
    );
    found.nothing();
}
