//! Answers that exclude each other, disputes that are over, sums that count twice.

use crate::analysis::{Agreement, clash, compare, conflict};
use crate::check::Scene;
use crate::diagnostic::{Pointer, Problem, rules};
use crate::model::{Claim, Entity, FactBase, FileIx, Id, Ix, Stance};
use std::collections::{HashMap, HashSet};

/// FB404: two answers of which only one can be true, and nothing says why. In a series, those of one date.
pub(super) fn undisputed_conflict(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let base = scene.base;
    for (ix, id, question) in base.questions.iter().filter(|(_, _, question)| question.disputed.is_none()) {
        if let Some((a, b)) = clash(base, ix) {
            let [(first, at_first), (second, at_second)] = [a, b].map(|ix| answer_at(base, ix));
            let at = Pointer::key(question.file, &["questions", Id::as_str(id)]);
            let message = format!("`{first}` and `{second}` exclude each other");
            problems.push(
                Problem::new(&rules::UNDISPUTED_CONFLICT, at, message)
                    .related(format!("`{first}`"), at_first)
                    .related(format!("`{second}`"), at_second)
                    .help("write under `disputed` why they differ, or `expect: series` if the answer changes"),
            );
        }
    }
}

/// The value that an answer gives, where it is written.
fn answer_at(base: &FactBase, ix: Ix<Claim>) -> (&Id, Pointer) {
    let (id, claim) = (base.claims.id(ix), &base.claims[ix]);
    let key = if claim.amount.is_some() { "amount" } else { "when" };
    (id, Pointer::value(claim.file, &["claims", id.as_str(), key]))
}

/// FB405: the same is said of the same in every answer, with values that agree, and nobody doubts it.
pub(super) fn stale_dispute(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let base = scene.base;
    for (ix, id, question) in base.questions.iter().filter(|(_, _, question)| question.disputed.is_some()) {
        let answers = base.links.claims_of_question(ix);
        let doubted = |&ix: &Ix<Claim>| {
            base.claims[ix].evidence.iter().any(|piece| matches!(piece.stance, Stance::Doubts | Stance::Denies))
        };
        let said = |ix: Ix<Claim>| {
            let claim = &base.claims[ix];
            (claim.subject, claim.relation, claim.object, claim.status)
        };
        // What compares with the first compares with each other.
        let agree = |a: Ix<Claim>, b: Ix<Claim>| said(a) == said(b) && compare(base, a, b) == Agreement::Agree;
        let like_first = answers.split_first().is_none_or(|(&first, others)| others.iter().all(|&ix| agree(first, ix)));
        if like_first && conflict(base, answers).is_none() && !answers.iter().any(doubted) {
            let at = Pointer::value(question.file, &["questions", Id::as_str(id), "disputed"]);
            let message = match answers {
                [] | [_] => "there are no two answers to dispute over",
                _ => "the answers agree with each other now",
            };
            problems.push(
                Problem::new(&rules::STALE_DISPUTE, at, message)
                    .help("drop `disputed`, or add the answer that differs"),
            );
        }
    }
}

/// FB406: on one side of a balance, two claims on the same sum, or one on a whole and one on its part; or one claim
/// on both sides.
pub(super) fn double_count(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let base = scene.base;
    let wholes = wholes(base);
    for (_, id, balance) in base.balances.iter() {
        for (key, claims) in [("need", &balance.need), ("cover", &balance.cover)] {
            let found = pairs(claims).find_map(|(a, b)| Some((a, b, twice(base, &wholes, a, b)?)));
            if let Some((a, b, why)) = found {
                let [a, b] = [a, b].map(|ix| base.claims.id(ix));
                problems.push(counted_twice(balance.file, id, key, &format!("`{a}` and `{b}`: {why}")));
            }
        }
        if let Some(&both) = balance.cover.iter().find(|claim| balance.need.contains(claim)) {
            let why = format!("`{}` is both needed and what covers it", base.claims.id(both));
            problems.push(counted_twice(balance.file, id, "cover", &why));
        }
    }
}

fn counted_twice(file: FileIx, id: &Id, key: &str, why: &str) -> Problem {
    let at = Pointer::value(file, &["balances", id.as_str(), key]);
    Problem::new(&rules::DOUBLE_COUNT, at, format!("counted twice: {why}")).help("keep the one that is meant")
}

/// Why two claims of one sum count something twice, if they do.
fn twice(base: &FactBase, wholes: &Wholes, a: Ix<Claim>, b: Ix<Claim>) -> Option<&'static str> {
    if a == b {
        return Some("they are one claim");
    }
    let (x, y) = (&base.claims[a], &base.claims[b]);
    let same_unit = x.amount.as_ref()?.unit == y.amount.as_ref()?.unit;
    if !same_unit || x.relation != y.relation {
        return None;
    }
    let apart = base.claim_when(a).zip(base.claim_when(b)).is_some_and(|(x, y)| !x.overlaps(y));
    if (x.subject, x.object) == (y.subject, y.object) {
        return (!apart).then_some("they are two answers about one sum");
    }
    let part = |x: Ix<Entity>, y: Ix<Entity>| is_part(wholes, x, y) || is_part(wholes, y, x);
    let subjects = x.object == y.object && part(x.subject, y.subject);
    let objects = x.subject == y.subject && x.object.zip(y.object).is_some_and(|(x, y)| part(x, y));
    (subjects || objects).then_some("one is part of the other")
}

/// What each is part of, directly.
type Wholes = HashMap<Ix<Entity>, Vec<Ix<Entity>>>;

fn wholes(base: &FactBase) -> Wholes {
    let part_of = base.relations.find("part-of");
    let mut wholes = Wholes::new();
    for (_, _, claim) in base.claims.iter().filter(|(_, _, claim)| Some(claim.relation) == part_of) {
        wholes.entry(claim.subject).or_default().extend(claim.object);
    }
    wholes
}

/// Whether one is part of the other, directly or by way of others.
fn is_part(wholes: &Wholes, part: Ix<Entity>, whole: Ix<Entity>) -> bool {
    let (mut ways, mut seen) = (vec![part], HashSet::from([part]));
    while let Some(at) = ways.pop() {
        if at == whole {
            return true;
        }
        ways.extend(wholes.get(&at).into_iter().flatten().copied().filter(|&next| seen.insert(next)));
    }
    false
}

/// Every two of a list.
fn pairs(claims: &[Ix<Claim>]) -> impl Iterator<Item = (Ix<Claim>, Ix<Claim>)> {
    claims.iter().enumerate().flat_map(move |(at, &a)| claims[at + 1..].iter().map(move |&b| (a, b)))
}
