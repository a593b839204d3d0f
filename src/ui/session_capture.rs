//! Conversion between the state of the explorer and the saved session.

use super::app::App;
use super::history::Visit;
use super::layout::{PaneId, View};
use super::saved_session::SavedSession;
use super::story::StoryPlayback;
use super::update::set_theme;
use crate::model::{Address, Item};
use crate::ui::settings::ThemeName;

impl App {
    /// Captures the session to save.
    pub fn capture_session(&self) -> SavedSession {
        let base = &self.snapshot.base;
        let address = |item: Item| base.address(item).to_string();
        let (lean, distances) = self.panes.timeline.view_options();
        // Keep marks and flags whose item is missing from the base for now.
        let lost_marks = self.marks.unresolved().filter_map(|(letter, at)| Some((letter?, at.to_owned())));
        let lost_flags = self.marks.unresolved().filter(|(letter, _)| letter.is_none()).map(|(_, at)| at.to_owned());
        SavedSession {
            here: self.selected().map(address),
            list: self.view.list.keyword().to_owned(),
            focus: self.view.focus.keyword().to_owned(),
            zoomed: self.view.zoomed,
            lean,
            hints: self.options.show_hints,
            distances,
            // Do not save sizes that equal the settings, so that later changes to the settings still apply.
            shares: if self.view.shares == self.options.shares { Vec::new() } else { self.view.shares.to_vec() },
            marks: self.marks.letters().map(|(letter, item)| (letter, address(item))).chain(lost_marks).collect(),
            flagged: self.marks.flagged().iter().map(|&item| address(item)).chain(lost_flags).collect(),
            queries: self.search.queries.clone(),
            story: self.story.map(|playing| (base.stories.id(playing.story).as_str().to_owned(), playing.step_index)),
            theme: self.theme_chosen.then(|| self.options.theme_name.keyword().to_owned()),
            ..SavedSession::default()
        }
    }

    /// Applies a saved session. Items that are no longer in the base are skipped.
    pub fn apply_session(&mut self, saved: &SavedSession) {
        let base = &self.snapshot.base;
        let find = |address: &str| address.parse::<Address>().ok().and_then(|address| base.find(&address));
        let here = saved.here.as_deref().and_then(find);
        let letters = saved.marks.iter().map(|(&letter, at)| (Some(letter), at, find(at)));
        let flagged = saved.flagged.iter().map(|at| (None, at, find(at)));
        let marked: Vec<_> = letters.chain(flagged).collect();
        let story = saved.story.as_ref().and_then(|(id, at)| {
            let story = base.stories.find(id)?;
            (*at < base.stories[story].steps.len())
                .then(|| StoryPlayback { paused: true, ..StoryPlayback::new(story, *at) })
        });
        marked.into_iter().for_each(|(letter, address, found)| self.marks.insert_by_address(letter, address, found));
        self.search.queries.clone_from(&saved.queries);
        self.story = story;
        if !self.options.hints_from_settings {
            self.options.show_hints = saved.hints;
        }
        if let Some(look) =
            saved.theme.as_deref().and_then(ThemeName::from_keyword).filter(|_| !self.options.theme_from_flag)
        {
            set_theme(self, look);
            self.toast = None;
        }
        for (share, saved) in self.view.shares.iter_mut().zip(&saved.shares) {
            *share = (*saved).clamp(View::SHARE_RANGE.0, View::SHARE_RANGE.1);
        }
        self.view.list = PaneId::from_keyword(&saved.list).filter(|pane| pane.is_list()).unwrap_or(PaneId::Timeline);
        self.view.set_focus(PaneId::from_keyword(&saved.focus).unwrap_or(self.view.list));
        self.view.zoomed = saved.zoomed;
        if let Some(item) = here {
            self.history.visit(Visit { item, browsed: true, focus: self.view.focus, detail: (None, 0) });
        }
        self.relayout();
        let switches = (saved.lean, saved.distances);
        if self.panes.timeline.view_options() != switches {
            self.with_timeline(|timeline, cx| timeline.set_view_options(switches, cx));
        }
        self.for_each_pane(|pane, cx| pane.sync_selection(cx));
    }
}
