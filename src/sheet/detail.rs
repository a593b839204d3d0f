//! What an item is, what belongs to it, where it leads.

use super::page::{MOST, Page};
use super::{Line, Link, Quoted, Role, Sheet, entity};
use crate::analysis::{origins, rivals, sum};
use crate::diagnostic::count;
use crate::model::{Balance, Claim, Event, FactBase, Item, Ix, Lang, Origin, Question, Source, SourceKind, Story};

/// The sheet of an item.
pub fn detail(base: &FactBase, item: Item, lang: &Lang) -> Sheet {
    let mut page = Page { base, lang, sheet: Sheet::default() };
    match item {
        Item::Claim(ix) => page.claim(ix),
        Item::Event(ix) => page.event(ix),
        Item::Entity(ix) => entity::write(&mut page, ix),
        Item::Question(ix) => page.question(ix),
        Item::Source(ix) => page.source(ix),
        Item::Balance(ix) => page.balance(ix),
        Item::Story(ix) => page.story(ix),
    }
    page.sheet
}

impl Page<'_> {
    fn claim(&mut self, ix: Ix<Claim>) {
        let (base, lang) = (self.base, self.lang);
        let claim = &base.claims[ix];
        if claim.says.is_some() {
            self.title(&base.statement(ix, lang));
        }
        let triple = self.entity_link(Line::new(), claim.subject);
        let triple = triple.with(Role::Dim, format!(" {} ", base.relations[claim.relation].label.get(lang)));
        let triple = claim.object.map_or(triple.clone(), |object| self.entity_link(triple, object));
        self.sheet.push(triple);
        self.sheet.gap();
        if let Some(amount) = &claim.amount {
            self.sheet.field("Amount", |line| line.with(Role::Amount, base.amount_label(amount, lang)));
        }
        self.when(claim.when.as_ref().map(|when| (when, "")), claim.event);
        self.note("Dated", claim.dated.as_ref());
        if let Some(status) = claim.status {
            self.sheet.field("Status", |line| line.plain(status.word()));
        }
        let origins = origins(&claim.evidence);
        if !origins.is_empty() {
            let number = format!("{}: ", count(origins.len(), "origin"));
            self.sheet.field("Says who", |line| {
                origins.iter().enumerate().fold(line.with(Role::Dim, number), |line, (at, &origin)| {
                    let line = if at > 0 { line.plain(", ") } else { line };
                    line.origin(base, origin, lang, Role::Plain)
                })
            });
        }
        if let Some(question) = claim.answers {
            let others = rivals(base, ix).len();
            let (ask, answers) = (base.questions[question].ask.get(lang), format!("  {}", count(others + 1, "answer")));
            let disputed = if base.questions[question].disputed.is_some() { "  disputed" } else { "" };
            self.sheet.field("Question", |line| {
                let line = line.link(Link::Item(Item::Question(question)), ask).with(Role::Dim, answers);
                line.with(Role::Alert, disputed)
            });
        }
        if let Some(event) = claim.event {
            let name = base.events[event].name.get(lang);
            self.sheet.field("Event", |line| line.link(Link::Item(Item::Event(event)), name));
        }
        self.tags(Item::Claim(ix));
        self.note("Note", claim.note.as_ref());
    }

    fn event(&mut self, ix: Ix<Event>) {
        let (base, lang) = (self.base, self.lang);
        let event = &base.events[ix];
        self.title(event.name.get(lang));
        self.paragraph(event.summary.as_ref());
        self.sheet.gap();
        self.when(event.when.as_ref().map(|when| (when, if event.milestone { "  milestone" } else { "" })), None);
        self.note("Dated", event.dated.as_ref());
        if !event.who.is_empty() {
            let line = self.entities(&event.who);
            self.sheet.field("Who", |head| Line { spans: [head.spans, line.spans].concat(), ..head });
        }
        self.tags(Item::Event(ix));
        self.note("Note", event.note.as_ref());
        let claims = base.links.claims_of_event(ix).to_vec();
        if !claims.is_empty() {
            self.sheet.heading(format!("{} on it", count(claims.len(), "claim")));
            self.claim_rows(&claims);
        }
    }

    fn question(&mut self, ix: Ix<Question>) {
        let (base, lang) = (self.base, self.lang);
        let question = &base.questions[ix];
        self.title(question.ask.get(lang));
        if let Some(disputed) = &question.disputed {
            self.sheet.field("Disputed", |line| line.with(Role::Alert, disputed.get(lang)));
        }
        if let Some(expect) = question.expect {
            let meaning = match expect {
                crate::model::Expect::Single => "one answer is true; none is chosen here",
                crate::model::Expect::Series => "the answer changes over time",
            };
            self.sheet.field("Expected", |line| line.with(Role::Dim, meaning));
        }
        self.note("Note", question.note.as_ref());
        let claims = base.links.claims_of_question(ix).to_vec();
        self.sheet.heading(count(claims.len(), "answer"));
        for &claim in claims.iter().take(MOST) {
            self.claim_row(claim);
            for evidence in &base.claims[claim].evidence {
                let line = Line::new().plain("  ").origin(base, Origin::Source(evidence.source), lang, Role::Dim);
                let line = line.with(Role::Dim, format!(" {} ", evidence.stance));
                let into_text = Link::Text(evidence.source, evidence.receipt.into());
                let quote = format!("«\u{a0}{}\u{a0}»", evidence.quote);
                self.sheet.push(line.marked_link(Role::Quote, into_text, quote).hanging(4));
            }
        }
    }

    fn source(&mut self, ix: Ix<Source>) {
        let (base, lang) = (self.base, self.lang);
        let source = &base.sources[ix];
        self.title(base.source_title(ix));
        let cited = if source.kind == SourceKind::CitedOnly { "  not read itself" } else { "" };
        self.sheet.field("Kind", |line| line.plain(source.kind.word()).with(Role::Dim, cited));
        if let Some(publisher) = &source.publisher {
            self.sheet.field("Publisher", |line| line.plain(publisher));
        }
        if !source.authors.is_empty() {
            self.sheet.field("By", |line| line.plain(source.authors.join(", ")));
        }
        let published = source.published.as_ref().map_or_else(|| "no date".to_owned(), |when| when.label(lang));
        let dated = source.dated.as_ref().map(|dated| format!("  {}", dated.get(lang))).unwrap_or_default();
        self.sheet.field("Published", |line| line.plain(published).with(Role::Dim, dated));
        if let Some(language) = &source.lang {
            self.sheet.field("Language", |line| line.plain(language.as_str()));
        }
        if let Some(url) = &source.url {
            self.sheet.field("Address", |line| line.plain(url));
        }
        if let Some(text) = &source.text {
            self.sheet.field("Text", |line| line.link(Link::Text(ix, Quoted::Whole), text));
        }
        self.note("Damage", source.damage.as_ref());
        self.note("Note", source.note.as_ref());
        let claims = base.links.claims_of_source(ix).to_vec();
        let events = base.links.events_of_source(ix).to_vec();
        let citing = base.links.claims_citing(Origin::Source(ix)).to_vec();
        if !events.is_empty() {
            self.sheet.heading(format!("{} it tells of", count(events.len(), "event")));
            events.iter().take(MOST).for_each(|&event| self.event_row(event));
            self.more(events.len().saturating_sub(MOST));
        }
        if !claims.is_empty() {
            self.sheet.heading(format!("{} resting on it", count(claims.len(), "claim")));
            self.claim_rows(&claims);
        }
        if !citing.is_empty() {
            self.sheet.heading(format!("{} citing it", count(citing.len(), "claim")));
            self.claim_rows(&citing);
        }
    }

    fn balance(&mut self, ix: Ix<Balance>) {
        let (base, lang) = (self.base, self.lang);
        let balance = &base.balances[ix];
        self.title(balance.ask.get(lang));
        for (head, claims) in [("Needed", &balance.need), ("Covered by", &balance.cover)] {
            let total = sum(base, claims).amount.map(|amount| base.amount_label(&amount, lang)).unwrap_or_default();
            self.sheet.heading(format!("{head}  {total}"));
            self.claim_rows(claims);
        }
        if !balance.caveats.is_empty() {
            self.sheet.heading("But");
            for caveat in &balance.caveats {
                self.sheet.push(Line::new().plain(format!("· {}", caveat.get(lang))).hanging(2));
            }
        }
    }

    fn story(&mut self, ix: Ix<Story>) {
        let (base, lang) = (self.base, self.lang);
        let story = &base.stories[ix];
        self.title(story.name.get(lang));
        self.paragraph(story.summary.as_ref());
        self.sheet.heading(count(story.steps.len(), "step"));
        for (at, step) in story.steps.iter().enumerate() {
            let number = format!("{:>2}  ", at + 1);
            self.sheet
                .push(Line::new().with(Role::Dim, number).link(Link::Item(step.at), step.title.get(lang)).hanging(4));
            if let Some(caption) = &step.caption {
                self.sheet.push(Line::new().with(Role::Dim, format!("    {}", caption.get(lang))).hanging(4));
            }
        }
    }
}
