//! Searching, filtering and going to a date.

use super::super::action::{Action, Edit};
use super::super::app::{App, Purpose, Typing};
use super::super::command::Command;
use super::super::effect::Effect;
use super::super::layout::{TIMELINE, View};
use super::super::pane::Filter;
use super::super::state::MOST_QUERIES;
use super::super::widget::Prompt;
use super::{follow_up, moving, playing, update};
use crate::model::{EdtfDate, Item};
use crate::search::{Matches, written_date};
use std::sync::Arc;

/// Starts a search for the text in the prompt. The new id makes results of earlier queries stale.
pub(super) fn ask(app: &mut App) -> Option<Effect> {
    let typed = app.overlays.last()?.typed()?.to_owned();
    app.searching.asked += 1;
    Some(Effect::Search(app.searching.asked, typed))
}

/// Adds the query of the top overlay to the history of queries.
pub(super) fn remember(app: &mut App) {
    let typed =
        app.overlays.last().and_then(|overlay| overlay.typed()).map(str::trim).filter(|typed| !typed.is_empty());
    if let Some(typed) = typed.map(str::to_owned) {
        let queries = &mut app.searching.queries;
        queries.retain(|query| *query != typed);
        queries.push(typed);
        let over = queries.len().saturating_sub(MOST_QUERIES);
        queries.drain(..over);
    }
}

/// Opens the hit `step` places from the selected item in the results of the last search.
pub(super) fn next_hit(app: &mut App, step: isize) -> Option<Effect> {
    let Some(found) = app.searching.found.clone().filter(|found| !found.hits.is_empty()) else {
        app.toast = Some(format!("nothing was searched for yet; {} searches", app.setup.keymap.key(Command::Search)));
        return None;
    };
    let here = found.hits.iter().position(|hit| app.here() == Some(hit.item));
    let next = here.map_or(Some(0), |at| at.checked_add_signed(step)).filter(|&at| at < found.hits.len());
    let told = next.map_or_else(|| "no further hit".to_owned(), |at| format!("hit {} of {}", at + 1, found.hits.len()));
    let effect = next.and_then(|at| update(app, Action::Visit(found.hits[at].item)));
    app.toast = Some(told);
    effect
}

/// Opens the prompt in the footer.
pub(super) fn begin_line(app: &mut App, purpose: Purpose) {
    app.searching.fault = None;
    app.typing = Some(Typing { purpose, prompt: Prompt::default() });
}

/// Edits the line in the footer. A filter is applied after every edit.
pub(super) fn edit_line(app: &mut App, edit: Edit) -> Option<Effect> {
    let typing = app.typing.as_mut()?;
    if !typing.prompt.edit(edit) {
        return None;
    }
    let text = typing.prompt.text().trim().to_owned();
    match typing.purpose {
        Purpose::Filter(pane) => narrow_to(app, pane, text),
        Purpose::Date => None,
    }
}

/// Submits the line: keeps the filter, or goes to the date.
pub(super) fn enter_line(app: &mut App) -> Option<Effect> {
    let typing = app.typing.take()?;
    let typed = typing.prompt.text().trim();
    if typing.purpose != Purpose::Date || typed.is_empty() {
        app.toast = app.searching.fault.take();
        return None;
    }
    let Some(asked) = written_date(typed).as_ref().and_then(EdtfDate::earliest) else {
        // Keep the line, so that it can be corrected.
        app.searching.fault = Some(format!("“{typed}” is no date; write 2025, dec 2024, 16 December 2024"));
        app.typing = Some(typing);
        return None;
    };
    let effect = moving::focus(app, TIMELINE);
    let next = app.with_pane(TIMELINE, |pane, cx| pane.go_to(asked, cx));
    effect.or_else(|| follow_up(app, next))
}

/// Cancels the line; its filter is removed.
pub(super) fn leave_line(app: &mut App) {
    if let Some(Typing { purpose: Purpose::Filter(pane), .. }) = app.typing.take() {
        let _ = narrow_to(app, pane, String::new());
    }
}

/// Focuses a list and filters it.
pub(super) fn narrow(app: &mut App, pane: usize, words: String) -> Option<Effect> {
    playing::pause(app);
    app.overlays.clear();
    app.view.zoomed = false;
    let _ = moving::focus(app, pane);
    narrow_to(app, pane, words)
}

/// Starts filtering a pane: a list by items that the worker finds, a document by its text.
fn narrow_to(app: &mut App, pane: usize, text: String) -> Option<Effect> {
    app.searching.asked += 1;
    app.searching.fault = None;
    if text.is_empty() {
        let next = app.narrow(pane, None);
        return follow_up(app, next);
    }
    if View::is_list(pane) && pane != super::PROBLEMS {
        app.searching.filter = Some((pane, text.clone()));
        return Some(Effect::Filter(app.searching.asked, text));
    }
    let next = app.narrow(pane, Some(&Filter { text, items: Arc::default() }));
    follow_up(app, next)
}

/// Applies the matches of a list's filter.
pub(super) fn filtered(app: &mut App, number: u64, items: Arc<Matches>, fault: Option<String>) -> Option<Effect> {
    let (pane, text) = app.searching.filter.take_if(|_| number == app.searching.asked)?;
    app.searching.fault = fault;
    if app.typing.is_none() && app.searching.fault.is_some() {
        app.toast.clone_from(&app.searching.fault);
    }
    let next = app.narrow(pane, Some(&Filter { text, items }));
    follow_up(app, next)
}

/// Filters the timeline by what is related to the selection.
pub(super) fn around(app: &mut App) -> Option<Effect> {
    let item = app.here()?;
    around_item(app, item)
}

/// Filters the timeline by what is related to an item: for an entity, mentions of it; for a source, what cites it;
/// for an event or a claim, what happened at the same time.
pub(super) fn around_item(app: &mut App, item: Item) -> Option<Effect> {
    let base = &app.open.base;
    let words = match item {
        Item::Entity(_) => Some(format!("entity:{}", base.id(item))),
        Item::Source(_) => Some(format!("source:{}", base.id(item))),
        // An interval with an open end is searched by its known end.
        Item::Event(_) | Item::Claim(_) => {
            base.effective_date(item).map(|when| format!("when:{}", when.edtf().trim_matches(['/', '.'])))
        }
        Item::Question(_) | Item::Balance(_) | Item::Story(_) => None,
    };
    let Some(words) = words else {
        app.toast = Some("it has no date; its claims are in the detail".to_owned());
        return None;
    };
    let key = app.setup.keymap.key(Command::Back);
    let effect = narrow(app, TIMELINE, words.clone());
    app.toast = Some(format!("the timeline shows {words}; {key} shows all again"));
    effect
}
