//! FB101 to FB108 and the limits of FB109: the syntax of a file.

use crate::case::{Case, claim, found, raw};
use dossier::model::Status;

#[test]
fn what_is_no_yaml_is_shown_where_it_breaks() {
    let found = raw("factbase: «@»1");
    found.only("FB101").says("this is not valid YAML").advises("the whole file is left out");
    raw("factbase: 1\ntitle: {fr: été, en: «@»x}").only("FB101");
}

#[test]
fn of_two_documents_the_second_is_shown() {
    let found = raw("factbase: 1\ntitle: |\n  --- é\n«-»--\nfactbase: 1\n");
    let finding = found.only("FB101").says("this file has more than one document; a base is one");
    finding.advises("remove this line, or make a file of each document; the whole file is left out");
}

#[test]
fn a_version_of_yaml_that_is_not_known_is_shown() {
    let found = raw("«%»YAML 9.9\n---\nfactbase: 1\n");
    found.only("FB101").says("this version of YAML is not known").advises("leave this line out");
    raw("%YAML 1.2\n---\nfactbase: 1\n").nothing();
}

#[test]
fn a_key_that_is_no_word_is_shown() {
    raw("factbase: 1\n? «[»a]\n: b\n").only("FB101").says("a key is a list or a map").advises("write a word for it");
}

#[test]
fn of_too_many_languages_the_first_are_kept() {
    let lang = |n: usize| format!("aa-{n}: T{n}, ");
    let langs = |from: usize, to: usize| (from..to).map(lang).collect::<String>();
    found(&format!("title: {{{}}}", langs(0, 50))).nothing();
    let found = found(&format!("title: {{{}«aa-50»: T50, {}}}", langs(0, 50), langs(51, 75)));
    let finding = found.only("FB109").says("75 languages in a text are more than the 50 that are read");
    finding.advises("the first 50 are kept; leave out from here on: `aa-50`, `aa-51`").advises("`aa-69` and 5 more");
    assert_eq!(found.base.title.as_ref().map(|title| title.iter().count()), Some(50));
}

#[test]
fn of_too_many_aliases_the_first_are_kept() {
    let name = |n: usize| format!("Alias no. {n}, ");
    let names = |from: usize, to: usize| (from..to).map(name).collect::<String>();
    let arm = |aliases: &str| {
        found(&format!(
            "entities: {{arm: {{type: company, name: Arm, aliases: [{aliases}]}}}}
events: {{sale: {{name: Sale, who: [arm, softbank]}}}}"
        ))
    };
    arm(&names(0, 1_000)).nothing();
    let found = arm(&format!("{}«Alias no. 1000», {}", names(0, 1_000), names(1_001, 1_010)));
    let finding = found.only("FB109").says("1010 aliases of an entity are more than the 1000 that are read");
    finding.advises("the first 1000 are kept");
    assert_eq!(found.base.entities[found.base.entities.find("arm").unwrap()].aliases.len(), 1_000);
}

#[test]
fn signs_of_yaml_are_text_inside_quotation_marks() {
    found("title: '@softbank: {a} [b]'").nothing();
}

#[test]
fn an_unknown_key_is_shown_with_the_nearest_known_one() {
    claim("«statsu»: planned").only("FB102").says("unknown key `statsu`").advises("did you mean `status`?");
    found("«colour»: red").only("FB102").advises("the keys here are `factbase`, `title`");
}

#[test]
fn units_and_languages_are_keys_of_the_users_own() {
    found("units: {GPU: graphics cards}\nevents:\n  sale: {name: {en: Sale, pt-BR: Venda}, who: softbank}").nothing();
}

#[test]
fn of_two_equal_keys_the_second_is_shown_and_the_first_counts() {
    let found = claim("‹status›: planned, «status»: pledged");
    found.only("FB103").says("`status` is defined twice");
    let pledge = found.base.claims.find("pledge").unwrap();
    assert_eq!(found.base.claims[pledge].status, Some(Status::Planned));
}

#[test]
fn an_id_is_defined_once_in_all_files() {
    let one = "factbase: 1\n# a comment\nquestions:\n  ‹how›: {ask: How}\n";
    let two = "factbase: 1\nquestions:\n  «how»: {ask: How much}\n";
    Case::default().file("one.yaml", one).file("two.yaml", two).found().only("FB103").says("`how` is defined twice");
}

#[test]
fn a_title_is_written_in_one_file() {
    let [one, two] = ["factbase: 1\n‹title›: One", "factbase: 1\n«title»: Two"];
    Case::default().file("one.yaml", one).file("two.yaml", two).found().only("FB103").says("`title`");
}

#[test]
fn sources_and_entities_share_their_ids() {
    let found = found(
        "
        sources:
          ‹arm›: {kind: post, publisher: Arm}
        entities:
          «arm»: {type: company, name: Arm}
        ",
    );
    found.only("FB103").says("`arm` is defined twice");
}

#[test]
fn an_event_may_have_the_id_of_a_question() {
    found("events:\n  how-much: {name: The price is named, who: softbank}").nothing();
}

#[test]
fn a_word_outside_its_list_is_shown_with_the_list() {
    let found_pledge = claim("status: «pledge»");
    found_pledge.only("FB104").says("`pledge` is no status").advises("did you mean `pledged`? Expected `planned`,");
    let found_often = found("questions:\n  when: {ask: When, expect: «often»}");
    found_often.only("FB104").says("`often` is no expectation").advises("expected `single`, `series` or `parts`");
}

#[test]
fn every_word_of_a_list_is_known() {
    for &status in Status::ALL {
        claim(&format!("status: {status}")).nothing();
    }
}

#[test]
fn a_file_says_which_format_it_has() {
    raw("factbase: «2»").only("FB105").says("factbase 2 needs a newer version").advises("the file is left out");
    raw("factbase: «one»").only("FB105").says("`one` is no version");
    raw("«t»itle: A base").only("FB105").says("does not say").advises("begin it with `factbase: 1`");
}

#[test]
fn a_quoted_version_is_a_version() {
    raw("factbase: '1'").nothing();
}

#[test]
fn a_missing_key_is_shown_at_what_lacks_it() {
    let found_kind = found("sources:\n  «nyt»: {publisher: NYT}");
    found_kind.only("FB106").says("the key `kind` is missing").advises("add `kind: article`");
    found("claims:\n  «pledge»: {evidence: […]}").only("FB106").says("the key `triple` is missing");
}

#[test]
fn a_source_with_a_publisher_needs_no_title() {
    found("sources:\n  nyt: {kind: article, publisher: NYT}").nothing();
}

#[test]
fn a_value_of_the_wrong_shape_is_shown() {
    let found_yes = found("events:\n  sale: {name: Sale, who: softbank, milestone: «yes»}");
    found_yes.only("FB107").says("expected `true` or `false`, found `yes`");
    found("«claims»: [pledge]").only("FB107").says("expected a map of `key: value` lines, found a list");
    let found_parts = found("claims:\n  pledge: {«triple»: [softbank], evidence: […]}");
    found_parts.only("FB107").says("[subject, relation] or [subject, relation, object]");
}

#[test]
fn a_text_stands_for_a_list_of_one() {
    found("events:\n  sale: {name: Sale, who: softbank, milestone: true}").nothing();
}

#[test]
fn an_id_or_a_language_has_a_form() {
    found("questions:\n  «How_Much»: {ask: How much}").only("FB108").says("an id holds no `H`").advises("lower-case");
    found("title: {«e»: A base}").only("FB108").says("`e` is no language tag").advises("BCP 47");
    found("lang: «en_GB»").only("FB108").says("`en_GB` is no language tag");
}

#[test]
fn digits_and_dashes_are_part_of_ids_and_languages() {
    found("lang: en-GB\nquestions:\n  22-5-b: {ask: How much}\n  2025: {ask: How much in 2025}").nothing();
}

#[test]
fn lines_that_no_claim_rests_on_are_runs_by_reason() {
    let source = |unclaimed: &str| found(&format!("sources:\n  nyt: {{kind: article, publisher: NYT, {unclaimed}}}"));
    let broken = source("unclaimed: {a heading: [1, «8-5»]}");
    broken.only("FB107").says("expected a line or several, such as `5` or `5-8`, found `8-5`");
    for run in ["0", "-5", "5-", "five", "5-8-9"] {
        source(&format!("unclaimed: {{a heading: [«{run}»]}}")).only("FB107");
    }
    source("«unclaimed»: [1, 2]").only("FB107").says("found a list");
    let found = source("unclaimed: {a heading: [1, 5-8], garbled: 3-3}");
    found.nothing();
    let nyt = &found.base.sources[found.base.sources.find("nyt").unwrap()];
    let lines: Vec<_> =
        nyt.unclaimed.iter().map(|unclaimed| (&*unclaimed.reason, unclaimed.lines.as_slice())).collect();
    assert_eq!(lines, [("a heading", &[(1, 1), (5, 8)][..]), ("garbled", &[(3, 3)])]);
}

#[test]
fn gaps_are_a_list_and_dates_are_explained_in_words() {
    let source = |gaps: &str| found(&format!("sources:\n  nyt: {{kind: article, publisher: NYT, {gaps}}}"));
    source("«gaps»: {at: the and}").only("FB107").says("expected a list, found a map");
    let found = source("gaps: [at the and, to of]");
    found.nothing();
    assert_eq!(found.base.sources[found.base.sources.find("nyt").unwrap()].gaps, ["at the and", "to of"]);
    claim("«dated»: [the launch]").only("FB107").says("a text, or a map of languages");
    claim("dated: {en: At the launch}").nothing();
}
