//! The rows of the timeline.

use crate::model::{DateForm, EdtfDate, Endpoint, Item, Precision};
use crate::present::{TextRole, item_symbol};
use crate::text::truncate_columns;
use crate::ui::context::Context;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// Minimum and maximum width of the dates, in columns. Most labels fit the minimum.
pub(super) const DATE_COLUMN_RANGE: (usize, usize) = (10, 16);

pub(super) fn draw_year(year: Option<i32>, dates: usize, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
    let label = year.map_or_else(|| "no date".to_owned(), |year| year.to_string());
    let style = cx.theme.role(TextRole::Heading);
    let width = usize::from(area.width);
    let pad = 1 + dates.saturating_sub(label.width());
    let x = area.x + u16::try_from(pad).unwrap_or(u16::MAX).min(area.width);
    buf.set_stringn(x, area.y, label, width.saturating_sub(pad), style);
    let rest = width.saturating_sub(dates + 2);
    let rule = format!("┿{}", "━".repeat(rest.saturating_sub(1)));
    let x = area.x.saturating_add(2 + u16::try_from(dates).unwrap_or(0));
    buf.set_stringn(x, area.y, truncate_columns(&rule, rest), rest, cx.theme.border(false));
}

/// Draws a row: selection bar, date, rail, symbol, title, amount. Only the title is truncated; date and amount never
/// are.
pub(super) fn draw_item(
    item: Item,
    starts_month: bool,
    chosen: bool,
    dates: usize,
    cx: &Context<'_>,
    area: Rect,
    buf: &mut Buffer,
) {
    let (base, lang) = (cx.base, cx.lang);
    let (width, milestone) = (usize::from(area.width), base.is_milestone(item));
    let when = base.own_date(item);
    let date = when.map(|when| when.short_label(lang)).unwrap_or_default();
    let amount = base.effective_amount(item).map(|amount| base.amount_label(amount, lang)).unwrap_or_default();
    // An amount is shown in full or left out, and never at the expense of the title.
    let amount = if amount.width() + dates + 16 > width { String::new() } else { amount };
    let pad = " ".repeat(dates.saturating_sub(date.width()));
    let rail = match when.map(EdtfDate::form) {
        Some(
            DateForm::Interval(_, Endpoint::Open | Endpoint::Unknown)
            | DateForm::Interval(Endpoint::Open | Endpoint::Unknown, _),
        ) => "┊",
        _ if starts_month => "├",
        _ => "│",
    };
    let is_peripheral = base.is_peripheral(item);
    let mark = item_symbol(base, item);
    let selected = chosen.then(|| cx.theme.selection(cx.focused));
    let look = |style: Style| selected.unwrap_or(style);
    if chosen {
        buf.set_style(area, cx.theme.selection(cx.focused));
    }
    let dim = is_peripheral || mark == "○";
    let title_style = match (milestone, dim) {
        (true, _) => cx.theme.role(TextRole::Title),
        (false, true) => cx.theme.role(TextRole::Dim),
        (false, false) => cx.theme.role(TextRole::Plain),
    };
    let title_style = if cx.has_changed(item) { title_style.patch(cx.theme.changed()) } else { title_style };
    // While a story plays, items that it does not highlight are faded.
    let is_faded = !cx.highlights.is_empty() && !chosen && !cx.highlights.contains(&item);
    let title_style = if is_faded { cx.theme.faint() } else { title_style };
    let coarse = when.is_none_or(|when| when.precision() > Precision::Month);
    let plain = |role| if is_faded { cx.theme.faint() } else { cx.theme.role(role) };
    let date_style = plain(if coarse { TextRole::Dim } else { TextRole::Plain });
    let mark_style = if milestone && !is_faded { cx.theme.key() } else { title_style };
    let used = 1 + pad.len() + date.width() + 1 + 3;
    let amount_room = if amount.is_empty() { 0 } else { amount.width() + 2 };
    let title = truncate_columns(&base.title(item, lang), width.saturating_sub(used + amount_room));
    let gap = width.saturating_sub(used + title.width() + amount.width() + 1);
    // Blanks keep their own style, so that they are not underlined with the text next to them.
    let sign = row_symbol(item, chosen, cx);
    let parts = [
        (sign.to_owned(), look(if sign == " " { Style::new() } else { cx.theme.key() })),
        (format!("{pad}{date} "), look(date_style)),
        (rail.to_owned(), look(cx.theme.border(false))),
        (mark.to_string(), look(mark_style)),
        (" ".to_owned(), look(Style::new())),
        (title, look(title_style)),
        (" ".repeat(gap), look(Style::new())),
        (amount, look(plain(TextRole::Amount))),
    ];
    let mut x = area.x;
    for (text, style) in parts {
        x = buf.set_stringn(x, area.y, &text, area.right().saturating_sub(x).into(), style).0;
    }
}

/// The symbol in front of a row: changed, selected or flagged.
fn row_symbol(item: Item, chosen: bool, cx: &Context<'_>) -> &'static str {
    match () {
        () if cx.has_changed(item) => "*",
        () if chosen => "▌",
        () if cx.flagged.contains(&item) => "•",
        () => " ",
    }
}
