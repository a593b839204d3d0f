//! Wraps lines to a width.

use super::{Line, Role};
use crate::model::{Bond, bond_between};
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// One row of a wrapped line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Indent, in columns.
    pub indent: u16,
    /// The pieces of the row: index of the span in the line, and its byte range.
    pub pieces: Vec<(usize, Range<usize>)>,
}

/// Wraps a line between words into rows of at most `width` columns (Unicode UAX 11). Words that belong together
/// ([`bond_between`]) and the words of an amount stay in one row. If they do not fit, they are broken at the weakest bond; a
/// word wider than a row is broken between graphemes (Unicode UAX 29). A word may continue across spans if there is
/// no blank between them.
pub fn wrap(line: &Line, width: u16) -> Vec<Row> {
    let width = usize::from(width.max(1));
    let hang = usize::from(line.hang).min(width / 2);
    let mut rows = Rows { line, rows: vec![Row::default()], used: 0, width, hang };
    let words = words(line);
    let bonds: Vec<_> = words.windows(2).map(|pair| bond_of(line, &pair[0], &pair[1])).collect();
    rows.run(&words, &bonds, Bond::None);
    rows.rows
}

/// A word with its trailing blank, as pieces of spans.
type Word = Vec<(usize, Range<usize>)>;

fn words(line: &Line) -> Vec<Word> {
    let (mut words, mut word) = (Vec::new(), Word::new());
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

fn bond_of(line: &Line, before: &Word, after: &Word) -> Bond {
    let (Some((last, _)), Some((first, _))) = (before.last(), after.first()) else { return Bond::None };
    if last == first && line.spans[*last].role == Role::Amount {
        return Bond::Strong;
    }
    let text = |word: &Word| -> Cow<'_, str> {
        match word.as_slice() {
            [(span, range)] => line.spans[*span].text[range.clone()].into(),
            parts => {
                parts.iter().map(|(span, range)| &line.spans[*span].text[range.clone()]).collect::<String>().into()
            }
        }
    };
    bond_between(text(before).trim_end_matches(' '), text(after).trim_end_matches(' '))
}

struct Rows<'a> {
    line: &'a Line,
    rows: Vec<Row>,
    used: usize,
    width: usize,
    hang: usize,
}

impl Rows<'_> {
    /// Adds words. Words with a bond stronger than `least` move to the next row together if the current one has no
    /// room for all of them.
    fn run(&mut self, words: &[Word], bonds: &[Bond], least: Bond) {
        let mut from = 0;
        while from < words.len() {
            let held = bonds[from..].iter().take_while(|&&bond| bond > least).count();
            let (group, inner) = (&words[from..=from + held], &bonds[from..from + held]);
            from += held + 1;
            let widths: usize = group.iter().map(|word| self.width_of(word)).sum();
            let blank = group.last().map_or(0, |word| self.width_of(word) - self.solid(word));
            let solid = widths - blank;
            if self.used + solid > self.width && !self.at_start() && group.len() > 1 {
                self.break_row();
            }
            if group.len() > 1 && self.used + solid > self.width {
                let next = if least == Bond::None { Bond::Weak } else { Bond::Strong };
                self.run(group, inner, next);
            } else {
                group.iter().for_each(|word| self.word(word));
            }
        }
    }

    fn width_of(&self, word: &Word) -> usize {
        word.iter().map(|(span, range)| self.line.spans[*span].text[range.clone()].width()).sum()
    }

    /// Width of a word without its trailing blank.
    fn solid(&self, word: &Word) -> usize {
        word.iter().map(|(span, range)| self.line.spans[*span].text[range.clone()].trim_end_matches(' ').width()).sum()
    }

    /// Adds a word with its trailing blank.
    fn word(&mut self, parts: &Word) {
        let line = self.line;
        let text = |(span, range): &(usize, Range<usize>)| &line.spans[*span].text[range.clone()];
        let solid = self.solid(parts);
        if self.used + solid > self.width && !self.at_start() {
            self.break_row();
        }
        let whole = self.used + solid <= self.width;
        for part @ (span, range) in parts {
            let words = text(part);
            if whole {
                // Drop blanks that do not fit or would begin a continuation row.
                let trimmed = words.trim_end_matches(' ');
                let fits = self.used + words.width() <= self.width && !(trimmed.is_empty() && self.at_break());
                let words = if fits { words } else { trimmed };
                self.push(*span, range.start..range.start + words.len(), words.width());
                continue;
            }
            for (at, grapheme) in words.grapheme_indices(true) {
                if self.used + grapheme.width() > self.width && !self.at_start() {
                    self.break_row();
                }
                let start = range.start + at;
                self.push(*span, start..start + grapheme.len(), grapheme.width());
            }
        }
    }

    fn at_start(&self) -> bool {
        self.rows.last().is_none_or(|row| row.pieces.is_empty())
    }

    fn at_break(&self) -> bool {
        self.rows.len() > 1 && self.at_start()
    }

    /// Starts a new row and trims trailing blanks from the previous one.
    fn break_row(&mut self) {
        if let Some((span, range)) = self.rows.last_mut().and_then(|row| row.pieces.last_mut()) {
            range.end = range.start + self.line.spans[*span].text[range.clone()].trim_end_matches(' ').len();
        }
        self.rows.push(Row { indent: u16::try_from(self.hang).unwrap_or(0), pieces: Vec::new() });
        self.used = self.hang;
    }

    fn push(&mut self, span: usize, range: Range<usize>, width: usize) {
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

    fn rows(line: &Line, width: u16) -> Vec<String> {
        let text = |row: &Row| {
            let words: String = row.pieces.iter().map(|(at, range)| &line.spans[*at].text[range.clone()]).collect();
            format!("{}{}", " ".repeat(row.indent.into()), words.trim_end())
        };
        wrap(line, width).iter().map(text).collect()
    }

    #[test]
    fn breaks_between_words_and_hangs() {
        let line = Line::new().with(Role::Label, "Note  ").plain("what a long remark it is").hanging(6);
        assert_eq!(rows(&line, 16), ["Note  what a", "      long", "      remark it", "      is"]);
        assert_eq!(rows(&line, 80), ["Note  what a long remark it is"]);
    }

    #[test]
    fn breaks_long_words_at_graphemes_and_counts_wide_ones_twice() {
        assert_eq!(rows(&Line::new().plain("ソフトバンク"), 4), ["ソフ", "トバ", "ンク"]);
        assert_eq!(rows(&Line::new().plain("abcdef gh"), 4), ["abcd", "ef", "gh"]);
        assert_eq!(rows(&Line::default(), 4), [""]);
    }

    #[test]
    fn a_comma_stays_with_the_word_of_another_span() {
        let line =
            Line::new().plain("Son").with(Role::Dim, ", ").plain("Yahoo!").with(Role::Dim, ", ").plain("Alibaba");
        assert_eq!(rows(&line, 11), ["Son,", "Yahoo!,", "Alibaba"]);
    }
}
