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
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut clusters = text.graphemes(true).peekable();
    let mut owed = 0;
    while let Some(cluster) = clusters.next() {
        let more = clusters.peek() == Some(&" ");
        if cluster == " " && owed > 0 && more {
            owed -= 1;
            continue;
        }
        if cluster.is_ascii() {
            owed = if cluster == " " { owed } else { 0 };
            out.push_str(cluster);
            continue;
        }
        let columns = cluster.width();
        let form = plain_form(cluster, columns).unwrap_or_else(|| "?".repeat(columns.max(1)));
        owed = form.len().saturating_sub(columns);
        out.push_str(&form);
    }
    Cow::Owned(out)
}

/// Whether a character is printable ASCII.
pub(crate) fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// Transliterates a grapheme cluster: by the tables below, otherwise by its base letters (NFKD of UAX #15 without
/// combining marks). `None` if any part of it has no ASCII form.
pub(crate) fn plain_form(symbol: &str, columns: usize) -> Option<String> {
    let mut form = String::new();
    for c in symbol.chars() {
        if let Some(known) = known(c) {
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
                _ if is_plain(part) => form.push(part),
                _ if part.width() == Some(0) => {}
                _ => form.push_str(known(part)?),
            }
        }
    }
    Some(form)
}

/// The ASCII form of a character that is not an ASCII letter with marks. If only one column is free, callers may keep
/// its first character alone.
fn known(c: char) -> Option<&'static str> {
    frame(c).or_else(|| block(c)).or_else(|| mark(c)).or_else(|| sign(c)).or_else(|| letter(c))
}

/// Box-drawing characters.
fn frame(c: char) -> Option<&'static str> {
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
fn block(c: char) -> Option<&'static str> {
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
fn mark(c: char) -> Option<&'static str> {
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
fn sign(c: char) -> Option<&'static str> {
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
fn letter(c: char) -> Option<&'static str> {
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
    fn columns_stay_where_blanks_are_left_over() {
        assert_eq!(ascii("Jan 2025?  ◆   ≥ $100B   « é »"), "Jan 2025?  *   >= $100B   \" e \"");
        assert_eq!(ascii("cut…   next"), "cut..  next");
        assert_eq!(ascii("cut… next"), "cut.. next");
        assert_eq!(ascii("漢 ½ x"), "?? ? x");
    }

    proptest! {
        #[test]
        fn any_text_becomes_ascii_and_a_second_time_changes_nothing(text in "\\PC{0,40}") {
            let plain = ascii(&text).into_owned();
            prop_assert!(plain.is_ascii(), "{plain}");
            prop_assert_eq!(ascii(&plain), plain.as_str());
        }
    }
}
