//! References: a source as it appears in a list of sources, and the URLs of evidence.

use super::messages::Messages;
use super::url::{quote_url, web_url};
use crate::model::{EdtfDate, Evidence, FactBase, Item, Ix, Lang, Source};

/// The known facts about a source. Missing facts are left out, except the date: a missing date is "n.d.".
pub(super) struct Reference<'a> {
    authors: &'a [String],
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    date: String,
    accessed: Option<String>,
    /// The language of the title.
    pub lang: Option<&'a Lang>,
    /// The URL as written, if it is not a web URL.
    pub other_url: Option<&'a str>,
    /// The web URL, if there is one.
    pub web_url: Option<String>,
}

impl<'a> Reference<'a> {
    pub(super) fn new(base: &'a FactBase, ix: Ix<Source>, lang: &Lang) -> Self {
        let (source, labels) = (&base.sources[ix], Messages::for_lang(lang));
        let web = source.url.as_deref().and_then(web_url);
        Self {
            authors: &source.authors,
            // Fall back to the id if there is neither a title nor a publisher.
            title: source.title.as_deref().or(source.publisher.is_none().then(|| base.source_title(ix))),
            publisher: source.publisher.as_deref(),
            date: date_label(source.published.as_ref(), source.dated.is_some(), lang)
                .unwrap_or(labels.undated.to_owned()),
            accessed: source.accessed.as_ref().map(|when| format!("{} {}", labels.accessed, when.label(lang))),
            lang: source.lang.as_ref(),
            other_url: source.url.as_deref().filter(|_| web.is_none()),
            web_url: web,
        }
    }

    /// Joins authors, title, publisher, date and access date. `title` formats the title, `other` the rest.
    pub(super) fn to_text(&self, title: impl Fn(&str) -> String, other: impl Fn(&str) -> String) -> String {
        let authors = self.authors.iter().map(String::as_str);
        let behind = [self.publisher, Some(&self.date), self.accessed.as_deref()].into_iter().flatten();
        let parts = authors.map(&other).chain(self.title.map(title)).chain(behind.map(&other));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// A date as text, marked if it was inferred.
pub(super) fn date_label(when: Option<&EdtfDate>, inferred: bool, lang: &Lang) -> Option<String> {
    let mark = if inferred { format!(" ({})", Messages::for_lang(lang).inferred) } else { String::new() };
    when.map(|when| format!("{}{mark}", when.label(lang)))
}

/// The date of an item as text, marked if it was inferred. A claim without a date has that of its event.
pub(super) fn item_date_label(base: &FactBase, item: Item, lang: &Lang) -> Option<String> {
    let inferred = match item {
        Item::Claim(ix) if base.claims[ix].when.is_some() => base.claims[ix].dated.is_some(),
        Item::Claim(ix) => base.claims[ix].event.is_some_and(|event| base.events[event].dated.is_some()),
        Item::Event(ix) => base.events[ix].dated.is_some(),
        Item::Source(ix) => base.sources[ix].dated.is_some(),
        _ => false,
    };
    date_label(base.effective_date(item), inferred, lang)
}

/// The stance and chain of a source: "reports; second-hand: Financial Times, via Cafétech".
pub(super) fn attribution(base: &FactBase, evidence: &Evidence, lang: &Lang) -> String {
    let parts = base.attribution(evidence, Messages::for_lang(lang).stance(evidence.stance), lang);
    parts.into_iter().map(|(words, _)| words).collect()
}

/// The sources of an item, each once, in the order of their first quote. For a source, the source itself.
pub(super) fn sources_of(base: &FactBase, item: Item) -> Vec<Ix<Source>> {
    if let Item::Source(ix) = item {
        return vec![ix];
    }
    let mut seen = std::collections::BTreeSet::new();
    let pieces = base.evidence_of(item);
    let sources = pieces.iter().filter_map(|&ix| base.evidence(ix)).map(|evidence| evidence.source);
    sources.filter(|&source| seen.insert(source)).collect()
}

/// The URL of a quote: its web page, scrolled to the quoted words.
pub fn evidence_url(base: &FactBase, evidence: &Evidence) -> Option<String> {
    let url = web_url(base.sources[evidence.source].url.as_deref()?)?;
    Some(quote_url(&url, &evidence.quote))
}

/// The URL to open for an item: that of a source; otherwise that of the item's first quote with a web page.
pub fn item_url(base: &FactBase, item: Item) -> Option<String> {
    match item {
        Item::Source(ix) => web_url(base.sources[ix].url.as_deref()?),
        other => base.evidence_of(other).into_iter().find_map(|ix| evidence_url(base, base.evidence(ix)?)),
    }
}
