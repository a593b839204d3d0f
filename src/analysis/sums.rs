//! Sums of claims, computed as intervals.

use crate::model::{Amount, AmountRange, Claim, FactBase, Ix};
use rust_decimal::Decimal;

/// The sum of the amounts of several claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The total: an exact value or an interval. `None` if no claim has an amount.
    pub amount: Option<Amount>,
    /// Claims not included: they have no amount, a unit other than the first one, or would overflow the total.
    pub left_out: Vec<Ix<Claim>>,
}

/// Adds up the amounts of claims: lower bounds to lower bounds, upper bounds to upper bounds. If a term has no upper
/// bound, neither has the sum. A missing lower bound counts as zero.
pub fn sum(base: &FactBase, claims: &[Ix<Claim>]) -> Sum {
    let mut total: Option<Amount> = None;
    let mut left_out = Vec::new();
    for &ix in claims {
        let term = base.claims[ix].amount.as_ref();
        match (term, &mut total) {
            (Some(term), None) => total = Some(term.clone()),
            (Some(term), Some(total)) if term.unit == total.unit => match add(&total.range, &term.range) {
                Some(numbers) => total.range = numbers,
                None => left_out.push(ix),
            },
            _ => left_out.push(ix),
        }
    }
    Sum { amount: total, left_out }
}

fn add(a: &AmountRange, b: &AmountRange) -> Option<AmountRange> {
    let min = a.min.unwrap_or(Decimal::ZERO).checked_add(b.min.unwrap_or(Decimal::ZERO))?;
    let max = match (a.max, b.max) {
        (Some(a), Some(b)) => Some(a.checked_add(b)?),
        _ => None,
    };
    Some(AmountRange { min: Some(min), max, approximate: a.approximate || b.approximate })
}
