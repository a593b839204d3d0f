//! Where answers go: data to one stream, remarks to another, each with or without colour.

use crate::model::{JsonLayout, ascii, clean, to_json};
use crate::sheet::{Line, Role, Sheet, wrap};
use anstyle::Style;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It found what was asked for.
    Found,
    /// It found nothing, or it found problems.
    Nothing,
}

/// The streams of a command.
pub struct Out<'a> {
    /// Data.
    pub data: &'a mut dyn Write,
    /// Remarks and errors.
    pub notes: &'a mut dyn Write,
    /// Whether data may be coloured.
    pub colour: bool,
    /// Columns of the terminal that data goes to; nothing where it goes elsewhere.
    pub width: Option<u16>,
    /// Whether only ASCII can be shown. The stream sees to that; lines are broken accordingly.
    pub ascii: bool,
}

impl Out<'_> {
    /// Writes a remark.
    ///
    /// # Errors
    /// When writing fails.
    pub fn note(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.notes, "{}", clean(text))
    }

    /// Writes text of a role.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&mut self, role: Role, text: &str) -> io::Result<()> {
        let text = clean(text);
        let style = if self.colour { style(role) } else { Style::new() };
        write!(self.data, "{style}{text}{style:#}")
    }

    /// Ends a line.
    ///
    /// # Errors
    /// When writing fails.
    pub fn end(&mut self) -> io::Result<()> {
        writeln!(self.data)
    }

    /// Writes a sheet, broken to the width of the terminal.
    ///
    /// # Errors
    /// When writing fails.
    pub fn sheet(&mut self, sheet: &Sheet) -> io::Result<()> {
        sheet.on_paper().try_for_each(|line| self.line(line))
    }

    /// Writes a line, broken to the width of the terminal.
    ///
    /// # Errors
    /// When writing fails.
    pub fn line(&mut self, line: &Line) -> io::Result<()> {
        let mut line = Cow::Borrowed(line);
        if self.ascii {
            line.to_mut().spans.iter_mut().for_each(|span| span.text = ascii(&span.text).into_owned());
        }
        for row in wrap(&line, self.width.unwrap_or(u16::MAX)) {
            write!(self.data, "{:width$}", "", width = row.indent.into())?;
            for (at, range) in row.pieces {
                let span = &line.spans[at];
                self.write(span.role, &span.text[range])?;
            }
            self.end()?;
        }
        Ok(())
    }

    /// Writes a value as JSON over several lines.
    ///
    /// # Errors
    /// When writing fails.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        writeln!(self.data, "{}", to_json(value, JsonLayout::Lines)?)
    }

    /// Writes a value as JSON on one line.
    ///
    /// # Errors
    /// When writing fails.
    pub fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        writeln!(self.data, "{}", to_json(value, JsonLayout::Line)?)
    }

    /// Writes a line of fields parted by tabs.
    ///
    /// # Errors
    /// When writing fails.
    pub fn record(&mut self, fields: &[&str]) -> io::Result<()> {
        let fields: Vec<_> = fields.iter().map(|field| clean(field)).collect();
        writeln!(self.data, "{}", fields.join("\t"))
    }
}

/// The looks of lookups. The ink is the terminal's own: of its colours none is legible on a dark background and on a
/// light one, and nobody knows which it has.
fn style(role: Role) -> Style {
    match role {
        Role::Plain | Role::Good => Style::new(),
        Role::Title | Role::Heading | Role::Amount => Style::new().bold(),
        Role::Label | Role::Dim => Style::new().dimmed(),
        Role::Quote => Style::new().italic(),
        Role::Alert => Style::new().bold().underline(),
    }
}

/// The columns and rows of the terminal that standard output is, if it is one; 80 and 24 where it does not say.
pub fn stdout() -> Option<(u16, u16)> {
    use std::io::IsTerminal;
    io::stdout().is_terminal().then(|| window().unwrap_or((80, 24)))
}

/// The columns and rows of the terminal that standard output is, which need not be the one that controls the process;
/// nothing where it does not say, as serial lines do not. crossterm would ask the other one, or run `tput`.
pub fn window() -> Option<(u16, u16)> {
    #[cfg(unix)]
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok().map(|size| (size.ws_col, size.ws_row));
    #[cfg(not(unix))]
    let size = crossterm::terminal::size().ok();
    size.filter(|&(width, height)| width > 0 && height > 0)
}
