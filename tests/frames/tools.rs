//! Keys other than navigation: palette, help, lists, marks, copying, filters, the mouse, reloading and the session.

use super::player::{BASE, Player, open, play};
use dossier::tui::action::Point;
use dossier::tui::{Action, Effect, Setup, Theme, Written};
use ratatui::layout::Position;
use std::sync::Arc;

const SIZE: (u16, u16) = (120, 36);

#[test]
fn the_palette_finds_actions_views_filters_stories_and_entities() {
    assert_eq!(play(BASE, ":q<enter>", SIZE).effects, [Effect::Exit]);
    assert!(play(BASE, ":zoom<enter>", SIZE).screen(SIZE).contains("1 Timeline  d Detail"), "tabs of a zoomed pane");
    assert!(play(BASE, ":entities<enter>", SIZE).screen(SIZE).contains("╭ 2 Entities"));
    assert_eq!(play(BASE, ":oeuvre<enter>", SIZE).title_of_selection(), "Ann Œuvré");
    assert!(play(BASE, ":status:pledged<enter>", SIZE).screen(SIZE).contains("Timeline: status:pledged"));
    assert!(play(BASE, ":amount:>35M<enter>", SIZE).screen(SIZE).contains("Timeline: amount:>35M"));
    assert!(play(BASE, ":tour<enter>", SIZE).screen(SIZE).contains("1/3"));
    assert!(play(BASE, ":next theme", SIZE).row_of("▌ T ", SIZE).is_some(), "with its key");
    let escaped = play(BASE, "g:zzz<esc>", SIZE);
    assert!(escaped.screen(SIZE).contains("╭ d Detail"), "{}", escaped.screen(SIZE));
}

#[test]
fn the_help_begins_with_the_pane_narrows_and_runs() {
    let help = play(BASE, "?", SIZE).screen(SIZE);
    assert!(help.find("In this pane: Timeline").unwrap() < help.find(" Move").unwrap());
    let of_detail = play(BASE, "d?", SIZE).screen(SIZE);
    assert!(!of_detail.contains("In this pane: Timeline") && of_detail.find("Follow") < of_detail.find(" Move"));
    assert!(play(BASE, "?/problems<enter>", SIZE).screen(SIZE).contains("╭ 5 Problems"));
    assert!(play(BASE, "?jjjkq", SIZE).screen(SIZE).contains("╭ d Detail"), "keys move in it, and q closes it");
}

#[test]
fn a_digit_is_a_pane_however_soon_a_motion_follows() {
    for (keys, pane) in
        [("1", "1 Timeline"), ("2", "2 Entities"), ("3", "3 Questions"), ("4", "4 Library"), ("5", "5 Problems")]
    {
        let mut rested = play(BASE, &format!("g{keys}"), SIZE);
        rested.act(Action::Settle);
        rested.press("j");
        let quick = play(BASE, &format!("g{keys}j"), SIZE);
        assert!(quick.screen(SIZE).contains(&format!("╭ {pane}")), "{}", quick.screen(SIZE));
        assert!(quick.screen(SIZE).lines().next().unwrap().contains(pane), "as the header has it");
        assert_eq!(quick.title_of_selection(), rested.title_of_selection(), "{pane}");
    }
    assert!(play(BASE, "g12", SIZE).screen(SIZE).contains("╭ 2 Entities"), "the last digit counts");
    assert_eq!(play(BASE, "g9j", SIZE).title_of_selection(), play(BASE, "gj", SIZE).title_of_selection());
}

#[test]
fn lists_show_what_is_selected_and_keep_their_places() {
    let mut player = play(BASE, "gj2", SIZE);
    player.act(Action::Settle);
    let screen = player.screen(SIZE);
    assert!(screen.contains("People") && screen.contains("claims  events"), "{screen}");
    player.press("G");
    assert_eq!(player.title_of_selection(), "Northern line");
    player.press("1");
    player.act(Action::Settle);
    assert_eq!(player.title_of_selection(), "The council votes", "the timeline is where it was");
    player.press("3");
    player.act(Action::Settle);
    assert_eq!(player.title_of_selection(), "What the line costs the council");
    let answers = player.screen(SIZE);
    let row =
        answers.lines().find(|row| row.contains("~€30M") && row.contains("≥ €40M") && !row.contains("beside")).unwrap();
    assert!(row.find("~€30M") < row.find("≥ €40M"), "rivals side by side");
    player.press("4");
    player.act(Action::Settle);
    assert!(player.screen(SIZE).contains("Stories"));
    player.press("&courier<enter>");
    assert!(!player.screen(SIZE).contains("Tramways  "), "a filter narrows a list too");
}

#[test]
fn problems_lead_to_the_item_and_to_the_line() {
    let broken = BASE.replace("answers: cost\n    amount: ~30M", "answers: cots\n    amount: ~30M");
    let mut player = play(&broken, "5", SIZE);
    assert!(player.screen(SIZE).contains("FB"), "{}", player.screen(SIZE));
    player.press("e");
    assert_eq!(player.asked(), &Effect::Edit(Written::Finding(0)));
    player.press("<enter>");
    assert_eq!(player.title_of_selection(), "The council has promised about 30 million");
}

#[test]
fn a_peek_shows_an_item_and_stays() {
    let mut player = play(BASE, "gj<enter>p", SIZE);
    assert!(player.screen(SIZE).contains("╭ entity/council"), "{}", player.screen(SIZE));
    player.press("<esc>");
    assert_eq!(player.title_of_selection(), "The council votes");
    player.press("p<enter>");
    assert_eq!(player.title_of_selection(), "City Council");
    let from_list = play(BASE, "gjp", SIZE).screen(SIZE);
    assert!(from_list.contains("╭ event/vote") && from_list.contains("quarante millions"), "with what it rests on");
}

#[test]
fn marks_and_flags_are_set_listed_and_found_again() {
    let mut player = play(BASE, "gjma", SIZE);
    assert_eq!(player.asked(), &Effect::Keep);
    player.press("G'a");
    assert_eq!(player.title_of_selection(), "The council votes");
    player.press("'z");
    assert!(player.screen(SIZE).contains("nothing is marked z"));
    player.press("m<esc>j");
    assert_eq!(player.effects.len(), 1, "Esc sets no mark");
    player.press("1g<space>");
    let row = player.screen(SIZE);
    player.press("j");
    assert!(row.contains("flagged") && player.screen(SIZE).lines().any(|line| line.starts_with("│•")), "{row}");
    player.press("M");
    let list = player.screen(SIZE);
    assert!(list.contains("Marks") && list.contains("Flags") && list.contains("Visited"));
    player.press("<enter>");
    assert_eq!(player.title_of_selection(), "The council votes");
}

#[test]
fn what_is_copied_is_what_is_selected() {
    let copied = |keys: &str| match play(BASE, keys, SIZE).effects.pop() {
        Some(Effect::Copy(text, what)) => (text, what),
        other => panic!("{other:?}"),
    };
    let (text, what) = copied("gjy");
    assert_eq!(what, "a citation");
    assert!(text.contains("a voté") && text.contains("Le Courrier"), "{text}");
    assert!(text.contains("at least 40 million euros"), "an event has the words for its figure: {text}");
    let one = copied("gjsjy").0;
    assert_eq!(one.lines().count(), 1, "in the sources, the quote that is selected: {one}");
    assert_ne!(copied("gjsjjjy").0, one);
    assert!(copied("gjYbibtex<enter>").0.starts_with('@'));
    assert_eq!(copied("gjYaddress<enter>").0, "event/vote");
    assert_eq!(copied("gjYid<enter>").0, "vote");
    assert!(copied("gjYjson<enter>").0.contains("The council votes"));
    assert!(copied("/at least 40<enter>Yquote<enter>").0.contains("at least 40 million euros"));
    assert!(copied("/at least 40<enter>Yurl<enter>").0.contains("#:~:text="));
}

#[test]
fn browser_editor_print_and_picture_are_asked_for() {
    let asked = |keys: &str| play(BASE, keys, SIZE).effects.pop().unwrap();
    match asked("/at least 40<enter>o") {
        Effect::OpenUrl(url) => {
            assert_eq!(url, "https://gazette.example/tram#:~:text=at%20least%2040%20million%20euros");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(asked("gje"), Effect::Edit(Written::Item(_))));
    assert!(
        matches!(asked("gjP"), Effect::Print(text) if text.contains("The council votes") && text.contains("a voté"))
    );
    assert!(matches!(asked("gjXsvg<enter>"), Effect::Picture(_, stem) if stem == "dossier-event-vote"));
    assert_eq!(asked(":use the mouse<enter>"), Effect::Mouse(true));
}

#[test]
fn the_timeline_goes_by_dates_and_tells_distances() {
    assert_eq!(play(BASE, "gt2025<enter>", SIZE).title_of_selection(), "Region funds Northern line");
    assert_eq!(play(BASE, "gt16 December 2024<enter>", SIZE).title_of_selection(), "The council votes");
    assert!(play(BASE, "gtsoon<enter>", SIZE).screen(SIZE).contains("soon” is no date"));
    let mended = play(BASE, "gtsoon<enter>^u2025<enter>", SIZE);
    assert_eq!(mended.title_of_selection(), "Region funds Northern line", "the line stays, to be mended");
    assert!(play(BASE, "&status:nope", SIZE).screen(SIZE).contains("`nope` is no status"));
    assert!(play(BASE, "&foo:bar<enter>", SIZE).screen(SIZE).contains("`foo` is no filter"));
    assert_eq!(play(BASE, "gt<esc>", SIZE).title_of_selection(), play(BASE, "g", SIZE).title_of_selection());
    assert_eq!(play(BASE, "g..", SIZE).title_of_selection(), "Region funds Northern line");
    assert_eq!(play(BASE, "g..,", SIZE).title_of_selection(), "The council votes");
    let screen = play(BASE, "gr", SIZE).screen(SIZE);
    assert!(screen.contains("later"), "{screen}");
    assert!(!play(BASE, "grr", SIZE).screen(SIZE).contains("later"));
}

#[test]
fn what_has_to_do_with_an_item_is_shown_and_let_go() {
    let mut player = play(BASE, "/region<enter>w", SIZE);
    assert!(player.screen(SIZE).contains("Timeline: entity:region"), "{}", player.screen(SIZE));
    player.press("<esc>");
    assert!(!player.screen(SIZE).contains("Timeline: entity"));
    assert!(play(BASE, "gjw", SIZE).screen(SIZE).contains("Timeline: when:2024-12-16"));
    assert!(play(BASE, "4w", SIZE).screen(SIZE).contains("Timeline: source:gazette"));
}

#[test]
fn sizes_change_by_key_and_stay_within_bounds() {
    let width = |keys: &str| {
        let screen = play(BASE, keys, SIZE).screen(SIZE);
        screen.lines().nth(1).unwrap().chars().position(|c| c == '╮').unwrap()
    };
    let begun = width("g");
    assert!(width("g))") > begun && width("g((") < begun);
    assert_eq!(width("g))=="), begun);
    assert_eq!(width(&format!("g{}", ")".repeat(50))), width(&format!("g{}", ")".repeat(60))));
}

#[test]
fn hints_looks_and_shown_keys() {
    assert!(!play(BASE, "<f2>", SIZE).screen(SIZE).contains("who says so"));
    let mut player = play(BASE, "T", SIZE);
    assert!(player.screen(SIZE).contains("theme dark"), "{}", player.screen(SIZE));
    let setup = Setup { show_keys: true, theme: Theme::mono(), ..Setup::default() };
    player = Player::with(open(BASE), SIZE, setup);
    player.press("jkjG");
    assert!(player.screen(SIZE).contains("k up · j down · G bottom"), "{}", player.screen(SIZE));
}

#[test]
fn the_mouse_selects_follows_and_scrolls() {
    let mut player = play(BASE, "g", SIZE);
    let click = |player: &mut Player, words: &str| {
        let screen = player.screen(SIZE);
        let (y, row) = screen.lines().enumerate().find(|(_, row)| row.contains(words)).unwrap();
        let x = row[..row.find(words).unwrap()].chars().count();
        let at = Position::new(u16::try_from(x).unwrap() + 1, u16::try_from(y).unwrap());
        player.act(Action::Point(Point::Click, at));
    };
    click(&mut player, "The council vo");
    assert_eq!(player.title_of_selection(), "The council votes");
    click(&mut player, "City Council");
    assert_eq!(player.title_of_selection(), "City Council", "a link is followed");
    player.act(Action::Point(Point::Down, Position::new(5, 10)));
    assert_ne!(player.title_of_selection(), "City Council", "the wheel moves in the list under it");
    player.press("/council");
    click(&mut player, "promised at least");
    assert_eq!(player.title_of_selection(), "The council has promised at least 40 million", "a hit is chosen");
    player.press("?");
    player.act(Action::Point(Point::Click, Position::new(0, 0)));
    assert!(!player.screen(SIZE).contains("Help"), "a click beside an overlay closes it");
}

#[test]
fn a_base_that_changed_is_marked_and_a_broken_one_is_refused() {
    let mut player = play(BASE, "gj", SIZE);
    let changed = BASE.replace("Works begin", "Works start");
    let renewed = open(&changed).since(&open(BASE), &Setup::default().lang);
    player.act(Action::Loaded(Arc::new(renewed)));
    assert_eq!(player.title_of_selection(), "The council votes", "the place is kept");
    let screen = player.screen(SIZE);
    assert!(
        screen.contains("1 item changed")
            && screen.lines().any(|row| row.starts_with("│*") && row.contains("Works start")),
        "{screen}"
    );
    // Reload while a digit is pending, with a base that lacks the selected item: nothing may refer to the old base.
    player.press("2");
    player.act(Action::Loaded(Arc::new(open("factbase: 1\nentities: {a: {type: company, name: Alpha}}\n"))));
    player.press("jp<esc>'a");
    player.act(Action::Loaded(Arc::new(open(&changed))));
    player.press("1");
    player.act(Action::Settle);
    player.act(Action::Failed(dossier::diagnostic::LoadFailure {
        first_error: "base.yaml:3:1: no YAML".into(),
        ..Default::default()
    }));
    player.press("j");
    assert!(player.screen(SIZE).contains("! not read again: base.yaml:3:1: no YAML"), "it stays");
    assert!(player.screen(SIZE).contains("Works start"), "and so does the last good base");
    player.act(Action::Loaded(Arc::new(open(BASE))));
    assert!(!player.screen(SIZE).contains("not read again:"));
}

#[test]
fn a_session_goes_on_where_it_ended() {
    let mut before = play(BASE, "gjma<space>)raG/twelve<enter>", SIZE);
    before.press("T");
    let saved = before.app.saved();
    let mut after = play(BASE, "", SIZE);
    after.app.restore(&saved);
    assert_eq!(after.title_of_selection(), before.title_of_selection());
    assert_eq!(after.app.saved(), saved);
    after.press("'a");
    assert_eq!(after.title_of_selection(), "The council votes");
    after.press("/");
    assert!(after.screen(SIZE).contains("› twelve"));
    let mut settled = Player::with(open(BASE), SIZE, Setup { shares: [60, 20, 20], ..Setup::default() });
    settled.app.restore(&play(BASE, "g", SIZE).app.saved());
    assert_eq!(settled.app.saved().shares, [0; 0], "sizes that nobody changed stay as the settings say");
    settled.press(")=");
    assert_eq!(settled.app.saved().shares, [0; 0]);
    let other = BASE.replace("vote:", "ballot:");
    let mut elsewhere = play(&other, "", SIZE);
    elsewhere.app.restore(&saved);
    elsewhere.press("'a");
    assert!(elsewhere.screen(SIZE).contains("nothing is marked a"), "what is gone is left out");
}

#[test]
fn marks_of_what_is_not_there_for_a_while_come_back() {
    let mut player = play(BASE, "/region funds<enter>ma<space>", SIZE);
    let broken = BASE.replace("triple: [region, funds, line]", "triple: [regionx, funds, line]");
    player.act(Action::Loaded(Arc::new(open(&broken))));
    player.press("'a");
    assert!(player.screen(SIZE).contains("nothing is marked a"));
    assert!(player.app.saved().marks.contains_key(&'a') && player.app.saved().flagged.len() == 1, "they are kept");
    player.act(Action::Loaded(Arc::new(open(BASE))));
    player.press("g'a");
    assert_eq!(player.title_of_selection(), "Region funds Northern line");
}

#[test]
fn a_base_that_changes_while_something_is_typed_waits() {
    let changed = BASE.replace("Works begin", "Works start");
    for typed in ["/coun", ":zo", "&vot", "t20"] {
        let mut player = play(BASE, typed, SIZE);
        let before = player.screen(SIZE);
        player.act(Action::Loaded(Arc::new(open(&changed).since(&open(BASE), &Setup::default().lang))));
        assert_eq!(player.screen(SIZE), before, "{typed}");
        player.press("Q");
        assert!(player.effects.is_empty(), "{typed}: a letter is a letter");
        player.press("<esc><esc>");
        assert!(player.screen(SIZE).contains("Works start"), "{typed}: {}", player.screen(SIZE));
    }
}

#[test]
fn a_base_that_is_as_before_disturbs_nothing() {
    let mut player = play(BASE, "g&council<enter>", SIZE);
    let same = open(BASE).since(&open(BASE), &Setup::default().lang);
    assert!(same.is_same);
    player.act(Action::Loaded(Arc::new(same)));
    assert!(player.screen(SIZE).contains("Timeline: council"));
    assert!(player.screen(SIZE).contains("nothing changed"));
}
