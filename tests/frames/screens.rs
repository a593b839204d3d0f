//! Snapshots of whole screens. `cargo insta review` shows changes.

use super::test_driver::{BASE, drive};

macro_rules! snapshot_tests {
    ($($name:ident $keys:literal $size:expr;)+) => { $(
        #[test]
        fn $name() {
            insta::assert_snapshot!(drive(BASE, $keys, $size).screen($size));
        }
    )+ };
}

snapshot_tests! {
    start_wide "" (120, 30);
    start_medium "" (80, 24);
    start_narrow "" (40, 12);
    start_tiny "" (19, 5);
    window_of_one_cell "" (1, 1);
    an_entity "/council<enter>" (120, 30);
    a_question "/what the line costs<enter>" (120, 30);
    claim_opened_from_detail "<enter>jj<enter>" (120, 30);
    sources_zoomed "sz" (80, 24);
    search_hits "/line" (80, 24);
    search_by_amount "/40 million" (80, 24);
    search_finds_nothing "/zeppelin" (80, 24);
    search_is_empty "/" (80, 24);
    source_viewer_at_quote "/pledge<enter>s<enter>" (80, 24);
    source_without_text "gs<enter>" (80, 24);
    help "?" (80, 30);
    no_problems "!" (80, 24);
}

#[test]
fn problems_are_listed_and_counted() {
    let broken = BASE.replace("status: planned", "status: plannd").replace("event: vote", "event: voting");
    insta::assert_snapshot!(drive(&broken, "!", (100, 24)).screen((100, 24)));
}

#[test]
fn empty_base_says_what_to_do() {
    insta::assert_snapshot!(drive("factbase: 1\n", "", (80, 24)).screen((80, 24)));
}

#[test]
fn base_texts_in_french() {
    let size = (120, 30);
    let player = super::test_driver::TestDriver::new(BASE, size, dossier::ui::Theme::mono(), "fr");
    insta::assert_snapshot!(player.screen(size));
}
