//! Rules, findings, and the output formats of findings.
//!
//! A [`Problem`] points into a file by a path of keys. The loader turns problems into [`Diagnostic`]s, which have a
//! line and a column; it computes positions only if there are problems.

mod json;
mod render;
mod rule;
mod sarif;

pub use json::write_json;
pub use render::{ExcerptRenderer, ReportStyle, render, render_short};
#[cfg(feature = "app")]
pub(crate) use rule::declare_rules;
pub use rule::{RULES, Rule, Severity, rules};
pub use sarif::write_sarif;

use crate::model::{Address, FileIx, Id, Kind, sanitize};
use crate::text::{count_noun, truncate_chars};
use std::borrow::Cow;
use std::ops::Range;

/// A file of a base: its name as given by the user, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path, as shown to the user.
    pub name: String,
    /// The content.
    pub text: String,
}

/// Summary of the errors in a base that failed to load, wholly or in part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadFailure {
    /// The number of errors.
    pub error_count: usize,
    /// The first error on one line, with file, line and column.
    pub first_error: String,
    /// The first errors with their source line, a caret and help.
    pub excerpts: Vec<String>,
    /// The command that lists all errors.
    pub list_command: String,
}

/// A finding that has not been located yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The violated rule.
    pub rule: &'static Rule,
    /// The main place.
    pub pointer: Pointer,
    /// The message: what is wrong.
    pub message: String,
    /// The help: what to do about it.
    pub help: Option<String>,
    /// Related places, each with a label.
    pub related: Vec<(String, Pointer)>,
}

/// A place in a file of a base, by path or by position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pointer {
    /// The file.
    pub file: FileIx,
    /// The place in the file.
    pub target: Target,
}

/// The target of a [`Pointer`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A line and a character in it, both counted from 1.
    Position(usize, usize),
    /// The value at a path, or its nearest ancestor that exists; optionally a range in it.
    Value(Vec<Segment>, Option<Range<usize>>),
    /// The key of the value at a path; for duplicate keys, the index among them, counted from 0.
    Key(Vec<Segment>, usize),
}

/// One step of the path to a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// A key of a map.
    Key(String),
    /// An index into a list, counted from 0.
    Item(usize),
}

impl Problem {
    /// Maximum length of a message, a help text and a label, in characters.
    const MAX_TEXT_CHARS: usize = 1_000;

    /// A finding without help. Messages may quote anything from the base, so this type truncates and sanitizes all
    /// its texts; rules need not do so.
    pub fn new(rule: &'static Rule, at: Pointer, message: impl AsRef<str>) -> Self {
        Self {
            rule,
            pointer: at,
            message: Self::truncate_and_sanitize(message.as_ref()),
            help: None,
            related: Vec::new(),
        }
    }

    fn truncate_and_sanitize(words: &str) -> String {
        sanitize(&truncate_chars(words, Self::MAX_TEXT_CHARS)).into_owned()
    }

    /// Adds a help text.
    #[must_use]
    pub fn with_help(mut self, help: impl AsRef<str>) -> Self {
        self.help = Some(Self::truncate_and_sanitize(help.as_ref()));
        self
    }

    /// Adds a related place with a label.
    #[must_use]
    pub fn with_related(mut self, what: impl AsRef<str>, at: Pointer) -> Self {
        self.related.push((Self::truncate_and_sanitize(what.as_ref()), at));
        self
    }
}

impl Pointer {
    /// The value at a path.
    pub fn value(file: FileIx, path: Vec<Segment>) -> Self {
        Self { file, target: Target::Value(path, None) }
    }

    /// The key of the value at a path.
    pub fn key(file: FileIx, path: Vec<Segment>) -> Self {
        Self { file, target: Target::Key(path, 0) }
    }

    /// The item that contains the place; `None` if it is outside all items.
    pub fn subject(&self) -> Option<Address> {
        let (Target::Value(steps, _) | Target::Key(steps, _)) = &self.target else { return None };
        let (Segment::Key(section), Segment::Key(id)) = (steps.first()?, steps.get(1)?) else { return None };
        let kind = Kind::ALL.iter().copied().find(|kind| kind.section() == section)?;
        Some(Address { kind, id: id.clone() })
    }

    /// Narrows the target to a range in the value. No effect on keys and positions.
    #[must_use]
    pub fn with_range(mut self, range: Range<usize>) -> Self {
        if let Target::Value(_, part) = &mut self.target {
            *part = Some(range);
        }
        self
    }
}

impl From<&str> for Segment {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<&Id> for Segment {
    fn from(id: &Id) -> Self {
        Self::Key(id.as_str().to_owned())
    }
}

impl From<usize> for Segment {
    fn from(at: usize) -> Self {
        Self::Item(at)
    }
}

impl From<u32> for Segment {
    fn from(at: u32) -> Self {
        Self::Item(at as usize)
    }
}

/// Builds a path from keys, ids and list indexes: `key_path!["claims", id, "evidence", 0, "quote"]`.
macro_rules! key_path {
    ($($segment:expr),* $(,)?) => { vec![$($crate::diagnostics::Segment::from($segment)),*] };
}
pub(crate) use key_path;

/// A finding with its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The violated rule.
    pub rule: &'static Rule,
    /// The item that the finding is about, if any.
    pub subject: Option<Address>,
    /// The main place.
    pub location: Location,
    /// The message: what is wrong.
    pub message: String,
    /// The help: what to do about it.
    pub help: Option<String>,
    /// Related places, each with a label.
    pub related: Vec<(String, Location)>,
}

/// A range on one line of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub file: FileIx,
    /// The line, counted from 1.
    pub line: usize,
    /// The first character in the line, counted from 1.
    pub column: usize,
    /// The number of characters, at least 1.
    pub width: usize,
}

impl Location {
    /// The start of the first file.
    pub const START: Self = Self { file: FileIx(0), line: 1, column: 1, width: 1 };

    /// The sanitized name of the file; `?` if the index is out of range.
    fn file_name<'a>(&self, files: &'a [SourceFile]) -> Cow<'a, str> {
        files.get(usize::from(self.file.0)).map_or(Cow::Borrowed("?"), |file| sanitize(&file.name))
    }
}

/// The number of findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeverityCounts {
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Number of infos.
    pub infos: usize,
}

impl SeverityCounts {
    /// Counts findings by severity.
    pub fn from_diagnostics(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|d| d.rule.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), infos: count(Severity::Info) }
    }

    /// The counts as text, omitting zeros: "2 errors, 1 warning".
    pub fn summary(self) -> String {
        let parts = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "note")];
        let words = parts.iter().filter(|(n, _)| *n > 0).map(|&(n, word)| count_noun(n, word));
        words.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::excerpt;

    #[test]
    fn truncates_long_values_and_messages() {
        let long = "é".repeat(5_000);
        assert_eq!(excerpt(&long), format!("{}…", "é".repeat(200)));
        assert_eq!(excerpt(&long[..400]), long[..400]);
        let at = || Pointer::value(FileIx(0), key_path!["title"]);
        let problem = Problem::new(&rules::BAD_ID, at(), &long).with_help(&long).with_related(&long, at());
        let texts = [&problem.message, &problem.related[0].0].into_iter().chain(&problem.help);
        assert!(texts.into_iter().all(|message| message.chars().count() == 1_001 && message.ends_with('…')));
    }
}
