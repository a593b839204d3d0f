//! The description of an item: its fields, the items that belong to it, and links.

use super::page::{MOST, Page};
use super::{Line, Link, Role, Sheet, entity};
use crate::analysis::{origins, rivals, sum};
use crate::diagnostic::count_noun;
use crate::model::{
    Balance, CitedParty, Claim, Event, EventRole, EvidenceIx, EvidenceOwner, FactBase, Item, Ix, Lang, NamedSources,
    Question, Source, SourceKind, Story,
};

/// Describes an item.
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
        if let (None, Some(triple)) = (&claim.statement, claim.triple()) {
            let label = base.relation_label(triple.relation, triple.negated, lang);
            let line = self.entity_link(Line::new(), triple.subject).with(Role::Dim, format!(" {label} "));
            let line = triple.object.map_or(line.clone(), |object| self.entity_link(line, object));
            self.sheet.push(line);
            self.sheet.gap();
        } else {
            // The relation would say less than the sentence, and might contradict it.
            self.title(&base.statement(ix, lang));
            self.sheet.gap();
            let entities: Vec<_> = claim.entities().collect();
            let line = self.entities(&entities);
            self.sheet.field("About", |head| Line { spans: [head.spans, line.spans].concat(), ..head });
        }
        if let Some(amount) = &claim.amount {
            self.sheet.field("Amount", |line| line.with(Role::Amount, base.amount_label(amount, lang)));
        }
        self.when(Item::Claim(ix));
        self.note("Dated", claim.dated.as_ref());
        if let Some(status) = claim.status {
            self.sheet.field("Status", |line| line.plain(status.keyword()));
        }
        let origins = origins(&claim.evidence);
        if !origins.is_empty() {
            let number = format!("{}: ", count_noun(origins.len(), "originator"));
            self.sheet.field("Says who", |line| {
                origins.iter().enumerate().fold(line.with(Role::Dim, number), |line, (at, &origin)| {
                    let line = if at > 0 { line.plain(", ") } else { line };
                    line.origin(base, origin, lang, Role::Plain)
                })
            });
        }
        if let Some(question) = claim.answers {
            let others = rivals(base, ix).len();
            let (ask, answers) =
                (base.questions[question].text.get(lang), format!("  {}", count_noun(others + 1, "answer")));
            let disputed = if base.is_disputed(ix) { "  disputed" } else { "" };
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
        self.when(Item::Event(ix));
        self.note("Dated", event.dated.as_ref());
        if let Some(status) = event.status {
            self.sheet.field("Status", |line| line.plain(status.keyword()));
        }
        let mut groups = event.participants.chunk_by(|a, b| a.role == b.role).peekable();
        if groups.peek().is_some() {
            let line = groups.enumerate().fold(Line::new(), |line, (at, group)| {
                let words = match group[0].role {
                    EventRole::Announces => "announced by ",
                    EventRole::Host => "host: ",
                    EventRole::TakesPart if at == 0 => "",
                    EventRole::TakesPart => "taking part: ",
                    EventRole::Concerns => "about: ",
                };
                let line = if at > 0 { line.plain("; ") } else { line };
                let line = line.with(Role::Dim, words);
                let entities: Vec<_> = group.iter().map(|participant| participant.entity).collect();
                Line { spans: [line.spans, self.entities(&entities).spans].concat(), ..Line::new() }
            });
            self.sheet.field("Who", |head| Line { spans: [head.spans, line.spans].concat(), ..head });
        }
        self.tags(Item::Event(ix));
        self.note("Note", event.note.as_ref());
        let claims = base.links.claims_of_event(ix).to_vec();
        if !claims.is_empty() {
            self.sheet.heading(format!("{} on it", count_noun(claims.len(), "claim")));
            self.claim_rows(&claims);
        }
    }

    fn question(&mut self, ix: Ix<Question>) {
        let (base, lang) = (self.base, self.lang);
        let question = &base.questions[ix];
        self.title(question.text.get(lang));
        self.disputed(ix);
        self.expected(ix);
        self.note("Note", question.note.as_ref());
        let claims = base.links.claims_of_question(ix).to_vec();
        self.sheet.heading(count_noun(claims.len(), "answer"));
        for &claim in claims.iter().take(MOST) {
            self.sheet.open_block();
            self.claim_row(claim);
            for (position, evidence) in base.claims[claim].evidence.iter().enumerate() {
                let line = Line::new().plain("  ").origin(base, CitedParty::Source(evidence.source), lang, Role::Dim);
                let line = line.with(Role::Dim, format!(" {} ", evidence.stance));
                let position = u32::try_from(position).unwrap_or(u32::MAX);
                let to_quote = Link::Quote(EvidenceIx { owner: EvidenceOwner::Claim(claim), position });
                let quote = format!("«\u{a0}{}\u{a0}»", evidence.quote);
                self.sheet.push(line.marked_link(Role::Quote, to_quote, quote).hanging(4));
            }
            self.sheet.close_block();
        }
    }

    fn source(&mut self, ix: Ix<Source>) {
        let (base, lang) = (self.base, self.lang);
        let source = &base.sources[ix];
        self.title(&base.title(Item::Source(ix), lang));
        if let (Some(_), Some(title)) = (&source.label, &source.title) {
            self.sheet.field("Title", |line| line.plain(title));
        }
        let cited = if source.kind == SourceKind::CitedOnly { "  not read itself" } else { "" };
        self.sheet.field("Kind", |line| line.plain(source.kind.keyword()).with(Role::Dim, cited));
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
            self.sheet.field("Address", |line| line.link(Link::Url(ix), url));
        }
        if let Some(text) = &source.text {
            self.sheet.field("Text", |line| line.link(Link::Text(ix), text));
        }
        self.reliability(ix);
        self.note("Damage", source.damage.as_ref());
        self.note("Note", source.note.as_ref());
        let claims = base.links.claims_of_source(ix).to_vec();
        let events = base.links.events_of_source(ix).to_vec();
        let citing = base.links.claims_citing(CitedParty::Source(ix)).to_vec();
        if !events.is_empty() {
            self.sheet.heading(format!("{} it tells of", count_noun(events.len(), "event")));
            if claims.is_empty() {
                self.about(Item::Source(ix), "all that rests on it");
            }
            events.iter().take(MOST).for_each(|&event| self.event_row(event));
            self.more(events.len().saturating_sub(MOST));
        }
        if !claims.is_empty() {
            self.sheet.heading(format!("{} resting on it", count_noun(claims.len(), "claim")));
            self.about(Item::Source(ix), "all that rests on it");
            self.claim_rows(&claims);
        }
        if !citing.is_empty() {
            self.sheet.heading(format!("{} citing it", count_noun(citing.len(), "claim")));
            self.claim_rows(&citing);
        }
    }

    /// Adds what is known about the reliability of a source.
    fn reliability(&mut self, ix: Ix<Source>) {
        let (base, lang) = (self.base, self.lang);
        let facts = &base.sources[ix].reliability;
        if let Some(signed) = facts.signed {
            self.sheet.field("Signed", |line| line.plain(if signed { "yes" } else { "no" }));
        }
        match &facts.cites {
            Some(NamedSources::Nobody) => self.sheet.field("Cites", |line| line.plain("nobody")),
            Some(NamedSources::Listed(cited)) => self.sheet.field("Cites", |line| {
                cited.iter().enumerate().fold(line, |line, (at, &origin)| {
                    let line = if at > 0 { line.plain(", ") } else { line };
                    line.origin(base, origin, lang, Role::Plain)
                })
            }),
            None => {}
        }
        self.note("Leaves out", facts.omits.as_ref());
    }

    fn balance(&mut self, ix: Ix<Balance>) {
        let (base, lang) = (self.base, self.lang);
        let balance = &base.balances[ix];
        self.title(balance.question.get(lang));
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
        self.sheet.heading(count_noun(story.steps.len(), "step"));
        for (at, step) in story.steps.iter().enumerate() {
            let number = format!("{:>2}  ", at + 1);
            self.sheet.open_block();
            self.sheet
                .push(Line::new().with(Role::Dim, number).link(Link::Item(step.at), step.title.get(lang)).hanging(4));
            if let Some(caption) = &step.caption {
                self.sheet.push(Line::new().with(Role::Dim, format!("    {}", caption.get(lang))).hanging(4));
            }
            self.sheet.close_block();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::sheet::sources;

    fn base() -> FactBase {
        let yaml =
            include_str!("../../tests/frames/base.yaml").replace("text: text.txt", "url: \"https://x.example/\"");
        crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml }]).base
    }

    /// The texts of those links in an item's detail that match `link`.
    fn leading(base: &FactBase, address: &str, link: impl Fn(Item) -> Link) -> Vec<String> {
        let item = base.find(&address.parse().unwrap()).unwrap();
        let sheet = detail(base, item, &Lang::english());
        let spans = sheet.lines.into_iter().flat_map(|line| line.spans);
        spans.filter(|span| span.link == Some(link(item))).map(|span| span.text).collect()
    }

    #[test]
    fn a_date_leads_to_what_else_was_then() {
        let base = base();
        assert_eq!(leading(&base, "event/vote", Link::Then), ["16 Dec 2024"]);
        assert_eq!(leading(&base, "claim/cheaper", Link::Then), ["Dec 2024"]);
        assert_eq!(leading(&base, "claim/pledge", Link::Then), ["16 Dec 2024"]);
        assert!(leading(&base, "claim/doubt", Link::Then).is_empty());
    }

    #[test]
    fn an_entity_and_a_source_lead_to_all_about_them() {
        let base = base();
        assert_eq!(leading(&base, "entity/council", Link::About), ["everything that mentions it"]);
        assert_eq!(leading(&base, "source/gazette", Link::About), ["all that rests on it"]);
        assert!(leading(&base, "source/agency", Link::About).is_empty());
        let line = base.entities.find("line").map(Item::Entity).unwrap();
        let sheet = detail(&base, line, &Lang::english());
        assert!(sheet.lines.iter().any(|line| line.text() == "5 claims that mention it"));
        assert!(sheet.on_paper().all(|line| line.text() != "everything that mentions it"));
    }

    #[test]
    fn an_address_leads_outside_and_a_rival_leads_to_its_source() {
        let base = base();
        let gazette = base.sources.find("gazette").unwrap();
        assert_eq!(leading(&base, "source/gazette", |_| Link::Url(gazette)), ["https://x.example/"]);
        let cheaper = Item::Claim(base.claims.find("cheaper").unwrap());
        let rival = sources(&base, cheaper, &Lang::english()).lines.pop().unwrap();
        let pledge = Item::Claim(base.claims.find("pledge").unwrap());
        let links: Vec<_> = rival.spans.iter().filter_map(|span| span.link).collect();
        assert_eq!(links, [Link::Item(pledge), Link::Item(Item::Source(gazette))]);
    }
}
