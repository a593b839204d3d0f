//! Truncation, by characters or by columns.

use std::borrow::Cow;
#[cfg(feature = "app")]
use unicode_segmentation::UnicodeSegmentation;
#[cfg(feature = "app")]
use unicode_width::UnicodeWidthStr;

/// The beginning of a value, for quoting in a message. Truncation keeps the rest of the message visible, and limits
/// the memory of many findings about the same long value.
pub(crate) fn excerpt(value: &str) -> Cow<'_, str> {
    /// Maximum length of the excerpt, in characters.
    const MAX_VALUE_CHARS: usize = 200;
    truncate_chars(value, MAX_VALUE_CHARS)
}

/// Truncates a text to a number of characters and appends `…` if anything was cut.
pub(crate) fn truncate_chars(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// Truncates a text to `columns` columns at a grapheme boundary; `…` replaces what is cut off.
#[cfg(feature = "app")]
pub(crate) fn truncate_columns(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > columns {
            break;
        }
        out.push_str(grapheme);
    }
    if columns > 0 {
        out.truncate(out.trim_end().len());
        out.push('…');
    }
    out
}

#[cfg(all(test, feature = "app"))]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_graphemes_and_counts_columns() {
        assert_eq!(truncate_columns("SoftBank", 8), "SoftBank");
        assert_eq!(truncate_columns("SoftBank sells", 10), "SoftBank…");
        assert_eq!(truncate_columns("ソフトバンク", 5), "ソフ…");
        assert_eq!(truncate_columns("abc", 0), "");
    }
}
