//! The sources of an item, with their quotes and whether these were found.

use super::page::MOST;
use super::{Line, Link, Role, Sheet};
use crate::analysis::rivals;
use crate::diagnostic::count_noun;
use crate::model::{
    CitedParty, Claim, Evidence, EvidenceIx, FactBase, Item, Ix, Lang, QuoteStatus, Source, Verification,
};

/// Returns the sources of an item with their quotes: those of a claim or an event itself, otherwise those of its
/// claims. For a claim, the other answers to its question follow.
pub fn sources(base: &FactBase, item: Item, lang: &Lang) -> Sheet {
    let mut sheet = Sheet::default();
    let pieces = base.evidence_of(item);
    let mut pieces: Vec<_> = pieces.iter().filter_map(|&ix| Some((ix, base.evidence(ix)?))).take(MOST).collect();
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
        sheet.section(|sheet| head(sheet, base, source, lang));
        group.iter().for_each(|&(ix, evidence)| quote(&mut sheet, base, ix, evidence, lang));
        if let Some(dated) = &base.sources[source].dated {
            sheet.push(Line::new().with(Role::Dim, format!("  date: {}", dated.get(lang))).hanging(4));
        }
    }
    if let Item::Claim(claim) = item {
        also(&mut sheet, base, claim, lang);
    }
    sheet
}

/// Writes the heading of a source: name, title, date and language.
fn head(sheet: &mut Sheet, base: &FactBase, ix: Ix<Source>, lang: &Lang) {
    let source = &base.sources[ix];
    sheet.push(Line::new().marked_link(Role::Heading, Link::Item(Item::Source(ix)), base.source_name(ix, lang)));
    if let Some(title) = source.title.as_deref().filter(|title| *title != base.source_name(ix, lang)) {
        sheet.push(Line::new().plain(title));
    }
    let published = source.published.as_ref().map_or_else(|| "no date".to_owned(), |when| when.label(lang));
    let language = source.lang.as_ref().map(|lang| format!(" · {}", lang.as_str())).unwrap_or_default();
    sheet.push(Line::new().with(Role::Dim, format!("{published}{language}")));
}

/// Writes a quote with its chain, its stance and its status.
fn quote(sheet: &mut Sheet, base: &FactBase, ix: EvidenceIx, evidence: &Evidence, lang: &Lang) {
    sheet.block(|sheet| {
        sheet.push(words(ix, evidence));
        let said = stance(base, evidence, lang, Line::new().plain("  ")).with(Role::Dim, " · ");
        let trust = evidence.verification.status;
        sheet.push(said.with(trust_role(trust), trust_words(evidence.verification)).hanging(4));
        if let Some(note) = &evidence.note {
            sheet.push(Line::new().with(Role::Dim, format!("  {}", note.get(lang))).hanging(2));
        }
    });
}

/// A quote after the symbol of its status.
pub(super) fn words(ix: EvidenceIx, evidence: &Evidence) -> Line {
    let trust = evidence.verification.status;
    let quote = format!("«\u{a0}{}\u{a0}»", evidence.quote);
    let mark = Line::new().with(trust_role(trust), format!("{} ", trust_mark(trust)));
    mark.marked_link(Role::Quote, Link::Quote(ix), quote).hanging(2)
}

/// Appends the stance of a source and its chain.
pub(super) fn stance(base: &FactBase, evidence: &Evidence, lang: &Lang, line: Line) -> Line {
    let parts = base.attribution(evidence, evidence.stance.keyword(), lang);
    parts.into_iter().fold(line, |line, (words, origin)| match origin {
        Some(origin) => line.origin(base, origin, lang, Role::Dim),
        None => line.with(Role::Dim, words),
    })
}

fn trust_role(trust: QuoteStatus) -> Role {
    match trust {
        QuoteStatus::LockUnproven => Role::Dim,
        trust if trust.is_confirmed() => Role::Good,
        _ => Role::Alert,
    }
}

/// Writes the other answers to the question of a claim.
fn also(sheet: &mut Sheet, base: &FactBase, claim: Ix<Claim>, lang: &Lang) {
    let others = rivals(base, claim);
    if others.is_empty() {
        return;
    }
    sheet.heading(match base.claims[claim].answers {
        Some(_) => format!("{} to the question", count_noun(others.len(), "other answer")),
        None => format!("{} of the same kind", count_noun(others.len(), "other claim")),
    });
    for other in others.into_iter().take(MOST) {
        let row = &base.claims[other];
        let mut line = Line::new().with(Role::Dim, format!("{} ", super::mark(base, Item::Claim(other))));
        if let Some(amount) = &row.amount {
            line = line.with(Role::Amount, base.amount_label(amount, lang)).plain("  ");
        }
        let says = base.statement(other, lang);
        line = line.link(Link::Item(Item::Claim(other)), says).hanging(2);
        if let Some(evidence) = row.evidence.first() {
            line = line.plain("  ").origin(base, CitedParty::Source(evidence.source), lang, Role::Dim);
        }
        sheet.push(line);
    }
}

/// The symbol of a quote status.
pub fn trust_mark(trust: QuoteStatus) -> &'static str {
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
pub fn trust_words(receipt: Verification) -> String {
    let words = match receipt.status {
        QuoteStatus::LockUnproven => "claimed by the base's own lock",
        trust => trust.keyword(),
    };
    match receipt.span {
        Some(span) => format!("{words}, line {}", span.start.line),
        None => words.to_owned(),
    }
}
