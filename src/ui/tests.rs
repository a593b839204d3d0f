//! Property tests: a hundred thousand random actions in windows of any size must keep the invariants.

use super::action::{Action, CopyFormat, Edit, MouseInput};
use super::app::App;
use super::command::COMMANDS;
use super::draw::draw;
use super::headless::answer_search;
use super::history::MAX_VISITS;
use super::layout::{Arrangement, PaneId};
use super::options::UiOptions;
use super::snapshot::BaseSnapshot;
use super::update::update;
use super::widgets::Prompt;
use crate::analysis::timeline;
use crate::diagnostics::{LoadFailure, SourceFile};
use crate::export::CiteStyle;
use crate::load::load;
use crate::model::{FactBase, Item, Keyword, is_printable};
use crate::present::Link;
use crate::term::snapshot::ScreenshotFormat;
use crate::ui::settings::ThemeName;
use crate::verify::{SourceText, SourceTexts};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::sync::Arc;

/// Number of runs, and of actions in each: a hundred thousand in both tests together.
const RUNS: u32 = 50;
const ACTIONS: usize = 1_000;

/// A base with everything, and a small one that breaks most rules and contains odd characters.
const BASES: [&str; 2] = [
    concat!(include_str!("../../tests/frames/base.yaml"), include_str!("../../tests/frames/story.yaml")),
    "factbase: 1
title: \"\\u202e\\e]0;t\\a東京 \\u200b👷\\u0301\"
sources: {s: {kind: article, title: \"a\\tb\\r\\nc\", publisher: \"\\x9b2J\", text: t.txt}}
entities:
  a: {type: company, name: \"\\e[31mAlpha\", aliases: [\"x\\u0301\\u0301\\u0301\", \"\\u2066b\"]}
claims:
  one: {triple: [a, counts], when: -9999/9999, amount: 99999999999999999999999999.9 USD,
    says: \"e\\u0301 \\u202b\", evidence: [{source: s, stance: states, quote: \"a\\tb\"}]}
  two: {triple: [a, gone], when: nonsense}
events: {e: {title: \"\\0\", when: 0000, claims: [one, two]}}
",
];

fn snapshot(yaml: &str) -> Arc<BaseSnapshot> {
    let mut loaded = load(vec![SourceFile { name: "base\u{1b}.yaml".into(), text: yaml.into() }]);
    let texts: SourceTexts =
        loaded.base.sources.handles().map(|ix| (ix, SourceText::new("A tram.\n\u{1b}[2J\u{202e}\n\nb"))).collect();
    crate::verify::verify_quotes(&mut loaded.base, &texts, None);
    let problems = loaded.locate(&loaded.problems);
    Arc::new(BaseSnapshot::new(loaded.base, texts, problems, &loaded.files))
}

/// Applies random actions to an explorer and answers its searches.
struct ActionFuzzer {
    app: App,
    bases: Vec<Arc<BaseSnapshot>>,
    /// Results that are delivered late.
    late: Vec<Action>,
}

/// Random numbers that choose one action.
type Dice = (u8, u16, u16);

impl ActionFuzzer {
    fn new() -> Self {
        let bases: Vec<_> = BASES.iter().map(|yaml| snapshot(yaml)).collect();
        let app = App::new(Arc::clone(&bases[0]), UiOptions::default(), Size::new(80, 24));
        Self { app, bases, late: Vec::new() }
    }

    fn item(&self, dice: u16) -> Option<Item> {
        let items: Vec<_> = self.app.snapshot().base.items().collect();
        items.get(usize::from(dice) % items.len().max(1)).copied()
    }

    /// The action that the dice choose, if it is possible with this base.
    fn action(&mut self, (kind, a, b): Dice) -> Option<Action> {
        let base: &FactBase = &self.app.snapshot().base;
        let pick = |len: usize| usize::from(a) % len.max(1);
        Some(match kind % 40 {
            0..=14 => Action::Do(COMMANDS[pick(COMMANDS.len())].command),
            15 => Action::MarkLetter(char::from(b'a' + u8::try_from(a % 26).unwrap_or(0))),
            16..=19 => Action::Edit(match b % 12 {
                0 => Edit::Backspace,
                1 => Edit::KillWord,
                2 => Edit::Complete,
                3 => Edit::Delete,
                4 => Edit::Insert('é'),
                5 => Edit::Insert('\u{301}'),
                6 => Edit::Insert(':'),
                _ => Edit::Insert(char::from(b' ' + u8::try_from(a % 95).unwrap_or(0))),
            }),
            20 | 21 => {
                let point = [MouseInput::Click, MouseInput::ScrollUp, MouseInput::ScrollDown][usize::from(b % 3)];
                Action::Mouse(point, Position::new(a % 250, b % 80))
            }
            22 => Action::Resized(Size::new(a % 220, b % 70)),
            23 => Action::Loaded(Arc::clone(&self.bases[pick(self.bases.len())])),
            24 => Action::Failed(LoadFailure { first_error: "broken \u{1b}".to_owned(), ..LoadFailure::default() }),
            25 => Action::SubmitQuery,
            26 => Action::OpenSearch(["tram", "", "-", "type:company", "\"", "2024", "a|b"][pick(7)].to_owned()),
            27 => Action::Show(self.item(a)?),
            28 => Action::RefreshDependents,
            29 => Action::Tick,
            30 => Action::Visit(self.item(a)?),
            31 => Action::Follow(match b % 6 {
                0 => Link::Item(self.item(a)?),
                1 => Link::SameTime(self.item(a)?),
                2 => Link::Related(self.item(a)?),
                3 => Link::Problem(usize::from(a)),
                4 => Link::Url(base.sources.handles().nth(pick(base.sources.len()))?),
                _ => Link::SourceText(base.sources.handles().nth(pick(base.sources.len()))?),
            }),
            32 => Action::ApplyFilter(
                PaneId::ALL[pick(PaneId::ALL.len())],
                ["tram", "", "zzz"][usize::from(b % 3)].to_owned(),
            ),
            33 => Action::Play(base.stories.handles().next()?, usize::from(a)),
            34 => Action::Copy(match b % 7 {
                0 => CopyFormat::Citation(CiteStyle::VALUES[pick(CiteStyle::VALUES.len())]),
                1 => CopyFormat::Id,
                2 => CopyFormat::Address,
                3 => CopyFormat::Quote,
                4 => CopyFormat::Url,
                5 => CopyFormat::Json,
                _ => CopyFormat::Text,
            }),
            35 => Action::Screenshot(ScreenshotFormat::VALUES[pick(ScreenshotFormat::VALUES.len())]),
            36 => Action::SetTheme(ThemeName::VALUES[pick(ThemeName::VALUES.len())]),
            37 => {
                self.app.key_repeating = a % 2 == 0;
                return None;
            }
            38 => Action::ShowMessage("done \u{202e}".to_owned()),
            _ => self.late.pop().unwrap_or(Action::Close),
        })
    }

    /// Applies an action. The results of a search it starts are delivered immediately or later.
    fn apply(&mut self, action: Action, at_once: bool) {
        let Some(effect) = update(&mut self.app, action) else { return };
        let Ok(answer) = answer_search(&self.app, effect) else { return };
        if at_once { self.apply(answer, true) } else { self.late.push(answer) }
    }

    /// Checks the invariants of the state.
    fn check_invariants(&self) -> TestCaseResult {
        let (app, base) = (&self.app, &self.app.snapshot().base);
        let known = |item: Item| base.find_by_id(item.kind(), base.id(item)) == Some(item);
        prop_assert!(app.selected().is_none_or(known), "the selection is of this base");
        prop_assert!(app.selected().is_some() || base.items().next().is_none(), "something is selected");
        prop_assert!(app.history.len() <= MAX_VISITS, "the history is bounded");
        prop_assert!(app.search.queries.len() <= 100, "the queries are bounded");
        prop_assert!(app.overlays.len() <= 20);
        prop_assert!(app.line_edit.as_ref().is_none_or(|typing| typing.prompt.text().len() <= Prompt::MAX_BYTES));
        Ok(())
    }

    /// Checks the invariants of a frame.
    fn check_frame(&self) -> TestCaseResult {
        let (app, size) = (&self.app, self.app.size());
        let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        let cursor = draw(app, &mut buffer);
        prop_assert!(cursor.is_none_or(|at| at.x < size.width && at.y < size.height), "{cursor:?} in {size}");
        let odd = buffer.content().iter().find(|cell| !cell.symbol().chars().all(is_printable));
        prop_assert!(odd.is_none(), "{odd:?}");
        let areas = app.areas();
        let list = areas.panes[PaneId::Timeline];
        let plain = app.overlays.is_empty() && app.view.focus == PaneId::Timeline && app.search.filter.is_none();
        if plain && list.height > 5 && areas.arrangement != Arrangement::TooSmall {
            let marked = list.positions().any(|at| buffer[at].symbol() == "▌");
            let rows = timeline(&app.snapshot().base);
            // With a filter, there are fewer rows.
            let listed = app.panes.get(PaneId::Timeline).position().ends_with(&format!("/{}", rows.len()));
            let there = rows.iter().any(|row| Some(row.item) == app.selected());
            prop_assert!(marked || !listed || !there, "the selection is on the screen");
        }
        Ok(())
    }
}

/// Applies the actions that the dice choose, starting with one of the bases.
fn run_random_actions(dice: &[Dice], base: usize) -> TestCaseResult {
    let mut storm = ActionFuzzer::new();
    storm.apply(Action::Loaded(Arc::clone(&storm.bases[base])), true);
    for (at, &dice) in dice.iter().enumerate() {
        // Dice that choose an impossible action still count as one.
        let action = storm.action(dice).unwrap_or(Action::RefreshDependents);
        let resized = matches!(action, Action::Resized(_));
        storm.apply(action, dice.2 % 4 > 0);
        storm.check_invariants()?;
        if resized || at % 40 == 0 {
            storm.check_frame()?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: RUNS, max_shrink_iters: 2_000, ..ProptestConfig::default() })]
    #[test]
    fn survives_random_actions(dice in prop::collection::vec(any::<Dice>(), ACTIONS)) {
        run_random_actions(&dice, 0)?;
    }

    #[test]
    fn survives_random_actions_on_broken_base(dice in prop::collection::vec(any::<Dice>(), ACTIONS)) {
        run_random_actions(&dice, 1)?;
    }
}
