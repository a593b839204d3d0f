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
pub use sources::{evidence_of, sources, trust_mark, trust_words};
pub use wrap::{Row, wrap};

use crate::model::{FactBase, Item, Ix, Lang, Origin, Receipt, Source, Span as Stretch};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// Lines to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// From top to bottom.
    pub lines: Vec<Line>,
}

/// One line; when it is broken, its other parts stand `hang` columns in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The parts, from left to right.
    pub spans: Vec<Span>,
    /// The indent of what does not fit into the first row, in columns.
    pub hang: u16,
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
    /// Into the text of a source.
    Text(Ix<Source>, Quoted),
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
    /// Adds a line.
    pub(crate) fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// Adds an empty line, unless the sheet begins or one is there.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.spans.is_empty()) {
            self.lines.push(Line::default());
        }
    }

    /// Adds the head of a group.
    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.gap();
        self.push(Line::new().with(Role::Heading, text));
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
