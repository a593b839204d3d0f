//! The folded texts of a base, in one string.

use super::fields::{Field, texts};
use crate::model::{FactBase, Item, fold};
use rayon::prelude::*;
use std::ops::Range;

/// Number of items that one thread folds at a time.
const CHUNK: usize = 4096;

/// The folded texts of all items, concatenated. A line break follows each text.
#[derive(Clone, Debug, Default)]
pub(super) struct Arena {
    text: String,
    /// Byte offset of each text, then the total length.
    starts: Vec<u32>,
    fields: Vec<Field>,
    /// Index of the first text of each item, then the number of texts.
    firsts: Vec<u32>,
}

impl Arena {
    /// Folds the texts of the given items. A chunk of items that would take the total beyond 4 GiB gets no texts.
    pub(super) fn new(base: &FactBase, items: &[Item]) -> Self {
        let fold_all = |items: &[Item]| items.iter().fold(Self::default(), |arena, &item| arena.with(base, item));
        let parts: Vec<_> =
            if items.len() <= CHUNK { vec![fold_all(items)] } else { items.par_chunks(CHUNK).map(fold_all).collect() };
        let mut arena =
            Self { text: String::with_capacity(parts.iter().map(|part| part.text.len()).sum()), ..Self::default() };
        let sum = |count: fn(&Self) -> usize| parts.iter().map(count).sum::<usize>() + 1;
        arena.starts.reserve_exact(sum(|part| part.starts.len()));
        arena.fields.reserve_exact(sum(|part| part.fields.len()));
        arena.firsts.reserve_exact(sum(|part| part.firsts.len()));
        for part in parts {
            let (at, texts) = (arena.end(), offset(arena.starts.len()));
            if u32::try_from(arena.text.len() + part.text.len()).is_err() {
                // Without texts, these items match no query.
                arena.firsts.extend(part.firsts.iter().map(|_| texts));
                continue;
            }
            arena.text += &part.text;
            arena.starts.extend(part.starts.iter().map(|start| at + start));
            arena.fields.extend(part.fields);
            arena.firsts.extend(part.firsts.iter().map(|first| texts + first));
        }
        arena.firsts.push(offset(arena.starts.len()));
        arena.starts.push(arena.end());
        arena
    }

    fn with(mut self, base: &FactBase, item: Item) -> Self {
        self.firsts.push(offset(self.starts.len()));
        for (field, text) in texts(base, item) {
            self.starts.push(self.end());
            self.fields.push(field);
            self.text += &fold(&text);
            self.text.push('\n');
        }
        self
    }

    fn end(&self) -> u32 {
        offset(self.text.len())
    }

    /// All texts as bytes, with the line breaks.
    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Number of items.
    pub(super) fn len(&self) -> usize {
        self.firsts.len().saturating_sub(1)
    }

    /// Size on the heap, in bytes.
    pub(super) fn size(&self) -> usize {
        self.text.capacity() + 4 * (self.starts.capacity() + self.firsts.capacity()) + self.fields.capacity()
    }

    /// Indexes of the texts of an item.
    pub(super) fn texts_of(&self, item: usize) -> Range<usize> {
        self.firsts[item] as usize..self.firsts[item + 1] as usize
    }

    /// Byte range of consecutive items, with the line breaks.
    pub(super) fn span(&self, items: Range<usize>) -> Range<usize> {
        let at = |item: usize| self.starts[self.firsts[item] as usize] as usize;
        at(items.start)..at(items.end)
    }

    /// Byte range of a text, with its line break.
    pub(super) fn text_span(&self, text: usize) -> Range<usize> {
        self.starts[text] as usize..self.starts[text + 1] as usize
    }

    /// The field that a text belongs to.
    pub(super) fn field(&self, text: usize) -> Field {
        self.fields[text]
    }

    /// A text, without its line break.
    pub(super) fn text(&self, text: usize) -> &str {
        self.text[self.text_span(text)].trim_end_matches('\n')
    }

    /// All texts of an item, separated by line breaks.
    pub(super) fn line(&self, item: usize) -> &str {
        self.text[self.span(item..item + 1)].trim_end_matches('\n')
    }

    /// Index of the text that contains a byte. Searches from the text `from` on.
    pub(super) fn text_at(&self, byte: usize, from: usize) -> usize {
        gallop(&self.starts, byte, from)
    }

    /// Index of the item that a text belongs to. Searches from the item `from` on.
    pub(super) fn item_at(&self, text: usize, from: usize) -> usize {
        gallop(&self.firsts, text, from)
    }
}

/// Returns the last index whose value is at most `wanted`, by a galloping search from `from` on. Takes few steps if
/// the result is near.
fn gallop(values: &[u32], wanted: usize, from: usize) -> usize {
    let holds = |slot: usize| values.get(slot).is_some_and(|&value| value as usize <= wanted);
    let (mut low, mut step) = (from, 1);
    while holds(low + step) {
        low += step;
        step *= 2;
    }
    while step > 0 {
        if holds(low + step) {
            low += step;
        }
        step /= 2;
    }
    low
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::gallop;

    #[test]
    fn galloping_finds_the_slot() {
        let values: Vec<u32> = (0..100).map(|n| n * 7).collect();
        for wanted in 0..690 {
            for from in [0, wanted / 14, wanted / 7] {
                assert_eq!(gallop(&values, wanted, from), wanted / 7, "{wanted} from {from}");
            }
        }
    }
}
