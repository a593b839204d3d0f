//! Relations between a subject and an object, and the direction in which money moves.

use super::{EntityType, Lang, Text};
use serde::{Deserialize, Serialize};

/// A relation, as used in the triple of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// The verb phrase that links the subject to the object.
    pub label: Text,
    /// The direction in which money moves.
    pub money: Money,
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
    pub fn negation(&self, lang: &Lang) -> String {
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

words! {
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

words! {
    /// The direction in which money moves along a triple.
    pub enum Money {
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
    pub const fn only(kind: EntityType) -> Self {
        Self(1 << kind as u8)
    }

    /// The union of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the set contains a type.
    pub const fn has(self, kind: EntityType) -> bool {
        self.0 & Self::only(kind).0 != 0
    }

    /// Iterates over the types in the set.
    pub fn types(self) -> impl Iterator<Item = EntityType> {
        EntityType::ALL.iter().copied().filter(move |&kind| self.has(kind))
    }
}

/// The declaration of a built-in relation.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// The id used in triples.
    pub id: &'static str,
    english: &'static str,
    french: &'static str,
    money: Money,
    subject: TypeSet,
    object: TypeSet,
}

impl BuiltIn {
    /// Builds the relation for the table of a base.
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
    /// A relation that moves money is exported as a payment, unless it is a pledge or a loss. Ownership, leadership,
    /// employment and membership have their own kinds.
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

/// The built-in relations. A base declares further ones under `relations:`.
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
    fn every_built_in_relation_has_a_negation() {
        let [english, french] = ["en", "fr"].map(|tag| Lang::new(tag).unwrap());
        let negated = |id: &str, lang: &Lang| {
            BUILT_IN.iter().find(|relation| relation.id == id).map(|found| found.relation().negation(lang)).unwrap()
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
        for relation in BUILT_IN {
            assert!(negated(relation.id, &english).contains(" not "), "{}", relation.id);
            assert!(negated(relation.id, &french).contains(" pas"), "{}", relation.id);
        }
        let odd = Relation { label: Text::new(english.clone(), "took over"), ..BUILT_IN[0].relation() };
        assert_eq!(odd.negation(&french), "not: took over");
    }

    #[test]
    fn type_sets_hold_what_they_were_given() {
        let set = ORG.or(PERSON);
        assert!(set.has(EntityType::Fund) && set.has(EntityType::Person) && !set.has(EntityType::Place));
        assert_eq!(TypeSet::ANY.types().count(), EntityType::ALL.len());
    }
}
