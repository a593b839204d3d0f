//! The bundled base: it has no findings, and its compiled form matches its YAML.

use dossier::bundled;
use dossier::lint::{LintContext, check};
use dossier::model::Evidence;
use dossier::present::TextRole;
use dossier::verify::{QuoteStats, SourceTexts};
use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

/// Checks that the compiled form is current. `UPDATE_BUNDLED=1 cargo test --test bundled` rewrites it.
#[test]
fn compiled_base_matches_yaml() {
    if env::var_os("UPDATE_BUNDLED").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/bundled.bin");
        fs::write(path, bundled::compile()).unwrap();
        return;
    }
    assert!(bundled::is_compiled_base_current(), "data/ changed: run `UPDATE_BUNDLED=1 cargo test --test bundled`");
    let (compiled, read) = (bundled::load_base(), bundled::parse_base().base);
    assert_eq!(format!("{compiled:?}"), format!("{read:?}"));
}

#[test]
fn every_yaml_file_of_data_is_bundled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = fs::read_dir(root.join("data")).unwrap().map(|entry| entry.unwrap().path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    let mut names: Vec<_> = yaml.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    let bundled: Vec<_> = bundled::FILES.iter().map(|(name, _)| name.trim_start_matches("data/")).collect();
    assert_eq!(bundled, names);
}

#[test]
fn has_no_findings_and_every_quote_is_locked() {
    let loaded = bundled::parse_base();
    let mut problems = loaded.problems.clone();
    problems.extend(check(&LintContext {
        base: &loaded.base,
        texts: &SourceTexts::new(),
        lock: bundled::parse_lock().as_ref(),
    }));
    let found: Vec<_> =
        loaded.locate(&problems).iter().map(|d| dossier::diagnostics::render_short(d, &loaded.files)).collect();
    assert_eq!(found, [""; 0]);
    let trusted = QuoteStats::from_base(&loaded.base);
    assert_eq!(trusted.confirmed, trusted.total);
}

/// `dossier coverage --texts DIR > docs/base-coverage.md` rewrites the page.
#[test]
fn coverage_page_lists_every_quoted_line() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/base-coverage.md")).unwrap();
    let mut listed = BTreeSet::new();
    for section in page.split("\n## ").skip(1) {
        let (source, rows) = section.split_once('\n').unwrap();
        for row in rows.lines().filter(|row| row.contains("| `")) {
            let [_, line, items, _] = row.split('|').collect::<Vec<_>>()[..] else { panic!("{row}") };
            let items = items.split(',').map(|item| item.trim().trim_matches('`').to_owned());
            listed.extend(items.map(|item| (source.to_owned(), line.trim().parse::<u32>().unwrap(), item)));
        }
    }
    let base = bundled::load_base();
    let claims = base.claims.iter().map(|(_, id, claim)| (format!("claim/{id}"), &claim.evidence));
    let events = base.events.iter().map(|(_, id, event)| (format!("event/{id}"), &event.evidence));
    let quoted = claims.chain(events).flat_map(|(item, evidence)| {
        let place = |piece: &Evidence| (piece.source, piece.verification.span.unwrap().start.line);
        evidence
            .iter()
            .map(place)
            .map(|(source, line)| (base.sources.id(source).to_string(), line, item.clone()))
            .collect::<Vec<_>>()
    });
    assert_eq!(listed, quoted.collect());
    assert!(!page.contains("no reason given"));
}

#[test]
fn uses_every_article_and_is_bilingual() {
    let base = bundled::load_base();
    assert!(base.claims.len() >= 80);
    let read: Vec<_> = base.sources.iter().filter(|(_, _, source)| source.text.is_some()).collect();
    assert_eq!(read.len(), 6);
    assert!(read.iter().all(|(ix, _, _)| !base.links.claims_of_source(*ix).is_empty()));
    let bilingual =
        |text: &dossier::model::Text| ["en", "fr"].iter().all(|l| text.iter().any(|(lang, _)| lang.as_str() == *l));
    assert!(base.claims.iter().all(|(_, _, claim)| claim.statement.as_ref().is_none_or(bilingual)));
    assert!(base.events.iter().all(|(_, _, event)| bilingual(&event.name)));
    assert!(base.questions.iter().all(|(_, _, question)| bilingual(&question.text)));
}

#[test]
fn story_captions_fit_in_two_lines() {
    let base = dossier::bundled::load_base();
    for (_, _, story) in base.stories.iter() {
        assert!((10..=14).contains(&story.steps.len()));
        for step in &story.steps {
            for lang in ["en", "fr"].map(|tag| dossier::model::Lang::new(tag).unwrap()) {
                let words = step.caption.as_ref().unwrap().get(&lang).to_owned();
                let span = dossier::present::RichSpan {
                    text: words.clone(),
                    role: TextRole::Plain,
                    link: None,
                    link_group: None,
                };
                let line = dossier::present::RichLine { spans: vec![span], ..Default::default() };
                // The width of a caption in a window of 80 columns.
                assert!(dossier::present::wrap(&line, 76).len() <= 2, "{words}");
            }
        }
    }
}
