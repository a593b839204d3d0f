//! JSON that is safe to print on a terminal (RFC 8259, section 7, allows any character to be escaped).

use crate::text::is_printable;
use serde::Serialize;
use std::fmt::Write;

/// The layout of JSON output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonLayout {
    /// On one line.
    Compact,
    /// Over several lines, indented.
    Pretty,
}

/// Serializes a value as JSON. Escapes the characters that [`super::sanitize`] would replace, so that no data is lost
/// and no control character reaches a terminal.
///
/// # Errors
/// If the value cannot be represented as JSON.
pub fn to_json(value: &impl Serialize, layout: JsonLayout) -> serde_json::Result<String> {
    let text = match layout {
        JsonLayout::Compact => serde_json::to_string(value)?,
        JsonLayout::Pretty => serde_json::to_string_pretty(value)?,
    };
    // Line feeds belong to the layout: serde_json has already escaped those in strings.
    let is_allowed = |c: char| c == '\n' || is_printable(c);
    if text.chars().all(is_allowed) {
        return Ok(text);
    }
    let mut escaped = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if is_allowed(c) {
            escaped.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // Writing to a `String` cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    Ok(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_unsafe_characters() {
        let json = to_json(&["a\u{1b}\u{9b}\u{202e}\u{7f}é\n"], JsonLayout::Compact).unwrap();
        assert_eq!(json, r#"["a\u001b\u009b\u202e\u007fé\n"]"#);
        assert_eq!(to_json(&["a"], JsonLayout::Pretty).unwrap(), "[\n  \"a\"\n]");
    }

    proptest! {
        #[test]
        fn round_trips_any_text(text in any::<String>()) {
            let json = to_json(&text, JsonLayout::Compact).unwrap();
            prop_assert!(json.chars().all(is_printable));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
