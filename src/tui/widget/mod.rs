//! Widgets shared by panes and overlays.

mod interval_bar;
mod list;
mod prompt;
mod rich_text_view;
mod timeline_histogram;
mod viewport;

pub use interval_bar::interval_bar;
pub use list::List;
pub use prompt::Prompt;
pub use rich_text_view::RichTextView;
pub use timeline_histogram::TimelineHistogram;
pub use viewport::Viewport;

use crate::model::{FactBase, Item};
use crate::search::{Certainty, Matches};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Truncates a text to `columns` columns at a grapheme boundary; `…` replaces what is cut off.
pub fn truncate(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > columns {
            break;
        }
        out.push_str(grapheme);
    }
    if columns > 0 {
        out.truncate(out.trim_end().len());
        out.push('…');
    }
    out
}

/// The heading of items that only may match a filter.
pub const UNCERTAIN_HEADING: &str = "May be in the range; only a part of it is";

/// Whether a filter keeps the row of an item, and with what certainty. The row of an event also stands in for its
/// claims.
pub fn filter_certainty(found: &Matches, base: &FactBase, item: Item) -> Option<Certainty> {
    let own = found.get(&item);
    let claims = if let Item::Event(event) = item { base.links.claims_of_event(event) } else { &[] };
    own.into_iter().chain(claims.iter().filter_map(|&claim| found.get(&Item::Claim(claim)))).min().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_graphemes_and_counts_columns() {
        assert_eq!(truncate("SoftBank", 8), "SoftBank");
        assert_eq!(truncate("SoftBank sells", 10), "SoftBank…");
        assert_eq!(truncate("ソフトバンク", 5), "ソフ…");
        assert_eq!(truncate("abc", 0), "");
    }
}
