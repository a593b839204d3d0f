//! The source viewer: an overlay that shows a source text at a quote.

use super::Overlay;
use crate::model::{TextPosition, TextSpan, sanitize};
use crate::present::{RichLine, TextRole, TextTarget, WrappedRow, wrap};
use crate::ui::action::Action;
use crate::ui::command::{AppCommand, Command, PaneCommand};
use crate::ui::context::Context;
use crate::ui::widgets::Viewport;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

/// A source text with one quote highlighted.
pub(crate) struct SourceViewer {
    title: String,
    lines: Vec<RichLine>,
    quote_span: Option<TextSpan>,
    rows: Vec<(usize, WrappedRow)>,
    view: Viewport,
    width: u16,
}

impl SourceViewer {
    /// Creates a viewer that opens at a quote.
    pub(crate) fn new(name: String, text: &str, quote: TextTarget) -> Self {
        let (title, mark) = match quote {
            TextTarget::WholeText => (name, None),
            TextTarget::Quote(span) => (format!("{name} · line {}", span.start.line), Some(span)),
            TextTarget::QuoteNotFound => (format!("{name} · quote not found in this text"), None),
        };
        let lines = text.lines().enumerate();
        let lines = lines.map(|(at, words)| {
            let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            highlight_line(&sanitize(words), number, mark)
        });
        Self { title, lines: lines.collect(), quote_span: mark, rows: Vec::new(), view: Viewport::default(), width: 0 }
    }

    fn rewrap(&mut self) {
        let broken = self.lines.iter().enumerate();
        self.rows =
            broken.flat_map(|(at, line)| wrap(line, self.width).into_iter().map(move |row| (at, row))).collect();
        if let Some(mark) = self.quote_span {
            let line = (mark.start.line as usize).saturating_sub(1);
            let marked = |(at, row): &(usize, WrappedRow)| {
                *at == line && row.pieces.iter().any(|(span, _)| self.lines[line].spans[*span].role == TextRole::Good)
            };
            if let Some(row) = self.rows.iter().position(marked) {
                self.view.top = row.saturating_sub(self.view.height / 3);
            }
        }
        self.view.clamp(self.rows.len());
    }
}

/// Turns a line of the text into spans; the part inside the quote is a span of its own.
fn highlight_line(words: &str, number: u32, mark: Option<TextSpan>) -> RichLine {
    let line = RichLine::default();
    let byte = |position: TextPosition, open: usize| match position.line.cmp(&number) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Greater => open,
        std::cmp::Ordering::Equal => {
            let column = (position.column as usize).saturating_sub(1);
            words.char_indices().nth(column).map_or(words.len(), |(at, _)| at)
        }
    };
    let Some(mark) = mark.filter(|mark| (mark.start.line..=mark.end.line).contains(&number)) else {
        return line.plain(words);
    };
    let (start, end) = (byte(mark.start, words.len()), byte(mark.end, words.len()));
    let end = end.max(start);
    line.plain(&words[..start]).with(TextRole::Good, &words[start..end]).plain(&words[end..])
}

impl Overlay for SourceViewer {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn resize(&mut self, size: Size) {
        self.view.height = size.height.into();
        if self.width != size.width {
            self.width = size.width;
            self.rewrap();
        }
        self.view.clamp(self.rows.len());
    }

    fn on_command(&mut self, command: Command) -> Option<Action> {
        match command {
            Command::Motion(motion) => self.view.scroll(self.view.rows_of(motion), self.rows.len()),
            Command::App(AppCommand::Back | AppCommand::Close) | Command::Pane(PaneCommand::Follow) => {
                return Some(Action::Close);
            }
            Command::App(_) | Command::Pane(_) => {}
        }
        None
    }

    fn key_hints(&self) -> Vec<(&'static str, &'static str)> {
        vec![("j k", "scroll"), ("Esc", "back")]
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        for (y, (line, row)) in (area.top()..area.bottom()).zip(self.rows.iter().skip(self.view.top)) {
            let mut x = area.x;
            for (span, range) in &row.pieces {
                let span = &self.lines[*line].spans[*span];
                let marked = span.role == TextRole::Good;
                let style = if marked { cx.theme.selection(true) } else { cx.theme.role(TextRole::Plain) };
                let room = area.right().saturating_sub(x).into();
                x = buf.set_stringn(x, y, &span.text[range.clone()], room, style).0;
            }
        }
        None
    }
}
