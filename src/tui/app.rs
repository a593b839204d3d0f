//! The state of the explorer.

use super::action::{Action, Command, Open};
use super::history::{History, Visit};
use super::keymap::Mode;
use super::layout::{Areas, layout};
use super::overlay::Overlay;
use super::pane::{Context, Filter, Pane, Reading, Side, Timeline};
use super::theme::Theme;
use super::widget::Prompt;
use crate::analysis::timeline;
use crate::model::{FactBase, Item, Lang};
use crate::search::Found;
use ratatui::layout::{Margin, Size};
use std::sync::Arc;

/// The place of each pane.
pub const TIMELINE: usize = 0;
/// The place of the detail.
pub const DETAIL: usize = 1;
/// The place of the sources.
pub const SOURCES: usize = 2;

/// Where a reader begins: at the first step of the first story, else at the top of the timeline.
fn beginning(base: &FactBase) -> Option<Item> {
    let story = base.stories.iter().next().and_then(|(_, _, story)| story.steps.first()).map(|step| step.at);
    story.or_else(|| timeline(base).first().map(|row| row.item))
}

/// How the explorer is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The language of texts.
    pub lang: Lang,
    /// The looks.
    pub theme: Theme,
    /// Whether the line is slow: scroll seldom.
    pub slow: bool,
    /// What to call the base.
    pub name: String,
}

/// The whole state. Only [`super::update`] changes it.
pub struct App {
    pub(super) open: Arc<Open>,
    pub(super) setup: Setup,
    pub(super) size: Size,
    pub(super) panes: [Box<dyn Pane>; 3],
    pub(super) focus: usize,
    pub(super) zoomed: bool,
    pub(super) overlays: Vec<Box<dyn Overlay>>,
    pub(super) history: History,
    /// The count typed so far.
    pub(super) count: Option<u16>,
    /// Whether detail and sources are still to follow the selection, on a slow line.
    pub(super) unsettled: bool,
    /// A remark for the footer, until the next key.
    pub(super) toast: Option<String>,
    /// The number of the last query or filter.
    pub(super) asked: u64,
    /// What was searched for, the last one last.
    pub(super) queries: Vec<String>,
    /// The answer to the last query.
    pub(super) found: Option<Arc<Found>>,
    /// The filter that is being typed, and the pane that it is for.
    pub(super) filtering: Option<(usize, Prompt)>,
}

impl App {
    /// An explorer of a base, in a window of some size, where a reader begins.
    pub fn new(open: Arc<Open>, setup: Setup, size: Size) -> Self {
        let mut app = Self {
            open,
            setup,
            size,
            panes: [
                Box::new(Timeline::default()),
                Box::new(Reading::new(Side::Detail)),
                Box::new(Reading::new(Side::Sources)),
            ],
            focus: TIMELINE,
            zoomed: false,
            overlays: Vec::new(),
            history: History::default(),
            count: None,
            unsettled: false,
            toast: None,
            asked: 0,
            queries: Vec::new(),
            found: None,
            filtering: None,
        };
        app.fit();
        app.begin();
        app.each_pane(|pane, cx| pane.rebase(cx));
        app
    }

    /// Goes to where a reader begins, unless something is selected.
    pub(super) fn begin(&mut self) {
        if let (None, Some(item)) = (self.here(), beginning(&self.open.base)) {
            self.history.visit(Visit { item, browsed: true, focus: TIMELINE, detail: (None, 0) });
        }
    }

    /// What is selected.
    pub fn here(&self) -> Option<Item> {
        self.history.current().map(|visit| visit.item)
    }

    /// Whether [`super::Action::Settle`] is wanted once nothing more happens.
    pub fn is_unsettled(&self) -> bool {
        self.unsettled
    }

    /// What keys mean now.
    pub fn mode(&self) -> Mode {
        if self.filtering.is_some() {
            return Mode::Prompt;
        }
        self.overlays.last().map_or(Mode::Command, |overlay| overlay.mode())
    }

    /// Where things stand.
    pub fn areas(&self) -> Areas {
        layout(self.size, self.focus, self.zoomed)
    }

    /// What the panes may know; `pane` has the focus or not.
    pub(super) fn context(&self, pane: usize) -> Context<'_> {
        context(&self.open, &self.setup, self.here(), self.focus == pane && self.overlays.is_empty())
    }

    /// Lets every pane do something.
    pub(super) fn each_pane(&mut self, act: impl Fn(&mut dyn Pane, &Context<'_>)) {
        let here = self.here();
        for (at, pane) in self.panes.iter_mut().enumerate() {
            act(pane.as_mut(), &context(&self.open, &self.setup, here, self.focus == at));
        }
    }

    /// Lets a pane act on a command.
    pub(super) fn in_pane(&mut self, pane: usize, command: Command, count: u16) -> Option<Action> {
        let here = self.here();
        self.panes[pane].on(command, count, &context(&self.open, &self.setup, here, pane == self.focus))
    }

    /// Filters a pane by words, and by the items that they were found to keep; or shows all of it again.
    pub(super) fn narrow(&mut self, pane: usize, filter: Option<&Filter>) -> Option<Action> {
        let here = self.here();
        self.panes[pane].narrow(filter, &context(&self.open, &self.setup, here, pane == self.focus))
    }

    /// Gives panes and overlays the rows and columns that they have now.
    pub(super) fn fit(&mut self) {
        let areas = self.areas();
        let inside = |area: ratatui::layout::Rect| area.inner(Margin::new(2, 1)).as_size();
        for (at, pane) in self.panes.iter_mut().enumerate() {
            let area = areas.panes[at];
            // A hidden pane keeps its size, so that it comes back as it was.
            if !area.is_empty() {
                // The bar of the timeline stands in the margin.
                let margin = Margin::new(if at == TIMELINE { 1 } else { 2 }, 1);
                pane.resize(area.inner(margin).as_size());
            }
        }
        for overlay in &mut self.overlays {
            overlay.resize(inside(areas.body));
        }
    }
}

/// What a pane may know. Borrows the parts that hold it, so that a pane can be changed meanwhile.
fn context<'a>(open: &'a Open, setup: &'a Setup, here: Option<Item>, focused: bool) -> Context<'a> {
    Context {
        base: &open.base,
        lang: &setup.lang,
        theme: &setup.theme,
        here,
        focused,
        slow: setup.slow,
        troubled: !open.problems.is_empty(),
    }
}
