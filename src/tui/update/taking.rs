//! Copying, printing and screenshots, and opening texts, browser and editor.

use super::super::action::Taken;
use super::super::app::App;
use super::super::command::Command;
use super::super::effect::{Effect, Written};
use super::super::layout::{DETAIL, PROBLEMS, SOURCES};
use super::super::overlay::{Article, copies, pictures};
use super::show;
use crate::export::{CiteStyle, citation, evidence_url, open_url, quote_citation, record};
use crate::model::{EvidenceIx, Item, Ix, JsonLayout, Source, to_json};
use crate::sheet::{Link, Quoted, detail, sources};
use std::collections::HashSet;

/// Runs a command that exports the selected item.
pub(super) fn run(app: &mut App, command: Command) -> Option<Effect> {
    match command {
        Command::Copy => return take(app, Taken::Citation(app.setup.cite)),
        Command::CopyMenu => show(app, copies()),
        Command::Picture => show(app, pictures()),
        Command::Print => return Some(Effect::Print(printed(app)?)),
        Command::Edit => return Some(Effect::Edit(edited(app)?)),
        Command::OpenUrl => return open(app),
        _ => {}
    }
    None
}

/// Copies the selected item in a format.
pub(super) fn take(app: &mut App, taken: Taken) -> Option<Effect> {
    let item = app.here()?;
    let (base, lang) = (&app.open.base, &app.setup.lang);
    let (text, what) = match taken {
        Taken::Citation(style) => (cited(app, item, style), "a citation"),
        Taken::Id => (Some(base.id(item).to_owned()), "its id"),
        Taken::Address => (Some(base.address(item).to_string()), "its address"),
        Taken::Quote => (quotes(app, item), "its quotes"),
        Taken::Url => (open_url(base, item), "its URL"),
        Taken::Json => (to_json(&record(base, item, lang), JsonLayout::Pretty).ok(), "its JSON"),
        Taken::Text => (app.panes[app.view.focus].text().or_else(|| app.panes[DETAIL].text()), "the text"),
    };
    if text.is_none() {
        app.toast = Some(format!("{} has nothing to copy for {what}", base.address(item)));
    }
    text.map(|text| Effect::Copy(text, what))
}

/// The citation of an item, or of the quote that is selected in the focused pane.
fn cited(app: &App, item: Item, style: CiteStyle) -> Option<String> {
    let (base, lang) = (&app.open.base, &app.setup.lang);
    let target = app.panes[app.view.focus].target(&app.context(app.view.focus));
    match target {
        Some(Link::Quote(quote)) => quote_citation(base, quote, lang, style),
        _ => citation(base, item, lang, style),
    }
}

/// The quotes of an item's evidence, without duplicates.
fn quotes(app: &App, item: Item) -> Option<String> {
    let base = &app.open.base;
    let mut seen = HashSet::new();
    let pieces = base.evidence_of(item);
    let quotes = pieces.iter().filter_map(|&ix| base.evidence(ix)).map(|evidence| evidence.quote.as_str());
    let quotes: Vec<&str> = quotes.filter(|quote| seen.insert(*quote)).collect();
    (!quotes.is_empty()).then(|| quotes.join("\n"))
}

/// The text to print for the selection: detail, sources and citation.
fn printed(app: &App) -> Option<String> {
    let item = app.here()?;
    let (base, lang) = (&app.open.base, &app.setup.lang);
    let sheets = [detail(base, item, lang), sources(base, item, lang)];
    let text = sheets.map(|sheet| sheet.on_paper().map(|line| line.text() + "\n").collect::<String>()).join("\n");
    let cited = citation(base, item, lang, app.setup.cite).unwrap_or_default();
    Some(format!("{text}\n{cited}\n"))
}

/// Where the editor opens: at the selected finding, otherwise at the selected item.
fn edited(app: &mut App) -> Option<Written> {
    if app.view.focus == PROBLEMS
        && let Some(Link::Problem(at)) = app.with_pane(PROBLEMS, |pane, cx| pane.target(cx))
    {
        return Some(Written::Finding(at));
    }
    app.here().map(Written::Item)
}

/// Opens the selected source, otherwise the first one with a URL, at its quote.
fn open(app: &mut App) -> Option<Effect> {
    let target = app.with_pane(app.view.focus, |pane, cx| pane.target(cx));
    let item = app.here()?;
    let base = &app.open.base;
    let of_source = |source: Ix<Source>| {
        let pieces = base.evidence_of(item);
        let first = pieces.iter().filter_map(|&ix| base.evidence(ix)).find(|evidence| evidence.source == source);
        first.and_then(|evidence| evidence_url(base, evidence)).or_else(|| open_url(base, Item::Source(source)))
    };
    let chosen = match target {
        Some(Link::Quote(quote)) => base.evidence(quote).and_then(|evidence| evidence_url(base, evidence)),
        Some(Link::Text(source) | Link::Url(source)) => of_source(source),
        Some(Link::Item(Item::Source(source))) if app.view.focus == SOURCES => of_source(source),
        _ => None,
    };
    let url = chosen.or_else(|| open_url(base, item));
    if url.is_none() {
        app.toast = Some("no URL is known for its sources".to_owned());
    }
    url.map(Effect::OpenUrl)
}

/// Opens the URL of a source.
pub(super) fn open_source(app: &mut App, source: Ix<Source>) -> Option<Effect> {
    let url = open_url(&app.open.base, Item::Source(source));
    if url.is_none() {
        app.toast = Some("its address is no http or https URL".to_owned());
    }
    url.map(Effect::OpenUrl)
}

/// Opens the source text of a quote, at the quote.
pub(super) fn read_quote(app: &mut App, quote: EvidenceIx) {
    let found = app.open.base.evidence(quote).map(|evidence| (evidence.source, evidence.verification.into()));
    if let Some((source, words)) = found {
        read(app, source, words);
    }
}

/// Opens a source text at a quote, or says how to make it available.
pub(super) fn read(app: &mut App, source: Ix<Source>, quote: Quoted) {
    let base = &app.open.base;
    let name = base.source_name(source, &app.setup.lang).to_owned();
    match app.open.texts.get(&source) {
        Some(text) => {
            let article = Article::new(name, text.raw(), quote);
            show(app, article);
        }
        None => {
            app.toast = Some(match base.sources[source].text {
                Some(_) => format!("start with --texts DIR to read {name}"),
                None => format!("no text is kept of {name}"),
            });
        }
    }
}

/// File stem of a screenshot.
pub(super) fn stem(app: &App) -> String {
    let address = app.here().map(|item| app.open.base.address(item).to_string());
    format!("dossier-{}", address.unwrap_or_else(|| "screen".to_owned()).replace('/', "-"))
}
