//! The timeline: what happened, on a rail, by year and month. Only the rows in sight are ever formatted.

use super::super::action::{Action, Command};
use super::super::widget::{Viewport, cut};
use super::{Context, Filter, Pane};
use crate::analysis::timeline;
use crate::model::{Endpoint, FactBase, Item, Precision, Shape, When};
use crate::sheet::{Role, mark};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// The columns of dates: the widest of usual labels.
const DATES: usize = 10;

/// The pane of the timeline.
#[derive(Debug, Default)]
pub struct Timeline {
    rows: Vec<Row>,
    /// The rows that stand for items, by their order.
    items: Vec<usize>,
    selected: usize,
    view: Viewport,
    /// Whether side matters are hidden.
    lean: bool,
    filter: Option<Filter>,
}

/// The year and the month that a row stands under.
type Heads = (Option<i32>, Option<(i32, u8)>);

/// A row of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// The head of a year, or of what has no date.
    Year(Option<i32>),
    /// An event or claim; whether it begins a month.
    Item(Item, bool),
}

impl Timeline {
    fn select(&mut self, at: usize, jump: bool) -> Option<Action> {
        self.selected = at.min(self.items.len().saturating_sub(1));
        let row = *self.items.get(self.selected)?;
        // The first item brings the head of its year into sight.
        let head = if self.selected == 0 { 0 } else { row };
        self.view.reveal(head, self.rows.len(), jump);
        self.view.reveal(row, self.rows.len(), jump);
        self.selected_item().map(Action::Show)
    }

    fn selected_item(&self) -> Option<Item> {
        match self.rows.get(*self.items.get(self.selected)?)? {
            Row::Item(item, _) => Some(*item),
            Row::Year(_) => None,
        }
    }

    /// Shows other rows than before. Where what was selected is hidden now, what stood behind it is selected.
    fn show_others(&mut self, at: usize, cx: &Context<'_>) -> Option<Action> {
        self.rebase(cx);
        let kept = cx.here.and_then(|item| self.row_of(stands_for(cx.base, item)));
        if kept.is_some() { None } else { self.select(at, false) }
    }

    fn row_of(&self, item: Item) -> Option<usize> {
        self.items.iter().position(|&row| matches!(self.rows[row], Row::Item(other, _) if other == item))
    }
}

impl Pane for Timeline {
    fn title(&self) -> Cow<'static, str> {
        match (&self.filter, self.lean) {
            (Some(filter), _) => format!("Timeline: {}", cut(&filter.text, 24)).into(),
            (None, true) => "Timeline, side matters hidden".into(),
            (None, false) => "Timeline".into(),
        }
    }

    fn position(&self) -> String {
        if self.items.is_empty() { String::new() } else { format!("{}/{}", self.selected + 1, self.items.len()) }
    }

    fn resize(&mut self, size: Size) {
        self.view.height = size.height.into();
        self.view.clamp(self.rows.len());
        if let Some(&row) = self.items.get(self.selected) {
            self.view.reveal(row, self.rows.len(), false);
        }
    }

    fn rebase(&mut self, cx: &Context<'_>) {
        self.rows.clear();
        self.items.clear();
        let mut before: Option<Heads> = None;
        let shown = |item: Item| {
            !(self.lean && cx.base.is_aside(item))
                && self.filter.as_ref().is_none_or(|filter| keeps(filter, cx.base, item))
        };
        for row in timeline(cx.base).into_iter().filter(|row| shown(row.item)) {
            let month = cx.base.when(row.item).and_then(month_of);
            if before.is_none_or(|(year, _)| year != row.year) {
                self.rows.push(Row::Year(row.year));
            }
            let begins = month.is_some() && before.is_none_or(|(_, other)| other != month);
            self.items.push(self.rows.len());
            self.rows.push(Row::Item(row.item, begins));
            before = Some((row.year, month));
        }
        self.follow(cx);
    }

    fn follow(&mut self, cx: &Context<'_>) {
        let wanted = cx.here.map(|item| stands_for(cx.base, item));
        // Most often it came from here, and stands selected.
        if wanted.is_some() && wanted == self.selected_item() {
            return;
        }
        if let Some(at) = wanted.and_then(|item| self.row_of(item)) {
            self.select(at, false);
        }
    }

    fn on(&mut self, command: Command, count: u16, cx: &Context<'_>) -> Option<Action> {
        let (count, page) = (usize::from(count), self.view.height.max(1));
        let (at, last) = (self.selected, self.items.len().saturating_sub(1));
        let to = match command {
            Command::Down => at + count,
            Command::Up => at.saturating_sub(count),
            Command::HalfDown => at + count * (page / 2).max(1),
            Command::HalfUp => at.saturating_sub(count * (page / 2).max(1)),
            Command::PageDown => at + count * page,
            Command::PageUp => at.saturating_sub(count * page),
            Command::Top => 0,
            Command::Bottom => last,
            Command::Asides => {
                self.lean = !self.lean;
                return self.show_others(at, cx);
            }
            Command::Drill => return Some(Action::Do(Command::FocusDetail, None)),
            _ => return None,
        };
        self.select(to, cx.slow)
    }

    fn narrow(&mut self, filter: Option<&Filter>, cx: &Context<'_>) -> Option<Action> {
        self.filter = filter.cloned();
        self.show_others(self.selected, cx)
    }

    fn is_narrowed(&self) -> bool {
        self.filter.is_some()
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        if self.items.is_empty() {
            let words = if cx.troubled {
                ["Nothing could be read.", "Press ! to see why."]
            } else {
                ["No event and no claim yet.", "`dossier new DIR` makes a base."]
            };
            for (y, words) in (area.top()..area.bottom()).zip(words) {
                buf.set_stringn(area.x + 1, y, words, area.width.into(), cx.theme.role(Role::Dim));
            }
        }
        // What is shown elsewhere may have no row here: then the place is kept, but nothing is marked.
        let here = cx.here.map(|item| stands_for(cx.base, item));
        let chosen = self.items.get(self.selected).copied().filter(|_| cx.focused || here == self.selected_item());
        let rows = self.rows.iter().enumerate().skip(self.view.top);
        for (y, (at, row)) in (area.top()..area.bottom()).zip(rows) {
            let line = Rect { y, height: 1, ..area };
            match *row {
                Row::Year(year) => draw_year(year, cx, line, buf),
                Row::Item(item, begins) => draw_item(item, begins, chosen == Some(at), cx, line, buf),
            }
        }
    }
}

/// Whether a filter keeps a row: an event stands for its claims too.
fn keeps(filter: &Filter, base: &FactBase, item: Item) -> bool {
    let of_event =
        |event| base.links.claims_of_event(event).iter().any(|&claim| filter.items.contains(&Item::Claim(claim)));
    filter.items.contains(&item) || matches!(item, Item::Event(event) if of_event(event))
}

/// The item whose row stands for another: a claim that belongs to an event is shown at its event.
fn stands_for(base: &FactBase, item: Item) -> Item {
    match item {
        Item::Claim(claim) => base.claims[claim].event.map_or(item, Item::Event),
        other => other,
    }
}

fn draw_year(year: Option<i32>, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
    let label = year.map_or_else(|| "undated".to_owned(), |year| year.to_string());
    let style = cx.theme.role(Role::Heading);
    let width = usize::from(area.width);
    buf.set_stringn(area.x + 1, area.y, format!("{label:>DATES$}"), width.saturating_sub(1), style);
    let rest = width.saturating_sub(DATES + 2);
    let rule = format!("┿{}", "━".repeat(rest.saturating_sub(1)));
    let x = area.x.saturating_add(2 + u16::try_from(DATES).unwrap_or(0));
    buf.set_stringn(x, area.y, cut(&rule, rest), rest, cx.theme.border(false));
}

/// A row: bar, date, rail, mark, title, amount. The title is cut before date or amount ever are.
fn draw_item(item: Item, begins: bool, chosen: bool, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
    let (base, lang) = (cx.base, cx.lang);
    let (width, milestone) = (usize::from(area.width), base.is_milestone(item));
    let when = base.when(item);
    let date = when.map(|when| when.short_label(lang)).unwrap_or_default();
    let amount = base.shown_amount(item).map(|amount| base.amount_label(amount, lang)).unwrap_or_default();
    // An amount is shown whole or not at all, and not instead of what it is the amount of.
    let amount = if amount.width() + DATES + 16 > width { String::new() } else { amount };
    let pad = " ".repeat(DATES.saturating_sub(date.width()));
    let rail = match when.map(When::shape) {
        Some(
            Shape::Interval(_, Endpoint::Open | Endpoint::Unknown)
            | Shape::Interval(Endpoint::Open | Endpoint::Unknown, _),
        ) => "┊",
        _ if begins => "├",
        _ => "│",
    };
    let aside = base.is_aside(item);
    let mark = mark(base, item);
    let selected = chosen.then(|| cx.theme.selection(cx.focused));
    let look = |style: Style| selected.unwrap_or(style);
    if chosen {
        buf.set_style(area, cx.theme.selection(cx.focused));
    }
    let dim = aside || mark == "○";
    let title_style = match (milestone, dim) {
        (true, _) => cx.theme.role(Role::Title),
        (false, true) => cx.theme.role(Role::Dim),
        (false, false) => cx.theme.role(Role::Plain),
    };
    let coarse = when.is_none_or(|when| when.precision() > Precision::Month);
    let date_style = cx.theme.role(if coarse { Role::Dim } else { Role::Plain });
    let mark_style = if milestone { cx.theme.key() } else { title_style };
    let used = 1 + pad.len() + date.width() + 1 + 3;
    let amount_room = if amount.is_empty() { 0 } else { amount.width() + 2 };
    let title = cut(&base.title(item, lang), width.saturating_sub(used + amount_room));
    let gap = width.saturating_sub(used + title.width() + amount.width() + 1);
    let parts = [
        (if chosen { "▌".to_owned() } else { " ".to_owned() }, look(cx.theme.key())),
        (format!("{pad}{date} "), look(date_style)),
        (rail.to_owned(), look(cx.theme.border(false))),
        (format!("{mark} "), look(mark_style)),
        (title, look(title_style)),
        (" ".repeat(gap), look(Style::new())),
        (amount, look(cx.theme.role(Role::Amount))),
    ];
    let mut x = area.x;
    for (text, style) in parts {
        x = buf.set_stringn(x, area.y, &text, area.right().saturating_sub(x).into(), style).0;
    }
}

/// The month that a date is known to lie in.
fn month_of(when: &When) -> Option<(i32, u8)> {
    match when.shape() {
        Shape::Point(point) if point.month.is_some_and(|month| month <= 12) => Some((point.year, point.month?)),
        _ => None,
    }
}
