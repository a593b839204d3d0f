//! Suggestions for misspelt words.

use strsim::damerau_levenshtein;

/// Maximum length of a word that gets a suggestion, in characters.
const MAX_WORD_CHARS: usize = 64;

/// Suggests the candidate closest to `written`, if one is close enough: at most one edit for every three characters,
/// but always at least one (Damerau–Levenshtein distance, ignoring case). Returns `None` if `written` has more than
/// 64 characters.
pub(crate) fn suggest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.chars().nth(MAX_WORD_CHARS).is_some() {
        return None;
    }
    let needle = written.to_lowercase();
    let allowed = (needle.chars().count() / 3).max(1);
    let has_similar_length = |candidate: &&str| candidate.len().abs_diff(written.len()) <= allowed + 4;
    let distance = |candidate: &'a str| (damerau_levenshtein(&needle, &candidate.to_lowercase()), candidate);
    let (edits, best) = candidates.into_iter().filter(has_similar_length).map(distance).min()?;
    (edits <= allowed).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_close_candidates() {
        let keys = ["status", "stance", "says", "source"];
        assert_eq!(suggest("statsu", keys), Some("status"));
        assert_eq!(suggest("Stance", keys), Some("stance"));
        assert_eq!(suggest("colour", keys), None);
        let [long, longer] = [64, 65].map(|letters| "x".repeat(letters));
        assert_eq!([suggest(&long, [long.as_str()]), suggest(&longer, [longer.as_str()])], [Some(long.as_str()), None]);
    }
}
