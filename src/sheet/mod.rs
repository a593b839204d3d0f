//! The description of an item as styled text. The explorer draws it; commands print it.
//!
//! The text uses roles instead of colours and links instead of keys, so that a pane and a line printer show the same
//! content.

pub mod catalogue;
mod compare;
mod detail;
mod entity;
mod page;
mod side_by_side;
mod sources;
mod wrap;

pub use compare::compare;
pub use detail::detail;
pub use page::mark;
pub use sources::{sources, trust_mark, trust_words};
pub use wrap::{Row, wrap};

use crate::model::{CitedParty, EvidenceIx, FactBase, Item, Ix, Lang, Source, TextSpan as Stretch, Verification, fold};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// Styled text, as lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// The block of the next line.
    next: Block,
    /// Whether added lines all belong to the current block.
    is_block_open: bool,
}

/// One line. When it is wrapped, the continuation rows are indented by `hang` columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The spans, from left to right.
    pub spans: Vec<Span>,
    /// Indent of continuation rows, in columns.
    pub hang: u16,
    /// The block it belongs to.
    pub block: Block,
}

/// Identifies lines that belong together: a filter shows all lines of a block or none. A section begins with a
/// heading, which is shown along with any of its blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Block {
    /// The section, counted from 0.
    section: u32,
    /// The block within the section, counted from 1. 0 is the heading.
    number: u32,
}

/// A part of a line with one role and link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text, without line breaks.
    pub text: String,
    /// The semantic role, which sets its style.
    pub role: Role,
    /// The target, if the text is a link.
    pub link: Option<Link>,
    /// Identifies the pieces of one link that is wrapped over several lines next to other columns. They are one stop
    /// for the cursor and are highlighted together.
    pub joint: Option<u32>,
}

/// The role of a text. A theme gives each role its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Plain,
    /// The title of the whole text.
    Title,
    /// The heading of a section.
    Heading,
    /// The name of a field.
    Label,
    /// Secondary text.
    Dim,
    /// An amount with its unit.
    Amount,
    /// A quote from a source.
    Quote,
    /// The status of a confirmed quote.
    Good,
    /// Text that needs attention, such as a missing quote or a dispute.
    Alert,
}

/// The target of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// An item.
    Item(Item),
    /// A quote in its source text.
    Quote(EvidenceIx),
    /// The text of a source.
    Text(Ix<Source>),
    /// Items from the same time as an item.
    Then(Item),
    /// All items that mention an item or are based on it.
    About(Item),
    /// The URL of a source, opened outside the program.
    Url(Ix<Source>),
    /// A finding about the base, by its index.
    Problem(usize),
}

/// The part of a source text that a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// The whole text.
    Whole,
    /// A quote at a known position.
    Found(Stretch),
    /// A quote whose position is not known.
    Lost,
}

impl From<Verification> for Quoted {
    fn from(receipt: Verification) -> Self {
        receipt.span.map_or(Self::Lost, Self::Found)
    }
}

impl Sheet {
    /// Adds a line. It is a block of its own, unless a block or a heading is being written.
    pub(crate) fn push(&mut self, line: Line) {
        if !self.is_block_open {
            self.next.number += 1;
        }
        self.lines.push(Line { block: self.next, ..line });
    }

    /// Adds lines that a filter keeps or drops together.
    pub(crate) fn block(&mut self, write: impl FnOnce(&mut Self)) {
        self.open_block();
        write(self);
        self.close_block();
    }

    /// Makes the lines added from now on one block.
    fn open_block(&mut self) {
        self.next.number += 1;
        self.is_block_open = true;
    }

    /// Ends the current block.
    fn close_block(&mut self) {
        self.is_block_open = false;
    }

    /// Begins a section with its heading: lines that are shown along with any block of the section.
    pub(crate) fn section(&mut self, head: impl FnOnce(&mut Self)) {
        self.gap();
        self.next = Block { section: self.next.section + 1, number: 0 };
        self.is_block_open = true;
        head(self);
        self.is_block_open = false;
    }

    /// Returns the blocks that match `words` (folded as by [`fold`]). All words must occur in the block or the
    /// heading of its section, and at least one in the block itself. If a heading contains all words, its whole
    /// section matches.
    #[must_use]
    pub fn matching(&self, words: &[String]) -> Self {
        let mut found = Self::default();
        for section in self.lines.chunk_by(|a, b| a.block.section == b.block.section) {
            let of_head = section.iter().take_while(|line| line.block.number == 0).count();
            let (head, blocks) = section.split_at(if section[0].block.section == 0 { 0 } else { of_head });
            let head_text = folded(head);
            let is_whole = !head.is_empty() && words.iter().all(|word| head_text.contains(word.as_str()));
            let has_words = |block: &&[Line]| {
                let text = folded(block);
                let own = |word: &String| text.contains(word.as_str());
                is_whole
                    || words.iter().any(own) && words.iter().all(|word| own(word) || head_text.contains(word.as_str()))
            };
            let blocks = blocks.chunk_by(|a, b| a.block == b.block);
            let kept: Vec<_> =
                blocks.filter(|block| block.iter().any(|line| !line.spans.is_empty())).filter(has_words).collect();
            if !kept.is_empty() || is_whole {
                found.gap();
                found.lines.extend(head.iter().chain(kept.into_iter().flatten()).cloned());
            }
        }
        while found.lines.last().is_some_and(|line| line.spans.is_empty()) {
            found.lines.pop();
        }
        found
    }

    /// Adds an empty line, unless the text is empty or already ends with one.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.spans.is_empty()) {
            // The empty line belongs to the block above.
            self.lines
                .push(Line { block: self.lines.last().map(|line| line.block).unwrap_or_default(), ..Line::default() });
        }
    }

    /// Begins a section with a heading of one line.
    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.section(|sheet| sheet.push(Line::new().with(Role::Heading, text)));
    }

    /// Adds a labelled line.
    pub(crate) fn field(&mut self, label: &str, line: impl FnOnce(Line) -> Line) {
        let mut head = Line::new().with(Role::Label, format!("{label:<LABEL$}"));
        head.hang = u16::try_from(LABEL).unwrap_or(0);
        self.push(line(head));
    }

    /// Returns all links, from top to bottom. A link wrapped over several lines occurs once.
    pub fn links(&self) -> impl Iterator<Item = Link> {
        let mut seen = HashSet::new();
        let spans = self.lines.iter().flat_map(|line| &line.spans);
        spans.filter(move |span| span.joint.is_none_or(|joint| seen.insert(joint))).filter_map(|span| span.link)
    }

    /// Returns the lines that make sense in print: all except those that only lead to a view of the explorer.
    pub fn on_paper(&self) -> impl Iterator<Item = &Line> {
        let leads_away = |span: &Span| matches!(span.link, Some(Link::About(_)));
        self.lines.iter().filter(move |line| !line.spans.iter().any(leads_away))
    }
}

/// The folded text of some lines, joined with blanks.
fn folded(lines: &[Line]) -> String {
    fold(&lines.iter().map(Line::text).collect::<Vec<_>>().join(" "))
}

impl Span {
    /// Creates a span without a link.
    pub(crate) fn new(role: Role, text: impl Into<String>) -> Self {
        Self { text: text.into(), role, link: None, joint: None }
    }

    /// Width in terminal columns (Unicode UAX 11).
    pub(crate) fn width(&self) -> usize {
        self.text.width()
    }
}

/// Width of the label column, in terminal columns.
const LABEL: usize = 11;

impl Line {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Appends text with a role.
    #[must_use]
    pub(crate) fn with(mut self, role: Role, text: impl Into<String>) -> Self {
        self.spans.push(Span::new(role, text));
        self
    }

    /// Appends running text.
    #[must_use]
    pub(crate) fn plain(self, text: impl Into<String>) -> Self {
        self.with(Role::Plain, text)
    }

    /// Appends a link.
    #[must_use]
    pub(crate) fn link(self, link: Link, text: impl Into<String>) -> Self {
        self.marked_link(Role::Plain, link, text)
    }

    /// Appends the name of a cited source or entity, as a link.
    #[must_use]
    pub(crate) fn origin(self, base: &FactBase, origin: CitedParty, lang: &Lang, role: Role) -> Self {
        let item = match origin {
            CitedParty::Source(ix) => Item::Source(ix),
            CitedParty::Entity(ix) => Item::Entity(ix),
        };
        self.marked_link(role, Link::Item(item), base.party_name(origin, lang))
    }

    /// Appends a link with a role.
    #[must_use]
    pub(crate) fn marked_link(mut self, role: Role, link: Link, text: impl Into<String>) -> Self {
        self.spans.push(Span { link: Some(link), ..Span::new(role, text) });
        self
    }

    /// Sets the indent of continuation rows, in columns.
    #[must_use]
    pub(crate) fn hanging(mut self, columns: u16) -> Self {
        self.hang = columns;
        self
    }

    /// The line as plain text.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}
