//! One address for everything: `kind/id`.

use super::{Balance, Claim, Entity, Event, Ix, Question, Source, Story};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

words! {
    /// The kinds of item that have an address.
    pub enum Kind {
        /// Something that happened.
        Event = "event",
        /// Who or what.
        Entity = "entity",
        /// What sources say.
        Claim = "claim",
        /// A question with rival answers.
        Question = "question",
        /// A document.
        Source = "source",
        /// A sum.
        Balance = "balance",
        /// A tour.
        Story = "story",
    }
}

impl Kind {
    /// The section of a base that has the items of this kind.
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

/// A resolved address: a handle that a base gave.
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

/// A written address, not yet looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The kind.
    pub kind: Kind,
    /// The id.
    pub id: String,
}

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It has not the form `kind/id`.
    Form,
    /// No such kind.
    Kind(String),
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (kind, id) = text.trim().split_once('/').filter(|(_, id)| !id.is_empty()).ok_or(AddressError::Form)?;
        let kind = Kind::from_word(kind).ok_or_else(|| AddressError::Kind(kind.to_owned()))?;
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
            Self::Form => f.write_str("an address is written `kind/id`, such as `entity/softbank`"),
            Self::Kind(kind) => {
                let kinds: Vec<_> = Kind::ALL.iter().map(|k| k.word()).collect();
                write!(f, "`{kind}` is no kind of item; the kinds are {}", kinds.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_addresses() {
        let address: Address = "claim/commit-22b".parse().unwrap();
        assert_eq!(address, Address { kind: Kind::Claim, id: "commit-22b".into() });
        assert_eq!(address.to_string(), "claim/commit-22b");
        assert_eq!("softbank".parse::<Address>(), Err(AddressError::Form));
        assert_eq!("claims/x".parse::<Address>(), Err(AddressError::Kind("claims".into())));
    }
}
