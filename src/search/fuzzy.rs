//! Fuzzy matching, letter by letter. This is the only module that uses `fuzzy-matcher`.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// A pattern of letters to find in a name, in order but not necessarily adjacent.
pub(super) struct FuzzyPattern {
    matcher: SkimMatcherV2,
    letters: String,
    /// The score of a match without gaps.
    max_score: i64,
}

/// A fuzzy match: its score from 0 to 100, and the offsets of the matched characters in the folded name.
pub(super) struct FuzzyMatch {
    pub(super) score: u32,
    pub(super) byte_offsets: Vec<usize>,
}

impl FuzzyPattern {
    /// Builds a pattern from folded letters.
    pub(super) fn new(letters: &str) -> Self {
        let matcher = SkimMatcherV2::default();
        let perfect = matcher.fuzzy_match(letters, letters).unwrap_or(0).max(1);
        Self { matcher, letters: letters.to_owned(), max_score: perfect }
    }

    /// Matches a folded name. To keep out noise, the pattern needs at least three letters, and a match must start at
    /// the start of a word, score at least 55 % of a match without gaps, and span at most twice the length of the
    /// pattern.
    pub(super) fn find(&self, name: &str) -> Option<FuzzyMatch> {
        if self.letters.chars().nth(2).is_none() || !is_subsequence(name, &self.letters) {
            return None;
        }
        let (score, chars) = self.matcher.fuzzy_indices(name, &self.letters)?;
        let percent = u32::try_from(100 * score / self.max_score).unwrap_or(0).min(100);
        let offsets: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
        let bytes: Vec<usize> = chars.into_iter().filter_map(|at| offsets.get(at).copied()).collect();
        let spread = byte_spread(&bytes);
        let first = *bytes.first()?;
        let at_word_start = !name[..first].chars().next_back().is_some_and(char::is_alphanumeric);
        (at_word_start && percent >= 55 && spread <= 2 * self.letters.len())
            .then_some(FuzzyMatch { score: percent, byte_offsets: bytes })
    }
}

/// Distance from the first matched byte to the last.
fn byte_spread(bytes: &[usize]) -> usize {
    bytes.last().zip(bytes.first()).map_or(0, |(last, first)| last - first)
}

/// Whether the letters are a subsequence of the name. A cheap test that rejects most names.
fn is_subsequence(name: &str, letters: &str) -> bool {
    let mut rest = name.chars();
    letters.chars().all(|letter| rest.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_initials_and_gaps_but_not_noise() {
        let finds = |name: &str, letters: &str| FuzzyPattern::new(letters).find(name).is_some();
        assert!(finds("sb oai japan", "sboai"));
        assert!(finds("stargate", "strgate"));
        assert!(!finds("the sum of all that was said about it", "salat"));
        assert!(!finds("stargate", "x"));
    }
}
