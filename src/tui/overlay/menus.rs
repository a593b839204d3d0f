//! The pickers: palette, help, copy menu, screenshot formats, locations and the steps of a story.

use super::super::action::{Action, Taken};
use super::super::command::{COMMANDS, Command, Declared, Group, Scope};
use super::super::keymap::Keymap;
use super::super::layout::{TIMELINE, View};
use super::super::marks::Marks;
use super::super::picture::PictureFormat;
use super::super::story::Playing;
use super::{Chooser, Entry};
use crate::config::Look;
use crate::export::CiteStyle;
use crate::model::{FactBase, Item, Lang};
use crate::search::complete;

/// The command palette: actions, themes, stories, filters and entities by name.
pub fn palette(base: &FactBase, lang: &Lang, keymap: &Keymap) -> Chooser {
    // Movement commands are the best known, so they come last.
    let (moves, others): (Vec<_>, Vec<_>) = COMMANDS.iter().partition(|declared| declared.group == Group::Move);
    let mut entries: Vec<_> = others
        .into_iter()
        .chain(moves)
        .map(|declared| Entry {
            also: if declared.command == Command::Quit { "q" } else { "" },
            ..command(declared, keymap)
        })
        .map(|entry| Entry { group: "Actions", ..entry })
        .collect();
    let looks = Look::ALL.iter().map(|&look| Entry::new("Looks", format!("theme {look}"), Some(Action::Look(look))));
    entries.extend(looks);
    for (ix, _, story) in base.stories.iter() {
        let name = format!("story: {}", story.name.get(lang));
        entries.push(Entry::new("Stories", name, Some(Action::Play(ix, 0))));
    }
    for filter in ["kind:", "status:", "stance:", "disputed:", "trust:", "lang:", "tag:", "source:"] {
        for words in complete(base, filter) {
            let action = Action::Narrow(TIMELINE, words.clone());
            entries.push(Entry::new("Filters of the timeline", words, Some(action)));
        }
    }
    for (ix, _, entity) in base.entities.iter() {
        let action = Action::Visit(Item::Entity(ix));
        entries.push(Entry::new("Entities", entity.name.get(lang), Some(action)).note(entity.kind.keyword()));
    }
    Chooser::new("Palette", "", entries).with_typed(|typed| {
        let filter = Action::Narrow(TIMELINE, typed.to_owned());
        vec![Entry::new("", format!("filter the timeline by “{typed}”"), Some(filter))]
    })
}

/// The help: all commands with their keys, those of the focused pane first; then the legend of symbols.
pub fn help(keymap: &Keymap, pane: usize, telling: bool) -> Chooser {
    let in_story = IN_STORY.iter().filter(|_| telling).map(|&(command, words)| {
        Entry::new("In the story", words, Some(Action::Do(command))).key(keymap.keys(command))
    });
    let here = |declared: &&Declared| declared.scope == Scope::Timeline && pane == TIMELINE;
    let of_pane = COMMANDS.iter().filter(here);
    let of_pane = of_pane.map(|declared| Entry { group: "In this pane: Timeline", ..command(declared, keymap) });
    let mut entries: Vec<_> = in_story.chain(of_pane).collect();
    let others = |group| {
        let listed = move |declared: &&Declared| declared.group == group && !here(declared);
        COMMANDS.iter().filter(listed).map(|declared| command(declared, keymap))
    };
    // In a document pane, the commands that follow links come first.
    let mut groups = Group::ALL;
    if !View::is_list(pane) {
        groups.sort_by_key(|group| *group != Group::Follow);
    }
    entries.extend(groups.into_iter().flat_map(others));
    entries.extend(MARKS.iter().map(|(mark, meaning)| Entry::new("What the signs mean", *meaning, None).key(*mark)));
    Chooser::new("Help · Enter does it", "", entries).moving()
}

/// Help for the commands that have another meaning while a story plays.
const IN_STORY: [(Command, &str); 4] = [
    (Command::FocusRight, "the next step"),
    (Command::FocusLeft, "the step before"),
    (Command::FocusNext, "the list of steps"),
    (Command::Close, "leave the story; any other key explores, and pauses it"),
];

const MARKS: [(&str, &str); 14] = [
    ("◆ ●  ◇ ○", "a milestone; anything else; hollow: planned, forecast or doubted"),
    ("✓ ! ✗ ≈ ?", "a quote is found; changed; missing; ambiguous; not verifiable"),
    ("°", "only the lock that came with the base says that the quote was found"),
    ("second-hand", "who said it first; then via whom, down to the source that was read"),
    ("~Jan  Jan?", "about January; perhaps January"),
    ("…2028  2025…", "by 2028; from 2025 on"),
    ("1990s", "some time in the nineties"),
    ("├  ┊", "the first of its month; an interval with an open end"),
    ("≥ ≤ ~", "at least; at most; about"),
    ("*  •", "changed on the disk just now; flagged"),
    ("dim", "a side matter, or planned, forecast or doubted"),
    ("verified", "the quote was found in the text just now"),
    ("locked", "recorded as found earlier, by `dossier check --lock`"),
    ("disputed", "the sources disagree; none is preferred here"),
];

fn command(declared: &Declared, keymap: &Keymap) -> Entry {
    let action = Action::Do(declared.command);
    let note = declared.name;
    Entry::new(declared.group.title(), declared.help, Some(action)).key(keymap.keys(declared.command)).note(note)
}

/// The formats in which an item can be copied.
pub fn copies() -> Chooser {
    let entry = |name: &str, taken| Entry::new("Copy", name, Some(Action::Take(taken)));
    Chooser::new(
        "Copy",
        "",
        vec![
            entry("citation, a line of text", Taken::Citation(CiteStyle::Plain)),
            entry("citation in Markdown", Taken::Citation(CiteStyle::Markdown)),
            entry("citation for BibTeX", Taken::Citation(CiteStyle::Bibtex)),
            entry("quote", Taken::Quote),
            entry("URL of the source, at the quote", Taken::Url),
            entry("address, for `dossier open` and `show`", Taken::Address),
            entry("id", Taken::Id),
            entry("JSON", Taken::Json),
            entry("text of this pane, or of the detail", Taken::Text),
        ],
    )
    .small()
}

/// The formats of a screenshot.
pub fn pictures() -> Chooser {
    let entry =
        |&format: &PictureFormat| Entry::new("Write this screen as", format.keyword(), Some(Action::Picture(format)));
    Chooser::new("Picture of the screen", "", PictureFormat::ALL.iter().map(entry).collect()).small()
}

/// Marks, flags and recent locations.
pub fn places(base: &FactBase, lang: &Lang, marks: &Marks, visited: &[Item]) -> Chooser {
    let entry = |group, item: Item| {
        Entry::new(group, base.title(item, lang), Some(Action::Visit(item))).note(item.kind().keyword())
    };
    let letters = marks.letters().map(|(letter, item)| entry("Marks", item).key(letter.to_string()));
    let flags = marks.flagged().iter().map(|&item| entry("Flags", item).key("•"));
    let visited = visited.iter().map(|&item| entry("Visited", item));
    let entries = letters.chain(flags).chain(visited).collect();
    Chooser::new("Places", "Nothing is marked yet.", entries)
}

/// The steps of a story.
pub fn steps(base: &FactBase, lang: &Lang, playing: &Playing) -> Chooser {
    let story = &base.stories[playing.story];
    let entries = story.steps.iter().enumerate().map(|(at, step)| {
        let action = Action::Play(playing.story, at);
        Entry::new("Steps", step.title.get(lang), Some(action)).key(format!("{:>2}", at + 1))
    });
    Chooser::new("Steps of the story", "", entries.collect()).small().moving().at(playing.at)
}
