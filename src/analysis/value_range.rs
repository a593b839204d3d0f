//! The range of amounts that several claims give.

use crate::model::{Amount, AmountRange, Claim, FactBase, Ix, Unit};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The lowest and the highest amount that several claims give in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRange {
    /// The lowest bound, as a single value. `None` if one of the claims has no lower bound.
    pub min: Option<Amount>,
    /// The highest bound, as a single value. `None` if one of the claims has no upper bound.
    pub max: Option<Amount>,
    /// Number of claims with an amount in this unit.
    pub claim_count: usize,
    /// Whether any two of these claims give different numbers.
    pub values_differ: bool,
}

impl ValueRange {
    /// Both ends as one amount: an interval, or a single value if they are equal. It is approximate if either end is.
    /// Returns `None` if both ends are open.
    pub fn as_amount(&self) -> Option<Amount> {
        let unit = self.min.as_ref().or(self.max.as_ref())?.unit.clone();
        let ends = [&self.min, &self.max].map(|end| end.as_ref().map(|amount| amount.range));
        let [min, max] = ends.map(|end| end.and_then(|numbers| numbers.min));
        let approximate = ends.iter().flatten().any(|numbers| numbers.approximate);
        Some(Amount { range: AmountRange { min, max, approximate }, unit })
    }
}

/// Returns one range per unit, the unit used by most claims first. Claims without an amount are ignored.
pub fn value_ranges(base: &FactBase, claims: &[Ix<Claim>]) -> Vec<ValueRange> {
    let mut by_unit: BTreeMap<&Unit, Vec<AmountRange>> = BTreeMap::new();
    for amount in claims.iter().filter_map(|&claim| base.claims[claim].amount.as_ref()) {
        by_unit.entry(&amount.unit).or_default().push(amount.range);
    }
    let mut spreads: Vec<_> = by_unit.into_iter().map(|(unit, numbers)| value_range(unit, &numbers)).collect();
    spreads.sort_by_key(|spread| Reverse(spread.claim_count));
    spreads
}

/// If one claim gives the end exactly and another approximately, the end is exact.
fn value_range(unit: &Unit, all: &[AmountRange]) -> ValueRange {
    let ends = |bound: fn(&AmountRange) -> Option<Decimal>| {
        all.iter().map(move |numbers| Some((bound(numbers)?, numbers.approximate))).collect::<Option<Vec<_>>>()
    };
    let end = |(value, approximate)| Amount {
        range: AmountRange { min: Some(value), max: Some(value), approximate },
        unit: unit.clone(),
    };
    let least = ends(|numbers| numbers.min).and_then(|ends| ends.into_iter().min());
    let by_value = |&(value, approximate): &(Decimal, bool)| (value, !approximate);
    let greatest = ends(|numbers| numbers.max).and_then(|ends| ends.into_iter().max_by_key(by_value));
    let differ = all.windows(2).any(|pair| (pair[0].min, pair[0].max) != (pair[1].min, pair[1].max));
    ValueRange { min: least.map(end), max: greatest.map(end), claim_count: all.len(), values_differ: differ }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::model::Lang;

    /// The ranges of claims with the given amounts, as text: lowest, highest, both as one amount, number of claims.
    fn describe_ranges(amounts: &[&str]) -> Vec<String> {
        let claim = |(at, amount): (usize, &&str)| format!("  c{at}: {{triple: [a, pays, a], amount: {amount}}}\n");
        let claims: String = amounts.iter().enumerate().map(claim).collect();
        let yaml = format!(
            "factbase: 1\nunits: {{jobs: jobs}}\nentities: {{a: {{type: company, name: A}}}}\nclaims:\n{claims}"
        );
        let base = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml }]).base;
        assert_eq!(base.claims.len(), amounts.len());
        let label = |amount: &Option<Amount>| {
            amount.as_ref().map_or_else(|| "?".to_owned(), |a| base.amount_label(a, &Lang::english()))
        };
        let claims: Vec<_> = base.claims.handles().collect();
        let words = |s: &ValueRange| {
            let differ = if s.values_differ { "differ" } else { "same" };
            format!("{} {} {} {} {differ}", label(&s.min), label(&s.max), label(&s.as_amount()), s.claim_count)
        };
        value_ranges(&base, &claims).iter().map(words).collect()
    }

    #[test]
    fn spans_lowest_to_highest_bound() {
        assert_eq!(describe_ranges(&["22.5B USD", "1.5B USD", "15..25B USD"]), ["$1.5B $25B $1.5–25B 3 differ"]);
        assert_eq!(describe_ranges(&["5B USD", "5B USD"]), ["$5B $5B $5B 2 same"]);
    }

    #[test]
    fn bound_is_open_or_approximate_if_its_claim_is() {
        assert_eq!(describe_ranges(&["40M.. EUR", "~30M EUR"]), ["~€30M ? ≥ ~€30M 2 differ"]);
        assert_eq!(describe_ranges(&["..5M EUR", "5M.. EUR"]), ["? ? ? 2 differ"]);
        assert_eq!(describe_ranges(&["~5M EUR", "5M EUR"]), ["€5M €5M €5M 2 same"]);
    }

    #[test]
    fn most_used_unit_comes_first() {
        assert_eq!(
            describe_ranges(&["5 jobs", "1B USD", "2B USD"]),
            ["$1B $2B $1–2B 2 differ", "5 jobs 5 jobs 5 jobs 1 same"]
        );
        assert!(describe_ranges(&[]).is_empty());
    }
}
