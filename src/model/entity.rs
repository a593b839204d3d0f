//! Who and what claims speak of.

use super::{FileIx, Ix, Text};
use serde::{Deserialize, Serialize};

/// A person, company, fund, project, product or place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: EntityType,
    /// Its name.
    pub name: Text,
    /// Other spellings, under which texts and readers name it.
    pub aliases: Vec<Text>,
    /// Entities of like names that are others (Wikidata's P1889).
    pub different_from: Vec<Ix<Entity>>,
    /// What the sources say it is, in the curator's words.
    pub summary: Option<Text>,
    /// Free words for filters, such as `peripheral`.
    pub tags: Vec<String>,
    /// The file that defines it.
    pub file: FileIx,
}

words! {
    /// What an entity is.
    pub enum EntityType {
        /// A human being.
        Person = "person",
        /// A business.
        Company = "company",
        /// A body that is no business: a government, an association.
        Organisation = "organisation",
        /// A pool of money.
        Fund = "fund",
        /// An undertaking of several parties.
        Project = "project",
        /// Something made or sold.
        Product = "product",
        /// Somewhere.
        Place = "place",
    }
}
