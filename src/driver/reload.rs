//! Loads a base for the explorer, at startup and on reload.

use crate::diagnostics::{LoadFailure, SourceFile};
use crate::model::Lang;
use crate::store::{BaseLocation, OpenedBase, findings};
use crate::ui::{Action, BaseSnapshot};
use std::sync::Arc;

/// Whether a reload is running. Only one runs at a time, so that the last result is the newest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ReloadState {
    #[default]
    Idle,
    Running,
    /// A reload is running, and the files have changed since it started.
    RunningStale,
}

/// Builds the snapshot of a base, with its findings. The bundled base without texts is not checked.
pub fn build_snapshot(opened: OpenedBase, location: &BaseLocation) -> BaseSnapshot {
    // Tests check the bundled base. Without source texts, a check would find nothing new.
    let needs_check = !(location.paths.is_empty() && location.text_folder.is_none());
    let problems = if needs_check { opened.parsed.locate(&findings(&opened)) } else { Vec::new() };
    let failure = location.summarize_errors(&opened);
    let mut snapshot = BaseSnapshot::new(opened.parsed.base, opened.texts, problems, &opened.parsed.files);
    snapshot.load_problems = failure;
    snapshot
}

/// Reloads a base, on a background thread.
pub(super) fn reload_base(location: &BaseLocation, previous: &BaseSnapshot, lang: &Lang) -> Action {
    match location.open() {
        Ok(opened) => match rejection_reason(&opened, location) {
            Some(why) => Action::Failed(why),
            None => Action::Loaded(Arc::new(build_snapshot(opened, location).compared_to(previous, lang))),
        },
        Err(error) => Action::Failed(location.summarize_open_error(&error)),
    }
}

/// Why a reloaded base must not replace the shown one: one of its files is not valid YAML or cannot be read.
fn rejection_reason(opened: &OpenedBase, location: &BaseLocation) -> Option<LoadFailure> {
    let syntax = opened.parsed.problems.iter().filter(|problem| problem.rule.is_syntax_error());
    let broken: Vec<_> = syntax.chain(opened.unread_file_problems()).cloned().collect();
    let first = opened.parsed.locate(&broken).into_iter().next()?;
    // Shorten file names to their last component, so that a long path does not push the position off the line.
    let file_name_only = |name: &str| {
        std::path::Path::new(name).file_name().map_or(name.into(), |name| name.to_string_lossy().into_owned())
    };
    let files: Vec<_> = opened
        .parsed
        .files
        .iter()
        .map(|file| SourceFile { name: file_name_only(&file.name), ..file.clone() })
        .collect();
    Some(LoadFailure {
        first_error: crate::diagnostics::render_short(&first, &files),
        ..location.summarize_errors(opened)?
    })
}
