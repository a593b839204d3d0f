//! The description of an item: its fields, the items that belong to it, and links.

use super::page_builder::{MAX_ROWS, PageBuilder};
use super::{Link, RichLine, RichText, TextRole, entity};
use crate::analysis::{originators, rivals, sum};
use crate::model::{
    Balance, CitedParty, Claim, Event, EventRole, EvidenceIx, EvidenceOwner, FactBase, Item, Ix, Lang, NamedSources,
    Question, Source, SourceKind, Story,
};
use crate::text::count_noun;

/// Describes an item.
pub fn detail(base: &FactBase, item: Item, lang: &Lang) -> RichText {
    let mut page = PageBuilder { base, lang, output: RichText::default() };
    match item {
        Item::Claim(ix) => page.claim(ix),
        Item::Event(ix) => page.event(ix),
        Item::Entity(ix) => entity::write_entity(&mut page, ix),
        Item::Question(ix) => page.question(ix),
        Item::Source(ix) => page.source(ix),
        Item::Balance(ix) => page.balance(ix),
        Item::Story(ix) => page.story(ix),
    }
    page.output
}

impl PageBuilder<'_> {
    fn claim(&mut self, ix: Ix<Claim>) {
        let (base, lang) = (self.base, self.lang);
        let claim = &base.claims[ix];
        if let (None, Some(triple)) = (&claim.statement, claim.triple()) {
            let label = base.relation_label(triple.relation, triple.negated, lang);
            let line = self.entity_link(RichLine::new(), triple.subject).with(TextRole::Dim, format!(" {label} "));
            let line = triple.object.map_or(line.clone(), |object| self.entity_link(line, object));
            self.output.push(line);
            self.output.blank_line();
        } else {
            // The relation would say less than the sentence, and might contradict it.
            self.title(&base.statement(ix, lang));
            self.output.blank_line();
            let entities: Vec<_> = claim.entities().collect();
            let line = self.entities(&entities);
            self.output.field("About", |head| RichLine { spans: [head.spans, line.spans].concat(), ..head });
        }
        if let Some(amount) = &claim.amount {
            self.output.field("Amount", |line| line.with(TextRole::Amount, base.amount_label(amount, lang)));
        }
        self.date_field(Item::Claim(ix));
        self.note("Dated", claim.dated.as_ref());
        if let Some(status) = claim.status {
            self.output.field("Status", |line| line.plain(status.keyword()));
        }
        let origins = originators(&claim.evidence);
        if !origins.is_empty() {
            let number = format!("{}: ", count_noun(origins.len(), "originator"));
            self.output.field("Originator", |line| {
                origins.iter().enumerate().fold(line.with(TextRole::Dim, number), |line, (at, &origin)| {
                    let line = if at > 0 { line.plain(", ") } else { line };
                    line.party_link(base, origin, lang, TextRole::Plain)
                })
            });
        }
        if let Some(question) = claim.answers {
            let others = rivals(base, ix).len();
            let (ask, answers) =
                (base.questions[question].text.get(lang), format!("  {}", count_noun(others + 1, "answer")));
            let disputed = if base.is_disputed(ix) { "  disputed" } else { "" };
            self.output.field("Question", |line| {
                let line = line.link(Link::Item(Item::Question(question)), ask).with(TextRole::Dim, answers);
                line.with(TextRole::Alert, disputed)
            });
        }
        if let Some(event) = claim.event {
            let name = base.events[event].name.get(lang);
            self.output.field("Event", |line| line.link(Link::Item(Item::Event(event)), name));
        }
        self.tags(Item::Claim(ix));
        self.note("Note", claim.note.as_ref());
    }

    fn event(&mut self, ix: Ix<Event>) {
        let (base, lang) = (self.base, self.lang);
        let event = &base.events[ix];
        self.title(event.name.get(lang));
        self.paragraph(event.summary.as_ref());
        self.output.blank_line();
        self.date_field(Item::Event(ix));
        self.note("Dated", event.dated.as_ref());
        if let Some(status) = event.status {
            self.output.field("Status", |line| line.plain(status.keyword()));
        }
        let mut groups = event.participants.chunk_by(|a, b| a.role == b.role).peekable();
        if groups.peek().is_some() {
            let line = groups.enumerate().fold(RichLine::new(), |line, (at, group)| {
                let words = match group[0].role {
                    EventRole::Announces => "announced by ",
                    EventRole::Host => "host: ",
                    EventRole::TakesPart if at == 0 => "",
                    EventRole::TakesPart => "taking part: ",
                    EventRole::Concerns => "about: ",
                };
                let line = if at > 0 { line.plain("; ") } else { line };
                let line = line.with(TextRole::Dim, words);
                let entities: Vec<_> = group.iter().map(|participant| participant.entity).collect();
                RichLine { spans: [line.spans, self.entities(&entities).spans].concat(), ..RichLine::new() }
            });
            self.output.field("Who", |head| RichLine { spans: [head.spans, line.spans].concat(), ..head });
        }
        self.tags(Item::Event(ix));
        self.note("Note", event.note.as_ref());
        let claims = base.links.claims_of_event(ix).to_vec();
        if !claims.is_empty() {
            self.output.heading(format!("{} on it", count_noun(claims.len(), "claim")));
            self.claim_rows(&claims);
        }
    }

    fn question(&mut self, ix: Ix<Question>) {
        let (base, lang) = (self.base, self.lang);
        let question = &base.questions[ix];
        self.title(question.text.get(lang));
        self.dispute_reason(ix);
        self.expected_answers(ix);
        self.note("Note", question.note.as_ref());
        let claims = base.links.claims_of_question(ix).to_vec();
        self.output.heading(count_noun(claims.len(), "answer"));
        for &claim in claims.iter().take(MAX_ROWS) {
            self.output.open_block();
            self.claim_row(claim);
            for (position, evidence) in base.claims[claim].evidence.iter().enumerate() {
                let line = RichLine::new().plain("  ").party_link(
                    base,
                    CitedParty::Source(evidence.source),
                    lang,
                    TextRole::Dim,
                );
                let line = line.with(TextRole::Dim, format!(" {} ", evidence.stance));
                let position = u32::try_from(position).unwrap_or(u32::MAX);
                let to_quote = Link::Quote(EvidenceIx { owner: EvidenceOwner::Claim(claim), position });
                let quote = format!("«\u{a0}{}\u{a0}»", evidence.quote);
                self.output.push(line.link_with_role(TextRole::Quote, to_quote, quote).with_hanging_indent(4));
            }
            self.output.close_block();
        }
    }

    fn source(&mut self, ix: Ix<Source>) {
        let (base, lang) = (self.base, self.lang);
        let source = &base.sources[ix];
        self.title(&base.title(Item::Source(ix), lang));
        if let (Some(_), Some(title)) = (&source.label, &source.title) {
            self.output.field("Title", |line| line.plain(title));
        }
        let cited = if source.kind == SourceKind::CitedOnly { "  cited by others, not read" } else { "" };
        self.output.field("Kind", |line| line.plain(source.kind.keyword()).with(TextRole::Dim, cited));
        if let Some(publisher) = &source.publisher {
            self.output.field("Publisher", |line| line.plain(publisher));
        }
        if !source.authors.is_empty() {
            self.output.field("By", |line| line.plain(source.authors.join(", ")));
        }
        let published = source.published.as_ref().map_or_else(|| "no date".to_owned(), |when| when.label(lang));
        let dated = source.dated.as_ref().map(|dated| format!("  {}", dated.get(lang))).unwrap_or_default();
        self.output.field("Published", |line| line.plain(published).with(TextRole::Dim, dated));
        if let Some(language) = &source.lang {
            self.output.field("Language", |line| line.plain(language.as_str()));
        }
        if let Some(url) = &source.url {
            self.output.field("URL", |line| line.link(Link::Url(ix), url));
        }
        if let Some(text) = &source.text {
            self.output.field("Text", |line| line.link(Link::SourceText(ix), text));
        }
        self.reliability(ix);
        self.note("Damage", source.damage.as_ref());
        self.note("Note", source.note.as_ref());
        let claims = base.links.claims_of_source(ix).to_vec();
        let events = base.links.events_of_source(ix).to_vec();
        let citing = base.links.claims_citing(CitedParty::Source(ix)).to_vec();
        if !events.is_empty() {
            self.output.heading(format!("{} from this source", count_noun(events.len(), "event")));
            if claims.is_empty() {
                self.related_link(Item::Source(ix), "show them in the timeline");
            }
            events.iter().take(MAX_ROWS).for_each(|&event| self.event_row(event));
            self.omitted_rows(events.len().saturating_sub(MAX_ROWS));
        }
        if !claims.is_empty() {
            self.output.heading(format!("{} from this source", count_noun(claims.len(), "claim")));
            self.related_link(Item::Source(ix), "show them in the timeline");
            self.claim_rows(&claims);
        }
        if !citing.is_empty() {
            self.output.heading(format!("{} citing it", count_noun(citing.len(), "claim")));
            self.claim_rows(&citing);
        }
    }

    /// Adds what is known about the reliability of a source.
    fn reliability(&mut self, ix: Ix<Source>) {
        let (base, lang) = (self.base, self.lang);
        let facts = &base.sources[ix].reliability;
        if let Some(signed) = facts.signed {
            self.output.field("Signed", |line| line.plain(if signed { "yes" } else { "no" }));
        }
        match &facts.cites {
            Some(NamedSources::Nobody) => self.output.field("Cites", |line| line.plain("nobody")),
            Some(NamedSources::Listed(cited)) => self.output.field("Cites", |line| {
                cited.iter().enumerate().fold(line, |line, (at, &origin)| {
                    let line = if at > 0 { line.plain(", ") } else { line };
                    line.party_link(base, origin, lang, TextRole::Plain)
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
            self.output.heading(format!("{head}  {total}"));
            self.claim_rows(claims);
        }
        if !balance.caveats.is_empty() {
            self.output.heading("Caveats");
            for caveat in &balance.caveats {
                self.output.push(RichLine::new().plain(format!("· {}", caveat.get(lang))).with_hanging_indent(2));
            }
        }
    }

    fn story(&mut self, ix: Ix<Story>) {
        let (base, lang) = (self.base, self.lang);
        let story = &base.stories[ix];
        self.title(story.name.get(lang));
        self.paragraph(story.summary.as_ref());
        self.output.heading(count_noun(story.steps.len(), "step"));
        for (at, step) in story.steps.iter().enumerate() {
            let number = format!("{:>2}  ", at + 1);
            self.output.open_block();
            self.output.push(
                RichLine::new()
                    .with(TextRole::Dim, number)
                    .link(Link::Item(step.at), step.title.get(lang))
                    .with_hanging_indent(4),
            );
            if let Some(caption) = &step.caption {
                self.output.push(
                    RichLine::new().with(TextRole::Dim, format!("    {}", caption.get(lang))).with_hanging_indent(4),
                );
            }
            self.output.close_block();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::present::sources;

    fn base() -> FactBase {
        let yaml =
            include_str!("../../tests/frames/base.yaml").replace("text: text.txt", "url: \"https://x.example/\"");
        crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml }]).base
    }

    /// The texts of those links in an item's detail that match `link`.
    fn link_texts(base: &FactBase, address: &str, link: impl Fn(Item) -> Link) -> Vec<String> {
        let item = base.find(&address.parse().unwrap()).unwrap();
        let rich_text = detail(base, item, &Lang::english());
        let spans = rich_text.lines.into_iter().flat_map(|line| line.spans);
        spans.filter(|span| span.link == Some(link(item))).map(|span| span.text).collect()
    }

    #[test]
    fn date_links_to_the_same_time() {
        let base = base();
        assert_eq!(link_texts(&base, "event/vote", Link::SameTime), ["16 Dec 2024"]);
        assert_eq!(link_texts(&base, "claim/cheaper", Link::SameTime), ["Dec 2024"]);
        assert_eq!(link_texts(&base, "claim/pledge", Link::SameTime), ["16 Dec 2024"]);
        assert!(link_texts(&base, "claim/doubt", Link::SameTime).is_empty());
    }

    #[test]
    fn entity_and_source_link_to_related_items() {
        let base = base();
        assert_eq!(link_texts(&base, "entity/council", Link::Related), ["everything that mentions it"]);
        assert_eq!(link_texts(&base, "source/gazette", Link::Related), ["show them in the timeline"]);
        assert!(link_texts(&base, "source/agency", Link::Related).is_empty());
        let line = base.entities.find("line").map(Item::Entity).unwrap();
        let rich_text = detail(&base, line, &Lang::english());
        assert!(rich_text.lines.iter().any(|line| line.text() == "5 claims that mention it"));
        assert!(rich_text.printable_lines().all(|line| line.text() != "everything that mentions it"));
    }

    #[test]
    fn url_opens_the_browser_and_a_rival_links_to_its_source() {
        let base = base();
        let gazette = base.sources.find("gazette").unwrap();
        assert_eq!(link_texts(&base, "source/gazette", |_| Link::Url(gazette)), ["https://x.example/"]);
        let cheaper = Item::Claim(base.claims.find("cheaper").unwrap());
        let rival = sources(&base, cheaper, &Lang::english()).lines.pop().unwrap();
        let pledge = Item::Claim(base.claims.find("pledge").unwrap());
        let links: Vec<_> = rival.spans.iter().filter_map(|span| span.link).collect();
        assert_eq!(links, [Link::Item(pledge), Link::Item(Item::Source(gazette))]);
    }
}
