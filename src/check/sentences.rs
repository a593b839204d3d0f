//! Where the sentences, headings and list items of a text begin and end.
//!
//! This needs no more than to tell a fragment from a whole. A sentence ends at a `.`, `!`, `?` or `…`, and at the end
//! of a line; but it runs on where a small letter follows, as in "Yahoo! and", and behind initials and titles, as in
//! "J. P. Morgan" and "Dr. No". A single word is a whole only where it is the whole line, as a heading may be.

use super::word_count;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words whose full stop ends no sentence: what follows them is a name or a number. Single letters are none either.
const ABBREVIATIONS: &[&str] =
    &["MM", "Mr", "Mrs", "Ms", "Dr", "Pr", "Prof", "St", "Ste", "Gen", "Sen", "Rep", "Gov", "vs", "cf"];

/// The wholes of a text, as byte ranges without the marks around their words. `breaks` are the bytes where a line
/// ends and does not run on.
pub(super) fn sentences(text: &str, breaks: &[usize]) -> impl Iterator<Item = Range<usize>> {
    // Each end, and whether a line ends there.
    let mut ends: BTreeMap<usize, bool> = stops(text).map(|end| (end, false)).collect();
    ends.extend(breaks.iter().chain([&text.len()]).map(|&end| (end, true)));
    let (mut start, mut begins_line) = (0, true);
    ends.into_iter().filter_map(move |(end, ends_line)| {
        let words = words(text, start..end);
        let is_line = begins_line && ends_line;
        // The number of a list item is no word: behind it, the line still begins.
        begins_line = ends_line || begins_line && words.is_none();
        start = end;
        words.filter(|words| is_line || word_count(&text[words.clone()]) > 1)
    })
}

/// Whether a line goes on with what the line before it began: with a small letter or a number, but for that of a list.
pub(super) fn runs_on(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['"', '\'', '(', '«', '“', '‘', ' ', '\u{a0}', '\u{202f}']);
    let behind_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = behind_number.len() < line.len() && !behind_number.starts_with([')', '.', '/', '-', ':', '°']);
    line.starts_with(char::is_lowercase) || numbered
}

/// Where full stops and other marks end a sentence, behind the marks that close it.
fn stops(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?', '…']).filter_map(|(at, mark)| {
        let rest = text[at + mark.len()..].trim_start_matches(['"', '\'', ')']);
        let next = rest.strip_prefix(' ').map(|rest| rest.chars().next());
        let ends = rest.is_empty() || next.is_some_and(|c| !c.is_some_and(char::is_lowercase));
        (ends && !(mark == "." && is_abbreviation(&text[..at]))).then(|| text.len() - rest.len())
    })
}

/// Whether a text ends with an initial or an abbreviation before a name.
fn is_abbreviation(text: &str) -> bool {
    let word = &text[text.trim_end_matches(char::is_alphabetic).len()..];
    word.chars().count() == 1 || ABBREVIATIONS.contains(&word)
}

/// The range from the first to the last letter or digit, if there is a letter.
fn words(text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let inside = &text[part.clone()];
    let from = inside.find(char::is_alphanumeric)?;
    let to = inside.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    inside[from..to].contains(char::is_alphabetic).then_some(part.start + from..part.start + to)
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    fn is_whole(text: &str, quote: &str) -> bool {
        let document = Document::new(text);
        assert_eq!(document.find(quote).len(), 1, "{quote}");
        document.holds_whole_sentence(quote)
    }

    #[test]
    fn initials_titles_and_single_words_are_no_sentences() {
        let text = "The bank J. P. Morgan has pledged, says Mr. Son. “Why? Now!” he asks Dr. No.";
        for part in ["J. P. Morgan has pledged", "says Mr. Son", "bank J. P", "Why", "Now", "asks Dr. No"] {
            assert!(!is_whole(text, part), "{part}");
        }
        assert!(is_whole(text, "The bank J. P. Morgan has pledged, says Mr. Son"));
    }

    #[test]
    fn headings_and_list_items_count_where_they_are_the_whole_line() {
        let text = "Introduction\n\nthe group grows\n- jobs\n- Oui.\n- “Why?”\n2. People";
        for line in ["Introduction", "the group grows", "jobs", "Oui", "Why", "People"] {
            assert!(is_whole(text, line), "{line}");
        }
    }

    #[test]
    fn a_sentence_runs_over_the_end_of_a_line() {
        let text = "SoftBank has\npledged about\n100 billion dollars. That is\nall there is.";
        for line in ["SoftBank has", "pledged about", "100 billion dollars", "all there is"] {
            assert!(!is_whole(text, line), "{line}");
        }
        assert!(is_whole(text, "SoftBank has pledged about 100 billion dollars"));
        assert!(is_whole(text, "That is all there is"));
    }
}
