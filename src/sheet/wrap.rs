//! Breaking a line into rows of a width.

use super::Line;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A row of a broken line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Blank columns in front.
    pub indent: u16,
    /// The parts: which span of the line, and which bytes of it.
    pub pieces: Vec<(usize, Range<usize>)>,
}

/// Breaks a line between words into rows of at most `width` columns; a word wider than a row is broken between
/// graphemes (Unicode UAX 29). A word goes on over the end of a span where no blank parts them. Widths are those of
/// Unicode UAX 11.
pub fn wrap(line: &Line, width: u16) -> Vec<Row> {
    let width = usize::from(width.max(1));
    let hang = usize::from(line.hang).min(width / 2);
    let mut rows = Rows { line, rows: vec![Row::default()], used: 0, width, hang };
    let mut word: Vec<(usize, Range<usize>)> = Vec::new();
    for (at, span) in line.spans.iter().enumerate() {
        let mut start = 0;
        for part in span.text.split_inclusive(' ') {
            word.push((at, start..start + part.len()));
            start += part.len();
            if part.ends_with(' ') {
                rows.word(&std::mem::take(&mut word));
            }
        }
    }
    rows.word(&word);
    rows.rows
}

struct Rows<'a> {
    line: &'a Line,
    rows: Vec<Row>,
    used: usize,
    width: usize,
    hang: usize,
}

impl Rows<'_> {
    /// Adds a word with the blank behind it.
    fn word(&mut self, parts: &[(usize, Range<usize>)]) {
        let line = self.line;
        let text = |(span, range): &(usize, Range<usize>)| &line.spans[*span].text[range.clone()];
        let solid: usize = parts.iter().map(|part| text(part).trim_end_matches(' ').width()).sum();
        if self.used + solid > self.width && !self.at_start() {
            self.break_row();
        }
        let whole = self.used + solid <= self.width;
        for part @ (span, range) in parts {
            let words = text(part);
            if whole {
                // Blanks that do not fit, or that would begin a broken-off row, are dropped.
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

    /// Begins a row; blanks at the end of the last one are dropped.
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
    use crate::sheet::Role;

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
