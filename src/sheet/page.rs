//! A builder for descriptions: the rows and fields that all kinds of items share.

use super::{Line, Link, Role, Sheet};
use crate::model::{Claim, Entity, Event, ExpectedAnswers, FactBase, Item, Ix, Lang, Question, Text};
use std::fmt::Write;

/// Maximum number of rows per group. Longer groups are rarely read, and the text is rebuilt on each cursor move.
pub(super) const MOST: usize = 200;

/// Builds the description of an item.
pub(super) struct Page<'a> {
    pub(super) base: &'a FactBase,
    pub(super) lang: &'a Lang,
    pub(super) sheet: Sheet,
}

impl Page<'_> {
    pub(super) fn title(&mut self, text: &str) {
        self.sheet.push(Line::new().with(Role::Title, text));
    }

    pub(super) fn paragraph(&mut self, text: Option<&Text>) {
        if let Some(text) = text {
            self.sheet.push(Line::new().plain(text.get(self.lang)));
        }
    }

    pub(super) fn note(&mut self, label: &str, text: Option<&Text>) {
        if let Some(text) = text {
            let words = text.get(self.lang).to_owned();
            self.sheet.field(label, |line| line.with(Role::Dim, words));
        }
    }

    pub(super) fn tags(&mut self, item: Item) {
        let tags = self.base.tags(item);
        if !tags.is_empty() {
            self.sheet.field("Tags", |line| line.with(Role::Dim, tags.join(", ")));
        }
    }

    /// Adds the date of an item, or that of a claim's event, as a link to items of the same time.
    pub(super) fn when(&mut self, item: Item) {
        let base = self.base;
        let by_source = match item {
            Item::Event(ix) => base.events[ix].dated_by,
            Item::Claim(ix) if base.claims[ix].when.is_some() => base.claims[ix].dated_by,
            _ => None,
        };
        let mut more = match (item, base.own_date(item)) {
            (Item::Event(ix), _) if base.events[ix].milestone => "  milestone",
            (Item::Claim(_), None) => "  as the event",
            _ => "",
        }
        .to_owned();
        if let Some(source) = by_source {
            let _ = write!(more, "  as its source was published: {}", base.source_name(source, self.lang));
        }
        if let Some(when) = self.base.effective_date(item) {
            let words = when.label(self.lang);
            self.sheet.field("When", |line| line.link(Link::Then(item), words).with(Role::Dim, more));
        }
    }

    /// Adds a link to everything related to an item.
    pub(super) fn about(&mut self, item: Item, words: &str) {
        self.sheet.push(Line::new().link(Link::About(item), words));
    }

    /// Adds why the answers to a question conflict.
    pub(super) fn disputed(&mut self, question: Ix<Question>) {
        if let Some(disputed) = &self.base.questions[question].disputed {
            let words = disputed.get(self.lang);
            self.sheet.field("Disputed", |line| line.with(Role::Alert, words));
        }
    }

    /// Adds how the answers to a question relate to one another.
    pub(super) fn expected(&mut self, question: Ix<Question>) {
        let meaning = match self.base.questions[question].expect {
            Some(ExpectedAnswers::Single) => "one answer is true; none is chosen here",
            Some(ExpectedAnswers::Series) => "the answer changes over time",
            Some(ExpectedAnswers::Parts) => "parts, which add up",
            None => return,
        };
        self.sheet.field("Expected", |line| line.with(Role::Dim, meaning));
    }

    pub(super) fn entity_link(&self, line: Line, entity: Ix<Entity>) -> Line {
        line.link(Link::Item(Item::Entity(entity)), self.base.entities[entity].name.get(self.lang))
    }

    pub(super) fn entities(&self, entities: &[Ix<Entity>]) -> Line {
        entities.iter().enumerate().fold(Line::new(), |line, (at, &entity)| {
            let line = if at > 0 { line.plain(", ") } else { line };
            self.entity_link(line, entity)
        })
    }

    /// Adds claims as rows, up to the maximum, then the number of those omitted.
    pub(super) fn claim_rows(&mut self, claims: &[Ix<Claim>]) {
        claims.iter().take(MOST).for_each(|&claim| self.claim_row(claim));
        self.more(claims.len().saturating_sub(MOST));
    }

    /// Adds the number of omitted rows, unless it is zero.
    pub(super) fn more(&mut self, left_out: usize) {
        if left_out > 0 {
            self.sheet.push(Line::new().with(Role::Dim, format!("  and {left_out} more; a search finds them")));
        }
    }

    /// Adds a claim as a row: symbol, statement, amount, date and status.
    pub(super) fn claim_row(&mut self, ix: Ix<Claim>) {
        let (base, lang) = (self.base, self.lang);
        let claim = &base.claims[ix];
        let mut line = Line::new().with(Role::Dim, format!("{} ", mark(base, Item::Claim(ix))));
        line = line.link(Link::Item(Item::Claim(ix)), base.statement(ix, lang)).hanging(2);
        if let Some(amount) = &claim.amount {
            line = line.plain("  ").with(Role::Amount, base.amount_label(amount, lang));
        }
        let when = claim.when.as_ref().map(|when| when.label(lang));
        let status = claim.status.map(|status| status.keyword().to_owned());
        let facts: Vec<_> = when.into_iter().chain(status).collect();
        if !facts.is_empty() {
            line = line.with(Role::Dim, format!("  {}", facts.join(" · ")));
        }
        let line = self.dispute(line, ix);
        self.sheet.push(line);
    }

    /// Appends a link to the question if the claim is a disputed answer.
    pub(super) fn dispute(&self, line: Line, claim: Ix<Claim>) -> Line {
        match self.base.claims[claim].answers.filter(|_| self.base.is_disputed(claim)) {
            Some(question) => {
                line.plain("  ").marked_link(Role::Alert, Link::Item(Item::Question(question)), "disputed")
            }
            None => line,
        }
    }

    /// Adds an event as a row: symbol, name and date.
    pub(super) fn event_row(&mut self, ix: Ix<Event>) {
        let event = &self.base.events[ix];
        let when = event.when.as_ref().map(|when| format!("  {}", when.label(self.lang))).unwrap_or_default();
        let line = Line::new().with(Role::Dim, format!("{} ", mark(self.base, Item::Event(ix))));
        let line = line.link(Link::Item(Item::Event(ix)), event.name.get(self.lang)).with(Role::Dim, when);
        self.sheet.push(line.hanging(2));
    }
}

/// The symbol in front of a row. Events and claims: ◆ for a milestone, ● otherwise; hollow (◇, ○) if it has not
/// happened (planned, pledged or cancelled) or no source asserts it.
pub fn mark(base: &FactBase, item: Item) -> &'static str {
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
