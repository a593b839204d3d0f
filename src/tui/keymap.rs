//! From keys to actions.

use super::action::{Action, COMMANDS, Command, Edit};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::collections::HashMap;

/// What keys mean now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Keys are commands.
    Command,
    /// Keys are text for the prompt; a few move in the list of hits.
    Prompt,
}

/// The map from keys to commands.
#[derive(Debug)]
pub struct Keymap(HashMap<Chord, Command>);

/// A key with Control or without; Shift is part of the character.
type Chord = (KeyCode, bool);

impl Default for Keymap {
    fn default() -> Self {
        let pairs = COMMANDS.iter().flat_map(|declared| declared.keys.iter().map(|key| (*key, declared.command)));
        Self(pairs.filter_map(|(key, command)| Some((chord(key)?, command))).collect())
    }
}

impl Keymap {
    /// What a key press means.
    pub fn action(&self, mode: Mode, key: KeyEvent) -> Option<Action> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        if key.modifiers.contains(KeyModifiers::ALT) {
            return None;
        }
        let code = if key.code == KeyCode::Tab && key.modifiers.contains(KeyModifiers::SHIFT) {
            KeyCode::BackTab
        } else {
            key.code
        };
        match mode {
            Mode::Prompt => prompt(code, control),
            Mode::Command => {
                let command = self.0.get(&(code, control)).map(|&command| Action::Do(command, None));
                match (command, code) {
                    (command, KeyCode::Char(c)) if !control && c.is_ascii_digit() => {
                        c.to_digit(10).and_then(|digit| u16::try_from(digit).ok()).map(Action::Digit).or(command)
                    }
                    (command, _) => command,
                }
            }
        }
    }
}

/// The keys of the prompt: those of readline, and those that move in the list.
fn prompt(code: KeyCode, control: bool) -> Option<Action> {
    let edit = match (code, control) {
        (KeyCode::Char('a'), true) | (KeyCode::Home, _) => Edit::Start,
        (KeyCode::Char('e'), true) | (KeyCode::End, _) => Edit::End,
        (KeyCode::Char('w'), true) => Edit::KillWord,
        (KeyCode::Char('u'), true) => Edit::KillToStart,
        (KeyCode::Char('k'), true) => Edit::KillToEnd,
        (KeyCode::Char('b'), true) | (KeyCode::Left, _) => Edit::Left,
        (KeyCode::Char('f'), true) | (KeyCode::Right, _) => Edit::Right,
        (KeyCode::Char('d'), true) | (KeyCode::Delete, _) => Edit::Delete,
        (KeyCode::Char('h'), true) | (KeyCode::Backspace, _) => Edit::Backspace,
        (KeyCode::Tab, _) => Edit::Complete,
        (KeyCode::Char(c), false) => Edit::Insert(c),
        _ => {
            let command = match (code, control) {
                (KeyCode::Char('n'), true) | (KeyCode::Down, _) => Command::Down,
                (KeyCode::Char('p'), true) | (KeyCode::Up | KeyCode::BackTab, _) => Command::Up,
                (KeyCode::PageDown, _) => Command::PageDown,
                (KeyCode::PageUp, _) => Command::PageUp,
                (KeyCode::Enter, _) => Command::Drill,
                (KeyCode::Esc, _) => return Some(Action::Close),
                (KeyCode::Char('c'), true) => Command::Quit,
                (KeyCode::Char('z'), true) => Command::Suspend,
                (KeyCode::Char('l'), true) => Command::Redraw,
                _ => return None,
            };
            return Some(Action::Do(command, None));
        }
    };
    Some(Action::Edit(edit))
}

/// Reads a key as the table of commands writes it.
fn chord(text: &str) -> Option<Chord> {
    let code = match text {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "S-Tab" => KeyCode::BackTab,
        "Backspace" => KeyCode::Backspace,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        "F1" => KeyCode::F(1),
        _ => {
            let (control, rest) = text.strip_prefix('^').filter(|r| !r.is_empty()).map_or((false, text), |r| (true, r));
            let mut chars = rest.chars();
            let c = chars.next().filter(|_| chars.next().is_none())?;
            return Some((KeyCode::Char(c), control));
        }
    };
    Some((code, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_key_of_the_table_is_readable_and_bound_once() {
        let keys: Vec<_> = COMMANDS.iter().flat_map(|declared| declared.keys).collect();
        let chords: HashSet<_> = keys.iter().map(|key| chord(key).unwrap_or_else(|| panic!("{key}"))).collect();
        assert_eq!(chords.len(), keys.len());
    }

    #[test]
    fn keys_that_terminals_take_are_never_bound() {
        let taken = ["^h", "^i", "^m", "^s", "^q"];
        assert!(COMMANDS.iter().flat_map(|declared| declared.keys).all(|key| !taken.contains(key)));
    }

    #[test]
    fn the_prompt_takes_letters_as_text() {
        let key = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        assert!(matches!(Keymap::default().action(Mode::Prompt, key), Some(Action::Edit(Edit::Insert('q')))));
        assert!(matches!(Keymap::default().action(Mode::Command, key), Some(Action::Do(Command::Close, None))));
    }
}
