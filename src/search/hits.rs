//! Turns scores into hits: reranks the best candidates and fetches the texts that explain them.

use super::fields::{Field, searched_texts};
use super::filter::{self, Certainty, QueryError};
use super::fuzzy::FuzzyPattern;
use super::index::Index;
use super::offsets::original_ranges;
use super::options::{CHUNK_ITEMS, SearchOptions};
use super::plan::{Branch, Plan, merge_ranges};
use super::query::Query;
use super::values::ParsedValue;
use crate::model::{Claim, FactBase, Item, Ix, Kind, Lang, fold, fold_with_offsets};
use crate::text::suggest;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

/// An item that matches a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The matching item.
    pub item: Item,
    /// Whether the item matches for certain, or only in part.
    pub certainty: Certainty,
    /// The score; higher is better.
    pub score: u32,
    /// The field of the best match.
    pub field: Field,
    /// The text of that field, as written in the base.
    pub text: String,
    /// Byte ranges of the matches in `text`.
    pub highlights: Vec<Range<usize>>,
    /// Byte ranges of the matches in the title of the item.
    pub title_highlights: Vec<Range<usize>>,
}

/// The results of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchResults {
    /// The hits, best first, at most as many as the limit.
    pub hits: Vec<Hit>,
    /// Number of hits without the limit.
    pub total: usize,
    /// Similar names, if no item matches the words of the query.
    pub suggestions: Vec<String>,
    /// Errors in the query.
    pub errors: Vec<QueryError>,
    /// Messages about words of the query that were corrected or ignored.
    pub messages: Vec<String>,
    /// Whether the search is still running.
    pub partial: bool,
}

/// A hit whose text has not been fetched yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) certainty: Certainty,
    pub(super) score: u32,
    /// Position among the items of the index.
    pub(super) position: u32,
}

/// Minimum score of a hit that counts as an exact match. Fuzzy matches score less.
const MIN_EXACT_SCORE: u32 = 30;

/// Number of best candidates that are reranked.
pub(super) const RERANK_LIMIT: usize = 1000;

/// Candidates of one or several chunks: their number, how many of them are exact, the best of them, and the positions
/// of all in ascending order.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates {
    total: usize,
    exact_count: usize,
    top: Vec<Candidate>,
    pub(super) positions: Vec<u32>,
}

impl Candidates {
    pub(super) fn push(&mut self, candidate: Candidate) {
        self.total += 1;
        self.exact_count += usize::from(candidate.score >= MIN_EXACT_SCORE);
        self.top.push(candidate);
        self.positions.push(candidate.position);
    }

    /// Appends the candidates of a later chunk.
    pub(super) fn merge(&mut self, other: Self) {
        self.total += other.total;
        self.exact_count += other.exact_count;
        self.top.extend(other.top);
        self.positions.extend(other.positions);
    }

    /// Keeps at most `most` of the best candidates.
    pub(super) fn prune(&mut self, limit: usize) {
        if self.top.len() > limit {
            self.top.select_nth_unstable_by_key(limit, |candidate| sort_key(*candidate));
            self.top.truncate(limit);
        }
    }
}

/// The sort key of a hit: certain matches first, then by score, then in file order.
fn sort_key(candidate: Candidate) -> (Certainty, Reverse<u32>, u32) {
    (candidate.certainty, Reverse(candidate.score), candidate.position)
}

impl Index {
    /// Reranks the best candidates, sorts them and fetches their texts.
    pub(super) fn build_results(
        &self,
        base: &FactBase,
        plan: &Plan,
        options: SearchOptions,
        lang: &Lang,
        mut gathered: Candidates,
        mut found: SearchResults,
    ) -> SearchResults {
        let good = gathered.exact_count;
        if good >= 3 {
            gathered.top.retain(|candidate| candidate.score >= MIN_EXACT_SCORE);
        }
        found.total = if good >= 3 { good } else { gathered.total };
        let limit = if options.limit == 0 { found.total } else { options.limit };
        gathered.prune(RERANK_LIMIT.max(limit));
        let mut candidates = gathered.top;
        for candidate in &mut candidates {
            candidate.score += self.phrase_bonus(plan, candidate.position as usize);
        }
        candidates.sort_unstable_by_key(|candidate| sort_key(*candidate));
        if good < 3 && !found.partial {
            self.fuzzy_fallback(base, plan, options, lang, &mut found, candidates);
            return found;
        }
        found.hits = candidates.into_iter().take(limit).map(|c| self.build_hit(base, plan, c, lang)).collect();
        found
    }

    /// Adds items whose names match the letters of the query, used if there are few exact matches.
    pub(super) fn fuzzy_fallback(
        &self,
        base: &FactBase,
        plan: &Plan,
        options: SearchOptions,
        lang: &Lang,
        found: &mut SearchResults,
        mut candidates: Vec<Candidate>,
    ) {
        let branches: Vec<_> = plan.branches.iter().filter(|branch| !branch.letters.is_empty()).collect();
        let known: HashSet<u32> = candidates.iter().map(|candidate| candidate.position).collect();
        let fuzzy: Vec<_> = branches.iter().map(|branch| FuzzyPattern::new(&branch.letters)).collect();
        let look = |at: usize| {
            let item = self.item(at);
            if options.kind.is_some_and(|kind| kind != item.kind()) {
                return None;
            }
            let certainty = filter::apply_filters(&plan.filters, base, item)?;
            let at_item = u32::try_from(at).ok().filter(|at| !known.contains(at))?;
            // In a large base, the ids of claims are too many to match and say little.
            if self.len() > CHUNK_ITEMS && matches!(item, Item::Claim(_)) {
                return None;
            }
            let names = self.corpus.texts_of(at).filter(|&text| self.corpus.field(text).is_name());
            let scores = names.flat_map(|text| {
                let field = self.corpus.field(text);
                fuzzy.iter().filter_map(move |fuzzy| Some((fuzzy.find(self.corpus.text(text))?.score, field)))
            });
            let best = scores.map(|(score, field)| score * 40 / 100 * field.weight() / 100).max()?;
            Some(Candidate { certainty, score: best.min(MIN_EXACT_SCORE - 1), position: at_item })
        };
        let more: Vec<Candidate> = if self.len() <= CHUNK_ITEMS {
            (0..self.len()).filter_map(look).collect()
        } else {
            (0..self.len()).into_par_iter().filter_map(look).collect()
        };
        found.total += more.len();
        candidates.extend(more);
        candidates.sort_by_key(|&candidate| sort_key(candidate));
        let limit = if options.limit == 0 { candidates.len() } else { options.limit };
        let hit = |candidate: Candidate| {
            let mut hit = self.build_hit(base, plan, candidate, lang);
            if hit.highlights.is_empty() {
                highlight_fuzzy_match(&mut hit, &fuzzy);
            }
            hit
        };
        found.hits = candidates.into_iter().take(limit).map(hit).collect();
    }

    /// A bonus for an item with a text that equals, starts with or contains the query.
    fn phrase_bonus(&self, plan: &Plan, at: usize) -> u32 {
        let entity = self.kind_range(Kind::Entity).contains(&at);
        let bonus = |text: usize| {
            let (words, weight) = (self.corpus.text(text), self.corpus.field(text).weight());
            let named = entity && matches!(self.corpus.field(text), Field::Name | Field::Alias);
            let phrase = |phrase: &str| {
                if phrase.is_empty() {
                    0
                } else if words == phrase {
                    60
                } else if named && words.split(' ').any(|word| word == phrase) {
                    // A person called by part of the name.
                    34
                } else if words.starts_with(phrase) {
                    30
                } else if phrase.contains(' ') && words.contains(phrase) {
                    20
                } else {
                    0
                }
            };
            let branch_bonus = |branch: &Branch| {
                // "chat gpt" is how some people write ChatGPT.
                let is_joined_name =
                    named && branch.text.contains(' ') && words.split([' ', '-']).eq([branch.letters.as_str()]);
                let corrected = branch.corrected.as_deref().map_or(0, phrase) * 4 / 5;
                phrase(&branch.text).max(corrected).max(if is_joined_name { 60 } else { 0 }) * weight / 100
            };
            plan.branches.iter().map(branch_bonus).max().unwrap_or(0)
        };
        self.corpus.texts_of(at).map(bonus).max().unwrap_or(0)
    }

    /// Builds a hit with the text that explains it best: the one with the highest sum of term scores, weighted by
    /// field, or the amount or date that the query names.
    fn build_hit(&self, base: &FactBase, plan: &Plan, candidate: Candidate, lang: &Lang) -> Hit {
        let Candidate { certainty, score, position: at } = candidate;
        let at = at as usize;
        let item = self.item(at);
        let all = searched_texts(base, item);
        if plan.branches.is_empty() {
            // A query of filters only has nothing to highlight.
            let text = base.title(item, lang);
            return Hit {
                item,
                certainty,
                score,
                field: Field::Name,
                text,
                highlights: Vec::new(),
                title_highlights: Vec::new(),
            };
        }
        let terms = || plan.branches.iter().flat_map(|branch| &branch.terms);
        let match_weight = |slot: usize| {
            let text = self.corpus.texts_of(at).start + slot;
            let words = self.corpus.text(text);
            let sum: u32 = terms().filter_map(|term| term.best_match(words)).map(|(score, _)| score).sum();
            sum * self.corpus.field(text).weight()
        };
        let best =
            (0..all.len()).map(|slot| (match_weight(slot), Reverse(slot))).max().filter(|(weight, _)| *weight > 0);
        let value = plan.branches.iter().flat_map(|branch| &branch.values);
        let value =
            value.map(|(terms, meaning)| (terms.len(), value_fit(base, item, meaning))).max_by_key(|(_, fit)| fit.0);
        let weight = best.map_or(0, |(weight, _)| weight);
        let title_marks = plan.highlights(&base.title(item, lang));
        // A claim found through its entities is explained by its triple rather than by its own texts.
        let is_found_by_entity = matches!(item, Item::Claim(_)) && weight < 5_500 && title_marks.is_empty();
        let (field, text) = match (value, best) {
            (Some((terms, (fit, field))), _)
                if u32::from(fit) * 100 * u32::try_from(terms.max(1)).unwrap_or(1) > weight =>
            {
                let text = match field {
                    Field::Date => base.own_date(item).map(|when| when.label(lang)),
                    _ => base.effective_amount(item).map(|amount| base.amount_label(amount, lang)),
                };
                let text = text.unwrap_or_default();
                let whole = 0..text.len();
                return Hit {
                    item,
                    certainty,
                    score,
                    field,
                    text,
                    highlights: vec![whole],
                    title_highlights: title_marks,
                };
            }
            (_, Some((_, Reverse(slot)))) if !is_found_by_entity => (all[slot].0, all[slot].1.to_string()),
            _ => match item {
                Item::Claim(ix) => (Field::Triple, best_triple_text(base, ix, plan, lang)),
                _ => all.first().map_or((Field::Id, String::new()), |(field, text)| (*field, text.to_string())),
            },
        };
        let marks = plan.highlights(&text);
        Hit { item, certainty, score, field, text, highlights: marks, title_highlights: title_marks }
    }

    /// The names nearest to the words of a query that has no hit.
    pub(super) fn suggestions(&self, base: &FactBase, query: &Query, lang: &Lang) -> Vec<String> {
        let name_texts = |at: usize| self.corpus.texts_of(at).filter(|&text| self.corpus.field(text).is_name());
        // Skip items that have only an id.
        let has_name = |at: &usize| !matches!(self.item(*at), Item::Claim(_));
        let names = || (0..self.len()).filter(has_name).flat_map(|at| name_texts(at).map(move |text| (at, text)));
        let mut meant = Vec::new();
        for alternative in &query.alternatives {
            let whole = alternative.text();
            for word in std::iter::once(&whole).chain(alternative.required.iter().map(|&at| &alternative.words[at])) {
                let Some(near) = suggest(word, names().map(|(_, text)| self.corpus.text(text))) else { continue };
                let owner = names()
                    .find(|&(_, text)| self.corpus.text(text) == near)
                    .map(|(at, _)| base.title(self.item(at), lang));
                meant.extend(owner.filter(|name| !meant.contains(name) && !whole.contains(&fold(name))));
            }
        }
        meant
    }
}

fn highlight_fuzzy_match(hit: &mut Hit, fuzzy: &[FuzzyPattern]) {
    let folded = fold_with_offsets(&hit.text);
    if let Some(found) = fuzzy.iter().find_map(|fuzzy| fuzzy.find(&folded.text)) {
        let marks =
            found.byte_offsets.iter().map(|&at| at..at + folded.text[at..].chars().next().map_or(1, char::len_utf8));
        hit.highlights = original_ranges(&hit.text, &folded, &merge_ranges(marks.collect()));
    }
}

/// The triple of a claim as text, in the language with the most matches.
fn best_triple_text(base: &FactBase, ix: Ix<Claim>, plan: &Plan, lang: &Lang) -> String {
    let asked = base.triple_text(ix, lang);
    let Some(triple) = base.claims[ix].triple() else { return asked };
    let others = base.relations[triple.relation].label.iter().map(|(other, _)| base.triple_text(ix, other));
    let marks = |text: &String| plan.highlights(text).len();
    let least = marks(&asked);
    others.filter(|text| marks(text) > least).max_by_key(marks).unwrap_or(asked)
}

/// How well the amount or date of an item matches a value, from 0 to 115, and which of the two it is. An exact value
/// scores higher than a word that spells it.
pub(super) fn value_fit(base: &FactBase, item: Item, meaning: &ParsedValue) -> (u8, Field) {
    let amount = base.effective_amount(item).map_or(0, |amount| meaning.amount_fit(amount));
    let date = base.own_date(item).map_or(0, |when| meaning.date_fit(when));
    let (fit, field) = if amount >= date { (amount, Field::Amount) } else { (date, Field::Date) };
    (u8::try_from(fit * 115 / 100).unwrap_or(u8::MAX), field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;

    // In each pair, the item that must rank first stands second, so that a tie fails.
    const BASE: &str = "factbase: 1
sources:
  nyt: {kind: article, publisher: The Times}
entities:
  holdings: {type: company, name: Arm Holdings}
  designer: {type: company, name: Arm}
  essay: {type: product, name: Chat about GPT}
  assistant: {type: product, name: ChatGPT}
events:
  apart: {name: A loan from SoftBank}
  together: {name: The SoftBank loan}
claims:
  exact: {about: [holdings], says: They raised it, amount: 5B USD,
    evidence: [{source: nyt, stance: states, quote: it raised 5 billion}]}
  inside: {about: [holdings], says: About 5 billion were raised, amount: 1..9B USD,
    evidence: [{source: nyt, stance: states, quote: a few billion}]}
  dated: {about: [holdings], says: They signed, when: 2024-12,
    evidence: [{source: nyt, stance: states, quote: it is signed}]}
";

    fn base() -> FactBase {
        crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: BASE.into() }]).base
    }

    fn hits(base: &FactBase, typed: &str) -> Vec<Hit> {
        Index::new(base).search(base, &Query::parse(typed), &Lang::english(), SearchOptions::default()).hits
    }

    #[test]
    fn whole_name_and_adjacent_words_rank_first() {
        let base = base();
        for (typed, expected) in [
            ("arm kind:entity", ["designer", "holdings"]),
            ("chat gpt kind:entity", ["assistant", "essay"]),
            ("softbank loan kind:event", ["together", "apart"]),
        ] {
            let found: Vec<_> = hits(&base, typed).iter().map(|hit| base.id(hit.item).to_owned()).collect();
            assert_eq!(found[..2], expected, "{typed}");
        }
    }

    #[test]
    fn hit_shows_the_value_or_the_text_whichever_matches_better() {
        let base = base();
        for (typed, id, field, text) in [
            ("5 billion kind:claim", "exact", Field::Amount, "$5B"),
            ("5 billion kind:claim", "inside", Field::Says, "About 5 billion were raised"),
            ("dec 2024 kind:claim", "dated", Field::Date, "Dec 2024"),
        ] {
            let hit = hits(&base, typed).into_iter().find(|hit| base.id(hit.item) == id).unwrap();
            assert_eq!((hit.field, hit.text.as_str()), (field, text), "{typed}");
            let whole = vec![0..text.len()];
            assert_eq!(hit.highlights == whole, field != Field::Says, "{typed}: {:?}", hit.highlights);
        }
    }
}

#[cfg(test)]
mod boundary_tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::load::load;
    use crate::model::{Id, Table};

    fn base(yaml: &str) -> FactBase {
        load(vec![SourceFile { name: "base.yaml".into(), text: format!("factbase: 1\n{yaml}") }]).base
    }

    fn search(base: &FactBase, index: &Index, typed: &str, kind: Option<Kind>) -> SearchResults {
        index.search(base, &Query::parse(typed), &Lang::english(), SearchOptions { kind, limit: 0 })
    }

    /// The addresses of the hits, best first.
    fn addresses(base: &FactBase, found: &SearchResults) -> Vec<String> {
        found.hits.iter().map(|hit| base.address(hit.item).to_string()).collect()
    }

    #[test]
    fn weak_hits_are_dropped_where_three_are_exact() {
        for claims in 1..=5 {
            let claim = |at: usize| {
                format!(
                    "  c{at}: {{triple: [arm, counts], evidence: [{{source: paper, stance: states, quote: xlodanx}}]}}\n"
                )
            };
            let base = base(&format!(
                "sources: {{paper: {{kind: article, title: Paper}}}}
entities: {{arm: {{type: company, name: Arm}}}}
stories: {{tour: {{name: Tour, summary: xlodanx, steps: []}}}}
claims:
{}",
                (0..claims).map(claim).collect::<String>()
            ));
            let found = search(&base, &Index::new(&base), "lodan", None);
            // The claims score as little as an exact match may, the story one less.
            let mut hits: Vec<_> = (0..claims).map(|at| (format!("claim/c{at}"), MIN_EXACT_SCORE)).collect();
            if claims < 3 {
                hits.push(("story/tour".to_owned(), MIN_EXACT_SCORE - 1));
            }
            let scores = found.hits.iter().map(|hit| hit.score);
            assert_eq!(addresses(&base, &found).into_iter().zip(scores).collect::<Vec<_>>(), hits);
            assert_eq!(found.total, hits.len(), "{claims}");
        }
    }

    #[test]
    fn names_are_matched_by_letters_and_each_item_is_found_once() {
        let of = |note: &str| {
            base(&format!(
                "entities:
  sb: {{type: company, name: SB OAI Japan}}
  arm: {{type: company, name: Arm}}
claims:
  c: {{triple: [arm, counts], note: {note}}}
"
            ))
        };
        let base = of("nothing of it");
        let index = Index::new(&base);
        assert_eq!(addresses(&base, &search(&base, &index, "sboai", None)), ["entity/sb"]);
        assert_eq!(addresses(&base, &search(&base, &index, "sboai", Some(Kind::Entity))), ["entity/sb"]);
        assert_eq!(addresses(&base, &search(&base, &index, "sboai", Some(Kind::Claim))), [""; 0]);
        assert_eq!(addresses(&base, &search(&base, &index, "sboai -kind:entity", None)), [""; 0]);
        // What has the word comes before what only has the letters; what has both is found by the word alone.
        let base = of("the sboai of Arm");
        let index = Index::new(&base);
        for (typed, hits) in [("sboai", ["claim/c", "entity/sb"]), ("arm", ["entity/arm", "claim/c"])] {
            let found = search(&base, &index, typed, None);
            assert_eq!((addresses(&base, &found), found.total), (hits.map(str::to_owned).to_vec(), 2), "{typed}");
        }
        let found = search(&base, &index, "sboai", None);
        assert!(found.hits[0].score >= MIN_EXACT_SCORE && found.hits[1].score < MIN_EXACT_SCORE);
    }

    /// The base with its first question repeated under other ids until there are so many items.
    fn padded(mut base: FactBase, items: usize) -> FactBase {
        let question = base.questions.iter().next().map(|(_, _, question)| question.clone()).unwrap();
        let others = base.items().count() - base.questions.len();
        let row = |at: usize| (Id::new(&format!("padding-question-{at}")).unwrap(), question.clone());
        base.questions = Table::new((others..items).map(row).collect());
        base.with_links()
    }

    #[test]
    fn in_a_large_base_the_ids_of_claims_are_not_matched_by_letters() {
        let small = base(
            "entities: {sb: {type: company, name: SB OAI Japan}}
claims: {stargate: {triple: [sb, counts]}}
questions: {which: {ask: Which line is the northern one}}",
        );
        for (items, claims) in [(CHUNK_ITEMS, 1), (CHUNK_ITEMS + 1, 0)] {
            let base = padded(small.clone(), items);
            let index = Index::new(&base);
            assert_eq!(index.len(), items);
            assert_eq!(addresses(&base, &search(&base, &index, "strgate", None)), vec!["claim/stargate"; claims]);
            assert_eq!(addresses(&base, &search(&base, &index, "sboai", None)), ["entity/sb"]);
        }
    }

    #[test]
    fn what_matches_is_highlighted_as_it_is_written() {
        let base = base("questions: {q: {ask: L’économie du cœur}}");
        let found = search(&base, &Index::new(&base), "COEUR economie", None);
        let hit = &found.hits[0];
        for (text, ranges) in
            [(&hit.text, &hit.highlights), (&base.title(hit.item, &Lang::english()), &hit.title_highlights)]
        {
            let marked: Vec<_> = ranges.iter().map(|range| &text[range.clone()]).collect();
            assert_eq!(marked, ["économie", "cœur"]);
        }
    }
}
