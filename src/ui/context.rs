//! What panes, overlays and widgets can read.

use super::keymap::Keymap;
use super::snapshot::BaseSnapshot;
use super::theme::Theme;
use crate::diagnostics::LoadFailure;
use crate::model::{FactBase, Item, Lang};
use std::collections::HashSet;

/// What panes and overlays can read while they update or draw.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The base.
    pub base: &'a FactBase,
    /// The snapshot: the base with its texts and findings.
    pub snapshot: &'a BaseSnapshot,
    /// The language of the base's texts.
    pub lang: &'a Lang,
    /// The theme.
    pub theme: &'a Theme,
    /// The keys.
    pub keymap: &'a Keymap,
    /// The selected item, if any.
    pub selected: Option<Item>,
    /// Whether the pane has the focus and no overlay is open.
    pub focused: bool,
    /// Whether the pane is the list on screen. Hidden lists only follow the selection once they are shown.
    pub is_current_list: bool,
    /// Whether to save bandwidth by scrolling in larger steps.
    pub low_bandwidth: bool,
    /// Why the last reload failed, if it did.
    pub banner: Option<&'a LoadFailure>,
    /// Items changed by the last reload.
    pub changed: &'a HashSet<Item>,
    /// Flagged items, oldest first.
    pub flagged: &'a [Item],
    /// Items highlighted by the playing story; empty otherwise.
    pub highlights: &'a [Item],
}

impl Context<'_> {
    /// Whether an item changed in the last reload, or, for an event, one of its claims.
    pub(super) fn has_changed(&self, item: Item) -> bool {
        let claims = |event| self.base.links.claims_of_event(event).iter();
        !self.changed.is_empty()
            && (self.changed.contains(&item)
                || matches!(item, Item::Event(event) if claims(event).any(|&ix| self.changed.contains(&Item::Claim(ix)))))
    }
}
