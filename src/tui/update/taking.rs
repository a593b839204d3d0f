//! Taking something along: copies, prints, pictures; and what lies outside: texts, browsers, editors.

use super::super::action::Taken;
use super::super::app::App;
use super::super::command::Command;
use super::super::effect::{Effect, Written};
use super::super::layout::{DETAIL, PROBLEMS, SOURCES};
use super::super::overlay::{Article, copies, pictures};
use super::show;
use crate::export::{CiteStyle, citation, citation_with, evidence_url, open_url, record};
use crate::model::{Evidence, Item, Ix, JsonLayout, Source, to_json};
use crate::sheet::{Link, Quoted, detail, evidence_of, sources};
use std::collections::HashSet;

/// Does what a command says with what is selected.
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

/// Copies a part of what is selected.
pub(super) fn take(app: &mut App, taken: Taken) -> Option<Effect> {
    let item = app.here()?;
    let (base, lang) = (&app.open.base, &app.setup.lang);
    let (text, what) = match taken {
        Taken::Citation(style) => (cited(app, item, style), "a citation"),
        Taken::Id => (Some(base.id(item).to_owned()), "its id"),
        Taken::Address => (Some(base.address(item).to_string()), "its address"),
        Taken::Quote => (quotes(app, item), "its quotes"),
        Taken::Url => (open_url(base, item), "its URL"),
        Taken::Json => (to_json(&record(base, item, lang), JsonLayout::Lines).ok(), "its JSON"),
        Taken::Text => (app.panes[app.view.focus].text().or_else(|| app.panes[DETAIL].text()), "the text"),
    };
    if text.is_none() {
        app.toast = Some(format!("{} has nothing to copy for {what}", base.address(item)));
    }
    text.map(|text| Effect::Copy(text, what))
}

/// The citation of an item; while a quote of the sources is selected, of that quote.
fn cited(app: &App, item: Item, style: CiteStyle) -> Option<String> {
    let (base, lang) = (&app.open.base, &app.setup.lang);
    let target = app.panes[SOURCES].target(&app.context(SOURCES)).filter(|_| app.view.focus == SOURCES);
    let (Some(Link::Text(source, _)), Some(words)) = (target, app.panes[SOURCES].words()) else {
        return citation(base, item, lang, style);
    };
    let is_it = |evidence: &Evidence| {
        evidence.source == source && words.trim_matches(['«', '»', '\u{a0}', ' ']) == evidence.quote
    };
    let cite = |item| citation_with(base, item, is_it, lang, style);
    let own = Some(item).filter(|item| matches!(item, Item::Claim(_) | Item::Event(_)));
    // Of an entity or a source, and often of an event, the quotes are those of claims.
    let of_claim = || base.claims.iter().find(|(_, _, claim)| claim.evidence.iter().any(is_it));
    own.and_then(cite).or_else(|| cite(Item::Claim(of_claim()?.0)))
}

/// The quotes that an item rests on, each once.
fn quotes(app: &App, item: Item) -> Option<String> {
    let base = &app.open.base;
    let mut seen = HashSet::new();
    let quotes = evidence_of(base, item).map(|evidence| evidence.quote.as_str());
    let quotes: Vec<&str> = quotes.filter(|quote| seen.insert(*quote)).collect();
    (!quotes.is_empty()).then(|| quotes.join("\n"))
}

/// What is printed of a selection: what it is, who says so, how to cite it.
fn printed(app: &App) -> Option<String> {
    let item = app.here()?;
    let (base, lang) = (&app.open.base, &app.setup.lang);
    let sheets = [detail(base, item, lang), sources(base, item, lang)];
    let text = sheets.map(|sheet| sheet.on_paper().map(|line| line.text() + "\n").collect::<String>()).join("\n");
    let cited = citation(base, item, lang, app.setup.cite).unwrap_or_default();
    Some(format!("{text}\n{cited}\n"))
}

/// Where the editor is to be opened: at the finding that is selected, else at what is shown.
fn edited(app: &mut App) -> Option<Written> {
    if app.view.focus == PROBLEMS
        && let Some(Link::Problem(at)) = app.with_pane(PROBLEMS, |pane, cx| pane.target(cx))
    {
        return Some(Written::Finding(at));
    }
    app.here().map(Written::Item)
}

/// Opens the source that is selected, else the first one with a URL, at its quote.
fn open(app: &mut App) -> Option<Effect> {
    let target = app.with_pane(app.view.focus, |pane, cx| pane.target(cx));
    let chosen = match target.filter(|_| app.view.focus == SOURCES) {
        Some(Link::Text(source, _) | Link::Url(source) | Link::Item(Item::Source(source))) => Some(source),
        _ => None,
    };
    let item = app.here()?;
    let base = &app.open.base;
    let at_quote = |source| evidence_url(base, evidence_of(base, item).find(|evidence| evidence.source == source)?);
    let of_source = chosen.and_then(|source| at_quote(source).or_else(|| open_url(base, Item::Source(source))));
    let url = of_source.or_else(|| open_url(base, item));
    if url.is_none() {
        app.toast = Some("no URL is known for its sources".to_owned());
    }
    url.map(Effect::OpenUrl)
}

/// Opens the address of a source.
pub(super) fn open_source(app: &mut App, source: Ix<Source>) -> Option<Effect> {
    let url = open_url(&app.open.base, Item::Source(source));
    if url.is_none() {
        app.toast = Some("its address is no http or https URL".to_owned());
    }
    url.map(Effect::OpenUrl)
}

/// Opens a source text at a quote, or says how to.
pub(super) fn read(app: &mut App, source: Ix<Source>, quote: Quoted) {
    let base = &app.open.base;
    let name = base.source_name(source).to_owned();
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

/// What a picture of the screen is called.
pub(super) fn stem(app: &App) -> String {
    let address = app.here().map(|item| app.open.base.address(item).to_string());
    format!("dossier-{}", address.unwrap_or_else(|| "screen".to_owned()).replace('/', "-"))
}
