//! Runs a plan over the index in chunks, on all cores, narrowed by the results of the previous search.

use super::fields::Field;
use super::filter;
use super::filter::{Certainty, QueryError};
use super::hits::{Candidate, Candidates, RERANK_LIMIT, SearchResults, value_fit};
use super::index::NameMatches;
use super::index::{Index, raise_score};
use super::needle::Needle;
use super::options::{CHUNK_ITEMS, SearchOptions};
use super::plan::{Branch, Plan};
use super::query::Query;
use super::values::ParsedValue;
use crate::model::{Entity, FactBase, Item, Ix, Kind, Lang};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// The items that match a query, each with its certainty.
pub type Matches = HashMap<Item, Certainty>;

/// The state of a search that the next one can reuse, because a longer query often narrows the previous one.
#[derive(Clone, Debug, Default)]
pub struct IncrementalState {
    query: Query,
    options: SearchOptions,
    survivors: Vec<u32>,
}

/// Number of chunks searched before the first hits are reported, and then between two calls of `go_on`.
const FIRST_BATCH_CHUNKS: usize = 4;
const CHUNKS_PER_BATCH: usize = 16;

/// Number of hits in the first report.
const FIRST_HITS: usize = 60;

impl Index {
    /// Runs a query and returns the hits, best first.
    pub fn search(&self, base: &FactBase, query: &Query, lang: &Lang, options: SearchOptions) -> SearchResults {
        let mut memory = IncrementalState::default();
        self.search_incremental(base, query, lang, options, &mut memory, &mut |_| true).unwrap_or_default()
    }

    /// Runs a query and returns the hits, best first, reusing the state of the previous search. Calls `go_on` now and
    /// then, with the first hits as soon as there are any. Returns `None` if it says no.
    pub fn search_incremental(
        &self,
        base: &FactBase,
        query: &Query,
        lang: &Lang,
        options: SearchOptions,
        state: &mut IncrementalState,
        should_continue: &mut dyn FnMut(Option<SearchResults>) -> bool,
    ) -> Option<SearchResults> {
        let plan = Plan::new(self, base, query);
        let mut found =
            SearchResults { errors: plan.errors.clone(), messages: plan.messages.clone(), ..SearchResults::default() };
        if plan.branches.iter().all(|branch| branch.terms.is_empty()) && !plan.is_filter_only() {
            // There is nothing to search for, or no text contains any of the words.
            found.suggestions = self.suggestions(base, query, lang);
            self.fuzzy_fallback(base, &plan, options, lang, &mut found, Vec::new());
            return Some(found);
        }
        let narrowed = state.can_narrow(query, options, &plan).then(|| std::mem::take(&mut state.survivors));
        let mut gathered =
            self.collect_candidates(base, &plan, options, 0, narrowed.as_deref(), lang, should_continue)?;
        let max_terms = plan.branches.iter().map(|branch| branch.terms.len()).max().unwrap_or(0);
        let has_full_match = !gathered.positions.is_empty();
        // If no item has all the words, accept items that lack one, then two of them.
        for missing in 1..=2.min(max_terms.saturating_sub(1)) {
            if gathered.positions.is_empty() && max_terms > 2 * missing - 1 {
                gathered = self.collect_candidates(base, &plan, options, missing, None, lang, should_continue)?;
            }
        }
        *state = IncrementalState::default();
        // Reusing the matches saves nothing if they are most of the items.
        if has_full_match && gathered.positions.len() * 2 < self.len() {
            *state =
                IncrementalState { query: query.clone(), options, survivors: std::mem::take(&mut gathered.positions) };
        }
        found = self.build_results(base, &plan, options, lang, gathered, found);
        if found.total == 0 {
            found.suggestions = self.suggestions(base, query, lang);
        }
        Some(found)
    }

    /// The items that match all words of a query, for certain or in part; `None` if `go_on` returns false meanwhile.
    pub fn matching_items(
        &self,
        base: &FactBase,
        query: &Query,
        should_continue: &dyn Fn() -> bool,
    ) -> Option<Matches> {
        let plan = Plan::new(self, base, query);
        let options = SearchOptions::default();
        let found =
            self.collect_candidates(base, &plan, options, 0, None, &Lang::english(), &mut |_| should_continue())?;
        let item = |at: u32| self.item(at as usize);
        let certainty = |item| filter::apply_filters(&plan.filters, base, item).unwrap_or(Certainty::Maybe);
        Some(found.positions.into_iter().map(item).map(|item| (item, certainty(item))).collect())
    }

    /// The errors of a query for this base: unknown filters and invalid values.
    pub fn query_errors(&self, base: &FactBase, query: &Query) -> Vec<QueryError> {
        Plan::new(self, base, query).errors
    }

    /// Collects the items that match all words except up to `missing`. `within` limits the search to these positions,
    /// in ascending order.
    #[expect(clippy::too_many_arguments, reason = "one call looks through everything there is to look through")]
    fn collect_candidates(
        &self,
        base: &FactBase,
        plan: &Plan,
        options: SearchOptions,
        missing: usize,
        within: Option<&[u32]>,
        lang: &Lang,
        should_continue: &mut dyn FnMut(Option<SearchResults>) -> bool,
    ) -> Option<Candidates> {
        let all = self.len();
        let chunks: Vec<_> = (0..all).step_by(CHUNK_ITEMS).map(|at| at..all.min(at + CHUNK_ITEMS)).collect();
        let look = |chunk: &Range<usize>| {
            let within = within.map(|within| {
                let from = within.partition_point(|&at| (at as usize) < chunk.start);
                &within[from..within.partition_point(|&at| (at as usize) < chunk.end)]
            });
            if within.is_some_and(<[u32]>::is_empty) {
                return Candidates::default();
            }
            self.search_chunk(base, plan, options, missing, chunk.clone(), within)
        };
        if let [chunk] = chunks.as_slice() {
            return Some(look(chunk));
        }
        let (mut gathered, mut has_sent_first) = (Candidates::default(), false);
        let (first, rest) = chunks.split_at(chunks.len().min(FIRST_BATCH_CHUNKS));
        for (nth, batch) in std::iter::once(first).chain(rest.chunks(CHUNKS_PER_BATCH)).enumerate() {
            let parts: Vec<_> = batch.par_iter().map(look).collect();
            parts.into_iter().for_each(|part| gathered.merge(part));
            let last = nth == rest.len().div_ceil(CHUNKS_PER_BATCH);
            let send_first = !has_sent_first && !last && !gathered.positions.is_empty();
            has_sent_first |= send_first;
            let first = send_first.then(|| {
                let found = SearchResults { errors: plan.errors.clone(), partial: true, ..SearchResults::default() };
                let options = SearchOptions { limit: FIRST_HITS, ..options };
                self.build_results(base, plan, options, lang, gathered.clone(), found)
            });
            if !should_continue(first) {
                return None;
            }
        }
        Some(gathered)
    }

    fn search_chunk(
        &self,
        base: &FactBase,
        plan: &Plan,
        options: SearchOptions,
        missing: usize,
        items: Range<usize>,
        within: Option<&[u32]>,
    ) -> Candidates {
        let mut best: Vec<u16> = vec![0; items.len()];
        if plan.branches.is_empty() {
            best.fill(50);
        }
        for branch in &plan.branches {
            self.score_branch(base, branch, missing, items.clone(), within, &mut best);
        }
        let all_pass = options.kind.is_none() && plan.filters.is_empty() && plan.excluded.is_empty();
        let passes = |at: usize| {
            let item = self.item(at);
            let is_wanted = options.kind.is_none_or(|kind| item.kind() == kind)
                && !plan.excluded.iter().any(|needle| self.has_word(base, needle, at));
            is_wanted.then(|| filter::apply_filters(&plan.filters, base, item)).flatten()
        };
        let questions = self.kind_range(Kind::Question);
        let asks = plan.branches.iter().any(|branch| branch.is_question);
        let mut gathered = Candidates::default();
        for (slot, score) in best.into_iter().enumerate().filter(|(_, score)| *score > 0) {
            let at = items.start + slot;
            if let Some(certainty) = if all_pass { Some(Certainty::Sure) } else { passes(at) } {
                let asked = if asks && questions.contains(&at) { 14 } else { 0 };
                let score = u32::from(score) + u32::from(self.static_boost[at]) + asked;
                gathered.push(Candidate { certainty, score, position: u32::try_from(at).unwrap_or(u32::MAX) });
            }
        }
        if options.limit > 0 {
            gathered.prune(RERANK_LIMIT.max(options.limit));
        }
        gathered
    }

    /// Raises `best` to the mean score of the terms of a branch, for items that match enough of them.
    fn score_branch(
        &self,
        base: &FactBase,
        branch: &Branch,
        missing: usize,
        items: Range<usize>,
        within: Option<&[u32]>,
        best: &mut [u16],
    ) {
        let terms = branch.terms.len();
        let Some(min_matched) = terms.checked_sub(missing).filter(|&least| least > 0) else { return };
        let values: Vec<_> = branch
            .values
            .iter()
            .map(|(terms, meaning)| (terms, self.value_fits(base, meaning, items.clone(), within)))
            .collect();
        // Start with the longest word: it is the rarest, and the others are only looked for in its hits.
        let mut order: Vec<usize> = (0..terms).collect();
        order.sort_by_key(|&term| Reverse(branch.terms[term].needles[0].words.len()));
        let mut sums: Vec<u16> = vec![0; items.len()];
        let mut matched: Vec<u8> = vec![0; items.len()];
        let mut remaining: Option<Vec<u32>> = within.map(<[u32]>::to_vec);
        let mut scores: Vec<u8> = vec![0; items.len()];
        for (nth, &term) in order.iter().enumerate() {
            scores.fill(0);
            for needle in &branch.terms[term].needles {
                match &remaining {
                    Some(alive) => {
                        for &at in alive {
                            self.scan_needle(needle, at as usize..at as usize + 1, &items, &mut scores);
                        }
                    }
                    None => self.scan_needle(needle, items.clone(), &items, &mut scores),
                }
            }
            self.score_linked_items(base, &branch.terms[term].name_matches, &items, &mut scores);
            for (_, fits) in values.iter().filter(|(terms, _)| terms.contains(&term)) {
                scores.iter_mut().zip(fits).for_each(|(score, fit)| *score = (*score).max(*fit));
            }
            for (slot, &score) in scores.iter().enumerate().filter(|(_, score)| **score > 0) {
                sums[slot] += u16::from(score);
                matched[slot] += 1;
            }
            let enough = (nth + 1).saturating_sub(missing);
            let left = matched.iter().filter(|&&matched| usize::from(matched) >= enough).count();
            if enough > 0 && left == 0 {
                return;
            }
            if enough > 0 && left * 8 < items.len() {
                let slots = matched.iter().enumerate().filter(|&(_, &matched)| usize::from(matched) >= enough);
                remaining =
                    Some(slots.map(|(slot, _)| u32::try_from(items.start + slot).unwrap_or(u32::MAX)).collect());
            }
        }
        let divisor = u16::try_from(terms).unwrap_or(1);
        for (slot, sum) in sums.into_iter().enumerate() {
            if usize::from(matched[slot]) >= min_matched {
                best[slot] = best[slot].max((sum / divisor).max(1));
            }
        }
    }

    /// Raises the scores of items to their best match of a needle. `scores` are those of the items in `of`.
    fn scan_needle(&self, needle: &Needle, items: Range<usize>, of: &Range<usize>, scores: &mut [u8]) {
        let span = self.corpus.item_span(items.clone());
        let bytes = &self.corpus.bytes()[..span.end];
        if needle.is_letter() {
            for item in items {
                if let Some(at) = needle.find_letter(bytes, self.corpus.item_span(item..item + 1)) {
                    let text = self.corpus.text_at_byte(at, self.corpus.texts_of(item).start);
                    let score =
                        needle.match_quality(bytes, at) * self.corpus.field(text).weight() * needle.percent / 10_000;
                    raise_score(&mut scores[item - of.start], score);
                }
            }
            return;
        }
        let (mut from, mut item) = (span.start, items.start);
        let mut text = self.corpus.texts_of(item).start;
        while let Some(at) = needle.find_from(bytes, from) {
            from = at + 1;
            let class = needle.match_quality(bytes, at);
            if class == 0 {
                continue;
            }
            text = self.corpus.text_at_byte(at, text);
            item = self.corpus.item_of_text(text, item);
            let score = class * self.corpus.field(text).weight() * needle.percent / 10_000;
            raise_score(&mut scores[item - of.start], score);
            // Skip to the next text, or after the first text to the next item: no later match there scores higher.
            let first = self.corpus.texts_of(item).start == text;
            if class == 100 && first {
                from = self.corpus.item_span(item..item + 1).end;
            } else if class == 100 {
                from = self.corpus.text_span(text).end;
            }
        }
    }

    /// Raises the scores of the claims and events that involve the matched entities, relations and sources.
    fn score_linked_items(&self, base: &FactBase, links: &NameMatches, items: &Range<usize>, scores: &mut [u8]) {
        if links.is_empty() {
            return;
        }
        let of = |scores: &[u8], at: usize| u32::from(scores.get(at).copied().unwrap_or(0));
        let range = |of: &Range<usize>| items.start.max(of.start)..items.end.min(of.end);
        for at in range(&self.kind_range(Kind::Claim)) {
            let Item::Claim(ix) = self.item(at) else { continue };
            let claim = &base.claims[ix];
            let entity_score = claim.entities().map(|entity| of(&links.entities, entity.position())).max().unwrap_or(0);
            let relation = claim.triple().map_or(0, |triple| of(&links.relations, triple.relation.position()));
            let source = if links.sources.is_empty() {
                0
            } else {
                claim.evidence.iter().map(|piece| of(&links.sources, piece.source.position())).max().unwrap_or(0)
            };
            let score = (entity_score * Field::Triple.weight()).max(relation * 62).max(source * 30) / 100;
            raise_score(&mut scores[at - items.start], score);
        }
        for at in range(&self.kind_range(Kind::Event)) {
            let Item::Event(ix) = self.item(at) else { continue };
            let entity_score =
                base.events[ix].entities().map(|who| of(&links.entities, who.position())).max().unwrap_or(0);
            raise_score(&mut scores[at - items.start], entity_score * 60 / 100);
        }
    }

    /// How well the amounts and dates of items match a value.
    fn value_fits(
        &self,
        base: &FactBase,
        meaning: &ParsedValue,
        items: Range<usize>,
        within: Option<&[u32]>,
    ) -> Vec<u8> {
        let fit = |at: usize| {
            if self.coarse_bounds[at].may_fit(meaning) { value_fit(base, self.item(at), meaning).0 } else { 0 }
        };
        match within {
            None => items.map(fit).collect(),
            Some(within) => {
                let mut fits = vec![0; items.len()];
                within.iter().for_each(|&at| fits[at as usize - items.start] = fit(at as usize));
                fits
            }
        }
    }

    /// Whether a word occurs in a text of an item or in a name of its entities.
    fn has_word(&self, base: &FactBase, needle: &Needle, at: usize) -> bool {
        let mut texts: Box<dyn Iterator<Item = usize>> = Box::new(self.corpus.texts_of(at));
        let entities: Vec<Ix<Entity>> = match self.item(at) {
            Item::Claim(ix) => base.claims[ix].entities().collect(),
            Item::Event(ix) => base.events[ix].entities().collect(),
            _ => Vec::new(),
        };
        if !entities.is_empty() {
            let ends = entities.into_iter();
            let names = ends.flat_map(|end| self.corpus.texts_of(self.kind_range(Kind::Entity).start + end.position()));
            texts = Box::new(
                texts.chain(names.filter(|&text| matches!(self.corpus.field(text), Field::Name | Field::Alias))),
            );
        }
        texts.into_iter().any(|text| needle.best_match(self.corpus.text(text)).is_some_and(|(class, _)| class >= 80))
    }
}

impl IncrementalState {
    /// Whether only the remembered items can match. This requires that the new query extends the words of the
    /// previous one, that everything else is equal, and that no word has synonyms or other variants.
    fn can_narrow(&self, query: &Query, options: SearchOptions, plan: &Plan) -> bool {
        let ([before], [now], [branch]) =
            (self.query.alternatives.as_slice(), query.alternatives.as_slice(), plan.branches.as_slice())
        else {
            return false;
        };
        let is_extendable = |word: &String| word.len() > 2 && word.starts_with(|c: char| !c.is_ascii_digit());
        let words_extended =
            before.words.iter().zip(&now.words).all(|(old, new)| is_extendable(old) && new.starts_with(old.as_str()));
        words_extended
            && before.words.len() <= now.words.len()
            && before.required.len() == before.words.len()
            && now.required.len() == now.words.len()
            && (before.values.is_empty() && now.values.is_empty())
            && (before.phrases.is_empty() && now.phrases.is_empty())
            && self.options.kind == options.kind
            && self.query.filters == query.filters
            && self.query.excluded == query.excluded
            && branch.terms.len() == now.words.len()
            && branch.terms.iter().all(|term| term.needles.len() == 1)
            && before.words.iter().all(|word| super::lexicon::synonyms_of(word).is_empty())
    }
}
