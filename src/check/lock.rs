//! The trust receipt: what was found where, when the texts were at hand.

use super::document::{normalise, sha256};
use super::{Document, Effort, Texts};
use crate::diagnostic::in_brief;
use crate::model::{Evidence, FactBase, Id, Place};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// The lock of a base, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    version: u32,
    sources: BTreeMap<String, LockedText>,
}

/// What was recorded of one source text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedText {
    /// The SHA-256 of the normalised text, in hexadecimal.
    pub sha256: String,
    /// How many words the text has; locks of before do not say.
    #[serde(default)]
    pub words: Option<usize>,
    /// For each normalised quote, the line and the character where it stands, both counted from 1.
    quotes: BTreeMap<String, Places>,
    /// Whether the text was at hand here when it was recorded, or is vouched for by the program.
    #[serde(skip)]
    is_own: bool,
}

/// A place list, written as `[[line, character]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(u32, u32)>", into = "Vec<(u32, u32)>")]
struct Places(Vec<Place>);

impl From<Vec<(u32, u32)>> for Places {
    fn from(pairs: Vec<(u32, u32)>) -> Self {
        Self(pairs.into_iter().map(|(line, column)| Place { line, column }).collect())
    }
}

impl From<Places> for Vec<(u32, u32)> {
    fn from(places: Places) -> Self {
        places.0.into_iter().map(|place| (place.line, place.column)).collect()
    }
}

/// Why a lock cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockError {
    /// What is wrong.
    pub message: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The character of the line, counted from 1.
    pub column: usize,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl Lock {
    const VERSION: u32 = 1;

    /// Records the texts at hand: their hashes, and where each quote that is in its text stands. What `before`
    /// recorded of texts that are not at hand is kept. Of quotes that take too long to find again, what is known of
    /// them is recorded: where they were found when they were judged, or before in the same text.
    pub fn record(base: &FactBase, texts: &Texts, before: Option<&Lock>) -> Self {
        let mut sources = before.map(|lock| lock.sources.clone()).unwrap_or_default();
        sources.retain(|id, _| base.sources.find(id).is_some());
        let (proofs, mut effort) = (super::by_source(base), Effort::of_finding());
        for (&ix, document) in texts {
            let (mut quotes, sha256) = (BTreeMap::new(), document.sha256());
            let earlier = before.and_then(|lock| lock.text(base.sources.id(ix)));
            let earlier = earlier.filter(|text| text.sha256 == sha256);
            for proof in proofs.get(&ix).into_iter().flatten() {
                let Evidence { quote, receipt, .. } = proof.evidence;
                let known = || earlier.and_then(|text| text.places(quote)).map(<[_]>::to_vec);
                let judged = || receipt.span.map(|span| vec![span.start]);
                let places = match document.find_within(quote, Document::MOST_PLACES, &mut effort) {
                    Some(spans) => spans.into_iter().map(|span| span.start).collect(),
                    None => known().or_else(judged).unwrap_or_default(),
                };
                if !places.is_empty() {
                    quotes.insert(normalise(quote), Places(places));
                }
            }
            let text = LockedText { sha256, words: Some(document.words()), quotes, is_own: true };
            sources.insert(base.sources.id(ix).as_str().to_owned(), text);
        }
        Self { version: Self::VERSION, sources }
    }

    /// Reads a stored lock.
    ///
    /// # Errors
    /// [`LockError`] when it is no lock of this version.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let lock: Self = serde_json::from_str(text).map_err(|error| {
            let words = error.to_string();
            let what = words.rsplit_once(" at line ").map_or(words.as_str(), |(what, _)| what);
            // At the very start, and behind a line break, there is no column.
            LockError {
                message: format!("this is no lock file: {what}"),
                line: error.line().max(1),
                column: error.column().max(1),
            }
        })?;
        if lock.version != Self::VERSION {
            let message = format!("lock version {} needs another version of this program", lock.version);
            return Err(LockError { message, line: 1, column: 1 });
        }
        let is_hash = |hash: &str| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        if let Some((id, record)) = lock.sources.iter().find(|(_, record)| !is_hash(&record.sha256)) {
            let (line, column) = place_of(text, &record.sha256);
            let message = format!("this is no lock file: the hash of `{}` is no SHA-256", in_brief(id));
            return Err(LockError { message, line, column });
        }
        Ok(lock)
    }

    /// The lock with those of its records marked as proved whose fingerprint is known. The others only claim.
    #[must_use]
    pub fn vouched(mut self, is_known: impl Fn(&str) -> bool) -> Self {
        for (id, record) in &mut self.sources {
            record.is_own = is_known(&record.fingerprint(id));
        }
        self
    }

    /// The fingerprints of the records that are proved.
    pub fn own_fingerprints(&self) -> impl Iterator<Item = String> {
        self.sources.iter().filter(|(_, record)| record.is_own).map(|(id, record)| record.fingerprint(id))
    }

    /// The lock as it is stored: JSON, one quote a line, sorted, so that versions compare well.
    pub fn to_text(&self) -> String {
        let mut text = format!("{{\n  \"version\": {},\n  \"sources\": {{", self.version);
        let json = |value: &str| serde_json::Value::from(value).to_string();
        for (at, (id, source)) in self.sources.iter().enumerate() {
            text += if at == 0 { "\n" } else { ",\n" };
            let _ = write!(text, "    {}: {{\n      \"sha256\": {},\n", json(id), json(&source.sha256));
            if let Some(words) = source.words {
                let _ = writeln!(text, "      \"words\": {words},");
            }
            text += "      \"quotes\": {";
            for (at, (quote, places)) in source.quotes.iter().enumerate() {
                text += if at == 0 { "\n" } else { ",\n" };
                let pairs: Vec<_> = places.0.iter().map(|p| format!("[{}, {}]", p.line, p.column)).collect();
                let _ = write!(text, "        {}: [{}]", json(quote), pairs.join(", "));
            }
            text += "\n      }\n    }";
        }
        text += "\n  }\n}\n";
        text
    }

    /// What was recorded of a source text.
    pub fn text(&self, source: &Id) -> Option<&LockedText> {
        self.sources.get(source.as_str())
    }
}

/// The line and the character, counted from 1, where a value stands in JSON.
fn place_of(json: &str, value: &str) -> (usize, usize) {
    let written = serde_json::Value::from(value).to_string();
    let before = json.find(&written).map_or("", |at| &json[..at]);
    (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}

impl LockedText {
    /// A hash of all that is recorded, and of which source, in hexadecimal (SHA-256).
    fn fingerprint(&self, id: &str) -> String {
        let mut all = Vec::new();
        // No part holds a NUL, so that two records never look the same.
        let mut part = |text: &str| all.extend(text.bytes().chain([0]));
        part(id);
        part(&self.sha256);
        part(&self.words.map(|words| words.to_string()).unwrap_or_default());
        for (quote, places) in &self.quotes {
            part(quote);
            places.0.iter().for_each(|place| part(&format!("{}:{}", place.line, place.column)));
        }
        sha256(&all)
    }

    /// Whether the text was at hand here when it was recorded, or the program vouches for the record.
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    /// Where a quote stands, if it was recorded.
    pub fn places(&self, quote: &str) -> Option<&[Place]> {
        self.quotes.get(&normalise(quote)).map(|places| places.0.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_lock_reads_back_the_same() {
        let quotes = [("22,5 \"milliards\"".to_owned(), Places(vec![Place { line: 4, column: 12 }]))];
        let text = LockedText { sha256: "ab".repeat(32), words: Some(7), quotes: quotes.into(), is_own: false };
        let lock = Lock { version: 1, sources: [("walaw".to_owned(), text)].into() };
        assert_eq!(Lock::parse(&lock.to_text()), Ok(lock));
    }

    #[test]
    fn only_a_record_that_is_known_is_proved() {
        let lock = |quote: &str| {
            let quotes = [(quote.to_owned(), Places(vec![Place { line: 4, column: 12 }]))];
            let text = LockedText { sha256: "ab".repeat(32), words: Some(7), quotes: quotes.into(), is_own: true };
            Lock { version: 1, sources: [("walaw".to_owned(), text)].into() }
        };
        let known: Vec<_> = lock("22,5").own_fingerprints().collect();
        let is_own =
            |lock: Lock| lock.vouched(|fingerprint| known.contains(&fingerprint.to_owned())).sources["walaw"].is_own;
        assert!(is_own(lock("22,5")));
        assert!(!is_own(lock("22,6")), "a quote was added");
    }

    #[test]
    fn a_hash_that_is_none_is_refused() {
        for hash in ["00", "", &"zz".repeat(32)] {
            let json =
                format!("{{\"version\": 1, \"sources\": {{\n  \"s\": {{\"sha256\": \"{hash}\", \"quotes\": {{}}}}}}}}");
            let error = Lock::parse(&json).unwrap_err();
            assert!(error.message.contains("the hash of `s`") && error.line == 2, "{error}");
        }
    }

    #[test]
    fn what_is_no_lock_is_refused_with_a_place() {
        assert_eq!(Lock::parse("{\n  nothing").map_err(|e| e.line), Err(2));
        assert!(Lock::parse("{\"version\": 2, \"sources\": {}}").is_err());
    }
}
