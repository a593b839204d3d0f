//! Reads a tree of values. Every problem is recorded with its position, and reading goes on.

use super::problems;
use super::sink::ProblemSink;
use super::tree::{Key, Node, Value};
use crate::diagnostics::{Pointer, Segment, Target};
use crate::model::{Amount, AmountRange, EdtfDate, FileIx, Keyword, Lang, Text, Unit, sanitize};
use crate::text::excerpt;
use crate::text::truncate_chars;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Maximum length of a name, in characters. A name is repeated wherever its item is mentioned.
const MAX_NAME_CHARS: usize = 1_000;

/// Maximum number of languages in a text. They are searched for the language of the user on every row.
const MAX_LANGUAGES: usize = 50;

/// A value and its path.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    node: &'a Node,
    path: Path<'a>,
}

/// The path of a value, as a list linked to its parents. It costs nothing until a problem is reported.
#[derive(Clone, Copy)]
struct Path<'a> {
    file: FileIx,
    parent: Option<(&'a Path<'a>, SegmentRef<'a>)>,
}

#[derive(Clone, Copy)]
enum SegmentRef<'a> {
    Key(&'a str),
    Item(usize),
}

/// A map whose keys were checked.
pub(super) struct MapCursor<'a> {
    entries: &'a [(Key, Node)],
    path: &'a Path<'a>,
}

impl<'a> Cursor<'a> {
    pub(super) fn root(file: FileIx, node: &'a Node) -> Self {
        Self { node, path: Path { file, parent: None } }
    }

    pub(super) fn pointer(&self) -> Pointer {
        Pointer { file: self.path.file, target: Target::Value(self.path.segments(), None) }
    }

    /// The pointer to the key of this value.
    pub(super) fn key_pointer(&self) -> Pointer {
        Pointer { file: self.path.file, target: Target::Key(self.path.segments(), 0) }
    }

    pub(super) fn file(&self) -> FileIx {
        self.path.file
    }

    /// Whether the value is null.
    pub(super) fn is_null(&self) -> bool {
        self.node.value == Value::Null
    }

    /// Whether the value is a map.
    pub(super) fn is_map(&self) -> bool {
        matches!(self.node.value, Value::Map(_))
    }

    /// Whether the value is an empty list.
    pub(super) fn is_empty_list(&self) -> bool {
        matches!(&self.node.value, Value::List(items) if items.is_empty())
    }

    /// Records the words of the value as discarded.
    pub(super) fn discard(&self, log: &mut ProblemSink) {
        log.discard_node(self.node);
    }

    /// A map with a fixed set of keys. Reports unknown and duplicate keys.
    pub(super) fn map_with_keys(&'a self, known: &[&str], log: &mut ProblemSink) -> Option<MapCursor<'a>> {
        let map = self.map_with_any_keys(log)?;
        map.report_unknown_keys(known, log);
        Some(map)
    }

    /// A map with arbitrary keys. Reports duplicates.
    pub(super) fn map_with_any_keys(&'a self, log: &mut ProblemSink) -> Option<MapCursor<'a>> {
        let Value::Map(entries) = &self.node.value else {
            self.wrong_shape("a map of `key: value` lines", log);
            return None;
        };
        let map = MapCursor { entries, path: &self.path };
        map.report_duplicate_keys(log);
        Some(map)
    }

    /// The items of a list; a single scalar counts as a list of one.
    pub(super) fn list(&'a self, log: &mut ProblemSink) -> Vec<Cursor<'a>> {
        let item = |at, node| Cursor { node, path: self.path.child(&self.path, SegmentRef::Item(at)) };
        match &self.node.value {
            Value::List(items) => items.iter().enumerate().map(|(at, node)| item(at, node)).collect(),
            Value::Scalar(_) => vec![*self],
            Value::Null | Value::Map(_) => {
                self.wrong_shape("a list", log);
                Vec::new()
            }
        }
    }

    /// A scalar, as written.
    pub(super) fn scalar(&self, log: &mut ProblemSink) -> Option<&'a str> {
        if let Value::Scalar(text) = &self.node.value {
            return Some(text);
        }
        self.wrong_shape("a text", log);
        None
    }

    /// A scalar, sanitized.
    pub(super) fn string(&self, log: &mut ProblemSink) -> Option<String> {
        self.scalar(log).map(|text| sanitize(text).into_owned())
    }

    /// A name without languages, sanitized and truncated.
    pub(super) fn name_string(&self, log: &mut ProblemSink) -> Option<String> {
        let words = self.string(log)?;
        let truncated = truncate_name(&words);
        self.report_long_name(truncated.is_some(), log);
        Some(truncated.unwrap_or(words))
    }

    /// A name in one or more languages, truncated.
    pub(super) fn name(&'a self, lang: &Lang, log: &mut ProblemSink) -> Option<Text> {
        let text = self.text(lang, log)?;
        let is_cut = text.iter().any(|(_, words)| truncate_name(words).is_some());
        self.report_long_name(is_cut, log);
        Some(if is_cut { text.map(|words| truncate_name(&words).unwrap_or(words)) } else { text })
    }

    /// Reports a name that is too long.
    fn report_long_name(&self, is_cut: bool, log: &mut ProblemSink) {
        if is_cut {
            log.problems.push(problems::long_name(self.pointer(), MAX_NAME_CHARS));
        }
    }

    /// A text: a scalar in the language of the base, or a map of languages.
    pub(super) fn text(&'a self, lang: &Lang, log: &mut ProblemSink) -> Option<Text> {
        let map = match &self.node.value {
            Value::Scalar(_) => return self.string(log).map(|words| Text::new(lang.clone(), words)),
            Value::Map(entries) if !entries.is_empty() => self.map_with_any_keys(log)?,
            _ => {
                self.wrong_shape("a text, or a map of languages", log);
                return None;
            }
        };
        let mut text: Option<Text> = None;
        map.report_too_many("languages in a text", MAX_LANGUAGES, log);
        for (key, value) in map.iter().take(MAX_LANGUAGES) {
            let Some(lang) = Lang::new(key) else {
                log.problems.push(problems::bad_lang(value.key_pointer(), key));
                continue;
            };
            let Some(words) = value.string(log) else { continue };
            text = Some(match text {
                Some(text) => text.with_translation(lang, words),
                None => Text::new(lang, words),
            });
        }
        text
    }

    /// The first items of a list. Reports how many more there are.
    pub(super) fn first_items(&'a self, what: &str, max: usize, log: &mut ProblemSink) -> Vec<Cursor<'a>> {
        let mut items = self.list(log);
        if let Some(first_excess) = items.get(max) {
            log.problems.push(problems::too_many(first_excess.pointer(), what, max, items.len(), None));
            items.drain(max..).for_each(|item| item.discard(log));
        }
        items
    }

    /// A keyword.
    pub(super) fn keyword<T: Keyword>(&self, key: &str, log: &mut ProblemSink) -> Option<T> {
        let written = self.scalar(log)?;
        let value = T::VALUES.iter().copied().find(|value| value.as_keyword() == written);
        if value.is_none() {
            log.problems.push(problems::bad_keyword::<T>(self.pointer(), key, written));
        }
        value
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self, log: &mut ProblemSink) -> Option<bool> {
        match self.scalar(log)? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            other => {
                log.problems.push(problems::wrong_shape(
                    self.pointer(),
                    "`true` or `false`",
                    &format!("`{}`", excerpt(other)),
                ));
                None
            }
        }
    }

    /// A date.
    pub(super) fn date(&self, log: &mut ProblemSink) -> Option<EdtfDate> {
        let written = self.scalar(log)?;
        EdtfDate::parse(written)
            .map_err(|error| log.problems.push(problems::date_error(self.pointer(), written, &error)))
            .ok()
    }

    /// A range of lines, first and last: `5`, `5-8`, `5..8`.
    pub(super) fn line_range(&self, log: &mut ProblemSink) -> Option<(u32, u32)> {
        let written = self.scalar(log)?;
        let range = written.split_once("..").or_else(|| written.split_once('-'));
        let (first, last) = range.unwrap_or((written, written));
        let range = first.trim().parse().ok().zip(last.trim().parse().ok());
        let range = range.filter(|&(first, last)| 0 < first && first <= last);
        if range.is_none() {
            log.problems.push(problems::wrong_shape(
                self.pointer(),
                "a line or several, such as `5` or `5-8`",
                &format!("`{}`", excerpt(written)),
            ));
        }
        range
    }

    /// An amount whose unit is a currency, `%` or one of `units`.
    pub(super) fn amount<V>(&self, units: &BTreeMap<String, V>, log: &mut ProblemSink) -> Option<Amount> {
        let written = self.string(log)?;
        match AmountRange::parse(&written) {
            Err(error) => {
                log.problems.push(problems::amount_error(self.pointer(), &written, error));
                None
            }
            Ok((numbers, code, range)) => {
                let Ok(unit) = Unit::new(code, |code| units.contains_key(code)) else {
                    let at = self.pointer().with_range(problems::char_range(&written, &range));
                    let known = units.keys().map(String::as_str).chain(["USD", "EUR", "GBP", "JPY"]);
                    log.push_dangling_ref(at, "unit", code, known);
                    return None;
                };
                Some(Amount { range: numbers, unit })
            }
        }
    }

    /// Reports a value of the wrong shape.
    fn wrong_shape(&self, expected: &str, log: &mut ProblemSink) {
        log.problems.push(problems::wrong_shape(self.pointer(), expected, shape_name(self.node)));
        self.discard(log);
    }
}

/// The truncated name, if it is too long.
fn truncate_name(words: &str) -> Option<String> {
    match truncate_chars(words, MAX_NAME_CHARS) {
        Cow::Borrowed(_) => None,
        Cow::Owned(truncated) => Some(truncated),
    }
}

impl<'a> MapCursor<'a> {
    /// The value of a key, if the key is written and not left empty.
    pub(super) fn get(&self, key: &str) -> Option<Cursor<'a>> {
        let (key, node) = self.entries.iter().find(|(k, _)| *k.text == *key)?;
        (node.value != Value::Null).then(|| self.child(&key.text, node))
    }

    /// The value of a required key.
    pub(super) fn require(&self, key: &str, what: &str, log: &mut ProblemSink) -> Option<Cursor<'a>> {
        let value = self.get(key);
        if value.is_none() {
            let at = Pointer { file: self.path.file, target: Target::Key(self.path.segments(), 0) };
            log.problems.push(problems::missing_key(at, key, what));
        }
        value
    }

    /// The entries in file order, each key once.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, Cursor<'a>)> {
        let mut seen = HashSet::new();
        let distinct = self.entries.iter().filter(move |(key, _)| seen.insert(&*key.text));
        distinct.map(|(key, node)| (&*key.text, self.child(&key.text, node)))
    }

    /// Reports the keys beyond a maximum, which are discarded.
    fn report_too_many(&self, what: &str, max: usize, log: &mut ProblemSink) {
        if self.entries.len() <= max {
            return;
        }
        let mut excess = self.iter().skip(max).peekable();
        let Some((_, first)) = excess.peek() else { return };
        let (at, count) = (first.key_pointer(), self.iter().count());
        let names: Vec<_> = excess.map(|(key, _)| key).collect();
        log.problems.push(problems::too_many(at, what, max, count, Some(&names)));
    }

    fn child(&self, key: &'a str, node: &'a Node) -> Cursor<'a> {
        Cursor { node, path: self.path.child(self.path, SegmentRef::Key(key)) }
    }

    fn key_pointer(&self, key: &str, nth: usize) -> Pointer {
        let mut steps = self.path.segments();
        steps.push(Segment::Key(key.to_owned()));
        Pointer { file: self.path.file, target: Target::Key(steps, nth) }
    }

    /// Reports the keys that are not known.
    pub(super) fn report_unknown_keys(&self, known: &[&str], log: &mut ProblemSink) {
        for key in self.entries.iter().map(|(key, _)| &*key.text).filter(|key| !known.contains(key)) {
            // Beyond the limit of problems none is shown, so no suggestion is computed.
            let known = if log.problems.truncated() == 0 { known } else { &[] };
            log.problems.push(problems::unknown_key(self.key_pointer(key, 0), key, known));
        }
    }

    fn report_duplicate_keys(&self, log: &mut ProblemSink) {
        let mut seen: HashMap<&str, usize> = HashMap::with_capacity(self.entries.len());
        for (key, value) in self.entries {
            let key = &*key.text;
            let count = seen.entry(key).or_default();
            if *count > 0 {
                log.discard_node(value);
                let [duplicate, first] = [*count, 0].map(|nth| self.key_pointer(key, nth));
                log.problems.push(problems::duplicate_id(duplicate, first, key));
            }
            *count += 1;
        }
    }
}

impl<'a> Path<'a> {
    fn child(self, from: &'a Path<'a>, segment: SegmentRef<'a>) -> Self {
        Self { file: self.file, parent: Some((from, segment)) }
    }

    fn segments(&self) -> Vec<Segment> {
        let mut steps = Vec::new();
        let mut path = self;
        while let Some((from, leg)) = path.parent {
            steps.push(match leg {
                SegmentRef::Key(key) => Segment::Key(key.to_owned()),
                SegmentRef::Item(at) => Segment::Item(at),
            });
            path = from;
        }
        steps.reverse();
        steps
    }
}

fn shape_name(node: &Node) -> &'static str {
    match &node.value {
        Value::Null => "nothing",
        Value::Scalar(_) => "a text",
        Value::List(_) => "a list",
        Value::Map(entries) if entries.is_empty() => "an empty map",
        Value::Map(_) => "a map",
    }
}
