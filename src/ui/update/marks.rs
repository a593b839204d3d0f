//! Marks and flags.

use super::update;
use crate::ui::action::Action;
use crate::ui::app::{App, PendingMark};
use crate::ui::command::{AppCommand, Command};
use crate::ui::effect::Effect;
use crate::ui::marks::Marks;

/// Flags the selected item, or removes its flag.
pub(super) fn flag(app: &mut App) -> Option<Effect> {
    let item = app.selected()?;
    let flagged = app.marks.toggle(item);
    let (title, key) =
        (app.snapshot.base.title(item, &app.options.lang), app.options.keymap.key(Command::App(AppCommand::Marks)));
    app.toast =
        Some(if flagged { format!("Flagged. {key} lists all flags.") } else { format!("Flag removed: {title}") });
    Some(Effect::SaveSession)
}

/// Handles the letter of a mark: sets the mark or jumps to it.
pub(super) fn on_mark_letter(app: &mut App, letter: char) -> Option<Effect> {
    let lettering = app.pending_mark.take()?;
    if !Marks::is_letter(letter) {
        app.toast = Some("marks are letters and digits".to_owned());
        return None;
    }
    match (lettering, app.marks.get(letter)) {
        (PendingMark::Set, _) => {
            app.marks.set(letter, app.selected()?);
            app.toast = Some(format!(
                "Mark {letter} set. {}{letter} returns here.",
                app.options.keymap.key(Command::App(AppCommand::GoToMark))
            ));
            Some(Effect::SaveSession)
        }
        (PendingMark::Jump, Some(item)) => update(app, Action::Visit(item)),
        (PendingMark::Jump, None) => {
            app.toast = Some(format!(
                "No mark {letter}. {} lists the marks.",
                app.options.keymap.key(Command::App(AppCommand::Marks))
            ));
            None
        }
    }
}
