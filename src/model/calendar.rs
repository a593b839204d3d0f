//! The names of months and seasons.

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

fn find_number(is: impl Fn(&str) -> bool) -> Option<u8> {
    let named = |names: &[&str; 2]| names.iter().any(|name| is(name));
    let number = |at: Option<usize>, first: u8| at.and_then(|at| u8::try_from(at).ok()).map(|at| first + at);
    number(MONTHS.iter().position(named), 1).or_else(|| number(SEASONS.iter().position(named), 21))
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
