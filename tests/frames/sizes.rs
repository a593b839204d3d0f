//! Every screen at every size and in every theme: it is drawn, the selection is visible, and ASCII mode is pure
//! ASCII.

use super::test_driver::{BASE, TestDriver, load_snapshot};
use dossier::ui::settings::ThemeName;
use dossier::ui::{Background, ColorDepth, PaneId, Theme, UiOptions};
use proptest::prelude::*;
use ratatui::style::Modifier;

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 36), (200, 60)];
/// Keys that open each kind of screen.
const SCREEN_KEYS: [&str; 14] =
    ["g", "gj<enter>", "s", "2", "3j", "4", "5", "/council", ":", "?", "Y", "gjp", "S", "gjz"];

fn ui_options(look: ThemeName) -> UiOptions {
    UiOptions {
        theme_name: look,
        theme: Theme::resolve(look, ColorDepth::TrueColor, Background::Dark),
        ..UiOptions::default()
    }
}

#[test]
fn every_screen_is_drawn_at_every_size_in_every_theme() {
    for size in SIZES {
        for &look in ThemeName::ALL {
            for keys in SCREEN_KEYS {
                let mut player = TestDriver::from_snapshot(load_snapshot(BASE), size, ui_options(look));
                player.press(keys);
                let screen = player.screen(size);
                assert_eq!(screen.lines().count(), usize::from(size.1), "{size:?} {look} {keys}");
                assert!(
                    screen.chars().filter(|c| c.is_alphanumeric()).count() > 20,
                    "{size:?} {look} {keys}\n{screen}"
                );
            }
        }
    }
}

#[test]
fn selection_is_visible_in_every_theme() {
    for &look in ThemeName::ALL {
        let mut player = TestDriver::from_snapshot(load_snapshot(BASE), (120, 36), ui_options(look));
        player.press("g");
        let row = u16::try_from(player.find_row("▌", (120, 36)).unwrap()).unwrap();
        let (cells, _) = player.cells((120, 36));
        let (here, below) = (&cells[(20, row)], &cells[(20, row + 1)]);
        let is_distinct = here.bg != below.bg || (here.modifier ^ below.modifier).contains(Modifier::REVERSED);
        assert!(is_distinct, "{look}: {here:?} {below:?}");
    }
}

#[test]
fn ascii_option_draws_only_ascii() {
    for size in SIZES {
        for keys in SCREEN_KEYS {
            let mut player = TestDriver::from_snapshot(
                load_snapshot(BASE),
                size,
                UiOptions { ascii: true, ..ui_options(ThemeName::Dark) },
            );
            player.press(keys);
            let screen = player.screen(size);
            assert!(screen.is_ascii(), "{keys} {size:?}: {:?}", screen.chars().find(|c| !c.is_ascii()));
        }
    }
}

#[test]
fn wide_and_combining_characters_keep_the_columns() {
    let base = BASE.replace("Works begin", "東京の工事 👷 commence\u{301}").replace("City Council", "市議会");
    for size in SIZES {
        let mut player = TestDriver::from_snapshot(load_snapshot(&base), size, ui_options(ThemeName::NoColor));
        player.press("g");
        let (cells, _) = player.cells(size);
        // The right border of the list stays in one column.
        let areas = player.app.areas();
        let right = areas.panes[PaneId::Timeline].right() - 1;
        for y in areas.panes[PaneId::Timeline].y + 1..areas.panes[PaneId::Timeline].bottom() - 1 {
            assert_eq!(cells[(right, y)].symbol(), "│", "{size:?} row {y}\n{}", player.screen(size));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn survives_random_keys_and_resizes(
        keys in proptest::collection::vec("[a-zA-Z0-9:/?&'\\[\\]()=._<>,! -]|<enter>|<esc>|<tab>|<down>|<up>|<space>|\\^[a-z]", 0..60),
        sizes in proptest::collection::vec((1..220_u16, 1..70_u16), 1..6),
    ) {
        let mut player = TestDriver::from_snapshot(load_snapshot(BASE), sizes[0], ui_options(ThemeName::Dark));
        for (at, key) in keys.iter().enumerate() {
            let key = if key == "<" || key == "^" { "j" } else { key };
            player.press(key);
            if at % 10 == 0 {
                let (width, height) = sizes[at / 10 % sizes.len()];
                player.resize(width, height);
                let (_, cursor) = player.cells((width, height));
                prop_assert!(cursor.is_none_or(|cursor| cursor.x < width && cursor.y < height));
            }
            prop_assert!(player.app.selected().is_some());
        }
    }
}
