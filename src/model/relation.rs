//! How a subject relates to an object, and which way money moves.

use super::{EntityType, Lang, Text};
use serde::{Deserialize, Serialize};

/// A relation of a claim's triple.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// The verb, read from the subject to the object.
    pub label: Text,
    /// Which way money moves.
    pub money: Money,
    /// What the subject may be.
    pub subject: TypeSet,
    /// What the object may be.
    pub object: TypeSet,
    /// What it becomes in formats of others.
    pub export: ExportTarget,
}

words! {
    /// The kind of link that a relation is for others, named as the schemata of FollowTheMoney.
    pub enum ExportTarget {
        /// Money that changed hands.
        Payment = "Payment",
        /// A share of something.
        Ownership = "Ownership",
        /// A leading office.
        Directorship = "Directorship",
        /// Work for pay.
        Employment = "Employment",
        /// Belonging to something.
        Membership = "Membership",
        /// Any other link.
        UnknownLink = "UnknownLink",
    }
}

words! {
    /// The direction in which money moves along a triple.
    pub enum Money {
        /// It does not move: ownership, roles, opinions.
        None = "none",
        /// From the subject to the object.
        Forward = "forward",
        /// From the object, or its buyers, to the subject.
        Backward = "backward",
    }
}

/// A set of entity types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeSet(u8);

impl TypeSet {
    /// Every type.
    pub const ANY: Self = Self(0x7f);

    /// The set of one type.
    pub const fn only(kind: EntityType) -> Self {
        Self(1 << kind as u8)
    }

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a type is in the set.
    pub const fn has(self, kind: EntityType) -> bool {
        self.0 & Self::only(kind).0 != 0
    }

    /// The types of the set.
    pub fn types(self) -> impl Iterator<Item = EntityType> {
        EntityType::ALL.iter().copied().filter(move |&kind| self.has(kind))
    }
}

/// A relation that every base knows: its declaration.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// The id that triples use.
    pub id: &'static str,
    english: &'static str,
    french: &'static str,
    money: Money,
    subject: TypeSet,
    object: TypeSet,
}

impl BuiltIn {
    /// The relation as a base holds it.
    pub fn relation(&self) -> Relation {
        let french = Lang::new("fr").unwrap_or_else(Lang::english);
        Relation {
            label: Text::new(Lang::english(), self.english).and(french, self.french),
            money: self.money,
            subject: self.subject,
            object: self.object,
            export: self.export(),
        }
    }
}

impl BuiltIn {
    /// What moves money is a payment, unless it is a promise or a loss; a few relations have a kind of their own.
    fn export(&self) -> ExportTarget {
        match self.id {
            "pledges" | "loses-on" => ExportTarget::UnknownLink,
            "owns" | "controls" | "acquires" | "buys-stake-in" | "sells-stake-in" => ExportTarget::Ownership,
            "leads" | "founded" => ExportTarget::Directorship,
            "employs" => ExportTarget::Employment,
            "part-of" | "member-of" => ExportTarget::Membership,
            _ if self.money != Money::None => ExportTarget::Payment,
            _ => ExportTarget::UnknownLink,
        }
    }
}

const fn built_in(
    id: &'static str,
    english: &'static str,
    french: &'static str,
    money: Money,
    subject: TypeSet,
    object: TypeSet,
) -> BuiltIn {
    BuiltIn { id, english, french, money, subject, object }
}

const PERSON: TypeSet = TypeSet::only(EntityType::Person);
const PLACE: TypeSet = TypeSet::only(EntityType::Place);
const PRODUCT: TypeSet = TypeSet::only(EntityType::Product);
const ORG: TypeSet = TypeSet::only(EntityType::Company)
    .or(TypeSet::only(EntityType::Organisation))
    .or(TypeSet::only(EntityType::Fund))
    .or(TypeSet::only(EntityType::Project));

/// The relations that every base knows; a base adds its own under `relations:`.
#[rustfmt::skip]
pub const BUILT_IN: &[BuiltIn] = &[
    built_in("pledges", "pledges money to", "promet de l’argent à", Money::Forward, ORG.or(PERSON), TypeSet::ANY),
    built_in("invests-in", "invests in", "investit dans", Money::Forward, ORG.or(PERSON), TypeSet::ANY),
    built_in("funds", "funds", "finance", Money::Forward, ORG.or(PERSON), TypeSet::ANY),
    built_in("spends-on", "spends on", "dépense pour", Money::Forward, TypeSet::ANY, TypeSet::ANY),
    built_in("acquires", "acquires", "acquiert", Money::Forward, ORG.or(PERSON), TypeSet::ANY),
    built_in("buys-stake-in", "buys a stake in", "prend une participation dans", Money::Forward, ORG.or(PERSON), ORG.or(PRODUCT)),
    built_in("sells-stake-in", "sells a stake in", "cède une participation dans", Money::Backward, ORG.or(PERSON), ORG.or(PRODUCT)),
    built_in("borrows-against", "borrows against", "emprunte en gageant", Money::Backward, ORG.or(PERSON), TypeSet::ANY),
    built_in("lends-to", "lends to", "prête à", Money::Forward, ORG.or(PERSON), ORG.or(PERSON).or(PLACE)),
    built_in("buys-from", "buys from", "achète à", Money::Forward, TypeSet::ANY, TypeSet::ANY),
    built_in("sells-to", "sells to", "vend à", Money::Backward, TypeSet::ANY, TypeSet::ANY),
    built_in("pays", "pays", "paie", Money::Forward, TypeSet::ANY, TypeSet::ANY),
    built_in("receives-from", "receives from", "reçoit de", Money::Backward, TypeSet::ANY, TypeSet::ANY),
    built_in("earns", "earns", "gagne", Money::Backward, TypeSet::ANY, TypeSet::ANY),
    built_in("loses-on", "loses on", "perd sur", Money::Forward, TypeSet::ANY, TypeSet::ANY),
    built_in("raises", "raises", "lève", Money::Backward, TypeSet::ANY, TypeSet::ANY),
    built_in("owns", "owns", "détient", Money::None, ORG.or(PERSON).or(PLACE), TypeSet::ANY),
    built_in("controls", "controls", "contrôle", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("values", "values", "valorise", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("valued-at", "is valued", "est valorisé", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("leads", "leads", "dirige", Money::None, ORG.or(PERSON), ORG.or(PRODUCT).or(PLACE)),
    built_in("founded", "founded", "a fondé", Money::None, ORG.or(PERSON), TypeSet::ANY),
    built_in("part-of", "is part of", "fait partie de", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("member-of", "takes part in", "participe à", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("partners-with", "partners with", "s’associe à", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("launches", "launches", "lance", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("announces", "announces", "annonce", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("develops", "develops", "développe", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("uses", "uses", "utilise", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("customer-of", "is a customer of", "est client de", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("supplies", "supplies", "fournit", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("manages", "manages", "gère", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("backs", "backs", "soutient", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("advises", "advises", "conseille", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("employs", "employs", "emploie", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("creates-jobs", "creates jobs", "crée des emplois", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("competes-with", "competes with", "concurrence", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("criticises", "criticises", "critique", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("compared-to", "is compared to", "est comparé à", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("affects", "affects", "touche", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("plans", "plans", "prévoit", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("expects", "expects", "attend", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("considers", "considers", "envisage", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("seeks", "seeks", "cherche", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("located-in", "is located in", "se trouve à", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("succeeds", "succeeds", "succède à", Money::None, TypeSet::ANY, TypeSet::ANY),
    built_in("counts", "counts", "compte", Money::None, TypeSet::ANY, TypeSet::ANY),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    #[test]
    fn built_in_relations_have_distinct_well_formed_ids() {
        let mut ids: Vec<_> = BUILT_IN.iter().map(|relation| Id::new(relation.id).unwrap()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), BUILT_IN.len());
    }

    #[test]
    fn type_sets_hold_what_they_were_given() {
        let set = ORG.or(PERSON);
        assert!(set.has(EntityType::Fund) && set.has(EntityType::Person) && !set.has(EntityType::Place));
        assert_eq!(TypeSet::ANY.types().count(), EntityType::ALL.len());
    }
}
