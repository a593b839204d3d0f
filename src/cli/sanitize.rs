//! Sanitizes an output stream. Replaces control characters other than line feed and tab, bidirectional controls, and
//! escape sequences other than SGR colours.
//!
//! Each part of the program already sanitizes what it shows, see [`crate::model::sanitize`]. This catches whatever a
//! part has missed.

use crate::model::{is_printable, to_ascii};
use std::io::{self, Write};

/// A writer that replaces unsafe characters and escape sequences.
pub struct SanitizingWriter<W: Write> {
    inner: W,
    /// Whether colour sequences may pass (SGR, ECMA-48, 8.3.117).
    color: bool,
    /// Whether to transliterate the output to ASCII.
    ascii: bool,
    /// An incomplete character or escape sequence at the end of the input so far.
    pending: Vec<u8>,
}

impl<W: Write> SanitizingWriter<W> {
    /// Wraps `inner`. `colour` lets colour sequences pass.
    pub fn new(inner: W, color: bool) -> Self {
        Self { inner, color, ascii: false, pending: Vec::new() }
    }

    /// Sets whether the output is transliterated to ASCII.
    #[must_use]
    pub fn with_ascii(self, ascii: bool) -> Self {
        Self { ascii, ..self }
    }
}

impl<W: Write> Write for SanitizingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        let (text, rest) = complete_prefix(&self.pending, self.color);
        let clean = sanitize_text(&text, self.color);
        self.pending.drain(..self.pending.len() - rest);
        let clean = if self.ascii { to_ascii(&clean) } else { clean.into() };
        self.inner.write_all(clean.as_bytes())?;
        Ok(bytes.len())
    }

    /// Flushes the inner writer. An incomplete character or sequence stays pending; it is lost if nothing follows.
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Returns the complete part of the input as text, and the number of bytes of the incomplete rest.
fn complete_prefix(bytes: &[u8], colour: bool) -> (String, usize) {
    let cut = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    // A colour sequence is short, so an unfinished sequence of 32 bytes or more is not one.
    let sequence = bytes[..cut].iter().rposition(|&byte| byte == 0x1b).filter(|at| {
        let body = &bytes[at + 1..cut];
        colour
            && cut - at < 32
            && (body.is_empty() || body[0] == b'[' && body[1..].iter().all(|&byte| is_sgr_parameter(byte)))
    });
    let cut = sequence.unwrap_or(cut);
    (String::from_utf8_lossy(&bytes[..cut]).into_owned(), bytes.len() - cut)
}

fn is_sgr_parameter(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b';'
}

fn sanitize_text(text: &str, color: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if color { sgr_len(rest) } else { None };
        if let Some(length) = length {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        out.push(if matches!(c, '\n' | '\t') || is_printable(c) { c } else { char::REPLACEMENT_CHARACTER });
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Length in bytes of the colour sequence at the start of the text, if there is one.
fn sgr_len(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\x1b[")?;
    let end = body.bytes().position(|byte| !is_sgr_parameter(byte))?;
    (body.as_bytes()[end] == b'm').then_some(2 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn write_pieces(pieces: &[&[u8]], color: bool) -> String {
        let mut out = Vec::new();
        let mut guard = SanitizingWriter::new(&mut out, color);
        pieces.iter().for_each(|piece| guard.write_all(piece).unwrap());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn replaces_control_sequences() {
        let harm = "a\x1b]0;t\x07\u{9b}31m\u{202e}\x1b[2J\x1b[31mred\x1b[0m\té\n";
        let shown = "a\u{fffd}]0;t\u{fffd}\u{fffd}31m\u{fffd}\u{fffd}[2J";
        assert_eq!(write_pieces(&[harm.as_bytes()], true), format!("{shown}\x1b[31mred\x1b[0m\té\n"));
        assert_eq!(write_pieces(&[harm.as_bytes()], false), format!("{shown}\u{fffd}[31mred\u{fffd}[0m\té\n"));
    }

    #[test]
    fn ascii_mode_writes_only_ascii() {
        let mut out = Vec::new();
        let mut guard = SanitizingWriter::new(&mut out, true).with_ascii(true);
        "« é » \x1b[1m–\x1b[0m\n".bytes().for_each(|byte| guard.write_all(&[byte]).unwrap());
        assert_eq!(String::from_utf8(out).unwrap(), "\" e \" \x1b[1m-\x1b[0m\n");
    }

    proptest! {
        #[test]
        fn split_writes_equal_one_write(text in "(\\PC|\x1b\\[[0-9;]{0,4}m|[\x00-\x1f]|\u{9b}){0,20}", cut in 0_usize..80, color: bool) {
            let bytes = text.as_bytes();
            let cut = cut.min(bytes.len());
            // The final `.` completes any pending sequence, so nothing stays pending.
            prop_assert_eq!(write_pieces(&[bytes, b"."], color), write_pieces(&[&bytes[..cut], &bytes[cut..], b"."], color));
        }
    }
}
