//! The panes. Each shows one view of the selection, keeps its own view state and returns actions for everything else.

mod document_pane;
mod list_pane;
mod timeline;

pub(super) use document_pane::{DocumentKind, DocumentPane};
pub(super) use list_pane::ListPane;
pub(super) use timeline::Timeline;

use crate::present::Link;
use crate::search::Matches;
use crate::ui::action::Action;
use crate::ui::command::{Motion, PaneCommand};
use crate::ui::context::Context;
use crate::ui::layout::PaneId;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::borrow::Cow;
use std::sync::Arc;

/// The filter of a pane.
#[derive(Clone, Debug)]
pub(super) struct PaneFilter {
    /// The query.
    pub text: String,
    /// The matching items. Empty for a document pane, which filters by the text.
    pub items: Arc<Matches>,
}

/// A pane: one view of the selection or of the base.
pub(super) trait Pane {
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
    fn text(&self) -> Option<String>;

    /// Sets or removes the filter. The returned action selects what became selected.
    fn set_filter(&mut self, filter: Option<&PaneFilter>, cx: &Context<'_>) -> Option<Action>;

    /// Whether it is filtered.
    fn is_filtered(&self) -> bool;

    /// Draws it.
    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer);
}

/// All panes.
pub(super) struct Panes {
    /// What happened, in order.
    pub timeline: Timeline,
    /// The selected item.
    pub detail: DocumentPane,
    /// Who says so.
    pub sources: DocumentPane,
    /// The entities, by type.
    pub entities: ListPane,
    /// The questions and sums.
    pub questions: ListPane,
    /// The sources and stories.
    pub library: ListPane,
    /// The findings.
    pub problems: DocumentPane,
}

impl Panes {
    /// Empty panes.
    pub(super) fn new() -> Self {
        Self {
            timeline: Timeline::default(),
            detail: DocumentPane::new(DocumentKind::Detail),
            sources: DocumentPane::new(DocumentKind::Sources),
            entities: ListPane::entities(),
            questions: ListPane::questions(),
            library: ListPane::library(),
            problems: DocumentPane::new(DocumentKind::Problems),
        }
    }

    /// The pane with an id.
    pub(super) fn get(&self, pane: PaneId) -> &dyn Pane {
        match pane {
            PaneId::Timeline => &self.timeline,
            PaneId::Detail => &self.detail,
            PaneId::Sources => &self.sources,
            PaneId::Entities => &self.entities,
            PaneId::Questions => &self.questions,
            PaneId::Library => &self.library,
            PaneId::Problems => &self.problems,
        }
    }

    /// The pane with an id, to change it.
    pub(super) fn get_mut(&mut self, pane: PaneId) -> &mut dyn Pane {
        match pane {
            PaneId::Timeline => &mut self.timeline,
            PaneId::Detail => &mut self.detail,
            PaneId::Sources => &mut self.sources,
            PaneId::Entities => &mut self.entities,
            PaneId::Questions => &mut self.questions,
            PaneId::Library => &mut self.library,
            PaneId::Problems => &mut self.problems,
        }
    }
}
