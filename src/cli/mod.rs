//! The command line. Each command has its own file and writes to the streams it is given.

mod args;
mod check;
mod cite;
mod config;
mod coverage;
mod explore;
mod export;
mod find;
mod keys;
mod new;
mod output;
mod pager;
mod sanitize;
mod screenshot;
mod show;
mod story;
mod summary;
mod timeline;
mod value_parsers;
mod why;

pub use args::{Args, CliCommand, ColorChoice, OutputFormat, ReportFormat, ShotOptions};
pub use explore::run_explorer;
pub use output::{Exit, Output, stdout_size};
pub use pager::page;
pub use sanitize::SanitizingWriter;

use crate::diagnostics::LoadFailure;

use crate::model::{Address, Item, Kind, Lang};
use crate::store::{BaseLocation, OpenError, OpenedBase};
use crate::text::count_noun;
use std::io;

/// Why a command failed.
#[derive(Debug)]
pub enum CliError {
    /// The base cannot be opened.
    Open(OpenError),
    /// Nothing of the base could be read. Holds the errors, and a summary with their number and the command that
    /// lists them.
    Unreadable(LoadFailure, String),
    /// The arguments are invalid.
    Usage(String),
    /// Writing failed.
    Io(io::Error),
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What every lookup command needs.
pub struct LookupContext<'a> {
    /// The open base.
    pub opened: &'a OpenedBase,
    /// The language of the base's texts.
    pub lang: Lang,
}

/// Runs a command. `open` is an error here: [`run_explorer`] runs it where there is a terminal.
///
/// # Errors
/// [`CliError`] if the base cannot be opened, the arguments are invalid or writing fails.
pub fn run(args: &Args, command: &CliCommand, out: &mut Output<'_>) -> Result<Exit, CliError> {
    match command {
        CliCommand::Check(options) => check::run(&args.base_location(), options, out),
        CliCommand::Coverage => look_up(args, BaseLocation::open_with_files, out, coverage::run),
        CliCommand::New { dir } => new::run(dir, out),
        CliCommand::Find(options) => look_up(args, open, out, |cx, out| find::run(cx, options, out)),
        CliCommand::Show { address, output: shape } => {
            look_up(args, open, out, |cx, out| show::run(cx, address, *shape, out))
        }
        CliCommand::Why { claim, output: shape } => {
            look_up(args, BaseLocation::open_with_files, out, |cx, out| why::run(cx, claim, *shape, out))
        }
        CliCommand::Timeline(options) => look_up(args, open, out, |cx, out| timeline::run(cx, options, out)),
        CliCommand::Story(options) => look_up(args, open, out, |cx, out| story::run(cx, options, out)),
        CliCommand::Cite { address, style } => look_up(args, open, out, |cx, out| cite::run(cx, address, *style, out)),
        CliCommand::Export { format } => look_up(args, open, out, |cx, out| export::run(cx, *format, out)),
        CliCommand::Open { .. } => {
            Err(CliError::Usage("the explorer needs a terminal. Use `dossier show` to print an item.".to_owned()))
        }
        CliCommand::Shot(options) => screenshot::run(args, options, out),
        CliCommand::Keys => keys::run(args, out),
        CliCommand::Config { path, default, .. } => config::run(*path, *default, out),
    }
}

/// Prints a summary of the base, for a call without a command and without a terminal.
///
/// # Errors
/// As [`run`].
pub fn print_summary(args: &Args, out: &mut Output<'_>) -> Result<Exit, CliError> {
    look_up(args, open, out, summary::run)
}

/// Opens the base for a lookup that shows no positions in its files.
fn open(location: &BaseLocation) -> Result<OpenedBase, OpenError> {
    let mut opened = location.open()?;
    if opened.parsed.problems.is_empty() {
        opened.parsed.drop_trees();
    }
    Ok(opened)
}

/// Opens the base, warns if it is incomplete, and runs `answer`.
fn look_up(
    args: &Args,
    open: impl FnOnce(&BaseLocation) -> Result<OpenedBase, OpenError>,
    out: &mut Output<'_>,
    answer: impl FnOnce(&LookupContext<'_>, &mut Output<'_>) -> Result<Exit, CliError>,
) -> Result<Exit, CliError> {
    let location = args.base_location();
    let opened = open(&location)?;
    warn_if_incomplete(&location, &opened, out)?;
    answer(&args.lookup_context(&opened)?, out)
}

/// Warns that parts of the base failed to load. Fails if nothing of it was loaded.
fn warn_if_incomplete(location: &BaseLocation, opened: &OpenedBase, out: &mut Output<'_>) -> Result<(), CliError> {
    let Some(failure) = location.summarize_errors(opened) else { return Ok(()) };
    let summary = format!(
        "{} in {}; `{}` lists them all",
        count_noun(failure.error_count, "error"),
        location.name(),
        failure.list_command
    );
    if opened.parsed.base.items().next().is_none() {
        return Err(CliError::Unreadable(failure, summary));
    }
    out.write_message(&failure.first_error)?;
    Ok(out.write_message(&format!("results may be incomplete: {summary}"))?)
}

impl LookupContext<'_> {
    /// Finds the item of an address. A bare id is accepted if only one kind of item has it.
    ///
    /// # Errors
    /// If the address is invalid, or several items have the id.
    pub fn resolve_item(&self, written: &str) -> Result<Option<Item>, CliError> {
        let base = &self.opened.parsed.base;
        if written.contains('/') {
            let address: Address = written.parse().map_err(|error| CliError::Usage(format!("{error}")))?;
            return Ok(base.find(&address));
        }
        let mut found = Kind::ALL.iter().filter_map(|&kind| base.find_by_id(kind, written));
        match (found.next(), found.next()) {
            (Some(first), Some(second)) => {
                let both = format!("{} or {}", base.address(first), base.address(second));
                Err(CliError::Usage(format!("`{written}` is ambiguous. Use {both}.")))
            }
            (first, _) => Ok(first),
        }
    }

    /// Reports that there is no such item, and suggests the nearest address.
    fn report_not_found(&self, written: &str, out: &mut Output<'_>) -> Result<Exit, CliError> {
        out.write_message(&self.not_found_message(written))?;
        Ok(Exit::NotFound)
    }

    /// The message that there is no such item, with the nearest address as a suggestion.
    pub fn not_found_message(&self, written: &str) -> String {
        let base = &self.opened.parsed.base;
        let (kind, id) = written.split_once('/').map_or((None, written), |(kind, id)| (Kind::from_keyword(kind), id));
        let candidates: Vec<Item> = base.items().filter(|item| kind.is_none_or(|kind| item.kind() == kind)).collect();
        let near = crate::text::suggest(id, candidates.iter().map(|&item| base.id(item)));
        let near = near.and_then(|near| candidates.iter().find(|&&item| base.id(item) == near));
        let meant = near.map(|&item| format!("; did you mean {}?", base.address(item)));
        let hint = meant.unwrap_or_else(|| format!("; try `dossier find {id}`"));
        format!("no item `{written}`{hint}")
    }
}
