//! Playing stories.

use super::navigation;
use crate::model::{Ix, Story};
use crate::ui::app::App;
use crate::ui::command::{AppCommand, Command};
use crate::ui::layout::PaneId;
use crate::ui::overlays::step_picker;
use crate::ui::story::{StoryAction, StoryPlayback};

/// Starts the first story, or resumes the paused one.
pub(super) fn start_or_resume(app: &mut App) {
    let first = app.snapshot.base.stories.iter().next().map(|(story, _, _)| story);
    match (app.story, first) {
        (Some(playing), _) => play(app, playing.story, playing.step_index),
        (None, Some(story)) => play(app, story, 0),
        (None, None) => app.toast = Some("This base has no story.".to_owned()),
    }
}

/// Shows a step of a story.
pub(super) fn play(app: &mut App, story: Ix<Story>, at: usize) {
    let Some(step) = app.snapshot.base.stories[story].steps.get(at) else { return };
    let item = step.at;
    let before = app.story.filter(|playing| playing.story == story);
    let fresh = StoryPlayback::new(story, at);
    app.story = Some(before.map_or(fresh, |before| StoryPlayback {
        step_index: at,
        paused: false,
        seconds_on_step: 0,
        ..before
    }));
    app.overlays.clear();
    app.view.zoomed = false;
    // A story needs the whole timeline, so remove its filter.
    if app.panes.get(PaneId::Timeline).is_filtered() {
        let _ = app.filter_pane(PaneId::Timeline, None);
    }
    navigation::visit(app, item, false);
    app.view.set_focus(PaneId::Timeline);
    app.view.set_focus(PaneId::Detail);
    app.relayout();
    navigation::refresh_dependents(app);
}

/// Handles a command while a story plays. Returns whether the command is done.
pub(super) fn handle_story_command(app: &mut App, command: Command) -> bool {
    let Some(playing) = app.story.filter(|playing| !playing.paused) else { return false };
    let step_count = app.snapshot.base.stories[playing.story].steps.len();
    match playing.action_for(command, step_count) {
        StoryAction::GoTo(at) => {
            if at == playing.step_index {
                let end = if at == 0 { "This is the first step." } else { "This is the last step." };
                app.toast =
                    Some(format!("{end} {} exits the story.", app.options.keymap.key(Command::App(AppCommand::Close))));
            }
            play(app, playing.story, at);
        }
        StoryAction::List => {
            let steps = step_picker(&app.snapshot.base, &app.options.lang, &playing);
            super::open_overlay(app, steps);
        }
        StoryAction::Leave => {
            app.story = None;
            app.relayout();
        }
        StoryAction::PassThrough => return false,
        StoryAction::Pause => {
            app.pause_story();
            return false;
        }
    }
    true
}

/// The name of a command while a story plays, if the story gives it another meaning.
pub(super) fn story_command_label(app: &App, command: Command) -> Option<String> {
    let playing = app.story.filter(|playing| !playing.paused && app.overlays.is_empty())?;
    let step_count = app.snapshot.base.stories[playing.story].steps.len();
    match playing.action_for(command, step_count) {
        StoryAction::GoTo(at) if at + 1 == playing.step_index => Some("step before".to_owned()),
        StoryAction::GoTo(at) if at == playing.step_index + 1 => Some("next step".to_owned()),
        StoryAction::GoTo(at) => Some(format!("step {}", at + 1)),
        StoryAction::List => Some("steps".to_owned()),
        StoryAction::Leave => Some("leave the story".to_owned()),
        StoryAction::PassThrough | StoryAction::Pause => None,
    }
}

/// Counts a second, and goes to the next step if steps advance automatically.
pub(super) fn tick(app: &mut App) {
    let auto = app.options.auto_advance;
    let Some(playing) = app.story.as_mut().filter(|playing| !playing.paused) else { return };
    if !playing.tick(auto) {
        return;
    }
    let (story, next) = (playing.story, playing.step_index + 1);
    if next < app.snapshot.base.stories[story].steps.len() && app.overlays.is_empty() {
        play(app, story, next);
    }
}
