//! A handout as plain text, for terminals and text-only printers.

use super::{Card, CardQuote, Handout, HandoutFormat, StepView};
use crate::export::messages::add_quote_marks;
use crate::export::reference::Reference;
use crate::model::{Bond, Story, bond_between};
use std::io::{self, Write};
use textwrap::core::Word;
use textwrap::{Options, WordSeparator};
use unicode_width::UnicodeWidthStr;

/// Maximum line width, in columns.
const MAX_WIDTH: usize = 80;

pub(super) struct PlainFormat;

impl HandoutFormat for PlainFormat {
    fn write_header(&self, page: &Handout<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()> {
        write_heading(story.name.get(page.lang), '=', out)?;
        match &story.summary {
            Some(summary) => write_paragraph("", summary.get(page.lang), out),
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
        writeln!(out)?;
        write_heading(&format!("{number}. {}", stop.title.words), '-', out)?;
        for said in [&stop.caption, &stop.note].into_iter().flatten() {
            write_paragraph("", said.words, out)?;
        }
        if let Some(as_of) = &stop.as_of {
            write_paragraph("", &format!("{} {as_of}.", page.labels.as_of), out)?;
        }
        writeln!(out)?;
        write_card(page, &stop.card, "> ", out)?;
        for group in &stop.groups {
            if let Some(head) = &group.head {
                writeln!(out)?;
                write_paragraph("", &format!("{head}{}", page.labels.colon.trim_end()), out)?;
            }
            for shown in &group.cards {
                writeln!(out)?;
                write_card(page, shown, "* ", out)?;
            }
            if let Some(more) = &group.more {
                writeln!(out)?;
                write_paragraph("", more, out)?;
            }
        }
        Ok(())
    }

    fn write_omitted_steps(&self, page: &Handout<'_>, steps: usize, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)?;
        write_paragraph("", &page.omitted_steps_text(steps), out)
    }

    fn write_footer(&self, page: &Handout<'_>, out: &mut dyn Write) -> io::Result<()> {
        if page.sources.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        write_heading(page.labels.sources, '-', out)?;
        for (at, &source) in page.sources.iter().enumerate() {
            let reference = Reference::new(page.base, source, page.lang);
            let line = reference.to_text(|title| add_quote_marks(title, reference.lang), str::to_owned);
            write_hanging(&format!("[{}] ", at + 1), &line, out)?;
            if let Some(place) = reference.web_url.as_deref().or(reference.other_url) {
                write_paragraph("    ", place, out)?;
            }
            if let Some(dated) = &page.base.sources[source].dated {
                write_paragraph("    ", dated.get(page.lang), out)?;
            }
        }
        writeln!(out)?;
        write_paragraph("", page.labels.legend, out)
    }
}

fn write_card(page: &Handout<'_>, card: &Card<'_>, bullet: &str, out: &mut dyn Write) -> io::Result<()> {
    write_hanging(bullet, &card.title, out)?;
    write_paragraph("  ", [card.facts.as_str(), &card.address].join("  ").trim_start(), out)?;
    for (label, said) in &card.more {
        let label = if label.is_empty() { String::new() } else { format!("{label}{}", page.labels.colon) };
        write_paragraph("  ", &format!("{label}{}", said.words), out)?;
    }
    card.quotes.iter().try_for_each(|quote| write_quote(quote, out))?;
    card.more_quotes.iter().try_for_each(|more| write_paragraph("    ", more, out))
}

fn write_quote(quote: &CardQuote<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_paragraph("    ", &quote.words, out)?;
    let said = format!("[{}] {} · {} · {}", quote.number, quote.source, quote.attribution, quote.verification);
    write_paragraph("      ", &said, out)
}

/// A heading, underlined with `rule`.
fn write_heading(text: &str, rule: char, out: &mut dyn Write) -> io::Result<()> {
    write_paragraph("", text, out)?;
    writeln!(out, "{}", rule.to_string().repeat(text.width().min(MAX_WIDTH)))
}

/// Wrapped text with every line indented.
fn write_paragraph(indent: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    write_filled(text, indent, indent, out)
}

/// Wrapped text after a mark, with a hanging indent of the same width.
fn write_hanging(prefix: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    write_filled(text, prefix, &" ".repeat(prefix.width()), out)
}

fn write_filled(text: &str, first: &str, others: &str, out: &mut dyn Write) -> io::Result<()> {
    let options = Options::new(MAX_WIDTH).initial_indent(first).subsequent_indent(others).break_words(false);
    let options = options.word_separator(WordSeparator::Custom(bonded_words));
    writeln!(out, "{}", textwrap::fill(text, options))
}

/// Splits a line into words. Words that must not be separated count as one.
fn bonded_words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
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
