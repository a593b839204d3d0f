//! The timeline: events and claims by year and month. Only visible rows are formatted.

mod row;

use super::{Pane, PaneFilter};
use crate::analysis::{Tick, TimeAxis, distance, timeline};
use crate::model::{DateForm, EdtfDate, FactBase, Item};
use crate::present::{Link, TextRole};
use crate::search::Certainty;
use crate::text::truncate_columns;
use crate::ui::action::Action;
use crate::ui::command::{AppCommand, Command, Motion, PaneCommand};
use crate::ui::context::Context;
use crate::ui::widgets::{List, TimelineHistogram, UNCERTAIN_HEADING, filter_certainty, interval_bar};
use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use row::{DATE_COLUMN_RANGE, draw_item, draw_year};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// The timeline pane.
#[derive(Default)]
pub(crate) struct Timeline {
    list: List<TimelineRow>,
    /// Whether side issues are hidden.
    hide_peripheral: bool,
    /// Whether the time between successive items is shown.
    show_time_gaps: bool,
    filter: Option<PaneFilter>,
    /// The time axes, with their labels, of the histogram above the list and of the bars next to the rows.
    histogram_axis: Option<(TimeAxis, Vec<Tick>)>,
    bar_axis: Option<(TimeAxis, Vec<Tick>)>,
    /// Width of the dates, in columns.
    date_columns: usize,
    size: Size,
}

/// The year and month that a row belongs to.
type GroupKey = (Option<i32>, Option<(i32, u8)>);

/// A row of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TimelineRow {
    /// The heading of a year, or of the undated items.
    Year(Option<i32>),
    /// An event or claim, and whether it is the first of its month.
    Item(Item, bool),
    /// The time between the item before and the item after.
    TimeGap(String),
    /// The heading of the items that may match the filter.
    UncertainHeading,
}

impl TimelineRow {
    fn item(&self) -> Option<Item> {
        match self {
            Self::Item(item, _) => Some(*item),
            Self::Year(_) | Self::TimeGap(_) | Self::UncertainHeading => None,
        }
    }
}

impl Timeline {
    fn select(&mut self, at: usize, jump: bool) -> Option<Action> {
        self.list.select(at, jump);
        self.selected_item().map(Action::Show)
    }

    fn selected_item(&self) -> Option<Item> {
        self.list.selected().and_then(TimelineRow::item)
    }

    /// Rebuilds the rows. If the selected item is hidden now, selects the item at index `at`.
    fn rebuild_rows(&mut self, at: usize, cx: &Context<'_>) -> Option<Action> {
        let before = self.selected_item();
        self.rebuild(cx);
        if cx.selected.is_some_and(|item| self.row_of(row_item(cx.base, item)).is_some()) {
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
    fn rows(&self, cx: &Context<'_>) -> Vec<TimelineRow> {
        let kept = |item: Item| {
            let wanted = !(self.hide_peripheral && cx.base.is_peripheral(item));
            let keeps = |filter: &PaneFilter| filter_certainty(&filter.items, cx.base, item);
            if wanted { self.filter.as_ref().map_or(Some(Certainty::Sure), keeps) } else { None }
        };
        let all: Vec<_> = timeline(cx.base).into_iter().filter_map(|row| Some((kept(row.item)?, row))).collect();
        let of = |certainty| all.iter().filter(move |(kept, _)| *kept == certainty).map(|(_, row)| *row);
        let mut rows = self.group_rows(of(Certainty::Sure), cx);
        let maybe = self.group_rows(of(Certainty::Maybe), cx);
        if !maybe.is_empty() {
            rows.push(TimelineRow::UncertainHeading);
            rows.extend(maybe);
        }
        rows
    }

    fn group_rows(
        &self,
        items: impl Iterator<Item = crate::analysis::TimelineEntry>,
        cx: &Context<'_>,
    ) -> Vec<TimelineRow> {
        let mut rows = Vec::new();
        let mut before: Option<(GroupKey, Item)> = None;
        for row in items {
            let month = cx.base.own_date(row.item).and_then(month_of);
            if self.show_time_gaps
                && let Some((_, item)) = before
                && let (Some(from), Some(to)) = (cx.base.own_date(item), cx.base.own_date(row.item))
                && let Some(later) = distance(from, to, cx.lang)
            {
                rows.push(TimelineRow::TimeGap(later));
            }
            if before.is_none_or(|((year, _), _)| year != row.year) {
                rows.push(TimelineRow::Year(row.year));
            }
            let starts_month = month.is_some() && before.is_none_or(|((_, other), _)| other != month);
            rows.push(TimelineRow::Item(row.item, starts_month));
            before = Some(((row.year, month), row.item));
        }
        rows
    }

    /// Index of the first item of the next date, or of the previous date.
    fn next_date(&self, cx: &Context<'_>, forward: bool) -> usize {
        let items: Vec<Option<Item>> = self.list.items().map(TimelineRow::item).collect();
        let when = |at: usize| items[at].and_then(|item| cx.base.own_date(item)).map(EdtfDate::edtf);
        let begins = |at: &usize| at.checked_sub(1).is_none_or(|before| when(before) != when(*at));
        let at = self.list.selected_index();
        let next =
            if forward { (at + 1..items.len()).find(begins) } else { (0..at.min(items.len())).rev().find(begins) };
        next.unwrap_or(at)
    }
}

impl Timeline {
    /// Selects the first item at or after a date, otherwise the last dated one.
    pub(crate) fn go_to_date(&mut self, date: NaiveDate, cx: &Context<'_>) -> Option<Action> {
        let from = |row: &TimelineRow| row.item().and_then(|item| cx.base.own_date(item)).map(EdtfDate::anchor);
        // Undated items are at the end.
        let at = self.list.items().position(|row| from(row).is_some_and(|anchor| anchor >= date));
        let last = || self.list.items().rposition(|row| from(row).is_some());
        at.or_else(last).and_then(|at| self.select(at, false))
    }

    /// Its switches: whether side issues are hidden, and whether the time between items is shown.
    pub(crate) fn view_options(&self) -> (bool, bool) {
        (self.hide_peripheral, self.show_time_gaps)
    }

    /// Sets its switches, in the order of [`Self::view_options`].
    pub(crate) fn set_view_options(&mut self, (hide_peripheral, show_time_gaps): (bool, bool), cx: &Context<'_>) {
        (self.hide_peripheral, self.show_time_gaps) = (hide_peripheral, show_time_gaps);
        self.rebuild(cx);
    }
}

impl Pane for Timeline {
    fn name(&self) -> &'static str {
        "Timeline"
    }

    fn title(&self) -> Cow<'static, str> {
        match (&self.filter, self.hide_peripheral) {
            (Some(filter), _) => format!("Timeline: {}", truncate_columns(&filter.text, 24)).into(),
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
        self.list.resize(size.height - histogram_rows(size.height));
        if wider {
            self.measure(cx);
        }
    }

    fn rebuild(&mut self, cx: &Context<'_>) {
        let rows = self.rows(cx);
        self.list.set_rows(rows, |row| row.item().is_some());
        self.measure(cx);
        self.sync_selection(cx);
    }

    fn sync_selection(&mut self, cx: &Context<'_>) {
        let wanted = cx.selected.map(|item| row_item(cx.base, item));
        // Usually the selection came from this list and is already selected.
        if !cx.is_current_list || wanted.is_some() && wanted == self.selected_item() {
            return;
        }
        if let Some(at) = wanted.and_then(|item| self.row_of(item)) {
            self.list.select(at, false);
        }
    }

    fn move_by(&mut self, motion: Motion, cx: &Context<'_>) -> Option<Action> {
        self.select(self.list.target_of(motion), cx.low_bandwidth)
    }

    fn on(&mut self, command: PaneCommand, cx: &Context<'_>) -> Option<Action> {
        match command {
            PaneCommand::Follow => return Some(Action::Do(Command::App(AppCommand::FocusDetail))),
            PaneCommand::TogglePeripheral => self.hide_peripheral = !self.hide_peripheral,
            PaneCommand::ToggleTimeGaps => self.show_time_gaps = !self.show_time_gaps,
            PaneCommand::PreviousDate | PaneCommand::NextDate => {
                return self.select(self.next_date(cx, command == PaneCommand::NextDate), cx.low_bandwidth);
            }
        }
        self.rebuild_rows(self.list.selected_index(), cx)
    }

    /// If the selection has no row here, the timeline selects its own current item.
    fn focus_gained(&mut self, cx: &Context<'_>) -> Option<Action> {
        self.sync_selection(cx);
        let here = cx.selected.map(|item| row_item(cx.base, item));
        self.selected_item().filter(|item| here != Some(*item)).map(Action::Show)
    }

    fn click(&mut self, row: u16, _column: u16, cx: &Context<'_>) -> Option<Action> {
        let at = row.checked_sub(histogram_rows(self.size.height)).and_then(|row| self.list.item_at_row(row));
        at.and_then(|at| self.select(at, cx.low_bandwidth))
    }

    fn text(&self) -> Option<String> {
        None
    }

    fn selected_link(&self, _cx: &Context<'_>) -> Option<Link> {
        self.selected_item().map(Link::Item)
    }

    fn set_filter(&mut self, filter: Option<&PaneFilter>, cx: &Context<'_>) -> Option<Action> {
        self.filter = filter.cloned();
        self.rebuild_rows(0, cx)
    }

    fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    fn render(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        if self.list.is_empty() {
            self.render_empty(cx, area, buf);
        }
        // The selected item may have no row here; then the position is kept, but no row is marked, unless the pane
        // has the focus.
        let here = cx.selected.map(|item| row_item(cx.base, item));
        let marked = cx.focused || here == self.selected_item();
        let strip = histogram_rows(area.height);
        let bars = self.bar_axis.as_ref().map_or(0, |(scale, _)| u16::try_from(scale.columns() + 1).unwrap_or(0));
        let above = Rect { x: area.x + 1, width: area.width.saturating_sub(1 + bars), height: strip, ..area };
        self.render_histogram(marked, cx, above, buf);
        self.render_axis(cx, Rect { x: above.right() + 1, width: bars.saturating_sub(1), ..above }, buf);
        for (y, (chosen, row)) in (area.top() + strip..area.bottom()).zip(self.list.visible()) {
            let line = Rect { y, height: 1, ..area };
            match row {
                TimelineRow::Year(year) => draw_year(*year, self.date_columns, cx, line, buf),
                TimelineRow::UncertainHeading => {
                    let room = usize::from(line.width).saturating_sub(1);
                    buf.set_stringn(
                        line.x + 1,
                        y,
                        truncate_columns(UNCERTAIN_HEADING, room),
                        room,
                        cx.theme.role(TextRole::Heading),
                    );
                }
                TimelineRow::Item(item, begins) => {
                    let chosen = chosen && marked;
                    let dated = cx.base.effective_date(*item).zip(self.bar_axis.as_ref());
                    // An undated item has no bar, so its title gets the space.
                    let drawn =
                        dated.map(|(when, (scale, _))| format!(" {}", interval_bar(when, scale))).unwrap_or_default();
                    let width = u16::try_from(drawn.width()).unwrap_or(0).min(line.width);
                    let left = Rect { width: line.width - width, ..line };
                    draw_item(*item, *begins, chosen, self.date_columns, cx, left, buf);
                    let style = if chosen { cx.theme.selection(cx.focused) } else { cx.theme.bar() };
                    buf.set_stringn(left.right(), y, drawn, width.into(), style);
                }
                TimelineRow::TimeGap(later) => {
                    let x = line.x.saturating_add(2 + u16::try_from(self.date_columns).unwrap_or(0));
                    let room = usize::from(line.right().saturating_sub(x));
                    buf.set_stringn(
                        x,
                        y,
                        truncate_columns(&format!("┊ {later}"), room),
                        room,
                        cx.theme.role(TextRole::Dim),
                    );
                }
            }
        }
    }
}

impl Timeline {
    /// Computes the axes of the histogram and of the bars, and the width of the dates.
    fn measure(&mut self, cx: &Context<'_>) {
        let dates: Vec<&EdtfDate> =
            self.list.items().filter_map(TimelineRow::item).filter_map(|item| cx.base.effective_date(item)).collect();
        let scale = |columns| TimeAxis::new(dates.iter().copied(), columns);
        let with_ticks = |columns| {
            let scale = scale(columns);
            let ticks = scale.ticks(cx.lang);
            (scale, ticks)
        };
        let bars = bar_columns(self.size.width);
        let strip = self.size.width.saturating_sub(1 + bars.map_or(0, |bars| bars + 1));
        let axis = with_ticks(TimelineHistogram::scale_columns(strip));
        let bars = bars.map(with_ticks);
        // Only labels of intervals can be wider than usual, and there are few of them.
        let intervals = dates.iter().filter(|when| matches!(when.form(), DateForm::Interval(..)));
        let widest = intervals.map(|when| when.short_label(cx.lang).width()).max().unwrap_or(0);
        self.date_columns = widest.clamp(DATE_COLUMN_RANGE.0, DATE_COLUMN_RANGE.1);
        self.histogram_axis = Some(axis);
        self.bar_axis = bars;
    }

    /// Draws the histogram: how much happened when, which part of it is visible, and when the selected item was.
    fn render_histogram(&self, marked: bool, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let Some((scale, ticks)) = self.histogram_axis.as_ref().filter(|_| area.height > 0) else { return };
        let when = |row: &TimelineRow| row.item().and_then(|item| cx.base.effective_date(item));
        let mut days = self.list.visible().filter_map(|(_, row)| when(row)).map(EdtfDate::anchor);
        let first = days.next();
        let window = first.map(|first| days.fold((first, first), |(from, to), day| (from.min(day), to.max(day))));
        let selected = self.list.selected().filter(|_| marked).and_then(when);
        // The labels of the columns are below the density, so they stay in place when the selection changes.
        let strip = TimelineHistogram { scale, ticks, window, selected, lang: cx.lang };
        strip.render(area, buf, cx.theme.density(true), cx.theme.density(false), cx.theme.bar());
    }

    /// Draws the axis of the bars: its first and last year, and the years between them on the row below.
    fn render_axis(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let Some((scale, ticks)) = self.bar_axis.as_ref().filter(|_| area.height > 1) else { return };
        let Some((first, last)) = scale.span() else { return };
        let (style, width) = (cx.theme.density(false), usize::from(area.width));
        buf.set_stringn(area.x, area.y, first.year().to_string(), width, style);
        let last = last.year().to_string();
        let x = area.right().saturating_sub(u16::try_from(last.len()).unwrap_or(0));
        buf.set_stringn(x, area.y, &last, width, style);
        for tick in ticks {
            let x = area.x.saturating_add(u16::try_from(tick.column).unwrap_or(u16::MAX));
            let room = usize::from(area.right().saturating_sub(x));
            buf.set_stringn(x, area.y + area.height - 1, truncate_columns(&tick.label, room), room, style);
        }
    }

    /// Draws the text of an empty timeline: why it is empty, and what to do.
    fn render_empty(&self, cx: &Context<'_>, area: Rect, buf: &mut Buffer) {
        let key = |command| cx.keymap.key(command);
        let words = if self.filter.is_some() {
            ["No results.".to_owned(), format!("{} clears the filter.", key(Command::App(AppCommand::Back)))]
        } else if !cx.snapshot.has_errors() {
            ["This base is empty.".to_owned(), "`dossier new DIR` creates a starter base.".to_owned()]
        } else {
            [
                "Nothing could be read.".to_owned(),
                format!("Press {} to see why.", key(Command::App(AppCommand::FocusProblems))),
            ]
        };
        for (y, words) in (area.top()..area.bottom()).zip(words) {
            buf.set_stringn(area.x + 1, y, words, area.width.into(), cx.theme.role(TextRole::Dim));
        }
    }
}

/// The item whose row shows `item`: a claim that belongs to an event is shown at its event.
fn row_item(base: &FactBase, item: Item) -> Item {
    match item {
        Item::Claim(claim) => base.claims[claim].event.map_or(item, Item::Event),
        other => other,
    }
}

/// Height of the histogram above a list in a pane of `height` rows.
fn histogram_rows(height: u16) -> u16 {
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
