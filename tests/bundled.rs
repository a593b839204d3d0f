//! The bundled base: it has no findings, and its compiled form matches its YAML.

use dossier::bundled;
use dossier::check::{Scene, Texts, Trusted, check};
use dossier::model::Evidence;
use dossier::sheet::Role;
use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

/// Checks that the compiled form is current. `UPDATE_BUNDLED=1 cargo test --test bundled` rewrites it.
#[test]
fn the_compiled_form_is_that_of_the_yaml() {
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
fn it_has_no_problem_and_every_quote_is_locked() {
    let loaded = bundled::parse_base();
    let mut problems = loaded.problems.clone();
    problems.extend(check(&Scene { base: &loaded.base, texts: &Texts::new(), lock: bundled::parse_lock().as_ref() }));
    let found: Vec<_> =
        loaded.locate(&problems).iter().map(|d| dossier::diagnostic::render_short(d, &loaded.files)).collect();
    assert_eq!(found, [""; 0]);
    let trusted = Trusted::of(&loaded.base);
    assert_eq!(trusted.good, trusted.all);
}

/// `dossier coverage --texts DIR > docs/base-coverage.md` rewrites the page.
#[test]
fn the_page_on_its_coverage_names_every_line_that_a_quote_stands_on() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/base-coverage.md")).unwrap();
    let mut named = BTreeSet::new();
    for section in page.split("\n## ").skip(1) {
        let (source, rows) = section.split_once('\n').unwrap();
        for row in rows.lines().filter(|row| row.contains("| `")) {
            let [_, line, items, _] = row.split('|').collect::<Vec<_>>()[..] else { panic!("{row}") };
            let items = items.split(',').map(|item| item.trim().trim_matches('`').to_owned());
            named.extend(items.map(|item| (source.to_owned(), line.trim().parse::<u32>().unwrap(), item)));
        }
    }
    let base = bundled::load_base();
    let claims = base.claims.iter().map(|(_, id, claim)| (format!("claim/{id}"), &claim.evidence));
    let events = base.events.iter().map(|(_, id, event)| (format!("event/{id}"), &event.evidence));
    let resting = claims.chain(events).flat_map(|(item, evidence)| {
        let place = |piece: &Evidence| (piece.source, piece.verification.span.unwrap().start.line);
        evidence
            .iter()
            .map(place)
            .map(|(source, line)| (base.sources.id(source).to_string(), line, item.clone()))
            .collect::<Vec<_>>()
    });
    assert_eq!(named, resting.collect());
    assert!(!page.contains("no reason given"));
}

#[test]
fn it_tells_the_story_from_all_its_articles_in_two_languages() {
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
fn the_story_is_told_in_captions_of_two_lines_at_most() {
    let base = dossier::bundled::load_base();
    for (_, _, story) in base.stories.iter() {
        assert!((10..=14).contains(&story.steps.len()));
        for step in &story.steps {
            for lang in ["en", "fr"].map(|tag| dossier::model::Lang::new(tag).unwrap()) {
                let words = step.caption.as_ref().unwrap().get(&lang).to_owned();
                let span = dossier::sheet::Span { text: words.clone(), role: Role::Plain, link: None, joint: None };
                let line = dossier::sheet::Line { spans: vec![span], ..Default::default() };
                // The width of a caption in a window of 80 columns.
                assert!(dossier::sheet::wrap(&line, 76).len() <= 2, "{words}");
            }
        }
    }
}
