//! From state to cells: pure, and nothing changes by it.

use super::action::Command;
use super::app::App;
use super::layout::{Areas, Arrangement};
use super::pane::Pane;
use super::widget::{Prompt, cut};
use crate::diagnostic::count;
use crate::sheet::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// Draws the explorer; where the cursor stands, if it is shown.
pub fn draw(app: &App, buf: &mut Buffer) -> Option<Position> {
    let areas = app.areas();
    buf.set_style(buf.area, app.setup.theme.role(Role::Plain));
    if areas.arrangement == Arrangement::TooSmall {
        too_small(app, buf);
        return None;
    }
    header(app, &areas, buf);
    for (at, pane) in app.panes.iter().enumerate() {
        if !areas.panes[at].is_empty() {
            draw_pane(app, at, pane.as_ref(), areas.panes[at], buf);
        }
    }
    let cursor = overlay(app, areas.body, buf);
    if let Some((pane, prompt)) = &app.filtering {
        return Some(filter_bar(app, *pane, prompt, areas.footer, buf));
    }
    footer(app, areas.footer, buf);
    cursor
}

fn too_small(app: &App, buf: &mut Buffer) {
    let area = buf.area;
    let style = app.setup.theme.role(Role::Plain);
    for (y, words) in (area.top()..area.bottom()).zip(["Make the", "window", "larger."]) {
        buf.set_stringn(area.x, y, words, area.width.into(), style);
    }
}

fn draw_pane(app: &App, at: usize, pane: &dyn Pane, area: Rect, buf: &mut Buffer) {
    let cx = app.context(at);
    let title = format!(" {} {} ", at + 1, pane.title());
    let position = pane.position();
    let mut block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(cx.theme.border(cx.focused))
        .title_top(ratatui::text::Line::styled(title, cx.theme.title(cx.focused)));
    if !position.is_empty() {
        let position = ratatui::text::Line::styled(format!(" {position} "), cx.theme.title(cx.focused));
        block = block.title_bottom(position.right_aligned());
    }
    block.render(area, buf);
    let margin = Margin::new(if at == super::app::TIMELINE { 1 } else { 2 }, 1);
    pane.render(&cx, area.inner(margin), buf);
}

fn overlay(app: &App, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let overlay = app.overlays.last()?;
    let cx = app.context(usize::MAX);
    Clear.render(area, buf);
    buf.set_style(area, cx.theme.role(Role::Plain));
    Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(cx.theme.border(true))
        .title_top(ratatui::text::Line::styled(format!(" {} ", overlay.title()), cx.theme.title(true)))
        .render(area, buf);
    overlay.render(&cx, area.inner(Margin::new(2, 1)), buf)
}

/// The title to the left; to the right how large the base is and whether it can be trusted. In a narrow window, tabs.
fn header(app: &App, areas: &Areas, buf: &mut Buffer) {
    let (theme, area) = (&app.setup.theme, areas.header);
    let base = &app.open.base;
    let tabs = areas.arrangement == Arrangement::Narrow || app.zoomed;
    let trust = trust(app);
    let alert = app.open.problems.iter().any(|(d, _)| d.rule.severity != crate::diagnostic::Severity::Info);
    let trust_style = theme.role(if alert { Role::Alert } else { Role::Good });
    let counts = format!("{}  {}  ", count(base.sources.len(), "source"), count(base.claims.len(), "claim"));
    let wide = area.width >= 100;
    // Tabs come before figures.
    let crowded = tabs && usize::from(area.width) < 38 + trust.width();
    let trust = if crowded { String::new() } else { trust };
    let right = trust.width() + if wide { counts.width() } else { 0 };
    let room = usize::from(area.width).saturating_sub(right + 3);
    let title = base.title.as_ref().map_or(app.setup.name.as_str(), |title| title.get(&app.setup.lang));
    if tabs {
        let mut x = area.x + 1;
        // Where there is no room for all of them, the one that is shown.
        let all = area.width >= 36;
        for (at, pane) in app.panes.iter().enumerate().filter(|&(at, _)| all || at == app.focus) {
            let style = theme.title(at == app.focus);
            let text = format!("{} {}  ", at + 1, pane.title());
            x = buf.set_stringn(x, area.y, &text, room.saturating_sub((x - area.x).into()), style).0;
        }
    } else {
        let x = buf.set_stringn(area.x + 1, area.y, "Dossier ", room, theme.key()).0;
        let room = room.saturating_sub((x - area.x).into());
        buf.set_stringn(x, area.y, cut(&format!("· {title}"), room), room, theme.role(Role::Plain));
    }
    let right = u16::try_from(right + 1).unwrap_or(0);
    if area.width > right {
        let mut x = area.right() - right;
        if wide {
            x = buf.set_string_at(x, area.y, &counts, theme.role(Role::Dim));
        }
        buf.set_string_at(x, area.y, &trust, trust_style);
    }
}

/// How far the base can be trusted, at a glance.
fn trust(app: &App) -> String {
    let trusted = app.open.trusted;
    let quotes = if trusted.all == 0 {
        "no quote".to_owned()
    } else if trusted.good == trusted.all {
        format!("✓ {}", count(trusted.all, "quote"))
    } else {
        format!("{} of {} quotes found", trusted.good, trusted.all)
    };
    match app.open.problems.len() {
        0 => quotes,
        n => format!("{quotes}  ! {}", count(n, "problem")),
    }
}

/// The way here to the left, or a remark; to the right the keys that help now.
fn footer(app: &App, area: Rect, buf: &mut Buffer) {
    let theme = &app.setup.theme;
    let mut hints = hints(app);
    let width_of = |hints: &[(&str, &str)]| hints.iter().map(|(k, w)| k.width() + w.width() + 4).sum::<usize>();
    while width_of(&hints) + 14 > area.width.into() && hints.len() > 1 {
        // The first and the last are the ones to keep.
        hints.remove(hints.len().saturating_sub(2));
    }
    let hints_width = width_of(&hints);
    let room = usize::from(area.width).saturating_sub(hints_width + 2);
    let (left, style) = match (&app.toast, app.count) {
        (Some(toast), _) => (toast.clone(), theme.role(Role::Alert)),
        (None, Some(count)) => (count.to_string(), theme.key()),
        (None, None) => (trail(app, room), theme.role(Role::Dim)),
    };
    buf.set_stringn(area.x + 1, area.y, cut(&left, room), room, style);
    let mut x = area.right().saturating_sub(u16::try_from(hints_width).unwrap_or(0));
    for (key, what) in hints {
        x = buf.set_string_at(x, area.y, key, theme.key());
        x = buf.set_string_at(x, area.y, &format!(" {what}   "), theme.role(Role::Dim));
    }
}

/// The filter that is being typed, in the place of the footer; where the cursor stands.
fn filter_bar(app: &App, pane: usize, prompt: &Prompt, area: Rect, buf: &mut Buffer) -> Position {
    let theme = &app.setup.theme;
    let what = ["timeline", "detail", "sources"].get(pane).copied().unwrap_or_default();
    let start = buf.set_string_at(area.x + 1, area.y, &format!("Filter the {what} › "), theme.key());
    buf.set_string_at(start, area.y, prompt.text(), theme.role(Role::Plain));
    let hint = "Enter keep   Esc show all ";
    let x = area.right().saturating_sub(u16::try_from(hint.width()).unwrap_or(0));
    if usize::from(start) + prompt.text().width() < x.into() {
        buf.set_string_at(x, area.y, hint, theme.role(Role::Dim));
    }
    let column = start.saturating_add(u16::try_from(prompt.column()).unwrap_or(u16::MAX));
    Position::new(column.min(area.right().saturating_sub(1)), area.y)
}

/// The names of the places on the way here, the last ones if there is no room for all.
fn trail(app: &App, room: usize) -> String {
    let base = &app.open.base;
    let name = |item| cut(&base.title(item, &app.setup.lang), 48);
    let names: Vec<_> = app.history.trail().iter().map(|visit| name(visit.item)).collect();
    let mut from = 0;
    while from + 1 < names.len() && names[from..].join(" › ").width() > room {
        from += 1;
    }
    names[from..].join(" › ")
}

/// The most useful keys now.
fn hints(app: &App) -> Vec<(&'static str, &'static str)> {
    if let Some(overlay) = app.overlays.last() {
        return overlay.hint();
    }
    let follow = if app.focus == super::app::TIMELINE { "look into" } else { "follow" };
    let mut hints = vec![(Command::Drill.key(), follow)];
    if app.focus != super::app::TIMELINE || app.history.trail().len() > 1 {
        hints.push((Command::Back.key(), "back"));
    }
    if app.focus != super::app::SOURCES {
        hints.push(("s", "who says so"));
    }
    hints.extend([(Command::Search.key(), "search"), (Command::Help.key(), "help")]);
    hints
}

/// Writing at a place, as far as the buffer goes.
trait SetAt {
    fn set_string_at(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16;
}

impl SetAt for Buffer {
    fn set_string_at(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let room = self.area.right().saturating_sub(x).into();
        self.set_stringn(x, y, text, room, style).0
    }
}
