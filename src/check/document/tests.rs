use super::*;
use proptest::prelude::*;

const TEXT: &str = "Un titre entier\n\nElle dispose d’une capacité de 22,5\u{a0}milliards. Elle crée 100 000 emplois, dit-on.\n- un point\n« Oui », dit-il.\nChez Yahoo! et d’autres. Fin ici.\n";

fn places(quote: &str) -> Vec<(u32, u32)> {
    Document::new(TEXT).find(quote).iter().map(|span| (span.start.line, span.start.column)).collect()
}

#[test]
fn typography_and_white_space_do_not_count() {
    assert_eq!(places("d'une  capacité"), [(3, 14)]);
    assert_eq!(places("22,5 milliards"), [(3, 32)]);
    assert_eq!(places("\"Oui\""), []);
    assert_eq!(places("« Oui »"), [(5, 1)]);
    assert_eq!(places("dit-on. - un"), [(3, 75)]);
}

#[test]
fn case_and_boundaries_count() {
    assert_eq!(places("elle dispose"), []);
    assert_eq!(places("2,5 milliards"), []);
    assert_eq!(places("5 milliards"), []);
    assert_eq!(places("000 emplois"), []);
    assert_eq!(places("crée 100"), []);
    assert_eq!(places("dispos"), []);
    assert_eq!(places("100 000 emplois"), [(3, 58)]);
}

#[test]
fn several_places_are_all_found() {
    assert_eq!(places("Elle").len(), 2);
    assert_eq!(places(""), []);
}

#[test]
fn whole_sentences_headings_and_items_are_recognised() {
    let document = Document::new(TEXT);
    for whole in ["Un titre entier", "un point", "Elle crée 100 000 emplois, dit-on", "« Oui », dit-il."] {
        assert!(document.holds_whole_sentence(whole), "{whole}");
    }
    for part in ["titre entier", "100 000 emplois", "dit-il", "et d’autres"] {
        assert!(!document.holds_whole_sentence(part), "{part}");
    }
}

#[test]
fn a_match_is_found_behind_one_that_is_none() {
    let spans = Document::new("from 1 000 000 000 dollars on").find("000 000 dollars");
    assert_eq!(spans, []);
    let spans = Document::new("xan an an ant").find("an an");
    assert_eq!(spans.iter().map(|span| span.start.column).collect::<Vec<_>>(), [5]);
}

#[test]
fn a_match_is_found_however_often_what_looks_like_one_stands_before_it() {
    let spans = |text: &str, quote: &str| Document::new(text).find(quote).len();
    assert_eq!(spans(&format!("{} 1 ", "1".repeat(5_000)), "1"), 1);
    assert_eq!(spans(&format!("{} aa", "a".repeat(5_000)), "aa"), 1);
    assert_eq!([spans("a a a a a", "a a"), spans("......", "..")], [2, 3]);
    assert_eq!(spans(&"a ".repeat(5_000), "a"), Document::MOST_PLACES);
    assert_eq!(Document::new("a ".repeat(9)).find_some("a", 2).len(), 2);
}

proptest! {
    #[test]
    fn what_is_found_is_what_a_plain_search_finds(text in "[a1é., ]{0,60}", quote in "[a1é., ]{1,5}") {
        let (document, quote) = (Document::new(text), normalise(&quote));
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(at) = document.text[from..].find(&quote).filter(|_| !quote.is_empty()) {
            let range = from + at..from + at + quote.len();
            let alone = stands_alone(&document.text, &range);
            let step = if alone { quote.len() } else { quote.chars().next().map_or(1, char::len_utf8) };
            from = range.start + step;
            found.extend(alone.then_some(range));
        }
        prop_assert_eq!(document.matches(&quote, usize::MAX, &mut Effort::endless()), Some(found));
    }
}

#[test]
fn both_ways_of_finding_find_the_same() {
    let text = format!("{} 1 000 000 a, b. {}", "a ".repeat(500), "a b, c a, b. a ".repeat(30));
    let document = Document::new(text);
    for quote in ["a b", "a, b.", "b", "000", "1 000 000 a", "c a, b. a a", ",", "."] {
        let run = runs(quote).next().map_or(0, |run| run.start);
        let places = Runs::of(&document.text);
        let starts = places.places(runs(quote).next().map_or("", |run| &quote[run]));
        let starts: Vec<_> = starts.filter_map(|at| at.checked_sub(run)).collect();
        let effort = || Effort::endless();
        let at_places = document.at_places(quote, starts.into_iter(), usize::MAX, &mut effort());
        let anywhere = document.anywhere(quote, usize::MAX, &mut effort());
        assert!(anywhere == at_places || runs(quote).next().is_none(), "{quote}");
        assert_eq!(document.matches(quote, usize::MAX, &mut effort()), anywhere, "{quote}");
    }
}

#[test]
fn nothing_is_found_where_to_find_it_takes_too_much() {
    let document = Document::new(format!("{}end", "a ".repeat(50_000)));
    assert_eq!(document.find_within("a end", 2, &mut Effort::of(9)).map(|found| found.len()), Some(1));
    for quote in ["a, a", ",;", &"a ".repeat(40_000)] {
        assert_eq!(document.find_within(quote, 2, &mut Effort::of(2_000)), None);
    }
    let mut effort = Effort::of_finding();
    for _ in 0..1_000 {
        assert_eq!(document.find_within("a, a", 2, &mut effort).map(|found| found.len()), Some(0));
    }
}

#[test]
fn places_are_near_by_the_words_between_them() {
    let document = Document::new("one - two three, four");
    let [one, three, four] = ["one", "three", "four"].map(|word| document.first(word, &mut Effort::endless()).unwrap());
    assert!(document.are_near(&one, &three, 1) && document.are_near(&four, &three, 0));
    assert!(!document.are_near(&four, &one, 1));
}

#[test]
fn the_nearest_words_are_named() {
    let nearest = Document::new(TEXT).nearest("une capacité de 25 milliards").unwrap();
    assert_eq!(nearest.line, 3);
    assert_eq!(nearest.words, "d'une capacité de 22,5 milliards.");
    assert_eq!(Document::new(TEXT).nearest("nothing of the kind"), None);
}

#[test]
fn the_end_of_a_span_lies_behind_the_quote() {
    let span = Document::new(TEXT).find("22,5 milliards")[0];
    assert_eq!((span.end.line, span.end.column), (3, 46));
}

#[test]
fn a_span_ends_behind_the_accent_of_its_last_letter() {
    let columns = |text: &str, quote: &str| {
        let span = Document::new(text).find(quote)[0];
        (span.start.column, span.end.column)
    };
    assert_eq!(columns("Le de\u{301}lai de\u{301}passe\u{301}.", "dépassé"), (11, 20));
    assert_eq!(columns("ok 🇫🇷 ok", "ok 🇫🇷"), (1, 6));
    assert_eq!(columns("\u{feff}One line", "line"), (6, 10));
}
