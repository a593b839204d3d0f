//! Which claims answer the same question.

use crate::model::{Claim, Expect, FactBase, Ix, Numbers, Question, Unit};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The other claims that answer the question of a claim: the one it names, else the implicit one that claims of the
/// same relation and unit share. A claim that names no question and asserts no relation has none. In the order of writing.
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

/// How two answers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They have a value in common.
    Agree,
    /// They exclude each other.
    Conflict,
    /// There is nothing to compare: other units, no dates, a sum and a date.
    Incomparable,
}

/// Whether two answers to a question can both be true. Amounts of one unit are compared, an approximate one (`~`)
/// widened by a twentieth on either side; where neither has an amount, dates are.
pub fn compare(base: &FactBase, a: Ix<Claim>, b: Ix<Claim>) -> Agreement {
    let common = match (&base.claims[a].amount, &base.claims[b].amount) {
        (Some(x), Some(y)) if x.unit == y.unit => Some(widened(x.numbers).overlaps(&widened(y.numbers))),
        (None, None) => base.claim_when(a).zip(base.claim_when(b)).map(|(x, y)| x.overlaps(y)),
        _ => None,
    };
    match common {
        Some(true) => Agreement::Agree,
        Some(false) => Agreement::Conflict,
        None => Agreement::Incomparable,
    }
}

/// Of some answers, two that exclude each other, in the order of writing. One pass finds them, however many there are:
/// where any two exclude each other, so do the one that starts last and the one that ends first.
pub fn conflict(base: &FactBase, answers: &[Ix<Claim>]) -> Option<(Ix<Claim>, Ix<Claim>)> {
    let mut amounts: BTreeMap<&Unit, Vec<_>> = BTreeMap::new();
    let mut dates = Vec::new();
    for &ix in answers {
        match (&base.claims[ix].amount, base.claim_when(ix)) {
            (Some(amount), _) => {
                let numbers = widened(amount.numbers);
                amounts.entry(&amount.unit).or_default().push((numbers.min, numbers.max, ix));
            }
            (None, Some(when)) => dates.push((when.earliest(), when.latest(), ix)),
            (None, None) => {}
        }
    }
    amounts.into_values().find_map(apart).or_else(|| apart(dates))
}

/// Two answers to a question that exclude each other where only one can be true: of all answers if one is expected, of
/// those of one date in a series. Nothing where the question does not say what is expected.
pub fn clash(base: &FactBase, question: Ix<Question>) -> Option<(Ix<Claim>, Ix<Claim>)> {
    let answers = base.links.claims_of_question(question);
    match base.questions[question].expect? {
        Expect::Single => conflict(base, answers),
        Expect::Series => of_each_date(base, answers).iter().find_map(|answers| conflict(base, answers)),
        Expect::Parts => None,
    }
}

/// The answers of each date, as it is written.
fn of_each_date(base: &FactBase, answers: &[Ix<Claim>]) -> Vec<Vec<Ix<Claim>>> {
    let mut by_date: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for &ix in answers {
        if let Some(when) = base.claim_when(ix) {
            by_date.entry(when.edtf()).or_default().push(ix);
        }
    }
    by_date.into_values().collect()
}

/// The one that starts last and the one that ends first, if one ends before the other starts.
fn apart<T: Ord>(spans: Vec<(Option<T>, Option<T>, Ix<Claim>)>) -> Option<(Ix<Claim>, Ix<Claim>)> {
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

fn widened(numbers: Numbers) -> Numbers {
    let by = |bound: Option<Decimal>, percent: i64| {
        bound.map(|bound| bound.checked_mul(Decimal::new(percent, 2)).unwrap_or(bound))
    };
    if numbers.approximate {
        return Numbers { min: by(numbers.min, 95), max: by(numbers.max, 105), ..numbers };
    }
    numbers
}
