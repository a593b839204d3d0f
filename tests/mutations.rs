//! Mutation tests: each breaks the bundled base in one place, and `check` must report it at that position.
//!
//! If `DOSSIER_TEXTS` names the folder of the source texts, quotes are compared with the texts, otherwise with the
//! lock file.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dossier::bundled;
use dossier::diagnostics::{SourceFile, render_short};
use dossier::lint::{LintContext, check};
use dossier::load::load;
use dossier::verify::{SourceText, SourceTexts, verify_quotes};
use std::path::PathBuf;
use std::{env, fs};

/// A change that breaks the base.
struct Mutation {
    /// Name of the changed file.
    file: &'static str,
    /// The text to replace. It occurs once in the file.
    before: &'static str,
    /// The replacement, with `¦` before the position of the finding.
    after: &'static str,
    /// Id of the rule that reports the change.
    rule: &'static str,
    /// Position of the finding if it is not in the replacement: a file, and text that occurs there once, with `¦`
    /// before the position.
    finding_at: Option<(&'static str, &'static str)>,
}

const fn mutation(file: &'static str, before: &'static str, after: &'static str, rule: &'static str) -> Mutation {
    Mutation { file, before, after, rule, finding_at: None }
}

const fn mutation_found_at(
    file: &'static str,
    before: &'static str,
    after: &'static str,
    rule: &'static str,
    finding_at: (&'static str, &'static str),
) -> Mutation {
    Mutation { file, before, after, rule, finding_at: Some(finding_at) }
}

const BASE: &str = "base.yaml";
const ENTITIES: &str = "entities.yaml";
const STARGATE: &str = "2-stargate.yaml";
const STAKE: &str = "3-openai-stake.yaml";
const COMMITMENT: &str = "4-twenty-two-billion.yaml";
const JAPAN: &str = "5-sb-oai-japan.yaml";
const RECORD: &str = "7-record.yaml";
const STORY: &str = "story.yaml";

const MUTATIONS: &[Mutation] = &[
    // Writing
    mutation(STORY, "    steps:\n\n      ", "    steps: [\n\n      ¦", "FB101"),
    mutation(JAPAN, "\n\nevents:", "\n\n¦event:", "FB102"),
    mutation(
        COMMITMENT,
        "amount: 22.5B USD\n    status: pledged\n",
        "amount: 22.5B USD\n    ¦statsu: pledged\n",
        "FB102",
    ),
    mutation(COMMITMENT, "\n  tmobile-sale:\n", "\n  ¦nvidia-sale:\n", "FB103"),
    mutation(STAKE, "    amount: 500M USD\n", "    amount: 500M USD\n    ¦amount: 600M USD\n", "FB103"),
    mutation(
        COMMITMENT,
        "amount: 22.5B USD\n    status: pledged\n",
        "amount: 22.5B USD\n    status: ¦pledge\n",
        "FB104",
    ),
    mutation(STARGATE, "stance: reports, quote: \"n’ont", "stance: ¦report, quote: \"n’ont", "FB104"),
    mutation(RECORD, "factbase: 1\n", "factbase: ¦2\n", "FB105"),
    mutation(ENTITIES, "  masayoshi-son:\n    type: person\n", "  ¦masayoshi-son:\n", "FB106"),
    mutation(JAPAN, "    milestone: true\n", "    milestone: ¦yes\n", "FB107"),
    mutation(COMMITMENT, "triple: [softbank, sells-stake-in, nvidia]", "¦triple: [softbank]", "FB107"),
    mutation(COMMITMENT, "\n  nvidia-sale:\n", "\n  ¦Nvidia-sale:\n", "FB108"),
    // References
    mutation_found_at(ENTITIES, "\n  nvidia:\n", "\n  nvidea:\n", "FB201", (COMMITMENT, "sells-stake-in, ¦nvidia]")),
    mutation_found_at(
        STAKE,
        "\n  stake-or-offer:\n",
        "\n  stake-and-offer:\n",
        "FB201",
        (STORY, "at: ¦question/stake-or-offer"),
    ),
    mutation_found_at(
        BASE,
        "\n  cafetech-sources:",
        "\n  cafetech-source:",
        "FB201",
        (
            STARGATE,
            "lead: sb-stargate-direct\n    evidence:\n      - source: cafetech-tapis\n        via: [¦cafetech-sources]",
        ),
    ),
    mutation_found_at(
        STAKE,
        "\n  ft-report:\n",
        "\n  ft-reports:\n",
        "FB201",
        (STAKE, "status: planned\n    event: ¦ft-report\n    note"),
    ),
    mutation(
        COMMITMENT,
        "cover: [nvidia-sale, tmobile-sale, arm-margin]",
        "cover: [¦nvidia-sales, tmobile-sale, arm-margin]",
        "FB201",
    ),
    mutation(COMMITMENT, "22.5B USD", "22.5B ¦USB", "FB201"),
    mutation(STORY, "at: event/stargate-unveiled", "at: ¦claim/stargate-unveiled", "FB201"),
    mutation(
        COMMITMENT,
        "triple: [softbank, sells-stake-in, nvidia]",
        "triple: [softbank, ¦sells-steak-in, nvidia]",
        "FB201",
    ),
    mutation(
        COMMITMENT,
        "triple: [softbank, sells-stake-in, nvidia]",
        "triple: [softbank, sells-stake-in, ¦ft]",
        "FB202",
    ),
    mutation(STARGATE, "triple: [softbank, has-stake-in, arm]", "triple: [¦chatgpt, has-stake-in, arm]", "FB203"),
    // Evidence and quotes
    mutation_found_at(
        STAKE,
        "    event: openai-first-500m\n    evidence:\n      - {source: cafetech-tapis, stance: states, quote: \"injecté 500 millions\"}\n",
        "",
        "FB301",
        (STAKE, "  ¦sb-500m:"),
    ),
    mutation(
        STAKE,
        "event: openai-first-500m\n    evidence:\n      - {source: cafetech-tapis, stance: states, quote: \"injecté 500 millions\"}",
        "event: openai-first-500m\n    evidence:\n      - {¦source: cafetech-tapis, stance: states}",
        "FB301",
    ),
    mutation(COMMITMENT, "\"environ 5,8 milliards\"", "\"¦environ 5,8 milliard\"", "FB306"),
    mutation(COMMITMENT, "\"environ 5,8 milliards\"", "\"¦environ 8,5 milliards\"", "FB306"),
    mutation(COMMITMENT, "\"continuent d’augmenter rapidement\"", "\"¦continuent rapidement\"", "FB306"),
    mutation(STAKE, "\"leader incontesté\"", "\"¦Leader incontesté\"", "FB306"),
    mutation(
        JAPAN,
        "\"modèles avancés\"",
        "\"¦modèles avancés un deux trois quatre cinq six sept huit neuf dix onze\"",
        "FB303",
    ),
    mutation(JAPAN, "\"modèles avancés\"", "\"¦Une phrase entière de notre plume.\"", "FB304"),
    mutation_found_at(
        STAKE,
        "{source: cafetech-tapis, via: [ft], stance: reports, quote: \"15 et 25 milliards\"}\n\n  softbank-largest",
        "{source: ft, stance: reports, quote: \"15 et 25 milliards\"}\n\n  softbank-largest",
        "FB305",
        (BASE, "  ¦ft: {kind: cited-only"),
    ),
    mutation(COMMITMENT, "amount: ~5.8B USD", "amount: ¦~4.8B USD", "FB308"),
    mutation(COMMITMENT, "amount: ~4.8B USD", "amount: ¦~5.8B USD", "FB308"),
    mutation(COMMITMENT, "amount: 22.5B USD", "amount: ¦22.5M USD", "FB308"),
    mutation(STAKE, "amount: 15..25B USD", "amount: ¦15..19B USD", "FB308"),
    mutation(
        STAKE,
        "via: [ft], stance: reports, quote: \"15 et 25 milliards\"}\n\n  softbank-largest",
        "¦via: [ft, cafetech-tapis], stance: reports, quote: \"15 et 25 milliards\"}\n\n  softbank-largest",
        "FB309",
    ),
    mutation_found_at(BASE, "    gaps: [", "    # gaps: [", "FB310", (BASE, "    ¦damage:")),
    mutation_found_at(
        JAPAN,
        "\"viennent de lancer SB OAI Japan\"}\n\nclaims",
        "\"et puis encore bien des mots de plus que permis\"}\n\nclaims",
        "FB312",
        (BASE, "  ¦anon-sb-oai:"),
    ),
    // Amounts, questions, sums
    mutation(STAKE, "amount: 15..25B USD", "amount: ¦15-25B USD", "FB401"),
    mutation(COMMITMENT, "amount: 22.5B USD", "amount: ¦22.5B", "FB402"),
    mutation(STAKE, "amount: 15..25B USD", "amount: ¦25..15B USD", "FB403"),
    mutation_found_at(
        RECORD,
        "    disputed:\n      en: One article says in the 1990s, Cafétech in 2000; neither speaks of more than one bet on it.\n      fr: Un article dit dans les années 1990, Cafétech en 2000 ; ni l’un ni l’autre ne parle de plusieurs\n        paris sur cette entreprise.\n    between: [alibaba-1990s, alibaba-2000]\n",
        "",
        "FB404",
        (RECORD, "  ¦alibaba-when:"),
    ),
    mutation_found_at(
        STAKE,
        "      fr: Combien SoftBank met-il dans OpenAI ?\n",
        "      fr: Combien SoftBank met-il dans OpenAI ?\n    expect: single\n",
        "FB404",
        (STAKE, "  ¦sb-into-openai:\n    ask"),
    ),
    mutation_found_at(
        RECORD,
        "    when: 2000\n    status: completed\n    event: alibaba-bet-2000",
        "    when: 1999\n    status: completed\n    event: alibaba-bet-2000",
        "FB405",
        (RECORD, "¦disputed:\n      en: One article says in the 1990s"),
    ),
    mutation(
        COMMITMENT,
        "cover: [nvidia-sale, tmobile-sale, arm-margin]",
        "¦cover: [nvidia-sale, nvidia-sale, arm-margin]",
        "FB406",
    ),
    mutation(
        STAKE,
        "need: [openai-stargate-share]\n    cover: [ft-15-25b]",
        "need: [openai-stargate-share]\n    ¦cover: [ft-15-25b, openai-stargate-share]",
        "FB406",
    ),
    mutation_found_at(
        STAKE,
        "  openai-first-500m:\n    when: 2024?",
        "  openai-first-500m:\n    when: 2026?",
        "FB407",
        (STAKE, "amount: 500M USD\n    status: ¦completed"),
    ),
    mutation(
        RECORD,
        "    when: 2000\n    status: completed\n    event: alibaba-bet-2000",
        "    when: ¦2030\n    status: completed\n    event: alibaba-bet-2000",
        "FB407",
    ),
    mutation_found_at(
        STARGATE,
        "      - source: cafetech-tapis\n        stance: speculates\n        quote: \"s’endettant",
        "      - source: cafetech-tapis\n        via: [analysts-arm]\n        stance: speculates\n        quote: \"s’endettant",
        "FB408",
        (STARGATE, "  ¦arm-partial-sale:"),
    ),
    // Dates
    mutation(STAKE, "  openai-share-offer:\n    when: 2024-11", "  openai-share-offer:\n    when: ¦2024-13", "FB501"),
    mutation(
        STAKE,
        "  openai-share-offer:\n    when: 2024-11",
        "  openai-share-offer:\n    when: ¦2024-11-20",
        "FB502",
    ),
    mutation(STAKE, "when: 2024?/2025-01~", "when: ¦2025-01~/2024?", "FB503"),
    mutation(STAKE, "  openai-share-offer:\n    when: 2024-11", "  openai-share-offer:\n    when: ¦2024-11?", "FB504"),
    mutation(
        BASE,
        "    published: 2025-01~\n    dated:\n      en: Ten days",
        "    published: ¦2025-01~\n    note:\n      en: Ten days",
        "FB504",
    ),
    // Names and links
    mutation(ENTITIES, "aliases: [T-Mobile]", "aliases: [¦Arm]", "FB601"),
    mutation(ENTITIES, "name: Poolside", "name: ¦Microsofft", "FB602"),
    mutation_found_at(
        STAKE,
        "triple: [softbank, invests-in, poolside]",
        "triple: [softbank, invests-in, openai]",
        "FB603",
        (ENTITIES, "  ¦poolside:"),
    ),
    mutation(JAPAN, "\nevents:\n", "\nevents:\n\n  ¦alone: {name: {en: Alone, fr: Seul}}\n", "FB604"),
    mutation_found_at(
        COMMITMENT,
        "      fr: SoftBank conserve d’amples marges de manœuvre financières\n",
        "",
        "FB605",
        (COMMITMENT, "¦says:\n      en: SoftBank still has ample financial room for"),
    ),
];

/// The text without its first `¦`, and the line and column of that marker.
fn strip_marker(text: &str) -> (String, Option<(usize, usize)>) {
    let place = text.split_once('¦').map(|(before, _)| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    });
    (text.replacen('¦', "", 1), place)
}

/// The file with this name, in any folder.
fn file_named<'a>(files: &'a mut [SourceFile], name: &str) -> &'a mut SourceFile {
    files.iter_mut().find(|file| file.name.ends_with(&format!("/{name}"))).unwrap()
}

fn replace_once(text: &str, was: &str, now: &str) -> String {
    assert_eq!(text.matches(was).count(), 1, "this should stand once:\n{was}");
    text.replacen(was, now, 1)
}

/// The mutated base, and the file, line and column where the finding is expected.
fn apply_mutation(mutation: &Mutation) -> (Vec<SourceFile>, (String, usize, usize)) {
    let text = |(name, text): &(&str, &str)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() };
    let mut files: Vec<_> = bundled::FILES.iter().map(text).collect();
    let changed = file_named(&mut files, mutation.file);
    let (text, mut place) = strip_marker(&replace_once(&changed.text, mutation.before, mutation.after));
    changed.text = text;
    let mut name = changed.name.clone();
    if let Some((elsewhere, words)) = mutation.finding_at {
        let other = file_named(&mut files, elsewhere);
        place = strip_marker(&replace_once(&other.text, &words.replace('¦', ""), words)).1;
        name.clone_from(&other.name);
    }
    let (line, column) = place.unwrap_or_else(|| panic!("no mark: {}", mutation.after));
    (files, (name, line, column))
}

/// The folder of the source texts, if `DOSSIER_TEXTS` is set.
fn texts_folder() -> Option<PathBuf> {
    env::var_os("DOSSIER_TEXTS").map(PathBuf::from)
}

/// The findings of `check`: rule, file, line, column and the message in short form.
fn run_check(files: Vec<SourceFile>) -> Vec<((String, String, usize, usize), String)> {
    let mut loaded = load(files);
    let base = &mut loaded.base;
    let lock = bundled::parse_lock();
    let mut texts = SourceTexts::new();
    for (ix, _, source) in base.sources.iter() {
        if let (Some(folder), Some(name)) = (texts_folder(), &source.text) {
            let text = fs::read_to_string(folder.join(name)).unwrap();
            texts.insert(ix, SourceText::from_lines(text, source.lines));
        }
    }
    verify_quotes(base, &texts, lock.as_ref());
    let broken = check(&LintContext { base, texts: &texts, lock: lock.as_ref() });
    let problems: Vec<_> = loaded.problems.iter().cloned().chain(broken).collect();
    let files = &loaded.files;
    let row = |d: &dossier::diagnostics::Diagnostic| {
        let name = files[usize::from(d.location.file.0)].name.clone();
        ((d.rule.id.to_owned(), name, d.location.line, d.location.column), render_short(d, files))
    };
    loaded.locate(&problems).iter().map(row).collect()
}

#[test]
fn every_mutation_is_reported_at_its_position() {
    let mut missed = Vec::new();
    for mutation in MUTATIONS {
        let (files, (name, line, column)) = apply_mutation(mutation);
        // A changed quote differs from the lock (FB306). With the text available, it is missing from it (FB302).
        let rule = match mutation.rule {
            "FB304" | "FB306" if texts_folder().is_some() => "FB302",
            rule => rule,
        };
        let expected = (rule.to_owned(), name, line, column);
        let findings = run_check(files);
        if !findings.iter().any(|(at, _)| *at == expected) {
            let first_findings: Vec<_> = findings.into_iter().map(|(_, line)| line).take(5).collect();
            missed.push(format!("{expected:?} after\n{}\nfound\n{}\n", mutation.after, first_findings.join("\n")));
        }
    }
    assert!(missed.is_empty(), "{} of {} missed\n\n{}", missed.len(), MUTATIONS.len(), missed.join("\n"));
}

#[test]
fn unmutated_base_has_no_findings() {
    assert!(MUTATIONS.len() >= 40);
    let files = bundled::FILES.iter().map(|(name, text)| SourceFile { name: (*name).into(), text: (*text).into() });
    assert_eq!(run_check(files.collect()), []);
}
