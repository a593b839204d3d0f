//! Claims, their evidence, and what groups them: events, questions, balances.

use super::{Amount, Entity, FileIx, Ix, Relation, Source, Text, When};
use serde::{Deserialize, Serialize};

/// What sources say: a relation or a subject matter, with amount, date and the words that prove it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// The relation that it asserts, or whom and what it is about.
    pub topic: Topic,
    /// The claim as a sentence, in the curator's words. A claim without a relation always has one.
    pub says: Option<Text>,
    /// The question that it is an answer to.
    pub answers: Option<Ix<Question>>,
    /// How much. None means unknown, never zero.
    pub amount: Option<Amount>,
    /// When, in the world.
    pub when: Option<When>,
    /// The source whose date of publication `when` was derived from.
    pub dated_by: Option<Ix<Source>>,
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

/// What a claim is on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Topic {
    /// A relation between two entities, or of one.
    Relation(Triple),
    /// Entities between which no relation is asserted, the main one first; never empty.
    About(Vec<Ix<Entity>>),
}

/// A subject, a relation and perhaps an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Triple {
    /// Of whom or what it speaks.
    pub subject: Ix<Entity>,
    /// How the subject relates to the object.
    pub relation: Ix<Relation>,
    /// To whom or what.
    pub object: Option<Ix<Entity>>,
    /// Whether the claim is that the relation does not hold.
    pub negated: bool,
}

impl Claim {
    /// The relation that it asserts or negates, if it is on one.
    pub fn triple(&self) -> Option<&Triple> {
        match &self.topic {
            Topic::Relation(triple) => Some(triple),
            Topic::About(_) => None,
        }
    }

    /// The relation that it asserts: not one that it negates.
    pub fn asserted(&self) -> Option<&Triple> {
        self.triple().filter(|triple| !triple.negated)
    }

    /// Whom and what it is about: subject and object, or the entities that it names, the main one first.
    pub fn entities(&self) -> impl Iterator<Item = Ix<Entity>> + '_ {
        let (ends, about) = match &self.topic {
            Topic::Relation(triple) => ([Some(triple.subject), triple.object], [].as_slice()),
            Topic::About(entities) => ([None, None], entities.as_slice()),
        };
        ends.into_iter().flatten().chain(about.iter().copied())
    }

    /// Whether it is on something that has not happened: it is planned, pledged or cancelled; or it has no status, and
    /// every source forecasts, supposes, doubts or denies it.
    pub fn is_open(&self) -> bool {
        match self.status {
            Some(status) => !status.has_happened(),
            None => !self.evidence.is_empty() && self.evidence.iter().all(|e| !e.stance.asserts()),
        }
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
        /// Recorded as found by a lock that was made here, or with the program; the text is not at hand.
        Locked = "locked",
        /// Recorded as found by a lock that came with the base, and by nothing else.
        Claimed = "claimed",
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

impl Status {
    /// Whether something took place: it was done, or made public as decided.
    pub fn has_happened(self) -> bool {
        matches!(self, Self::Announced | Self::Completed)
    }
}

impl Stance {
    /// Whether the source holds it for true, itself or after others.
    pub fn asserts(self) -> bool {
        matches!(self, Self::States | Self::Reports | Self::Estimates)
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
    /// The source whose date of publication `when` was derived from.
    pub dated_by: Option<Ix<Source>>,
    /// How `when` was inferred, where the sources do not say.
    pub dated: Option<Text>,
    /// Its name.
    pub name: Text,
    /// What it was, in the curator's words.
    pub summary: Option<Text>,
    /// Whether it belongs to the spine of the timeline.
    pub milestone: bool,
    /// How far it has come, where that is not what its claims say.
    pub status: Option<Status>,
    /// Who had to do with it, and how.
    pub who: Vec<Participant>,
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

/// Somebody or something that had to do with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who or what.
    pub entity: Ix<Entity>,
    /// How.
    pub role: Part,
}

words! {
    /// What an entity has to do with an event.
    pub enum Part {
        /// Made it known.
        Announces = "announces",
        /// Received the others, or gave the place.
        Host = "host",
        /// Did it, or was there.
        TakesPart = "takes-part",
        /// Is meant, without being there.
        Concerns = "concerns",
    }
}

impl Event {
    /// Who and what had to do with it, in the order of writing; an entity with two roles comes twice.
    pub fn entities(&self) -> impl Iterator<Item = Ix<Entity>> + '_ {
        self.who.iter().map(|participant| participant.entity)
    }
}

/// A question with rival answers; none is ever picked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub ask: Text,
    /// What the answers are to one another; nothing where they may be of any kind.
    pub expect: Option<Expect>,
    /// Why the answers conflict.
    pub disputed: Option<Text>,
    /// The answers that conflict; where none is named, all do.
    pub between: Vec<Ix<Claim>>,
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
        /// They are parts of one whole, and add up.
        Parts = "parts",
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
