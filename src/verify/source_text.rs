//! A source text, and the search for quotes in it.
//!
//! Text and quote are compared after NFC normalisation, with one form for each of apostrophe, quotation mark, dash
//! and blank, and with white space collapsed. Case, digits and punctuation must match. A match starts and ends on the
//! boundary of a word and of a number: "2,5 milliards" does not match inside "22,5 milliards".

use crate::model::{TextPosition, TextSpan};
use crate::verify::budget::Budget;
use crate::verify::nearest_match;
use crate::verify::nearest_match::HashedWord;
use crate::verify::sentences::{continues_previous_line, sentence_ranges};
use crate::verify::token_index::{TokenIndex, token_ranges};
use memchr::memmem;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A source text, normalised for the search for quotes.
#[derive(Clone, Debug)]
pub struct SourceText {
    raw: String,
    /// The first and last line of the file that belong to the text, counted from 1.
    line_range: (u32, u32),
    normalized: String,
    /// The position in the raw text of each character of `text`.
    positions: Vec<TextPosition>,
    /// The column after each character of `text`, which may be followed by combining accents in the raw text.
    end_columns: Vec<u32>,
    /// The byte offset in `text` of each character.
    offsets: Vec<usize>,
    /// The byte offsets in `text` of line breaks that end a sentence, a heading or a list item.
    hard_breaks: Vec<usize>,
    // Computed on first use.
    token_index: OnceLock<TokenIndex>,
    hashed_words: OnceLock<Vec<HashedWord>>,
    sentences: OnceLock<Vec<Range<usize>>>,
}

/// The passage of a text that is most similar to a quote not found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestPassage {
    /// The line, counted from 1.
    pub line: u32,
    /// The passage, normalised.
    pub text: String,
}

impl SourceText {
    /// Maximum number of matches searched for. A quote that occurs this often proves nothing.
    pub const MAX_MATCHES: usize = 100;

    /// Normalises a whole text.
    pub fn new(raw: impl Into<String>) -> Self {
        Self::from_lines(raw, None)
    }

    /// Normalises a range of lines of a file, given as the first and last line counted from 1, or the whole file if
    /// `lines` is `None`. Positions count from the start of the file.
    pub fn from_lines(raw: impl Into<String>, lines: Option<(u32, u32)>) -> Self {
        let raw = raw.into();
        let (first, last) = lines.unwrap_or((1, u32::MAX));
        let mut document = Self {
            raw: String::new(),
            line_range: (first, last),
            normalized: String::new(),
            positions: Vec::new(),
            end_columns: Vec::new(),
            offsets: Vec::new(),
            hard_breaks: Vec::new(),
            token_index: OnceLock::new(),
            hashed_words: OnceLock::new(),
            sentences: OnceLock::new(),
        };
        let mut after_blank_line = true;
        let skipped = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX);
        let line_count = usize::try_from(last.saturating_sub(first)).unwrap_or(usize::MAX).saturating_add(1);
        for (line, whole) in raw.lines().enumerate().skip(skipped).take(line_count) {
            let content = whole.trim_start_matches('\u{feff}');
            if after_blank_line || !continues_previous_line(content) {
                document.hard_breaks.extend(document.normalized.len().checked_sub(1));
            }
            after_blank_line = content.trim().is_empty();
            let position = TextPosition {
                line: saturating_u32(line + 1),
                column: saturating_u32(char_count(whole) - char_count(content) + 1),
            };
            document.push_line(position, content);
        }
        while document.normalized.ends_with(' ') {
            document.normalized.pop();
            document.positions.pop();
            document.end_columns.pop();
            document.offsets.pop();
        }
        document.raw = raw;
        document
    }

    fn push_line(&mut self, mut position: TextPosition, content: &str) {
        for grapheme in content.graphemes(true) {
            let end = position.column + saturating_u32(char_count(grapheme));
            for c in grapheme.nfc() {
                self.push_char(fold_typography(c), position, end);
            }
            position.column = end;
        }
        self.push_char(' ', position, position.column);
    }

    fn push_char(&mut self, c: char, position: TextPosition, end: u32) {
        if c == ' ' && (self.normalized.is_empty() || self.normalized.ends_with(' ')) {
            return;
        }
        self.offsets.push(self.normalized.len());
        self.positions.push(position);
        self.end_columns.push(end);
        self.normalized.push(c);
    }

    /// The whole file, not normalised.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The lines of the text, not normalised, with their numbers in the file, counted from 1.
    pub fn numbered_lines(&self) -> impl Iterator<Item = (u32, &str)> {
        let (first, last) = self.line_range;
        let numbered = self.raw.lines().enumerate().map(|(at, line)| (saturating_u32(at + 1), line));
        numbered.skip_while(move |(at, _)| *at < first).take_while(move |(at, _)| *at <= last)
    }

    /// The SHA-256 of the normalised text, in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(self.normalized.as_bytes())
    }

    /// The number of words in the text, see [`word_count`].
    pub fn word_count(&self) -> usize {
        word_count(&self.normalized)
    }

    /// The first [`SourceText::MAX_MATCHES`] occurrences of a quote.
    pub fn find(&self, quote: &str) -> Vec<TextSpan> {
        self.find_up_to(quote, Self::MAX_MATCHES)
    }

    /// The first `most` occurrences of a quote.
    pub fn find_up_to(&self, quote: &str, max: usize) -> Vec<TextSpan> {
        self.find_within_budget(quote, max, &mut Budget::unlimited()).unwrap_or_default()
    }

    /// Like [`SourceText::find_up_to`], but returns `None` if the budget is too small.
    pub fn find_within_budget(&self, quote: &str, max: usize, budget: &mut Budget) -> Option<Vec<TextSpan>> {
        Some(self.find_ranges(quote, max, budget)?.into_iter().map(|range| self.to_span(&range)).collect())
    }

    /// Whether the first occurrence of a quote contains a whole sentence, heading or list item.
    pub fn spans_whole_sentence(&self, quote: &str) -> bool {
        let Some(range) = self.find_first(quote, &mut Budget::unlimited()) else { return false };
        let sentences = self.sentences.get_or_init(|| sentence_ranges(&self.normalized, &self.hard_breaks).collect());
        // Sentences do not overlap, so the first one that starts within the quote is also the first to end.
        let next = sentences.partition_point(|whole| whole.start < range.start);
        sentences.get(next).is_some_and(|whole| whole.end <= range.end)
    }

    /// The first occurrence of a quote as a byte range of the normalised text. `None` if there is none or the budget
    /// is too small.
    pub(crate) fn find_first(&self, quote: &str, budget: &mut Budget) -> Option<Range<usize>> {
        self.find_ranges(quote, 1, budget)?.into_iter().next()
    }

    /// Whether at most `words` words lie between two ranges. Overlapping ranges are near; ranges more than [`MAX_DISTANCE_BYTES`]
    /// bytes apart are not.
    pub(crate) fn within_words(&self, a: &Range<usize>, b: &Range<usize>, max_words: usize) -> bool {
        let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
        let is_short =
            |between: &str| between.len() <= MAX_DISTANCE_BYTES && split_words(between).nth(max_words).is_none();
        self.normalized.get(first.end..second.start).is_none_or(is_short)
    }

    /// The passage most similar to a quote that the text lacks, if any is similar enough.
    pub fn nearest(&self, quote: &str) -> Option<NearestPassage> {
        self.nearest_within_budget(quote, &mut Budget::for_nearest_matches())
    }

    /// Like [`SourceText::nearest`], but returns `None` if the budget is too small. Very long quotes are not compared.
    pub fn nearest_within_budget(&self, quote: &str, budget: &mut Budget) -> Option<NearestPassage> {
        let words = self.hashed_words.get_or_init(|| nearest_match::hash_words(&self.normalized));
        let (at, words) = nearest_match::find_nearest(&self.normalized, words, &normalize(quote), budget)?;
        let position = self.positions.get(self.offsets.partition_point(|&offset| offset < at))?;
        Some(NearestPassage { line: position.line, text: words.to_owned() })
    }

    /// The first `most` matches as byte ranges of the normalised text, which never overlap. `None` if the budget is
    /// too small.
    fn find_ranges(&self, quote: &str, max: usize, budget: &mut Budget) -> Option<Vec<Range<usize>>> {
        if !budget.spend(quote.len() / BYTES_PER_STEP) {
            return None;
        }
        let quote = normalize(quote);
        if quote.is_empty() {
            return Some(Vec::new());
        }
        let token_index = self.token_index.get_or_init(|| TokenIndex::new(&self.normalized));
        // A match starts and ends on word boundaries, so every token in it is a token of the text. The rarest token
        // leaves the fewest candidates.
        let runs = token_ranges(&quote)
            .take(MAX_TOKENS_LOOKED_UP)
            .map(|run| (token_index.positions(&quote[run.clone()]), run.start));
        match runs.min_by_key(|(places, _)| places.len()) {
            Some((places, token_offset))
                if places.len() * comparison_cost(quote.len()) <= self.normalized.len() / BYTES_PER_STEP =>
            {
                self.check_candidates(&quote, places.filter_map(|at| at.checked_sub(token_offset)), max, budget)
            }
            // Every token is frequent, or the quote is punctuation only.
            _ => self.scan_text(&quote, max, budget),
        }
    }

    /// The matches that start at one of the given byte offsets.
    fn check_candidates(
        &self,
        quote: &str,
        starts: impl Iterator<Item = usize>,
        max: usize,
        budget: &mut Budget,
    ) -> Option<Vec<Range<usize>>> {
        let (mut found, mut from) = (Vec::new(), 0);
        for start in starts {
            if !budget.spend(comparison_cost(quote.len())) {
                return None;
            }
            let range = start..start + quote.len();
            if start < from || !self.normalized.as_bytes()[start..].starts_with(quote.as_bytes()) {
                continue;
            }
            if !budget.spend(BOUNDARY_CHECK_COST) {
                return None;
            }
            if on_word_boundaries(&self.normalized, &range) {
                from = range.end;
                found.push(range);
                if found.len() == max {
                    break;
                }
            }
        }
        Some(found)
    }

    /// The matches, found by searching the whole text.
    fn scan_text(&self, quote: &str, max: usize, budget: &mut Budget) -> Option<Vec<Range<usize>>> {
        let (finder, text) = (memmem::Finder::new(quote), self.normalized.as_bytes());
        let (mut found, mut from) = (Vec::new(), 0);
        while found.len() < max {
            let next = finder.find(&text[from..]).map(|at| from + at..from + at + quote.len());
            let read = next.as_ref().map_or(text.len(), |range| range.end) - from;
            if !budget.spend(BOUNDARY_CHECK_COST + read / BYTES_PER_STEP) {
                return None;
            }
            let Some(range) = next else { break };
            if on_word_boundaries(&self.normalized, &range) {
                from = range.end;
                found.push(range);
            } else {
                from = range.start + quote.chars().next().map_or(1, char::len_utf8);
            }
        }
        Some(found)
    }

    fn to_span(&self, range: &Range<usize>) -> TextSpan {
        let index = |byte: usize| self.offsets.partition_point(|&offset| offset < byte);
        let first = self.positions.get(index(range.start)).copied().unwrap_or(TextPosition { line: 1, column: 1 });
        let last = index(range.end).saturating_sub(1);
        let line = self.positions.get(last).map_or(first.line, |position| position.line);
        let column = self.end_columns.get(last).copied().unwrap_or(first.column + 1);
        TextSpan { start: first, end: TextPosition { line, column } }
    }
}

/// The SHA-256 hash of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Maximum number of tokens of a quote that are looked up to find a rare one.
const MAX_TOKENS_LOOKED_UP: usize = 64;

/// Bytes that are compared in one step, the time it takes to examine a candidate.
const BYTES_PER_STEP: usize = 16;

/// Cost of checking the boundaries of a match, in steps.
const BOUNDARY_CHECK_COST: usize = 8;

/// Byte distance beyond which two ranges are never near, however few words lie between them.
const MAX_DISTANCE_BYTES: usize = 4_096;

/// Cost of comparing a quote of `quote` bytes with one candidate, in steps.
fn comparison_cost(quote: usize) -> usize {
    1 + quote / BYTES_PER_STEP
}

fn char_count(text: &str) -> usize {
    text.chars().count()
}

fn saturating_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The number of words in a text: runs without white space that contain a letter or a digit.
pub fn word_count(text: &str) -> usize {
    split_words(text).count()
}

fn split_words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric))
}

/// Normalises a quote as source texts are: NFC, one form of each punctuation mark, white space collapsed.
pub(crate) fn normalize(text: &str) -> String {
    let folded: String = text.nfc().map(fold_typography).collect();
    folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn fold_typography(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '‛' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '–' | '—' | '‑' | '‐' | '−' | '―' => '-',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// Whether a match starts and ends on the boundary of a word and of a number.
fn on_word_boundaries(text: &str, range: &Range<usize>) -> bool {
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
