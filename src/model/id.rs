//! Ids of items.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The id of an item: 1 to [`Id::MAX_CHARS`] lower-case ASCII letters, digits and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(Box<str>);

/// Why a text is not an [`Id`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdError {
    /// The id is empty.
    Empty,
    /// The id is longer than [`Id::MAX_CHARS`] characters.
    TooLong,
    /// A character that is not allowed in ids.
    InvalidCharacter(char),
}

impl Id {
    /// Maximum length of an id, in characters.
    pub const MAX_CHARS: usize = 100;

    /// Validates a written id.
    ///
    /// # Errors
    /// [`IdError`] reports the first invalid character, or else an empty or too long id.
    pub fn new(written: &str) -> Result<Self, IdError> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        match written.chars().find(|&c| !allowed(c)) {
            Some(c) => Err(IdError::InvalidCharacter(c)),
            None if written.is_empty() => Err(IdError::Empty),
            None if written.len() > Self::MAX_CHARS => Err(IdError::TooLong),
            None => Ok(Self(written.into())),
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the id is empty"),
            Self::TooLong => write!(f, "the id has more than {} characters", Id::MAX_CHARS),
            Self::InvalidCharacter(c) => write!(f, "an id holds no `{}`", c.escape_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_lower_case_digits_and_dashes() {
        assert_eq!(Id::new("commit-22b").unwrap().as_str(), "commit-22b");
    }

    #[test]
    fn reports_id_errors() {
        assert_eq!(Id::new(""), Err(IdError::Empty));
        assert_eq!(Id::new("SoftBank"), Err(IdError::InvalidCharacter('S')));
        assert_eq!(Id::new(&"a".repeat(101)), Err(IdError::TooLong));
    }
}
