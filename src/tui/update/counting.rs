//! Digits: panes, or counts.

use super::super::action::Action;
use super::super::app::{App, Digit};
use super::super::command::Command;
use super::super::effect::Effect;
use super::{moving, update};

/// A digit that names a pane goes there, unless a count was begun or a story is told; a count begins with any other.
/// Where another digit or a motion follows at once, the digit was a count: `5j`.
pub(super) fn digit_typed(app: &mut App, digit: u16) -> Option<Effect> {
    app.toast = None;
    if let Some(before) = app.digit.take() {
        take_back(app, before);
    }
    let telling = app.story.is_some_and(|story| !story.paused);
    let command = app.setup.keymap.digit(digit).filter(|_| app.overlays.is_empty() && !telling);
    match (app.count, command) {
        (Some(count), _) => app.count = Some(count.saturating_mul(10).saturating_add(digit).min(9_999)),
        (None, Some(command)) if !is_pane(command) => return update(app, Action::Do(command, None)),
        (None, Some(command)) => {
            let (view, history) = (app.view, app.history.clone());
            let effect = update(app, Action::Do(command, None));
            app.digit = Some(Digit { count: digit, view, history });
            return effect;
        }
        (None, None) => app.count = Some(digit),
    }
    None
}

/// Whether a command goes to a pane and nothing else, so that it can be taken back.
fn is_pane(command: Command) -> bool {
    matches!(
        command,
        Command::FocusTimeline
            | Command::FocusDetail
            | Command::FocusSources
            | Command::FocusEntities
            | Command::FocusQuestions
            | Command::FocusLibrary
            | Command::FocusProblems
    )
}

/// Takes a digit for a count after all.
pub(super) fn take_back(app: &mut App, before: Digit) {
    app.count = Some(before.count);
    (app.view, app.history) = (before.view, before.history);
    app.fit();
    moving::settle(app);
}

/// Whether a count makes sense with a command: then a digit just before it was one.
pub(super) fn takes_count(command: Command) -> bool {
    matches!(
        command,
        Command::Down
            | Command::Up
            | Command::HalfDown
            | Command::HalfUp
            | Command::PageDown
            | Command::PageUp
            | Command::PreviousDate
            | Command::NextDate
    )
}
