//! Marks and flags.

use super::super::action::Action;
use super::super::app::{App, Lettering};
use super::super::command::Command;
use super::super::effect::Effect;
use super::super::marks::Marks;
use super::update;

/// Flags the selected item, or removes its flag.
pub(super) fn flag(app: &mut App) -> Option<Effect> {
    let item = app.here()?;
    let flagged = app.marks.toggle(item);
    let (title, key) = (app.open.base.title(item, &app.setup.lang), app.setup.keymap.key(Command::Marks));
    app.toast =
        Some(if flagged { format!("flagged; {key} lists what is") } else { format!("no longer flagged: {title}") });
    Some(Effect::Keep)
}

/// Handles the letter of a mark: sets the mark or jumps to it.
pub(super) fn letter_typed(app: &mut App, letter: char) -> Option<Effect> {
    let lettering = app.lettering.take()?;
    if !Marks::is_letter(letter) {
        app.toast = Some("marks are letters and digits".to_owned());
        return None;
    }
    match (lettering, app.marks.get(letter)) {
        (Lettering::Set, _) => {
            app.marks.set(letter, app.here()?);
            app.toast =
                Some(format!("marked {letter}; {}{letter} returns here", app.setup.keymap.key(Command::GoToMark)));
            Some(Effect::Keep)
        }
        (Lettering::Go, Some(item)) => update(app, Action::Visit(item)),
        (Lettering::Go, None) => {
            app.toast =
                Some(format!("nothing is marked {letter}; {} lists the marks", app.setup.keymap.key(Command::Marks)));
            None
        }
    }
}
