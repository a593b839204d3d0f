//! Suggestions for misspelt words.

use strsim::damerau_levenshtein;

/// Maximum length of a word that gets a suggestion, in characters.
const LONGEST: usize = 64;

/// Suggests the candidate closest to `written`, if one is close enough: at most one edit for every three characters,
/// but always at least one (Damerau–Levenshtein distance, ignoring case). Returns `None` if `written` has more than
/// 64 characters.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.chars().nth(LONGEST).is_some() {
        return None;
    }
    let wanted = written.to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    let close = |candidate: &&str| candidate.len().abs_diff(written.len()) <= allowed + 4;
    let distance = |candidate: &'a str| (damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate);
    let (edits, best) = candidates.into_iter().filter(close).map(distance).min()?;
    (edits <= allowed).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        let keys = ["status", "stance", "says", "source"];
        assert_eq!(nearest("statsu", keys), Some("status"));
        assert_eq!(nearest("Stance", keys), Some("stance"));
        assert_eq!(nearest("colour", keys), None);
        let [long, longer] = [64, 65].map(|letters| "x".repeat(letters));
        assert_eq!([nearest(&long, [long.as_str()]), nearest(&longer, [longer.as_str()])], [Some(long.as_str()), None]);
    }
}
