//! Finds the sentences, headings and list items of a text.
//!
//! This only has to distinguish fragments from whole sentences. A sentence ends at `.`, `!`, `?` or `…`, and at the
//! end of a line. It continues if a lower-case letter follows, as in "Yahoo! and", and after initials and titles, as
//! in "J. P. Morgan" and "Dr. No". A single word counts only if it is the whole line, like a heading.

use crate::verify::word_count;
use std::collections::BTreeMap;
use std::ops::Range;

/// Abbreviations whose full stop does not end a sentence, because a name or a number follows. Nor does the full stop
/// after a single letter.
const ABBREVIATIONS: &[&str] =
    &["MM", "Mr", "Mrs", "Ms", "Dr", "Pr", "Prof", "St", "Ste", "Gen", "Sen", "Rep", "Gov", "vs", "cf"];

/// The sentences, headings and list items of a text, as byte ranges without the punctuation around their words.
/// `breaks` are the byte offsets of line breaks that end one of them.
pub(super) fn sentence_ranges(text: &str, hard_breaks: &[usize]) -> impl Iterator<Item = Range<usize>> {
    // The offset of each end, and whether it is also the end of a line.
    let mut ends: BTreeMap<usize, bool> = sentence_ends(text).map(|end| (end, false)).collect();
    ends.extend(hard_breaks.iter().chain([&text.len()]).map(|&end| (end, true)));
    let (mut start, mut begins_line) = (0, true);
    ends.into_iter().filter_map(move |(end, ends_line)| {
        let words = trim_to_words(text, start..end);
        let is_line = begins_line && ends_line;
        // The number of a list item is not a word: after it, the line still begins.
        begins_line = ends_line || begins_line && words.is_none();
        start = end;
        words.filter(|words| is_line || word_count(&text[words.clone()]) > 1)
    })
}

/// Whether a line continues the sentence of the previous line: it starts with a lower-case letter, or with a number
/// that is not the number of a list item.
pub(super) fn continues_previous_line(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['"', '\'', '(', '«', '“', '‘', ' ', '\u{a0}', '\u{202f}']);
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let starts_with_number =
        after_number.len() < line.len() && !after_number.starts_with([')', '.', '/', '-', ':', '°']);
    line.starts_with(char::is_lowercase) || starts_with_number
}

/// The byte offsets of sentence ends, after closing quotation marks and brackets.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?', '…']).filter_map(|(at, mark)| {
        let rest = text[at + mark.len()..].trim_start_matches(['"', '\'', ')']);
        let next = rest.strip_prefix(' ').map(|rest| rest.chars().next());
        let ends = rest.is_empty() || next.is_some_and(|c| !c.is_some_and(char::is_lowercase));
        (ends && !(mark == "." && is_abbreviation(&text[..at]))).then(|| text.len() - rest.len())
    })
}

/// Whether a text ends with an initial, or with an abbreviation that precedes a name.
fn is_abbreviation(text: &str) -> bool {
    let word = &text[text.trim_end_matches(char::is_alphabetic).len()..];
    word.chars().count() == 1 || ABBREVIATIONS.contains(&word)
}

/// The range from the first to the last letter or digit of a part of a text. `None` if it has no letter.
fn trim_to_words(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let from = part.find(char::is_alphanumeric)?;
    let to = part.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    part[from..to].contains(char::is_alphabetic).then_some(range.start + from..range.start + to)
}

#[cfg(test)]
mod tests {
    use crate::verify::SourceText;

    fn is_whole_sentence(text: &str, quote: &str) -> bool {
        let document = SourceText::new(text);
        assert_eq!(document.find(quote).len(), 1, "{quote}");
        document.spans_whole_sentence(quote)
    }

    #[test]
    fn initials_titles_and_single_words_are_not_sentences() {
        let text = "The bank J. P. Morgan has pledged, says Mr. Son. “Why? Now!” he asks Dr. No.";
        for part in ["J. P. Morgan has pledged", "says Mr. Son", "bank J. P", "Why", "Now", "asks Dr. No"] {
            assert!(!is_whole_sentence(text, part), "{part}");
        }
        assert!(is_whole_sentence(text, "The bank J. P. Morgan has pledged, says Mr. Son"));
    }

    #[test]
    fn headings_and_list_items_are_whole_lines() {
        let text = "Introduction\n\nthe group grows\n- jobs\n- Oui.\n- “Why?”\n2. People";
        for line in ["Introduction", "the group grows", "jobs", "Oui", "Why", "People"] {
            assert!(is_whole_sentence(text, line), "{line}");
        }
    }

    #[test]
    fn a_sentence_can_span_lines() {
        let text = "SoftBank has\npledged about\n100 billion dollars. That is\nall there is.";
        for line in ["SoftBank has", "pledged about", "100 billion dollars", "all there is"] {
            assert!(!is_whole_sentence(text, line), "{line}");
        }
        assert!(is_whole_sentence(text, "SoftBank has pledged about 100 billion dollars"));
        assert!(is_whole_sentence(text, "That is all there is"));
    }
}
