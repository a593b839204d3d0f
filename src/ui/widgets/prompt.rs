//! A single-line text input.

use crate::ui::action::Edit;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A line of text with a cursor that moves by graphemes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    text: String,
    cursor: usize,
}

impl Prompt {
    /// Maximum length of the line, in bytes. Input beyond it is ignored.
    pub(crate) const MAX_BYTES: usize = 400;

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Creates a line with the cursor at its end.
    pub(crate) fn with_text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text }
    }

    /// The word that ends at the cursor.
    pub(crate) fn word(&self) -> &str {
        let head = &self.text[..self.cursor];
        &head[head.rfind(char::is_whitespace).map_or(0, |at| at + 1)..]
    }

    /// Replaces the word that ends at the cursor.
    pub(crate) fn replace_word(&mut self, word: &str) {
        let start = self.cursor - self.word().len();
        self.text.replace_range(start..self.cursor, word);
        self.cursor = start + word.len();
    }

    /// The visible part of the line in `room` columns, and the column of the cursor. If the cursor would be out of
    /// view, the start of the line is cut off.
    pub(crate) fn visible(&self, room: usize) -> (Cow<'_, str>, usize) {
        let column = self.text[..self.cursor].width();
        if column < room {
            return (Cow::Borrowed(&self.text), column);
        }
        let (mut start, mut hidden) = (0, 0);
        for (at, grapheme) in self.text.grapheme_indices(true) {
            if column + 1 < hidden + room || at >= self.cursor {
                break;
            }
            hidden += grapheme.width();
            start = at + grapheme.len();
        }
        (Cow::Owned(format!("…{}", &self.text[start..])), column.saturating_sub(hidden) + 1)
    }

    /// Edits the line. Returns whether its text changed.
    pub(crate) fn edit(&mut self, edit: Edit) -> bool {
        let before = self.text.len();
        match edit {
            Edit::Insert(c) if !c.is_control() && self.text.len() + c.len_utf8() <= Self::MAX_BYTES => {
                self.text.insert(self.cursor, c);
                self.cursor += c.len_utf8();
            }
            Edit::Insert(_) | Edit::Complete => {}
            Edit::Backspace => self.remove(self.left()..self.cursor),
            Edit::Delete => self.remove(self.cursor..self.right()),
            Edit::KillWord => {
                let head = self.text[..self.cursor].trim_end();
                let start = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                self.remove(start..self.cursor);
            }
            Edit::KillToStart => self.remove(0..self.cursor),
            Edit::KillToEnd => self.remove(self.cursor..self.text.len()),
            Edit::Start => self.cursor = 0,
            Edit::End => self.cursor = self.text.len(),
            Edit::Left => self.cursor = self.left(),
            Edit::Right => self.cursor = self.right(),
        }
        self.text.len() != before
    }

    fn remove(&mut self, range: std::ops::Range<usize>) {
        self.cursor = range.start;
        self.text.replace_range(range, "");
    }

    fn left(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.cursor + self.text[self.cursor..].graphemes(true).next().map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Prompt {
        let mut prompt = Prompt::default();
        text.chars().for_each(|c| _ = prompt.edit(Edit::Insert(c)));
        prompt
    }

    #[test]
    fn edits_as_in_a_shell() {
        let mut prompt = typed("softbank nvidia");
        assert!(prompt.edit(Edit::KillWord));
        assert_eq!(prompt.text(), "softbank ");
        prompt.edit(Edit::Start);
        assert!(!prompt.edit(Edit::Backspace));
        prompt.edit(Edit::KillToEnd);
        assert_eq!(prompt.text(), "");
    }

    #[test]
    fn moves_by_graphemes() {
        let mut prompt = typed("ae\u{301}");
        assert_eq!(prompt.visible(80).1, 2);
        prompt.edit(Edit::Backspace);
        assert_eq!(prompt.text(), "a");
    }

    #[test]
    fn the_cursor_is_always_seen() {
        let prompt = Prompt::with_text("abcdefgh");
        assert_eq!(prompt.visible(20), ("abcdefgh".into(), 8));
        assert_eq!(prompt.visible(9), ("abcdefgh".into(), 8));
        assert_eq!(prompt.visible(8), ("…cdefgh".into(), 7));
        assert_eq!(prompt.visible(4), ("…gh".into(), 3));
        assert_eq!(Prompt::with_text("東京東京").visible(6), ("…東京".into(), 5));
        assert!(prompt.visible(0).1 <= 1);
    }
}
