//! Replaces the frame's glyphs by ASCII, for terminals and fonts that have nothing else.
//!
//! It works on the finished frame, so panes need not know of it. Columns stay aligned: a glyph becomes as many
//! characters as it is columns wide, and one more only if a blank follows.

use crate::model::{cluster_to_ascii, is_printable_ascii};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::Style;

/// Replaces every glyph that is not ASCII, in place; afterwards each cell holds one printable ASCII character. Styles
/// are kept. The second column of a wide glyph gets the style of the first, which covered it before.
pub(super) fn to_ascii(buf: &mut Buffer) {
    let width = usize::from(buf.area.width).max(1);
    buf.content.chunks_mut(width).for_each(row_to_ascii);
}

fn row_to_ascii(row: &mut [Cell]) {
    let mut x = 0;
    while x < row.len() {
        let symbol = row[x].symbol();
        if symbol.len() == 1 && is_printable_ascii(symbol.chars().next().unwrap_or('?')) {
            x += 1;
            continue;
        }
        let columns = if symbol.len() == 1 { 1 } else { usize::from(symbol.cell_width().max(1)) };
        let end = x.saturating_add(columns).min(row.len());
        let form = cluster_to_ascii(symbol, columns).unwrap_or_else(|| "?".repeat(columns));
        let end = end + form.len().saturating_sub(columns).min(usable_blanks(&row[end..], &form));
        let style = Style::reset().patch(row[x].style());
        let drawn = form.chars().chain(std::iter::repeat(' '));
        for (at, (cell, c)) in row[x..end].iter_mut().zip(drawn).enumerate() {
            cell.set_char(c);
            if at < columns {
                cell.set_style(style);
            }
        }
        x = end;
    }
}

/// Number of cells after a glyph that its ASCII form may use. Only blanks count, and a letter leaves one blank before
/// the next word; otherwise `Œ` would join the two.
fn usable_blanks(after: &[Cell], form: &str) -> usize {
    let blanks = after.iter().take_while(|cell| cell.symbol() == " ").count();
    let word = form.starts_with(|c: char| c.is_ascii_alphabetic());
    if word && blanks < after.len() { blanks.saturating_sub(1) } else { blanks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier};

    const AREA: Rect = Rect { x: 3, y: 1, width: 24, height: 2 };

    /// A buffer with a text in its first row.
    fn drawn(text: &str) -> Buffer {
        let mut buf = Buffer::empty(AREA);
        buf.set_stringn(AREA.x, AREA.y, text, AREA.width.into(), Style::new());
        buf
    }

    fn ascii(text: &str) -> String {
        let mut buf = drawn(text);
        to_ascii(&mut buf);
        let row: String = buf.content[..AREA.width.into()].iter().map(Cell::symbol).collect();
        row.trim_end().to_owned()
    }

    #[test]
    fn borders_and_symbols_keep_their_columns() {
        assert_eq!(ascii("╭─ 1 ━┿┊│╯"), "+- 1 -+:|+");
        assert_eq!(ascii("▌◆●○▪❝▸✓✗≈›↑↓"), ">*o.#\">vx~>^v");
        assert_eq!(ascii("▁▂▃▄▅▆▇█"), ".:-=+*%#");
        assert_eq!(ascii("a long ti…│"), "a long ti.|");
    }

    #[test]
    fn words_lose_their_accents_only() {
        assert_eq!(ascii("«\u{a0}L’été à Zürich\u{202f}»"), "\" L'ete a Zurich \"");
        assert_eq!(ascii("Łódź — A\u{30a}ngström"), "Lodz - Angstrom");
        assert_eq!(ascii("22,5 Md€ ﬁn CO₂ ＡＩ"), "22,5 MdE fn CO2 A I");
    }

    #[test]
    fn longer_form_takes_blank_but_keeps_word_gap() {
        assert_eq!(ascii("≥ 5 ≤5 ≠ 6"), ">=5 <5 !=6");
        assert_eq!(ascii("cœur Bœ  |"), "cour Boe |");
        assert_eq!(ascii("Strauß geht"), "Straus geht");
        assert_eq!(ascii("Strauß"), "Strauss");
    }

    #[test]
    fn misleading_glyphs_become_question_marks() {
        for text in ["²", "½", "①", "Ⅳ", "≮", "¨", "Я", "\u{1b}"] {
            let mut buf = drawn("");
            buf[(AREA.x, AREA.y)].set_symbol(text);
            to_ascii(&mut buf);
            assert_eq!(buf[(AREA.x, AREA.y)].symbol(), "?", "{text}");
        }
        assert_eq!(ascii("ソフト 10² 👩‍🚀!"), "?????? 10? ??!");
    }

    #[test]
    fn selected_wide_glyph_keeps_style_in_both_columns() {
        let selected = Style::new().fg(Color::Cyan).add_modifier(Modifier::REVERSED);
        let mut buf = Buffer::empty(AREA);
        buf.set_style(AREA, Style::new().bg(Color::Red).add_modifier(Modifier::ITALIC));
        buf.set_stringn(AREA.x, AREA.y, "孫", 2, selected);
        to_ascii(&mut buf);
        assert_eq!(buf[(AREA.x, AREA.y)], buf[(AREA.x + 1, AREA.y)]);
        assert_eq!(buf[(AREA.x + 2, AREA.y)].bg, Color::Red);
    }

    fn is_ascii(cell: &Cell) -> bool {
        cell.symbol().len() == 1 && cell.symbol().chars().all(is_printable_ascii)
    }

    proptest! {
        #[test]
        fn output_is_ascii_and_idempotent(
            text in any::<String>(),
            raw in prop::collection::vec((0..24_u16, 0..2_u16, any::<String>()), 0..8),
        ) {
            let mut buf = drawn(&text);
            for (x, y, symbol) in raw {
                buf[(AREA.x + x, AREA.y + y)].set_symbol(&symbol);
            }
            to_ascii(&mut buf);
            prop_assert_eq!(buf.area, AREA);
            prop_assert_eq!(buf.content.len(), 48);
            prop_assert!(buf.content.iter().all(is_ascii), "{:?}", buf);
            let once = buf.clone();
            to_ascii(&mut buf);
            prop_assert_eq!(buf, once);
        }

        #[test]
        fn ascii_stays_in_its_column(text in "[a-z0-9 │é≥œソ€👩🏽²]{0,24}") {
            let mut buf = drawn(&text);
            let before = buf.clone();
            to_ascii(&mut buf);
            for (was, is) in before.content.iter().zip(&buf.content) {
                prop_assert!(!is_ascii(was) || was.symbol() == " " || was == is);
            }
        }
    }
}
