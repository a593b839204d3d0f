//! The state of the explorer.

use super::command::Command;
use super::context::Context;
use super::history::{History, Visit};
use super::keymap::Mode;
use super::layout::{Areas, PaneId, View, layout};
use super::marks::Marks;
use super::options::UiOptions;
use super::overlays::Overlay;
use super::panes::{Pane, PaneFilter, Panes, Timeline};
use super::story::StoryPlayback;
use super::widgets::Prompt;
use crate::analysis::timeline;
use crate::diagnostics::LoadFailure;
use crate::model::{FactBase, Item};
use crate::search::SearchResults;
use crate::ui::action::Action;
use crate::ui::saved_session::MAX_QUERIES;
use crate::ui::snapshot::BaseSnapshot;
use ratatui::layout::{Margin, Rect, Size};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// Height of a story's caption, in rows.
const CAPTION_ROWS: u16 = 4;

/// The item selected at first: the first step of the first story, otherwise the top of the timeline.
pub(super) fn initial_item(base: &FactBase) -> Option<Item> {
    let story = base.stories.iter().next().and_then(|(_, _, story)| story.steps.first()).map(|step| step.at);
    story.or_else(|| timeline(base).first().map(|row| row.item))
}

/// A one-line prompt in the footer and its purpose.
pub(super) struct LineEdit {
    pub(super) purpose: LineEditKind,
    pub(super) prompt: Prompt,
}

/// What the line edit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEditKind {
    /// Filters a pane.
    Filter(PaneId),
    /// Goes to a date.
    Date,
}

/// What the next letter typed does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PendingMark {
    /// Sets the mark.
    Set,
    /// Jumps to the mark.
    Jump,
}

/// State of searches and filters.
#[derive(Default)]
pub(super) struct SearchState {
    /// Id of the latest query or filter. Results with another id are stale and dropped.
    pub(super) request_id: u64,
    /// Previous queries, oldest first.
    pub(super) queries: Vec<String>,
    /// Results of the latest query.
    pub(super) results: Option<Arc<SearchResults>>,
    /// Error in the line being typed, or in the last filter.
    pub(super) input_error: Option<String>,
    /// The filter sent to the worker, and its pane, until the result arrives.
    pub(super) filter: Option<(PaneId, String)>,
}

/// The whole state. Only [`super::update`] changes it.
pub struct App {
    pub(super) snapshot: Arc<BaseSnapshot>,
    pub(super) options: UiOptions,
    pub(super) size: Size,
    pub(super) view: View,
    pub(super) panes: Panes,
    pub(super) overlays: Vec<Box<dyn Overlay>>,
    pub(super) history: History,
    pub(super) marks: Marks,
    pub(super) search: SearchState,
    pub(super) story: Option<StoryPlayback>,
    /// Whether the user chose the theme in the explorer, so that it is saved with the session.
    pub(super) theme_chosen: bool,
    /// The prompt in the footer, if open.
    pub(super) line_edit: Option<LineEdit>,
    /// Set while the next key is the letter of a mark.
    pub(super) pending_mark: Option<PendingMark>,
    /// Whether a key is repeating, or is pressed as fast as a repeating one.
    pub(super) key_repeating: bool,
    /// Whether Detail and Sources have not caught up with the selection yet.
    pub(super) dependents_stale: bool,
    /// Message in the footer, shown until the next key.
    pub(super) toast: Option<String>,
    /// Reloaded base, held back while a prompt is open.
    pub(super) pending_snapshot: Option<Arc<BaseSnapshot>>,
    /// Why the last reload failed, shown in the banner until a reload succeeds.
    pub(super) banner: Option<LoadFailure>,
    /// The last keys and the names of their commands, for `--show-keys`.
    pub(super) recent_keys: VecDeque<(String, String)>,
}

impl App {
    /// Creates the explorer of a base with the initial item selected. `size` is the size of the window, in cells.
    pub fn new(snapshot: Arc<BaseSnapshot>, options: UiOptions, size: Size) -> Self {
        let view = View { shares: options.shares, ..View::default() };
        let mut app = Self {
            snapshot,
            options,
            size,
            view,
            panes: Panes::new(),
            overlays: Vec::new(),
            history: History::default(),
            marks: Marks::default(),
            search: SearchState::default(),
            story: None,
            theme_chosen: false,
            line_edit: None,
            pending_mark: None,
            key_repeating: false,
            dependents_stale: false,
            toast: None,
            pending_snapshot: None,
            banner: None,
            recent_keys: VecDeque::new(),
        };
        app.select_initial();
        app.relayout();
        app.for_each_pane(|pane, cx| pane.rebuild(cx));
        app
    }

    /// Selects the initial item, unless something is selected.
    pub(super) fn select_initial(&mut self) {
        if let (None, Some(item)) = (self.selected(), initial_item(&self.snapshot.base)) {
            self.history.visit(Visit { item, browsed: true, focus: self.view.focus, detail: (None, 0) });
        }
    }

    /// The selected item. `None` if the base has no timeline and no story, and nothing was opened yet.
    pub fn selected(&self) -> Option<Item> {
        self.history.current().map(|visit| visit.item)
    }

    /// The snapshot of the base on screen.
    pub fn snapshot(&self) -> &Arc<BaseSnapshot> {
        &self.snapshot
    }

    /// Whether a query or filter has been requested yet, or the base was reloaded.
    pub fn has_searched(&self) -> bool {
        self.search.request_id > 0
    }

    /// Size of the window, in cells.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The options, including changes made in the explorer.
    pub fn options(&self) -> &UiOptions {
        &self.options
    }

    /// How long to wait for another key before sending [`Action::RefreshDependents`]. `None` if no pane is stale.
    pub fn idle_timeout(&self) -> Option<Duration> {
        const KEY_IDLE_DELAY: Duration = Duration::from_millis(120);
        self.dependents_stale.then_some(KEY_IDLE_DELAY)
    }

    /// Whether to skip drawing intermediate selections: on a slow line, or while a key repeats.
    pub(super) fn is_low_bandwidth(&self) -> bool {
        self.options.slow || self.key_repeating
    }

    /// Whether to send [`Action::Tick`] every second: a story is playing and the time is shown or steps advance
    /// automatically.
    pub fn is_ticking(&self) -> bool {
        self.story.as_ref().is_some_and(|story| !story.paused)
            && (self.options.show_elapsed || self.options.auto_advance.is_some())
    }

    /// The key that focuses a pane, as text: the digit of a list, the letter of Detail or Sources.
    pub(super) fn pane_key(&self, pane: PaneId) -> String {
        self.options.keymap.key(Command::App(pane.focus_command()))
    }

    /// How keys are interpreted now.
    pub fn mode(&self) -> Mode {
        if self.pending_mark.is_some() {
            return Mode::Letter;
        }
        if self.line_edit.is_some() {
            return Mode::Prompt;
        }
        self.overlays.last().map_or(Mode::Command, |overlay| overlay.mode())
    }

    /// Lays out the window with the current view.
    pub fn areas(&self) -> Areas {
        layout(self.size, &self.view)
    }

    /// The area of a pane inside its border and margin.
    pub(super) fn pane_content_area(&self, pane: PaneId, area: Rect) -> Rect {
        // The selection bar of a list is drawn in the margin.
        let margin = if pane.is_list() { 1 } else { 2 };
        area.inner(Margin::new(margin + u16::from(self.options.large_margins), 1))
    }

    /// The context that is passed to a pane, or to an overlay.
    pub(super) fn context(&self, pane: Option<PaneId>) -> Context<'_> {
        Context {
            base: &self.snapshot.base,
            snapshot: &self.snapshot,
            lang: &self.options.lang,
            theme: &self.options.theme,
            keymap: &self.options.keymap,
            selected: self.selected(),
            focused: pane == Some(self.view.focus) && self.overlays.is_empty(),
            is_current_list: pane == Some(self.view.list),
            low_bandwidth: self.is_low_bandwidth(),
            banner: self.banner.as_ref(),
            changed: &self.snapshot.changed,
            flagged: self.marks.flagged(),
            highlights: self.highlights(),
        }
    }

    /// Items highlighted by the current step of a playing story.
    fn highlights(&self) -> &[Item] {
        let playing = self.story.as_ref().filter(|playing| !playing.paused);
        playing.and_then(|playing| playing.step(&self.snapshot.base)).map_or(&[], |step| &step.highlight)
    }

    /// Calls `act` on every pane.
    pub(super) fn for_each_pane(&mut self, act: impl Fn(&mut dyn Pane, &Context<'_>)) {
        PaneId::ALL.iter().for_each(|&pane| self.with_pane(pane, &act));
    }

    /// Calls `act` on one pane.
    pub(super) fn with_pane<T>(&mut self, pane: PaneId, act: impl FnOnce(&mut dyn Pane, &Context<'_>) -> T) -> T {
        self.with_panes(|panes, app| act(panes.get_mut(pane), &app.context(Some(pane))))
    }

    /// Calls `act` on the timeline.
    pub(super) fn with_timeline<T>(&mut self, act: impl FnOnce(&mut Timeline, &Context<'_>) -> T) -> T {
        self.with_panes(|panes, app| act(&mut panes.timeline, &app.context(Some(PaneId::Timeline))))
    }

    /// Sets the filter of a pane; `None` removes it.
    pub(super) fn filter_pane(&mut self, pane: PaneId, filter: Option<&PaneFilter>) -> Option<Action> {
        self.with_pane(pane, |pane, cx| pane.set_filter(filter, cx))
    }

    /// Takes the panes out while `act` runs, so that it can change them and read the rest of the state.
    fn with_panes<T>(&mut self, act: impl FnOnce(&mut Panes, &Self) -> T) -> T {
        let mut panes = std::mem::replace(&mut self.panes, Panes::new());
        let result = act(&mut panes, self);
        self.panes = panes;
        result
    }

    /// Whether Detail shows the answers to a question side by side with their quotes, so that Sources is not needed.
    /// Not while Sources has the focus.
    pub(super) fn should_merge_sources(&self) -> bool {
        matches!(self.selected(), Some(Item::Question(_))) && self.view.focus != PaneId::Sources
    }

    /// Recomputes the layout and resizes panes and overlays.
    pub(super) fn relayout(&mut self) {
        self.view.sources_merged = self.should_merge_sources();
        self.view.caption = self.story.map_or(0, |story| if story.paused { 1 } else { CAPTION_ROWS });
        self.view.banner = self.banner.is_some();
        let areas = self.areas();
        // A hidden pane keeps its size, so that its view is unchanged when it is shown again.
        for (pane, area) in areas.panes.iter().filter(|(_, area)| !area.is_empty()) {
            let size = self.pane_content_area(pane, area).as_size();
            self.with_pane(pane, |pane, cx| pane.resize(size, cx));
        }
        for overlay in &mut self.overlays {
            let area = overlay.area(areas.body);
            overlay.resize(area.inner(Margin::new(2, 1)).as_size());
        }
    }

    /// Adds the query of the top overlay to the history of queries.
    pub(super) fn remember_query(&mut self) {
        let query = self.overlays.last().and_then(|overlay| overlay.query()).map(str::trim);
        if let Some(query) = query.filter(|query| !query.is_empty()).map(str::to_owned) {
            let queries = &mut self.search.queries;
            queries.retain(|other| *other != query);
            queries.push(query);
            let excess = queries.len().saturating_sub(MAX_QUERIES);
            queries.drain(..excess);
        }
    }

    /// Pauses the story, if one is playing.
    pub(super) fn pause_story(&mut self) {
        if let Some(story) = self.story.as_mut().filter(|story| !story.paused) {
            story.paused = true;
            self.relayout();
        }
    }
}
