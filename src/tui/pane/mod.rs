//! The panes. Each shows one view of the selection, keeps its own view state and returns actions for everything else.

mod document_pane;
mod list_pane;
mod timeline;

pub use document_pane::{DocumentKind, DocumentPane};
pub use list_pane::ListPane;
pub use timeline::Timeline;

use super::action::{Action, BaseSnapshot};
use super::command::Command;
use super::keymap::Keymap;
use super::theme::Theme;
use crate::diagnostic::LoadFailure;
use crate::model::{FactBase, Item, Lang};
use crate::search::Matches;
use crate::sheet::Link;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// What panes and overlays can read while they update or draw.
#[derive(Clone, Copy)]
pub struct Context<'a> {
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
    pub fn has_changed(&self, item: Item) -> bool {
        let claims = |event| self.base.links.claims_of_event(event).iter();
        !self.changed.is_empty()
            && (self.changed.contains(&item)
                || matches!(item, Item::Event(event) if claims(event).any(|&ix| self.changed.contains(&Item::Claim(ix)))))
    }
}

/// The filter of a pane.
#[derive(Clone, Debug)]
pub struct PaneFilter {
    /// The query.
    pub text: String,
    /// The matching items. Empty for a document pane, which filters by the text.
    pub items: Arc<Matches>,
}

/// A pane: one view of the selection or of the base.
pub trait Pane {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Its name, with the filter if there is one.
    fn title(&self) -> Cow<'static, str>;

    /// The scroll position as text, for the border.
    fn position(&self) -> String;

    /// Sets the size of its content, in cells.
    fn resize(&mut self, size: Size, cx: &Context<'_>);

    /// Rebuilds its content after the base or the language changed.
    fn rebuild(&mut self, cx: &Context<'_>);

    /// Follows the selection.
    fn sync_selection(&mut self, cx: &Context<'_>);

    /// Handles a command. Changes only its own view; the returned action does the rest.
    fn on_command(&mut self, command: Command, cx: &Context<'_>) -> Option<Action>;

    /// Handles a click at a row and column of its content, both counted from 0. The returned action does the rest.
    fn click(&mut self, row: u16, column: u16, cx: &Context<'_>) -> Option<Action>;

    /// The link or item that is selected in it.
    fn selected_link(&self, cx: &Context<'_>) -> Option<Link>;

    /// Its content as text, for copying. `None` if it is a list.
    fn text(&self) -> Option<String> {
        None
    }

    /// Sets or removes the filter. The returned action selects what became selected.
    fn set_filter(&mut self, filter: Option<&PaneFilter>, cx: &Context<'_>) -> Option<Action>;

    /// Whether it is filtered.
    fn is_filtered(&self) -> bool;

    /// Selects the first item at or after a date, otherwise the last dated one.
    fn go_to_date(&mut self, _date: NaiveDate, _cx: &Context<'_>) -> Option<Action> {
        None
    }

    /// Its switches: whether side issues are hidden, and whether the time between items is shown.
    fn view_options(&self) -> (bool, bool) {
        (false, false)
    }

    /// Sets its switches, in the order of [`Self::view_options`].
    fn set_view_options(&mut self, _switches: (bool, bool), _cx: &Context<'_>) {}

    /// Its view state: the selected link and the first row shown.
    fn view_state(&self) -> (Option<usize>, usize) {
        (None, 0)
    }

    /// Restores a view state.
    fn restore_view_state(&mut self, _place: (Option<usize>, usize)) {}

    /// Draws it.
    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer);
}
