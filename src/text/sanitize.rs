//! Makes text safe to write to a terminal.

use std::borrow::Cow;

/// Makes a text safe to write to a terminal. C0 controls and DEL become control pictures (block U+2400), except that
/// line breaks and tabs become blanks. C1 controls, bidirectional controls (UAX #9), U+2028, U+2029 and U+FEFF become
/// U+FFFD. A base therefore cannot move the cursor, change the screen or reorder text.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(sanitize_char).collect())
    }
}

/// Whether a character may be written to a terminal unchanged.
pub fn is_printable(c: char) -> bool {
    sanitize_char(c) == c
}

fn sanitize_char(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_control_and_bidi_characters() {
        assert_eq!(sanitize("a\u{1b}[31m\u{9b}\u{202e}\n\u{7f}"), "a␛[31m\u{fffd}\u{fffd} ␡");
        assert!(matches!(sanitize("plain é"), Cow::Borrowed(_)));
    }
}
