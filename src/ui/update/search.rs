//! Searching, filtering and going to a date.

use super::{apply_next, navigation, update};
use crate::model::{EdtfDate, Item};
use crate::search::{Matches, parse_written_date};
use crate::ui::action::{Action, Edit};
use crate::ui::app::{App, LineEdit, LineEditKind};
use crate::ui::command::{AppCommand, Command};
use crate::ui::effect::Effect;
use crate::ui::layout::PaneId;
use crate::ui::panes::PaneFilter;
use crate::ui::widgets::Prompt;
use std::sync::Arc;

/// Starts a search for the text in the prompt. The new id makes results of earlier queries stale.
pub(super) fn submit_query(app: &mut App) -> Option<Effect> {
    let typed = app.overlays.last()?.query()?.to_owned();
    app.search.request_id += 1;
    Some(Effect::Search(app.search.request_id, typed))
}

/// Opens the hit `step` places from the selected item in the results of the last search.
pub(super) fn next_hit(app: &mut App, step: isize) -> Option<Effect> {
    let Some(found) = app.search.results.clone().filter(|found| !found.hits.is_empty()) else {
        app.toast = Some(format!(
            "No search yet. Press {} to search.",
            app.options.keymap.key(Command::App(AppCommand::Search))
        ));
        return None;
    };
    let here = found.hits.iter().position(|hit| app.selected() == Some(hit.item));
    let next = here.map_or(Some(0), |at| at.checked_add_signed(step)).filter(|&at| at < found.hits.len());
    let message =
        next.map_or_else(|| "No more results.".to_owned(), |at| format!("hit {} of {}", at + 1, found.hits.len()));
    let effect = next.and_then(|at| update(app, Action::Visit(found.hits[at].item)));
    app.toast = Some(message);
    effect
}

/// Opens the prompt in the footer.
pub(super) fn start_line_edit(app: &mut App, purpose: LineEditKind) {
    app.search.input_error = None;
    app.line_edit = Some(LineEdit { purpose, prompt: Prompt::default() });
}

/// Edits the line in the footer. A filter is applied after every edit.
pub(super) fn edit_line(app: &mut App, edit: Edit) -> Option<Effect> {
    let typing = app.line_edit.as_mut()?;
    if !typing.prompt.edit(edit) {
        return None;
    }
    let text = typing.prompt.text().trim().to_owned();
    match typing.purpose {
        LineEditKind::Filter(pane) => apply_filter(app, pane, text),
        LineEditKind::Date => None,
    }
}

/// Submits the line: keeps the filter, or goes to the date.
pub(super) fn submit_line(app: &mut App) -> Option<Effect> {
    let typing = app.line_edit.take()?;
    let typed = typing.prompt.text().trim();
    if typing.purpose != LineEditKind::Date || typed.is_empty() {
        app.toast = app.search.input_error.take();
        return None;
    }
    let Some(date) = parse_written_date(typed).as_ref().and_then(EdtfDate::earliest) else {
        // Keep the line, so that it can be corrected.
        app.search.input_error = Some(format!("“{typed}” is not a date. Use 2025, dec 2024 or 16 December 2024."));
        app.line_edit = Some(typing);
        return None;
    };
    let effect = navigation::focus_pane(app, PaneId::Timeline);
    let next = app.with_timeline(|timeline, cx| timeline.go_to_date(date, cx));
    effect.or_else(|| apply_next(app, next))
}

/// Cancels the line; its filter is removed.
pub(super) fn cancel_line(app: &mut App) {
    if let Some(LineEdit { purpose: LineEditKind::Filter(pane), .. }) = app.line_edit.take() {
        let _ = apply_filter(app, pane, String::new());
    }
}

/// Focuses a list and filters it.
pub(super) fn filter_list(app: &mut App, pane: PaneId, words: String) -> Option<Effect> {
    app.pause_story();
    app.overlays.clear();
    app.view.zoomed = false;
    let _ = navigation::focus_pane(app, pane);
    apply_filter(app, pane, words)
}

/// Starts filtering a pane: a list by items that the worker finds, a document by its text.
fn apply_filter(app: &mut App, pane: PaneId, text: String) -> Option<Effect> {
    app.search.request_id += 1;
    app.search.input_error = None;
    if text.is_empty() {
        let next = app.filter_pane(pane, None);
        return apply_next(app, next);
    }
    if pane.is_list() && pane != PaneId::Problems {
        app.search.filter = Some((pane, text.clone()));
        return Some(Effect::Filter(app.search.request_id, text));
    }
    let next = app.filter_pane(pane, Some(&PaneFilter { text, items: Arc::default() }));
    apply_next(app, next)
}

/// Applies the matches of a list's filter.
pub(super) fn on_filter_done(app: &mut App, number: u64, items: Arc<Matches>, error: Option<String>) -> Option<Effect> {
    let (pane, text) = app.search.filter.take_if(|_| number == app.search.request_id)?;
    app.search.input_error = error;
    if app.line_edit.is_none() && app.search.input_error.is_some() {
        app.toast.clone_from(&app.search.input_error);
    }
    let next = app.filter_pane(pane, Some(&PaneFilter { text, items }));
    apply_next(app, next)
}

/// Filters the timeline by what is related to the selection.
pub(super) fn show_related_to_selection(app: &mut App) -> Option<Effect> {
    let item = app.selected()?;
    show_related(app, item)
}

/// Filters the timeline by what is related to an item: for an entity, mentions of it; for a source, what cites it;
/// for an event or a claim, what happened at the same time.
pub(super) fn show_related(app: &mut App, item: Item) -> Option<Effect> {
    let base = &app.snapshot.base;
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
    let key = app.options.keymap.key(Command::App(AppCommand::Back));
    let effect = filter_list(app, PaneId::Timeline, words.clone());
    app.toast = Some(format!("Timeline filtered: {words}. {key} clears the filter."));
    effect
}
