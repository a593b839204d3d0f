//! Handles messages: keys, pastes, clicks and signals.

#[cfg(debug_assertions)]
use super::InjectedFault;
use super::{Driver, Ended, LoopControl, Message, SIGHUP};
use crate::term::{Line, LineEvent, Resumption};
use crate::ui::{Action, AppCommand, Command, Edit, Effect, Mode, MouseInput, press};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::layout::{Position, Size};
use std::io;
use std::time::{Duration, Instant};

/// Maximum interval between repeats of a held key (Linux console). Hardly anyone presses the same key twice this
/// fast.
const MAX_KEY_REPEAT_INTERVAL: Duration = Duration::from_millis(100);

impl<L: Line> Driver<L> {
    /// Handles a message.
    pub(super) fn handle_message(&mut self, message: Message) -> io::Result<LoopControl> {
        match message {
            Message::Line(event) => self.handle_event(event),
            Message::Action(action) => self.apply(action),
            Message::FilesChanged => self.perform(Effect::ReloadBase),
            Message::DrawPending => Ok(LoopControl::Continue),
        }
    }

    fn handle_event(&mut self, event: LineEvent) -> io::Result<LoopControl> {
        match event {
            LineEvent::Terminated(signal) => Ok(LoopControl::End(Ended::Terminated(signal))),
            LineEvent::HungUp => Ok(LoopControl::End(Ended::Terminated(SIGHUP))),
            LineEvent::SuspendRequested => self.apply(Action::Do(Command::App(AppCommand::Suspend))),
            LineEvent::Continued => {
                let resumption = self.line.on_continued()?;
                self.next_tick = None;
                self.after_stop(resumption)
            }
            LineEvent::Resized(size) => self.apply(Action::Resized(size)),
            LineEvent::Input(events) => {
                let is_repeat = self.is_key_repeat(&events);
                for event in events {
                    if let end @ LoopControl::End(_) = self.handle_input(event, is_repeat)? {
                        return Ok(end);
                    }
                }
                Ok(LoopControl::Continue)
            }
        }
    }

    /// Draws the whole screen again after a stop of the process, or ends the program.
    pub(super) fn after_stop(&mut self, resumption: Resumption) -> io::Result<LoopControl> {
        match resumption {
            Resumption::Terminated(signal) => return Ok(LoopControl::End(Ended::Terminated(signal))),
            Resumption::Resumed => {
                self.on_main_screen = false;
                self.invalidate();
            }
            Resumption::Unchanged => {}
        }
        self.apply(Action::Resized(self.line.size()))
    }

    /// Detects a repeating key: the first of these keys equals the previous one and came within [`MAX_KEY_REPEAT_INTERVAL`].
    fn is_key_repeat(&mut self, events: &[Event]) -> bool {
        let as_key = |event: &Event| if let Event::Key(key) = event { Some(*key) } else { None };
        let now = Instant::now();
        let first = events.first().and_then(as_key);
        let again = self
            .last_key
            .filter(|(before, at)| Some(*before) == first && now.duration_since(*at) < MAX_KEY_REPEAT_INTERVAL);
        self.last_key = events.last().and_then(as_key).map(|key| (key, now));
        again.is_some()
    }

    fn handle_input(&mut self, event: Event, is_repeat: bool) -> io::Result<LoopControl> {
        match event {
            Event::Resize(width, height) => self.apply(Action::Resized(Size { width, height })),
            Event::Key(key) if key.is_press() || key.is_repeat() => self.handle_key(key, is_repeat),
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

    fn handle_key(&mut self, key: KeyEvent, is_repeat: bool) -> io::Result<LoopControl> {
        #[cfg(debug_assertions)]
        self.inject_fault(InjectedFault::Update);
        if self.on_main_screen {
            self.reenter_screen()?;
            // The key that returns from the printed text does nothing else, except Ctrl-C and Ctrl-Z.
            if !(matches!(key.code, KeyCode::Char('c' | 'z')) && key.modifiers.contains(KeyModifiers::CONTROL)) {
                return Ok(LoopControl::Continue);
            }
        }
        match press(&mut self.app, key, is_repeat) {
            Some(effect) => self.perform(effect),
            None => Ok(LoopControl::Continue),
        }
    }
}
