//! Reading a base for the explorer, at the start and again.

use crate::diagnostic::{Faults, SourceFile};
use crate::load::locate;
use crate::model::Lang;
use crate::store::{Opened, Place, findings};
use crate::tui::action::{Action, Open};
use std::sync::Arc;

/// Whether a base is being read: one at a time, so that the last reading is of the last change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reading {
    #[default]
    No,
    Yes,
    /// And it has changed since that began.
    Again,
}

/// The findings on a base that was read from files, each on a line.
pub(super) fn survey(opened: Opened, place: &Place) -> Open {
    // The bundled base is held sound by its tests; without texts there is nothing new to find in it.
    let checked = !(place.paths.is_empty() && place.texts.is_none());
    let problems = if checked { locate(&findings(&opened), &opened.loaded.files) } else { Vec::new() };
    let faults = place.faults(&opened);
    Open { faults, ..Open::new(opened.loaded.base, opened.texts, problems, &opened.loaded.files) }
}

/// Reads a base again, beside the keys.
pub(super) fn read_again(place: &Place, before: &Open, lang: &Lang) -> Action {
    match place.open() {
        Ok(opened) => match unreadable(&opened, place) {
            Some(why) => Action::Failed(why),
            None => Action::Loaded(Arc::new(survey(opened, place).since(before, lang))),
        },
        Err(error) => Action::Failed(place.fault(&error)),
    }
}

/// Why a base is not to be taken up in place of one that is shown: a file of it is no YAML, or cannot be read.
fn unreadable(opened: &Opened, place: &Place) -> Option<Faults> {
    let syntax = opened.loaded.problems.iter().filter(|problem| problem.rule.is_syntax());
    let broken: Vec<_> = syntax.chain(opened.left_out()).cloned().collect();
    let first = locate(&broken, &opened.loaded.files).into_iter().next()?;
    // The place is not to be cut off behind a long way to the file.
    let bare = |name: &str| {
        std::path::Path::new(name).file_name().map_or(name.into(), |name| name.to_string_lossy().into_owned())
    };
    let files: Vec<_> =
        opened.loaded.files.iter().map(|file| SourceFile { name: bare(&file.name), ..file.clone() }).collect();
    Some(Faults { first: crate::diagnostic::short(&first, &files), ..place.faults(opened)? })
}
