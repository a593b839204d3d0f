//! Reads claims and their evidence.

use super::context::{Cx, strings};
use super::cursor::{Cursor, Map};
use super::faults;
use super::log::Log;
use super::references::Entry;
use crate::diagnostic::count_noun;
use crate::model::{Claim, Entity, Evidence, Ix, Kind, Stance, Table, Topic, Triple, Verification};

const CLAIM: &[&str] = &[
    "triple", "not", "about", "says", "answers", "amount", "when", "dated", "status", "event", "tags", "note",
    "evidence",
];

/// Maximum number of entities that a claim can list under `about`.
const ABOUT: usize = 100;

/// Reads the claims. Returns those whose triple or `about` resolves and, for each written claim, its handle in that
/// table, or `None` if it was dropped.
pub(super) fn read(entries: &[Entry<'_>], cx: &Cx<'_>, log: &mut Log) -> (Table<Claim>, Vec<Option<Ix<Claim>>>) {
    let mut rows = Vec::with_capacity(entries.len());
    let mut kept = Vec::with_capacity(entries.len());
    for (id, cursor) in entries {
        let claim = claim(cursor, cx, log);
        kept.push(claim.is_some().then(|| Ix::new(rows.len())));
        rows.extend(claim.map(|claim| (id.clone(), claim)));
    }
    (Table::new(rows), kept)
}

/// Reads a claim. Reads every field, so that every problem is reported, before it drops a claim without a topic.
fn claim(cursor: &Cursor<'_>, cx: &Cx<'_>, log: &mut Log) -> Option<Claim> {
    let map = cursor.map(CLAIM, log)?;
    let topic = topic(cursor, &map, cx, log);
    let evidence = proof(cursor, &map, cx, log);
    let says = map.get("says").and_then(|c| c.text(&cx.lang, log));
    if let (Some(Topic::About(_)), None) = (&topic, &says) {
        map.need("says", "what the sources say of it, as a sentence", log);
    }
    let answers = map.get("answers").and_then(|c| cx.ids.refer(&c, Kind::Question, log));
    let amount = map.get("amount").and_then(|c| c.amount(&cx.units, log));
    let first = evidence.first().map(|piece| piece.source);
    let dating = map.get("when").map(|c| cx.dating(&c, first, log)).unwrap_or_default();
    let dated = map.get("dated").and_then(|c| c.text(&cx.lang, log));
    let status = map.get("status").and_then(|c| c.word("status", log));
    let event = map.get("event").and_then(|c| cx.ids.refer(&c, Kind::Event, log));
    let tags = strings(map.get("tags").as_ref(), log);
    let note = map.get("note").and_then(|c| c.text(&cx.lang, log));
    let (Some(topic), true) = (topic, map.get("about").is_none() || says.is_some()) else {
        cursor.leave_out(log);
        return None;
    };
    Some(Claim {
        topic,
        statement: says,
        answers,
        amount,
        when: dating.when,
        dated_by: dating.by,
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
fn proof(claim: &Cursor<'_>, map: &Map<'_>, cx: &Cx<'_>, log: &mut Log) -> Vec<Evidence> {
    let Some(written) = map.get("evidence") else {
        log.problems.push(faults::no_evidence(claim.key_at()));
        return Vec::new();
    };
    if written.is_empty_list() {
        log.problems.push(faults::no_evidence(written.at()));
    }
    evidence(&written, cx, log)
}

/// Reads the topic of a claim: its `triple`, or else the entities under `about`.
fn topic(claim: &Cursor<'_>, map: &Map<'_>, cx: &Cx<'_>, log: &mut Log) -> Option<Topic> {
    let negated = map.get("not").and_then(|c| c.flag(log));
    let (written, about) = (map.get("triple"), map.get("about"));
    if let (None, Some(not)) = (&written, map.get("not")) {
        log.problems.push(faults::beside(not.key_at(), "not", "`not` negates a `triple`; say it in `says`"));
    }
    match (written, about) {
        (Some(written), about) => {
            if let Some(about) = about {
                let help = "a claim has a `triple`, or is `about` entities between which no relation holds; keep one";
                log.problems.push(faults::beside(about.key_at(), "about", help));
            }
            Some(Topic::Relation(Triple { negated: negated.unwrap_or(false), ..triple(&written, cx, log)? }))
        }
        (None, Some(about)) => {
            let items = about.first_items("entities that a claim is about", ABOUT, log);
            if items.is_empty() && about.is_empty_list() {
                log.problems.push(faults::no_topic(about.key_at()));
            }
            let mut entities: Vec<Ix<Entity>> = Vec::new();
            for entity in items.iter().filter_map(|c| cx.ids.refer(c, Kind::Entity, log)) {
                if !entities.contains(&entity) {
                    entities.push(entity);
                }
            }
            (!entities.is_empty()).then_some(Topic::About(entities))
        }
        (None, None) => {
            log.problems.push(faults::no_topic(claim.key_at()));
            None
        }
    }
}

fn triple(cursor: &Cursor<'_>, cx: &Cx<'_>, log: &mut Log) -> Option<Triple> {
    let parts = cursor.list(log);
    if !(2..=3).contains(&parts.len()) {
        let (expected, found) = ("[subject, relation] or [subject, relation, object]", count_noun(parts.len(), "part"));
        log.problems.push(faults::wrong_shape(cursor.at(), expected, &found));
        return None;
    }
    let subject = cx.ids.refer(&parts[0], Kind::Entity, log);
    let relation = cx.ids.relation(&parts[1], log);
    let object = parts.get(2).map(|part| cx.ids.refer(part, Kind::Entity, log));
    let object = match object {
        Some(object) => Some(object?),
        None => None,
    };
    Some(Triple { subject: subject?, relation: relation?, object, negated: false })
}

/// Reads a list of evidence. Skips pieces whose source or quote is missing or invalid.
pub(super) fn evidence(cursor: &Cursor<'_>, cx: &Cx<'_>, log: &mut Log) -> Vec<Evidence> {
    let items = cursor.list(log);
    let read = items.iter().enumerate().filter_map(|(slot, item)| {
        let piece = piece(slot, item, cx, log);
        if piece.is_none() {
            item.leave_out(log);
        }
        piece
    });
    read.collect()
}

fn piece(slot: usize, item: &Cursor<'_>, cx: &Cx<'_>, log: &mut Log) -> Option<Evidence> {
    let map = item.map(&["source", "via", "stance", "quote", "note"], log)?;
    for key in ["source", "quote"] {
        if map.get(key).is_none() {
            log.problems.push(faults::incomplete_evidence(item.at(), key));
        }
    }
    let source = map.get("source").and_then(|c| cx.ids.refer(&c, Kind::Source, log));
    let via = map.get("via");
    let via = via.as_ref().map(|list| list.list(log)).unwrap_or_default();
    let via = via.iter().filter_map(|c| cx.ids.origin(c, log)).collect();
    let stance = map.need("stance", "states", log).and_then(|c| c.word::<Stance>("stance", log));
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
