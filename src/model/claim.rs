//! Claims, their evidence, and what groups them: events, questions, balances.

use super::{Amount, Entity, FileIx, Ix, Relation, Source, Text, When};
use serde::{Deserialize, Serialize};

/// What sources say: a subject, a relation and perhaps an object, with amount, date and the words that prove it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Of whom or what it speaks.
    pub subject: Ix<Entity>,
    /// How the subject relates to the object.
    pub relation: Ix<Relation>,
    /// To whom or what.
    pub object: Option<Ix<Entity>>,
    /// The claim as a sentence, in the curator's words.
    pub says: Option<Text>,
    /// The question that it is an answer to.
    pub answers: Option<Ix<Question>>,
    /// How much. None means unknown, never zero.
    pub amount: Option<Amount>,
    /// When, in the world.
    pub when: Option<When>,
    /// How `when` was inferred, where the sources do not say.
    pub dated: Option<Text>,
    /// What happened in the world, as far as the sources say.
    pub status: Option<Status>,
    /// The event that it belongs to.
    pub event: Option<Ix<Event>>,
    /// Free words for filters.
    pub tags: Vec<String>,
    /// The curator's remark.
    pub note: Option<Text>,
    /// Who says so, in which words.
    pub evidence: Vec<Evidence>,
    /// The file that defines it.
    pub file: FileIx,
}

impl Claim {
    /// Whom it speaks of: the subject, and the object if there is one.
    pub fn ends(&self) -> impl Iterator<Item = Ix<Entity>> + use<> {
        [Some(self.subject), self.object].into_iter().flatten()
    }
}

/// One source's words for a claim or an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// The document that was read.
    pub source: Ix<Source>,
    /// From the document read to the originator.
    pub via: Vec<Origin>,
    /// How the source speaks.
    pub stance: Stance,
    /// The shortest words that prove the claim.
    pub quote: String,
    /// The curator's remark.
    pub note: Option<Text>,
    /// Its place in the written list, counted from 0.
    pub slot: u32,
    /// Whether the words were found in the text.
    pub receipt: Receipt,
}

/// Somebody on the way from a document to whoever said so first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Origin {
    /// A document or outlet.
    Source(Ix<Source>),
    /// A person or body.
    Entity(Ix<Entity>),
}

/// What checking a quote gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The verdict.
    pub trust: Trust,
    /// Where the quote stands in the text; the first place where there are several.
    pub span: Option<Span>,
}

/// A stretch of a source text: from its first character to behind its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first character.
    pub start: Place,
    /// Behind the last character.
    pub end: Place,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The line, counted from 1.
    pub line: u32,
    /// The character of the line, counted from 1.
    pub column: u32,
}

words! {
    /// The verdict on a quote.
    #[derive(Default)]
    pub enum Trust {
        /// Found in the text just now.
        Verified = "verified",
        /// Recorded as found by the lock; the text is not at hand.
        Locked = "locked",
        /// The quote or the text changed since the lock was written.
        Stale = "stale",
        /// Not in the text.
        Missing = "missing",
        /// In the text more than once.
        Ambiguous = "ambiguous",
        /// No text and no lock to compare with.
        #[default]
        Unavailable = "text unavailable",
    }
}

impl Trust {
    /// Whether the quote is known to stand in its text.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Verified | Self::Locked)
    }
}

words! {
    /// What happened in the world.
    pub enum Status {
        /// Intended.
        Planned = "planned",
        /// Promised.
        Pledged = "pledged",
        /// Made public as decided.
        Announced = "announced",
        /// Done.
        Completed = "completed",
        /// Given up.
        Cancelled = "cancelled",
    }
}

words! {
    /// How a source speaks.
    pub enum Stance {
        /// As a fact of its own knowledge.
        States = "states",
        /// As told by others.
        Reports = "reports",
        /// As a figure it arrived at.
        Estimates = "estimates",
        /// As something to come.
        Forecasts = "forecasts",
        /// As a possibility.
        Speculates = "speculates",
        /// As unlikely.
        Doubts = "doubts",
        /// As untrue.
        Denies = "denies",
    }
}

/// Something that happened, or will.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    /// When, if the sources tell.
    pub when: Option<When>,
    /// How `when` was inferred, where the sources do not say.
    pub dated: Option<Text>,
    /// Its name.
    pub name: Text,
    /// What it was, in the curator's words.
    pub summary: Option<Text>,
    /// Whether it belongs to the spine of the timeline.
    pub milestone: bool,
    /// Who took part.
    pub who: Vec<Ix<Entity>>,
    /// The claim whose amount stands for the event in a timeline.
    pub lead: Option<Ix<Claim>>,
    /// Free words for filters.
    pub tags: Vec<String>,
    /// The curator's remark.
    pub note: Option<Text>,
    /// Who says so.
    pub evidence: Vec<Evidence>,
    /// The file that defines it.
    pub file: FileIx,
}

/// A question with rival answers; none is ever picked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub ask: Text,
    /// Whether one answer is true, or answers evolve.
    pub expect: Option<Expect>,
    /// Why the answers conflict.
    pub disputed: Option<Text>,
    /// The curator's remark.
    pub note: Option<Text>,
    /// The file that defines it.
    pub file: FileIx,
}

words! {
    /// What the answers of a question are to one another.
    pub enum Expect {
        /// One of them is true.
        Single = "single",
        /// Each is true at its time.
        Series = "series",
    }
}

/// Arithmetic over claims: what is needed and what covers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Balance {
    /// The question that the sum answers.
    pub ask: Text,
    /// What must be found.
    pub need: Vec<Ix<Claim>>,
    /// What may cover it.
    pub cover: Vec<Ix<Claim>>,
    /// What the sum cannot say.
    pub caveats: Vec<Text>,
    /// The file that defines it.
    pub file: FileIx,
}
