//! A handout as a single HTML page without scripts or external resources, for phones, large screens and print.

use super::{Card, CardGroup, CardQuote, Handout, HandoutFormat, LocalizedText, StepView};
use crate::export::reference::Reference;
use crate::model::{Lang, Story};
use crate::text::escape_html;
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");

pub(super) struct HtmlFormat;

impl HandoutFormat for HtmlFormat {
    fn write_header(&self, page: &Handout<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()> {
        let name = page.localize(&story.name);
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n\
             </head>\n<body>\n<main>\n<header>\n",
            page.labels.lang,
            escape_html(name.words)
        )?;
        if let Some(title) = &page.base.title {
            write_element(page, "p", "base", &page.localize(title), out)?;
        }
        write_element(page, "h1", "", &name, out)?;
        if let Some(summary) = &story.summary {
            write_element(page, "p", "summary", &page.localize(summary), out)?;
        }
        writeln!(out, "</header>\n<ol class=\"steps\">")
    }

    fn write_step(
        &self,
        page: &Handout<'_>,
        number: usize,
        stop: &StepView<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out, "<li id=\"step-{number}\">")?;
        write_element(page, "h2", "", &stop.title, out)?;
        if let Some(caption) = &stop.caption {
            write_element(page, "p", "caption", caption, out)?;
        }
        if let Some(note) = &stop.note {
            write_element(page, "p", "note", note, out)?;
        }
        if let Some(as_of) = &stop.as_of {
            writeln!(out, "<p class=\"facts\">{} {}</p>", page.labels.as_of, escape_html(as_of))?;
        }
        writeln!(out, "<div class=\"shown\">")?;
        write_card(page, &stop.card, out)?;
        writeln!(out, "</div>")?;
        stop.groups.iter().try_for_each(|group| write_group(page, group, out))?;
        writeln!(out, "</li>")
    }

    fn write_omitted_steps(&self, page: &Handout<'_>, steps: usize, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<li><p class=\"note\">{}</p></li>", escape_html(&page.omitted_steps_text(steps)))
    }

    fn write_footer(&self, page: &Handout<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</ol>")?;
        if !page.sources.is_empty() {
            write_sources(page, out)?;
        }
        writeln!(out, "</main>\n</body>\n</html>")
    }
}

fn write_sources(page: &Handout<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section class=\"sources\">\n<h2>{}</h2>\n<ol>", page.labels.sources)?;
    for (at, &source) in page.sources.iter().enumerate() {
        let reference = Reference::new(page.base, source, page.lang);
        let title =
            |title: &str| format!("<cite{}>{}</cite>", lang_attribute(page, reference.lang), escape_html(title));
        writeln!(out, "<li id=\"source-{}\">{}", at + 1, reference.to_text(title, escape_html))?;
        match (&reference.web_url, reference.other_url) {
            (Some(url), _) => writeln!(out, "<br><a href=\"{0}\">{0}</a>", escape_html(url))?,
            (None, Some(place)) => writeln!(out, "<br>{}", escape_html(place))?,
            (None, None) => {}
        }
        if let Some(dated) = &page.base.sources[source].dated {
            write_element(page, "p", "note", &page.localize(dated), out)?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ol>\n</section>\n<footer><p>{}</p></footer>", escape_html(page.labels.legend))
}

/// The `lang` attribute, or nothing if the language is that of the page.
fn lang_attribute(page: &Handout<'_>, lang: Option<&Lang>) -> String {
    let other = lang.filter(|lang| lang.as_str() != page.labels.lang);
    other.map(|lang| format!(" lang=\"{}\"", lang.as_str())).unwrap_or_default()
}

fn write_element(
    page: &Handout<'_>,
    name: &str,
    class: &str,
    said: &LocalizedText<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    writeln!(out, "<{name}{class}{}>{}</{name}>", lang_attribute(page, said.lang), escape_html(said.words))
}

fn write_group(page: &Handout<'_>, group: &CardGroup<'_>, out: &mut dyn Write) -> io::Result<()> {
    if let Some(head) = &group.head {
        writeln!(out, "<h3>{}</h3>", escape_html(head))?;
    }
    writeln!(out, "<ul class=\"{}\">", if group.is_side_by_side { "cards rival" } else { "cards" })?;
    for card in &group.cards {
        writeln!(out, "<li>")?;
        write_card(page, card, out)?;
        writeln!(out, "</li>")?;
    }
    if let Some(more) = &group.more {
        writeln!(out, "<li>{}</li>", escape_html(more))?;
    }
    writeln!(out, "</ul>")
}

fn write_card(page: &Handout<'_>, card: &Card<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_element(page, "p", "says", &LocalizedText { words: &card.title, lang: card.lang }, out)?;
    let facts = if card.facts.is_empty() { String::new() } else { format!("<b>{}</b> ", escape_html(&card.facts)) };
    writeln!(out, "<p class=\"facts\">{facts}<code>{}</code></p>", escape_html(&card.address))?;
    for (label, said) in &card.more {
        let label = if label.is_empty() { String::new() } else { format!("<b>{label}</b>{}", page.labels.colon) };
        writeln!(
            out,
            "<p class=\"note\">{label}<span{}>{}</span></p>",
            lang_attribute(page, said.lang),
            escape_html(said.words)
        )?;
    }
    card.quotes.iter().try_for_each(|quote| write_quote(page, quote, out))?;
    card.more_quotes.iter().try_for_each(|more| writeln!(out, "<p class=\"note\">{}</p>", escape_html(more)))
}

fn write_quote(page: &Handout<'_>, quote: &CardQuote<'_>, out: &mut dyn Write) -> io::Result<()> {
    let words = escape_html(&quote.words);
    let words =
        quote.url.as_deref().map_or(words.clone(), |url| format!("<a href=\"{}\">{words}</a>", escape_html(url)));
    let lang = lang_attribute(page, quote.lang);
    writeln!(out, "<figure>\n<blockquote{lang}><p>{words}</p></blockquote>")?;
    writeln!(
        out,
        "<figcaption><a href=\"#source-{0}\">[{0}]</a> <cite{lang}>{1}</cite> · {2} · {3}</figcaption>\n</figure>",
        quote.number,
        escape_html(&quote.source),
        escape_html(&quote.attribution),
        escape_html(&quote.verification)
    )
}
