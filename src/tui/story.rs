//! The state of a playing story: its step, whether it is paused, and the time it has taken.

use super::command::Command;
use crate::model::{FactBase, Ix, Step, Story};

/// A story in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Playing {
    /// The story.
    pub story: Ix<Story>,
    /// Index of the step, from 0.
    pub at: usize,
    /// Whether the story is paused while the user explores.
    pub paused: bool,
    /// Seconds since the start, without pauses.
    pub seconds: u64,
    /// Seconds spent on this step.
    pub on_step: u64,
}

/// What a command does while a story plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Goes to the step with this index.
    To(usize),
    /// Opens the list of steps.
    Steps,
    /// Leaves the story.
    Leave,
    /// Runs the command as usual; the story continues.
    Beside,
    /// Pauses the story, then runs the command.
    Pause,
}

impl Playing {
    /// Starts a story at a step.
    pub fn new(story: Ix<Story>, at: usize) -> Self {
        Self { story, at, paused: false, seconds: 0, on_step: 0 }
    }

    /// The current step.
    pub fn step<'a>(&self, base: &'a FactBase) -> Option<&'a Step> {
        base.stories[self.story].steps.get(self.at)
    }

    /// Maps a command to its effect on the story. `steps` is the number of steps.
    pub fn turn(&self, command: Command, steps: usize) -> Turn {
        let last = steps.saturating_sub(1);
        match command {
            Command::Flag | Command::FocusRight | Command::Drill => Turn::To((self.at + 1).min(last)),
            Command::FocusLeft => Turn::To(self.at.saturating_sub(1)),
            Command::Top => Turn::To(0),
            Command::Bottom => Turn::To(last),
            Command::FocusNext => Turn::Steps,
            Command::Close | Command::Back => Turn::Leave,
            Command::Story
            | Command::Help
            | Command::Palette
            | Command::Copy
            | Command::CopyMenu
            | Command::Print
            | Command::OpenUrl
            | Command::Picture
            | Command::Look
            | Command::Hints
            | Command::Mouse
            | Command::Redraw
            | Command::Suspend
            | Command::Peek
            | Command::Quit => Turn::Beside,
            _ => Turn::Pause,
        }
    }

    /// Counts a second. Returns whether to go to the next step, if each step takes `auto` seconds.
    pub fn tick(&mut self, auto: Option<u64>) -> bool {
        self.seconds += 1;
        self.on_step += 1;
        auto.is_some_and(|auto| self.on_step >= auto.max(1))
    }

    /// The time since the start, as minutes and seconds (`2:05`).
    pub fn elapsed(&self) -> String {
        format!("{}:{:02}", self.seconds / 60, self.seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_turn_pages_and_what_explores_pauses() {
        let playing = Playing::new(Ix::new(0), 3);
        let turn = |command| playing.turn(command, 6);
        assert_eq!(turn(Command::FocusRight), Turn::To(4));
        assert_eq!(Playing::new(Ix::new(0), 5).turn(Command::Flag, 6), Turn::To(5));
        assert_eq!(turn(Command::FocusLeft), Turn::To(2));
        assert_eq!(turn(Command::Bottom), Turn::To(5));
        assert_eq!(turn(Command::Top), Turn::To(0));
        assert_eq!(turn(Command::Down), Turn::Pause);
        assert_eq!(turn(Command::Search), Turn::Pause);
        assert_eq!(turn(Command::Help), Turn::Beside);
        assert_eq!(turn(Command::Close), Turn::Leave);
    }

    #[test]
    fn time_runs_and_turns_the_page_where_asked_to() {
        let mut playing = Playing::new(Ix::new(0), 0);
        assert_eq!((0..3).map(|_| playing.tick(Some(3))).collect::<Vec<_>>(), [false, false, true]);
        assert!(!playing.tick(None));
        playing.seconds = 125;
        assert_eq!(playing.elapsed(), "2:05");
    }
}
