//! Stop words and synonyms.

use crate::model::fold;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The word lists, one for each language; `data/words` documents their format.
const LISTS: [&str; 2] = [include_str!("../../data/words/en.txt"), include_str!("../../data/words/fr.txt")];

#[derive(Default)]
struct Known {
    stop: HashSet<String>,
    like: HashMap<String, Vec<String>>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    for line in LISTS.iter().flat_map(|list| list.lines()).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(words) = line.strip_prefix("stop:") {
            known.stop.extend(words.split_whitespace().map(fold));
            continue;
        }
        let group: Vec<String> = line.split(',').map(|word| fold(word.trim())).collect();
        for word in &group {
            let others = group.iter().filter(|other| *other != word).cloned();
            known.like.entry(word.clone()).or_default().extend(others);
        }
    }
    known
});

/// Whether a folded word is a stop word.
pub(super) fn is_stop(word: &str) -> bool {
    KNOWN.stop.contains(word)
}

/// Synonyms of a folded word or phrase, themselves folded.
pub(super) fn like(words: &str) -> &'static [String] {
    KNOWN.like.get(words).map(Vec::as_slice).unwrap_or_default()
}

/// Whether folded words form a question: one of them is a question word, or the first is an auxiliary verb.
pub(super) fn ask(words: &[String]) -> bool {
    const BEGINNING: &[&str] = &["are", "can", "did", "do", "does", "est-ce", "has", "have", "is", "was", "will"];
    const ASKING: &[&str] = &[
        "combien", "comment", "how", "pourquoi", "quand", "quel", "quelle", "quelles", "quels", "qui", "what", "when",
        "where", "which", "who", "why",
    ];
    words.iter().any(|word| ASKING.contains(&word.as_str()))
        || words.first().is_some_and(|word| BEGINNING.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_folded_and_both_ways() {
        assert!(is_stop("the") && is_stop("ou") && !is_stop("son"));
        assert!(like("dette").contains(&"emprunt".to_owned()) && like("emprunt").contains(&"dette".to_owned()));
        assert!(like("data center").contains(&"data centre".to_owned()));
        assert!(like("nothing of the kind").is_empty());
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(ask(&words("cout combien")) && ask(&words("est-ce vrai")) && !ask(&words("it is")));
    }
}
