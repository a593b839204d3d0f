//! Reloading the base while the explorer keeps running.

use super::navigation;
use crate::diagnostics::LoadFailure;
use crate::model::{Address, Item};
use crate::text::count_noun;
use crate::ui::app::App;
use crate::ui::keymap::Mode;
use crate::ui::layout::PaneId;
use crate::ui::panes::DocumentPane;
use crate::ui::snapshot::BaseSnapshot;
use crate::ui::story::StoryPlayback;
use std::sync::Arc;

/// Switches to the reloaded base unless nothing changed. Keeps the position by address and marks what changed. Waits
/// while a prompt is open, so that no typed letter becomes a command.
pub(super) fn apply_snapshot(app: &mut App, snapshot: Arc<BaseSnapshot>) {
    if app.mode() == Mode::Prompt {
        app.pending_snapshot = Some(snapshot);
        return;
    }
    if snapshot.is_same {
        app.banner = None;
        app.toast = Some("Reloaded: nothing changed.".to_owned());
        app.with_pane(PaneId::Problems, |pane, cx| pane.rebuild(cx));
        app.relayout();
        return;
    }
    let before = Arc::clone(&app.snapshot);
    navigation::save_view_state(app);
    let documents = [&app.panes.detail, &app.panes.sources, &app.panes.problems];
    let view_states = documents.map(DocumentPane::view_state);
    for &pane in PaneId::ALL {
        // The matches of a filter are items of the previous base.
        if app.panes.get(pane).is_filtered() {
            let _ = app.filter_pane(pane, None);
        }
    }
    app.snapshot = snapshot;
    app.banner = None;
    let remap = |app: &App, item: Item| app.snapshot.base.find_by_id(item.kind(), before.base.id(item));
    let mut history = std::mem::take(&mut app.history);
    history.remap(|item| remap(app, item));
    app.history = history;
    let find = |address: &str| address.parse::<Address>().ok().and_then(|address| app.snapshot.base.find(&address));
    app.marks = app.marks.remap(|item| before.base.address(item).to_string(), find);
    app.story = app.story.and_then(|playing| {
        let story = app.snapshot.base.stories.find(before.base.stories.id(playing.story).as_str())?;
        let steps = app.snapshot.base.stories[story].steps.len();
        (playing.step_index < steps).then_some(StoryPlayback { story, ..playing })
    });
    app.select_initial();
    app.overlays.clear();
    app.line_edit = None;
    // These refer to items of the previous base, and so would a result that is still to come.
    app.search.results = None;
    app.search.filter = None;
    app.search.request_id += 1;
    app.for_each_pane(|pane, cx| pane.rebuild(cx));
    app.relayout();
    let documents = [&mut app.panes.detail, &mut app.panes.sources, &mut app.panes.problems];
    documents.into_iter().zip(view_states).for_each(|(pane, state)| pane.restore_view_state(state));
    let problems = match app.snapshot.problems.len() {
        0 => String::new(),
        n => format!("; {}", count_noun(n, "problem")),
    };
    let news = match app.snapshot.changed.len() {
        0 => "no items added or changed".to_owned(),
        n => format!("{} changed, marked *", count_noun(n, "item")),
    };
    app.toast = Some(format!("Reloaded: {news}{problems}."));
}

/// Handles a failed reload: the last good base stays, and a banner says why.
pub(super) fn reload_failed(app: &mut App, why: LoadFailure) {
    app.banner = Some(why);
    app.toast = None;
    app.with_pane(PaneId::Problems, |pane, cx| pane.rebuild(cx));
    app.relayout();
}
