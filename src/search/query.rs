//! A query, taken apart.

use super::rank;
use super::values::{self, Value};
use crate::model::{fold, fold_with_origins};
use std::ops::Range;

/// What was typed, folded and taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// The folded words, in order.
    pub(super) words: Vec<String>,
    /// The words that must match: all but the stop words, unless there are only stop words.
    pub(super) required: Vec<usize>,
    /// The amounts and dates among the words.
    pub(super) values: Vec<Value>,
}

/// Words that say nothing by themselves, in English and French.
const STOP: &[&str] = &[
    "a", "an", "and", "are", "at", "by", "did", "do", "does", "for", "from", "has", "have", "how", "in", "into", "is",
    "it", "its", "many", "much", "of", "on", "or", "the", "to", "was", "were", "what", "when", "which", "who", "why",
    "will", "with", "au", "aux", "avec", "ce", "combien", "comment", "d", "dans", "de", "des", "du", "en", "est", "et",
    "il", "l", "la", "le", "les", "ou", "par", "pour", "pourquoi", "qu", "quand", "que", "quel", "quelle", "qui",
    "quoi", "sa", "ses", "son", "sont", "sur", "un", "une",
];

impl Query {
    /// Reads what was typed.
    pub fn new(typed: &str) -> Self {
        let words = words(typed);
        let values = values::read(&words);
        let all = 0..words.len();
        // "son" is a stop word in French and a name here: one short query word is always meant.
        let mut required: Vec<usize> = all.clone().filter(|&at| !STOP.contains(&&*words[at])).collect();
        if required.is_empty() {
            required = all.collect();
        }
        Self { words, required, values }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The bytes of a text that match words of the query, as whole words, their starts, parts or with slips.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let folded = fold_with_origins(text);
        let words = self.required.iter().map(|&at| self.words[at].as_str());
        let found =
            words.filter_map(|word| rank::exact(&folded.text, word).or_else(|| rank::misspelt(&folded.text, word)));
        rank::unfold(text, &folded, &found.flat_map(|found| found.bytes).collect::<Vec<_>>())
    }

    /// The query as one folded text.
    pub(super) fn text(&self) -> String {
        self.words.join(" ")
    }
}

/// The folded words of a text: parted at blanks and apostrophes, bare of other punctuation around them.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts = folded.split(|c: char| c.is_whitespace() || c == '\'' || c == '"');
    let trimmed = parts.map(|word| word.trim_matches(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')')));
    trimmed.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_not_required() {
        let query = Query::new("Who is the first customer?");
        let required: Vec<_> = query.required.iter().map(|&at| query.words[at].as_str()).collect();
        assert_eq!(required, ["first", "customer"]);
        assert_eq!(Query::new("le son").required, [0, 1]);
        assert!(Query::new("  ").is_empty());
    }
}
