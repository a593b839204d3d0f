//! Summarises why all or part of a base could not be read.

use super::{BaseLocation, OpenError, OpenedBase};
use crate::diagnostics::{ExcerptRenderer, LoadFailure, ReportStyle, Severity, render_short};

/// Maximum number of errors shown with an excerpt.
const MAX_EXCERPTS: usize = 3;

impl BaseLocation {
    /// Summarises the errors found while reading the base; `None` if there are none.
    pub fn summarize_errors(&self, opened: &OpenedBase) -> Option<LoadFailure> {
        let loaded = &opened.parsed;
        let errors: Vec<_> =
            loaded.problems.iter().filter(|problem| problem.rule.severity == Severity::Error).cloned().collect();
        if errors.is_empty() {
            return None;
        }
        let located = loaded.locate(&errors);
        let excerpts = ExcerptRenderer::new(&loaded.files);
        let text = |diagnostic| excerpts.render(diagnostic, ReportStyle { color: false, unicode: true });
        Some(LoadFailure {
            error_count: errors.len() + loaded.truncated,
            first_error: located.first().map(|first| render_short(first, &loaded.files)).unwrap_or_default(),
            excerpts: located.iter().take(MAX_EXCERPTS).map(text).collect(),
            list_command: check_command(self),
        })
    }

    /// Summarises an error that prevented the base from being opened at all.
    pub fn summarize_open_error(&self, error: &OpenError) -> LoadFailure {
        LoadFailure {
            error_count: 1,
            first_error: error.to_string(),
            excerpts: Vec::new(),
            list_command: check_command(self),
        }
    }
}

/// The `dossier check` command for a base, quoted for a shell.
fn check_command(location: &BaseLocation) -> String {
    let with_default = BaseLocation { text_folder: None, ..location.clone() }.with_default_texts();
    let texts = location.text_folder.iter().filter(|_| with_default.text_folder != location.text_folder);
    let texts = texts.flat_map(|texts| ["--texts".to_owned(), texts.display().to_string()]);
    let paths = location.paths.iter().map(|path| path.display().to_string());
    let words: Vec<_> = ["dossier".to_owned(), "check".to_owned()].into_iter().chain(paths).chain(texts).collect();
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn summary_has_position_excerpt_and_command() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().join("my base");
        fs::create_dir(&base).unwrap();
        fs::write(base.join("a.yaml"), "factbase: 1\nentities: ]\n").unwrap();
        let location = BaseLocation {
            paths: vec![base.clone()],
            text_folder: Some("/elsewhere".into()),
            ..BaseLocation::default()
        };
        let opened = BaseLocation { text_folder: None, ..location.clone() }.open().unwrap();
        let failure = location.summarize_errors(&opened).unwrap();
        assert!(
            failure.first_error.contains("a.yaml:") && failure.first_error.contains("FB101"),
            "{}",
            failure.first_error
        );
        assert!(failure.excerpts[0].contains("entities: ]"), "{}", failure.excerpts[0]);
        assert_eq!(failure.list_command, format!("dossier check '{}' --texts /elsewhere", base.display()));
        let sound = BaseLocation::default().open().unwrap();
        assert_eq!(BaseLocation::default().summarize_errors(&sound), None);
    }
}
