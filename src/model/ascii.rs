//! Text in ASCII, for terminals, locales and fonts that have nothing else.
//!
//! What has no plain form becomes `?`: to see that something is missing is better than to read something else.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text in ASCII, line feeds and tabs as they are. A form that takes more columns than the glyph did takes those of
/// blanks that follow it, as far as one of them stays; so most columns stay aligned.
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

/// A cluster in ASCII: by the tables, else its base letters (NFKD of UAX #15, without marks). Nothing where a part of it
/// has no such form.
pub(crate) fn plain_form(symbol: &str, columns: usize) -> Option<String> {
    let mut form = String::new();
    for c in symbol.chars() {
        if let Some(known) = known(c) {
            form.push_str(known);
            continue;
        }
        // One column does not hold `1/2`, and of 10² it would make 102. Other figures are as good as ours.
        if columns == 1 && c.is_numeric() && !c.is_ascii() && !matches!(c, '₀'..='₉') {
            return None;
        }
        for part in c.nfkd() {
            match part {
                // A stroke through a sign is its negation; blanks under a mark are what Unicode makes of a mark alone.
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

/// The plain form of a character that is more than a letter with marks. Where there is room for one column only, the
/// first character must do.
fn known(c: char) -> Option<&'static str> {
    frame(c).or_else(|| block(c)).or_else(|| mark(c)).or_else(|| sign(c)).or_else(|| letter(c))
}

/// Frames (box drawing).
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

/// Columns and bars (block elements), by how much of the cell they fill.
fn block(c: char) -> Option<&'static str> {
    Some(match c {
        '▁' | '░' => ".",
        '▂' | '▒' => ":",
        '▃' => "-",
        '▄' => "=",
        '▅' => "+",
        '▆' => "*",
        '▇' | '▓' => "%",
        // The sign of what is selected; a bar would be taken for the frame beside it.
        '▌' => ">",
        '▍' | '▎' | '▏' | '▐' | '▕' => "|",
        // The full one, and quarters and halves, rarely met.
        '\u{2580}'..='\u{259f}' => "#",
        _ => return None,
    })
}

/// What stands before a row, or leads on.
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

/// Punctuation, signs of arithmetic and money.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '«' | '»' | '“' | '”' | '„' | '‟' | '″' => "\"",
        '‘' | '’' | '‚' | '‛' | '′' | '´' | 'ʼ' => "'",
        '\u{2010}'..='\u{2015}' | '−' | '·' | '‧' => "-",
        // The dots that NFKD makes of it would read as three cells.
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

/// Letters that are no base letter with a mark.
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
