//! A query resolved against one base: each word with its variants.

use super::filter::{Filter, QueryError};
use super::index::{Index, NameMatches};
use super::lexicon;
use super::needle::Needle;
use super::query::{Alternative, Query};
use super::values::ParsedValue;
use crate::model::{FactBase, fold_with_offsets};
use std::ops::Range;

/// Weight of a synonym, a stem or a correction, in percent of the word itself.
const SYNONYM_PERCENT: u32 = 72;
const SYNONYM_PERCENT_WITH_WORD: u32 = 52;
const STEM_PERCENT: u32 = 80;
const CORRECTION_PERCENTS: [u32; 3] = [90, 65, 45];

/// Maximum number of words of a query that are searched for.
const MAX_TERMS: usize = 32;

/// A query resolved against a base.
pub(super) struct Plan {
    pub(super) branches: Vec<Branch>,
    pub(super) excluded: Vec<Needle>,
    pub(super) filters: Vec<Filter>,
    pub(super) errors: Vec<QueryError>,
    /// Messages about words that were corrected or ignored.
    pub(super) messages: Vec<String>,
}

/// One alternative of a query.
pub(super) struct Branch {
    pub(super) terms: Vec<Term>,
    /// Amounts and dates, each with the indexes of the terms that it was read from.
    pub(super) values: Vec<(Vec<usize>, ParsedValue)>,
    /// The folded words in order, separated by spaces.
    pub(super) text: String,
    /// The same with stems and corrections in place of the words that no text contains; `None` if there are none.
    pub(super) corrected: Option<String>,
    /// The words without spaces, for fuzzy matching.
    pub(super) letters: String,
    /// Whether the words form a question.
    pub(super) is_question: bool,
}

/// A word that must match, in any of its variants.
pub(super) struct Term {
    pub(super) needles: Vec<Needle>,
    pub(super) name_matches: NameMatches,
}

impl Plan {
    /// Whether the query has filters or excluded words, but no words to search for.
    pub(super) fn is_filter_only(&self) -> bool {
        self.branches.is_empty() && (!self.filters.is_empty() || !self.excluded.is_empty())
    }

    pub(super) fn new(index: &Index, base: &FactBase, query: &Query) -> Self {
        let mut errors = query.errors.clone();
        let mut filters = Vec::new();
        for written in &query.filters {
            match written.resolve(base) {
                Ok(filter) => filters.push(filter),
                Err(error) => errors.push(error),
            }
        }
        let mut remarks = Vec::new();
        let branches = query.alternatives.iter().map(|a| Branch::new(index, a, &mut remarks)).collect();
        let without = query.excluded.iter().map(|words| Needle::word(words.as_str(), 100)).collect();
        Self { branches, excluded: without, filters, errors, messages: remarks }
    }

    /// Byte ranges in a text that match words of the query.
    pub(super) fn highlights(&self, text: &str) -> Vec<Range<usize>> {
        let folded = fold_with_offsets(text);
        let terms = self.branches.iter().flat_map(|branch| &branch.terms);
        let found = terms.filter_map(|term| term.best_match(&folded.text)).map(|(_, at)| at).collect();
        super::offsets::original_ranges(text, &folded, &merge_ranges(found))
    }
}

/// Sorts ranges and merges those that touch or overlap.
pub(super) fn merge_ranges(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

impl Branch {
    fn new(index: &Index, alternative: &Alternative, remarks: &mut Vec<String>) -> Self {
        let words = &alternative.words;
        let in_value = |slot: usize| alternative.values.iter().any(|value| value.words.contains(&slot));
        let (mut terms, mut slots, mut mended) = (Vec::new(), Vec::new(), words.clone());
        for &slot in alternative.required.iter().take(MAX_TERMS) {
            let mut needles = synonyms(index, words, slot);
            let spelt = spelling_variants(index, &words[slot]);
            if let Some((first, is_slip)) = spelt.first() {
                mended[slot].clone_from(&first.words);
                if *is_slip {
                    remarks.push(format!("“{}” for “{}”", first.words, words[slot]));
                }
            }
            needles.extend(spelt.into_iter().map(|(needle, _)| needle));
            let mut term = Term { needles, name_matches: NameMatches::default() };
            term.name_matches = index.name_matches(&term.needles);
            let known =
                !term.name_matches.is_empty() || term.needles.iter().any(|needle| index.has_all_words(&needle.words));
            if known || in_value(slot) {
                terms.push(term);
                slots.push(slot);
            } else {
                remarks.push(format!("nothing has “{}”", words[slot]));
            }
        }
        if alternative.required.len() > MAX_TERMS {
            remarks.push(format!("only the first {MAX_TERMS} words are looked for"));
        }
        for phrase in &alternative.phrases {
            terms.push(Term {
                needles: vec![Needle::whole_words(phrase.as_str(), 100)],
                name_matches: NameMatches::default(),
            });
            slots.push(usize::MAX);
        }
        let values = alternative.values.iter().map(|value| {
            let value_terms = slots.iter().enumerate().filter(|(_, slot)| value.words.contains(slot));
            (value_terms.map(|(term, _)| term).collect(), value.parsed.clone())
        });
        Self {
            values: values.collect(),
            text: alternative.text(),
            corrected: (mended != *words).then(|| mended.join(" ")),
            letters: words.concat(),
            is_question: alternative.is_question,
            terms,
        }
    }
}

/// The word and its synonyms, as needles. Synonyms of word pairs that include the word count too.
fn synonyms(index: &Index, words: &[String], slot: usize) -> Vec<Needle> {
    let word = &words[slot];
    let pairs = [slot.checked_sub(1).map(|before| before..slot + 1), Some(slot..slot + 2)];
    let pairs = pairs.into_iter().flatten().filter_map(|pair| Some(words.get(pair)?.join(" ")));
    let alike = std::iter::once(word.clone()).chain(pairs).flat_map(|words| lexicon::synonyms_of(&words));
    // If the base contains the word itself, its synonyms rank below it in every field.
    let percent = if index.vocabulary().contains_word(word) { SYNONYM_PERCENT_WITH_WORD } else { SYNONYM_PERCENT };
    let alike = alike.map(|words| Needle::whole_words(words.as_str(), percent));
    std::iter::once(Needle::word(word.as_str(), 100)).chain(alike).collect()
}

/// Spelling variants of a word that no text contains, best first, each with whether it corrects a typo.
fn spelling_variants(index: &Index, word: &str) -> Vec<(Needle, bool)> {
    let vocabulary = index.vocabulary();
    if word.starts_with(|c: char| c.is_ascii_digit())
        || vocabulary.contains_substring(word)
        || index.has_id_containing(word)
    {
        return Vec::new();
    }
    let hyphenated = vocabulary.hyphenated(word).map(|parted| (Needle::word(parted, CORRECTION_PERCENTS[0]), false));
    let stem =
        stem(word).filter(|stem| vocabulary.has_prefix(stem)).map(|stem| (Needle::word(stem, STEM_PERCENT), false));
    let regular: Vec<_> = hyphenated.into_iter().chain(stem).collect();
    if !regular.is_empty() || !lexicon::synonyms_of(word).is_empty() {
        return regular;
    }
    let near = vocabulary.corrections(word).into_iter();
    near.map(|meant| (Needle::word(meant.word, CORRECTION_PERCENTS[meant.edits.min(2)]), true)).collect()
}

/// Strips an English or French ending if at least four bytes remain.
fn stem(word: &str) -> Option<&str> {
    const ENDINGS: &[&str] = &["ements", "ement", "ings", "ing", "ees", "ent", "ed", "ee", "es", "er", "ez", "s", "e"];
    ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).find(|stem| stem.len() >= 4)
}

impl Term {
    /// The best match in a folded text, of the word or a variant: its score from 0 to 100, and its byte range.
    pub(super) fn best_match(&self, text: &str) -> Option<(u32, Range<usize>)> {
        let found = self.needles.iter().filter_map(|needle| {
            let (class, at) = needle.best_match(text)?;
            Some((class * needle.percent / 100, at))
        });
        found.max_by_key(|(score, at)| (*score, std::cmp::Reverse(at.start)))
    }
}
