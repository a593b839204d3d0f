//! Collecting the evidence of an item, and attributing a quote to its originator.

use super::{Claim, Event, Evidence, FactBase, Item, Ix, Lang, Origin};
use std::collections::HashSet;

/// Handle of a piece of evidence: its owner and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EvidenceIx {
    /// The claim or event that it supports.
    pub holder: Holder,
    /// Index in the evidence of the owner, counted from 0.
    pub position: u32,
}

/// An item with evidence of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A claim.
    Claim(Ix<Claim>),
    /// An event.
    Event(Ix<Event>),
}

impl Holder {
    /// The claim or the event as an item.
    pub fn item(self) -> Item {
        match self {
            Self::Claim(ix) => Item::Claim(ix),
            Self::Event(ix) => Item::Event(ix),
        }
    }
}

impl FactBase {
    /// The evidence of a claim or an event itself, in file order.
    pub fn own_evidence(&self, holder: Holder) -> &[Evidence] {
        match holder {
            Holder::Claim(ix) => &self.claims[ix].evidence,
            Holder::Event(ix) => &self.events[ix].evidence,
        }
    }

    /// The piece of evidence of a handle; `None` if the index is out of range.
    pub fn evidence(&self, ix: EvidenceIx) -> Option<&Evidence> {
        self.own_evidence(ix.holder).get(ix.position as usize)
    }

    /// All evidence related to an item, without duplicates, in this order:
    ///
    /// - claim: its own;
    /// - event: its own, then that of its lead claim, then that of its other claims;
    /// - entity: that of its claims, then that of its events;
    /// - question: that of its answers;
    /// - balance: that of the claims needed, then that of the claims covering them;
    /// - source: what claims and then events quote from it, then what claims have via it;
    /// - story: for each step, that of its item and of its highlighted items.
    ///
    /// Two pieces of evidence are duplicates if source, quote and chain are equal.
    pub fn evidence_of(&self, item: Item) -> Vec<EvidenceIx> {
        let mut found = Found { base: self, seen: HashSet::new(), pieces: Vec::new() };
        found.add(item, &|_| true);
        found.pieces
    }

    /// Attribution of a piece of evidence as fragments of text, each with the party it names: "reports; second-hand:
    /// Masayoshi Son, via Cointelegraph, then …", from the originator to the document that was read. `stance` is the
    /// translated stance.
    pub fn attribution<'a>(
        &'a self,
        evidence: &Evidence,
        stance: &'a str,
        lang: &Lang,
    ) -> Vec<(&'a str, Option<Origin>)> {
        let words = if lang.is_french() { &FRENCH } else { &ENGLISH };
        let mut parts = vec![(stance, None)];
        let Some((&originator, between)) = evidence.via.split_last() else { return parts };
        parts.extend([(words.second_hand, None), (self.origin_name(originator, lang), Some(originator))]);
        let read = Origin::Source(evidence.source);
        for (at, &origin) in between.iter().rev().chain([&read]).enumerate() {
            let join = if at == 0 { words.via } else { words.then };
            parts.extend([(join, None), (self.origin_name(origin, lang), Some(origin))]);
        }
        parts
    }
}

/// The fixed parts of an attribution in one language.
struct Words {
    second_hand: &'static str,
    via: &'static str,
    then: &'static str,
}

const ENGLISH: Words = Words { second_hand: "; second-hand: ", via: ", via ", then: ", then " };
const FRENCH: Words = Words { second_hand: "\u{202f}; de seconde main\u{a0}: ", via: ", via ", then: ", puis " };

/// Collects evidence without duplicates.
struct Found<'a> {
    base: &'a FactBase,
    seen: HashSet<(Ix<super::Source>, &'a str, &'a [Origin])>,
    pieces: Vec<EvidenceIx>,
}

impl Found<'_> {
    fn own(&mut self, holder: Holder, keep: &dyn Fn(&Evidence) -> bool) {
        let base = self.base;
        for (position, piece) in base.own_evidence(holder).iter().enumerate().filter(|(_, piece)| keep(piece)) {
            if self.seen.insert((piece.source, &piece.quote, &piece.via)) {
                self.pieces.push(EvidenceIx { holder, position: u32::try_from(position).unwrap_or(u32::MAX) });
            }
        }
    }

    fn claims(&mut self, claims: &[Ix<Claim>], keep: &dyn Fn(&Evidence) -> bool) {
        claims.iter().for_each(|&claim| self.own(Holder::Claim(claim), keep));
    }

    fn events(&mut self, events: &[Ix<Event>], keep: &dyn Fn(&Evidence) -> bool) {
        events.iter().for_each(|&event| self.own(Holder::Event(event), keep));
    }

    fn add(&mut self, item: Item, keep: &dyn Fn(&Evidence) -> bool) {
        let (base, links) = (self.base, &self.base.links);
        match item {
            Item::Claim(ix) => self.own(Holder::Claim(ix), keep),
            Item::Event(ix) => {
                self.own(Holder::Event(ix), keep);
                self.claims(base.events[ix].lead.as_slice(), keep);
                self.claims(links.claims_of_event(ix), keep);
            }
            Item::Entity(ix) => {
                self.claims(links.claims_of_entity(ix), keep);
                self.events(links.events_of_entity(ix), keep);
            }
            Item::Question(ix) => self.claims(links.claims_of_question(ix), keep),
            Item::Balance(ix) => {
                self.claims(&base.balances[ix].need, keep);
                self.claims(&base.balances[ix].cover, keep);
            }
            Item::Source(ix) => {
                let by_way = Origin::Source(ix);
                let from_it = |piece: &Evidence| piece.source == ix || piece.via.contains(&by_way);
                self.claims(links.claims_of_source(ix), &from_it);
                self.events(links.events_of_source(ix), &from_it);
                self.claims(links.claims_citing(by_way), &from_it);
            }
            Item::Story(ix) => {
                let mut shown = HashSet::new();
                let steps = base.stories[ix].steps.iter();
                for &item in steps.flat_map(|step| std::iter::once(&step.at).chain(&step.highlight)) {
                    // Skip stories in stories: they can form a cycle.
                    if !matches!(item, Item::Story(_)) && shown.insert(item) {
                        self.add(item, keep);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::model::Lang;

    const BASE: &str = "factbase: 1
sources:
  a: {kind: article, title: A}
  b: {kind: article, title: B}
  wire: {kind: cited-only, publisher: Wire}
entities:
  e: {type: company, name: E}
  f: {type: company, name: F}
events:
  vote:
    name: The vote
    who: [e]
    lead: lead
    evidence: [{source: a, stance: states, quote: one}]
  second: {name: The second vote, who: [f], evidence: [{source: b, stance: states, quote: six}]}
claims:
  other:
    triple: [e, counts]
    event: vote
    evidence: [{source: b, stance: states, quote: three}, {source: a, stance: states, quote: one}]
  lead:
    triple: [e, funds, f]
    event: vote
    evidence: [{source: a, stance: states, quote: two}, {source: a, stance: reports, via: [wire], quote: one}]
stories:
  tour:
    name: Tour
    steps: [{at: event/vote, title: T}, {at: story/tour, title: T}, {at: event/second, title: T, highlight: [claim/other]}]
";

    fn quotes(base: &FactBase, address: &str) -> Vec<String> {
        let item = base.find(&address.parse().unwrap()).unwrap();
        let pieces = base.evidence_of(item).into_iter().filter_map(|ix| base.evidence(ix));
        pieces.map(|piece| format!("{}{}", piece.quote, if piece.via.is_empty() { "" } else { "*" })).collect()
    }

    fn base() -> FactBase {
        crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: BASE.into() }]).base
    }

    #[test]
    fn evidence_comes_in_the_order_of_the_documentation_and_once() {
        let base = base();
        assert_eq!(quotes(&base, "event/vote"), ["one", "two", "one*", "three"]);
        assert_eq!(quotes(&base, "claim/other"), ["three", "one"]);
        assert_eq!(quotes(&base, "entity/e"), ["three", "one", "two", "one*"]);
        assert_eq!(quotes(&base, "entity/f"), ["two", "one*", "six"]);
        assert_eq!(quotes(&base, "source/wire"), ["one*"]);
        assert_eq!(quotes(&base, "source/b"), ["three", "six"]);
        assert_eq!(quotes(&base, "story/tour"), ["one", "two", "one*", "three", "six"]);
    }

    #[test]
    fn a_chain_names_the_originator_first_and_the_document_last() {
        let base = base();
        let lead = &base.claims[base.claims.find("lead").unwrap()];
        let words = |piece: &Evidence, lang: &str| {
            base.attribution(piece, "reports", &Lang::new(lang).unwrap())
                .iter()
                .map(|(text, _)| *text)
                .collect::<String>()
        };
        assert_eq!(words(&lead.evidence[1], "en"), "reports; second-hand: Wire, via A");
        assert_eq!(words(&lead.evidence[1], "fr"), "reports\u{202f}; de seconde main\u{a0}: Wire, via A");
        assert_eq!(words(&lead.evidence[0], "en"), "reports");
        let chain = Evidence {
            via: vec![
                Origin::Source(base.sources.find("wire").unwrap()),
                Origin::Entity(base.entities.find("e").unwrap()),
            ],
            ..lead.evidence[1].clone()
        };
        assert_eq!(words(&chain, "en"), "reports; second-hand: E, via Wire, then A");
    }
}
