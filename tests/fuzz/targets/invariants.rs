//! Invariants of every parser: one function per fuzz target, which panics if an invariant is violated.

use dossier::analysis::timeline;
use dossier::bundled;
use dossier::diagnostics::{Diagnostic, Location, ReportStyle, SourceFile, render, render_short};
use dossier::lint::{LintContext, check};
use dossier::load::load;
use dossier::model::{
    Address, Amount, AmountRange, DateError, DateForm, Endpoint, FactBase, Id, Item, Lang, PartialDate, TextPosition,
};
use dossier::model::{AmountErrorKind, EdtfDate, QuoteStatus, TextSpan, Unit, fold, fold_with_offsets, sanitize};
use dossier::present::{RichLine, RichSpan, TextRole, compare, detail, sources, wrap};
use dossier::search::{
    IncrementalState, Index, Query, SearchOptions, SearchResults, complete, match_names, parse_written_date,
};
use dossier::ui::settings;
use dossier::ui::{Action, Chord, Command, Keymap, Mode, SavedSession};
use dossier::verify::{Lock, SourceText, SourceTexts, verify_quotes};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Separates the files, or other parts, of an input.
const PART_SEPARATOR: &str = "\n=====\n";
/// Precedes the source text in an input. Every source of the base gets this text.
const TEXT_SEPARATOR: &str = "\n~~~~~\n";

/// The default keymap, which lists every command by its name.
const DEFAULT_KEYMAP: &str = include_str!("../../../assets/keymap.toml");

static BUNDLED: LazyLock<(FactBase, Index)> = LazyLock::new(|| {
    let base = bundled::load_base();
    let index = Index::new(&base);
    (base, index)
});

fn decode(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

fn languages() -> [Lang; 2] {
    ["en", "fr"].map(|tag| Lang::new(tag).expect("a tag"))
}

/// Checks the files of a base, optionally with the text of its sources.
pub fn loader(data: &[u8]) {
    let whole = decode(data);
    let (yaml, article) = match whole.split_once(TEXT_SEPARATOR) {
        Some((yaml, article)) => (yaml, Some(article)),
        None => (&*whole, None),
    };
    let file = |(at, text): (usize, &str)| SourceFile { name: format!("{at}.yaml"), text: text.to_owned() };
    let files: Vec<_> = yaml.split(PART_SEPARATOR).enumerate().map(file).collect();
    let (base, findings) = load_and_check(&files, article);
    for finding in &findings {
        for at in std::iter::once(&finding.location).chain(finding.related.iter().map(|(_, at)| at)) {
            assert_location_in_file(at, &files);
        }
        let line = render_short(finding, &files);
        assert_eq!(sanitize(&line), line, "a finding is safe to show");
        let style = ReportStyle { color: false, unicode: true };
        let drawn = render(finding, &files, style);
        assert!(drawn.lines().all(|line| sanitize(line) == line), "{drawn}");
    }
    assert_items_can_be_shown(&base);
    let again = load_and_check(&files, article);
    assert_eq!(findings, again.1, "to load again finds the same");
    assert_eq!(format!("{base:?}"), format!("{:?}", again.0), "to load again gives the same");
}

/// Loads a base, verifies its quotes and checks it. Returns the base and its findings.
fn load_and_check(files: &[SourceFile], article: Option<&str>) -> (FactBase, Vec<Diagnostic>) {
    let mut loaded = load(files.to_vec());
    let document = article.map(SourceText::new);
    let texts: SourceTexts = loaded.base.sources.handles().zip(document.into_iter().cycle()).collect();
    verify_quotes(&mut loaded.base, &texts, None);
    if article.is_some() {
        assert_lock_agrees_with_texts(&loaded.base, &texts);
    }
    loaded.problems.extend(check(&LintContext { base: &loaded.base, texts: &texts, lock: None }));
    let findings = loaded.locate(&loaded.problems);
    (loaded.base, findings)
}

/// Asserts that verifying quotes against a lock file gives the same results as against the texts it was recorded
/// from.
fn assert_lock_agrees_with_texts(base: &FactBase, texts: &SourceTexts) {
    let lock = Lock::record(base, texts, None);
    let read = Lock::parse(&lock.to_json()).expect("a lock that was just written");
    assert_eq!(read.with_trusted_records(|_| true), lock);
    let mut other = base.clone();
    verify_quotes(&mut other, &SourceTexts::new(), Some(&lock));
    let outcomes = |base: &FactBase| {
        let claims = base.claims.iter().flat_map(|(_, _, claim)| &claim.evidence);
        let pieces = claims.chain(base.events.iter().flat_map(|(_, _, event)| &event.evidence));
        pieces
            .map(|piece| (piece.verification.status, piece.verification.span.map(|span| span.start)))
            .collect::<Vec<_>>()
    };
    for ((by_text, place), (by_lock, locked)) in outcomes(base).into_iter().zip(outcomes(&other)) {
        let expected = match by_text {
            QuoteStatus::Verified => QuoteStatus::Locked,
            QuoteStatus::Missing => QuoteStatus::Changed,
            other => other,
        };
        assert_eq!((by_lock, locked), (expected, place));
    }
}

/// Asserts that a location and its full width lie in its file.
fn assert_location_in_file(at: &Location, files: &[SourceFile]) {
    let file = &files[usize::from(at.file.0)];
    let line = file.text.split('\n').nth(at.line.wrapping_sub(1));
    let line = line.unwrap_or_else(|| panic!("{at:?} is behind the last line of {:?}", file.text));
    let characters = line.chars().count();
    assert!((1..=characters + 1).contains(&at.column), "{at:?} is outside of {line:?}");
    assert!(at.width >= 1 && at.column + at.width <= characters.max(at.column) + 1, "{at:?} ends outside of {line:?}");
}

/// Asserts that every item is found by its address and that all texts shown for it are sanitized.
fn assert_items_can_be_shown(base: &FactBase) {
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
    let written = decode(data);
    if let Some(when) = parse_written_date(&written) {
        assert_date(&when);
    }
    match EdtfDate::parse(&written) {
        Ok(when) => {
            assert_eq!(when.edtf(), written);
            assert_date(&when);
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

fn assert_date(when: &EdtfDate) {
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
        DateForm::Single(at) => format_point(at),
        DateForm::Interval(start, end) => format!("{}/{}", format_endpoint(start), format_endpoint(end)),
    };
    let again = EdtfDate::parse(&printed).unwrap_or_else(|error| panic!("{printed} of {when:?}: {error:?}"));
    assert_eq!((again.form(), again.earliest(), again.latest()), (when.form(), earliest, latest), "{printed}");
    for day in [earliest, latest].into_iter().flatten() {
        let day = EdtfDate::from(day);
        assert_eq!(EdtfDate::parse(day.edtf()), Ok(day));
    }
}

fn format_endpoint(end: Endpoint) -> String {
    match end {
        Endpoint::Date(at) => format_point(at),
        Endpoint::Open => "..".to_owned(),
        Endpoint::Unknown => String::new(),
    }
}

fn format_point(at: PartialDate) -> String {
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
    let written = decode(data);
    let alone = written.parse::<AmountRange>();
    match AmountRange::parse(&written) {
        Ok((numbers, unit, at)) => {
            assert_eq!(written.get(at), Some(unit));
            assert_eq!(alone, Ok(numbers), "the unit changes no number");
            assert_amount(numbers, unit);
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

fn assert_amount(numbers: AmountRange, unit: &str) {
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
    let typed = decode(data);
    let (base, index) = &*BUNDLED;
    let lang = Lang::english();
    let options = SearchOptions::default();
    let query = Query::parse(&typed);
    let found = index.search(base, &query, &lang, options);
    assert_results(&found, &typed);
    assert_eq!(found.hits.len(), found.total, "all that are counted are there");
    assert_eq!(index.query_errors(base, &query), found.errors);
    assert!(index.matching_items(base, &query, &|| true).is_some());
    // The result does not depend on the searches before it.
    let mut memory = IncrementalState::default();
    let half = (0..=typed.len() / 2).rev().find(|&at| typed.is_char_boundary(at)).unwrap_or(0);
    index.search_incremental(base, &Query::parse(&typed[..half]), &lang, options, &mut memory, &mut |_| true);
    let now = index.search_incremental(base, &query, &lang, options, &mut memory, &mut |_| true);
    assert_eq!(now.as_ref(), Some(&found));
    let word = typed.rsplit(char::is_whitespace).next().unwrap_or_default();
    for offered in complete(base, word).into_iter().take(5) {
        assert_eq!(index.query_errors(base, &Query::parse(&offered)), [], "{offered} is offered");
    }
    let names: Vec<_> = base.entities.iter().map(|(_, _, entity)| fold(entity.name.get(&lang))).collect();
    let picked = match_names(&typed, names.iter().map(String::as_str));
    assert_eq!(picked.iter().collect::<HashSet<_>>().len(), picked.len());
    assert!(picked.iter().all(|&at| at < names.len()));
}

fn assert_results(found: &SearchResults, typed: &str) {
    let base = &BUNDLED.0;
    let mut seen = HashSet::new();
    for hit in &found.hits {
        assert!(seen.insert(hit.item), "{:?} is there twice", hit.item);
        assert_eq!(base.find(&base.address(hit.item)), Some(hit.item));
        assert_match_ranges(&hit.text, &hit.highlights);
        assert_match_ranges(&base.title(hit.item, &Lang::english()), &hit.title_highlights);
    }
    for fault in &found.errors {
        assert!(typed.get(fault.range.clone()).is_some(), "{fault:?} is in {typed:?}");
    }
}

/// Asserts that highlighted ranges are not empty, lie on character boundaries of the text, and are sorted.
fn assert_match_ranges(text: &str, marks: &[Range<usize>]) {
    for mark in marks {
        assert!(text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()), "{mark:?} of {text:?}");
    }
    assert!(marks.is_sorted_by(|a, b| a.end <= b.start), "{marks:?} of {text:?}");
}

/// Checks a settings file.
pub fn keymap(data: &[u8]) {
    let toml = decode(data);
    let (settings, mut faults) = settings::parse(&toml);
    assert_eq!((&settings, &faults), (&settings::parse(&toml).0, &settings::parse(&toml).1));
    assert!(settings.shares.iter().flatten().all(|share| (10..=80).contains(share)));
    let (map, key_faults) = Keymap::with_bindings(&settings.keys);
    faults.extend(key_faults);
    let file = SourceFile { name: "config.toml".to_owned(), text: toml.clone().into_owned() };
    for fault in faults {
        assert!(toml.get(fault.span.clone()).is_some(), "{fault:?} is in {toml:?}");
        let found = fault.locate(&file);
        assert_location_in_file(&found.location, std::slice::from_ref(&file));
        let texts = [Some(&found.message), found.help.as_ref()];
        assert!(texts.into_iter().flatten().all(|told| sanitize(told) == *told), "{found:?} is safe to show");
    }
    let commands = settings::parse(DEFAULT_KEYMAP).0.keys;
    for command in commands.iter().filter_map(|binding| Command::from_name(&binding.action.0)) {
        let keys = map.keys(command);
        assert_eq!(sanitize(&keys), keys, "keys are safe to show");
        assert!(keys.starts_with(&map.key(command)));
        for key in keys.split("  ").filter(|key| !key.is_empty()) {
            let chord = Chord::parse(key).unwrap_or_else(|| panic!("{key:?} is no key"));
            let bound = match map.action(Mode::Command, chord.event()) {
                Some(Action::Do(command)) => Some(command),
                _ => None,
            };
            assert_eq!(bound, Some(command), "{key:?}");
        }
    }
}

/// Checks an address, an id and a language tag.
pub fn addresses(data: &[u8]) {
    let written = decode(data);
    match written.parse::<Address>() {
        Ok(address) => {
            assert_eq!(address.to_string(), written.trim());
            assert_eq!(address.to_string().parse(), Ok(address.clone()));
            if let Some(item) = BUNDLED.0.find(&address) {
                assert_eq!(BUNDLED.0.address(item), address);
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
    let whole = decode(data);
    let (article, quote) = whole.split_once(PART_SEPARATOR).unwrap_or((&whole, "a word"));
    let document = SourceText::new(article);
    assert_eq!((document.raw(), document.sha256().len()), (article, 64));
    let lines: Vec<_> = article.lines().collect();
    let found = document.find(quote);
    assert!(found.is_sorted_by(|a, b| a.start < b.start), "{found:?}");
    for span in &found {
        let passage = text_of_span(&lines, *span);
        assert!(!SourceText::new(&*passage).find(quote).is_empty(), "{passage:?} holds {quote:?}");
    }
    assert!(!document.spans_whole_sentence(quote) || !found.is_empty());
    if let Some(nearest) = document.nearest(quote) {
        assert!((1..=lines.len()).contains(&(nearest.line as usize)) && !nearest.text.is_empty());
    }
    let folded = fold_with_offsets(quote);
    assert_eq!((fold(quote), folded.offsets.len()), (folded.text.clone(), folded.text.len()));
    assert!(folded.offsets.iter().all(|&at| quote.is_char_boundary(at)) && folded.offsets.is_sorted());
    assert_sanitized(article);
}

/// The text of a span, whose columns count characters.
fn text_of_span(lines: &[&str], TextSpan { start, end }: TextSpan) -> String {
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
fn assert_sanitized(text: &str) {
    let safe = sanitize(text);
    let bidirectional =
        |c| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!safe.chars().any(|c| c.is_control() || bidirectional(c)), "{safe:?}");
    assert_eq!((safe.chars().count(), sanitize(&safe)), (text.chars().count(), Cow::Borrowed(&*safe)));
    let span = RichSpan { text: safe.to_string(), role: TextRole::Plain, link: None, link_group: None };
    let line = RichLine { spans: vec![span], hanging_indent: 2, ..RichLine::default() };
    for width in [1, 7, 40] {
        let pieces = wrap(&line, width).into_iter().flat_map(|row| row.pieces);
        let rows: String = pieces.map(|(span, part)| &line.spans[span].text[part]).collect();
        assert_eq!(rows.replace(' ', ""), safe.replace(' ', ""), "at {width} columns");
    }
}

/// Checks the merge of three saved sessions: ours, the one on disk, and the one read at the start.
pub fn state(data: &[u8]) {
    let whole = decode(data);
    let sessions: Vec<_> = whole
        .split(PART_SEPARATOR)
        .map(|text| SavedSession::from_json(text).map_err(|error| error.to_string()))
        .collect();
    assert!(sessions.iter().all(|kept| kept.as_ref().err().is_none_or(|told| !told.is_empty())));
    let part = |at: usize| sessions.get(at).and_then(|kept| kept.clone().ok()).unwrap_or_default();
    let [here, disk, base] = [0, 1, 2].map(part);
    let merged = |mut here: SavedSession, disk: &SavedSession, since: &SavedSession| {
        here.merge(disk.clone(), since);
        here
    };
    let both = merged(here.clone(), &disk, &base);
    for saved in [&here, &disk, &base, &both] {
        assert_eq!(SavedSession::from_json(&saved.to_json()).as_ref(), Ok(saved));
        let texts = [&saved.flagged, &saved.queries].into_iter().flatten().chain(saved.marks.values());
        let texts = texts.chain(&saved.here).chain([&saved.list, &saved.focus]);
        assert!(texts.into_iter().all(|text| sanitize(text) == *text), "what is kept is safe to show");
        assert_eq!(saved.flagged.iter().collect::<BTreeSet<_>>().len(), saved.flagged.len(), "each flag once");
    }
    assert_eq!(merged(base.clone(), &disk, &base), disk, "who changed nothing takes all from disk");
    assert_eq!(merged(here.clone(), &base, &base), here, "who is alone keeps what is here");
}
