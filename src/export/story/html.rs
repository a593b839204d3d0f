//! A handout as a single HTML page without scripts or external resources, for phones, large screens and print.

use super::super::escape::html;
use super::super::reference::Reference;
use super::{Card, Format, Group, Page, Quote, Said, Stop};
use crate::model::{Lang, Story};
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");

pub(super) struct Html;

impl Format for Html {
    fn open(&self, page: &Page<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()> {
        let name = page.said(&story.name);
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n\
             </head>\n<body>\n<main>\n<header>\n",
            page.labels.lang,
            html(name.words)
        )?;
        if let Some(title) = &page.base.title {
            element(page, "p", "base", &page.said(title), out)?;
        }
        element(page, "h1", "", &name, out)?;
        if let Some(summary) = &story.summary {
            element(page, "p", "summary", &page.said(summary), out)?;
        }
        writeln!(out, "</header>\n<ol class=\"steps\">")
    }

    fn stop(&self, page: &Page<'_>, number: usize, stop: &Stop<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<li id=\"step-{number}\">")?;
        element(page, "h2", "", &stop.title, out)?;
        if let Some(caption) = &stop.caption {
            element(page, "p", "caption", caption, out)?;
        }
        if let Some(note) = &stop.note {
            element(page, "p", "note", note, out)?;
        }
        if let Some(as_of) = &stop.as_of {
            writeln!(out, "<p class=\"facts\">{} {}</p>", page.labels.as_of, html(as_of))?;
        }
        writeln!(out, "<div class=\"shown\">")?;
        write_card(page, &stop.shown, out)?;
        writeln!(out, "</div>")?;
        stop.groups.iter().try_for_each(|group| write_group(page, group, out))?;
        writeln!(out, "</li>")
    }

    fn left_out(&self, page: &Page<'_>, steps: usize, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<li><p class=\"note\">{}</p></li>", html(&page.left_out(steps)))
    }

    fn close(&self, page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</ol>")?;
        if !page.sources.is_empty() {
            write_sources(page, out)?;
        }
        writeln!(out, "</main>\n</body>\n</html>")
    }
}

fn write_sources(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section class=\"sources\">\n<h2>{}</h2>\n<ol>", page.labels.sources)?;
    for (at, &source) in page.sources.iter().enumerate() {
        let reference = Reference::new(page.base, source, page.lang);
        let title = |title: &str| format!("<cite{}>{}</cite>", tongue(page, reference.lang), html(title));
        writeln!(out, "<li id=\"source-{}\">{}", at + 1, reference.line(title, html))?;
        match (&reference.web, reference.place) {
            (Some(url), _) => writeln!(out, "<br><a href=\"{0}\">{0}</a>", html(url))?,
            (None, Some(place)) => writeln!(out, "<br>{}", html(place))?,
            (None, None) => {}
        }
        if let Some(dated) = &page.base.sources[source].dated {
            element(page, "p", "note", &page.said(dated), out)?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ol>\n</section>\n<footer><p>{}</p></footer>", html(page.labels.legend))
}

/// The `lang` attribute, or nothing if the language is that of the page.
fn tongue(page: &Page<'_>, lang: Option<&Lang>) -> String {
    let other = lang.filter(|lang| lang.as_str() != page.labels.lang);
    other.map(|lang| format!(" lang=\"{}\"", lang.as_str())).unwrap_or_default()
}

fn element(page: &Page<'_>, name: &str, class: &str, said: &Said<'_>, out: &mut dyn Write) -> io::Result<()> {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    writeln!(out, "<{name}{class}{}>{}</{name}>", tongue(page, said.lang), html(said.words))
}

fn write_group(page: &Page<'_>, group: &Group<'_>, out: &mut dyn Write) -> io::Result<()> {
    if let Some(head) = &group.head {
        writeln!(out, "<h3>{}</h3>", html(head))?;
    }
    writeln!(out, "<ul class=\"{}\">", if group.rival { "cards rival" } else { "cards" })?;
    for card in &group.cards {
        writeln!(out, "<li>")?;
        write_card(page, card, out)?;
        writeln!(out, "</li>")?;
    }
    if let Some(more) = &group.more {
        writeln!(out, "<li>{}</li>", html(more))?;
    }
    writeln!(out, "</ul>")
}

fn write_card(page: &Page<'_>, card: &Card<'_>, out: &mut dyn Write) -> io::Result<()> {
    element(page, "p", "says", &Said { words: &card.title, lang: card.lang }, out)?;
    let facts = if card.facts.is_empty() { String::new() } else { format!("<b>{}</b> ", html(&card.facts)) };
    writeln!(out, "<p class=\"facts\">{facts}<code>{}</code></p>", html(&card.address))?;
    for (label, said) in &card.more {
        let label = if label.is_empty() { String::new() } else { format!("<b>{label}</b>{}", page.labels.colon) };
        writeln!(out, "<p class=\"note\">{label}<span{}>{}</span></p>", tongue(page, said.lang), html(said.words))?;
    }
    card.quotes.iter().try_for_each(|quote| write_quote(page, quote, out))?;
    card.more_quotes.iter().try_for_each(|more| writeln!(out, "<p class=\"note\">{}</p>", html(more)))
}

fn write_quote(page: &Page<'_>, quote: &Quote<'_>, out: &mut dyn Write) -> io::Result<()> {
    let words = html(&quote.words);
    let words = quote.url.as_deref().map_or(words.clone(), |url| format!("<a href=\"{}\">{words}</a>", html(url)));
    let lang = tongue(page, quote.lang);
    writeln!(out, "<figure>\n<blockquote{lang}><p>{words}</p></blockquote>")?;
    writeln!(
        out,
        "<figcaption><a href=\"#source-{0}\">[{0}]</a> <cite{lang}>{1}</cite> · {2} · {3}</figcaption>\n</figure>",
        quote.number,
        html(&quote.source),
        html(&quote.manner),
        html(&quote.trust)
    )
}
