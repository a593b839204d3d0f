//! The folded texts of a base, in one string.

use super::fields::{Field, searched_texts};
use crate::model::{FactBase, Item, fold};
use rayon::prelude::*;
use std::ops::Range;

/// Number of items that one thread folds at a time.
const FOLD_CHUNK_ITEMS: usize = 4096;

/// The folded texts of all items, concatenated. A line break follows each text.
#[derive(Clone, Debug, Default)]
pub(super) struct Corpus {
    text: String,
    /// Byte offset of each text, then the total length.
    text_starts: Vec<u32>,
    fields: Vec<Field>,
    /// Index of the first text of each item, then the number of texts.
    first_texts: Vec<u32>,
}

impl Corpus {
    /// Folds the texts of the given items. A chunk of items that would take the total beyond 4 GiB gets no texts.
    pub(super) fn new(base: &FactBase, items: &[Item]) -> Self {
        let fold_all = |items: &[Item]| items.iter().fold(Self::default(), |arena, &item| arena.with_item(base, item));
        let parts: Vec<_> = if items.len() <= FOLD_CHUNK_ITEMS {
            vec![fold_all(items)]
        } else {
            items.par_chunks(FOLD_CHUNK_ITEMS).map(fold_all).collect()
        };
        let mut arena =
            Self { text: String::with_capacity(parts.iter().map(|part| part.text.len()).sum()), ..Self::default() };
        let sum = |count: fn(&Self) -> usize| parts.iter().map(count).sum::<usize>() + 1;
        arena.text_starts.reserve_exact(sum(|part| part.text_starts.len()));
        arena.fields.reserve_exact(sum(|part| part.fields.len()));
        arena.first_texts.reserve_exact(sum(|part| part.first_texts.len()));
        for part in parts {
            let (at, texts) = (arena.end_offset(), saturating_u32(arena.text_starts.len()));
            if u32::try_from(arena.text.len() + part.text.len()).is_err() {
                // Without texts, these items match no query.
                arena.first_texts.extend(part.first_texts.iter().map(|_| texts));
                continue;
            }
            arena.text += &part.text;
            arena.text_starts.extend(part.text_starts.iter().map(|start| at + start));
            arena.fields.extend(part.fields);
            arena.first_texts.extend(part.first_texts.iter().map(|first| texts + first));
        }
        arena.first_texts.push(saturating_u32(arena.text_starts.len()));
        arena.text_starts.push(arena.end_offset());
        arena
    }

    fn with_item(mut self, base: &FactBase, item: Item) -> Self {
        self.first_texts.push(saturating_u32(self.text_starts.len()));
        for (field, text) in searched_texts(base, item) {
            self.text_starts.push(self.end_offset());
            self.fields.push(field);
            self.text += &fold(&text);
            self.text.push('\n');
        }
        self
    }

    fn end_offset(&self) -> u32 {
        saturating_u32(self.text.len())
    }

    /// All texts as bytes, with the line breaks.
    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Number of items.
    pub(super) fn item_count(&self) -> usize {
        self.first_texts.len().saturating_sub(1)
    }

    /// Size on the heap, in bytes.
    pub(super) fn heap_bytes(&self) -> usize {
        self.text.capacity() + 4 * (self.text_starts.capacity() + self.first_texts.capacity()) + self.fields.capacity()
    }

    /// Indexes of the texts of an item.
    pub(super) fn texts_of(&self, item: usize) -> Range<usize> {
        self.first_texts[item] as usize..self.first_texts[item + 1] as usize
    }

    /// Byte range of consecutive items, with the line breaks.
    pub(super) fn item_span(&self, items: Range<usize>) -> Range<usize> {
        let at = |item: usize| self.text_starts[self.first_texts[item] as usize] as usize;
        at(items.start)..at(items.end)
    }

    /// Byte range of a text, with its line break.
    pub(super) fn text_span(&self, text: usize) -> Range<usize> {
        self.text_starts[text] as usize..self.text_starts[text + 1] as usize
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
        self.text[self.item_span(item..item + 1)].trim_end_matches('\n')
    }

    /// Index of the text that contains a byte. Searches from the text `from` on.
    pub(super) fn text_at_byte(&self, byte: usize, from: usize) -> usize {
        gallop(&self.text_starts, byte, from)
    }

    /// Index of the item that a text belongs to. Searches from the item `from` on.
    pub(super) fn item_of_text(&self, text: usize, from: usize) -> usize {
        gallop(&self.first_texts, text, from)
    }
}

/// Returns the last index whose value is at most `wanted`, by a galloping search from `from` on. Takes few steps if
/// the result is near.
fn gallop(values: &[u32], wanted: usize, from: usize) -> usize {
    let is_at_most = |slot: usize| values.get(slot).is_some_and(|&value| value as usize <= wanted);
    let (mut low, mut step) = (from, 1);
    while is_at_most(low + step) {
        low += step;
        step *= 2;
    }
    while step > 0 {
        if is_at_most(low + step) {
            low += step;
        }
        step /= 2;
    }
    low
}

fn saturating_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::gallop;

    #[test]
    fn gallop_finds_last_slot_at_most_wanted() {
        let values: Vec<u32> = (0..100).map(|n| n * 7).collect();
        for wanted in 0..690 {
            for from in [0, wanted / 14, wanted / 7] {
                assert_eq!(gallop(&values, wanted, from), wanted / 7, "{wanted} from {from}");
            }
        }
    }
}
