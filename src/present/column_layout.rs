//! Cells side by side: each is wrapped to its column, and their rows are aligned.

use super::{RichLine, RichSpan, RichText, TextRole, WrappedRow, wrap};

/// Minimum width of a cell that is comfortable to read, in terminal columns.
const MIN_CELL_WIDTH: u16 = 26;
/// Width of the separator between two cells: a blank, a vertical line, a blank.
const SEPARATOR_WIDTH: u16 = 3;

/// Columns of equal width.
pub(super) struct ColumnLayout {
    column_count: u16,
    column_width: u16,
    /// Id of the next link group.
    next_link_group: u32,
}

impl ColumnLayout {
    /// Creates as many columns as fit for the given number of cells, at least one. Lines are at most `width` terminal
    /// columns wide.
    pub(super) fn new(cells: usize, width: u16) -> Self {
        let fit = width.saturating_add(SEPARATOR_WIDTH) / (MIN_CELL_WIDTH + SEPARATOR_WIDTH);
        let column_count = u16::try_from(cells).unwrap_or(u16::MAX).min(fit).max(1);
        Self {
            column_count,
            column_width: width.saturating_sub(SEPARATOR_WIDTH * (column_count - 1)) / column_count,
            next_link_group: 0,
        }
    }

    /// Number of columns.
    pub(super) fn column_count(&self) -> usize {
        self.column_count.into()
    }

    /// Writes one row of cells from left to right. An empty line is an empty cell.
    pub(super) fn write_row(&mut self, output: &mut RichText, cells: &[RichLine]) {
        let broken: Vec<Vec<WrappedRow>> = cells.iter().map(|cell| wrap(cell, self.column_width)).collect();
        for at in 0..broken.iter().map(Vec::len).max().unwrap_or(0) {
            output.push(self.join_rows(cells, broken.iter().map(|rows| rows.get(at))));
        }
        let spans: usize = cells.iter().map(|cell| cell.spans.len()).sum();
        self.next_link_group = self.next_link_group.saturating_add(u32::try_from(spans).unwrap_or(u32::MAX));
    }

    /// Writes a horizontal line across all columns. `cells` is the number of columns that continue below it.
    pub(super) fn write_rule(&self, output: &mut RichText, cells: usize) {
        let part = "─".repeat(self.column_width.into());
        let rule = (1..self.column_count()).fold(part.clone(), |rule, at| {
            let crossing = if at < cells { '┼' } else { '┴' };
            format!("{rule}─{crossing}─{part}")
        });
        output.push(RichLine::new().with(TextRole::Dim, rule));
    }

    /// Joins one wrapped row of each cell into a line.
    fn join_rows<'a>(&self, cells: &[RichLine], rows: impl Iterator<Item = Option<&'a WrappedRow>>) -> RichLine {
        let mut line = RichLine::new();
        let (mut padding, mut link_group) = (0, self.next_link_group);
        for (at, (cell, row)) in cells.iter().zip(rows).enumerate() {
            if at > 0 {
                line = line.with(TextRole::Dim, format!("{:padding$} │ ", ""));
            }
            let before = line.spans.len();
            if let Some(row) = row {
                append_row(&mut line, cell, row, link_group);
            }
            let used: usize = line.spans[before..].iter().map(RichSpan::width).sum();
            padding = usize::from(self.column_width).saturating_sub(used);
            link_group = link_group.saturating_add(u32::try_from(cell.spans.len()).unwrap_or(u32::MAX));
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
fn append_row(line: &mut RichLine, cell: &RichLine, row: &WrappedRow, first_link_group: u32) {
    if row.indent > 0 {
        line.spans.push(RichSpan::new(TextRole::Plain, " ".repeat(row.indent.into())));
    }
    for (at, range) in &row.pieces {
        let span = &cell.spans[*at];
        let link_group = span.link.and_then(|_| Some(first_link_group.saturating_add(u32::try_from(*at).ok()?)));
        line.spans.push(RichSpan { text: span.text[range.clone()].to_owned(), link_group, ..*span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Item, Ix};
    use crate::present::Link;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    fn text(rich_text: &RichText) -> Vec<String> {
        rich_text.lines.iter().map(RichLine::text).collect()
    }

    #[test]
    fn fits_as_many_columns_as_the_width_allows() {
        let layout = |cells, width| {
            let table = ColumnLayout::new(cells, width);
            (table.column_count, table.column_width)
        };
        assert_eq!([layout(3, 54), layout(3, 55), layout(3, 84)], [(1, 54), (2, 26), (3, 26)]);
        assert_eq!([layout(2, 200), layout(0, 80), layout(9, 0), layout(1, 80)], [(2, 98), (1, 80), (1, 0), (1, 80)]);
        assert_eq!(layout(usize::MAX, u16::MAX).0, u16::MAX / 29);
    }

    #[test]
    fn aligns_rows_and_trims_the_last_column() {
        let mut rich_text = RichText::default();
        let mut table = ColumnLayout::new(2, 55);
        let long = RichLine::new().plain("a sentence that is too long for one row").with_hanging_indent(2);
        table.write_row(&mut rich_text, &[RichLine::new().plain("short"), long.clone()]);
        table.write_row(&mut rich_text, &[long, RichLine::new()]);
        let shown = [
            "short                      │ a sentence that is too",
            "                           │   long for one row",
            "a sentence that is too     │",
            "  long for one row         │",
        ];
        assert_eq!(text(&rich_text), shown);
    }

    #[test]
    fn pieces_of_a_wrapped_link_share_a_group() {
        let mut rich_text = RichText::default();
        let mut table = ColumnLayout::new(2, 55);
        let [a, b] = [0, 1].map(|at| Link::Item(Item::Claim(Ix::new(at))));
        let cell = |link| RichLine::new().plain("1 ").link(link, "a sentence that is too long for one row");
        table.write_row(&mut rich_text, &[cell(a), cell(b)]);
        table.write_row(&mut rich_text, &[cell(a), RichLine::new()]);
        assert_eq!(rich_text.links().collect::<Vec<_>>(), [a, b, a]);
        assert_eq!(rich_text.lines.len(), 4);
        let pieces = rich_text.lines.iter().flat_map(|line| &line.spans).filter(|span| span.link == Some(a)).count();
        assert_eq!(pieces, 4);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_allowed(cells in prop::collection::vec("[a-zé統 ]{0,60}", 1..5), width in 4_u16..200) {
            let mut rich_text = RichText::default();
            let mut table = ColumnLayout::new(cells.len(), width);
            for band in cells.chunks(table.column_count()) {
                let band: Vec<_> = band.iter().map(|cell| RichLine::new().plain(cell).with_hanging_indent(2)).collect();
                table.write_row(&mut rich_text, &band);
            }
            for line in text(&rich_text) {
                prop_assert!(line.width() <= width.into(), "{width}: {line:?}");
            }
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            let placed: usize = text(&rich_text).iter().map(|line| letters(line)).sum();
            prop_assert_eq!(placed, cells.iter().map(|cell| letters(cell)).sum::<usize>());
        }
    }
}
