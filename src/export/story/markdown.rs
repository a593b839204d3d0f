//! A handout as Markdown, for a post or an editor.

use super::super::escape::{markdown, markdown_link};
use super::super::reference::Reference;
use super::{Card, Format, Page, Stop};
use crate::model::Story;
use std::io::{self, Write};

pub(super) struct Markdown;

impl Format for Markdown {
    fn open(&self, page: &Page<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# {}", markdown(story.name.get(page.lang)))?;
        match &story.summary {
            Some(summary) => writeln!(out, "\n{}", markdown(summary.get(page.lang))),
            None => Ok(()),
        }
    }

    fn stop(&self, page: &Page<'_>, number: usize, stop: &Stop<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n## {number}. {}", markdown(stop.title.words))?;
        for said in [&stop.caption, &stop.note].into_iter().flatten() {
            writeln!(out, "\n{}", markdown(said.words))?;
        }
        if let Some(as_of) = &stop.as_of {
            writeln!(out, "\n*{} {}*", page.labels.as_of, markdown(as_of))?;
        }
        writeln!(out)?;
        card(page, &stop.shown, out)?;
        for group in &stop.groups {
            if let Some(head) = &group.head {
                writeln!(out, "\n### {}", markdown(head))?;
            }
            writeln!(out)?;
            group.cards.iter().try_for_each(|shown| card(page, shown, out))?;
            if let Some(more) = &group.more {
                writeln!(out, "- {}", markdown(more))?;
            }
        }
        Ok(())
    }

    fn left_out(&self, page: &Page<'_>, steps: usize, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{}", markdown(&page.left_out(steps)))
    }

    fn close(&self, page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
        if page.sources.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n## {}\n", page.labels.sources)?;
        for (at, &source) in page.sources.iter().enumerate() {
            let reference = Reference::new(page.base, source, page.lang);
            let title = |title: &str| format!("*{}*", markdown(title.trim()));
            let place = reference.web.as_deref().map(|url| format!(", <{url}>"));
            let place = place.or(reference.place.map(|place| format!(", {}", markdown(place))));
            let line = reference.line(title, markdown);
            let dated = page.base.sources[source].dated.as_ref();
            let dated = dated.map(|text| format!(". {}", markdown(text.get(page.lang)))).unwrap_or_default();
            writeln!(out, "{}. {line}{}{dated}", at + 1, place.unwrap_or_default())?;
        }
        writeln!(out, "\n{}", markdown(page.labels.legend))
    }
}

/// A list item, with its quotes as a nested list.
fn card(page: &Page<'_>, card: &Card<'_>, out: &mut dyn Write) -> io::Result<()> {
    let facts = if card.facts.is_empty() { String::new() } else { format!(" {}", markdown(&card.facts)) };
    writeln!(out, "- **{}**{facts} `{}`", markdown(card.title.trim()), card.address)?;
    for (label, said) in &card.more {
        let label = if label.is_empty() { String::new() } else { format!("{label}{}", page.labels.colon) };
        writeln!(out, "  - {label}{}", markdown(said.words))?;
    }
    for quote in &card.quotes {
        let words = markdown(&quote.words);
        let words = quote.url.as_deref().map_or(words.clone(), |url| markdown_link(&words, url));
        let said = format!("{} · {} · {}", quote.source, quote.manner, quote.trust);
        writeln!(out, "  - {words} [{}] {}", quote.number, markdown(&said))?;
    }
    card.more_quotes.iter().try_for_each(|more| writeln!(out, "  - {}", markdown(more)))
}
