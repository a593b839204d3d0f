//! Bases for tests, with markers where findings are expected.
//!
//! `«…»` encloses the expected span of a finding and `‹…›` that of a related location. `[…]` is replaced by a list of
//! valid evidence.

use dossier::diagnostics::{Diagnostic, Location, SourceFile, render_short};
use dossier::lint::{LintContext, check};
use dossier::load::{ParsedBase, load};
use dossier::model::{FactBase, FileIx};
use dossier::verify::{Lock, SourceText, SourceTexts, verify_quotes};

/// A small base without findings.
const BASE: &str = "
    factbase: 1
    sources:
      cafetech: {kind: article, title: Le pari de Son, lang: fr, text: cafetech.txt}
      ft: {kind: cited-only, publisher: Financial Times}
    entities:
      softbank: {type: company, name: SoftBank}
      openai: {type: company, name: OpenAI}
    events:
      unveiled: {name: Stargate unveiled, when: 2025-01, who: [softbank, openai]}
    questions:
      how-much: {ask: How much SoftBank puts into OpenAI, expect: series}
";

/// The text of the source `cafetech`.
const TEXT: &str = "\
Le pari de Son

SoftBank pourrait investir entre 15 et 25 milliards de dollars dans OpenAI, selon le Financial Times, dit-on.
Le groupe a promis 100 milliards. Ses rivaux disent qu’ils n’ont pas l’argent.
Le projet a été dévoilé le 21 janvier, devant la presse, par trois patrons et un président tout sourire, dit le journal.
";

/// Valid evidence. Its quote has no figure, so it is compatible with every amount.
const SOUND_EVIDENCE: &str = "[{source: cafetech, stance: reports, quote: de dollars dans OpenAI}]";

/// Checks the small base with a second file.
pub(crate) fn check_yaml(yaml: &str) -> CheckResult {
    Case::small().file("case.yaml", &format!("factbase: 1\n{}", dedent(yaml))).check()
}

/// Checks the small base with a claim that has `fields` in addition to its triple and its evidence.
pub(crate) fn check_claim(fields: &str) -> CheckResult {
    check_yaml(&format!("claims:\n  pledge: {{triple: [softbank, invests-in, openai], {fields}, evidence: […]}}"))
}

/// Checks the small base with a claim that has one quote from `cafetech`.
pub(crate) fn check_quote(words: &str) -> CheckResult {
    let evidence = format!("[{{source: cafetech, stance: reports, quote: {words}}}]");
    check_yaml(&format!("claims:\n  pledge: {{triple: [softbank, invests-in, openai], evidence: {evidence}}}"))
}

/// Checks a single file, which must include its `factbase:` line.
pub(crate) fn check_raw(yaml: &str) -> CheckResult {
    Case::default().file("base.yaml", yaml).check()
}

/// The input of a check: files, the available source texts, and the source texts from which the lock is made.
#[derive(Default)]
pub(crate) struct Case {
    files: Vec<SourceFile>,
    expected: Vec<Location>,
    expected_related: Vec<Location>,
    texts: Vec<(&'static str, &'static str)>,
    locked: Vec<(&'static str, &'static str)>,
    /// Whether the lock counts as shipped with the base instead of recorded on this machine.
    lock_is_foreign: bool,
}

impl Case {
    /// The small base with its source text.
    pub(crate) fn small() -> Self {
        Self::default().file("small.yaml", BASE).text("cafetech", TEXT)
    }

    /// Adds a file. Removes common indentation and markers.
    pub(crate) fn file(mut self, name: &str, yaml: &str) -> Self {
        let file = FileIx(u16::try_from(self.files.len()).unwrap());
        let mut text = String::new();
        let (mut line, mut column, mut marker_start) = (1, 1, 1);
        for c in dedent(yaml).replace("[…]", SOUND_EVIDENCE).chars() {
            let location_from = |start| Location { file, line, column: start, width: column - start };
            match c {
                '«' | '‹' => marker_start = column,
                '»' => self.expected.push(location_from(marker_start)),
                '›' => self.expected_related.push(location_from(marker_start)),
                _ => {
                    text.push(c);
                    (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
                }
            }
        }
        self.files.push(SourceFile { name: name.to_owned(), text });
        self
    }

    /// Adds the text of a source.
    pub(crate) fn text(mut self, source: &'static str, text: &'static str) -> Self {
        self.texts.push((source, text));
        self
    }

    /// Adds a lock recorded when the source had this text.
    pub(crate) fn with_lock(mut self, source: &'static str, text: &'static str) -> Self {
        self.locked.push((source, text));
        self
    }

    /// Treats the lock as shipped with the base.
    pub(crate) fn with_foreign_lock(mut self) -> Self {
        self.lock_is_foreign = true;
        self
    }

    /// Loads the base, verifies its quotes and checks it.
    pub(crate) fn check(self) -> CheckResult {
        let mut loaded = load(self.files);
        let base = &mut loaded.base;
        let lock = (!self.locked.is_empty()).then(|| Lock::record(base, &documents(base, &self.locked), None));
        let lock = lock.map(|lock| if self.lock_is_foreign { Lock::parse(&lock.to_json()).unwrap() } else { lock });
        let texts = documents(base, &self.texts);
        verify_quotes(base, &texts, lock.as_ref());
        let broken = check(&LintContext { base, texts: &texts, lock: lock.as_ref() });
        loaded.problems.extend(broken);
        let diagnostics = loaded.locate(&loaded.problems);
        let ParsedBase { base, files, .. } = loaded;
        CheckResult { base, files, diagnostics, expected: self.expected, expected_related: self.expected_related }
    }
}

fn documents(base: &FactBase, texts: &[(&str, &str)]) -> SourceTexts {
    let document = |&(id, text): &(&str, &str)| {
        let source = base.sources.find(id).unwrap();
        (source, SourceText::from_lines(text, base.sources[source].lines))
    };
    texts.iter().map(document).collect()
}

/// The text without common indentation and leading blank lines.
fn dedent(text: &str) -> String {
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let indent = filled.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines = text.lines().skip_while(|line| line.trim().is_empty());
    lines.map(|line| line.get(indent..).unwrap_or_default().to_owned() + "\n").collect()
}

/// The result of a check, with the expected locations.
pub(crate) struct CheckResult {
    pub(crate) base: FactBase,
    pub(crate) files: Vec<SourceFile>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) expected: Vec<Location>,
    expected_related: Vec<Location>,
}

impl CheckResult {
    /// Asserts that the findings are of these rules, in this order and at the markers.
    #[track_caller]
    pub(crate) fn assert_rules(&self, rules: &[&str]) {
        let list: Vec<_> = self.diagnostics.iter().map(|found| render_short(found, &self.files)).collect();
        let list = list.join("\n");
        let ids: Vec<_> = self.diagnostics.iter().map(|found| found.rule.id).collect();
        assert_eq!(ids, rules, "the rules of\n{list}\n");
        let places: Vec<_> = self.diagnostics.iter().map(|found| found.location.clone()).collect();
        assert_eq!(places, self.expected, "the places of\n{list}\n");
        let related = self.diagnostics.iter().flat_map(|found| &found.related);
        let related: Vec<_> = related.map(|(_, at)| at.clone()).collect();
        assert_eq!(related, self.expected_related, "the related places of\n{list}\n");
    }

    /// Asserts that there is one finding, of this rule and at the marker.
    #[track_caller]
    pub(crate) fn assert_only(&self, rule: &str) -> FindingAssert<'_> {
        self.assert_rules(&[rule]);
        FindingAssert(&self.diagnostics[0])
    }

    /// Asserts that there are no findings.
    #[track_caller]
    pub(crate) fn assert_none(&self) {
        self.assert_rules(&[]);
    }
}

/// Assertions on the texts of a finding.
pub(crate) struct FindingAssert<'a>(&'a Diagnostic);

impl FindingAssert<'_> {
    /// Asserts that the message contains `words`.
    #[track_caller]
    pub(crate) fn message_contains(self, words: &str) -> Self {
        assert!(self.0.message.contains(words), "{words:?} is expected in {:?}", self.0.message);
        self
    }

    /// Asserts that the help contains `words`.
    #[track_caller]
    pub(crate) fn help_contains(self, words: &str) -> Self {
        let help = self.0.help.as_deref().unwrap_or_default();
        assert!(help.contains(words), "{words:?} is expected in {help:?}");
        self
    }
}
