//! FB308 to FB312: figures in quotes, citation chains, damaged texts, and limits on quoting.

use crate::case::{Case, CheckResult, check_yaml};

/// The small base with additional sources and claims.
fn case_with(sources: &str, claims: &str) -> Case {
    Case::small().file("case.yaml", &format!("factbase: 1\nsources:\n  {sources}\nclaims:\n  {claims}\n"))
}

/// The YAML of a claim with `fields` in addition to its triple.
fn pledge_claim(fields: &str) -> String {
    format!("pledge: {{triple: [softbank, invests-in, openai], {fields}}}")
}

/// Checks a claim with this amount and this evidence.
fn check_amount(amount: &str, evidence: &str) -> CheckResult {
    check_yaml(&format!("claims:\n  {}", pledge_claim(&format!("amount: {amount}, evidence: [{evidence}]"))))
}

/// The YAML of a piece of evidence that quotes `cafetech`.
fn cafetech_evidence(quote: &str) -> String {
    format!("{{source: cafetech, stance: states, quote: {quote}}}")
}

const NYT: &str = "nyt: {kind: article, publisher: NYT, lang: en, text: nyt.txt}";
const NYT_TEXT: &str =
    "They may invest 100 billion dollars or 5.9 billion, people with knowledge of the talks told us.";

#[test]
fn amount_that_contradicts_quote_is_reported() {
    let found = check_amount("«8.5B USD»", &cafetech_evidence("‹a promis 100 milliards›"));
    found
        .assert_only("FB308")
        .message_contains("the quote says 100 milliards, the amount is $8.5B")
        .help_contains("mend the amount");
}

#[test]
fn both_bounds_of_amount_must_be_quoted() {
    check_amount("15..25B USD", &cafetech_evidence("entre 15 et 25 milliards")).assert_none();
    check_amount("«15..20B USD»", &cafetech_evidence("‹entre 15 et 25 milliards›")).assert_only("FB308");
    check_amount("15B.. USD", &cafetech_evidence("entre 15 et 25 milliards")).assert_none();
    check_amount("«..20B USD»", &cafetech_evidence("‹entre 15 et 25 milliards›")).assert_only("FB308");
}

#[test]
fn bounds_may_be_in_two_quotes_of_a_source() {
    let both = format!("{}, {}", cafetech_evidence("25 milliards de dollars"), cafetech_evidence("100 milliards"));
    check_amount("25..100B USD", &both).assert_none();
    check_amount("«25..100B USD»", &cafetech_evidence("‹25 milliards de dollars›")).assert_only("FB308");
}

#[test]
fn quote_without_figure_contradicts_no_amount() {
    check_amount("8.5B USD", &cafetech_evidence("de dollars dans OpenAI")).assert_none();
    check_amount("8.5B USD", &cafetech_evidence("dévoilé le 21 janvier")).assert_none();
}

#[test]
fn source_that_doubts_may_give_another_figure() {
    let claim = |amount: &str, stance: &str, quote: &str| {
        let nyt = format!("{{source: nyt, stance: {stance}, quote: {quote}}}");
        let claim = pledge_claim(&format!(
            "amount: {amount}, evidence: [{}, {nyt}]",
            cafetech_evidence("25 milliards de dollars")
        ));
        case_with(NYT, &claim).text("nyt", NYT_TEXT).check()
    };
    claim("25B USD", "denies", "5.9 billion").assert_none();
    claim("25B USD", "doubts", "5.9 billion").assert_none();
    claim("«25B USD»", "estimates", "‹5.9 billion›")
        .assert_only("FB308")
        .message_contains("the quote says 5.9 billion");
}

#[test]
fn approximate_amount_keeps_its_figure() {
    let claim = |amount: &str, quote: &str| {
        let claim =
            pledge_claim(&format!("amount: {amount}, evidence: [{{source: nyt, stance: states, quote: {quote}}}]"));
        case_with(NYT, &claim).text("nyt", NYT_TEXT).check()
    };
    claim("~5.9B USD", "5.9 billion").assert_none();
    claim("«~5.8B USD»", "‹5.9 billion›").assert_only("FB308").message_contains("the amount is ~$5.8B");
}

#[test]
fn a_french_billion_is_a_thousand_english_ones() {
    let claim = |lang: &str, amount: &str, quote: &str| {
        let claim =
            pledge_claim(&format!("amount: {amount}, evidence: [{{source: nyt, stance: states, quote: {quote}}}]"));
        let source = format!("nyt: {{kind: article, publisher: NYT, lang: {lang}, text: nyt.txt}}");
        case_with(&source, &claim).text("nyt", "On y met 2 billion, dit le journal de ce matin.").check()
    };
    claim("en", "2B USD", "2 billion").assert_none();
    claim("fr", "2T USD", "2 billion").assert_none();
    claim("fr", "«2B USD»", "‹2 billion›")
        .assert_only("FB308")
        .message_contains("the quote says 2 billion, the amount is $2B");
}

#[test]
fn cyclic_chain_is_reported() {
    let chain = |via: &str| {
        let evidence = format!("[{{source: cafetech, {via}, stance: reports, quote: 100 milliards}}]");
        check_yaml(&format!("claims:\n  {}", pledge_claim(&format!("evidence: {evidence}"))))
    };
    let found = chain("«via»: [ft, cafetech]");
    found
        .assert_only("FB309")
        .message_contains("nobody says it first: `ft` cites `cafetech` cites `ft`")
        .help_contains("end with whoever");
    chain("via: «cafetech»").assert_only("FB309").message_contains("`cafetech` cites `cafetech`");
    chain("via: [ft, openai]").assert_none();
}

#[test]
fn mutual_citation_for_one_claim_is_reported() {
    let from =
        |source: &str, via: &str, quote: &str| format!("{{source: {source}, {via}, stance: reports, quote: {quote}}}");
    let first = from("cafetech", "via: nyt", "a promis 100 milliards");
    let one = pledge_claim(&format!("evidence: [{first}, {}]", from("nyt", "via: «cafetech»", "100 billion")));
    case_with(NYT, &one)
        .text("nyt", NYT_TEXT)
        .check()
        .assert_only("FB309")
        .message_contains("`nyt` cites `cafetech` cites `nyt`");
    let second = from("nyt", "via: cafetech", "100 billion");
    let other = format!("other: {{triple: [openai, pays, softbank], evidence: [{second}]}}");
    let two = format!("{}\n  {other}", pledge_claim(&format!("evidence: [{first}]")));
    case_with(NYT, &two).text("nyt", NYT_TEXT).check().assert_none();
}

#[test]
fn cyclic_chain_of_event_is_reported() {
    let event = |via: &str| {
        let evidence = format!("[{{source: cafetech, {via}, stance: reports, quote: 100 milliards}}]");
        check_yaml(&format!("events:\n  sale: {{name: Sale, who: softbank, evidence: {evidence}}}"))
    };
    event("«via»: [ft, cafetech]").assert_only("FB309");
    event("via: [ft, openai]").assert_none();
}

/// A damaged text. The words "at the and" enclose its gap; five words are between them and "fifteen".
const DAMAGED_TEXT: &str =
    "They met at the and there they all did say fifteen billion dollars were pledged, we were told.";

fn check_damaged(source: &str, fields: &str) -> CheckResult {
    let source = format!("nyt: {{kind: article, publisher: NYT, text: nyt.txt, {source}}}");
    case_with(&source, &pledge_claim(fields)).text("nyt", DAMAGED_TEXT).check()
}

#[test]
fn claims_only_from_damaged_text_are_counted() {
    let fields = "evidence: [{source: nyt, stance: states, quote: billion dollars}]";
    let found = check_damaged("«damage»: words are missing", fields);
    found
        .assert_only("FB310")
        .message_contains("1 claim rests only on this damaged text")
        .help_contains("under `gaps`");
    let other = "other: {triple: [openai, pays, softbank], evidence: [{source: nyt, stance: states, quote: fifteen}]}";
    let source = "nyt: {kind: article, publisher: NYT, text: nyt.txt, «damage»: words are missing}";
    let two = format!("{}\n  {other}", pledge_claim(fields));
    case_with(source, &two)
        .text("nyt", DAMAGED_TEXT)
        .check()
        .assert_only("FB310")
        .message_contains("2 claims rest only on this");
}

#[test]
fn note_or_other_source_allows_damaged_text() {
    let nyt = "source: nyt, stance: states, quote: billion dollars";
    check_damaged("damage: words are missing", &format!("note: A name is lost, evidence: [{{{nyt}}}]")).assert_none();
    check_damaged("damage: words are missing", &format!("evidence: [{{{nyt}, note: A name is lost}}]")).assert_none();
    check_damaged(
        "damage: words are missing",
        &format!("evidence: [{{{nyt}}}, {}]", cafetech_evidence("100 milliards")),
    )
    .assert_none();
    check_damaged("gaps: [at the and]", "evidence: [{source: nyt, stance: states, quote: there}]").assert_none();
}

#[test]
fn listed_gaps_affect_only_adjacent_words() {
    let listed = "damage: words are missing, gaps: [at the and]";
    let claim =
        |quote: &str| check_damaged(listed, &format!("evidence: [{{source: nyt, stance: states, quote: {quote}}}]"));
    claim("«fifteen billion»")
        .assert_only("FB310")
        .message_contains("only on words beside a gap, “at the and”")
        .help_contains("a `note`");
    claim("«the and there»").assert_only("FB310");
    claim("billion dollars").assert_none();
}

#[test]
fn quote_used_by_four_claims_is_reported_at_each() {
    let evidence = |quote: &str| format!("evidence: [{}]", cafetech_evidence(quote));
    let found = check_yaml(&format!(
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
    found.assert_only("FB311").message_contains("this quote proves 4 claims").help_contains("or merge the claims");
}

#[test]
fn quote_may_support_three_claims_and_an_event() {
    let evidence = format!("[{}]", cafetech_evidence("100 milliards"));
    let twice = format!("[{}, {}]", cafetech_evidence("100 milliards"), cafetech_evidence("100  milliards"));
    let found = check_yaml(&format!(
        "
        claims:
          a: {{triple: [softbank, invests-in, openai], evidence: {evidence}}}
          b: {{triple: [softbank, funds, openai], evidence: {evidence}}}
          c: {{triple: [softbank, pays, openai], evidence: {twice}}}
        events:
          sale: {{name: Sale, who: softbank, evidence: {evidence}}}
        ",
    ));
    found.assert_none();
}

/// A text of twelve words.
const TWELVE_WORDS: &str = "They may invest 15 billion dollars now, three people have told us.";

#[test]
fn at_most_a_quarter_of_a_text_is_quoted() {
    let quotes = |source: &str, quotes: &[&str]| {
        let evidence = quotes.iter().map(|quote| format!("{{source: nyt, stance: states, quote: {quote}}}"));
        let evidence = evidence.collect::<Vec<_>>().join(", ");
        case_with(source, &pledge_claim(&format!("evidence: [{evidence}]")))
    };
    let [plain, marked] = [NYT.to_owned(), NYT.replacen("nyt", "«nyt»", 1)];
    quotes(&plain, &["15 billion dollars"]).text("nyt", TWELVE_WORDS).check().assert_none();
    let found = quotes(&marked, &["15 billion dollars now"]).text("nyt", TWELVE_WORDS).check();
    found
        .assert_only("FB312")
        .message_contains("4 of the 12 words of `nyt` are quoted, at most a quarter")
        .help_contains("shorten quotes");
    quotes(&plain, &["15 billion dollars", "15 billion", "dollars"]).text("nyt", TWELVE_WORDS).check().assert_none();
    let found = quotes(&marked, &["15 billion dollars", "15 billion", "told us"]).text("nyt", TWELVE_WORDS).check();
    found.assert_only("FB312").message_contains("5 of the 12 words");
}

#[test]
fn lock_records_word_count() {
    let claim = |quote: &str| pledge_claim(&format!("evidence: [{{source: nyt, stance: states, quote: {quote}}}]"));
    case_with(NYT, &claim("15 billion dollars")).with_lock("nyt", TWELVE_WORDS).check().assert_none();
    let found = case_with(&NYT.replacen("nyt", "«nyt»", 1), &claim("15 billion dollars now"))
        .with_lock("nyt", TWELVE_WORDS)
        .check();
    found.assert_only("FB312").message_contains("4 of the 12 words");
}

/// A text of sixteen words, in which one figure ends with another.
const TWO_FIGURES: &str = "They may invest 15 billion dollars now and 5 billion later, say three people we met.";

#[test]
fn a_quote_is_part_of_another_by_whole_words() {
    let quoted = |source: &str, quotes: &[&str]| {
        let evidence = quotes.iter().map(|quote| format!("{{source: nyt, stance: states, quote: {quote}}}"));
        let evidence = evidence.collect::<Vec<_>>().join(", ");
        case_with(source, &pledge_claim(&format!("evidence: [{evidence}]"))).text("nyt", TWO_FIGURES).check()
    };
    quoted(NYT, &["15 billion dollars"]).assert_none();
    quoted(NYT, &["15 billion dollars", "15 billion", "billion dollars"]).assert_none();
    let found = quoted(&NYT.replacen("nyt", "«nyt»", 1), &["15 billion dollars", "5 billion"]);
    found.assert_only("FB312").message_contains("5 of the 16 words");
}
