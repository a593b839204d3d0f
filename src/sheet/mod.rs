//! What is said of an item, as lines of marked text: the explorer draws them, lookups print them.
//!
//! A sheet knows roles, not colours, and links, not keys, so that a pane and a line printer show the same thing.

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

use crate::model::{EvidenceIx, FactBase, Item, Ix, Lang, Origin, Receipt, Source, Span as Stretch, fold};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// Lines to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// Which block the next line is of.
    next: Block,
    /// Whether the lines that are added make one block.
    is_block_open: bool,
}

/// One line; when it is broken, its other parts stand `hang` columns in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The parts, from left to right.
    pub spans: Vec<Span>,
    /// The indent of what does not fit into the first row, in columns.
    pub hang: u16,
    /// What it belongs to.
    pub block: Block,
}

/// What belongs together in a sheet: a filter shows all lines of a block or none. A section begins with its head, which
/// is shown with any of its blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Block {
    /// The section, counted from 0.
    section: u32,
    /// The block of the section, counted from 1; 0 is its head.
    number: u32,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// Where it leads.
    pub link: Option<Link>,
    /// The number that all pieces of one link bear, where it is broken over several lines because others stand beside
    /// it: they are one stop, and light up together.
    pub joint: Option<u32>,
}

/// What a text is; a theme gives it its looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Plain,
    /// What the sheet is about.
    Title,
    /// The head of a group.
    Heading,
    /// The name of a field.
    Label,
    /// What matters less.
    Dim,
    /// A figure with its unit.
    Amount,
    /// Words of a source.
    Quote,
    /// A quote that is found.
    Good,
    /// A quote or a figure to look at.
    Alert,
}

/// Where a part of a line leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// To an item.
    Item(Item),
    /// To a quote in the text of its source.
    Quote(EvidenceIx),
    /// Into the text of a source.
    Text(Ix<Source>),
    /// To what else was at the time of an item.
    Then(Item),
    /// To everything that mentions an item, or rests on it.
    About(Item),
    /// To the address of a source, outside.
    Url(Ix<Source>),
    /// To a finding on the base, by its number.
    Problem(usize),
}

/// What of a text a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// All of it.
    Whole,
    /// A quote that stands there.
    Found(Stretch),
    /// A quote that is not known to stand anywhere in it.
    Lost,
}

impl From<Receipt> for Quoted {
    fn from(receipt: Receipt) -> Self {
        receipt.span.map_or(Self::Lost, Self::Found)
    }
}

impl Sheet {
    /// Adds a line: a block of its own, unless a block or the head of a section is being written.
    pub(crate) fn push(&mut self, line: Line) {
        if !self.is_block_open {
            self.next.number += 1;
        }
        self.lines.push(Line { block: self.next, ..line });
    }

    /// Adds lines that a filter keeps or leaves out together.
    pub(crate) fn block(&mut self, write: impl FnOnce(&mut Self)) {
        self.open_block();
        write(self);
        self.close_block();
    }

    /// Makes the lines that are added from now on one block.
    fn open_block(&mut self) {
        self.next.number += 1;
        self.is_block_open = true;
    }

    /// Ends the block that was opened.
    fn close_block(&mut self) {
        self.is_block_open = false;
    }

    /// Begins a section with its head: lines that are shown with any block of the section.
    pub(crate) fn section(&mut self, head: impl FnOnce(&mut Self)) {
        self.gap();
        self.next = Block { section: self.next.section + 1, number: 0 };
        self.is_block_open = true;
        head(self);
        self.is_block_open = false;
    }

    /// The blocks that have all of some words, folded as by [`fold`], in their own lines and the head of their section
    /// together, and at least one in their own; and all blocks of a section whose head has them all.
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

    /// Adds an empty line, unless the sheet begins or one is there.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.spans.is_empty()) {
            // It goes with what stands above.
            self.lines
                .push(Line { block: self.lines.last().map(|line| line.block).unwrap_or_default(), ..Line::default() });
        }
    }

    /// Adds the head of a group.
    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.section(|sheet| sheet.push(Line::new().with(Role::Heading, text)));
    }

    /// Adds a labelled line.
    pub(crate) fn field(&mut self, label: &str, line: impl FnOnce(Line) -> Line) {
        let mut head = Line::new().with(Role::Label, format!("{label:<LABEL$}"));
        head.hang = u16::try_from(LABEL).unwrap_or(0);
        self.push(line(head));
    }

    /// Every link, from top to bottom; one that is broken over several lines once.
    pub fn links(&self) -> impl Iterator<Item = Link> {
        let mut seen = HashSet::new();
        let spans = self.lines.iter().flat_map(|line| &line.spans);
        spans.filter(move |span| span.joint.is_none_or(|joint| seen.insert(joint))).filter_map(|span| span.link)
    }

    /// The lines that mean something on paper: all but those that only lead to a view of the explorer.
    pub fn on_paper(&self) -> impl Iterator<Item = &Line> {
        let leads_away = |span: &Span| matches!(span.link, Some(Link::About(_)));
        self.lines.iter().filter(move |line| !line.spans.iter().any(leads_away))
    }
}

/// The words of some lines, folded, with a blank between lines.
fn folded(lines: &[Line]) -> String {
    fold(&lines.iter().map(Line::text).collect::<Vec<_>>().join(" "))
}

impl Span {
    /// Text of a role.
    pub(crate) fn new(role: Role, text: impl Into<String>) -> Self {
        Self { text: text.into(), role, link: None, joint: None }
    }

    /// How many columns it takes (Unicode UAX 11).
    pub(crate) fn width(&self) -> usize {
        self.text.width()
    }
}

/// The width of the column of labels.
const LABEL: usize = 11;

impl Line {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds text of a role.
    #[must_use]
    pub(crate) fn with(mut self, role: Role, text: impl Into<String>) -> Self {
        self.spans.push(Span::new(role, text));
        self
    }

    /// Adds running text.
    #[must_use]
    pub(crate) fn plain(self, text: impl Into<String>) -> Self {
        self.with(Role::Plain, text)
    }

    /// Adds a link.
    #[must_use]
    pub(crate) fn link(self, link: Link, text: impl Into<String>) -> Self {
        self.marked_link(Role::Plain, link, text)
    }

    /// Adds the name of somebody on the way to who said so first, as a link.
    #[must_use]
    pub(crate) fn origin(self, base: &FactBase, origin: Origin, lang: &Lang, role: Role) -> Self {
        let item = match origin {
            Origin::Source(ix) => Item::Source(ix),
            Origin::Entity(ix) => Item::Entity(ix),
        };
        self.marked_link(role, Link::Item(item), base.origin_name(origin, lang))
    }

    /// Adds a link of a role.
    #[must_use]
    pub(crate) fn marked_link(mut self, role: Role, link: Link, text: impl Into<String>) -> Self {
        self.spans.push(Span { link: Some(link), ..Span::new(role, text) });
        self
    }

    /// Indents what is broken off.
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
