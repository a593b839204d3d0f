//! Parses YAML files into a [`FactBase`].
//!
//! Reading does not stop at an error. Every problem of every file is recorded with its position, and everything that
//! cannot be resolved is left out; the rest is a usable base. Files are passed in as text: this module does no I/O.

mod claims;
mod context;
mod cursor;
mod items;
mod position;
mod problems;
mod references;
mod sections;
mod sink;
mod tree;

use crate::diagnostics::{Diagnostic, Location, Pointer, Problem, SourceFile};
use crate::model::{FactBase, FileIx};
use position::Locator;
use std::borrow::Cow;
use std::collections::BTreeMap;
use tree::Node;

/// Maximum number of values in a file, unless the caller sets one.
pub const MAX_VALUES: usize = 4 << 20;

/// A base with the files it was read from and their problems.
#[derive(Clone, Debug, Default)]
pub struct ParsedBase {
    /// The base, without what could not be resolved.
    pub base: FactBase,
    /// The files, in the order in which they were given.
    pub files: Vec<SourceFile>,
    /// The problems, in the order in which they were found.
    pub problems: Vec<Problem>,
    /// Number of problems beyond those listed.
    pub truncated: usize,
    /// The tree of each file, for the positions of its values; `None` for a file that is not YAML.
    trees: Vec<Option<Node>>,
}

/// Reads a base from its files and merges their sections.
///
/// ```
/// use dossier::diagnostics::SourceFile;
///
/// let text = "factbase: 1\nentities:\n  softbank: {type: company, name: SoftBank}\n".to_owned();
/// let loaded = dossier::load::load(vec![SourceFile { name: "base.yaml".into(), text }]);
/// assert!(loaded.problems.is_empty());
/// assert!(loaded.base.entities.find("softbank").is_some());
/// ```
pub fn load(files: Vec<SourceFile>) -> ParsedBase {
    load_with_limit(files, MAX_VALUES)
}

/// As [`load`], with at most `max_values` values in each file. A larger file is left out, with a problem.
pub fn load_with_limit(files: Vec<SourceFile>, max_values: usize) -> ParsedBase {
    let sections::MergedFiles { base, trees, problems, truncated: untold } = sections::read_files(&files, max_values);
    ParsedBase { base: base.with_links(), files, problems, truncated: untold, trees }
}

/// A base without files.
impl From<FactBase> for ParsedBase {
    fn from(base: FactBase) -> Self {
        Self { base, ..Self::default() }
    }
}

impl ParsedBase {
    /// Resolves the line and column of every problem. Returns diagnostics sorted by file, position and rule.
    pub fn locate(&self, problems: &[Problem]) -> Vec<Diagnostic> {
        let pointers =
            problems.iter().flat_map(|p| std::iter::once(&p.pointer).chain(p.related.iter().map(|(_, at)| at)));
        let mut locations = self.locate_pointers(pointers).into_iter();
        let mut next = || locations.next().unwrap_or(Location::START);
        let mut diagnostics: Vec<_> = problems
            .iter()
            .map(|p| Diagnostic {
                rule: p.rule,
                subject: p.pointer.subject(),
                location: next(),
                message: p.message.clone(),
                help: p.help.clone(),
                related: p.related.iter().map(|(what, _)| (what.clone(), next())).collect(),
            })
            .collect();
        diagnostics.sort_by(|a, b| a.location.cmp(&b.location).then(a.rule.id.cmp(b.rule.id)));
        diagnostics
    }

    /// The line and column of each pointer, in the order given.
    pub fn locate_pointers<'a>(&self, pointers: impl IntoIterator<Item = &'a Pointer>) -> Vec<Location> {
        let pointers: Vec<_> = pointers.into_iter().collect();
        let mut by_file: BTreeMap<FileIx, Vec<usize>> = BTreeMap::new();
        for (at, pointer) in pointers.iter().enumerate() {
            by_file.entry(pointer.file).or_default().push(at);
        }
        let mut locations = vec![Location::START; pointers.len()];
        for (file, wanted) in by_file {
            let Some(source) = self.files.get(usize::from(file.0)) else { continue };
            let tree = self.cached_or_parsed_tree(file, source);
            let mut locator = Locator::new(file, &source.text, tree.as_deref());
            for at in wanted {
                locations[at] = locator.find(&pointers[at].target);
            }
        }
        locations
    }

    /// Frees the trees of the files; [`ParsedBase::locate`] then parses a file again.
    pub fn drop_trees(&mut self) {
        self.trees = Vec::new();
    }

    fn cached_or_parsed_tree(&self, file: FileIx, source: &SourceFile) -> Option<Cow<'_, Node>> {
        match self.trees.get(usize::from(file.0)) {
            Some(tree) => tree.as_ref().map(Cow::Borrowed),
            None => tree::parse(&source.text, usize::MAX).ok().map(Cow::Owned),
        }
    }
}

/// The position of a value in the text of a single file.
pub fn locate_in(source: SourceFile, pointer: &Pointer) -> Location {
    let file = ParsedBase { files: vec![source], ..ParsedBase::default() };
    file.locate_pointers([pointer]).pop().unwrap_or(Location::START)
}
