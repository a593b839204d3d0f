//! FB301 to FB307 and FB313: evidence, quotes and the lock file.

use crate::case::{Case, check_claim, check_quote, check_yaml};

/// The small base with another source and a claim that quotes it.
fn nyt_case(source: &str, quote: &str) -> Case {
    let evidence = format!("[{{source: nyt, stance: states, quote: {quote}}}]");
    let claim = format!("pledge: {{triple: [softbank, invests-in, openai], evidence: {evidence}}}");
    Case::small().file("case.yaml", &format!("factbase: 1\nsources:\n  {source}\nclaims:\n  {claim}\n"))
}

const NYT: &str = "nyt: {kind: article, publisher: NYT, text: nyt.txt}";
/// Long enough that a quote of two words is less than a quarter of it (FB312).
const NYT_TEXT: &str = "They invest 15 billion dollars, people with knowledge of it told us.";
const NYT_MARKED: &str = "«nyt»: {kind: article, publisher: NYT, text: nyt.txt}";

#[test]
fn claim_without_evidence_is_reported() {
    let triple = "triple: [softbank, invests-in, openai]";
    check_yaml(&format!("claims:\n  «pledge»: {{{triple}}}"))
        .assert_only("FB301")
        .message_contains("the claim has no source");
    check_yaml(&format!("claims:\n  «pledge»: {{{triple}, evidence: }}"))
        .assert_only("FB301")
        .message_contains("the claim has no source");
    check_yaml(&format!("claims:\n  pledge: {{{triple}, «evidence»: []}}"))
        .assert_only("FB301")
        .message_contains("the claim has no source");
}

#[test]
fn evidence_needs_source_and_quote() {
    let evidence = |fields: &str| {
        let triple = "triple: [softbank, invests-in, openai]";
        check_yaml(&format!("claims:\n  pledge: {{{triple}, evidence: [{{«stance»: states, {fields}}}]}}"))
    };
    evidence("source: cafetech")
        .assert_only("FB301")
        .message_contains("this evidence has no quote")
        .help_contains("quote the shortest words");
    evidence("quote: 100 milliards")
        .assert_only("FB301")
        .message_contains("this evidence has no source")
        .help_contains("`source: ID`");
}

#[test]
fn finding_on_evidence_points_at_its_first_key() {
    let second = "{«source»: cafetech, quote: n’ont pas l’argent}";
    let evidence = format!("[{{source: cafetech, stance: states, quote: 100 milliards}}, {second}]");
    let found = check_yaml(&format!("claims:\n  pledge: {{triple: [softbank, funds, openai], evidence: {evidence}}}"));
    found.assert_only("FB106").message_contains("the key `stance` is missing");
}

#[test]
fn event_needs_no_evidence() {
    check_claim("status: planned").assert_none();
    check_yaml("events:\n  sale: {name: Sale, who: softbank}").assert_none();
}

#[test]
fn missing_quote_suggests_nearest_words() {
    let found = check_quote("«entre 15 et 20 milliards»");
    found
        .assert_only("FB302")
        .message_contains("not in the text")
        .help_contains("nearest is line 3: entre 15 et 25 milliards");
    check_quote("«nothing of the kind»").assert_only("FB302").help_contains("copy the words");
}

#[test]
fn quote_does_not_match_part_of_a_number() {
    check_quote("«5 milliards de dollars»")
        .assert_only("FB302")
        .help_contains("nearest is line 3: 25 milliards de dollars");
    check_quote("25 milliards de dollars").assert_none();
}

#[test]
fn quote_matching_ignores_typography_and_whitespace() {
    check_quote("qu'ils  n'ont pas l'argent").assert_none();
    check_quote("\"qu’ils n’ont\\_pas l’argent\"").assert_none();
}

#[test]
fn a_quote_has_at_most_twelve_words() {
    let twelve = "SoftBank pourrait investir entre 15 et 25 milliards de dollars dans OpenAI";
    check_quote(&format!("'{twelve}'")).assert_none();
    check_quote(&format!("'«{twelve}, selon»'"))
        .assert_only("FB303")
        .message_contains("13 words, at most 12")
        .help_contains("the shortest words");
}

#[test]
fn whole_sentence_is_reported() {
    check_quote("«Le groupe a promis 100 milliards»")
        .assert_only("FB304")
        .message_contains("a whole sentence")
        .help_contains("a fragment");
    check_quote("«Le pari de Son»").assert_only("FB304");
    check_quote("groupe a promis 100 milliards").assert_none();
}

#[test]
fn sentence_is_detected_without_text() {
    nyt_case(NYT_MARKED, "«The group pays.»").check().assert_rules(&["FB305", "FB304"]);
    nyt_case(NYT_MARKED, "The group pays").check().assert_rules(&["FB305"]);
}

#[test]
fn missing_text_is_reported_once_per_source() {
    let found = nyt_case(NYT_MARKED, "15 billion").check();
    found.assert_only("FB305").message_contains("1 quote of `nyt` could not be verified").help_contains("`nyt.txt`");
    let found = nyt_case("«nyt»: {kind: article, publisher: NYT}", "15 billion").check();
    found.assert_only("FB305").help_contains("`text: FILE`");
}

#[test]
fn a_text_or_a_lock_verifies_a_quote() {
    nyt_case(NYT, "15 billion").text("nyt", NYT_TEXT).check().assert_none();
    nyt_case(NYT, "15 billion").with_lock("nyt", NYT_TEXT).check().assert_none();
}

#[test]
fn foreign_lock_verifies_nothing() {
    let foreign = || nyt_case(NYT_MARKED, "15 billion").with_lock("nyt", NYT_TEXT).with_foreign_lock();
    let found = foreign().check();
    found
        .assert_only("FB313")
        .message_contains("only the lock that came with the base vouches for 1 quote of `nyt`")
        .help_contains("--texts DIR");
    let trusted = dossier::verify::QuoteStats::from_base(&found.base);
    assert_eq!((trusted.confirmed, trusted.claimed), (0, 1));
    let verified = nyt_case(NYT, "15 billion").with_lock("nyt", NYT_TEXT).with_foreign_lock().text("nyt", NYT_TEXT);
    verified.check().assert_none();
}

#[test]
fn quote_changed_since_lock_is_reported() {
    let found = nyt_case(NYT, "«25 billion»").with_lock("nyt", NYT_TEXT).check();
    found
        .assert_only("FB306")
        .message_contains("the quote is not the one that was locked")
        .help_contains("run `check --texts DIR --lock`");
}

#[test]
fn quote_in_lock_or_text_is_accepted() {
    nyt_case(NYT, "15  billion").with_lock("nyt", NYT_TEXT).check().assert_none();
    nyt_case(NYT, "billion dollars").with_lock("nyt", NYT_TEXT).text("nyt", NYT_TEXT).check().assert_none();
}

#[test]
fn text_changed_since_lock_is_reported() {
    let source = "nyt: {kind: article, publisher: NYT, text: «nyt.txt»}";
    let case = nyt_case(source, "15 billion").with_lock("nyt", "They invest 15 billion dollars now.");
    let found = case.text("nyt", NYT_TEXT).check();
    found
        .assert_only("FB306")
        .message_contains("the text of `nyt` is not the one that was locked")
        .help_contains("read what changed");
}

#[test]
fn lock_ignores_line_breaks_and_apostrophes() {
    let case = nyt_case(NYT, "15 billion").with_lock("nyt", "It’s 15 billion\r\nnow, as we all know.\n\n");
    case.text("nyt", "It's 15 billion now, as we all know.").check().assert_none();
}

#[test]
fn ambiguous_quote_is_reported_with_lines() {
    let found = check_quote("«milliards»");
    found
        .assert_only("FB307")
        .message_contains("stands 2 times in the text, at lines 3, 4")
        .help_contains("add a word");
    check_quote("100 milliards").assert_none();
}

#[test]
fn lock_records_ambiguous_quote() {
    let case = nyt_case(NYT, "«billion»").with_lock("nyt", "One billion,\nor five billion, they say.");
    case.check().assert_only("FB307").message_contains("at lines 1, 2");
}
