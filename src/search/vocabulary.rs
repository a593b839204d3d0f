//! The words that texts have, and which of them may be meant by one that none has.

use super::arena::Arena;
use super::fields::Field;
use rayon::prelude::*;
use std::collections::HashMap;
use strsim::osa_distance;

/// The distinct words of all texts but ids, sorted, each with how often it occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    /// Every word behind a line break.
    text: String,
    words: Vec<(u32, u32)>,
}

/// A word that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    /// The word as texts have it.
    pub(super) word: String,
    /// How many slips lie between.
    pub(super) slips: usize,
}

/// The most words that one word may stand for.
const MOST: usize = 6;

impl Vocabulary {
    /// The words of an arena.
    pub(super) fn new(arena: &Arena) -> Self {
        const CHUNK: usize = 8192;
        let count = |items: std::ops::Range<usize>| {
            let mut found: HashMap<&str, u32> = HashMap::new();
            for text in items.flat_map(|item| arena.texts_of(item)).filter(|&text| arena.field(text) != Field::Id) {
                for word in words(arena.text(text)) {
                    *found.entry(word).or_default() += 1;
                }
            }
            found
        };
        let chunks: Vec<_> = (0..arena.len()).step_by(CHUNK).map(|at| at..arena.len().min(at + CHUNK)).collect();
        let merge = |mut all: HashMap<_, _>, part: HashMap<_, _>| {
            for (word, times) in part {
                *all.entry(word).or_default() += times;
            }
            all
        };
        let all = if chunks.len() < 2 {
            chunks.into_iter().map(count).fold(HashMap::new(), merge)
        } else {
            chunks.into_par_iter().map(count).reduce(HashMap::new, merge)
        };
        let mut sorted: Vec<(&str, u32)> = all.into_iter().collect();
        sorted.sort_unstable();
        let mut vocabulary = Self::default();
        for (word, times) in sorted {
            vocabulary.text.push('\n');
            vocabulary.words.push((u32::try_from(vocabulary.text.len()).unwrap_or(u32::MAX), times));
            vocabulary.text += word;
        }
        vocabulary.text.push('\n');
        vocabulary
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.text.capacity() + 8 * self.words.capacity()
    }

    fn word(&self, at: usize) -> &str {
        let start = self.words[at].0 as usize;
        let end = self.words.get(at + 1).map_or(self.text.len(), |next| next.0 as usize) - 1;
        &self.text[start..end]
    }

    /// Whether some text has the very word.
    pub(super) fn has(&self, word: &str) -> bool {
        self.text.contains(&format!("\n{word}\n"))
    }

    /// Whether a word of some text begins with this one.
    pub(super) fn begins(&self, start: &str) -> bool {
        self.text.contains(&format!("\n{start}"))
    }

    /// Whether a word of some text has this one inside.
    pub(super) fn contains(&self, part: &str) -> bool {
        self.text.contains(part)
    }

    /// The words nearest to one that no text has: one slip in a word of three to six letters, two in longer ones, by
    /// optimal string alignment; also the words that begin so, as the word may not be typed to its end. The nearest
    /// and most frequent first.
    pub(super) fn near(&self, word: &str) -> Vec<Meant> {
        let length = word.chars().count();
        let allowed = match length {
            0..3 => return Vec::new(),
            3..7 => 1,
            _ => 2,
        };
        let letters = mask(word);
        let first = word.chars().next();
        let try_word = |at: usize| {
            let other = self.word(at);
            let others = other.chars().count();
            // Each slip takes one letter away at most.
            let lost = (letters & !mask(other)).count_ones() as usize;
            let near = others + allowed >= length && lost <= allowed;
            // Three letters are near to nearly everything.
            if !near
                || length == 3 && (other.chars().next() != first || others > 4)
                || !other.starts_with(char::is_alphabetic)
            {
                return None;
            }
            let whole = osa_distance(word, other);
            let slips = if others > length + allowed && length > 3 {
                let head: String = other.chars().take(length).collect();
                osa_distance(word, &head) + 1
            } else {
                whole
            };
            (slips <= allowed).then_some((slips, u32::MAX - self.words[at].1, at))
        };
        let mut near: Vec<_> = (0..self.words.len()).filter_map(try_word).collect();
        near.sort_unstable();
        let best = near.first().map_or(0, |(slips, ..)| *slips);
        let near = near.into_iter().filter(|(slips, ..)| *slips == best).take(MOST);
        near.map(|(slips, _, at)| Meant { word: self.word(at).to_owned(), slips }).collect()
    }

    /// The words, one with a dash among them, that are this one without its dashes: `dot-com` for `dotcom`.
    pub(super) fn parted(&self, word: &str) -> Option<String> {
        let same = |other: &&str| other.contains('-') && other.chars().filter(|c| *c != '-').eq(word.chars());
        self.text.split('\n').find(same).map(str::to_owned)
    }
}

/// The letters and digits of a word, as a set.
fn mask(word: &str) -> u64 {
    word.bytes().fold(0, |mask, b| mask | 1 << (b & 63))
}

/// The words of a folded text, bare of punctuation; a word with dashes also in its parts.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).len();
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '/' | '(' | ')'));
    parts.filter(move |word| bare(word) > 0).flat_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let split = word.contains('-');
        std::iter::once(word).chain(word.split('-').filter(move |part| split && !part.is_empty()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Vocabulary {
        let mut sorted: Vec<_> = words.to_vec();
        sorted.sort_unstable();
        let mut vocabulary = Vocabulary::default();
        for word in sorted {
            vocabulary.text.push('\n');
            vocabulary.words.push((u32::try_from(vocabulary.text.len()).unwrap(), 1));
            vocabulary.text += word;
        }
        vocabulary.text.push('\n');
        vocabulary
    }

    #[test]
    fn slips_of_the_finger_lead_to_the_word() {
        let vocabulary = of(&["masayoshi", "softbank", "stargate", "mortgage", "dot-com", "arm", "deepseek"]);
        for (typed, word) in [
            ("softbnak", "softbank"),
            ("sofbank", "softbank"),
            ("sooftbank", "softbank"),
            ("massayoshi", "masayoshi"),
            ("stargte", "stargate"),
            ("amr", "arm"),
            ("deepsek", "deepseek"),
        ] {
            let near = vocabulary.near(typed);
            assert_eq!(near.first().map(|meant| meant.word.as_str()), Some(word), "{typed}");
        }
        assert_eq!(vocabulary.near("xyzzyx"), []);
        assert_eq!(vocabulary.parted("dotcom").as_deref(), Some("dot-com"));
    }

    #[test]
    fn words_are_bare_and_parted() {
        let found: Vec<_> = words("l'ete, (dot-com) 22.5!").collect();
        assert_eq!(found, ["l", "ete", "dot-com", "dot", "com", "22.5"]);
    }
}
