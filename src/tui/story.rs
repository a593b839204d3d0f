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
    pub fn turn(&self, command: Command, count: Option<u16>, steps: usize) -> Turn {
        let by = usize::from(count.unwrap_or(1).max(1));
        let last = steps.saturating_sub(1);
        match (command, count) {
            (Command::Flag | Command::FocusRight | Command::Drill, _) => Turn::To((self.at + by).min(last)),
            (Command::FocusLeft, _) => Turn::To(self.at.saturating_sub(by)),
            (Command::Top | Command::Bottom, Some(step)) => Turn::To(usize::from(step).saturating_sub(1).min(last)),
            (Command::Top, None) => Turn::To(0),
            (Command::Bottom, None) => Turn::To(last),
            (Command::FocusNext, _) => Turn::Steps,
            (Command::Close | Command::Back, _) => Turn::Leave,
            (
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
                | Command::Quit,
                _,
            ) => Turn::Beside,
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
        let turn = |command, count| playing.turn(command, count, 6);
        assert_eq!(turn(Command::FocusRight, None), Turn::To(4));
        assert_eq!(turn(Command::Flag, Some(9)), Turn::To(5));
        assert_eq!(turn(Command::FocusLeft, None), Turn::To(2));
        assert_eq!(turn(Command::Bottom, Some(5)), Turn::To(4));
        assert_eq!(turn(Command::Top, None), Turn::To(0));
        assert_eq!(turn(Command::Down, None), Turn::Pause);
        assert_eq!(turn(Command::Search, None), Turn::Pause);
        assert_eq!(turn(Command::Help, None), Turn::Beside);
        assert_eq!(turn(Command::Close, None), Turn::Leave);
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
