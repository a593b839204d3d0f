//! Reads the items of a base, with one function for each kind. An item with a missing or invalid part is read without
//! that part.

use super::claims;
use super::context::{ReadContext, read_lang, read_strings};
use super::cursor::{Cursor, MapCursor};
use super::references::ItemEntry;
use super::sink::ProblemSink;
use crate::model::{
    BUILT_IN_RELATIONS, Balance, Claim, Entity, EntityType, Event, EventRole, ExportTarget, Id, Item, Ix, Kind, Lang,
    MoneyDirection, NamedSources, Participant, Question, Relation, Reliability, Source, SourceKind, Step, Story, Table,
    Text, TypeSet, UnclaimedLines, sanitize,
};

/// The declared relations, followed by the built-in ones. A declared relation comes first, so it overrides a built-in
/// one of the same id.
pub(super) fn read_relations(entries: &[ItemEntry<'_>], lang: &Lang, log: &mut ProblemSink) -> Table<Relation> {
    let types = |map: &MapCursor<'_>, key: &str, log: &mut ProblemSink| {
        let list = map.get(key)?;
        let items = list.list(log);
        let types = items.iter().filter_map(|item| item.keyword::<EntityType>("type", log));
        types.map(TypeSet::single).reduce(TypeSet::union)
    };
    let mut rows: Vec<(Id, Relation)> = Vec::new();
    for (id, cursor) in entries {
        let map = cursor.map_with_keys(&["label", "money", "subject", "object", "export"], log);
        let field = |key: &str| map.as_ref().and_then(|map| map.get(key));
        let label = field("label").and_then(|c| c.name(lang, log));
        let money = field("money").and_then(|c| c.keyword::<MoneyDirection>("direction of money", log));
        let [subject, object] = ["subject", "object"].map(|key| map.as_ref().and_then(|map| types(map, key, log)));
        let relation = Relation {
            label: label.unwrap_or_else(|| Text::new(lang.clone(), id.as_str().replace('-', " "))),
            money: money.unwrap_or(MoneyDirection::None),
            subject: subject.unwrap_or(TypeSet::ANY),
            object: object.unwrap_or(TypeSet::ANY),
            export: field("export").and_then(|c| c.keyword("export target", log)).unwrap_or(ExportTarget::UnknownLink),
        };
        rows.push((id.clone(), relation));
    }
    rows.extend(
        BUILT_IN_RELATIONS.iter().filter_map(|built_in| Some((Id::new(built_in.id).ok()?, built_in.to_relation()))),
    );
    Table::new(rows)
}

const SOURCE_KEYS: &[&str] = &[
    "kind",
    "label",
    "title",
    "publisher",
    "authors",
    "lang",
    "published",
    "dated",
    "accessed",
    "url",
    "text",
    "lines",
    "damage",
    "gaps",
    "unclaimed",
    "reliability",
    "note",
];

pub(super) fn read_source(id: &Id, cursor: &Cursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Source {
    let map = cursor.map_with_keys(SOURCE_KEYS, log);
    let field = |key: &str| map.as_ref().and_then(|map| map.get(key));
    let kind = map.as_ref().and_then(|map| map.require("kind", "article", log));
    let text = |key: &str, log: &mut ProblemSink| field(key).and_then(|c| c.text(&cx.lang, log));
    let string = |key: &str, log: &mut ProblemSink| field(key).and_then(|c| c.string(log));
    let name = |key: &str, log: &mut ProblemSink| field(key).and_then(|c| c.name_string(log));
    let (title, publisher) = (name("title", log), name("publisher", log));
    if let (None, None, Some(map)) = (&title, &publisher, &map) {
        map.require("title", &format!("… (or `publisher`), so that `{id}` has a name"), log);
    }
    Source {
        kind: kind.and_then(|c| c.keyword("kind of source", log)).unwrap_or(SourceKind::Article),
        label: field("label").and_then(|c| c.name(&cx.lang, log)),
        title,
        publisher,
        authors: read_strings(field("authors").as_ref(), log),
        lang: field("lang").and_then(|c| read_lang(&c, log)),
        published: field("published").and_then(|c| c.date(log)),
        dated: text("dated", log),
        accessed: field("accessed").and_then(|c| c.date(log)),
        url: string("url", log),
        text: string("text", log),
        lines: field("lines").and_then(|c| c.line_range(log)),
        damage: text("damage", log),
        gaps: read_strings(field("gaps").as_ref(), log),
        unclaimed: field("unclaimed").map(|c| read_unclaimed(&c, log)).unwrap_or_default(),
        reliability: field("reliability").map(|c| read_reliability(&c, cx, log)).unwrap_or_default(),
        note: text("note", log),
        file: cursor.file(),
    }
}

/// Reads the facts about a source's reliability. `cites` is `nobody`, or a list of sources and entities of the base.
fn read_reliability(cursor: &Cursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Reliability {
    let Some(map) = cursor.map_with_keys(&["signed", "cites", "omits"], log) else { return Reliability::default() };
    let cites = map.get("cites").and_then(|cursor| {
        let items = cursor.first_items("sources that a source cites", MAX_CITED_SOURCES, log);
        if let [only] = items.as_slice()
            && only.scalar(log) == Some("nobody")
        {
            return Some(NamedSources::Nobody);
        }
        let cited: Vec<_> = items.iter().filter_map(|c| cx.ids.resolve_cited_party(c, log)).collect();
        (!cited.is_empty()).then_some(NamedSources::Listed(cited))
    });
    Reliability {
        signed: map.get("signed").and_then(|c| c.boolean(log)),
        cites,
        omits: map.get("omits").and_then(|c| c.text(&cx.lang, log)),
    }
}

/// Maximum number of sources and entities that a source can list under `cites`.
const MAX_CITED_SOURCES: usize = 100;

/// Reads the lines of a text that no claim is from, grouped by reason: `heading: [1, 3, 7-9]`.
fn read_unclaimed(cursor: &Cursor<'_>, log: &mut ProblemSink) -> Vec<UnclaimedLines> {
    let Some(map) = cursor.map_with_any_keys(log) else { return Vec::new() };
    let line_ranges = |list: &Cursor<'_>, log: &mut ProblemSink| {
        list.list(log).iter().filter_map(|item| item.line_range(log)).collect()
    };
    map.iter()
        .map(|(reason, list)| UnclaimedLines { reason: sanitize(reason).into_owned(), lines: line_ranges(&list, log) })
        .collect()
}

/// Maximum number of aliases of an entity. Each one is displayed with the entity and compared with all names.
const MAX_ALIASES: usize = 1000;

pub(super) fn read_entity(id: &Id, cursor: &Cursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Entity {
    let map = cursor.map_with_keys(&["type", "name", "aliases", "different_from", "summary", "tags"], log);
    let field = |key: &str| map.as_ref().and_then(|map| map.get(key));
    let kind = map.as_ref().and_then(|map| map.require("type", "company", log));
    let name = map.as_ref().and_then(|map| map.require("name", "…", log));
    let aliases = field("aliases");
    let aliases =
        aliases.as_ref().map(|list| list.first_items("aliases of an entity", MAX_ALIASES, log)).unwrap_or_default();
    let others = field("different_from");
    let others = others.as_ref().map(|list| list.list(log)).unwrap_or_default();
    Entity {
        kind: kind.and_then(|c| c.keyword("type of entity", log)).unwrap_or(EntityType::Organisation),
        name: name.and_then(|c| c.name(&cx.lang, log)).unwrap_or_else(|| Text::new(cx.lang.clone(), id.as_str())),
        aliases: aliases.iter().filter_map(|c| c.name(&cx.lang, log)).collect(),
        different_from: others.iter().filter_map(|c| cx.ids.resolve(c, Kind::Entity, log)).collect(),
        summary: field("summary").and_then(|c| c.text(&cx.lang, log)),
        tags: read_strings(field("tags").as_ref(), log),
        file: cursor.file(),
    }
}

const EVENT_KEYS: &[&str] =
    &["when", "dated", "name", "summary", "milestone", "status", "who", "lead", "tags", "note", "evidence"];

pub(super) fn read_event(
    id: &Id,
    cursor: &Cursor<'_>,
    cx: &ReadContext<'_>,
    loaded_claim: &impl Fn(Ix<Claim>) -> Option<Ix<Claim>>,
    log: &mut ProblemSink,
) -> Event {
    let map = cursor.map_with_keys(EVENT_KEYS, log);
    let field = |key: &str| map.as_ref().and_then(|map| map.get(key));
    let name = map.as_ref().and_then(|map| map.require("name", "…", log));
    let who = field("who").map(|c| read_participants(&c, cx, log)).unwrap_or_default();
    let lead = field("lead").and_then(|c| cx.ids.resolve(&c, Kind::Claim, log)).and_then(loaded_claim);
    let evidence = field("evidence").map(|c| claims::read_evidence(&c, cx, log)).unwrap_or_default();
    let first_source = evidence.first().map(|piece| piece.source);
    let date = field("when").map(|c| cx.resolve_date(&c, first_source, log)).unwrap_or_default();
    Event {
        when: date.when,
        dated_by: date.source,
        dated: field("dated").and_then(|c| c.text(&cx.lang, log)),
        name: name.and_then(|c| c.name(&cx.lang, log)).unwrap_or_else(|| Text::new(cx.lang.clone(), id.as_str())),
        summary: field("summary").and_then(|c| c.text(&cx.lang, log)),
        milestone: field("milestone").and_then(|c| c.boolean(log)).unwrap_or(false),
        status: field("status").and_then(|c| c.keyword("status", log)),
        participants: who,
        lead_claim: lead,
        tags: read_strings(field("tags").as_ref(), log),
        note: field("note").and_then(|c| c.text(&cx.lang, log)),
        evidence,
        file: cursor.file(),
    }
}

/// Reads the entities involved in an event: one list of participants, or a map with a list for each role.
fn read_participants(cursor: &Cursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Vec<Participant> {
    let read_role = |list: &Cursor<'_>, role: EventRole, log: &mut ProblemSink| {
        let items = list.list(log);
        let entities = items.iter().filter_map(|c| cx.ids.resolve(c, Kind::Entity, log));
        entities.map(|entity| Participant { entity, role }).collect::<Vec<_>>()
    };
    if !cursor.is_map() {
        return read_role(cursor, EventRole::TakesPart, log);
    }
    let roles: Vec<_> = EventRole::ALL.iter().map(|role| role.keyword()).collect();
    let Some(map) = cursor.map_with_keys(&roles, log) else { return Vec::new() };
    for (_, list) in map.iter().filter(|(role, _)| !roles.contains(role)) {
        list.discard(log);
    }
    EventRole::ALL
        .iter()
        .flat_map(|&role| map.get(role.keyword()).map(|c| read_role(&c, role, log)).unwrap_or_default())
        .collect()
}

pub(super) fn read_question(
    id: &Id,
    cursor: &Cursor<'_>,
    cx: &ReadContext<'_>,
    loaded_claim: &impl Fn(Ix<Claim>) -> Option<Ix<Claim>>,
    log: &mut ProblemSink,
) -> Question {
    let map = cursor.map_with_keys(&["ask", "expect", "disputed", "between", "note"], log);
    let field = |key: &str| map.as_ref().and_then(|map| map.get(key));
    let ask = map.as_ref().and_then(|map| map.require("ask", "…", log));
    let answers = |list: &Cursor<'_>, log: &mut ProblemSink| {
        let items = list.list(log);
        items.iter().filter_map(|c| cx.ids.resolve(c, Kind::Claim, log)).filter_map(loaded_claim).collect()
    };
    Question {
        text: ask.and_then(|c| c.name(&cx.lang, log)).unwrap_or_else(|| Text::new(cx.lang.clone(), id.as_str())),
        expect: field("expect").and_then(|c| c.keyword("expectation", log)),
        disputed: field("disputed").and_then(|c| c.text(&cx.lang, log)),
        disputed_answers: field("between").map(|c| answers(&c, log)).unwrap_or_default(),
        note: field("note").and_then(|c| c.text(&cx.lang, log)),
        file: cursor.file(),
    }
}

pub(super) fn read_balance(
    id: &Id,
    cursor: &Cursor<'_>,
    cx: &ReadContext<'_>,
    loaded_claim: &impl Fn(Ix<Claim>) -> Option<Ix<Claim>>,
    log: &mut ProblemSink,
) -> Balance {
    let map = cursor.map_with_keys(&["ask", "need", "cover", "caveats"], log);
    let field = |key: &str| map.as_ref().and_then(|map| map.get(key));
    let ask = map.as_ref().and_then(|map| map.require("ask", "…", log));
    let claims = |key: &str, log: &mut ProblemSink| {
        let list = field(key);
        let items = list.as_ref().map(|list| list.list(log)).unwrap_or_default();
        items.iter().filter_map(|c| cx.ids.resolve(c, Kind::Claim, log)).filter_map(loaded_claim).collect()
    };
    let caveats = field("caveats");
    let caveats = caveats.as_ref().map(|list| list.list(log)).unwrap_or_default();
    Balance {
        question: ask.and_then(|c| c.name(&cx.lang, log)).unwrap_or_else(|| Text::new(cx.lang.clone(), id.as_str())),
        need: claims("need", log),
        cover: claims("cover", log),
        caveats: caveats.iter().filter_map(|c| c.text(&cx.lang, log)).collect(),
        file: cursor.file(),
    }
}

pub(super) fn read_story(
    id: &Id,
    cursor: &Cursor<'_>,
    cx: &ReadContext<'_>,
    loaded_claim: &impl Fn(Ix<Claim>) -> Option<Ix<Claim>>,
    log: &mut ProblemSink,
) -> Story {
    let map = cursor.map_with_keys(&["name", "summary", "steps"], log);
    let field = |key: &str| map.as_ref().and_then(|map| map.get(key));
    let name = map.as_ref().and_then(|map| map.require("name", "…", log));
    let steps = map.as_ref().and_then(|map| map.require("steps", "[{at: event/…, title: …}]", log));
    let steps = steps.as_ref().map(|list| list.list(log)).unwrap_or_default();
    Story {
        name: name.and_then(|c| c.name(&cx.lang, log)).unwrap_or_else(|| Text::new(cx.lang.clone(), id.as_str())),
        summary: field("summary").and_then(|c| c.text(&cx.lang, log)),
        steps: steps.iter().filter_map(|c| read_step(c, cx, loaded_claim, log)).collect(),
        file: cursor.file(),
    }
}

fn read_step(
    cursor: &Cursor<'_>,
    cx: &ReadContext<'_>,
    loaded_claim: &impl Fn(Ix<Claim>) -> Option<Ix<Claim>>,
    log: &mut ProblemSink,
) -> Option<Step> {
    let map = cursor.map_with_keys(&["at", "title", "caption", "note", "highlight", "as_of"], log)?;
    let resolve_item = |cursor: &Cursor<'_>, log: &mut ProblemSink| match cx.ids.resolve_item(cursor, log)? {
        Item::Claim(ix) => loaded_claim(ix).map(Item::Claim),
        other => Some(other),
    };
    let at = map.require("at", "event/…", log).and_then(|c| resolve_item(&c, log));
    let title = map.require("title", "…", log).and_then(|c| c.name(&cx.lang, log));
    let highlight = map.get("highlight");
    let highlight = highlight.as_ref().map(|list| list.list(log)).unwrap_or_default();
    Some(Step {
        caption: map.get("caption").and_then(|c| c.text(&cx.lang, log)),
        note: map.get("note").and_then(|c| c.text(&cx.lang, log)),
        highlight: highlight.iter().filter_map(|c| resolve_item(c, log)).collect(),
        as_of: map.get("as_of").and_then(|c| c.date(log)),
        at: at?,
        title: title?,
    })
}
