use crate::verify::source_text::*;
use proptest::prelude::*;

const TEXT: &str = "Un titre entier\n\nElle dispose d’une capacité de 22,5\u{a0}milliards. Elle crée 100 000 emplois, dit-on.\n- un point\n« Oui », dit-il.\nChez Yahoo! et d’autres. Fin ici.\n";

fn find_positions(quote: &str) -> Vec<(u32, u32)> {
    SourceText::new(TEXT).find(quote).iter().map(|span| (span.start.line, span.start.column)).collect()
}

#[test]
fn ignores_typography_and_white_space() {
    assert_eq!(find_positions("d'une  capacité"), [(3, 14)]);
    assert_eq!(find_positions("22,5 milliards"), [(3, 32)]);
    assert_eq!(find_positions("\"Oui\""), []);
    assert_eq!(find_positions("« Oui »"), [(5, 1)]);
    assert_eq!(find_positions("dit-on. - un"), [(3, 75)]);
}

#[test]
fn requires_same_case_and_word_boundaries() {
    assert_eq!(find_positions("elle dispose"), []);
    assert_eq!(find_positions("2,5 milliards"), []);
    assert_eq!(find_positions("5 milliards"), []);
    assert_eq!(find_positions("000 emplois"), []);
    assert_eq!(find_positions("crée 100"), []);
    assert_eq!(find_positions("dispos"), []);
    assert_eq!(find_positions("100 000 emplois"), [(3, 58)]);
}

#[test]
fn finds_every_occurrence() {
    assert_eq!(find_positions("Elle").len(), 2);
    assert_eq!(find_positions(""), []);
}

#[test]
fn recognizes_whole_sentences_headings_and_items() {
    let document = SourceText::new(TEXT);
    for whole in ["Un titre entier", "un point", "Elle crée 100 000 emplois, dit-on", "« Oui », dit-il."] {
        assert!(document.spans_whole_sentence(whole), "{whole}");
    }
    for part in ["titre entier", "100 000 emplois", "dit-il", "et d’autres"] {
        assert!(!document.spans_whole_sentence(part), "{part}");
    }
}

#[test]
fn finds_a_match_after_a_rejected_candidate() {
    let spans = SourceText::new("from 1 000 000 000 dollars on").find("000 000 dollars");
    assert_eq!(spans, []);
    let spans = SourceText::new("xan an an ant").find("an an");
    assert_eq!(spans.iter().map(|span| span.start.column).collect::<Vec<_>>(), [5]);
}

#[test]
fn finds_a_match_after_many_rejected_candidates() {
    let spans = |text: &str, quote: &str| SourceText::new(text).find(quote).len();
    assert_eq!(spans(&format!("{} 1 ", "1".repeat(5_000)), "1"), 1);
    assert_eq!(spans(&format!("{} aa", "a".repeat(5_000)), "aa"), 1);
    assert_eq!([spans("a a a a a", "a a"), spans("......", "..")], [2, 3]);
    assert_eq!(spans(&"a ".repeat(5_000), "a"), SourceText::MAX_MATCHES);
    assert_eq!(SourceText::new("a ".repeat(9)).find_up_to("a", 2).len(), 2);
}

proptest! {
    #[test]
    fn agrees_with_naive_search(text in "[a1é., ]{0,60}", quote in "[a1é., ]{1,5}") {
        let (document, quote) = (SourceText::new(text), normalize(&quote));
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(at) = document.normalized[from..].find(&quote).filter(|_| !quote.is_empty()) {
            let range = from + at..from + at + quote.len();
            let alone = on_word_boundaries(&document.normalized, &range);
            let step = if alone { quote.len() } else { quote.chars().next().map_or(1, char::len_utf8) };
            from = range.start + step;
            found.extend(alone.then_some(range));
        }
        prop_assert_eq!(document.find_ranges(&quote, usize::MAX, &mut Budget::unlimited()), Some(found));
    }
}

#[test]
fn index_and_scan_agree() {
    let text = format!("{} 1 000 000 a, b. {}", "a ".repeat(500), "a b, c a, b. a ".repeat(30));
    let document = SourceText::new(text);
    for quote in ["a b", "a, b.", "b", "000", "1 000 000 a", "c a, b. a a", ",", "."] {
        let token_start = token_ranges(quote).next().map_or(0, |run| run.start);
        let index = TokenIndex::new(&document.normalized);
        let starts = index.positions(token_ranges(quote).next().map_or("", |run| &quote[run]));
        let starts: Vec<_> = starts.filter_map(|at| at.checked_sub(token_start)).collect();
        let budget = || Budget::unlimited();
        let indexed = document.check_candidates(quote, starts.into_iter(), usize::MAX, &mut budget());
        let scanned = document.scan_text(quote, usize::MAX, &mut budget());
        assert!(scanned == indexed || token_ranges(quote).next().is_none(), "{quote}");
        assert_eq!(document.find_ranges(quote, usize::MAX, &mut budget()), scanned, "{quote}");
    }
}

#[test]
fn search_stops_when_the_budget_is_spent() {
    let document = SourceText::new(format!("{}end", "a ".repeat(50_000)));
    assert_eq!(document.find_within_budget("a end", 2, &mut Budget::with_limit(9)).map(|found| found.len()), Some(1));
    for quote in ["a, a", ",;", &"a ".repeat(40_000)] {
        assert_eq!(document.find_within_budget(quote, 2, &mut Budget::with_limit(2_000)), None);
    }
    let mut budget = Budget::for_quote_search();
    for _ in 0..1_000 {
        assert_eq!(document.find_within_budget("a, a", 2, &mut budget).map(|found| found.len()), Some(0));
    }
}

#[test]
fn distance_counts_the_words_in_between() {
    let document = SourceText::new("one - two three, four");
    let [one, three, four] =
        ["one", "three", "four"].map(|word| document.find_first(word, &mut Budget::unlimited()).unwrap());
    assert!(document.within_words(&one, &three, 1) && document.within_words(&four, &three, 0));
    assert!(!document.within_words(&four, &one, 1));
}

#[test]
fn returns_the_nearest_passage() {
    let nearest = SourceText::new(TEXT).nearest("une capacité de 25 milliards").unwrap();
    assert_eq!(nearest.line, 3);
    assert_eq!(nearest.text, "d'une capacité de 22,5 milliards.");
    assert_eq!(SourceText::new(TEXT).nearest("nothing of the kind"), None);
}

#[test]
fn span_end_is_exclusive() {
    let span = SourceText::new(TEXT).find("22,5 milliards")[0];
    assert_eq!((span.end.line, span.end.column), (3, 46));
}

#[test]
fn span_includes_combining_accents() {
    let columns = |text: &str, quote: &str| {
        let span = SourceText::new(text).find(quote)[0];
        (span.start.column, span.end.column)
    };
    assert_eq!(columns("Le de\u{301}lai de\u{301}passe\u{301}.", "dépassé"), (11, 20));
    assert_eq!(columns("ok 🇫🇷 ok", "ok 🇫🇷"), (1, 6));
    assert_eq!(columns("\u{feff}One line", "line"), (6, 10));
}

#[test]
fn white_space_is_collapsed_within_and_between_lines() {
    let document = SourceText::new("  One \t two\u{a0}\n\n \n   three  ");
    assert_eq!(document.normalized, "One two three");
    let span = document.find("two three")[0];
    assert_eq!(span.start, TextPosition { line: 1, column: 9 });
    assert_eq!(span.end, TextPosition { line: 4, column: 9 });
}

#[test]
fn only_the_lines_in_the_range_are_numbered_and_searched() {
    let raw = "one\ntwo\n\nfour\nfive\n";
    let numbered = |lines: Option<(u32, u32)>| -> Vec<String> {
        let document = SourceText::from_lines(raw, lines);
        document.numbered_lines().map(|(number, line)| format!("{number}:{line}")).collect()
    };
    assert_eq!(numbered(None), ["1:one", "2:two", "3:", "4:four", "5:five"]);
    assert_eq!(numbered(Some((2, 4))), ["2:two", "3:", "4:four"]);
    assert_eq!(numbered(Some((1, 1))), ["1:one"]);
    assert_eq!(numbered(Some((5, 9))), ["5:five"]);
    assert_eq!(numbered(Some((6, 9))), [""; 0]);
    let document = SourceText::from_lines(raw, Some((2, 4)));
    assert_eq!(document.find("four")[0].start, TextPosition { line: 4, column: 1 });
    assert_eq!(document.find("one"), []);
    assert_eq!(document.find("five"), []);
}

proptest! {
    #[test]
    fn text_is_normalized_like_a_quote(text in "[a1é’ \t\n\u{a0}]{0,40}") {
        let document = SourceText::new(text.as_str());
        prop_assert_eq!(&document.normalized, &normalize(&text));
        let chars = document.normalized.chars().count();
        let lengths = [document.offsets.len(), document.positions.len(), document.end_columns.len()];
        prop_assert_eq!(lengths, [chars; 3]);
    }
}
