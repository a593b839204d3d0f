//! The pickers: palette, help, copy menu, screenshot formats, locations and the steps of a story.

use super::{Picker, PickerEntry};
use crate::export::CiteStyle;
use crate::model::{FactBase, Item, Lang};
use crate::search::complete;
use crate::term::snapshot::ScreenshotFormat;
use crate::ui::action::{Action, CopyFormat};
use crate::ui::command::{AppCommand, COMMANDS, Command, CommandGroup, CommandSpec, Scope};
use crate::ui::keymap::Keymap;
use crate::ui::layout::PaneId;
use crate::ui::marks::Marks;
use crate::ui::settings::ThemeName;
use crate::ui::story::StoryPlayback;

/// The command palette: actions, themes, stories, filters and entities by name.
pub(crate) fn palette(base: &FactBase, lang: &Lang, keymap: &Keymap) -> Picker {
    // Movement commands are the best known, so they come last.
    let (moves, others): (Vec<_>, Vec<_>) = COMMANDS.iter().partition(|declared| declared.group == CommandGroup::Move);
    let mut entries: Vec<_> = others
        .into_iter()
        .chain(moves)
        .map(|declared| PickerEntry {
            exact_alias: if declared.command == Command::App(AppCommand::Quit) { "q" } else { "" },
            ..command(declared, keymap)
        })
        .map(|entry| PickerEntry { group: "Actions", ..entry })
        .collect();
    let looks = ThemeName::ALL
        .iter()
        .map(|&look| PickerEntry::new("Looks", format!("theme {look}"), Some(Action::SetTheme(look))));
    entries.extend(looks);
    for (ix, _, story) in base.stories.iter() {
        let name = format!("story: {}", story.name.get(lang));
        entries.push(PickerEntry::new("Stories", name, Some(Action::Play(ix, 0))));
    }
    for filter in ["kind:", "status:", "stance:", "disputed:", "trust:", "lang:", "tag:", "source:"] {
        for words in complete(base, filter) {
            let action = Action::ApplyFilter(PaneId::Timeline, words.clone());
            entries.push(PickerEntry::new("Filters of the timeline", words, Some(action)));
        }
    }
    for (ix, _, entity) in base.entities.iter() {
        let action = Action::Visit(Item::Entity(ix));
        entries.push(PickerEntry::new("Entities", entity.name.get(lang), Some(action)).note(entity.kind.keyword()));
    }
    Picker::new("Palette", "", entries).with_query_entries(|typed| {
        let filter = Action::ApplyFilter(PaneId::Timeline, typed.to_owned());
        vec![PickerEntry::new("", format!("filter the timeline by “{typed}”"), Some(filter))]
    })
}

/// The help: all commands with their keys, those of the focused pane first; then the legend of symbols.
pub(crate) fn help(keymap: &Keymap, pane: PaneId, in_story: bool) -> Picker {
    let in_story = STORY_COMMANDS.iter().filter(|_| in_story).map(|&(command, words)| {
        PickerEntry::new("In the story", words, Some(Action::Do(command))).key(keymap.keys(command))
    });
    let here = |declared: &&CommandSpec| declared.scope == Scope::Timeline && pane == PaneId::Timeline;
    let of_pane = COMMANDS.iter().filter(here);
    let of_pane = of_pane.map(|declared| PickerEntry { group: "In this pane: Timeline", ..command(declared, keymap) });
    let mut entries: Vec<_> = in_story.chain(of_pane).collect();
    let others = |group| {
        let listed = move |declared: &&CommandSpec| declared.group == group && !here(declared);
        COMMANDS.iter().filter(listed).map(|declared| command(declared, keymap))
    };
    // In a document pane, the commands that follow links come first.
    let mut groups = CommandGroup::ALL;
    if !pane.is_list() {
        groups.sort_by_key(|group| *group != CommandGroup::Follow);
    }
    entries.extend(groups.into_iter().flat_map(others));
    entries.extend(
        SYMBOL_LEGEND.iter().map(|(mark, meaning)| PickerEntry::new("What the signs mean", *meaning, None).key(*mark)),
    );
    Picker::new("Help · Enter runs the command", "", entries).with_list_focus()
}

/// Help for the commands that have another meaning while a story plays.
const STORY_COMMANDS: [(Command, &str); 4] = [
    (Command::App(AppCommand::FocusRight), "the next step"),
    (Command::App(AppCommand::FocusLeft), "the step before"),
    (Command::App(AppCommand::FocusNext), "the list of steps"),
    (Command::App(AppCommand::Close), "Exit the story (any other key pauses it)"),
];

const SYMBOL_LEGEND: [(&str, &str); 14] = [
    ("◆ ●  ◇ ○", "a milestone; anything else; hollow: planned, forecast or doubted"),
    ("✓ ! ✗ ≈ ?", "quote found; changed since locked; missing; ambiguous; not verifiable"),
    ("°", "only the lock that came with the base says that the quote was found"),
    ("second-hand", "who said it first; then via whom, down to the source that was read"),
    ("~Jan  Jan?", "about January; January (uncertain)"),
    ("…2028  2025…", "by 2028; from 2025"),
    ("1990s", "some time in the nineties"),
    ("├  ┊", "first entry of its month; open-ended period"),
    ("≥ ≤ ~", "at least; at most; about"),
    ("*  •", "changed in the last reload; flagged"),
    ("dim", "a side matter, or planned, forecast or doubted"),
    ("verified", "the quote was found in the text just now"),
    ("locked", "found earlier and recorded by `dossier check --lock`"),
    ("disputed", "the sources disagree; Dossier does not choose"),
];

fn command(declared: &CommandSpec, keymap: &Keymap) -> PickerEntry {
    let action = Action::Do(declared.command);
    let note = declared.name;
    PickerEntry::new(declared.group.title(), declared.help, Some(action)).key(keymap.keys(declared.command)).note(note)
}

/// The formats in which an item can be copied.
pub(crate) fn copy_picker() -> Picker {
    let entry = |name: &str, taken| PickerEntry::new("Copy", name, Some(Action::Copy(taken)));
    Picker::new(
        "Copy",
        "",
        vec![
            entry("Citation, plain text", CopyFormat::Citation(CiteStyle::Plain)),
            entry("citation in Markdown", CopyFormat::Citation(CiteStyle::Markdown)),
            entry("citation for BibTeX", CopyFormat::Citation(CiteStyle::Bibtex)),
            entry("quote", CopyFormat::Quote),
            entry("URL of the source, at the quote", CopyFormat::Url),
            entry("address, for `dossier open` and `show`", CopyFormat::Address),
            entry("id", CopyFormat::Id),
            entry("JSON", CopyFormat::Json),
            entry("Text of this pane", CopyFormat::Text),
        ],
    )
    .compact()
}

/// The formats of a screenshot.
pub(crate) fn screenshot_picker() -> Picker {
    let entry = |&format: &ScreenshotFormat| {
        PickerEntry::new("Write this screen as", format.keyword(), Some(Action::Screenshot(format)))
    };
    Picker::new("Picture of the screen", "", ScreenshotFormat::ALL.iter().map(entry).collect()).compact()
}

/// Marks, flags and recent locations.
pub(crate) fn location_picker(base: &FactBase, lang: &Lang, marks: &Marks, visited: &[Item]) -> Picker {
    let entry = |group, item: Item| {
        PickerEntry::new(group, base.title(item, lang), Some(Action::Visit(item))).note(item.kind().keyword())
    };
    let letters = marks.letters().map(|(letter, item)| entry("Marks", item).key(letter.to_string()));
    let flags = marks.flagged().iter().map(|&item| entry("Flags", item).key("•"));
    let visited = visited.iter().map(|&item| entry("Visited", item));
    let entries = letters.chain(flags).chain(visited).collect();
    Picker::new("Places", "No marks or flags yet.", entries)
}

/// The steps of a story.
pub(crate) fn step_picker(base: &FactBase, lang: &Lang, playing: &StoryPlayback) -> Picker {
    let story = &base.stories[playing.story];
    let entries = story.steps.iter().enumerate().map(|(at, step)| {
        let action = Action::Play(playing.story, at);
        PickerEntry::new("Steps", step.title.get(lang), Some(action)).key(format!("{:>2}", at + 1))
    });
    Picker::new("Steps of the story", "", entries.collect())
        .compact()
        .with_list_focus()
        .with_selected(playing.step_index)
}
