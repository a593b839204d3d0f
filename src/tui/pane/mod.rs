//! The panes: each shows one side of the selection, keeps its own view state and asks for the rest by actions.

mod catalogue;
mod reading;
mod timeline;

pub use catalogue::Catalogue;
pub use reading::{Reading, Side};
pub use timeline::Timeline;

use super::action::{Action, Open};
use super::command::Command;
use super::keymap::Keymap;
use super::theme::Theme;
use crate::diagnostic::Faults;
use crate::model::{FactBase, Item, Lang};
use crate::search::Matches;
use crate::sheet::Link;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// What a pane may know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The base.
    pub base: &'a FactBase,
    /// The base with its texts and the findings on it.
    pub open: &'a Open,
    /// The language of its texts.
    pub lang: &'a Lang,
    /// The looks.
    pub theme: &'a Theme,
    /// The keys.
    pub keymap: &'a Keymap,
    /// What is selected.
    pub here: Option<Item>,
    /// Whether the pane has the focus.
    pub focused: bool,
    /// Whether the pane is the list that is shown; others follow the selection when they come.
    pub listed: bool,
    /// Whether bytes are to be spared: scroll seldom.
    pub sparing: bool,
    /// Why the base was not read again, if it was not.
    pub banner: Option<&'a Faults>,
    /// What changed when the base was read again.
    pub changed: &'a HashSet<Item>,
    /// What is flagged.
    pub flagged: &'a [Item],
    /// What the story points at.
    pub spots: &'a [Item],
}

impl Context<'_> {
    /// Whether an item changed, or a claim that stands at it.
    pub fn has_changed(&self, item: Item) -> bool {
        let claims = |event| self.base.links.claims_of_event(event).iter();
        !self.changed.is_empty()
            && (self.changed.contains(&item)
                || matches!(item, Item::Event(event) if claims(event).any(|&ix| self.changed.contains(&Item::Claim(ix)))))
    }
}

/// What a pane is filtered by.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The words.
    pub text: String,
    /// The items that answer them.
    pub items: Arc<Matches>,
}

/// A side of the selection.
pub trait Pane {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Its name, with what it is filtered by.
    fn title(&self) -> Cow<'static, str>;

    /// How far through what it shows the reader is, for the frame.
    fn position(&self) -> String;

    /// The rows and columns that there are for it.
    fn resize(&mut self, size: Size, cx: &Context<'_>);

    /// Takes up the base, or the language, anew.
    fn rebase(&mut self, cx: &Context<'_>);

    /// Shows the selection.
    fn follow(&mut self, cx: &Context<'_>);

    /// Changes its view; asks for the rest by returning an action.
    fn on(&mut self, command: Command, cx: &Context<'_>) -> Option<Action>;

    /// A click into a row and a column of it; asks for the rest by returning an action.
    fn click(&mut self, row: u16, column: u16, cx: &Context<'_>) -> Option<Action>;

    /// What is selected in it.
    fn target(&self, cx: &Context<'_>) -> Option<Link>;

    /// What it shows, as text to take along.
    fn text(&self) -> Option<String> {
        None
    }

    /// Shows only what a filter keeps, or everything again; asks for the rest by returning an action.
    fn narrow(&mut self, filter: Option<&Filter>, cx: &Context<'_>) -> Option<Action>;

    /// Whether a filter is on it.
    fn is_narrowed(&self) -> bool;

    /// Selects what lies at a date, or the first thing behind it.
    fn go_to(&mut self, _date: NaiveDate, _cx: &Context<'_>) -> Option<Action> {
        None
    }

    /// Whether side matters are hidden, and whether the time between items is told.
    fn switches(&self) -> (bool, bool) {
        (false, false)
    }

    /// Hides side matters or not, tells the time between items or not.
    fn switch(&mut self, _switches: (bool, bool), _cx: &Context<'_>) {}

    /// The place in it, to return to.
    fn place(&self) -> (Option<usize>, usize) {
        (None, 0)
    }

    /// Returns to a place in it.
    fn restore(&mut self, _place: (Option<usize>, usize)) {}

    /// Draws it.
    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer);
}
