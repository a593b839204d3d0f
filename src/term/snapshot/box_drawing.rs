//! Draws glyphs that must join their neighbours at the exact cell size, which no font matches.

use crate::term::snapshot::{CELL_HEIGHT as H, CELL_WIDTH as W};

/// Full density, in twelfths.
const FULL_DENSITY: u16 = 12;

/// The straight lines of Box Drawing (U+2500 to U+257F), except double and diagonal ones. Each word is a character,
/// then the weights of its arms up, right, down and left (1 light, 2 heavy), then the number of dashes, if any.
const LINES: &str = "\
    ─0101 ━0202 │1010 ┃2020 ┄01013 ┅02023 ┆10103 ┇20203 ┈01014 ┉02024 ┊10104 ┋20204 ┌0110 ┍0210 ┎0120 ┏0220 ┐0011 \
    ┑0012 ┒0021 ┓0022 └1100 ┕1200 ┖2100 ┗2200 ┘1001 ┙1002 ┚2001 ┛2002 ├1110 ┝1210 ┞2110 ┟1120 ┠2120 ┡2210 ┢1220 \
    ┣2220 ┤1011 ┥1012 ┦2011 ┧1021 ┨2021 ┩2012 ┪1022 ┫2022 ┬0111 ┭0112 ┮0211 ┯0212 ┰0121 ┱0122 ┲0221 ┳0222 ┴1101 \
    ┵1102 ┶1201 ┷1202 ┸2101 ┹2102 ┺2201 ┻2202 ┼1111 ┽1112 ┾1211 ┿1212 ╀2111 ╁1121 ╂2121 ╃2112 ╄2211 ╅1122 ╆1221 \
    ╇2212 ╈1222 ╉2122 ╊2221 ╋2222 ╌01012 ╍02022 ╎10102 ╏20202 ╴0001 ╵1000 ╶0100 ╷0010 ╸0002 ╹2000 ╺0200 ╻0020 \
    ╼0201 ╽1020 ╾0102 ╿2010";

/// The quadrants filled by U+2596 to U+259F: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
const QUADRANTS: [u8; 10] = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14];

/// The SVG path of a glyph in the cell with the given upper left corner, and the density of its fill, in twelfths.
/// Lines are filled areas, because only areas join without a seam in browsers. `None` if the glyph is not a line or
/// block.
pub(super) fn glyph_shape(symbol: &str, x: f64, y: f64) -> Option<(u16, String)> {
    let mut chars = symbol.chars();
    match (chars.next()?, chars.next()) {
        (c @ '╭'..='╰', None) => Some((FULL_DENSITY, arc_path(c, x, y))),
        (c @ '\u{2500}'..='\u{257f}', None) => line_path(c, x, y).map(|path| (FULL_DENSITY, path)),
        (c @ '\u{2580}'..='\u{259f}', None) => Some(block_path(c, x, y)),
        _ => None,
    }
}

/// A rounded corner: a band between two quarter circles, extended straight to the upper or lower edge.
fn arc_path(c: char, x: f64, y: f64) -> String {
    // Directions from the centre to the arms.
    let right = if matches!(c, '╭' | '╰') { 1.0 } else { -1.0 };
    let down = if matches!(c, '╭' | '╮') { 1.0 } else { -1.0 };
    let (cx, cy) = (x + W / 2.0, y + H / 2.0);
    let (side, end, bend) = (cx + right * W / 2.0, cy + down * H / 2.0, cy + down * W / 2.0);
    let (outer, inner) = (W / 2.0 + 0.5, W / 2.0 - 0.5);
    let (outer_sweep, back) = if right * down > 0.0 { (1, 0) } else { (0, 1) };
    format!(
        "M{} {end}V{bend}A{outer} {outer} 0 0 {outer_sweep} {side} {}V{}A{inner} {inner} 0 0 {back} {} {bend}V{end}z",
        cx - right * 0.5,
        cy - down * 0.5,
        cy + down * 0.5,
        cx + right * 0.5,
    )
}

/// The arms of a line. Each extends past the centre by half the width of the thickest crossing arm.
fn line_path(c: char, x: f64, y: f64) -> Option<String> {
    let word = LINES.split_whitespace().find_map(|word| word.strip_prefix(c))?;
    let mut digits = word.bytes().map(|digit| digit - b'0');
    let arms = [digits.next()?, digits.next()?, digits.next()?, digits.next()?];
    let dashes = digits.next();
    let (cx, cy) = (x + W / 2.0, y + H / 2.0);
    let upright = |weight: f64, top: f64, height: f64| rect_path(cx - weight / 2.0, top, weight, height);
    let level = |weight: f64, left: f64, width: f64| rect_path(left, cy - weight / 2.0, width, weight);
    let [up, right, down, left] = arms.map(f64::from);
    let (over_x, over_y) = (up.max(down) / 2.0, right.max(left) / 2.0);
    let path = match (arms, dashes) {
        ([_, 0, _, 0], Some(dashes)) => dashed_path(dashes, H, |at, dash| upright(up, y + at, dash)),
        (_, Some(dashes)) => dashed_path(dashes, W, |at, dash| level(right, x + at, dash)),
        ([up, 0, down, 0], None) if up == down => upright(up.into(), y, H),
        ([0, right, 0, left], None) if right == left => level(right.into(), x, W),
        _ => [
            (up, upright(up, y, H / 2.0 + over_y)),
            (right, level(right, cx - over_x, W / 2.0 + over_x)),
            (down, upright(down, cy - over_y, H / 2.0 + over_y)),
            (left, level(left, x, W / 2.0 + over_x)),
        ]
        .into_iter()
        .filter_map(|(weight, path)| (weight > 0.0).then_some(path))
        .collect(),
    };
    Some(path)
}

/// Dashes over a length, with half a gap at each end.
fn dashed_path(dashes: u8, length: f64, dash: impl Fn(f64, f64) -> String) -> String {
    let step = length / f64::from(dashes);
    (0..dashes).map(|n| dash((f64::from(n) + 0.25) * step, step / 2.0)).collect()
}

/// A character of Block Elements: a half, some eighths, a shade or quadrants. Returns its density and path.
fn block_path(c: char, x: f64, y: f64) -> (u16, String) {
    let code = u32::from(c);
    let part =
        |left: f64, top: f64, width: f64, height: f64| rect_path(x + left * W, y + top * H, width * W, height * H);
    let eighths = |count: u32| f64::from(count) / 8.0;
    let path = match c {
        '▀' => part(0.0, 0.0, 1.0, 0.5),
        '▁'..='█' => part(0.0, 1.0 - eighths(code - 0x2580), 1.0, eighths(code - 0x2580)),
        '▉'..='▏' => part(0.0, 0.0, eighths(0x2590 - code), 1.0),
        '▐' => part(0.5, 0.0, 0.5, 1.0),
        '░'..='▓' => return (3 * u16::try_from(code - 0x2590).unwrap_or(4), part(0.0, 0.0, 1.0, 1.0)),
        '▔' => part(0.0, 0.0, 1.0, eighths(1)),
        '▕' => part(eighths(7), 0.0, eighths(1), 1.0),
        _ => {
            let filled = usize::try_from(code).ok().and_then(|code| QUADRANTS.get(code.checked_sub(0x2596)?));
            let corners = [(1, 0.0, 0.0), (2, 0.5, 0.0), (4, 0.0, 0.5), (8, 0.5, 0.5)];
            let corners = corners.into_iter().filter(|(bit, ..)| filled.is_some_and(|filled| filled & bit != 0));
            corners.map(|(_, left, top)| part(left, top, 0.5, 0.5)).collect()
        }
    };
    (FULL_DENSITY, path)
}

/// The SVG path of a rectangle.
pub(super) fn rect_path(x: f64, y: f64, width: f64, height: f64) -> String {
    format!("M{x} {y}h{width}v{height}h-{width}z")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(symbol: &str) -> String {
        glyph_shape(symbol, 0.0, 0.0).map(|(_, path)| path).unwrap_or_default()
    }

    #[test]
    fn lines_reach_the_cell_edges() {
        assert_eq!(path("─"), rect_path(0.0, 9.0, 9.0, 1.0));
        assert_eq!(path("┃"), rect_path(3.5, 0.0, 2.0, 19.0));
        assert_eq!(path("╭"), "M4 19V14A5 5 0 0 1 9 9V10A4 4 0 0 0 5 14V19z");
        assert_eq!(path("┊").matches('z').count(), 4);
        let upright = rect_path(4.0, 0.0, 1.0, 10.0) + &rect_path(4.0, 9.0, 1.0, 10.0);
        assert_eq!(path("┤"), upright + &rect_path(0.0, 9.0, 5.0, 1.0));
    }

    #[test]
    fn corners_have_no_gap() {
        assert_eq!(path("┏"), rect_path(3.5, 8.5, 5.5, 2.0) + &rect_path(3.5, 8.5, 2.0, 10.5));
    }

    #[test]
    fn blocks_fill_their_share() {
        assert_eq!(path("█"), rect_path(0.0, 0.0, 9.0, 19.0));
        assert_eq!(path("▌"), rect_path(0.0, 0.0, 4.5, 19.0));
        assert_eq!(path("▄"), rect_path(0.0, 9.5, 9.0, 9.5));
        assert_eq!(path("▞"), rect_path(4.5, 0.0, 4.5, 9.5) + &rect_path(0.0, 9.5, 4.5, 9.5));
        assert_eq!(glyph_shape("▒", 0.0, 0.0), Some((6, rect_path(0.0, 0.0, 9.0, 19.0))));
    }

    #[test]
    fn all_blocks_and_lines_except_double_and_diagonal_have_paths() {
        let none = ('\u{2500}'..='\u{259f}').filter(|c| path(&c.to_string()).is_empty());
        assert!(none.eq(('\u{2550}'..='\u{256c}').chain('\u{2571}'..='\u{2573}')));
    }

    #[test]
    fn letters_and_clusters_have_no_path() {
        for symbol in ["", "a", "●", "│\u{301}", "──"] {
            assert_eq!(glyph_shape(symbol, 0.0, 0.0), None, "{symbol}");
        }
    }
}
