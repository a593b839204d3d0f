//! Search for the passage of a text that is most similar to a quote.

use super::effort::Effort;
use super::runs::hash;

/// Cost of sliding the window over one word of the text.
const WORD: usize = 4;

/// Maximum number of words in a quote for which a similar passage is searched. Quotes of more than twelve words are
/// reported anyway.
const MOST_WORDS: usize = 40;

/// Maximum number of characters in such a quote.
const MOST_LETTERS: usize = 400;

/// A word of a normalised text: its byte offset and its hash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: usize,
    hash: u64,
}

/// The words of a normalised text, split at blanks.
pub(super) fn words(text: &str) -> Vec<Word> {
    let base = text.as_ptr() as usize;
    let words = text.split(' ').filter(|word| !word.is_empty());
    words.map(|word| Word { start: word.as_ptr() as usize - base, hash: hash(word) }).collect()
}

/// The passage most similar to a quote and its byte offset, if one has a Levenshtein similarity of at least 0.5.
/// Slides a window of as many words as the quote has over the text, and compares only windows that share about half
/// of its words. Of equally similar passages, returns the last.
pub(super) fn nearest<'a>(text: &'a str, words: &[Word], quote: &str, effort: &mut Effort) -> Option<(usize, &'a str)> {
    let letters = quote.chars().count();
    let mut wanted: Vec<u64> = quote.split(' ').map(hash).collect();
    if letters > MOST_LETTERS || wanted.len() > MOST_WORDS || !effort.spend(words.len() * WORD) {
        return None;
    }
    let number = wanted.len();
    wanted.sort_unstable();
    let size = number.min(words.len()).max(1);
    let is_wanted = |word: &Word| usize::from(wanted.binary_search(&word.hash).is_ok());
    let mut shared: usize = words.iter().take(size - 1).map(is_wanted).sum();
    let mut best: Option<(f64, usize, &str)> = None;
    for (first, window) in words.windows(size).enumerate() {
        shared += window.last().map_or(0, is_wanted);
        let enough = 2 * shared >= number.saturating_sub(1);
        shared -= window.first().map_or(0, is_wanted);
        let start = window.first().map_or(0, |word| word.start);
        let part = words.get(first + size).map_or(&text[start..], |next| &text[start..next.start - 1]);
        // A passage more than twice as long as the quote has a similarity below 0.5.
        if !enough || part.len() > 8 * letters || part.chars().count() > 2 * letters {
            continue;
        }
        if !effort.spend(part.len() * quote.len()) {
            return None;
        }
        let score = strsim::normalized_levenshtein(part, quote);
        if score >= 0.5 && best.is_none_or(|(least, ..)| score >= least) {
            best = Some((score, start, part));
        }
    }
    best.map(|(_, start, part)| (start, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, quote: &str, effort: &mut Effort) -> Option<usize> {
        nearest(text, &words(text), quote, effort).map(|(at, _)| at)
    }

    #[test]
    fn the_last_of_the_nearest_is_found() {
        let text = "a b c d a b x d";
        assert_eq!(near(text, "a b y d", &mut Effort::of_near()), Some(8));
        assert_eq!(near(text, "a b c d", &mut Effort::of_near()), Some(0));
        assert_eq!(near("", "a", &mut Effort::of_near()), None);
        assert_eq!(near("short", "short and long enough", &mut Effort::of_near()), None);
    }

    #[test]
    fn nothing_is_looked_for_where_it_would_take_long() {
        let text = "w1 w2 w3 ".repeat(1_000).trim_end().to_owned();
        assert!(near(&text, "w1 w2 w9", &mut Effort::of_near()).is_some());
        assert_eq!(near(&text, &"w1 w2 w3 ".repeat(14), &mut Effort::of_near()), None);
        assert_eq!(near(&text, &"w".repeat(401), &mut Effort::of_near()), None);
        let mut little = Effort::of(10_000);
        assert_eq!(near(&text, "w1 w2 w9", &mut little), None);
        assert_eq!(little, Effort::of(0));
    }
}
