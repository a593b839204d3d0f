//! Which claims answer the same question.

use crate::model::{Claim, FactBase, Ix};

/// The other claims that answer the question of a claim: the one it names, else the implicit one that claims of the
/// same subject, relation, object and unit share. In the order of writing.
pub fn rivals(base: &FactBase, claim: Ix<Claim>) -> Vec<Ix<Claim>> {
    let row = &base.claims[claim];
    let unit = |c: &Claim| c.amount.as_ref().map(|amount| amount.unit.clone());
    let candidates = match row.answers {
        Some(question) => base.links.claims_of_question(question),
        None => base.links.claims_of_entity(row.subject),
    };
    let same = |c: &Claim| {
        row.answers.is_some()
            || c.answers.is_none()
                && (c.subject, c.relation, c.object) == (row.subject, row.relation, row.object)
                && unit(c) == unit(row)
    };
    candidates.iter().copied().filter(|&other| other != claim && same(&base.claims[other])).collect()
}
