//! Playing stories: in a small base, and the story of the bundled base as snapshots.

use super::player::{BASE, Player, play};
use dossier::check::Texts;
use dossier::tui::{Action, Open, Setup, Theme};

const SIZE: (u16, u16) = (120, 30);

#[test]
fn steps_go_on_and_back_and_to_a_number() {
    let mut player = play(BASE, "S", SIZE);
    let screen = player.screen(SIZE);
    assert!(
        screen.contains("▸ The vote") && screen.contains("1/3") && screen.contains("The council votes."),
        "{screen}"
    );
    assert!(screen.contains("The Gazette, 3 Feb 2025:  «\u{a0}at least 40 million euros"), "with a citation: {screen}");
    player.press("l");
    assert_eq!(player.title_of_selection(), "What the line costs the council");
    player.press("<space>");
    assert!(player.screen(SIZE).contains("as of Feb 2025  3/3"));
    player.press("l");
    assert!(player.screen(SIZE).contains("this is the last step"));
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
fn who_explores_pauses_and_returns_to_the_same_step() {
    let mut player = play(BASE, "Sl/region<enter>", SIZE);
    assert_eq!(player.title_of_selection(), "Region");
    assert!(player.screen(SIZE).contains("S goes on with the story: The cost"));
    player.press("S");
    assert_eq!(player.title_of_selection(), "What the line costs the council");
    assert!(player.screen(SIZE).contains("2/3"));
    for way in [":region<enter>", "p<enter>", ":status:pledged<enter>"] {
        let mut player = play(BASE, "S", SIZE);
        player.press(way);
        assert!(player.screen(SIZE).contains("S goes on with the story"), "{way}");
    }
}

#[test]
fn a_step_points_at_its_claims_without_colour() {
    let player = play(BASE, "Sl", SIZE);
    let row = u16::try_from(player.row_of("The council has promised about", SIZE).unwrap()).unwrap();
    let screen = player.screen(SIZE);
    let line = screen.lines().nth(row.into()).unwrap();
    let x = u16::try_from(line[..line.find("The council has").unwrap()].chars().count()).unwrap();
    let (cells, _) = player.cells(SIZE);
    assert!(cells[(x, row)].modifier.contains(ratatui::style::Modifier::REVERSED), "{line}");
    assert!(line.contains('▌'), "{line}");
}

#[test]
fn time_turns_the_page_where_that_was_asked_for() {
    let setup = Setup { auto: Some(2), theme: Theme::mono(), ..Setup::default() };
    let mut player = Player::with(super::player::open(BASE), SIZE, setup);
    player.press("S");
    assert!(player.app.is_ticking());
    player.act(Action::Tick);
    assert!(player.screen(SIZE).contains("1/3  0:01"));
    player.act(Action::Tick);
    assert!(player.screen(SIZE).contains("2/3  0:02"));
    player.press("j");
    assert!(!player.app.is_ticking(), "who explores is not hurried");
}

/// The screens of all steps of the bundled story, separated by blank lines.
fn golden(size: (u16, u16)) -> String {
    let open = Open::new(dossier::bundled::load_base(), Texts::new(), Vec::new(), &[]);
    let steps = open.base.stories.iter().next().unwrap().2.steps.len();
    let mut player = Player::with(open, size, Setup { theme: Theme::mono(), timed: false, ..Setup::default() });
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
fn the_bundled_story_at_80_by_24() {
    insta::assert_snapshot!(golden((80, 24)));
}

#[test]
fn the_bundled_story_at_120_by_36() {
    insta::assert_snapshot!(golden((120, 36)));
}
