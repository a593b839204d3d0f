//! Applies actions: the only code that changes the state.

mod copy;
mod marks;
mod mouse;
mod navigation;
mod reload;
mod search;
mod story;

use super::action::{Action, CopyFormat};
use super::app::{App, LineEditKind, PendingMark};
use super::command::{AppCommand, Command, Motion, PaneCommand};
use super::effect::Effect;
use super::keymap::{Chord, Mode};
use super::layout::PaneId;
use super::overlays::{Overlay, Search, copy_picker, help, location_picker, palette, screenshot_picker};
use crate::present::{Link, TextTarget};
use crate::ui::settings::ThemeName;
use crossterm::event::KeyEvent;
use std::sync::Arc;

/// Number of key presses kept for `--show-keys`.
const MAX_SHOWN_KEYS: usize = 3;

/// Applies the action bound to a key and returns the side effect, if any. `is_repeat` is whether the key is held, or
/// pressed as fast as a held one.
pub fn press(app: &mut App, key: KeyEvent, is_repeat: bool) -> Option<Effect> {
    app.key_repeating = is_repeat;
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
        && let Some(snapshot) = app.pending_snapshot.take()
    {
        reload::apply_snapshot(app, snapshot);
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
            let snapshot = Arc::clone(&app.snapshot);
            return if app.overlays.last_mut()?.edit(edit, &snapshot.base) { search::submit_query(app) } else { None };
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
        Action::Loaded(snapshot) => reload::apply_snapshot(app, snapshot),
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
        Action::ShowMessage(words) => app.toast = Some(words),
    }
    None
}

/// Applies the action returned by a pane or an overlay.
fn apply_next(app: &mut App, action: Option<Action>) -> Option<Effect> {
    action.and_then(|next| update(app, next))
}

/// Sends a command to whatever is on top: a prompt, an overlay, a story, or the panes.
fn dispatch_command(app: &mut App, command: Command) -> Option<Effect> {
    // These work everywhere.
    if let Command::App(command @ (AppCommand::Quit | AppCommand::Suspend | AppCommand::Redraw)) = command {
        return run_command(app, command);
    }
    if let Some(line_edit) = &app.line_edit {
        return match (line_edit.purpose, command) {
            (_, Command::Pane(PaneCommand::Follow)) => search::submit_line(app),
            (LineEditKind::Filter(pane), Command::Motion(motion)) => move_pane(app, pane, motion),
            (LineEditKind::Filter(_) | LineEditKind::Date, Command::Motion(_) | Command::Pane(_) | Command::App(_)) => {
                None
            }
        };
    }
    if let Some(overlay) = app.overlays.last_mut() {
        let next = overlay.on_command(command);
        return apply_next(app, next);
    }
    if story::handle_story_command(app, command) {
        return None;
    }
    match command {
        Command::Motion(motion) => move_pane(app, app.view.focus, motion),
        Command::Pane(PaneCommand::Follow) => run_in_pane(app, app.view.focus, PaneCommand::Follow),
        Command::Pane(command) => run_in_pane(app, PaneId::Timeline, command),
        Command::App(command) => run_command(app, command),
    }
}

fn move_pane(app: &mut App, pane: PaneId, motion: Motion) -> Option<Effect> {
    let next = app.with_pane(pane, |pane, cx| pane.move_by(motion, cx));
    apply_next(app, next)
}

fn run_in_pane(app: &mut App, pane: PaneId, command: PaneCommand) -> Option<Effect> {
    let next = app.with_pane(pane, |pane, cx| pane.on(command, cx));
    apply_next(app, next)
}

/// Runs a command of the explorer when neither a prompt nor an overlay is open.
fn run_command(app: &mut App, command: AppCommand) -> Option<Effect> {
    match command {
        AppCommand::Quit => return Some(Effect::Exit),
        AppCommand::Suspend => return Some(Effect::Suspend),
        AppCommand::Redraw => return Some(Effect::Redraw),
        AppCommand::Reload => return Some(Effect::ReloadBase),
        AppCommand::Close => return navigation::close_or_quit(app),
        AppCommand::FocusNext => return navigation::focus_adjacent(app, 1, true),
        AppCommand::FocusPrevious => return navigation::focus_adjacent(app, -1, true),
        AppCommand::FocusLeft => return navigation::focus_adjacent(app, -1, false),
        AppCommand::FocusRight => return navigation::focus_adjacent(app, 1, false),
        AppCommand::FocusTimeline => return navigation::focus_pane(app, PaneId::Timeline),
        AppCommand::FocusDetail => return navigation::focus_pane(app, PaneId::Detail),
        AppCommand::FocusSources => return navigation::focus_pane(app, PaneId::Sources),
        AppCommand::FocusEntities => return navigation::focus_pane(app, PaneId::Entities),
        AppCommand::FocusQuestions => return navigation::focus_pane(app, PaneId::Questions),
        AppCommand::FocusLibrary => return navigation::focus_pane(app, PaneId::Library),
        AppCommand::FocusProblems => return navigation::focus_pane(app, PaneId::Problems),
        AppCommand::Zoom => navigation::set_zoom(app, !app.view.zoomed),
        AppCommand::Restore => navigation::set_zoom(app, false),
        AppCommand::Grow => navigation::resize_pane(app, 5),
        AppCommand::Shrink => navigation::resize_pane(app, -5),
        AppCommand::ResetSizes => {
            app.view.shares = app.options.shares;
            app.relayout();
        }
        AppCommand::Back => return navigation::back(app),
        AppCommand::HistoryBack => navigation::history_back(app),
        AppCommand::HistoryForward => navigation::history_forward(app),
        AppCommand::LastLocation => navigation::last_location(app),
        AppCommand::Search => {
            let queries = app.search.queries.clone();
            open_overlay(app, Search::new(queries));
            return search::submit_query(app);
        }
        AppCommand::NextHit => return search::next_hit(app, 1),
        AppCommand::PreviousHit => return search::next_hit(app, -1),
        AppCommand::Filter => search::start_line_edit(app, LineEditKind::Filter(app.view.focus)),
        AppCommand::GoToDate => search::start_line_edit(app, LineEditKind::Date),
        AppCommand::ShowRelated => return search::show_related_to_selection(app),
        AppCommand::Palette => {
            let palette = palette(&app.snapshot.base, &app.options.lang, &app.options.keymap);
            open_overlay(app, palette);
        }
        AppCommand::Help => {
            let in_story = app.story.is_some_and(|story| !story.paused);
            let help = help(&app.options.keymap, app.view.focus, in_story);
            open_overlay(app, help);
        }
        AppCommand::Peek => return peek(app),
        AppCommand::SetMark => app.pending_mark = Some(PendingMark::Set),
        AppCommand::GoToMark => app.pending_mark = Some(PendingMark::Jump),
        AppCommand::Marks => {
            let visited: Vec<_> = app.history.recent().take(20).collect();
            let places = location_picker(&app.snapshot.base, &app.options.lang, &app.marks, &visited);
            open_overlay(app, places);
        }
        AppCommand::Flag => return marks::flag(app),
        AppCommand::Story => story::start_or_resume(app),
        AppCommand::Copy => return copy::copy(app, CopyFormat::Citation(app.options.cite)),
        AppCommand::CopyMenu => open_overlay(app, copy_picker()),
        AppCommand::Screenshot => open_overlay(app, screenshot_picker()),
        AppCommand::Print => return Some(Effect::Print(copy::print_text(app)?)),
        AppCommand::Edit => return Some(Effect::Edit(copy::edit_target(app)?)),
        AppCommand::OpenUrl => return copy::open_selected_url(app),
        AppCommand::NextTheme => {
            let next = ThemeName::ALL.iter().skip_while(|look| **look != app.options.theme_name).nth(1);
            set_theme(app, next.copied().unwrap_or(ThemeName::Auto));
        }
        AppCommand::ToggleHints => app.options.show_hints = !app.options.show_hints,
        AppCommand::ToggleMouse => {
            app.options.mouse = !app.options.mouse;
            let words = if app.options.mouse {
                "the mouse is used here; hold Shift to select text"
            } else {
                "Mouse off. The terminal handles it."
            };
            app.toast = Some(words.to_owned());
            return Some(Effect::Mouse(app.options.mouse));
        }
    }
    None
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
                        "Not loaded. {} opens the file at that line.",
                        app.options.keymap.key(Command::App(AppCommand::Edit))
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
