//! Reading a tree of values: every fault is noted with its place, and reading goes on.

use super::faults;
use super::log::Log;
use super::tree::{Key, Node, Value};
use crate::diagnostic::{Pointer, Segment, Target, excerpt};
use crate::model::{Amount, AmountRange, EdtfDate, FileIx, Keyword, Lang, Text, Unit, sanitize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most characters of what names something: it stands wherever that is mentioned.
const LONGEST_NAME: usize = 1_000;

/// The most languages of a text: a reader's is looked for among them, for every row.
const LANGUAGES: usize = 50;

/// A value and the way to it.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    node: &'a Node,
    way: Way<'a>,
}

/// The way to a value, as a list linked upwards: it costs nothing until there is something to report.
#[derive(Clone, Copy)]
struct Way<'a> {
    file: FileIx,
    step: Option<(&'a Way<'a>, Leg<'a>)>,
}

#[derive(Clone, Copy)]
enum Leg<'a> {
    Key(&'a str),
    Item(usize),
}

/// A map whose keys were compared with the known ones.
pub(super) struct Map<'a> {
    entries: &'a [(Key, Node)],
    way: &'a Way<'a>,
}

impl<'a> Cursor<'a> {
    pub(super) fn root(file: FileIx, node: &'a Node) -> Self {
        Self { node, way: Way { file, step: None } }
    }

    pub(super) fn at(&self) -> Pointer {
        Pointer { file: self.way.file, target: Target::Value(self.way.steps(), None) }
    }

    /// The key that leads here.
    pub(super) fn key_at(&self) -> Pointer {
        Pointer { file: self.way.file, target: Target::Key(self.way.steps(), 0) }
    }

    pub(super) fn file(&self) -> FileIx {
        self.way.file
    }

    /// Whether nothing is written here.
    pub(super) fn is_null(&self) -> bool {
        self.node.value == Value::Null
    }

    /// Whether a map is written here.
    pub(super) fn is_map(&self) -> bool {
        matches!(self.node.value, Value::Map(_))
    }

    /// Whether a list is written here, without an item.
    pub(super) fn is_empty_list(&self) -> bool {
        matches!(&self.node.value, Value::List(items) if items.is_empty())
    }

    /// Notes the words of the value, which is left out.
    pub(super) fn leave_out(&self, log: &mut Log) {
        log.leave_out_node(self.node);
    }

    /// A map with keys of a fixed list; notes the unknown ones and duplicates.
    pub(super) fn map(&'a self, known: &[&str], log: &mut Log) -> Option<Map<'a>> {
        let map = self.open_map(log)?;
        map.note_unknown(known, log);
        Some(map)
    }

    /// A map with keys of the user's choice; notes duplicates.
    pub(super) fn open_map(&'a self, log: &mut Log) -> Option<Map<'a>> {
        let Value::Map(entries) = &self.node.value else {
            self.misshapen("a map of `key: value` lines", log);
            return None;
        };
        let map = Map { entries, way: &self.way };
        map.note_duplicates(log);
        Some(map)
    }

    /// The items of a list; a single scalar counts as a list of one.
    pub(super) fn list(&'a self, log: &mut Log) -> Vec<Cursor<'a>> {
        let item = |at, node| Cursor { node, way: self.way.to(&self.way, Leg::Item(at)) };
        match &self.node.value {
            Value::List(items) => items.iter().enumerate().map(|(at, node)| item(at, node)).collect(),
            Value::Scalar(_) => vec![*self],
            Value::Null | Value::Map(_) => {
                self.misshapen("a list", log);
                Vec::new()
            }
        }
    }

    /// A scalar as it was written.
    pub(super) fn scalar(&self, log: &mut Log) -> Option<&'a str> {
        if let Value::Scalar(text) = &self.node.value {
            return Some(text);
        }
        self.misshapen("a text", log);
        None
    }

    /// A scalar made safe to show.
    pub(super) fn string(&self, log: &mut Log) -> Option<String> {
        self.scalar(log).map(|text| sanitize(text).into_owned())
    }

    /// A scalar that names something, made safe to show.
    pub(super) fn name_string(&self, log: &mut Log) -> Option<String> {
        let words = self.string(log)?;
        let brief = brief(&words);
        self.note_long(brief.is_some(), log);
        Some(brief.unwrap_or(words))
    }

    /// A text that names something, and stands wherever that is mentioned.
    pub(super) fn name(&'a self, lang: &Lang, log: &mut Log) -> Option<Text> {
        let text = self.text(lang, log)?;
        let is_cut = text.iter().any(|(_, words)| brief(words).is_some());
        self.note_long(is_cut, log);
        Some(if is_cut { text.map(|words| brief(&words).unwrap_or(words)) } else { text })
    }

    /// Notes once that a name is too long.
    fn note_long(&self, is_cut: bool, log: &mut Log) {
        if is_cut {
            log.problems.push(faults::long_name(self.at(), LONGEST_NAME));
        }
    }

    /// A text: a scalar in the language of the base, or a map of languages.
    pub(super) fn text(&'a self, lang: &Lang, log: &mut Log) -> Option<Text> {
        let map = match &self.node.value {
            Value::Scalar(_) => return self.string(log).map(|words| Text::new(lang.clone(), words)),
            Value::Map(entries) if !entries.is_empty() => self.open_map(log)?,
            _ => {
                self.misshapen("a text, or a map of languages", log);
                return None;
            }
        };
        let mut text: Option<Text> = None;
        map.note_many("languages in a text", LANGUAGES, log);
        for (key, value) in map.iter().take(LANGUAGES) {
            let Some(lang) = Lang::new(key) else {
                log.problems.push(faults::bad_lang(value.key_at(), key));
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

    /// The first items of a list; notes how many more there are.
    pub(super) fn first_items(&'a self, what: &str, most: usize, log: &mut Log) -> Vec<Cursor<'a>> {
        let mut items = self.list(log);
        if let Some(beyond) = items.get(most) {
            log.problems.push(faults::many(beyond.at(), what, most, items.len(), None));
            items.drain(most..).for_each(|item| item.leave_out(log));
        }
        items
    }

    /// A word of a fixed list.
    pub(super) fn word<T: Keyword>(&self, key: &str, log: &mut Log) -> Option<T> {
        let written = self.scalar(log)?;
        let value = T::VALUES.iter().copied().find(|value| value.as_keyword() == written);
        if value.is_none() {
            log.problems.push(faults::bad_word::<T>(self.at(), key, written));
        }
        value
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, log: &mut Log) -> Option<bool> {
        match self.scalar(log)? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            other => {
                log.problems.push(faults::wrong_shape(
                    self.at(),
                    "`true` or `false`",
                    &format!("`{}`", excerpt(other)),
                ));
                None
            }
        }
    }

    /// A date.
    pub(super) fn when(&self, log: &mut Log) -> Option<EdtfDate> {
        let written = self.scalar(log)?;
        EdtfDate::parse(written).map_err(|error| log.problems.push(faults::date(self.at(), written, &error))).ok()
    }

    /// A line, or the first and the last of several: `5`, `5-8`, `5..8`.
    pub(super) fn lines(&self, log: &mut Log) -> Option<(u32, u32)> {
        let written = self.scalar(log)?;
        let run = written.split_once("..").or_else(|| written.split_once('-'));
        let (first, last) = run.unwrap_or((written, written));
        let run = first.trim().parse().ok().zip(last.trim().parse().ok());
        let run = run.filter(|&(first, last)| 0 < first && first <= last);
        if run.is_none() {
            log.problems.push(faults::wrong_shape(
                self.at(),
                "a line or several, such as `5` or `5-8`",
                &format!("`{}`", excerpt(written)),
            ));
        }
        run
    }

    /// An amount whose unit is a currency, `%` or one of `units`.
    pub(super) fn amount<V>(&self, units: &BTreeMap<String, V>, log: &mut Log) -> Option<Amount> {
        let written = self.string(log)?;
        match AmountRange::parse(&written) {
            Err(error) => {
                log.problems.push(faults::amount(self.at(), &written, error));
                None
            }
            Ok((numbers, code, range)) => {
                let Ok(unit) = Unit::new(code, |code| units.contains_key(code)) else {
                    let at = self.at().with_range(faults::chars(&written, &range));
                    let known = units.keys().map(String::as_str).chain(["USD", "EUR", "GBP", "JPY"]);
                    log.dangling(at, "unit", code, known);
                    return None;
                };
                Some(Amount { range: numbers, unit })
            }
        }
    }

    /// Notes that something else stands here than what is expected.
    fn misshapen(&self, expected: &str, log: &mut Log) {
        log.problems.push(faults::wrong_shape(self.at(), expected, describe(self.node)));
        self.leave_out(log);
    }
}

/// A name without what is too long of it, if it is.
fn brief(words: &str) -> Option<String> {
    words.char_indices().nth(LONGEST_NAME).map(|(end, _)| format!("{}…", &words[..end]))
}

impl<'a> Map<'a> {
    /// The value of a key, if the key is written and not left empty.
    pub(super) fn get(&self, key: &str) -> Option<Cursor<'a>> {
        let (key, node) = self.entries.iter().find(|(k, _)| *k.text == *key)?;
        (node.value != Value::Null).then(|| self.child(&key.text, node))
    }

    /// The value of a required key.
    pub(super) fn need(&self, key: &str, what: &str, log: &mut Log) -> Option<Cursor<'a>> {
        let value = self.get(key);
        if value.is_none() {
            let at = Pointer { file: self.way.file, target: Target::Key(self.way.steps(), 0) };
            log.problems.push(faults::missing_key(at, key, what));
        }
        value
    }

    /// The entries in the order of writing, each key once.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, Cursor<'a>)> {
        let mut seen = HashSet::new();
        let distinct = self.entries.iter().filter(move |(key, _)| seen.insert(&*key.text));
        distinct.map(|(key, node)| (&*key.text, self.child(&key.text, node)))
    }

    /// Notes the keys beyond so many, which are left out.
    fn note_many(&self, what: &str, most: usize, log: &mut Log) {
        if self.entries.len() <= most {
            return;
        }
        let mut beyond = self.iter().skip(most).peekable();
        let Some((_, first)) = beyond.peek() else { return };
        let (at, number) = (first.key_at(), self.iter().count());
        let names: Vec<_> = beyond.map(|(key, _)| key).collect();
        log.problems.push(faults::many(at, what, most, number, Some(&names)));
    }

    fn child(&self, key: &'a str, node: &'a Node) -> Cursor<'a> {
        Cursor { node, way: self.way.to(self.way, Leg::Key(key)) }
    }

    fn key_at(&self, key: &str, nth: usize) -> Pointer {
        let mut steps = self.way.steps();
        steps.push(Segment::Key(key.to_owned()));
        Pointer { file: self.way.file, target: Target::Key(steps, nth) }
    }

    /// Notes the keys that are not in a list.
    pub(super) fn note_unknown(&self, known: &[&str], log: &mut Log) {
        for key in self.entries.iter().map(|(key, _)| &*key.text).filter(|key| !known.contains(key)) {
            // Of very many, it is not said what may be meant: none of them is shown.
            let known = if log.problems.untold() == 0 { known } else { &[] };
            log.problems.push(faults::unknown_key(self.key_at(key, 0), key, known));
        }
    }

    fn note_duplicates(&self, log: &mut Log) {
        let mut seen: HashMap<&str, usize> = HashMap::with_capacity(self.entries.len());
        for (key, value) in self.entries {
            let key = &*key.text;
            let count = seen.entry(key).or_default();
            if *count > 0 {
                log.leave_out_node(value);
                let [again, first] = [*count, 0].map(|nth| self.key_at(key, nth));
                log.problems.push(faults::duplicate(again, first, key));
            }
            *count += 1;
        }
    }
}

impl<'a> Way<'a> {
    fn to(self, from: &'a Way<'a>, leg: Leg<'a>) -> Self {
        Self { file: self.file, step: Some((from, leg)) }
    }

    fn steps(&self) -> Vec<Segment> {
        let mut steps = Vec::new();
        let mut way = self;
        while let Some((from, leg)) = way.step {
            steps.push(match leg {
                Leg::Key(key) => Segment::Key(key.to_owned()),
                Leg::Item(at) => Segment::Item(at),
            });
            way = from;
        }
        steps.reverse();
        steps
    }
}

fn describe(node: &Node) -> &'static str {
    match &node.value {
        Value::Null => "nothing",
        Value::Scalar(_) => "a text",
        Value::List(_) => "a list",
        Value::Map(entries) if entries.is_empty() => "an empty map",
        Value::Map(_) => "a map",
    }
}
