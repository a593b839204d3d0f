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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::model::{FileIx, Id, Story, Table, Text};

    const BASE: &str = "factbase: 1
sources:
  nyt: {kind: article, publisher: The Times}
entities:
  softbank: {type: company, name: SoftBank}
  openai: {type: company, name: OpenAI}
events:
  launch: {name: The launch, who: [softbank]}
claims:
  stake: {triple: [softbank, owns, openai], evidence: [{source: nyt, stance: states, quote: a fifth of it}]}
";

    fn search(typed: &str) -> (FactBase, SearchResults) {
        let base = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: BASE.into() }]).base;
        let found = Index::new(&base).search(&base, &Query::parse(typed), &Lang::english(), SearchOptions::default());
        (base, found)
    }

    fn base_of_stories(count: usize) -> FactBase {
        let row = |n: usize| {
            let name = Text::new(Lang::english(), format!("Story {n}"));
            let story = Story { name, summary: None, steps: Vec::new(), file: FileIx::default() };
            (Id::new(&format!("s{n}")).unwrap(), story)
        };
        FactBase { stories: Table::new((0..count).map(row).collect()), ..FactBase::default() }.with_links()
    }

    #[test]
    fn large_base_reports_first_hits_before_all_is_searched() {
        let first_batch = FIRST_BATCH_CHUNKS * CHUNK_ITEMS;
        let base = base_of_stories(first_batch + 1);
        let (index, lang) = (Index::new(&base), Lang::english());
        let query = Query::parse("story status:none");
        let options = SearchOptions { limit: 2 * FIRST_HITS, ..SearchOptions::default() };
        let mut reports: Vec<Option<SearchResults>> = Vec::new();
        let mut on_report = |report: Option<SearchResults>| {
            reports.push(report);
            true
        };
        let mut memory = IncrementalState::default();
        let found = index.search_incremental(&base, &query, &lang, options, &mut memory, &mut on_report).unwrap();
        let [Some(first), None] = reports.as_slice() else { panic!("{} reports", reports.len()) };
        assert_eq!((first.partial, found.partial), (true, false));
        assert_eq!((first.total, found.total), (first_batch, first_batch + 1));
        assert_eq!((first.hits.len(), found.hits.len()), (FIRST_HITS, 2 * FIRST_HITS));
        assert_eq!(first.hits, found.hits[..FIRST_HITS]);
        assert_eq!(found.errors.len(), 1);
        assert_eq!(first.errors, found.errors);
        let mut memory = IncrementalState::default();
        let cancelled = index.search_incremental(&base, &query, &lang, options, &mut memory, &mut |_| false);
        assert!(cancelled.is_none());
    }

    #[test]
    fn corrected_and_unknown_words_are_reported_with_the_hits() {
        let cases: [(&str, &[&str]); 4] = [
            ("softbank", &[]),
            ("softbnak", &["“softbank” for “softbnak”"]),
            ("softbank qqqqq", &["nothing has “qqqqq”"]),
            ("softbnak qqqqq", &["“softbank” for “softbnak”", "nothing has “qqqqq”"]),
        ];
        for (typed, messages) in cases {
            let (base, found) = search(typed);
            assert_eq!(found.messages, messages, "{typed}");
            assert_eq!(base.id(found.hits[0].item), "softbank", "{typed}");
        }
    }

    #[test]
    fn similar_names_are_suggested_only_without_a_hit() {
        for (typed, total_is_zero, suggestions) in
            [("softban", false, None), ("softban kind:story", true, Some("SoftBank")), ("kind:story", true, None)]
        {
            let (_, found) = search(typed);
            assert_eq!(found.total == 0, total_is_zero, "{typed}");
            assert_eq!(found.suggestions, Vec::from_iter(suggestions), "{typed}");
        }
    }

    #[test]
    fn claims_and_events_match_through_the_names_of_their_entities() {
        let (base, found) = search("softbank");
        let ids: Vec<_> = found.hits.iter().map(|hit| base.id(hit.item)).collect();
        assert_eq!(ids, ["softbank", "stake", "launch"]);
        assert_eq!((found.hits[1].field, found.hits[1].text.as_str()), (Field::Triple, "SoftBank owns OpenAI"));
    }
}

#[cfg(test)]
mod boundary_tests {
    use super::*;
    use crate::bundled;
    use crate::diagnostics::SourceFile;
    use crate::load::load;
    use std::collections::BTreeMap;

    fn base(yaml: &str) -> FactBase {
        load(vec![SourceFile { name: "base.yaml".into(), text: format!("factbase: 1\n{yaml}") }]).base
    }

    const WORDS: &str = "questions:
  q1: {ask: Alpha bravo}
  q2: {ask: Charlie}
  q3: {ask: Delta}
  q4: {ask: Echo}
";

    #[test]
    fn an_item_lacks_one_word_of_two_or_three_and_two_of_four() {
        let base = base(WORDS);
        let index = Index::new(&base);
        let cases: &[(&str, &[&str])] = &[
            ("alpha bravo", &["q1"]),
            // Where one has all words, those that lack one are not wanted.
            ("alpha", &["q1"]),
            ("alpha charlie", &["q1", "q2"]),
            ("alpha bravo charlie", &["q1"]),
            ("alpha charlie delta", &[]),
            ("alpha bravo charlie delta", &["q1"]),
            ("alpha charlie delta echo", &[]),
            ("alpha bravo charlie delta echo", &[]),
        ];
        for (typed, ids) in cases {
            let found = index.search(&base, &Query::parse(typed), &Lang::english(), SearchOptions::default());
            let mut hits: Vec<_> = found.hits.iter().map(|hit| base.id(hit.item)).collect();
            hits.sort_unstable();
            assert_eq!((hits.as_slice(), found.total), (*ids, ids.len()), "{typed}");
        }
    }

    #[test]
    fn matching_items_have_every_word_and_pass_the_filters() {
        use Certainty::{Maybe, Sure};
        let yaml = "entities: {arm: {type: company, name: Arm}}
claims:
  fee: {triple: [arm, counts], amount: 5B USD}
  price: {triple: [arm, counts], amount: 15..25B USD}
";
        let base = base(&format!("{WORDS}{yaml}"));
        let index = Index::new(&base);
        let cases: &[(&str, &[(&str, Certainty)])] = &[
            ("amount:5B", &[("claim/fee", Sure)]),
            ("amount:20B", &[("claim/price", Maybe)]),
            ("kind:claim -amount:20B", &[("claim/fee", Sure), ("claim/price", Maybe)]),
            ("kind:entity", &[("entity/arm", Sure)]),
            ("arm", &[("claim/fee", Sure), ("claim/price", Sure), ("entity/arm", Sure)]),
            ("arm amount:20B", &[("claim/price", Maybe)]),
            ("alpha bravo", &[("question/q1", Sure)]),
            ("alpha -bravo", &[]),
            ("charlie | delta", &[("question/q2", Sure), ("question/q3", Sure)]),
            // A search would accept items that lack one of the words.
            ("alpha charlie", &[]),
        ];
        for (typed, items) in cases {
            let found = index.matching_items(&base, &Query::parse(typed), &|| true).unwrap();
            let found: BTreeMap<_, _> =
                found.into_iter().map(|(item, certainty)| (base.address(item).to_string(), certainty)).collect();
            let items: BTreeMap<_, _> =
                items.iter().map(|&(address, certainty)| (address.to_owned(), certainty)).collect();
            assert_eq!(found, items, "{typed}");
        }
    }

    #[test]
    fn a_limit_bounds_the_hits_and_not_their_number() {
        let entity = |at: usize| format!("  e{at}: {{type: company, name: Company {at}}}\n");
        let all = RERANK_LIMIT + 1;
        let base = base(&format!("entities:\n{}", (0..all).map(entity).collect::<String>()));
        let index = Index::new(&base);
        for (limit, hits) in [(0, all), (5, 5), (RERANK_LIMIT, RERANK_LIMIT), (all, all), (all + 1, all)] {
            let options = SearchOptions { limit, ..SearchOptions::default() };
            let found = index.search(&base, &Query::parse("company"), &Lang::english(), options);
            assert_eq!((found.hits.len(), found.total), (hits, all), "{limit}");
        }
    }

    /// The scores of some items for a needle.
    fn scan(index: &Index, needle: &Needle, items: Range<usize>) -> Vec<u8> {
        let mut scores = vec![0; items.len()];
        index.scan_needle(needle, items.clone(), &items, &mut scores);
        scores
    }

    #[test]
    fn an_item_scores_by_its_best_match_wherever_it_stands() {
        let base = base(
            "entities:
  arm: {type: company, name: Arm}
  fleet: {type: company, name: Armada, aliases: [Arm]}
  bell: {type: company, name: Alarm Arm}
  clock: {type: company, name: Alarm, summary: Not Arm}
  arm-deal: {type: company, name: The deal, summary: With Arm}
  other: {type: company, name: Other}
",
        );
        let index = Index::new(&base);
        assert_eq!(scan(&index, &Needle::word("arm", 100), 0..index.len()), [100, 95, 100, 55, 70, 0]);
        assert_eq!(scan(&index, &Needle::word("arm", 72), 0..index.len()), [72, 68, 72, 39, 50, 0]);
        assert_eq!(scan(&index, &Needle::whole_words("arm", 100), 0..index.len()), [100, 95, 100, 50, 70, 0]);
    }

    /// Compares with the best match of each text, one by one, in items whose first text is the one that weighs most.
    #[test]
    fn nothing_that_is_skipped_scores_more() {
        let base = bundled::load_base();
        let index = Index::new(&base);
        let weight = |text: usize| index.corpus.field(text).weight();
        for word in
            ["softbank", "soft", "openai", "open", "arm", "son", "stargate", "fund", "2025", "100", "milliards", "de"]
        {
            for needle in [Needle::word(word, 100), Needle::whole_words(word, 72)] {
                let score = |text: usize| {
                    let (quality, _) = needle.best_match(index.corpus.text(text))?;
                    Some(quality * weight(text) * needle.percent / 10_000)
                };
                let scores = scan(&index, &needle, 0..index.len());
                assert!(needle.percent < 100 || scores.iter().any(|score| *score > 0), "{word}");
                for (item, found) in scores.into_iter().enumerate() {
                    let texts = index.corpus.texts_of(item);
                    if texts.clone().map(weight).max() == Some(weight(texts.start)) {
                        let best = texts.filter_map(score).max().unwrap_or(0);
                        assert_eq!(u32::from(found), best, "{word} in {}", base.address(index.item(item)));
                    }
                }
            }
        }
    }

    /// A chunk gives what the whole gives for its items, whether its items are listed or not.
    #[test]
    fn chunks_of_any_size_find_what_the_whole_finds() {
        let base = bundled::load_base();
        let index = Index::new(&base);
        let queries = [
            ("a", 0),
            ("5", 0),
            ("softbank", 0),
            ("trump", 0),
            ("invests", 0),
            ("openai -nvidia", 0),
            ("softbank openai", 0),
            ("softbank trump openai", 1),
            ("100 milliards", 0),
            ("2025 kind:event", 0),
            ("softbank | trump", 0),
        ];
        for (typed, missing) in queries {
            let plan = Plan::new(&index, &base, &Query::parse(typed));
            let search = |items: Range<usize>, within: Option<&[u32]>| {
                index.search_chunk(&base, &plan, SearchOptions::default(), missing, items, within)
            };
            let whole = search(0..index.len(), None);
            assert!(!whole.positions.is_empty(), "{typed}");
            for size in [1, 7, 64] {
                let (mut by_scan, mut listed) = (Candidates::default(), Candidates::default());
                for start in (0..index.len()).step_by(size) {
                    let items = start..index.len().min(start + size);
                    let within: Vec<u32> = items.clone().map(|at| u32::try_from(at).unwrap()).collect();
                    by_scan.merge(search(items.clone(), None));
                    listed.merge(search(items, Some(within.as_slice())));
                }
                assert_eq!(format!("{by_scan:?}"), format!("{whole:?}"), "{typed} in chunks of {size}");
                assert_eq!(format!("{listed:?}"), format!("{whole:?}"), "{typed} in lists of {size}");
            }
        }
    }
}
