//! A spelling of a word to search for, and the quality of its matches.

use memchr::memmem::Finder;
use std::ops::Range;

/// A folded word, or a sequence of words, to find in folded texts.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    pub(super) words: String,
    /// Weight of a match, in percent.
    pub(super) percent: u32,
    finder: Finder<'static>,
    mode: MatchMode,
    /// Classes of its first and its last character.
    edge_classes: [CharClass; 2],
}

/// Class of a character, to find word boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CharClass {
    Letter,
    Digit,
    Other,
}

/// Where in a word a match counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MatchMode {
    /// Anywhere, also inside a word.
    Anywhere,
    /// At the start of a word. For short words, which say little inside another, and for numbers, which are not parts
    /// of others.
    WordStart,
    /// Whole words only.
    WholeWords,
}

impl Needle {
    /// A word that matches as a whole, as the start of a word, or inside one if it is neither short nor a number.
    pub(super) fn word(words: impl Into<String>, percent: u32) -> Self {
        let words = words.into();
        let short = words.is_ascii() && words.len() < 3;
        let number = words.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        Self::new(words, percent, if short || number { MatchMode::WordStart } else { MatchMode::Anywhere })
    }

    /// Words that match only as whole words, in the same order.
    pub(super) fn whole_words(words: impl Into<String>, percent: u32) -> Self {
        Self::new(words.into(), percent, MatchMode::WholeWords)
    }

    fn new(words: String, percent: u32, reach: MatchMode) -> Self {
        let finder = Finder::new(words.as_bytes()).into_owned();
        let char_class = |c: Option<char>| match c {
            Some(c) if c.is_ascii_digit() => CharClass::Digit,
            Some(c) if c.is_alphanumeric() => CharClass::Letter,
            _ => CharClass::Other,
        };
        let edges = [char_class(words.chars().next()), char_class(words.chars().next_back())];
        Self { words, percent, finder, mode: reach, edge_classes: edges }
    }

    /// Whether it is a single ASCII letter or digit. Almost every text contains it, so one match per item is enough.
    pub(super) fn is_letter(&self) -> bool {
        self.words.len() == 1
    }

    /// Offset of the next occurrence of the bytes, from `from` on, regardless of word boundaries.
    pub(super) fn find_from(&self, text: &[u8], from: usize) -> Option<usize> {
        self.finder.find(text.get(from..)?).map(|at| from + at)
    }

    /// Finds the letter in a span of a text, preferably at the start of the span or after a space; otherwise at the
    /// first place where it counts as a match.
    pub(super) fn find_letter(&self, text: &[u8], span: Range<usize>) -> Option<usize> {
        let letter = *self.words.as_bytes().first()?;
        let part = text.get(span.clone())?;
        if part.first() == Some(&letter) {
            return Some(span.start);
        }
        if let Some(at) = memchr::memmem::find(part, &[b' ', letter]) {
            return Some(span.start + at + 1);
        }
        memchr::memchr_iter(letter, part).map(|at| span.start + at).find(|&at| self.match_quality(text, at) > 0)
    }

    /// Quality of the occurrence at a byte: 100 for whole words, 80 for the start of a word, 55 inside a word, 0 if
    /// it does not count.
    pub(super) fn match_quality(&self, text: &[u8], at: usize) -> u32 {
        if !self.starts_word(text, at) {
            return if self.mode == MatchMode::Anywhere { 55 } else { 0 };
        }
        match self.ends_word(text, at + self.words.len()) {
            true => 100,
            false if self.mode == MatchMode::WholeWords => 0,
            false => 80,
        }
    }

    /// Whether a word starts at a byte. It does not after a letter or digit, nor, if the needle starts with a digit,
    /// after the decimal point of a number.
    fn starts_word(&self, text: &[u8], at: usize) -> bool {
        let Some(&before) = at.checked_sub(1).and_then(|at| text.get(at)) else { return true };
        let [first, _] = self.edge_classes;
        if before == b'.' && first == CharClass::Digit {
            return !at.checked_sub(2).and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
        }
        first == CharClass::Other || !is_word_char_before(text, at, before)
    }

    /// Whether a word ends before a byte. It does not before a letter or digit, nor, if the needle ends with a digit,
    /// before the decimal point of a number.
    fn ends_word(&self, text: &[u8], end: usize) -> bool {
        let Some(&after) = text.get(end) else { return true };
        let [_, last] = self.edge_classes;
        if after == b'.' && last == CharClass::Digit {
            return !text.get(end + 1).is_some_and(u8::is_ascii_digit);
        }
        if last == CharClass::Other || after.is_ascii() {
            return last == CharClass::Other || !after.is_ascii_alphanumeric();
        }
        !first_char(&text[end..text.len().min(end + 4)]).is_some_and(char::is_alphanumeric)
    }

    /// The best match in a text: its quality from 0 to 100, and its byte range.
    pub(super) fn best_match(&self, text: &str) -> Option<(u32, Range<usize>)> {
        let bytes = text.as_bytes();
        let (mut best, mut from) = (None, 0);
        while let Some(at) = self.find_from(bytes, from) {
            let quality = self.match_quality(bytes, at);
            if quality > best.as_ref().map_or(0, |(class, _)| *class) {
                best = Some((quality, at..at + self.words.len()));
            }
            if quality == 100 {
                break;
            }
            from = at + 1;
        }
        best
    }
}

fn is_word_char_before(text: &[u8], at: usize, before: u8) -> bool {
    if before.is_ascii() {
        return before.is_ascii_alphanumeric();
    }
    let start = (at.saturating_sub(4)..at).rev().find(|&start| text[start] & 0xc0 != 0x80);
    start.and_then(|start| first_char(&text[start..at])).is_some_and(char::is_alphanumeric)
}

/// The first character of some bytes, which may end in an incomplete character.
fn first_char(bytes: &[u8]) -> Option<char> {
    match str::from_utf8(bytes) {
        Ok(text) => text.chars().next(),
        Err(error) => str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?.chars().next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn score(text: &str, word: &str) -> Option<u32> {
        Needle::word(word, 100).best_match(text).map(|(score, _)| score)
    }

    #[test]
    fn whole_word_beats_prefix_and_infix() {
        assert_eq!(score("softbank group", "softbank"), Some(100));
        assert_eq!(score("softbank group", "soft"), Some(80));
        assert_eq!(score("softbank group", "bank"), Some(55));
        assert_eq!(score("softbank group", "an"), None);
        assert_eq!(score("ソフトバンク", "バンク"), Some(55));
        assert_eq!(score("l'ete, é", "ete"), Some(100));
        assert_eq!(score("наталья", "таль"), Some(55));
    }

    #[test]
    fn number_does_not_match_inside_number() {
        assert_eq!(score("22.5 billion", "2.5"), None);
        assert_eq!(score("22.5 billion", "5"), None);
        assert_eq!(score("22.5 billion", "22"), Some(80));
        assert_eq!(score("22.5 billion.", "22.5"), Some(100));
        assert_eq!(score("in 2025.", "2025"), Some(100));
    }

    #[test]
    fn phrase_matches_whole_words_only() {
        let phrase = Needle::whole_words("joint venture", 100);
        assert!(phrase.best_match("the joint venture sells").is_some());
        assert!(phrase.best_match("joint ventures").is_none());
    }

    #[test]
    fn word_ends_before_punctuation_of_any_script() {
        for (text, word, quality) in [
            ("openai", "openai", 100),
            ("openai-backed", "openai", 100),
            ("openai、の社", "openai", 100),
            ("openaiの社", "openai", 80),
            ("openai2", "openai", 80),
            ("in 2025。", "2025", 100),
            ("in 2025年", "2025", 80),
            ("c++ in use", "c++", 100),
            ("c++x in use", "c++", 100),
            ("c++の社", "c++", 100),
        ] {
            assert_eq!(score(text, word), Some(quality), "{word} in {text}");
        }
    }

    #[test]
    fn a_letter_is_found_where_it_begins_a_word() {
        let find = |text: &str, span: Range<usize>| Needle::word("a", 100).find_letter(text.as_bytes(), span);
        let cases = [
            ("a b", Some(0)),
            ("ab a", Some(0)),
            // After a space rather than at the first place that counts.
            ("ba b-a a", Some(7)),
            ("ba b-a", Some(5)),
            ("l'a", Some(2)),
            ("ba cab", None),
            ("bcd", None),
            ("", None),
        ];
        for (text, at) in cases {
            assert_eq!(find(text, 0..text.len()), at, "{text}");
        }
        let lines = "a\nbab\nb a\n";
        assert_eq!([0..2, 2..6, 6..10].map(|span| find(lines, span)), [Some(0), None, Some(8)]);
        assert_eq!(find(lines, 8..20), None);
    }

    proptest! {
    /// The shortcut for letters finds a place where the search for words finds one, and a place that counts.
    #[test]
    fn a_letter_is_found_where_a_word_would_be(text in "[ab5é '.\\n-]{0,16}", letter in "[ab5]") {
        let needle = Needle::word(letter.as_str(), 100);
        let found = needle.find_letter(text.as_bytes(), 0..text.len());
        prop_assert_eq!(found.is_some(), needle.best_match(&text).is_some());
        if let Some(at) = found {
            prop_assert_eq!(&text.as_bytes()[at..=at], letter.as_bytes());
            prop_assert!(needle.match_quality(text.as_bytes(), at) > 0);
        }
    }
    }
}
