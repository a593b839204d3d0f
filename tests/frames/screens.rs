//! Snapshots of whole screens. `cargo insta review` shows changes.

use super::player::{BASE, play};

macro_rules! frames {
    ($($name:ident $keys:literal $size:expr;)+) => { $(
        #[test]
        fn $name() {
            insta::assert_snapshot!(play(BASE, $keys, $size).screen($size));
        }
    )+ };
}

frames! {
    start_wide "" (120, 30);
    start_medium "" (80, 24);
    start_narrow "" (40, 12);
    start_tiny "" (19, 5);
    nothing_fits "" (1, 1);
    an_entity "/council<enter>" (120, 30);
    a_question "/what the line costs<enter>" (120, 30);
    a_claim_of_the_detail "<enter>jj<enter>" (120, 30);
    the_sources_alone "sz" (80, 24);
    search_hits "/line" (80, 24);
    search_by_amount "/40 million" (80, 24);
    search_finds_nothing "/zeppelin" (80, 24);
    search_is_empty "/" (80, 24);
    the_article_at_the_quote "/pledge<enter>s<enter>" (80, 24);
    no_article "gs<enter>" (80, 24);
    help "?" (80, 30);
    no_problems "!" (80, 24);
}

#[test]
fn problems_are_listed_and_counted() {
    let broken = BASE.replace("status: planned", "status: plannd").replace("event: vote", "event: voting");
    insta::assert_snapshot!(play(&broken, "!", (100, 24)).screen((100, 24)));
}

#[test]
fn an_empty_base_says_what_to_do() {
    insta::assert_snapshot!(play("factbase: 1\n", "", (80, 24)).screen((80, 24)));
}

#[test]
fn a_base_in_french() {
    let size = (120, 30);
    let player = super::player::Player::new(BASE, size, dossier::tui::Theme::mono(), "fr");
    insta::assert_snapshot!(player.screen(size));
}
