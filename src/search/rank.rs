//! How well a text answers the words of a query.

use super::fuzzy::Fuzzy;
use crate::model::Folded;
use std::ops::Range;
use strsim::osa_distance;

/// A word of the query found in a text: how well (0 to 100) and where, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) score: u32,
    pub(super) bytes: Vec<Range<usize>>,
}

/// Finds one folded word in a folded text: as a whole word, as the start of one, inside one.
pub(super) fn exact(text: &str, word: &str) -> Option<Match> {
    let mut best: Option<Match> = None;
    for (at, _) in text.match_indices(word) {
        let score = if !at_boundary(text, at) {
            // Inside a word, fewer than three letters say nothing; scripts without blanks have no boundaries.
            if word.is_ascii() && word.len() < 3 {
                continue;
            }
            55
        } else if at_boundary(text, at + word.len()) {
            100
        } else {
            80
        };
        if best.as_ref().is_none_or(|m| m.score < score) {
            best = Some(Match { score, bytes: vec![at..at + word.len()] });
        }
        if score == 100 {
            break;
        }
    }
    best
}

/// Finds one folded word in spite of slips: one in a word of four to six letters, two in longer ones. The first
/// letters of a longer word count too.
pub(super) fn misspelt(text: &str, word: &str) -> Option<Match> {
    let length = word.chars().count();
    let allowed = match length {
        0..4 => return None,
        4..7 => 1,
        _ => 2,
    };
    let slips = |candidate: &str| {
        let whole = osa_distance(word, candidate);
        let head: String = candidate.chars().take(length).collect();
        if head.len() < candidate.len() { whole.min(osa_distance(word, &head) + 1) } else { whole }
    };
    words(text)
        .filter(|(_, candidate)| candidate.chars().count() + allowed >= length)
        .map(|(at, candidate)| (slips(candidate), at, candidate))
        .filter(|&(slips, ..)| slips <= allowed)
        .min_by_key(|&(slips, at, _)| (slips, at))
        .map(|(slips, at, candidate)| Match {
            score: if slips <= 1 { 50 } else { 35 },
            bytes: vec![at..at + candidate.len()],
        })
}

/// Finds the letters of a query in a name, in their order.
pub(super) fn loose(fuzzy: &Fuzzy, name: &str, letters: &str) -> Option<Match> {
    let found = fuzzy.find(name, letters)?;
    let bytes = found.bytes.into_iter().map(|at| at..at + name[at..].chars().next().map_or(1, char::len_utf8));
    Some(Match { score: found.score * 40 / 100, bytes: bytes.collect() })
}

/// From bytes of a folded text to bytes of the text as written.
pub(super) fn unfold(text: &str, folded: &Folded, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let end_of = |at: usize| at + text[at..].chars().next().map_or(0, char::len_utf8);
    let origin = |at: usize| folded.origins.get(at).copied();
    let unfolded = |range: &Range<usize>| Some(origin(range.start)?..end_of(origin(range.end.checked_sub(1)?)?));
    marks.iter().filter_map(unfolded).collect()
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = None;
    let ends = text.char_indices().map(|(at, c)| (at, c.is_alphanumeric())).chain([(text.len(), false)]);
    ends.filter_map(move |(at, inside)| match (start, inside) {
        (None, true) => {
            start = Some(at);
            None
        }
        (Some(from), false) => {
            start = None;
            Some((from, &text[from..at]))
        }
        _ => None,
    })
}

/// Whether no word goes on over this byte offset.
fn at_boundary(text: &str, at: usize) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(inside(text[..at].chars().next_back()) && inside(text[at..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_beats_its_start_and_its_middle() {
        let score = |text, word| exact(text, word).map(|m| m.score);
        assert_eq!(score("softbank group", "softbank"), Some(100));
        assert_eq!(score("softbank group", "soft"), Some(80));
        assert_eq!(score("softbank group", "bank"), Some(55));
        assert_eq!(score("softbank group", "an"), None);
        assert_eq!(score("ソフトバンク", "バンク"), Some(55));
    }

    #[test]
    fn slips_of_the_finger_find() {
        for slip in ["softbnak", "sofbank", "soft bank".split(' ').next().unwrap_or(""), "sooftbank"] {
            assert!(misspelt("softbank", slip).is_some() || exact("softbank", slip).is_some(), "{slip}");
        }
        assert!(misspelt("masayoshi son", "massayoshi").is_some());
        assert!(misspelt("stargate", "stargte").is_some());
        assert!(misspelt("stargate", "mortgage").is_none());
    }
}
