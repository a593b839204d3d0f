//! The types of a fact base: immutable values and resolved references, without I/O or drawing.
//!
//! A [`FactBase`] holds tables of sources, entities, events, questions, claims, balances and stories. Items refer to
//! each other by typed handles ([`Ix`]), never by strings, so every reference is valid.

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

pub use crate::text::{Keyword, is_printable, parse_keyword, sanitize};
pub use address::{Address, AddressError, Item, Kind};
pub use amount::{Amount, AmountError, AmountErrorKind, AmountRange, multiplier_from_word};
pub use ascii::to_ascii;
#[cfg(feature = "app")]
pub(crate) use ascii::{cluster_to_ascii, is_printable_ascii};
pub use base::{FORMAT_VERSION, FactBase, FileIx};
pub use calendar::{parse_month_or_season, parse_unambiguous_month_or_season};
pub use claim::{
    Balance, CitedParty, Claim, Event, EventRole, Evidence, ExpectedAnswers, Participant, Question, TextPosition,
    TextSpan, Verification,
};
pub use claim::{QuoteStatus, Stance, Status, Topic, Triple};
pub use date::{DateError, DateForm, EdtfDate, Endpoint, PartialDate, Precision};
pub use entity::{Entity, EntityType};
pub use evidence::{EvidenceIx, EvidenceOwner};
pub use fold::{Folded, fold, fold_with_offsets};
pub use id::{Id, IdError};
pub use json::{JsonLayout, to_json};
pub use line_break::{Bond, bond_between};
pub use links::Links;
pub use relation::{BUILT_IN_RELATIONS, ExportTarget, MoneyDirection, Relation, TypeSet};
pub use source::{NamedSources, Reliability, Source, SourceKind, UnclaimedLines};
pub use story::{Step, Story};
pub use table::{Ix, Table};
pub use text::{Lang, Text};
pub use unit::{CURRENCY_SIGNS, Unit, UnknownUnit, is_currency_sign};
