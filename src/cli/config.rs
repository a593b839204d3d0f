//! `config`: prints the settings, where they are, and what is wrong with them.

use super::{CliError, Exit, Output};
use crate::diagnostics::render_short;
use crate::driver::{DEFAULT_SETTINGS, SettingsFile, settings_path};
use crate::present::TextRole;
use crate::ui::DEFAULT_KEYMAP;

/// Prints the path of the settings file, its default content, or the problems in it.
pub(super) fn run(show_path: bool, show_default: bool, out: &mut Output<'_>) -> Result<Exit, CliError> {
    if show_default {
        for line in DEFAULT_SETTINGS.lines().chain(DEFAULT_KEYMAP.lines()) {
            out.write_text(TextRole::Plain, line)?;
            out.newline()?;
        }
        return Ok(Exit::Found);
    }
    let Some(path) = settings_path() else {
        return Err(CliError::Usage("cannot locate the settings: neither XDG_CONFIG_HOME nor HOME is set".to_owned()));
    };
    if show_path {
        out.write_text(TextRole::Plain, &path.display().to_string())?;
        out.newline()?;
        return Ok(Exit::Found);
    }
    let settings = SettingsFile::load(true);
    for fault in &settings.problems {
        out.write_text(TextRole::Plain, &render_short(fault, std::slice::from_ref(&settings.file)))?;
        out.newline()?;
    }
    if settings.problems.is_empty() {
        let what = if path.exists() { "nothing is wrong with" } else { "there are no settings at" };
        out.write_message(&format!("{what} {}", path.display()))?;
        return Ok(Exit::Found);
    }
    Ok(Exit::NotFound)
}
