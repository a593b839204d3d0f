//! The lock file: where the quotes were found when the source texts were available.

use crate::model::{Evidence, FactBase, Id, TextPosition};
use crate::text::excerpt;
use crate::verify::source_text::{normalize, sha256};
use crate::verify::{Budget, SourceText, SourceTexts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// The lock file of a base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    version: u32,
    sources: BTreeMap<String, LockedText>,
}

/// The record of one source text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedText {
    /// The SHA-256 of the normalised text, in hexadecimal.
    pub sha256: String,
    /// The number of words in the text; `None` in lock files of earlier versions.
    #[serde(default)]
    pub words: Option<usize>,
    /// For each normalised quote, the lines and columns where it starts, counted from 1.
    quotes: BTreeMap<String, QuotePositions>,
    /// Whether the text was available on this computer when the record was made, or the program vouches for the
    /// record.
    #[serde(skip)]
    is_trusted: bool,
}

/// Positions, written as `[[line, column]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(u32, u32)>", into = "Vec<(u32, u32)>")]
struct QuotePositions(Vec<TextPosition>);

impl From<Vec<(u32, u32)>> for QuotePositions {
    fn from(pairs: Vec<(u32, u32)>) -> Self {
        Self(pairs.into_iter().map(|(line, column)| TextPosition { line, column }).collect())
    }
}

impl From<QuotePositions> for Vec<(u32, u32)> {
    fn from(places: QuotePositions) -> Self {
        places.0.into_iter().map(|position| (position.line, position.column)).collect()
    }
}

/// The reason why a lock file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockError {
    /// The message, without the position.
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

    /// Records the available texts: their hashes, and the positions of each quote that is in its text. Keeps the
    /// records in `before` of sources whose text is not available. If the budget is too small to find a quote again,
    /// records what is known: its positions in `before` if the text is unchanged, or else the position found by
    /// [`judge`](crate::verify::verify_quotes).
    pub fn record(base: &FactBase, texts: &SourceTexts, previous: Option<&Lock>) -> Self {
        let mut sources = previous.map(|lock| lock.sources.clone()).unwrap_or_default();
        sources.retain(|id, _| base.sources.find(id).is_some());
        let (evidence, mut budget) = (crate::verify::evidence_by_source(base), Budget::for_quote_search());
        for (&ix, document) in texts {
            let (mut quotes, sha256) = (BTreeMap::new(), document.sha256());
            let previous_text = previous.and_then(|lock| lock.locked_text(base.sources.id(ix)));
            let previous_text = previous_text.filter(|text| text.sha256 == sha256);
            for entry in evidence.get(&ix).into_iter().flatten() {
                let Evidence { quote, verification: receipt, .. } = entry.evidence;
                let known = || previous_text.and_then(|text| text.positions(quote)).map(<[_]>::to_vec);
                let verified_position = || receipt.span.map(|span| vec![span.start]);
                let places = match document.find_within_budget(quote, SourceText::MAX_MATCHES, &mut budget) {
                    Some(spans) => spans.into_iter().map(|span| span.start).collect(),
                    None => known().or_else(verified_position).unwrap_or_default(),
                };
                if !places.is_empty() {
                    quotes.insert(normalize(quote), QuotePositions(places));
                }
            }
            let text = LockedText { sha256, words: Some(document.word_count()), quotes, is_trusted: true };
            sources.insert(base.sources.id(ix).as_str().to_owned(), text);
        }
        Self { version: Self::VERSION, sources }
    }

    /// Parses a lock file.
    ///
    /// # Errors
    /// [`LockError`] if the text is not a lock file of this version.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let lock: Self = serde_json::from_str(text).map_err(|error| {
            let words = error.to_string();
            let reason = words.rsplit_once(" at line ").map_or(words.as_str(), |(what, _)| what);
            // serde_json reports column 0 at the start of the text and after a line break.
            LockError {
                message: format!("this is no lock file: {reason}"),
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
            let (line, column) = position_in_json(text, &record.sha256);
            let message = format!("this is no lock file: the hash of `{}` is no SHA-256", excerpt(id));
            return Err(LockError { message, line, column });
        }
        Ok(lock)
    }

    /// Marks the records whose fingerprint is known as trusted, and all others as untrusted.
    #[must_use]
    pub fn with_trusted_records(mut self, is_trusted: impl Fn(&str) -> bool) -> Self {
        for (id, record) in &mut self.sources {
            record.is_trusted = is_trusted(&record.fingerprint(id));
        }
        self
    }

    /// The fingerprints of the trusted records.
    pub fn trusted_fingerprints(&self) -> impl Iterator<Item = String> {
        self.sources.iter().filter(|(_, record)| record.is_trusted).map(|(id, record)| record.fingerprint(id))
    }

    /// The lock file as JSON: sorted, one quote a line, so that versions are easy to diff.
    pub fn to_json(&self) -> String {
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

    /// The record of a source text, if there is one.
    pub fn locked_text(&self, source: &Id) -> Option<&LockedText> {
        self.sources.get(source.as_str())
    }
}

/// The line and column, counted from 1, of the first occurrence of a string value in JSON.
fn position_in_json(json: &str, value: &str) -> (usize, usize) {
    let written = serde_json::Value::from(value).to_string();
    let before = json.find(&written).map_or("", |at| &json[..at]);
    (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}

impl LockedText {
    /// The SHA-256 hash of the whole record and the id of its source, in hexadecimal.
    fn fingerprint(&self, id: &str) -> String {
        let mut all = Vec::new();
        // No part contains a NUL, so two different records never give the same bytes.
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

    /// Whether the text was available on this computer when the record was made, or the program vouches for the
    /// record.
    pub fn is_trusted(&self) -> bool {
        self.is_trusted
    }

    /// The start positions of a quote, if it was recorded.
    pub fn positions(&self, quote: &str) -> Option<&[TextPosition]> {
        self.quotes.get(&normalize(quote)).map(|places| places.0.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_round_trips() {
        let quotes = [("22,5 \"milliards\"".to_owned(), QuotePositions(vec![TextPosition { line: 4, column: 12 }]))];
        let text = LockedText { sha256: "ab".repeat(32), words: Some(7), quotes: quotes.into(), is_trusted: false };
        let lock = Lock { version: 1, sources: [("walaw".to_owned(), text)].into() };
        assert_eq!(Lock::parse(&lock.to_json()), Ok(lock));
    }

    #[test]
    fn only_records_with_a_known_fingerprint_are_trusted() {
        let lock = |quote: &str| {
            let quotes = [(quote.to_owned(), QuotePositions(vec![TextPosition { line: 4, column: 12 }]))];
            let text = LockedText { sha256: "ab".repeat(32), words: Some(7), quotes: quotes.into(), is_trusted: true };
            Lock { version: 1, sources: [("walaw".to_owned(), text)].into() }
        };
        let known: Vec<_> = lock("22,5").trusted_fingerprints().collect();
        let is_trusted = |lock: Lock| {
            lock.with_trusted_records(|fingerprint| known.contains(&fingerprint.to_owned())).sources["walaw"].is_trusted
        };
        assert!(is_trusted(lock("22,5")));
        assert!(!is_trusted(lock("22,6")), "a quote was added");
    }

    #[test]
    fn rejects_an_invalid_hash() {
        for hash in ["00", "", &"zz".repeat(32)] {
            let json =
                format!("{{\"version\": 1, \"sources\": {{\n  \"s\": {{\"sha256\": \"{hash}\", \"quotes\": {{}}}}}}}}");
            let error = Lock::parse(&json).unwrap_err();
            assert!(error.message.contains("the hash of `s`") && error.line == 2, "{error}");
        }
    }

    #[test]
    fn errors_give_the_position() {
        assert_eq!(Lock::parse("{\n  nothing").map_err(|e| e.line), Err(2));
        assert!(Lock::parse("{\"version\": 2, \"sources\": {}}").is_err());
    }
}
