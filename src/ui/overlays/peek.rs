//! A preview of an item.

use super::Overlay;
use crate::model::{FactBase, Item, Lang};
use crate::present::{detail, sources};
use crate::ui::action::Action;
use crate::ui::command::{AppCommand, Command, PaneCommand};
use crate::ui::context::Context;
use crate::ui::widgets::RichTextView;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Flex, Layout, Position, Rect, Size};

/// An overlay that shows the detail of an item and, for a claim or an event, its sources.
pub(crate) struct Peek {
    item: Item,
    title: String,
    reader: RichTextView,
}

impl Peek {
    /// Creates the preview of an item.
    pub(crate) fn new(base: &FactBase, item: Item, lang: &Lang) -> Self {
        let mut rich_text = detail(base, item, lang);
        // The sources of a claim or event are part of the preview.
        if matches!(item, Item::Claim(_) | Item::Event(_)) {
            rich_text.lines.push(crate::present::RichLine::default());
            rich_text.lines.extend(sources(base, item, lang).lines);
        }
        let mut reader = RichTextView::default();
        reader.set_text(rich_text);
        Self { item, title: base.address(item).to_string(), reader }
    }
}

impl Overlay for Peek {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn area(&self, body: Rect) -> Rect {
        let [middle] = body.layout(&Layout::horizontal([Constraint::Max(84)]).flex(Flex::Center));
        let [place] = middle.layout(&Layout::vertical([Constraint::Percentage(80)]).flex(Flex::Center));
        place
    }

    fn resize(&mut self, size: Size) {
        self.reader.resize(size);
    }

    fn on_command(&mut self, command: Command) -> Option<Action> {
        match command {
            Command::Pane(PaneCommand::Follow) => Some(Action::Visit(self.item)),
            Command::App(AppCommand::Back | AppCommand::Close | AppCommand::Peek) => Some(Action::Close),
            Command::Motion(motion) => {
                self.reader.scroll_by(motion);
                None
            }
            Command::App(_) | Command::Pane(_) => None,
        }
    }

    fn key_hints(&self) -> Vec<(&'static str, &'static str)> {
        vec![("Enter", "go there"), ("j k", "scroll"), ("Esc", "close")]
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.reader.render(cx, area, buf);
        None
    }
}
