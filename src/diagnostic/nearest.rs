//! The word that was probably meant.

use strsim::damerau_levenshtein;

/// The most letters of a word for which a near one is looked for.
const LONGEST: usize = 64;

/// The candidate nearest to what was written, if it is near enough to be meant: at most one edit for each three
/// letters, where swapping two neighbours is one edit, and case does not count. Nothing for what is too long for a word.
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
