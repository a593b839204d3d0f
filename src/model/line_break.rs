//! Which adjacent words a line break should not separate: a symbol and its amount, a number and its unit, the parts
//! of a date.

use super::calendar::parse_month_or_season;
use super::{CURRENCY_SIGNS, fold, multiplier_from_word};

/// How undesirable a line break between two words is. If a group of bonded words does not fit on a line, it is broken
/// at its weakest bond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// A line may break between them.
    None,
    /// A number and the noun after it; a multiplier and its currency (`billion dollars`).
    Weak,
    /// A symbol and its amount; a number and its multiplier or currency; the parts of a date or of a number.
    Strong,
}

/// The bond between two adjacent words in English or French. Neither includes the blank between them.
pub fn bond_between(before: &str, after: &str) -> Bond {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return Bond::None };
    // French puts a blank between these and the word.
    if is_symbol(before) || before == "«" || matches!(after.trim_end_matches(','), "»" | "?" | "!" | ";" | ":" | "%")
    {
        return Bond::Strong;
    }
    let number_follows = after.trim_start_matches(['~', '–', '…', '(']).starts_with(|c: char| c.is_ascii_digit());
    let letters = before.trim_end_matches(['.', '?', '~', '%']);
    if number_follows && letters.ends_with(char::is_alphabetic) {
        return if ends_with_month(letters) { Bond::Strong } else { Bond::None };
    }
    // Days: `16?` is uncertain, `1er` is the first of the month in French.
    let number = before.trim_end_matches("er").trim_end_matches(['?', '~']);
    if number.ends_with(|c: char| c.is_ascii_digit()) {
        let word = fold(after.trim_end_matches(|c: char| !c.is_alphanumeric()));
        let is_unit = || [false, true].iter().any(|&french| multiplier_from_word(&word, french).is_some());
        let unpunctuated = after.trim_end_matches([',', '.', ';', ':', ')', '?', '!', '»']);
        if first.is_ascii_digit() && last.is_ascii_digit()
            || unpunctuated == "%"
            || CURRENCY_SIGNS.iter().any(|(sign, _)| *sign == unpunctuated)
            || parse_month_or_season(&word).is_some()
            || is_unit()
            || word.strip_suffix('$').is_some()
        {
            return Bond::Strong;
        }
        return if first.is_alphabetic() && last.is_ascii_digit() && !looks_like_year(number) {
            Bond::Weak
        } else {
            Bond::None
        };
    }
    let is_multiplier_word = |word: &str| {
        word.len() >= 4 && [false, true].iter().any(|&french| multiplier_from_word(&fold(word), french).is_some())
    };
    let is_currency = || CURRENCIES.contains(&fold(after.trim_end_matches(|c: char| !c.is_alphanumeric())).as_str());
    match before {
        "de" | "of" | "US" if is_currency() => Bond::Weak,
        power if first.is_ascii_lowercase() && is_multiplier_word(power) && (after == "de" || is_currency()) => {
            Bond::Weak
        }
        _ => Bond::None,
    }
}

/// Names of currencies in English and French, folded.
const CURRENCIES: [&str; 9] = ["dollar", "dollars", "euro", "euros", "pound", "pounds", "yen", "yens", "francs"];

fn is_symbol(word: &str) -> bool {
    // Symbols before amounts, and those for the status of a quote.
    matches!(word, "≥" | "≤" | "<" | ">" | "~" | "±" | "≈" | "✓" | "✗" | "°" | "?" | "!")
}

/// Whether a word ends with the name of a month or season: `Dec`, `~janv`, `2024–Feb`.
fn ends_with_month(word: &str) -> bool {
    let start = word.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last().map_or(0, |(at, _)| at);
    parse_month_or_season(&fold(&word[start..])).is_some()
}

/// Whether a number looks like a year (1000 to 2999), so that the word after it is not a unit.
fn looks_like_year(number: &str) -> bool {
    let digits = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.len() == 4 && digits.starts_with(['1', '2']) && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn related_words_are_bonded() {
        for (before, after) in [
            ("≥", "$100B"),
            ("≤", "1,5"),
            ("1,5", "Md$"),
            ("22,5", "milliards"),
            ("22.5", "billion"),
            ("100", "000"),
            ("50", "%"),
            ("16", "Dec"),
            ("16?", "Dec"),
            ("1er", "janvier"),
            ("Dec", "2024?"),
            ("déc.", "2024"),
            ("2024–Feb", "2025"),
            ("été", "2023,"),
            ("Combien", "?"),
            ("✓", "«\u{a0}trente"),
            ("autumn", "2025"),
        ] {
            assert_eq!(bond_between(before, after), Bond::Strong, "{before} {after}");
        }
        for (before, after) in
            [("12", "words"), ("2,5M", "instances"), ("billion", "dollars"), ("milliards", "de"), ("de", "dollars.")]
        {
            let expected = if before == "2,5M" { Bond::None } else { Bond::Weak };
            assert_eq!(bond_between(before, after), expected, "{before} {after}");
        }
        for (before, after) in
            [("in", "2024"), ("2024", "SoftBank"), ("2024,", "and"), ("to", "Japan"), ("the", "de"), ("", "a")]
        {
            assert_eq!(bond_between(before, after), Bond::None, "{before} {after}");
        }
    }
}
