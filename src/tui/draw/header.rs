//! The header: the base, or tabs where one pane is shown; how large it is, and whether it can be trusted.

use super::super::app::App;
use super::super::layout::{Areas, Arrangement, PANES, View};
use super::super::widget::cut;
use super::SetAt;
use crate::diagnostic::{Severity, count};
use crate::sheet::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// The title to the left; to the right the lists by their keys, how large the base is, and whether it can be trusted, as
/// far as there is room. Where one pane is shown, tabs instead.
pub(super) fn draw(app: &App, areas: &Areas, buf: &mut Buffer) {
    let (theme, area) = (&app.setup.theme, areas.header);
    let base = &app.open.base;
    let width = usize::from(area.width);
    let tabs = areas.arrangement == Arrangement::Narrow || app.view.zoomed;
    let alert = app.open.problems.iter().any(|(d, _)| d.rule.severity != Severity::Info);
    // Tabs come before figures.
    let trust = Some(trust(app)).filter(|trust| !tabs || width >= 38 + trust.width()).unwrap_or_default();
    let title = base.title.as_ref().map_or(app.setup.name.as_str(), |title| title.get(&app.setup.lang));
    let mut right = vec![(trust, theme.role(if alert { Role::Alert } else { Role::Good }))];
    let width_of = |right: &[(String, Style)]| right.iter().map(|(words, _)| words.width()).sum::<usize>();
    if !tabs {
        let left = title.width() + 12;
        let lists = lists(app);
        let lists_width = lists.iter().map(|(words, _)| words.width()).sum::<usize>();
        let counts = format!("{}  {}  ", count(base.sources.len(), "source"), count(base.claims.len(), "claim"));
        if left + width_of(&right) + lists_width + counts.width() < width {
            right.insert(0, (counts, theme.role(Role::Dim)));
        }
        if left + width_of(&right) + lists_width < width {
            right.splice(0..0, lists);
        }
    }
    let room = width.saturating_sub(width_of(&right) + 3);
    if tabs {
        tabs_of(app, area, room, buf);
    } else {
        let x = buf.set_stringn(area.x + 1, area.y, "Dossier ", room, theme.key()).0;
        let room = room.saturating_sub((x - area.x).into());
        buf.set_stringn(x, area.y, cut(&format!("· {title}"), room), room, theme.role(Role::Plain));
    }
    let mut x = area.right().saturating_sub(u16::try_from(width_of(&right) + 1).unwrap_or(u16::MAX));
    for (words, style) in right {
        x = buf.set_string_at(x, area.y, &words, style);
    }
}

/// The lists that can stand to the left, by their keys, the one that does in the accent.
fn lists(app: &App) -> Vec<(String, Style)> {
    let lists = (0..PANES).filter(|&pane| View::is_list(pane));
    lists
        .map(|pane| {
            (format!("{} {}  ", pane + 1, plain_title(app, pane)), app.setup.theme.title(pane == app.view.list))
        })
        .collect()
}

/// The name of a pane without what it is filtered by.
fn plain_title(app: &App, pane: usize) -> String {
    app.panes[pane].title().split([':', ',']).next().unwrap_or_default().to_owned()
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

/// The names of the panes, that of the one with the focus in the accent. Where there is no room for all of them, those
/// beside each other; where there is none for these, the one that is shown.
fn tabs_of(app: &App, area: Rect, room: usize, buf: &mut Buffer) {
    let names = |panes: &[usize]| -> Vec<(usize, String)> {
        panes.iter().map(|&pane| (pane, format!("{} {}  ", pane + 1, plain_title(app, pane)))).collect()
    };
    let fits = |names: &[(usize, String)]| names.iter().map(|(_, name)| name.width()).sum::<usize>() <= room;
    let all: Vec<usize> = (0..PANES).collect();
    let candidates = [names(&all), names(&app.view.shown()), names(&[app.view.focus])];
    let shown = candidates.iter().find(|names| fits(names)).unwrap_or(&candidates[2]);
    let mut x = area.x + 1;
    for (pane, name) in shown {
        let style = app.setup.theme.title(*pane == app.view.focus);
        x = buf.set_stringn(x, area.y, name, room.saturating_sub((x - area.x).into()), style).0;
    }
}

/// The last keys with the names of what they did, for those who watch.
pub(super) fn draw_keys(app: &App, areas: &Areas, buf: &mut Buffer) {
    if !app.setup.show_keys || app.pressed.is_empty() {
        return;
    }
    let style = app.setup.theme.pressed();
    let keys: Vec<_> = app.pressed.iter().map(|(key, name)| format!(" {key} {name} ")).collect();
    let keys = keys.join("·");
    let width = u16::try_from(keys.width()).unwrap_or(u16::MAX).min(areas.body.width);
    let x = areas.body.right().saturating_sub(width);
    buf.set_string_at(x, areas.body.bottom().saturating_sub(1), &keys, style);
}
