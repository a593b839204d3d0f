//! Reads the sections of a base in order of dependency and merges them over all files.

use super::context::{ReadContext, read_lang};
use super::cursor::{Cursor, MapCursor};
use super::references::{IdIndex, ItemEntry};
use super::sink::ProblemSink;
use super::tree::{self, Node};
use super::{claims, items, problems};
use crate::diagnostics::{Pointer, Problem, SourceFile};
use crate::model::{
    AmountRange, Claim, FORMAT_VERSION, FactBase, FileIx, Id, Ix, Kind, Lang, Table, Text, Unit, sanitize,
};
use std::collections::{BTreeMap, HashMap};

const TOP_LEVEL_KEYS: &[&str] = &[
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
pub(super) struct MergedFiles {
    pub(super) base: FactBase,
    /// The tree of each file; `None` if it is not YAML.
    pub(super) trees: Vec<Option<Node>>,
    pub(super) problems: Vec<Problem>,
    /// Number of problems beyond those listed.
    pub(super) truncated: usize,
}

/// Reads every file, of at most `max_values` values each, and merges their sections.
pub(super) fn read_files(files: &[SourceFile], max_values: usize) -> MergedFiles {
    let mut log = ProblemSink::default();
    let file_ix = |at: usize| FileIx(u16::try_from(at).unwrap_or(u16::MAX));
    let mut parse = |(at, file): (usize, &SourceFile)| {
        let tree = tree::parse(&file.text, max_values);
        tree.inspect_err(|error| {
            log.problems.push(problems::syntax_error(file_ix(at), error));
            log.discard(&file.text);
        })
    };
    let trees: Vec<_> = files.iter().enumerate().map(|file| parse(file).ok()).collect();
    let files = trees.iter().enumerate().filter_map(|(at, tree)| Some((file_ix(at), tree.as_ref()?)));
    let roots: Vec<_> = files.map(|(file, node)| Cursor::root(file, node)).collect();
    let top_maps: Vec<_> = roots.iter().filter_map(|root| top_level_map(root, &mut log)).collect();
    let mut base = merge_sections(&top_maps, &mut log);
    let entities = base.entities.iter().filter(|(_, id, _)| log.discarded_words.contains(id.as_str()));
    base.used_by_discarded = entities.map(|(ix, _, _)| ix).collect();
    let truncated = log.problems.truncated();
    MergedFiles { base, trees, problems: log.problems.into_vec(), truncated }
}

/// The top-level map of a file, or `None` if the file is empty, not a map, or of another format version. The keys of
/// another version are not checked.
fn top_level_map<'a>(root: &'a Cursor<'a>, log: &mut ProblemSink) -> Option<MapCursor<'a>> {
    if root.is_null() {
        log.problems.push(problems::bad_format_version(root.pointer(), None));
        return None;
    }
    let map = root.map_with_any_keys(log)?;
    match map.get("factbase") {
        None => log.problems.push(problems::bad_format_version(root.pointer(), None)),
        Some(version) => {
            let written = version.scalar(log);
            if written.is_some_and(|written| *written != FORMAT_VERSION.to_string()) {
                log.problems.push(problems::bad_format_version(version.pointer(), written));
                root.discard(log);
                return None;
            }
        }
    }
    map.report_unknown_keys(TOP_LEVEL_KEYS, log);
    Some(map)
}

fn merge_sections(top_maps: &[MapCursor<'_>], log: &mut ProblemSink) -> FactBase {
    let section = |name: &'static str| top_maps.iter().filter_map(|top| top.get(name)).collect::<Vec<_>>();
    let lang = single_value(&section("lang"), "lang", log).and_then(|cursor| read_lang(cursor, log));
    let default_lang = lang.clone().unwrap_or_else(Lang::english);
    let title = single_value(&section("title"), "title", log).and_then(|cursor| cursor.name(&default_lang, log));
    let units = read_units(&section("units"), &default_lang, log);

    let mut first_definitions = HashMap::new();
    let sections =
        ["relations", "sources", "entities", "events", "questions", "claims", "balances", "stories"].map(section);
    let [relations, sources, entities, events, questions, claims, balances, stories] = &sections;
    let relation_entries = collect_entries(relations, &mut HashMap::new(), log);
    let source_entries = collect_entries(sources, &mut first_definitions, log);
    let entity_entries = collect_entries(entities, &mut first_definitions, log);
    let [event_entries, question_entries, claim_entries, balance_entries, story_entries] =
        [events, questions, claims, balances, stories].map(|s| collect_entries(s, &mut HashMap::new(), log));

    let relations = items::read_relations(&relation_entries, &default_lang, log);
    let relation_ids: Vec<_> = relations.iter().map(|(_, id, _)| id.as_str().to_owned()).collect();
    let mut ids = IdIndex::new(relation_ids.iter().map(String::as_str));
    ids.add_kind(Kind::Source, &source_entries);
    ids.add_kind(Kind::Entity, &entity_entries);
    ids.add_kind(Kind::Event, &event_entries);
    ids.add_kind(Kind::Question, &question_entries);
    ids.add_kind(Kind::Claim, &claim_entries);
    ids.add_kind(Kind::Balance, &balance_entries);
    ids.add_kind(Kind::Story, &story_entries);
    let mut cx = ReadContext { lang: default_lang, units, ids, published: Vec::new() };

    let sources = read_table(&source_entries, |id, c| items::read_source(id, c, &cx, log));
    cx.published = sources.iter().map(|(_, _, source)| source.published.clone()).collect();
    let (claims, loaded_claims) = claims::read_claims(&claim_entries, &cx, log);
    let loaded_claim = |ix: Ix<Claim>| loaded_claims.get(ix.position()).copied().flatten();
    FactBase {
        title,
        lang,
        relations,
        sources,
        entities: read_table(&entity_entries, |id, c| items::read_entity(id, c, &cx, log)),
        events: read_table(&event_entries, |id, c| items::read_event(id, c, &cx, &loaded_claim, log)),
        questions: read_table(&question_entries, |id, c| items::read_question(id, c, &cx, &loaded_claim, log)),
        claims,
        balances: read_table(&balance_entries, |id, c| items::read_balance(id, c, &cx, &loaded_claim, log)),
        stories: read_table(&story_entries, |id, c| items::read_story(id, c, &cx, &loaded_claim, log)),
        units: cx.units.clone(),
        ..FactBase::default()
    }
}

fn read_table<T>(entries: &[ItemEntry<'_>], mut read: impl FnMut(&Id, &Cursor<'_>) -> T) -> Table<T> {
    Table::new(entries.iter().map(|(id, cursor)| (id.clone(), read(id, cursor))).collect())
}

/// The value of a key that only one file may set. Reports further values as duplicates.
fn single_value<'a, 'b>(values: &'b [Cursor<'a>], key: &str, log: &mut ProblemSink) -> Option<&'b Cursor<'a>> {
    let (first, others) = values.split_first()?;
    for other in others {
        log.problems.push(problems::duplicate_id(other.key_pointer(), first.key_pointer(), key));
    }
    Some(first)
}

/// Reads the declared units. Reports a unit declared twice, in any file, or one in which no amount can be written.
fn read_units(sections: &[Cursor<'_>], lang: &Lang, log: &mut ProblemSink) -> BTreeMap<String, Text> {
    let (mut units, mut first_definitions) = (BTreeMap::new(), HashMap::new());
    for section in sections {
        let Some(map) = section.map_with_any_keys(log) else { continue };
        for (code, cursor) in map.iter() {
            let code = sanitize(code).into_owned();
            if let Some(first) = first_definitions.get(&code) {
                log.problems.push(problems::duplicate_id(cursor.key_pointer(), Pointer::clone(first), &code));
                continue;
            }
            first_definitions.insert(code.clone(), cursor.key_pointer());
            if is_valid_unit_code(&code) {
                let label = cursor.name(lang, log).unwrap_or_else(|| Text::new(lang.clone(), code.as_str()));
                units.insert(code, label);
            } else {
                log.problems.push(problems::bad_unit(cursor.key_pointer(), &code));
                cursor.discard(log);
            }
        }
    }
    units
}

/// Whether an amount can be written in a declared unit: `1 {code}` parses back to the same code, the code is not a
/// currency, and it has at most [`Id::MAX_CHARS`] characters.
fn is_valid_unit_code(code: &str) -> bool {
    let is_currency = || Unit::new(code, |_| false).is_ok_and(|unit| unit.currency_sign().is_some());
    code.chars().nth(Id::MAX_CHARS).is_none()
        && !is_currency()
        && AmountRange::parse(&format!("1 {code}")).is_ok_and(|(_, unit, _)| unit == code)
}

/// Collects the entries of one section over all files. Reports and skips invalid ids and duplicates.
fn collect_entries<'a>(
    sections: &'a [Cursor<'a>],
    first_definitions: &mut HashMap<Id, Pointer>,
    log: &mut ProblemSink,
) -> Vec<ItemEntry<'a>> {
    let mut entries = Vec::new();
    for section in sections {
        let Some(map) = section.map_with_any_keys(log) else { continue };
        for (key, cursor) in map.iter() {
            match Id::new(key) {
                Err(error) => log.problems.push(problems::bad_id(cursor.key_pointer(), &error)),
                Ok(id) => {
                    let Some(first) = first_definitions.get(&id) else {
                        first_definitions.insert(id.clone(), cursor.key_pointer());
                        entries.push((id, cursor));
                        continue;
                    };
                    log.problems.push(problems::duplicate_id(cursor.key_pointer(), first.clone(), key));
                }
            }
            cursor.discard(log);
        }
    }
    entries
}
