//! Handles messages: keys, pastes, clicks and signals.

use super::super::action::{Action, Edit, Point};
use super::super::effect::Effect;
use super::super::keymap::Mode;
use super::super::update::press;
use super::job::{is_behind, wait_for_front};
use super::{HANG_UP, Message, Next, Session, terminal};
use crate::cli::CliError;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::layout::{Position, Size};
use std::time::{Duration, Instant};

/// Maximum interval between repeats of a held key (Linux console). Hardly anyone presses the same key twice this
/// fast.
const HELD: Duration = Duration::from_millis(100);

impl Session {
    /// Handles a message.
    pub(super) fn take(&mut self, message: Message) -> Result<Next, CliError> {
        let action = match message {
            Message::Terminate(signal) => return Ok(Next::Interrupted(signal)),
            Message::Lost => return Ok(Next::Interrupted(HANG_UP)),
            Message::Draw => return Ok(Next::Draw),
            Message::Continue => {
                // After our own stop, `come_back` has already handled the return.
                if self.resumed.is_none_or(|at| at.elapsed() > Duration::from_secs(1)) {
                    if is_behind() {
                        terminal::withdraw();
                        return self.come_back(wait_for_front());
                    }
                    self.return_from_print()?;
                }
                self.tick = None;
                Action::Resized(terminal::size())
            }
            Message::Changed => return self.perform(Effect::ReadBase),
            Message::Action(action) => action,
            Message::Inputs(events) => {
                self.notice_held(&events)?;
                for event in events {
                    match self.input(event)? {
                        Next::Draw => {}
                        end => return Ok(end),
                    }
                }
                return Ok(Next::Draw);
            }
        };
        self.apply(action)
    }

    /// Detects a repeating key: the first of these keys equals the previous one and came within [`HELD`].
    fn notice_held(&mut self, events: &[Event]) -> Result<Next, CliError> {
        let key = |event: &Event| if let Event::Key(key) = event { Some(*key) } else { None };
        let now = Instant::now();
        let first = events.first().and_then(key);
        let again = self.keyed.filter(|(before, at)| Some(*before) == first && now.duration_since(*at) < HELD);
        self.keyed = events.last().and_then(key).map(|key| (key, now));
        self.apply(Action::Held(again.is_some()))
    }

    fn input(&mut self, event: Event) -> Result<Next, CliError> {
        match event {
            Event::Resize(width, height) => self.apply(Action::Resized(Size { width, height })),
            Event::Key(key) if key.is_press() || key.is_repeat() => self.key(key),
            // Ignore a paste outside a prompt: pasted text must not run commands.
            Event::Paste(_) if self.app.mode() != Mode::Prompt => Ok(Next::Draw),
            Event::Paste(text) => {
                for c in text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }) {
                    self.apply(Action::Edit(Edit::Insert(c)))?;
                }
                Ok(Next::Draw)
            }
            Event::Mouse(mouse) => {
                let point = match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => Point::Click,
                    MouseEventKind::ScrollUp => Point::Up,
                    MouseEventKind::ScrollDown => Point::Down,
                    _ => return Ok(Next::Draw),
                };
                self.apply(Action::Point(point, Position::new(mouse.column, mouse.row)))
            }
            _ => Ok(Next::Draw),
        }
    }

    fn key(&mut self, key: KeyEvent) -> Result<Next, CliError> {
        #[cfg(debug_assertions)]
        self.fail(crate::cli::Fault::Update);
        if self.away {
            self.return_from_print()?;
            // The key that returns from the printed text does nothing else, except Ctrl-C and Ctrl-Z.
            if !(matches!(key.code, KeyCode::Char('c' | 'z')) && key.modifiers.contains(KeyModifiers::CONTROL)) {
                return Ok(Next::Draw);
            }
        }
        match press(&mut self.app, key) {
            Some(effect) => self.perform(effect),
            None => Ok(Next::Draw),
        }
    }
}
