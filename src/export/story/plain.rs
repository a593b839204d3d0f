//! A handout as plain text, for terminals and text-only printers.

use super::super::labels::quoted;
use super::super::reference::Reference;
use super::{Card, Format, Page, Quote, Stop};
use crate::model::{Bond, Story, bond_between};
use std::io::{self, Write};
use textwrap::core::Word;
use textwrap::{Options, WordSeparator};
use unicode_width::UnicodeWidthStr;

/// Maximum line width, in columns.
const WIDTH: usize = 80;

pub(super) struct Plain;

impl Format for Plain {
    fn open(&self, page: &Page<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()> {
        headline(story.name.get(page.lang), '=', out)?;
        match &story.summary {
            Some(summary) => paragraph("", summary.get(page.lang), out),
            None => Ok(()),
        }
    }

    fn stop(&self, page: &Page<'_>, number: usize, stop: &Stop<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)?;
        headline(&format!("{number}. {}", stop.title.words), '-', out)?;
        for said in [&stop.caption, &stop.note].into_iter().flatten() {
            paragraph("", said.words, out)?;
        }
        if let Some(as_of) = &stop.as_of {
            paragraph("", &format!("{} {as_of}.", page.labels.as_of), out)?;
        }
        writeln!(out)?;
        card(page, &stop.shown, "> ", out)?;
        for group in &stop.groups {
            if let Some(head) = &group.head {
                writeln!(out)?;
                paragraph("", &format!("{head}{}", page.labels.colon.trim_end()), out)?;
            }
            for shown in &group.cards {
                writeln!(out)?;
                card(page, shown, "* ", out)?;
            }
            if let Some(more) = &group.more {
                writeln!(out)?;
                paragraph("", more, out)?;
            }
        }
        Ok(())
    }

    fn left_out(&self, page: &Page<'_>, steps: usize, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)?;
        paragraph("", &page.left_out(steps), out)
    }

    fn close(&self, page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
        if page.sources.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        headline(page.labels.sources, '-', out)?;
        for (at, &source) in page.sources.iter().enumerate() {
            let reference = Reference::new(page.base, source, page.lang);
            let line = reference.line(|title| quoted(title, reference.lang), str::to_owned);
            hanging(&format!("[{}] ", at + 1), &line, out)?;
            if let Some(place) = reference.web.as_deref().or(reference.place) {
                paragraph("    ", place, out)?;
            }
            if let Some(dated) = &page.base.sources[source].dated {
                paragraph("    ", dated.get(page.lang), out)?;
            }
        }
        writeln!(out)?;
        paragraph("", page.labels.legend, out)
    }
}

fn card(page: &Page<'_>, card: &Card<'_>, mark: &str, out: &mut dyn Write) -> io::Result<()> {
    hanging(mark, &card.title, out)?;
    paragraph("  ", [card.facts.as_str(), &card.address].join("  ").trim_start(), out)?;
    for (label, said) in &card.more {
        let label = if label.is_empty() { String::new() } else { format!("{label}{}", page.labels.colon) };
        paragraph("  ", &format!("{label}{}", said.words), out)?;
    }
    card.quotes.iter().try_for_each(|quote| write_quote(quote, out))?;
    card.more_quotes.iter().try_for_each(|more| paragraph("    ", more, out))
}

fn write_quote(quote: &Quote<'_>, out: &mut dyn Write) -> io::Result<()> {
    paragraph("    ", &quote.words, out)?;
    let said = format!("[{}] {} · {} · {}", quote.number, quote.source, quote.manner, quote.trust);
    paragraph("      ", &said, out)
}

/// A heading, underlined with `rule`.
fn headline(text: &str, rule: char, out: &mut dyn Write) -> io::Result<()> {
    paragraph("", text, out)?;
    writeln!(out, "{}", rule.to_string().repeat(text.width().min(WIDTH)))
}

/// Wrapped text with every line indented.
fn paragraph(indent: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    fill(text, indent, indent, out)
}

/// Wrapped text after a mark, with a hanging indent of the same width.
fn hanging(mark: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    fill(text, mark, &" ".repeat(mark.width()), out)
}

fn fill(text: &str, first: &str, others: &str, out: &mut dyn Write) -> io::Result<()> {
    let options = Options::new(WIDTH).initial_indent(first).subsequent_indent(others).break_words(false);
    let options = options.word_separator(WordSeparator::Custom(words));
    writeln!(out, "{}", textwrap::fill(text, options))
}

/// Splits a line into words. Words that must not be separated count as one.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut from = 0;
    Box::new(std::iter::from_fn(move || {
        let rest = line.get(from..).filter(|rest| !rest.is_empty())?;
        let mut parts = rest.split_inclusive(' ').peekable();
        let mut end = 0;
        while let Some(part) = parts.next() {
            end += part.len();
            let before = part.trim_end_matches(' ');
            if parts.peek().is_none_or(|after| bond_between(before, after.trim_end_matches(' ')) == Bond::None) {
                break;
            }
        }
        from += end;
        Some(Word::from(&rest[..end]))
    }))
}
