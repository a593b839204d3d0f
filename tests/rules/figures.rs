//! FB308 to FB312: figures in quotes, citation chains, damaged texts, and limits on quoting.

use crate::case::{Case, Found, found};

/// The small base with additional sources and claims.
fn case(sources: &str, claims: &str) -> Case {
    Case::small().file("case.yaml", &format!("factbase: 1\nsources:\n  {sources}\nclaims:\n  {claims}\n"))
}

/// The YAML of a claim with `fields` in addition to its triple.
fn pledge(fields: &str) -> String {
    format!("pledge: {{triple: [softbank, invests-in, openai], {fields}}}")
}

/// Checks a claim with this amount and this evidence.
fn amount(amount: &str, evidence: &str) -> Found {
    found(&format!("claims:\n  {}", pledge(&format!("amount: {amount}, evidence: [{evidence}]"))))
}

/// The YAML of a piece of evidence that quotes `cafetech`.
fn says(quote: &str) -> String {
    format!("{{source: cafetech, stance: states, quote: {quote}}}")
}

const NYT: &str = "nyt: {kind: article, publisher: NYT, lang: en, text: nyt.txt}";
const NYT_TEXT: &str =
    "They may invest 100 billion dollars or 5.9 billion, people with knowledge of the talks told us.";

#[test]
fn a_figure_that_is_not_that_of_the_quote_is_shown_with_the_quote() {
    let found = amount("«8.5B USD»", &says("‹a promis 100 milliards›"));
    found.only("FB308").says("the quote says 100 milliards, the amount is $8.5B").advises("mend the amount");
}

#[test]
fn both_bounds_of_an_amount_stand_in_the_quotes() {
    amount("15..25B USD", &says("entre 15 et 25 milliards")).nothing();
    amount("«15..20B USD»", &says("‹entre 15 et 25 milliards›")).only("FB308");
    amount("15B.. USD", &says("entre 15 et 25 milliards")).nothing();
    amount("«..20B USD»", &says("‹entre 15 et 25 milliards›")).only("FB308");
}

#[test]
fn the_bounds_of_an_amount_may_stand_in_two_quotes_of_a_source() {
    let both = format!("{}, {}", says("25 milliards de dollars"), says("100 milliards"));
    amount("25..100B USD", &both).nothing();
    amount("«25..100B USD»", &says("‹25 milliards de dollars›")).only("FB308");
}

#[test]
fn words_without_a_figure_contradict_no_amount() {
    amount("8.5B USD", &says("de dollars dans OpenAI")).nothing();
    amount("8.5B USD", &says("dévoilé le 21 janvier")).nothing();
}

#[test]
fn who_doubts_a_figure_may_name_another() {
    let claim = |amount: &str, stance: &str, quote: &str| {
        let nyt = format!("{{source: nyt, stance: {stance}, quote: {quote}}}");
        let claim = pledge(&format!("amount: {amount}, evidence: [{}, {nyt}]", says("25 milliards de dollars")));
        case(NYT, &claim).text("nyt", NYT_TEXT).found()
    };
    claim("25B USD", "denies", "5.9 billion").nothing();
    claim("25B USD", "doubts", "5.9 billion").nothing();
    claim("«25B USD»", "estimates", "‹5.9 billion›").only("FB308").says("the quote says 5.9 billion");
}

#[test]
fn about_a_figure_is_about_that_figure() {
    let claim = |amount: &str, quote: &str| {
        let claim = pledge(&format!("amount: {amount}, evidence: [{{source: nyt, stance: states, quote: {quote}}}]"));
        case(NYT, &claim).text("nyt", NYT_TEXT).found()
    };
    claim("~5.9B USD", "5.9 billion").nothing();
    claim("«~5.8B USD»", "‹5.9 billion›").only("FB308").says("the amount is ~$5.8B");
}

#[test]
fn a_french_billion_is_a_thousand_english_ones() {
    let claim = |lang: &str, amount: &str, quote: &str| {
        let claim = pledge(&format!("amount: {amount}, evidence: [{{source: nyt, stance: states, quote: {quote}}}]"));
        let source = format!("nyt: {{kind: article, publisher: NYT, lang: {lang}, text: nyt.txt}}");
        case(&source, &claim).text("nyt", "On y met 2 billion, dit le journal de ce matin.").found()
    };
    claim("en", "2B USD", "2 billion").nothing();
    claim("fr", "2T USD", "2 billion").nothing();
    claim("fr", "«2B USD»", "‹2 billion›").only("FB308").says("the quote says 2 billion, the amount is $2B");
}

#[test]
fn a_chain_that_comes_back_is_shown() {
    let chain = |via: &str| {
        let evidence = format!("[{{source: cafetech, {via}, stance: reports, quote: 100 milliards}}]");
        found(&format!("claims:\n  {}", pledge(&format!("evidence: {evidence}"))))
    };
    let found = chain("«via»: [ft, cafetech]");
    found.only("FB309").says("nobody says it first: `ft` cites `cafetech` cites `ft`").advises("end with whoever");
    chain("via: «cafetech»").only("FB309").says("`cafetech` cites `cafetech`");
    chain("via: [ft, openai]").nothing();
}

#[test]
fn two_sources_that_cite_each_other_for_one_claim_are_shown() {
    let from =
        |source: &str, via: &str, quote: &str| format!("{{source: {source}, {via}, stance: reports, quote: {quote}}}");
    let first = from("cafetech", "via: nyt", "a promis 100 milliards");
    let one = pledge(&format!("evidence: [{first}, {}]", from("nyt", "via: «cafetech»", "100 billion")));
    case(NYT, &one).text("nyt", NYT_TEXT).found().only("FB309").says("`nyt` cites `cafetech` cites `nyt`");
    let second = from("nyt", "via: cafetech", "100 billion");
    let other = format!("other: {{triple: [openai, pays, softbank], evidence: [{second}]}}");
    let two = format!("{}\n  {other}", pledge(&format!("evidence: [{first}]")));
    case(NYT, &two).text("nyt", NYT_TEXT).found().nothing();
}

#[test]
fn the_evidence_of_an_event_is_no_circle_either() {
    let event = |via: &str| {
        let evidence = format!("[{{source: cafetech, {via}, stance: reports, quote: 100 milliards}}]");
        found(&format!("events:\n  sale: {{name: Sale, who: softbank, evidence: {evidence}}}"))
    };
    event("«via»: [ft, cafetech]").only("FB309");
    event("via: [ft, openai]").nothing();
}

/// A damaged text. The words "at the and" enclose its gap; five words are between them and "fifteen".
const DAMAGED: &str = "They met at the and there they all did say fifteen billion dollars were pledged, we were told.";

fn damaged(source: &str, fields: &str) -> Found {
    let source = format!("nyt: {{kind: article, publisher: NYT, text: nyt.txt, {source}}}");
    case(&source, &pledge(fields)).text("nyt", DAMAGED).found()
}

#[test]
fn claims_that_rest_only_on_a_damaged_text_are_counted() {
    let fields = "evidence: [{source: nyt, stance: states, quote: billion dollars}]";
    let found = damaged("«damage»: words are missing", fields);
    found.only("FB310").says("1 claim rests only on this damaged text").advises("under `gaps`");
    let other = "other: {triple: [openai, pays, softbank], evidence: [{source: nyt, stance: states, quote: fifteen}]}";
    let source = "nyt: {kind: article, publisher: NYT, text: nyt.txt, «damage»: words are missing}";
    let two = format!("{}\n  {other}", pledge(fields));
    case(source, &two).text("nyt", DAMAGED).found().only("FB310").says("2 claims rest only on this");
}

#[test]
fn a_claim_may_rest_on_a_damaged_text_with_a_note_or_with_other_words() {
    let nyt = "source: nyt, stance: states, quote: billion dollars";
    damaged("damage: words are missing", &format!("note: A name is lost, evidence: [{{{nyt}}}]")).nothing();
    damaged("damage: words are missing", &format!("evidence: [{{{nyt}, note: A name is lost}}]")).nothing();
    damaged("damage: words are missing", &format!("evidence: [{{{nyt}}}, {}]", says("100 milliards"))).nothing();
    damaged("gaps: [at the and]", "evidence: [{source: nyt, stance: states, quote: there}]").nothing();
}

#[test]
fn of_a_text_whose_gaps_are_listed_only_words_beside_one_count() {
    let listed = "damage: words are missing, gaps: [at the and]";
    let claim = |quote: &str| damaged(listed, &format!("evidence: [{{source: nyt, stance: states, quote: {quote}}}]"));
    claim("«fifteen billion»").only("FB310").says("only on words beside a gap, “at the and”").advises("a `note`");
    claim("«the and there»").only("FB310");
    claim("billion dollars").nothing();
}

#[test]
fn a_quote_that_proves_four_claims_is_shown_at_each() {
    let evidence = |quote: &str| format!("evidence: [{}]", says(quote));
    let found = found(&format!(
        "
        claims:
          a: {{triple: [softbank, invests-in, openai], {}}}
          b: {{triple: [softbank, funds, openai], {}}}
          c: {{triple: [softbank, pays, openai], {}}}
          d: {{triple: [openai, pays, softbank], {}}}
        ",
        evidence("«100 milliards»"),
        evidence("‹100 milliards›"),
        evidence("‹100 milliards›"),
        evidence("‹100  milliards›"),
    ));
    found.only("FB311").says("this quote proves 4 claims").advises("or merge the claims");
}

#[test]
fn a_quote_may_prove_three_claims_and_an_event() {
    let evidence = format!("[{}]", says("100 milliards"));
    let twice = format!("[{}, {}]", says("100 milliards"), says("100  milliards"));
    let found = found(&format!(
        "
        claims:
          a: {{triple: [softbank, invests-in, openai], evidence: {evidence}}}
          b: {{triple: [softbank, funds, openai], evidence: {evidence}}}
          c: {{triple: [softbank, pays, openai], evidence: {twice}}}
        events:
          sale: {{name: Sale, who: softbank, evidence: {evidence}}}
        ",
    ));
    found.nothing();
}

/// A text of twelve words.
const TWELVE: &str = "They may invest 15 billion dollars now, three people have told us.";

#[test]
fn of_a_text_at_most_a_quarter_is_quoted() {
    let quotes = |source: &str, quotes: &[&str]| {
        let evidence = quotes.iter().map(|quote| format!("{{source: nyt, stance: states, quote: {quote}}}"));
        let evidence = evidence.collect::<Vec<_>>().join(", ");
        case(source, &pledge(&format!("evidence: [{evidence}]")))
    };
    let [plain, marked] = [NYT.to_owned(), NYT.replacen("nyt", "«nyt»", 1)];
    quotes(&plain, &["15 billion dollars"]).text("nyt", TWELVE).found().nothing();
    let found = quotes(&marked, &["15 billion dollars now"]).text("nyt", TWELVE).found();
    found.only("FB312").says("4 of the 12 words of `nyt` are quoted, at most a quarter").advises("shorten quotes");
    quotes(&plain, &["15 billion dollars", "15 billion", "dollars"]).text("nyt", TWELVE).found().nothing();
    let found = quotes(&marked, &["15 billion dollars", "15 billion", "told us"]).text("nyt", TWELVE).found();
    found.only("FB312").says("5 of the 12 words");
}

#[test]
fn a_lock_knows_how_many_words_a_text_has() {
    let claim = |quote: &str| pledge(&format!("evidence: [{{source: nyt, stance: states, quote: {quote}}}]"));
    case(NYT, &claim("15 billion dollars")).locked("nyt", TWELVE).found().nothing();
    let found = case(&NYT.replacen("nyt", "«nyt»", 1), &claim("15 billion dollars now")).locked("nyt", TWELVE).found();
    found.only("FB312").says("4 of the 12 words");
}
