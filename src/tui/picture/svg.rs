//! Renders a screenshot as an SVG image (SVG 1.1).
//!
//! Everything of one colour is one path, so that adjacent cells join without a seam at any scale. Runs of letters are
//! set to the width of their columns. Other characters, which may come from another font, are centred in theirs.

use super::colour::{Ground, Ink, Rgb};
use super::shape::{rect, shape};
use super::{FONTS, Glyph, escaped};
use ratatui::style::Modifier;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The width of a cell, in pixels.
pub(super) const CELL_WIDTH: f64 = 9.0;
/// The height of a cell, in pixels. Both are odd, so that a thin line in the middle is sharp.
pub(super) const CELL_HEIGHT: f64 = 19.0;
/// The font size, in pixels. Fills the cell with a font whose advance is 0.602 em, such as `DejaVu Sans Mono` or
/// Menlo.
const FONT_SIZE: f64 = 14.95;
/// Distance from the top of a cell to the baseline, in pixels.
const BASELINE: f64 = 14.0;
/// Distance from the edge of the image to the cells, in pixels.
const PADDING: f64 = 16.0;
/// The modifiers that select a font face.
const FACE: Modifier = Modifier::BOLD.union(Modifier::ITALIC);

/// Renders rows as an image of a window, `columns` wide.
pub(super) fn svg(rows: &[Vec<Glyph>], columns: u16, ground: &Ground, title: &str) -> String {
    let mut canvas = Canvas { ground: *ground, grounds: BTreeMap::new(), shapes: BTreeMap::new(), runs: Vec::new() };
    let mut bottom = 0.0;
    for row in rows {
        let row: Vec<_> = row.iter().map(|glyph| (glyph, ground.ink(glyph.look))).collect();
        canvas.paint(&row, bottom);
        canvas.rule(&row, bottom);
        canvas.set(&row, bottom);
        bottom += CELL_HEIGHT;
    }
    let (width, height) = (f64::from(columns) * CELL_WIDTH + 2.0 * PADDING, bottom + 2.0 * PADDING);
    let Ground { fg, bg, .. } = ground;
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
<title>{title}</title>
<rect x=".5" y=".5" width="{}" height="{}" rx="10" fill="{bg}" stroke="{}"/>
<g transform="translate({PADDING} {PADDING})" fill="{fg}" font-family="{FONTS}" font-size="{FONT_SIZE}">
{canvas}</g>
</svg>
"#,
        width - 1.0,
        height - 1.0,
        bg.toward(*fg, 3),
        title = escaped(title),
        canvas = canvas.write(),
    )
}

/// The layers of the image.
struct Canvas {
    ground: Ground,
    /// The paths of cell backgrounds.
    grounds: BTreeMap<Rgb, String>,
    /// The paths of lines and blocks.
    shapes: BTreeMap<Rgb, String>,
    runs: Vec<Run>,
}

/// A row of glyphs with their visible styles.
type Row<'a> = [(&'a Glyph<'a>, Ink)];

/// Text in one font and colour, starting at a column.
struct Run {
    text: String,
    x: u16,
    width: u16,
    y: f64,
    ink: Ink,
    letters: bool,
}

impl Canvas {
    /// Adds the backgrounds of a row.
    fn paint(&mut self, row: &Row, y: f64) {
        for cells in row.chunk_by(|(_, a), (_, b)| a.bg == b.bg) {
            if let [(_, ink), ..] = cells
                && ink.bg != self.ground.bg
            {
                *self.grounds.entry(ink.bg).or_default() += &bar(cells, y, CELL_HEIGHT);
            }
        }
    }

    /// Adds the underlines and strikethroughs of a row.
    fn rule(&mut self, row: &Row, y: f64) {
        for (line, at) in [(Modifier::UNDERLINED, BASELINE + 2.0), (Modifier::CROSSED_OUT, BASELINE - 5.0)] {
            let of = |ink: &Ink| ink.modifier.contains(line).then_some(ink.fg);
            for cells in row.chunk_by(|(_, a), (_, b)| of(a) == of(b)) {
                if let Some(fg) = cells.first().and_then(|(_, ink)| of(ink)) {
                    *self.shapes.entry(fg).or_default() += &bar(cells, y + at, 1.0);
                }
            }
        }
    }

    /// Adds the glyphs of a row.
    fn set(&mut self, row: &Row, y: f64) {
        for (glyph, ink) in row.iter().filter(|(glyph, _)| !glyph.is_blank()) {
            match shape(&glyph.symbol, f64::from(glyph.x) * CELL_WIDTH, y) {
                Some((density, path)) => *self.shapes.entry(ink.bg.toward(ink.fg, density)).or_default() += &path,
                None => self.write_glyph(glyph, *ink, y + BASELINE),
            }
        }
    }

    /// Adds a glyph of a font. Extends the previous run if possible, across at most one blank.
    fn write_glyph(&mut self, glyph: &Glyph, ink: Ink, y: f64) {
        let letters = glyph.is_letter();
        let ink = Ink { modifier: ink.modifier & FACE, ..ink };
        if let Some(run) = self.runs.last_mut()
            && let Some(gap) = glyph.x.checked_sub(run.x + run.width)
            && gap <= 1
            && run.letters
            && letters
            && (run.y, run.ink.fg, run.ink.modifier) == (y, ink.fg, ink.modifier)
        {
            run.text.extend((0..gap).map(|_| ' '));
            run.text.push_str(&glyph.symbol);
            run.width += gap + glyph.width;
            return;
        }
        let (text, x, width) = (glyph.symbol.to_string(), glyph.x, glyph.width);
        self.runs.push(Run { text, x, width, y, ink, letters });
    }

    fn write(&self) -> String {
        let mut svg = String::new();
        // Writing to memory cannot fail.
        for (fill, path) in self.grounds.iter().chain(&self.shapes) {
            let _ = writeln!(svg, r#"<path fill="{fill}" d="{path}"/>"#);
        }
        self.runs.iter().for_each(|run| run.write(self.ground.fg, &mut svg));
        svg
    }
}

impl Run {
    fn write(&self, usual: Rgb, svg: &mut String) {
        let (x, width) = (f64::from(self.x) * CELL_WIDTH, f64::from(self.width) * CELL_WIDTH);
        // Writing to memory cannot fail.
        let _ = if self.letters {
            write!(svg, r#"<text x="{x}" y="{}" textLength="{width}" lengthAdjust="spacingAndGlyphs""#, self.y)
        } else {
            write!(svg, r#"<text x="{}" y="{}" text-anchor="middle""#, x + width / 2.0, self.y)
        };
        if self.ink.fg != usual {
            let _ = write!(svg, r#" fill="{}""#, self.ink.fg);
        }
        if self.ink.modifier.contains(Modifier::BOLD) {
            svg.push_str(r#" font-weight="bold""#);
        }
        if self.ink.modifier.contains(Modifier::ITALIC) {
            svg.push_str(r#" font-style="italic""#);
        }
        let _ = writeln!(svg, ">{}</text>", escaped(&self.text));
    }
}

/// The path of a rectangle that covers the columns of some cells.
fn bar(cells: &Row, y: f64, height: f64) -> String {
    let x = cells.first().map_or(0, |(glyph, _)| glyph.x);
    let width: u16 = cells.iter().map(|(glyph, _)| glyph.width).sum();
    rect(f64::from(x) * CELL_WIDTH, y, f64::from(width) * CELL_WIDTH, height)
}
