//! Amounts and dates in a query: `22,5 milliards`, `$100B`, `50%`, `dec 2024`, `2025-01`, `printemps 2025`.

use crate::model::{
    Amount, CURRENCY_SIGNS, EdtfDate, FactBase, Item, is_currency_sign, multiplier_from_word,
    parse_month_or_season as month, parse_unambiguous_month_or_season,
};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;
use std::str::FromStr;

/// A value in a query, with the range of words that spell it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueryValue {
    pub(super) words: Range<usize>,
    pub(super) parsed: ParsedValue,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ParsedValue {
    /// A number, or both ends of a range, with any multiplier applied. `scaled` means that the number is not to be
    /// multiplied further. `unit` is a currency code or `%`, if one was written.
    Amount { number: Decimal, high: Option<Decimal>, scaled: bool, unit: Option<&'static str> },
    /// A date, as an interval of days.
    Date(EdtfDate),
    /// A month (1–12) or season (21–24) of any year.
    Month(u8),
}

/// How well a value matches a query; 0 is no match.
pub(super) type Fit = u32;

impl ParsedValue {
    /// How well an amount matches. A number: 100 if equal, 95 if it is the bound of an open interval, 80 if a bound,
    /// 60 if inside the interval, 30 if inside an open one. A range: 110 if equal, 60 if the interval is inside it.
    /// The score of a number is halved for another currency, and less for a quantity that is not money if no unit was
    /// given.
    pub(super) fn amount_fit(&self, amount: &Amount) -> Fit {
        let Self::Amount { number, high, scaled, unit } = self else { return 0 };
        let is_money = amount.unit.currency_sign().is_some();
        // An amount in another currency is better than nothing.
        let is_other_unit = unit.is_some_and(|unit| unit != amount.unit.code());
        if is_other_unit && (!is_money || *unit == Some("%")) {
            return 0;
        }
        let scales: &[u64] = if *scaled { &[1] } else { &[1, 1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000] };
        let (numbers, money) = (amount.range, is_money || unit.is_some());
        if let Some(high) = high {
            let fits = |scale: u64| {
                let scale = Decimal::from(scale);
                let (low, high) = (number.checked_mul(scale), high.checked_mul(scale));
                if (numbers.min, numbers.max) == (low, high) {
                    return 110;
                }
                let within =
                    |bound: Option<Decimal>| bound.is_some_and(|bound| low <= Some(bound) && Some(bound) <= high);
                if within(numbers.min) && within(numbers.max) { 60 } else { 0 }
            };
            return scales.iter().map(|&scale| fits(scale)).max().unwrap_or(0);
        }
        let fit = |value: Decimal| match (numbers.min, numbers.max) {
            (Some(min), Some(max)) if min == value && max == value => 100,
            (Some(bound), None) | (None, Some(bound)) if bound == value => 95,
            (min, max) if min == Some(value) || max == Some(value) => 80,
            _ if !*scaled || !money || !numbers.contains(value) => 0,
            (Some(_), Some(_)) => 60,
            // Almost every number is inside an open interval.
            _ => 30,
        };
        let fits = scales.iter().filter_map(|&scale| number.checked_mul(Decimal::from(scale))).map(fit);
        let best = fits.max().unwrap_or(0);
        // A bare number is money rather than a count.
        match (money, is_other_unit) {
            (_, true) => best / 2,
            (true, false) => best,
            (false, false) => best * 3 / 4,
        }
    }

    /// How well a date matches: 100 if it spans the same days, 80 if it is inside the requested ones, 50 if it
    /// overlaps them; 70 for a month or season of any year.
    pub(super) fn date_fit(&self, when: &EdtfDate) -> Fit {
        let asked = match self {
            Self::Date(asked) => asked,
            Self::Month(month) => {
                return if when.dates().iter().any(|point| point.month == Some(*month)) { 70 } else { 0 };
            }
            Self::Amount { .. } => return 0,
        };
        if (asked.earliest(), asked.latest()) == (when.earliest(), when.latest()) {
            100
        } else if !when.matches_period(asked) {
            0
        } else if asked.earliest() <= when.earliest().or(when.latest())
            && when.latest().is_some_and(|end| Some(end) <= asked.latest())
        {
            80
        } else {
            50
        }
    }
}

/// The amount and the years of an item at low precision. A fast prefilter: an item that fails here cannot match.
#[derive(Clone, Copy, Debug)]
pub(super) struct CoarseBounds {
    amount: (f32, f32),
    years: (i16, i16),
}

impl CoarseBounds {
    pub(super) fn from_item(base: &FactBase, item: Item) -> Self {
        let bound = |bound: Option<Decimal>, open: f32| bound.and_then(|bound| bound.to_f32()).unwrap_or(open);
        let year =
            |day: Option<NaiveDate>, open: i16| day.and_then(|day| i16::try_from(day.year()).ok()).unwrap_or(open);
        let amount = base.effective_amount(item).map(|amount| amount.range);
        let when = base.own_date(item);
        Self {
            // Widened a little, because `f32` is not exact.
            amount: amount.map_or((1.0, 0.0), |n| (bound(n.min, 0.0) * 0.999_99, bound(n.max, f32::MAX) * 1.000_01)),
            years: when.map_or((1, 0), |when| (year(when.earliest(), i16::MIN), year(when.latest(), i16::MAX))),
        }
    }

    /// Whether the item may match a value.
    pub(super) fn may_fit(self, meaning: &ParsedValue) -> bool {
        let holds = |number: f32| self.amount.0 <= number && number <= self.amount.1;
        match meaning {
            ParsedValue::Amount { high: Some(_), .. } => self.amount.0 <= self.amount.1,
            ParsedValue::Amount { number, scaled, .. } => {
                let number = number.to_f32().unwrap_or(f32::MAX);
                if *scaled {
                    return holds(number);
                }
                // A bare number must equal a bound, after any multiplier.
                let is = |bound: f32, value: f32| (bound - value).abs() <= value * 1e-4;
                let bound = |value: f32| is(self.amount.0, value) || is(self.amount.1, value);
                [1.0, 1e3, 1e6, 1e9, 1e12].iter().any(|scale| bound(number * scale))
            }
            ParsedValue::Month(_) => self.years != (1, 0),
            ParsedValue::Date(when) => {
                let year = |day: Option<NaiveDate>, open: i32| day.map_or(open, |day| day.year());
                let (first, last) = (year(when.earliest(), i32::MIN), year(when.latest(), i32::MAX));
                i32::from(self.years.0) <= last && first <= i32::from(self.years.1)
            }
        }
    }
}

/// Parses the values in the folded words of a query.
pub(super) fn parse_values(words: &[String]) -> Vec<QueryValue> {
    let mut values = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = parse_date(&words[at..]).map(|(n, when)| (n, ParsedValue::Date(when)));
        let found = found.or_else(|| parse_amount_range(&words[at..])).or_else(|| parse_amount(&words[at..]));
        let found =
            found.or_else(|| parse_unambiguous_month_or_season(&words[at]).map(|month| (1, ParsedValue::Month(month))));
        match found {
            Some((n, meaning)) => {
                values.push(QueryValue { words: at..at + n, parsed: meaning });
                at += n;
            }
            None => at += 1,
        }
    }
    values
}

/// Parses an amount at the start of the words; returns the number of words used.
fn parse_amount(words: &[String]) -> Option<(usize, ParsedValue)> {
    let first = words[0].trim_start_matches(['~', '≥', '≤', '>', '<', '=']);
    let (sign, body) = match first.chars().next()? {
        c if is_currency_sign(c) => (currency_code(&c.to_string()), &first[c.len_utf8()..]),
        _ => (None, first),
    };
    let digits = body.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(body.len());
    let (mut number, tail) = (body[..digits].to_owned(), &body[digits..]);
    if number.is_empty() {
        return None;
    }
    let mut used = 1;
    // Thousands separated by spaces: 100 000.
    while tail.is_empty() && words.get(used).is_some_and(|w| w.len() == 3 && w.bytes().all(|b| b.is_ascii_digit())) {
        number += &words[used];
        used += 1;
    }
    let mut number = Decimal::from_str(&number).ok()?;
    let mut scaled = false;
    let mut unit = sign;
    let suffixes = std::iter::once(tail.to_owned()).filter(|t| !t.is_empty());
    let mut pending: Vec<(usize, String)> = suffixes.map(|t| (0, t)).collect();
    pending.extend(words[used..].iter().take(3).cloned().map(|w| (1, w)));
    for (step, word) in pending {
        if let (Some(factor), false) = (multiplier(&word), scaled) {
            number = number.checked_mul(Decimal::from(factor))?;
            scaled = true;
        } else if let Some(found) = currency_code(&word) {
            unit = unit.or(Some(found));
        } else if !matches!(&*word, "de" | "d'" | "of" | "us") {
            break;
        }
        used += step;
    }
    scaled |= unit == Some("%") || used > 1 && number >= Decimal::from(10_000);
    Some((used.min(words.len()), ParsedValue::Amount { number, high: None, scaled, unit }))
}

/// Parses a range of amounts at the start of the words, such as `15-19b` or `50-50`; returns the number of words
/// used.
fn parse_amount_range(words: &[String]) -> Option<(usize, ParsedValue)> {
    let (low, high) = words[0].split_once('-')?;
    let low = Decimal::from_str(low.trim_start_matches(is_currency_sign)).ok()?;
    let mut rest = vec![high.to_owned()];
    rest.extend_from_slice(&words[1..]);
    let (used, ParsedValue::Amount { number, scaled, unit, .. }) = parse_amount(&rest)? else { return None };
    let digits: String = high.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    // The multiplier applies to both ends.
    let factor = number.checked_div(Decimal::from_str(&digits).ok()?)?;
    let low = low.checked_mul(factor)?;
    (low <= number).then_some((used, ParsedValue::Amount { number: low, high: Some(number), scaled, unit }))
}

/// Whether a folded word after a number belongs to it, as a multiplier or a currency.
pub(super) fn is_unit_or_multiplier(word: &str) -> bool {
    multiplier(word).is_some() || currency_code(word).is_some()
}

fn multiplier(word: &str) -> Option<u64> {
    multiplier_from_word(word.trim_end_matches(is_currency_sign), false)
}

fn currency_code(word: &str) -> Option<&'static str> {
    if let Some((_, code)) = CURRENCY_SIGNS.iter().find(|(sign, code)| *sign == word || code.eq_ignore_ascii_case(word))
    {
        return Some(code);
    }
    Some(match word {
        "dollar" | "dollars" => "USD",
        "euro" | "euros" => "EUR",
        "yen" | "yens" => "JPY",
        "%" | "percent" | "pourcent" => "%",
        _ => return None,
    })
}

/// Parses a date at the start of the words; returns the number of words used.
fn parse_date(words: &[String]) -> Option<(usize, EdtfDate)> {
    let year = |word: Option<&String>| {
        word.filter(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|w| w.parse::<u16>().ok())
            .filter(|y| (1000..2100).contains(y))
    };
    let when = |text: String| EdtfDate::parse(&text).ok();
    if let Some((first, last)) = words[0].split_once('-').filter(|(first, last)| first.len() == 4 && last.len() == 4) {
        return when(format!("{first}/{last}")).map(|when| (1, when));
    }
    if words[0].contains('-') && words[0].starts_with(|c: char| c.is_ascii_digit()) {
        return when(words[0].to_uppercase()).map(|when| (1, when));
    }
    if let [day, month, year] = words[0].split('/').collect::<Vec<_>>()[..] {
        return when(format!("{year:0>4}-{month:0>2}-{day:0>2}")).map(|when| (1, when));
    }
    if let Some((month, year)) = words[0].split_once('/').filter(|(month, year)| month.len() <= 2 && year.len() == 4) {
        return when(format!("{year}-{month:0>2}")).map(|when| (1, when));
    }
    if let (Some(quarter), Some(year)) =
        (words[0].strip_prefix(['q', 't']).and_then(|n| n.parse::<u8>().ok()), year(words.get(1)))
    {
        let first = (1..=4).contains(&quarter).then(|| 3 * quarter - 2)?;
        return when(format!("{year:04}-{first:02}/{year:04}-{:02}", first + 2)).map(|when| (2, when));
    }
    if let (Some(month), Some(year)) = (month(&words[0]), year(words.get(1))) {
        return when(format!("{year:04}-{month:02}")).map(|when| (2, when));
    }
    let day = words[0].trim_end_matches("st").trim_end_matches("th").trim_end_matches("er").parse::<u8>();
    if let (Ok(day), Some(month), Some(year)) = (day, words.get(1).and_then(|w| month(w)), year(words.get(2))) {
        return when(format!("{year:04}-{month:02}-{day:02}")).map(|when| (3, when));
    }
    if let Some((used, decade)) = parse_decade(words) {
        return when(format!("{decade:03}X")).map(|when| (used, when));
    }
    // A year alone is a date unless a unit follows: "2000 emplois".
    year(words.first())
        .filter(|_| words.len() == 1 || multiplier(&words[1]).is_none() && currency_code(&words[1]).is_none())
        .and_then(|year| when(format!("{year:04}")))
        .map(|when| (1, when))
}

/// Parses a decade at the start of the words: `1990s`, `90s`, `annees 90`. Returns the number of words used and the
/// year without its last digit.
fn parse_decade(words: &[String]) -> Option<(usize, u16)> {
    let (used, figures) = match words {
        [first, second, ..] if matches!(first.as_str(), "annees" | "annee" | "decennie") => (2, second.as_str()),
        [first, ..] => (1, first.strip_suffix('s').or_else(|| first.strip_suffix("'s"))?),
        [] => return None,
    };
    let year = figures.parse::<u16>().ok().filter(|year| year % 10 == 0)?;
    match figures.len() {
        4 => Some((used, year / 10)),
        2 if year >= 50 => Some((used, 190 + year / 10)),
        2 => Some((used, 200 + year / 10)),
        _ => None,
    }
}

/// Parses a date as people write it (`16 December 2024`, `dec 2024`, `2025`) or in EDTF. `None` if the text contains
/// anything else.
pub fn parse_written_date(typed: &str) -> Option<EdtfDate> {
    let words: Vec<_> = typed.split_whitespace().map(crate::model::fold).collect();
    let spoken = || {
        if words.is_empty() { None } else { parse_date(&words) }
            .filter(|(used, _)| *used == words.len())
            .map(|(_, when)| when)
    };
    EdtfDate::parse(typed.trim()).ok().or_else(spoken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(query: &str) -> ParsedValue {
        let words: Vec<String> = crate::search::words::folded_words(query);
        let values = parse_values(&words);
        assert_eq!(values.len(), 1, "{query}: {values:?}");
        assert_eq!(values[0].words, 0..words.len(), "{query}");
        values[0].parsed.clone()
    }

    #[test]
    fn parses_written_amounts() {
        let billions = Decimal::from(22_500_000_000_u64);
        for query in ["22,5 milliards", "$22.5B", "22.5bn", "22 500 millions", "22.5 billion dollars", "22,5 Md$"] {
            let ParsedValue::Amount { number, scaled: true, .. } = read_one(query) else { panic!("{query}") };
            assert_eq!(number, billions, "{query}");
        }
        assert!(matches!(read_one("22.5"), ParsedValue::Amount { scaled: false, unit: None, .. }));
        for query in ["15-19B", "15-19 milliards"] {
            let ParsedValue::Amount { number, high: Some(high), .. } = read_one(query) else { panic!("{query}") };
            assert_eq!([number, high], [15, 19].map(|n: u64| Decimal::from(n * 1_000_000_000)), "{query}");
        }
        assert_eq!(read_one("printemps"), ParsedValue::Month(21));
        assert_eq!(read_one("décembre"), ParsedValue::Month(12));
        assert!(matches!(read_one("50%"), ParsedValue::Amount { unit: Some("%"), .. }));
    }

    #[test]
    fn parses_written_dates() {
        let cases = [
            ("dec 2024", "2024-12"),
            ("décembre 2024", "2024-12"),
            ("16/12/2024", "2024-12-16"),
            ("16 décembre 2024", "2024-12-16"),
            ("2025-01", "2025-01"),
            ("printemps 2025", "2025-21"),
            ("2028", "2028"),
            ("1990s", "199X"),
            ("90s", "199X"),
            ("années 90", "199X"),
            ("années 2000", "200X"),
            ("12/2024", "2024-12"),
            ("2000-2002", "2000/2002"),
            ("Q4 2024", "2024-10/2024-12"),
        ];
        for (query, edtf) in cases {
            let ParsedValue::Date(when) = read_one(query) else { panic!("{query}") };
            assert_eq!(when.edtf(), edtf, "{query}");
        }
    }

    use crate::diagnostics::SourceFile;
    use crate::model::{AmountRange, Unit};

    #[test]
    fn amount_fit_depends_on_bounds_multiplier_and_unit() {
        let cases = [
            ("22.5B", "22.5B USD", 100),
            // A bound, or inside.
            ("15B", "15..25B USD", 80),
            ("25B", "15..25B USD", 80),
            ("20B", "15..25B USD", 60),
            ("14B", "15..25B USD", 0),
            ("26B", "15..25B USD", 0),
            ("100B", "100B.. USD", 95),
            ("200B", "100B.. USD", 30),
            ("99B", "100B.. USD", 0),
            ("1.5B", "..1.5B USD", 95),
            ("1B", "..1.5B USD", 30),
            ("2B", "..1.5B USD", 0),
            // A bare number is a bound, in any multiple, but never inside.
            ("22.5", "22.5B USD", 100),
            ("15", "15..25B USD", 80),
            ("20", "15..25B USD", 0),
            ("200", "100B.. USD", 0),
            // A quantity that is not money.
            ("22.5B", "22.5B jobs", 75),
            ("15 billion", "15..25B jobs", 60),
            ("20 billion", "15..25B jobs", 0),
            ("$22.5B", "22.5B jobs", 0),
            // Another currency.
            ("$22.5B", "22.5B EUR", 50),
            ("$20B", "15..25B EUR", 30),
            // Percentages.
            ("50%", "50%", 100),
            ("40%", "30..50%", 60),
            ("50", "50%", 75),
            ("50%", "50 USD", 0),
            // Ranges.
            ("15-25B", "15..25B USD", 110),
            ("10-30B", "15..25B USD", 60),
            ("20-30B", "15..25B USD", 0),
            ("15-25B", "20B USD", 60),
            ("15-25B", "100B.. USD", 0),
        ];
        for (typed, written, fit) in cases {
            let (range, unit, _) = AmountRange::parse(written).unwrap();
            let amount = Amount { range, unit: Unit::new(unit, |_| true).unwrap() };
            assert_eq!(read_one(typed).amount_fit(&amount), fit, "{typed} for {written}");
        }
    }

    #[test]
    fn coarse_bounds_pass_whatever_fits_and_rule_out_the_rest() {
        let yaml = "factbase: 1
entities:
  openai: {type: company, name: OpenAI}
claims:
  exact: {triple: [openai, raises], amount: 22.5B USD, when: 2024-12}
  range: {triple: [openai, raises], amount: 15..25B USD, when: 2025/2028}
  open: {triple: [openai, raises], amount: 100B.. USD, when: ../2028}
  bare: {triple: [openai, raises]}
";
        let base = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml.into() }]).base;
        let cases: &[(&str, &[&str])] = &[
            ("22.5B", &["exact", "range"]),
            ("14B", &[]),
            ("26B", &[]),
            ("200B", &["open"]),
            ("22.5", &["exact"]),
            ("15", &["range"]),
            ("25", &["range"]),
            ("20", &[]),
            ("100", &["open"]),
            ("15-30B", &["exact", "range", "open"]),
            ("2024", &["exact", "open"]),
            ("2025", &["range", "open"]),
            ("2028", &["range", "open"]),
            ("2029", &[]),
            ("1850", &["open"]),
            ("décembre", &["exact", "range", "open"]),
        ];
        for (typed, expected) in cases {
            let asked = read_one(typed);
            let mut passed = Vec::new();
            for (ix, id, claim) in base.claims.iter() {
                let amount_fit = claim.amount.as_ref().map_or(0, |amount| asked.amount_fit(amount));
                let date_fit = claim.when.as_ref().map_or(0, |when| asked.date_fit(when));
                if CoarseBounds::from_item(&base, Item::Claim(ix)).may_fit(&asked) {
                    passed.push(id.as_str());
                } else {
                    assert_eq!((amount_fit, date_fit), (0, 0), "{typed} fits {id}");
                }
            }
            assert_eq!(passed, *expected, "{typed}");
        }
    }

    fn amount(written: &str) -> Amount {
        let (range, unit, _) = AmountRange::parse(written).unwrap();
        Amount { range, unit: Unit::new(unit, |code| code == "jobs").unwrap() }
    }

    #[test]
    fn an_amount_fits_by_how_exactly_it_is_the_one_asked_for() {
        let cases = [
            // The number itself, a bound, the bound of an open interval, inside, inside an open interval, outside.
            ("22.5B", "22.5B USD", 100),
            ("22.5B", "~22.5B USD", 100),
            ("22.5B", "22.5..25B USD", 80),
            ("22.5B", "20..22.5B USD", 80),
            ("22.5B", "22.5B.. USD", 95),
            ("22.5B", "..22.5B USD", 95),
            ("22.5B", "20..25B USD", 60),
            ("22.5B", "20B.. USD", 30),
            ("22.5B", "..25B USD", 30),
            ("22.5B", "22.4B USD", 0),
            ("22.5B", "22.6..25B USD", 0),
            ("22.5B", "20..22.4B USD", 0),
            ("22.5B", "22.6B.. USD", 0),
            // Without a multiplier, any is tried, and only a bound counts.
            ("22.5", "22.5 USD", 100),
            ("22.5", "22.5B USD", 100),
            ("22.5", "22.5..25B USD", 80),
            ("22.5", "20..25B USD", 0),
            // Another currency counts half, another unit not at all.
            ("$22.5B", "22.5B USD", 100),
            ("$22.5B", "20..25B USD", 60),
            ("$22.5B", "22.5B EUR", 50),
            ("$22.5B", "20..25B EUR", 30),
            ("$22.5B", "22.5B jobs", 0),
            ("50%", "50%", 100),
            ("50%", "40..60%", 60),
            ("50%", "50 USD", 0),
            // A number without a unit is money rather than a count.
            ("100", "100 USD", 100),
            ("100", "100 jobs", 75),
            ("100k", "100K jobs", 75),
            ("100k", "50K..200K jobs", 0),
            // A range: the same, both bounds inside, one of them or none.
            ("15-25B", "15..25B USD", 110),
            ("15-25B", "16..20B USD", 60),
            ("15-25B", "15B USD", 60),
            ("15-25B", "25B USD", 60),
            ("15-25B", "10..15B USD", 0),
            ("15-25B", "25..30B USD", 0),
            ("15-25B", "10..30B USD", 0),
            ("15-25B", "20B.. USD", 0),
            ("15-25B", "..20B USD", 0),
            ("15-25B", "30B USD", 0),
        ];
        for (query, written, fit) in cases {
            assert_eq!(read_one(query).amount_fit(&amount(written)), fit, "{query} and {written}");
        }
    }

    #[test]
    fn decades_are_of_the_last_hundred_years_and_end_in_a_zero() {
        let cases = [
            ("00s", "200X"),
            ("10s", "201X"),
            ("20s", "202X"),
            ("40s", "204X"),
            ("50s", "195X"),
            ("1890s", "189X"),
            ("2010s", "201X"),
            ("années 20", "202X"),
            ("décennie 50", "195X"),
        ];
        for (query, edtf) in cases {
            let ParsedValue::Date(when) = read_one(query) else { panic!("{query}") };
            assert_eq!(when.edtf(), edtf, "{query}");
        }
        for query in ["25s", "1995s", "200s", "0s", "années 95"] {
            let values = parse_values(&crate::search::words::folded_words(query));
            assert!(!values.iter().any(|value| matches!(value.parsed, ParsedValue::Date(_))), "{query}: {values:?}");
        }
    }
}
