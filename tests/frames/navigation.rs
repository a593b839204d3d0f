//! Navigation: moving, following links, going back, searching and filtering, also across resizes and reloads.

use super::test_driver::{BASE, TestDriver, drive};
use dossier::ui::{ColorDepth, Effect, Theme};
use proptest::prelude::*;
use ratatui::style::Modifier;

const SIZE: (u16, u16) = (120, 30);

#[test]
fn moving_in_the_timeline_moves_the_selection() {
    assert_eq!(drive(BASE, "g", SIZE).selected_title(), "The council has promised about 30 million");
    assert_eq!(drive(BASE, "gj", SIZE).selected_title(), "The council votes");
    assert_eq!(drive(BASE, "gj<down>k", SIZE).selected_title(), "The council votes");
    assert_eq!(drive(BASE, "G", SIZE).selected_title(), "Critics doubt that the money is there");
    assert_eq!(drive(BASE, "Ggj", SIZE).selected_title(), "The council votes");
}

#[test]
fn a_link_is_followed_and_back_returns_to_it() {
    // Enter moves from the event to its detail, whose first link is the council.
    let mut player = drive(BASE, "gj<enter><enter>", SIZE);
    assert_eq!(player.selected_title(), "City Council");
    player.press("<esc>");
    assert_eq!(player.selected_title(), "The council votes");
    player.press("L");
    assert_eq!(player.selected_title(), "City Council");
    player.press("H<enter>");
    assert_eq!(player.selected_title(), "City Council", "the link is selected again");
    player.press("-");
    assert_eq!(player.selected_title(), "The council votes");
}

#[test]
fn esc_never_quits_and_q_does() {
    assert!(drive(BASE, "<esc><esc><backspace><esc>", SIZE).effects.is_empty());
    assert_eq!(drive(BASE, "q", SIZE).effects, [Effect::Exit]);
    assert_eq!(drive(BASE, "g<enter>q", SIZE).effects, [Effect::Exit], "another pane is still the root");
    assert_eq!(drive(BASE, "/council<enter>q", SIZE).effects, [], "first back to where the search began");
    assert_eq!(drive(BASE, "/council<enter>qq", SIZE).effects, [Effect::Exit]);
    assert_eq!(drive(BASE, "?q", SIZE).effects, []);
    assert_eq!(drive(BASE, "/x^c", SIZE).effects, [Effect::Exit]);
    assert_eq!(drive(BASE, "^z^lR", SIZE).effects, [Effect::Suspend, Effect::Redraw, Effect::ReloadBase]);
}

#[test]
fn search_opens_hit_despite_typos() {
    for (typed, title) in [
        ("council", "City Council"),
        ("cuoncil", "City Council"),
        ("oeuvre", "Ann Œuvré"),
        ("at least 40", "The council has promised at least 40 million"),
        ("region line", "Region funds Northern line"),
    ] {
        assert_eq!(drive(BASE, &format!("/{typed}<enter>"), SIZE).selected_title(), title, "{typed}");
    }
    assert_eq!(drive(BASE, "gj/zzz<enter><esc>", SIZE).selected_title(), "The council votes");
}

#[test]
fn matched_letters_are_highlighted() {
    let player = TestDriver::new(BASE, SIZE, Theme::dark(ColorDepth::Sixteen), "en");
    let mut player = player;
    player.press("/twelve");
    let (cells, _) = player.cells(SIZE);
    let row = u16::try_from(player.find_row("twelve stops", SIZE).unwrap()).unwrap();
    let marked: String = (0..SIZE.0)
        .filter(|&x| cells[(x, row)].modifier.contains(Modifier::UNDERLINED))
        .map(|x| cells[(x, row)].symbol().to_owned())
        .collect();
    assert_eq!(marked, "twelve");
}

#[test]
fn selection_is_visible_in_every_palette() {
    let themes = [
        Theme::mono(),
        Theme::dark(ColorDepth::Sixteen),
        Theme::light(ColorDepth::Sixteen),
        Theme::dark(ColorDepth::TrueColor),
        Theme::light(ColorDepth::TrueColor),
    ];
    for theme in themes {
        let mut player = TestDriver::new(BASE, SIZE, theme.clone(), "en");
        player.press("g");
        let row = u16::try_from(player.find_row("▌", SIZE).unwrap()).unwrap();
        let (cells, _) = player.cells(SIZE);
        let (here, below) = (&cells[(20, row)], &cells[(20, row + 1)]);
        assert!(here.bg != below.bg || here.modifier.contains(Modifier::REVERSED), "{theme:?}");
    }
}

#[test]
fn resizing_keeps_selection_visible() {
    let mut player = drive(BASE, "gjj", SIZE);
    let title = player.selected_title();
    for (width, height) in [(80, 24), (40, 12), (200, 60), (19, 5), (80, 8), (120, 30)] {
        player.resize(width, height);
        assert_eq!(player.selected_title(), title);
        if width >= 20 && height >= 6 {
            assert!(player.find_row("▌", (width, height)).is_some(), "{width}×{height}");
        }
    }
}

#[test]
fn reload_keeps_selection() {
    let mut player = drive(BASE, "g", SIZE);
    let changed = BASE.replace("about 30 million}", "some 30 million}").replace("  works:", "  dig:");
    player.dispatch(dossier::ui::Action::Loaded(std::sync::Arc::new(super::test_driver::load_snapshot(&changed))));
    assert!(player.screen(SIZE).contains("some"));
    assert!(player.find_row("▌", SIZE).is_some());
}

#[test]
fn reload_without_selected_item_selects_another() {
    let mut player = drive(BASE, "gj", SIZE);
    let other = "factbase: 1\nentities: {a: {type: company, name: Alpha}}\nevents: {other: {when: 2020, name: Something else}}\n";
    player.dispatch(dossier::ui::Action::Loaded(std::sync::Arc::new(super::test_driver::load_snapshot(other))));
    assert!(player.app.selected().is_some());
    assert!(player.find_row("Something else", SIZE).is_some());
    player.press("j<enter>H<esc>G");
    player
        .dispatch(dossier::ui::Action::Loaded(std::sync::Arc::new(super::test_driver::load_snapshot("factbase: 1\n"))));
    player.press("j<enter>s/x<enter><esc>");
    assert!(player.app.selected().is_none());
}

#[test]
fn each_date_precision_looks_different() {
    let screen = drive(BASE, "g", SIZE).screen(SIZE);
    for label in ["16 Dec ", " Dec ", "spring ", "~Jan ", "2026? ", "…2028 "] {
        assert!(screen.contains(label), "{label}\n{screen}");
    }
    let open = screen.lines().find(|line| line.contains("…2028")).unwrap();
    assert!(open.contains('┊'), "{open}");
}

#[test]
fn amounts_are_right_aligned() {
    let screen = drive(BASE, "g", SIZE).screen(SIZE);
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
    fn survives_random_keys_at_any_size(keys in "[jkgGhlzs123/?!HLq0-9_^<>-]{0,60}", width in 1..140_u16, height in 1..50_u16) {
        let names = ["<enter>", "<esc>", "<tab>", "<backspace>", "<down>", "<pagedown>"];
        let keys: String = keys.chars().enumerate().map(|(at, c)| match c {
            '^' => "^d".to_owned(),
            '<' | '>' => names[at % names.len()].to_owned(),
            c => c.to_string(),
        }).collect();
        let mut player = drive(BASE, &keys, (width, height));
        let (_, cursor) = player.cells((width, height));
        prop_assert!(cursor.is_none_or(|at| at.x < width && at.y < height));
        player.resize(height, width);
        player.cells((height, width));
        prop_assert!(player.app.selected().is_some());
    }
}

#[test]
fn side_issues_are_hidden_and_shown_again() {
    let base = BASE.replace("  stops:\n", "  stops:\n    tags: [peripheral]\n");
    assert_ne!(base, BASE);
    let mut player = drive(&base, "gjjjj", SIZE);
    assert_eq!(player.selected_title(), "The line is to have twelve stops");
    player.press("a");
    assert_ne!(player.selected_title(), "The line is to have twelve stops", "what is hidden is not selected");
    assert!(player.screen(SIZE).contains("side matters hidden"));
    assert!(!player.screen(SIZE).contains("The line is to"));
    player.press("a");
    assert!(player.screen(SIZE).contains("The line is to"));
    assert!(!player.screen(SIZE).contains("side matters hidden"));
}

#[test]
fn filter_applies_while_typed_and_is_kept_or_cleared() {
    let mut player = drive(BASE, "g&vot", SIZE);
    assert!(player.screen(SIZE).contains("Timeline: vot"), "{}", player.screen(SIZE));
    assert_eq!(player.selected_title(), "The council votes", "what is left is selected");
    let rows = |player: &TestDriver| player.screen(SIZE).lines().filter(|line| line.contains(['●', '◆', '○'])).count();
    let filtered = rows(&player);
    player.press("<enter>");
    assert!(player.screen(SIZE).contains("Timeline: vot"), "Enter keeps it");
    player.press("<esc>");
    assert!(!player.screen(SIZE).contains("Timeline: vot"), "Esc clears the filter");
    assert!(rows(&player) > filtered);
    player.press("&zzz");
    assert_eq!(player.selected_title(), "The council votes", "nothing is left to select");
    player.press("<esc>");
    assert!(rows(&player) > filtered);
}

#[test]
fn detail_filter_keeps_matching_blocks() {
    let mut player = drive(BASE, "gjd&million", SIZE);
    assert!(player.screen(SIZE).contains("Detail: million"));
    player.press("^uzzzz");
    assert!(player.screen(SIZE).contains("Nothing here has these words"));
    player.press("<esc>");
    assert!(!player.screen(SIZE).contains("Nothing here has these words"));
}

#[test]
fn n_and_shift_n_step_through_hits() {
    let mut player = drive(BASE, "n", SIZE);
    assert!(player.screen(SIZE).contains("No search yet"));
    player.press("/council<enter>");
    let first = player.selected_title();
    player.press("n");
    let second = player.selected_title();
    assert_ne!(first, second);
    assert!(player.screen(SIZE).contains("hit 2 of"));
    player.press("N");
    assert_eq!(player.selected_title(), first);
    player.press("N");
    assert!(player.screen(SIZE).contains("No more results."));
}

#[test]
fn query_history_is_recalled_and_replaced_by_typing() {
    let mut player = drive(BASE, "/council<enter>/twelve<enter>/", SIZE);
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
fn filters_complete_and_invalid_one_is_explained() {
    let mut player = drive(BASE, "/ki", SIZE);
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
