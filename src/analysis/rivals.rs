//! Competing answers: which claims answer the same question, and whether they can both be true.

use crate::model::{AmountRange, Claim, ExpectedAnswers, FactBase, Ix, Question, Unit};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Returns the other claims that answer the question of `claim`, in file order. The question is the one the claim
/// names; otherwise the implicit one shared by claims that name no question and have the same triple and unit. A
/// claim that has neither a question nor a relation has no rivals.
pub fn rivals(base: &FactBase, claim: Ix<Claim>) -> Vec<Ix<Claim>> {
    let row = &base.claims[claim];
    let unit = |c: &Claim| c.amount.as_ref().map(|amount| amount.unit.clone());
    let candidates = match row.answers {
        Some(question) => base.links.claims_of_question(question),
        None => row.triple().map(|triple| base.links.claims_of_entity(triple.subject)).unwrap_or_default(),
    };
    let same =
        |c: &Claim| row.answers.is_some() || c.answers.is_none() && c.triple() == row.triple() && unit(c) == unit(row);
    candidates.iter().copied().filter(|&other| other != claim && same(&base.claims[other])).collect()
}

/// Result of comparing two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They have a value in common.
    Agree,
    /// They cannot both be true.
    Conflict,
    /// There is nothing to compare: the units differ, the dates are missing, or one is an amount and the other a
    /// date.
    Incomparable,
}

/// Compares two answers to a question. Amounts in the same unit are compared, with approximate ones (`~`) widened by
/// 5 % at each bound. If neither answer has an amount, their dates are compared.
pub fn agreement(base: &FactBase, a: Ix<Claim>, b: Ix<Claim>) -> Agreement {
    let common = match (&base.claims[a].amount, &base.claims[b].amount) {
        (Some(x), Some(y)) if x.unit == y.unit => {
            Some(widen_if_approximate(x.range).overlaps(&widen_if_approximate(y.range)))
        }
        (None, None) => base.claim_date(a).zip(base.claim_date(b)).map(|(x, y)| x.overlaps(y)),
        _ => None,
    };
    match common {
        Some(true) => Agreement::Agree,
        Some(false) => Agreement::Conflict,
        None => Agreement::Incomparable,
    }
}

/// Returns two answers that exclude each other, in file order. One pass is enough: if any two intervals are disjoint,
/// so are the one that starts last and the one that ends first.
pub fn find_conflict(base: &FactBase, answers: &[Ix<Claim>]) -> Option<(Ix<Claim>, Ix<Claim>)> {
    let mut amounts: BTreeMap<&Unit, Vec<_>> = BTreeMap::new();
    let mut dates = Vec::new();
    for &ix in answers {
        match (&base.claims[ix].amount, base.claim_date(ix)) {
            (Some(amount), _) => {
                let numbers = widen_if_approximate(amount.range);
                amounts.entry(&amount.unit).or_default().push((numbers.min, numbers.max, ix));
            }
            (None, Some(when)) => dates.push((when.earliest(), when.latest(), ix)),
            (None, None) => {}
        }
    }
    amounts.into_values().find_map(disjoint_pair).or_else(|| disjoint_pair(dates))
}

/// Returns two answers to `question` that cannot both be true. If the question expects a single answer, all answers
/// are compared; in a series, only answers with the same date. Returns `None` if the question does not say what it
/// expects.
pub fn question_conflict(base: &FactBase, question: Ix<Question>) -> Option<(Ix<Claim>, Ix<Claim>)> {
    let answers = base.links.claims_of_question(question);
    match base.questions[question].expect? {
        ExpectedAnswers::Single => find_conflict(base, answers),
        ExpectedAnswers::Series => group_by_date(base, answers).iter().find_map(|answers| find_conflict(base, answers)),
        ExpectedAnswers::Parts => None,
    }
}

/// Groups answers by their date as written. Undated answers are left out.
fn group_by_date(base: &FactBase, answers: &[Ix<Claim>]) -> Vec<Vec<Ix<Claim>>> {
    let mut by_date: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for &ix in answers {
        if let Some(when) = base.claim_date(ix) {
            by_date.entry(when.edtf()).or_default().push(ix);
        }
    }
    by_date.into_values().collect()
}

/// Returns the interval that starts last and the one that ends first, if the latter ends before the former starts.
fn disjoint_pair<T: Ord>(spans: Vec<(Option<T>, Option<T>, Ix<Claim>)>) -> Option<(Ix<Claim>, Ix<Claim>)> {
    let (mut last_start, mut first_end) = (None, None);
    for (start, end, ix) in spans {
        if start.is_some() && last_start.as_ref().is_none_or(|(last, _)| start > *last) {
            last_start = Some((start, ix));
        }
        if end.is_some() && first_end.as_ref().is_none_or(|(first, _)| end < *first) {
            first_end = Some((end, ix));
        }
    }
    let ((start, a), (end, b)) = (last_start?, first_end?);
    (end < start).then(|| (a.min(b), a.max(b)))
}

fn widen_if_approximate(numbers: AmountRange) -> AmountRange {
    let scale_bound = |bound: Option<Decimal>, percent: i64| {
        bound.map(|bound| bound.checked_mul(Decimal::new(percent, 2)).unwrap_or(bound))
    };
    if numbers.approximate {
        return AmountRange { min: scale_bound(numbers.min, 95), max: scale_bound(numbers.max, 105), ..numbers };
    }
    numbers
}
