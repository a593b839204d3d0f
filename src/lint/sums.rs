//! Double counting in sums. Claims are grouped by what they are about, so that not every pair has to be compared.

use crate::model::{Claim, EdtfDate, Entity, FactBase, Ix, Relation, Unit};
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// Index of the `part-of` relations between entities.
pub(super) struct PartOfIndex {
    direct: HashMap<Ix<Entity>, BTreeSet<Ix<Entity>>>,
    /// Cache of all ancestors of an entity, direct and indirect.
    ancestors: HashMap<Ix<Entity>, Rc<[Ix<Entity>]>>,
    /// Number of ancestors that may still be visited.
    visits_left: usize,
}

/// Maximum number of ancestors visited for all sums of a base. More distant ones are ignored.
const MAX_ANCESTOR_VISITS: usize = 2_000_000;

impl PartOfIndex {
    /// Collects the asserted `part-of` claims of a base.
    pub(super) fn from_base(base: &FactBase) -> Self {
        let part_of = base.relations.find("part-of");
        let mut direct: HashMap<_, BTreeSet<_>> = HashMap::new();
        let asserted = base.claims.iter().filter_map(|(_, _, claim)| claim.asserted_triple());
        for triple in asserted.filter(|triple| Some(triple.relation) == part_of) {
            direct.entry(triple.subject).or_default().extend(triple.object);
        }
        Self { direct, ancestors: HashMap::new(), visits_left: MAX_ANCESTOR_VISITS }
    }

    /// All entities that an entity is part of, directly or indirectly, without itself.
    fn ancestors(&mut self, part: Ix<Entity>) -> Rc<[Ix<Entity>]> {
        if let Some(wholes) = self.ancestors.get(&part) {
            // The caller visits them again, so they count again.
            let wholes = Rc::clone(wholes);
            return if self.spend(wholes.len()) { wholes } else { Rc::default() };
        }
        let (mut wholes, mut seen, mut next) = (vec![part], HashSet::from([part]), 0);
        while let Some(at) = wholes.get(next) {
            let direct: Vec<_> = self.direct.get(at).into_iter().flatten().copied().take(self.visits_left).collect();
            self.visits_left -= direct.len();
            wholes.extend(direct.into_iter().filter(|&whole| seen.insert(whole)));
            next += 1;
        }
        let wholes: Rc<[_]> = wholes.split_off(1).into();
        self.ancestors.insert(part, Rc::clone(&wholes));
        wholes
    }

    /// Deducts visits. Returns whether there were enough left.
    fn spend(&mut self, wholes: usize) -> bool {
        let visits_left = self.visits_left.checked_sub(wholes);
        self.visits_left = visits_left.unwrap_or(0);
        visits_left.is_some()
    }
}

/// The reason for a double count. If several apply to two claims, the first variant wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DoubleCountReason {
    SameClaim,
    TwoAnswers,
    PartAndWhole,
}

impl DoubleCountReason {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::SameClaim => "they are one claim",
            Self::TwoAnswers => "they are two answers about one sum",
            Self::PartAndWhole => "one is part of the other",
        }
    }
}

/// What the claims of a group have in common: unit, relation, subject and object.
type SumKey<'a> = (&'a Unit, Ix<Relation>, Ix<Entity>, Option<Ix<Entity>>);

/// The indices of two claims of a sum that count something twice, and the reason.
type DoubleCount = (usize, usize, DoubleCountReason);

/// The first pair of claims of a sum that count something twice.
pub(super) fn find_double_count(
    base: &FactBase,
    wholes: &mut PartOfIndex,
    claims: &[Ix<Claim>],
) -> Option<(Ix<Claim>, Ix<Claim>, DoubleCountReason)> {
    let mut groups: Vec<(SumKey<'_>, Vec<usize>)> = Vec::new();
    let mut by_key: HashMap<SumKey<'_>, usize> = HashMap::new();
    for (at, &ix) in claims.iter().enumerate() {
        let claim = &base.claims[ix];
        let (Some(amount), Some(triple)) = (&claim.amount, claim.triple()) else { continue };
        let key = (&amount.unit, triple.relation, triple.subject, triple.object);
        let group = *by_key.entry(key).or_insert(groups.len());
        if group == groups.len() {
            groups.push((key, Vec::new()));
        }
        groups[group].1.push(at);
    }
    let overlapping = groups.iter().filter_map(|(_, group)| find_overlapping(base, claims, group));
    let found = find_repeated(claims).into_iter().chain(overlapping).min();
    let part = groups.iter().filter_map(|&(key, ref group)| {
        let first = |key| by_key.get(&key).and_then(|&group| groups[group].1.first().copied());
        let (at, other) = (*group.first()?, enclosing_keys(wholes, key).into_iter().filter_map(first).min()?);
        Some((at.min(other), at.max(other), DoubleCountReason::PartAndWhole))
    });
    let (a, b, why) = part.chain(found).min()?;
    Some((claims[a], claims[b], why))
}

/// The first claim that is listed twice.
fn find_repeated(claims: &[Ix<Claim>]) -> Option<DoubleCount> {
    let mut seen = HashMap::new();
    let repetition = |(at, claim)| match *seen.entry(claim).or_insert(at) {
        first if first == at => None,
        first => Some((first, at, DoubleCountReason::SameClaim)),
    };
    claims.iter().enumerate().filter_map(repetition).min()
}

/// The first two claims of a group whose dates overlap; a claim without a date overlaps with all. After sorting by
/// start, a claim overlaps with another if it does with the next one, or with the latest end among the previous ones.
fn find_overlapping(base: &FactBase, claims: &[Ix<Claim>], group: &[usize]) -> Option<DoubleCount> {
    let span = |at: usize| {
        let when = base.claim_date(claims[at]);
        let start = when.and_then(EdtfDate::earliest).unwrap_or(NaiveDate::MIN);
        (start, when.and_then(EdtfDate::latest).unwrap_or(NaiveDate::MAX), at)
    };
    let mut spans: Vec<_> = group.iter().map(|&at| span(at)).collect();
    spans.sort_unstable();
    let (mut first, mut latest_end) = (None, None);
    for (nth, &(start, end, at)) in spans.iter().enumerate() {
        let overlaps =
            latest_end.is_some_and(|last| last >= start) || spans.get(nth + 1).is_some_and(|next| next.0 <= end);
        if overlaps && first.is_none_or(|(_, _, first)| at < first) {
            first = Some((start, end, at));
        }
        latest_end = latest_end.max(Some(end));
    }
    let (start, end, first) = first?;
    let overlaps_first = |&&(from, to, at): &&(NaiveDate, NaiveDate, usize)| at != first && from <= end && start <= to;
    spans.iter().filter(overlaps_first).map(|&(_, _, at)| (first, at, DoubleCountReason::TwoAnswers)).min()
}

/// The keys in which the subject or the object is replaced by one of its ancestors.
fn enclosing_keys<'a>(part_of: &mut PartOfIndex, (unit, relation, subject, object): SumKey<'a>) -> Vec<SumKey<'a>> {
    let subjects = part_of.ancestors(subject);
    let subjects = subjects.iter().map(|&whole| (unit, relation, whole, object));
    let objects = object.map(|object| part_of.ancestors(object)).unwrap_or_default();
    subjects.chain(objects.iter().map(|&whole| (unit, relation, subject, Some(whole)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use proptest::prelude::*;
    use std::fmt::Write;

    /// A base of the entities `e0` to `e5` with `part-of` relations, and of claims with a subject, an object and an
    /// optional year.
    fn base(parts: &[(u8, u8)], claims: &[(u8, u8, Option<u8>)]) -> FactBase {
        let mut yaml = "factbase: 1\nentities:\n".to_owned();
        (0..6).for_each(|at| _ = writeln!(yaml, "  e{at}: {{type: project, name: E{at}}}"));
        yaml += "claims:\n";
        for (at, (part, whole)) in parts.iter().enumerate() {
            let _ = writeln!(yaml, "  p{at}: {{triple: [e{part}, part-of, e{whole}]}}");
        }
        for (at, (subject, object, year)) in claims.iter().enumerate() {
            let when = year.map(|year| format!(", when: 20{:02}/20{:02}", 10 + year, 10 + year + year % 3));
            let when = when.unwrap_or_default();
            let _ = writeln!(yaml, "  c{at}: {{triple: [e{subject}, funds, e{object}], amount: 5 USD{when}}}");
        }
        crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml }]).base
    }

    /// Does what [`twice`] does by comparing all pairs.
    fn brute_force(base: &FactBase, claims: &[Ix<Claim>]) -> Option<(Ix<Claim>, Ix<Claim>, DoubleCountReason)> {
        let mut part_of = PartOfIndex::from_base(base);
        let mut why = |a: Ix<Claim>, b: Ix<Claim>| {
            if a == b {
                return Some(DoubleCountReason::SameClaim);
            }
            let [x, y] = [a, b].map(|ix| *base.claims[ix].triple().unwrap());
            if (x.subject, x.object) == (y.subject, y.object) {
                let disjoint = base.claim_date(a).zip(base.claim_date(b)).is_some_and(|(x, y)| !x.overlaps(y));
                return (!disjoint).then_some(DoubleCountReason::TwoAnswers);
            }
            let mut part =
                |x: Ix<Entity>, y: Ix<Entity>| part_of.ancestors(x).contains(&y) || part_of.ancestors(y).contains(&x);
            let part = x.object == y.object && part(x.subject, y.subject)
                || x.subject == y.subject && x.object.zip(y.object).is_some_and(|(x, y)| part(x, y));
            part.then_some(DoubleCountReason::PartAndWhole)
        };
        let pairs = claims.iter().enumerate().flat_map(|(at, &a)| claims[at + 1..].iter().map(move |&b| (a, b)));
        pairs.into_iter().find_map(|(a, b)| Some((a, b, why(a, b)?)))
    }

    proptest! {
        #[test]
        fn agrees_with_brute_force(
            parts in prop::collection::vec((0_u8..6, 0_u8..6), 0..4),
            claims in prop::collection::vec((0_u8..6, 0_u8..6, prop::option::of(0_u8..20)), 0..12),
            listed in prop::collection::vec(0_usize..12, 0..12),
        ) {
            let base = base(&parts, &claims);
            let listed: Vec<_> = listed.iter().filter_map(|at| base.claims.find(&format!("c{at}"))).collect();
            prop_assert_eq!(find_double_count(&base, &mut PartOfIndex::from_base(&base), &listed), brute_force(&base, &listed));
        }
    }

    #[test]
    fn stops_at_the_visit_limit() {
        let base = base(&[(0, 1), (1, 2), (2, 3), (3, 0)], &[(0, 5, None), (3, 5, None)]);
        let claims: Vec<_> = base.claims.handles().filter(|&ix| base.claims[ix].amount.is_some()).collect();
        let mut wholes = PartOfIndex { visits_left: 4, ..PartOfIndex::from_base(&base) };
        assert!(find_double_count(&base, &mut wholes, &claims).is_some());
        let mut wholes = PartOfIndex { visits_left: 0, ..PartOfIndex::from_base(&base) };
        assert_eq!(find_double_count(&base, &mut wholes, &claims), None);
    }

    #[test]
    fn every_ancestor_that_is_visited_is_deducted() {
        let base = base(&[(0, 1), (1, 2), (2, 3)], &[]);
        let part = base.entities.find("e0").unwrap();
        for limit in 0..8 {
            let mut index = PartOfIndex { visits_left: limit, ..PartOfIndex::from_base(&base) };
            let visited = limit.min(3);
            let left = limit - visited;
            assert_eq!((index.ancestors(part).len(), index.visits_left), (visited, left), "{limit}");
            // From the cache, they are visited again: all, or none where the rest is too small.
            let again = if left >= visited { (visited, left - visited) } else { (0, 0) };
            assert_eq!((index.ancestors(part).len(), index.visits_left), again, "{limit}, again");
        }
    }
}
