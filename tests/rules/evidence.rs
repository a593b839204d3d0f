//! FB301 to FB307 and FB313: evidence, quotes and the lock file.

use crate::case::{Case, claim, found, quote};

/// The small base with another source and a claim that quotes it.
fn nyt(source: &str, quote: &str) -> Case {
    let evidence = format!("[{{source: nyt, stance: states, quote: {quote}}}]");
    let claim = format!("pledge: {{triple: [softbank, invests-in, openai], evidence: {evidence}}}");
    Case::small().file("case.yaml", &format!("factbase: 1\nsources:\n  {source}\nclaims:\n  {claim}\n"))
}

const NYT: &str = "nyt: {kind: article, publisher: NYT, text: nyt.txt}";
/// Long enough that a quote of two words is less than a quarter of it (FB312).
const NYT_TEXT: &str = "They invest 15 billion dollars, people with knowledge of it told us.";
const NYT_MARKED: &str = "«nyt»: {kind: article, publisher: NYT, text: nyt.txt}";

#[test]
fn a_claim_without_evidence_is_shown() {
    let triple = "triple: [softbank, invests-in, openai]";
    found(&format!("claims:\n  «pledge»: {{{triple}}}")).only("FB301").says("the claim has no source");
    found(&format!("claims:\n  «pledge»: {{{triple}, evidence: }}")).only("FB301").says("the claim has no source");
    found(&format!("claims:\n  pledge: {{{triple}, «evidence»: []}}")).only("FB301").says("the claim has no source");
}

#[test]
fn evidence_has_a_source_and_words() {
    let evidence = |fields: &str| {
        let triple = "triple: [softbank, invests-in, openai]";
        found(&format!("claims:\n  pledge: {{{triple}, evidence: [{{«stance»: states, {fields}}}]}}"))
    };
    evidence("source: cafetech").only("FB301").says("this evidence has no quote").advises("quote the shortest words");
    evidence("quote: 100 milliards").only("FB301").says("this evidence has no source").advises("`source: ID`");
}

#[test]
fn a_piece_of_evidence_is_marked_by_its_first_key() {
    let second = "{«source»: cafetech, quote: n’ont pas l’argent}";
    let evidence = format!("[{{source: cafetech, stance: states, quote: 100 milliards}}, {second}]");
    let found = found(&format!("claims:\n  pledge: {{triple: [softbank, funds, openai], evidence: {evidence}}}"));
    found.only("FB106").says("the key `stance` is missing");
}

#[test]
fn a_claim_with_evidence_and_an_event_without_are_sound() {
    claim("status: planned").nothing();
    found("events:\n  sale: {name: Sale, who: softbank}").nothing();
}

#[test]
fn a_quote_that_is_not_in_the_text_is_shown_with_the_nearest_words() {
    let found = quote("«entre 15 et 20 milliards»");
    found.only("FB302").says("not in the text").advises("nearest is line 3: entre 15 et 25 milliards");
    quote("«nothing of the kind»").only("FB302").advises("copy the words");
}

#[test]
fn a_quote_begins_and_ends_with_a_whole_number() {
    quote("«5 milliards de dollars»").only("FB302").advises("nearest is line 3: 25 milliards de dollars");
    quote("25 milliards de dollars").nothing();
}

#[test]
fn typography_and_white_space_of_a_quote_do_not_count() {
    quote("qu'ils  n'ont pas l'argent").nothing();
    quote("\"qu’ils n’ont\\_pas l’argent\"").nothing();
}

#[test]
fn a_quote_has_at_most_twelve_words() {
    let twelve = "SoftBank pourrait investir entre 15 et 25 milliards de dollars dans OpenAI";
    quote(&format!("'{twelve}'")).nothing();
    quote(&format!("'«{twelve}, selon»'")).only("FB303").says("13 words, at most 12").advises("the shortest words");
}

#[test]
fn a_quote_is_no_whole_sentence() {
    quote("«Le groupe a promis 100 milliards»").only("FB304").says("a whole sentence").advises("a fragment");
    quote("«Le pari de Son»").only("FB304");
    quote("groupe a promis 100 milliards").nothing();
}

#[test]
fn without_the_text_a_sentence_is_known_by_its_capital_letter_and_full_stop() {
    nyt(NYT_MARKED, "«The group pays.»").found().are(&["FB305", "FB304"]);
    nyt(NYT_MARKED, "The group pays").found().are(&["FB305"]);
}

#[test]
fn a_text_that_is_not_at_hand_is_shown_once_for_its_quotes() {
    let found = nyt(NYT_MARKED, "15 billion").found();
    found.only("FB305").says("1 quote of `nyt` could not be verified").advises("`nyt.txt`");
    let found = nyt("«nyt»: {kind: article, publisher: NYT}", "15 billion").found();
    found.only("FB305").advises("`text: FILE`");
}

#[test]
fn a_text_or_a_lock_verifies_a_quote() {
    nyt(NYT, "15 billion").text("nyt", NYT_TEXT).found().nothing();
    nyt(NYT, "15 billion").locked("nyt", NYT_TEXT).found().nothing();
}

#[test]
fn a_lock_that_came_with_the_base_proves_nothing() {
    let foreign = || nyt(NYT_MARKED, "15 billion").locked("nyt", NYT_TEXT).foreign();
    let found = foreign().found();
    found
        .only("FB313")
        .says("only the lock that came with the base vouches for 1 quote of `nyt`")
        .advises("--texts DIR");
    let trusted = dossier::check::Trusted::of(&found.base);
    assert_eq!((trusted.good, trusted.claimed), (0, 1));
    let verified = nyt(NYT, "15 billion").locked("nyt", NYT_TEXT).foreign().text("nyt", NYT_TEXT);
    verified.found().nothing();
}

#[test]
fn a_quote_that_is_not_the_locked_one_is_shown() {
    let found = nyt(NYT, "«25 billion»").locked("nyt", NYT_TEXT).found();
    found.only("FB306").says("the quote is not the one that was locked").advises("run `check --texts DIR --lock`");
}

#[test]
fn a_quote_that_the_lock_knows_or_that_its_text_has_is_not_stale() {
    nyt(NYT, "15  billion").locked("nyt", NYT_TEXT).found().nothing();
    nyt(NYT, "billion dollars").locked("nyt", NYT_TEXT).text("nyt", NYT_TEXT).found().nothing();
}

#[test]
fn a_text_that_changed_since_the_lock_is_shown() {
    let source = "nyt: {kind: article, publisher: NYT, text: «nyt.txt»}";
    let case = nyt(source, "15 billion").locked("nyt", "They invest 15 billion dollars now.");
    let found = case.text("nyt", NYT_TEXT).found();
    found.only("FB306").says("the text of `nyt` is not the one that was locked").advises("read what changed");
}

#[test]
fn new_line_breaks_and_apostrophes_do_not_change_a_text() {
    let case = nyt(NYT, "15 billion").locked("nyt", "It’s 15 billion\r\nnow, as we all know.\n\n");
    case.text("nyt", "It's 15 billion now, as we all know.").found().nothing();
}

#[test]
fn a_quote_that_stands_twice_is_shown_with_its_lines() {
    let found = quote("«milliards»");
    found.only("FB307").says("stands 2 times in the text, at lines 3, 4").advises("add a word");
    quote("100 milliards").nothing();
}

#[test]
fn a_lock_knows_that_a_quote_stood_twice() {
    let case = nyt(NYT, "«billion»").locked("nyt", "One billion,\nor five billion, they say.");
    case.found().only("FB307").says("at lines 1, 2");
}
