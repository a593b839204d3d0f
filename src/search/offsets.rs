//! Maps ranges of a folded text to ranges of the original text.

use crate::model::Folded;
use std::ops::Range;

/// Maps byte ranges of a folded text to byte ranges of the original text.
pub(super) fn original_ranges(text: &str, folded: &Folded, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let end_of = |at: usize| at + text[at..].chars().next().map_or(0, char::len_utf8);
    let origin = |at: usize| folded.offsets.get(at).copied();
    let unfolded = |range: &Range<usize>| Some(origin(range.start)?..end_of(origin(range.end.checked_sub(1)?)?));
    ranges.iter().filter_map(unfolded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fold_with_offsets;

    #[test]
    fn folded_ranges_lead_back_to_whole_characters() {
        let text = "cœur d’été";
        let folded = fold_with_offsets(text);
        assert_eq!(folded.text, "coeur d'ete");
        let original = |range: Range<usize>| {
            let ranges = original_ranges(text, &folded, &[range]);
            ranges.into_iter().map(|range| &text[range]).collect::<Vec<_>>()
        };
        // Half of a ligature is the whole of it.
        let cases =
            [(0..5, "cœur"), (1..2, "œ"), (2..3, "œ"), (2..4, "œu"), (6..8, "d’"), (8..11, "été"), (10..11, "é")];
        for (range, words) in cases {
            assert_eq!(original(range.clone()), [words], "{range:?}");
        }
        assert_eq!(original_ranges(text, &folded, &[0..5, 8..11]), [0..5, 10..15]);
        // What is not in the folded text is left out.
        for range in [0..0, 10..12, 20..22] {
            assert_eq!(original(range.clone()), [""; 0], "{range:?}");
        }
    }
}
