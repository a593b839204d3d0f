//! A time axis on which busy years are wider than quiet ones.
//!
//! Dates in a base are clustered: decades with a date or two, then years with a hundred. On a linear axis the busy
//! years would share one column. The axis is therefore stretched in two steps, and stays monotone:
//!
//! - A year with a date gets one column, and so does a run of years without dates, however long it is. The remaining
//!   columns are divided among the years in proportion to the square root of the number of *distinct* days with
//!   dates, not counting the first. Width therefore shows what can be told apart; several dates on one day only raise
//!   the density. Each year begins at a column boundary.
//! - Within a year, each month gets a fixed base width plus a width in proportion to the square root of its distinct
//!   days. The days of a month are evenly spaced.
//!
//! If there are not enough columns, those of the years and runs shrink below one, to three quarters of the axis in
//! total.

use crate::model::{EdtfDate, Lang, PartialDate};
use chrono::{Datelike, Months, NaiveDate};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Resolution of positions on the axis: units per column.
const UNITS_PER_COLUMN: u64 = 1 << 16;
/// Base weight of a month, with or without dates: that of a month with one day, before its own days are added.
const BASE_MONTH_WEIGHT: u64 = sqrt_weight(1);

/// Number of distinct days with dates in each month of a year.
type DaysPerMonth = [u64; 12];

/// Maps dates to columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeAxis {
    columns: u16,
    span: Option<(NaiveDate, NaiveDate)>,
    years: BTreeMap<i32, DaysPerMonth>,
    /// Pairs of day (counted from the common era) and position, both ascending. The axis is linear between two knots.
    /// The last knot is the end of the axis.
    knots: Vec<(i32, u64)>,
    density: Vec<usize>,
}

/// A label at a column, which may extend over the following columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Column of its first character.
    pub column: usize,
    /// The name of a year or a month.
    pub label: String,
}

impl TimeAxis {
    /// Builds the axis for some dates. Each date counts once, at its [anchor](EdtfDate::anchor), so the axis has the
    /// order of the timeline. The ends of intervals only extend the span.
    pub fn new<'a>(dates: impl IntoIterator<Item = &'a EdtfDate>, columns: u16) -> Self {
        let mut axis = Self { columns, density: vec![0; columns.into()], ..Self::default() };
        let mut days = Vec::new();
        for when in dates {
            let day = when.anchor();
            let last = when.latest().unwrap_or(day).max(day);
            let (from, to) = axis.span.unwrap_or((day, last));
            axis.span = Some((from.min(day), to.max(last)));
            days.push(day);
        }
        days.sort_unstable();
        for day in days.chunk_by(|a, b| a == b).filter_map(<[_]>::first) {
            let months = axis.years.entry(day.year()).or_default();
            if let Some(held) = usize::try_from(day.month0()).ok().and_then(|month| months.get_mut(month)) {
                *held += 1;
            }
        }
        axis.knots = axis.lay_out_knots();
        for same in days.chunk_by(|a, b| a == b) {
            let column = axis.column(same[0]);
            if let Some(held) = axis.density.get_mut(column) {
                *held += same.len();
            }
        }
        axis
    }

    /// Positions the years on the axis, and the months within them.
    fn lay_out_knots(&self) -> Vec<(i32, u64)> {
        let Some((first, last)) = self.span else { return Vec::new() };
        let end = last.with_day(1).and_then(|day| day.checked_add_months(Months::new(1))).unwrap_or(last);
        let next = self.years.keys().skip(1).copied().chain([last.year() + 1]);
        // Each year with its months, and whether a run of empty years follows.
        let years: Vec<(i32, &DaysPerMonth, bool)> =
            self.years.iter().zip(next).map(|((&year, months), next)| (year, months, next > year + 1)).collect();
        let stretch_count: u64 = years.iter().map(|&(.., run)| 1 + u64::from(run)).sum();
        // At least 1, so that years with a single day each still share the remaining width.
        let share = |months: &DaysPerMonth| 1 + sqrt_weight(months.iter().sum::<u64>().saturating_sub(1));
        let shares: u64 = years.iter().map(|(_, months, _)| share(months)).sum();
        let axis_width = u64::from(self.columns) * UNITS_PER_COLUMN;
        let stretch_width = (axis_width * 3 / 4 / stretch_count.max(1)).min(UNITS_PER_COLUMN);
        let shared_width = axis_width - stretch_width * stretch_count;
        let position = |(passed, shared): (u64, u64)| {
            let fine = passed * stretch_width + shared * shared_width / shares.max(1);
            ((fine + UNITS_PER_COLUMN / 2) / UNITS_PER_COLUMN * UNITS_PER_COLUMN).min(axis_width)
        };
        let mut knots = Vec::new();
        let mut at = (0, 0);
        for (year, months, run) in years {
            let from = position(at);
            at = (at.0 + 1, at.1 + share(months));
            knots.extend(month_knots(year, months, first..end, from..position(at)));
            if run {
                let day = NaiveDate::from_ymd_opt(year + 1, 1, 1);
                knots.extend(day.map(|day| (day.num_days_from_ce(), position(at))));
                at.0 += 1;
            }
        }
        knots.push((end.num_days_from_ce(), axis_width));
        knots
    }

    /// Width of the axis, in columns.
    pub fn columns(&self) -> usize {
        self.columns.into()
    }

    /// The first and the last day. `None` if there are no dates.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.span
    }

    /// Returns the column of a day. Days before the first map to the first column, days after the last to the last
    /// column.
    pub fn column(&self, day: NaiveDate) -> usize {
        let day = day.num_days_from_ce();
        let next = self.knots.partition_point(|&(knot, _)| knot <= day);
        let Some(&(start, from)) = next.checked_sub(1).and_then(|at| self.knots.get(at)) else { return 0 };
        let position = self.knots.get(next).map_or(from, |&(end, to)| {
            let (passed, days) = (day.abs_diff(start), end.abs_diff(start).max(1));
            from + to.saturating_sub(from) * u64::from(passed) / u64::from(days)
        });
        usize::try_from(position / UNITS_PER_COLUMN).unwrap_or(usize::MAX).min(self.columns().saturating_sub(1))
    }

    /// Number of dates in each column.
    pub fn density(&self) -> &[usize] {
        &self.density
    }

    /// Fill level of each column, from 0 to 8, by the square root of its count relative to the fullest column. 0
    /// means no dates; a single date is at least 1.
    pub fn levels(&self) -> Vec<u8> {
        let most = self.density.iter().copied().max().unwrap_or(0).max(1);
        let level = |&count: &usize| (0..8).find(|&level| level * level * most >= count * 64).unwrap_or(8);
        self.density.iter().map(|count| u8::try_from(level(count)).unwrap_or(8)).collect()
    }

    /// Returns labels with at least one blank between them. Years come first, those with the most distinct days
    /// before the others; then months of the labelled years, if they fit: July, then April and October, then the
    /// rest. January has no label of its own.
    pub fn ticks(&self, lang: &Lang) -> Vec<Tick> {
        let Some((first, last)) = self.span else { return Vec::new() };
        let mut years: Vec<(i32, u64)> = self.years.iter().map(|(&year, days)| (year, days.iter().sum())).collect();
        years.sort_by_key(|&(_, days)| Reverse(days));
        let mut free = vec![true; self.columns()];
        let mut ticks = Vec::new();
        let start = |year: i32, month: u8| NaiveDate::from_ymd_opt(year, month.into(), 1);
        years.retain(|&(year, _)| {
            let tick = start(year, 1).and_then(|day| self.place_tick(day.max(first), None, lang, &mut free));
            tick.map(|tick| ticks.push(tick)).is_some()
        });
        for (year, _) in years {
            for group in [[7].as_slice(), &[4, 10], &[2, 3, 5, 6, 8, 9, 11, 12]] {
                let months = group.iter().filter_map(|&month| Some((start(year, month)?, month)));
                let months = months.filter(|(day, _)| (first..=last).contains(day));
                let mut taken = free.clone();
                let named = months.map(|(day, month)| self.place_tick(day, Some(month), lang, &mut taken));
                let Some(named) = named.collect::<Option<Vec<Tick>>>() else { break };
                ticks.extend(named);
                free = taken;
            }
        }
        ticks.sort_by_key(|tick| tick.column);
        ticks
    }

    /// Returns the label of the year or month that begins on `day` and reserves its columns plus one blank in `free`.
    /// Returns `None` if they are not all free.
    fn place_tick(&self, day: NaiveDate, month: Option<u8>, lang: &Lang, free: &mut [bool]) -> Option<Tick> {
        let column = self.column(day);
        let point =
            PartialDate { year: day.year(), masked_digits: 0, month, day: None, uncertain: false, approximate: false };
        let label = point.short_label(lang);
        let end = column + label.chars().count();
        let room = (end <= free.len()).then(|| column..free.len().min(end + 1))?;
        let room = free.get_mut(room).filter(|room| room.iter().all(|&free| free))?;
        room.fill(false);
        Some(Tick { column, label })
    }
}

/// Square root of a count, in units of 1/256.
const fn sqrt_weight(count: u64) -> u64 {
    count.saturating_mul(1 << 16).isqrt()
}

/// Returns the knots for the first days of those months of a year that overlap `days`.
fn month_knots(
    year: i32,
    months: &DaysPerMonth,
    days: std::ops::Range<NaiveDate>,
    positions: std::ops::Range<u64>,
) -> Vec<(i32, u64)> {
    let start = |month: u32| NaiveDate::from_ymd_opt(year, month, 1);
    let within =
        |day: NaiveDate| days.contains(&day) || (day.year(), day.month()) == (days.start.year(), days.start.month());
    let within: Vec<(NaiveDate, u64)> = (1..=12)
        .zip(months)
        .filter_map(|(month, &held)| {
            start(month).filter(|&day| within(day)).map(|day| (day, BASE_MONTH_WEIGHT + sqrt_weight(held)))
        })
        .collect();
    let total: u64 = within.iter().map(|(_, weight)| weight).sum();
    let mut passed = 0;
    let knot = |(day, weight): (NaiveDate, u64)| {
        let place = positions.start + (positions.end - positions.start) * passed / total.max(1);
        passed += weight;
        (day.num_days_from_ce(), place)
    };
    within.into_iter().map(knot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(written: &[&str]) -> Vec<EdtfDate> {
        written.iter().map(|written| EdtfDate::parse(written).unwrap()).collect()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// Dates distributed as in a real base: a few old ones, then a hundred within two years.
    fn clustered_dates() -> Vec<EdtfDate> {
        let busy = (0..100).map(|at| format!("{}-{:02}-{:02}", 2024 + at / 50, at % 12 + 1, at % 28 + 1));
        let old = ["1981", "199X", "2000/2002", "2017", "2026/2030"].map(str::to_owned);
        old.into_iter().chain(busy).map(|written| EdtfDate::parse(&written).unwrap()).collect()
    }

    #[test]
    fn busy_years_are_wide_and_empty_decades_take_one_column() {
        let dates = clustered_dates();
        let scale = TimeAxis::new(&dates, 100);
        let width = |from, to| scale.column(day(to, 1, 1)) - scale.column(day(from, 1, 1));
        assert_eq!((width(1982, 1990), width(1991, 2000), width(2001, 2017)), (1, 1, 1));
        assert!(width(2024, 2026) > 50, "{}", width(2024, 2026));
        assert_eq!(width(2017, 2018), 1);
        assert_eq!((scale.column(day(1981, 1, 1)), scale.column(day(2030, 12, 31))), (0, 99));
    }

    #[test]
    fn handles_a_single_day_and_no_dates() {
        let one = parsed(&["2024-12-16"]);
        assert_eq!(TimeAxis::new(&one, 3).density().iter().sum::<usize>(), 1);
        let none = TimeAxis::new(&[], 3);
        assert_eq!((none.span(), none.density(), none.column(day(2024, 1, 1))), (None, [0; 3].as_slice(), 0));
        assert!(none.ticks(&Lang::english()).is_empty());
        let flat = TimeAxis::new(&one, 0);
        assert_eq!((flat.column(day(2024, 12, 16)), flat.levels()), (0, Vec::new()));
    }

    #[test]
    fn width_counts_distinct_days_and_density_counts_dates() {
        let mut dates = parsed(&["2000", "2000/2002", "2024-02", "2024-03", "2024-09"]);
        dates.extend(vec![EdtfDate::parse("2010").unwrap(); 50]);
        let scale = TimeAxis::new(&dates, 40);
        assert_eq!(scale.column(day(2011, 1, 1)) - scale.column(day(2010, 1, 1)), 1);
        assert_eq!(scale.density()[scale.column(day(2010, 6, 1))], 50);
        assert_eq!(scale.density()[0], 2);
    }

    #[test]
    fn interval_without_start_counts_at_its_end() {
        let scale = TimeAxis::new(&parsed(&["../2028", "2024-01-01"]), 40);
        assert_eq!(scale.density()[39], 1);
    }

    #[test]
    fn single_date_among_thousands_has_level_one() {
        let mut dates = parsed(&["2000-01-01"]);
        dates.extend(vec![EdtfDate::parse("2024-01-01").unwrap(); 10_000]);
        let levels = TimeAxis::new(&dates, 40).levels();
        assert_eq!(levels.iter().filter(|&&level| level > 0).copied().collect::<Vec<_>>(), [1, 8]);
    }

    #[test]
    fn ticks_name_the_busiest_years_and_their_months() {
        let dates = clustered_dates();
        let labels = |columns, lang: &str| {
            let ticks = TimeAxis::new(&dates, columns).ticks(&Lang::new(lang).unwrap());
            ticks.into_iter().map(|tick| tick.label).collect::<Vec<_>>().join(" ")
        };
        assert!(labels(30, "en").contains("2024"), "{}", labels(30, "en"));
        assert!(labels(100, "en").contains("2024 Apr Jul Oct 2025 Apr Jul Oct"), "{}", labels(100, "en"));
        assert!(labels(200, "fr").contains("2024 févr. mars"), "{}", labels(200, "fr"));
        let late = parsed(&["2024-10-05", "2024-10-20", "2024-12-24"]);
        let ticks = TimeAxis::new(&late, 40).ticks(&Lang::english());
        assert_eq!(ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>(), ["2024", "Nov", "Dec"]);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (-9999..=9999_i32, 1..=366_u32).prop_map(|(year, day)| {
            NaiveDate::from_yo_opt(year, day).unwrap_or_else(|| NaiveDate::from_yo_opt(year, 365).unwrap())
        })
    }

    fn near_or_far() -> impl Strategy<Value = NaiveDate> {
        let near = (2023..=2026_i32, 1..=365_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap());
        prop_oneof![9 => near, 1 => any_day()]
    }

    proptest! {
        #[test]
        fn axis_is_monotone_and_counts_every_date(
            mut days in prop::collection::vec(near_or_far(), 0..80), columns in 0..200_u16,
        ) {
            let dates: Vec<EdtfDate> = days.iter().copied().map(EdtfDate::from).collect();
            let scale = TimeAxis::new(&dates, columns);
            days.sort();
            let at: Vec<usize> = days.iter().map(|&day| scale.column(day)).collect();
            prop_assert!(at.is_sorted(), "{at:?}");
            prop_assert!(at.iter().all(|&column| column < usize::from(columns.max(1))));
            prop_assert_eq!(scale.density().len(), usize::from(columns));
            prop_assert_eq!(scale.density().iter().sum::<usize>(), if columns > 0 { days.len() } else { 0 });
            for (count, level) in scale.density().iter().zip(scale.levels()) {
                prop_assert!(level <= 8 && (level > 0) == (*count > 0));
            }
            for pair in scale.ticks(&Lang::english()).windows(2) {
                prop_assert!(pair[0].column + pair[0].label.len() < pair[1].column, "{pair:?}");
            }
        }
    }
}
