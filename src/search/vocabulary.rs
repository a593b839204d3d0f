//! The words of the searched texts, and corrections for words that are not among them.

use super::corpus::Corpus;
use super::fields::Field;
use rayon::prelude::*;
use std::collections::HashMap;
use strsim::osa_distance;

/// The distinct words of all texts except ids, sorted, each with its number of occurrences.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    /// All words, with a line break before each and after the last.
    text: String,
    words: Vec<(u32, u32)>,
}

/// A correction of a mistyped word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    /// The word as it occurs in a text.
    pub(super) word: String,
    /// Number of edits between the two words.
    pub(super) edits: usize,
}

/// Maximum number of corrections of one word.
const MAX_CORRECTIONS: usize = 6;

impl Vocabulary {
    /// Collects the words of a corpus.
    pub(super) fn new(arena: &Corpus) -> Self {
        const COUNT_CHUNK_ITEMS: usize = 8192;
        let count = |items: std::ops::Range<usize>| {
            let mut found: HashMap<&str, u32> = HashMap::new();
            for text in items.flat_map(|item| arena.texts_of(item)).filter(|&text| arena.field(text) != Field::Id) {
                for word in split_words(arena.text(text)) {
                    *found.entry(word).or_default() += 1;
                }
            }
            found
        };
        let chunks: Vec<_> = (0..arena.item_count())
            .step_by(COUNT_CHUNK_ITEMS)
            .map(|at| at..arena.item_count().min(at + COUNT_CHUNK_ITEMS))
            .collect();
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

    /// Size on the heap, in bytes.
    pub(super) fn heap_bytes(&self) -> usize {
        self.text.capacity() + 8 * self.words.capacity()
    }

    fn word(&self, at: usize) -> &str {
        let start = self.words[at].0 as usize;
        let end = self.words.get(at + 1).map_or(self.text.len(), |next| next.0 as usize) - 1;
        &self.text[start..end]
    }

    /// Whether a text contains exactly this word.
    pub(super) fn contains_word(&self, word: &str) -> bool {
        self.text.contains(&format!("\n{word}\n"))
    }

    /// Whether a word of a text starts with this one.
    pub(super) fn has_prefix(&self, start: &str) -> bool {
        self.text.contains(&format!("\n{start}"))
    }

    /// Whether a word of a text contains this one.
    pub(super) fn contains_substring(&self, part: &str) -> bool {
        self.text.contains(part)
    }

    /// Corrections of a word that no text contains, by optimal string alignment: one edit in words of three to six
    /// letters, two in longer ones. Also finds longer words that start with a correction, as the word may be
    /// incomplete. Returns only those with the fewest edits, most frequent first.
    pub(super) fn corrections(&self, word: &str) -> Vec<Correction> {
        let length = word.chars().count();
        let max_edits = match length {
            0..3 => return Vec::new(),
            3..7 => 1,
            _ => 2,
        };
        let letters = letter_mask(word);
        let first = word.chars().next();
        let try_word = |at: usize| {
            let other = self.word(at);
            let others = other.chars().count();
            // An edit removes at most one letter.
            let missing_letters = (letters & !letter_mask(other)).count_ones() as usize;
            let near = others + max_edits >= length && missing_letters <= max_edits;
            // A word of three letters is similar to almost any other short word.
            if !near
                || length == 3 && (other.chars().next() != first || others > 4)
                || !other.starts_with(char::is_alphabetic)
            {
                return None;
            }
            let whole = osa_distance(word, other);
            let slips = if others > length + max_edits && length > 3 {
                let head: String = other.chars().take(length).collect();
                osa_distance(word, &head) + 1
            } else {
                whole
            };
            (slips <= max_edits).then_some((slips, u32::MAX - self.words[at].1, at))
        };
        let mut near: Vec<_> = (0..self.words.len()).filter_map(try_word).collect();
        near.sort_unstable();
        let best = near.first().map_or(0, |(slips, ..)| *slips);
        let near = near.into_iter().filter(|(slips, ..)| *slips == best).take(MAX_CORRECTIONS);
        near.map(|(slips, _, at)| Correction { word: self.word(at).to_owned(), edits: slips }).collect()
    }

    /// The hyphenated form of a word: `dot-com` for `dotcom`.
    pub(super) fn hyphenated(&self, word: &str) -> Option<String> {
        let same = |other: &&str| other.contains('-') && other.chars().filter(|c| *c != '-').eq(word.chars());
        self.text.split('\n').find(same).map(str::to_owned)
    }
}

/// The letters and digits of a word, as a bit set.
fn letter_mask(word: &str) -> u64 {
    word.chars().fold(0, |mask, c| mask | 1 << (u32::from(c) & 63))
}

/// Splits a folded text into words, trimmed of punctuation. The parts of a hyphenated word follow it.
fn split_words(text: &str) -> impl Iterator<Item = &str> {
    let trimmed_len = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).len();
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '/' | '(' | ')'));
    parts.filter(move |word| trimmed_len(word) > 0).flat_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let split = word.contains('-');
        std::iter::once(word).chain(word.split('-').filter(move |part| split && !part.is_empty()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary_of(words: &[&str]) -> Vocabulary {
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
    fn corrects_typos() {
        let vocabulary =
            vocabulary_of(&["masayoshi", "softbank", "stargate", "mortgage", "dot-com", "arm", "deepseek"]);
        for (typed, word) in [
            ("softbnak", "softbank"),
            ("sofbank", "softbank"),
            ("sooftbank", "softbank"),
            ("massayoshi", "masayoshi"),
            ("stargte", "stargate"),
            ("amr", "arm"),
            ("deepsek", "deepseek"),
        ] {
            let near = vocabulary.corrections(typed);
            assert_eq!(near.first().map(|meant| meant.word.as_str()), Some(word), "{typed}");
        }
        assert_eq!(vocabulary.corrections("xyzzyx"), []);
        assert_eq!(vocabulary.hyphenated("dotcom").as_deref(), Some("dot-com"));
    }

    #[test]
    fn corrects_typos_in_any_script() {
        let near = vocabulary_of(&["банан"]).corrections("башан");
        assert_eq!(near, [Correction { word: "банан".to_owned(), edits: 1 }]);
    }

    #[test]
    fn splits_words_and_trims_punctuation() {
        let found: Vec<_> = split_words("l'ete, (dot-com) 22.5!").collect();
        assert_eq!(found, ["l", "ete", "dot-com", "dot", "com", "22.5"]);
    }

    #[test]
    fn heap_size_covers_the_text_and_every_entry() {
        let letters: Vec<String> = ('a'..='z').map(String::from).collect();
        let words: Vec<&str> = letters.iter().map(String::as_str).collect();
        let vocabulary = vocabulary_of(&words);
        let used = vocabulary.text.len() + vocabulary.words.len() * size_of::<(u32, u32)>();
        assert!((used..=2 * used).contains(&vocabulary.heap_bytes()), "{used} {}", vocabulary.heap_bytes());
    }

    #[test]
    fn letter_mask_ignores_order_and_repetition() {
        assert_eq!(letter_mask("banana"), letter_mask("nab"));
        assert_eq!(letter_mask("abcdefghijklmnopqrstuvwxyz").count_ones(), 26);
        let lost = |word: &str, other: &str| (letter_mask(word) & !letter_mask(other)).count_ones();
        assert_eq!([lost("stargate", "target"), lost("target", "stargate"), lost("target", "")], [1, 0, 5]);
    }

    #[test]
    fn a_word_is_known_whole_by_its_start_or_by_any_part() {
        let vocabulary = vocabulary_of(&["arm", "dot-com", "softbank"]);
        let cases = [
            ("softbank", [true, true, true]),
            ("soft", [false, true, true]),
            ("bank", [false, false, true]),
            ("com", [false, false, true]),
            ("dot-com", [true, true, true]),
            ("softbanks", [false, false, false]),
            ("armdot", [false, false, false]),
            ("xyz", [false, false, false]),
        ];
        for (word, known) in cases {
            let found =
                [vocabulary.contains_word(word), vocabulary.has_prefix(word), vocabulary.contains_substring(word)];
            assert_eq!(found, known, "{word}");
        }
    }
}
