//! The words of a text that are nearest to words that it lacks.

use super::effort::Effort;
use super::runs::hash;

/// What it costs to pass a word of a text.
const WORD: usize = 4;

/// The most words of a quote for which near words are looked for. More than twelve are too long anyway.
const MOST_WORDS: usize = 40;

/// The most letters of such a quote.
const MOST_LETTERS: usize = 400;

/// A word of a normalised text: where it begins, and its hash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: usize,
    hash: u64,
}

/// The words of a normalised text, between its blanks.
pub(super) fn words(text: &str) -> Vec<Word> {
    let base = text.as_ptr() as usize;
    let words = text.split(' ').filter(|word| !word.is_empty());
    words.map(|word| Word { start: word.as_ptr() as usize - base, hash: hash(word) }).collect()
}

/// The stretch of a text nearest to a quote, if there is one that is half like it, and the byte where it begins.
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
        // What is more than twice as long is less than half like it.
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
