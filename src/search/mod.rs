//! Finding anything by a few words, a figure or a date; the explorer and the command line rank alike.
//!
//! Two lanes. First words: every word of a query, or what stands for it (a synonym, a stem, what is spelt much the
//! same where no text has the word), is looked for in the folded texts of all items, as a whole word, as the start of
//! one, inside of one; an item also has the words of whom it speaks of. Where that finds little, letters: those of the
//! query in their order, in names only, because on prose loose matching is noise. Amounts and dates of a query are
//! compared with the values of claims, not with their spelling. Both sides are folded, see [`crate::model::fold`].
//!
//! [`Query`] is what was typed, taken apart; a plan makes it ready for one base; [`Index`] runs the plan over an arena
//! of texts, in pieces, so that the first hits come early and a newer query ends an older one.

mod arena;
mod complete;
mod fields;
mod filter;
mod fuzzy;
mod hits;
mod index;
mod needle;
mod pick;
mod plan;
mod query;
mod rank;
mod run;
mod values;
mod vocabulary;
mod words;

pub use complete::complete;
pub use fields::Field;
pub use filter::{Certainty, Fault};
pub use hits::{Found, Hit};
pub use index::Index;
pub use pick::pick;
pub use query::Query;
pub use run::{Matches, Memory, Options};
pub use values::written_date;
