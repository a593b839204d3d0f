//! The state of the explorer.

use super::action::{Action, Open};
use super::command::Command;
use super::history::{History, Visit};
use super::keymap::Mode;
use super::layout::{Areas, DETAIL, ENTITIES, LIBRARY, PROBLEMS, QUESTIONS, SOURCES, View, layout};
use super::marks::Marks;
use super::overlay::Overlay;
use super::pane::{Catalogue, Context, Filter, Pane, Reading, Side, Timeline};
use super::setup::Setup;
use super::story::Playing;
use super::widget::Prompt;
use crate::analysis::timeline;
use crate::diagnostic::Faults;
use crate::model::{FactBase, Item};
use crate::search::Found;
use ratatui::layout::{Margin, Rect, Size};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// The rows of the caption of a story.
const CAPTION: u16 = 4;

/// Where a reader begins: at the first step of the first story, else at the top of the timeline.
pub(super) fn beginning(base: &FactBase) -> Option<Item> {
    let story = base.stories.iter().next().and_then(|(_, _, story)| story.steps.first()).map(|step| step.at);
    story.or_else(|| timeline(base).first().map(|row| row.item))
}

/// A line that is typed below the panes, and what it is for.
pub(super) struct Typing {
    pub(super) purpose: Purpose,
    pub(super) prompt: Prompt,
}

/// What a line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To filter a pane.
    Filter(usize),
    /// To go to a date.
    Date,
}

/// What the letter that comes next is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lettering {
    /// To mark the place.
    Set,
    /// To go to the mark.
    Go,
}

/// What was searched for, and what was found.
#[derive(Default)]
pub(super) struct Searching {
    /// The number of the last query or filter.
    pub(super) asked: u64,
    /// What was searched for, the last one last.
    pub(super) queries: Vec<String>,
    /// The answer to the last query.
    pub(super) found: Option<Arc<Found>>,
    /// What is wrong with the line that is typed, or with the filter that was.
    pub(super) fault: Option<String>,
    /// The filter that was asked for last, and the pane that it is for.
    pub(super) filter: Option<(usize, String)>,
}

/// The whole state. Only [`super::update`] changes it.
pub struct App {
    pub(super) open: Arc<Open>,
    pub(super) setup: Setup,
    pub(super) size: Size,
    pub(super) view: View,
    /// In the order of their places; [`Self::with_panes`] takes them out.
    pub(super) panes: Vec<Box<dyn Pane>>,
    pub(super) overlays: Vec<Box<dyn Overlay>>,
    pub(super) history: History,
    pub(super) marks: Marks,
    pub(super) searching: Searching,
    pub(super) story: Option<Playing>,
    /// Whether the looks were chosen here, and are to be kept.
    pub(super) look_chosen: bool,
    /// The line that is being typed.
    pub(super) typing: Option<Typing>,
    /// The letter that is waited for.
    pub(super) lettering: Option<Lettering>,
    /// Whether a key is held down, or comes as fast as one that is.
    pub(super) held: bool,
    /// Whether detail and sources are still to follow the selection.
    pub(super) unsettled: bool,
    /// A remark for the footer, until the next key.
    pub(super) toast: Option<String>,
    /// A base that was read again while something was typed.
    pub(super) put_off: Option<Arc<Open>>,
    /// A warning that stays: why the base was not read again.
    pub(super) banner: Option<Faults>,
    /// The last keys, and what they did.
    pub(super) pressed: VecDeque<(String, String)>,
}

impl App {
    /// An explorer of a base, in a window of some size, where a reader begins.
    pub fn new(open: Arc<Open>, setup: Setup, size: Size) -> Self {
        let view = View { shares: setup.shares, ..View::default() };
        let mut app = Self {
            open,
            setup,
            size,
            view,
            panes: vec![
                Box::new(Timeline::default()),
                Box::new(Reading::new(Side::Detail)),
                Box::new(Reading::new(Side::Sources)),
                Box::new(Catalogue::entities()),
                Box::new(Catalogue::questions()),
                Box::new(Catalogue::library()),
                Box::new(Reading::new(Side::Problems)),
            ],
            overlays: Vec::new(),
            history: History::default(),
            marks: Marks::default(),
            searching: Searching::default(),
            story: None,
            look_chosen: false,
            typing: None,
            lettering: None,
            held: false,
            unsettled: false,
            toast: None,
            put_off: None,
            banner: None,
            pressed: VecDeque::new(),
        };
        app.begin();
        app.fit();
        app.each_pane(|pane, cx| pane.rebase(cx));
        app
    }

    /// Goes to where a reader begins, unless something is selected.
    pub(super) fn begin(&mut self) {
        if let (None, Some(item)) = (self.here(), beginning(&self.open.base)) {
            self.history.visit(Visit { item, browsed: true, focus: self.view.focus, detail: (None, 0) });
        }
    }

    /// What is selected.
    pub fn here(&self) -> Option<Item> {
        self.history.current().map(|visit| visit.item)
    }

    /// The base that is shown.
    pub fn opened(&self) -> &Arc<Open> {
        &self.open
    }

    /// Whether anything was searched for yet.
    pub fn has_asked(&self) -> bool {
        self.searching.asked > 0
    }

    /// The window.
    pub fn size(&self) -> Size {
        self.size
    }

    /// How it is set up now.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// After how long without a key [`Action::Settle`] is wanted, if it is.
    pub fn patience(&self) -> Option<Duration> {
        const REST: Duration = Duration::from_millis(120);
        self.unsettled.then_some(REST)
    }

    /// Whether what a key passes over is not worth its bytes: on a slow line, and while a key is held.
    pub(super) fn is_sparing(&self) -> bool {
        self.setup.slow || self.held
    }

    /// Whether [`Action::Tick`] is wanted each second.
    pub fn is_ticking(&self) -> bool {
        self.story.as_ref().is_some_and(|story| !story.paused) && (self.setup.timed || self.setup.auto.is_some())
    }

    /// The key that leads to a pane: the digit of a list, the letter of the detail and of the sources.
    pub(super) fn pane_key(&self, pane: usize) -> String {
        let command = match pane {
            DETAIL => Command::FocusDetail,
            SOURCES => Command::FocusSources,
            ENTITIES => Command::FocusEntities,
            QUESTIONS => Command::FocusQuestions,
            LIBRARY => Command::FocusLibrary,
            PROBLEMS => Command::FocusProblems,
            _ => Command::FocusTimeline,
        };
        self.setup.keymap.key(command)
    }

    /// What keys mean now.
    pub fn mode(&self) -> Mode {
        if self.lettering.is_some() {
            return Mode::Letter;
        }
        if self.typing.is_some() {
            return Mode::Prompt;
        }
        self.overlays.last().map_or(Mode::Command, |overlay| overlay.mode())
    }

    /// Where things stand.
    pub fn areas(&self) -> Areas {
        layout(self.size, &self.view)
    }

    /// The part of a pane inside its frame.
    pub(super) fn inside(&self, pane: usize, area: Rect) -> Rect {
        // The bar of a list stands in the margin.
        let margin = if View::is_list(pane) { 1 } else { 2 };
        area.inner(Margin::new(margin + u16::from(self.setup.roomy), 1))
    }

    /// What a pane may know.
    pub(super) fn context(&self, pane: usize) -> Context<'_> {
        Context {
            base: &self.open.base,
            open: &self.open,
            lang: &self.setup.lang,
            theme: &self.setup.theme,
            keymap: &self.setup.keymap,
            here: self.here(),
            focused: self.view.focus == pane && self.overlays.is_empty(),
            listed: self.view.list == pane,
            sparing: self.is_sparing(),
            banner: self.banner.as_ref(),
            changed: &self.open.changed,
            flagged: self.marks.flagged(),
            spots: self.spots(),
        }
    }

    /// What the story points at now.
    fn spots(&self) -> &[Item] {
        let playing = self.story.as_ref().filter(|playing| !playing.paused);
        playing.and_then(|playing| playing.step(&self.open.base)).map_or(&[], |step| &step.highlight)
    }

    /// Lets every pane do something.
    pub(super) fn each_pane(&mut self, act: impl Fn(&mut dyn Pane, &Context<'_>)) {
        self.with_panes(|panes, app| {
            for (at, pane) in panes.iter_mut().enumerate() {
                act(pane.as_mut(), &app.context(at));
            }
        });
    }

    /// Lets a pane do something.
    pub(super) fn with_pane<T>(&mut self, pane: usize, act: impl FnOnce(&mut dyn Pane, &Context<'_>) -> T) -> T {
        self.with_panes(|panes, app| act(panes[pane].as_mut(), &app.context(pane)))
    }

    /// Lets a pane act on a command.
    pub(super) fn in_pane(&mut self, pane: usize, command: Command) -> Option<Action> {
        self.with_pane(pane, |pane, cx| pane.on(command, cx))
    }

    /// Filters a pane by words, and by the items that they were found to keep; or shows all of it again.
    pub(super) fn narrow(&mut self, pane: usize, filter: Option<&Filter>) -> Option<Action> {
        self.with_pane(pane, |pane, cx| pane.narrow(filter, cx))
    }

    /// Takes the panes out for a moment, so that they can change while they read the rest of the state.
    fn with_panes<T>(&mut self, act: impl FnOnce(&mut [Box<dyn Pane>], &Self) -> T) -> T {
        let mut panes = std::mem::take(&mut self.panes);
        let result = act(&mut panes, self);
        self.panes = panes;
        result
    }

    /// Whether the answers to a question stand side by side with their quotes: unless somebody wants the sources alone.
    pub(super) fn merges(&self) -> bool {
        matches!(self.here(), Some(Item::Question(_))) && self.view.focus != SOURCES
    }

    /// Gives panes and overlays the rows and columns that they have now.
    pub(super) fn fit(&mut self) {
        self.view.merged = self.merges();
        self.view.caption = self.story.map_or(0, |story| if story.paused { 1 } else { CAPTION });
        self.view.banner = self.banner.is_some();
        let areas = self.areas();
        self.with_panes(|panes, app| {
            for (at, pane) in panes.iter_mut().enumerate() {
                // A hidden pane keeps its size, so that it comes back as it was.
                if !areas.panes[at].is_empty() {
                    pane.resize(app.inside(at, areas.panes[at]).as_size(), &app.context(at));
                }
            }
        });
        for overlay in &mut self.overlays {
            let area = overlay.place(areas.body);
            overlay.resize(area.inner(Margin::new(2, 1)).as_size());
        }
    }
}
