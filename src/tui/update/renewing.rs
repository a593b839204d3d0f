//! A base that was read again, and a session that goes on.

use super::super::action::Open;
use super::super::app::App;
use super::super::layout::{DETAIL, PROBLEMS};
use super::moving;
use crate::diagnostic::count;
use crate::model::Item;
use std::sync::Arc;

/// Takes up a base that was read again; the place is kept by address, and what changed is marked.
pub(super) fn rebase(app: &mut App, open: Arc<Open>) {
    let before = Arc::clone(&app.open);
    moving::note_place(app);
    let detail = app.panes[DETAIL].place();
    app.open = open;
    app.banner = None;
    let renew = |app: &App, item: Item| app.open.base.find_id(item.kind(), before.base.id(item));
    let (mut history, mut marks) = (std::mem::take(&mut app.history), std::mem::take(&mut app.marks));
    history.rebase(|item| renew(app, item));
    marks.rebase(|item| renew(app, item));
    (app.history, app.marks) = (history, marks);
    app.story = app.story.and_then(|playing| {
        let story = app.open.base.stories.find(before.base.stories.id(playing.story).as_str())?;
        let steps = app.open.base.stories[story].steps.len();
        (playing.at < steps).then_some(super::super::story::Playing { story, ..playing })
    });
    app.begin();
    app.overlays.clear();
    app.typing = None;
    // These name items of the base before, and so does an answer that is still to come.
    app.digit = None;
    app.searching.found = None;
    app.searching.filter = None;
    app.searching.asked += 1;
    for pane in 0..app.panes.len() {
        // What a filter kept was of the base before.
        let _ = app.narrow(pane, None);
    }
    app.each_pane(|pane, cx| pane.rebase(cx));
    app.fit();
    app.panes[DETAIL].restore(detail);
    let problems = match app.open.problems.len() {
        0 => String::new(),
        n => format!("; {}", count(n, "problem")),
    };
    let news = match app.open.changed.len() {
        0 => "nothing changed".to_owned(),
        n => format!("{} changed, marked *", count(n, "item")),
    };
    app.toast = Some(format!("read again: {news}{problems}"));
}

/// The base could not be read again: the last good one stays, and a banner says why.
pub(super) fn failed(app: &mut App, why: &str) {
    app.banner = Some(format!("not read again: {why}"));
    app.toast = None;
    app.with_pane(PROBLEMS, |pane, cx| pane.rebase(cx));
    app.fit();
}
