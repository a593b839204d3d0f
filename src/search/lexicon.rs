//! Stop words and synonyms.

use crate::model::fold;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The word lists, one for each language; `data/words` documents their format.
const WORD_LISTS: [&str; 2] = [include_str!("../../data/words/en.txt"), include_str!("../../data/words/fr.txt")];

#[derive(Default)]
struct Lexicon {
    stop_words: HashSet<String>,
    synonyms: HashMap<String, Vec<String>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut known = Lexicon::default();
    for line in
        WORD_LISTS.iter().flat_map(|list| list.lines()).filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(words) = line.strip_prefix("stop:") {
            known.stop_words.extend(words.split_whitespace().map(fold));
            continue;
        }
        let group: Vec<String> = line.split(',').map(|word| fold(word.trim())).collect();
        for word in &group {
            let others = group.iter().filter(|other| *other != word).cloned();
            known.synonyms.entry(word.clone()).or_default().extend(others);
        }
    }
    known
});

/// Whether a folded word is a stop word.
pub(super) fn is_stop_word(word: &str) -> bool {
    LEXICON.stop_words.contains(word)
}

/// Synonyms of a folded word or phrase, themselves folded.
pub(super) fn synonyms_of(words: &str) -> &'static [String] {
    LEXICON.synonyms.get(words).map(Vec::as_slice).unwrap_or_default()
}

/// Whether folded words form a question: one of them is a question word, or the first is an auxiliary verb.
pub(super) fn is_question(words: &[String]) -> bool {
    const QUESTION_STARTS: &[&str] = &["are", "can", "did", "do", "does", "est-ce", "has", "have", "is", "was", "will"];
    const QUESTION_WORDS: &[&str] = &[
        "combien", "comment", "how", "pourquoi", "quand", "quel", "quelle", "quelles", "quels", "qui", "what", "when",
        "where", "which", "who", "why",
    ];
    words.iter().any(|word| QUESTION_WORDS.contains(&word.as_str()))
        || words.first().is_some_and(|word| QUESTION_STARTS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_lists_and_links_synonyms_both_ways() {
        assert!(is_stop_word("the") && is_stop_word("ou") && !is_stop_word("son"));
        assert!(
            synonyms_of("dette").contains(&"emprunt".to_owned())
                && synonyms_of("emprunt").contains(&"dette".to_owned())
        );
        assert!(synonyms_of("data center").contains(&"data centre".to_owned()));
        assert!(synonyms_of("nothing of the kind").is_empty());
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(
            is_question(&words("cout combien")) && is_question(&words("est-ce vrai")) && !is_question(&words("it is"))
        );
    }
}
