//! Maps keys to actions.

use super::action::{Action, Edit};
use super::command::{AppCommand, COMMANDS, Command, Motion, PaneCommand};
use crate::model::sanitize;
use crate::text::suggest;
use crate::ui::settings::{Binding, SettingsProblem, parse, rules};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::collections::HashMap;
use std::fmt;

/// The default keymap, as TOML.
pub const DEFAULT_KEYMAP: &str = include_str!("../../assets/keymap.toml");

/// How keys are interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Keys are commands.
    Command,
    /// Keys edit the prompt; a few move in the list below it.
    Prompt,
    /// The next key is the letter of a mark.
    Letter,
}

/// The keymap: keys to commands, and commands to keys.
#[derive(Clone, Debug)]
pub struct Keymap {
    commands: HashMap<Chord, Command>,
    keys: HashMap<Command, Vec<Chord>>,
}

/// A key with or without Control; Shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    control: bool,
}

/// Keys that cannot be bound: terminals send them for Backspace, Tab and Enter, or use them for flow control.
const RESERVED_KEYS: [&str; 5] = ["^h", "^i", "^m", "^s", "^q"];

/// Names of keys that are not characters.
const KEY_NAMES: [(&str, KeyCode); 16] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("S-Tab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Space", KeyCode::Char(' ')),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
];

impl Default for Keymap {
    fn default() -> Self {
        let mut map = Self { commands: HashMap::new(), keys: HashMap::new() };
        let (config, _) = parse(DEFAULT_KEYMAP);
        map.apply_bindings(&config.keys);
        map
    }
}

impl Keymap {
    /// Creates the default keymap with the user's bindings on top. Returns the errors in the bindings.
    pub fn with_bindings(bindings: &[Binding]) -> (Self, Vec<SettingsProblem>) {
        let mut map = Self::default();
        let problems = map.apply_bindings(bindings);
        (map, problems)
    }

    /// Binds keys to actions, replacing the keys that the actions had. A key bound to another action by default is
    /// taken from it; if two bindings name the same key, the first wins.
    fn apply_bindings(&mut self, bindings: &[Binding]) -> Vec<SettingsProblem> {
        let mut problems = Vec::new();
        let mut given: HashMap<Chord, Command> = HashMap::new();
        let mut wanted = Vec::new();
        for binding in bindings {
            let (name, at) = &binding.action;
            match Command::from_name(name) {
                Some(command) => wanted.push((command, &binding.keys)),
                None => problems.push(unknown(name, at.clone())),
            }
        }
        // If none of the given keys is valid, the action keeps its default keys. An empty list unbinds it.
        for (command, keys) in &wanted {
            if keys.is_empty() || keys.iter().any(|(key, _)| parse_key(key).is_ok()) {
                for chord in self.keys.remove(command).unwrap_or_default() {
                    self.commands.remove(&chord);
                }
            }
        }
        for (command, keys) in wanted {
            for (key, at) in keys {
                let chord = match parse_key(key) {
                    Ok(chord) => chord,
                    Err((rule, message)) => {
                        problems.push(SettingsProblem::new(rule, at.clone(), message));
                        continue;
                    }
                };
                if let Some(other) = given.get(&chord).and_then(|other| other.spec()) {
                    let message = format!("`{}` means {} already", sanitize(key), other.name);
                    problems.push(
                        SettingsProblem::new(&rules::TAKEN_KEY, at.clone(), message)
                            .with_help("give each action keys of its own"),
                    );
                    continue;
                }
                given.insert(chord, command);
                self.bind(chord, command);
            }
        }
        problems
    }

    fn bind(&mut self, chord: Chord, command: Command) {
        if let Some(before) = self.commands.insert(chord, command)
            && let Some(keys) = self.keys.get_mut(&before)
        {
            keys.retain(|key| *key != chord);
        }
        self.keys.entry(command).or_default().push(chord);
    }

    /// The key shown in hints; empty if the action has none.
    pub fn key(&self, command: Command) -> String {
        self.keys.get(&command).and_then(|keys| keys.first()).map(Chord::to_string).unwrap_or_default()
    }

    /// All keys of an action, separated by two spaces.
    pub fn keys(&self, command: Command) -> String {
        let keys = self.keys.get(&command).into_iter().flatten().map(Chord::to_string);
        keys.collect::<Vec<_>>().join("  ")
    }

    /// The action bound to a key press.
    pub fn action(&self, mode: Mode, key: KeyEvent) -> Option<Action> {
        let chord = Chord::from_event(key)?;
        match (mode, chord.code) {
            (Mode::Prompt, _) => prompt_action(chord),
            (Mode::Letter, KeyCode::Char(c)) if !chord.control => Some(Action::MarkLetter(c)),
            (Mode::Letter, _) => Some(Action::Close),
            (Mode::Command, _) => self.command(chord).map(Action::Do),
        }
    }

    fn command(&self, chord: Chord) -> Option<Command> {
        self.commands.get(&chord).copied()
    }
}

/// The error for an unknown action, with a suggestion.
fn unknown(name: &str, at: std::ops::Range<usize>) -> SettingsProblem {
    let problem = SettingsProblem::new(&rules::UNKNOWN_ACTION, at, format!("there is no action `{}`", sanitize(name)));
    match suggest(name, COMMANDS.iter().map(|declared| declared.name)) {
        Some(near) => problem.with_help(format!("did you mean `{near}`?")),
        None => problem.with_help("`dossier keys` lists them"),
    }
}

/// Parses a key from the settings and checks that it may be bound.
fn parse_key(key: &str) -> Result<Chord, (&'static crate::diagnostics::Rule, String)> {
    if RESERVED_KEYS.contains(&key.to_ascii_lowercase().as_str()) {
        return Err((&rules::TERMINAL_KEY, format!("`{key}` cannot be bound: terminals reserve it")));
    }
    Chord::parse(key)
        .ok_or_else(|| (&rules::UNREADABLE_KEY, format!("`{}` is no key; write j, G, ^d, Enter, F1 …", sanitize(key))))
}

impl Chord {
    /// The chord of a key press. `None` with Alt, which terminals encode in too many ways.
    pub fn from_event(key: KeyEvent) -> Option<Self> {
        if key.modifiers.contains(KeyModifiers::ALT) {
            return None;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        let code = if key.code == KeyCode::Tab && shift { KeyCode::BackTab } else { key.code };
        Some(Self { code, control })
    }

    /// A key event that presses this chord.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, if self.control { KeyModifiers::CONTROL } else { KeyModifiers::NONE })
    }

    /// Parses a key as written in settings: `j`, `G`, `^d`, `Enter`, `F1`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((_, code)) = KEY_NAMES.iter().find(|(name, _)| *name == text) {
            return Some(Self { code: *code, control: false });
        }
        if let Some(number) = text.strip_prefix('F').and_then(|rest| rest.parse().ok()) {
            return (1..=12).contains(&number).then_some(Self { code: KeyCode::F(number), control: false });
        }
        let (control, rest) = text.strip_prefix('^').filter(|r| !r.is_empty()).map_or((false, text), |r| (true, r));
        let mut chars = rest.chars();
        let c = chars.next().filter(|c| chars.next().is_none() && *c != ' ' && sanitize(rest) == rest)?;
        // With Control, terminals send the lower-case letter.
        Some(Self { code: KeyCode::Char(if control { c.to_ascii_lowercase() } else { c }), control })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let control = if self.control { "^" } else { "" };
        match (KEY_NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => write!(f, "{control}{name}"),
            (None, KeyCode::Char(c)) => write!(f, "{control}{c}"),
            (None, KeyCode::F(number)) => write!(f, "{control}F{number}"),
            (None, _) => f.write_str("?"),
        }
    }
}

/// The keys of the prompt: those of readline, and those that move in the list below it.
fn prompt_action(Chord { code, control }: Chord) -> Option<Action> {
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
                (KeyCode::Char('n'), true) | (KeyCode::Down, _) => Command::Motion(Motion::Down),
                (KeyCode::Char('p'), true) | (KeyCode::Up | KeyCode::BackTab, _) => Command::Motion(Motion::Up),
                (KeyCode::PageDown, _) => Command::Motion(Motion::PageDown),
                (KeyCode::PageUp, _) => Command::Motion(Motion::PageUp),
                (KeyCode::Enter, _) => Command::Pane(PaneCommand::Follow),
                (KeyCode::Esc, _) => return Some(Action::Close),
                (KeyCode::Char('c'), true) => Command::App(AppCommand::Quit),
                (KeyCode::Char('z'), true) => Command::App(AppCommand::Suspend),
                (KeyCode::Char('l'), true) => Command::App(AppCommand::Redraw),
                _ => return None,
            };
            return Some(Action::Do(command));
        }
    };
    Some(Action::Edit(edit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn press(c: char) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
    }

    #[test]
    fn default_keymap_is_complete_and_valid() {
        let (config, faults) = parse(DEFAULT_KEYMAP);
        assert_eq!(faults, []);
        let mut empty = Keymap { commands: HashMap::new(), keys: HashMap::new() };
        assert_eq!(empty.apply_bindings(&config.keys), []);
        let named: HashSet<_> = config.keys.iter().map(|binding| binding.action.0.as_str()).collect();
        for declared in COMMANDS {
            assert!(named.contains(declared.name), "{} has no line in the keymap", declared.name);
        }
    }

    #[test]
    fn command_names_are_unique() {
        let names: HashSet<_> = COMMANDS.iter().map(|declared| declared.name).collect();
        assert_eq!(names.len(), COMMANDS.len());
    }

    #[test]
    fn chords_round_trip_through_text() {
        for declared in COMMANDS {
            for chord in &Keymap::default().keys[&declared.command] {
                assert_eq!(Chord::parse(&chord.to_string()), Some(*chord));
            }
        }
    }

    #[test]
    fn rejects_unprintable_keys() {
        for text in ["\u{202e}", "^\u{feff}", "\u{1b}", "\t", " ", "", "ab"] {
            assert_eq!(Chord::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn prompt_inserts_letters() {
        let map = Keymap::default();
        assert!(matches!(map.action(Mode::Prompt, press('q')), Some(Action::Edit(Edit::Insert('q')))));
        assert!(matches!(map.action(Mode::Command, press('q')), Some(Action::Do(Command::App(AppCommand::Close)))));
        assert!(matches!(map.action(Mode::Letter, press('q')), Some(Action::MarkLetter('q'))));
    }

    #[test]
    fn user_bindings_replace_defaults() {
        let (config, _) = parse("[keys]\ndown = \"e\"\n");
        let (map, faults) = Keymap::with_bindings(&config.keys);
        assert_eq!(faults, []);
        assert!(matches!(map.action(Mode::Command, press('e')), Some(Action::Do(Command::Motion(Motion::Down)))));
        assert!(map.action(Mode::Command, press('j')).is_none());
        assert_eq!(
            (map.key(Command::Motion(Motion::Down)).as_str(), map.key(Command::App(AppCommand::Edit)).as_str()),
            ("e", "")
        );
    }

    #[test]
    fn reports_position_of_conflicts_and_unknown_names() {
        let text = "[keys]\ndwn = \"e\"\nup = [\"x\", \"^q\", \"Retrun\"]\ntop = \"x\"\n";
        let (map, faults) = Keymap::with_bindings(&parse(text).0.keys);
        let mut found: Vec<_> = faults.iter().map(|problem| (problem.rule.id, &text[problem.span.clone()])).collect();
        found.sort_unstable();
        assert_eq!(found, [("CF201", "dwn"), ("CF202", "\"Retrun\""), ("CF203", "\"x\""), ("CF204", "\"^q\"")]);
        assert_eq!(map.key(Command::Motion(Motion::Up)), "x");
        let (map, _) = Keymap::with_bindings(&parse("[keys]\nup = \"Foo\"\ndown = []\n").0.keys);
        assert_eq!(
            (map.key(Command::Motion(Motion::Up)).as_str(), map.key(Command::Motion(Motion::Down)).as_str()),
            ("k", "")
        );
    }
}
