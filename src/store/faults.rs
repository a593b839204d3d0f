//! Summarises why all or part of a base could not be read.

use super::{OpenError, Opened, Place};
use crate::diagnostic::{ExcerptRenderer, LoadFailure, ReportStyle, Severity, render_short};

/// Maximum number of errors shown with an excerpt.
const SHOWN: usize = 3;

impl Place {
    /// Summarises the errors found while reading the base; `None` if there are none.
    pub fn faults(&self, opened: &Opened) -> Option<LoadFailure> {
        let loaded = &opened.loaded;
        let errors: Vec<_> =
            loaded.problems.iter().filter(|problem| problem.rule.severity == Severity::Error).cloned().collect();
        if errors.is_empty() {
            return None;
        }
        let located = loaded.locate(&errors);
        let excerpts = ExcerptRenderer::new(&loaded.files);
        let text = |diagnostic| excerpts.render(diagnostic, ReportStyle { color: false, unicode: true });
        Some(LoadFailure {
            error_count: errors.len() + loaded.untold,
            first_error: located.first().map(|first| render_short(first, &loaded.files)).unwrap_or_default(),
            excerpts: located.iter().take(SHOWN).map(text).collect(),
            list_command: command(self),
        })
    }

    /// Summarises an error that prevented the base from being opened at all.
    pub fn fault(&self, error: &OpenError) -> LoadFailure {
        LoadFailure {
            error_count: 1,
            first_error: error.to_string(),
            excerpts: Vec::new(),
            list_command: command(self),
        }
    }
}

/// The `dossier check` command for a base, quoted for a shell.
fn command(place: &Place) -> String {
    let beside = Place { texts: None, ..place.clone() }.with_texts_beside();
    let texts = place.texts.iter().filter(|_| beside.texts != place.texts);
    let texts = texts.flat_map(|texts| ["--texts".to_owned(), texts.display().to_string()]);
    let paths = place.paths.iter().map(|path| path.display().to_string());
    let words: Vec<_> = ["dossier".to_owned(), "check".to_owned()].into_iter().chain(paths).chain(texts).collect();
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_broken_base_says_where_why_and_what_to_type() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().join("my base");
        fs::create_dir(&base).unwrap();
        fs::write(base.join("a.yaml"), "factbase: 1\nentities: ]\n").unwrap();
        let place = Place { paths: vec![base.clone()], texts: Some("/elsewhere".into()), ..Place::default() };
        let opened = Place { texts: None, ..place.clone() }.open().unwrap();
        let faults = place.faults(&opened).unwrap();
        assert!(
            faults.first_error.contains("a.yaml:") && faults.first_error.contains("FB101"),
            "{}",
            faults.first_error
        );
        assert!(faults.excerpts[0].contains("entities: ]"), "{}", faults.excerpts[0]);
        assert_eq!(faults.list_command, format!("dossier check '{}' --texts /elsewhere", base.display()));
        let sound = Place::default().open().unwrap();
        assert_eq!(Place::default().faults(&sound), None);
    }
}
