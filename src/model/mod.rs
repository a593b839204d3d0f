//! The types of a fact base: immutable values and resolved references, without I/O or drawing.
//!
//! A [`FactBase`] holds tables of sources, entities, events, questions, claims, balances and stories. Items refer to
//! each other by typed handles ([`Ix`]), never by strings, so every reference is valid.

#[macro_use]
mod words;

mod address;
mod amount;
mod ascii;
mod base;
mod calendar;
mod claim;
mod date;
mod entity;
mod evidence;
mod fold;
mod id;
mod json;
mod line_break;
mod links;
mod relation;
mod source;
mod story;
mod table;
mod text;
mod unit;

pub use address::{Address, AddressError, Item, Kind};
pub use amount::{Amount, AmountError, AmountFault, Numbers, spoken_multiplier};
pub use ascii::ascii;
#[cfg(feature = "app")]
pub(crate) use ascii::{is_plain, plain_form};
pub use base::{FORMAT_VERSION, FactBase, FileIx};
pub use calendar::{month_or_season, named_month_or_season};
pub use claim::{Balance, Claim, Event, Evidence, Expect, Origin, Part, Participant, Place, Question, Receipt, Span};
pub use claim::{Stance, Status, Topic, Triple, Trust};
pub use date::{DateError, Endpoint, Point, Precision, Shape, When};
pub use entity::{Entity, EntityType};
pub use evidence::{EvidenceIx, Holder};
pub use fold::{Folded, fold, fold_with_origins};
pub use id::{Id, IdError};
pub use json::{JsonLayout, to_json};
pub use line_break::{Bond, bond};
pub use links::Links;
pub use relation::{BUILT_IN, ExportTarget, Money, Relation, TypeSet};
pub use source::{Cites, Reliability, Source, SourceKind, Unclaimed};
pub use story::{Step, Story};
pub use table::{Ix, Table};
pub use text::{Lang, Text, clean, is_safe};
pub use unit::{Unit, UnitError};
pub use words::Word;
