//! Enumerations whose values are keywords of the format.

/// A value that the format writes as one of a fixed set of keywords.
pub trait Keyword: Copy + 'static {
    /// All values, in order of declaration.
    const VALUES: &'static [Self];

    /// The keyword of the value.
    fn as_keyword(self) -> &'static str;
}

/// Parses a keyword of an enum.
///
/// # Errors
/// If it is none; the message lists the keywords.
pub fn parse_keyword<T: Keyword>(written: &str) -> Result<T, String> {
    let known = || T::VALUES.iter().copied();
    known().find(|value| value.as_keyword() == written).ok_or_else(|| {
        let words: Vec<_> = known().map(Keyword::as_keyword).collect();
        format!("write one of {}", words.join(", "))
    })
}

/// Declares an enumeration with the keyword of each value. Derives the list of values, formatting and parsing.
macro_rules! keyword_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$value_doc:meta])* $value:ident = $keyword:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[allow(unreachable_pub, reason = "some of these enumerations are private to their module")]
        pub enum $name { $($(#[$value_doc])* $value,)+ }

        #[allow(unreachable_pub, reason = "as for the enumeration")]
        impl $name {
            /// All values, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The keyword of the value.
            pub fn keyword(self) -> &'static str {
                match self { $(Self::$value => $keyword,)+ }
            }

            /// Parses a keyword.
            pub fn from_keyword(written: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.keyword() == written)
            }
        }

        impl $crate::text::Keyword for $name {
            const VALUES: &'static [Self] = Self::ALL;

            fn as_keyword(self) -> &'static str {
                self.keyword()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.keyword())
            }
        }
    };
}
