//! From the text of YAML files to a [`FactBase`].
//!
//! Reading never stops at a fault: every problem of every file is noted with its place, what cannot be resolved is
//! left out, and the rest is a base that can be explored. Files come in as text; nothing here reads a disk.

mod claims;
mod context;
mod cursor;
mod faults;
mod items;
mod log;
mod references;
mod sections;
mod spans;
mod yaml;

use crate::diagnostic::{Diagnostic, Location, Pointer, Problem, SourceFile};
use crate::model::{FactBase, FileIx};
use std::collections::BTreeMap;

/// The version of the format that this program reads.
pub const VERSION: u32 = 1;

/// A base with the files it was read from and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The base, without what could not be resolved.
    pub base: FactBase,
    /// The files, in the order in which they were given.
    pub files: Vec<SourceFile>,
    /// What is wrong, in the order in which it was found.
    pub problems: Vec<Problem>,
    /// How many problems are not among them, as there are too many to be of use.
    pub untold: usize,
}

/// Reads a base from its files, whose sections merge.
///
/// ```
/// use dossier::diagnostic::SourceFile;
///
/// let text = "factbase: 1\nentities:\n  softbank: {type: company, name: SoftBank}\n".to_owned();
/// let loaded = dossier::load::load(vec![SourceFile { name: "base.yaml".into(), text }]);
/// assert!(loaded.problems.is_empty());
/// assert!(loaded.base.entities.find("softbank").is_some());
/// ```
pub fn load(files: Vec<SourceFile>) -> Loaded {
    let (base, problems, untold) = sections::read(&files);
    Loaded { base: base.linked(), files, problems, untold }
}

/// Finds line and column of every problem, in the order of files and lines. Each file with a problem is parsed once
/// more for it.
pub fn locate(problems: &[Problem], files: &[SourceFile]) -> Vec<Diagnostic> {
    let pointers = problems.iter().flat_map(|p| std::iter::once(&p.at).chain(p.related.iter().map(|(_, at)| at)));
    let mut places = locate_all(pointers, files).into_iter();
    let mut next = || places.next().unwrap_or(Location { file: FileIx(0), line: 1, column: 1, width: 1 });
    let mut diagnostics: Vec<_> = problems
        .iter()
        .map(|p| Diagnostic {
            rule: p.rule,
            subject: p.at.subject(),
            at: next(),
            message: p.message.clone(),
            help: p.help.clone(),
            related: p.related.iter().map(|(what, _)| (what.clone(), next())).collect(),
        })
        .collect();
    diagnostics.sort_by(|a, b| a.at.cmp(&b.at).then(a.rule.id.cmp(b.rule.id)));
    diagnostics
}

/// The line and column of each place, in the order given. Each file is parsed once, however many places are in it.
pub fn locate_all<'a>(pointers: impl IntoIterator<Item = &'a Pointer>, files: &[SourceFile]) -> Vec<Location> {
    let pointers: Vec<_> = pointers.into_iter().collect();
    let mut by_file: BTreeMap<FileIx, Vec<usize>> = BTreeMap::new();
    for (at, pointer) in pointers.iter().enumerate() {
        by_file.entry(pointer.file).or_default().push(at);
    }
    let mut places = vec![Location { file: FileIx(0), line: 1, column: 1, width: 1 }; pointers.len()];
    for (file, wanted) in by_file {
        let Some(source) = files.get(usize::from(file.0)) else { continue };
        let targets: Vec<_> = wanted.iter().map(|&at| &pointers[at].target).collect();
        for (at, found) in wanted.into_iter().zip(spans::locate(&source.text, &targets)) {
            places[at] = Location { file, line: found.line, column: found.column, width: found.width };
        }
    }
    places
}
