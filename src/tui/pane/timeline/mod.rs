//! The timeline: events and claims by year and month. Only visible rows are formatted.

mod row;

use super::super::action::Action;
use super::super::command::Command;
use super::super::widget::{List, MAYBE, Strip, bar, cut, keeps};
use super::{Context, Filter, Pane};
use crate::analysis::{Scale, Tick, distance, timeline};
use crate::model::{DateForm, EdtfDate, FactBase, Item};
use crate::search::Certainty;
use crate::sheet::{Link, Role};
use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use row::{DATES, draw_item, draw_year};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// The timeline pane.
#[derive(Default)]
pub struct Timeline {
    list: List<Row>,
    /// Whether side issues are hidden.
    lean: bool,
    /// Whether the time between successive items is shown.
    distances: bool,
    filter: Option<Filter>,
    /// The time axes, with their labels, of the histogram above the list and of the bars next to the rows.
    axis: Option<(Scale, Vec<Tick>)>,
    bars: Option<(Scale, Vec<Tick>)>,
    /// Width of the dates, in columns.
    dates: usize,
    size: Size,
}

/// The year and month that a row belongs to.
type Heads = (Option<i32>, Option<(i32, u8)>);

/// A row of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Row {
    /// The heading of a year, or of the undated items.
    Year(Option<i32>),
    /// An event or claim, and whether it is the first of its month.
    Item(Item, bool),
    /// The time between the item before and the item after.
    Later(String),
    /// The heading of the items that may match the filter.
    Maybe,
}

impl Row {
    fn item(&self) -> Option<Item> {
        match self {
            Self::Item(item, _) => Some(*item),
            Self::Year(_) | Self::Later(_) | Self::Maybe => None,
        }
    }
}

impl Timeline {
    fn select(&mut self, at: usize, jump: bool) -> Option<Action> {
        self.list.select(at, jump);
        self.selected_item().map(Action::Show)
    }

    fn selected_item(&self) -> Option<Item> {
        self.list.selected().and_then(Row::item)
    }

    /// Rebuilds the rows. If the selected item is hidden now, selects the item at index `at`.
    fn show_others(&mut self, at: usize, cx: &Context<'_>) -> Option<Action> {
        let before = self.selected_item();
        self.rebase(cx);
        if cx.here.is_some_and(|item| self.row_of(stands_for(cx.base, item)).is_some()) {
            return None;
        }
        match before.and_then(|item| self.row_of(item)) {
            // The selection is on screen elsewhere and has no row here, so keep the position in the list.
            Some(row) => {
                self.list.select(row, false);
                None
            }
            None => self.select(at, false),
        }
    }

    fn row_of(&self, item: Item) -> Option<usize> {
        self.list.items().position(|row| row.item() == Some(item))
    }

    /// Builds the rows: items under the headings of their years, with the time between them if that is switched on.
    fn rows(&self, cx: &Context<'_>) -> Vec<Row> {
        let kept = |item: Item| {
            let wanted = !(self.lean && cx.base.is_peripheral(item));
            let keeps = |filter: &Filter| keeps(&filter.items, cx.base, item);
            if wanted { self.filter.as_ref().map_or(Some(Certainty::Sure), keeps) } else { None }
        };
        let all: Vec<_> = timeline(cx.base).into_iter().filter_map(|row| Some((kept(row.item)?, row))).collect();
        let of = |certainty| all.iter().filter(move |(kept, _)| *kept == certainty).map(|(_, row)| *row);
        let mut rows = self.rows_of(of(Certainty::Sure), cx);
        let maybe = self.rows_of(of(Certainty::Maybe), cx);
        if !maybe.is_empty() {
            rows.push(Row::Maybe);
            rows.extend(maybe);
        }
        rows
    }

    fn rows_of(&self, items: impl Iterator<Item = crate::analysis::Row>, cx: &Context<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut before: Option<(Heads, Item)> = None;
        for row in items {
            let month = cx.base.own_date(row.item).and_then(month_of);
            if self.distances
                && let Some((_, item)) = before
                && let (Some(from), Some(to)) = (cx.base.own_date(item), cx.base.own_date(row.item))
                && let Some(later) = distance(from, to, cx.lang)
            {
                rows.push(Row::Later(later));
            }
            if before.is_none_or(|((year, _), _)| year != row.year) {
                rows.push(Row::Year(row.year));
            }
            let begins = month.is_some() && before.is_none_or(|((_, other), _)| other != month);
            rows.push(Row::Item(row.item, begins));
            before = Some(((row.year, month), row.item));
        }
        rows
    }

    /// Index of the first item of the next date, or of the previous date.
    fn next_date(&self, cx: &Context<'_>, forward: bool) -> usize {
        let items: Vec<Option<Item>> = self.list.items().map(Row::item).collect();
        let when = |at: usize| items[at].and_then(|item| cx.base.own_date(item)).map(EdtfDate::edtf);
        let begins = |at: &usize| at.checked_sub(1).is_none_or(|before| when(before) != when(*at));
        let at = self.list.at();
        let next =
            if forward { (at + 1..items.len()).find(begins) } else { (0..at.min(items.len())).rev().find(begins) };
        next.unwrap_or(at)
    }
}

impl Pane for Timeline {
    fn name(&self) -> &'static str {
        "Timeline"
    }

    fn title(&self) -> Cow<'static, str> {
        match (&self.filter, self.lean) {
            (Some(filter), _) => format!("Timeline: {}", cut(&filter.text, 24)).into(),
            (None, true) => "Timeline, side matters hidden".into(),
            (None, false) => self.name().into(),
        }
    }

    fn position(&self) -> String {
        self.list.position()
    }

    fn resize(&mut self, size: Size, cx: &Context<'_>) {
        let wider = self.size.width != size.width;
        self.size = size;
        self.list.resize(size.height - strip_rows(size.height));
        if wider {
            self.measure(cx);
        }
    }

    fn rebase(&mut self, cx: &Context<'_>) {
        let rows = self.rows(cx);
        self.list.fill(rows, |row| row.item().is_some());
        self.measure(cx);
        self.follow(cx);
    }

    fn follow(&mut self, cx: &Context<'_>) {
        let wanted = cx.here.map(|item| stands_for(cx.base, item));
        // Usually the selection came from this list and is already selected.
        if !cx.listed || wanted.is_some() && wanted == self.selected_item() {
            return;
        }
        if let Some(at) = wanted.and_then(|item| self.row_of(item)) {
            self.list.select(at, false);
        }
    }

    fn on(&mut self, command: Command, cx: &Context<'_>) -> Option<Action> {
        let to = match command {
            Command::PreviousDate | Command::NextDate => self.next_date(cx, command == Command::NextDate),
            Command::Asides => {
                self.lean = !self.lean;
                return self.show_others(self.list.at(), cx);
            }
            Command::Distances => {
                self.distances = !self.distances;
                return self.show_others(self.list.at(), cx);
            }
            Command::Drill => return Some(Action::Do(Command::FocusDetail)),
            // If the selection has no row here, a timeline that gains the focus selects its own current item.
            Command::FocusNext => {
                self.follow(cx);
                let here = cx.here.map(|item| stands_for(cx.base, item));
                return self.selected_item().filter(|item| here != Some(*item)).map(Action::Show);
            }
            _ => self.list.led_to(command)?,
        };
        self.select(to, cx.sparing)
    }

    fn click(&mut self, row: u16, _column: u16, cx: &Context<'_>) -> Option<Action> {
        let at = row.checked_sub(strip_rows(self.size.height)).and_then(|row| self.list.under(row));
        at.and_then(|at| self.select(at, cx.sparing))
    }

    fn target(&self, _cx: &Context<'_>) -> Option<Link> {
        self.selected_item().map(Link::Item)
    }

    fn go_to(&mut self, date: NaiveDate, cx: &Context<'_>) -> Option<Action> {
        let from = |row: &Row| row.item().and_then(|item| cx.base.own_date(item)).map(EdtfDate::anchor);
        // Undated items are at the end.
        let at = self.list.items().position(|row| from(row).is_some_and(|anchor| anchor >= date));
        let last = || self.list.items().rposition(|row| from(row).is_some());
        at.or_else(last).and_then(|at| self.select(at, false))
    }

    fn switches(&self) -> (bool, bool) {
        (self.lean, self.distances)
    }

    fn switch(&mut self, (lean, distances): (bool, bool), cx: &Context<'_>) {
        (self.lean, self.distances) = (lean, distances);
        self.rebase(cx);
    }

    fn narrow(&mut self, filter: Option<&Filter>, cx: &Context<'_>) -> Option<Action> {
        self.filter = filter.cloned();
        self.show_others(0, cx)
    }

    fn is_narrowed(&self) -> bool {
        self.filter.is_some()
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        if self.list.is_empty() {
            self.render_empty(cx, area, buf);
        }
        // The selected item may have no row here; then the position is kept, but no row is marked, unless the pane
        // has the focus.
        let here = cx.here.map(|item| stands_for(cx.base, item));
        let marked = cx.focused || here == self.selected_item();
        let strip = strip_rows(area.height);
        let bars = self.bars.as_ref().map_or(0, |(scale, _)| u16::try_from(scale.columns() + 1).unwrap_or(0));
        let above = Rect { x: area.x + 1, width: area.width.saturating_sub(1 + bars), height: strip, ..area };
        self.render_strip(marked, cx, above, buf);
        self.render_axis(cx, Rect { x: above.right() + 1, width: bars.saturating_sub(1), ..above }, buf);
        for (y, (chosen, row)) in (area.top() + strip..area.bottom()).zip(self.list.in_sight()) {
            let line = Rect { y, height: 1, ..area };
            match row {
                Row::Year(year) => draw_year(*year, self.dates, cx, line, buf),
                Row::Maybe => {
                    let room = usize::from(line.width).saturating_sub(1);
                    buf.set_stringn(line.x + 1, y, cut(MAYBE, room), room, cx.theme.role(Role::Heading));
                }
                Row::Item(item, begins) => {
                    let chosen = chosen && marked;
                    let dated = cx.base.effective_date(*item).zip(self.bars.as_ref());
                    // An undated item has no bar, so its title gets the space.
                    let drawn = dated.map(|(when, (scale, _))| format!(" {}", bar(when, scale))).unwrap_or_default();
                    let width = u16::try_from(drawn.width()).unwrap_or(0).min(line.width);
                    let left = Rect { width: line.width - width, ..line };
                    draw_item(*item, *begins, chosen, self.dates, cx, left, buf);
                    let style = if chosen { cx.theme.selection(cx.focused) } else { cx.theme.bar() };
                    buf.set_stringn(left.right(), y, drawn, width.into(), style);
                }
                Row::Later(later) => {
                    let x = line.x.saturating_add(2 + u16::try_from(self.dates).unwrap_or(0));
                    let room = usize::from(line.right().saturating_sub(x));
                    buf.set_stringn(x, y, cut(&format!("┊ {later}"), room), room, cx.theme.role(Role::Dim));
                }
            }
        }
    }
}

impl Timeline {
    /// Computes the axes of the histogram and of the bars, and the width of the dates.
    fn measure(&mut self, cx: &Context<'_>) {
        let dates: Vec<&EdtfDate> =
            self.list.items().filter_map(Row::item).filter_map(|item| cx.base.effective_date(item)).collect();
        let scale = |columns| Scale::of(dates.iter().copied(), columns);
        let with_ticks = |columns| {
            let scale = scale(columns);
            let ticks = scale.ticks(cx.lang);
            (scale, ticks)
        };
        let bars = bar_columns(self.size.width);
        let strip = self.size.width.saturating_sub(1 + bars.map_or(0, |bars| bars + 1));
        let axis = with_ticks(Strip::columns(strip));
        let bars = bars.map(with_ticks);
        // Only labels of intervals can be wider than usual, and there are few of them.
        let intervals = dates.iter().filter(|when| matches!(when.form(), DateForm::Interval(..)));
        let widest = intervals.map(|when| when.short_label(cx.lang).width()).max().unwrap_or(0);
        self.dates = widest.clamp(DATES.0, DATES.1);
        self.axis = Some(axis);
        self.bars = bars;
    }

    /// Draws the histogram: how much happened when, which part of it is visible, and when the selected item was.
    fn render_strip(&self, marked: bool, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let Some((scale, ticks)) = self.axis.as_ref().filter(|_| area.height > 0) else { return };
        let when = |row: &Row| row.item().and_then(|item| cx.base.effective_date(item));
        let mut days = self.list.in_sight().filter_map(|(_, row)| when(row)).map(EdtfDate::anchor);
        let first = days.next();
        let window = first.map(|first| days.fold((first, first), |(from, to), day| (from.min(day), to.max(day))));
        let selected = self.list.selected().filter(|_| marked).and_then(when);
        // The labels of the columns are below the density, so they stay in place when the selection changes.
        let strip = Strip { scale, ticks, window, selected, lang: cx.lang };
        strip.render(area, buf, cx.theme.strip(true), cx.theme.strip(false), cx.theme.bar());
    }

    /// Draws the axis of the bars: its first and last year, and the years between them on the row below.
    fn render_axis(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let Some((scale, ticks)) = self.bars.as_ref().filter(|_| area.height > 1) else { return };
        let Some((first, last)) = scale.span() else { return };
        let (style, width) = (cx.theme.strip(false), usize::from(area.width));
        buf.set_stringn(area.x, area.y, first.year().to_string(), width, style);
        let last = last.year().to_string();
        let x = area.right().saturating_sub(u16::try_from(last.len()).unwrap_or(0));
        buf.set_stringn(x, area.y, &last, width, style);
        for tick in ticks {
            let x = area.x.saturating_add(u16::try_from(tick.column).unwrap_or(u16::MAX));
            let room = usize::from(area.right().saturating_sub(x));
            buf.set_stringn(x, area.y + area.height - 1, cut(&tick.label, room), room, style);
        }
    }

    /// Draws the text of an empty timeline: why it is empty, and what to do.
    fn render_empty(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let key = |command| cx.keymap.key(command);
        let words = if self.filter.is_some() {
            ["Nothing answers this filter.".to_owned(), format!("{} shows all again.", key(Command::Back))]
        } else if !cx.open.has_errors() {
            ["No event and no claim yet.".to_owned(), "`dossier new DIR` makes a base.".to_owned()]
        } else {
            ["Nothing could be read.".to_owned(), format!("Press {} to see why.", key(Command::FocusProblems))]
        };
        for (y, words) in (area.top()..area.bottom()).zip(words) {
            buf.set_stringn(area.x + 1, y, words, area.width.into(), cx.theme.role(Role::Dim));
        }
    }
}

/// The item whose row shows `item`: a claim that belongs to an event is shown at its event.
fn stands_for(base: &FactBase, item: Item) -> Item {
    match item {
        Item::Claim(claim) => base.claims[claim].event.map_or(item, Item::Event),
        other => other,
    }
}

/// Height of the histogram above a list in a pane of `height` rows.
fn strip_rows(height: u16) -> u16 {
    match height {
        0..=13 => 0,
        14..=27 => 2,
        _ => 3,
    }
}

/// Width of the bars next to the rows, in columns. `None` if the pane is too narrow for them.
fn bar_columns(width: u16) -> Option<u16> {
    (width >= 72).then(|| ((width - 48) / 2).min(28))
}

/// The month that contains a date, if it is known.
fn month_of(when: &EdtfDate) -> Option<(i32, u8)> {
    match when.form() {
        DateForm::Single(point) if point.month.is_some_and(|month| month <= 12) => Some((point.year, point.month?)),
        _ => None,
    }
}
