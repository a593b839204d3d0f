//! Widgets shared by panes and overlays.

mod interval_bar;
mod list;
mod prompt;
mod rich_text_view;
mod timeline_histogram;
mod viewport;

pub(super) use interval_bar::interval_bar;
pub(super) use list::List;
pub(super) use prompt::Prompt;
pub(super) use rich_text_view::RichTextView;
pub(super) use timeline_histogram::TimelineHistogram;
pub(super) use viewport::Viewport;

use crate::model::{FactBase, Item};
use crate::search::{Certainty, Matches};

/// The heading of items that only may match a filter.
pub(super) const UNCERTAIN_HEADING: &str = "May be in the range; only a part of it is";

/// Whether a filter keeps the row of an item, and with what certainty. The row of an event also stands in for its
/// claims.
pub(super) fn filter_certainty(found: &Matches, base: &FactBase, item: Item) -> Option<Certainty> {
    let own = found.get(&item);
    let claims = if let Item::Event(event) = item { base.links.claims_of_event(event) } else { &[] };
    own.into_iter().chain(claims.iter().filter_map(|&claim| found.get(&Item::Claim(claim)))).min().copied()
}
