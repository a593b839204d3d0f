//! A source text, and how a quote is found in it.
//!
//! Text and quote are compared after NFC, with one form of apostrophe, quotation mark, dash and blank and with white
//! space collapsed; case, digits and punctuation count. A match begins and ends at the boundary of a word and of a
//! number: "2,5 milliards" is not found inside "22,5 milliards".

use super::effort::Effort;
use super::near::{self, Word};
use super::runs::{Runs, runs};
use super::sentences::{runs_on, sentences};
use crate::model::{Place, Span};
use memchr::memmem;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A source text, normalised for finding quotes.
#[derive(Clone, Debug)]
pub struct Document {
    raw: String,
    /// The first and the last line of the file that are the text.
    lines: (u32, u32),
    text: String,
    /// The place in the raw text of every character of `text`.
    places: Vec<Place>,
    /// The column behind every character of `text`: a letter may be written with an accent of its own behind it.
    ends: Vec<u32>,
    /// The byte offset in `text` of every character.
    offsets: Vec<usize>,
    /// The bytes of `text` that stand for a line break at which a sentence, a heading or a list item ends.
    breaks: Vec<usize>,
    // What is found out when it is first asked for.
    runs: OnceLock<Runs>,
    words: OnceLock<Vec<Word>>,
    sentences: OnceLock<Vec<Range<usize>>>,
}

/// The part of a text that is nearest to a quote that it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// The line, counted from 1.
    pub line: u32,
    /// The words that stand there, normalised.
    pub words: String,
}

impl Document {
    /// The most places of one quote that are looked for. A quote that stands so often proves nothing.
    pub const MOST_PLACES: usize = 100;

    /// Normalises a text.
    pub fn new(raw: impl Into<String>) -> Self {
        Self::of_lines(raw, None)
    }

    /// Normalises some lines of a file, the first and the last counted from 1; all of them where none are named. Places
    /// count from the start of the file.
    pub fn of_lines(raw: impl Into<String>, lines: Option<(u32, u32)>) -> Self {
        let raw = raw.into();
        let (first, last) = lines.unwrap_or((1, u32::MAX));
        let mut document = Self {
            raw: String::new(),
            lines: (first, last),
            text: String::new(),
            places: Vec::new(),
            ends: Vec::new(),
            offsets: Vec::new(),
            breaks: Vec::new(),
            runs: OnceLock::new(),
            words: OnceLock::new(),
            sentences: OnceLock::new(),
        };
        let mut behind_blank = true;
        let skipped = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX);
        let taken = usize::try_from(last.saturating_sub(first)).unwrap_or(usize::MAX).saturating_add(1);
        for (line, whole) in raw.lines().enumerate().skip(skipped).take(taken) {
            let content = whole.trim_start_matches('\u{feff}');
            if behind_blank || !runs_on(content) {
                document.breaks.extend(document.text.len().checked_sub(1));
            }
            behind_blank = content.trim().is_empty();
            let place = Place { line: number(line + 1), column: number(characters(whole) - characters(content) + 1) };
            document.add_line(place, content);
        }
        while document.text.ends_with(' ') {
            document.text.pop();
            document.places.pop();
            document.ends.pop();
            document.offsets.pop();
        }
        document.raw = raw;
        document
    }

    fn add_line(&mut self, mut place: Place, content: &str) {
        for grapheme in content.graphemes(true) {
            let end = place.column + number(characters(grapheme));
            for c in grapheme.nfc() {
                self.add(fold(c), place, end);
            }
            place.column = end;
        }
        self.add(' ', place, place.column);
    }

    fn add(&mut self, c: char, place: Place, end: u32) {
        if c == ' ' && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        self.offsets.push(self.text.len());
        self.places.push(place);
        self.ends.push(end);
        self.text.push(c);
    }

    /// The whole file as it came.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The lines of the text as they came, with their numbers in the file, counted from 1.
    pub fn numbered_lines(&self) -> impl Iterator<Item = (u32, &str)> {
        let (first, last) = self.lines;
        let numbered = self.raw.lines().enumerate().map(|(at, line)| (number(at + 1), line));
        numbered.skip_while(move |(at, _)| *at < first).take_while(move |(at, _)| *at <= last)
    }

    /// The SHA-256 of the normalised text, in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(self.text.as_bytes())
    }

    /// How many words the text has.
    pub fn words(&self) -> usize {
        word_count(&self.text)
    }

    /// The places where the quote stands, the first [`Document::MOST_PLACES`] of them.
    pub fn find(&self, quote: &str) -> Vec<Span> {
        self.find_some(quote, Self::MOST_PLACES)
    }

    /// The places where the quote stands, the first `most` of them.
    pub fn find_some(&self, quote: &str, most: usize) -> Vec<Span> {
        self.find_within(quote, most, &mut Effort::endless()).unwrap_or_default()
    }

    /// As [`Document::find_some`], with what may be spent on it; nothing where that is too little.
    pub fn find_within(&self, quote: &str, most: usize, effort: &mut Effort) -> Option<Vec<Span>> {
        Some(self.matches(quote, most, effort)?.into_iter().map(|range| self.span(&range)).collect())
    }

    /// Whether a quote, where it stands first, takes in a whole sentence or list item.
    pub fn holds_whole_sentence(&self, quote: &str) -> bool {
        let Some(range) = self.first(quote, &mut Effort::endless()) else { return false };
        let sentences = self.sentences.get_or_init(|| sentences(&self.text, &self.breaks).collect());
        // They follow one another, so that the first that begins in the quote also ends first.
        let next = sentences.partition_point(|whole| whole.start < range.start);
        sentences.get(next).is_some_and(|whole| whole.end <= range.end)
    }

    /// Where a stretch of words stands first, in bytes of the normalised text.
    pub(super) fn first(&self, words: &str, effort: &mut Effort) -> Option<Range<usize>> {
        self.matches(words, 1, effort)?.into_iter().next()
    }

    /// Whether at most so many words stand between two places, which are no longer than words are.
    pub(super) fn are_near(&self, a: &Range<usize>, b: &Range<usize>, words: usize) -> bool {
        let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
        let few = |between: &str| between.len() <= FAR && words_of(between).nth(words).is_none();
        self.text.get(first.end..second.start).is_none_or(few)
    }

    /// The words of the text that are nearest to a quote that it lacks, if any are near.
    pub fn nearest(&self, quote: &str) -> Option<Nearest> {
        self.nearest_within(quote, &mut Effort::of_near())
    }

    /// As [`Document::nearest`], with what may be spent on it; nothing where that is too little or the quote very long.
    pub fn nearest_within(&self, quote: &str, effort: &mut Effort) -> Option<Nearest> {
        let words = self.words.get_or_init(|| near::words(&self.text));
        let (at, words) = near::nearest(&self.text, words, &normalise(quote), effort)?;
        let place = self.places.get(self.offsets.partition_point(|&offset| offset < at))?;
        Some(Nearest { line: place.line, words: words.to_owned() })
    }

    /// The matches as byte ranges of the normalised text, the first `most` of them; nothing where to find them takes
    /// more than what may be spent. None lie over each other.
    fn matches(&self, quote: &str, most: usize, effort: &mut Effort) -> Option<Vec<Range<usize>>> {
        if !effort.spend(quote.len() / BYTES) {
            return None;
        }
        let quote = normalise(quote);
        if quote.is_empty() {
            return Some(Vec::new());
        }
        let of_text = self.runs.get_or_init(|| Runs::of(&self.text));
        // A match stands alone, so that each run of letters in it is one of the text. The rarest leaves least to look at.
        let runs = runs(&quote).take(RUNS).map(|run| (of_text.places(&quote[run.clone()]), run.start));
        match runs.min_by_key(|(places, _)| places.len()) {
            Some((places, inside)) if places.len() * cost(quote.len()) <= self.text.len() / BYTES => {
                self.at_places(&quote, places.filter_map(|at| at.checked_sub(inside)), most, effort)
            }
            // It stands in many places, or marks alone are looked for.
            _ => self.anywhere(&quote, most, effort),
        }
    }

    /// The matches that begin at one of some places.
    fn at_places(
        &self,
        quote: &str,
        places: impl Iterator<Item = usize>,
        most: usize,
        effort: &mut Effort,
    ) -> Option<Vec<Range<usize>>> {
        let (mut found, mut from) = (Vec::new(), 0);
        for start in places {
            if !effort.spend(cost(quote.len())) {
                return None;
            }
            let range = start..start + quote.len();
            if start < from || !self.text.as_bytes()[start..].starts_with(quote.as_bytes()) {
                continue;
            }
            if !effort.spend(ALONE) {
                return None;
            }
            if stands_alone(&self.text, &range) {
                from = range.end;
                found.push(range);
                if found.len() == most {
                    break;
                }
            }
        }
        Some(found)
    }

    /// The matches, found by reading the whole text.
    fn anywhere(&self, quote: &str, most: usize, effort: &mut Effort) -> Option<Vec<Range<usize>>> {
        let (finder, text) = (memmem::Finder::new(quote), self.text.as_bytes());
        let (mut found, mut from) = (Vec::new(), 0);
        while found.len() < most {
            let next = finder.find(&text[from..]).map(|at| from + at..from + at + quote.len());
            let read = next.as_ref().map_or(text.len(), |range| range.end) - from;
            if !effort.spend(ALONE + read / BYTES) {
                return None;
            }
            let Some(range) = next else { break };
            if stands_alone(&self.text, &range) {
                from = range.end;
                found.push(range);
            } else {
                from = range.start + quote.chars().next().map_or(1, char::len_utf8);
            }
        }
        Some(found)
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let index = |byte: usize| self.offsets.partition_point(|&offset| offset < byte);
        let first = self.places.get(index(range.start)).copied().unwrap_or(Place { line: 1, column: 1 });
        let last = index(range.end).saturating_sub(1);
        let line = self.places.get(last).map_or(first.line, |place| place.line);
        let column = self.ends.get(last).copied().unwrap_or(first.column + 1);
        Span { start: first, end: Place { line, column } }
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// How many runs of a quote are looked up, to find a rare one.
const RUNS: usize = 64;

/// How many bytes are read in the time in which a place is looked at.
const BYTES: usize = 16;

/// What it costs to see whether a match stands alone, in places looked at.
const ALONE: usize = 8;

/// How many bytes between two places are more than some words, whatever they are.
const FAR: usize = 4_096;

/// What it costs to hold a quote against a place.
fn cost(quote: usize) -> usize {
    1 + quote / BYTES
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many words a text has: runs without white space that hold a letter or a digit.
pub fn word_count(text: &str) -> usize {
    words_of(text).count()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric))
}

/// A quote in the form in which texts are searched.
pub(super) fn normalise(text: &str) -> String {
    let folded: String = text.nfc().map(fold).collect();
    folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn fold(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '‛' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '–' | '—' | '‑' | '‐' | '−' | '―' => '-',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// Whether a match begins and ends at the boundary of a word and of a number.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let (before, quote, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    let (first, last) = (quote.chars().next(), quote.chars().next_back());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (left1, left2) = (left.next(), left.next());
    let (right1, right2) = (right.next(), right.next());
    let in_word = word(left1) && word(first) || word(last) && word(right1);
    let mark = |c: Option<char>| matches!(c, Some('.' | ','));
    let in_decimal = digit(first) && mark(left1) && digit(left2) || digit(last) && mark(right1) && digit(right2);
    // A blank parts thousands where three digits follow one to three. A fourth digit is enough to know of.
    let run = |s: &mut dyn Iterator<Item = char>| s.take(4).take_while(char::is_ascii_digit).count();
    let (head, tail) = (run(&mut quote.chars()), run(&mut quote.chars().rev()));
    let (before_run, after_run) = (run(&mut before.chars().rev().skip(1)), run(&mut after.chars().skip(1)));
    let in_thousands = left1 == Some(' ') && head == 3 && (1..=3).contains(&before_run)
        || right1 == Some(' ') && (1..=3).contains(&tail) && after_run == 3;
    !(in_word || in_decimal || in_thousands)
}

#[cfg(test)]
mod tests;
