//! Sends keys to the explorer and reads its cells.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use dossier::diagnostics::SourceFile;
use dossier::load;
use dossier::model::Lang;
use dossier::ui::{Action, App, BaseSnapshot, Effect, Theme, UiOptions, draw, press, settle, update};
use dossier::verify::{SourceText, SourceTexts, verify_quotes};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::sync::Arc;

/// A base of a few claims and a story, with `TEXT` as its source text.
pub(crate) const BASE: &str = concat!(include_str!("base.yaml"), include_str!("story.yaml"));
const TEXT: &str = include_str!("text.txt");

/// An explorer without a terminal. Searches and filters run synchronously; other effects are only recorded.
pub(crate) struct TestDriver {
    pub app: App,
    snapshot: Arc<BaseSnapshot>,
    /// The effects requested so far, without searches and filters.
    pub effects: Vec<Effect>,
}

/// An explorer of a base, in a window of `size` columns and rows, after the given keys.
pub(crate) fn drive(base: &str, keys: &str, size: (u16, u16)) -> TestDriver {
    let mut player = TestDriver::new(base, size, Theme::mono(), "en");
    player.press(keys);
    player
}

/// Loads a base with its source text and verifies its quotes, as the program does.
pub(crate) fn load_snapshot(yaml: &str) -> BaseSnapshot {
    let mut loaded = load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml.into() }]);
    let with_text = loaded.base.sources.iter().filter(|(_, _, source)| source.text.is_some());
    let texts: SourceTexts = with_text.map(|(ix, _, _)| (ix, SourceText::new(TEXT))).collect();
    verify_quotes(&mut loaded.base, &texts, None);
    let problems = loaded.locate(&loaded.problems);
    BaseSnapshot::new(loaded.base, texts, problems, &loaded.files)
}

impl TestDriver {
    pub(crate) fn new(yaml: &str, (width, height): (u16, u16), theme: Theme, lang: &str) -> Self {
        let setup =
            UiOptions { lang: Lang::new(lang).unwrap(), theme, base_name: "base.yaml".into(), ..UiOptions::default() };
        Self::from_snapshot(load_snapshot(yaml), (width, height), setup)
    }

    pub(crate) fn from_snapshot(snapshot: BaseSnapshot, (width, height): (u16, u16), setup: UiOptions) -> Self {
        let open = Arc::new(snapshot);
        let app = App::new(Arc::clone(&open), setup, Size { width, height });
        Self { app, snapshot: open, effects: Vec::new() }
    }

    /// Presses keys: characters, `^x` for Ctrl-x, and names such as `<enter>`.
    pub(crate) fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while !rest.is_empty() {
            let (key, left) = read_key(rest);
            rest = left;
            let effect = press(&mut self.app, key, false);
            self.perform(effect);
        }
    }

    /// Applies an action. A search it requests runs immediately.
    pub(crate) fn dispatch(&mut self, action: Action) {
        let effect = update(&mut self.app, action);
        self.perform(effect);
    }

    fn perform(&mut self, effect: Option<Effect>) {
        self.effects.extend(settle(&mut self.app, effect));
    }

    /// The last recorded effect.
    pub(crate) fn last_effect(&self) -> &Effect {
        self.effects.last().expect("an effect")
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.dispatch(Action::Resized(Size { width, height }));
    }

    /// The drawn cells and the position of the cursor.
    pub(crate) fn cells(&self, (width, height): (u16, u16)) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = draw(&self.app, &mut buffer);
        (buffer, cursor)
    }

    /// The screen as text, one line a row, without trailing spaces.
    pub(crate) fn screen(&self, size: (u16, u16)) -> String {
        let (buffer, _) = self.cells(size);
        let rows = buffer.content().chunks(usize::from(size.0).max(1));
        let text =
            rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned());
        text.collect::<Vec<_>>().join("\n")
    }

    /// The first row that contains `words`.
    pub(crate) fn find_row(&self, words: &str, size: (u16, u16)) -> Option<usize> {
        self.screen(size).lines().position(|line| line.contains(words))
    }

    pub(crate) fn selected_title(&self) -> String {
        let item = self.app.selected().unwrap();
        self.snapshot.base.title(item, &Lang::english())
    }
}

fn read_key(keys: &str) -> (KeyEvent, &str) {
    let named = [
        ("<enter>", KeyCode::Enter),
        ("<esc>", KeyCode::Esc),
        ("<tab>", KeyCode::Tab),
        ("<backspace>", KeyCode::Backspace),
        ("<down>", KeyCode::Down),
        ("<up>", KeyCode::Up),
        ("<left>", KeyCode::Left),
        ("<right>", KeyCode::Right),
        ("<end>", KeyCode::End),
        ("<pagedown>", KeyCode::PageDown),
        ("<space>", KeyCode::Char(' ')),
        ("<f2>", KeyCode::F(2)),
    ];
    for (name, code) in named {
        if let Some(rest) = keys.strip_prefix(name) {
            return (KeyEvent::new(code, KeyModifiers::NONE), rest);
        }
    }
    let (control, rest) = keys.strip_prefix('^').map_or((false, keys), |rest| (true, rest));
    let c = rest.chars().next().unwrap();
    let modifiers = if control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
    (KeyEvent::new(KeyCode::Char(c), modifiers), &rest[c.len_utf8()..])
}
