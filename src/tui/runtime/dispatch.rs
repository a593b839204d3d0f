//! Handles messages: keys, pastes, clicks and signals.

use super::super::action::{Action, Edit, MouseInput};
use super::super::effect::Effect;
use super::super::keymap::Mode;
use super::super::update::press;
use super::job::{is_background, wait_until_foreground};
use super::{Driver, LoopControl, Message, SIGHUP, terminal};
use crate::cli::CliError;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::layout::{Position, Size};
use std::time::{Duration, Instant};

/// Maximum interval between repeats of a held key (Linux console). Hardly anyone presses the same key twice this
/// fast.
const MAX_KEY_REPEAT_INTERVAL: Duration = Duration::from_millis(100);

impl Driver {
    /// Handles a message.
    pub(super) fn handle_message(&mut self, message: Message) -> Result<LoopControl, CliError> {
        let action = match message {
            Message::Terminate(signal) => return Ok(LoopControl::Interrupted(signal)),
            Message::HungUp => return Ok(LoopControl::Interrupted(SIGHUP)),
            Message::DrawPending => return Ok(LoopControl::Continue),
            Message::Continued => {
                // After our own stop, `come_back` has already handled the return.
                if self.resumed_at.is_none_or(|at| at.elapsed() > Duration::from_secs(1)) {
                    if is_background() {
                        terminal::leave_keeping_termios();
                        return self.resume_after_stop(wait_until_foreground());
                    }
                    self.reenter_screen()?;
                }
                self.next_tick = None;
                Action::Resized(terminal::size())
            }
            Message::FilesChanged => return self.perform(Effect::ReloadBase),
            Message::Action(action) => action,
            Message::Inputs(events) => {
                self.detect_key_repeat(&events)?;
                for event in events {
                    match self.handle_input(event)? {
                        LoopControl::Continue => {}
                        end => return Ok(end),
                    }
                }
                return Ok(LoopControl::Continue);
            }
        };
        self.apply(action)
    }

    /// Detects a repeating key: the first of these keys equals the previous one and came within [`MAX_KEY_REPEAT_INTERVAL`].
    fn detect_key_repeat(&mut self, events: &[Event]) -> Result<LoopControl, CliError> {
        let as_key = |event: &Event| if let Event::Key(key) = event { Some(*key) } else { None };
        let now = Instant::now();
        let first = events.first().and_then(as_key);
        let again = self
            .last_key
            .filter(|(before, at)| Some(*before) == first && now.duration_since(*at) < MAX_KEY_REPEAT_INTERVAL);
        self.last_key = events.last().and_then(as_key).map(|key| (key, now));
        self.apply(Action::KeyRepeating(again.is_some()))
    }

    fn handle_input(&mut self, event: Event) -> Result<LoopControl, CliError> {
        match event {
            Event::Resize(width, height) => self.apply(Action::Resized(Size { width, height })),
            Event::Key(key) if key.is_press() || key.is_repeat() => self.handle_key(key),
            // Ignore a paste outside a prompt: pasted text must not run commands.
            Event::Paste(_) if self.app.mode() != Mode::Prompt => Ok(LoopControl::Continue),
            Event::Paste(text) => {
                for c in text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }) {
                    self.apply(Action::Edit(Edit::Insert(c)))?;
                }
                Ok(LoopControl::Continue)
            }
            Event::Mouse(mouse) => {
                let mouse_input = match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => MouseInput::Click,
                    MouseEventKind::ScrollUp => MouseInput::ScrollUp,
                    MouseEventKind::ScrollDown => MouseInput::ScrollDown,
                    _ => return Ok(LoopControl::Continue),
                };
                self.apply(Action::Mouse(mouse_input, Position::new(mouse.column, mouse.row)))
            }
            _ => Ok(LoopControl::Continue),
        }
    }

    fn handle_key(&mut self, key: KeyEvent) -> Result<LoopControl, CliError> {
        #[cfg(debug_assertions)]
        self.inject_fault(crate::cli::InjectedFault::Update);
        if self.on_main_screen {
            self.reenter_screen()?;
            // The key that returns from the printed text does nothing else, except Ctrl-C and Ctrl-Z.
            if !(matches!(key.code, KeyCode::Char('c' | 'z')) && key.modifiers.contains(KeyModifiers::CONTROL)) {
                return Ok(LoopControl::Continue);
            }
        }
        match press(&mut self.app, key) {
            Some(effect) => self.perform(effect),
            None => Ok(LoopControl::Continue),
        }
    }
}
