//! Search for the passage of a text that is most similar to a quote.

use crate::verify::budget::Budget;
use crate::verify::token_index::hash;

/// Cost of sliding the window over one word of the text.
const COST_PER_WORD: usize = 4;

/// Maximum number of words in a quote for which a similar passage is searched. Quotes of more than twelve words are
/// reported anyway.
const MAX_WORDS_COMPARED: usize = 40;

/// Maximum number of characters in such a quote.
const MAX_CHARS_COMPARED: usize = 400;

/// A word of a normalised text: its byte offset and its hash.
#[derive(Clone, Copy, Debug)]
pub(super) struct HashedWord {
    start: usize,
    hash: u64,
}

/// The words of a normalised text, split at blanks.
pub(super) fn hash_words(text: &str) -> Vec<HashedWord> {
    let base = text.as_ptr() as usize;
    let words = text.split(' ').filter(|word| !word.is_empty());
    words.map(|word| HashedWord { start: word.as_ptr() as usize - base, hash: hash(word) }).collect()
}

/// The passage most similar to a quote and its byte offset, if one has a Levenshtein similarity of at least 0.5.
/// Slides a window of as many words as the quote has over the text, and compares only windows that share about half
/// of its words. Of equally similar passages, returns the last.
pub(super) fn find_nearest<'a>(
    text: &'a str,
    words: &[HashedWord],
    quote: &str,
    budget: &mut Budget,
) -> Option<(usize, &'a str)> {
    let letters = quote.chars().count();
    let mut wanted: Vec<u64> = quote.split(' ').map(hash).collect();
    if letters > MAX_CHARS_COMPARED || wanted.len() > MAX_WORDS_COMPARED || !budget.spend(words.len() * COST_PER_WORD) {
        return None;
    }
    let quote_words = wanted.len();
    wanted.sort_unstable();
    let window_len = quote_words.min(words.len()).max(1);
    let is_wanted = |word: &HashedWord| usize::from(wanted.binary_search(&word.hash).is_ok());
    let mut shared: usize = words.iter().take(window_len - 1).map(is_wanted).sum();
    let mut best: Option<(f64, usize, &str)> = None;
    for (first, window) in words.windows(window_len).enumerate() {
        shared += window.last().map_or(0, is_wanted);
        let shares_half = 2 * shared >= quote_words.saturating_sub(1);
        shared -= window.first().map_or(0, is_wanted);
        let start = window.first().map_or(0, |word| word.start);
        let part = words.get(first + window_len).map_or(&text[start..], |next| &text[start..next.start - 1]);
        // A passage more than twice as long as the quote has a similarity below 0.5.
        if !shares_half || part.len() > 8 * letters || part.chars().count() > 2 * letters {
            continue;
        }
        if !budget.spend(part.len() * quote.len()) {
            return None;
        }
        let score = strsim::normalized_levenshtein(part, quote);
        if score >= 0.5 && best.is_none_or(|(best_score, ..)| score >= best_score) {
            best = Some((score, start, part));
        }
    }
    best.map(|(_, start, part)| (start, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest_offset(text: &str, quote: &str, budget: &mut Budget) -> Option<usize> {
        find_nearest(text, &hash_words(text), quote, budget).map(|(at, _)| at)
    }

    #[test]
    fn finds_the_last_of_equally_near_passages() {
        let text = "a b c d a b x d";
        assert_eq!(nearest_offset(text, "a b y d", &mut Budget::for_nearest_matches()), Some(8));
        assert_eq!(nearest_offset(text, "a b c d", &mut Budget::for_nearest_matches()), Some(0));
        assert_eq!(nearest_offset("", "a", &mut Budget::for_nearest_matches()), None);
        assert_eq!(nearest_offset("short", "short and long enough", &mut Budget::for_nearest_matches()), None);
    }

    #[test]
    fn gives_up_on_long_quotes_and_when_the_budget_is_spent() {
        let text = "w1 w2 w3 ".repeat(1_000).trim_end().to_owned();
        assert!(nearest_offset(&text, "w1 w2 w9", &mut Budget::for_nearest_matches()).is_some());
        assert_eq!(nearest_offset(&text, &"w1 w2 w3 ".repeat(14), &mut Budget::for_nearest_matches()), None);
        assert_eq!(nearest_offset(&text, &"w".repeat(401), &mut Budget::for_nearest_matches()), None);
        let mut little = Budget::with_limit(10_000);
        assert_eq!(nearest_offset(&text, "w1 w2 w9", &mut little), None);
        assert_eq!(little, Budget::with_limit(0));
    }
}
