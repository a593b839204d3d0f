//! Loads a base for the explorer, at startup and on reload.

use crate::diagnostic::{LoadFailure, SourceFile};
use crate::model::Lang;
use crate::store::{Opened, Place, findings};
use crate::tui::action::{Action, Open};
use std::sync::Arc;

/// Whether a reload is running. Only one runs at a time, so that the last result is the newest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reading {
    #[default]
    No,
    Yes,
    /// A reload is running, and the files have changed since it started.
    Again,
}

/// Builds the snapshot of a base, with its findings. The bundled base without texts is not checked.
pub(super) fn survey(opened: Opened, place: &Place) -> Open {
    // Tests check the bundled base. Without source texts, a check would find nothing new.
    let checked = !(place.paths.is_empty() && place.texts.is_none());
    let problems = if checked { opened.loaded.locate(&findings(&opened)) } else { Vec::new() };
    let faults = place.faults(&opened);
    Open { faults, ..Open::new(opened.loaded.base, opened.texts, problems, &opened.loaded.files) }
}

/// Reloads a base, on a background thread.
pub(super) fn read_again(place: &Place, before: &Open, lang: &Lang) -> Action {
    match place.open() {
        Ok(opened) => match unreadable(&opened, place) {
            Some(why) => Action::Failed(why),
            None => Action::Loaded(Arc::new(survey(opened, place).since(before, lang))),
        },
        Err(error) => Action::Failed(place.fault(&error)),
    }
}

/// Why a reloaded base must not replace the shown one: one of its files is not valid YAML or cannot be read.
fn unreadable(opened: &Opened, place: &Place) -> Option<LoadFailure> {
    let syntax = opened.loaded.problems.iter().filter(|problem| problem.rule.is_syntax_error());
    let broken: Vec<_> = syntax.chain(opened.left_out()).cloned().collect();
    let first = opened.loaded.locate(&broken).into_iter().next()?;
    // Shorten file names to their last component, so that a long path does not push the position off the line.
    let bare = |name: &str| {
        std::path::Path::new(name).file_name().map_or(name.into(), |name| name.to_string_lossy().into_owned())
    };
    let files: Vec<_> =
        opened.loaded.files.iter().map(|file| SourceFile { name: bare(&file.name), ..file.clone() }).collect();
    Some(LoadFailure { first_error: crate::diagnostic::render_short(&first, &files), ..place.faults(opened)? })
}
