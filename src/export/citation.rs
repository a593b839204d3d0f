//! Citations: an item with its sources, their quotes and URLs.

use super::bibtex;
use super::messages::{Messages, add_quote_marks};
use super::reference::{Reference, attribution, evidence_url, item_date_label, sources_of};
use crate::model::{Evidence, EvidenceIx, FactBase, Item, Ix, Lang, Source};
use crate::text::{escape_markdown, markdown_link};

keyword_enum! {
    /// Output format of a citation.
    pub enum CiteStyle {
        /// Plain text, one line per quote.
        Plain = "plain",
        /// Markdown, one line per quote.
        Markdown = "md",
        /// Bibliography entries for `biblatex`.
        Bibtex = "bibtex",
    }
}

/// Cites an item: a claim or an event with its quotes, anything else with its sources. Returns lines without a
/// trailing line break, or `None` if there is no source to cite. Nothing is made up: a missing author is left out, a
/// missing date is "n.d.", and an inferred date is marked as such.
pub fn citation(base: &FactBase, item: Item, lang: &Lang, style: CiteStyle) -> Option<String> {
    let quotes = match item {
        Item::Claim(_) | Item::Event(_) => base.evidence_of(item),
        _ => Vec::new(),
    };
    let sources = if quotes.is_empty() { sources_of(base, item) } else { Vec::new() };
    format_citation(base, item, &quotes, &sources, lang, style)
}

/// Cites one quote, as evidence for the claim or event it belongs to.
pub fn quote_citation(base: &FactBase, quote: EvidenceIx, lang: &Lang, style: CiteStyle) -> Option<String> {
    format_citation(base, quote.owner.item(), &[quote], &[], lang, style)
}

fn format_citation(
    base: &FactBase,
    item: Item,
    quotes: &[EvidenceIx],
    sources: &[Ix<Source>],
    lang: &Lang,
    style: CiteStyle,
) -> Option<String> {
    let cite = CitationBuilder { base, item, lang, labels: Messages::for_lang(lang) };
    let quotes: Vec<_> = quotes.iter().filter_map(|&ix| base.evidence(ix)).collect();
    let lines = match style {
        CiteStyle::Plain => cite.lines(&quotes, sources, &PlainMarkup),
        CiteStyle::Markdown => cite.lines(&quotes, sources, &MarkdownMarkup),
        CiteStyle::Bibtex => bibtex::entries(base, item, &quotes, sources, lang),
    };
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Formats the parts of a citation.
trait CitationMarkup {
    /// Running text.
    fn text(&self, text: &str) -> String;
    /// The title of a source. `lang` is its language.
    fn title(&self, title: &str, lang: Option<&Lang>) -> String;
    /// A quote that already has its quotation marks, with its URL if there is one.
    fn quote(&self, quote: &str, url: Option<&str>) -> String;
    /// Whether a quote with a URL is a link, so that the URL is not repeated after it.
    fn links_quotes(&self) -> bool;
    /// A bare URL.
    fn url(&self, url: &str) -> String;
    /// The address of an item.
    fn address(&self, address: &str) -> String;
    /// Prefix of each line if there are several.
    fn bullet(&self) -> &'static str;
}

struct PlainMarkup;
struct MarkdownMarkup;

impl CitationMarkup for PlainMarkup {
    fn text(&self, text: &str) -> String {
        text.to_owned()
    }

    fn title(&self, title: &str, lang: Option<&Lang>) -> String {
        add_quote_marks(title, lang)
    }

    fn quote(&self, quote: &str, _: Option<&str>) -> String {
        quote.to_owned()
    }

    fn links_quotes(&self) -> bool {
        false
    }

    fn url(&self, url: &str) -> String {
        url.to_owned()
    }

    fn address(&self, address: &str) -> String {
        format!("[{address}]")
    }

    fn bullet(&self) -> &'static str {
        ""
    }
}

impl CitationMarkup for MarkdownMarkup {
    fn text(&self, text: &str) -> String {
        escape_markdown(text)
    }

    fn title(&self, title: &str, _: Option<&Lang>) -> String {
        format!("*{}*", escape_markdown(title.trim()))
    }

    fn quote(&self, quote: &str, url: Option<&str>) -> String {
        url.map_or_else(|| escape_markdown(quote), |url| markdown_link(&escape_markdown(quote), url))
    }

    fn links_quotes(&self) -> bool {
        true
    }

    fn url(&self, url: &str) -> String {
        format!("<{url}>")
    }

    fn address(&self, address: &str) -> String {
        format!("`{address}`")
    }

    fn bullet(&self) -> &'static str {
        "- "
    }
}

struct CitationBuilder<'a> {
    base: &'a FactBase,
    item: Item,
    lang: &'a Lang,
    labels: &'a Messages,
}

impl CitationBuilder<'_> {
    /// One line per quote. Without quotes: one line for a source, otherwise the title of the item and its sources.
    fn lines(&self, quotes: &[&Evidence], sources: &[Ix<Source>], style: &dyn CitationMarkup) -> Vec<String> {
        let address = style.address(&self.base.address(self.item).to_string());
        let several = if quotes.len() > 1 { style.bullet() } else { "" };
        let head = self.head();
        match (self.item, sources) {
            (Item::Source(ix), _) => vec![format!("{} {address}", self.source(ix, style))],
            (_, []) => quotes
                .iter()
                .map(|evidence| format!("{several}{} {address}", self.quote(&head, evidence, style)))
                .collect(),
            _ => {
                let listed = sources.iter().map(|&source| format!("- {}", self.source(source, style)));
                std::iter::once(format!("{} {address}", style.text(&head))).chain(listed).collect()
            }
        }
    }

    /// Title of the cited item, with the date if it is an event.
    fn head(&self) -> String {
        let name = self.base.title(self.item, self.lang);
        let date =
            matches!(self.item, Item::Event(_)).then(|| item_date_label(self.base, self.item, self.lang)).flatten();
        date.map_or(name.clone(), |date| format!("{name}, {date}"))
    }

    fn quote(&self, head: &str, evidence: &Evidence, style: &dyn CitationMarkup) -> String {
        let reference = Reference::new(self.base, evidence.source, self.lang);
        let url = evidence_url(self.base, evidence);
        let quote = style.quote(&add_quote_marks(&evidence.quote, reference.lang), url.as_deref());
        let manner = style.text(&attribution(self.base, evidence, self.lang));
        let document = format_reference(&reference, url.as_deref().filter(|_| !style.links_quotes()), style);
        format!("{}{}{quote} ({manner}). {document}", style.text(head), self.labels.colon)
    }

    fn source(&self, ix: Ix<Source>, style: &dyn CitationMarkup) -> String {
        let reference = Reference::new(self.base, ix, self.lang);
        format_reference(&reference, reference.web_url.as_deref(), style)
    }
}

/// A source and its location: `url`, or the URL as written if it is not a web page.
fn format_reference(reference: &Reference<'_>, url: Option<&str>, style: &dyn CitationMarkup) -> String {
    let line = reference.to_text(|title| style.title(title, reference.lang), |other| style.text(other));
    let place = url.map(|url| style.url(url)).or(reference.other_url.map(|place| style.text(place)));
    let stop = if line.ends_with('.') { "" } else { "." };
    // A full stop after a URL would look like part of it.
    place.map_or_else(|| format!("{line}{stop}"), |place| format!("{line}{stop} {place}"))
}
