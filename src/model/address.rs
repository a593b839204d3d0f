//! Addresses of items: `kind/id`.

use super::{Balance, Claim, Entity, Event, Ix, Question, Source, Story};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

keyword_enum! {
    /// The kinds of items that have an address.
    pub enum Kind {
        /// Something that happens at a date.
        Event = "event",
        /// A person, company, organisation, fund, project, product or place.
        Entity = "entity",
        /// A statement made by sources.
        Claim = "claim",
        /// A question with competing answers.
        Question = "question",
        /// A document that was read, or that a read document cites.
        Source = "source",
        /// A sum over claims.
        Balance = "balance",
        /// A guided sequence through the base.
        Story = "story",
    }
}

impl Kind {
    /// The top-level YAML key under which items of this kind are defined.
    pub fn section(self) -> &'static str {
        match self {
            Self::Event => "events",
            Self::Entity => "entities",
            Self::Claim => "claims",
            Self::Question => "questions",
            Self::Source => "sources",
            Self::Balance => "balances",
            Self::Story => "stories",
        }
    }
}

/// A resolved address: a handle issued by a [`FactBase`](super::FactBase).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Item {
    /// An event.
    Event(Ix<Event>),
    /// An entity.
    Entity(Ix<Entity>),
    /// A claim.
    Claim(Ix<Claim>),
    /// A question.
    Question(Ix<Question>),
    /// A source.
    Source(Ix<Source>),
    /// A balance.
    Balance(Ix<Balance>),
    /// A story.
    Story(Ix<Story>),
}

impl Item {
    /// The kind of the item.
    pub fn kind(self) -> Kind {
        match self {
            Self::Event(_) => Kind::Event,
            Self::Entity(_) => Kind::Entity,
            Self::Claim(_) => Kind::Claim,
            Self::Question(_) => Kind::Question,
            Self::Source(_) => Kind::Source,
            Self::Balance(_) => Kind::Balance,
            Self::Story(_) => Kind::Story,
        }
    }
}

/// A parsed address that has not been looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The part before the slash.
    pub kind: Kind,
    /// The part after the slash; never empty if parsed.
    pub id: String,
}

/// Why a text is not an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// The text does not have the form `kind/id`.
    Syntax,
    /// The kind does not exist.
    UnknownKind(String),
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (kind, id) = text.trim().split_once('/').filter(|(_, id)| !id.is_empty()).ok_or(AddressError::Syntax)?;
        let kind = Kind::from_keyword(kind).ok_or_else(|| AddressError::UnknownKind(kind.to_owned()))?;
        Ok(Self { kind, id: id.to_owned() })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("an address is written `kind/id`, such as `entity/softbank`"),
            Self::UnknownKind(kind) => {
                let kinds: Vec<_> = Kind::ALL.iter().map(|k| k.keyword()).collect();
                write!(f, "`{kind}` is not a kind of item; the kinds are {}", kinds.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_and_formats_addresses() {
        let address: Address = "claim/commit-22b".parse().unwrap();
        assert_eq!(address, Address { kind: Kind::Claim, id: "commit-22b".into() });
        assert_eq!(address.to_string(), "claim/commit-22b");
        assert_eq!("softbank".parse::<Address>(), Err(AddressError::Syntax));
        assert_eq!("claims/x".parse::<Address>(), Err(AddressError::UnknownKind("claims".into())));
    }
}
