//! Transliteration to ASCII, for terminals, locales and fonts without Unicode.
//!
//! A character without an ASCII form becomes `?`: a visible gap is better than a wrong character.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Transliterates a text to ASCII. ASCII characters, including line feeds and tabs, are unchanged. If a replacement
/// is wider than its original, blanks after it are removed to make up for it, except the last one, so that most
/// columns stay aligned.
pub fn to_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut clusters = text.graphemes(true).peekable();
    let mut extra_columns = 0;
    while let Some(cluster) = clusters.next() {
        let space_follows = clusters.peek() == Some(&" ");
        if cluster == " " && extra_columns > 0 && space_follows {
            extra_columns -= 1;
            continue;
        }
        if cluster.is_ascii() {
            extra_columns = if cluster == " " { extra_columns } else { 0 };
            out.push_str(cluster);
            continue;
        }
        let columns = cluster.width();
        let form = cluster_to_ascii(cluster, columns).unwrap_or_else(|| "?".repeat(columns.max(1)));
        extra_columns = form.len().saturating_sub(columns);
        out.push_str(&form);
    }
    Cow::Owned(out)
}

/// Whether a character is printable ASCII.
pub(crate) fn is_printable_ascii(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// Transliterates a grapheme cluster: by the tables below, otherwise by its base letters (NFKD of UAX #15 without
/// combining marks). `None` if any part of it has no ASCII form.
pub(crate) fn cluster_to_ascii(cluster: &str, columns: usize) -> Option<String> {
    let mut form = String::new();
    for c in cluster.chars() {
        if let Some(known) = char_to_ascii(c) {
            form.push_str(known);
            continue;
        }
        // NFKD turns ½ into `1/2`, too wide for one column, and 10² into 102. Subscripts (CO₂) read well as digits.
        if columns == 1 && c.is_numeric() && !c.is_ascii() && !matches!(c, '₀'..='₉') {
            return None;
        }
        for part in c.nfkd() {
            match part {
                // An overlaid stroke negates the symbol. NFKD turns a spacing accent into a blank and a mark.
                '\u{334}'..='\u{338}' => return None,
                ' ' if !c.is_whitespace() => return None,
                _ if is_printable_ascii(part) => form.push(part),
                _ if part.width() == Some(0) => {}
                _ => form.push_str(char_to_ascii(part)?),
            }
        }
    }
    Some(form)
}

/// The ASCII form of a character that is not an ASCII letter with marks. If only one column is free, callers may keep
/// its first character alone.
fn char_to_ascii(c: char) -> Option<&'static str> {
    box_drawing(c)
        .or_else(|| block_element(c))
        .or_else(|| symbol(c))
        .or_else(|| punctuation(c))
        .or_else(|| special_letter(c))
}

/// Box-drawing characters.
fn box_drawing(c: char) -> Option<&'static str> {
    Some(match c {
        '─' | '━' | '═' | '╌' | '╍' | '┄' | '┅' | '┈' | '┉' | '╴' | '╶' | '╸' | '╺' | '╼' | '╾' => {
            "-"
        }
        '│' | '┃' | '║' | '╵' | '╷' | '╹' | '╻' | '╽' | '╿' => "|",
        '╎' | '╏' | '┆' | '┇' | '┊' | '┋' => ":",
        '╱' => "/",
        '╲' => "\\",
        '╳' => "x",
        '\u{2500}'..='\u{257f}' => "+",
        _ => return None,
    })
}

/// Block elements, by how much of the cell they fill.
fn block_element(c: char) -> Option<&'static str> {
    Some(match c {
        '▁' | '░' => ".",
        '▂' | '▒' => ":",
        '▃' => "-",
        '▄' => "=",
        '▅' => "+",
        '▆' => "*",
        '▇' | '▓' => "%",
        // Marks the selected row; a bar would look like part of the frame next to it.
        '▌' => ">",
        '▍' | '▎' | '▏' | '▐' | '▕' => "|",
        // The full block, and the rarely used halves and quadrants.
        '\u{2580}'..='\u{259f}' => "#",
        _ => return None,
    })
}

/// Row symbols, bullets and arrows.
fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '◆' | '★' => "*",
        '◇' | '◈' | '☆' => "+",
        '●' | '•' => "o",
        '○' | '◦' | '∙' => ".",
        '°' => "c",
        '▪' | '■' => "#",
        '▫' | '□' => "=",
        '❝' | '❞' => "\"",
        '▸' | '▶' | '►' | '›' | '→' | '⇒' => ">",
        '◂' | '◀' | '◄' | '‹' | '←' | '⇐' => "<",
        '↑' | '▲' | '▴' => "^",
        '↓' | '▼' | '▾' | '✓' | '✔' => "v",
        '↔' => "-",
        '✗' | '✘' | '×' => "x",
        '⚠' => "!",
        _ => return None,
    })
}

/// Punctuation, mathematical operators and currency signs.
fn punctuation(c: char) -> Option<&'static str> {
    Some(match c {
        '«' | '»' | '“' | '”' | '„' | '‟' | '″' => "\"",
        '‘' | '’' | '‚' | '‛' | '′' | '´' | 'ʼ' => "'",
        '\u{2010}'..='\u{2015}' | '−' | '·' | '‧' => "-",
        // NFKD turns it into three dots, which would take three columns.
        '…' => "..",
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        '≈' | '±' => "~",
        '÷' | '⁄' => "/",
        '€' => "E",
        '£' => "L",
        '¥' => "Y",
        '°' => "o",
        '§' => "S",
        '†' => "+",
        '¢' | '©' => "c",
        '®' | '™' => "?",
        _ => return None,
    })
}

/// Letters that NFKD does not decompose into an ASCII letter and marks.
fn special_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' => "oe",
        'Œ' => "OE",
        'æ' => "ae",
        'Æ' => "AE",
        'ß' => "ss",
        'ẞ' => "SS",
        'þ' => "th",
        'Þ' => "Th",
        'ø' => "o",
        'Ø' => "O",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ł' => "l",
        'Ł' => "L",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spare_blanks_keep_columns_aligned() {
        assert_eq!(to_ascii("Jan 2025?  ◆   ≥ $100B   « é »"), "Jan 2025?  *   >= $100B   \" e \"");
        assert_eq!(to_ascii("cut…   next"), "cut..  next");
        assert_eq!(to_ascii("cut… next"), "cut.. next");
        assert_eq!(to_ascii("漢 ½ x"), "?? ? x");
    }

    proptest! {
        #[test]
        fn output_is_ascii_and_conversion_is_idempotent(text in "\\PC{0,40}") {
            let plain = to_ascii(&text).into_owned();
            prop_assert!(plain.is_ascii(), "{plain}");
            prop_assert_eq!(to_ascii(&plain), plain.as_str());
        }
    }

    #[test]
    fn special_letters_and_blocks_have_their_own_forms() {
        for (written, form) in [
            ("œŒæÆßẞþÞ", "oeOEaeAEssSSthTh"),
            ("øØđðĐÐłŁħĦı", "oOddDDlLhHi"),
            ("▁▂▃▄▅▆▇█", ".:-=+*%#"),
            ("░▒▓", ".:%"),
            ("▌▍▎▏▐▕", ">|||||"),
            ("▀▉▊▋▖▟", "######"),
        ] {
            assert_eq!(to_ascii(written), form, "{written}");
        }
    }

    #[test]
    fn signs_and_letters_without_a_base_letter_have_their_own_form() {
        let cases = [
            ("€5 £6 ¥7 8¢", "E5 L6 Y7 8c"),
            ("§1 ±2 ≈3 6÷2 a≠b", "S1 ~2 ~3 6/2 a!=b"),
            ("“x” ‘y’ «z» 1–2", "\"x\" 'y' \"z\" 1-2"),
            ("œŒ æÆ ßẞ þÞ", "oeOE aeAE ssSS thTh"),
            ("øØ đĐ ðÐ łŁ ħĦ ı", "oO dD dD lL hH i"),
        ];
        for (text, ascii) in cases {
            assert_eq!(to_ascii(text), ascii, "{text}");
        }
    }
}
