//! The histogram of the timeline: how much happened when, which part of it the list shows, and when the selected item
//! was.

use super::interval_bar;
use crate::analysis::{Tick, TimeAxis};
use crate::model::{EdtfDate, Lang};
use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Blocks for the density of a column, from empty to full.
const BLOCKS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// Width of the year at either side, with a blank.
const YEAR_COLUMNS: u16 = 5;
/// Width of the two brackets.
const BRACKET_COLUMNS: u16 = 2;
/// Minimum width for years at the sides.
const MIN_WIDTH_FOR_YEARS: u16 = 30;

/// A histogram of up to three rows; rows that do not fit are left out.
///
/// 1. The density, between the first and the last year. Brackets enclose the columns of the window. They are
///    *between* columns and cover none; the other rows skip their cells, so that columns stay aligned.
/// 2. The [`interval_bar`] of the selected item, with its date after or before it if there is room. Left out if no item is
///    selected.
/// 3. The labels of columns.
pub(crate) struct TimelineHistogram<'a> {
    /// The axis, with [`TimelineHistogram::scale_columns`] columns.
    pub scale: &'a TimeAxis,
    /// The labels of its columns.
    pub ticks: &'a [Tick],
    /// The first and last date that the list shows.
    pub window: Option<(NaiveDate, NaiveDate)>,
    /// The date of the selected item.
    pub selected: Option<&'a EdtfDate>,
    /// The language of dates.
    pub lang: &'a Lang,
}

impl TimelineHistogram<'_> {
    /// The number of columns of the axis that makes the histogram fill a width.
    pub(crate) fn scale_columns(width: u16) -> u16 {
        width.saturating_sub(BRACKET_COLUMNS + 2 * side_columns(width))
    }

    /// Draws the histogram: the window in the style `inside`, the rest and all labels in `outside`, the bar and its
    /// date in `bar`.
    pub(crate) fn render(&self, area: Rect, buf: &mut Buffer, inside: Style, outside: Style, bar: Style) {
        let mut rows = area.rows();
        let Some(row) = rows.next().filter(|_| self.scale.span().is_some()) else { return };
        self.draw_density(row, buf, inside, outside);
        if let Some(when) = self.selected
            && let Some(row) = rows.next()
        {
            self.draw_bar(when, row, buf, bar);
        }
        if let Some(row) = rows.next() {
            for tick in self.ticks {
                write_chars(row, self.column_x(row, tick.column), &tick.label, buf, outside);
            }
        }
    }

    fn draw_density(&self, row: Rect, buf: &mut Buffer, inside: Style, outside: Style) {
        let window = self.window_columns();
        for (column, level) in self.scale.levels().into_iter().enumerate() {
            let within = window.is_some_and(|(first, last)| (first..=last).contains(&column));
            let block = BLOCKS.get(usize::from(level)).copied().unwrap_or_default();
            write_chars(row, self.column_x(row, column), block, buf, if within { inside } else { outside });
        }
        if let Some((first, last)) = window {
            write_chars(row, self.column_x(row, first).saturating_sub(1), "[", buf, inside);
            write_chars(row, self.column_x(row, last).saturating_add(1), "]", buf, inside);
        }
        let Some((first, last)) = self.scale.span().filter(|_| side_columns(row.width) > 0) else { return };
        write_chars(row, row.x, &first.year().to_string(), buf, outside);
        write_chars(row, row.right().saturating_sub(YEAR_COLUMNS), &format!("{:>5}", last.year()), buf, outside);
    }

    fn draw_bar(&self, when: &EdtfDate, row: Rect, buf: &mut Buffer, style: Style) {
        let cells: Vec<char> = interval_bar(when, self.scale).chars().collect();
        let mut tail = ' ';
        let mut drawn: Option<(u16, u16)> = None;
        for (column, &cell) in cells.iter().enumerate() {
            let x = self.column_x(row, column);
            if cell != ' ' {
                drawn = Some((drawn.map_or(x, |(first, _)| first), x));
            }
            if column > 0 && self.column_x(row, column - 1) + 1 < x {
                write_chars(row, x.saturating_sub(1), connector(tail, cell).encode_utf8(&mut [0; 4]), buf, style);
            }
            write_chars(row, x, cell.encode_utf8(&mut [0; 4]), buf, style);
            tail = cell;
        }
        let Some((first, last)) = drawn else { return };
        let label = when.label(self.lang);
        let width = u16::try_from(label.chars().count()).unwrap_or(u16::MAX);
        if u32::from(last) + 2 + u32::from(width) <= u32::from(row.right()) {
            write_chars(row, last + 2, &label, buf, style);
        } else if let Some(x) = first.checked_sub(width.saturating_add(1)).filter(|&x| x >= row.x) {
            write_chars(row, x, &label, buf, style);
        }
    }

    fn window_columns(&self) -> Option<(usize, usize)> {
        let columns = |(first, last)| (self.scale.column(first), self.scale.column(last));
        self.window.map(columns).filter(|(first, last)| first <= last)
    }

    /// The x position of a column: after the year at the side and the brackets before it.
    fn column_x(&self, row: Rect, column: usize) -> u16 {
        let brackets =
            self.window_columns().map_or(0, |(first, last)| u16::from(column >= first) + u16::from(column > last));
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        row.x.saturating_add(side_columns(row.width)).saturating_add(column).saturating_add(brackets)
    }
}

/// Width of the year at either side of the histogram.
fn side_columns(width: u16) -> u16 {
    if width < MIN_WIDTH_FOR_YEARS { 0 } else { YEAR_COLUMNS }
}

/// The character between two characters of a bar that are separated by a bracket.
fn connector(left: char, right: char) -> char {
    let is_line = |c: &char| matches!(c, '─' | '┄' | '━' | '┅');
    match (left, right) {
        (' ', _) | (_, ' ') => ' ',
        ('├', '┤') => '─',
        ('┝', '┥') => '━',
        ('?' | '~' | '•' | '◆', '?' | '~' | '•') => '┄',
        _ => [left, right].into_iter().find(is_line).unwrap_or(' '),
    }
}

/// Writes characters of one column each, clipped to the row and the buffer.
fn write_chars(row: Rect, x: u16, text: &str, buf: &mut Buffer, style: Style) {
    for (x, char) in (x..row.right()).zip(text.chars()) {
        if let Some(cell) = buf.cell_mut((x, row.y)) {
            cell.set_char(char).set_style(style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::Modifier;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn drawn(dates: &[EdtfDate], width: u16, window: Option<(NaiveDate, NaiveDate)>, selected: &str) -> Buffer {
        let lang = Lang::english();
        let scale = TimeAxis::new(dates, TimelineHistogram::scale_columns(width));
        let selected = EdtfDate::parse(selected).ok();
        let ticks = scale.ticks(&lang);
        let strip =
            TimelineHistogram { scale: &scale, ticks: &ticks, window, selected: selected.as_ref(), lang: &lang };
        let area = Rect::new(0, 0, width, 3);
        let mut buf = Buffer::empty(area);
        let bold = Style::new().add_modifier(Modifier::BOLD);
        strip.render(area, &mut buf, bold, Style::new(), Style::new());
        buf
    }

    fn rows(buf: &Buffer) -> Vec<String> {
        let row = |y| (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect::<String>();
        (0..buf.area.height).map(row).collect()
    }

    /// One date in each of ten years.
    fn years() -> Vec<EdtfDate> {
        (2020..2030).map(|year| EdtfDate::parse(&format!("{year}/{year}")).unwrap()).collect()
    }

    #[test]
    fn brackets_enclose_window_and_hide_no_column() {
        let buf = drawn(&years(), 12, Some((day(2023, 1, 1), day(2025, 1, 1))), "2022/2026");
        assert_eq!(rows(&buf), ["███[███]████", "  ┝━━━━━┥   ", "2020  2025  "]);
        assert_eq!(buf[(3, 0)].modifier, Modifier::BOLD);
        assert_eq!(buf[(6, 0)].modifier, Modifier::BOLD);
        assert_eq!(buf[(8, 0)].modifier, Modifier::empty());
    }

    #[test]
    fn years_are_at_the_sides_and_date_is_next_to_bar() {
        let row = |selected: &str| rows(&drawn(&years(), 40, None, selected))[1].clone();
        let buf = drawn(&years(), 40, None, "");
        assert!(rows(&buf)[0].starts_with("2020 █") && rows(&buf)[0].ends_with(" 2029"), "{:?}", rows(&buf));
        assert!(row("2021-02-03").contains("◆ 3 Feb 2021 "), "{}", row("2021-02-03"));
        assert!(row("2029-02-03?").contains(" 3 Feb 2029? ◆?"), "{}", row("2029-02-03?"));
        assert!(!row("2020/2029").contains("2020"), "{}", row("2020/2029"));
    }

    #[test]
    fn labels_move_up_without_item_and_nothing_is_drawn_without_dates() {
        let buf = drawn(&years(), 12, None, "");
        assert!(rows(&buf)[1].starts_with("2020"), "{:?}", rows(&buf));
        assert_eq!(rows(&drawn(&[], 40, None, "2024")).concat().trim(), "");
    }

    fn any_when() -> impl Strategy<Value = EdtfDate> {
        let written =
            ["2024-12-16", "2025-01~", "2025?", "199X", "2000/2002", "2024-12?/..", "../2028", "2025/", "-9999"];
        prop::sample::select(written.map(|written| EdtfDate::parse(written).unwrap()).to_vec())
    }

    proptest! {
        #[test]
        fn draws_nothing_outside_its_area(
            dates in prop::collection::vec(any_when(), 0..9), selected in any_when(), columns in 0..200_u16,
            (x, y, width, height) in (0..50_u16, 0..5_u16, 0..80_u16, 0..5_u16),
        ) {
            let lang = Lang::english();
            let scale = TimeAxis::new(&dates, columns);
            let ticks = scale.ticks(&lang);
            let window = dates.first().zip(dates.last()).map(|(first, last)| (first.anchor(), last.anchor()));
            let strip = TimelineHistogram { scale: &scale, ticks: &ticks, window, selected: Some(&selected), lang: &lang };
            let area = Rect { x, y, width, height };
            let mut buf = Buffer::empty(Rect::new(0, 0, 60, 6));
            strip.render(area, &mut buf, Style::new(), Style::new(), Style::new());
            for at in buf.area.positions().filter(|&at| !area.contains(at)) {
                prop_assert_eq!(buf[at].symbol(), " ");
            }
        }
    }
}
