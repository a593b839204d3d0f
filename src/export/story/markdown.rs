//! A handout as Markdown, for a post or an editor.

use super::{Card, Handout, HandoutFormat, StepView};
use crate::export::reference::Reference;
use crate::model::Story;
use crate::text::{escape_markdown, markdown_link};
use std::io::{self, Write};

pub(super) struct MarkdownFormat;

impl HandoutFormat for MarkdownFormat {
    fn write_header(&self, page: &Handout<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# {}", escape_markdown(story.name.get(page.lang)))?;
        match &story.summary {
            Some(summary) => writeln!(out, "\n{}", escape_markdown(summary.get(page.lang))),
            None => Ok(()),
        }
    }

    fn write_step(
        &self,
        page: &Handout<'_>,
        number: usize,
        stop: &StepView<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out, "\n## {number}. {}", escape_markdown(stop.title.words))?;
        for said in [&stop.caption, &stop.note].into_iter().flatten() {
            writeln!(out, "\n{}", escape_markdown(said.words))?;
        }
        if let Some(as_of) = &stop.as_of {
            writeln!(out, "\n*{} {}*", page.labels.as_of, escape_markdown(as_of))?;
        }
        writeln!(out)?;
        write_card(page, &stop.card, out)?;
        for group in &stop.groups {
            if let Some(head) = &group.head {
                writeln!(out, "\n### {}", escape_markdown(head))?;
            }
            writeln!(out)?;
            group.cards.iter().try_for_each(|shown| write_card(page, shown, out))?;
            if let Some(more) = &group.more {
                writeln!(out, "- {}", escape_markdown(more))?;
            }
        }
        Ok(())
    }

    fn write_omitted_steps(&self, page: &Handout<'_>, steps: usize, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{}", escape_markdown(&page.omitted_steps_text(steps)))
    }

    fn write_footer(&self, page: &Handout<'_>, out: &mut dyn Write) -> io::Result<()> {
        if page.sources.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n## {}\n", page.labels.sources)?;
        for (at, &source) in page.sources.iter().enumerate() {
            let reference = Reference::new(page.base, source, page.lang);
            let title = |title: &str| format!("*{}*", escape_markdown(title.trim()));
            let place = reference.web_url.as_deref().map(|url| format!(", <{url}>"));
            let place = place.or(reference.other_url.map(|place| format!(", {}", escape_markdown(place))));
            let line = reference.to_text(title, escape_markdown);
            let dated = page.base.sources[source].dated.as_ref();
            let dated = dated.map(|text| format!(". {}", escape_markdown(text.get(page.lang)))).unwrap_or_default();
            writeln!(out, "{}. {line}{}{dated}", at + 1, place.unwrap_or_default())?;
        }
        writeln!(out, "\n{}", escape_markdown(page.labels.legend))
    }
}

/// A list item, with its quotes as a nested list.
fn write_card(page: &Handout<'_>, card: &Card<'_>, out: &mut dyn Write) -> io::Result<()> {
    let facts = if card.facts.is_empty() { String::new() } else { format!(" {}", escape_markdown(&card.facts)) };
    writeln!(out, "- **{}**{facts} `{}`", escape_markdown(card.title.trim()), card.address)?;
    for (label, said) in &card.more {
        let label = if label.is_empty() { String::new() } else { format!("{label}{}", page.labels.colon) };
        writeln!(out, "  - {label}{}", escape_markdown(said.words))?;
    }
    for quote in &card.quotes {
        let words = escape_markdown(&quote.words);
        let words = quote.url.as_deref().map_or(words.clone(), |url| markdown_link(&words, url));
        let said = format!("{} · {} · {}", quote.source, quote.attribution, quote.verification);
        writeln!(out, "  - {words} [{}] {}", quote.number, escape_markdown(&said))?;
    }
    card.more_quotes.iter().try_for_each(|more| writeln!(out, "  - {}", escape_markdown(more)))
}
