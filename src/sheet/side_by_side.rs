//! Cells side by side: each is wrapped to its column, and their rows are aligned.

use super::{Line, Role, Row, Sheet, Span, wrap};

/// Minimum width of a cell that is comfortable to read, in terminal columns.
const NARROWEST: u16 = 26;
/// Width of the separator between two cells: a blank, a vertical line, a blank.
const GAP: u16 = 3;

/// Columns of equal width.
pub(super) struct SideBySide {
    number: u16,
    width: u16,
    /// Id of the next link group.
    placed: u32,
}

impl SideBySide {
    /// Creates as many columns as fit for the given number of cells, at least one. Lines are at most `width` terminal
    /// columns wide.
    pub(super) fn new(cells: usize, width: u16) -> Self {
        let fit = width.saturating_add(GAP) / (NARROWEST + GAP);
        let number = u16::try_from(cells).unwrap_or(u16::MAX).min(fit).max(1);
        Self { number, width: width.saturating_sub(GAP * (number - 1)) / number, placed: 0 }
    }

    /// Number of columns.
    pub(super) fn number(&self) -> usize {
        self.number.into()
    }

    /// Writes one row of cells from left to right. An empty line is an empty cell.
    pub(super) fn row(&mut self, sheet: &mut Sheet, cells: &[Line]) {
        let broken: Vec<Vec<Row>> = cells.iter().map(|cell| wrap(cell, self.width)).collect();
        for at in 0..broken.iter().map(Vec::len).max().unwrap_or(0) {
            sheet.push(self.line(cells, broken.iter().map(|rows| rows.get(at))));
        }
        let spans: usize = cells.iter().map(|cell| cell.spans.len()).sum();
        self.placed = self.placed.saturating_add(u32::try_from(spans).unwrap_or(u32::MAX));
    }

    /// Writes a horizontal line across all columns. `cells` is the number of columns that continue below it.
    pub(super) fn rule(&self, sheet: &mut Sheet, cells: usize) {
        let part = "─".repeat(self.width.into());
        let rule = (1..self.number()).fold(part.clone(), |rule, at| {
            let crossing = if at < cells { '┼' } else { '┴' };
            format!("{rule}─{crossing}─{part}")
        });
        sheet.push(Line::new().with(Role::Dim, rule));
    }

    /// Joins one wrapped row of each cell into a line.
    fn line<'a>(&self, cells: &[Line], rows: impl Iterator<Item = Option<&'a Row>>) -> Line {
        let mut line = Line::new();
        let (mut room, mut joint) = (0, self.placed);
        for (at, (cell, row)) in cells.iter().zip(rows).enumerate() {
            if at > 0 {
                line = line.with(Role::Dim, format!("{:room$} │ ", ""));
            }
            let before = line.spans.len();
            if let Some(row) = row {
                place(&mut line, cell, row, joint);
            }
            let used: usize = line.spans[before..].iter().map(Span::width).sum();
            room = usize::from(self.width).saturating_sub(used);
            joint = joint.saturating_add(u32::try_from(cell.spans.len()).unwrap_or(u32::MAX));
        }
        if let Some(last) = line.spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
        }
        line.spans.retain(|span| !span.text.is_empty());
        line
    }
}

/// Appends a wrapped row of a cell to a line. `joint` is the link group of the cell's first span; the following spans
/// count up from it.
fn place(line: &mut Line, cell: &Line, row: &Row, joint: u32) {
    if row.indent > 0 {
        line.spans.push(Span::new(Role::Plain, " ".repeat(row.indent.into())));
    }
    for (at, range) in &row.pieces {
        let span = &cell.spans[*at];
        let joint = span.link.and_then(|_| Some(joint.saturating_add(u32::try_from(*at).ok()?)));
        line.spans.push(Span { text: span.text[range.clone()].to_owned(), joint, ..*span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Item, Ix};
    use crate::sheet::Link;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    fn text(sheet: &Sheet) -> Vec<String> {
        sheet.lines.iter().map(Line::text).collect()
    }

    #[test]
    fn as_many_columns_stand_beside_each_other_as_are_wide_enough() {
        let of = |cells, width| {
            let table = SideBySide::new(cells, width);
            (table.number, table.width)
        };
        assert_eq!([of(3, 54), of(3, 55), of(3, 84)], [(1, 54), (2, 26), (3, 26)]);
        assert_eq!([of(2, 200), of(0, 80), of(9, 0), of(1, 80)], [(2, 98), (1, 80), (1, 0), (1, 80)]);
        assert_eq!(of(usize::MAX, u16::MAX).0, u16::MAX / 29);
    }

    #[test]
    fn rows_go_in_step_and_the_last_column_ends_without_blanks() {
        let mut sheet = Sheet::default();
        let mut table = SideBySide::new(2, 55);
        let long = Line::new().plain("a sentence that is too long for one row").hanging(2);
        table.row(&mut sheet, &[Line::new().plain("short"), long.clone()]);
        table.row(&mut sheet, &[long, Line::new()]);
        let shown = [
            "short                      │ a sentence that is too",
            "                           │   long for one row",
            "a sentence that is too     │",
            "  long for one row         │",
        ];
        assert_eq!(text(&sheet), shown);
    }

    #[test]
    fn the_pieces_of_a_broken_link_are_one() {
        let mut sheet = Sheet::default();
        let mut table = SideBySide::new(2, 55);
        let [a, b] = [0, 1].map(|at| Link::Item(Item::Claim(Ix::new(at))));
        let cell = |link| Line::new().plain("1 ").link(link, "a sentence that is too long for one row");
        table.row(&mut sheet, &[cell(a), cell(b)]);
        table.row(&mut sheet, &[cell(a), Line::new()]);
        assert_eq!(sheet.links().collect::<Vec<_>>(), [a, b, a]);
        assert_eq!(sheet.lines.len(), 4);
        let pieces = sheet.lines.iter().flat_map(|line| &line.spans).filter(|span| span.link == Some(a)).count();
        assert_eq!(pieces, 4);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_allowed(cells in prop::collection::vec("[a-zé統 ]{0,60}", 1..5), width in 4_u16..200) {
            let mut sheet = Sheet::default();
            let mut table = SideBySide::new(cells.len(), width);
            for band in cells.chunks(table.number()) {
                let band: Vec<_> = band.iter().map(|cell| Line::new().plain(cell).hanging(2)).collect();
                table.row(&mut sheet, &band);
            }
            for line in text(&sheet) {
                prop_assert!(line.width() <= width.into(), "{width}: {line:?}");
            }
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            let placed: usize = text(&sheet).iter().map(|line| letters(line)).sum();
            prop_assert_eq!(placed, cells.iter().map(|cell| letters(cell)).sum::<usize>());
        }
    }
}
