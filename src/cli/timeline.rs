//! `timeline`: lists the events and claims in order of date.

use super::args::TimelineOptions;
use super::{CliError, Cx, Exit, Out};
use crate::analysis::{timeline, touches};
use crate::model::{EdtfDate, Entity, FactBase, Item, Ix, Lang};
use crate::sheet::{Line, Role, mark};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    rows: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    address: String,
    when: Option<&'a str>,
    title: String,
    amount: Option<String>,
    milestone: bool,
}

pub(super) fn run(cx: &Cx<'_>, options: &TimelineOptions, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.loaded.base;
    let [from, to] = [&options.from, &options.to].map(|date| date.as_deref().map(bound).transpose());
    let (from, to) = (from?, to?);
    if let (Some(from), Some(to)) = (&from, &to)
        && matches!((from.earliest(), to.latest()), (Some(from), Some(to)) if from > to)
    {
        return Err(CliError::Usage(format!("--from {} is later than --to {}", from.edtf(), to.edtf())));
    }
    let entity = options.entity.as_deref().map(|written| entity(cx, written)).transpose()?;
    let within = |item: Item| {
        let Some(when) = base.own_date(item) else { return from.is_none() && to.is_none() };
        let starts = to.as_ref().and_then(EdtfDate::latest).is_none_or(|to| when.anchor() <= to);
        let ends = from.as_ref().and_then(EdtfDate::earliest);
        starts && ends.is_none_or(|from| when.latest().is_none_or(|latest| latest >= from))
    };
    let rows: Vec<Item> = timeline(base)
        .into_iter()
        .map(|row| row.item)
        .filter(|&item| !options.without.as_ref().is_some_and(|tag| base.tags(item).contains(tag)))
        .filter(|&item| within(item) && entity.is_none_or(|entity| touches(base, item, entity)))
        .collect();
    let record = |&item: &Item| Record {
        address: base.address(item).to_string(),
        when: base.own_date(item).map(EdtfDate::edtf),
        title: base.title(item, &cx.lang),
        amount: base.effective_amount(item).map(|amount| base.amount_label(amount, &cx.lang)),
        milestone: base.is_milestone(item),
    };
    if options.shape.json {
        let answer = Answer { version: 1, rows: rows.iter().map(record).collect() };
        out.json(&answer)?;
    } else if options.shape.jsonl {
        for row in rows.iter().map(record) {
            out.json_line(&row)?;
        }
    } else if options.shape.plain {
        for row in rows.iter().map(record) {
            let amount = row.amount.unwrap_or_default();
            out.record(&[row.when.unwrap_or_default(), &row.address, &row.title, &amount])?;
        }
    } else {
        print(base, &rows, &cx.lang, out)?;
    }
    if rows.is_empty() {
        out.note("nothing in this stretch of time; `dossier timeline` lists everything")?;
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Found)
}

/// Prints the rows in columns: date, symbol, amount, title, address.
fn print(base: &FactBase, rows: &[Item], lang: &Lang, out: &mut Out<'_>) -> Result<(), CliError> {
    let undated = "no date".to_owned();
    let date = |item: Item| base.own_date(item).map_or_else(|| undated.clone(), |when| when.label(lang));
    let amount = |item: Item| base.effective_amount(item).map(|a| base.amount_label(a, lang)).unwrap_or_default();
    let widest = |text: &dyn Fn(Item) -> String| rows.iter().map(|&item| text(item).width()).max().unwrap_or(0);
    let (dates, amounts) = (widest(&date), widest(&amount));
    let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
    for &item in rows {
        let milestone = base.is_milestone(item);
        let (date, amount) = (date(item), amount(item));
        let line = Line::new().with(Role::Dim, format!("{}{date}  {} ", pad(&date, dates), mark(base, item)));
        let line = line.plain(pad(&amount, amounts)).with(Role::Amount, amount).plain("  ");
        let line = line.with(if milestone { Role::Title } else { Role::Plain }, base.title(item, lang));
        let line = line.with(Role::Dim, format!("  {}", base.address(item)));
        out.line(&line.hanging(u16::try_from(dates + amounts + 6).unwrap_or(u16::MAX)))?;
    }
    Ok(())
}

fn bound(written: &str) -> Result<EdtfDate, CliError> {
    if written == "today" {
        return Ok(EdtfDate::from(chrono::Local::now().date_naive()));
    }
    EdtfDate::parse(written)
        .map_err(|_| CliError::Usage(format!("`{written}` is no date; write 2025, 2025-01, 2025-01-21 or today")))
}

fn entity(cx: &Cx<'_>, written: &str) -> Result<Ix<Entity>, CliError> {
    let base = &cx.opened.loaded.base;
    let id = written.strip_prefix("entity/").unwrap_or(written);
    base.entities.find(id).ok_or_else(|| {
        let near = crate::diagnostic::suggest(id, base.entities.iter().map(|(_, id, _)| id.as_str()));
        let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        CliError::Usage(format!("unknown entity `{id}`{hint}"))
    })
}
