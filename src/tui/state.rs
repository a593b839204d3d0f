//! The saved session: what the next run restores.
//!
//! This module defines the file format and the merge of two instances that save at the same time. The runtime reads
//! and writes the file.

use crate::model::sanitize;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::fmt;

/// Version of the file format. A file with a higher version is rejected.
pub const VERSION: u32 = 1;
/// Maximum number of saved flags; the oldest are dropped.
pub const MOST_FLAGGED: usize = 1000;
/// Maximum number of saved queries; the oldest are dropped.
pub const MOST_QUERIES: usize = 50;
/// Maximum number of saved pane sizes.
const MOST_SHARES: usize = 16;
/// Maximum length of a saved text, in bytes. A longer one is dropped, because a truncated address is useless.
const LONGEST: usize = 4096;

/// The saved session. A missing field has its default; an unknown field is ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, as it stands in the file")]
pub struct Saved {
    /// Version of the file format.
    pub version: u32,
    /// Address of the selected item.
    pub here: Option<String>,
    /// Name of the list that was shown.
    pub list: String,
    /// Name of the focused pane.
    pub focus: String,
    /// Whether the focused pane filled the window.
    pub zoomed: bool,
    /// Whether side issues were hidden.
    pub lean: bool,
    /// Whether key hints were shown.
    pub hints: bool,
    /// Whether the time between items was shown.
    pub distances: bool,
    /// Relative sizes of the panes; empty if they equal the settings.
    pub shares: Vec<u16>,
    /// The address of each mark, by its ASCII letter or digit.
    pub marks: BTreeMap<char, String>,
    /// Addresses of flagged items, oldest first.
    pub flagged: Vec<String>,
    /// Previous queries, oldest first.
    pub queries: Vec<String>,
    /// Id of the story and index of its step.
    pub story: Option<(String, usize)>,
    /// Name of the theme, if the user chose one.
    pub theme: Option<String>,
}

impl Default for Saved {
    fn default() -> Self {
        Self {
            version: VERSION,
            here: None,
            list: String::new(),
            focus: String::new(),
            zoomed: false,
            lean: false,
            hints: true,
            distances: false,
            shares: Vec::new(),
            marks: BTreeMap::new(),
            flagged: Vec::new(),
            queries: Vec::new(),
            story: None,
            theme: None,
        }
    }
}

/// Why a saved session cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It was written by a newer program, with this format version.
    Newer(u64),
    /// It is malformed. The message says what is wrong, and where.
    Broken(String),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer(version) => write!(f, "a newer dossier wrote it (version {version}, this one knows {VERSION})"),
            Self::Broken(why) => f.write_str(why),
        }
    }
}

impl Saved {
    /// Parses a saved session and enforces the limits.
    ///
    /// # Errors
    /// [`Unreadable`] if a newer program wrote it, or if it is not JSON of this format.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let broken = |error: serde_json::Error| Unreadable::Broken(error.to_string());
        // Parse it as an object first: fields of a newer version may not fit this type, and serde would also accept
        // an array.
        let object: serde_json::Map<_, _> = serde_json::from_str(text).map_err(broken)?;
        if let Some(version) = object.get("version").and_then(Value::as_u64).filter(|&v| v > u64::from(VERSION)) {
            return Err(Unreadable::Newer(version));
        }
        let mut saved: Self = serde_json::from_str(text).map_err(broken)?;
        saved.version = VERSION;
        saved.bound();
        Ok(saved)
    }

    /// Serializes it as indented JSON.
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }

    /// Three-way merge with what another instance has saved. Values changed here since `since` (the last version
    /// read) win; all others come from `on_disk`. Marks are merged one by one. From flags and queries, entries
    /// removed here are removed, and entries added or repeated here go to the end.
    pub fn merge(&mut self, on_disk: Self, since: &Self) {
        fn settle<T: PartialEq>(here: &mut T, on_disk: T, since: &T) {
            if here == since {
                *here = on_disk;
            }
        }
        settle(&mut self.here, on_disk.here, &since.here);
        settle(&mut self.list, on_disk.list, &since.list);
        settle(&mut self.focus, on_disk.focus, &since.focus);
        settle(&mut self.zoomed, on_disk.zoomed, &since.zoomed);
        settle(&mut self.lean, on_disk.lean, &since.lean);
        settle(&mut self.hints, on_disk.hints, &since.hints);
        settle(&mut self.distances, on_disk.distances, &since.distances);
        settle(&mut self.shares, on_disk.shares, &since.shares);
        settle(&mut self.story, on_disk.story, &since.story);
        settle(&mut self.theme, on_disk.theme, &since.theme);
        self.flagged = merge_list(&self.flagged, on_disk.flagged, &since.flagged);
        self.queries = merge_list(&self.queries, on_disk.queries, &since.queries);
        let mut marks = on_disk.marks;
        for mark in self.marks.keys().chain(since.marks.keys()) {
            match self.marks.get(mark) {
                here if here == since.marks.get(mark) => {}
                Some(address) => drop(marks.insert(*mark, address.clone())),
                None => drop(marks.remove(mark)),
            }
        }
        self.marks = marks;
        self.bound();
    }

    /// Drops what exceeds a limit, and sanitizes every text.
    fn bound(&mut self) {
        for text in [&mut self.list, &mut self.focus] {
            if !fits(text) {
                text.clear();
            }
        }
        self.here.take_if(|text| !fits(text));
        self.theme.take_if(|text| !fits(text));
        self.story.take_if(|(id, _)| !fits(id));
        self.shares.truncate(MOST_SHARES);
        self.marks.retain(|mark, address| mark.is_ascii_alphanumeric() && fits(address));
        bound_list(&mut self.flagged, MOST_FLAGGED);
        bound_list(&mut self.queries, MOST_QUERIES);
    }
}

/// Sanitizes a text. Returns whether it is short enough to be saved.
fn fits(text: &mut String) -> bool {
    if text.len() <= LONGEST {
        *text = sanitize(text).into_owned();
    }
    text.len() <= LONGEST
}

/// Removes duplicates, keeping the last occurrence, and keeps the last `most` texts.
fn bound_list(list: &mut Vec<String>, most: usize) {
    list.retain_mut(fits);
    let mut seen = HashSet::new();
    list.reverse();
    list.retain(|text| seen.insert(text.clone()));
    list.truncate(most);
    list.reverse();
}

/// Applies the changes between `since` and `here` to the list on disk.
fn merge_list(here: &[String], mut on_disk: Vec<String>, since: &[String]) -> Vec<String> {
    // Entries are only removed, or added at the end, so whatever is still in the old order was not touched.
    let mut old = since.iter();
    let untouched = here.iter().take_while(|text| old.any(|known| known == *text)).count();
    let (untouched, put) = here.split_at(untouched);
    let touched: HashSet<_> = since.iter().chain(put).collect();
    let stays: HashSet<_> = untouched.iter().collect();
    on_disk.retain(|text| stays.contains(text) || !touched.contains(text));
    on_disk.extend_from_slice(put);
    on_disk
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(words: &str) -> Vec<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    fn lists(flagged: &str, queries: &str) -> Saved {
        Saved { flagged: texts(flagged), queries: texts(queries), ..Saved::default() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let saved = Saved {
            here: Some("claim/sb-invests".into()),
            list: "timeline".into(),
            shares: vec![40, 60],
            marks: BTreeMap::from([('a', "event/launch".into()), ('7', "source/nyt".into())]),
            story: Some(("money".into(), 3)),
            hints: false,
            theme: Some("light".into()),
            ..lists("claim/a claim/b", "softbank stargate")
        };
        assert_eq!(Saved::read(&saved.write()), Ok(saved));
    }

    #[test]
    fn what_is_missing_has_its_default_and_what_is_unknown_is_ignored() {
        assert_eq!(Saved::read("{}"), Ok(Saved::default()));
        let read = Saved::read(r#"{"version": 1, "zoomed": true, "colour": {"of": ["later"]}}"#);
        assert_eq!(read, Ok(Saved { zoomed: true, ..Saved::default() }));
    }

    #[test]
    fn a_newer_form_is_told_from_a_broken_one() {
        assert_eq!(Saved::read(r#"{"version": 2, "here": {"path": []}}"#), Err(Unreadable::Newer(2)));
        assert_eq!(Saved::read(r#"{"version": 5000000000}"#), Err(Unreadable::Newer(5_000_000_000)));
        for text in
            ["", "{", "[]", "null", r#"{"marks": {"ab": "claim/x"}}"#, r#"{"here": 3}"#, r#"{"version": "2"}"#, "{}{}"]
        {
            assert!(matches!(Saved::read(text), Err(Unreadable::Broken(_))), "{text}");
        }
        let told = Saved::read("{\n  \"zoomed\": 1\n}").map_err(|error| error.to_string());
        assert!(told.as_ref().is_err_and(|told| told.contains("line 2")), "{told:?}");
    }

    #[test]
    fn what_is_read_is_bounded_and_clean() {
        let many: Vec<_> = (0..3000).map(|n| format!("claim/{n}")).collect();
        let long = "x".repeat(LONGEST + 1);
        let marks: BTreeMap<char, String> = ('\0'..'\u{200}').map(|mark| (mark, "claim/a".into())).collect();
        let saved = Saved {
            here: Some(long.clone()),
            list: long.clone(),
            story: Some((long.clone(), 1)),
            shares: vec![1; 99],
            marks,
            flagged: many.clone(),
            queries: [many, vec![long, "a\u{1b}[31m".into(), "claim/2999".into()]].concat(),
            ..Saved::default()
        };
        let read = Saved::read(&saved.write()).unwrap();
        assert_eq!((read.here, read.list.as_str(), read.story), (None, "", None));
        assert_eq!((read.shares.len(), read.marks.len()), (MOST_SHARES, 26 + 26 + 10));
        assert_eq!((read.flagged.len(), read.queries.len()), (MOST_FLAGGED, MOST_QUERIES));
        assert_eq!(read.flagged[MOST_FLAGGED - 1], "claim/2999", "the newest stay");
        assert_eq!(read.queries[MOST_QUERIES - 2..], ["a␛[31m", "claim/2999"], "each once, where it stands last");
    }

    #[test]
    fn both_explorers_keep_what_they_added_and_took_out() {
        let since = Saved { marks: BTreeMap::from([('a', "x".into()), ('b', "y".into())]), ..lists("a b c", "p q r") };
        let disk = Saved {
            marks: BTreeMap::from([('a', "x2".into()), ('b', "y".into()), ('c', "z".into())]),
            zoomed: true,
            ..lists("b c d", "p q r s")
        };
        let mut here = Saved { marks: BTreeMap::from([('a', "x".into()), ('d', "w".into())]), ..since.clone() };
        here.flagged = texts("a b e");
        here.queries = texts("q r p");
        here.merge(disk, &since);
        assert_eq!(here.flagged, texts("b d e"), "a went there, c went here");
        assert_eq!(here.queries, texts("q r s p"), "p was asked again");
        let marks: Vec<_> = here.marks.iter().map(|(mark, address)| format!("{mark}{address}")).collect();
        assert_eq!(marks, ["ax2", "cz", "dw"]);
        assert!(here.zoomed);
    }

    #[test]
    fn what_changed_on_both_sides_is_as_here() {
        let since = Saved { here: Some("claim/a".into()), ..Saved::default() };
        let disk = Saved { here: Some("claim/b".into()), theme: Some("dark".into()), ..Saved::default() };
        let mut here = Saved { here: Some("claim/c".into()), ..Saved::default() };
        here.merge(disk, &since);
        assert_eq!((here.here.as_deref(), here.theme.as_deref()), (Some("claim/c"), Some("dark")));
    }

    prop_compose! {
        /// A session within its limits, with few distinct values, so that two of them often overlap.
        fn saved()(
            here in proptest::option::of("[a-c]"), list in "[ab]?", flags in any::<[bool; 4]>(),
            shares in prop::collection::vec(0..3_u16, 0..3), marks in prop::collection::btree_map(
                prop::char::range('a', 'd'), "[a-c]", 0..4),
            mut flagged in prop::collection::vec("[a-h]", 0..9), mut queries in prop::collection::vec("[a-h]", 0..9),
            story in proptest::option::of(("[ab]", 0..3_usize)), theme in proptest::option::of("[ab]"),
        ) -> Saved {
            bound_list(&mut flagged, MOST_FLAGGED);
            bound_list(&mut queries, MOST_QUERIES);
            let [zoomed, lean, hints, distances] = flags;
            let focus = list.clone();
            Saved { version: VERSION, here, list, focus, zoomed, lean, hints, distances, shares, marks, flagged,
                queries, story, theme }
        }
    }

    proptest! {
        #[test]
        fn who_changed_nothing_takes_all_from_disk(since in saved(), disk in saved()) {
            let mut here = since.clone();
            here.merge(disk.clone(), &since);
            prop_assert_eq!(here, disk);
        }

        #[test]
        fn who_is_alone_writes_what_is_here(since in saved(), here in saved()) {
            let mut merged = here.clone();
            merged.merge(since.clone(), &since);
            prop_assert_eq!(merged, here);
        }

        #[test]
        fn nothing_is_lost_but_what_was_taken_out(here in saved(), disk in saved(), since in saved()) {
            let mut merged = here.clone();
            merged.merge(disk.clone(), &since);
            for (merged, here, disk, since) in [
                (&merged.flagged, &here.flagged, &disk.flagged, &since.flagged),
                (&merged.queries, &here.queries, &disk.queries, &since.queries),
            ] {
                for text in ["a", "b", "c", "d", "e", "f", "g", "h"].map(str::to_owned) {
                    let [is, was_here, was_there, before] = [merged, here, disk, since].map(|list| list.contains(&text));
                    let count = merged.iter().filter(|other| **other == text).count();
                    prop_assert!(count <= 1);
                    let right = match (before, was_here) {
                        (false, true) => is,
                        (true, false) => !is,
                        (false, false) => is == was_there,
                        // An entry added again here comes back, although the other instance removed it.
                        (true, true) => is || !was_there,
                    };
                    prop_assert!(right, "{text}");
                }
            }
            for mark in 'a'..='d' {
                let kept = merged.marks.get(&mark);
                let (at_start, now) = (since.marks.get(&mark), here.marks.get(&mark));
                prop_assert_eq!(kept, if now == at_start { disk.marks.get(&mark) } else { now });
            }
        }

        #[test]
        fn reading_never_fails_otherwise(text in "\\PC*") {
            let _ = Saved::read(&text);
        }
    }
}
