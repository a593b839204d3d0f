//! Loose matching, letter by letter: the only user of `fuzzy-matcher`.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Matches the letters of a query in their order, anywhere in a name.
#[derive(Default)]
pub(super) struct Fuzzy(SkimMatcherV2);

/// A loose match: 0 to 100, and the bytes of the folded name that matched.
pub(super) struct Loose {
    pub(super) score: u32,
    pub(super) bytes: Vec<usize>,
}

impl Fuzzy {
    /// The match of folded letters in a folded name, if it is close enough not to be noise: at least half of what
    /// the same letters in a row would score, within twice their length.
    pub(super) fn find(&self, name: &str, letters: &str) -> Option<Loose> {
        if letters.chars().count() < 2 || !has_in_order(name, letters) {
            return None;
        }
        let perfect = self.0.fuzzy_match(letters, letters)?;
        let (score, chars) = self.0.fuzzy_indices(name, letters)?;
        let percent = u32::try_from(100 * score / perfect.max(1)).unwrap_or(0).min(100);
        let offsets: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
        let bytes: Vec<usize> = chars.into_iter().filter_map(|at| offsets.get(at).copied()).collect();
        let spread = chars_spread(&bytes);
        (percent >= 50 && spread <= 2 * letters.len()).then_some(Loose { score: percent, bytes })
    }
}

/// From the first matched byte to the last.
fn chars_spread(bytes: &[usize]) -> usize {
    bytes.last().zip(bytes.first()).map_or(0, |(last, first)| last - first)
}

/// Whether the letters occur in their order: cheap, and true of few names.
fn has_in_order(name: &str, letters: &str) -> bool {
    let mut rest = name.chars();
    letters.chars().all(|letter| rest.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_initials_and_gaps_but_no_noise() {
        let fuzzy = Fuzzy::default();
        assert!(fuzzy.find("sb oai japan", "sboai").is_some());
        assert!(fuzzy.find("stargate", "strgate").is_some());
        assert!(fuzzy.find("the sum of all that was said about it", "salat").is_none());
        assert!(fuzzy.find("stargate", "x").is_none());
    }
}
