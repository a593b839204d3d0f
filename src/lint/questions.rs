//! Rules for questions and sums: answers that exclude each other, disputes that are over, double counting.

use crate::analysis::{Agreement, agreement, find_conflict, question_conflict};
use crate::diagnostics::{Pointer, Problem, key_path, rules};
use crate::lint::LintContext;
use crate::lint::sums::{PartOfIndex, find_double_count};
use crate::model::{Claim, FactBase, FileIx, Id, Ix, Stance};
use std::collections::HashSet;

/// FB404: two answers cannot both be true, and no dispute explains why. In a series, only answers of the same date
/// are compared.
pub(super) fn undisputed_conflict(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    for (ix, id, question) in base.questions.iter().filter(|(_, _, question)| question.disputed.is_none()) {
        if let Some((a, b)) = question_conflict(base, ix) {
            let [(first, at_first), (second, at_second)] = [a, b].map(|ix| answer_pointer(base, ix));
            let at = Pointer::key(question.file, key_path!["questions", id]);
            let message = format!("`{first}` and `{second}` exclude each other");
            problems.push(
                Problem::new(&rules::UNDISPUTED_CONFLICT, at, message)
                    .with_related(format!("`{first}`"), at_first)
                    .with_related(format!("`{second}`"), at_second)
                    .with_help("write under `disputed` why they differ, or `expect: series` if the answer changes"),
            );
        }
    }
}

/// The id of an answer, and the location of its value: the amount, or else the date.
fn answer_pointer(base: &FactBase, ix: Ix<Claim>) -> (&Id, Pointer) {
    let (id, claim) = (base.claims.id(ix), &base.claims[ix]);
    let key = if claim.amount.is_some() { "amount" } else { "when" };
    (id, Pointer::value(claim.file, key_path!["claims", id, key]))
}

/// FB201, for an answer that a dispute names but that does not answer the question.
pub(super) fn unrelated_answer_in_dispute(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    for (ix, id, question) in base.questions.iter() {
        for &claim in question.disputed_answers.iter().filter(|&&claim| base.claims[claim].answers != Some(ix)) {
            let at = Pointer::value(question.file, key_path!["questions", id, "between"]);
            let message = format!("`{}` does not answer this question", base.claims.id(claim));
            problems.push(
                Problem::new(&rules::DANGLING_REF, at, message)
                    .with_help(format!("write `answers: {id}` on the claim, or name one that has it")),
            );
        }
    }
}

/// FB405: a disputed question has fewer than two answers, or all of them have the same topic and status and values
/// that agree, and no source doubts or denies them.
pub(super) fn stale_dispute(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    for (ix, id, question) in base.questions.iter().filter(|(_, _, question)| question.disputed.is_some()) {
        let answers = base.links.claims_of_question(ix);
        let is_doubted = |&ix: &Ix<Claim>| {
            base.claims[ix].evidence.iter().any(|piece| matches!(piece.stance, Stance::Doubts | Stance::Denies))
        };
        let topic_and_status = |ix: Ix<Claim>| {
            let claim = &base.claims[ix];
            (&claim.topic, claim.status)
        };
        // Answers that are comparable with the first are comparable with each other.
        let agree = |a: Ix<Claim>, b: Ix<Claim>| {
            topic_and_status(a) == topic_and_status(b) && agreement(base, a, b) == Agreement::Agree
        };
        let all_agree = answers.split_first().is_none_or(|(&first, others)| others.iter().all(|&ix| agree(first, ix)));
        if all_agree && find_conflict(base, answers).is_none() && !answers.iter().any(is_doubted) {
            let at = Pointer::value(question.file, key_path!["questions", id, "disputed"]);
            let message = match answers {
                [] | [_] => "there are no two answers to dispute over",
                _ => "the answers agree with each other now",
            };
            problems.push(
                Problem::new(&rules::STALE_DISPUTE, at, message)
                    .with_help("drop `disputed`, or add the answer that differs"),
            );
        }
    }
}

/// FB406: one side of a sum has two claims about the same amount, or one about a whole and one about its part; or a
/// claim is on both sides.
pub(super) fn double_count(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    let mut part_of = PartOfIndex::from_base(base);
    for (_, id, balance) in base.balances.iter() {
        for (key, claims) in [("need", &balance.need), ("cover", &balance.cover)] {
            if let Some((a, b, why)) = find_double_count(base, &mut part_of, claims) {
                let [a, b] = [a, b].map(|ix| base.claims.id(ix));
                problems.push(double_count_problem(balance.file, id, key, &format!("`{a}` and `{b}`: {}", why.text())));
            }
        }
        let need: HashSet<_> = balance.need.iter().collect();
        if let Some(&both) = balance.cover.iter().find(|claim| need.contains(claim)) {
            let why = format!("`{}` is both needed and what covers it", base.claims.id(both));
            problems.push(double_count_problem(balance.file, id, "cover", &why));
        }
    }
}

fn double_count_problem(file: FileIx, id: &Id, key: &str, why: &str) -> Problem {
    let at = Pointer::value(file, key_path!["balances", id, key]);
    Problem::new(&rules::DOUBLE_COUNT, at, format!("counted twice: {why}")).with_help("keep the one that is meant")
}
