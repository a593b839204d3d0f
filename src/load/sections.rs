//! Reads the sections of a base in order of dependency and merges them over all files.

use super::context::{Cx, lang};
use super::cursor::{Cursor, Map};
use super::log::Log;
use super::references::{Entry, Ids};
use super::tree::{self, Node};
use super::{claims, faults, items};
use crate::diagnostic::{Pointer, Problem, SourceFile};
use crate::model::{
    AmountRange, Claim, FORMAT_VERSION, FactBase, FileIx, Id, Ix, Kind, Lang, Table, Text, Unit, sanitize,
};
use std::collections::{BTreeMap, HashMap};

const TOP: &[&str] = &[
    "factbase",
    "title",
    "lang",
    "units",
    "relations",
    "sources",
    "entities",
    "events",
    "questions",
    "claims",
    "balances",
    "stories",
];

/// The merged base, with the trees and problems of its files.
pub(super) struct Reading {
    pub(super) base: FactBase,
    /// The tree of each file; `None` if it is not YAML.
    pub(super) trees: Vec<Option<Node>>,
    pub(super) problems: Vec<Problem>,
    /// Number of problems beyond those listed.
    pub(super) untold: usize,
}

/// Reads every file, of at most `max_values` values each, and merges their sections.
pub(super) fn read(files: &[SourceFile], max_values: usize) -> Reading {
    let mut log = Log::default();
    let file_ix = |at: usize| FileIx(u16::try_from(at).unwrap_or(u16::MAX));
    let mut parse = |(at, file): (usize, &SourceFile)| {
        let tree = tree::parse(&file.text, max_values);
        tree.inspect_err(|error| {
            log.problems.push(faults::syntax(file_ix(at), error));
            log.leave_out(&file.text);
        })
    };
    let trees: Vec<_> = files.iter().enumerate().map(|file| parse(file).ok()).collect();
    let files = trees.iter().enumerate().filter_map(|(at, tree)| Some((file_ix(at), tree.as_ref()?)));
    let roots: Vec<_> = files.map(|(file, node)| Cursor::root(file, node)).collect();
    let tops: Vec<_> = roots.iter().filter_map(|root| top(root, &mut log)).collect();
    let mut base = merge(&tops, &mut log);
    let entities = base.entities.iter().filter(|(_, id, _)| log.left_out.contains(id.as_str()));
    base.used_by_discarded = entities.map(|(ix, _, _)| ix).collect();
    let untold = log.problems.untold();
    Reading { base, trees, problems: log.problems.take(), untold }
}

/// The top-level map of a file, or `None` if the file is empty, not a map, or of another format version. The keys of
/// another version are not checked.
fn top<'a>(root: &'a Cursor<'a>, log: &mut Log) -> Option<Map<'a>> {
    if root.is_null() {
        log.problems.push(faults::format_version(root.at(), None));
        return None;
    }
    let map = root.open_map(log)?;
    match map.get("factbase") {
        None => log.problems.push(faults::format_version(root.at(), None)),
        Some(version) => {
            let written = version.scalar(log);
            if written.is_some_and(|written| *written != FORMAT_VERSION.to_string()) {
                log.problems.push(faults::format_version(version.at(), written));
                root.leave_out(log);
                return None;
            }
        }
    }
    map.note_unknown(TOP, log);
    Some(map)
}

fn merge(tops: &[Map<'_>], log: &mut Log) -> FactBase {
    let section = |name: &'static str| tops.iter().filter_map(|top| top.get(name)).collect::<Vec<_>>();
    let lang = only(&section("lang"), "lang", log).and_then(|cursor| lang(cursor, log));
    let default = lang.clone().unwrap_or_else(Lang::english);
    let title = only(&section("title"), "title", log).and_then(|cursor| cursor.name(&default, log));
    let units = units(&section("units"), &default, log);

    let mut taken = HashMap::new();
    let sections =
        ["relations", "sources", "entities", "events", "questions", "claims", "balances", "stories"].map(section);
    let [relations, sources, entities, events, questions, claims, balances, stories] = &sections;
    let relation_entries = entries(relations, &mut HashMap::new(), log);
    let source_entries = entries(sources, &mut taken, log);
    let entity_entries = entries(entities, &mut taken, log);
    let [event_entries, question_entries, claim_entries, balance_entries, story_entries] =
        [events, questions, claims, balances, stories].map(|s| entries(s, &mut HashMap::new(), log));

    let relations = items::relations(&relation_entries, &default, log);
    let relation_ids: Vec<_> = relations.iter().map(|(_, id, _)| id.as_str().to_owned()).collect();
    let mut ids = Ids::new(relation_ids.iter().map(String::as_str));
    ids.add(Kind::Source, &source_entries);
    ids.add(Kind::Entity, &entity_entries);
    ids.add(Kind::Event, &event_entries);
    ids.add(Kind::Question, &question_entries);
    ids.add(Kind::Claim, &claim_entries);
    ids.add(Kind::Balance, &balance_entries);
    ids.add(Kind::Story, &story_entries);
    let mut cx = Cx { lang: default, units, ids, published: Vec::new() };

    let sources = table(&source_entries, |id, c| items::source(id, c, &cx, log));
    cx.published = sources.iter().map(|(_, _, source)| source.published.clone()).collect();
    let (claims, kept) = claims::read(&claim_entries, &cx, log);
    let kept_claim = |ix: Ix<Claim>| kept.get(ix.position()).copied().flatten();
    FactBase {
        title,
        lang,
        relations,
        sources,
        entities: table(&entity_entries, |id, c| items::entity(id, c, &cx, log)),
        events: table(&event_entries, |id, c| items::event(id, c, &cx, &kept_claim, log)),
        questions: table(&question_entries, |id, c| items::question(id, c, &cx, &kept_claim, log)),
        claims,
        balances: table(&balance_entries, |id, c| items::balance(id, c, &cx, &kept_claim, log)),
        stories: table(&story_entries, |id, c| items::story(id, c, &cx, &kept_claim, log)),
        units: cx.units.clone(),
        ..FactBase::default()
    }
}

fn table<T>(entries: &[Entry<'_>], mut read: impl FnMut(&Id, &Cursor<'_>) -> T) -> Table<T> {
    Table::new(entries.iter().map(|(id, cursor)| (id.clone(), read(id, cursor))).collect())
}

/// The value of a key that only one file may set. Reports further values as duplicates.
fn only<'a, 'b>(values: &'b [Cursor<'a>], key: &str, log: &mut Log) -> Option<&'b Cursor<'a>> {
    let (first, others) = values.split_first()?;
    for other in others {
        log.problems.push(faults::duplicate(other.key_at(), first.key_at(), key));
    }
    Some(first)
}

/// Reads the declared units. Reports a unit declared twice, in any file, or one in which no amount can be written.
fn units(sections: &[Cursor<'_>], lang: &Lang, log: &mut Log) -> BTreeMap<String, Text> {
    let (mut units, mut taken) = (BTreeMap::new(), HashMap::new());
    for section in sections {
        let Some(map) = section.open_map(log) else { continue };
        for (code, cursor) in map.iter() {
            let code = sanitize(code).into_owned();
            if let Some(first) = taken.get(&code) {
                log.problems.push(faults::duplicate(cursor.key_at(), Pointer::clone(first), &code));
                continue;
            }
            taken.insert(code.clone(), cursor.key_at());
            if can_be_written(&code) {
                let label = cursor.name(lang, log).unwrap_or_else(|| Text::new(lang.clone(), code.as_str()));
                units.insert(code, label);
            } else {
                log.problems.push(faults::bad_unit(cursor.key_at(), &code));
                cursor.leave_out(log);
            }
        }
    }
    units
}

/// Whether an amount can be written in a declared unit: `1 {code}` parses back to the same code, the code is not a
/// currency, and it has at most [`Id::MAX_CHARS`] characters.
fn can_be_written(code: &str) -> bool {
    let currency = || Unit::new(code, |_| false).is_ok_and(|unit| unit.currency_sign().is_some());
    code.chars().nth(Id::MAX_CHARS).is_none()
        && !currency()
        && AmountRange::parse(&format!("1 {code}")).is_ok_and(|(_, unit, _)| unit == code)
}

/// Collects the entries of one section over all files. Reports and skips invalid ids and duplicates.
fn entries<'a>(sections: &'a [Cursor<'a>], taken: &mut HashMap<Id, Pointer>, log: &mut Log) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for section in sections {
        let Some(map) = section.open_map(log) else { continue };
        for (key, cursor) in map.iter() {
            match Id::new(key) {
                Err(error) => log.problems.push(faults::bad_id(cursor.key_at(), &error)),
                Ok(id) => {
                    let Some(first) = taken.get(&id) else {
                        taken.insert(id.clone(), cursor.key_at());
                        entries.push((id, cursor));
                        continue;
                    };
                    log.problems.push(faults::duplicate(cursor.key_at(), first.clone(), key));
                }
            }
            cursor.leave_out(log);
        }
    }
    entries
}
