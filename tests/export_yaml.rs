//! `export --format yaml`: the file that it writes loads as an equal base.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dossier::diagnostics::SourceFile;
use dossier::export::write_yaml;
use dossier::load::{ParsedBase, load};
use dossier::model::FactBase;
use proptest::prelude::*;
use serde_json::Value;

fn loaded(texts: &[&str]) -> ParsedBase {
    let file = |(at, text): (usize, &&str)| SourceFile { name: format!("{at}.yaml"), text: (*text).to_owned() };
    load(texts.iter().enumerate().map(file).collect())
}

fn exported(base: &FactBase) -> String {
    let mut out = Vec::new();
    write_yaml(base, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every field of a base, without the files of its items and the number of zeros after a decimal point.
fn fields(base: &FactBase) -> Value {
    let mut value = serde_json::to_value(base).unwrap();
    normalise(&mut value);
    value
}

fn normalise(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("file");
            for bound in ["min", "max"] {
                if let Some(Value::String(number)) = fields.get_mut(bound)
                    && number.contains('.')
                {
                    *number = number.trim_end_matches('0').trim_end_matches('.').to_owned();
                }
            }
            fields.values_mut().for_each(normalise);
        }
        Value::Array(items) => items.iter_mut().for_each(normalise),
        _ => {}
    }
}

/// Exports a base, loads what was written and compares. Both must load without a problem.
fn assert_round_trip(files: &[&str]) {
    let before = loaded(files);
    assert_eq!(before.problems, [], "{files:#?}");
    let text = exported(&before.base);
    let after = loaded(&[&text]);
    assert_eq!(after.problems, [], "{text}");
    assert!(fields(&after.base) == fields(&before.base), "{text}");
    assert_eq!(exported(&after.base), text);
}

#[test]
fn the_bundled_base_loads_equal() {
    let texts: Vec<_> = dossier::bundled::FILES.iter().filter(|(name, _)| name.contains(".yaml")).collect();
    assert_round_trip(&texts.iter().map(|(_, text)| *text).collect::<Vec<_>>());
}

#[test]
fn every_field_of_the_format_loads_equal() {
    assert_round_trip(&[EVERY_FIELD]);
}

#[test]
fn a_base_with_problems_exports_what_was_read() {
    let before = loaded(&["factbase: 1\nentities:\n  a: {type: company}\n  b: {type: company, name: B}\n  c: 1\n"]);
    assert!(!before.problems.is_empty());
    let text = exported(&before.base);
    let after = loaded(&[&text]);
    assert_eq!(after.problems, [], "{text}");
    assert!(fields(&after.base) == fields(&before.base), "{text}");
}

#[test]
fn a_base_is_written_as_a_person_would_write_it() {
    let text = exported(&loaded(&[EVERY_FIELD]).base);
    for line in ["    amount: ~15..22.5B USD", "    amount: 50%", "    amount: 1500.. jobs", "    amount: ..12345 USD"]
    {
        assert!(text.lines().any(|written| written.trim() == line.trim()), "{line} is not in\n{text}");
    }
    for line in ["    when: ../published", "    - 7-9", "    - 12", "      cites: nobody", "    name: Déjà vu"] {
        assert!(text.lines().any(|written| written.trim() == line.trim()), "{line} is not in\n{text}");
    }
}

const EVERY_FIELD: &str = r#"
factbase: 1
title: {en: All, fr: Tout}
lang: fr
units: {jobs: {en: jobs, fr: emplois}, "t-1": tonnes}
relations:
  likes: {label: {en: likes}, money: backward, subject: [person], object: [company, fund], export: Payment}
  owns: {label: possède}
sources:
  s:
    kind: report
    label: {fr: Étiquette, en: Label}
    title: 'no'
    publisher: "1"
    authors: [A, '~', "b: c"]
    lang: ja
    published: 2025-01?
    dated: Déduit
    accessed: 2025-02-03
    url: https://example.org/#a
    text: s.txt
    lines: 3-40
    damage: {en: Some}
    gaps: ["- a", '"']
    unclaimed: {heading: [7-9, 12], "true": 1}
    reliability: {signed: false, cites: nobody, omits: Tout}
    note: '# not a comment'
  t: {kind: post, title: T, lines: 5, reliability: {signed: true, cites: [s, e]}}
entities:
  e: {type: person, name: Déjà vu, aliases: [{ja: 孫, en: Son}, ' padded '], different_from: [f], summary: "", tags: [x, "null"]}
  f: {type: fund, name: {en: F}}
events:
  v:
    when: 2024/2025~
    dated: Vu
    name: V
    summary: S
    milestone: true
    status: announced
    who: {announces: [e], host: [f], takes-part: [e, f], concerns: [e]}
    lead: c
    tags: [y]
    note: {fr: N, en: N}
    evidence: [{source: s, stance: states, quote: "Un jour"}]
  w: {name: W, when: published, who: [f], evidence: [{source: s, stance: reports, quote: q}]}
questions:
  q: {ask: 'Quoi ?', expect: parts, disputed: Oui, between: [c, d], note: N}
claims:
  c:
    triple: [e, likes, f]
    not: true
    says: {en: Says}
    answers: q
    amount: ~15..22.5B USD
    when: ../published
    dated: Là
    status: planned
    event: v
    tags: [z]
    note: N
    evidence:
      - {source: s, via: [t, f], stance: doubts, quote: "« 12 : »", note: N}
      - {source: t, stance: denies, quote: '|'}
  d: {about: [e, f], says: Dit, answers: q, amount: 50%, when: published/.., evidence: [{source: s, stance: states, quote: x}]}
  g: {triple: [f, owns], amount: 1500.. jobs, when: ../2026, evidence: [{source: s, stance: states, quote: x}]}
  h: {triple: [f, acquires, e], amount: ..12345.0 USD, when: 19XX, evidence: [{source: s, stance: states, quote: x}]}
balances:
  b: {ask: Assez ?, need: [c], cover: [d, g], caveats: [{en: One, fr: Un}, Deux]}
stories:
  y:
    name: Y
    summary: S
    steps:
      - {at: event/v, title: T, caption: C, note: N, highlight: [claim/c, source/s], as_of: 2025}
      - {at: balance/b, title: {en: T}}
"#;

proptest! {
    /// Any words, as a name, a quote, a note, a tag and a text in another language.
    #[test]
    fn any_words_load_equal(words in "\\PC{0,40}|[-:#'\"{}\\[\\],&*!|>%@`~? \u{a0}0-9ayn.]{0,12}", more in any::<String>()) {
        let quoted = |words: &str| serde_json::to_string(&dossier::model::sanitize(words)).unwrap();
        let (words, more) = (quoted(&words), quoted(&more));
        let text = format!(
            "factbase: 1\nsources: {{s: {{kind: article, title: {words}, note: {{fr: {more}, en: {words}}}}}}}\n\
             entities: {{e: {{type: person, name: {more}, tags: [{words}, {more}]}}}}\n\
             claims: {{c: {{about: [e], says: {words}, evidence: [{{source: s, stance: states, quote: {more}}}]}}}}\n"
        );
        let before = loaded(&[&text]);
        let written = exported(&before.base);
        let after = loaded(&[&written]);
        prop_assert_eq!(&after.problems, &before.problems, "{}\n{}", text, written);
        prop_assert!(fields(&after.base) == fields(&before.base), "{text}\n{written}");
    }

    /// Any amount.
    #[test]
    fn any_amount_loads_equal(
        low in 0u64..u64::MAX, high in 0u64..u64::MAX, decimals in 0usize..8, form in 0..4, about: bool, unit in "USD|%|jobs",
    ) {
        let number = |n: u64| { let digits = format!("{n:08}"); format!("{}.{}0", &digits[..digits.len() - decimals], &digits[digits.len() - decimals..]) };
        let (low, high) = (number(low.min(high)), number(low.max(high)));
        let figures = match form { 0 => low, 1 => format!("{low}..{high}"), 2 => format!("..{high}"), _ => format!("{low}..") };
        let about = if about { "~" } else { "" };
        assert_round_trip(&[&format!(
            "factbase: 1\nunits: {{jobs: jobs}}\nsources: {{s: {{kind: article, title: S}}}}\nentities: {{e: {{type: person, name: E}}}}\n\
             claims: {{c: {{about: [e], says: x, amount: {about}{figures} {unit}, evidence: [{{source: s, stance: states, quote: q}}]}}}}\n"
        )]);
    }
}
