//! What is wrong with a base: the rules, their findings, and how findings are written.
//!
//! A [`Problem`] points into a file by the path of keys that leads to it; the loader turns problems into
//! [`Diagnostic`]s, with line and column, only when there are any.

mod json;
mod lines;
mod nearest;
mod rule;
mod sarif;
mod text;

pub use json::write_json;
pub(crate) use lines::Lines;
pub use nearest::nearest;
pub use rule::{RULES, Rule, Severity, rules};
pub use sarif::write_sarif;
pub use text::{Excerpts, Style, short, text};

use crate::model::{Address, FileIx, Kind, clean};
use std::borrow::Cow;
use std::ops::Range;

/// A file of a base: its name as the user gave it, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path to show.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Why a base, or a part of it, could not be read: the first errors, and the command that lists all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// How many errors there are.
    pub errors: usize,
    /// The first one on a line, with its file, line and column.
    pub first: String,
    /// The first ones with the lines that they stand on, a caret and what to do.
    pub excerpts: Vec<String>,
    /// The command that lists all of them.
    pub command: String,
}

/// A finding of a rule, before it is located.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// Where.
    pub at: Pointer,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that matter, with what they are.
    pub related: Vec<(String, Pointer)>,
}

/// A place in a file of a base.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pointer {
    /// The file.
    pub file: FileIx,
    /// The place in it.
    pub target: Target,
}

/// What a [`Pointer`] points at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A line and a character, both counted from 1.
    Position(usize, usize),
    /// A value, or the nearest part of it that exists; perhaps a range of its characters.
    Value(Vec<Step>, Option<Range<usize>>),
    /// The key of a value; of equal keys, the one of this number, counted from 0.
    Key(Vec<Step>, usize),
}

/// One step of the path to a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Into a map.
    Key(String),
    /// Into a list, counted from 0.
    Item(usize),
}

impl Problem {
    /// The most characters of a message, of a help and of what another place is.
    const LONGEST: usize = 1_000;

    /// A finding without help. Here and below, what is told may quote anything from the base, so it is made short and
    /// safe to show at this one place: no rule has to think of it.
    pub fn new(rule: &'static Rule, at: Pointer, message: impl AsRef<str>) -> Self {
        Self { rule, at, message: Self::told(message.as_ref()), help: None, related: Vec::new() }
    }

    fn told(words: &str) -> String {
        clean(&beginning(words, Self::LONGEST)).into_owned()
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl AsRef<str>) -> Self {
        self.help = Some(Self::told(help.as_ref()));
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, what: impl AsRef<str>, at: Pointer) -> Self {
        self.related.push((Self::told(what.as_ref()), at));
        self
    }
}

/// A value of a base as a finding quotes it: of a long one the beginning, so that what stands around it is told too and
/// that many findings about one value take no more room than what they say.
pub(crate) fn in_brief(value: &str) -> Cow<'_, str> {
    /// The most characters that are quoted.
    const LONGEST: usize = 200;
    beginning(value, LONGEST)
}

/// So many characters of a text, and a mark where there are more.
fn beginning(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

impl Pointer {
    /// The value at a path written with `/` between keys; a step of digits goes into a list.
    pub fn value(file: FileIx, path: &[&str]) -> Self {
        Self { file, target: Target::Value(path.iter().map(|step| Step::read(step)).collect(), None) }
    }

    /// The key of the value at a path.
    pub fn key(file: FileIx, path: &[&str]) -> Self {
        Self { file, target: Target::Key(path.iter().map(|step| Step::read(step)).collect(), 0) }
    }

    /// The item that the place belongs to.
    pub fn subject(&self) -> Option<Address> {
        let (Target::Value(steps, _) | Target::Key(steps, _)) = &self.target else { return None };
        let (Step::Key(section), Step::Key(id)) = (steps.first()?, steps.get(1)?) else { return None };
        let kind = Kind::ALL.iter().copied().find(|kind| kind.section() == section)?;
        Some(Address { kind, id: id.clone() })
    }

    /// The same value, narrowed to a range of its characters.
    #[must_use]
    pub fn within(mut self, range: Range<usize>) -> Self {
        if let Target::Value(_, part) = &mut self.target {
            *part = Some(range);
        }
        self
    }
}

impl Step {
    fn read(text: &str) -> Self {
        text.strip_prefix('#').and_then(|n| n.parse().ok()).map_or_else(|| Self::Key(text.to_owned()), Self::Item)
    }
}

/// A located finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The item of the base that it is about, if it is about one.
    pub subject: Option<Address>,
    /// Where.
    pub at: Location,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that matter, with what they are.
    pub related: Vec<(String, Location)>,
}

/// A located place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub file: FileIx,
    /// The line, counted from 1.
    pub line: usize,
    /// The character of the line, counted from 1.
    pub column: usize,
    /// How many characters are marked, at least 1.
    pub width: usize,
}

impl Location {
    /// The name of the file, safe to show; `?` where there is no such file.
    fn file_name<'a>(&self, files: &'a [SourceFile]) -> Cow<'a, str> {
        files.get(usize::from(self.file.0)).map_or(Cow::Borrowed("?"), |file| clean(&file.name))
    }
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Information.
    pub infos: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|d| d.rule.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), infos: count(Severity::Info) }
    }

    /// The counts in words, without those that are zero: "2 errors, 1 warning".
    pub fn words(self) -> String {
        let parts = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "note")];
        let words = parts.iter().filter(|(n, _)| *n > 0).map(|&(n, word)| count(n, word));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// A number with its noun: "1 error", "2 errors", "3 entities".
pub fn count(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_long_the_beginning_is_told() {
        let long = "é".repeat(5_000);
        assert_eq!(in_brief(&long), format!("{}…", "é".repeat(200)));
        assert_eq!(in_brief(&long[..400]), long[..400]);
        let at = || Pointer::value(FileIx(0), &["title"]);
        let problem = Problem::new(&rules::BAD_ID, at(), &long).help(&long).related(&long, at());
        let told = [&problem.message, &problem.related[0].0].into_iter().chain(&problem.help);
        assert!(told.into_iter().all(|told| told.chars().count() == 1_001 && told.ends_with('…')));
    }
}
