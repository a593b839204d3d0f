//! FB101 to FB108 and the limits of FB109: the syntax of a file.

use crate::case::{Case, check_claim, check_raw, check_yaml};
use dossier::model::Status;

#[test]
fn yaml_syntax_error_is_located() {
    let found = check_raw("factbase: «@»1");
    found.assert_only("FB101").message_contains("this is not valid YAML").help_contains("the whole file is left out");
    check_raw("factbase: 1\ntitle: {fr: été, en: «@»x}").assert_only("FB101");
}

#[test]
fn second_yaml_document_is_reported() {
    let found = check_raw("factbase: 1\ntitle: |\n  --- é\n«-»--\nfactbase: 1\n");
    let finding = found.assert_only("FB101").message_contains("this file has more than one document; a base is one");
    finding.help_contains("remove this line, or make a file of each document; the whole file is left out");
}

#[test]
fn unknown_yaml_version_is_reported() {
    let found = check_raw("«%»YAML 9.9\n---\nfactbase: 1\n");
    found
        .assert_only("FB101")
        .message_contains("this version of YAML is not known")
        .help_contains("leave this line out");
    check_raw("%YAML 1.2\n---\nfactbase: 1\n").assert_none();
}

#[test]
fn non_scalar_key_is_reported() {
    check_raw("factbase: 1\n? «[»a]\n: b\n")
        .assert_only("FB101")
        .message_contains("a key is a list or a map")
        .help_contains("write a word for it");
}

#[test]
fn first_fifty_languages_are_kept() {
    let lang = |n: usize| format!("aa-{n}: T{n}, ");
    let langs = |from: usize, to: usize| (from..to).map(lang).collect::<String>();
    check_yaml(&format!("title: {{{}}}", langs(0, 50))).assert_none();
    let found = check_yaml(&format!("title: {{{}«aa-50»: T50, {}}}", langs(0, 50), langs(51, 75)));
    let finding =
        found.assert_only("FB109").message_contains("75 languages in a text are more than the 50 that are read");
    finding
        .help_contains("the first 50 are kept; leave out from here on: `aa-50`, `aa-51`")
        .help_contains("`aa-69` and 5 more");
    assert_eq!(found.base.title.as_ref().map(|title| title.iter().count()), Some(50));
}

#[test]
fn first_thousand_aliases_are_kept() {
    let name = |n: usize| format!("Alias no. {n}, ");
    let names = |from: usize, to: usize| (from..to).map(name).collect::<String>();
    let arm = |aliases: &str| {
        check_yaml(&format!(
            "entities: {{arm: {{type: company, name: Arm, aliases: [{aliases}]}}}}
events: {{sale: {{name: Sale, who: [arm, softbank]}}}}"
        ))
    };
    arm(&names(0, 1_000)).assert_none();
    let found = arm(&format!("{}«Alias no. 1000», {}", names(0, 1_000), names(1_001, 1_010)));
    let finding =
        found.assert_only("FB109").message_contains("1010 aliases of an entity are more than the 1000 that are read");
    finding.help_contains("the first 1000 are kept");
    assert_eq!(found.base.entities[found.base.entities.find("arm").unwrap()].aliases.len(), 1_000);
}

#[test]
fn yaml_syntax_is_text_inside_quotation_marks() {
    check_yaml("title: '@softbank: {a} [b]'").assert_none();
}

#[test]
fn unknown_key_suggests_nearest() {
    check_claim("«statsu»: planned")
        .assert_only("FB102")
        .message_contains("unknown key `statsu`")
        .help_contains("did you mean `status`?");
    check_yaml("«colour»: red").assert_only("FB102").help_contains("the keys here are `factbase`, `title`");
}

#[test]
fn units_and_languages_are_free_keys() {
    check_yaml("units: {GPU: graphics cards}\nevents:\n  sale: {name: {en: Sale, pt-BR: Venda}, who: softbank}")
        .assert_none();
}

#[test]
fn duplicate_key_is_reported_and_first_wins() {
    let found = check_claim("‹status›: planned, «status»: pledged");
    found.assert_only("FB103").message_contains("`status` is defined twice");
    let pledge = found.base.claims.find("pledge").unwrap();
    assert_eq!(found.base.claims[pledge].status, Some(Status::Planned));
}

#[test]
fn ids_are_unique_across_files() {
    let one = "factbase: 1\n# a comment\nquestions:\n  ‹how›: {ask: How}\n";
    let two = "factbase: 1\nquestions:\n  «how»: {ask: How much}\n";
    Case::default()
        .file("one.yaml", one)
        .file("two.yaml", two)
        .check()
        .assert_only("FB103")
        .message_contains("`how` is defined twice");
}

#[test]
fn title_is_unique_across_files() {
    let [one, two] = ["factbase: 1\n‹title›: One", "factbase: 1\n«title»: Two"];
    Case::default()
        .file("one.yaml", one)
        .file("two.yaml", two)
        .check()
        .assert_only("FB103")
        .message_contains("`title`");
}

#[test]
fn sources_and_entities_share_their_ids() {
    let found = check_yaml(
        "
        sources:
          ‹arm›: {kind: post, publisher: Arm}
        entities:
          «arm»: {type: company, name: Arm}
        ",
    );
    found.assert_only("FB103").message_contains("`arm` is defined twice");
}

#[test]
fn an_event_may_have_the_id_of_a_question() {
    check_yaml("events:\n  how-much: {name: The price is named, who: softbank}").assert_none();
}

#[test]
fn unknown_keyword_is_reported_with_the_list() {
    let found_pledge = check_claim("status: «pledge»");
    found_pledge
        .assert_only("FB104")
        .message_contains("`pledge` is no status")
        .help_contains("did you mean `pledged`? Expected `planned`,");
    let found_often = check_yaml("questions:\n  when: {ask: When, expect: «often»}");
    found_often
        .assert_only("FB104")
        .message_contains("`often` is no expectation")
        .help_contains("expected `single`, `series` or `parts`");
}

#[test]
fn every_status_is_known() {
    for &status in Status::ALL {
        check_claim(&format!("status: {status}")).assert_none();
    }
}

#[test]
fn file_needs_a_format_version() {
    check_raw("factbase: «2»")
        .assert_only("FB105")
        .message_contains("factbase 2 needs a newer version")
        .help_contains("the file is left out");
    check_raw("factbase: «one»").assert_only("FB105").message_contains("`one` is no version");
    check_raw("«t»itle: A base")
        .assert_only("FB105")
        .message_contains("does not say")
        .help_contains("begin it with `factbase: 1`");
}

#[test]
fn quoted_version_is_accepted() {
    check_raw("factbase: '1'").assert_none();
}

#[test]
fn missing_key_is_located_at_its_item() {
    let found_kind = check_yaml("sources:\n  «nyt»: {publisher: NYT}");
    found_kind.assert_only("FB106").message_contains("the key `kind` is missing").help_contains("add `kind: article`");
    check_yaml("claims:\n  «pledge»: {evidence: […]}")
        .assert_only("FB106")
        .message_contains("the key `triple` is missing");
}

#[test]
fn a_source_with_a_publisher_needs_no_title() {
    check_yaml("sources:\n  nyt: {kind: article, publisher: NYT}").assert_none();
}

#[test]
fn value_of_wrong_type_is_reported() {
    let found_yes = check_yaml("events:\n  sale: {name: Sale, who: softbank, milestone: «yes»}");
    found_yes.assert_only("FB107").message_contains("expected `true` or `false`, found `yes`");
    check_yaml("«claims»: [pledge]")
        .assert_only("FB107")
        .message_contains("expected a map of `key: value` lines, found a list");
    let found_parts = check_yaml("claims:\n  pledge: {«triple»: [softbank], evidence: […]}");
    found_parts.assert_only("FB107").message_contains("[subject, relation] or [subject, relation, object]");
}

#[test]
fn scalar_is_accepted_as_list_of_one() {
    check_yaml("events:\n  sale: {name: Sale, who: softbank, milestone: true}").assert_none();
}

#[test]
fn malformed_id_or_language_is_reported() {
    check_yaml("questions:\n  «How_Much»: {ask: How much}")
        .assert_only("FB108")
        .message_contains("an id holds no `H`")
        .help_contains("lower-case");
    check_yaml("title: {«e»: A base}")
        .assert_only("FB108")
        .message_contains("`e` is no language tag")
        .help_contains("BCP 47");
    check_yaml("lang: «en_GB»").assert_only("FB108").message_contains("`en_GB` is no language tag");
}

#[test]
fn digits_and_dashes_are_part_of_ids_and_languages() {
    check_yaml("lang: en-GB\nquestions:\n  22-5-b: {ask: How much}\n  2025: {ask: How much in 2025}").assert_none();
}

#[test]
fn unclaimed_maps_reasons_to_line_ranges() {
    let source =
        |unclaimed: &str| check_yaml(&format!("sources:\n  nyt: {{kind: article, publisher: NYT, {unclaimed}}}"));
    let broken = source("unclaimed: {a heading: [1, «8-5»]}");
    broken.assert_only("FB107").message_contains("expected a line or several, such as `5` or `5-8`, found `8-5`");
    for run in ["0", "-5", "5-", "five", "5-8-9"] {
        source(&format!("unclaimed: {{a heading: [«{run}»]}}")).assert_only("FB107");
    }
    source("«unclaimed»: [1, 2]").assert_only("FB107").message_contains("found a list");
    let found = source("unclaimed: {a heading: [1, 5-8], garbled: 3-3}");
    found.assert_none();
    let nyt = &found.base.sources[found.base.sources.find("nyt").unwrap()];
    let lines: Vec<_> =
        nyt.unclaimed.iter().map(|unclaimed| (&*unclaimed.reason, unclaimed.lines.as_slice())).collect();
    assert_eq!(lines, [("a heading", &[(1, 1), (5, 8)][..]), ("garbled", &[(3, 3)])]);
}

#[test]
fn gaps_are_a_list_and_dated_is_a_text() {
    let source = |gaps: &str| check_yaml(&format!("sources:\n  nyt: {{kind: article, publisher: NYT, {gaps}}}"));
    source("«gaps»: {at: the and}").assert_only("FB107").message_contains("expected a list, found a map");
    let found = source("gaps: [at the and, to of]");
    found.assert_none();
    assert_eq!(found.base.sources[found.base.sources.find("nyt").unwrap()].gaps, ["at the and", "to of"]);
    check_claim("«dated»: [the launch]").assert_only("FB107").message_contains("a text, or a map of languages");
    check_claim("dated: {en: At the launch}").assert_none();
}
