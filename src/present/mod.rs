//! The description of an item as styled text. The explorer draws it; commands print it.
//!
//! The text uses roles instead of colours and links instead of keys, so that a pane and a line printer show the same
//! content.

mod column_layout;
mod compare;
mod detail;
mod entity;
pub mod lists;
mod page_builder;
mod sources;
mod wrap;

pub use compare::compare;
pub use detail::detail;
pub use page_builder::item_symbol;
pub use sources::{quote_status_symbol, sources, verification_label};
pub use wrap::{WrappedRow, wrap};

use crate::model::{CitedParty, EvidenceIx, FactBase, Item, Ix, Lang, Source, TextSpan as Stretch, Verification, fold};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// Styled text, as lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    /// From top to bottom.
    pub lines: Vec<RichLine>,
    /// The block of the next line.
    next: BlockId,
    /// Whether added lines all belong to the current block.
    is_block_open: bool,
}

/// One line. When it is wrapped, the continuation rows are indented by `hang` columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichLine {
    /// The spans, from left to right.
    pub spans: Vec<RichSpan>,
    /// Indent of continuation rows, in columns.
    pub hanging_indent: u16,
    /// The block it belongs to.
    pub block: BlockId,
}

/// Identifies lines that belong together: a filter shows all lines of a block or none. A section begins with a
/// heading, which is shown along with any of its blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct BlockId {
    /// The section, counted from 0.
    section: u32,
    /// The block within the section, counted from 1. 0 is the heading.
    number: u32,
}

/// A part of a line with one role and link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RichSpan {
    /// The text, without line breaks.
    pub text: String,
    /// The semantic role, which sets its style.
    pub role: TextRole,
    /// The target, if the text is a link.
    pub link: Option<Link>,
    /// Identifies the pieces of one link that is wrapped over several lines next to other columns. They are one stop
    /// for the cursor and are highlighted together.
    pub link_group: Option<u32>,
}

/// The role of a text. A theme gives each role its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextRole {
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
    SourceText(Ix<Source>),
    /// Items from the same time as an item.
    SameTime(Item),
    /// All items that mention an item or are based on it.
    Related(Item),
    /// The URL of a source, opened outside the program.
    Url(Ix<Source>),
    /// A finding about the base, by its index.
    Problem(usize),
}

/// The part of a source text that a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTarget {
    /// The whole text.
    WholeText,
    /// A quote at a known position.
    Quote(Stretch),
    /// A quote whose position is not known.
    QuoteNotFound,
}

impl From<Verification> for TextTarget {
    fn from(receipt: Verification) -> Self {
        receipt.span.map_or(Self::QuoteNotFound, Self::Quote)
    }
}

impl RichText {
    /// Adds a line. It is a block of its own, unless a block or a heading is being written.
    pub(crate) fn push(&mut self, line: RichLine) {
        if !self.is_block_open {
            self.next.number += 1;
        }
        self.lines.push(RichLine { block: self.next, ..line });
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
        self.blank_line();
        self.next = BlockId { section: self.next.section + 1, number: 0 };
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
            let head_len = section.iter().take_while(|line| line.block.number == 0).count();
            let (head, blocks) = section.split_at(if section[0].block.section == 0 { 0 } else { head_len });
            let head_text = fold_lines(head);
            let is_whole = !head.is_empty() && words.iter().all(|word| head_text.contains(word.as_str()));
            let has_words = |block: &&[RichLine]| {
                let text = fold_lines(block);
                let own = |word: &String| text.contains(word.as_str());
                is_whole
                    || words.iter().any(own) && words.iter().all(|word| own(word) || head_text.contains(word.as_str()))
            };
            let blocks = blocks.chunk_by(|a, b| a.block == b.block);
            let kept: Vec<_> =
                blocks.filter(|block| block.iter().any(|line| !line.spans.is_empty())).filter(has_words).collect();
            if !kept.is_empty() || is_whole {
                found.blank_line();
                found.lines.extend(head.iter().chain(kept.into_iter().flatten()).cloned());
            }
        }
        while found.lines.last().is_some_and(|line| line.spans.is_empty()) {
            found.lines.pop();
        }
        found
    }

    /// Adds an empty line, unless the text is empty or already ends with one.
    pub(crate) fn blank_line(&mut self) {
        if self.lines.last().is_some_and(|line| !line.spans.is_empty()) {
            // The empty line belongs to the block above.
            self.lines.push(RichLine {
                block: self.lines.last().map(|line| line.block).unwrap_or_default(),
                ..RichLine::default()
            });
        }
    }

    /// Begins a section with a heading of one line.
    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.section(|rich_text| rich_text.push(RichLine::new().with(TextRole::Heading, text)));
    }

    /// Adds a labelled line.
    pub(crate) fn field(&mut self, label: &str, line: impl FnOnce(RichLine) -> RichLine) {
        let mut head = RichLine::new().with(TextRole::Label, format!("{label:<LABEL_WIDTH$}"));
        head.hanging_indent = u16::try_from(LABEL_WIDTH).unwrap_or(0);
        self.push(line(head));
    }

    /// Returns all links, from top to bottom. A link wrapped over several lines occurs once.
    pub fn links(&self) -> impl Iterator<Item = Link> {
        let mut seen = HashSet::new();
        let spans = self.lines.iter().flat_map(|line| &line.spans);
        spans.filter(move |span| span.link_group.is_none_or(|joint| seen.insert(joint))).filter_map(|span| span.link)
    }

    /// Returns the lines that make sense in print: all except those that only lead to a view of the explorer.
    pub fn printable_lines(&self) -> impl Iterator<Item = &RichLine> {
        let leads_away = |span: &RichSpan| matches!(span.link, Some(Link::Related(_)));
        self.lines.iter().filter(move |line| !line.spans.iter().any(leads_away))
    }
}

/// The folded text of some lines, joined with blanks.
fn fold_lines(lines: &[RichLine]) -> String {
    fold(&lines.iter().map(RichLine::text).collect::<Vec<_>>().join(" "))
}

impl RichSpan {
    /// Creates a span without a link.
    pub(crate) fn new(role: TextRole, text: impl Into<String>) -> Self {
        Self { text: text.into(), role, link: None, link_group: None }
    }

    /// Width in terminal columns (Unicode UAX 11).
    pub(crate) fn width(&self) -> usize {
        self.text.width()
    }
}

/// Width of the label column, in terminal columns.
const LABEL_WIDTH: usize = 11;

impl RichLine {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Appends text with a role.
    #[must_use]
    pub(crate) fn with(mut self, role: TextRole, text: impl Into<String>) -> Self {
        self.spans.push(RichSpan::new(role, text));
        self
    }

    /// Appends running text.
    #[must_use]
    pub(crate) fn plain(self, text: impl Into<String>) -> Self {
        self.with(TextRole::Plain, text)
    }

    /// Appends a link.
    #[must_use]
    pub(crate) fn link(self, link: Link, text: impl Into<String>) -> Self {
        self.link_with_role(TextRole::Plain, link, text)
    }

    /// Appends the name of a cited source or entity, as a link.
    #[must_use]
    pub(crate) fn party_link(self, base: &FactBase, origin: CitedParty, lang: &Lang, role: TextRole) -> Self {
        let item = match origin {
            CitedParty::Source(ix) => Item::Source(ix),
            CitedParty::Entity(ix) => Item::Entity(ix),
        };
        self.link_with_role(role, Link::Item(item), base.party_name(origin, lang))
    }

    /// Appends a link with a role.
    #[must_use]
    pub(crate) fn link_with_role(mut self, role: TextRole, link: Link, text: impl Into<String>) -> Self {
        self.spans.push(RichSpan { link: Some(link), ..RichSpan::new(role, text) });
        self
    }

    /// Sets the indent of continuation rows, in columns.
    #[must_use]
    pub(crate) fn with_hanging_indent(mut self, columns: u16) -> Self {
        self.hanging_indent = columns;
        self
    }

    /// The line as plain text.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}
