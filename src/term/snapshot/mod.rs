//! Renders a screen as a screenshot: plain text, text with escape sequences, SVG or an HTML page.

mod box_drawing;
mod color;
mod html;
mod svg;

pub use color::TerminalColors;

use crate::term::sgr::CellStyle;
use crate::text::{escape_html, sanitize};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use std::borrow::Cow;

keyword_enum! {
    /// The format of a screenshot.
    pub enum ScreenshotFormat {
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

impl ScreenshotFormat {
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

/// The width of a cell, in pixels.
const CELL_WIDTH: f64 = 9.0;
/// The height of a cell, in pixels. Both are odd, so that a thin line in the middle is sharp.
const CELL_HEIGHT: f64 = 19.0;
/// CSS font stack of screenshots. In each of the named fonts, all weights have the same advance width.
const FONT_FAMILY: &str = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";

/// Renders a screen as a screenshot. `ground` gives the colours of the terminal and `title` the title; only SVG and
/// HTML use them. Whatever the cells contain, the output has no control characters except line feeds and, in
/// [`ScreenshotFormat::Ansi`], SGR sequences.
pub fn render_screenshot(buf: &Buffer, ground: &TerminalColors, format: ScreenshotFormat, title: &str) -> String {
    let rows: Vec<_> = buf.content().chunks(usize::from(buf.area.width).max(1)).map(row_glyphs).collect();
    match format {
        ScreenshotFormat::Text => render_text(&rows),
        ScreenshotFormat::Ansi => render_ansi(&rows),
        ScreenshotFormat::Svg => svg::render_svg(&rows, buf.area.width, ground, title),
        ScreenshotFormat::Html => html::render_html(&rows, ground, title),
    }
}

/// A symbol in a row, one or more columns wide.
struct Glyph<'a> {
    symbol: Cow<'a, str>,
    style: CellStyle,
    x: u16,
    width: u16,
}

impl Glyph<'_> {
    fn is_blank(&self) -> bool {
        self.symbol == " "
    }

    /// Whether the screenshot fonts are sure to have it at one column per character: Latin, Greek and Cyrillic
    /// letters, and common punctuation. Other characters may come from another font, with another width.
    fn is_in_primary_font(&self) -> bool {
        let letter = |c| {
            matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{386}'..='\u{3ce}'
                | '\u{400}'..='\u{45f}' | '\u{2013}'..='\u{2014}' | '\u{2018}'..='\u{201e}' | '\u{2020}'..='\u{2022}'
                | '\u{2026}' | '\u{2039}'..='\u{203a}' | '\u{20ac}')
        };
        usize::from(self.width) == self.symbol.chars().count() && self.symbol.chars().all(letter)
    }
}

/// The glyphs of a row, without invisible blanks at the end. They cover all columns before that without gaps.
fn row_glyphs(cells: &[Cell]) -> Vec<Glyph<'_>> {
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(cells.len());
    let mut covered_columns = 0;
    for ((cell, x), room) in cells.iter().zip(0..).zip((1..=cells.len()).rev()) {
        if covered_columns > 0 {
            covered_columns -= 1;
            continue;
        }
        let (symbol, width) = fit_symbol(cell.symbol(), room);
        let before = glyphs.last().map_or(CellStyle::default(), |glyph| glyph.style);
        let look = if symbol == " " { blank_style(before, cell) } else { CellStyle::from_cell(cell) };
        glyphs.push(Glyph { symbol, style: look, x, width });
        covered_columns = width - 1;
    }
    while glyphs.last().is_some_and(|last| last.is_blank() && last.style.visible_on_blank() == CellStyle::default()) {
        glyphs.pop();
    }
    glyphs
}

/// Sanitizes a symbol, and returns it with its width in columns. Replaces a symbol without width, or wider than the
/// `room` columns left, with a blank.
fn fit_symbol(symbol: &str, room: usize) -> (Cow<'_, str>, u16) {
    let symbol = sanitize(symbol);
    match symbol.cell_width() {
        width if width > 0 && usize::from(width) <= room => (symbol, width),
        _ => (Cow::Borrowed(" "), 1),
    }
}

/// The style for a blank: that of the previous glyph if the blank looks the same in it, so that no style change is
/// needed.
fn blank_style(before: CellStyle, cell: &Cell) -> CellStyle {
    let look = CellStyle::from_cell(cell).visible_on_blank();
    if before.visible_on_blank() == look { before } else { look }
}

fn render_text(rows: &[Vec<Glyph>]) -> String {
    let mut text = String::new();
    for row in rows {
        let start = text.len();
        text.extend(row.iter().map(|glyph| glyph.symbol.as_ref()));
        text.truncate(start + text[start..].trim_end().len());
        text.push('\n');
    }
    text
}

fn render_ansi(rows: &[Vec<Glyph>]) -> String {
    let mut text = String::new();
    for row in rows {
        let mut look = CellStyle::default();
        let mut turn = |to: CellStyle, text: &mut String| {
            if let Some(codes) = look.transition_to(to) {
                text.extend(["\x1b[", &codes, "m"]);
                look = to;
            }
        };
        for glyph in row {
            turn(glyph.style, &mut text);
            text.push_str(&glyph.symbol);
        }
        turn(CellStyle::default(), &mut text);
        text.push('\n');
    }
    text
}

/// Escapes text as the content of an element or attribute, in XML 1.0 and HTML.
fn escape_xml(text: &str) -> String {
    // Not characters in XML 1.0 (section 2.2).
    escape_html(&sanitize(text)).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests;
