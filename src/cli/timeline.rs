//! `timeline`: lists the events and claims in order of date.

use super::args::TimelineOptions;
use super::{CliError, Exit, LookupContext, Output};
use crate::analysis::{involves_entity, timeline};
use crate::model::{EdtfDate, Entity, FactBase, Item, Ix, Lang};
use crate::present::{RichLine, TextRole, item_symbol};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

#[derive(Serialize)]
struct TimelineResponse<'a> {
    version: u32,
    rows: Vec<TimelineRecord<'a>>,
}

#[derive(Serialize)]
struct TimelineRecord<'a> {
    address: String,
    when: Option<&'a str>,
    title: String,
    amount: Option<String>,
    milestone: bool,
}

pub(super) fn run(cx: &LookupContext<'_>, options: &TimelineOptions, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.parsed.base;
    let [from, to] = [&options.from, &options.to].map(|date| date.as_deref().map(parse_date_bound).transpose());
    let (from, to) = (from?, to?);
    if let (Some(from), Some(to)) = (&from, &to)
        && matches!((from.earliest(), to.latest()), (Some(from), Some(to)) if from > to)
    {
        return Err(CliError::Usage(format!("--from {} is later than --to {}", from.edtf(), to.edtf())));
    }
    let entity = options.entity.as_deref().map(|written| find_entity(cx, written)).transpose()?;
    let is_in_period = |item: Item| {
        let Some(when) = base.own_date(item) else { return from.is_none() && to.is_none() };
        let starts_in_time = to.as_ref().and_then(EdtfDate::latest).is_none_or(|to| when.anchor() <= to);
        let first_day = from.as_ref().and_then(EdtfDate::earliest);
        starts_in_time && first_day.is_none_or(|from| when.latest().is_none_or(|latest| latest >= from))
    };
    let rows: Vec<Item> = timeline(base)
        .into_iter()
        .map(|row| row.item)
        .filter(|&item| !options.without.as_ref().is_some_and(|tag| base.tags(item).contains(tag)))
        .filter(|&item| is_in_period(item) && entity.is_none_or(|entity| involves_entity(base, item, entity)))
        .collect();
    let record = |&item: &Item| TimelineRecord {
        address: base.address(item).to_string(),
        when: base.own_date(item).map(EdtfDate::edtf),
        title: base.title(item, &cx.lang),
        amount: base.effective_amount(item).map(|amount| base.amount_label(amount, &cx.lang)),
        milestone: base.is_milestone(item),
    };
    if options.output.json {
        let answer = TimelineResponse { version: 1, rows: rows.iter().map(record).collect() };
        out.write_json(&answer)?;
    } else if options.output.jsonl {
        for row in rows.iter().map(record) {
            out.write_json_line(&row)?;
        }
    } else if options.output.plain {
        for row in rows.iter().map(record) {
            let amount = row.amount.unwrap_or_default();
            out.write_record(&[row.when.unwrap_or_default(), &row.address, &row.title, &amount])?;
        }
    } else {
        print_rows(base, &rows, &cx.lang, out)?;
    }
    if rows.is_empty() {
        out.write_message("nothing in this period. `dossier timeline` without dates lists everything.")?;
        return Ok(Exit::NotFound);
    }
    Ok(Exit::Found)
}

/// Prints the rows in columns: date, symbol, amount, title, address.
fn print_rows(base: &FactBase, rows: &[Item], lang: &Lang, out: &mut Output<'_>) -> Result<(), CliError> {
    let undated = "no date".to_owned();
    let date = |item: Item| base.own_date(item).map_or_else(|| undated.clone(), |when| when.label(lang));
    let amount = |item: Item| base.effective_amount(item).map(|a| base.amount_label(a, lang)).unwrap_or_default();
    let max_width = |text: &dyn Fn(Item) -> String| rows.iter().map(|&item| text(item).width()).max().unwrap_or(0);
    let (dates, amounts) = (max_width(&date), max_width(&amount));
    let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
    for &item in rows {
        let milestone = base.is_milestone(item);
        let (date, amount) = (date(item), amount(item));
        let line =
            RichLine::new().with(TextRole::Dim, format!("{}{date}  {} ", pad(&date, dates), item_symbol(base, item)));
        let line = line.plain(pad(&amount, amounts)).with(TextRole::Amount, amount).plain("  ");
        let line = line.with(if milestone { TextRole::Title } else { TextRole::Plain }, base.title(item, lang));
        let line = line.with(TextRole::Dim, format!("  {}", base.address(item)));
        out.write_line(&line.with_hanging_indent(u16::try_from(dates + amounts + 6).unwrap_or(u16::MAX)))?;
    }
    Ok(())
}

fn parse_date_bound(written: &str) -> Result<EdtfDate, CliError> {
    if written == "today" {
        return Ok(EdtfDate::from(chrono::Local::now().date_naive()));
    }
    EdtfDate::parse(written)
        .map_err(|_| CliError::Usage(format!("`{written}` is not a date. Use 2025, 2025-01, 2025-01-21 or today.")))
}

fn find_entity(cx: &LookupContext<'_>, written: &str) -> Result<Ix<Entity>, CliError> {
    let base = &cx.opened.parsed.base;
    let id = written.strip_prefix("entity/").unwrap_or(written);
    base.entities.find(id).ok_or_else(|| {
        let near = crate::text::suggest(id, base.entities.iter().map(|(_, id, _)| id.as_str()));
        let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        CliError::Usage(format!("unknown entity `{id}`{hint}"))
    })
}
