//! The command line. Each command has its own file and writes to the streams it is given.

mod args;
mod check;
mod cite;
mod coverage;
mod export;
mod find;
mod guard;
mod locale;
mod new;
mod out;
mod pager;
mod show;
mod story;
mod summary;
mod timeline;
mod values;
mod why;

#[cfg(debug_assertions)]
pub use args::Fault;
pub use args::{Args, Colour, Command, Format, Shape, ShotOptions};
pub use guard::Guard;
pub use locale::needs_ascii;
pub use out::{Exit, Out, stdout, window};
pub use pager::page;
pub use values::look;

use crate::diagnostic::{LoadFailure, count_noun};
use crate::model::{Address, Item, Kind, Lang};
use crate::store::{OpenError, Opened, Place};
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
pub struct Cx<'a> {
    /// The open base.
    pub opened: &'a Opened,
    /// The language of the base's texts.
    pub lang: Lang,
}

/// Runs a command other than those of the explorer.
///
/// # Errors
/// [`CliError`] if the base cannot be opened, the arguments are invalid or writing fails.
pub fn run(args: &Args, command: &Command, out: &mut Out<'_>) -> Result<Exit, CliError> {
    match command {
        Command::Check(options) => check::run(&args.place(), options, out),
        Command::Coverage => look_up(args, Place::open_with_files, out, coverage::run),
        Command::New { dir } => new::run(dir, out),
        Command::Find(options) => look_up(args, open, out, |cx, out| find::run(cx, options, out)),
        Command::Show { address, shape } => look_up(args, open, out, |cx, out| show::run(cx, address, *shape, out)),
        Command::Why { claim, shape } => {
            look_up(args, Place::open_with_files, out, |cx, out| why::run(cx, claim, *shape, out))
        }
        Command::Timeline(options) => look_up(args, open, out, |cx, out| timeline::run(cx, options, out)),
        Command::Story(options) => look_up(args, open, out, |cx, out| story::run(cx, options, out)),
        Command::Cite { address, style } => look_up(args, open, out, |cx, out| cite::run(cx, address, *style, out)),
        Command::Export { format } => look_up(args, open, out, |cx, out| export::run(cx, *format, out)),
        // `main` handles the commands of the explorer.
        Command::Open { .. } | Command::Shot(_) | Command::Keys | Command::Config { .. } => Ok(Exit::Nothing),
    }
}

/// Prints a summary of the base, for a call without a command and without a terminal.
///
/// # Errors
/// As [`run`].
pub fn summarise(args: &Args, out: &mut Out<'_>) -> Result<Exit, CliError> {
    look_up(args, open, out, summary::run)
}

/// Opens the base for a lookup that shows no positions in its files.
fn open(place: &Place) -> Result<Opened, OpenError> {
    let mut opened = place.open()?;
    if opened.loaded.problems.is_empty() {
        opened.loaded.drop_trees();
    }
    Ok(opened)
}

/// Opens the base, warns if it is incomplete, and runs `answer`.
fn look_up(
    args: &Args,
    open: impl FnOnce(&Place) -> Result<Opened, OpenError>,
    out: &mut Out<'_>,
    answer: impl FnOnce(&Cx<'_>, &mut Out<'_>) -> Result<Exit, CliError>,
) -> Result<Exit, CliError> {
    let place = args.place();
    let opened = open(&place)?;
    warn(&place, &opened, out)?;
    answer(&args.cx(&opened)?, out)
}

/// Warns that parts of the base failed to load. Fails if nothing of it was loaded.
fn warn(place: &Place, opened: &Opened, out: &mut Out<'_>) -> Result<(), CliError> {
    let Some(faults) = place.faults(opened) else { return Ok(()) };
    let summary = format!(
        "{} in {}; `{}` lists them all",
        count_noun(faults.error_count, "error"),
        place.name(),
        faults.list_command
    );
    if opened.loaded.base.items().next().is_none() {
        return Err(CliError::Unreadable(faults, summary));
    }
    out.note(&faults.first_error)?;
    Ok(out.note(&format!("something may be missing: {summary}"))?)
}

impl Cx<'_> {
    /// Finds the item of an address. A bare id is accepted if only one kind of item has it.
    ///
    /// # Errors
    /// If the address is invalid, or several items have the id.
    pub fn item(&self, written: &str) -> Result<Option<Item>, CliError> {
        let base = &self.opened.loaded.base;
        if written.contains('/') {
            let address: Address = written.parse().map_err(|error| CliError::Usage(format!("{error}")))?;
            return Ok(base.find(&address));
        }
        let mut found = Kind::ALL.iter().filter_map(|&kind| base.find_by_id(kind, written));
        match (found.next(), found.next()) {
            (Some(first), Some(second)) => {
                let both = format!("{} or {}", base.address(first), base.address(second));
                Err(CliError::Usage(format!("`{written}` is not one thing: write {both}")))
            }
            (first, _) => Ok(first),
        }
    }

    /// Reports that there is no such item, and suggests the nearest address.
    fn miss(&self, written: &str, out: &mut Out<'_>) -> Result<Exit, CliError> {
        out.note(&self.nothing_at(written))?;
        Ok(Exit::Nothing)
    }

    /// The message that there is no such item, with the nearest address as a suggestion.
    pub fn nothing_at(&self, written: &str) -> String {
        let base = &self.opened.loaded.base;
        let (kind, id) = written.split_once('/').map_or((None, written), |(kind, id)| (Kind::from_keyword(kind), id));
        let candidates: Vec<Item> = base.items().filter(|item| kind.is_none_or(|kind| item.kind() == kind)).collect();
        let near = crate::diagnostic::suggest(id, candidates.iter().map(|&item| base.id(item)));
        let near = near.and_then(|near| candidates.iter().find(|&&item| base.id(item) == near));
        let meant = near.map(|&item| format!("; did you mean {}?", base.address(item)));
        let hint = meant.unwrap_or_else(|| format!("; try `dossier find {id}`"));
        format!("nothing at {written}{hint}")
    }
}
