//! Reads the figures in a quote: numbers as French and English texts write them.
//!
//! Examples: `5,8 milliards`, `100 000`, `22.5bn`, `1,300`, `entre 15 et 25 milliards`. Numbers in words ("quatre
//! ans") are not read.

use crate::model::{Lang, fold, multiplier_from_word, parse_month_or_season};
use rust_decimal::Decimal;
use std::str::FromStr;

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// Possible values: the number with its own multiplier, and for the first number of "15 à 19 milliards" also with
    /// the multiplier of the second.
    pub(super) values: Vec<Decimal>,
    /// Whether it may be part of a date: "16 décembre", "2024", "1er".
    pub(super) may_be_date_part: bool,
    /// The number as written, with its multiplier.
    pub(super) written: String,
}

/// Suffixes of ordinals, folded: "1er avril", "2e trimestre", "3rd quarter".
const ORDINALS: &[&str] = &["er", "re", "e", "eme", "ieme", "st", "nd", "rd", "th"];

#[derive(Clone, Copy)]
enum NumberOrWord<'a> {
    Number(&'a str),
    Word(&'a str),
}

/// The figures in a text, in order.
pub(super) fn figures(text: &str, lang: Option<&Lang>) -> Vec<Figure> {
    let french = lang.is_some_and(Lang::is_french);
    let tokens = tokenize(text);
    let word = |at: usize| match tokens.get(at) {
        Some(NumberOrWord::Word(word)) => Some(fold(word)),
        _ => None,
    };
    let factor = |at: usize| word(at + 1).and_then(|word| multiplier_from_word(&word, french)).map(Decimal::from);
    // The second number of a pair: "50-50", "15 à 19".
    let paired_number = |at: usize| match (tokens.get(at + 1)?, tokens.get(at + 2)) {
        (NumberOrWord::Number(_), _) => Some(at + 1),
        (NumberOrWord::Word(join), Some(NumberOrWord::Number(_))) => {
            matches!(*join, "à" | "et" | "ou" | "to" | "and" | "or").then_some(at + 2)
        }
        _ => None,
    };
    let figure = |at: usize| {
        let NumberOrWord::Number(written) = tokens[at] else { return None };
        let number = parse_number(written, french)?;
        let own_factor = factor(at);
        let shared_factor = if own_factor.is_none() { paired_number(at).and_then(factor) } else { None };
        let scaled = [Some(own_factor.unwrap_or(Decimal::ONE)), shared_factor].into_iter().flatten();
        let is_year = written.len() == 4 && (1900..=2100).contains(&number.try_into().unwrap_or(0_u32));
        let month = |at: usize| word(at).is_some_and(|word| parse_month_or_season(&word).is_some());
        // "3 May", "May 3". Before a number, the French "été" is usually the verb, not the season.
        let is_day = month(at + 1) || !french && at.checked_sub(1).is_some_and(month);
        let is_ordinal = word(at + 1).is_some_and(|word| ORDINALS.contains(&word.as_str()));
        Some(Figure {
            values: scaled.filter_map(|factor| number.checked_mul(factor)).map(|value| value.normalize()).collect(),
            may_be_date_part: own_factor.is_none() && (is_year || is_day || is_ordinal),
            written: match own_factor.and(tokens.get(at + 1)) {
                Some(NumberOrWord::Word(word)) => format!("{written} {word}"),
                _ => written.to_owned(),
            },
        })
    };
    (0..tokens.len()).filter_map(figure).collect()
}

/// Splits a text into numbers and words. Digits inside a word, as in `GPT4`, belong to the word.
fn tokenize(text: &str) -> Vec<NumberOrWord<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(char::is_alphanumeric) {
        rest = &rest[at..];
        let number = number_len(rest);
        let length = if number > 0 { number } else { rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()) };
        let (token, remainder) = rest.split_at(length);
        tokens.push(if number > 0 { NumberOrWord::Number(token) } else { NumberOrWord::Word(token) });
        rest = remainder;
    }
    tokens
}

/// The length in bytes of the number at the start of a text, or 0. A number is made of groups of digits separated by
/// punctuation, or by a blank if the first group has at most three digits and the group after the blank exactly
/// three.
fn number_len(text: &str) -> usize {
    let run = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut end = run(text);
    if end == 0 {
        return 0;
    }
    let may_be_grouped = end <= 3;
    loop {
        let mut chars = text[end..].chars();
        let Some(mark) = chars.next() else { return end };
        let group = run(chars.as_str());
        let is_blank = matches!(mark, ' ' | '\u{a0}' | '\u{202f}');
        let continues =
            if is_blank { may_be_grouped && group == 3 } else { matches!(mark, '.' | ',' | '\'' | '’') && group > 0 };
        if !continues {
            return end;
        }
        end += mark.len_utf8() + group;
    }
}

/// The value of a number. In French, a comma separates decimals and a full stop thousands; in English, the other way
/// round. A thousands separator counts as the decimal one if it is the only separator and not exactly three digits
/// follow it.
fn parse_number(written: &str, french: bool) -> Option<Decimal> {
    let (decimal, thousands) = if french { (',', '.') } else { ('.', ',') };
    let uses_other_style = written.matches(thousands).count() == 1
        && !written.contains(decimal)
        && written.rsplit(thousands).next().is_some_and(|tail| tail.len() != 3);
    let plain: String = written
        .chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            _ if c == decimal || uses_other_style && c == thousands => Some('.'),
            _ => None,
        })
        .collect();
    Decimal::from_str(&plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure_values(text: &str, lang: &str) -> Vec<String> {
        let figures = figures(text, Lang::new(lang).as_ref());
        let all = figures.iter().filter(|figure| !figure.may_be_date_part).flat_map(|figure| &figure.values);
        all.map(Decimal::to_string).collect()
    }

    #[test]
    fn reads_french_and_english_numbers() {
        let cases: [(&str, &str, &[&str]); 13] = [
            ("environ 5,8 milliards", "fr", &["5800000000"]),
            ("de 15 à 19 milliards", "fr", &["15", "15000000000", "19000000000"]),
            ("15-25 milliards", "fr", &["15", "15000000000", "25000000000"]),
            ("100 000 emplois", "fr", &["100000"]),
            ("100\u{202f}000 emplois", "fr", &["100000"]),
            ("1,3 million", "fr", &["1300000"]),
            ("un billion, 2 billions", "fr", &["2000000000000"]),
            ("$22.5bn", "en", &["22500000000"]),
            ("1,300 and 2.5 billion", "en", &["1300", "1300000000000", "2500000000"]),
            ("partenariat 50-50", "fr", &["50", "50"]),
            ("le modèle GPT4", "fr", &[]),
            ("en 2024 500 millions", "fr", &["500000000"]),
            ("plus de 50 %", "fr", &["50"]),
        ];
        for (text, lang, values) in cases {
            assert_eq!(figure_values(text, lang), values, "{text}");
        }
    }

    #[test]
    fn days_years_and_ordinals_may_be_date_parts() {
        for text in ["le 16 décembre", "en 2024", "on 3 May", "entre 2000 et 2002", "le 1er avril"] {
            assert_eq!(figure_values(text, "fr"), [""; 0], "{text}");
        }
        assert_eq!(figure_values("on May 3 of the 2nd year", "en"), [""; 0]);
        assert_eq!(figure_values("a été 3 fois", "fr"), ["3"]);
    }

    #[test]
    fn a_separator_of_the_other_language_is_read_by_the_digits_after_it() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("2.5 milliards", "fr", &["2500000000"]),
            ("2,5 billion", "en", &["2500000000"]),
            ("2 000.5 tonnes", "fr", &["2000.5"]),
            ("2 000,5 tons", "en", &["2000.5"]),
            ("1.300 emplois", "fr", &["1300"]),
            ("1,300 jobs", "en", &["1300"]),
            ("1.300,5 euros", "fr", &["1300.5"]),
            ("1,300.5 dollars", "en", &["1300.5"]),
            ("1.300.000 emplois", "fr", &["1300000"]),
            ("1,300,000 jobs", "en", &["1300000"]),
        ];
        for (text, lang, values) in cases {
            assert_eq!(figure_values(text, lang), *values, "{text}");
        }
    }
}
