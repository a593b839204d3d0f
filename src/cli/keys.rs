//! `keys`: prints the key bindings in effect.

use super::{Args, CliError, Exit, Output};
use crate::driver::SettingsFile;
use crate::present::TextRole;
use crate::ui::{COMMANDS, CommandGroup};

/// Prints the effective key bindings.
pub(super) fn run(args: &Args, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let settings = SettingsFile::load(!args.explorer.demo);
    for group in CommandGroup::ALL {
        out.write_text(TextRole::Heading, group.title())?;
        out.newline()?;
        for declared in COMMANDS.iter().filter(|declared| declared.group == group) {
            out.write_text(TextRole::Amount, &format!("  {:<22}", settings.keymap.keys(declared.command)))?;
            out.write_text(TextRole::Plain, &format!(" {:<18}", declared.name))?;
            out.write_text(TextRole::Dim, &format!(" {}", declared.help))?;
            out.newline()?;
        }
        out.newline()?;
    }
    if let Some(notice) = settings.problem_summary() {
        out.write_message(&notice)?;
    }
    Ok(Exit::Found)
}
