//! When something was: EDTF level 1 (ISO 8601-2), kept as written with the days it spans.

use super::Lang;
use chrono::{Datelike, NaiveDate};
use edtf_core::{Bound, Date, Edtf, IntervalEndpoint};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A date or an interval as written, with the first and last calendar day that it may touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    written: String,
    shape: Shape,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
}

/// One date, or the two ends of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// A date of some precision.
    Point(Point),
    /// From the first end to the second.
    Interval(Endpoint, Endpoint),
}

/// An end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Endpoint {
    /// A date.
    At(Point),
    /// `..`: it goes on.
    Open,
    /// Nothing written: unknown.
    Unknown,
}

/// A date with no more precision than was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The year; in a masked year the hidden digits are 0 (`199X` is 1990).
    pub year: i32,
    /// How many last digits of the year are hidden by `X`: 1 is a decade, 2 a century.
    pub masked: u8,
    /// The month 1–12, or the season 21–24 (spring, summer, autumn, winter).
    pub month: Option<u8>,
    /// The day of the month.
    pub day: Option<u8>,
    /// `?`: the source is doubtful.
    pub uncertain: bool,
    /// `~`: the source says "about".
    pub approximate: bool,
}

/// How fine a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// A calendar day.
    Day,
    /// A month.
    Month,
    /// A season.
    Season,
    /// A year.
    Year,
    /// A decade, a century.
    Years,
    /// An interval.
    Interval,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Not EDTF; what is wrong at which byte.
    Syntax(&'static str, usize),
    /// EDTF, but of level 2, which bases do not use.
    Level,
    /// The end of the interval precedes its start.
    Reversed,
    /// A year outside −9999 to 9999.
    Range,
    /// The winter of 9999, which ends in the year after.
    LastWinter,
    /// `?`, `~` or `%` elsewhere than behind the date; the date with its marks behind it.
    Marks(String),
}

const TIME_OF_DAY: DateError = DateError::Syntax("a time of day is not kept; write the day", 0);

/// What stands behind a date that is doubtful, or about.
const MARKS: [char; 3] = ['?', '~', '%'];

/// Whether words behind a date can be a time of day: they begin with an hour.
fn is_time(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit())
}

impl When {
    /// Reads EDTF level 0 or 1, dates and intervals, without times of day.
    ///
    /// # Errors
    /// [`DateError`] says what is wrong.
    pub fn parse(written: &str) -> Result<Self, DateError> {
        let is_date = |end: &str| matches!(Edtf::parse(end), Ok(Edtf::Date(_)));
        let has_time = |end: &str| end.split_once(['T', ' ']).is_some_and(|(day, time)| is_date(day) && is_time(time));
        let edtf = Edtf::parse(written).map_err(|error| match written.split_once('/') {
            Some((start, end)) if is_date(start) && is_date(end) => DateError::Reversed,
            _ if written.split('/').any(has_time) => TIME_OF_DAY,
            _ => DateError::Syntax(error.message, error.offset),
        })?;
        if edtf.level() > 1 {
            return Err(DateError::Level);
        }
        if !written.split('/').all(|end| end.find(MARKS).is_none_or(|at| at + 1 == end.len())) {
            return Err(DateError::Marks(edtf.to_string()));
        }
        let shape = match &edtf {
            Edtf::Date(date) => Shape::Point(Point::of(date)?),
            Edtf::Interval(interval) => Shape::Interval(Endpoint::of(&interval.start)?, Endpoint::of(&interval.end)?),
            Edtf::DateTime(_) => return Err(TIME_OF_DAY),
            Edtf::Set(_) => return Err(DateError::Level),
        };
        let bounds = edtf.bounds();
        Ok(Self { written: written.to_owned(), shape, earliest: day(bounds.earliest)?, latest: day(bounds.latest)? })
    }

    /// The expression as written.
    pub fn edtf(&self) -> &str {
        &self.written
    }

    /// What was written, taken apart.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The first day it may touch; nothing where the start is open or unknown.
    pub fn earliest(&self) -> Option<NaiveDate> {
        self.earliest
    }

    /// The last day it may touch; nothing where the end is open or unknown.
    pub fn latest(&self) -> Option<NaiveDate> {
        self.latest
    }

    /// How fine it is.
    pub fn precision(&self) -> Precision {
        match self.shape {
            Shape::Point(point) => point.precision(),
            Shape::Interval(..) => Precision::Interval,
        }
    }

    /// The dates that were written: one, or those of the ends of an interval.
    pub fn points(&self) -> Vec<Point> {
        let ends = match self.shape {
            Shape::Point(point) => return vec![point],
            Shape::Interval(start, end) => [start, end],
        };
        let date = |end| if let Endpoint::At(point) = end { Some(point) } else { None };
        ends.into_iter().filter_map(date).collect()
    }

    /// Whether any day lies in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |a: Option<NaiveDate>, b: Option<NaiveDate>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(self.latest, other.earliest) && !before(other.latest, self.earliest)
    }

    /// As [`When::overlaps`], but what has no start counts from its end: "by 2028" is a date of 2028, and none of every
    /// year before.
    pub fn touches(&self, asked: &Self) -> bool {
        let before = |a: Option<NaiveDate>, b: Option<NaiveDate>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(asked.latest, self.earliest.or(self.latest)) && !before(self.latest, asked.earliest)
    }

    /// The day that places it on a line of time: its first, or its last where the start is open.
    pub fn anchor(&self) -> NaiveDate {
        self.earliest.or(self.latest).unwrap_or(NaiveDate::MAX)
    }

    /// The order of a timeline: by [`When::anchor`], then the finer date first.
    pub fn order(&self, other: &Self) -> Ordering {
        let end = |when: &Self| when.latest.unwrap_or(NaiveDate::MAX);
        self.anchor().cmp(&other.anchor()).then_with(|| end(self).cmp(&end(other)))
    }

    /// Everything up to the end of this date, both included; nothing where it has no end.
    #[must_use]
    pub fn until(&self) -> Option<Self> {
        let end = self.written.rsplit('/').next()?;
        Self::parse(&format!("../{end}")).ok().filter(|when| when.latest.is_some())
    }

    /// Everything from the start of this date on, both included; nothing where it has no start.
    #[must_use]
    pub fn since(&self) -> Option<Self> {
        let start = self.written.split('/').next()?;
        Self::parse(&format!("{start}/..")).ok().filter(|when| when.earliest.is_some())
    }

    /// The date in words: `16 Dec 2024`, `~Jan 2025`, `spring 2025?`, `1990s`, `…2028` (by), `2025…` (from).
    pub fn label(&self, lang: &Lang) -> String {
        self.write(|point| point.label(lang))
    }

    /// The date in words without its year, for lists grouped by year; a year alone stays a year.
    pub fn short_label(&self, lang: &Lang) -> String {
        self.write(|point| point.short_label(lang))
    }

    fn write(&self, point: impl Fn(Point) -> String) -> String {
        match self.shape {
            Shape::Point(p) => point(p),
            Shape::Interval(Endpoint::At(a), Endpoint::At(b)) => format!("{}–{}", point(a), point(b)),
            Shape::Interval(Endpoint::At(a), Endpoint::Open) => format!("{}…", point(a)),
            Shape::Interval(Endpoint::At(a), Endpoint::Unknown) => format!("{}–?", point(a)),
            Shape::Interval(Endpoint::Open, Endpoint::At(b)) => format!("…{}", point(b)),
            Shape::Interval(Endpoint::Unknown, Endpoint::At(b)) => format!("?–{}", point(b)),
            Shape::Interval(..) => "?".to_owned(),
        }
    }
}

impl Endpoint {
    fn of(end: &IntervalEndpoint) -> Result<Self, DateError> {
        Ok(match end {
            IntervalEndpoint::Date(date) => Self::At(Point::of(date)?),
            IntervalEndpoint::Open => Self::Open,
            IntervalEndpoint::Unknown => Self::Unknown,
            IntervalEndpoint::OnOrBefore(_) | IntervalEndpoint::OnOrAfter(_) => return Err(DateError::Level),
        })
    }
}

impl Point {
    fn of(date: &Date) -> Result<Self, DateError> {
        let bounds = Edtf::Date(*date).bounds();
        let (Bound::Date(first), Bound::Date(last)) = (bounds.earliest, bounds.latest) else {
            return Err(DateError::Range);
        };
        let span = last.year.abs_diff(first.year);
        Ok(Self {
            year: i32::try_from(first.year).ok().filter(|y| (-9999..=9999).contains(y)).ok_or(DateError::Range)?,
            masked: if date.year.has_unspecified() { digits(span) } else { 0 },
            month: date.month.and_then(edtf_core::DateField::value),
            day: date.day.and_then(edtf_core::DateField::value),
            uncertain: date.is_uncertain(),
            approximate: date.is_approximate(),
        })
    }

    /// How fine it is.
    pub fn precision(self) -> Precision {
        match (self.day, self.month) {
            _ if self.masked > 0 => Precision::Years,
            (Some(_), _) => Precision::Day,
            (None, Some(21..)) => Precision::Season,
            (None, Some(_)) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }

    /// The date in words with its year.
    pub fn label(self, lang: &Lang) -> String {
        let body = match (self.day, self.month) {
            (Some(day), Some(month)) => format!("{day} {} {}", month_name(month, lang), self.year),
            (None, Some(month)) => format!("{} {}", month_name(month, lang), self.year),
            _ => self.year_name(lang),
        };
        self.qualified(&body)
    }

    /// The date in words without its year, unless it is a year.
    pub fn short_label(self, lang: &Lang) -> String {
        let body = match (self.day, self.month) {
            (Some(day), Some(month)) => format!("{day} {}", month_name(month, lang)),
            (None, Some(month)) => month_name(month, lang).to_owned(),
            _ if self.masked == 1 && lang.is_french() => format!("ann. {}", self.year),
            _ => self.year_name(lang),
        };
        self.qualified(&body)
    }

    fn qualified(self, body: &str) -> String {
        let [about, doubt] = [(self.approximate, "~"), (self.uncertain, "?")].map(|(on, s)| if on { s } else { "" });
        format!("{about}{body}{doubt}")
    }

    fn year_name(self, lang: &Lang) -> String {
        match self.masked {
            0 => self.year.to_string(),
            1 if lang.is_french() => format!("années {}", self.year),
            1 => format!("{}s", self.year),
            n => {
                let digits = format!("{:04}", self.year);
                format!("{}{}", &digits[..digits.len().saturating_sub(n.into())], "X".repeat(n.into()))
            }
        }
    }
}

/// How many digits the years of a span are counted with: 9 years of a decade take one, 99 of a century two.
fn digits(span: u64) -> u8 {
    span.max(1).ilog10().try_into().map_or(u8::MAX, |tens: u8| tens + 1)
}

fn month_name(month: u8, lang: &Lang) -> &'static str {
    const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const FRENCH: [&str; 12] =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
    const SEASONS: [[&str; 4]; 2] =
        [["spring", "summer", "autumn", "winter"], ["printemps", "été", "automne", "hiver"]];
    let names = if lang.is_french() { FRENCH } else { ENGLISH };
    let season = month.checked_sub(21).and_then(|s| SEASONS[usize::from(lang.is_french())].get(usize::from(s)));
    season.or(names.get(usize::from(month.saturating_sub(1)))).copied().unwrap_or("?")
}

fn day(bound: Bound) -> Result<Option<NaiveDate>, DateError> {
    match bound {
        // The year itself was looked at before.
        Bound::Date(date) if date.year == 10_000 => Err(DateError::LastWinter),
        Bound::Date(date) => {
            let year = i32::try_from(date.year).ok().filter(|y| (-9999..=9999).contains(y)).ok_or(DateError::Range)?;
            NaiveDate::from_ymd_opt(year, date.month.into(), date.day.into()).map(Some).ok_or(DateError::Range)
        }
        _ => Ok(None),
    }
}

impl From<NaiveDate> for When {
    fn from(date: NaiveDate) -> Self {
        let point = Point {
            year: date.year(),
            masked: 0,
            month: u8::try_from(date.month()).ok(),
            day: u8::try_from(date.day()).ok(),
            uncertain: false,
            approximate: false,
        };
        Self { written: date.to_string(), shape: Shape::Point(point), earliest: Some(date), latest: Some(date) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn en(written: &str) -> String {
        When::parse(written).unwrap().label(&Lang::english())
    }

    #[test]
    fn each_precision_reads_differently() {
        let cases = [
            ("2024-12-16", "16 Dec 2024"),
            ("2024-12-16?", "16 Dec 2024?"),
            ("2025-01", "Jan 2025"),
            ("2025-01~", "~Jan 2025"),
            ("2025-01%", "~Jan 2025?"),
            ("2025-21", "spring 2025"),
            ("2025", "2025"),
            ("199X", "1990s"),
            ("19XX", "19XX"),
            ("2025-XX", "2025"),
            ("2025/2028", "2025–2028"),
            ("../2028", "…2028"),
            ("2025/..", "2025…"),
            ("/2028", "?–2028"),
        ];
        for (written, label) in cases {
            assert_eq!(en(written), label, "{written}");
        }
        assert_eq!(When::parse("2024-12-16").unwrap().label(&Lang::new("fr").unwrap()), "16 déc. 2024");
        assert_eq!(When::parse("2024-12-16").unwrap().short_label(&Lang::english()), "16 Dec");
    }

    #[test]
    fn spans_calendar_days() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        let when = When::parse("199X").unwrap();
        assert_eq!((when.earliest(), when.latest()), (day(1990, 1, 1), day(1999, 12, 31)));
        let by = When::parse("../2028").unwrap();
        assert_eq!((by.earliest(), by.latest(), by.anchor()), (None, day(2028, 12, 31), day(2028, 12, 31).unwrap()));
        assert!(When::parse("2024-02").unwrap().latest() == day(2024, 2, 29));
    }

    #[test]
    fn says_what_is_wrong() {
        assert!(matches!(When::parse("2024-02-30"), Err(DateError::Syntax(..))));
        assert!(matches!(When::parse("mid 2025"), Err(DateError::Syntax(..))));
        assert_eq!(When::parse("2028/2025"), Err(DateError::Reversed));
        assert!(matches!(When::parse("2025/2026/2027"), Err(DateError::Syntax(..))));
        assert!(matches!(When::parse("2025-01-01T10:00:00/2024-12-31"), Err(DateError::Syntax(..))));
        assert_eq!(When::parse("[2025,2026]"), Err(DateError::Level));
        assert_eq!(When::parse("Y170000"), Err(DateError::Range));
        for time in ["2024-12-16T10:00:00", "2024-12-16T10:00", "2024-12-16 10:00", "2024-12-16T1/2025"] {
            assert_eq!(When::parse(time), Err(TIME_OF_DAY), "{time}");
        }
        assert_eq!(When::parse("9999-24"), Err(DateError::LastWinter));
        assert_eq!(When::parse("2020/9999-24"), Err(DateError::LastWinter));
        assert_eq!(When::parse("Y10000"), Err(DateError::Range));
    }

    #[test]
    fn marks_stand_behind_the_date() {
        for (written, meant) in [("?2024", "2024?"), ("%199X", "199X%"), ("2023/?2024", "2023/2024?")] {
            assert_eq!(When::parse(written), Err(DateError::Marks(meant.to_owned())), "{written}");
            assert!(When::parse(meant).is_ok(), "{meant}");
        }
        assert!(When::parse("2024?/2025~").is_ok());
    }

    #[test]
    fn masked_years_keep_their_width() {
        for (written, masked) in [("1999", 0), ("199X", 1), ("19XX", 2)] {
            let Shape::Point(point) = When::parse(written).unwrap().shape() else { panic!("{written}") };
            assert_eq!(point.masked, masked, "{written}");
        }
    }
}
