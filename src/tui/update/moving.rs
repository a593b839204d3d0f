//! Navigation between items and panes.

use super::super::app::App;
use super::super::command::Command;
use super::super::effect::Effect;
use super::super::history::Visit;
use super::super::layout::{DETAIL, View};
use super::{finding, follow_up, playing};
use crate::model::Item;

/// The pane next to the focused one. With `round`, wraps to the other end.
pub(super) fn beside(app: &App, step: isize, round: bool) -> usize {
    let shown = app.view.shown();
    let at = shown.iter().position(|pane| *pane == app.view.focus).unwrap_or(0);
    let to = at.saturating_add_signed(step);
    let skipped = |pane: &usize| app.view.merged && *pane == super::SOURCES;
    match (shown.get(to).filter(|pane| !skipped(pane) && (step > 0 || at > 0)), round) {
        (Some(&pane), _) => pane,
        (None, false) => shown[at],
        (None, true) if step > 0 => shown[0],
        (None, true) if app.view.merged => DETAIL,
        (None, true) => shown[2],
    }
}

/// Focuses a pane.
pub(super) fn focus(app: &mut App, pane: usize) -> Option<Effect> {
    settle(app);
    app.view.set_focus(pane);
    app.fit();
    // `FocusNext` tells the pane that it gained the focus: a document selects its first link, a list shows its
    // selected item.
    let next = app.in_pane(pane, Command::FocusNext);
    follow_up(app, next)
}

/// Opens an item in Detail, with a step in the history.
pub(super) fn go_there(app: &mut App, item: Item) -> Option<Effect> {
    finding::remember(app);
    playing::pause(app);
    app.overlays.clear();
    app.view.zoomed &= app.view.focus == DETAIL;
    visit(app, item, false);
    focus(app, DETAIL)
}

/// Selects an item and updates the panes that depend on it.
pub(super) fn visit(app: &mut App, item: Item, browsed: bool) {
    if app.here() == Some(item) {
        return;
    }
    note_place(app);
    app.history.visit(Visit { item, browsed, focus: app.view.focus, detail: (None, 0) });
    if app.view.merged != app.merges() {
        app.fit();
    }
    if browsed && app.held {
        // While a key repeats, only the cursor moves. The other panes catch up when it stops.
        app.unsettled = true;
    } else {
        settle(app);
    }
}

/// Updates every pane to the selection.
pub(super) fn settle(app: &mut App) {
    app.unsettled = false;
    app.each_pane(|pane, cx| pane.follow(cx));
}

/// Saves focus and scroll position of the current location in the history.
pub(super) fn note_place(app: &mut App) {
    let (focus, detail) = (app.view.focus, app.panes[DETAIL].place());
    if let Some(current) = app.history.current_mut() {
        current.focus = focus;
        current.detail = detail;
    }
}

/// Goes back: removes a filter, returns to the previous location, then to the list, then out of zoom. Never quits.
pub(super) fn back(app: &mut App) -> Option<Effect> {
    if app.panes[app.view.focus].is_narrowed() {
        let next = app.narrow(app.view.focus, None);
        return follow_up(app, next);
    }
    if app.history.trail().len() > 1 {
        note_place(app);
        let to = app.history.back();
        return_to(app, to, "");
    } else if !View::is_list(app.view.focus) {
        return focus(app, app.view.list);
    } else if app.view.zoomed {
        app.view.zoomed = false;
        app.fit();
    } else if app.panes[app.view.list].is_narrowed() {
        let next = app.narrow(app.view.list, None);
        return follow_up(app, next);
    } else {
        app.toast = Some(format!("this is the root; {} quits", app.setup.keymap.key(Command::Close)));
    }
    None
}

/// Leaves zoom or goes back; at the root, quits.
pub(super) fn close_or_quit(app: &mut App) -> Option<Effect> {
    if app.view.zoomed {
        app.view.zoomed = false;
        app.fit();
        return None;
    }
    if app.history.trail().len() > 1 { back(app) } else { Some(Effect::Exit) }
}

/// Moves back or forward in the history, or to the location shown before this one.
pub(super) fn through_history(app: &mut App, command: Command) {
    note_place(app);
    let (to, nowhere) = match command {
        Command::HistoryBack => (app.history.back(), "the history begins here"),
        Command::HistoryForward => (app.history.forward(), "the history ends here"),
        _ => (app.history.last(), "no other place was visited"),
    };
    return_to(app, to, nowhere);
}

fn return_to(app: &mut App, to: Option<Visit>, nowhere: &str) {
    let Some(visit) = to else {
        app.toast = Some(nowhere.to_owned());
        return;
    };
    app.view.set_focus(visit.focus);
    app.fit();
    settle(app);
    app.panes[DETAIL].restore(visit.detail);
}
