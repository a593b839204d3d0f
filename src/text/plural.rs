//! Plurals.

/// A number with its noun: "1 error", "2 errors", "3 entities".
pub(crate) fn count_noun(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {noun}s"),
    }
}
