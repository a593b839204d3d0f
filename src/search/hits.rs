//! Turns scores into hits: reranks the best candidates and fetches the texts that explain them.

use super::fields::{Field, texts};
use super::filter::{self, Certainty, Fault};
use super::fuzzy::Fuzzy;
use super::index::Index;
use super::plan::{Branch, Plan, joined};
use super::query::Query;
use super::rank::unfold;
use super::run::{CHUNK, Options};
use super::values::Meaning;
use crate::diagnostic::suggest;
use crate::model::{Claim, FactBase, Item, Ix, Kind, Lang, fold, fold_with_offsets};
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
    pub marks: Vec<Range<usize>>,
    /// Byte ranges of the matches in the title of the item.
    pub title_marks: Vec<Range<usize>>,
}

/// The results of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The hits, best first, at most as many as the limit.
    pub hits: Vec<Hit>,
    /// Number of hits without the limit.
    pub total: usize,
    /// Similar names, if no item matches the words of the query.
    pub meant: Vec<String>,
    /// Errors in the query.
    pub faults: Vec<Fault>,
    /// Messages about words of the query that were corrected or ignored.
    pub remarks: Vec<String>,
    /// Whether the search is still running.
    pub partial: bool,
}

/// A hit whose text has not been fetched yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) certainty: Certainty,
    pub(super) score: u32,
    /// Position among the items of the index.
    pub(super) at: u32,
}

/// Minimum score of a hit that counts as an exact match. Fuzzy matches score less.
const GOOD: u32 = 30;

/// Number of best candidates that are reranked.
pub(super) const CLOSELY: usize = 1000;

/// Candidates of one or several chunks: their number, how many of them are exact, the best of them, and the positions
/// of all in ascending order.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    total: usize,
    good: usize,
    best: Vec<Candidate>,
    pub(super) all: Vec<u32>,
}

impl Gathered {
    pub(super) fn push(&mut self, candidate: Candidate) {
        self.total += 1;
        self.good += usize::from(candidate.score >= GOOD);
        self.best.push(candidate);
        self.all.push(candidate.at);
    }

    /// Appends the candidates of a later chunk.
    pub(super) fn add(&mut self, other: Self) {
        self.total += other.total;
        self.good += other.good;
        self.best.extend(other.best);
        self.all.extend(other.all);
    }

    /// Keeps at most `most` of the best candidates.
    pub(super) fn prune(&mut self, most: usize) {
        if self.best.len() > most {
            self.best.select_nth_unstable_by_key(most, |candidate| rank(*candidate));
            self.best.truncate(most);
        }
    }
}

/// The sort key of a hit: certain matches first, then by score, then in file order.
fn rank(candidate: Candidate) -> (Certainty, Reverse<u32>, u32) {
    (candidate.certainty, Reverse(candidate.score), candidate.at)
}

impl Index {
    /// Reranks the best candidates, sorts them and fetches their texts.
    pub(super) fn answer(
        &self,
        base: &FactBase,
        plan: &Plan,
        options: Options,
        lang: &Lang,
        mut gathered: Gathered,
        mut found: Found,
    ) -> Found {
        let good = gathered.good;
        if good >= 3 {
            gathered.best.retain(|candidate| candidate.score >= GOOD);
        }
        found.total = if good >= 3 { good } else { gathered.total };
        let limit = if options.limit == 0 { found.total } else { options.limit };
        gathered.prune(CLOSELY.max(limit));
        let mut candidates = gathered.best;
        for candidate in &mut candidates {
            candidate.score += self.phrase_bonus(plan, candidate.at as usize);
        }
        candidates.sort_unstable_by_key(|candidate| rank(*candidate));
        if good < 3 && !found.partial {
            self.loosely(base, plan, options, lang, &mut found, candidates);
            return found;
        }
        found.hits = candidates.into_iter().take(limit).map(|c| self.hit(base, plan, c, lang)).collect();
        found
    }

    /// Adds items whose names match the letters of the query, used if there are few exact matches.
    pub(super) fn loosely(
        &self,
        base: &FactBase,
        plan: &Plan,
        options: Options,
        lang: &Lang,
        found: &mut Found,
        mut candidates: Vec<Candidate>,
    ) {
        let branches: Vec<_> = plan.branches.iter().filter(|branch| !branch.letters.is_empty()).collect();
        let known: HashSet<u32> = candidates.iter().map(|candidate| candidate.at).collect();
        let fuzzy: Vec<_> = branches.iter().map(|branch| Fuzzy::new(&branch.letters)).collect();
        let look = |at: usize| {
            let item = self.item(at);
            if options.kind.is_some_and(|kind| kind != item.kind()) {
                return None;
            }
            let certainty = filter::pass(&plan.filters, base, item)?;
            let at_item = u32::try_from(at).ok().filter(|at| !known.contains(at))?;
            // In a large base, the ids of claims are too many to match and say little.
            if self.len() > CHUNK && matches!(item, Item::Claim(_)) {
                return None;
            }
            let names = self.arena.texts_of(at).filter(|&text| self.arena.field(text).is_name());
            let scores = names.flat_map(|text| {
                let field = self.arena.field(text);
                fuzzy.iter().filter_map(move |fuzzy| Some((fuzzy.find(self.arena.text(text))?.score, field)))
            });
            let best = scores.map(|(score, field)| score * 40 / 100 * field.weight() / 100).max()?;
            Some(Candidate { certainty, score: best.min(GOOD - 1), at: at_item })
        };
        let more: Vec<Candidate> = if self.len() <= CHUNK {
            (0..self.len()).filter_map(look).collect()
        } else {
            (0..self.len()).into_par_iter().filter_map(look).collect()
        };
        found.total += more.len();
        candidates.extend(more);
        candidates.sort_by_key(|&candidate| rank(candidate));
        let limit = if options.limit == 0 { candidates.len() } else { options.limit };
        let hit = |candidate: Candidate| {
            let mut hit = self.hit(base, plan, candidate, lang);
            if hit.marks.is_empty() {
                mark_loosely(&mut hit, &fuzzy);
            }
            hit
        };
        found.hits = candidates.into_iter().take(limit).map(hit).collect();
    }

    /// A bonus for an item with a text that equals, starts with or contains the query.
    fn phrase_bonus(&self, plan: &Plan, at: usize) -> u32 {
        let entity = self.of(Kind::Entity).contains(&at);
        let bonus = |text: usize| {
            let (words, weight) = (self.arena.text(text), self.arena.field(text).weight());
            let named = entity && matches!(self.arena.field(text), Field::Name | Field::Alias);
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
            let of = |branch: &Branch| {
                // "chat gpt" is how some people write ChatGPT.
                let joined =
                    named && branch.text.contains(' ') && words.split([' ', '-']).eq([branch.letters.as_str()]);
                let mended = branch.mended.as_deref().map_or(0, phrase) * 4 / 5;
                phrase(&branch.text).max(mended).max(if joined { 60 } else { 0 }) * weight / 100
            };
            plan.branches.iter().map(of).max().unwrap_or(0)
        };
        self.arena.texts_of(at).map(bonus).max().unwrap_or(0)
    }

    /// Builds a hit with the text that explains it best: the one with the highest sum of term scores, weighted by
    /// field, or the amount or date that the query names.
    fn hit(&self, base: &FactBase, plan: &Plan, candidate: Candidate, lang: &Lang) -> Hit {
        let Candidate { certainty, score, at } = candidate;
        let at = at as usize;
        let item = self.item(at);
        let all = texts(base, item);
        if plan.branches.is_empty() {
            // A query of filters only has nothing to highlight.
            let text = base.title(item, lang);
            return Hit {
                item,
                certainty,
                score,
                field: Field::Name,
                text,
                marks: Vec::new(),
                title_marks: Vec::new(),
            };
        }
        let terms = || plan.branches.iter().flat_map(|branch| &branch.terms);
        let weigh = |slot: usize| {
            let text = self.arena.texts_of(at).start + slot;
            let words = self.arena.text(text);
            let sum: u32 = terms().filter_map(|term| term.best(words)).map(|(score, _)| score).sum();
            sum * self.arena.field(text).weight()
        };
        let best = (0..all.len()).map(|slot| (weigh(slot), Reverse(slot))).max().filter(|(weight, _)| *weight > 0);
        let value = plan.branches.iter().flat_map(|branch| &branch.values);
        let value = value.map(|(terms, meaning)| (terms.len(), fit(base, item, meaning))).max_by_key(|(_, fit)| fit.0);
        let weight = best.map_or(0, |(weight, _)| weight);
        let title_marks = plan.marks(&base.title(item, lang));
        // A claim found through its entities is explained by its triple rather than by its own texts.
        let linked = matches!(item, Item::Claim(_)) && weight < 5_500 && title_marks.is_empty();
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
                return Hit { item, certainty, score, field, text, marks: vec![whole], title_marks };
            }
            (_, Some((_, Reverse(slot)))) if !linked => (all[slot].0, all[slot].1.to_string()),
            _ => match item {
                Item::Claim(ix) => (Field::Triple, reading(base, ix, plan, lang)),
                _ => all.first().map_or((Field::Id, String::new()), |(field, text)| (*field, text.to_string())),
            },
        };
        let marks = plan.marks(&text);
        Hit { item, certainty, score, field, text, marks, title_marks }
    }

    /// The names nearest to the words of a query that has no hit.
    pub(super) fn meant(&self, base: &FactBase, query: &Query, lang: &Lang) -> Vec<String> {
        let name_texts = |at: usize| self.arena.texts_of(at).filter(|&text| self.arena.field(text).is_name());
        // Skip items that have only an id.
        let has_name = |at: &usize| !matches!(self.item(*at), Item::Claim(_));
        let names = || (0..self.len()).filter(has_name).flat_map(|at| name_texts(at).map(move |text| (at, text)));
        let mut meant = Vec::new();
        for alternative in &query.alternatives {
            let whole = alternative.text();
            for word in std::iter::once(&whole).chain(alternative.required.iter().map(|&at| &alternative.words[at])) {
                let Some(near) = suggest(word, names().map(|(_, text)| self.arena.text(text))) else { continue };
                let owner = names()
                    .find(|&(_, text)| self.arena.text(text) == near)
                    .map(|(at, _)| base.title(self.item(at), lang));
                meant.extend(owner.filter(|name| !meant.contains(name) && !whole.contains(&fold(name))));
            }
        }
        meant
    }
}

fn mark_loosely(hit: &mut Hit, fuzzy: &[Fuzzy]) {
    let folded = fold_with_offsets(&hit.text);
    if let Some(found) = fuzzy.iter().find_map(|fuzzy| fuzzy.find(&folded.text)) {
        let marks = found.bytes.iter().map(|&at| at..at + folded.text[at..].chars().next().map_or(1, char::len_utf8));
        hit.marks = unfold(&hit.text, &folded, &joined(marks.collect()));
    }
}

/// The triple of a claim as text, in the language with the most matches.
fn reading(base: &FactBase, ix: Ix<Claim>, plan: &Plan, lang: &Lang) -> String {
    let asked = base.triple_text(ix, lang);
    let Some(triple) = base.claims[ix].triple() else { return asked };
    let others = base.relations[triple.relation].label.iter().map(|(other, _)| base.triple_text(ix, other));
    let marks = |text: &String| plan.marks(text).len();
    let least = marks(&asked);
    others.filter(|text| marks(text) > least).max_by_key(marks).unwrap_or(asked)
}

/// How well the amount or date of an item matches a value, from 0 to 115, and which of the two it is. An exact value
/// scores higher than a word that spells it.
pub(super) fn fit(base: &FactBase, item: Item, meaning: &Meaning) -> (u8, Field) {
    let amount = base.effective_amount(item).map_or(0, |amount| meaning.fits_amount(amount));
    let date = base.own_date(item).map_or(0, |when| meaning.fits_date(when));
    let (fit, field) = if amount >= date { (amount, Field::Amount) } else { (date, Field::Date) };
    (u8::try_from(fit * 115 / 100).unwrap_or(u8::MAX), field)
}
