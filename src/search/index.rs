//! The index: the folded texts of a base, and searching them.

use super::fields::{Field, texts};
use super::fuzzy::Fuzzy;
use super::query::Query;
use super::rank::{self, Match};
use super::values::Meaning;
use crate::diagnostic::nearest;
use crate::model::{FactBase, Item, Kind, Lang, fold, fold_with_origins};
use std::cmp::Reverse;
use std::ops::Range;

/// The folded texts of every item of a base.
#[derive(Clone, Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    item: Item,
    texts: Vec<(Field, String)>,
}

/// What to look for, besides the query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Only items of this kind.
    pub kind: Option<Kind>,
    /// At most this many hits; 0 for all.
    pub limit: usize,
}

/// An item that answers a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The item.
    pub item: Item,
    /// How well it answers; higher is better.
    pub score: u32,
    /// Where the best match is.
    pub field: Field,
    /// The text of that field, as it was written.
    pub text: String,
    /// The bytes of `text` that matched.
    pub marks: Vec<Range<usize>>,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best hits first.
    pub hits: Vec<Hit>,
    /// How many hits there are, shown or not.
    pub total: usize,
    /// Where there is no hit: the nearest names.
    pub meant: Vec<String>,
}

/// A hit before its text is fetched: the entry, the score, the text that matched best and where.
struct Candidate {
    entry: usize,
    score: u32,
    best: Best,
}

enum Best {
    Text(usize, Vec<Range<usize>>),
    Amount,
    Date,
}

impl Index {
    /// Folds every searched text of a base.
    pub fn new(base: &FactBase) -> Self {
        let entry = |item| Entry {
            item,
            texts: texts(base, item).into_iter().map(|(field, text)| (field, fold(&text))).collect(),
        };
        Self { entries: base.items().map(entry).collect() }
    }

    /// Finds what answers a query, best first.
    pub fn search(&self, base: &FactBase, query: &Query, lang: &Lang, options: Options) -> Found {
        if query.is_empty() {
            return Found::default();
        }
        let mut candidates = self.candidates(base, query, options.kind, query.required.len());
        if candidates.is_empty() && query.required.len() > 2 {
            // Nothing has all the words: what has all but one is better than nothing.
            candidates = self.candidates(base, query, options.kind, query.required.len() - 1);
        }
        // What matches only loosely is shown where little matches well.
        if candidates.iter().filter(|c| c.score >= GOOD).count() >= 3 {
            candidates.retain(|c| c.score >= GOOD);
        }
        candidates.sort_by_key(|c| (Reverse(c.score), c.entry));
        let total = candidates.len();
        let limit = if options.limit == 0 { total } else { options.limit };
        let hits = candidates.into_iter().take(limit).map(|c| self.hit(base, c, lang)).collect();
        let mut meant = if total == 0 { self.meant(base, query, lang) } else { Vec::new() };
        // To name what was typed helps nobody.
        meant.retain(|name| !query.text().contains(&fold(name)));
        Found { hits, total, meant }
    }

    /// The entries in which at least `least` of the required words match.
    fn candidates(&self, base: &FactBase, query: &Query, kind: Option<Kind>, least: usize) -> Vec<Candidate> {
        let fuzzy = Fuzzy::default();
        (0..self.entries.len())
            .filter(|&at| kind.is_none_or(|kind| self.entries[at].item.kind() == kind))
            .filter_map(|at| self.candidate(base, query, &fuzzy, at, least))
            .collect()
    }

    fn candidate(&self, base: &FactBase, query: &Query, fuzzy: &Fuzzy, at: usize, least: usize) -> Option<Candidate> {
        let entry = &self.entries[at];
        let words = query.words.iter().enumerate();
        let mut found: Vec<Option<(u32, Best)>> =
            words.map(|(slot, word)| entry.best_word(word, query.required.contains(&slot))).collect();
        for value in &query.values {
            let Some((score, mut best)) = value_match(base, entry.item, &value.meaning) else { continue };
            for slot in &mut found[value.words.clone()] {
                if slot.as_ref().is_none_or(|(other, _)| *other < score) {
                    *slot = Some((score, std::mem::replace(&mut best, Best::Amount)));
                }
            }
        }
        let matched: Vec<u32> = query.required.iter().filter_map(|&slot| Some(found[slot].as_ref()?.0)).collect();
        if matched.len() < least {
            return entry.loosely(fuzzy, query).map(|(score, best)| Candidate { entry: at, score, best });
        }
        let mean = matched.iter().sum::<u32>() / u32::try_from(query.required.len()).unwrap_or(1).max(1);
        let best = found.into_iter().flatten().max_by_key(|(score, _)| *score)?.1;
        let score = mean + entry.phrase_bonus(query) + prominence(base, entry.item);
        Some(Candidate { entry: at, score, best: entry.gather(best, query) })
    }

    fn hit(&self, base: &FactBase, candidate: Candidate, lang: &Lang) -> Hit {
        let item = self.entries[candidate.entry].item;
        let (field, text, marks) = match candidate.best {
            Best::Text(slot, folded_marks) => {
                let mut all = texts(base, item);
                let (field, text) = all.swap_remove(slot);
                let marks = rank::unfold(&text, &fold_with_origins(&text), &folded_marks);
                (field, text.into_owned(), marks)
            }
            Best::Amount => {
                let text = base.shown_amount(item).map(|a| base.amount_label(a, lang)).unwrap_or_default();
                let whole = 0..text.len();
                (Field::Amount, text, vec![whole])
            }
            Best::Date => {
                let text = base.when(item).map(|w| w.label(lang)).unwrap_or_default();
                let whole = 0..text.len();
                (Field::Date, text, vec![whole])
            }
        };
        Hit { item, score: candidate.score, field, text, marks }
    }

    /// The names nearest to a query that nothing answers.
    fn meant(&self, base: &FactBase, query: &Query, lang: &Lang) -> Vec<String> {
        let names =
            || self.entries.iter().flat_map(|e| e.texts.iter().filter(|(f, _)| f.is_name()).map(move |t| (e, t)));
        let mut meant = Vec::new();
        let whole = query.text();
        for word in std::iter::once(&whole).chain(query.required.iter().map(|&at| &query.words[at])) {
            let Some(near) = nearest(word, names().map(|(_, (_, text))| text.as_str())) else { continue };
            let owner = names().find(|(_, (_, text))| text == near).map(|(entry, _)| base.title(entry.item, lang));
            meant.extend(owner.filter(|name| !meant.contains(name)));
        }
        meant
    }
}

/// From this score on, a hit is no loose match.
const GOOD: u32 = 30;

impl Entry {
    /// The best match of a word over all texts of the entry.
    fn best_word(&self, word: &str, required: bool) -> Option<(u32, Best)> {
        let weigh = |slot: usize, field: Field, found: Match| {
            (found.score * field.weight() / 100, Best::Text(slot, found.bytes))
        };
        let texts = || self.texts.iter().enumerate();
        let exact = texts().filter_map(|(slot, (field, text))| Some(weigh(slot, *field, rank::exact(text, word)?)));
        let best = exact.max_by_key(|(score, best)| (*score, Reverse(best.slot())));
        if best.is_some() || !required {
            return best;
        }
        let slips = texts().filter_map(|(slot, (field, text))| Some(weigh(slot, *field, rank::misspelt(text, word)?)));
        slips.max_by_key(|(score, best)| (*score, Reverse(best.slot())))
    }

    /// The letters of the query in one of the names.
    fn loosely(&self, fuzzy: &Fuzzy, query: &Query) -> Option<(u32, Best)> {
        let letters = query.words.concat();
        let names = self.texts.iter().enumerate().filter(|(_, (field, _))| field.is_name());
        names
            .filter_map(|(slot, (field, name))| {
                let found = rank::loose(fuzzy, name, &letters)?;
                Some(((found.score * field.weight() / 100).min(GOOD - 1), Best::Text(slot, found.bytes)))
            })
            .max_by_key(|(score, _)| *score)
    }

    /// More for a text that is the query, begins with it or holds it in a row.
    fn phrase_bonus(&self, query: &Query) -> u32 {
        let whole = query.text();
        let bonus = |(field, text): &(Field, String)| {
            let bonus = if *text == whole {
                60
            } else if text.starts_with(&whole) {
                30
            } else if query.words.len() > 1 && text.contains(&whole) {
                20
            } else {
                0
            };
            bonus * field.weight() / 100
        };
        self.texts.iter().map(bonus).max().unwrap_or(0)
    }

    /// Adds the marks of every word of the query in the text that matched best.
    fn gather(&self, best: Best, query: &Query) -> Best {
        let Best::Text(slot, mut marks) = best else { return best };
        let text = &self.texts[slot].1;
        for word in query.required.iter().map(|&at| &query.words[at]) {
            marks.extend(rank::exact(text, word).into_iter().flat_map(|found| found.bytes));
        }
        marks.sort_by_key(|range| (range.start, range.end));
        let mut joined: Vec<Range<usize>> = Vec::new();
        for range in marks {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        Best::Text(slot, joined)
    }
}

impl Best {
    fn slot(&self) -> usize {
        match self {
            Self::Text(slot, _) => *slot,
            Self::Amount | Self::Date => 0,
        }
    }
}

/// How well the amount or date of an item answers a value.
fn value_match(base: &FactBase, item: Item, meaning: &Meaning) -> Option<(u32, Best)> {
    let amount = base.shown_amount(item).map_or(0, |amount| meaning.fits_amount(amount));
    let date = base.when(item).map_or(0, |when| meaning.fits_date(when));
    let (fit, best) = if amount >= date { (amount, Best::Amount) } else { (date, Best::Date) };
    // The very value beats words that happen to spell it.
    (fit > 0).then_some((fit * 115 / 100, best))
}

/// A little more for what is most often meant: entities, milestones, what is often cited; less for asides.
fn prominence(base: &FactBase, item: Item) -> u32 {
    let often = |n: usize| u32::try_from(n.min(40)).unwrap_or(0);
    let points = match item {
        Item::Entity(ix) => 10 + often(base.links.claims_of_entity(ix).len()) / 4,
        Item::Event(ix) if base.events[ix].milestone => 9,
        Item::Event(_) => 7,
        Item::Question(_) => 4,
        Item::Claim(ix) => 5 + often(base.claims[ix].evidence.len()).min(4),
        Item::Source(_) | Item::Balance(_) => 3,
        Item::Story(_) => 2,
    };
    let aside = base.is_aside(item);
    if aside { points / 2 } else { points }
}
