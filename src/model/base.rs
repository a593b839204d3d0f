//! The base itself, and how its items are called.

use super::{Address, Amount, Balance, Claim, Entity, Event, Item, Ix, Kind, Lang, Links, Origin, Question, Relation};
use super::{Source, Story, Table, Text, When};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Which of the files of a base defines an item, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileIx(pub u16);

/// A loaded fact base: immutable, every reference resolved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FactBase {
    /// What the base is about.
    pub title: Option<Text>,
    /// The language of bare texts.
    pub lang: Option<Lang>,
    /// Documents.
    pub sources: Table<Source>,
    /// People, companies, things.
    pub entities: Table<Entity>,
    /// What happened.
    pub events: Table<Event>,
    /// Questions with rival answers.
    pub questions: Table<Question>,
    /// What sources say.
    pub claims: Table<Claim>,
    /// Sums over claims.
    pub balances: Table<Balance>,
    /// Guided tours.
    pub stories: Table<Story>,
    /// Built-in and declared relations.
    pub relations: Table<Relation>,
    /// Labels of declared units, by code.
    pub units: BTreeMap<String, Text>,
    /// The entities that are named by what could not be read or resolved: used, though no item shows it.
    #[serde(skip)]
    pub left_out: BTreeSet<Ix<Entity>>,
    /// What refers to what; derived, never stored.
    #[serde(skip)]
    pub links: Links,
}

impl FactBase {
    /// The base with its links derived. Call once all tables are filled.
    #[must_use]
    pub fn linked(mut self) -> Self {
        self.links = Links::of(&self);
        self
    }

    /// The language that texts are shown in unless the reader asks for another.
    pub fn default_lang(&self) -> Lang {
        self.lang.clone().unwrap_or_else(Lang::english)
    }

    /// The item of a written address.
    pub fn find(&self, address: &Address) -> Option<Item> {
        self.find_id(address.kind, &address.id)
    }

    /// The item of a kind and id.
    pub fn find_id(&self, kind: Kind, id: &str) -> Option<Item> {
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

    /// Every item, kind by kind in the order of writing.
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

    /// What an item is called in a list: a name, a question, a claim as a sentence, a source's title.
    pub fn title(&self, item: Item, lang: &Lang) -> String {
        match item {
            Item::Event(ix) => self.events[ix].name.get(lang).to_owned(),
            Item::Entity(ix) => self.entities[ix].name.get(lang).to_owned(),
            Item::Claim(ix) => self.statement(ix, lang),
            Item::Question(ix) => self.questions[ix].ask.get(lang).to_owned(),
            Item::Source(ix) => self.source_title(ix).to_owned(),
            Item::Balance(ix) => self.balances[ix].ask.get(lang).to_owned(),
            Item::Story(ix) => self.stories[ix].name.get(lang).to_owned(),
        }
    }

    /// A claim as a sentence: what it says, else its triple.
    pub fn statement(&self, claim: Ix<Claim>, lang: &Lang) -> String {
        match &self.claims[claim].says {
            Some(says) => says.get(lang).to_owned(),
            None => self.reading(claim, lang),
        }
    }

    /// A claim as its triple reads: "SoftBank invests in OpenAI".
    pub fn reading(&self, claim: Ix<Claim>, lang: &Lang) -> String {
        let claim = &self.claims[claim];
        let subject = self.entities[claim.subject].name.get(lang);
        let relation = self.relations[claim.relation].label.get(lang);
        match claim.object {
            Some(object) => format!("{subject} {relation} {}", self.entities[object].name.get(lang)),
            None => format!("{subject} {relation}"),
        }
    }

    /// The title of a source, else its publisher, else its id.
    pub fn source_title(&self, source: Ix<Source>) -> &str {
        let row = &self.sources[source];
        row.title.as_deref().or(row.publisher.as_deref()).unwrap_or_else(|| self.sources.id(source).as_str())
    }

    /// The publisher of a source, else its title, else its id.
    pub fn source_name(&self, source: Ix<Source>) -> &str {
        self.sources[source].name().unwrap_or_else(|| self.sources.id(source).as_str())
    }

    /// The name of a link of a `via` chain.
    pub fn origin_name<'a>(&'a self, origin: Origin, lang: &Lang) -> &'a str {
        match origin {
            Origin::Source(ix) => self.source_name(ix),
            Origin::Entity(ix) => self.entities[ix].name.get(lang),
        }
    }

    /// An amount in words.
    pub fn amount_label(&self, amount: &Amount, lang: &Lang) -> String {
        amount.label(amount.unit.label(self.units.get(amount.unit.code()), lang), lang)
    }

    /// The amount that a timeline shows for an item: a claim's own; an event's lead claim, or its only claim
    /// with an amount. Where an event has several and names no lead, none is chosen.
    pub fn shown_amount(&self, item: Item) -> Option<&Amount> {
        match item {
            Item::Claim(ix) => self.claims[ix].amount.as_ref(),
            Item::Event(ix) => {
                if let Some(lead) = self.events[ix].lead {
                    return self.claims[lead].amount.as_ref();
                }
                let claims = self.links.claims_of_event(ix);
                let mut amounts = claims.iter().filter_map(|&c| self.claims[c].amount.as_ref());
                amounts.next().filter(|_| amounts.next().is_none())
            }
            _ => None,
        }
    }

    /// The date of an item itself: of an event or claim in the world, of a source when it was published.
    pub fn when(&self, item: Item) -> Option<&When> {
        match item {
            Item::Event(ix) => self.events[ix].when.as_ref(),
            Item::Claim(ix) => self.claims[ix].when.as_ref(),
            Item::Source(ix) => self.sources[ix].published.as_ref(),
            Item::Entity(_) | Item::Question(_) | Item::Balance(_) | Item::Story(_) => None,
        }
    }

    /// Whether an item is an event that belongs to the spine of the timeline.
    pub fn is_milestone(&self, item: Item) -> bool {
        matches!(item, Item::Event(ix) if self.events[ix].milestone)
    }

    /// Whether an item is tagged as a side matter: `peripheral`.
    pub fn is_aside(&self, item: Item) -> bool {
        self.tags(item).iter().any(|tag| tag == "peripheral")
    }

    /// The tags of an item.
    pub fn tags(&self, item: Item) -> &[String] {
        match item {
            Item::Event(ix) => &self.events[ix].tags,
            Item::Entity(ix) => &self.entities[ix].tags,
            Item::Claim(ix) => &self.claims[ix].tags,
            _ => &[],
        }
    }
}
