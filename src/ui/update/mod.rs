//! Applies actions: the only code that changes the state.

mod copy;
mod marks;
mod mouse;
mod navigation;
mod reload;
mod search;
mod story;

use super::action::Action;
use super::app::{App, LineEditKind, PendingMark};
use super::command::Command;
use super::effect::Effect;
use super::keymap::{Chord, Mode};
use super::layout::{DETAIL, ENTITIES, LIBRARY, PROBLEMS, QUESTIONS, SOURCES, TIMELINE};
use super::overlays::{Overlay, Search, help, location_picker, palette};
use crate::present::{Link, TextTarget};
use crate::ui::settings::ThemeName;
use crossterm::event::KeyEvent;
use std::sync::Arc;

/// Number of key presses kept for `--show-keys`.
const MAX_SHOWN_KEYS: usize = 3;

/// Applies the action bound to a key and returns the side effect, if any.
pub fn press(app: &mut App, key: KeyEvent) -> Option<Effect> {
    let action = app.options.keymap.action(app.mode(), key)?;
    if app.options.show_keys
        && let Some(chord) = Chord::from_event(key)
        && let Some(command) = match action {
            Action::Do(command) => Some(command),
            _ => None,
        }
        && let Some(declared) = command.spec()
    {
        let name = story::story_command_label(app, command).unwrap_or_else(|| declared.name.to_owned());
        app.recent_keys.push_back((chord.to_string(), name));
        while app.recent_keys.len() > MAX_SHOWN_KEYS {
            app.recent_keys.pop_front();
        }
    }
    update(app, action)
}

/// Applies an action and returns the side effect, if any.
pub fn update(app: &mut App, action: Action) -> Option<Effect> {
    let effect = apply(app, action);
    // A snapshot held back while the prompt was open is applied now.
    if app.mode() != Mode::Prompt
        && let Some(open) = app.pending_snapshot.take()
    {
        reload::apply_snapshot(app, open);
    }
    effect
}

fn apply(app: &mut App, action: Action) -> Option<Effect> {
    match action {
        Action::Do(command) => {
            app.toast = None;
            return dispatch_command(app, command);
        }
        Action::MarkLetter(letter) => return marks::on_mark_letter(app, letter),
        Action::Mouse(point, at) => return mouse::on_mouse(app, point, at),
        Action::Edit(edit) => {
            if app.line_edit.is_some() {
                return search::edit_line(app, edit);
            }
            let open = Arc::clone(&app.snapshot);
            return if app.overlays.last_mut()?.edit(edit, &open.base) { search::submit_query(app) } else { None };
        }
        Action::SubmitQuery => return search::submit_query(app),
        Action::OpenSearch(words) => {
            open_overlay(app, Search::new(vec![words]));
            return search::submit_query(app);
        }
        Action::Found(number, found) => {
            let asked = number == app.search.request_id;
            let answer = app.overlays.last_mut().filter(|_| asked).map(|overlay| overlay.set_results(&found));
            if answer.is_some() {
                app.search.results = Some(found);
            }
            return apply_next(app, answer.flatten());
        }
        Action::Filtered(number, items, fault) => return search::on_filter_done(app, number, items, fault),
        Action::ApplyFilter(pane, words) => return search::filter_list(app, pane, words),
        Action::Resized(size) => {
            app.size = size;
            app.relayout();
        }
        Action::Loaded(open) => reload::apply_snapshot(app, open),
        Action::Failed(why) => reload::reload_failed(app, why),
        Action::RefreshDependents => {
            app.key_repeating = false;
            navigation::refresh_dependents(app);
        }
        Action::Show(item) => navigation::visit(app, item, true),
        Action::Visit(item) => return navigation::open_item(app, item),
        Action::Follow(link) => return follow(app, link),
        Action::Play(story, step) => story::play(app, story, step),
        Action::Tick => story::tick(app),
        Action::Copy(taken) => return copy::copy(app, taken),
        Action::Screenshot(format) => return Some(Effect::Screenshot(format, copy::screenshot_stem(app))),
        Action::SetTheme(look) => set_theme(app, look),
        Action::CloseThen(action) => {
            close(app);
            return update(app, *action);
        }
        Action::Close => close(app),
        Action::KeyRepeating(held) => app.key_repeating = held,
        Action::ShowMessage(words) => app.toast = Some(words),
    }
    None
}

/// Applies the action returned by a pane or an overlay.
fn apply_next(app: &mut App, action: Option<Action>) -> Option<Effect> {
    action.and_then(|next| update(app, next))
}

fn dispatch_command(app: &mut App, command: Command) -> Option<Effect> {
    match command {
        Command::Quit => return Some(Effect::Exit),
        Command::Suspend => return Some(Effect::Suspend),
        Command::Redraw => return Some(Effect::Redraw),
        _ => {}
    }
    if let Some(typing) = &app.line_edit {
        return match (typing.purpose, command) {
            (_, Command::Follow) => search::submit_line(app),
            (LineEditKind::Filter(pane), _) => {
                let next = app.run_in_pane(pane, command);
                apply_next(app, next)
            }
            (LineEditKind::Date, _) => None,
        };
    }
    if let Some(overlay) = app.overlays.last_mut() {
        let next = overlay.on_command(command);
        return apply_next(app, next);
    }
    if story::handle_story_command(app, command) {
        return None;
    }
    run_command(app, command)
}

/// Runs a command when neither a prompt nor an overlay is open.
fn run_command(app: &mut App, command: Command) -> Option<Effect> {
    match command {
        Command::Reload => return Some(Effect::ReloadBase),
        Command::Close => return navigation::close_or_quit(app),
        Command::Search => {
            let queries = app.search.queries.clone();
            open_overlay(app, Search::new(queries));
            return search::submit_query(app);
        }
        Command::NextHit => return search::next_hit(app, 1),
        Command::PreviousHit => return search::next_hit(app, -1),
        Command::Filter => search::start_line_edit(app, LineEditKind::Filter(app.view.focus)),
        Command::GoToDate => search::start_line_edit(app, LineEditKind::Date),
        Command::ShowRelated => return search::show_related_to_selection(app),
        Command::Palette => {
            let palette = palette(&app.snapshot.base, &app.options.lang, &app.options.keymap);
            open_overlay(app, palette);
        }
        Command::Help => {
            let in_story = app.story.is_some_and(|story| !story.paused);
            let help = help(&app.options.keymap, app.view.focus, in_story);
            open_overlay(app, help);
        }
        Command::Peek => return peek(app),
        Command::SetMark | Command::GoToMark => {
            app.pending_mark = Some(if command == Command::SetMark { PendingMark::Set } else { PendingMark::Jump });
        }
        Command::Marks => {
            let visited: Vec<_> = app.history.recent().take(20).collect();
            let places = location_picker(&app.snapshot.base, &app.options.lang, &app.marks, &visited);
            open_overlay(app, places);
        }
        Command::Flag => return marks::flag(app),
        Command::Story => story::start_or_resume(app),
        Command::Copy | Command::CopyMenu | Command::Print | Command::OpenUrl | Command::Edit | Command::Screenshot => {
            return copy::run_copy_command(app, command);
        }
        Command::NextTheme => {
            let next = ThemeName::ALL.iter().skip_while(|look| **look != app.options.theme_name).nth(1);
            set_theme(app, next.copied().unwrap_or(ThemeName::Auto));
        }
        Command::ToggleHints => app.options.show_hints = !app.options.show_hints,
        Command::ToggleMouse => {
            app.options.mouse = !app.options.mouse;
            let words = if app.options.mouse {
                "the mouse is used here; hold Shift to select text"
            } else {
                "the mouse is the terminal's"
            };
            app.toast = Some(words.to_owned());
            return Some(Effect::Mouse(app.options.mouse));
        }
        Command::TogglePeripheral | Command::ToggleTimeGaps | Command::PreviousDate | Command::NextDate => {
            let next = app.run_in_pane(TIMELINE, command);
            return apply_next(app, next);
        }
        _ => return navigate(app, command),
    }
    None
}

/// Runs the commands that move between panes and locations; all others go to the focused pane.
fn navigate(app: &mut App, command: Command) -> Option<Effect> {
    let pane = match command {
        Command::FocusNext => navigation::adjacent_pane(app, 1, true),
        Command::FocusPrevious => navigation::adjacent_pane(app, -1, true),
        Command::FocusLeft => navigation::adjacent_pane(app, -1, false),
        Command::FocusRight => navigation::adjacent_pane(app, 1, false),
        Command::FocusTimeline => TIMELINE,
        Command::FocusDetail => DETAIL,
        Command::FocusSources => SOURCES,
        Command::FocusEntities => ENTITIES,
        Command::FocusQuestions => QUESTIONS,
        Command::FocusLibrary => LIBRARY,
        Command::FocusProblems => PROBLEMS,
        Command::Zoom | Command::Restore => {
            app.view.zoomed = command == Command::Zoom && !app.view.zoomed;
            app.relayout();
            return None;
        }
        Command::Grow | Command::Shrink | Command::ResetSizes => {
            match command {
                Command::ResetSizes => app.view.shares = app.options.shares,
                _ => app.view.grow(if command == Command::Grow { 5 } else { -5 }),
            }
            app.relayout();
            return None;
        }
        Command::Back => return navigation::back(app),
        Command::HistoryBack | Command::HistoryForward | Command::LastLocation => {
            navigation::step_history(app, command);
            return None;
        }
        _ => {
            let next = app.run_in_pane(app.view.focus, command);
            return apply_next(app, next);
        }
    };
    navigation::focus_pane(app, pane)
}

/// Follows a link.
fn follow(app: &mut App, link: Link) -> Option<Effect> {
    match link {
        Link::Item(item) => return update(app, Action::Visit(item)),
        Link::Quote(quote) => copy::open_quote(app, quote),
        Link::SourceText(source) => copy::open_source_text(app, source, TextTarget::WholeText),
        Link::SameTime(item) | Link::Related(item) => return search::show_related(app, item),
        Link::Url(source) => return copy::open_source_url(app, source),
        Link::Problem(at) => {
            let subject = app.snapshot.problems.get(at).and_then(|(problem, _)| problem.subject.as_ref());
            match subject.and_then(|address| app.snapshot.base.find(address)) {
                Some(item) => return update(app, Action::Visit(item)),
                None => {
                    app.toast = Some(format!(
                        "it is not in the base; {} opens the editor there",
                        app.options.keymap.key(Command::Edit)
                    ));
                }
            }
        }
    }
    None
}

/// Previews what is selected in the focused pane.
fn peek(app: &mut App) -> Option<Effect> {
    match app.with_pane(app.view.focus, |pane, cx| pane.selected_link(cx)) {
        Some(Link::Item(item) | Link::SameTime(item) | Link::Related(item)) => {
            let peek = super::overlays::Peek::new(&app.snapshot.base, item, &app.options.lang);
            open_overlay(app, peek);
        }
        Some(Link::Quote(quote)) => copy::open_quote(app, quote),
        Some(Link::SourceText(source)) => copy::open_source_text(app, source, TextTarget::WholeText),
        Some(Link::Url(_) | Link::Problem(_)) | None => app.toast = Some("nothing to peek at is selected".to_owned()),
    }
    None
}

/// Changes the theme and marks it as chosen by the user.
pub(super) fn set_theme(app: &mut App, look: ThemeName) {
    app.theme_chosen = true;
    app.options.theme_name = look;
    app.options.theme = super::theme::Theme::resolve(look, app.options.depth, app.options.background);
    app.toast = Some(format!("theme {look}"));
}

/// Opens an overlay.
fn open_overlay(app: &mut App, overlay: impl Overlay + 'static) {
    app.overlays.push(Box::new(overlay));
    app.relayout();
}

/// Closes what is on top: a pending mark, the line edit or an overlay.
fn close(app: &mut App) {
    if app.pending_mark.take().is_some() {
        return;
    }
    if app.line_edit.is_some() {
        search::cancel_line(app);
        return;
    }
    app.remember_query();
    app.overlays.pop();
}
