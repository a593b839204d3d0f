//! Playing stories: in a small base, and the story of the bundled base as snapshots.

use super::test_driver::{BASE, TestDriver, drive};
use dossier::ui::{Action, BaseSnapshot, Theme, UiOptions};
use dossier::verify::SourceTexts;

const SIZE: (u16, u16) = (120, 30);

#[test]
fn story_steps_forward_back_and_by_number() {
    let mut player = drive(BASE, "S", SIZE);
    let screen = player.screen(SIZE);
    assert!(
        screen.contains("▸ The vote") && screen.contains("1/3") && screen.contains("The council votes."),
        "{screen}"
    );
    assert!(screen.contains("The Gazette, 3 Feb 2025:  «\u{a0}at least 40 million euros"), "with a citation: {screen}");
    player.press("l");
    assert_eq!(player.selected_title(), "What the line costs the council");
    player.press("<space>");
    assert!(player.screen(SIZE).contains("as of Feb 2025  3/3"));
    player.press("l");
    assert!(player.screen(SIZE).contains("This is the last step"));
    player.press("h<left>");
    assert!(player.screen(SIZE).contains("1/3"));
    player.press("G");
    assert!(player.screen(SIZE).contains("3/3"));
    player.press("g<tab>j<enter>");
    assert!(player.screen(SIZE).contains("2/3"), "from the list of steps: {}", player.screen(SIZE));
    player.press("q");
    assert!(!player.screen(SIZE).contains("2/3") && player.effects.is_empty());
}

#[test]
fn exploring_pauses_and_resumes_at_the_same_step() {
    let mut player = drive(BASE, "Sl/region<enter>", SIZE);
    assert_eq!(player.selected_title(), "Region");
    assert!(player.screen(SIZE).contains("S resumes the story: The cost"));
    player.press("S");
    assert_eq!(player.selected_title(), "What the line costs the council");
    assert!(player.screen(SIZE).contains("2/3"));
    for keys in [":region<enter>", "p<enter>", ":status:pledged<enter>"] {
        let mut player = drive(BASE, "S", SIZE);
        player.press(keys);
        assert!(player.screen(SIZE).contains("S resumes the story"), "{keys}");
    }
}

#[test]
fn step_highlight_does_not_depend_on_color() {
    let player = drive(BASE, "Sl", SIZE);
    let row = u16::try_from(player.find_row("The council has promised about", SIZE).unwrap()).unwrap();
    let screen = player.screen(SIZE);
    let line = screen.lines().nth(row.into()).unwrap();
    let x = u16::try_from(line[..line.find("The council has").unwrap()].chars().count()).unwrap();
    let (cells, _) = player.cells(SIZE);
    assert!(cells[(x, row)].modifier.contains(ratatui::style::Modifier::REVERSED), "{line}");
    assert!(line.contains('▌'), "{line}");
}

#[test]
fn auto_option_advances_steps() {
    let setup = UiOptions { auto_advance: Some(2), theme: Theme::mono(), ..UiOptions::default() };
    let mut player = TestDriver::from_snapshot(super::test_driver::load_snapshot(BASE), SIZE, setup);
    player.press("S");
    assert!(player.app.is_ticking());
    player.dispatch(Action::Tick);
    assert!(player.screen(SIZE).contains("1/3  0:01"));
    player.dispatch(Action::Tick);
    assert!(player.screen(SIZE).contains("2/3  0:02"));
    player.press("j");
    assert!(!player.app.is_ticking(), "who explores is not hurried");
}

/// The screens of all steps of the bundled story, separated by blank lines.
fn all_steps(size: (u16, u16)) -> String {
    let open = BaseSnapshot::new(dossier::bundled::load_base(), SourceTexts::new(), Vec::new(), &[]);
    let steps = open.base.stories.iter().next().unwrap().2.steps.len();
    let mut player = TestDriver::from_snapshot(
        open,
        size,
        UiOptions { theme: Theme::mono(), show_elapsed: false, ..UiOptions::default() },
    );
    player.press("S");
    let frames = (0..steps).map(|at| {
        if at > 0 {
            player.press("l");
        }
        player.screen(size)
    });
    frames.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn bundled_story_at_80_by_24() {
    insta::assert_snapshot!(all_steps((80, 24)));
}

#[test]
fn bundled_story_at_120_by_36() {
    insta::assert_snapshot!(all_steps((120, 36)));
}
