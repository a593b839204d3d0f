//! Search by words, amounts and dates, with the same ranking in the explorer and on the command line.
//!
//! There are two passes. The first matches words: each word of a query, its synonyms, and its stem or corrections if
//! no text contains the word, are searched for in the folded texts of all items. A match is a whole word, the start
//! of a word or the inside of one. Claims and events also match through the names of their entities. If this finds
//! little, the second pass matches the letters of the query in order, in names only, because fuzzy matching on prose
//! is noise. Amounts and dates in a query are compared with the values of items, not with their spelling. Queries and
//! texts are both folded, see [`crate::model::fold`].
//!
//! [`Query`] is the parsed query. A plan resolves it against one base. [`Index`] runs the plan over all texts in
//! chunks, so that the first hits come early and a newer query cancels an older one.

mod completion;
mod corpus;
mod execution;
mod fields;
mod filter;
mod fuzzy;
mod hits;
mod index;
mod lexicon;
mod name_match;
mod needle;
mod offsets;
mod options;
mod plan;
mod query;
mod values;
mod vocabulary;
mod words;

pub use completion::complete;
pub use execution::{IncrementalState, Matches};
pub use fields::Field;
pub use filter::{Certainty, QueryError};
pub use hits::{Hit, SearchResults};
pub use index::Index;
pub use name_match::match_names;
pub use options::SearchOptions;
pub use query::Query;
pub use values::parse_written_date;
