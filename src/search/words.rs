//! The words of a text.

use crate::model::fold;

/// Splits a text into folded words at spaces, apostrophes and quotation marks, and trims punctuation around them.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts = folded.split(|c: char| c.is_whitespace() || c == '\'' || c == '"');
    let trimmed =
        parts.map(|word| word.trim_matches(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '|')));
    trimmed.filter(|word| word.chars().any(char::is_alphanumeric)).map(str::to_owned).collect()
}
