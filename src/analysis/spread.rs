//! The range of amounts that several claims give.

use crate::model::{Amount, AmountRange, Claim, FactBase, Ix, Unit};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The lowest and the highest amount that several claims give in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The lowest bound, as a single value. `None` if one of the claims has no lower bound.
    pub least: Option<Amount>,
    /// The highest bound, as a single value. `None` if one of the claims has no upper bound.
    pub greatest: Option<Amount>,
    /// Number of claims with an amount in this unit.
    pub claims: usize,
    /// Whether any two of these claims give different numbers.
    pub differ: bool,
}

impl Spread {
    /// Both ends as one amount: an interval, or a single value if they are equal. It is approximate if either end is.
    /// Returns `None` if both ends are open.
    pub fn whole(&self) -> Option<Amount> {
        let unit = self.least.as_ref().or(self.greatest.as_ref())?.unit.clone();
        let ends = [&self.least, &self.greatest].map(|end| end.as_ref().map(|amount| amount.range));
        let [min, max] = ends.map(|end| end.and_then(|numbers| numbers.min));
        let approximate = ends.iter().flatten().any(|numbers| numbers.approximate);
        Some(Amount { range: AmountRange { min, max, approximate }, unit })
    }
}

/// Returns one range per unit, the unit used by most claims first. Claims without an amount are ignored.
pub fn spreads(base: &FactBase, claims: &[Ix<Claim>]) -> Vec<Spread> {
    let mut by_unit: BTreeMap<&Unit, Vec<AmountRange>> = BTreeMap::new();
    for amount in claims.iter().filter_map(|&claim| base.claims[claim].amount.as_ref()) {
        by_unit.entry(&amount.unit).or_default().push(amount.range);
    }
    let mut spreads: Vec<_> = by_unit.into_iter().map(|(unit, numbers)| spread(unit, &numbers)).collect();
    spreads.sort_by_key(|spread| Reverse(spread.claims));
    spreads
}

/// If one claim gives the end exactly and another approximately, the end is exact.
fn spread(unit: &Unit, all: &[AmountRange]) -> Spread {
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
    Spread { least: least.map(end), greatest: greatest.map(end), claims: all.len(), differ }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::model::Lang;

    /// The ranges of claims with the given amounts, as text: lowest, highest, both as one amount, number of claims.
    fn of(amounts: &[&str]) -> Vec<String> {
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
        let words = |s: &Spread| {
            let differ = if s.differ { "differ" } else { "same" };
            format!("{} {} {} {} {differ}", label(&s.least), label(&s.greatest), label(&s.whole()), s.claims)
        };
        spreads(&base, &claims).iter().map(words).collect()
    }

    #[test]
    fn goes_from_the_least_bound_to_the_greatest() {
        assert_eq!(of(&["22.5B USD", "1.5B USD", "15..25B USD"]), ["$1.5B $25B $1.5–25B 3 differ"]);
        assert_eq!(of(&["5B USD", "5B USD"]), ["$5B $5B $5B 2 same"]);
    }

    #[test]
    fn an_end_is_open_where_a_claim_leaves_it_open_and_about_where_that_claim_says_so() {
        assert_eq!(of(&["40M.. EUR", "~30M EUR"]), ["~€30M ? ≥ ~€30M 2 differ"]);
        assert_eq!(of(&["..5M EUR", "5M.. EUR"]), ["? ? ? 2 differ"]);
        assert_eq!(of(&["~5M EUR", "5M EUR"]), ["€5M €5M €5M 2 same"]);
    }

    #[test]
    fn the_unit_of_most_claims_comes_first() {
        assert_eq!(of(&["5 jobs", "1B USD", "2B USD"]), ["$1B $2B $1–2B 2 differ", "5 jobs 5 jobs 5 jobs 1 same"]);
        assert!(of(&[]).is_empty());
    }
}
