//! Conversion between the state of the explorer and the saved session.

use super::app::App;
use super::history::Visit;
use super::layout::{PANES, TIMELINE, View};
use super::state::Saved;
use super::story::Playing;
use super::update::take_on;
use crate::config::Look;
use crate::model::{Address, Item};

/// Names of the panes in the session file, by pane index.
const WORDS: [&str; PANES] = ["timeline", "detail", "sources", "entities", "questions", "library", "problems"];

impl App {
    /// Captures the session to save.
    pub fn saved(&self) -> Saved {
        let base = &self.open.base;
        let address = |item: Item| base.address(item).to_string();
        let (lean, distances) = self.panes[TIMELINE].switches();
        // Keep marks and flags whose item is missing from the base for now.
        let lost_marks = self.marks.lost().filter_map(|(letter, at)| Some((letter?, at.to_owned())));
        let lost_flags = self.marks.lost().filter(|(letter, _)| letter.is_none()).map(|(_, at)| at.to_owned());
        Saved {
            here: self.here().map(address),
            list: WORDS[self.view.list].to_owned(),
            focus: WORDS[self.view.focus].to_owned(),
            zoomed: self.view.zoomed,
            lean,
            hints: self.setup.hints,
            distances,
            // Do not save sizes that equal the settings, so that later changes to the settings still apply.
            shares: if self.view.shares == self.setup.shares { Vec::new() } else { self.view.shares.to_vec() },
            marks: self.marks.letters().map(|(letter, item)| (letter, address(item))).chain(lost_marks).collect(),
            flagged: self.marks.flagged().iter().map(|&item| address(item)).chain(lost_flags).collect(),
            queries: self.searching.queries.clone(),
            story: self.story.map(|playing| (base.stories.id(playing.story).as_str().to_owned(), playing.at)),
            theme: self.look_chosen.then(|| self.setup.look.keyword().to_owned()),
            ..Saved::default()
        }
    }

    /// Applies a saved session. Items that are no longer in the base are skipped.
    pub fn restore(&mut self, saved: &Saved) {
        let base = &self.open.base;
        let find = |address: &str| address.parse::<Address>().ok().and_then(|address| base.find(&address));
        let here = saved.here.as_deref().and_then(find);
        let letters = saved.marks.iter().map(|(&letter, at)| (Some(letter), at, find(at)));
        let flagged = saved.flagged.iter().map(|at| (None, at, find(at)));
        let marked: Vec<_> = letters.chain(flagged).collect();
        let story = saved.story.as_ref().and_then(|(id, at)| {
            let story = base.stories.find(id)?;
            (*at < base.stories[story].steps.len()).then(|| Playing { paused: true, ..Playing::new(story, *at) })
        });
        marked.into_iter().for_each(|(letter, address, found)| self.marks.take(letter, address, found));
        self.searching.queries.clone_from(&saved.queries);
        self.story = story;
        if !self.setup.hints_given {
            self.setup.hints = saved.hints;
        }
        if let Some(look) = saved.theme.as_deref().and_then(Look::from_keyword).filter(|_| !self.setup.look_given) {
            take_on(self, look);
            self.toast = None;
        }
        for (share, saved) in self.view.shares.iter_mut().zip(&saved.shares) {
            *share = (*saved).clamp(View::BOUNDS.0, View::BOUNDS.1);
        }
        let pane = |word: &str| WORDS.iter().position(|known| *known == word);
        self.view.list = pane(&saved.list).filter(|&pane| View::is_list(pane)).unwrap_or(TIMELINE);
        self.view.set_focus(pane(&saved.focus).unwrap_or(self.view.list));
        self.view.zoomed = saved.zoomed;
        if let Some(item) = here {
            self.history.visit(Visit { item, browsed: true, focus: self.view.focus, detail: (None, 0) });
        }
        self.fit();
        let switches = (saved.lean, saved.distances);
        if self.panes[TIMELINE].switches() != switches {
            self.with_pane(TIMELINE, |pane, cx| pane.switch(switches, cx));
        }
        self.each_pane(|pane, cx| pane.follow(cx));
    }
}
