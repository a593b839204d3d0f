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
pub(super) const FORMAT_VERSION: u32 = 1;
/// Maximum number of saved flags; the oldest are dropped.
pub(super) const MAX_FLAGGED: usize = 1000;
/// Maximum number of saved queries; the oldest are dropped.
pub(super) const MAX_QUERIES: usize = 50;
/// Maximum number of saved pane sizes.
const MAX_SHARES: usize = 16;
/// Maximum length of a saved text, in bytes. A longer one is dropped, because a truncated address is useless.
const MAX_TEXT_BYTES: usize = 4096;

/// The saved session. A missing field has its default; an unknown field is ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, as it stands in the file")]
pub struct SavedSession {
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

impl Default for SavedSession {
    fn default() -> Self {
        Self {
            version: FORMAT_VERSION,
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
pub enum LoadError {
    /// It was written by a newer program, with this format version.
    NewerVersion(u64),
    /// It is malformed. The message says what is wrong, and where.
    Malformed(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewerVersion(version) => {
                write!(f, "a newer dossier wrote it (version {version}, this one knows {FORMAT_VERSION})")
            }
            Self::Malformed(why) => f.write_str(why),
        }
    }
}

impl SavedSession {
    /// Parses a saved session and enforces the limits.
    ///
    /// # Errors
    /// [`LoadError`] if a newer program wrote it, or if it is not JSON of this format.
    pub fn from_json(text: &str) -> Result<Self, LoadError> {
        let broken = |error: serde_json::Error| LoadError::Malformed(error.to_string());
        // Parse it as an object first: fields of a newer version may not fit this type, and serde would also accept
        // an array.
        let object: serde_json::Map<_, _> = serde_json::from_str(text).map_err(broken)?;
        if let Some(version) = object.get("version").and_then(Value::as_u64).filter(|&v| v > u64::from(FORMAT_VERSION))
        {
            return Err(LoadError::NewerVersion(version));
        }
        let mut saved: Self = serde_json::from_str(text).map_err(broken)?;
        saved.version = FORMAT_VERSION;
        saved.enforce_limits();
        Ok(saved)
    }

    /// Serializes it as indented JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }

    /// Three-way merge with what another instance has saved. Values changed here since `since` (the last version
    /// read) win; all others come from `on_disk`. Marks are merged one by one. From flags and queries, entries
    /// removed here are removed, and entries added or repeated here go to the end.
    pub fn merge(&mut self, on_disk: Self, ancestor: &Self) {
        fn take_if_unchanged<T: PartialEq>(here: &mut T, on_disk: T, since: &T) {
            if here == since {
                *here = on_disk;
            }
        }
        take_if_unchanged(&mut self.here, on_disk.here, &ancestor.here);
        take_if_unchanged(&mut self.list, on_disk.list, &ancestor.list);
        take_if_unchanged(&mut self.focus, on_disk.focus, &ancestor.focus);
        take_if_unchanged(&mut self.zoomed, on_disk.zoomed, &ancestor.zoomed);
        take_if_unchanged(&mut self.lean, on_disk.lean, &ancestor.lean);
        take_if_unchanged(&mut self.hints, on_disk.hints, &ancestor.hints);
        take_if_unchanged(&mut self.distances, on_disk.distances, &ancestor.distances);
        take_if_unchanged(&mut self.shares, on_disk.shares, &ancestor.shares);
        take_if_unchanged(&mut self.story, on_disk.story, &ancestor.story);
        take_if_unchanged(&mut self.theme, on_disk.theme, &ancestor.theme);
        self.flagged = merge_list(&self.flagged, on_disk.flagged, &ancestor.flagged);
        self.queries = merge_list(&self.queries, on_disk.queries, &ancestor.queries);
        let mut marks = on_disk.marks;
        for mark in self.marks.keys().chain(ancestor.marks.keys()) {
            match self.marks.get(mark) {
                here if here == ancestor.marks.get(mark) => {}
                Some(address) => drop(marks.insert(*mark, address.clone())),
                None => drop(marks.remove(mark)),
            }
        }
        self.marks = marks;
        self.enforce_limits();
    }

    /// Drops what exceeds a limit, and sanitizes every text.
    fn enforce_limits(&mut self) {
        for text in [&mut self.list, &mut self.focus] {
            if !sanitize_and_check_size(text) {
                text.clear();
            }
        }
        self.here.take_if(|text| !sanitize_and_check_size(text));
        self.theme.take_if(|text| !sanitize_and_check_size(text));
        self.story.take_if(|(id, _)| !sanitize_and_check_size(id));
        self.shares.truncate(MAX_SHARES);
        self.marks.retain(|mark, address| mark.is_ascii_alphanumeric() && sanitize_and_check_size(address));
        limit_list(&mut self.flagged, MAX_FLAGGED);
        limit_list(&mut self.queries, MAX_QUERIES);
    }
}

/// Sanitizes a text. Returns whether it is short enough to be saved.
fn sanitize_and_check_size(text: &mut String) -> bool {
    if text.len() <= MAX_TEXT_BYTES {
        *text = sanitize(text).into_owned();
    }
    text.len() <= MAX_TEXT_BYTES
}

/// Removes duplicates, keeping the last occurrence, and keeps the last `most` texts.
fn limit_list(list: &mut Vec<String>, max: usize) {
    list.retain_mut(sanitize_and_check_size);
    let mut seen = HashSet::new();
    list.reverse();
    list.retain(|text| seen.insert(text.clone()));
    list.truncate(max);
    list.reverse();
}

/// Applies the changes between `since` and `here` to the list on disk.
fn merge_list(here: &[String], mut on_disk: Vec<String>, ancestor: &[String]) -> Vec<String> {
    // Entries are only removed, or added at the end, so whatever is still in the old order was not touched.
    let mut old = ancestor.iter();
    let untouched = here.iter().take_while(|text| old.any(|known| known == *text)).count();
    let (untouched, appended) = here.split_at(untouched);
    let touched: HashSet<_> = ancestor.iter().chain(appended).collect();
    let stays: HashSet<_> = untouched.iter().collect();
    on_disk.retain(|text| stays.contains(text) || !touched.contains(text));
    on_disk.extend_from_slice(appended);
    on_disk
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(words: &str) -> Vec<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    fn lists(flagged: &str, queries: &str) -> SavedSession {
        SavedSession { flagged: texts(flagged), queries: texts(queries), ..SavedSession::default() }
    }

    #[test]
    fn round_trips_through_json() {
        let saved = SavedSession {
            here: Some("claim/sb-invests".into()),
            list: "timeline".into(),
            shares: vec![40, 60],
            marks: BTreeMap::from([('a', "event/launch".into()), ('7', "source/nyt".into())]),
            story: Some(("money".into(), 3)),
            hints: false,
            theme: Some("light".into()),
            ..lists("claim/a claim/b", "softbank stargate")
        };
        assert_eq!(SavedSession::from_json(&saved.to_json()), Ok(saved));
    }

    #[test]
    fn missing_fields_default_and_unknown_fields_are_ignored() {
        assert_eq!(SavedSession::from_json("{}"), Ok(SavedSession::default()));
        let read = SavedSession::from_json(r#"{"version": 1, "zoomed": true, "colour": {"of": ["later"]}}"#);
        assert_eq!(read, Ok(SavedSession { zoomed: true, ..SavedSession::default() }));
    }

    #[test]
    fn distinguishes_newer_version_from_malformed() {
        assert_eq!(SavedSession::from_json(r#"{"version": 2, "here": {"path": []}}"#), Err(LoadError::NewerVersion(2)));
        assert_eq!(SavedSession::from_json(r#"{"version": 5000000000}"#), Err(LoadError::NewerVersion(5_000_000_000)));
        for text in
            ["", "{", "[]", "null", r#"{"marks": {"ab": "claim/x"}}"#, r#"{"here": 3}"#, r#"{"version": "2"}"#, "{}{}"]
        {
            assert!(matches!(SavedSession::from_json(text), Err(LoadError::Malformed(_))), "{text}");
        }
        let message = SavedSession::from_json("{\n  \"zoomed\": 1\n}").map_err(|error| error.to_string());
        assert!(message.as_ref().is_err_and(|message| message.contains("line 2")), "{message:?}");
    }

    #[test]
    fn reading_enforces_limits_and_sanitizes() {
        let many: Vec<_> = (0..3000).map(|n| format!("claim/{n}")).collect();
        let long = "x".repeat(MAX_TEXT_BYTES + 1);
        let marks: BTreeMap<char, String> = ('\0'..'\u{200}').map(|mark| (mark, "claim/a".into())).collect();
        let saved = SavedSession {
            here: Some(long.clone()),
            list: long.clone(),
            story: Some((long.clone(), 1)),
            shares: vec![1; 99],
            marks,
            flagged: many.clone(),
            queries: [many, vec![long, "a\u{1b}[31m".into(), "claim/2999".into()]].concat(),
            ..SavedSession::default()
        };
        let read = SavedSession::from_json(&saved.to_json()).unwrap();
        assert_eq!((read.here, read.list.as_str(), read.story), (None, "", None));
        assert_eq!((read.shares.len(), read.marks.len()), (MAX_SHARES, 26 + 26 + 10));
        assert_eq!((read.flagged.len(), read.queries.len()), (MAX_FLAGGED, MAX_QUERIES));
        assert_eq!(read.flagged[MAX_FLAGGED - 1], "claim/2999", "the newest stay");
        assert_eq!(read.queries[MAX_QUERIES - 2..], ["a␛[31m", "claim/2999"], "each once, where it stands last");
    }

    #[test]
    fn merge_keeps_additions_and_removals_of_both() {
        let since =
            SavedSession { marks: BTreeMap::from([('a', "x".into()), ('b', "y".into())]), ..lists("a b c", "p q r") };
        let disk = SavedSession {
            marks: BTreeMap::from([('a', "x2".into()), ('b', "y".into()), ('c', "z".into())]),
            zoomed: true,
            ..lists("b c d", "p q r s")
        };
        let mut here = SavedSession { marks: BTreeMap::from([('a', "x".into()), ('d', "w".into())]), ..since.clone() };
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
    fn merge_prefers_own_value_on_conflict() {
        let since = SavedSession { here: Some("claim/a".into()), ..SavedSession::default() };
        let disk = SavedSession { here: Some("claim/b".into()), theme: Some("dark".into()), ..SavedSession::default() };
        let mut here = SavedSession { here: Some("claim/c".into()), ..SavedSession::default() };
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
        ) -> SavedSession {
            limit_list(&mut flagged, MAX_FLAGGED);
            limit_list(&mut queries, MAX_QUERIES);
            let [zoomed, lean, hints, distances] = flags;
            let focus = list.clone();
            SavedSession { version: FORMAT_VERSION, here, list, focus, zoomed, lean, hints, distances, shares, marks, flagged,
                queries, story, theme }
        }
    }

    proptest! {
        #[test]
        fn merge_without_own_changes_takes_disk(since in saved(), disk in saved()) {
            let mut here = since.clone();
            here.merge(disk.clone(), &since);
            prop_assert_eq!(here, disk);
        }

        #[test]
        fn merge_without_other_changes_is_identity(since in saved(), here in saved()) {
            let mut merged = here.clone();
            merged.merge(since.clone(), &since);
            prop_assert_eq!(merged, here);
        }

        #[test]
        fn merge_loses_only_removed_entries(here in saved(), disk in saved(), since in saved()) {
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
        fn from_json_never_panics(text in "\\PC*") {
            let _ = SavedSession::from_json(&text);
        }
    }
}
