//! The fact base, and the names and texts of its items.

use super::{
    Address, Amount, Balance, CitedParty, Claim, Entity, Event, Item, Ix, Kind, Lang, Links, Question, Relation,
};
use super::{EdtfDate, Source, Status, Story, Table, Text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the fact base format that this program reads and writes.
pub const FORMAT_VERSION: u32 = 1;

/// Index of a file of a base, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileIx(pub u16);

/// A loaded fact base: immutable, every reference resolved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FactBase {
    /// What the base is about.
    pub title: Option<Text>,
    /// The language of texts written without a language key.
    pub lang: Option<Lang>,
    /// Documents, read or cited.
    pub sources: Table<Source>,
    /// People, companies, funds, projects, products and places.
    pub entities: Table<Entity>,
    /// Things that happened or will happen at a date.
    pub events: Table<Event>,
    /// Questions with competing answers.
    pub questions: Table<Question>,
    /// Statements made by sources.
    pub claims: Table<Claim>,
    /// Sums over claims.
    pub balances: Table<Balance>,
    /// Guided sequences through the base.
    pub stories: Table<Story>,
    /// Built-in and declared relations.
    pub relations: Table<Relation>,
    /// Labels of declared units, by code.
    pub units: BTreeMap<String, Text>,
    /// Entities referenced by parts that failed to load. They count as used, even if no item refers to them.
    #[serde(skip)]
    pub used_by_discarded: BTreeSet<Ix<Entity>>,
    /// Reverse references; derived by [`FactBase::with_links`], never stored.
    #[serde(skip)]
    pub links: Links,
}

impl FactBase {
    /// Derives [`FactBase::links`]. Call it once all tables are filled.
    #[must_use]
    pub fn with_links(mut self) -> Self {
        self.links = Links::from_base(&self);
        self
    }

    /// All languages that the texts of the base are written in.
    pub fn languages(&self) -> BTreeSet<Lang> {
        let sources = self
            .sources
            .iter()
            .flat_map(|(_, _, s)| [&s.label, &s.dated, &s.damage, &s.note, &s.reliability.omits].into_iter().flatten());
        let entities =
            self.entities.iter().flat_map(|(_, _, e)| [&e.name].into_iter().chain(&e.aliases).chain(&e.summary));
        let events = self.events.iter().flat_map(|(_, _, e)| {
            std::iter::once(&e.name).chain([&e.summary, &e.dated, &e.note].into_iter().flatten())
        });
        let questions = self
            .questions
            .iter()
            .flat_map(|(_, _, q)| std::iter::once(&q.text).chain([&q.disputed, &q.note].into_iter().flatten()));
        let claims = self.claims.iter().flat_map(|(_, _, c)| [&c.statement, &c.dated, &c.note].into_iter().flatten());
        let balances = self.balances.iter().flat_map(|(_, _, b)| std::iter::once(&b.question).chain(&b.caveats));
        let stories = self.stories.iter().flat_map(|(_, _, s)| {
            let steps =
                s.steps.iter().flat_map(|step| std::iter::once(&step.title).chain(&step.caption).chain(&step.note));
            std::iter::once(&s.name).chain(&s.summary).chain(steps)
        });
        let all = self.title.iter().chain(sources).chain(entities).chain(events).chain(questions).chain(claims);
        let mut languages: BTreeSet<Lang> = BTreeSet::new();
        for (lang, _) in all.chain(balances).chain(stories).chain(self.units.values()).flat_map(Text::iter) {
            if !languages.contains(lang) {
                languages.insert(lang.clone());
            }
        }
        languages
    }

    /// The language of the base, used unless the user chooses another; English if the base names none.
    pub fn default_lang(&self) -> Lang {
        self.lang.clone().unwrap_or_else(Lang::english)
    }

    /// Looks up an address.
    pub fn find(&self, address: &Address) -> Option<Item> {
        self.find_by_id(address.kind, &address.id)
    }

    /// Looks up an item by kind and id.
    pub fn find_by_id(&self, kind: Kind, id: &str) -> Option<Item> {
        match kind {
            Kind::Event => self.events.find(id).map(Item::Event),
            Kind::Entity => self.entities.find(id).map(Item::Entity),
            Kind::Claim => self.claims.find(id).map(Item::Claim),
            Kind::Question => self.questions.find(id).map(Item::Question),
            Kind::Source => self.sources.find(id).map(Item::Source),
            Kind::Balance => self.balances.find(id).map(Item::Balance),
            Kind::Story => self.stories.find(id).map(Item::Story),
        }
    }

    /// The id of an item.
    pub fn id(&self, item: Item) -> &str {
        match item {
            Item::Event(ix) => self.events.id(ix).as_str(),
            Item::Entity(ix) => self.entities.id(ix).as_str(),
            Item::Claim(ix) => self.claims.id(ix).as_str(),
            Item::Question(ix) => self.questions.id(ix).as_str(),
            Item::Source(ix) => self.sources.id(ix).as_str(),
            Item::Balance(ix) => self.balances.id(ix).as_str(),
            Item::Story(ix) => self.stories.id(ix).as_str(),
        }
    }

    /// The file that defines an item.
    pub fn file(&self, item: Item) -> FileIx {
        match item {
            Item::Event(ix) => self.events[ix].file,
            Item::Entity(ix) => self.entities[ix].file,
            Item::Claim(ix) => self.claims[ix].file,
            Item::Question(ix) => self.questions[ix].file,
            Item::Source(ix) => self.sources[ix].file,
            Item::Balance(ix) => self.balances[ix].file,
            Item::Story(ix) => self.stories[ix].file,
        }
    }

    /// The address of an item.
    pub fn address(&self, item: Item) -> Address {
        Address { kind: item.kind(), id: self.id(item).to_owned() }
    }

    /// All items, grouped by kind, in file order within each kind.
    pub fn items(&self) -> impl Iterator<Item = Item> {
        let events = self.events.handles().map(Item::Event);
        let entities = self.entities.handles().map(Item::Entity);
        let claims = self.claims.handles().map(Item::Claim);
        let questions = self.questions.handles().map(Item::Question);
        let sources = self.sources.handles().map(Item::Source);
        let balances = self.balances.handles().map(Item::Balance);
        let stories = self.stories.handles().map(Item::Story);
        events.chain(entities).chain(claims).chain(questions).chain(sources).chain(balances).chain(stories)
    }

    /// The title of an item in lists: its name, a question's text, a claim's statement, a source's label or title.
    pub fn title(&self, item: Item, lang: &Lang) -> String {
        match item {
            Item::Event(ix) => self.events[ix].name.get(lang).to_owned(),
            Item::Entity(ix) => self.entities[ix].name.get(lang).to_owned(),
            Item::Claim(ix) => self.statement(ix, lang),
            Item::Question(ix) => self.questions[ix].text.get(lang).to_owned(),
            Item::Source(ix) => match &self.sources[ix].label {
                Some(label) => label.get(lang).to_owned(),
                None => self.source_title(ix).to_owned(),
            },
            Item::Balance(ix) => self.balances[ix].question.get(lang).to_owned(),
            Item::Story(ix) => self.stories[ix].name.get(lang).to_owned(),
        }
    }

    /// The claim as a sentence: its statement, or its triple if it has none.
    pub fn statement(&self, claim: Ix<Claim>, lang: &Lang) -> String {
        match &self.claims[claim].statement {
            Some(says) => says.get(lang).to_owned(),
            None => self.triple_text(claim, lang),
        }
    }

    /// The triple of a claim as text: "SoftBank invests in OpenAI". If it has no triple, the names of its entities,
    /// separated by commas.
    pub fn triple_text(&self, claim: Ix<Claim>, lang: &Lang) -> String {
        let name = |entity: Ix<Entity>| self.entities[entity].name.get(lang);
        let claim = &self.claims[claim];
        let Some(triple) = claim.triple() else {
            return claim.entities().map(name).collect::<Vec<_>>().join(", ");
        };
        let (subject, relation) = (name(triple.subject), self.relation_label(triple.relation, triple.negated, lang));
        match triple.object {
            Some(object) => format!("{subject} {relation} {}", name(object)),
            None => format!("{subject} {relation}"),
        }
    }

    /// The label of a relation, to be placed between subject and object: "invests in", negated "does not invest in".
    pub fn relation_label(&self, relation: Ix<Relation>, negated: bool, lang: &Lang) -> String {
        let relation = &self.relations[relation];
        if negated { relation.negated_label(lang) } else { relation.label.get(lang).to_owned() }
    }

    /// The status of an event: its own, or else the first status among its claims. `None` if no claim has a status or
    /// if the claims disagree on whether the event has happened.
    pub fn event_status(&self, event: Ix<Event>) -> Option<Status> {
        let own = self.events[event].status;
        own.or_else(|| {
            let claims = self.links.claims_of_event(event);
            let mut statuses = claims.iter().filter_map(|&claim| self.claims[claim].status);
            let first = statuses.next()?;
            statuses.all(|status| status.has_happened() == first.has_happened()).then_some(first)
        })
    }

    /// Whether the claim is one of the answers that its question marks as disputed.
    pub fn is_disputed(&self, claim: Ix<Claim>) -> bool {
        self.claims[claim].answers.is_some_and(|question| {
            let question = &self.questions[question];
            question.disputed.is_some()
                && (question.disputed_answers.is_empty() || question.disputed_answers.contains(&claim))
        })
    }

    /// The title of a source, or else its publisher, or else its id.
    pub fn source_title(&self, source: Ix<Source>) -> &str {
        let row = &self.sources[source];
        row.title.as_deref().or(row.publisher.as_deref()).unwrap_or_else(|| self.sources.id(source).as_str())
    }

    /// The label of a source, or else its publisher, title or id, in that order.
    pub fn source_name(&self, source: Ix<Source>, lang: &Lang) -> &str {
        self.sources[source].name(lang).unwrap_or_else(|| self.sources.id(source).as_str())
    }

    /// The name of a member of a `via` chain.
    pub fn party_name<'a>(&'a self, party: CitedParty, lang: &Lang) -> &'a str {
        match party {
            CitedParty::Source(ix) => self.source_name(ix, lang),
            CitedParty::Entity(ix) => self.entities[ix].name.get(lang),
        }
    }

    /// The amount with its unit, formatted for `lang`.
    pub fn amount_label(&self, amount: &Amount, lang: &Lang) -> String {
        amount.label(amount.unit.label(self.units.get(amount.unit.code()), lang), lang)
    }

    /// The amount shown for an item in a timeline: a claim's own; for an event, that of its lead claim or of its only
    /// claim with an amount. `None` if an event has several amounts and no lead claim.
    pub fn effective_amount(&self, item: Item) -> Option<&Amount> {
        match item {
            Item::Claim(ix) => self.claims[ix].amount.as_ref(),
            Item::Event(ix) => {
                if let Some(lead) = self.events[ix].lead_claim {
                    return self.claims[lead].amount.as_ref();
                }
                let claims = self.links.claims_of_event(ix);
                let mut amounts = claims.iter().filter_map(|&c| self.claims[c].amount.as_ref());
                amounts.next().filter(|_| amounts.next().is_none())
            }
            _ => None,
        }
    }

    /// The item's own date: when an event or claim happens, when a source was published. `None` for other kinds.
    pub fn own_date(&self, item: Item) -> Option<&EdtfDate> {
        match item {
            Item::Event(ix) => self.events[ix].when.as_ref(),
            Item::Claim(ix) => self.claims[ix].when.as_ref(),
            Item::Source(ix) => self.sources[ix].published.as_ref(),
            Item::Entity(_) | Item::Question(_) | Item::Balance(_) | Item::Story(_) => None,
        }
    }

    /// Whether an item is an event on the main line of the timeline.
    pub fn is_milestone(&self, item: Item) -> bool {
        matches!(item, Item::Event(ix) if self.events[ix].milestone)
    }

    /// Whether an item is tagged `peripheral`, that is, a side issue.
    pub fn is_peripheral(&self, item: Item) -> bool {
        self.tags(item).iter().any(|tag| tag == "peripheral")
    }

    /// The tags of an item; empty for kinds that have none.
    pub fn tags(&self, item: Item) -> &[String] {
        match item {
            Item::Event(ix) => &self.events[ix].tags,
            Item::Entity(ix) => &self.entities[ix].tags,
            Item::Claim(ix) => &self.claims[ix].tags,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;

    const BASE: &str = "factbase: 1
sources:
  labelled: {kind: article, label: {en: Gazette, fr: La Gazette}, title: The northern line, publisher: City Press}
  titled: {kind: report, title: Minutes, publisher: City Press}
  radio: {kind: cited-only, publisher: Radio City}
entities:
  council: {type: organisation, name: {en: City Council, fr: Conseil municipal}}
  line: {type: project, name: Northern line}
events:
  vote: {name: {en: The vote, fr: Le vote}}
questions:
  cost: {ask: {en: What does it cost, fr: Combien coûte-t-elle}}
claims:
  said: {about: [council], says: {en: It promised, fr: Il a promis}}
  pledge: {triple: [council, pledges, line]}
  denial: {triple: [council, pledges, line], not: true}
balances:
  enough: {ask: {en: Is it enough, fr: Est-ce assez}, need: [pledge], cover: [pledge]}
stories:
  tour: {name: {en: The tour, fr: La visite}, steps: [{at: event/vote, title: The vote}]}
";

    #[test]
    fn every_kind_of_item_has_a_title_in_each_language() {
        let base = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: BASE.into() }]).base;
        let cases = [
            ("event/vote", "The vote", "Le vote"),
            ("entity/council", "City Council", "Conseil municipal"),
            ("entity/line", "Northern line", "Northern line"),
            ("claim/said", "It promised", "Il a promis"),
            (
                "claim/pledge",
                "City Council pledges money to Northern line",
                "Conseil municipal promet de l’argent à Northern line",
            ),
            (
                "claim/denial",
                "City Council does not pledge money to Northern line",
                "Conseil municipal ne promet pas de l’argent à Northern line",
            ),
            ("question/cost", "What does it cost", "Combien coûte-t-elle"),
            ("source/labelled", "Gazette", "La Gazette"),
            ("source/titled", "Minutes", "Minutes"),
            ("source/radio", "Radio City", "Radio City"),
            ("balance/enough", "Is it enough", "Est-ce assez"),
            ("story/tour", "The tour", "La visite"),
        ];
        let [en, fr] = ["en", "fr"].map(|tag| Lang::new(tag).unwrap());
        for (address, english, french) in cases {
            let item = base.find(&address.parse().unwrap()).unwrap();
            assert_eq!([base.title(item, &en), base.title(item, &fr)], [english, french], "{address}");
        }
    }
}
