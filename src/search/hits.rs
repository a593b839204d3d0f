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
