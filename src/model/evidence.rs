//! Collecting the evidence of an item, and attributing a quote to its originator.

use super::{CitedParty, Claim, Event, Evidence, FactBase, Item, Ix, Lang};
use std::collections::HashSet;

/// Handle of a piece of evidence: its owner and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EvidenceIx {
    /// The claim or event that it supports.
    pub owner: EvidenceOwner,
    /// Index in the evidence of the owner, counted from 0.
    pub position: u32,
}

/// An item with evidence of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceOwner {
    /// A claim.
    Claim(Ix<Claim>),
    /// An event.
    Event(Ix<Event>),
}

impl EvidenceOwner {
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
    pub fn own_evidence(&self, holder: EvidenceOwner) -> &[Evidence] {
        match holder {
            EvidenceOwner::Claim(ix) => &self.claims[ix].evidence,
            EvidenceOwner::Event(ix) => &self.events[ix].evidence,
        }
    }

    /// The piece of evidence of a handle; `None` if the index is out of range.
    pub fn evidence(&self, ix: EvidenceIx) -> Option<&Evidence> {
        self.own_evidence(ix.owner).get(ix.position as usize)
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
        let mut collector = EvidenceCollector { base: self, seen: HashSet::new(), evidence: Vec::new() };
        collector.add_item(item, &|_| true);
        collector.evidence
    }

    /// Attribution of a piece of evidence as fragments of text, each with the party it names: "reports; second-hand:
    /// Masayoshi Son, via Cointelegraph, then …", from the originator to the document that was read. `stance` is the
    /// translated stance.
    pub fn attribution<'a>(
        &'a self,
        evidence: &Evidence,
        stance: &'a str,
        lang: &Lang,
    ) -> Vec<(&'a str, Option<CitedParty>)> {
        let words = if lang.is_french() { &FRENCH } else { &ENGLISH };
        let mut parts = vec![(stance, None)];
        let Some((&originator, between)) = evidence.via.split_last() else { return parts };
        parts.extend([(words.second_hand, None), (self.party_name(originator, lang), Some(originator))]);
        let document = CitedParty::Source(evidence.source);
        for (at, &origin) in between.iter().rev().chain([&document]).enumerate() {
            let join = if at == 0 { words.via } else { words.then };
            parts.extend([(join, None), (self.party_name(origin, lang), Some(origin))]);
        }
        parts
    }
}

/// The fixed parts of an attribution in one language.
struct AttributionWords {
    second_hand: &'static str,
    via: &'static str,
    then: &'static str,
}

const ENGLISH: AttributionWords = AttributionWords { second_hand: "; second-hand: ", via: ", via ", then: ", then " };
const FRENCH: AttributionWords =
    AttributionWords { second_hand: "\u{202f}; de seconde main\u{a0}: ", via: ", via ", then: ", puis " };

/// Collects evidence without duplicates.
struct EvidenceCollector<'a> {
    base: &'a FactBase,
    seen: HashSet<(Ix<super::Source>, &'a str, &'a [CitedParty])>,
    evidence: Vec<EvidenceIx>,
}

impl EvidenceCollector<'_> {
    fn add_own_evidence(&mut self, holder: EvidenceOwner, keep: &dyn Fn(&Evidence) -> bool) {
        let base = self.base;
        for (position, piece) in base.own_evidence(holder).iter().enumerate().filter(|(_, piece)| keep(piece)) {
            if self.seen.insert((piece.source, &piece.quote, &piece.via)) {
                self.evidence.push(EvidenceIx { owner: holder, position: u32::try_from(position).unwrap_or(u32::MAX) });
            }
        }
    }

    fn add_claims(&mut self, claims: &[Ix<Claim>], keep: &dyn Fn(&Evidence) -> bool) {
        claims.iter().for_each(|&claim| self.add_own_evidence(EvidenceOwner::Claim(claim), keep));
    }

    fn add_events(&mut self, events: &[Ix<Event>], keep: &dyn Fn(&Evidence) -> bool) {
        events.iter().for_each(|&event| self.add_own_evidence(EvidenceOwner::Event(event), keep));
    }

    fn add_item(&mut self, item: Item, keep: &dyn Fn(&Evidence) -> bool) {
        let (base, links) = (self.base, &self.base.links);
        match item {
            Item::Claim(ix) => self.add_own_evidence(EvidenceOwner::Claim(ix), keep),
            Item::Event(ix) => {
                self.add_own_evidence(EvidenceOwner::Event(ix), keep);
                self.add_claims(base.events[ix].lead_claim.as_slice(), keep);
                self.add_claims(links.claims_of_event(ix), keep);
            }
            Item::Entity(ix) => {
                self.add_claims(links.claims_of_entity(ix), keep);
                self.add_events(links.events_of_entity(ix), keep);
            }
            Item::Question(ix) => self.add_claims(links.claims_of_question(ix), keep),
            Item::Balance(ix) => {
                self.add_claims(&base.balances[ix].need, keep);
                self.add_claims(&base.balances[ix].cover, keep);
            }
            Item::Source(ix) => {
                let cited = CitedParty::Source(ix);
                let cites_source = |piece: &Evidence| piece.source == ix || piece.via.contains(&cited);
                self.add_claims(links.claims_of_source(ix), &cites_source);
                self.add_events(links.events_of_source(ix), &cites_source);
                self.add_claims(links.claims_citing(cited), &cites_source);
            }
            Item::Story(ix) => {
                let mut shown = HashSet::new();
                let steps = base.stories[ix].steps.iter();
                for &item in steps.flat_map(|step| std::iter::once(&step.at).chain(&step.highlight)) {
                    // Skip stories in stories: they can form a cycle.
                    if !matches!(item, Item::Story(_)) && shown.insert(item) {
                        self.add_item(item, keep);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
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
    fn lists_each_quote_once_in_documented_order() {
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
    fn attribution_runs_from_originator_to_document() {
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
                CitedParty::Source(base.sources.find("wire").unwrap()),
                CitedParty::Entity(base.entities.find("e").unwrap()),
            ],
            ..lead.evidence[1].clone()
        };
        assert_eq!(words(&chain, "en"), "reports; second-hand: E, via Wire, then A");
    }
}
