//! The names of months and seasons.

use super::Lang;

const MONTHS: [[&str; 2]; 12] = [
    ["january", "janvier"],
    ["february", "fevrier"],
    ["march", "mars"],
    ["april", "avril"],
    ["may", "mai"],
    ["june", "juin"],
    ["july", "juillet"],
    ["august", "aout"],
    ["september", "septembre"],
    ["october", "octobre"],
    ["november", "novembre"],
    ["december", "decembre"],
];
const SEASONS: [[&str; 2]; 4] =
    [["spring", "printemps"], ["summer", "ete"], ["autumn", "automne"], ["winter", "hiver"]];

/// The month (1–12) or season (21–24, as in EDTF) that a folded word names in English or French, in full or
/// abbreviated to at least three letters.
pub fn parse_month_or_season(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.');
    find_number(|name| name == word || word.len() >= 3 && name.starts_with(word))
}

/// The month or season whose full name a folded word is, unless the word is ambiguous ("may", "march", "mars").
pub fn parse_unambiguous_month_or_season(word: &str) -> Option<u8> {
    find_number(|name| name == word && !matches!(word, "may" | "march" | "mars"))
}

fn find_number(is_match: impl Fn(&str) -> bool) -> Option<u8> {
    let named = |names: &[&str; 2]| names.iter().any(|name| is_match(name));
    let number = |at: Option<usize>, first: u8| at.and_then(|at| u8::try_from(at).ok()).map(|at| first + at);
    number(MONTHS.iter().position(named), 1).or_else(|| number(SEASONS.iter().position(named), 21))
}

/// The short name of a month (1–12), or the name of a season (21–24).
pub(super) fn month_label(month: u8, lang: &Lang) -> &'static str {
    const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const FRENCH: [&str; 12] =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
    const SEASONS: [[&str; 4]; 2] =
        [["spring", "summer", "autumn", "winter"], ["printemps", "été", "automne", "hiver"]];
    let names = if lang.is_french() { FRENCH } else { ENGLISH };
    let season = month.checked_sub(21).and_then(|s| SEASONS[usize::from(lang.is_french())].get(usize::from(s)));
    season.or(names.get(usize::from(month.saturating_sub(1)))).copied().unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_english_and_french_months_and_seasons() {
        let cases = [
            ("jan", 1),
            ("janvier", 1),
            ("sept.", 9),
            ("aout", 8),
            ("mai", 5),
            ("ete", 22),
            ("spring", 21),
            ("hiv", 24),
        ];
        for (word, number) in cases {
            assert_eq!(parse_month_or_season(word), Some(number), "{word}");
        }
        assert_eq!(parse_month_or_season("ma"), None);
        assert_eq!(parse_month_or_season("milliards"), None);
    }
}
