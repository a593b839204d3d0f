//! Draws the state into cells. Drawing never changes the state.

mod footer;
mod header;
mod story;

use super::app::App;
use super::ascii::to_ascii;
use super::layout::Arrangement;
use super::layout::PaneId;
use crate::present::TextRole;
use crate::text::truncate_columns;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Margin, Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// Draws the explorer. Returns the position of the cursor, if it is shown.
pub fn draw(app: &App, buf: &mut Buffer) -> Option<Position> {
    let cursor = draw_all(app, buf);
    buf.content.iter_mut().for_each(cap_cell_bytes);
    if app.options.ascii {
        to_ascii(buf);
    }
    cursor
}

/// Maximum size of a cell's symbol, in bytes. A family of four with its joiners takes about thirty.
const MAX_CELL_BYTES: usize = 48;

/// Replaces a symbol with very many combining marks by a placeholder of the same width: no terminal shows them, and
/// every frame would send them.
fn cap_cell_bytes(cell: &mut Cell) {
    if cell.symbol().len() > MAX_CELL_BYTES {
        cell.set_symbol(if cell.symbol().width() > 1 { "〓" } else { "\u{fffd}" });
    }
}

fn draw_all(app: &App, buf: &mut Buffer) -> Option<Position> {
    let areas = app.areas();
    let theme = &app.options.theme;
    buf.set_style(buf.area, theme.base());
    if areas.arrangement == Arrangement::TooSmall {
        too_small(app, buf);
        return None;
    }
    header::draw(app, &areas, buf);
    if let Some(banner) = &app.banner {
        let room = usize::from(areas.banner.width);
        buf.set_style(areas.banner, theme.banner());
        // If there is room for both, the command that explains the error is shown in full.
        let command = format!(" {} ", banner.list_command);
        let command = Some(command).filter(|command| command.width() * 2 <= room).unwrap_or_default();
        let left = room - command.width();
        let why = truncate_columns(&format!(" ! Reload failed: {}", banner.first_error), left);
        buf.set_stringn(areas.banner.x, areas.banner.y, why, left, theme.banner());
        let x = areas.banner.x + u16::try_from(left).unwrap_or(0);
        buf.set_stringn(x, areas.banner.y, command, room - left, theme.banner());
    }
    for (pane, area) in areas.panes.iter().filter(|(_, area)| !area.is_empty()) {
        draw_pane(app, pane, area, buf);
    }
    story::draw(app, areas.caption, buf);
    let cursor = overlay(app, areas.body, buf);
    header::draw_keys(app, &areas, buf);
    footer::draw(app, areas.footer, buf).or(cursor)
}

fn too_small(app: &App, buf: &mut Buffer) {
    let area = buf.area;
    let style = app.options.theme.role(TextRole::Plain);
    for (y, words) in (area.top()..area.bottom()).zip(["Window too", "small: at", "least 20 × 6"]) {
        buf.set_stringn(area.x, y, words, area.width.into(), style);
    }
}

fn draw_pane(app: &App, id: PaneId, area: Rect, buf: &mut Buffer) {
    let (pane, cx) = (app.panes.get(id), app.context(Some(id)));
    let style = cx.theme.title(cx.focused);
    let title = pad_title(format!("{} {}", app.pane_key(id), pane.title()), style);
    let position = pane.position();
    let mut block =
        Block::bordered().border_type(BorderType::Rounded).border_style(cx.theme.border(cx.focused)).title_top(title);
    if !position.is_empty() {
        block = block.title_bottom(pad_title(position, style).right_aligned());
    }
    block.render(area, buf);
    pane.render(&cx, app.pane_content_area(id, area), buf);
}

/// A title within a border. The blanks around it keep the style of the border, so that they are not underlined.
fn pad_title(words: String, style: Style) -> Line<'static> {
    Line::from(vec![Span::raw(" "), Span::styled(words, style), Span::raw(" ")])
}

fn overlay(app: &App, body: Rect, buf: &mut Buffer) -> Option<Position> {
    let overlay = app.overlays.last()?;
    let area = overlay.area(body);
    let cx = app.context(None);
    Clear.render(area, buf);
    buf.set_style(area, cx.theme.base());
    Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(cx.theme.border(true))
        .title_top(pad_title(overlay.title(), cx.theme.title(true)))
        .render(area, buf);
    overlay.render(&cx, area.inner(Margin::new(2, 1)), buf)
}

/// Writes text clipped to the buffer.
trait BufferExt {
    fn set_string_clipped(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16;
}

impl BufferExt for Buffer {
    fn set_string_clipped(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let room = self.area.right().saturating_sub(x).into();
        self.set_stringn(x, y, text, room, style).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_cells_with_endless_combining_marks() {
        for (symbol, shown) in [
            ("a\u{301}", "a\u{301}".to_owned()),
            ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦".to_owned()),
            (&format!("a{}", "\u{301}".repeat(1_000)), "\u{fffd}".to_owned()),
            (&format!("👨{}", "\u{200d}👩".repeat(1_000)), "〓".to_owned()),
        ] {
            let mut cell = Cell::default();
            cell.set_symbol(symbol);
            cap_cell_bytes(&mut cell);
            assert_eq!(cell.symbol(), shown);
        }
    }
}
