//! The people, organisations and things that claims are about.

use super::{FileIx, Ix, Text};
use serde::{Deserialize, Serialize};

/// A person, company, fund, project, product or place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entity {
    /// The type of the entity.
    pub kind: EntityType,
    /// Its name.
    pub name: Text,
    /// Other names and spellings that texts and queries may use.
    pub aliases: Vec<Text>,
    /// Entities with a similar name that are distinct from this one (Wikidata's P1889).
    pub different_from: Vec<Ix<Entity>>,
    /// A description, in the curator's words.
    pub summary: Option<Text>,
    /// Words set on the item, for filters, such as `peripheral`.
    pub tags: Vec<String>,
    /// The file that defines the item.
    pub file: FileIx,
}

keyword_enum! {
    /// The type of an entity.
    pub enum EntityType {
        /// A human being.
        Person = "person",
        /// A business.
        Company = "company",
        /// An organisation that is not a business: a government, an association.
        Organisation = "organisation",
        /// An investment fund or another pool of money.
        Fund = "fund",
        /// An undertaking of several parties.
        Project = "project",
        /// Something made or sold.
        Product = "product",
        /// A country, city or other location.
        Place = "place",
    }
}
