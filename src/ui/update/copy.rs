//! Copying, printing and screenshots, and opening texts, browser and editor.

use super::open_overlay;
use crate::export::{CiteStyle, citation, evidence_url, item_record, item_url, quote_citation};
use crate::model::{EvidenceIx, Item, Ix, JsonLayout, Source, to_json};
use crate::present::{Link, TextTarget, detail, sources};
use crate::ui::action::CopyFormat;
use crate::ui::app::App;
use crate::ui::effect::{EditTarget, Effect};
use crate::ui::layout::PaneId;
use crate::ui::overlays::SourceViewer;
use std::collections::HashSet;

/// Copies the selected item in a format.
pub(super) fn copy(app: &mut App, format: CopyFormat) -> Option<Effect> {
    let item = app.selected()?;
    let (base, lang) = (&app.snapshot.base, &app.options.lang);
    let (text, what) = match format {
        CopyFormat::Citation(style) => (citation_text(app, item, style), "a citation"),
        CopyFormat::Id => (Some(base.id(item).to_owned()), "its id"),
        CopyFormat::Address => (Some(base.address(item).to_string()), "its address"),
        CopyFormat::Quote => (quotes(app, item), "its quotes"),
        CopyFormat::Url => (item_url(base, item), "its URL"),
        CopyFormat::Json => (to_json(&item_record(base, item, lang), JsonLayout::Pretty).ok(), "its JSON"),
        CopyFormat::Text => {
            (app.panes.get(app.view.focus).text().or_else(|| app.panes.get(PaneId::Detail).text()), "the text")
        }
    };
    if text.is_none() {
        app.toast = Some(format!("{} has nothing to copy for {what}", base.address(item)));
    }
    text.map(|text| Effect::Copy(text, what))
}

/// The citation of an item, or of the quote that is selected in the focused pane.
fn citation_text(app: &App, item: Item, style: CiteStyle) -> Option<String> {
    let (base, lang) = (&app.snapshot.base, &app.options.lang);
    let target = app.panes.get(app.view.focus).selected_link(&app.context(Some(app.view.focus)));
    match target {
        Some(Link::Quote(quote)) => quote_citation(base, quote, lang, style),
        _ => citation(base, item, lang, style),
    }
}

/// The quotes of an item's evidence, without duplicates.
fn quotes(app: &App, item: Item) -> Option<String> {
    let base = &app.snapshot.base;
    let mut seen = HashSet::new();
    let pieces = base.evidence_of(item);
    let quotes = pieces.iter().filter_map(|&ix| base.evidence(ix)).map(|evidence| evidence.quote.as_str());
    let quotes: Vec<&str> = quotes.filter(|quote| seen.insert(*quote)).collect();
    (!quotes.is_empty()).then(|| quotes.join("\n"))
}

/// The text to print for the selection: detail, sources and citation.
pub(super) fn print_text(app: &App) -> Option<String> {
    let item = app.selected()?;
    let (base, lang) = (&app.snapshot.base, &app.options.lang);
    let rich_texts = [detail(base, item, lang), sources(base, item, lang)];
    let text = rich_texts
        .map(|rich_text| rich_text.printable_lines().map(|line| line.text() + "\n").collect::<String>())
        .join("\n");
    let cited = citation(base, item, lang, app.options.cite).unwrap_or_default();
    Some(format!("{text}\n{cited}\n"))
}

/// Where the editor opens: at the selected finding, otherwise at the selected item.
pub(super) fn edit_target(app: &mut App) -> Option<EditTarget> {
    if app.view.focus == PaneId::Problems
        && let Some(Link::Problem(at)) = app.with_pane(PaneId::Problems, |pane, cx| pane.selected_link(cx))
    {
        return Some(EditTarget::Finding(at));
    }
    app.selected().map(EditTarget::Item)
}

/// Opens the selected source, otherwise the first one with a URL, at its quote.
pub(super) fn open_selected_url(app: &mut App) -> Option<Effect> {
    let target = app.with_pane(app.view.focus, |pane, cx| pane.selected_link(cx));
    let item = app.selected()?;
    let base = &app.snapshot.base;
    let url_of_source = |source: Ix<Source>| {
        let pieces = base.evidence_of(item);
        let first = pieces.iter().filter_map(|&ix| base.evidence(ix)).find(|evidence| evidence.source == source);
        first.and_then(|evidence| evidence_url(base, evidence)).or_else(|| item_url(base, Item::Source(source)))
    };
    let chosen = match target {
        Some(Link::Quote(quote)) => base.evidence(quote).and_then(|evidence| evidence_url(base, evidence)),
        Some(Link::SourceText(source) | Link::Url(source)) => url_of_source(source),
        Some(Link::Item(Item::Source(source))) if app.view.focus == PaneId::Sources => url_of_source(source),
        _ => None,
    };
    let url = chosen.or_else(|| item_url(base, item));
    if url.is_none() {
        app.toast = Some("No URL for these sources.".to_owned());
    }
    url.map(Effect::OpenUrl)
}

/// Opens the URL of a source.
pub(super) fn open_source_url(app: &mut App, source: Ix<Source>) -> Option<Effect> {
    let url = item_url(&app.snapshot.base, Item::Source(source));
    if url.is_none() {
        app.toast = Some("its address is no http or https URL".to_owned());
    }
    url.map(Effect::OpenUrl)
}

/// Opens the source text of a quote, at the quote.
pub(super) fn open_quote(app: &mut App, quote: EvidenceIx) {
    let found = app.snapshot.base.evidence(quote).map(|evidence| (evidence.source, evidence.verification.into()));
    if let Some((source, words)) = found {
        open_source_text(app, source, words);
    }
}

/// Opens a source text at a quote, or says how to make it available.
pub(super) fn open_source_text(app: &mut App, source: Ix<Source>, quote: TextTarget) {
    let base = &app.snapshot.base;
    let name = base.source_name(source, &app.options.lang).to_owned();
    match app.snapshot.texts.get(&source) {
        Some(text) => {
            let article = SourceViewer::new(name, text.raw(), quote);
            open_overlay(app, article);
        }
        None => {
            app.toast = Some(match base.sources[source].text {
                Some(_) => format!("Text not loaded. Start with --texts DIR to read {name}."),
                None => format!("no text is kept of {name}"),
            });
        }
    }
}

/// File stem of a screenshot.
pub(super) fn screenshot_stem(app: &App) -> String {
    let address = app.selected().map(|item| app.snapshot.base.address(item).to_string());
    format!("dossier-{}", address.unwrap_or_else(|| "screen".to_owned()).replace('/', "-"))
}
