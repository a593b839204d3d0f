//! Marks and flags.

use super::saved_session::MAX_FLAGGED;
use crate::model::Item;
use std::collections::BTreeMap;

/// The marks and flags of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    letters: BTreeMap<char, Item>,
    flagged: Vec<Item>,
    /// Addresses that are not in the base at the moment, with the letter if it is a mark. A reload may bring them
    /// back.
    unresolved: Vec<(Option<char>, String)>,
}

impl Marks {
    /// Whether a character can name a mark: an ASCII letter or digit.
    pub(super) fn is_letter(c: char) -> bool {
        c.is_ascii_alphanumeric()
    }

    /// Sets a mark. Ignores a character that cannot name one.
    pub(super) fn set(&mut self, letter: char, item: Item) {
        if Self::is_letter(letter) {
            self.unresolved.retain(|(lost, _)| *lost != Some(letter));
            self.letters.insert(letter, item);
        }
    }

    /// The item of a mark.
    pub(super) fn get(&self, letter: char) -> Option<Item> {
        self.letters.get(&letter).copied()
    }

    /// All marks with their items, by letter.
    pub(super) fn letters(&self) -> impl Iterator<Item = (char, Item)> {
        self.letters.iter().map(|(&letter, &item)| (letter, item))
    }

    /// Flagged items, oldest first.
    pub(super) fn flagged(&self) -> &[Item] {
        &self.flagged
    }

    /// Flags an item or removes its flag. Returns whether it is flagged now. At the maximum, the oldest flag is
    /// dropped.
    pub(super) fn toggle(&mut self, item: Item) -> bool {
        let before = self.flagged.len();
        self.flagged.retain(|other| *other != item);
        if self.flagged.len() < before {
            return false;
        }
        if before == MAX_FLAGGED {
            self.flagged.remove(0);
        }
        self.flagged.push(item);
        true
    }

    /// Addresses that are not in the base at the moment, with the letter if it is a mark.
    pub(super) fn unresolved(&self) -> impl Iterator<Item = (Option<char>, &str)> {
        self.unresolved.iter().map(|(letter, address)| (*letter, address.as_str()))
    }

    /// Adds a mark or flag by address, whether or not it is in the base.
    pub(super) fn insert_by_address(&mut self, letter: Option<char>, address: &str, found: Option<Item>) {
        match (letter, found) {
            (Some(letter), Some(item)) => self.set(letter, item),
            (None, Some(item)) if self.flagged.contains(&item) => {}
            (None, Some(item)) => _ = self.toggle(item),
            (_, None) if self.unresolved.len() < MAX_FLAGGED => self.unresolved.push((letter, address.to_owned())),
            (_, None) => {}
        }
    }

    /// The same marks in a reloaded base: `address` gives the address of an item of the previous base, `find` looks
    /// it up in the new one.
    pub(super) fn remap(&self, address: impl Fn(Item) -> String, find: impl Fn(&str) -> Option<Item>) -> Self {
        let letters = self.letters().map(|(letter, item)| (Some(letter), address(item)));
        let flagged = self.flagged.iter().map(|&item| (None, address(item)));
        let mut marks = Self::default();
        for (letter, address) in letters.chain(flagged).chain(self.unresolved.iter().cloned()) {
            marks.insert_by_address(letter, &address, find(&address));
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ix;

    #[test]
    fn flags_toggle_and_marks_accept_letters_and_digits() {
        let item = |at| Item::Event(Ix::new(at));
        let mut marks = Marks::default();
        assert!(marks.toggle(item(1)) && marks.toggle(item(2)) && !marks.toggle(item(1)));
        assert_eq!(marks.flagged(), [item(2)]);
        marks.set('a', item(3));
        marks.set('é', item(4));
        assert_eq!(marks.letters().collect::<Vec<_>>(), [('a', item(3))]);
        let name = |item: Item| if item == Item::Event(Ix::new(2)) { "event/two" } else { "event/three" }.to_owned();
        let lean = marks.remap(name, |address| (address == "event/two").then_some(item(2)));
        assert_eq!((lean.get('a'), lean.flagged()), (None, &[item(2)][..]));
        assert_eq!(lean.unresolved().collect::<Vec<_>>(), [(Some('a'), "event/three")]);
        let whole = lean.remap(name, |address| Some(item(if address == "event/two" { 2 } else { 3 })));
        assert_eq!((whole.get('a'), whole.unresolved().count()), (Some(item(3)), 0), "what comes back is found again");
    }
}
