//! Matches typed text against a list of names: commands, entities, stories.

use super::fuzzy::FuzzyPattern;
use crate::model::fold;

/// Returns the indexes of the names that match the typed text, best first; the sort is stable. The names must be
/// folded (see [`fold`]); the typed text is folded here. The order is: equal, starts with the text, has words that
/// start with each typed word, contains each typed word, fuzzy match.
pub fn match_names<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let typed = fold(typed.trim());
    let words: Vec<_> = typed.split_whitespace().collect();
    let letters: String = words.concat();
    let fuzzy = FuzzyPattern::new(&letters);
    let has_word_prefix =
        |name: &str, word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with(word));
    let rank = |name: &str| match () {
        () if words.is_empty() || name == typed => Some(0),
        () if name.starts_with(&typed) => Some(1),
        () if words.iter().all(|word| has_word_prefix(name, word)) => Some(2),
        () if words.iter().all(|word| name.contains(word)) => Some(3),
        () => fuzzy.find(name).map(|loose| 104 - loose.score),
    };
    let mut ranked: Vec<_> = names.enumerate().filter_map(|(at, name)| Some((rank(name)?, at))).collect();
    ranked.sort_by_key(|(worth, _)| *worth);
    ranked.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_closest_name_first() {
        let names = ["next theme", "the timeline", "theme", "mouse", "what is the mood"];
        let picked = |typed| match_names(typed, names.into_iter()).into_iter().map(|at| names[at]).collect::<Vec<_>>();
        assert_eq!(picked("theme"), ["theme", "next theme", "the timeline"]);
        assert_eq!(picked("the"), ["the timeline", "theme", "next theme", "what is the mood"]);
        assert_eq!(picked("netheme"), ["next theme"]);
        assert_eq!(picked("time the"), ["the timeline"]);
        assert_eq!(picked("zzz"), [""; 0]);
        assert_eq!(picked("").len(), names.len());
    }
}
