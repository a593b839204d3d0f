//! A story that is played: which step, whether the reader went astray, how long it has taken.

use super::command::Command;
use crate::model::{FactBase, Ix, Step, Story};

/// A story that is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Playing {
    /// The story.
    pub story: Ix<Story>,
    /// The step, counted from 0.
    pub at: usize,
    /// Whether the reader explores by himself for now.
    pub paused: bool,
    /// Seconds since the beginning, without pauses.
    pub seconds: u64,
    /// Seconds on this step.
    pub on_step: u64,
}

/// What a command does to a story that is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To this step.
    To(usize),
    /// The list of steps.
    Steps,
    /// An end to it.
    Leave,
    /// What does not disturb it is done, and it goes on.
    Beside,
    /// The reader explores by himself.
    Pause,
}

impl Playing {
    /// A story from a step on.
    pub fn new(story: Ix<Story>, at: usize) -> Self {
        Self { story, at, paused: false, seconds: 0, on_step: 0 }
    }

    /// The step that is shown.
    pub fn step<'a>(&self, base: &'a FactBase) -> Option<&'a Step> {
        base.stories[self.story].steps.get(self.at)
    }

    /// What a command means while the story is played; it has `steps` steps.
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

    /// A second has passed; whether it is time for the next step, if steps take `auto` seconds.
    pub fn tick(&mut self, auto: Option<u64>) -> bool {
        self.seconds += 1;
        self.on_step += 1;
        auto.is_some_and(|auto| self.on_step >= auto.max(1))
    }

    /// The time since the beginning, as minutes and seconds.
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
