//! Reloading the base while the explorer keeps running.

use super::super::action::Open;
use super::super::app::App;
use super::super::keymap::Mode;
use super::super::layout::PROBLEMS;
use super::super::story::Playing;
use super::moving;
use crate::diagnostic::{LoadFailure, count_noun};
use crate::model::{Address, Item};
use std::sync::Arc;

/// Switches to the reloaded base unless nothing changed. Keeps the position by address and marks what changed. Waits
/// while a prompt is open, so that no typed letter becomes a command.
pub(super) fn rebase(app: &mut App, open: Arc<Open>) {
    if app.mode() == Mode::Prompt {
        app.put_off = Some(open);
        return;
    }
    if open.is_same {
        app.banner = None;
        app.toast = Some("read again: nothing changed".to_owned());
        app.with_pane(PROBLEMS, |pane, cx| pane.rebase(cx));
        app.fit();
        return;
    }
    let before = Arc::clone(&app.open);
    moving::note_place(app);
    let places: Vec<_> = app.panes.iter().map(|pane| pane.place()).collect();
    for pane in 0..app.panes.len() {
        // The matches of a filter are items of the previous base.
        if app.panes[pane].is_narrowed() {
            let _ = app.narrow(pane, None);
        }
    }
    app.open = open;
    app.banner = None;
    let renew = |app: &App, item: Item| app.open.base.find_by_id(item.kind(), before.base.id(item));
    let mut history = std::mem::take(&mut app.history);
    history.rebase(|item| renew(app, item));
    app.history = history;
    let find = |address: &str| address.parse::<Address>().ok().and_then(|address| app.open.base.find(&address));
    app.marks = app.marks.rebase(|item| before.base.address(item).to_string(), find);
    app.story = app.story.and_then(|playing| {
        let story = app.open.base.stories.find(before.base.stories.id(playing.story).as_str())?;
        let steps = app.open.base.stories[story].steps.len();
        (playing.at < steps).then_some(Playing { story, ..playing })
    });
    app.begin();
    app.overlays.clear();
    app.typing = None;
    // These refer to items of the previous base, and so would a result that is still to come.
    app.searching.found = None;
    app.searching.filter = None;
    app.searching.asked += 1;
    app.each_pane(|pane, cx| pane.rebase(cx));
    app.fit();
    app.panes.iter_mut().zip(places).for_each(|(pane, place)| pane.restore(place));
    let problems = match app.open.problems.len() {
        0 => String::new(),
        n => format!("; {}", count_noun(n, "problem")),
    };
    let news = match app.open.changed.len() {
        0 => "what was taken out is gone".to_owned(),
        n => format!("{} changed, marked *", count_noun(n, "item")),
    };
    app.toast = Some(format!("read again: {news}{problems}"));
}

/// Handles a failed reload: the last good base stays, and a banner says why.
pub(super) fn failed(app: &mut App, why: LoadFailure) {
    app.banner = Some(why);
    app.toast = None;
    app.with_pane(PROBLEMS, |pane, cx| pane.rebase(cx));
    app.fit();
}
