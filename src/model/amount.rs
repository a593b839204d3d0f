//! Exact amounts: a number or an interval, with its unit.

use super::{CURRENCY_SIGNS, Lang, Unit};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::str::FromStr;

/// An amount with its unit: `22.5B USD`, `15..25B USD`, `~5.8B USD`, `..1.5B USD`, `100B.. USD`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// The numbers, multipliers applied (`B` is 10⁹).
    pub range: AmountRange,
    /// The unit of the numbers.
    pub unit: Unit,
}

/// The numbers of an amount. Both bounds are inclusive; an open bound is `None`; at least one is `Some`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountRange {
    /// The lower bound.
    pub min: Option<Decimal>,
    /// The upper bound.
    pub max: Option<Decimal>,
    /// Written with `~`: the source says "about".
    pub approximate: bool,
}

/// Why a text is not an amount, and where the error is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountError {
    /// The kind of error.
    pub kind: AmountErrorKind,
    /// The offending part of the text, as a byte range.
    pub range: Range<usize>,
}

/// The kinds of errors in a written amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountErrorKind {
    /// Not a number, or not a form of an amount; with a suggested correction if there is one.
    Syntax(Option<String>),
    /// No unit follows the number.
    NoUnit,
    /// The first bound is greater than the second.
    Reversed,
    /// More digits than the 28 that [`Decimal`] stores exactly.
    TooPrecise,
}

impl AmountRange {
    /// Parses the numbers of a written amount. Returns them with the text of the unit and its byte range.
    ///
    /// The grammar is `[~] (N | N..N | ..N | N..) UNIT`, where `N` is digits with an optional `.` and decimals and an
    /// optional multiplier K, M, B or T (10³, 10⁶, 10⁹, 10¹²). In `15..25B` the multiplier applies to both bounds.
    ///
    /// # Errors
    /// [`AmountError`] says what is wrong and where.
    pub fn parse(written: &str) -> Result<(Self, &str, Range<usize>), AmountError> {
        Self::parse_without_suggestion(written).map_err(|error| match error.kind {
            AmountErrorKind::Syntax(_) => AmountError { kind: AmountErrorKind::Syntax(suggest_form(written)), ..error },
            _ => error,
        })
    }

    /// Like [`AmountRange::parse`], but without a suggested correction in the error.
    fn parse_without_suggestion(written: &str) -> Result<(Self, &str, Range<usize>), AmountError> {
        let error = |fault, at| AmountError { kind: fault, range: at };
        let (figures, unit) = split_unit(written);
        let approximate = written[figures.clone()].starts_with('~');
        let body = figures.start + usize::from(approximate)..figures.end;
        let text = written[body.clone()].trim();
        if text.is_empty() {
            return Err(error(AmountErrorKind::Syntax(None), 0..written.len()));
        }
        let numbers = match text.split_once("..") {
            Some((low, high)) => parse_interval(low.trim(), high.trim()),
            None => parse_number(text, None).map(|n| (Some(n), Some(n))),
        };
        let (min, max) = numbers.map_err(|kind| match kind {
            AmountErrorKind::Syntax(_) => error(kind, 0..written.len()),
            other => error(other, figures.clone()),
        })?;
        if unit.is_empty() {
            return Err(error(AmountErrorKind::NoUnit, 0..written.len()));
        }
        Ok((Self { min, max, approximate }, &written[unit.clone()], unit))
    }

    /// Whether `value` lies within the bounds.
    pub fn contains(&self, value: Decimal) -> bool {
        self.min.is_none_or(|min| min <= value) && self.max.is_none_or(|max| value <= max)
    }

    /// Whether two intervals have a value in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        let below = |a: Option<Decimal>, b: Option<Decimal>| matches!((a, b), (Some(a), Some(b)) if a < b);
        !below(self.max, other.min) && !below(other.max, self.min)
    }

    /// The single value, if both bounds are equal.
    pub fn exact_value(&self) -> Option<Decimal> {
        (self.min == self.max).then_some(self.min).flatten()
    }
}

/// Byte ranges of the figures and of the unit. The unit is the last word, or a `%` directly after the number.
fn split_unit(written: &str) -> (Range<usize>, Range<usize>) {
    let end = written.trim_end().len();
    let start = end - written[..end].trim_start().len();
    let unit = match written[..end].rfind(char::is_whitespace) {
        Some(gap) if gap >= start => gap + written[gap..].chars().next().map_or(1, char::len_utf8),
        _ if written[..end].ends_with('%') => end - 1,
        _ => end,
    };
    // `22.5 B` has a multiplier in place of the unit.
    let is_number = written[unit..end].starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let unit = if is_number || parse_multiplier(&written[unit..end]).is_some() { end } else { unit };
    (start..start + written[start..unit].trim_end().len(), unit..end)
}

fn parse_interval(low: &str, high: &str) -> Result<(Option<Decimal>, Option<Decimal>), AmountErrorKind> {
    let shared_suffix = high.chars().last().filter(|c| parse_multiplier(c.encode_utf8(&mut [0; 4])).is_some());
    let bound = |text: &str, shared| if text.is_empty() { Ok(None) } else { parse_number(text, shared).map(Some) };
    match (bound(low, shared_suffix)?, bound(high, None)?) {
        (None, None) => Err(AmountErrorKind::Syntax(None)),
        (Some(a), Some(b)) if a > b => {
            Err(if misplaced_multiplier(low, high) { AmountErrorKind::Syntax(None) } else { AmountErrorKind::Reversed })
        }
        bounds => Ok(bounds),
    }
}

/// Whether the bounds are in order once the lower bound's multiplier is applied to the upper one too: `15B..25`.
fn misplaced_multiplier(low: &str, high: &str) -> bool {
    let low_suffix = low.chars().last().filter(|c| parse_multiplier(c.encode_utf8(&mut [0; 4])).is_some());
    low_suffix.is_some()
        && matches!((parse_number(low, None), parse_number(high, low_suffix)), (Ok(a), Ok(b)) if a <= b)
}

fn parse_number(text: &str, shared_suffix: Option<char>) -> Result<Decimal, AmountErrorKind> {
    let digits = text.trim_end_matches(['K', 'k', 'M', 'B', 'T']);
    let suffix = &text[digits.len()..];
    let digits = digits.trim_end();
    let factor = match (suffix, shared_suffix) {
        ("", None) => Decimal::ONE,
        ("", Some(c)) => parse_multiplier(c.encode_utf8(&mut [0; 4])).ok_or(AmountErrorKind::Syntax(None))?,
        (suffix, _) => parse_multiplier(suffix).ok_or(AmountErrorKind::Syntax(None))?,
    };
    let well_formed = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'_')
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit());
    if !well_formed || digits.matches('.').count() > 1 {
        return Err(AmountErrorKind::Syntax(None));
    }
    let plain = digits.replace('_', "");
    let value = Decimal::from_str_exact(&plain).map_err(|_| AmountErrorKind::TooPrecise)?;
    value.checked_mul(factor).map(|v| v.normalize()).ok_or(AmountErrorKind::TooPrecise)
}

fn parse_multiplier(text: &str) -> Option<Decimal> {
    let zeros = match text {
        "K" | "k" => 3,
        "M" => 6,
        "B" => 9,
        "T" => 12,
        _ => return None,
    };
    Some(Decimal::from(10_u64.pow(zeros)))
}

/// The factor that a folded word after a number stands for. A French *billion* is 10¹², an English one 10⁹.
pub fn multiplier_from_word(word: &str, french: bool) -> Option<u64> {
    let zeros = match word {
        "k" | "mille" | "thousand" => 3,
        "m" | "mn" | "million" | "millions" => 6,
        "billion" | "billions" if french => 12,
        "b" | "bn" | "md" | "mds" | "mrd" | "milliard" | "milliards" | "billion" | "billions" => 9,
        "t" | "tn" | "trillion" | "trillions" if !french => 12,
        _ => return None,
    };
    Some(10_u64.pow(zeros))
}

/// Moves the multiplier of the lower bound after the upper one, so that it applies to both: `15B..25 USD` →
/// `15..25B USD`.
fn move_multiplier_to_upper_bound(written: &str) -> Option<String> {
    let (low, rest) = written.split_once("..")?;
    let number = low.trim_end_matches(char::is_alphabetic);
    let low_suffix = &low[number.len()..];
    let high = rest.find(|c: char| c.is_whitespace() || c == '%').map_or(rest, |end| &rest[..end]);
    let can_move = parse_multiplier(low_suffix).is_some() && high.ends_with(|c: char| c.is_ascii_digit());
    can_move.then(|| format!("{number}..{high}{low_suffix}{}", &rest[high.len()..]))
}

/// Suggests a valid form: `15-25B USD` → `15..25B USD`, `22,5B USD` → `22.5B USD`, `$5B` → `5B USD`.
fn suggest_form(written: &str) -> Option<String> {
    let mut guess = written.trim().replace(['–', '—', '−'], "-").replace(',', ".");
    for (sign, code) in CURRENCY_SIGNS {
        if guess.contains(sign) {
            guess = format!("{} {code}", guess.replace(sign, "").trim_start());
        }
    }
    // Amounts are never negative, and turning `-5B` into `..5B` would change the meaning.
    if guess.trim_start_matches(['~', ' ']).starts_with('-') {
        return None;
    }
    for (word, form) in [(">=", ""), ("≥", ""), ("<=", ".."), ("≤", ".."), ("-", ".."), ("bn", "B"), ("m ", "M ")] {
        guess = guess.replacen(word, form, 1);
    }
    if written.contains(['≥', '>']) {
        guess = guess.trim_start_matches('>').trim().replacen(' ', ".. ", 1);
    }
    let with_unit = |guess: String| if split_unit(&guess).1.is_empty() { format!("{guess} USD") } else { guess };
    let moved = move_multiplier_to_upper_bound(&guess);
    let mut forms = [Some(guess), moved].into_iter().flatten().map(with_unit);
    forms.find(|form| form != written && AmountRange::parse_without_suggestion(form).is_ok())
}

impl Amount {
    /// The amount as a base writes it, for [`AmountRange::parse`]: `15B..25B USD`, `~5.8B USD`, `50%`.
    pub fn written(&self) -> String {
        let AmountRange { min, max, approximate } = self.range;
        let (multiplier, letter) = written_multiplier(min, max);
        let number = |n: Option<Decimal>| n.map(|n| (n / multiplier).normalize().to_string()).unwrap_or_default();
        let figures = match (min, max) {
            (Some(_), None) => format!("{}{letter}..", number(min)),
            _ if min == max => format!("{}{letter}", number(min)),
            _ => format!("{}..{}{letter}", number(min), number(max)),
        };
        let about = if approximate { "~" } else { "" };
        let space = if self.unit.code() == "%" { "" } else { " " };
        format!("{about}{figures}{space}{}", self.unit.code())
    }

    /// The amount in the notation of `lang`: `$15–25B`, `$500M–$25B`, `≥ $100B`, `~$5.8B`, `100k jobs`; in French
    /// `15–25 Md$`, `100 000 emplois`. Never rounds: a number that no multiplier shortens is written out in full.
    pub fn label(&self, unit: &str, lang: &Lang) -> String {
        let AmountRange { min, max, approximate } = self.range;
        let french = lang.is_french();
        if let (Some(low), Some(high)) = (min, max)
            && Multiplier::needs_one_per_bound(low, high, self.unit.currency_sign().is_some(), french)
        {
            let end = |value| {
                let numbers = AmountRange { min: Some(value), max: Some(value), approximate };
                Self { range: numbers, unit: self.unit.clone() }.label(unit, lang)
            };
            let (low, high) = (end(low), end(high));
            let counted = self.unit.currency_sign().is_none();
            let low = low.strip_suffix(unit).filter(|_| counted).map_or(&*low, str::trim_end);
            return format!("{low}–{high}");
        }
        let multiplier = Multiplier::for_bounds(min, max, self.unit.currency_sign().is_some(), french);
        let number = |n: Decimal| multiplier.format_number(n, french);
        let figures = match (min, max) {
            (Some(a), Some(b)) if a == b => number(a),
            (Some(a), Some(b)) => format!("{}–{}", number(a), number(b)),
            (Some(a), None) => number(a),
            (None, Some(b)) => number(b),
            (None, None) => return String::new(),
        };
        let bound = match (min, max) {
            (Some(_), None) => "≥ ",
            (None, Some(_)) => "≤ ",
            _ if approximate => "~",
            _ => "",
        };
        let about = if approximate && bound != "~" { "~" } else { "" };
        let suffix = multiplier.suffix(french);
        match self.unit.currency_sign() {
            Some(sign) if french && suffix.is_empty() => format!("{bound}{about}{figures} {sign}"),
            Some(sign) if french => format!("{bound}{about}{figures} {suffix}{sign}"),
            Some(sign) if sign.chars().count() > 1 => format!("{bound}{about}{sign} {figures}{suffix}"),
            Some(sign) => format!("{bound}{about}{sign}{figures}{suffix}"),
            None if unit == "%" && !french => format!("{bound}{about}{figures}%"),
            None if suffix.is_empty() => format!("{bound}{about}{figures} {unit}"),
            None if french => format!("{bound}{about}{figures} {suffix} {unit}"),
            None => format!("{bound}{about}{figures}{suffix} {unit}"),
        }
    }
}

/// The largest multiplier from a million on that leaves the bounds at least 1, with at most three decimals, and its letter.
fn written_multiplier(min: Option<Decimal>, max: Option<Decimal>) -> (Decimal, &'static str) {
    let scales = [(Multiplier::Trillion, "T"), (Multiplier::Billion, "B"), (Multiplier::Million, "M")];
    let fits = |multiplier: &Decimal| {
        let fit = |n: Decimal| n >= *multiplier && (n / multiplier).normalize().scale() <= 3;
        [min, max].into_iter().flatten().all(fit)
    };
    let mut scales = scales.into_iter().map(|(scale, letter)| (scale.factor(), letter));
    scales.find(|(multiplier, _)| fits(multiplier)).unwrap_or((Decimal::ONE, ""))
}

/// The multiplier of a formatted amount.
#[derive(Clone, Copy, PartialEq)]
enum Multiplier {
    One,
    Thousand,
    Million,
    Billion,
    Trillion,
}

impl Multiplier {
    /// Whether each bound of a range needs its own multiplier: with a common one, the upper bound would have more
    /// than three digits before its decimal point.
    fn needs_one_per_bound(low: Decimal, high: Decimal, money: bool, french: bool) -> bool {
        let common = Self::for_bounds(Some(low), Some(high), money, french);
        let upper = Self::for_bounds(Some(high), Some(high), money, french);
        common != upper && !low.is_zero() && high.abs() >= common.factor() * Decimal::from(1000)
    }

    /// The largest multiplier for which both bounds are at least 1 and have at most three decimals. A zero bound fits
    /// any multiplier; zero alone gets none.
    fn for_bounds(min: Option<Decimal>, max: Option<Decimal>, money: bool, french: bool) -> Self {
        let bounds = || [min, max].into_iter().flatten().filter(|n| !n.is_zero());
        let fits = |scale: &Self| {
            let fit = |n: Decimal| n.abs() >= scale.factor() && (n / scale.factor()).normalize().scale() <= 3;
            bounds().next().is_some() && bounds().all(fit)
        };
        // English does not abbreviate thousands of money. French never abbreviates thousands, nor 10¹².
        let is_idiomatic = |scale: &Self| match scale {
            Self::Trillion => !french,
            Self::Thousand => !money && !french,
            _ => true,
        };
        [Self::Trillion, Self::Billion, Self::Million, Self::Thousand]
            .into_iter()
            .filter(is_idiomatic)
            .find(fits)
            .unwrap_or(Self::One)
    }

    fn factor(self) -> Decimal {
        Decimal::from(match self {
            Self::One => 1_u64,
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
            Self::Billion => 1_000_000_000,
            Self::Trillion => 1_000_000_000_000,
        })
    }

    fn suffix(self, french: bool) -> &'static str {
        match self {
            Self::One => "",
            Self::Thousand => "k",
            Self::Million => "M",
            Self::Billion if french => "Md",
            Self::Billion => "B",
            Self::Trillion => "T",
        }
    }

    fn format_number(self, n: Decimal, french: bool) -> String {
        let text = (n / self.factor()).normalize().to_string();
        let (whole, decimals) = text.split_once('.').map_or((text.as_str(), None), |(w, d)| (w, Some(d)));
        let mut out = String::new();
        for (at, digit) in whole.chars().enumerate() {
            let digits_left = whole.len() - at;
            if at > 0 && digits_left % 3 == 0 && whole.len() > 4 {
                out.push(if french { '\u{202f}' } else { ',' });
            }
            out.push(digit);
        }
        if let Some(decimals) = decimals {
            out.push(if french { ',' } else { '.' });
            out.push_str(decimals);
        }
        out
    }
}

impl FromStr for AmountRange {
    type Err = AmountError;

    /// Parses only the numbers, for queries; the unit may be missing.
    fn from_str(written: &str) -> Result<Self, Self::Err> {
        match Self::parse(written) {
            Err(AmountError { kind: AmountErrorKind::NoUnit, .. }) => Self::parse(&format!("{written} %")).map(|p| p.0),
            parsed => parsed.map(|p| p.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(written: &str) -> Amount {
        let (numbers, unit, _) = AmountRange::parse(written).unwrap();
        Amount { range: numbers, unit: Unit::new(unit, |_| true).unwrap() }
    }

    fn error_kind(written: &str) -> AmountErrorKind {
        AmountRange::parse(written).unwrap_err().kind
    }

    #[test]
    fn parses_every_form() {
        let bounds = |w: &str| {
            let n = amount(w).range;
            (n.min.map(|d| d.to_string()), n.max.map(|d| d.to_string()), n.approximate)
        };
        let billions = |n: &str| Some(format!("{n}00000000"));
        assert_eq!(bounds("22.5B USD"), (billions("225"), billions("225"), false));
        assert_eq!(bounds("15..25B USD"), (billions("150"), billions("250"), false));
        assert_eq!(bounds("500M..1.5B USD"), (billions("5"), billions("15"), false));
        assert_eq!(bounds("..1.5B USD"), (None, billions("15"), false));
        assert_eq!(bounds("100B.. USD"), (billions("1000"), None, false));
        assert_eq!(bounds("~5.8B USD"), (billions("58"), billions("58"), true));
        assert_eq!(amount("50%").unit.code(), "%");
        assert_eq!(bounds("100 000 jobs".replace(' ', "_").replace("_jobs", " jobs").as_str()).0.unwrap(), "100000");
    }

    #[test]
    fn reports_error_and_suggested_form() {
        assert_eq!(error_kind("15-25B"), AmountErrorKind::Syntax(Some("15..25B USD".into())));
        assert_eq!(error_kind("$22,5B"), AmountErrorKind::Syntax(Some("22.5B USD".into())));
        assert_eq!(error_kind("15B..25 USD"), AmountErrorKind::Syntax(Some("15..25B USD".into())));
        assert_eq!(error_kind("~15B..25"), AmountErrorKind::Syntax(Some("~15..25B USD".into())));
        for negative in ["-5B USD", "−5B USD", "$-5B", "- 5B USD", "~-5B USD"] {
            assert_eq!(error_kind(negative), AmountErrorKind::Syntax(None), "{negative}");
        }
        assert_eq!(error_kind("22.5B"), AmountErrorKind::NoUnit);
        assert_eq!(error_kind("25..15B USD"), AmountErrorKind::Reversed);
        assert_eq!(error_kind("25B..15 USD"), AmountErrorKind::Reversed);
        assert_eq!(error_kind("500..1.5B USD"), AmountErrorKind::Reversed);
        assert_eq!(error_kind(&format!("{} USD", "9".repeat(40))), AmountErrorKind::TooPrecise);
        assert_eq!(error_kind("lots USD"), AmountErrorKind::Syntax(None));
        assert_eq!(error_kind(".. USD"), AmountErrorKind::Syntax(None));
        assert_eq!(error_kind(""), AmountErrorKind::Syntax(None));
        assert_eq!(error_kind(",22M x>.5B"), AmountErrorKind::Syntax(None), "a guess is not guessed at again");
    }

    #[test]
    fn labels_are_exact_and_localized() {
        let [en, fr] = ["en", "fr"].map(|tag| Lang::new(tag).unwrap());
        let en = |w: &str| amount(w).label(amount(w).unit.code(), &en);
        let fr = |w: &str| amount(w).label(amount(w).unit.code(), &fr);
        assert_eq!(en("22.5B USD"), "$22.5B");
        assert_eq!(en("15..25B USD"), "$15–25B");
        assert_eq!([en("500M..1.5B USD"), fr("500M..1.5B USD")], ["$500M–$1.5B", "500 M$–1,5 Md$"]);
        assert_eq!([en("~500M..25B USD"), en("0.5..2B USD")], ["~$500M–~$25B", "$500M–$2B"]);
        assert_eq!([en("500K..2M jobs"), fr("500M..1.5B jobs")], ["500k–2M jobs", "500 M–1,5 Md jobs"]);
        assert_eq!([en("900M..950M USD"), en("500K..2M EUR")], ["$900–950M", "€500,000–€2M"]);
        assert_eq!(en("100B.. USD"), "≥ $100B");
        assert_eq!(en("..1.5B USD"), "≤ $1.5B");
        assert_eq!(en("~5.8B USD"), "~$5.8B");
        assert_eq!(en("100K jobs"), "100k jobs");
        assert_eq!(en("50%"), "50%");
        assert_eq!(en("1234567890 USD"), "$1,234,567,890");
        assert_eq!(en("3 CHF"), "CHF 3");
        assert_eq!([en("5B EUR"), en("5M GBP"), en("5M JPY")], ["€5B", "£5M", "¥5M"]);
        assert_eq!([en("0 USD"), en("0..5B USD"), en("..0 jobs"), fr("0 USD")], ["$0", "$0–5B", "≤ 0 jobs", "0 $"]);
        assert_eq!(fr("22.5B USD"), "22,5 Md$");
        assert_eq!(fr("100K emplois"), "100\u{202f}000 emplois");
    }

    #[test]
    fn overlapping_intervals_are_detected() {
        let n = |w: &str| amount(w).range;
        assert!(n("15..25B USD").overlaps(&n("22.5B USD")));
        assert!(!n("15..19B USD").overlaps(&n("22.5B USD")));
        assert!(n("100B.. USD").overlaps(&n("200B USD")));
    }

    #[test]
    fn multiplier_words_depend_on_the_language() {
        let cases = [
            ("k", Some(3), Some(3)),
            ("thousand", Some(3), Some(3)),
            ("mille", Some(3), Some(3)),
            ("mn", Some(6), Some(6)),
            ("millions", Some(6), Some(6)),
            ("bn", Some(9), Some(9)),
            ("mds", Some(9), Some(9)),
            ("milliard", Some(9), Some(9)),
            ("billion", Some(9), Some(12)),
            ("billions", Some(9), Some(12)),
            ("t", Some(12), None),
            ("tn", Some(12), None),
            ("trillion", Some(12), None),
            ("trillions", Some(12), None),
            ("dollars", None, None),
            ("", None, None),
        ];
        for (word, english, french) in cases {
            let factor = |zeros: Option<u32>| zeros.map(|zeros| 10_u64.pow(zeros));
            assert_eq!(multiplier_from_word(word, false), factor(english), "English {word}");
            assert_eq!(multiplier_from_word(word, true), factor(french), "French {word}");
        }
    }
}
