//! Finding anything by a few words, a figure or a date; the explorer and the command line rank alike.
//!
//! Two lanes. Names, titles, aliases and ids are matched word by word and then loosely, letter by letter, so that a
//! few letters find a name. Prose (descriptions, quotes) is matched by words and parts of words only: there, loose
//! matching is noise. Amounts and dates of a query are compared with the values of claims, not with their spelling.
//! Both sides are folded, see [`crate::model::fold`].

mod fields;
mod fuzzy;
mod index;
mod query;
mod rank;
mod values;

pub use fields::Field;
pub use index::{Found, Hit, Index, Options};
pub use query::Query;
