//! Draws a date as a bar on a time axis, so that its precision and uncertainty are visible without colour.

use crate::analysis::TimeAxis;
use crate::model::{DateForm, EdtfDate, Endpoint, PartialDate, Precision};
use chrono::NaiveDate;

/// Number of columns drawn towards an unknown end of an interval.
const UNKNOWN_END_COLUMNS: usize = 5;

/// Draws a date on a time axis, as exactly `scale.columns()` characters of one column each:
///
/// | bar | what is known |
/// |---|---|
/// | `◆` | a day |
/// | `•` `├───┤` | somewhere in this month, season, year… |
/// | `━` `┝━━━┥` | from its first day to its last |
/// | `┝━╸┄┄▸` `◂┄┄╺━┥` | an open end |
/// | `┝━╸┄?` `?┄╺━┥` | an end that is unknown |
/// | `~•` `~┄┄┄~` `~┅┅┅~` | approximate |
/// | `•?` `?───?` `?━━━?` | uncertain; with `~` before it, both |
/// | `‹` `›` | outside the axis |
///
/// Blank if the axis has no dates.
pub(crate) fn interval_bar(when: &EdtfDate, scale: &TimeAxis) -> String {
    let mut cells = vec![' '; scale.columns()];
    if let (Some(span), Some(last)) = (scale.span(), cells.len().checked_sub(1)) {
        let beyond = [when.latest().is_some_and(|day| day < span.0), when.earliest().is_some_and(|day| day > span.1)];
        match (beyond, when.earliest(), when.latest()) {
            ([true, _], ..) => cells[0] = '‹',
            ([_, true], ..) => cells[last] = '›',
            (_, Some(from), Some(to)) => draw_closed(&mut cells, when, (from, to), scale),
            (_, Some(from), None) => {
                let [start, _] = end_symbols(when, (from < span.0, false));
                draw_open(cells[scale.column(from)..].iter_mut(), [start, '━', '╸', '▸'], has_unknown_end(when));
            }
            (_, None, Some(to)) => {
                let [_, end] = end_symbols(when, (false, to > span.1));
                draw_open(cells[..=scale.column(to)].iter_mut().rev(), [end, '━', '╺', '◂'], has_unknown_end(when));
            }
            (_, None, None) => {}
        }
    }
    cells.into_iter().collect()
}

/// Draws a date with a known first and last day.
fn draw_closed(cells: &mut [char], when: &EdtfDate, (from, to): (NaiveDate, NaiveDate), scale: &TimeAxis) {
    let Some((first, last)) = scale.span() else { return };
    let (start, end) = (scale.column(from), scale.column(to).max(scale.column(from)));
    let points = when.dates();
    let about = points.iter().any(|point| point.approximate);
    if start < end {
        let is_interval = matches!(when.form(), DateForm::Interval(..));
        let line = [['─', '┄'], ['━', '┅']][usize::from(is_interval)][usize::from(about)];
        cells[start..end].fill(line);
        [cells[start], cells[end]] = end_symbols(when, (from < first, to > last));
        return;
    }
    cells[start] = match when.precision() {
        Precision::Day => '◆',
        Precision::Interval => '━',
        _ => '•',
    };
    // The sign is next to the symbol, or replaces it at the edge.
    if about {
        cells[start.saturating_sub(1)] = '~';
    }
    if points.iter().any(|point| point.uncertain) {
        let beside = (start + 1).min(cells.len() - 1);
        cells[beside] = '?';
    }
}

/// The symbols of both ends of a bar. `beyond` says which of them lie outside the axis.
fn end_symbols(when: &EdtfDate, beyond: (bool, bool)) -> [char; 2] {
    let is_interval = matches!(when.form(), DateForm::Interval(..));
    let (start, end) = match when.form() {
        DateForm::Single(point) => (Some(point), Some(point)),
        DateForm::Interval(start, end) => (endpoint_point(start), endpoint_point(end)),
    };
    let start = match start {
        _ if beyond.0 => '‹',
        Some(PartialDate { approximate: true, .. }) => '~',
        Some(PartialDate { uncertain: true, .. }) => '?',
        _ => ['├', '┝'][usize::from(is_interval)],
    };
    let end = match end {
        _ if beyond.1 => '›',
        Some(PartialDate { uncertain: true, .. }) => '?',
        Some(PartialDate { approximate: true, .. }) => '~',
        _ => ['┤', '┥'][usize::from(is_interval)],
    };
    [start, end]
}

fn endpoint_point(end: Endpoint) -> Option<PartialDate> {
    if let Endpoint::Date(point) = end { Some(point) } else { None }
}

fn has_unknown_end(when: &EdtfDate) -> bool {
    matches!(when.form(), DateForm::Interval(Endpoint::Unknown, _) | DateForm::Interval(_, Endpoint::Unknown))
}

/// Draws an interval from its known end: up to the edge if the other end is open, a few columns if it is unknown.
fn draw_open<'a>(
    cells: impl ExactSizeIterator<Item = &'a mut char>,
    [end, solid, half, tip]: [char; 4],
    unknown: bool,
) {
    let (length, tip) = if unknown { (cells.len().min(UNKNOWN_END_COLUMNS), '?') } else { (cells.len(), tip) };
    for (at, cell) in cells.take(length).enumerate() {
        *cell = match at {
            _ if at + 1 == length => tip,
            0 => end,
            1 => solid,
            2 => half,
            _ => '┄',
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    fn parse(written: &str) -> EdtfDate {
        EdtfDate::parse(written).unwrap()
    }

    /// One column per year, from 2020 to 2029.
    fn years() -> TimeAxis {
        let days: Vec<EdtfDate> = (2020..2030).map(|year| parse(&format!("{year}/{year}"))).collect();
        TimeAxis::new(&days, 10)
    }

    #[test]
    fn draws_each_kind_of_date() {
        let cases = [
            ("2023-05-17", "   ◆      "),
            ("2023-05", "   •      "),
            ("2023", "   •      "),
            ("202X", "├────────┤"),
            ("2023-05/2023-08", "   ━      "),
            ("2023/2024", "   ┝┥     "),
            ("2023/2027", "   ┝━━━┥  "),
            ("2023/..", "   ┝━╸┄┄┄▸"),
            ("../2026", "◂┄┄┄╺━┥   "),
            ("2023/", "   ┝━╸┄?  "),
            ("/2026", "  ?┄╺━┥   "),
            ("2023~", "  ~•      "),
            ("2023?", "   •?     "),
            ("2023-05-17%", "  ~◆?     "),
            ("2020~", "~         "),
            ("2029?", "         ?"),
            ("202X~", "~┄┄┄┄┄┄┄┄~"),
            ("202X?", "?────────?"),
            ("202X%", "~┄┄┄┄┄┄┄┄?"),
            ("2023~/2027", "   ~┅┅┅┥  "),
            ("2023/2027?", "   ┝━━━?  "),
            ("2023?/..", "   ?━╸┄┄┄▸"),
            ("2029/..", "         ▸"),
            ("2020/", "┝━╸┄?     "),
            ("1999", "‹         "),
            ("2040-01", "         ›"),
            ("2010/2023", "‹━━┥      "),
            ("2023/2040", "   ┝━━━━━›"),
            ("1999/..", "‹━╸┄┄┄┄┄┄▸"),
        ];
        for (written, drawn) in cases {
            assert_eq!(interval_bar(&parse(written), &years()), drawn, "{written}");
        }
    }

    /// Any date that a base can contain.
    fn any_when() -> impl Strategy<Value = EdtfDate> {
        let year = prop_oneof![3 => 2018..=2031_i32, 1 => -9999..=9999_i32];
        let date = (year, 0..6_u8, 1..=12_u8, 1..=28_u8, prop_oneof!["", "\\?", "~", "%"]).prop_map(
            |(year, kind, month, day, mark)| {
                let year = if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
                match kind {
                    0 => format!("{}X{mark}", &year[..year.len() - 1]),
                    1 => format!("{year}-{}{mark}", 21 + month % 4),
                    2 => format!("{year}-{month:02}{mark}"),
                    3 => format!("{year}{mark}"),
                    _ => format!("{year}-{month:02}-{day:02}{mark}"),
                }
            },
        );
        let end = prop_oneof![4 => date.clone(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
        let written = prop_oneof![date, (end.clone(), end).prop_map(|(start, end)| format!("{start}/{end}"))];
        written.prop_filter_map("what is no date", |written| EdtfDate::parse(&written).ok())
    }

    proptest! {
        #[test]
        fn bar_is_as_wide_as_its_scale(
            dates in prop::collection::vec(any_when(), 0..12), other in any_when(), columns in 0..200_u16,
        ) {
            let scale = TimeAxis::new(&dates, columns);
            for when in dates.iter().chain([&other]) {
                let bar = interval_bar(when, &scale);
                prop_assert_eq!(bar.width(), usize::from(columns));
                prop_assert_eq!(bar.chars().count(), usize::from(columns));
                let known = scale.span().is_some() && when.earliest().or(when.latest()).is_some();
                prop_assert_eq!(bar.trim().is_empty(), columns == 0 || !known, "{:?}", bar);
            }
        }
    }
}
