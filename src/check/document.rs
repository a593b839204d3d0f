//! A source text, and the search for quotes in it.
//!
//! Text and quote are compared after NFC normalisation, with one form for each of apostrophe, quotation mark, dash
//! and blank, and with white space collapsed. Case, digits and punctuation must match. A match starts and ends on the
//! boundary of a word and of a number: "2,5 milliards" does not match inside "22,5 milliards".

use super::effort::Effort;
use super::near::{self, Word};
use super::runs::{Runs, runs};
use super::sentences::{runs_on, sentences};
use crate::model::{TextPosition, TextSpan};
use memchr::memmem;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A source text, normalised for the search for quotes.
#[derive(Clone, Debug)]
pub struct Document {
    raw: String,
    /// The first and last line of the file that belong to the text, counted from 1.
    lines: (u32, u32),
    text: String,
    /// The position in the raw text of each character of `text`.
    places: Vec<TextPosition>,
    /// The column after each character of `text`, which may be followed by combining accents in the raw text.
    ends: Vec<u32>,
    /// The byte offset in `text` of each character.
    offsets: Vec<usize>,
    /// The byte offsets in `text` of line breaks that end a sentence, a heading or a list item.
    breaks: Vec<usize>,
    // Computed on first use.
    runs: OnceLock<Runs>,
    words: OnceLock<Vec<Word>>,
    sentences: OnceLock<Vec<Range<usize>>>,
}

/// The passage of a text that is most similar to a quote not found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// The line, counted from 1.
    pub line: u32,
    /// The passage, normalised.
    pub words: String,
}

impl Document {
    /// Maximum number of matches searched for. A quote that occurs this often proves nothing.
    pub const MOST_PLACES: usize = 100;

    /// Normalises a whole text.
    pub fn new(raw: impl Into<String>) -> Self {
        Self::of_lines(raw, None)
    }

    /// Normalises a range of lines of a file, given as the first and last line counted from 1, or the whole file if
    /// `lines` is `None`. Positions count from the start of the file.
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
            let place =
                TextPosition { line: number(line + 1), column: number(characters(whole) - characters(content) + 1) };
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

    fn add_line(&mut self, mut place: TextPosition, content: &str) {
        for grapheme in content.graphemes(true) {
            let end = place.column + number(characters(grapheme));
            for c in grapheme.nfc() {
                self.add(fold(c), place, end);
            }
            place.column = end;
        }
        self.add(' ', place, place.column);
    }

    fn add(&mut self, c: char, place: TextPosition, end: u32) {
        if c == ' ' && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        self.offsets.push(self.text.len());
        self.places.push(place);
        self.ends.push(end);
        self.text.push(c);
    }

    /// The whole file, not normalised.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The lines of the text, not normalised, with their numbers in the file, counted from 1.
    pub fn numbered_lines(&self) -> impl Iterator<Item = (u32, &str)> {
        let (first, last) = self.lines;
        let numbered = self.raw.lines().enumerate().map(|(at, line)| (number(at + 1), line));
        numbered.skip_while(move |(at, _)| *at < first).take_while(move |(at, _)| *at <= last)
    }

    /// The SHA-256 of the normalised text, in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(self.text.as_bytes())
    }

    /// The number of words in the text, see [`word_count`].
    pub fn words(&self) -> usize {
        word_count(&self.text)
    }

    /// The first [`Document::MOST_PLACES`] occurrences of a quote.
    pub fn find(&self, quote: &str) -> Vec<TextSpan> {
        self.find_some(quote, Self::MOST_PLACES)
    }

    /// The first `most` occurrences of a quote.
    pub fn find_some(&self, quote: &str, most: usize) -> Vec<TextSpan> {
        self.find_within(quote, most, &mut Effort::endless()).unwrap_or_default()
    }

    /// Like [`Document::find_some`], but returns `None` if the budget is too small.
    pub fn find_within(&self, quote: &str, most: usize, effort: &mut Effort) -> Option<Vec<TextSpan>> {
        Some(self.matches(quote, most, effort)?.into_iter().map(|range| self.span(&range)).collect())
    }

    /// Whether the first occurrence of a quote contains a whole sentence, heading or list item.
    pub fn holds_whole_sentence(&self, quote: &str) -> bool {
        let Some(range) = self.first(quote, &mut Effort::endless()) else { return false };
        let sentences = self.sentences.get_or_init(|| sentences(&self.text, &self.breaks).collect());
        // Sentences do not overlap, so the first one that starts within the quote is also the first to end.
        let next = sentences.partition_point(|whole| whole.start < range.start);
        sentences.get(next).is_some_and(|whole| whole.end <= range.end)
    }

    /// The first occurrence of a quote as a byte range of the normalised text. `None` if there is none or the budget
    /// is too small.
    pub(super) fn first(&self, words: &str, effort: &mut Effort) -> Option<Range<usize>> {
        self.matches(words, 1, effort)?.into_iter().next()
    }

    /// Whether at most `words` words lie between two ranges. Overlapping ranges are near; ranges more than [`FAR`]
    /// bytes apart are not.
    pub(super) fn are_near(&self, a: &Range<usize>, b: &Range<usize>, words: usize) -> bool {
        let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
        let few = |between: &str| between.len() <= FAR && words_of(between).nth(words).is_none();
        self.text.get(first.end..second.start).is_none_or(few)
    }

    /// The passage most similar to a quote that the text lacks, if any is similar enough.
    pub fn nearest(&self, quote: &str) -> Option<Nearest> {
        self.nearest_within(quote, &mut Effort::of_near())
    }

    /// Like [`Document::nearest`], but returns `None` if the budget is too small. Very long quotes are not compared.
    pub fn nearest_within(&self, quote: &str, effort: &mut Effort) -> Option<Nearest> {
        let words = self.words.get_or_init(|| near::words(&self.text));
        let (at, words) = near::nearest(&self.text, words, &normalise(quote), effort)?;
        let place = self.places.get(self.offsets.partition_point(|&offset| offset < at))?;
        Some(Nearest { line: place.line, words: words.to_owned() })
    }

    /// The first `most` matches as byte ranges of the normalised text, which never overlap. `None` if the budget is
    /// too small.
    fn matches(&self, quote: &str, most: usize, effort: &mut Effort) -> Option<Vec<Range<usize>>> {
        if !effort.spend(quote.len() / BYTES) {
            return None;
        }
        let quote = normalise(quote);
        if quote.is_empty() {
            return Some(Vec::new());
        }
        let of_text = self.runs.get_or_init(|| Runs::of(&self.text));
        // A match starts and ends on word boundaries, so every token in it is a token of the text. The rarest token
        // leaves the fewest candidates.
        let runs = runs(&quote).take(RUNS).map(|run| (of_text.places(&quote[run.clone()]), run.start));
        match runs.min_by_key(|(places, _)| places.len()) {
            Some((places, inside)) if places.len() * cost(quote.len()) <= self.text.len() / BYTES => {
                self.at_places(&quote, places.filter_map(|at| at.checked_sub(inside)), most, effort)
            }
            // Every token is frequent, or the quote is punctuation only.
            _ => self.anywhere(&quote, most, effort),
        }
    }

    /// The matches that start at one of the given byte offsets.
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

    /// The matches, found by searching the whole text.
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

    fn span(&self, range: &Range<usize>) -> TextSpan {
        let index = |byte: usize| self.offsets.partition_point(|&offset| offset < byte);
        let first = self.places.get(index(range.start)).copied().unwrap_or(TextPosition { line: 1, column: 1 });
        let last = index(range.end).saturating_sub(1);
        let line = self.places.get(last).map_or(first.line, |place| place.line);
        let column = self.ends.get(last).copied().unwrap_or(first.column + 1);
        TextSpan { start: first, end: TextPosition { line, column } }
    }
}

/// The SHA-256 hash of bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Maximum number of tokens of a quote that are looked up to find a rare one.
const RUNS: usize = 64;

/// Bytes that are compared in one step, the time it takes to examine a candidate.
const BYTES: usize = 16;

/// Cost of checking the boundaries of a match, in steps.
const ALONE: usize = 8;

/// Byte distance beyond which two ranges are never near, however few words lie between them.
const FAR: usize = 4_096;

/// Cost of comparing a quote of `quote` bytes with one candidate, in steps.
fn cost(quote: usize) -> usize {
    1 + quote / BYTES
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The number of words in a text: runs without white space that contain a letter or a digit.
pub fn word_count(text: &str) -> usize {
    words_of(text).count()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric))
}

/// Normalises a quote as source texts are: NFC, one form of each punctuation mark, white space collapsed.
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

/// Whether a match starts and ends on the boundary of a word and of a number.
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
    // A blank separates thousands if three digits follow one to three digits. Counting up to four digits is enough to
    // decide.
    let run = |s: &mut dyn Iterator<Item = char>| s.take(4).take_while(char::is_ascii_digit).count();
    let (head, tail) = (run(&mut quote.chars()), run(&mut quote.chars().rev()));
    let (before_run, after_run) = (run(&mut before.chars().rev().skip(1)), run(&mut after.chars().skip(1)));
    let in_thousands = left1 == Some(' ') && head == 3 && (1..=3).contains(&before_run)
        || right1 == Some(' ') && (1..=3).contains(&tail) && after_run == 3;
    !(in_word || in_decimal || in_thousands)
}

#[cfg(test)]
mod tests;
