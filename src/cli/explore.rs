//! Runs the explorer in the local terminal.

use super::{Args, CliCommand, CliError, Exit, LookupContext};
use crate::driver::{Ended, Explorer, SessionFile, SettingsFile, build_snapshot, explore};
use crate::term::{Environment, LocalTerminal, Modes, TerminalLevel};
use crate::ui::Action;
use std::io::Write;
use std::sync::Arc;

/// Opens the base and the terminal, and runs the explorer until the user quits.
///
/// # Errors
/// If the base cannot be opened, or the terminal is lost.
pub fn run_explorer(args: &Args, messages: &mut dyn Write) -> Result<Exit, CliError> {
    let location = args.base_location();
    let opened = location.open()?;
    let lang = args.resolve_lang(&opened)?;
    let settings = SettingsFile::load(!args.explorer.demo);
    let options = settings.ui_options(&args.explorer_flags(), lang.clone(), location.name());
    let start = initial_action(args, &LookupContext { opened: &opened, lang })?;
    let environment = Environment::from_env(|name| std::env::var(name).ok());
    let saves_session = !(args.explorer.no_state || args.explorer.demo);
    let kitty_keys = environment.terminal_level == TerminalLevel::KittyKeys;
    let modes = Modes { mouse: options.mouse, kitty_keys };
    let explorer = Explorer {
        snapshot: Arc::new(build_snapshot(opened, &location)),
        session_file: saves_session.then(|| SessionFile::new(&location, |name| std::env::var_os(name))),
        location,
        options,
        environment,
        start,
        message: settings.problem_summary(),
        stats: args.explorer.stats,
        #[cfg(debug_assertions)]
        fault: args.fault,
    };
    let (ended, report) = explore(explorer, |sink| LocalTerminal::enter(modes, sink))?;
    match ended {
        Ended::Terminated(signal) => Ok(Exit::Signal(signal)),
        Ended::Quit => {
            // The terminal is restored by now.
            if let Some(report) = report {
                writeln!(messages, "{report}")?;
            }
            Ok(Exit::Found)
        }
    }
}

/// The first action requested by the `open` command.
fn initial_action(args: &Args, cx: &LookupContext<'_>) -> Result<Option<Action>, CliError> {
    let Some(CliCommand::Open { address }) = &args.command else { return Ok(None) };
    if let Some(query) = address.strip_prefix("?q=") {
        return Ok(Some(Action::OpenSearch(query.to_owned())));
    }
    match cx.resolve_item(address)? {
        Some(item) => Ok(Some(Action::Visit(item))),
        None => Err(CliError::Usage(cx.not_found_message(address))),
    }
}
