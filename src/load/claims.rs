//! Reads claims and their evidence.

use super::context::{ReadContext, read_strings};
use super::cursor::{Cursor, MapCursor};
use super::problems;
use super::references::ItemEntry;
use super::sink::ProblemSink;
use crate::model::{Claim, Entity, Evidence, Ix, Kind, Stance, Table, Topic, Triple, Verification};
use crate::text::count_noun;

const CLAIM_KEYS: &[&str] = &[
    "triple", "not", "about", "says", "answers", "amount", "when", "dated", "status", "event", "tags", "note",
    "evidence",
];

/// Maximum number of entities that a claim can list under `about`.
const MAX_ABOUT_ENTITIES: usize = 100;

/// Reads the claims. Returns those whose triple or `about` resolves and, for each written claim, its handle in that
/// table, or `None` if it was dropped.
pub(super) fn read_claims(
    entries: &[ItemEntry<'_>],
    cx: &ReadContext<'_>,
    log: &mut ProblemSink,
) -> (Table<Claim>, Vec<Option<Ix<Claim>>>) {
    let mut rows = Vec::with_capacity(entries.len());
    let mut loaded = Vec::with_capacity(entries.len());
    for (id, cursor) in entries {
        let claim = read_claim(cursor, cx, log);
        loaded.push(claim.is_some().then(|| Ix::new(rows.len())));
        rows.extend(claim.map(|claim| (id.clone(), claim)));
    }
    (Table::new(rows), loaded)
}

/// Reads a claim. Reads every field, so that every problem is reported, before it drops a claim without a topic.
fn read_claim(cursor: &Cursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Option<Claim> {
    let map = cursor.map_with_keys(CLAIM_KEYS, log)?;
    let topic = read_topic(cursor, &map, cx, log);
    let evidence = read_required_evidence(cursor, &map, cx, log);
    let says = map.get("says").and_then(|c| c.text(&cx.lang, log));
    if let (Some(Topic::About(_)), None) = (&topic, &says) {
        map.require("says", "what the sources say of it, as a sentence", log);
    }
    let answers = map.get("answers").and_then(|c| cx.ids.resolve(&c, Kind::Question, log));
    let amount = map.get("amount").and_then(|c| c.amount(&cx.units, log));
    let first_source = evidence.first().map(|piece| piece.source);
    let date = map.get("when").map(|c| cx.resolve_date(&c, first_source, log)).unwrap_or_default();
    let dated = map.get("dated").and_then(|c| c.text(&cx.lang, log));
    let status = map.get("status").and_then(|c| c.keyword("status", log));
    let event = map.get("event").and_then(|c| cx.ids.resolve(&c, Kind::Event, log));
    let tags = read_strings(map.get("tags").as_ref(), log);
    let note = map.get("note").and_then(|c| c.text(&cx.lang, log));
    let (Some(topic), true) = (topic, map.get("about").is_none() || says.is_some()) else {
        cursor.discard(log);
        return None;
    };
    Some(Claim {
        topic,
        statement: says,
        answers,
        amount,
        when: date.when,
        dated_by: date.source,
        dated,
        status,
        event,
        tags,
        note,
        evidence,
        file: cursor.file(),
    })
}

/// Reads the evidence of a claim; reports a claim without any.
fn read_required_evidence(
    claim: &Cursor<'_>,
    map: &MapCursor<'_>,
    cx: &ReadContext<'_>,
    log: &mut ProblemSink,
) -> Vec<Evidence> {
    let Some(written) = map.get("evidence") else {
        log.problems.push(problems::no_evidence(claim.key_pointer()));
        return Vec::new();
    };
    if written.is_empty_list() {
        log.problems.push(problems::no_evidence(written.pointer()));
    }
    read_evidence(&written, cx, log)
}

/// Reads the topic of a claim: its `triple`, or else the entities under `about`.
fn read_topic(claim: &Cursor<'_>, map: &MapCursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Option<Topic> {
    let negated = map.get("not").and_then(|c| c.boolean(log));
    let (written, about) = (map.get("triple"), map.get("about"));
    if let (None, Some(not)) = (&written, map.get("not")) {
        log.problems.push(problems::meaningless_key(
            not.key_pointer(),
            "not",
            "`not` negates a `triple`; say it in `says`",
        ));
    }
    match (written, about) {
        (Some(written), about) => {
            if let Some(about) = about {
                let help = "a claim has a `triple`, or is `about` entities between which no relation holds; keep one";
                log.problems.push(problems::meaningless_key(about.key_pointer(), "about", help));
            }
            Some(Topic::Relation(Triple { negated: negated.unwrap_or(false), ..read_triple(&written, cx, log)? }))
        }
        (None, Some(about)) => {
            let items = about.first_items("entities that a claim is about", MAX_ABOUT_ENTITIES, log);
            if items.is_empty() && about.is_empty_list() {
                log.problems.push(problems::no_topic(about.key_pointer()));
            }
            let mut entities: Vec<Ix<Entity>> = Vec::new();
            for entity in items.iter().filter_map(|c| cx.ids.resolve(c, Kind::Entity, log)) {
                if !entities.contains(&entity) {
                    entities.push(entity);
                }
            }
            (!entities.is_empty()).then_some(Topic::About(entities))
        }
        (None, None) => {
            log.problems.push(problems::no_topic(claim.key_pointer()));
            None
        }
    }
}

fn read_triple(cursor: &Cursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Option<Triple> {
    let parts = cursor.list(log);
    if !(2..=3).contains(&parts.len()) {
        let (expected, found) = ("[subject, relation] or [subject, relation, object]", count_noun(parts.len(), "part"));
        log.problems.push(problems::wrong_shape(cursor.pointer(), expected, &found));
        return None;
    }
    let subject = cx.ids.resolve(&parts[0], Kind::Entity, log);
    let relation = cx.ids.resolve_relation(&parts[1], log);
    let object = parts.get(2).map(|part| cx.ids.resolve(part, Kind::Entity, log));
    let object = match object {
        Some(object) => Some(object?),
        None => None,
    };
    Some(Triple { subject: subject?, relation: relation?, object, negated: false })
}

/// Reads a list of evidence. Skips pieces whose source or quote is missing or invalid.
pub(super) fn read_evidence(cursor: &Cursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Vec<Evidence> {
    let items = cursor.list(log);
    let pieces = items.iter().enumerate().filter_map(|(slot, item)| {
        let piece = read_piece(slot, item, cx, log);
        if piece.is_none() {
            item.discard(log);
        }
        piece
    });
    pieces.collect()
}

fn read_piece(slot: usize, item: &Cursor<'_>, cx: &ReadContext<'_>, log: &mut ProblemSink) -> Option<Evidence> {
    let map = item.map_with_keys(&["source", "via", "stance", "quote", "note"], log)?;
    for key in ["source", "quote"] {
        if map.get(key).is_none() {
            log.problems.push(problems::incomplete_evidence(item.pointer(), key));
        }
    }
    let source = map.get("source").and_then(|c| cx.ids.resolve(&c, Kind::Source, log));
    let via = map.get("via");
    let via = via.as_ref().map(|list| list.list(log)).unwrap_or_default();
    let via = via.iter().filter_map(|c| cx.ids.resolve_cited_party(c, log)).collect();
    let stance = map.require("stance", "states", log).and_then(|c| c.keyword::<Stance>("stance", log));
    let quote = map.get("quote").and_then(|c| c.string(log));
    let note = map.get("note").and_then(|c| c.text(&cx.lang, log));
    Some(Evidence {
        source: source?,
        via,
        stance: stance.unwrap_or(Stance::States),
        quote: quote?,
        note,
        list_index: u32::try_from(slot).unwrap_or(u32::MAX),
        verification: Verification::default(),
    })
}
