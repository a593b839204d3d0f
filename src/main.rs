//! The `dossier` program: parse, dispatch, exit code.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use dossier::cli;
use dossier::cli::{Args, CliError, Exit, Output, SanitizingWriter};
use dossier::model::sanitize;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    dossier::driver::install_panic_hook(std::process::exit);
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return print_usage_error(error),
    };
    let runs_explorer = matches!(args.command, None | Some(cli::CliCommand::Open { .. })) && is_interactive();
    let result = if runs_explorer {
        cli::run_explorer(&args, &mut io::stderr())
    } else {
        run_command(&args, args.command.as_ref())
    };
    match result {
        Ok(Exit::Found) => ExitCode::SUCCESS,
        Ok(Exit::NotFound) => ExitCode::from(1),
        Ok(Exit::Signal(signal)) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX)),
        // A closed pipe is not an error: the reader of our output has quit.
        Err(CliError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(CliError::Unreadable(faults, summary)) => {
            let mut err = io::stderr();
            for line in faults.excerpts.iter().flat_map(|excerpt| excerpt.lines().chain([""])) {
                let _ = writeln!(err, "{}", sanitize(line));
            }
            let _ = writeln!(err, "dossier: cannot read the base: {}", sanitize(&summary));
            ExitCode::from(2)
        }
        Err(error) => {
            let message = match error {
                CliError::Open(error) => error.to_string(),
                CliError::Usage(message) | CliError::Unreadable(_, message) => message,
                CliError::Io(error) if runs_explorer => format!("the terminal: {error}"),
                CliError::Io(error) => format!("standard output: {error}"),
            };
            let _ = writeln!(io::stderr(), "dossier: {}", sanitize(&message));
            ExitCode::from(2)
        }
    }
}

/// Prints clap's help or usage error through the sanitizer, because the arguments may come from someone else.
fn print_usage_error(mut error: clap::Error) -> ExitCode {
    let mut arguments = std::env::args();
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(word) = arguments.find(|argument| is_exclusion(argument))
    {
        // clap reports only its first letter as an unknown flag.
        let tip = format!("words that begin with '-' stand behind '--', as in '-- {word}'").into();
        error.insert(ContextKind::InvalidArg, ContextValue::String(word));
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    }
    let (mut stdout, mut stderr) = (io::stdout(), io::stderr());
    let (out, choice): (&mut dyn Write, _) = if error.use_stderr() {
        let choice = anstream::AutoStream::choice(&stderr);
        (&mut stderr, choice)
    } else {
        let choice = anstream::AutoStream::choice(&stdout);
        (&mut stdout, choice)
    };
    let color = choice != anstream::ColorChoice::Never;
    let text = error.render();
    let text = if color { text.ansi().to_string() } else { text.to_string() };
    let mut out = SanitizingWriter::new(out, color);
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(write_error) if write_error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "dossier: {write_error}");
            ExitCode::from(2)
        }
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// Whether an argument looks like an exclusion in a query: `-tag:peripheral`, `-nvidia`.
fn is_exclusion(argument: &str) -> bool {
    argument.strip_prefix('-').is_some_and(|rest| rest.len() > 1 && rest.starts_with(char::is_alphabetic))
}

/// Whether the explorer can run: standard input and output are terminals, and `TERM` is not `dumb`.
fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb()
}

/// Whether the terminal can only show lines of text: `TERM` is `dumb`, empty or unset.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty())
}

fn run_command(args: &Args, command: Option<&cli::CliCommand>) -> Result<Exit, CliError> {
    let choice = match args.color {
        cli::ColorChoice::Always => anstream::ColorChoice::Always,
        cli::ColorChoice::Never => anstream::ColorChoice::Never,
        cli::ColorChoice::Auto => anstream::AutoStream::choice(&io::stdout()),
    };
    let color = !matches!(choice, anstream::ColorChoice::Never);
    let window = cli::stdout_size();
    let width = window.map(|(width, _)| width);
    let is_text = command.is_none_or(cli::CliCommand::is_paged);
    let needs_ascii = args.explorer.ascii || dossier::term::needs_ascii(|name| std::env::var(name).ok());
    // Output to a file or pipe, and output for programs, is UTF-8 in every locale.
    let ascii = needs_ascii && is_text && window.is_some();
    let mut notes = SanitizingWriter::new(io::stderr(), false).with_ascii(needs_ascii && io::stderr().is_terminal());
    if let Some(window) = window.filter(|_| is_text && !args.no_pager && !is_dumb()) {
        let mut text = Vec::new();
        let mut data = SanitizingWriter::new(&mut text, color).with_ascii(ascii);
        let result =
            dispatch(args, command, &mut Output { data: &mut data, messages: &mut notes, color, width, ascii });
        let signal =
            cli::page(&text, window, std::env::var("PAGER").ok().filter(|pager| !pager.is_empty()).as_deref())?;
        return signal.map_or(result, |signal| Ok(Exit::Signal(signal)));
    }
    let sanitizer = SanitizingWriter::new(io::stdout().lock(), color || is_screenshot(command)).with_ascii(ascii);
    let mut data = io::BufWriter::new(sanitizer);
    let result = dispatch(args, command, &mut Output { data: &mut data, messages: &mut notes, color, width, ascii });
    data.flush()?;
    result
}

/// Whether the command prints a screenshot, which keeps its colours wherever it goes.
fn is_screenshot(command: Option<&cli::CliCommand>) -> bool {
    matches!(command, Some(cli::CliCommand::Shot(_)))
}

fn dispatch(args: &Args, command: Option<&cli::CliCommand>, out: &mut Output<'_>) -> Result<Exit, CliError> {
    match command {
        Some(command) => cli::run(args, command, out),
        None => cli::print_summary(args, out),
    }
}
