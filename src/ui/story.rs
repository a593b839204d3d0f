//! The state of a playing story: its step, whether it is paused, and the time it has taken.

use super::command::{AppCommand, Command, Motion, PaneCommand};
use crate::model::{FactBase, Ix, Step, Story};

/// A story in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StoryPlayback {
    /// The story.
    pub story: Ix<Story>,
    /// Index of the step, from 0.
    pub step_index: usize,
    /// Whether the story is paused while the user explores.
    pub paused: bool,
    /// Seconds since the start, without pauses.
    pub seconds: u64,
    /// Seconds spent on this step.
    pub seconds_on_step: u64,
}

/// What a command does while a story plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StoryAction {
    /// Goes to the step with this index.
    GoTo(usize),
    /// Opens the list of steps.
    List,
    /// Leaves the story.
    Leave,
    /// Runs the command as usual; the story continues.
    PassThrough,
    /// Pauses the story, then runs the command.
    Pause,
}

impl StoryPlayback {
    /// Starts a story at a step.
    pub(super) fn new(story: Ix<Story>, at: usize) -> Self {
        Self { story, step_index: at, paused: false, seconds: 0, seconds_on_step: 0 }
    }

    /// The current step.
    pub(super) fn step<'a>(&self, base: &'a FactBase) -> Option<&'a Step> {
        base.stories[self.story].steps.get(self.step_index)
    }

    /// Maps a command to its effect on the story. `steps` is the number of steps.
    pub(super) fn action_for(&self, command: Command, steps: usize) -> StoryAction {
        let last = steps.saturating_sub(1);
        let next = StoryAction::GoTo((self.step_index + 1).min(last));
        match command {
            Command::Pane(PaneCommand::Follow) => next,
            Command::Motion(Motion::Top) => StoryAction::GoTo(0),
            Command::Motion(Motion::Bottom) => StoryAction::GoTo(last),
            Command::Motion(_) | Command::Pane(_) => StoryAction::Pause,
            Command::App(command) => match command {
                AppCommand::Flag | AppCommand::FocusRight => next,
                AppCommand::FocusLeft => StoryAction::GoTo(self.step_index.saturating_sub(1)),
                AppCommand::FocusNext => StoryAction::List,
                AppCommand::Close | AppCommand::Back => StoryAction::Leave,
                AppCommand::Story
                | AppCommand::Help
                | AppCommand::Palette
                | AppCommand::Copy
                | AppCommand::CopyMenu
                | AppCommand::Print
                | AppCommand::OpenUrl
                | AppCommand::Screenshot
                | AppCommand::NextTheme
                | AppCommand::ToggleHints
                | AppCommand::ToggleMouse
                | AppCommand::Redraw
                | AppCommand::Suspend
                | AppCommand::Peek
                | AppCommand::Quit => StoryAction::PassThrough,
                AppCommand::GoToDate
                | AppCommand::FocusPrevious
                | AppCommand::FocusTimeline
                | AppCommand::FocusDetail
                | AppCommand::FocusSources
                | AppCommand::FocusEntities
                | AppCommand::FocusQuestions
                | AppCommand::FocusLibrary
                | AppCommand::FocusProblems
                | AppCommand::Zoom
                | AppCommand::Restore
                | AppCommand::Grow
                | AppCommand::Shrink
                | AppCommand::ResetSizes
                | AppCommand::HistoryBack
                | AppCommand::HistoryForward
                | AppCommand::LastLocation
                | AppCommand::ShowRelated
                | AppCommand::SetMark
                | AppCommand::GoToMark
                | AppCommand::Marks
                | AppCommand::Search
                | AppCommand::NextHit
                | AppCommand::PreviousHit
                | AppCommand::Filter
                | AppCommand::Edit
                | AppCommand::Reload => StoryAction::Pause,
            },
        }
    }

    /// Counts a second. Returns whether to go to the next step, if each step takes `auto` seconds.
    pub(super) fn tick(&mut self, auto: Option<u64>) -> bool {
        self.seconds += 1;
        self.seconds_on_step += 1;
        auto.is_some_and(|auto| self.seconds_on_step >= auto.max(1))
    }

    /// The time since the start, as minutes and seconds (`2:05`).
    pub(super) fn elapsed(&self) -> String {
        format!("{}:{:02}", self.seconds / 60, self.seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn story_keys_change_step_others_pause() {
        let playing = StoryPlayback::new(Ix::new(0), 3);
        let turn = |command| playing.action_for(command, 6);
        assert_eq!(turn(Command::App(AppCommand::FocusRight)), StoryAction::GoTo(4));
        assert_eq!(
            StoryPlayback::new(Ix::new(0), 5).action_for(Command::App(AppCommand::Flag), 6),
            StoryAction::GoTo(5)
        );
        assert_eq!(turn(Command::App(AppCommand::FocusLeft)), StoryAction::GoTo(2));
        assert_eq!(turn(Command::Motion(Motion::Bottom)), StoryAction::GoTo(5));
        assert_eq!(turn(Command::Motion(Motion::Top)), StoryAction::GoTo(0));
        assert_eq!(turn(Command::Motion(Motion::Down)), StoryAction::Pause);
        assert_eq!(turn(Command::App(AppCommand::Search)), StoryAction::Pause);
        assert_eq!(turn(Command::App(AppCommand::Help)), StoryAction::PassThrough);
        assert_eq!(turn(Command::App(AppCommand::Close)), StoryAction::Leave);
    }

    #[test]
    fn tick_counts_seconds_and_auto_advances() {
        let mut playing = StoryPlayback::new(Ix::new(0), 0);
        assert_eq!((0..3).map(|_| playing.tick(Some(3))).collect::<Vec<_>>(), [false, false, true]);
        assert!(!playing.tick(None));
        playing.seconds = 125;
        assert_eq!(playing.elapsed(), "2:05");
    }
}
