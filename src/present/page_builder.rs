//! A builder for descriptions: the rows and fields that all kinds of items share.

use super::{Link, RichLine, RichText, TextRole};
use crate::model::{Claim, Entity, Event, ExpectedAnswers, FactBase, Item, Ix, Lang, Question, Text};
use std::fmt::Write;

/// Maximum number of rows per group. Longer groups are rarely read, and the text is rebuilt on each cursor move.
pub(super) const MAX_ROWS: usize = 200;

/// Builds the description of an item.
pub(super) struct PageBuilder<'a> {
    pub(super) base: &'a FactBase,
    pub(super) lang: &'a Lang,
    pub(super) output: RichText,
}

impl PageBuilder<'_> {
    pub(super) fn title(&mut self, text: &str) {
        self.output.push(RichLine::new().with(TextRole::Title, text));
    }

    pub(super) fn paragraph(&mut self, text: Option<&Text>) {
        if let Some(text) = text {
            self.output.push(RichLine::new().plain(text.get(self.lang)));
        }
    }

    pub(super) fn note(&mut self, label: &str, text: Option<&Text>) {
        if let Some(text) = text {
            let words = text.get(self.lang).to_owned();
            self.output.field(label, |line| line.with(TextRole::Dim, words));
        }
    }

    pub(super) fn tags(&mut self, item: Item) {
        let tags = self.base.tags(item);
        if !tags.is_empty() {
            self.output.field("Tags", |line| line.with(TextRole::Dim, tags.join(", ")));
        }
    }

    /// Adds the date of an item, or that of a claim's event, as a link to items of the same time.
    pub(super) fn date_field(&mut self, item: Item) {
        let base = self.base;
        let by_source = match item {
            Item::Event(ix) => base.events[ix].dated_by,
            Item::Claim(ix) if base.claims[ix].when.is_some() => base.claims[ix].dated_by,
            _ => None,
        };
        let mut more = match (item, base.own_date(item)) {
            (Item::Event(ix), _) if base.events[ix].milestone => "  milestone",
            (Item::Claim(_), None) => "  (date of the event)",
            _ => "",
        }
        .to_owned();
        if let Some(source) = by_source {
            let _ = write!(more, "  as its source was published: {}", base.source_name(source, self.lang));
        }
        if let Some(when) = self.base.effective_date(item) {
            let words = when.label(self.lang);
            self.output.field("When", |line| line.link(Link::SameTime(item), words).with(TextRole::Dim, more));
        }
    }

    /// Adds a link to everything related to an item.
    pub(super) fn related_link(&mut self, item: Item, words: &str) {
        self.output.push(RichLine::new().link(Link::Related(item), words));
    }

    /// Adds why the answers to a question conflict.
    pub(super) fn dispute_reason(&mut self, question: Ix<Question>) {
        if let Some(disputed) = &self.base.questions[question].disputed {
            let words = disputed.get(self.lang);
            self.output.field("Disputed", |line| line.with(TextRole::Alert, words));
        }
    }

    /// Adds how the answers to a question relate to one another.
    pub(super) fn expected_answers(&mut self, question: Ix<Question>) {
        let meaning = match self.base.questions[question].expect {
            Some(ExpectedAnswers::Single) => "only one answer can be true",
            Some(ExpectedAnswers::Series) => "the answer changes over time",
            Some(ExpectedAnswers::Parts) => "parts, which add up",
            None => return,
        };
        self.output.field("Expected", |line| line.with(TextRole::Dim, meaning));
    }

    pub(super) fn entity_link(&self, line: RichLine, entity: Ix<Entity>) -> RichLine {
        line.link(Link::Item(Item::Entity(entity)), self.base.entities[entity].name.get(self.lang))
    }

    pub(super) fn entities(&self, entities: &[Ix<Entity>]) -> RichLine {
        entities.iter().enumerate().fold(RichLine::new(), |line, (at, &entity)| {
            let line = if at > 0 { line.plain(", ") } else { line };
            self.entity_link(line, entity)
        })
    }

    /// Adds claims as rows, up to the maximum, then the number of those omitted.
    pub(super) fn claim_rows(&mut self, claims: &[Ix<Claim>]) {
        claims.iter().take(MAX_ROWS).for_each(|&claim| self.claim_row(claim));
        self.omitted_rows(claims.len().saturating_sub(MAX_ROWS));
    }

    /// Adds the number of omitted rows, unless it is zero.
    pub(super) fn omitted_rows(&mut self, left_out: usize) {
        if left_out > 0 {
            self.output.push(RichLine::new().with(TextRole::Dim, format!("  and {left_out} more (use search)")));
        }
    }

    /// Adds a claim as a row: symbol, statement, amount, date and status.
    pub(super) fn claim_row(&mut self, ix: Ix<Claim>) {
        let (base, lang) = (self.base, self.lang);
        let claim = &base.claims[ix];
        let mut line = RichLine::new().with(TextRole::Dim, format!("{} ", item_symbol(base, Item::Claim(ix))));
        line = line.link(Link::Item(Item::Claim(ix)), base.statement(ix, lang)).with_hanging_indent(2);
        if let Some(amount) = &claim.amount {
            line = line.plain("  ").with(TextRole::Amount, base.amount_label(amount, lang));
        }
        let when = claim.when.as_ref().map(|when| when.label(lang));
        let status = claim.status.map(|status| status.keyword().to_owned());
        let facts: Vec<_> = when.into_iter().chain(status).collect();
        if !facts.is_empty() {
            line = line.with(TextRole::Dim, format!("  {}", facts.join(" · ")));
        }
        let line = self.with_dispute_link(line, ix);
        self.output.push(line);
    }

    /// Appends a link to the question if the claim is a disputed answer.
    pub(super) fn with_dispute_link(&self, line: RichLine, claim: Ix<Claim>) -> RichLine {
        match self.base.claims[claim].answers.filter(|_| self.base.is_disputed(claim)) {
            Some(question) => {
                line.plain("  ").link_with_role(TextRole::Alert, Link::Item(Item::Question(question)), "disputed")
            }
            None => line,
        }
    }

    /// Adds an event as a row: symbol, name and date.
    pub(super) fn event_row(&mut self, ix: Ix<Event>) {
        let event = &self.base.events[ix];
        let when = event.when.as_ref().map(|when| format!("  {}", when.label(self.lang))).unwrap_or_default();
        let line = RichLine::new().with(TextRole::Dim, format!("{} ", item_symbol(self.base, Item::Event(ix))));
        let line = line.link(Link::Item(Item::Event(ix)), event.name.get(self.lang)).with(TextRole::Dim, when);
        self.output.push(line.with_hanging_indent(2));
    }
}

/// The symbol in front of a row. Events and claims: ◆ for a milestone, ● otherwise; hollow (◇, ○) if it has not
/// happened (planned, pledged or cancelled) or no source asserts it.
pub fn item_symbol(base: &FactBase, item: Item) -> &'static str {
    match item {
        Item::Event(ix) => {
            let is_open = base.event_status(ix).is_some_and(|status| !status.has_happened());
            match (base.events[ix].milestone, is_open) {
                (true, false) => "◆",
                (true, true) => "◇",
                (false, false) => "●",
                (false, true) => "○",
            }
        }
        Item::Claim(ix) => {
            if base.claims[ix].is_unrealized() {
                "○"
            } else {
                "●"
            }
        }
        Item::Entity(_) => "▪",
        Item::Question(_) => "?",
        Item::Source(_) => "❝",
        Item::Balance(_) => "=",
        Item::Story(_) => "▸",
    }
}
