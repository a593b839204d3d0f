//! The header: the title, or tabs if only one pane is shown; the lists, the size of the base and how many quotes were
//! found.

use super::BufferExt;
use crate::diagnostics::Severity;
use crate::present::TextRole;
use crate::text::count_noun;
use crate::text::truncate_columns;
use crate::ui::app::App;
use crate::ui::layout::{Areas, Arrangement, PaneId};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// Draws the header: the title on the left; on the right the lists with their keys, the size of the base, and how
/// many quotes were found, as far as they fit. If only one pane is shown, tabs replace the title.
pub(super) fn draw(app: &App, areas: &Areas, buf: &mut Buffer) {
    let (theme, area) = (&app.options.theme, areas.header);
    let base = &app.snapshot.base;
    let width = usize::from(area.width);
    let tabs = areas.arrangement == Arrangement::Narrow || app.view.zoomed;
    let alert = app.snapshot.problems.iter().any(|(d, _)| d.rule.severity != Severity::Info);
    // Tabs take precedence over the figures.
    let trust = Some(quote_summary(app, tabs)).filter(|trust| !tabs || width >= 38 + trust.width()).unwrap_or_default();
    let title = base.title.as_ref().map_or(app.options.base_name.as_str(), |title| title.get(&app.options.lang));
    let trust = (trust, theme.role(if alert { TextRole::Alert } else { TextRole::Good }));
    let width_of = |right: &[(String, Style)]| right.iter().map(|(words, _)| words.width()).sum::<usize>();
    let counts = format!("{}  {}  ", count_noun(base.sources.len(), "source"), count_noun(base.claims.len(), "claim"));
    let counts = (counts, theme.role(TextRole::Dim));
    // Candidates for the right side; the first that fits is drawn: full or short list names, with or without counts.
    let short = (format!("{}/{} ", app.snapshot.quote_stats.confirmed, app.snapshot.quote_stats.total), trust.1);
    let candidates = [
        [list_labels(app, usize::MAX), vec![counts, trust.clone()]].concat(),
        [list_labels(app, usize::MAX), vec![trust.clone()]].concat(),
        [list_labels(app, 3), vec![trust.clone()]].concat(),
        [list_labels(app, 3), vec![short]].concat(),
        vec![trust],
    ];
    // Truncate a long title before dropping the list names.
    let min_title_widths = [title.width(), title.width(), title.width().min(20), title.width().min(20), 0];
    let fits = |&at: &usize| min_title_widths[at] + 12 + width_of(&candidates[at]) < width;
    let alone = candidates.len() - 1;
    let right = &candidates[if tabs { alone } else { (0..alone).find(fits).unwrap_or(alone) }];
    let room = width.saturating_sub(width_of(right) + 3);
    if tabs {
        draw_tabs(app, area, room, buf);
    } else {
        let x = buf.set_stringn(area.x + 1, area.y, "Dossier", room, theme.key()).0 + 1;
        let room = room.saturating_sub((x - area.x).into());
        buf.set_stringn(x, area.y, truncate_columns(&format!("· {title}"), room), room, theme.role(TextRole::Plain));
    }
    let mut x = area.right().saturating_sub(u16::try_from(width_of(right) + 1).unwrap_or(u16::MAX));
    for (words, style) in right {
        // Trailing blanks keep their own style, so that they are not underlined.
        let word = words.trim_end();
        x = buf.set_string_clipped(x, area.y, word, *style) + u16::try_from(words.len() - word.len()).unwrap_or(0);
    }
}

/// The lists by their keys and the first `letters` letters of their names. The list on screen is accented, and
/// problems are marked if there are any.
fn list_labels(app: &App, letters: usize) -> Vec<(String, Style)> {
    let theme = &app.options.theme;
    let list = |pane: PaneId| {
        let name: String = app.panes.get(pane).name().chars().take(letters).collect();
        let problems = app.snapshot.problems.len();
        let found = if pane == PaneId::Problems && problems > 0 { format!(" {problems}") } else { String::new() };
        let style = if found.is_empty() || pane == app.view.list {
            theme.title(pane == app.view.list)
        } else {
            theme.role(TextRole::Alert)
        };
        (format!("{} {name}{found}  ", app.pane_key(pane)), style)
    };
    PaneId::ALL.iter().copied().filter(|pane| pane.is_list()).map(list).collect()
}

/// The number of quotes that were found, and a sign if there are problems.
fn quote_summary(app: &App, tabs: bool) -> String {
    let trusted = app.snapshot.quote_stats;
    let quotes = if trusted.total == 0 {
        "no quotes".to_owned()
    } else if trusted.confirmed == trusted.total {
        format!("✓ {}", count_noun(trusted.total, "quote"))
    } else {
        format!("{} of {} quotes found", trusted.confirmed, trusted.total)
    };
    let quotes = if trusted.claimed > 0 { format!("{quotes}, ° {} claimed", trusted.claimed) } else { quotes };
    // The list names next to it show the number of problems; tabs do not.
    match app.snapshot.problems.len() {
        0 => quotes,
        n if tabs => format!("{quotes}  ! {}", count_noun(n, "problem")),
        _ => format!("{quotes}  !"),
    }
}

/// Draws the tabs. If not all fit, only the panes that are next to each other in a wide window; otherwise only the
/// focused one.
fn draw_tabs(app: &App, area: Rect, room: usize, buf: &mut Buffer) {
    let names = |panes: &[PaneId]| -> Vec<(PaneId, String)> {
        panes.iter().map(|&pane| (pane, format!("{} {}  ", app.pane_key(pane), app.panes.get(pane).name()))).collect()
    };
    let fits = |names: &[(PaneId, String)]| names.iter().map(|(_, name)| name.width()).sum::<usize>() <= room;
    let candidates = [names(PaneId::ALL), names(&app.view.visible_panes()), names(&[app.view.focus])];
    let shown = candidates.iter().find(|names| fits(names)).unwrap_or(&candidates[2]);
    let mut x = area.x + 1;
    for (pane, name) in shown {
        let style = app.options.theme.title(*pane == app.view.focus);
        x = buf.set_stringn(x, area.y, name, room.saturating_sub((x - area.x).into()), style).0;
    }
}

/// Draws the last keys with the names of their commands, for `--show-keys`.
pub(super) fn draw_keys(app: &App, areas: &Areas, buf: &mut Buffer) {
    if !app.options.show_keys || app.recent_keys.is_empty() {
        return;
    }
    let style = app.options.theme.pressed();
    let keys: Vec<_> = app.recent_keys.iter().map(|(key, name)| format!(" {key} {name} ")).collect();
    let keys = keys.join("·");
    let width = u16::try_from(keys.width()).unwrap_or(u16::MAX).min(areas.body.width);
    let x = areas.body.right().saturating_sub(width);
    buf.set_string_clipped(x, areas.body.bottom().saturating_sub(1), &keys, style);
}
