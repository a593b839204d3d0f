//! Relations between a subject and an object, and the direction in which money moves.

use super::{EntityType, Lang, Text};
use serde::{Deserialize, Serialize};

/// A relation, as used in the triple of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// The verb phrase that links the subject to the object.
    pub label: Text,
    /// The direction in which money moves.
    pub money: MoneyDirection,
    /// The types allowed for the subject.
    pub subject: TypeSet,
    /// The types allowed for the object.
    pub object: TypeSet,
    /// The kind of link in exported formats.
    pub export: ExportTarget,
}

impl Relation {
    /// The negated label: "does not invest in", « n’investit pas dans ». A label that does not start with a verb form
    /// known here becomes "not: …".
    pub fn negated_label(&self, lang: &Lang) -> String {
        let (lang, label) = self.label.get_with_lang(lang);
        let negated = if lang.is_french() { negate_french(label) } else { negate_english(label) };
        negated.unwrap_or_else(|| format!("not: {label}"))
    }
}

/// Negates a label that starts with a verb in the third person; `None` if it does not.
fn negate_english(label: &str) -> Option<String> {
    let (verb, rest) = label.split_once(' ').unwrap_or((label, ""));
    let negated = match verb {
        "is" | "has" | "was" | "had" | "can" | "may" | "will" | "would" => format!("{verb} not"),
        "founded" => "did not found".to_owned(),
        _ => {
            let stem = match verb.strip_suffix("es") {
                Some(stem)
                    if stem.ends_with(['x', 'z'])
                        || stem.ends_with("ch")
                        || stem.ends_with("sh")
                        || stem.ends_with("ss") =>
                {
                    stem
                }
                _ => verb.strip_suffix('s')?,
            };
            format!("does not {stem}")
        }
    };
    Some(format!("{negated} {rest}").trim_end().to_owned())
}

/// Negates a label that starts with a verb in the third person, possibly reflexive or with an auxiliary; `None` if
/// the first word is not alphabetic.
fn negate_french(label: &str) -> Option<String> {
    let (pronoun, verbal) = match (label.strip_prefix("s’"), label.strip_prefix("se ")) {
        (Some(verbal), _) => ("s’", verbal),
        (_, Some(verbal)) => ("se ", verbal),
        _ => ("", label),
    };
    let (verb, rest) = verbal.split_once(' ').unwrap_or((verbal, ""));
    let is_word = !verb.is_empty() && verb.chars().all(char::is_alphabetic);
    let elided = pronoun.is_empty() && verb.starts_with(['a', 'e', 'é', 'ê', 'h', 'i', 'o', 'u']);
    let ne = if elided { "n’" } else { "ne " };
    is_word.then(|| format!("{ne}{pronoun}{verb} pas {rest}").trim_end().to_owned())
}

keyword_enum! {
    /// The kind of link that a relation is exported as, named after the FollowTheMoney schemata.
    pub enum ExportTarget {
        /// Money that changed hands.
        Payment = "Payment",
        /// Ownership of a company, a share or an asset.
        Ownership = "Ownership",
        /// A leading position.
        Directorship = "Directorship",
        /// Paid work.
        Employment = "Employment",
        /// Membership of a group or organisation.
        Membership = "Membership",
        /// Any other link.
        UnknownLink = "UnknownLink",
    }
}

keyword_enum! {
    /// The direction in which money moves along a triple.
    pub enum MoneyDirection {
        /// No money moves: ownership, roles, opinions.
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
    /// All types.
    pub const ANY: Self = Self(0x7f);

    /// The set with a single type.
    pub const fn single(kind: EntityType) -> Self {
        Self(1 << kind as u8)
    }

    /// The union of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the set contains a type.
    pub const fn contains(self, kind: EntityType) -> bool {
        self.0 & Self::single(kind).0 != 0
    }

    /// Iterates over the types in the set.
    pub fn iter(self) -> impl Iterator<Item = EntityType> {
        EntityType::ALL.iter().copied().filter(move |&kind| self.contains(kind))
    }
}

/// The declaration of a built-in relation.
#[derive(Clone, Copy, Debug)]
pub struct BuiltInRelation {
    /// The id used in triples.
    pub id: &'static str,
    english: &'static str,
    french: &'static str,
    money: MoneyDirection,
    subject: TypeSet,
    object: TypeSet,
}

impl BuiltInRelation {
    /// Builds the relation for the table of a base.
    pub fn to_relation(self) -> Relation {
        let french = Lang::new("fr").unwrap_or_else(Lang::english);
        Relation {
            label: Text::new(Lang::english(), self.english).with_translation(french, self.french),
            money: self.money,
            subject: self.subject,
            object: self.object,
            export: self.export_target(),
        }
    }
}

impl BuiltInRelation {
    /// A relation that moves money is exported as a payment, unless it is a pledge or a loss. Ownership, leadership,
    /// employment and membership have their own kinds.
    fn export_target(&self) -> ExportTarget {
        match self.id {
            "pledges" | "loses-on" => ExportTarget::UnknownLink,
            "owns" | "controls" | "acquires" | "buys-stake-in" | "sells-stake-in" => ExportTarget::Ownership,
            "leads" | "founded" => ExportTarget::Directorship,
            "employs" => ExportTarget::Employment,
            "part-of" | "member-of" => ExportTarget::Membership,
            _ if self.money != MoneyDirection::None => ExportTarget::Payment,
            _ => ExportTarget::UnknownLink,
        }
    }
}

const fn built_in_relation(
    id: &'static str,
    english: &'static str,
    french: &'static str,
    money: MoneyDirection,
    subject: TypeSet,
    object: TypeSet,
) -> BuiltInRelation {
    BuiltInRelation { id, english, french, money, subject, object }
}

const PERSON: TypeSet = TypeSet::single(EntityType::Person);
const PLACE: TypeSet = TypeSet::single(EntityType::Place);
const PRODUCT: TypeSet = TypeSet::single(EntityType::Product);
const ORGANISATIONS: TypeSet = TypeSet::single(EntityType::Company)
    .union(TypeSet::single(EntityType::Organisation))
    .union(TypeSet::single(EntityType::Fund))
    .union(TypeSet::single(EntityType::Project));

/// The built-in relations. A base declares further ones under `relations:`.
#[rustfmt::skip]
pub const BUILT_IN_RELATIONS: &[BuiltInRelation] = &[
    built_in_relation("pledges", "pledges money to", "promet de l’argent à", MoneyDirection::Forward, ORGANISATIONS.union(PERSON), TypeSet::ANY),
    built_in_relation("invests-in", "invests in", "investit dans", MoneyDirection::Forward, ORGANISATIONS.union(PERSON), TypeSet::ANY),
    built_in_relation("funds", "funds", "finance", MoneyDirection::Forward, ORGANISATIONS.union(PERSON), TypeSet::ANY),
    built_in_relation("spends-on", "spends on", "dépense pour", MoneyDirection::Forward, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("acquires", "acquires", "acquiert", MoneyDirection::Forward, ORGANISATIONS.union(PERSON), TypeSet::ANY),
    built_in_relation("buys-stake-in", "buys a stake in", "prend une participation dans", MoneyDirection::Forward, ORGANISATIONS.union(PERSON), ORGANISATIONS.union(PRODUCT)),
    built_in_relation("sells-stake-in", "sells a stake in", "cède une participation dans", MoneyDirection::Backward, ORGANISATIONS.union(PERSON), ORGANISATIONS.union(PRODUCT)),
    built_in_relation("borrows-against", "borrows against", "emprunte en gageant", MoneyDirection::Backward, ORGANISATIONS.union(PERSON), TypeSet::ANY),
    built_in_relation("lends-to", "lends to", "prête à", MoneyDirection::Forward, ORGANISATIONS.union(PERSON), ORGANISATIONS.union(PERSON).union(PLACE)),
    built_in_relation("buys-from", "buys from", "achète à", MoneyDirection::Forward, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("sells-to", "sells to", "vend à", MoneyDirection::Backward, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("pays", "pays", "paie", MoneyDirection::Forward, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("receives-from", "receives from", "reçoit de", MoneyDirection::Backward, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("earns", "earns", "gagne", MoneyDirection::Backward, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("loses-on", "loses on", "perd sur", MoneyDirection::Forward, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("raises", "raises", "lève", MoneyDirection::Backward, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("owns", "owns", "détient", MoneyDirection::None, ORGANISATIONS.union(PERSON).union(PLACE), TypeSet::ANY),
    built_in_relation("controls", "controls", "contrôle", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("values", "values", "valorise", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("valued-at", "is valued", "est valorisé", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("leads", "leads", "dirige", MoneyDirection::None, ORGANISATIONS.union(PERSON), ORGANISATIONS.union(PRODUCT).union(PLACE)),
    built_in_relation("founded", "founded", "a fondé", MoneyDirection::None, ORGANISATIONS.union(PERSON), TypeSet::ANY),
    built_in_relation("part-of", "is part of", "fait partie de", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("member-of", "takes part in", "participe à", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("partners-with", "partners with", "s’associe à", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("launches", "launches", "lance", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("announces", "announces", "annonce", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("develops", "develops", "développe", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("uses", "uses", "utilise", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("customer-of", "is a customer of", "est client de", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("supplies", "supplies", "fournit", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("manages", "manages", "gère", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("backs", "backs", "soutient", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("advises", "advises", "conseille", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("employs", "employs", "emploie", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("creates-jobs", "creates jobs", "crée des emplois", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("competes-with", "competes with", "concurrence", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("criticises", "criticises", "critique", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("compared-to", "is compared to", "est comparé à", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("affects", "affects", "touche", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("plans", "plans", "prévoit", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("expects", "expects", "attend", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("considers", "considers", "envisage", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("seeks", "seeks", "cherche", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("located-in", "is located in", "se trouve à", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("succeeds", "succeeds", "succède à", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
    built_in_relation("counts", "counts", "compte", MoneyDirection::None, TypeSet::ANY, TypeSet::ANY),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    #[test]
    fn built_in_relations_have_distinct_well_formed_ids() {
        let mut ids: Vec<_> = BUILT_IN_RELATIONS.iter().map(|relation| Id::new(relation.id).unwrap()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), BUILT_IN_RELATIONS.len());
    }

    #[test]
    fn every_built_in_relation_has_a_negation() {
        let [english, french] = ["en", "fr"].map(|tag| Lang::new(tag).unwrap());
        let negated = |id: &str, lang: &Lang| {
            BUILT_IN_RELATIONS
                .iter()
                .find(|relation| relation.id == id)
                .map(|found| found.to_relation().negated_label(lang))
                .unwrap()
        };
        for (id, en, fr) in [
            ("invests-in", "does not invest in", "n’investit pas dans"),
            ("founded", "did not found", "n’a pas fondé"),
            ("valued-at", "is not valued", "n’est pas valorisé"),
            ("partners-with", "does not partner with", "ne s’associe pas à"),
            ("located-in", "is not located in", "ne se trouve pas à"),
            ("launches", "does not launch", "ne lance pas"),
            ("loses-on", "does not lose on", "ne perd pas sur"),
        ] {
            assert_eq!((negated(id, &english).as_str(), negated(id, &french).as_str()), (en, fr));
        }
        for relation in BUILT_IN_RELATIONS {
            assert!(negated(relation.id, &english).contains(" not "), "{}", relation.id);
            assert!(negated(relation.id, &french).contains(" pas"), "{}", relation.id);
        }
        let odd = Relation { label: Text::new(english.clone(), "took over"), ..BUILT_IN_RELATIONS[0].to_relation() };
        assert_eq!(odd.negated_label(&french), "not: took over");
    }

    #[test]
    fn type_sets_contain_their_members() {
        let set = ORGANISATIONS.union(PERSON);
        assert!(set.contains(EntityType::Fund) && set.contains(EntityType::Person) && !set.contains(EntityType::Place));
        assert_eq!(TypeSet::ANY.iter().count(), EntityType::ALL.len());
    }
}
