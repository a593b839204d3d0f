//! The search index of a base.

use super::corpus::Corpus;
use super::fields::Field;
use super::needle::Needle;
use super::values::CoarseBounds;
use super::vocabulary::Vocabulary;
use crate::model::{FactBase, Item, Ix, Kind, Text, fold};
use std::ops::Range;

/// The search index of a base.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Position of the first item of each kind, in the order of [`FactBase::items`]; then the number of items.
    kind_starts: [usize; 8],
    pub(super) corpus: Corpus,
    vocabulary: Vocabulary,
    pub(super) static_boost: Vec<u8>,
    pub(super) coarse_bounds: Vec<CoarseBounds>,
    /// The folded labels of each relation, in all languages.
    relation_labels: Vec<String>,
}

/// The entities, relations and sources whose names match a word, by position, with scores from 0 to 100. A list
/// without matches is empty.
#[derive(Default)]
pub(super) struct NameMatches {
    pub(super) entities: Vec<u8>,
    pub(super) relations: Vec<u8>,
    pub(super) sources: Vec<u8>,
}

impl NameMatches {
    /// Whether no name matches.
    pub(super) fn is_empty(&self) -> bool {
        self.entities.is_empty() && self.relations.is_empty() && self.sources.is_empty()
    }
}

impl Index {
    /// Builds the index: folds every searched text of the base.
    pub fn new(base: &FactBase) -> Self {
        let items: Vec<Item> = base.items().collect();
        let counts = [
            base.events.len(),
            base.entities.len(),
            base.claims.len(),
            base.questions.len(),
            base.sources.len(),
            base.balances.len(),
            base.stories.len(),
        ];
        let mut kinds = [0; 8];
        for (kind, count) in counts.into_iter().enumerate() {
            kinds[kind + 1] = kinds[kind] + count;
        }
        let arena = Corpus::new(base, &items);
        let vocabulary = Vocabulary::new(&arena);
        let label = |text: &Text| text.iter().map(|(_, words)| fold(words)).collect::<Vec<_>>().join("\n");
        Self {
            static_boost: items.iter().map(|&item| static_boost(base, item)).collect(),
            coarse_bounds: items.iter().map(|&item| CoarseBounds::from_item(base, item)).collect(),
            relation_labels: base.relations.iter().map(|(_, _, relation)| label(&relation.label)).collect(),
            kind_starts: kinds,
            corpus: arena,
            vocabulary,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.kind_starts[7]
    }

    /// The positions of the items of a kind.
    pub(super) fn kind_range(&self, kind: Kind) -> Range<usize> {
        self.kind_starts[kind as usize]..self.kind_starts[kind as usize + 1]
    }

    /// The item at a position.
    pub(super) fn item(&self, at: usize) -> Item {
        let kind = self.kind_starts[1..].iter().position(|&end| at < end).unwrap_or(0);
        let nth = at - self.kind_starts[kind];
        match kind {
            0 => Item::Event(Ix::new(nth)),
            1 => Item::Entity(Ix::new(nth)),
            2 => Item::Claim(Ix::new(nth)),
            3 => Item::Question(Ix::new(nth)),
            4 => Item::Source(Ix::new(nth)),
            5 => Item::Balance(Ix::new(nth)),
            _ => Item::Story(Ix::new(nth)),
        }
    }

    /// Size in bytes of the searched texts, and of the whole index.
    pub fn memory_sizes(&self) -> (usize, usize) {
        let index_bytes = self.len() * size_of::<CoarseBounds>() + self.static_boost.len();
        (self.corpus.bytes().len(), self.corpus.heap_bytes() + self.vocabulary.heap_bytes() + index_bytes)
    }

    /// The folded texts of each item, separated by line breaks.
    pub fn folded_lines(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.corpus.line(at))
    }

    /// Scores the entities, relations and sources whose names match one of the needles.
    pub(super) fn name_matches(&self, needles: &[Needle]) -> NameMatches {
        let by_name = |items: &Range<usize>, fields: fn(Field) -> bool| {
            let mut scores = vec![0_u8; items.len()];
            for needle in needles.iter().filter(|_| !items.is_empty()) {
                let span = self.corpus.item_span(items.clone());
                let bytes = &self.corpus.bytes()[..span.end];
                let (mut from, mut item) = (span.start, items.start);
                while let Some(at) = needle.find_from(bytes, from) {
                    from = at + 1;
                    let text = self.corpus.text_at_byte(at, self.corpus.texts_of(item).start);
                    item = self.corpus.item_of_text(text, item);
                    if fields(self.corpus.field(text)) {
                        // A match inside a word is not enough for a name.
                        let class = needle.match_quality(bytes, at);
                        let score = if class >= 80 { class * needle.percent / 100 } else { 0 };
                        raise_score(&mut scores[item - items.start], score);
                    }
                }
            }
            if scores.iter().any(|score| *score > 0) { scores } else { Vec::new() }
        };
        let named = |field: Field| matches!(field, Field::Name | Field::Alias | Field::Publisher);
        let relation = |label: &String| {
            let scores = needles
                .iter()
                .filter_map(|needle| needle.best_match(label).map(|(class, _)| class * needle.percent / 100));
            u8::try_from(scores.filter(|score| *score >= 40).max().unwrap_or(0)).unwrap_or(u8::MAX)
        };
        let relations: Vec<u8> = self.relation_labels.iter().map(relation).collect();
        NameMatches {
            entities: by_name(&self.kind_range(Kind::Entity), named),
            relations: if relations.iter().any(|score| *score > 0) { relations } else { Vec::new() },
            sources: by_name(&self.kind_range(Kind::Source), named),
        }
    }

    /// Whether each of the words occurs in a text or an id.
    pub(super) fn has_all_words(&self, words: &str) -> bool {
        words.split(' ').all(|word| self.vocabulary.contains_substring(word) || self.has_id_containing(word))
    }

    /// Whether the word occurs in an id or another text. In a large base, only words that look like an id are
    /// searched for: those with a hyphen or a digit.
    pub(super) fn has_id_containing(&self, word: &str) -> bool {
        (self.len() <= MAX_ID_SCAN_ITEMS || word.contains('-') || word.bytes().any(|b| b.is_ascii_digit()))
            && memchr::memmem::find(self.corpus.bytes(), word.as_bytes()).is_some()
    }

    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
}

/// Maximum number of items for which every word is searched for, not only words that look like an id.
const MAX_ID_SCAN_ITEMS: usize = 1 << 14;

/// Raises a score if the new one is higher.
pub(super) fn raise_score(slot: &mut u8, score: u32) {
    *slot = (*slot).max(u8::try_from(score).unwrap_or(u8::MAX));
}

/// A bonus that does not depend on the query: higher for milestones, entities with many claims and claims with much
/// evidence; halved for side issues.
fn static_boost(base: &FactBase, item: Item) -> u8 {
    let capped = |n: usize| u8::try_from(n.min(40)).unwrap_or(0);
    let points = match item {
        Item::Entity(ix) => 10 + capped(base.links.claims_of_entity(ix).len()) / 4,
        Item::Event(ix) if base.events[ix].milestone => 9,
        Item::Event(_) => 7,
        Item::Question(_) => 4,
        Item::Claim(ix) => 5 + capped(base.claims[ix].evidence.len()).min(4),
        Item::Source(_) | Item::Balance(_) => 3,
        Item::Story(_) => 2,
    };
    if base.is_peripheral(item) { points / 2 } else { points }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;

    const BASE: &str = "factbase: 1
sources:
  nyt: {kind: article, publisher: The Times}
  monde: {kind: article, publisher: Le Monde}
entities:
  arm: {type: company, name: Arm}
  openai: {type: company, name: OpenAI}
  softbank: {type: company, name: SoftBank}
events:
  launch: {name: The launch}
questions:
  worth: {ask: What is it worth}
  owner: {ask: Who owns it}
claims:
  stake: {triple: [softbank, owns, openai], evidence: [{source: nyt, stance: states, quote: a share}]}
balances:
  enough: {ask: Is it enough, need: [stake], cover: [stake]}
stories:
  tour: {name: The tour, steps: [{at: event/launch, title: The launch}]}
";

    #[test]
    fn range_of_a_kind_holds_exactly_its_items() {
        let base = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: BASE.into() }]).base;
        let index = Index::new(&base);
        let all: Vec<Item> = base.items().collect();
        assert_eq!((0..index.len()).map(|at| index.item(at)).collect::<Vec<_>>(), all);
        for &kind in Kind::ALL {
            let of_kind: Vec<Item> = all.iter().copied().filter(|item| item.kind() == kind).collect();
            assert!(!of_kind.is_empty(), "{kind}");
            let in_range: Vec<Item> = index.kind_range(kind).map(|at| index.item(at)).collect();
            assert_eq!(in_range, of_kind, "{kind}");
        }
        let empty = Index::new(&FactBase::default());
        assert!(Kind::ALL.iter().all(|&kind| empty.kind_range(kind).is_empty()));
    }
}

#[cfg(test)]
mod boundary_tests {
    use super::super::{Query, SearchOptions};
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::load::load;
    use crate::model::{Address, Lang};
    use std::fmt::Write;

    fn base(yaml: &str) -> FactBase {
        load(vec![SourceFile { name: "base.yaml".into(), text: format!("factbase: 1\n{yaml}") }]).base
    }

    #[test]
    fn what_is_often_meant_is_boosted_and_a_side_issue_half_as_much() {
        let mut yaml = "sources: {paper: {kind: article, title: Paper}}
events:
  plain: {name: Plain}
  main: {name: Main, milestone: true}
  side: {name: Side, tags: [peripheral]}
  main-side: {name: Both, milestone: true, tags: [peripheral]}
questions: {why: {ask: Why}}
balances: {books: {ask: Whether it adds up}}
stories: {tour: {name: Tour, steps: []}}
entities:
  other: {type: company, name: Other}
  aside: {type: company, name: Aside, tags: [peripheral]}
"
        .to_owned();
        let claims_about = [0, 3, 4, 39, 40, 48];
        let quotes = [0, 1, 4, 6];
        for number in claims_about {
            writeln!(yaml, "  e{number}: {{type: company, name: E{number}}}").unwrap();
        }
        yaml += "claims:\n  side: {triple: [other, counts], tags: [peripheral]}\n";
        for (number, at) in claims_about.into_iter().flat_map(|number| (0..number).map(move |at| (number, at))) {
            writeln!(yaml, "  c{number}-{at}: {{triple: [e{number}, counts]}}").unwrap();
        }
        for number in quotes {
            let evidence = vec!["{source: paper, stance: states, quote: words}"; number].join(", ");
            writeln!(yaml, "  q{number}: {{triple: [other, counts], evidence: [{evidence}]}}").unwrap();
        }
        let base = base(&yaml);
        let boost = |address: &str| static_boost(&base, base.find(&address.parse::<Address>().unwrap()).unwrap());
        // Every four claims about an entity count one point, up to ten points.
        assert_eq!(claims_about.map(|number| boost(&format!("entity/e{number}"))), [10, 10, 11, 19, 20, 20]);
        // Every piece of evidence counts one point, up to four.
        assert_eq!(quotes.map(|number| boost(&format!("claim/q{number}"))), [5, 6, 9, 9]);
        let others = ["event/main", "event/plain", "question/why", "source/paper", "balance/books", "story/tour"];
        assert_eq!(others.map(boost), [9, 7, 4, 3, 3, 2]);
        assert_eq!(["entity/aside", "event/main-side", "event/side", "claim/side"].map(boost), [5, 4, 3, 2]);
    }

    #[test]
    fn the_size_of_an_index_is_that_of_all_its_parts() {
        let index =
            Index::new(&base("entities: {arm: {type: company, name: Arm Holdings}, son: {type: person, name: Son}}"));
        let (text, all) = index.memory_sizes();
        assert_eq!(text, "arm holdings\narm\nson\nson\n".len());
        let items = index.len() * (size_of::<CoarseBounds>() + size_of::<u8>());
        assert_eq!(all, index.corpus.heap_bytes() + index.vocabulary.heap_bytes() + items);
        assert!(index.corpus.heap_bytes() > text && index.vocabulary.heap_bytes() > 0 && items > 0);
    }

    #[test]
    fn a_relation_matches_by_its_labels() {
        let base = base("");
        let index = Index::new(&base);
        let relation = base.relations.find("sells-to").unwrap().position();
        let score = |word: &str, percent: u32| {
            let matches = index.name_matches(&[Needle::word(word, percent)]);
            assert!(matches.entities.is_empty() && matches.sources.is_empty());
            matches.relations.get(relation).copied().unwrap_or(0)
        };
        // The word, in any language, its start and its inside; a variant counts less, and too little not at all.
        assert_eq!(
            [score("sells", 100), score("vend", 100), score("sell", 100), score("ells", 100)],
            [100, 100, 80, 55]
        );
        assert_eq!([score("sells", 72), score("sell", 72), score("sells", 40)], [72, 57, 40]);
        assert_eq!([score("sells", 39), score("ells", 72), score("buys", 100)], [0, 0, 0]);
    }

    #[test]
    fn a_claim_is_found_by_its_relation() {
        let base = base(
            "entities: {arm: {type: company, name: Arm}, openai: {type: company, name: OpenAI}}
claims: {c: {triple: [arm, sells-to, openai]}, d: {triple: [arm, pays, openai]}}",
        );
        let search = |typed: &str| {
            let found =
                Index::new(&base).search(&base, &Query::parse(typed), &Lang::english(), SearchOptions::default());
            let hits = found.hits.into_iter().map(|hit| (base.address(hit.item).to_string(), hit.field, hit.text));
            hits.collect::<Vec<_>>()
        };
        let english = ("claim/c".to_owned(), Field::Triple, "Arm sells to OpenAI".to_owned());
        assert_eq!(search("sells"), std::slice::from_ref(&english));
        assert_eq!(search("sell"), [english]);
        assert_eq!(search("vend"), [("claim/c".to_owned(), Field::Triple, "Arm vend à OpenAI".to_owned())]);
    }
}
