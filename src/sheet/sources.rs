//! Who says so, in which words, and whether the words were found.

use super::page::MOST;
use super::{Line, Link, Role, Sheet};
use crate::analysis::rivals;
use crate::diagnostic::count;
use crate::model::{Claim, Evidence, FactBase, Item, Ix, Lang, Origin, Receipt, Source, Trust};
use std::collections::{BTreeMap, HashSet};

/// The sources of an item with their quotes: of a claim or event its own, of anything else those of its claims; for
/// a claim, then the other answers to its question.
pub fn sources(base: &FactBase, item: Item, lang: &Lang) -> Sheet {
    let mut sheet = Sheet::default();
    let mut by_source: BTreeMap<Ix<Source>, usize> = BTreeMap::new();
    let mut groups: Vec<(Ix<Source>, Vec<&Evidence>)> = Vec::new();
    let mut seen = HashSet::new();
    for evidence in evidence_of(base, item).filter(|e| seen.insert((e.source, &e.quote, &e.via))).take(MOST) {
        let group = *by_source.entry(evidence.source).or_insert(groups.len());
        if group == groups.len() {
            groups.push((evidence.source, Vec::new()));
        }
        groups[group].1.push(evidence);
    }
    for (source, list) in groups {
        sheet.gap();
        head(&mut sheet, base, source, lang);
        list.into_iter().for_each(|evidence| quote(&mut sheet, base, evidence, lang));
        if let Some(dated) = &base.sources[source].dated {
            sheet.push(Line::new().with(Role::Dim, format!("  date: {}", dated.get(lang))).hanging(4));
        }
    }
    if let Item::Claim(claim) = item {
        also(&mut sheet, base, claim, lang);
    }
    sheet
}

/// The evidence that bears on an item.
pub fn evidence_of(base: &FactBase, item: Item) -> Box<dyn Iterator<Item = &Evidence> + '_> {
    let of_claims = |claims: Vec<Ix<Claim>>| claims.into_iter().flat_map(|claim| &base.claims[claim].evidence);
    match item {
        Item::Claim(ix) => Box::new(base.claims[ix].evidence.iter()),
        Item::Event(ix) => {
            Box::new(base.events[ix].evidence.iter().chain(of_claims(base.links.claims_of_event(ix).to_vec())))
        }
        Item::Entity(ix) => Box::new(of_claims(base.links.claims_of_entity(ix).to_vec())),
        Item::Question(ix) => Box::new(of_claims(base.links.claims_of_question(ix).to_vec())),
        Item::Source(ix) => {
            let events = base.links.events_of_source(ix).iter().flat_map(|&event| &base.events[event].evidence);
            let citing = of_claims(base.links.claims_citing(Origin::Source(ix)).to_vec());
            let all = of_claims(base.links.claims_of_source(ix).to_vec()).chain(events).chain(citing);
            Box::new(all.filter(move |e| e.source == ix || e.via.contains(&Origin::Source(ix))))
        }
        Item::Balance(ix) => {
            let balance = &base.balances[ix];
            Box::new(of_claims([balance.need.as_slice(), &balance.cover].concat()))
        }
        Item::Story(_) => Box::new(std::iter::empty()),
    }
}

/// The head of a source: who, what, when and in which language.
fn head(sheet: &mut Sheet, base: &FactBase, ix: Ix<Source>, lang: &Lang) {
    let source = &base.sources[ix];
    sheet.push(Line::new().marked_link(Role::Heading, Link::Item(Item::Source(ix)), base.source_name(ix)));
    if let (Some(title), Some(_)) = (&source.title, &source.publisher) {
        sheet.push(Line::new().plain(title));
    }
    let published = source.published.as_ref().map_or_else(|| "no date".to_owned(), |when| when.label(lang));
    let language = source.lang.as_ref().map(|lang| format!(" · {}", lang.as_str())).unwrap_or_default();
    sheet.push(Line::new().with(Role::Dim, format!("{published}{language}")));
}

/// A quote with its chain, its stance and its trust.
fn quote(sheet: &mut Sheet, base: &FactBase, evidence: &Evidence, lang: &Lang) {
    sheet.push(words(evidence));
    let said = stance(base, evidence, lang, Line::new().plain("  ")).with(Role::Dim, " · ");
    let trust = evidence.receipt.trust;
    sheet.push(said.with(trust_role(trust), trust_words(evidence.receipt)).hanging(4));
    if let Some(note) = &evidence.note {
        sheet.push(Line::new().with(Role::Dim, format!("  {}", note.get(lang))).hanging(2));
    }
}

/// The words of a source behind the mark of their verdict.
pub(super) fn words(evidence: &Evidence) -> Line {
    let trust = evidence.receipt.trust;
    let into_text = Link::Text(evidence.source, evidence.receipt.into());
    let quote = format!("«\u{a0}{}\u{a0}»", evidence.quote);
    let mark = Line::new().with(trust_role(trust), format!("{} ", trust_mark(trust)));
    mark.marked_link(Role::Quote, into_text, quote).hanging(2)
}

/// Adds how a source speaks, and by way of whom.
pub(super) fn stance(base: &FactBase, evidence: &Evidence, lang: &Lang, line: Line) -> Line {
    let said = line.with(Role::Dim, evidence.stance.word());
    evidence.via.iter().enumerate().fold(said, |line, (at, &origin)| {
        line.with(Role::Dim, if at > 0 { " ← " } else { " · via " }).origin(base, origin, lang, Role::Dim)
    })
}

fn trust_role(trust: Trust) -> Role {
    if trust.is_good() { Role::Good } else { Role::Alert }
}

/// The other answers to the question of a claim.
fn also(sheet: &mut Sheet, base: &FactBase, claim: Ix<Claim>, lang: &Lang) {
    let others = rivals(base, claim);
    if others.is_empty() {
        return;
    }
    sheet.heading(match base.claims[claim].answers {
        Some(_) => format!("{} to the question", count(others.len(), "other answer")),
        None => format!("{} of the same kind", count(others.len(), "other claim")),
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
            line = line.plain("  ").origin(base, Origin::Source(evidence.source), lang, Role::Dim);
        }
        sheet.push(line);
    }
}

/// The mark of a verdict.
pub fn trust_mark(trust: Trust) -> &'static str {
    match trust {
        Trust::Verified | Trust::Locked => "✓",
        Trust::Stale => "!",
        Trust::Missing => "✗",
        Trust::Ambiguous => "≈",
        Trust::Unavailable => "?",
    }
}

/// A verdict in words, with the line where the quote stands.
pub fn trust_words(receipt: Receipt) -> String {
    match receipt.span {
        Some(span) => format!("{}, line {}", receipt.trust, span.start.line),
        None => receipt.trust.to_string(),
    }
}
