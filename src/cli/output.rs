//! Output of the commands: data goes to one stream, messages to another.

use crate::model::{JsonLayout, sanitize, to_ascii, to_json};
use crate::present::{RichLine, RichText, TextRole, wrap};
use anstyle::Style;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// How a command ended. Each variant maps to an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It found what was asked for.
    Found,
    /// It found nothing, or the check found problems.
    NotFound,
    /// A signal ended it.
    Signal(i32),
}

/// The output streams of a command.
pub struct Output<'a> {
    /// The stream for data.
    pub data: &'a mut dyn Write,
    /// The stream for messages and errors.
    pub messages: &'a mut dyn Write,
    /// Whether data may be coloured.
    pub color: bool,
    /// Width in columns of the terminal that shows the data; `None` if it is not a terminal.
    pub width: Option<u16>,
    /// Whether only ASCII can be shown. The stream transliterates the text; this makes line breaks agree with the
    /// result.
    pub ascii: bool,
}

impl Output<'_> {
    /// Writes a message on a line of its own.
    ///
    /// # Errors
    /// If writing fails.
    pub fn write_message(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.messages, "{}", sanitize(text))
    }

    /// Writes text in the style of a role.
    ///
    /// # Errors
    /// If writing fails.
    pub fn write_text(&mut self, role: TextRole, text: &str) -> io::Result<()> {
        let text = sanitize(text);
        let style = if self.color { role_style(role) } else { Style::new() };
        write!(self.data, "{style}{text}{style:#}")
    }

    /// Ends the line.
    ///
    /// # Errors
    /// If writing fails.
    pub fn newline(&mut self) -> io::Result<()> {
        writeln!(self.data)
    }

    /// Writes a sheet, wrapped to the width of the terminal.
    ///
    /// # Errors
    /// If writing fails.
    pub fn write_rich_text(&mut self, rich_text: &RichText) -> io::Result<()> {
        rich_text.printable_lines().try_for_each(|line| self.write_line(line))
    }

    /// Writes a line, wrapped to the width of the terminal.
    ///
    /// # Errors
    /// If writing fails.
    pub fn write_line(&mut self, line: &RichLine) -> io::Result<()> {
        let mut line = Cow::Borrowed(line);
        if self.ascii {
            line.to_mut().spans.iter_mut().for_each(|span| span.text = to_ascii(&span.text).into_owned());
        }
        for row in wrap(&line, self.width.unwrap_or(u16::MAX)) {
            write!(self.data, "{:width$}", "", width = row.indent.into())?;
            for (at, range) in row.pieces {
                let span = &line.spans[at];
                self.write_text(span.role, &span.text[range])?;
            }
            self.newline()?;
        }
        Ok(())
    }

    /// Writes a value as indented JSON.
    ///
    /// # Errors
    /// If writing fails.
    pub fn write_json(&mut self, value: &impl Serialize) -> io::Result<()> {
        writeln!(self.data, "{}", to_json(value, JsonLayout::Pretty)?)
    }

    /// Writes a value as JSON on one line.
    ///
    /// # Errors
    /// If writing fails.
    pub fn write_json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        writeln!(self.data, "{}", to_json(value, JsonLayout::Compact)?)
    }

    /// Writes one line of fields separated by tabs.
    ///
    /// # Errors
    /// If writing fails.
    pub fn write_record(&mut self, fields: &[&str]) -> io::Result<()> {
        let fields: Vec<_> = fields.iter().map(|field| sanitize(field)).collect();
        writeln!(self.data, "{}", fields.join("\t"))
    }
}

/// The style of a role. Uses attributes only: no colour of the 16-colour palette is legible on both dark and light
/// backgrounds, and the background is unknown.
fn role_style(role: TextRole) -> Style {
    match role {
        TextRole::Plain | TextRole::Good => Style::new(),
        TextRole::Title | TextRole::Heading | TextRole::Amount => Style::new().bold(),
        TextRole::Label | TextRole::Dim => Style::new().dimmed(),
        TextRole::Quote => Style::new().italic(),
        TextRole::Alert => Style::new().bold().underline(),
    }
}

/// Columns and rows of the terminal on standard output, or `None` if it is not a terminal. 80 × 24 if the terminal
/// does not report its size.
pub fn stdout_size() -> Option<(u16, u16)> {
    use std::io::IsTerminal;
    io::stdout().is_terminal().then(|| crate::term::window_size().unwrap_or((80, 24)))
}
