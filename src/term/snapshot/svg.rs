//! Renders a screenshot as an SVG image (SVG 1.1).
//!
//! Everything of one colour is one path, so that adjacent cells join without a seam at any scale. Runs of letters are
//! set to the width of their columns. Other characters, which may come from another font, are centred in theirs.

use crate::term::snapshot::box_drawing::{glyph_shape, rect_path};
use crate::term::snapshot::color::{Rgb, TerminalColors, VisibleStyle};
use crate::term::snapshot::{CELL_HEIGHT, CELL_WIDTH, FONT_FAMILY, Glyph, escape_xml};
use ratatui::style::Modifier;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The font size, in pixels. Fills the cell with a font whose advance is 0.602 em, such as `DejaVu Sans Mono` or
/// Menlo.
const FONT_SIZE: f64 = 14.95;
/// Distance from the top of a cell to the baseline, in pixels.
const BASELINE: f64 = 14.0;
/// Distance from the edge of the image to the cells, in pixels.
const PADDING: f64 = 16.0;
/// The modifiers that select a font face.
const FONT_MODIFIERS: Modifier = Modifier::BOLD.union(Modifier::ITALIC);

/// Renders rows as an image of a window, `columns` wide.
pub(super) fn render_svg(rows: &[Vec<Glyph>], columns: u16, ground: &TerminalColors, title: &str) -> String {
    let mut canvas =
        Canvas { colors: *ground, background_paths: BTreeMap::new(), shape_paths: BTreeMap::new(), runs: Vec::new() };
    let mut bottom = 0.0;
    for row in rows {
        let row: Vec<_> = row.iter().map(|glyph| (glyph, ground.visible_style(glyph.style))).collect();
        canvas.add_backgrounds(&row, bottom);
        canvas.add_text_lines(&row, bottom);
        canvas.add_glyphs(&row, bottom);
        bottom += CELL_HEIGHT;
    }
    let (width, height) = (f64::from(columns) * CELL_WIDTH + 2.0 * PADDING, bottom + 2.0 * PADDING);
    let TerminalColors { fg, bg, .. } = ground;
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
<title>{title}</title>
<rect x=".5" y=".5" width="{}" height="{}" rx="10" fill="{bg}" stroke="{}"/>
<g transform="translate({PADDING} {PADDING})" fill="{fg}" font-family="{FONT_FAMILY}" font-size="{FONT_SIZE}">
{canvas}</g>
</svg>
"#,
        width - 1.0,
        height - 1.0,
        bg.mix(*fg, 3),
        title = escape_xml(title),
        canvas = canvas.to_svg(),
    )
}

/// The layers of the image.
struct Canvas {
    colors: TerminalColors,
    /// The paths of cell backgrounds.
    background_paths: BTreeMap<Rgb, String>,
    /// The paths of lines and blocks.
    shape_paths: BTreeMap<Rgb, String>,
    runs: Vec<TextRun>,
}

/// A row of glyphs with their visible styles.
type StyledRow<'a> = [(&'a Glyph<'a>, VisibleStyle)];

/// Text in one font and colour, starting at a column.
struct TextRun {
    text: String,
    x: u16,
    width: u16,
    y: f64,
    style: VisibleStyle,
    is_joinable: bool,
}

impl Canvas {
    /// Adds the backgrounds of a row.
    fn add_backgrounds(&mut self, row: &StyledRow, y: f64) {
        for cells in row.chunk_by(|(_, a), (_, b)| a.bg == b.bg) {
            if let [(_, ink), ..] = cells
                && ink.bg != self.colors.bg
            {
                *self.background_paths.entry(ink.bg).or_default() += &columns_rect(cells, y, CELL_HEIGHT);
            }
        }
    }

    /// Adds the underlines and strikethroughs of a row.
    fn add_text_lines(&mut self, row: &StyledRow, y: f64) {
        for (line, at) in [(Modifier::UNDERLINED, BASELINE + 2.0), (Modifier::CROSSED_OUT, BASELINE - 5.0)] {
            let of = |ink: &VisibleStyle| ink.modifier.contains(line).then_some(ink.fg);
            for cells in row.chunk_by(|(_, a), (_, b)| of(a) == of(b)) {
                if let Some(fg) = cells.first().and_then(|(_, ink)| of(ink)) {
                    *self.shape_paths.entry(fg).or_default() += &columns_rect(cells, y + at, 1.0);
                }
            }
        }
    }

    /// Adds the glyphs of a row.
    fn add_glyphs(&mut self, row: &StyledRow, y: f64) {
        for (glyph, ink) in row.iter().filter(|(glyph, _)| !glyph.is_blank()) {
            match glyph_shape(&glyph.symbol, f64::from(glyph.x) * CELL_WIDTH, y) {
                Some((density, path)) => *self.shape_paths.entry(ink.bg.mix(ink.fg, density)).or_default() += &path,
                None => self.add_font_glyph(glyph, *ink, y + BASELINE),
            }
        }
    }

    /// Adds a glyph of a font. Extends the previous run if possible, across at most one blank.
    fn add_font_glyph(&mut self, glyph: &Glyph, ink: VisibleStyle, y: f64) {
        let letters = glyph.is_in_primary_font();
        let ink = VisibleStyle { modifier: ink.modifier & FONT_MODIFIERS, ..ink };
        if let Some(run) = self.runs.last_mut()
            && let Some(gap) = glyph.x.checked_sub(run.x + run.width)
            && gap <= 1
            && run.is_joinable
            && letters
            && (run.y, run.style.fg, run.style.modifier) == (y, ink.fg, ink.modifier)
        {
            run.text.extend((0..gap).map(|_| ' '));
            run.text.push_str(&glyph.symbol);
            run.width += gap + glyph.width;
            return;
        }
        let (text, x, width) = (glyph.symbol.to_string(), glyph.x, glyph.width);
        self.runs.push(TextRun { text, x, width, y, style: ink, is_joinable: letters });
    }

    fn to_svg(&self) -> String {
        let mut svg = String::new();
        // Writing to memory cannot fail.
        for (fill, path) in self.background_paths.iter().chain(&self.shape_paths) {
            let _ = writeln!(svg, r#"<path fill="{fill}" d="{path}"/>"#);
        }
        self.runs.iter().for_each(|run| run.write_svg(self.colors.fg, &mut svg));
        svg
    }
}

impl TextRun {
    fn write_svg(&self, usual: Rgb, svg: &mut String) {
        let (x, width) = (f64::from(self.x) * CELL_WIDTH, f64::from(self.width) * CELL_WIDTH);
        // Writing to memory cannot fail.
        let _ = if self.is_joinable {
            write!(svg, r#"<text x="{x}" y="{}" textLength="{width}" lengthAdjust="spacingAndGlyphs""#, self.y)
        } else {
            write!(svg, r#"<text x="{}" y="{}" text-anchor="middle""#, x + width / 2.0, self.y)
        };
        if self.style.fg != usual {
            let _ = write!(svg, r#" fill="{}""#, self.style.fg);
        }
        if self.style.modifier.contains(Modifier::BOLD) {
            svg.push_str(r#" font-weight="bold""#);
        }
        if self.style.modifier.contains(Modifier::ITALIC) {
            svg.push_str(r#" font-style="italic""#);
        }
        let _ = writeln!(svg, ">{}</text>", escape_xml(&self.text));
    }
}

/// The path of a rectangle that covers the columns of some cells.
fn columns_rect(cells: &StyledRow, y: f64, height: f64) -> String {
    let x = cells.first().map_or(0, |(glyph, _)| glyph.x);
    let width: u16 = cells.iter().map(|(glyph, _)| glyph.width).sum();
    rect_path(f64::from(x) * CELL_WIDTH, y, f64::from(width) * CELL_WIDTH, height)
}
