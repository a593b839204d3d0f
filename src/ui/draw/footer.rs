//! The footer: the trail or a message on the left, key hints on the right; or the line edit.

use super::BufferExt;
use crate::present::TextRole;
use crate::text::truncate_columns;
use crate::ui::app::{App, LineEdit, LineEditKind, PendingMark, initial_item};
use crate::ui::command::{AppCommand, Command, PaneCommand};
use crate::ui::layout::PaneId;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

/// Draws the footer. Returns the position of the cursor if a line is being edited.
pub(super) fn draw(app: &App, area: Rect, buf: &mut Buffer) -> Option<Position> {
    if let Some(typing) = &app.line_edit {
        return Some(draw_line_edit(app, typing, area, buf));
    }
    let theme = &app.options.theme;
    let mut hints = if app.options.show_hints { hints(app) } else { Vec::new() };
    let width_of = |hints: &[(String, &str)]| hints.iter().map(|(k, w)| k.width() + w.width() + 4).sum::<usize>();
    // A message is shown in full before any hints.
    let wanted = app.toast.as_ref().map_or(14, |toast| toast.width() + 2);
    while width_of(&hints) + wanted > area.width.into() && hints.len() > 1 {
        // Drop hints from the middle; the first and the last are the most useful.
        hints.remove(hints.len().saturating_sub(2));
    }
    if width_of(&hints) + wanted > area.width.into() && app.toast.is_some() {
        hints.clear();
    }
    let hints_width = width_of(&hints);
    let room = usize::from(area.width).saturating_sub(hints_width + 2);
    let (left, style) = match (&app.toast, app.pending_mark) {
        (Some(toast), _) => (toast.clone(), theme.role(TextRole::Title)),
        (None, Some(PendingMark::Set)) => ("Set a mark: press a letter".to_owned(), theme.key()),
        (None, Some(PendingMark::Jump)) => ("Go to a mark: press a letter".to_owned(), theme.key()),
        (None, None) => (breadcrumb(app, room), theme.role(TextRole::Dim)),
    };
    buf.set_stringn(area.x + 1, area.y, truncate_columns(&left, room), room, style);
    let mut x = area.right().saturating_sub(u16::try_from(hints_width).unwrap_or(0));
    for (key, what) in hints {
        x = buf.set_string_clipped(x, area.y, &key, theme.key());
        x = buf.set_string_clipped(x, area.y, &format!(" {what}   "), theme.role(TextRole::Dim));
    }
    None
}

/// Draws the line edit. Returns the position of the cursor.
fn draw_line_edit(app: &App, typing: &LineEdit, area: Rect, buf: &mut Buffer) -> Position {
    let theme = &app.options.theme;
    let (what, hint) = match typing.purpose {
        LineEditKind::Filter(pane) => {
            let name = app.panes.get(pane).name().to_lowercase();
            (format!("Filter the {name} › "), "Enter apply   Esc clear ")
        }
        LineEditKind::Date => ("Go to a date › ".to_owned(), "2025, 2025-01, dec 2024   Esc cancel "),
    };
    let start = buf.set_string_clipped(area.x + 1, area.y, &what, theme.key());
    let (text, column) = typing.prompt.visible(area.right().saturating_sub(start).into());
    buf.set_string_clipped(start, area.y, &text, theme.role(TextRole::Plain));
    let (hint, role) = match &app.search.input_error {
        Some(error) => (format!("{error} "), TextRole::Alert),
        None => (hint.to_owned(), TextRole::Dim),
    };
    let end = usize::from(start) + typing.prompt.text().width() + 2;
    let hint = truncate_columns(&hint, usize::from(area.right()).saturating_sub(end));
    let x = area.right().saturating_sub(u16::try_from(hint.width()).unwrap_or(0));
    buf.set_string_clipped(x, area.y, &hint, theme.role(role));
    let column = start.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
    Position::new(column.min(area.right().saturating_sub(1)), area.y)
}

/// The titles on the trail, joined; the first ones are dropped if they do not fit.
fn breadcrumb(app: &App, room: usize) -> String {
    let base = &app.snapshot.base;
    let name = |item| truncate_columns(&base.title(item, &app.options.lang), 48);
    let names: Vec<_> = app.history.trail().iter().map(|visit| name(visit.item)).collect();
    let mut from = 0;
    while from + 1 < names.len() && names[from..].join(" › ").width() > room {
        from += 1;
    }
    names[from..].join(" › ")
}

/// The most useful keys in the current state: at most five, or those of the top overlay.
fn hints(app: &App) -> Vec<(String, &'static str)> {
    if let Some(overlay) = app.overlays.last() {
        return overlay.key_hints().into_iter().map(|(key, what)| (key.to_owned(), what)).collect();
    }
    let hint = |command, what| (app.options.keymap.key(command), what);
    let focus = app.view.focus;
    let mut hints = match app.story {
        Some(story) if !story.paused => {
            vec![
                hint(Command::App(AppCommand::FocusRight), "next"),
                hint(Command::App(AppCommand::FocusLeft), "previous"),
                hint(Command::App(AppCommand::FocusNext), "steps"),
                hint(Command::App(AppCommand::Close), "exit"),
            ]
        }
        Some(_) => vec![
            hint(Command::App(AppCommand::Story), "back to the story"),
            hint(Command::Pane(PaneCommand::Follow), "follow"),
            hint(Command::App(AppCommand::Search), "search"),
        ],
        None if focus == PaneId::Problems => {
            vec![hint(Command::Pane(PaneCommand::Follow), "to the item"), hint(Command::App(AppCommand::Edit), "edit")]
        }
        None if focus == PaneId::Sources => {
            vec![
                hint(Command::Pane(PaneCommand::Follow), "follow"),
                hint(Command::App(AppCommand::Back), "back"),
                hint(Command::App(AppCommand::Copy), "cite"),
            ]
        }
        None if focus == PaneId::Detail => {
            vec![
                hint(Command::Pane(PaneCommand::Follow), "follow"),
                hint(Command::App(AppCommand::Back), "back"),
                hint(Command::App(AppCommand::Search), "search"),
            ]
        }
        None => {
            // A new user sees the story first.
            let is_first = !app.snapshot.base.stories.is_empty() && app.selected() == initial_item(&app.snapshot.base);
            let second = match focus {
                PaneId::Timeline if is_first => hint(Command::App(AppCommand::Story), "play the story"),
                PaneId::Timeline => hint(Command::App(AppCommand::FocusSources), "who says so"),
                _ => hint(Command::App(AppCommand::Back), "back"),
            };
            vec![
                hint(Command::Pane(PaneCommand::Follow), "open"),
                second,
                hint(Command::App(AppCommand::Search), "search"),
            ]
        }
    };
    hints.push(hint(Command::App(AppCommand::Help), "help"));
    // Skip actions without a key.
    hints.retain(|(key, _)| !key.is_empty());
    hints
}
