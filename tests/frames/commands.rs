//! Keys other than navigation: palette, help, lists, marks, copying, filters, the mouse, reloading and the session.

use super::test_driver::{BASE, TestDriver, drive, load_snapshot};
use dossier::ui::MouseInput;
use dossier::ui::{Action, EditTarget, Effect, Theme, UiOptions};
use ratatui::layout::Position;
use std::sync::Arc;

const SIZE: (u16, u16) = (120, 36);

#[test]
fn palette_finds_actions_views_filters_stories_and_entities() {
    assert_eq!(drive(BASE, ":q<enter>", SIZE).effects, [Effect::Exit]);
    assert!(drive(BASE, ":zoom<enter>", SIZE).screen(SIZE).contains("1 Timeline  d Detail"), "tabs of a zoomed pane");
    assert!(drive(BASE, ":entities<enter>", SIZE).screen(SIZE).contains("╭ 2 Entities"));
    assert_eq!(drive(BASE, ":oeuvre<enter>", SIZE).selected_title(), "Ann Œuvré");
    assert!(drive(BASE, ":status:pledged<enter>", SIZE).screen(SIZE).contains("Timeline: status:pledged"));
    assert!(drive(BASE, ":amount:>35M<enter>", SIZE).screen(SIZE).contains("Timeline: amount:>35M"));
    assert!(drive(BASE, ":tour<enter>", SIZE).screen(SIZE).contains("1/3"));
    assert!(drive(BASE, ":next theme", SIZE).find_row("▌ T ", SIZE).is_some(), "with its key");
    let escaped = drive(BASE, "g:zzz<esc>", SIZE);
    assert!(escaped.screen(SIZE).contains("╭ d Detail"), "{}", escaped.screen(SIZE));
}

#[test]
fn help_lists_pane_first_filters_and_runs_commands() {
    let help = drive(BASE, "?", SIZE).screen(SIZE);
    assert!(help.find("In this pane: Timeline").unwrap() < help.find(" Move").unwrap());
    let detail_help = drive(BASE, "d?", SIZE).screen(SIZE);
    assert!(!detail_help.contains("In this pane: Timeline") && detail_help.find("Follow") < detail_help.find(" Move"));
    assert!(drive(BASE, "?/problems<enter>", SIZE).screen(SIZE).contains("╭ 5 Problems"));
    assert!(drive(BASE, "?jjjkq", SIZE).screen(SIZE).contains("╭ d Detail"), "keys move in it, and q closes it");
}

#[test]
fn digit_opens_pane_even_before_a_quick_motion() {
    for (keys, pane) in
        [("1", "1 Timeline"), ("2", "2 Entities"), ("3", "3 Questions"), ("4", "4 Library"), ("5", "5 Problems")]
    {
        let mut settled = drive(BASE, &format!("g{keys}"), SIZE);
        settled.dispatch(Action::RefreshDependents);
        settled.press("j");
        let quick = drive(BASE, &format!("g{keys}j"), SIZE);
        assert!(quick.screen(SIZE).contains(&format!("╭ {pane}")), "{}", quick.screen(SIZE));
        assert!(quick.screen(SIZE).lines().next().unwrap().contains(pane), "as the header has it");
        assert_eq!(quick.selected_title(), settled.selected_title(), "{pane}");
    }
    assert!(drive(BASE, "g12", SIZE).screen(SIZE).contains("╭ 2 Entities"), "the last digit counts");
    assert_eq!(drive(BASE, "g9j", SIZE).selected_title(), drive(BASE, "gj", SIZE).selected_title());
}

#[test]
fn lists_show_and_keep_their_selection() {
    let mut player = drive(BASE, "gj2", SIZE);
    player.dispatch(Action::RefreshDependents);
    let screen = player.screen(SIZE);
    assert!(screen.contains("People") && screen.contains("claims  events"), "{screen}");
    player.press("G");
    assert_eq!(player.selected_title(), "Northern line");
    player.press("1");
    player.dispatch(Action::RefreshDependents);
    assert_eq!(player.selected_title(), "The council votes", "the timeline is where it was");
    player.press("3");
    player.dispatch(Action::RefreshDependents);
    assert_eq!(player.selected_title(), "What the line costs the council");
    let answers = player.screen(SIZE);
    let row =
        answers.lines().find(|row| row.contains("~€30M") && row.contains("≥ €40M") && !row.contains("beside")).unwrap();
    assert!(row.find("~€30M") < row.find("≥ €40M"), "rivals side by side");
    player.press("4");
    player.dispatch(Action::RefreshDependents);
    assert!(player.screen(SIZE).contains("Stories"));
    player.press("&courier<enter>");
    assert!(!player.screen(SIZE).contains("Tramways  "), "a filter narrows a list too");
}

#[test]
fn problem_opens_item_and_editor_line() {
    let broken = BASE.replace("answers: cost\n    amount: ~30M", "answers: cots\n    amount: ~30M");
    let mut player = drive(&broken, "5", SIZE);
    assert!(player.screen(SIZE).contains("FB"), "{}", player.screen(SIZE));
    player.press("e");
    assert_eq!(player.last_effect(), &Effect::Edit(EditTarget::Finding(0)));
    player.press("<enter>");
    assert_eq!(player.selected_title(), "The council has promised about 30 million");
}

#[test]
fn peek_previews_without_moving() {
    let mut player = drive(BASE, "gj<enter>p", SIZE);
    assert!(player.screen(SIZE).contains("╭ entity/council"), "{}", player.screen(SIZE));
    player.press("<esc>");
    assert_eq!(player.selected_title(), "The council votes");
    player.press("p<enter>");
    assert_eq!(player.selected_title(), "City Council");
    let from_list = drive(BASE, "gjp", SIZE).screen(SIZE);
    assert!(from_list.contains("╭ event/vote") && from_list.contains("quarante millions"), "with what it rests on");
}

#[test]
fn marks_and_flags_are_set_listed_and_visited() {
    let mut player = drive(BASE, "gjma", SIZE);
    assert_eq!(player.last_effect(), &Effect::SaveSession);
    player.press("G'a");
    assert_eq!(player.selected_title(), "The council votes");
    player.press("'z");
    assert!(player.screen(SIZE).contains("No mark z"));
    player.press("m<esc>j");
    assert_eq!(player.effects.len(), 1, "Esc sets no mark");
    player.press("1g<space>");
    let row = player.screen(SIZE);
    player.press("j");
    assert!(row.contains("Flagged") && player.screen(SIZE).lines().any(|line| line.starts_with("│•")), "{row}");
    player.press("M");
    let list = player.screen(SIZE);
    assert!(list.contains("Marks") && list.contains("Flags") && list.contains("Visited"));
    player.press("<enter>");
    assert_eq!(player.selected_title(), "The council votes");
}

#[test]
fn copies_the_selection() {
    let copied = |keys: &str| match drive(BASE, keys, SIZE).effects.pop() {
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
fn keys_request_browser_editor_print_and_screenshot() {
    let requested = |keys: &str| drive(BASE, keys, SIZE).effects.pop().unwrap();
    match requested("/at least 40<enter>o") {
        Effect::OpenUrl(url) => {
            assert_eq!(url, "https://gazette.example/tram#:~:text=at%20least%2040%20million%20euros");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(requested("gje"), Effect::Edit(EditTarget::Item(_))));
    assert!(
        matches!(requested("gjP"), Effect::Print(text) if text.contains("The council votes") && text.contains("a voté"))
    );
    assert!(matches!(requested("gjXsvg<enter>"), Effect::Screenshot(_, stem) if stem == "dossier-event-vote"));
    assert_eq!(requested(":use the mouse<enter>"), Effect::Mouse(true));
}

#[test]
fn timeline_jumps_to_dates_and_shows_time_gaps() {
    assert_eq!(drive(BASE, "gt2025<enter>", SIZE).selected_title(), "Region funds Northern line");
    assert_eq!(drive(BASE, "gt16 December 2024<enter>", SIZE).selected_title(), "The council votes");
    assert!(drive(BASE, "gtsoon<enter>", SIZE).screen(SIZE).contains("soon” is not a date"));
    let corrected = drive(BASE, "gtsoon<enter>^u2025<enter>", SIZE);
    assert_eq!(corrected.selected_title(), "Region funds Northern line", "the line stays, to be mended");
    assert!(drive(BASE, "&status:nope", SIZE).screen(SIZE).contains("`nope` is no status"));
    assert!(drive(BASE, "&foo:bar<enter>", SIZE).screen(SIZE).contains("`foo` is no filter"));
    assert_eq!(drive(BASE, "gt<esc>", SIZE).selected_title(), drive(BASE, "g", SIZE).selected_title());
    assert_eq!(drive(BASE, "g..", SIZE).selected_title(), "Region funds Northern line");
    assert_eq!(drive(BASE, "g..,", SIZE).selected_title(), "The council votes");
    let screen = drive(BASE, "gr", SIZE).screen(SIZE);
    assert!(screen.contains("later"), "{screen}");
    assert!(!drive(BASE, "grr", SIZE).screen(SIZE).contains("later"));
}

#[test]
fn related_filter_is_applied_and_cleared() {
    let mut player = drive(BASE, "/region<enter>w", SIZE);
    assert!(player.screen(SIZE).contains("Timeline: entity:region"), "{}", player.screen(SIZE));
    player.press("<esc>");
    assert!(!player.screen(SIZE).contains("Timeline: entity"));
    assert!(drive(BASE, "gjw", SIZE).screen(SIZE).contains("Timeline: when:2024-12-16"));
    assert!(drive(BASE, "4w", SIZE).screen(SIZE).contains("Timeline: source:gazette"));
}

#[test]
fn sizes_change_by_key_and_stay_within_bounds() {
    let width = |keys: &str| {
        let screen = drive(BASE, keys, SIZE).screen(SIZE);
        screen.lines().nth(1).unwrap().chars().position(|c| c == '╮').unwrap()
    };
    let initial = width("g");
    assert!(width("g))") > initial && width("g((") < initial);
    assert_eq!(width("g))=="), initial);
    assert_eq!(width(&format!("g{}", ")".repeat(50))), width(&format!("g{}", ")".repeat(60))));
}

#[test]
fn key_hints_themes_and_shown_keys() {
    assert!(!drive(BASE, "<f2>", SIZE).screen(SIZE).contains("who says so"));
    let mut player = drive(BASE, "T", SIZE);
    assert!(player.screen(SIZE).contains("theme dark"), "{}", player.screen(SIZE));
    let setup = UiOptions { show_keys: true, theme: Theme::mono(), ..UiOptions::default() };
    player = TestDriver::from_snapshot(load_snapshot(BASE), SIZE, setup);
    player.press("jkjG");
    assert!(player.screen(SIZE).contains("k up · j down · G bottom"), "{}", player.screen(SIZE));
}

#[test]
fn the_mouse_selects_follows_and_scrolls() {
    let mut player = drive(BASE, "g", SIZE);
    let click = |player: &mut TestDriver, words: &str| {
        let screen = player.screen(SIZE);
        let (y, row) = screen.lines().enumerate().find(|(_, row)| row.contains(words)).unwrap();
        let x = row[..row.find(words).unwrap()].chars().count();
        let at = Position::new(u16::try_from(x).unwrap() + 1, u16::try_from(y).unwrap());
        player.dispatch(Action::Mouse(MouseInput::Click, at));
    };
    click(&mut player, "The council vo");
    assert_eq!(player.selected_title(), "The council votes");
    click(&mut player, "City Council");
    assert_eq!(player.selected_title(), "City Council", "a link is followed");
    player.dispatch(Action::Mouse(MouseInput::ScrollDown, Position::new(5, 10)));
    assert_ne!(player.selected_title(), "City Council", "the wheel moves in the list under it");
    player.press("/council");
    click(&mut player, "promised at least");
    assert_eq!(player.selected_title(), "The council has promised at least 40 million", "a hit is chosen");
    player.press("?");
    player.dispatch(Action::Mouse(MouseInput::Click, Position::new(0, 0)));
    assert!(!player.screen(SIZE).contains("Help"), "a click beside an overlay closes it");
}

#[test]
fn reload_marks_changes_and_refuses_broken_base() {
    let mut player = drive(BASE, "gj", SIZE);
    let changed = BASE.replace("Works begin", "Works start");
    let reloaded = load_snapshot(&changed).compared_to(&load_snapshot(BASE), &UiOptions::default().lang);
    player.dispatch(Action::Loaded(Arc::new(reloaded)));
    assert_eq!(player.selected_title(), "The council votes", "the place is kept");
    let screen = player.screen(SIZE);
    assert!(
        screen.contains("1 item changed")
            && screen.lines().any(|row| row.starts_with("│*") && row.contains("Works start")),
        "{screen}"
    );
    // Reload while a digit is pending, with a base that lacks the selected item: nothing may refer to the old base.
    player.press("2");
    player.dispatch(Action::Loaded(Arc::new(load_snapshot(
        "factbase: 1\nentities: {a: {type: company, name: Alpha}}\n",
    ))));
    player.press("jp<esc>'a");
    player.dispatch(Action::Loaded(Arc::new(load_snapshot(&changed))));
    player.press("1");
    player.dispatch(Action::RefreshDependents);
    player.dispatch(Action::Failed(dossier::diagnostics::LoadFailure {
        first_error: "base.yaml:3:1: no YAML".into(),
        ..Default::default()
    }));
    player.press("j");
    assert!(player.screen(SIZE).contains("! Reload failed: base.yaml:3:1: no YAML"), "it stays");
    assert!(player.screen(SIZE).contains("Works start"), "and so does the last good base");
    player.dispatch(Action::Loaded(Arc::new(load_snapshot(BASE))));
    assert!(!player.screen(SIZE).contains("Reload failed:"));
}

#[test]
fn session_is_restored() {
    let mut before = drive(BASE, "gjma<space>)raG/twelve<enter>", SIZE);
    before.press("T");
    let saved = before.app.capture_session();
    let mut after = drive(BASE, "", SIZE);
    after.app.apply_session(&saved);
    assert_eq!(after.selected_title(), before.selected_title());
    assert_eq!(after.app.capture_session(), saved);
    after.press("'a");
    assert_eq!(after.selected_title(), "The council votes");
    after.press("/");
    assert!(after.screen(SIZE).contains("› twelve"));
    let mut settled = TestDriver::from_snapshot(
        load_snapshot(BASE),
        SIZE,
        UiOptions { shares: [60, 20, 20], ..UiOptions::default() },
    );
    settled.app.apply_session(&drive(BASE, "g", SIZE).app.capture_session());
    assert_eq!(settled.app.capture_session().shares, [0; 0], "sizes that nobody changed stay as the settings say");
    settled.press(")=");
    assert_eq!(settled.app.capture_session().shares, [0; 0]);
    let other = BASE.replace("vote:", "ballot:");
    let mut elsewhere = drive(&other, "", SIZE);
    elsewhere.app.apply_session(&saved);
    elsewhere.press("'a");
    assert!(elsewhere.screen(SIZE).contains("No mark a"), "what is gone is left out");
}

#[test]
fn marks_of_missing_items_are_kept() {
    let mut player = drive(BASE, "/region funds<enter>ma<space>", SIZE);
    let broken = BASE.replace("triple: [region, funds, line]", "triple: [regionx, funds, line]");
    player.dispatch(Action::Loaded(Arc::new(load_snapshot(&broken))));
    player.press("'a");
    assert!(player.screen(SIZE).contains("No mark a"));
    assert!(
        player.app.capture_session().marks.contains_key(&'a') && player.app.capture_session().flagged.len() == 1,
        "they are kept"
    );
    player.dispatch(Action::Loaded(Arc::new(load_snapshot(BASE))));
    player.press("g'a");
    assert_eq!(player.selected_title(), "Region funds Northern line");
}

#[test]
fn reload_waits_while_typing() {
    let changed = BASE.replace("Works begin", "Works start");
    for typed in ["/coun", ":zo", "&vot", "t20"] {
        let mut player = drive(BASE, typed, SIZE);
        let before = player.screen(SIZE);
        player.dispatch(Action::Loaded(Arc::new(
            load_snapshot(&changed).compared_to(&load_snapshot(BASE), &UiOptions::default().lang),
        )));
        assert_eq!(player.screen(SIZE), before, "{typed}");
        player.press("Q");
        assert!(player.effects.is_empty(), "{typed}: a letter is a letter");
        player.press("<esc><esc>");
        assert!(player.screen(SIZE).contains("Works start"), "{typed}: {}", player.screen(SIZE));
    }
}

#[test]
fn reload_of_unchanged_base_has_no_effect() {
    let mut player = drive(BASE, "g&council<enter>", SIZE);
    let same = load_snapshot(BASE).compared_to(&load_snapshot(BASE), &UiOptions::default().lang);
    assert!(same.is_same);
    player.dispatch(Action::Loaded(Arc::new(same)));
    assert!(player.screen(SIZE).contains("Timeline: council"));
    assert!(player.screen(SIZE).contains("nothing changed"));
}
