//! Where claims come from.

use super::{FileIx, Lang, Origin, Text, When};
use serde::{Deserialize, Serialize};

/// A document that was read, or one that a read document cites.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// What kind of document.
    pub kind: SourceKind,
    /// Its short name, for lists and attributions.
    pub label: Option<Text>,
    /// Its title, in its own language.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The language of its title and quotes.
    pub lang: Option<Lang>,
    /// When it was published: when we could learn what it says.
    pub published: Option<When>,
    /// How `published` was inferred, where the document does not say.
    pub dated: Option<Text>,
    /// When it was read.
    pub accessed: Option<When>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The file of its text in a folder of texts; never shipped.
    pub text: Option<String>,
    /// The lines of that file that are its text, first and last, counted from 1; all of them where nothing is said.
    pub lines: Option<(u32, u32)>,
    /// What is lost or garbled in that text.
    pub damage: Option<Text>,
    /// Where words are lost: fragments of that text beside or across the gaps.
    pub gaps: Vec<String>,
    /// The lines of that text on which no claim rests, by the reason why.
    pub unclaimed: Vec<Unclaimed>,
    /// Facts on how far it carries.
    pub reliability: Reliability,
    /// The curator's remark.
    pub note: Option<Text>,
    /// The file that defines it.
    pub file: FileIx,
}

/// Facts on how far a source carries: what can be seen of it, never a score.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Reliability {
    /// Whether it names its author.
    pub signed: Option<bool>,
    /// Whom it names as its own sources.
    pub cites: Option<Cites>,
    /// What it leaves out.
    pub omits: Option<Text>,
}

/// The people and documents that a source cites.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Cites {
    /// Nobody.
    Nobody,
    /// Documents, people and bodies.
    These(Vec<Origin>),
}

/// Lines of a source text on which no claim rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unclaimed {
    /// Why: a heading, a navigation bar, garbled words.
    pub reason: String,
    /// Which lines, counted from 1, first and last of each run.
    pub lines: Vec<(u32, u32)>,
}

impl Source {
    /// A short name for the source: its label, else its publisher, else its title.
    pub fn name(&self, lang: &Lang) -> Option<&str> {
        let label = self.label.as_ref().map(|label| label.get(lang));
        label.or(self.publisher.as_deref()).or(self.title.as_deref())
    }
}

words! {
    /// The kind of a document.
    pub enum SourceKind {
        /// A press article.
        Article = "article",
        /// A study or report.
        Report = "report",
        /// A document filed with an authority.
        Filing = "filing",
        /// A post on a network or blog.
        Post = "post",
        /// A recording.
        Video = "video",
        /// A table of data.
        Dataset = "dataset",
        /// Not read itself: cited by another source.
        CitedOnly = "cited-only",
    }
}
