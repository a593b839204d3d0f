//! A loaded base, with everything that is derived from it.

use crate::diagnostics::{Diagnostic, LoadFailure, Severity, SourceFile, render_short};
use crate::export::item_record;
use crate::model::{FactBase, Item, Lang};
use crate::search::Index;
use crate::verify::{QuoteStats, SourceTexts};
use std::collections::HashSet;
use std::sync::OnceLock;

/// An immutable snapshot of a loaded base and everything derived from it.
#[derive(Debug, Default)]
pub struct BaseSnapshot {
    /// The base.
    pub base: FactBase,
    /// The source texts that were found.
    pub texts: SourceTexts,
    /// How many of its quotes were found in their texts.
    pub quote_stats: QuoteStats,
    /// Its findings, each with its one-line form.
    pub problems: Vec<(Diagnostic, String)>,
    /// The names of its files, in load order.
    pub files: Vec<String>,
    /// Items that are new or differ from the previous load.
    pub changed: HashSet<Item>,
    /// Whether nothing differs from the previous load.
    pub is_same: bool,
    /// Why part or all of it could not be loaded.
    pub load_problems: Option<LoadFailure>,
    /// Built when it is first needed.
    index: OnceLock<Index>,
}

impl BaseSnapshot {
    /// Creates a snapshot from a base, its source texts and its findings.
    pub fn new(base: FactBase, texts: SourceTexts, problems: Vec<Diagnostic>, files: &[SourceFile]) -> Self {
        let trusted = QuoteStats::from_base(&base);
        let lines = problems.into_iter().map(|problem| (problem.clone(), render_short(&problem, files)));
        let files = files.iter().map(|file| file.name.clone()).collect();
        Self {
            base,
            texts,
            quote_stats: trusted,
            problems: lines.collect(),
            files,
            changed: HashSet::new(),
            is_same: false,
            load_problems: None,
            index: OnceLock::new(),
        }
    }

    /// The search index of the base. The first call builds it; explorers that share the snapshot share it.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.base))
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|(problem, _)| problem.rule.severity == Severity::Error)
    }

    /// Compares it with the previous load and sets `changed` and `is_same`. Items are equal if their exported JSON is
    /// equal.
    #[must_use]
    pub fn compared_to(self, before: &Self, lang: &Lang) -> Self {
        let written = |base: &FactBase, item| serde_json::to_string(&item_record(base, item, lang)).unwrap_or_default();
        let same = |item: &Item| {
            let old = before.base.find_by_id(item.kind(), self.base.id(*item));
            old.is_some_and(|old| written(&before.base, old) == written(&self.base, *item))
        };
        let changed: HashSet<_> = self.base.items().filter(|item| !same(item)).collect();
        let same_count = self.base.items().count() == before.base.items().count();
        let problem_lines =
            |snapshot: &Self| snapshot.problems.iter().map(|(_, line)| line.clone()).collect::<Vec<_>>();
        let is_same = changed.is_empty()
            && same_count
            && self.quote_stats == before.quote_stats
            && self.base.title == before.base.title
            && problem_lines(&self) == problem_lines(before);
        Self { changed, is_same, ..self }
    }
}
