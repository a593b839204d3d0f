//! The panes. Each shows one view of the selection, keeps its own view state and returns actions for everything else.

mod document_pane;
mod list_pane;
mod timeline;

pub use document_pane::{DocumentKind, DocumentPane};
pub use list_pane::ListPane;
pub use timeline::Timeline;

use crate::present::Link;
use crate::search::Matches;
use crate::ui::action::Action;
use crate::ui::command::{Motion, PaneCommand};
use crate::ui::context::Context;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::borrow::Cow;
use std::sync::Arc;

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

    /// Moves. Changes only its own view; the returned action does the rest.
    fn move_by(&mut self, motion: Motion, cx: &Context<'_>) -> Option<Action>;

    /// Runs a command. Changes only its own view; the returned action does the rest.
    fn on(&mut self, command: PaneCommand, cx: &Context<'_>) -> Option<Action>;

    /// Reacts to having gained the focus. The returned action selects what it shows as selected.
    fn focus_gained(&mut self, cx: &Context<'_>) -> Option<Action>;

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
