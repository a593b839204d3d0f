//! The time between two dates as text, no more precise than the dates themselves.

use crate::model::{DateForm, EdtfDate, Endpoint, Lang, PartialDate, Precision};
use chrono::{Datelike, Months, NaiveDate};

/// Maximum number of days, weeks and months to report before switching to the next larger unit.
const MAX_DAYS: u64 = 13;
const MAX_WEEKS: u64 = 8;
const MAX_MONTHS: u64 = 23;

/// A unit of time: singular and plural in English and in French, and the text for "the same" in both.
struct TimeUnit {
    english: [&'static str; 2],
    french: [&'static str; 2],
    same: [&'static str; 2],
}

const DAY: TimeUnit =
    TimeUnit { english: ["day", "days"], french: ["jour", "jours"], same: ["the same day", "le même jour"] };
const WEEK: TimeUnit = TimeUnit {
    english: ["week", "weeks"],
    french: ["semaine", "semaines"],
    same: ["the same week", "la même semaine"],
};
const MONTH: TimeUnit =
    TimeUnit { english: ["month", "months"], french: ["mois", "mois"], same: ["the same month", "le même mois"] };
const YEAR: TimeUnit =
    TimeUnit { english: ["year", "years"], french: ["an", "ans"], same: ["the same year", "la même année"] };

/// Describes where `to` lies relative to `from`: "5 weeks later", "the same day", "about 2 years earlier". The text
/// is French if `lang` is French, otherwise English.
///
/// The less precise date sets the unit. Between two days it is days up to 13, then weeks up to 8, then months up to
/// 23, then years, each rounded to the nearest by the calendar. If either date is a month, the unit is months (years
/// from 24 on); if either is a year, it is years. Intervals count from their start, seasons from their middle. The
/// text begins with "about" if either date is an interval, a season, approximate or uncertain. Returns `None` if
/// either date is a decade or an interval with an open or unknown end.
pub fn distance(from: &EdtfDate, to: &EdtfDate, lang: &Lang) -> Option<String> {
    let (a, b) = (ReferenceDay::from_date(from)?, ReferenceDay::from_date(to)?);
    let (early, late) = if a.day <= b.day { (a.day, b.day) } else { (b.day, a.day) };
    let (count, unit) = match a.precision.max(b.precision) {
        Precision::Day => days_or_coarser(early, late),
        Precision::Month | Precision::Season => months_or_years(month_index(late).abs_diff(month_index(early))),
        _ => (late.year().abs_diff(early.year()).into(), YEAR),
    };
    Some(format_distance(count, &unit, a.day > b.day, a.approximate || b.approximate, lang))
}

/// The day that stands in for a date in the calculation.
struct ReferenceDay {
    day: NaiveDate,
    precision: Precision,
    approximate: bool,
}

impl ReferenceDay {
    fn from_date(when: &EdtfDate) -> Option<Self> {
        let (first, last) = (when.earliest()?, when.latest()?);
        let doubtful = |point: PartialDate| point.approximate || point.uncertain;
        match when.form() {
            // Any figure relative to a decade would be falsely precise.
            DateForm::Single(point) if point.precision() == Precision::MaskedYear => None,
            DateForm::Single(point) => {
                let precision = point.precision();
                let is_season = precision == Precision::Season;
                let day = if is_season { first + (last - first) / 2 } else { first };
                Some(Self { day, precision, approximate: is_season || doubtful(point) })
            }
            DateForm::Interval(Endpoint::Date(start), _) => {
                Some(Self { day: first, precision: start.precision(), approximate: true })
            }
            DateForm::Interval(..) => None,
        }
    }
}

/// Months since January of year 0.
fn month_index(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

fn days_or_coarser(early: NaiveDate, late: NaiveDate) -> (u64, TimeUnit) {
    let days = (late - early).num_days().unsigned_abs();
    let weeks = (days * 2 + 7) / 14;
    match days {
        0..=MAX_DAYS => (days, DAY),
        _ if weeks <= MAX_WEEKS => (weeks, WEEK),
        _ => months_or_years(nearest_months(early, late)),
    }
}

/// Number of calendar months after `early` that comes nearest to `late`.
fn nearest_months(early: NaiveDate, late: NaiveDate) -> u64 {
    let estimate = u32::try_from(month_index(late) - month_index(early)).unwrap_or(0);
    let days_off = |&count: &u32| {
        early.checked_add_months(Months::new(count)).map_or(u64::MAX, |day| (late - day).num_days().unsigned_abs())
    };
    (estimate.saturating_sub(1)..=estimate + 1).min_by_key(days_off).unwrap_or(estimate).into()
}

fn months_or_years(months: u64) -> (u64, TimeUnit) {
    if months <= MAX_MONTHS { (months, MONTH) } else { ((months + 6) / 12, YEAR) }
}

fn format_distance(count: u64, unit: &TimeUnit, earlier: bool, approximate: bool, lang: &Lang) -> String {
    let french = usize::from(lang.is_french());
    let names = if lang.is_french() { unit.french } else { unit.english };
    if count == 0 {
        let about = if approximate { ["about ", "à peu près "][french] } else { "" };
        return format!("{about}{}", unit.same[french]);
    }
    let about = if approximate { ["about ", "environ "][french] } else { "" };
    let name = names[usize::from(count > 1)];
    let side = [["later", "plus tard"], ["earlier", "plus tôt"]][usize::from(earlier)][french];
    format!("{about}{count} {name} {side}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn label(from: &str, to: &str, lang: &str) -> Option<String> {
        let [from, to] = [from, to].map(|written| EdtfDate::parse(written).unwrap());
        distance(&from, &to, &Lang::new(lang).unwrap())
    }

    #[test]
    fn coarser_date_sets_the_unit() {
        let cases = [
            ("2024-12-16", "2024-12-16", "the same day", "le même jour"),
            ("2024-12-16", "2024-12-17", "1 day later", "1 jour plus tard"),
            ("2024-12-16", "2024-12-29", "13 days later", "13 jours plus tard"),
            ("2024-12-16", "2024-12-30", "2 weeks later", "2 semaines plus tard"),
            ("2024-12-16", "2025-01-21", "5 weeks later", "5 semaines plus tard"),
            ("2025-01-21", "2024-12-16", "5 weeks earlier", "5 semaines plus tôt"),
            ("2024-07-01", "2024-08-29", "8 weeks later", "8 semaines plus tard"),
            ("2024-07-01", "2024-08-30", "2 months later", "2 mois plus tard"),
            ("2024-11-30", "2025-02-28", "3 months later", "3 mois plus tard"),
            ("2024-01-31", "2025-12-31", "23 months later", "23 mois plus tard"),
            ("2024-01-31", "2026-01-31", "2 years later", "2 ans plus tard"),
            ("2024-02-29", "2027-02-28", "3 years later", "3 ans plus tard"),
            ("2025-01", "2025-01-21", "the same month", "le même mois"),
            ("2025-01-21", "2025-02", "1 month later", "1 mois plus tard"),
            ("2025-01", "2023-01", "2 years earlier", "2 ans plus tôt"),
            ("2025-06", "2025", "the same year", "la même année"),
            ("2025", "2024-12-16", "1 year earlier", "1 an plus tôt"),
            ("2017", "2019~", "about 2 years later", "environ 2 ans plus tard"),
            ("2024-12-16?", "2024-12-16", "about the same day", "à peu près le même jour"),
            ("2025-01~", "2025-01", "about the same month", "à peu près le même mois"),
            ("2000/2002", "2017", "about 17 years later", "environ 17 ans plus tard"),
            ("2023-22", "2024-07", "about 12 months later", "environ 12 mois plus tard"),
            ("-0001", "0002", "3 years later", "3 ans plus tard"),
        ];
        for (from, to, english, french) in cases {
            assert_eq!(label(from, to, "en").as_deref(), Some(english), "{from} {to}");
            assert_eq!(label(from, to, "fr").as_deref(), Some(french), "{from} {to}");
        }
    }

    #[test]
    fn open_or_unknown_intervals_have_no_distance() {
        for open in ["2025/..", "../2025", "2025/", "/2025"] {
            assert_eq!(label(open, "2025", "en"), None, "{open}");
            assert_eq!(label("2025", open, "en"), None, "{open}");
        }
    }

    proptest! {
        #[test]
        fn distance_is_symmetric(a in -3_000_000..3_000_000_i32, b in -3_000_000..3_000_000_i32, near in 0..900_i32) {
            let day = |days| NaiveDate::from_num_days_from_ce_opt(days).map(EdtfDate::from).unwrap();
            for (a, b) in [(day(a), day(b)), (day(a), day(a + near))] {
                let [there, back] = [(&a, &b), (&b, &a)].map(|(a, b)| distance(a, b, &Lang::english()).unwrap());
                prop_assert_eq!(there.replace("later", "earlier"), back.replace("later", "earlier"));
            }
        }
    }
}
