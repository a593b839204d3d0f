//! A sheet over the panes: the help, the problems.

use super::super::action::{Action, COMMANDS, Command, Group};
use super::super::pane::Context;
use super::super::widget::Reader;
use super::Overlay;
use crate::diagnostic::{Diagnostic, Severity, count};
use crate::sheet::{Line, Role, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

/// A sheet with a title.
pub struct Listing {
    title: String,
    reader: Reader,
}

impl Listing {
    /// The help: every command by group, with its keys.
    pub fn help() -> Self {
        let mut sheet = Sheet::default();
        for group in [Group::Move, Group::Panes, Group::Follow, Group::Find, Group::Program] {
            sheet.heading(group.title());
            for declared in COMMANDS.iter().filter(|declared| declared.group == group) {
                let keys = declared.keys.join("  ");
                sheet.push(Line::new().with(Role::Amount, format!("  {keys:<22} ")).plain(declared.help).hanging(25));
            }
        }
        sheet.heading("Marks");
        for (mark, meaning) in [
            ("◆ ● ○", "a milestone; what happened; what is planned, forecast or doubted"),
            ("✓ ! ✗ ≈ ?", "a quote is found; changed; missing; ambiguous; not verifiable"),
            ("~Jan  Jan?", "about January; perhaps January"),
            ("…2028  2025…  1990s", "by; from; some time in"),
            ("├  ┊", "the first of its month; an interval with an open end"),
            ("dim", "an aside, or planned, forecast or doubted"),
            ("verified, locked", "found in the text just now; recorded as found earlier"),
            ("≥ ≤ ~", "at least; at most; about"),
        ] {
            sheet.push(Line::new().with(Role::Amount, format!("  {mark:<22} ")).plain(meaning).hanging(25));
        }
        Self::new("Help".to_owned(), sheet)
    }

    /// The problems of a base.
    pub fn problems(problems: &[(Diagnostic, String)]) -> Self {
        let mut sheet = Sheet::default();
        for (diagnostic, line) in problems {
            let role = if diagnostic.rule.severity == Severity::Info { Role::Dim } else { Role::Alert };
            sheet.push(Line::new().with(role, line.as_str()).hanging(2));
            sheet.gap();
        }
        if problems.is_empty() {
            sheet.push(Line::new().plain("No problem: everything in the base is resolved and nothing is left out."));
            sheet.push(Line::new().with(Role::Dim, "`dossier check --texts DIR` compares every quote with its text."));
        }
        Self::new(count(problems.len(), "problem"), sheet)
    }

    fn new(title: String, sheet: Sheet) -> Self {
        let mut reader = Reader::default();
        reader.open(sheet);
        Self { title, reader }
    }
}

impl Overlay for Listing {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn resize(&mut self, size: Size) {
        self.reader.resize(size);
    }

    fn on(&mut self, command: Command, count: u16) -> Option<Action> {
        let (count, half) = (isize::try_from(count).unwrap_or(1), self.reader.half());
        match command {
            Command::Down => self.reader.scroll(count),
            Command::Up => self.reader.scroll(-count),
            Command::HalfDown => self.reader.scroll(half),
            Command::HalfUp => self.reader.scroll(-half),
            Command::PageDown => self.reader.scroll(2 * half),
            Command::PageUp => self.reader.scroll(-2 * half),
            Command::Top => self.reader.leap(false),
            Command::Bottom => self.reader.leap(true),
            Command::Back | Command::Close | Command::Drill | Command::Help | Command::Problems => {
                return Some(Action::Close);
            }
            _ => {}
        }
        None
    }

    fn hint(&self) -> Vec<(&'static str, &'static str)> {
        vec![("j k", "scroll"), ("Esc", "close")]
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.reader.render(cx.theme, true, area, buf);
        None
    }
}
