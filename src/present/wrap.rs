//! Wraps lines to a width.

use super::{RichLine, TextRole};
use crate::model::{Bond, bond_between};
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// One row of a wrapped line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrappedRow {
    /// Indent, in columns.
    pub indent: u16,
    /// The pieces of the row: index of the span in the line, and its byte range.
    pub pieces: Vec<(usize, Range<usize>)>,
}

/// Wraps a line between words into rows of at most `width` columns (Unicode UAX 11). Words that belong together
/// ([`bond_between`]) and the words of an amount stay in one row. If they do not fit, they are broken at the weakest bond; a
/// word wider than a row is broken between graphemes (Unicode UAX 29). A word may continue across spans if there is
/// no blank between them.
pub fn wrap(line: &RichLine, width: u16) -> Vec<WrappedRow> {
    let width = usize::from(width.max(1));
    let hang = usize::from(line.hanging_indent).min(width / 2);
    let mut rows = RowBuilder { line, rows: vec![WrappedRow::default()], used: 0, width, hanging_indent: hang };
    let words = split_words(line);
    let bonds: Vec<_> = words.windows(2).map(|pair| bond_of(line, &pair[0], &pair[1])).collect();
    rows.push_words(&words, &bonds, Bond::None);
    rows.rows
}

/// A word with its trailing blank, as pieces of spans.
type SpannedWord = Vec<(usize, Range<usize>)>;

fn split_words(line: &RichLine) -> Vec<SpannedWord> {
    let (mut words, mut word) = (Vec::new(), SpannedWord::new());
    for (at, span) in line.spans.iter().enumerate() {
        let mut start = 0;
        for part in span.text.split_inclusive(' ') {
            word.push((at, start..start + part.len()));
            start += part.len();
            if part.ends_with(' ') {
                words.push(std::mem::take(&mut word));
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn bond_of(line: &RichLine, before: &SpannedWord, after: &SpannedWord) -> Bond {
    let (Some((last, _)), Some((first, _))) = (before.last(), after.first()) else { return Bond::None };
    if last == first && line.spans[*last].role == TextRole::Amount {
        return Bond::Strong;
    }
    let text = |word: &SpannedWord| -> Cow<'_, str> {
        match word.as_slice() {
            [(span, range)] => line.spans[*span].text[range.clone()].into(),
            parts => {
                parts.iter().map(|(span, range)| &line.spans[*span].text[range.clone()]).collect::<String>().into()
            }
        }
    };
    bond_between(text(before).trim_end_matches(' '), text(after).trim_end_matches(' '))
}

struct RowBuilder<'a> {
    line: &'a RichLine,
    rows: Vec<WrappedRow>,
    used: usize,
    width: usize,
    hanging_indent: usize,
}

impl RowBuilder<'_> {
    /// Adds words. Words with a bond stronger than `least` move to the next row together if the current one has no
    /// room for all of them.
    fn push_words(&mut self, words: &[SpannedWord], bonds: &[Bond], threshold: Bond) {
        let mut from = 0;
        while from < words.len() {
            let bonded_count = bonds[from..].iter().take_while(|&&bond| bond > threshold).count();
            let (group, inner) = (&words[from..=from + bonded_count], &bonds[from..from + bonded_count]);
            from += bonded_count + 1;
            let widths: usize = group.iter().map(|word| self.word_width(word)).sum();
            let blank = group.last().map_or(0, |word| self.word_width(word) - self.trimmed_width(word));
            let trimmed_width = widths - blank;
            if self.used + trimmed_width > self.width && !self.is_row_empty() && group.len() > 1 {
                self.break_row();
            }
            if group.len() > 1 && self.used + trimmed_width > self.width {
                let next = if threshold == Bond::None { Bond::Weak } else { Bond::Strong };
                self.push_words(group, inner, next);
            } else {
                group.iter().for_each(|word| self.push_word(word));
            }
        }
    }

    fn word_width(&self, word: &SpannedWord) -> usize {
        word.iter().map(|(span, range)| self.line.spans[*span].text[range.clone()].width()).sum()
    }

    /// Width of a word without its trailing blank.
    fn trimmed_width(&self, word: &SpannedWord) -> usize {
        word.iter().map(|(span, range)| self.line.spans[*span].text[range.clone()].trim_end_matches(' ').width()).sum()
    }

    /// Adds a word with its trailing blank.
    fn push_word(&mut self, parts: &SpannedWord) {
        let line = self.line;
        let text = |(span, range): &(usize, Range<usize>)| &line.spans[*span].text[range.clone()];
        let trimmed_width = self.trimmed_width(parts);
        if self.used + trimmed_width > self.width && !self.is_row_empty() {
            self.break_row();
        }
        let fits_in_row = self.used + trimmed_width <= self.width;
        for part @ (span, range) in parts {
            let words = text(part);
            if fits_in_row {
                // Drop blanks that do not fit or would begin a continuation row.
                let trimmed = words.trim_end_matches(' ');
                let fits =
                    self.used + words.width() <= self.width && !(trimmed.is_empty() && self.is_continuation_empty());
                let words = if fits { words } else { trimmed };
                self.push_piece(*span, range.start..range.start + words.len(), words.width());
                continue;
            }
            for (at, grapheme) in words.grapheme_indices(true) {
                if self.used + grapheme.width() > self.width && !self.is_row_empty() {
                    self.break_row();
                }
                let start = range.start + at;
                self.push_piece(*span, start..start + grapheme.len(), grapheme.width());
            }
        }
    }

    fn is_row_empty(&self) -> bool {
        self.rows.last().is_none_or(|row| row.pieces.is_empty())
    }

    fn is_continuation_empty(&self) -> bool {
        self.rows.len() > 1 && self.is_row_empty()
    }

    /// Starts a new row and trims trailing blanks from the previous one.
    fn break_row(&mut self) {
        if let Some((span, range)) = self.rows.last_mut().and_then(|row| row.pieces.last_mut()) {
            range.end = range.start + self.line.spans[*span].text[range.clone()].trim_end_matches(' ').len();
        }
        self.rows.push(WrappedRow { indent: u16::try_from(self.hanging_indent).unwrap_or(0), pieces: Vec::new() });
        self.used = self.hanging_indent;
    }

    fn push_piece(&mut self, span: usize, range: Range<usize>, width: usize) {
        if range.is_empty() {
            return;
        }
        self.used += width;
        if let Some(row) = self.rows.last_mut() {
            match row.pieces.last_mut() {
                Some((last, part)) if *last == span && part.end == range.start => part.end = range.end,
                _ => row.pieces.push((span, range)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(line: &RichLine, width: u16) -> Vec<String> {
        let text = |row: &WrappedRow| {
            let words: String = row.pieces.iter().map(|(at, range)| &line.spans[*at].text[range.clone()]).collect();
            format!("{}{}", " ".repeat(row.indent.into()), words.trim_end())
        };
        wrap(line, width).iter().map(text).collect()
    }

    #[test]
    fn breaks_between_words_and_hangs() {
        let line =
            RichLine::new().with(TextRole::Label, "Note  ").plain("what a long remark it is").with_hanging_indent(6);
        assert_eq!(rows(&line, 16), ["Note  what a", "      long", "      remark it", "      is"]);
        assert_eq!(rows(&line, 80), ["Note  what a long remark it is"]);
    }

    #[test]
    fn breaks_long_words_at_graphemes_and_counts_wide_ones_twice() {
        assert_eq!(rows(&RichLine::new().plain("ソフトバンク"), 4), ["ソフ", "トバ", "ンク"]);
        assert_eq!(rows(&RichLine::new().plain("abcdef gh"), 4), ["abcd", "ef", "gh"]);
        assert_eq!(rows(&RichLine::default(), 4), [""]);
    }

    #[test]
    fn a_comma_stays_with_the_word_of_another_span() {
        let line = RichLine::new()
            .plain("Son")
            .with(TextRole::Dim, ", ")
            .plain("Yahoo!")
            .with(TextRole::Dim, ", ")
            .plain("Alibaba");
        assert_eq!(rows(&line, 11), ["Son,", "Yahoo!,", "Alibaba"]);
    }
}
