//! Playing stories.

use super::super::app::App;
use super::super::command::Command;
use super::super::layout::{DETAIL, TIMELINE};
use super::super::overlay::steps;
use super::super::story::{Playing, Turn};
use super::moving;
use crate::model::{Ix, Story};

/// Starts the first story, or resumes the paused one.
pub(super) fn start_or_resume(app: &mut App) {
    let first = app.open.base.stories.iter().next().map(|(story, _, _)| story);
    match (app.story, first) {
        (Some(playing), _) => play(app, playing.story, playing.at),
        (None, Some(story)) => play(app, story, 0),
        (None, None) => app.toast = Some("this base tells no story; docs/format.md says how to write one".to_owned()),
    }
}

/// Shows a step of a story.
pub(super) fn play(app: &mut App, story: Ix<Story>, at: usize) {
    let Some(step) = app.open.base.stories[story].steps.get(at) else { return };
    let item = step.at;
    let before = app.story.filter(|playing| playing.story == story);
    let fresh = Playing::new(story, at);
    app.story = Some(before.map_or(fresh, |before| Playing { at, paused: false, on_step: 0, ..before }));
    app.overlays.clear();
    app.view.zoomed = false;
    // A story needs the whole timeline, so remove its filter.
    if app.panes[TIMELINE].is_narrowed() {
        let _ = app.narrow(TIMELINE, None);
    }
    moving::visit(app, item, false);
    app.view.set_focus(TIMELINE);
    app.view.set_focus(DETAIL);
    app.fit();
    moving::settle(app);
}

/// Handles a command while a story plays. Returns whether the command is done.
pub(super) fn has_turned(app: &mut App, command: Command) -> bool {
    let Some(playing) = app.story.filter(|playing| !playing.paused) else { return false };
    let steps_in_all = app.open.base.stories[playing.story].steps.len();
    match playing.turn(command, steps_in_all) {
        Turn::To(at) => {
            if at == playing.at {
                let end = if at == 0 { "this is the first step" } else { "this is the last step" };
                app.toast = Some(format!("{end}; {} leaves the story", app.setup.keymap.key(Command::Close)));
            }
            play(app, playing.story, at);
        }
        Turn::Steps => {
            let steps = steps(&app.open.base, &app.setup.lang, &playing);
            super::show(app, steps);
        }
        Turn::Leave => {
            app.story = None;
            app.fit();
        }
        Turn::Beside => return false,
        Turn::Pause => {
            pause(app);
            return false;
        }
    }
    true
}

/// Pauses the story, if one is playing.
pub(super) fn pause(app: &mut App) {
    if let Some(playing) = app.story.as_mut().filter(|playing| !playing.paused) {
        playing.paused = true;
        app.fit();
    }
}

/// The name of a command while a story plays, if the story gives it another meaning.
pub(super) fn name_of(app: &App, command: Command) -> Option<String> {
    let playing = app.story.filter(|playing| !playing.paused && app.overlays.is_empty())?;
    let steps_in_all = app.open.base.stories[playing.story].steps.len();
    match playing.turn(command, steps_in_all) {
        Turn::To(at) if at + 1 == playing.at => Some("step before".to_owned()),
        Turn::To(at) if at == playing.at + 1 => Some("next step".to_owned()),
        Turn::To(at) => Some(format!("step {}", at + 1)),
        Turn::Steps => Some("steps".to_owned()),
        Turn::Leave => Some("leave the story".to_owned()),
        Turn::Beside | Turn::Pause => None,
    }
}

/// Counts a second, and goes to the next step if steps advance automatically.
pub(super) fn tick(app: &mut App) {
    let auto = app.setup.auto;
    let Some(playing) = app.story.as_mut().filter(|playing| !playing.paused) else { return };
    if !playing.tick(auto) {
        return;
    }
    let (story, next) = (playing.story, playing.at + 1);
    if next < app.open.base.stories[story].steps.len() && app.overlays.is_empty() {
        play(app, story, next);
    }
}
