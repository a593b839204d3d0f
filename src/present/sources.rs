//! The sources of an item, with their quotes and whether these were found.

use super::page_builder::MAX_ROWS;
use super::{Link, RichLine, RichText, TextRole};
use crate::analysis::rivals;
use crate::model::{
    CitedParty, Claim, Evidence, EvidenceIx, FactBase, Item, Ix, Lang, QuoteStatus, Source, Verification,
};
use crate::text::count_noun;

/// Returns the sources of an item with their quotes: those of a claim or an event itself, otherwise those of its
/// claims. For a claim, the other answers to its question follow.
pub fn sources(base: &FactBase, item: Item, lang: &Lang) -> RichText {
    let mut output = RichText::default();
    let pieces = base.evidence_of(item);
    let mut pieces: Vec<_> = pieces.iter().filter_map(|&ix| Some((ix, base.evidence(ix)?))).take(MAX_ROWS).collect();
    // Group the evidence by source, in the order in which the sources first occur.
    let mut order: Vec<Ix<Source>> = Vec::new();
    pieces.sort_by_cached_key(|(_, evidence)| {
        order.iter().position(|&source| source == evidence.source).unwrap_or_else(|| {
            order.push(evidence.source);
            order.len() - 1
        })
    });
    for group in pieces.chunk_by(|(_, one), (_, other)| one.source == other.source) {
        let source = group[0].1.source;
        output.section(|output| write_source_heading(output, base, source, lang));
        group.iter().for_each(|&(ix, evidence)| write_quote(&mut output, base, ix, evidence, lang));
        if let Some(dated) = &base.sources[source].dated {
            output.push(
                RichLine::new().with(TextRole::Dim, format!("  date: {}", dated.get(lang))).with_hanging_indent(4),
            );
        }
    }
    if let Item::Claim(claim) = item {
        write_other_answers(&mut output, base, claim, lang);
    }
    output
}

/// Writes the heading of a source: name, title, date and language.
fn write_source_heading(output: &mut RichText, base: &FactBase, ix: Ix<Source>, lang: &Lang) {
    let source = &base.sources[ix];
    output.push(RichLine::new().link_with_role(
        TextRole::Heading,
        Link::Item(Item::Source(ix)),
        base.source_name(ix, lang),
    ));
    if let Some(title) = source.title.as_deref().filter(|title| *title != base.source_name(ix, lang)) {
        output.push(RichLine::new().plain(title));
    }
    let published = source.published.as_ref().map_or_else(|| "no date".to_owned(), |when| when.label(lang));
    let language = source.lang.as_ref().map(|lang| format!(" · {}", lang.as_str())).unwrap_or_default();
    output.push(RichLine::new().with(TextRole::Dim, format!("{published}{language}")));
}

/// Writes a quote with its chain, its stance and its status.
fn write_quote(output: &mut RichText, base: &FactBase, ix: EvidenceIx, evidence: &Evidence, lang: &Lang) {
    output.block(|rich_text| {
        rich_text.push(quote_line(ix, evidence));
        let said = push_attribution(base, evidence, lang, RichLine::new().plain("  ")).with(TextRole::Dim, " · ");
        let trust = evidence.verification.status;
        rich_text.push(
            said.with(quote_status_role(trust), verification_label(evidence.verification)).with_hanging_indent(4),
        );
        if let Some(note) = &evidence.note {
            rich_text.push(RichLine::new().with(TextRole::Dim, format!("  {}", note.get(lang))).with_hanging_indent(2));
        }
    });
}

/// A quote after the symbol of its status.
pub(super) fn quote_line(ix: EvidenceIx, evidence: &Evidence) -> RichLine {
    let trust = evidence.verification.status;
    let quote = format!("«\u{a0}{}\u{a0}»", evidence.quote);
    let mark = RichLine::new().with(quote_status_role(trust), format!("{} ", quote_status_symbol(trust)));
    mark.link_with_role(TextRole::Quote, Link::Quote(ix), quote).with_hanging_indent(2)
}

/// Appends the stance of a source and its chain.
pub(super) fn push_attribution(base: &FactBase, evidence: &Evidence, lang: &Lang, line: RichLine) -> RichLine {
    let parts = base.attribution(evidence, evidence.stance.keyword(), lang);
    parts.into_iter().fold(line, |line, (words, origin)| match origin {
        Some(origin) => line.party_link(base, origin, lang, TextRole::Dim),
        None => line.with(TextRole::Dim, words),
    })
}

fn quote_status_role(trust: QuoteStatus) -> TextRole {
    match trust {
        QuoteStatus::LockUnproven => TextRole::Dim,
        trust if trust.is_confirmed() => TextRole::Good,
        _ => TextRole::Alert,
    }
}

/// Writes the other answers to the question of a claim.
fn write_other_answers(output: &mut RichText, base: &FactBase, claim: Ix<Claim>, lang: &Lang) {
    let others = rivals(base, claim);
    if others.is_empty() {
        return;
    }
    output.heading(match base.claims[claim].answers {
        Some(_) => format!("{} to the question", count_noun(others.len(), "other answer")),
        None => format!("{} on the same point", count_noun(others.len(), "other claim")),
    });
    for other in others.into_iter().take(MAX_ROWS) {
        let row = &base.claims[other];
        let mut line =
            RichLine::new().with(TextRole::Dim, format!("{} ", super::item_symbol(base, Item::Claim(other))));
        if let Some(amount) = &row.amount {
            line = line.with(TextRole::Amount, base.amount_label(amount, lang)).plain("  ");
        }
        let says = base.statement(other, lang);
        line = line.link(Link::Item(Item::Claim(other)), says).with_hanging_indent(2);
        if let Some(evidence) = row.evidence.first() {
            line = line.plain("  ").party_link(base, CitedParty::Source(evidence.source), lang, TextRole::Dim);
        }
        output.push(line);
    }
}

/// The symbol of a quote status.
pub fn quote_status_symbol(trust: QuoteStatus) -> &'static str {
    match trust {
        QuoteStatus::Verified | QuoteStatus::Locked => "✓",
        QuoteStatus::LockUnproven => "°",
        QuoteStatus::Changed => "!",
        QuoteStatus::Missing => "✗",
        QuoteStatus::Ambiguous => "≈",
        QuoteStatus::NotVerifiable => "?",
    }
}

/// The quote status as text, with the line number if the position is known.
pub fn verification_label(receipt: Verification) -> String {
    let words = match receipt.status {
        QuoteStatus::LockUnproven => "claimed by the base's own lock",
        trust => trust.keyword(),
    };
    match receipt.span {
        Some(span) => format!("{words}, line {}", span.start.line),
        None => words.to_owned(),
    }
}
