//! Sources: the documents that claims come from.

use super::{CitedParty, EdtfDate, FileIx, Lang, Text};
use serde::{Deserialize, Serialize};

/// A document that was read, or one that a read document cites.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The kind of document.
    pub kind: SourceKind,
    /// Its short name, for lists and attributions.
    pub label: Option<Text>,
    /// Its title, in the language of the source.
    pub title: Option<String>,
    /// The publisher: an organisation.
    pub publisher: Option<String>,
    /// The authors, in the order given.
    pub authors: Vec<String>,
    /// The language of its title and quotes.
    pub lang: Option<Lang>,
    /// The date of publication, from which on its content is known.
    pub published: Option<EdtfDate>,
    /// How `published` was inferred, if the document does not give the date.
    pub dated: Option<Text>,
    /// The date on which the curator read it.
    pub accessed: Option<EdtfDate>,
    /// The URL of the document.
    pub url: Option<String>,
    /// The file name of the source text, in a folder of texts; not part of the base.
    pub text: Option<String>,
    /// The first and last line of the text in that file, counted from 1; `None` means the whole file.
    pub lines: Option<(u32, u32)>,
    /// A description of the gaps: what is lost or garbled in the text.
    pub damage: Option<Text>,
    /// The gaps, located by fragments of the text next to or across them.
    pub gaps: Vec<String>,
    /// Lines of the text from which no claim is taken, grouped by reason.
    pub unclaimed: Vec<UnclaimedLines>,
    /// Observations on its reliability.
    pub reliability: Reliability,
    /// The curator's note.
    pub note: Option<Text>,
    /// The file that defines the item.
    pub file: FileIx,
}

/// Observable facts about the reliability of a source; never a score.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Reliability {
    /// Whether the source names its author.
    pub signed: Option<bool>,
    /// The sources that it names itself; `None` if the base does not say.
    pub cites: Option<NamedSources>,
    /// What the source omits.
    pub omits: Option<Text>,
}

/// The people and documents that a source names as its sources.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum NamedSources {
    /// The source names none.
    Nobody,
    /// Documents, people and organisations.
    Listed(Vec<CitedParty>),
}

/// Lines of a source text from which no claim is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnclaimedLines {
    /// The reason: a heading, a navigation bar, garbled words.
    pub reason: String,
    /// Ranges of lines, first and last, counted from 1.
    pub lines: Vec<(u32, u32)>,
}

impl Source {
    /// A short name for the source: its label, or else its publisher, or else its title.
    pub fn name(&self, lang: &Lang) -> Option<&str> {
        let label = self.label.as_ref().map(|label| label.get(lang));
        label.or(self.publisher.as_deref()).or(self.title.as_deref())
    }
}

keyword_enum! {
    /// The kind of a document.
    pub enum SourceKind {
        /// A press article.
        Article = "article",
        /// A study or report.
        Report = "report",
        /// A document filed with an authority.
        Filing = "filing",
        /// A post on a social network or a blog.
        Post = "post",
        /// A video or audio recording.
        Video = "video",
        /// A table of data.
        Dataset = "dataset",
        /// Cited by another source, not read.
        CitedOnly = "cited-only",
    }
}
