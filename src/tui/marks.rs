//! Marks with letters, and flags.

use crate::model::Item;
use std::collections::BTreeMap;

/// Places that a reader wants to find again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    letters: BTreeMap<char, Item>,
    flagged: Vec<Item>,
}

impl Marks {
    /// The most flags that are kept.
    pub const MOST: usize = 1_000;

    /// Whether a character can be a mark.
    pub fn is_letter(c: char) -> bool {
        c.is_ascii_alphanumeric()
    }

    /// Marks a place with a letter.
    pub fn set(&mut self, letter: char, item: Item) {
        if Self::is_letter(letter) {
            self.letters.insert(letter, item);
        }
    }

    /// The place of a letter.
    pub fn get(&self, letter: char) -> Option<Item> {
        self.letters.get(&letter).copied()
    }

    /// Every letter with its place.
    pub fn letters(&self) -> impl Iterator<Item = (char, Item)> {
        self.letters.iter().map(|(&letter, &item)| (letter, item))
    }

    /// What is flagged, in the order of flagging.
    pub fn flagged(&self) -> &[Item] {
        &self.flagged
    }

    /// Flags an item, or takes its flag away; whether it is flagged now. Where there are too many, the oldest goes.
    pub fn toggle(&mut self, item: Item) -> bool {
        let before = self.flagged.len();
        self.flagged.retain(|other| *other != item);
        if self.flagged.len() < before {
            return false;
        }
        if before == Self::MOST {
            self.flagged.remove(0);
        }
        self.flagged.push(item);
        true
    }

    /// Keeps what still exists, under its new handle.
    pub fn rebase(&mut self, find: impl Fn(Item) -> Option<Item>) {
        self.letters = self.letters().filter_map(|(letter, item)| Some((letter, find(item)?))).collect();
        self.flagged = self.flagged.iter().filter_map(|&item| find(item)).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ix;

    #[test]
    fn a_flag_is_toggled_and_marks_are_letters_or_digits() {
        let item = |at| Item::Event(Ix::new(at));
        let mut marks = Marks::default();
        assert!(marks.toggle(item(1)) && marks.toggle(item(2)) && !marks.toggle(item(1)));
        assert_eq!(marks.flagged(), [item(2)]);
        marks.set('a', item(3));
        marks.set('é', item(4));
        assert_eq!(marks.letters().collect::<Vec<_>>(), [('a', item(3))]);
        marks.rebase(|item| matches!(item, Item::Event(ix) if ix != Ix::new(2)).then_some(item));
        assert_eq!((marks.get('a'), marks.flagged().len()), (Some(item(3)), 0));
    }
}
