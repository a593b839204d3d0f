//! Invariants of every parser: one function per fuzz target, which panics if an invariant is violated.

use dossier::analysis::timeline;
use dossier::bundled;
use dossier::check::{Document, Lock, Scene, Texts, check, judge};
use dossier::config;
use dossier::diagnostic::{Diagnostic, Location, ReportStyle, SourceFile, render, render_short};
use dossier::load::load;
use dossier::model::{
    Address, Amount, AmountRange, DateError, DateForm, Endpoint, FactBase, Id, Item, Lang, PartialDate, TextPosition,
};
use dossier::model::{AmountErrorKind, EdtfDate, QuoteStatus, TextSpan, Unit, fold, fold_with_offsets, sanitize};
use dossier::search::{Found, Index, Memory, Options, Query, complete, pick, written_date};
use dossier::sheet::{Line, Role, Span, compare, detail, sources, wrap};
use dossier::tui::{Action, Chord, Command, Keymap, Mode, Saved};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Separates the files, or other parts, of an input.
const BETWEEN: &str = "\n=====\n";
/// Precedes the source text in an input. Every source of the base gets this text.
const BEFORE_TEXT: &str = "\n~~~~~\n";

/// The default keymap, which lists every command by its name.
const KEYS: &str = include_str!("../../../assets/keymap.toml");

static OPEN: LazyLock<(FactBase, Index)> = LazyLock::new(|| {
    let base = bundled::load_base();
    let index = Index::new(&base);
    (base, index)
});

fn read(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

fn languages() -> [Lang; 2] {
    ["en", "fr"].map(|tag| Lang::new(tag).expect("a tag"))
}

/// Checks the files of a base, optionally with the text of its sources.
pub fn loader(data: &[u8]) {
    let whole = read(data);
    let (yaml, article) = match whole.split_once(BEFORE_TEXT) {
        Some((yaml, article)) => (yaml, Some(article)),
        None => (&*whole, None),
    };
    let file = |(at, text): (usize, &str)| SourceFile { name: format!("{at}.yaml"), text: text.to_owned() };
    let files: Vec<_> = yaml.split(BETWEEN).enumerate().map(file).collect();
    let (base, findings) = judged(&files, article);
    for finding in &findings {
        for at in std::iter::once(&finding.location).chain(finding.related.iter().map(|(_, at)| at)) {
            lies_in(at, &files);
        }
        let line = render_short(finding, &files);
        assert_eq!(sanitize(&line), line, "a finding is safe to show");
        let style = ReportStyle { color: false, unicode: true };
        let drawn = render(finding, &files, style);
        assert!(drawn.lines().all(|line| sanitize(line) == line), "{drawn}");
    }
    shown(&base);
    let again = judged(&files, article);
    assert_eq!(findings, again.1, "to load again finds the same");
    assert_eq!(format!("{base:?}"), format!("{:?}", again.0), "to load again gives the same");
}

/// Loads a base, verifies its quotes and checks it. Returns the base and its findings.
fn judged(files: &[SourceFile], article: Option<&str>) -> (FactBase, Vec<Diagnostic>) {
    let mut loaded = load(files.to_vec());
    let document = article.map(Document::new);
    let texts: Texts = loaded.base.sources.handles().zip(document.into_iter().cycle()).collect();
    judge(&mut loaded.base, &texts, None);
    if article.is_some() {
        locked(&loaded.base, &texts);
    }
    loaded.problems.extend(check(&Scene { base: &loaded.base, texts: &texts, lock: None }));
    let findings = loaded.locate(&loaded.problems);
    (loaded.base, findings)
}

/// Asserts that verifying quotes against a lock file gives the same results as against the texts it was recorded
/// from.
fn locked(base: &FactBase, texts: &Texts) {
    let lock = Lock::record(base, texts, None);
    let read = Lock::parse(&lock.to_text()).expect("a lock that was just written");
    assert_eq!(read.vouched(|_| true), lock);
    let mut other = base.clone();
    judge(&mut other, &Texts::new(), Some(&lock));
    let pieces = |base: &FactBase| {
        let claims = base.claims.iter().flat_map(|(_, _, claim)| &claim.evidence);
        let pieces = claims.chain(base.events.iter().flat_map(|(_, _, event)| &event.evidence));
        pieces
            .map(|piece| (piece.verification.status, piece.verification.span.map(|span| span.start)))
            .collect::<Vec<_>>()
    };
    for ((by_text, place), (by_lock, locked)) in pieces(base).into_iter().zip(pieces(&other)) {
        let expected = match by_text {
            QuoteStatus::Verified => QuoteStatus::Locked,
            QuoteStatus::Missing => QuoteStatus::Changed,
            other => other,
        };
        assert_eq!((by_lock, locked), (expected, place));
    }
}

/// Asserts that a location and its full width lie in its file.
fn lies_in(at: &Location, files: &[SourceFile]) {
    let file = &files[usize::from(at.file.0)];
    let line = file.text.split('\n').nth(at.line.wrapping_sub(1));
    let line = line.unwrap_or_else(|| panic!("{at:?} is behind the last line of {:?}", file.text));
    let characters = line.chars().count();
    assert!((1..=characters + 1).contains(&at.column), "{at:?} is outside of {line:?}");
    assert!(at.width >= 1 && at.column + at.width <= characters.max(at.column) + 1, "{at:?} ends outside of {line:?}");
}

/// Asserts that every item is found by its address and that all texts shown for it are sanitized.
fn shown(base: &FactBase) {
    for lang in languages() {
        for item in base.items() {
            assert_eq!(base.find(&base.address(item)), Some(item));
            let title = base.title(item, &lang);
            assert_eq!(sanitize(&title), title, "a title is safe to show");
            let mut sheets = vec![detail(base, item, &lang), sources(base, item, &lang)];
            if let Item::Question(question) = item {
                sheets.push(compare(base, question, &lang, 60, &[]));
            }
            for span in sheets.iter().flat_map(|sheet| &sheet.lines).flat_map(|line| &line.spans) {
                assert_eq!(sanitize(&span.text), span.text, "a sheet is safe to show");
            }
        }
    }
    assert!(timeline(base).len() <= base.items().count());
}

/// Checks a date in EDTF or as people write it.
pub fn dates(data: &[u8]) {
    let written = read(data);
    if let Some(when) = written_date(&written) {
        date(&when);
    }
    match EdtfDate::parse(&written) {
        Ok(when) => {
            assert_eq!(when.edtf(), written);
            date(&when);
        }
        Err(DateError::Syntax(_, at)) => assert!(at <= written.len(), "the fault is in the text"),
        Err(DateError::MisplacedQualifier(meant)) => {
            assert!(EdtfDate::parse(&meant) != Err(DateError::MisplacedQualifier(meant)), "the marks are moved");
        }
        Err(
            DateError::UnsupportedLevel | DateError::Reversed | DateError::YearOutOfRange | DateError::WinterOf9999,
        ) => {}
    }
}

fn date(when: &EdtfDate) {
    let (earliest, latest) = (when.earliest(), when.latest());
    assert!(earliest.zip(latest).is_none_or(|(earliest, latest)| earliest <= latest), "{when:?}");
    assert!(when.overlaps(when) && when.matches_period(when) && when.timeline_cmp(when).is_eq(), "{when:?}");
    assert_eq!(EdtfDate::parse(when.edtf()).as_ref(), Ok(when));
    for lang in languages() {
        for label in [when.label(&lang), when.short_label(&lang)] {
            assert!(!label.is_empty() && sanitize(&label) == label, "{label:?}");
        }
    }
    // Printed from its parts, it parses to the same date.
    let printed = match when.form() {
        DateForm::Single(at) => point(at),
        DateForm::Interval(start, end) => format!("{}/{}", endpoint(start), endpoint(end)),
    };
    let again = EdtfDate::parse(&printed).unwrap_or_else(|error| panic!("{printed} of {when:?}: {error:?}"));
    assert_eq!((again.form(), again.earliest(), again.latest()), (when.form(), earliest, latest), "{printed}");
    for day in [earliest, latest].into_iter().flatten() {
        let day = EdtfDate::from(day);
        assert_eq!(EdtfDate::parse(day.edtf()), Ok(day));
    }
}

fn endpoint(end: Endpoint) -> String {
    match end {
        Endpoint::Date(at) => point(at),
        Endpoint::Open => "..".to_owned(),
        Endpoint::Unknown => String::new(),
    }
}

fn point(at: PartialDate) -> String {
    let sign = if at.year < 0 { "-" } else { "" };
    let digits = format!("{:04}", at.year.abs());
    let shown = &digits[..digits.len() - usize::from(at.masked_digits)];
    let parts = [at.month, at.day].into_iter().flatten().map(|part| format!("-{part:02}"));
    let doubt = match (at.uncertain, at.approximate) {
        (true, true) => "%",
        (true, false) => "?",
        (false, true) => "~",
        (false, false) => "",
    };
    format!("{sign}{shown}{}{}{doubt}", "X".repeat(at.masked_digits.into()), parts.collect::<String>())
}

/// Checks an amount with its unit.
pub fn amounts(data: &[u8]) {
    let written = read(data);
    let alone = written.parse::<AmountRange>();
    match AmountRange::parse(&written) {
        Ok((numbers, unit, at)) => {
            assert_eq!(written.get(at), Some(unit));
            assert_eq!(alone, Ok(numbers), "the unit changes no number");
            amount(numbers, unit);
        }
        Err(error) => {
            assert!(written.get(error.range.clone()).is_some(), "{error:?} is in the text");
            match error.kind {
                AmountErrorKind::Syntax(Some(meant)) => assert!(AmountRange::parse(&meant).is_ok(), "{meant}"),
                AmountErrorKind::NoUnit => assert!(alone.is_ok(), "{alone:?}"),
                _ => assert!(alone.is_err(), "{alone:?}"),
            }
        }
    }
}

fn amount(numbers: AmountRange, unit: &str) {
    let AmountRange { min, max, approximate } = numbers;
    assert!(min.or(max).is_some() && min.zip(max).is_none_or(|(min, max)| min <= max), "{numbers:?}");
    assert!([min, max].into_iter().flatten().all(|bound| numbers.contains(bound)) && numbers.overlaps(&numbers));
    let about = if approximate { "~" } else { "" };
    let bound = |bound: Option<_>| bound.map(|number| format!("{number}")).unwrap_or_default();
    let printed = format!("{about}{}..{} {unit}", bound(min), bound(max));
    let again = AmountRange::parse(&printed).unwrap_or_else(|error| panic!("{printed}: {error:?}"));
    assert_eq!((again.0, again.1), (numbers, unit), "{printed}");
    // A label is exact: parsed back, it gives the same numbers.
    let counted = Amount { range: numbers, unit: Unit::new("x", |_| true).expect("any unit") };
    let [english, french] = languages().map(|lang| counted.label("x", &lang));
    let french = french.replace('\u{202f}', "").replace(',', ".").replace(" Md", "B").replace(" M", "M");
    for label in [english.replace(',', ""), french] {
        let (at_least, rest) = label.strip_prefix("≥ ").map_or(("", &*label), |rest| ("..", rest));
        let (at_most, rest) = rest.strip_prefix("≤ ").map_or(("", rest), |rest| ("..", rest));
        let (about, rest) = rest.strip_prefix('~').map_or(("", rest), |rest| ("~", rest));
        let figures = rest.strip_suffix(" x").unwrap_or_else(|| panic!("{label:?} has lost its unit"));
        let again = format!("{about}{at_most}{}{at_least} x", figures.replace("–~", "–").replace('–', ".."));
        assert_eq!(AmountRange::parse(&again).map(|read| read.0), Ok(numbers), "{label} read as {again}");
    }
    for code in ["USD", "CHF", "%"] {
        let amount = Amount { range: numbers, unit: Unit::new(code, |_| false).expect("a unit that is known") };
        assert!(languages().iter().all(|lang| !amount.label(code, lang).is_empty()));
    }
}

/// Checks a query on the bundled base.
pub fn query(data: &[u8]) {
    let typed = read(data);
    let (base, index) = &*OPEN;
    let lang = Lang::english();
    let options = Options::default();
    let query = Query::new(&typed);
    let found = index.search(base, &query, &lang, options);
    answer(&found, &typed);
    assert_eq!(found.hits.len(), found.total, "all that are counted are there");
    assert_eq!(index.faults(base, &query), found.faults);
    assert!(index.matching(base, &query, &|| true).is_some());
    // The result does not depend on the searches before it.
    let mut memory = Memory::default();
    let half = (0..=typed.len() / 2).rev().find(|&at| typed.is_char_boundary(at)).unwrap_or(0);
    index.search_on(base, &Query::new(&typed[..half]), &lang, options, &mut memory, &mut |_| true);
    let now = index.search_on(base, &query, &lang, options, &mut memory, &mut |_| true);
    assert_eq!(now.as_ref(), Some(&found));
    let word = typed.rsplit(char::is_whitespace).next().unwrap_or_default();
    for offered in complete(base, word).into_iter().take(5) {
        assert_eq!(index.faults(base, &Query::new(&offered)), [], "{offered} is offered");
    }
    let names: Vec<_> = base.entities.iter().map(|(_, _, entity)| fold(entity.name.get(&lang))).collect();
    let picked = pick(&typed, names.iter().map(String::as_str));
    assert_eq!(picked.iter().collect::<HashSet<_>>().len(), picked.len());
    assert!(picked.iter().all(|&at| at < names.len()));
}

fn answer(found: &Found, typed: &str) {
    let base = &OPEN.0;
    let mut seen = HashSet::new();
    for hit in &found.hits {
        assert!(seen.insert(hit.item), "{:?} is there twice", hit.item);
        assert_eq!(base.find(&base.address(hit.item)), Some(hit.item));
        marked(&hit.text, &hit.marks);
        marked(&base.title(hit.item, &Lang::english()), &hit.title_marks);
    }
    for fault in &found.faults {
        assert!(typed.get(fault.at.clone()).is_some(), "{fault:?} is in {typed:?}");
    }
}

/// Asserts that highlighted ranges are not empty, lie on character boundaries of the text, and are sorted.
fn marked(text: &str, marks: &[Range<usize>]) {
    for mark in marks {
        assert!(text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()), "{mark:?} of {text:?}");
    }
    assert!(marks.is_sorted_by(|a, b| a.end <= b.start), "{marks:?} of {text:?}");
}

/// Checks a settings file.
pub fn keymap(data: &[u8]) {
    let toml = read(data);
    let (settings, mut faults) = config::read(&toml);
    assert_eq!((&settings, &faults), (&config::read(&toml).0, &config::read(&toml).1));
    assert!(settings.shares.iter().flatten().all(|share| (10..=80).contains(share)));
    let (map, of_keys) = Keymap::with(&settings.keys);
    faults.extend(of_keys);
    let file = SourceFile { name: "config.toml".to_owned(), text: toml.clone().into_owned() };
    for fault in faults {
        assert!(toml.get(fault.at.clone()).is_some(), "{fault:?} is in {toml:?}");
        let found = fault.locate(&file);
        lies_in(&found.location, std::slice::from_ref(&file));
        let told = [Some(&found.message), found.help.as_ref()];
        assert!(told.into_iter().flatten().all(|told| sanitize(told) == *told), "{found:?} is safe to show");
    }
    let commands = config::read(KEYS).0.keys;
    for command in commands.iter().filter_map(|binding| Command::named(&binding.action.0)) {
        let keys = map.keys(command);
        assert_eq!(sanitize(&keys), keys, "keys are safe to show");
        assert!(keys.starts_with(&map.key(command)));
        for key in keys.split("  ").filter(|key| !key.is_empty()) {
            let chord = Chord::read(key).unwrap_or_else(|| panic!("{key:?} is no key"));
            let done = match map.action(Mode::Command, chord.event()) {
                Some(Action::Do(command)) => Some(command),
                _ => None,
            };
            assert_eq!(done, Some(command), "{key:?}");
        }
    }
}

/// Checks an address, an id and a language tag.
pub fn addresses(data: &[u8]) {
    let written = read(data);
    match written.parse::<Address>() {
        Ok(address) => {
            assert_eq!(address.to_string(), written.trim());
            assert_eq!(address.to_string().parse(), Ok(address.clone()));
            if let Some(item) = OPEN.0.find(&address) {
                assert_eq!(OPEN.0.address(item), address);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    match Id::new(&written) {
        Ok(id) => assert!(id.as_str() == written && id.to_string() == written && sanitize(&written) == written),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Some(lang) = Lang::new(&written) {
        assert!(lang.as_str() == written && written.is_ascii());
    }
}

/// Checks a source text and a quote that may be in it.
pub fn quotes(data: &[u8]) {
    let whole = read(data);
    let (article, quote) = whole.split_once(BETWEEN).unwrap_or((&whole, "a word"));
    let document = Document::new(article);
    assert_eq!((document.raw(), document.sha256().len()), (article, 64));
    let lines: Vec<_> = article.lines().collect();
    let found = document.find(quote);
    assert!(found.is_sorted_by(|a, b| a.start < b.start), "{found:?}");
    for span in &found {
        let there = stretch(&lines, *span);
        assert!(!Document::new(&*there).find(quote).is_empty(), "{there:?} holds {quote:?}");
    }
    assert!(!document.holds_whole_sentence(quote) || !found.is_empty());
    if let Some(nearest) = document.nearest(quote) {
        assert!((1..=lines.len()).contains(&(nearest.line as usize)) && !nearest.words.is_empty());
    }
    let folded = fold_with_offsets(quote);
    assert_eq!((fold(quote), folded.offsets.len()), (folded.text.clone(), folded.text.len()));
    assert!(folded.offsets.iter().all(|&at| quote.is_char_boundary(at)) && folded.offsets.is_sorted());
    cleaned(article);
}

/// The text of a span, whose columns count characters.
fn stretch(lines: &[&str], TextSpan { start, end }: TextSpan) -> String {
    assert!(start < end, "{start:?} to {end:?}");
    let byte = |place: TextPosition| {
        let line = lines[place.line as usize - 1];
        let starts = line.char_indices().map(|(at, _)| at).chain([line.len()]).nth(place.column as usize - 1);
        starts.unwrap_or_else(|| panic!("{place:?} is behind the end of {line:?}"))
    };
    let (first, last) = (start.line as usize - 1, end.line as usize - 1);
    if first == last {
        return lines[first][byte(start)..byte(end)].to_owned();
    }
    [&[&lines[first][byte(start)..]], &lines[first + 1..last], &[&lines[last][..byte(end)]]].concat().join("\n")
}

/// Asserts that sanitizing a text removes unsafe characters, and that wrapping the result loses nothing but spaces.
fn cleaned(text: &str) {
    let safe = sanitize(text);
    let bidirectional =
        |c| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!safe.chars().any(|c| c.is_control() || bidirectional(c)), "{safe:?}");
    assert_eq!((safe.chars().count(), sanitize(&safe)), (text.chars().count(), Cow::Borrowed(&*safe)));
    let span = Span { text: safe.to_string(), role: Role::Plain, link: None, joint: None };
    let line = Line { spans: vec![span], hang: 2, ..Line::default() };
    for width in [1, 7, 40] {
        let pieces = wrap(&line, width).into_iter().flat_map(|row| row.pieces);
        let rows: String = pieces.map(|(span, part)| &line.spans[span].text[part]).collect();
        assert_eq!(rows.replace(' ', ""), safe.replace(' ', ""), "at {width} columns");
    }
}

/// Checks the merge of three saved sessions: ours, the one on disk, and the one read at the start.
pub fn state(data: &[u8]) {
    let whole = read(data);
    let kept: Vec<_> = whole.split(BETWEEN).map(|text| Saved::read(text).map_err(|error| error.to_string())).collect();
    assert!(kept.iter().all(|kept| kept.as_ref().err().is_none_or(|told| !told.is_empty())));
    let part = |at: usize| kept.get(at).and_then(|kept| kept.clone().ok()).unwrap_or_default();
    let [here, disk, since] = [0, 1, 2].map(part);
    let merged = |mut here: Saved, disk: &Saved, since: &Saved| {
        here.merge(disk.clone(), since);
        here
    };
    let both = merged(here.clone(), &disk, &since);
    for saved in [&here, &disk, &since, &both] {
        assert_eq!(Saved::read(&saved.write()).as_ref(), Ok(saved));
        let texts = [&saved.flagged, &saved.queries].into_iter().flatten().chain(saved.marks.values());
        let texts = texts.chain(&saved.here).chain([&saved.list, &saved.focus]);
        assert!(texts.into_iter().all(|text| sanitize(text) == *text), "what is kept is safe to show");
        assert_eq!(saved.flagged.iter().collect::<BTreeSet<_>>().len(), saved.flagged.len(), "each flag once");
    }
    assert_eq!(merged(since.clone(), &disk, &since), disk, "who changed nothing takes all from disk");
    assert_eq!(merged(here.clone(), &since, &since), here, "who is alone keeps what is here");
}
