//! Claims, their evidence, and what groups them: events, questions, balances.

use super::{Amount, EdtfDate, Entity, FileIx, Ix, Relation, Source, Text};
use serde::{Deserialize, Serialize};

/// A statement made by sources: a relation or the entities it is about, with amount, date and evidence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// The relation that the claim asserts or negates, or the entities that it is about.
    pub topic: Topic,
    /// The statement: the claim as a sentence, in the curator's words. Always present if there is no relation.
    pub statement: Option<Text>,
    /// The question that the claim answers.
    pub answers: Option<Ix<Question>>,
    /// The amount. `None` means unknown, never zero.
    pub amount: Option<Amount>,
    /// When the claimed thing happens, as opposed to when it was published.
    pub when: Option<EdtfDate>,
    /// The source whose date of publication `when` was derived from.
    pub dated_by: Option<Ix<Source>>,
    /// How `when` was inferred, if no source gives the date.
    pub dated: Option<Text>,
    /// How far the matter has come, according to the sources.
    pub status: Option<Status>,
    /// The event that the claim belongs to.
    pub event: Option<Ix<Event>>,
    /// Words set on the item, for filters.
    pub tags: Vec<String>,
    /// The curator's note.
    pub note: Option<Text>,
    /// The quotes that support the claim, in file order.
    pub evidence: Vec<Evidence>,
    /// The file that defines the item.
    pub file: FileIx,
}

/// The subject matter of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Topic {
    /// A relation between two entities, or of a single one.
    Relation(Triple),
    /// Entities without a relation between them, the main one first; never empty.
    About(Vec<Ix<Entity>>),
}

/// A subject, a relation and optionally an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Triple {
    /// The entity that the relation starts from.
    pub subject: Ix<Entity>,
    /// The relation of the subject to the object.
    pub relation: Ix<Relation>,
    /// The entity that the relation leads to.
    pub object: Option<Ix<Entity>>,
    /// Whether the claim denies the relation.
    pub negated: bool,
}

impl Claim {
    /// The relation that the claim asserts or negates, if it has one.
    pub fn triple(&self) -> Option<&Triple> {
        match &self.topic {
            Topic::Relation(triple) => Some(triple),
            Topic::About(_) => None,
        }
    }

    /// The relation that the claim asserts; `None` if it negates one.
    pub fn asserted_triple(&self) -> Option<&Triple> {
        self.triple().filter(|triple| !triple.negated)
    }

    /// The entities that the claim is about: subject and object, or the listed entities, the main one first.
    pub fn entities(&self) -> impl Iterator<Item = Ix<Entity>> + '_ {
        let (parties, about) = match &self.topic {
            Topic::Relation(triple) => ([Some(triple.subject), triple.object], [].as_slice()),
            Topic::About(entities) => ([None, None], entities.as_slice()),
        };
        parties.into_iter().flatten().chain(about.iter().copied())
    }

    /// Whether the claim is about something that has not happened: its status is planned, pledged or cancelled, or it
    /// has no status and every source forecasts, speculates, doubts or denies.
    pub fn is_unrealized(&self) -> bool {
        match self.status {
            Some(status) => !status.has_happened(),
            None => !self.evidence.is_empty() && self.evidence.iter().all(|e| !e.stance.asserts()),
        }
    }
}

/// A link from a claim or an event to a source: quote, stance and chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// The document that was read and quoted.
    pub source: Ix<Source>,
    /// The chain after the document: who it cites, and so on; the originator comes last. Empty if first-hand.
    pub via: Vec<CitedParty>,
    /// How the source speaks.
    pub stance: Stance,
    /// The exact words of the source that support the claim.
    pub quote: String,
    /// The curator's note.
    pub note: Option<Text>,
    /// Index in the YAML list of evidence, counted from 0. Entries that failed to load are counted too.
    pub list_index: u32,
    /// The result of looking for the quote in the source text.
    pub verification: Verification,
}

/// A member of the chain from a document to the originator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CitedParty {
    /// A document or outlet.
    Source(Ix<Source>),
    /// A person or organisation.
    Entity(Ix<Entity>),
}

/// The result of verifying a quote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// The status of the quote.
    pub status: QuoteStatus,
    /// Where the quote is in the text; the first occurrence if there are several.
    pub span: Option<TextSpan>,
}

/// A range of a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSpan {
    /// The position of the first character.
    pub start: TextPosition,
    /// The position after the last character.
    pub end: TextPosition,
}

/// A position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TextPosition {
    /// The line, counted from 1.
    pub line: u32,
    /// The character in the line, counted from 1.
    pub column: u32,
}

keyword_enum! {
    /// Whether a quote was found in its source text.
    #[derive(Default)]
    pub enum QuoteStatus {
        /// Found in the text in this run.
        Verified = "verified",
        /// Recorded as found by a lock file made on this machine or shipped with the program. There is no text.
        Locked = "locked",
        /// Recorded as found only by a lock file that came with the base and was made elsewhere.
        LockUnproven = "claimed",
        /// The quote or the text has changed since the lock file was written.
        Changed = "stale",
        /// Not in the text.
        Missing = "missing",
        /// Found in the text more than once.
        Ambiguous = "ambiguous",
        /// There is neither a text nor a lock file to compare with.
        #[default]
        NotVerifiable = "text unavailable",
    }
}

impl Status {
    /// Whether the status means that something took place: it was completed, or publicly announced.
    pub fn has_happened(self) -> bool {
        matches!(self, Self::Announced | Self::Completed)
    }
}

impl Stance {
    /// Whether the source presents the claim as true, first-hand or second-hand.
    pub fn asserts(self) -> bool {
        matches!(self, Self::States | Self::Reports | Self::Estimates)
    }
}

impl QuoteStatus {
    /// Whether the quote is known to be in its text.
    pub fn is_confirmed(self) -> bool {
        matches!(self, Self::Verified | Self::Locked)
    }
}

keyword_enum! {
    /// How far a matter has come.
    pub enum Status {
        /// Intended.
        Planned = "planned",
        /// Promised.
        Pledged = "pledged",
        /// Publicly announced as decided.
        Announced = "announced",
        /// Done.
        Completed = "completed",
        /// Given up.
        Cancelled = "cancelled",
    }
}

keyword_enum! {
    /// How a source puts a claim.
    pub enum Stance {
        /// As a fact that it knows itself.
        States = "states",
        /// As something it has from others.
        Reports = "reports",
        /// As a figure that it worked out.
        Estimates = "estimates",
        /// As something in the future.
        Forecasts = "forecasts",
        /// As a possibility.
        Speculates = "speculates",
        /// As unlikely.
        Doubts = "doubts",
        /// As untrue.
        Denies = "denies",
    }
}

/// Something that happened or will happen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    /// The date, if known.
    pub when: Option<EdtfDate>,
    /// The source whose date of publication `when` was derived from.
    pub dated_by: Option<Ix<Source>>,
    /// How `when` was inferred, if no source gives the date.
    pub dated: Option<Text>,
    /// Its name.
    pub name: Text,
    /// A description, in the curator's words.
    pub summary: Option<Text>,
    /// Whether the event is on the main line of the timeline.
    pub milestone: bool,
    /// The status of the event, if it differs from what its claims say.
    pub status: Option<Status>,
    /// The entities involved, with their roles.
    pub participants: Vec<Participant>,
    /// The claim whose amount is shown for the event in a timeline.
    pub lead_claim: Option<Ix<Claim>>,
    /// Words set on the item, for filters.
    pub tags: Vec<String>,
    /// The curator's note.
    pub note: Option<Text>,
    /// The quotes that support the event, in file order.
    pub evidence: Vec<Evidence>,
    /// The file that defines the item.
    pub file: FileIx,
}

/// An entity involved in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The entity involved.
    pub entity: Ix<Entity>,
    /// Its role in the event.
    pub role: EventRole,
}

keyword_enum! {
    /// The role of an entity in an event.
    pub enum EventRole {
        /// Announced the event.
        Announces = "announces",
        /// Hosted the event, or is its place.
        Host = "host",
        /// Acted or was present.
        TakesPart = "takes-part",
        /// Is affected, without taking part.
        Concerns = "concerns",
    }
}

impl Event {
    /// The entities involved, in file order. An entity with two roles is listed twice.
    pub fn entities(&self) -> impl Iterator<Item = Ix<Entity>> + '_ {
        self.participants.iter().map(|participant| participant.entity)
    }
}

/// A question with competing answers; the program never picks one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The text of the question.
    pub text: Text,
    /// How the answers relate to each other; `None` means in any way.
    pub expect: Option<ExpectedAnswers>,
    /// Why the answers conflict, if they are disputed.
    pub disputed: Option<Text>,
    /// The answers that are disputed; empty means all of them.
    pub disputed_answers: Vec<Ix<Claim>>,
    /// The curator's note.
    pub note: Option<Text>,
    /// The file that defines the item.
    pub file: FileIx,
}

keyword_enum! {
    /// How the answers of a question relate to each other.
    pub enum ExpectedAnswers {
        /// Only one of them can be true.
        Single = "single",
        /// Each is true at its time.
        Series = "series",
        /// They are parts of a whole and add up.
        Parts = "parts",
    }
}

/// Arithmetic over claims: the amounts needed and the amounts that cover them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Balance {
    /// The question that the sum answers.
    pub question: Text,
    /// The claims whose amounts are needed.
    pub need: Vec<Ix<Claim>>,
    /// The claims whose amounts may cover the need.
    pub cover: Vec<Ix<Claim>>,
    /// What the sum leaves out.
    pub caveats: Vec<Text>,
    /// The file that defines the item.
    pub file: FileIx,
}
