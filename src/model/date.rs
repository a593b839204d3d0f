//! Dates in EDTF level 1 (ISO 8601-2), stored as written and with the calendar days they span.

use super::Lang;
use super::calendar::month_label;
use chrono::{Datelike, NaiveDate};
use edtf_core::{Bound, Date, Edtf, IntervalEndpoint};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A date or an interval as written, with the first and last calendar day that it can include.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdtfDate {
    written: String,
    form: DateForm,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
}

/// The parsed form: one date, or the two ends of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateForm {
    /// A single date.
    Single(PartialDate),
    /// An interval, with its start and end.
    Interval(Endpoint, Endpoint),
}

/// An end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Endpoint {
    /// A date.
    Date(PartialDate),
    /// `..`: the interval is open.
    Open,
    /// Empty: the end is unknown.
    Unknown,
}

/// A date with only the components that were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialDate {
    /// The year, −9999 to 9999; masked digits are 0 (`199X` is 1990).
    pub year: i32,
    /// Number of trailing digits of the year masked by `X`: 1 is a decade, 2 a century.
    pub masked_digits: u8,
    /// The month (1–12) or the season (21–24: spring, summer, autumn, winter).
    pub month: Option<u8>,
    /// The day of the month (1–31).
    pub day: Option<u8>,
    /// `?`: the date is uncertain.
    pub uncertain: bool,
    /// `~`: the date is approximate ("about").
    pub approximate: bool,
}

/// The precision of a date, finest first.
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
    /// A decade, a century or longer: a year with masked digits.
    MaskedYear,
    /// An interval.
    Interval,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Not EDTF: the error message and its byte offset.
    Syntax(&'static str, usize),
    /// EDTF level 2, which is not supported.
    UnsupportedLevel,
    /// The end of the interval precedes its start.
    Reversed,
    /// The year is outside −9999 to 9999.
    YearOutOfRange,
    /// The winter of 9999, which ends in the year 10000.
    WinterOf9999,
    /// `?`, `~` or `%` is not at the end of the date; contains the date with it there.
    MisplacedQualifier(String),
}

const TIME_OF_DAY_ERROR: DateError = DateError::Syntax("a time of day is not kept; write the day", 0);

/// EDTF qualifiers after a date: uncertain, approximate, both.
const QUALIFIERS: [char; 3] = ['?', '~', '%'];

/// Whether the text after a date can be a time of day, that is, begins with a digit.
fn starts_with_digit(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit())
}

impl EdtfDate {
    /// Parses a date or an interval in EDTF level 0 or 1, without a time of day.
    ///
    /// # Errors
    /// [`DateError`] says what is wrong.
    pub fn parse(written: &str) -> Result<Self, DateError> {
        let is_date = |end: &str| matches!(Edtf::parse(end), Ok(Edtf::Date(_)));
        let has_time =
            |end: &str| end.split_once(['T', ' ']).is_some_and(|(day, time)| is_date(day) && starts_with_digit(time));
        let edtf = Edtf::parse(written).map_err(|error| match written.split_once('/') {
            Some((start, end)) if is_date(start) && is_date(end) => DateError::Reversed,
            _ if written.split('/').any(has_time) => TIME_OF_DAY_ERROR,
            _ => DateError::Syntax(error.message, error.offset),
        })?;
        if edtf.level() > 1 {
            return Err(DateError::UnsupportedLevel);
        }
        if !written.split('/').all(|end| end.find(QUALIFIERS).is_none_or(|at| at + 1 == end.len())) {
            return Err(DateError::MisplacedQualifier(edtf.to_string()));
        }
        let form = match &edtf {
            Edtf::Date(date) => DateForm::Single(PartialDate::from_edtf(date)?),
            Edtf::Interval(interval) => {
                DateForm::Interval(Endpoint::from_edtf(&interval.start)?, Endpoint::from_edtf(&interval.end)?)
            }
            Edtf::DateTime(_) => return Err(TIME_OF_DAY_ERROR),
            Edtf::Set(_) => return Err(DateError::UnsupportedLevel),
        };
        let bounds = edtf.bounds();
        Ok(Self {
            written: written.to_owned(),
            form,
            earliest: to_naive_date(bounds.earliest)?,
            latest: to_naive_date(bounds.latest)?,
        })
    }

    /// The expression as written.
    pub fn edtf(&self) -> &str {
        &self.written
    }

    /// The parsed form.
    pub fn form(&self) -> DateForm {
        self.form
    }

    /// The first day that it can include; `None` if the start is open or unknown.
    pub fn earliest(&self) -> Option<NaiveDate> {
        self.earliest
    }

    /// The last day that it can include; `None` if the end is open or unknown.
    pub fn latest(&self) -> Option<NaiveDate> {
        self.latest
    }

    /// The precision of the date.
    pub fn precision(&self) -> Precision {
        match self.form {
            DateForm::Single(point) => point.precision(),
            DateForm::Interval(..) => Precision::Interval,
        }
    }

    /// The dates in it: a single date, or the ends of an interval that are dates.
    pub fn dates(&self) -> Vec<PartialDate> {
        let ends = match self.form {
            DateForm::Single(point) => return vec![point],
            DateForm::Interval(start, end) => [start, end],
        };
        let date = |end| if let Endpoint::Date(point) = end { Some(point) } else { None };
        ends.into_iter().filter_map(date).collect()
    }

    /// Whether the two have a day in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |a: Option<NaiveDate>, b: Option<NaiveDate>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(self.latest, other.earliest) && !before(other.latest, self.earliest)
    }

    /// Like [`EdtfDate::overlaps`], but an interval without a start counts only at its end: "by 2028" matches 2028, not
    /// every year before it.
    pub fn matches_period(&self, period: &Self) -> bool {
        let before = |a: Option<NaiveDate>, b: Option<NaiveDate>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !before(period.latest, self.earliest.or(self.latest)) && !before(self.latest, period.earliest)
    }

    /// The day at which a timeline places it: its first day, or its last if the start is open or unknown.
    pub fn anchor(&self) -> NaiveDate {
        self.earliest.or(self.latest).unwrap_or(NaiveDate::MAX)
    }

    /// Compares two dates in timeline order: by [`EdtfDate::anchor`], then the one that ends earlier first.
    pub fn timeline_cmp(&self, other: &Self) -> Ordering {
        let end = |when: &Self| when.latest.unwrap_or(NaiveDate::MAX);
        self.anchor().cmp(&other.anchor()).then_with(|| end(self).cmp(&end(other)))
    }

    /// The interval up to the end of this date, inclusive; `None` if it has no end.
    #[must_use]
    pub fn interval_until_end(&self) -> Option<Self> {
        let end = self.written.rsplit('/').next()?;
        Self::parse(&format!("../{end}")).ok().filter(|when| when.latest.is_some())
    }

    /// The interval from the start of this date, inclusive; `None` if it has no start.
    #[must_use]
    pub fn interval_from_start(&self) -> Option<Self> {
        let start = self.written.split('/').next()?;
        Self::parse(&format!("{start}/..")).ok().filter(|when| when.earliest.is_some())
    }

    /// The date as shown: `16 Dec 2024`, `~Jan 2025`, `spring 2025?`, `1990s`, `…2028` (by), `2025…` (from).
    pub fn label(&self, lang: &Lang) -> String {
        self.format_dates(|point| point.label(lang))
    }

    /// The date as shown without its year, for lists grouped by year. A date that is only a year keeps it.
    pub fn short_label(&self, lang: &Lang) -> String {
        self.format_dates(|point| point.short_label(lang))
    }

    fn format_dates(&self, format_date: impl Fn(PartialDate) -> String) -> String {
        match self.form {
            DateForm::Single(p) => format_date(p),
            DateForm::Interval(Endpoint::Date(a), Endpoint::Date(b)) => {
                format!("{}–{}", format_date(a), format_date(b))
            }
            DateForm::Interval(Endpoint::Date(a), Endpoint::Open) => format!("{}…", format_date(a)),
            DateForm::Interval(Endpoint::Date(a), Endpoint::Unknown) => format!("{}–?", format_date(a)),
            DateForm::Interval(Endpoint::Open, Endpoint::Date(b)) => format!("…{}", format_date(b)),
            DateForm::Interval(Endpoint::Unknown, Endpoint::Date(b)) => format!("?–{}", format_date(b)),
            DateForm::Interval(..) => "?".to_owned(),
        }
    }
}

impl Endpoint {
    fn from_edtf(end: &IntervalEndpoint) -> Result<Self, DateError> {
        Ok(match end {
            IntervalEndpoint::Date(date) => Self::Date(PartialDate::from_edtf(date)?),
            IntervalEndpoint::Open => Self::Open,
            IntervalEndpoint::Unknown => Self::Unknown,
            IntervalEndpoint::OnOrBefore(_) | IntervalEndpoint::OnOrAfter(_) => {
                return Err(DateError::UnsupportedLevel);
            }
        })
    }
}

impl PartialDate {
    fn from_edtf(date: &Date) -> Result<Self, DateError> {
        let bounds = Edtf::Date(*date).bounds();
        let (Bound::Date(first), Bound::Date(last)) = (bounds.earliest, bounds.latest) else {
            return Err(DateError::YearOutOfRange);
        };
        let span = last.year.abs_diff(first.year);
        Ok(Self {
            year: i32::try_from(first.year)
                .ok()
                .filter(|y| (-9999..=9999).contains(y))
                .ok_or(DateError::YearOutOfRange)?,
            masked_digits: if date.year.has_unspecified() { masked_digit_count(span) } else { 0 },
            month: date.month.and_then(edtf_core::DateField::value),
            day: date.day.and_then(edtf_core::DateField::value),
            uncertain: date.is_uncertain(),
            approximate: date.is_approximate(),
        })
    }

    /// The precision of the date.
    pub fn precision(self) -> Precision {
        match (self.day, self.month) {
            _ if self.masked_digits > 0 => Precision::MaskedYear,
            (Some(_), _) => Precision::Day,
            (None, Some(21..)) => Precision::Season,
            (None, Some(_)) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }

    /// The date as shown, with its year.
    pub fn label(self, lang: &Lang) -> String {
        let body = match (self.day, self.month) {
            (Some(day), Some(month)) => format!("{day} {} {}", month_label(month, lang), self.year),
            (None, Some(month)) => format!("{} {}", month_label(month, lang), self.year),
            _ => self.year_label(lang),
        };
        self.add_qualifiers(&body)
    }

    /// The date as shown without its year, unless it is only a year.
    pub fn short_label(self, lang: &Lang) -> String {
        let body = match (self.day, self.month) {
            (Some(day), Some(month)) => format!("{day} {}", month_label(month, lang)),
            (None, Some(month)) => month_label(month, lang).to_owned(),
            _ if self.masked_digits == 1 && lang.is_french() => format!("ann. {}", self.year),
            _ => self.year_label(lang),
        };
        self.add_qualifiers(&body)
    }

    fn add_qualifiers(self, body: &str) -> String {
        let [about, doubt] = [(self.approximate, "~"), (self.uncertain, "?")].map(|(on, s)| if on { s } else { "" });
        format!("{about}{body}{doubt}")
    }

    fn year_label(self, lang: &Lang) -> String {
        match self.masked_digits {
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

/// Number of masked digits, from the difference between the first and last year: 9 (a decade) gives 1, 99 (a century)
/// gives 2.
fn masked_digit_count(span: u64) -> u8 {
    span.max(1).ilog10().try_into().map_or(u8::MAX, |tens: u8| tens + 1)
}

fn to_naive_date(bound: Bound) -> Result<Option<NaiveDate>, DateError> {
    match bound {
        // The written year has been checked already, so only a winter can end in 10000.
        Bound::Date(date) if date.year == 10_000 => Err(DateError::WinterOf9999),
        Bound::Date(date) => {
            let year = i32::try_from(date.year)
                .ok()
                .filter(|y| (-9999..=9999).contains(y))
                .ok_or(DateError::YearOutOfRange)?;
            NaiveDate::from_ymd_opt(year, date.month.into(), date.day.into()).map(Some).ok_or(DateError::YearOutOfRange)
        }
        _ => Ok(None),
    }
}

impl From<NaiveDate> for EdtfDate {
    fn from(date: NaiveDate) -> Self {
        let point = PartialDate {
            year: date.year(),
            masked_digits: 0,
            month: u8::try_from(date.month()).ok(),
            day: u8::try_from(date.day()).ok(),
            uncertain: false,
            approximate: false,
        };
        Self { written: date.to_string(), form: DateForm::Single(point), earliest: Some(date), latest: Some(date) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english_label(written: &str) -> String {
        EdtfDate::parse(written).unwrap().label(&Lang::english())
    }

    #[test]
    fn each_precision_has_its_own_label() {
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
            assert_eq!(english_label(written), label, "{written}");
        }
        assert_eq!(EdtfDate::parse("2024-12-16").unwrap().label(&Lang::new("fr").unwrap()), "16 déc. 2024");
        assert_eq!(EdtfDate::parse("2024-12-16").unwrap().short_label(&Lang::english()), "16 Dec");
    }

    #[test]
    fn spans_calendar_days() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        let when = EdtfDate::parse("199X").unwrap();
        assert_eq!((when.earliest(), when.latest()), (day(1990, 1, 1), day(1999, 12, 31)));
        let by = EdtfDate::parse("../2028").unwrap();
        assert_eq!((by.earliest(), by.latest(), by.anchor()), (None, day(2028, 12, 31), day(2028, 12, 31).unwrap()));
        assert!(EdtfDate::parse("2024-02").unwrap().latest() == day(2024, 2, 29));
    }

    #[test]
    fn reports_date_errors() {
        assert!(matches!(EdtfDate::parse("2024-02-30"), Err(DateError::Syntax(..))));
        assert!(matches!(EdtfDate::parse("mid 2025"), Err(DateError::Syntax(..))));
        assert_eq!(EdtfDate::parse("2028/2025"), Err(DateError::Reversed));
        assert!(matches!(EdtfDate::parse("2025/2026/2027"), Err(DateError::Syntax(..))));
        assert!(matches!(EdtfDate::parse("2025-01-01T10:00:00/2024-12-31"), Err(DateError::Syntax(..))));
        assert_eq!(EdtfDate::parse("[2025,2026]"), Err(DateError::UnsupportedLevel));
        assert_eq!(EdtfDate::parse("Y170000"), Err(DateError::YearOutOfRange));
        for time in ["2024-12-16T10:00:00", "2024-12-16T10:00", "2024-12-16 10:00", "2024-12-16T1/2025"] {
            assert_eq!(EdtfDate::parse(time), Err(TIME_OF_DAY_ERROR), "{time}");
        }
        assert_eq!(EdtfDate::parse("9999-24"), Err(DateError::WinterOf9999));
        assert_eq!(EdtfDate::parse("2020/9999-24"), Err(DateError::WinterOf9999));
        assert_eq!(EdtfDate::parse("Y10000"), Err(DateError::YearOutOfRange));
    }

    #[test]
    fn qualifiers_follow_the_date() {
        for (written, meant) in [("?2024", "2024?"), ("%199X", "199X%"), ("2023/?2024", "2023/2024?")] {
            assert_eq!(EdtfDate::parse(written), Err(DateError::MisplacedQualifier(meant.to_owned())), "{written}");
            assert!(EdtfDate::parse(meant).is_ok(), "{meant}");
        }
        assert!(EdtfDate::parse("2024?/2025~").is_ok());
    }

    #[test]
    fn masked_years_keep_their_digit_count() {
        for (written, masked) in [("1999", 0), ("199X", 1), ("19XX", 2)] {
            let DateForm::Single(point) = EdtfDate::parse(written).unwrap().form() else { panic!("{written}") };
            assert_eq!(point.masked_digits, masked, "{written}");
        }
    }

    #[test]
    fn precision_is_that_of_the_finest_written_part() {
        for (written, precision) in [
            ("2024-12-16", Precision::Day),
            ("2024-12-16?", Precision::Day),
            ("2025-01-XX", Precision::Month),
            ("2025-01", Precision::Month),
            ("2025-12", Precision::Month),
            ("2025-21", Precision::Season),
            ("2025-24", Precision::Season),
            ("2025", Precision::Year),
            ("2025-XX", Precision::Year),
            ("199X", Precision::MaskedYear),
            ("199X%", Precision::MaskedYear),
            ("19XX", Precision::MaskedYear),
            ("2025/2028", Precision::Interval),
            ("../2028", Precision::Interval),
        ] {
            assert_eq!(EdtfDate::parse(written).unwrap().precision(), precision, "{written}");
        }
        let day = NaiveDate::from_ymd_opt(2024, 12, 16).unwrap();
        assert_eq!(EdtfDate::from(day).precision(), Precision::Day);
    }
}
