//! Applies actions: the only code that changes the state.

mod finding;
mod marking;
mod moving;
mod playing;
mod pointing;
mod renewing;
mod taking;

use super::action::Action;
use super::app::{App, Lettering, Purpose};
use super::command::Command;
use super::effect::Effect;
use super::keymap::{Chord, Mode};
use super::layout::{DETAIL, ENTITIES, LIBRARY, PROBLEMS, QUESTIONS, SOURCES, TIMELINE};
use super::overlay::{Overlay, Search, help, palette, places};
use crate::config::Look;
use crate::sheet::{Link, Quoted};
use crossterm::event::KeyEvent;
use std::sync::Arc;

/// Number of key presses kept for `--show-keys`.
const PRESSED: usize = 3;

/// Applies the action bound to a key and returns the side effect, if any.
pub fn press(app: &mut App, key: KeyEvent) -> Option<Effect> {
    let action = app.setup.keymap.action(app.mode(), key)?;
    if app.setup.show_keys
        && let Some(chord) = Chord::of(key)
        && let Some(command) = match action {
            Action::Do(command) => Some(command),
            _ => None,
        }
        && let Some(declared) = command.declared()
    {
        let name = playing::name_of(app, command).unwrap_or_else(|| declared.name.to_owned());
        app.pressed.push_back((chord.to_string(), name));
        while app.pressed.len() > PRESSED {
            app.pressed.pop_front();
        }
    }
    update(app, action)
}

/// Applies an action and returns the side effect, if any.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let effect = apply(app, action);
    // A snapshot held back while the prompt was open is applied now.
    if app.mode() != Mode::Prompt
        && let Some(open) = app.put_off.take()
    {
        renewing::rebase(app, open);
    }
    effect
}

fn apply(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Do(command) => {
            app.toast = None;
            return command_or_overlay(app, command);
        }
        Action::Letter(letter) => return marking::letter_typed(app, letter),
        Action::Point(point, at) => return pointing::point_at(app, point, at),
        Action::Edit(edit) => {
            if app.typing.is_some() {
                return finding::edit_line(app, edit);
            }
            let open = Arc::clone(&app.open);
            return if app.overlays.last_mut()?.edit(edit, &open.base) { finding::ask(app) } else { None };
        }
        Action::Ask => return finding::ask(app),
        Action::Seek(words) => {
            show(app, Search::new(vec![words]));
            return finding::ask(app);
        }
        Action::Found(number, found) => {
            let asked = number == app.searching.asked;
            let answer = app.overlays.last_mut().filter(|_| asked).map(|overlay| overlay.found(&found));
            if answer.is_some() {
                app.searching.found = Some(found);
            }
            return follow_up(app, answer.flatten());
        }
        Action::Filtered(number, items, fault) => return finding::filtered(app, number, items, fault),
        Action::Narrow(pane, words) => return finding::narrow(app, pane, words),
        Action::Resized(size) => {
            app.size = size;
            app.fit();
        }
        Action::Loaded(open) => renewing::rebase(app, open),
        Action::Failed(why) => renewing::failed(app, why),
        Action::Settle => {
            app.held = false;
            moving::settle(app);
        }
        Action::Show(item) => moving::visit(app, item, true),
        Action::Visit(item) => return moving::go_there(app, item),
        Action::Follow(link) => return follow(app, link),
        Action::Play(story, step) => playing::play(app, story, step),
        Action::Tick => playing::tick(app),
        Action::Take(taken) => return taking::take(app, taken),
        Action::Picture(format) => return Some(Effect::Picture(format, taking::stem(app))),
        Action::Look(look) => take_on(app, look),
        Action::Run(action) => {
            close(app);
            return update(app, *action);
        }
        Action::Close => close(app),
        Action::Held(held) => app.held = held,
        Action::Remark(words) => app.toast = Some(words),
    }
    None
}

/// Applies the action returned by a pane or an overlay.
fn follow_up(app: &mut App, action: Option<Action>) -> Option<Effect> {
    action.and_then(|next| update(app, next))
}

fn command_or_overlay(app: &mut App, command: Command) -> Option<Effect> {
    match command {
        Command::Quit => return Some(Effect::Exit),
        Command::Suspend => return Some(Effect::Suspend),
        Command::Redraw => return Some(Effect::Redraw),
        _ => {}
    }
    if let Some(typing) = &app.typing {
        return match (typing.purpose, command) {
            (_, Command::Drill) => finding::enter_line(app),
            (Purpose::Filter(pane), _) => {
                let next = app.in_pane(pane, command);
                follow_up(app, next)
            }
            (Purpose::Date, _) => None,
        };
    }
    if let Some(overlay) = app.overlays.last_mut() {
        let next = overlay.on(command);
        return follow_up(app, next);
    }
    if playing::has_turned(app, command) {
        return None;
    }
    run(app, command)
}

/// Runs a command when neither a prompt nor an overlay is open.
fn run(app: &mut App, command: Command) -> Option<Effect> {
    match command {
        Command::Reload => return Some(Effect::ReadBase),
        Command::Close => return moving::close_or_quit(app),
        Command::Search => {
            let queries = app.searching.queries.clone();
            show(app, Search::new(queries));
            return finding::ask(app);
        }
        Command::NextHit => return finding::next_hit(app, 1),
        Command::PreviousHit => return finding::next_hit(app, -1),
        Command::Filter => finding::begin_line(app, Purpose::Filter(app.view.focus)),
        Command::GoToDate => finding::begin_line(app, Purpose::Date),
        Command::Around => return finding::around(app),
        Command::Palette => {
            let palette = palette(&app.open.base, &app.setup.lang, &app.setup.keymap);
            show(app, palette);
        }
        Command::Help => {
            let telling = app.story.is_some_and(|story| !story.paused);
            let help = help(&app.setup.keymap, app.view.focus, telling);
            show(app, help);
        }
        Command::Peek => return peek(app),
        Command::SetMark | Command::GoToMark => {
            app.lettering = Some(if command == Command::SetMark { Lettering::Set } else { Lettering::Go });
        }
        Command::Marks => {
            let visited: Vec<_> = app.history.recent().take(20).collect();
            let places = places(&app.open.base, &app.setup.lang, &app.marks, &visited);
            show(app, places);
        }
        Command::Flag => return marking::flag(app),
        Command::Story => playing::start_or_resume(app),
        Command::Copy | Command::CopyMenu | Command::Print | Command::OpenUrl | Command::Edit | Command::Picture => {
            return taking::run(app, command);
        }
        Command::Look => {
            let next = Look::ALL.iter().skip_while(|look| **look != app.setup.look).nth(1);
            take_on(app, next.copied().unwrap_or(Look::Auto));
        }
        Command::Hints => app.setup.hints = !app.setup.hints,
        Command::Mouse => {
            app.setup.mouse = !app.setup.mouse;
            let words = if app.setup.mouse {
                "the mouse is used here; hold Shift to select text"
            } else {
                "the mouse is the terminal's"
            };
            app.toast = Some(words.to_owned());
            return Some(Effect::Mouse(app.setup.mouse));
        }
        Command::Asides | Command::Distances | Command::PreviousDate | Command::NextDate => {
            let next = app.in_pane(TIMELINE, command);
            return follow_up(app, next);
        }
        _ => return go(app, command),
    }
    None
}

/// Runs the commands that move between panes and locations; all others go to the focused pane.
fn go(app: &mut App, command: Command) -> Option<Effect> {
    let pane = match command {
        Command::FocusNext => moving::beside(app, 1, true),
        Command::FocusPrevious => moving::beside(app, -1, true),
        Command::FocusLeft => moving::beside(app, -1, false),
        Command::FocusRight => moving::beside(app, 1, false),
        Command::FocusTimeline => TIMELINE,
        Command::FocusDetail => DETAIL,
        Command::FocusSources => SOURCES,
        Command::FocusEntities => ENTITIES,
        Command::FocusQuestions => QUESTIONS,
        Command::FocusLibrary => LIBRARY,
        Command::FocusProblems => PROBLEMS,
        Command::Zoom | Command::Restore => {
            app.view.zoomed = command == Command::Zoom && !app.view.zoomed;
            app.fit();
            return None;
        }
        Command::Grow | Command::Shrink | Command::Even => {
            match command {
                Command::Even => app.view.shares = app.setup.shares,
                _ => app.view.grow(if command == Command::Grow { 5 } else { -5 }),
            }
            app.fit();
            return None;
        }
        Command::Back => return moving::back(app),
        Command::HistoryBack | Command::HistoryForward | Command::LastPlace => {
            moving::through_history(app, command);
            return None;
        }
        _ => {
            let next = app.in_pane(app.view.focus, command);
            return follow_up(app, next);
        }
    };
    moving::focus(app, pane)
}

/// Follows a link.
fn follow(app: &mut App, link: Link) -> Option<Effect> {
    match link {
        Link::Item(item) => return update(app, Action::Visit(item)),
        Link::Quote(quote) => taking::read_quote(app, quote),
        Link::Text(source) => taking::read(app, source, Quoted::Whole),
        Link::Then(item) | Link::About(item) => return finding::around_item(app, item),
        Link::Url(source) => return taking::open_source(app, source),
        Link::Problem(at) => {
            let subject = app.open.problems.get(at).and_then(|(problem, _)| problem.subject.as_ref());
            match subject.and_then(|address| app.open.base.find(address)) {
                Some(item) => return update(app, Action::Visit(item)),
                None => {
                    app.toast = Some(format!(
                        "it is not in the base; {} opens the editor there",
                        app.setup.keymap.key(Command::Edit)
                    ));
                }
            }
        }
    }
    None
}

/// Previews what is selected in the focused pane.
fn peek(app: &mut App) -> Option<Effect> {
    match app.with_pane(app.view.focus, |pane, cx| pane.target(cx)) {
        Some(Link::Item(item) | Link::Then(item) | Link::About(item)) => {
            let peek = super::overlay::Peek::new(&app.open.base, item, &app.setup.lang);
            show(app, peek);
        }
        Some(Link::Quote(quote)) => taking::read_quote(app, quote),
        Some(Link::Text(source)) => taking::read(app, source, Quoted::Whole),
        Some(Link::Url(_) | Link::Problem(_)) | None => app.toast = Some("nothing to peek at is selected".to_owned()),
    }
    None
}

/// Changes the theme and marks it as chosen by the user.
pub(super) fn take_on(app: &mut App, look: Look) {
    app.look_chosen = true;
    app.setup.look = look;
    app.setup.theme = super::theme::Theme::of(look, app.setup.depth, app.setup.background);
    app.toast = Some(format!("theme {look}"));
}

/// Opens an overlay.
fn show(app: &mut App, overlay: impl Overlay + 'static) {
    app.overlays.push(Box::new(overlay));
    app.fit();
}

/// Closes what is on top: a pending mark, the line edit or an overlay.
fn close(app: &mut App) {
    if app.lettering.take().is_some() {
        return;
    }
    if app.typing.is_some() {
        finding::leave_line(app);
        return;
    }
    finding::remember(app);
    app.overlays.pop();
}
