//! Renders a screen as a screenshot: plain text, text with escape sequences, SVG or an HTML page.

mod colour;
mod html;
mod shape;
mod svg;

pub use colour::Ground;

use super::sgr::Look;
use crate::model::sanitize;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use std::borrow::Cow;

keyword_enum! {
    /// The format of a screenshot.
    pub enum PictureFormat {
        /// Plain text.
        Text = "text",
        /// Text with SGR escape sequences.
        Ansi = "ansi",
        /// A vector image.
        Svg = "svg",
        /// A self-contained page.
        Html = "html",
    }
}

impl PictureFormat {
    /// The file name extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Ansi => "ans",
            Self::Svg => "svg",
            Self::Html => "html",
        }
    }
}

/// CSS font stack of screenshots. In each of the named fonts, all weights have the same advance width.
const FONTS: &str = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";

/// Renders a screen as a screenshot. `ground` gives the colours of the terminal and `title` the title; only SVG and
/// HTML use them. Whatever the cells contain, the output has no control characters except line feeds and, in
/// [`PictureFormat::Ansi`], SGR sequences.
pub fn picture(buf: &Buffer, ground: &Ground, format: PictureFormat, title: &str) -> String {
    let rows: Vec<_> = buf.content().chunks(usize::from(buf.area.width).max(1)).map(row).collect();
    match format {
        PictureFormat::Text => text(&rows),
        PictureFormat::Ansi => ansi(&rows),
        PictureFormat::Svg => svg::svg(&rows, buf.area.width, ground, title),
        PictureFormat::Html => html::html(&rows, ground, title),
    }
}

/// A symbol in a row, one or more columns wide.
struct Glyph<'a> {
    symbol: Cow<'a, str>,
    look: Look,
    x: u16,
    width: u16,
}

impl Glyph<'_> {
    fn is_blank(&self) -> bool {
        self.symbol == " "
    }

    /// Whether the screenshot fonts are sure to have it at one column per character: Latin, Greek and Cyrillic
    /// letters, and common punctuation. Other characters may come from another font, with another width.
    fn is_letter(&self) -> bool {
        let letter = |c| {
            matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{386}'..='\u{3ce}'
                | '\u{400}'..='\u{45f}' | '\u{2013}'..='\u{2014}' | '\u{2018}'..='\u{201e}' | '\u{2020}'..='\u{2022}'
                | '\u{2026}' | '\u{2039}'..='\u{203a}' | '\u{20ac}')
        };
        usize::from(self.width) == self.symbol.chars().count() && self.symbol.chars().all(letter)
    }
}

/// The glyphs of a row, without invisible blanks at the end. They cover all columns before that without gaps.
fn row(cells: &[Cell]) -> Vec<Glyph<'_>> {
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(cells.len());
    let mut hidden = 0;
    for ((cell, x), room) in cells.iter().zip(0..).zip((1..=cells.len()).rev()) {
        if hidden > 0 {
            hidden -= 1;
            continue;
        }
        let (symbol, width) = fit(cell.symbol(), room);
        let before = glyphs.last().map_or(Look::default(), |glyph| glyph.look);
        let look = if symbol == " " { look_of_blank(before, cell) } else { Look::of(cell) };
        glyphs.push(Glyph { symbol, look, x, width });
        hidden = width - 1;
    }
    while glyphs.last().is_some_and(|last| last.is_blank() && last.look.on_blank() == Look::default()) {
        glyphs.pop();
    }
    glyphs
}

/// Sanitizes a symbol, and returns it with its width in columns. Replaces a symbol without width, or wider than the
/// `room` columns left, with a blank.
fn fit(symbol: &str, room: usize) -> (Cow<'_, str>, u16) {
    let symbol = sanitize(symbol);
    match symbol.cell_width() {
        width if width > 0 && usize::from(width) <= room => (symbol, width),
        _ => (Cow::Borrowed(" "), 1),
    }
}

/// The style for a blank: that of the previous glyph if the blank looks the same in it, so that no style change is
/// needed.
fn look_of_blank(before: Look, cell: &Cell) -> Look {
    let look = Look::of(cell).on_blank();
    if before.on_blank() == look { before } else { look }
}

fn text(rows: &[Vec<Glyph>]) -> String {
    let mut text = String::new();
    for row in rows {
        let start = text.len();
        text.extend(row.iter().map(|glyph| glyph.symbol.as_ref()));
        text.truncate(start + text[start..].trim_end().len());
        text.push('\n');
    }
    text
}

fn ansi(rows: &[Vec<Glyph>]) -> String {
    let mut text = String::new();
    for row in rows {
        let mut look = Look::default();
        let mut turn = |to: Look, text: &mut String| {
            if let Some(codes) = look.turn(to) {
                text.extend(["\x1b[", &codes, "m"]);
                look = to;
            }
        };
        for glyph in row {
            turn(glyph.look, &mut text);
            text.push_str(&glyph.symbol);
        }
        turn(Look::default(), &mut text);
        text.push('\n');
    }
    text
}

/// Escapes text as the content of an element or attribute, in XML 1.0 and HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in sanitize(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Not characters in XML 1.0 (section 2.2).
            '\u{fffe}' | '\u{ffff}' => safe.push(char::REPLACEMENT_CHARACTER),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests;
