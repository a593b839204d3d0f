//! Navigation: moving, following links, going back, searching and filtering, also across resizes and reloads.

use super::player::{BASE, Player, play};
use dossier::tui::{Depth, Effect, Theme};
use proptest::prelude::*;
use ratatui::style::Modifier;

const SIZE: (u16, u16) = (120, 30);

#[test]
fn moving_in_the_timeline_moves_the_selection() {
    assert_eq!(play(BASE, "g", SIZE).title_of_selection(), "The council has promised about 30 million");
    assert_eq!(play(BASE, "gj", SIZE).title_of_selection(), "The council votes");
    assert_eq!(play(BASE, "gj<down>k", SIZE).title_of_selection(), "The council votes");
    assert_eq!(play(BASE, "G", SIZE).title_of_selection(), "Critics doubt that the money is there");
    assert_eq!(play(BASE, "Ggj", SIZE).title_of_selection(), "The council votes");
}

#[test]
fn a_link_is_followed_and_back_returns_to_it() {
    // Enter moves from the event to its detail, whose first link is the council.
    let mut player = play(BASE, "gj<enter><enter>", SIZE);
    assert_eq!(player.title_of_selection(), "City Council");
    player.press("<esc>");
    assert_eq!(player.title_of_selection(), "The council votes");
    player.press("L");
    assert_eq!(player.title_of_selection(), "City Council");
    player.press("H<enter>");
    assert_eq!(player.title_of_selection(), "City Council", "the link is selected again");
    player.press("-");
    assert_eq!(player.title_of_selection(), "The council votes");
}

#[test]
fn esc_never_quits_and_q_does() {
    assert!(play(BASE, "<esc><esc><backspace><esc>", SIZE).effects.is_empty());
    assert_eq!(play(BASE, "q", SIZE).effects, [Effect::Exit]);
    assert_eq!(play(BASE, "g<enter>q", SIZE).effects, [Effect::Exit], "another pane is still the root");
    assert_eq!(play(BASE, "/council<enter>q", SIZE).effects, [], "first back to where the search began");
    assert_eq!(play(BASE, "/council<enter>qq", SIZE).effects, [Effect::Exit]);
    assert_eq!(play(BASE, "?q", SIZE).effects, []);
    assert_eq!(play(BASE, "/x^c", SIZE).effects, [Effect::Exit]);
    assert_eq!(play(BASE, "^z^lR", SIZE).effects, [Effect::Suspend, Effect::Redraw, Effect::ReadBase]);
}

#[test]
fn search_goes_to_a_hit_and_forgives() {
    for (typed, title) in [
        ("council", "City Council"),
        ("cuoncil", "City Council"),
        ("oeuvre", "Ann Œuvré"),
        ("at least 40", "The council has promised at least 40 million"),
        ("region line", "Region funds Northern line"),
    ] {
        assert_eq!(play(BASE, &format!("/{typed}<enter>"), SIZE).title_of_selection(), title, "{typed}");
    }
    assert_eq!(play(BASE, "gj/zzz<enter><esc>", SIZE).title_of_selection(), "The council votes");
}

#[test]
fn the_letters_that_match_are_marked() {
    let player = Player::new(BASE, SIZE, Theme::dark(Depth::Sixteen), "en");
    let mut player = player;
    player.press("/twelve");
    let (cells, _) = player.cells(SIZE);
    let row = u16::try_from(player.row_of("twelve stops", SIZE).unwrap()).unwrap();
    let marked: String = (0..SIZE.0)
        .filter(|&x| cells[(x, row)].modifier.contains(Modifier::UNDERLINED))
        .map(|x| cells[(x, row)].symbol().to_owned())
        .collect();
    assert_eq!(marked, "twelve");
}

#[test]
fn the_selection_is_seen_in_every_theme() {
    let themes = [
        Theme::mono(),
        Theme::dark(Depth::Sixteen),
        Theme::light(Depth::Sixteen),
        Theme::dark(Depth::True),
        Theme::light(Depth::True),
    ];
    for theme in themes {
        let mut player = Player::new(BASE, SIZE, theme.clone(), "en");
        player.press("g");
        let row = u16::try_from(player.row_of("▌", SIZE).unwrap()).unwrap();
        let (cells, _) = player.cells(SIZE);
        let (here, below) = (&cells[(20, row)], &cells[(20, row + 1)]);
        assert!(here.bg != below.bg || here.modifier.contains(Modifier::REVERSED), "{theme:?}");
    }
}

#[test]
fn resizing_keeps_the_selection_in_sight() {
    let mut player = play(BASE, "gjj", SIZE);
    let title = player.title_of_selection();
    for (width, height) in [(80, 24), (40, 12), (200, 60), (19, 5), (80, 8), (120, 30)] {
        player.resize(width, height);
        assert_eq!(player.title_of_selection(), title);
        if width >= 20 && height >= 6 {
            assert!(player.row_of("▌", (width, height)).is_some(), "{width}×{height}");
        }
    }
}

#[test]
fn a_base_read_again_keeps_the_place() {
    let mut player = play(BASE, "g", SIZE);
    let changed = BASE.replace("about 30 million}", "some 30 million}").replace("  works:", "  dig:");
    player.act(dossier::tui::Action::Loaded(std::sync::Arc::new(super::player::open(&changed))));
    assert!(player.screen(SIZE).contains("some"));
    assert!(player.row_of("▌", SIZE).is_some());
}

#[test]
fn a_base_read_again_without_the_place_begins_anew() {
    let mut player = play(BASE, "gj", SIZE);
    let other = "factbase: 1\nentities: {a: {type: company, name: Alpha}}\nevents: {other: {when: 2020, name: Something else}}\n";
    player.act(dossier::tui::Action::Loaded(std::sync::Arc::new(super::player::open(other))));
    assert!(player.app.here().is_some());
    assert!(player.row_of("Something else", SIZE).is_some());
    player.press("j<enter>H<esc>G");
    player.act(dossier::tui::Action::Loaded(std::sync::Arc::new(super::player::open("factbase: 1\n"))));
    player.press("j<enter>s/x<enter><esc>");
    assert!(player.app.here().is_none());
}

#[test]
fn each_date_precision_looks_different() {
    let screen = play(BASE, "g", SIZE).screen(SIZE);
    for label in ["16 Dec ", " Dec ", "spring ", "~Jan ", "2026? ", "…2028 "] {
        assert!(screen.contains(label), "{label}\n{screen}");
    }
    let open = screen.lines().find(|line| line.contains("…2028")).unwrap();
    assert!(open.contains('┊'), "{open}");
}

#[test]
fn amounts_end_in_one_column() {
    let screen = play(BASE, "g", SIZE).screen(SIZE);
    let end = |amount: &str| {
        let line = screen.lines().find(|line| line.contains(amount)).unwrap();
        let end = line.find(amount).unwrap() + amount.len();
        unicode_width::UnicodeWidthStr::width(&line[..end])
    };
    assert_eq!(end("≥ €40M"), end("~€30M"));
    assert_eq!(end("≥ €40M"), end("€15–25M"));
    assert_eq!(end("≥ €40M"), end("12 stops"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_at_no_size_break_it(keys in "[jkgGhlzs123/?!HLq0-9_^<>-]{0,60}", width in 1..140_u16, height in 1..50_u16) {
        let names = ["<enter>", "<esc>", "<tab>", "<backspace>", "<down>", "<pagedown>"];
        let keys: String = keys.chars().enumerate().map(|(at, c)| match c {
            '^' => "^d".to_owned(),
            '<' | '>' => names[at % names.len()].to_owned(),
            c => c.to_string(),
        }).collect();
        let mut player = play(BASE, &keys, (width, height));
        let (_, cursor) = player.cells((width, height));
        prop_assert!(cursor.is_none_or(|at| at.x < width && at.y < height));
        player.resize(height, width);
        player.cells((height, width));
        prop_assert!(player.app.here().is_some());
    }
}

#[test]
fn side_matters_are_hidden_and_shown_again() {
    let base = BASE.replace("  stops:\n", "  stops:\n    tags: [peripheral]\n");
    assert_ne!(base, BASE);
    let mut player = play(&base, "gjjjj", SIZE);
    assert_eq!(player.title_of_selection(), "The line is to have twelve stops");
    player.press("a");
    assert_ne!(player.title_of_selection(), "The line is to have twelve stops", "what is hidden is not selected");
    assert!(player.screen(SIZE).contains("side matters hidden"));
    assert!(!player.screen(SIZE).contains("The line is to"));
    player.press("a");
    assert!(player.screen(SIZE).contains("The line is to"));
    assert!(!player.screen(SIZE).contains("side matters hidden"));
}

#[test]
fn a_filter_narrows_the_timeline_while_it_is_typed_and_is_kept_or_dropped() {
    let mut player = play(BASE, "g&vot", SIZE);
    assert!(player.screen(SIZE).contains("Timeline: vot"), "{}", player.screen(SIZE));
    assert_eq!(player.title_of_selection(), "The council votes", "what is left is selected");
    let rows = |player: &Player| player.screen(SIZE).lines().filter(|line| line.contains(['●', '◆', '○'])).count();
    let narrowed = rows(&player);
    player.press("<enter>");
    assert!(player.screen(SIZE).contains("Timeline: vot"), "Enter keeps it");
    player.press("<esc>");
    assert!(!player.screen(SIZE).contains("Timeline: vot"), "Esc shows all again");
    assert!(rows(&player) > narrowed);
    player.press("&zzz");
    assert_eq!(player.title_of_selection(), "The council votes", "nothing is left to select");
    player.press("<esc>");
    assert!(rows(&player) > narrowed);
}

#[test]
fn a_filter_of_a_sheet_keeps_the_blocks_that_have_the_words() {
    let mut player = play(BASE, "gjd&million", SIZE);
    assert!(player.screen(SIZE).contains("Detail: million"));
    player.press("^uzzzz");
    assert!(player.screen(SIZE).contains("Nothing here has these words"));
    player.press("<esc>");
    assert!(!player.screen(SIZE).contains("Nothing here has these words"));
}

#[test]
fn n_and_shift_n_go_through_the_hits_of_the_last_search() {
    let mut player = play(BASE, "n", SIZE);
    assert!(player.screen(SIZE).contains("nothing was searched for yet"));
    player.press("/council<enter>");
    let first = player.title_of_selection();
    player.press("n");
    let second = player.title_of_selection();
    assert_ne!(first, second);
    assert!(player.screen(SIZE).contains("hit 2 of"));
    player.press("N");
    assert_eq!(player.title_of_selection(), first);
    player.press("N");
    assert!(player.screen(SIZE).contains("no further hit"));
}

#[test]
fn queries_are_remembered_and_typing_takes_their_place() {
    let mut player = play(BASE, "/council<enter>/twelve<enter>/", SIZE);
    assert!(player.screen(SIZE).contains("› twelve"), "the last one stands there again");
    player.press("<up>");
    assert!(player.screen(SIZE).contains("› council"));
    player.press("<down>");
    assert!(player.screen(SIZE).contains("› twelve"));
    player.press("vote");
    assert!(player.screen(SIZE).contains("› vote"));
    assert!(!player.screen(SIZE).contains("twelvevote"));
}

#[test]
fn filters_complete_and_a_wrong_one_is_explained_under_it() {
    let mut player = play(BASE, "/ki", SIZE);
    player.press("<tab>");
    assert!(player.screen(SIZE).contains("› kind:"));
    player.press("cl<tab>");
    assert!(player.screen(SIZE).contains("› kind:claim"));
    player.press("^ukind:clam stops");
    let screen = player.screen(SIZE);
    let rows: Vec<&str> = screen.lines().collect();
    let prompt = rows.iter().position(|row| row.contains("› kind:clam stops")).unwrap();
    let column = |row: &str, words: &str| row[..row.find(words).unwrap()].chars().count();
    assert_eq!(column(rows[prompt], "clam"), column(rows[prompt + 1], "^^^^"));
    assert!(rows[prompt + 1].contains("did you mean `claim`?"));
    assert!(screen.contains("twelve stops"), "the rest is looked for");
}
