//! Navigation between items and panes.

use super::apply_next;
use crate::model::Item;
use crate::ui::app::App;
use crate::ui::command::{AppCommand, Command};
use crate::ui::effect::Effect;
use crate::ui::history::Visit;
use crate::ui::layout::PaneId;

/// The pane next to the focused one. With `round`, wraps to the other end.
fn adjacent_pane(app: &App, step: isize, round: bool) -> PaneId {
    let shown = app.view.visible_panes();
    let at = shown.iter().position(|pane| *pane == app.view.focus).unwrap_or(0);
    let to = at.saturating_add_signed(step);
    let skipped = |pane: &PaneId| app.view.sources_merged && *pane == PaneId::Sources;
    match (shown.get(to).filter(|pane| !skipped(pane) && (step > 0 || at > 0)), round) {
        (Some(&pane), _) => pane,
        (None, false) => shown[at],
        (None, true) if step > 0 => shown[0],
        (None, true) if app.view.sources_merged => PaneId::Detail,
        (None, true) => shown[2],
    }
}

/// Focuses the pane `step` places from the focused one. With `round`, wraps to the other end.
pub(super) fn focus_adjacent(app: &mut App, step: isize, wrap: bool) -> Option<Effect> {
    focus_pane(app, adjacent_pane(app, step, wrap))
}

/// Gives the focused pane the whole window, or shows all panes.
pub(super) fn set_zoom(app: &mut App, zoomed: bool) {
    app.view.zoomed = zoomed;
    app.relayout();
}

/// Makes the focused pane larger by a percentage of the window, or smaller.
pub(super) fn resize_pane(app: &mut App, by: i16) {
    app.view.grow(by);
    app.relayout();
}

/// Focuses a pane.
pub(super) fn focus_pane(app: &mut App, pane: PaneId) -> Option<Effect> {
    refresh_dependents(app);
    app.view.set_focus(pane);
    app.relayout();
    let next = app.with_pane(pane, |pane, cx| pane.focus_gained(cx));
    apply_next(app, next)
}

/// Opens an item in Detail, with a step in the history.
pub(super) fn open_item(app: &mut App, item: Item) -> Option<Effect> {
    app.remember_query();
    app.pause_story();
    app.overlays.clear();
    app.view.zoomed &= app.view.focus == PaneId::Detail;
    visit(app, item, false);
    focus_pane(app, PaneId::Detail)
}

/// Selects an item and updates the panes that depend on it.
pub(super) fn visit(app: &mut App, item: Item, browsed: bool) {
    if app.selected() == Some(item) {
        return;
    }
    save_view_state(app);
    app.history.visit(Visit { item, browsed, focus: app.view.focus, detail: (None, 0) });
    if app.view.sources_merged != app.should_merge_sources() {
        app.relayout();
    }
    if browsed && app.key_repeating {
        // While a key repeats, only the cursor moves. The other panes catch up when it stops.
        app.dependents_stale = true;
    } else {
        refresh_dependents(app);
    }
}

/// Updates every pane to the selection.
pub(super) fn refresh_dependents(app: &mut App) {
    app.dependents_stale = false;
    app.for_each_pane(|pane, cx| pane.sync_selection(cx));
}

/// Saves focus and scroll position of the current location in the history.
pub(super) fn save_view_state(app: &mut App) {
    let (focus, detail) = (app.view.focus, app.panes.detail.view_state());
    if let Some(current) = app.history.current_mut() {
        current.focus = focus;
        current.detail = detail;
    }
}

/// Goes back: removes a filter, returns to the previous location, then to the list, then out of zoom. Never quits.
pub(super) fn back(app: &mut App) -> Option<Effect> {
    if app.panes.get(app.view.focus).is_filtered() {
        let next = app.filter_pane(app.view.focus, None);
        return apply_next(app, next);
    }
    if app.history.trail().len() > 1 {
        save_view_state(app);
        let to = app.history.back();
        return_to(app, to, "");
    } else if !app.view.focus.is_list() {
        return focus_pane(app, app.view.list);
    } else if app.view.zoomed {
        app.view.zoomed = false;
        app.relayout();
    } else if app.panes.get(app.view.list).is_filtered() {
        let next = app.filter_pane(app.view.list, None);
        return apply_next(app, next);
    } else {
        app.toast = Some(format!(
            "You are at the top level. {} quits.",
            app.options.keymap.key(Command::App(AppCommand::Close))
        ));
    }
    None
}

/// Leaves zoom or goes back; at the root, quits.
pub(super) fn close_or_quit(app: &mut App) -> Option<Effect> {
    if app.view.zoomed {
        app.view.zoomed = false;
        app.relayout();
        return None;
    }
    if app.history.trail().len() > 1 { back(app) } else { Some(Effect::Exit) }
}

/// Moves back in the history.
pub(super) fn history_back(app: &mut App) {
    save_view_state(app);
    let to = app.history.back();
    return_to(app, to, "No earlier location in the history.");
}

/// Moves forward in the history.
pub(super) fn history_forward(app: &mut App) {
    save_view_state(app);
    let to = app.history.forward();
    return_to(app, to, "the history ends here");
}

/// Moves to the location shown before this one.
pub(super) fn last_location(app: &mut App) {
    save_view_state(app);
    let to = app.history.last();
    return_to(app, to, "no other place was visited");
}

fn return_to(app: &mut App, to: Option<Visit>, not_found_message: &str) {
    let Some(visit) = to else {
        app.toast = Some(not_found_message.to_owned());
        return;
    };
    app.view.set_focus(visit.focus);
    app.relayout();
    refresh_dependents(app);
    app.panes.detail.restore_view_state(visit.detail);
}
