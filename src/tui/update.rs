//! What each action does: the one function that changes the state.

use super::action::{Action, Command, Edit, Open};
use super::app::{App, DETAIL, SOURCES, TIMELINE};
use super::effect::Effect;
use super::history::Visit;
use super::overlay::{Article, Listing, Overlay, Search};
use super::pane::Filter;
use super::widget::Prompt;
use crate::model::{Item, Ix, Source};
use crate::sheet::{Link, Quoted};
use std::collections::HashSet;
use std::sync::Arc;

/// Applies an action; what it asks of the world is the effect.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let follow_up = match action {
        Action::Do(command, count) => {
            app.toast = None;
            return command_or_overlay(app, command, count);
        }
        Action::Digit(digit) => {
            digit_typed(app, digit);
            None
        }
        Action::Settle => {
            settle(app);
            None
        }
        Action::Edit(edit) => {
            if app.filtering.is_some() {
                return edit_filter(app, edit);
            }
            let open = Arc::clone(&app.open);
            return if app.overlays.last_mut()?.edit(edit, &open.base) { ask(app) } else { None };
        }
        Action::Ask => return ask(app),
        Action::Found(number, found) => {
            let answer = app.overlays.last_mut().filter(|_| number == app.asked).map(|overlay| overlay.found(&found));
            if answer.is_some() {
                app.found = Some(found);
            }
            answer.flatten()
        }
        Action::Filtered(number, items) => filter(app, number, items),
        Action::Resized(size) => {
            app.size = size;
            app.fit();
            None
        }
        Action::Loaded(open) => {
            rebase(app, open);
            None
        }
        Action::Failed(why) => {
            app.toast = Some(format!("not read again: {why}"));
            None
        }
        Action::Show(item) => {
            visit(app, item, true);
            None
        }
        Action::Visit(item) => {
            remember(app);
            app.overlays.clear();
            app.zoomed &= app.focus == DETAIL;
            visit(app, item, false);
            focus(app, DETAIL);
            None
        }
        Action::Follow(Link::Item(item)) => Some(Action::Visit(item)),
        Action::Follow(Link::Text(source, quote)) => {
            read(app, source, quote);
            None
        }
        Action::Close if app.filtering.is_some() => unfilter(app),
        Action::Close => {
            remember(app);
            app.overlays.pop();
            None
        }
    };
    follow_up.and_then(|next| update(app, next))
}

fn command_or_overlay(app: &mut App, command: Command, count: Option<u16>) -> Option<Effect> {
    let count = app.count.take().or(count).unwrap_or(1).max(1);
    match command {
        Command::Quit => return Some(Effect::Exit),
        Command::Suspend => return Some(Effect::Suspend),
        Command::Redraw => return Some(Effect::Redraw),
        Command::Reload => return Some(Effect::ReadBase),
        _ => {}
    }
    if app.filtering.is_some() {
        if command == Command::Drill {
            app.filtering = None;
        } else {
            let (pane, _) = app.filtering.as_ref()?;
            return app.in_pane(*pane, command, count).and_then(|next| update(app, next));
        }
        return None;
    }
    if let Some(overlay) = app.overlays.last_mut() {
        let next = overlay.on(command, count);
        return next.and_then(|next| update(app, next));
    }
    match command {
        Command::Close => {
            if app.zoomed {
                app.zoomed = false;
                app.fit();
            } else if app.history.trail().len() > 1 {
                back(app);
            } else {
                return Some(Effect::Exit);
            }
        }
        Command::Search => {
            let queries = app.queries.clone();
            open(app, Box::new(Search::new(queries)));
            return ask(app);
        }
        Command::NextHit => return next_hit(app, 1).and_then(|next| update(app, next)),
        Command::PreviousHit => return next_hit(app, -1).and_then(|next| update(app, next)),
        Command::Filter => app.filtering = Some((app.focus, Prompt::default())),
        Command::Help => open(app, Box::new(Listing::help())),
        Command::Asides => {
            let next = app.in_pane(TIMELINE, command, count);
            return next.and_then(|next| update(app, next));
        }
        Command::Problems => {
            let listing = Listing::problems(&app.open.problems);
            open(app, Box::new(listing));
        }
        Command::FocusNext => focus(app, (app.focus + 1) % app.panes.len()),
        Command::FocusPrevious => focus(app, (app.focus + app.panes.len() - 1) % app.panes.len()),
        Command::FocusLeft => focus(app, app.focus.saturating_sub(1)),
        Command::FocusRight => focus(app, (app.focus + 1).min(app.panes.len() - 1)),
        Command::FocusTimeline => focus(app, TIMELINE),
        Command::FocusDetail => focus(app, DETAIL),
        Command::FocusSources => focus(app, SOURCES),
        Command::Zoom | Command::Restore => {
            app.zoomed = command == Command::Zoom && !app.zoomed;
            app.fit();
        }
        Command::Back if app.panes[app.focus].is_narrowed() => {
            let next = app.narrow(app.focus, None);
            return next.and_then(|next| update(app, next));
        }
        Command::Back => back(app),
        Command::HistoryBack => {
            note_place(app);
            let to = app.history.back();
            go(app, to, "the history begins here");
        }
        Command::HistoryForward => {
            note_place(app);
            let to = app.history.forward();
            go(app, to, "the history ends here");
        }
        Command::LastPlace => {
            note_place(app);
            let to = app.history.last();
            go(app, to, "no other place was visited");
        }
        _ => return app.in_pane(app.focus, command, count).and_then(|next| update(app, next)),
    }
    None
}

/// Looks for what stands in the prompt. An answer to what was asked before is none to this.
fn ask(app: &mut App) -> Option<Effect> {
    let typed = app.overlays.last()?.typed()?.to_owned();
    app.asked += 1;
    Some(Effect::Search(app.asked, typed))
}

/// Keeps what was searched for, for the next time.
fn remember(app: &mut App) {
    const MOST: usize = 50;
    let typed =
        app.overlays.last().and_then(|overlay| overlay.typed()).map(str::trim).filter(|typed| !typed.is_empty());
    if let Some(typed) = typed.map(str::to_owned) {
        app.queries.retain(|query| *query != typed);
        app.queries.push(typed);
        let over = app.queries.len().saturating_sub(MOST);
        app.queries.drain(..over);
    }
}

/// The hit before or behind what is selected, of the last search.
fn next_hit(app: &mut App, step: isize) -> Option<Action> {
    let Some(found) = app.found.as_ref().filter(|found| !found.hits.is_empty()) else {
        app.toast = Some("nothing was searched for yet; / searches".to_owned());
        return None;
    };
    let here = found.hits.iter().position(|hit| app.here() == Some(hit.item));
    let next = here.map_or(Some(0), |at| at.checked_add_signed(step)).filter(|&at| at < found.hits.len());
    let told = next.map_or_else(|| "no further hit".to_owned(), |at| format!("hit {} of {}", at + 1, found.hits.len()));
    let item = next.map(|at| found.hits[at].item);
    app.toast = Some(told);
    item.map(Action::Visit)
}

/// Edits the filter of a pane, which follows each letter.
fn edit_filter(app: &mut App, edit: Edit) -> Option<Effect> {
    let (pane, prompt) = app.filtering.as_mut()?;
    if !prompt.edit(edit) {
        return None;
    }
    let (pane, text) = (*pane, prompt.text().trim().to_owned());
    app.asked += 1;
    if text.is_empty() {
        return app.narrow(pane, None).and_then(|next| update(app, next));
    }
    if pane == TIMELINE {
        return Some(Effect::Filter(app.asked, text));
    }
    let items = Arc::default();
    app.narrow(pane, Some(&Filter { text, items })).and_then(|next| update(app, next))
}

/// Takes what the filter of the timeline keeps.
fn filter(app: &mut App, number: u64, items: Arc<HashSet<Item>>) -> Option<Action> {
    let (pane, prompt) = app.filtering.as_ref().filter(|_| number == app.asked)?;
    let (pane, text) = (*pane, prompt.text().trim().to_owned());
    app.narrow(pane, Some(&Filter { text, items }))
}

/// Shows all of a pane again.
fn unfilter(app: &mut App) -> Option<Action> {
    let (pane, _) = app.filtering.take()?;
    app.asked += 1;
    app.narrow(pane, None)
}

/// A digit that names a pane goes there, unless a count was begun; a count begins with any other digit.
fn digit_typed(app: &mut App, digit: u16) {
    app.toast = None;
    let pane = usize::from(digit).checked_sub(1).filter(|&pane| pane < app.panes.len() && app.overlays.is_empty());
    match (app.count, pane) {
        (Some(count), _) => app.count = Some(count.saturating_mul(10).saturating_add(digit).min(9_999)),
        (None, Some(pane)) => focus(app, pane),
        (None, None) => app.count = Some(digit),
    }
}

fn open(app: &mut App, overlay: Box<dyn Overlay>) {
    app.overlays.push(overlay);
    app.fit();
}

fn focus(app: &mut App, pane: usize) {
    settle(app);
    app.focus = pane;
    app.fit();
    // Whoever comes into a pane finds its first link selected.
    let _ = app.in_pane(app.focus, Command::FocusNext, 1);
}

/// Goes to an item, and lets the panes follow.
fn visit(app: &mut App, item: Item, browsed: bool) {
    if app.here() == Some(item) {
        return;
    }
    note_place(app);
    app.history.visit(Visit { item, browsed, focus: app.focus, detail: (None, 0) });
    if browsed && app.setup.slow {
        // A held key moves the cursor now; what it passes over is not worth the bytes.
        app.unsettled = true;
    } else {
        settle(app);
    }
}

/// Lets every pane follow the selection.
fn settle(app: &mut App) {
    app.unsettled = false;
    app.each_pane(|pane, cx| pane.follow(cx));
}

/// Notes how the place that is about to be left looks.
fn note_place(app: &mut App) {
    let (focus, detail) = (app.focus, app.panes[DETAIL].place());
    if let Some(current) = app.history.current_mut() {
        current.focus = focus;
        current.detail = detail;
    }
}

/// Back: out of a zoom, to the place before, to the timeline; never out of the program.
fn back(app: &mut App) {
    if app.history.trail().len() > 1 {
        note_place(app);
        let to = app.history.back();
        go(app, to, "");
    } else if app.focus != TIMELINE {
        focus(app, TIMELINE);
    } else if app.zoomed {
        app.zoomed = false;
        app.fit();
    } else {
        app.toast = Some("this is the root; q quits".to_owned());
    }
}

/// Returns to a place of the history.
fn go(app: &mut App, to: Option<Visit>, nowhere: &str) {
    let Some(visit) = to else {
        app.toast = Some(nowhere.to_owned());
        return;
    };
    app.focus = visit.focus;
    app.fit();
    settle(app);
    app.panes[DETAIL].restore(visit.detail);
}

/// Opens a source text at a quote, or says how to.
fn read(app: &mut App, source: Ix<Source>, quote: Quoted) {
    let base = &app.open.base;
    let name = base.source_name(source);
    match app.open.texts.get(&source) {
        Some(text) => {
            let article = Article::new(name.to_owned(), text.raw(), quote);
            open(app, Box::new(article));
        }
        None => {
            app.toast = Some(match base.sources[source].text {
                Some(_) => format!("start with --texts DIR to read {name}"),
                None => format!("no text is kept of {name}"),
            });
        }
    }
}

/// Takes up a base that was read again; the place is kept by address.
fn rebase(app: &mut App, open: Arc<Open>) {
    let before = Arc::clone(&app.open);
    app.open = open;
    let base = &app.open.base;
    app.history.rebase(|item| base.find_id(item.kind(), before.base.id(item)));
    app.begin();
    app.overlays.clear();
    app.filtering = None;
    app.found = None;
    for pane in 0..app.panes.len() {
        // What a filter kept was of the base before.
        let _ = app.narrow(pane, None);
    }
    app.each_pane(|pane, cx| pane.rebase(cx));
    app.toast = Some(match app.open.problems.len() {
        0 => "read again".to_owned(),
        n => format!("read again; {} (! lists them)", crate::diagnostic::count(n, "problem")),
    });
}
