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
