//! A base as JSON, version 1.
//!
//! Texts are strings in the requested language. A text in several languages is also listed in full under `texts`.
//! Amounts are exact decimals as strings; an open bound is null. Dates are EDTF as written, along with the first and
//! last day they may cover.

use crate::model::{
    Amount, Balance, CitedParty, Claim, EdtfDate, Entity, Event, Evidence, FactBase, Id, Item, Ix, Lang, NamedSources,
    Question, Source, Story, Text,
};
use crate::model::{JsonLayout, to_json};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Version of the JSON format.
const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct Export<'a> {
    version: u32,
    title: Option<&'a str>,
    lang: &'a str,
    sources: Vec<ItemRecord<'a>>,
    entities: Vec<ItemRecord<'a>>,
    events: Vec<ItemRecord<'a>>,
    questions: Vec<ItemRecord<'a>>,
    claims: Vec<ItemRecord<'a>>,
    balances: Vec<ItemRecord<'a>>,
    stories: Vec<ItemRecord<'a>>,
    relations: Vec<RelationRecord<'a>>,
    units: BTreeMap<&'a str, &'a str>,
}

/// Writes the whole base.
///
/// # Errors
/// If writing fails.
pub fn write_json(base: &FactBase, lang: &Lang, out: &mut impl Write) -> io::Result<()> {
    let all = |items: Vec<Item>| items.into_iter().map(|item| item_record(base, item, lang)).collect();
    let export = Export {
        version: FORMAT_VERSION,
        title: base.title.as_ref().map(|title| title.get(lang)),
        lang: lang.as_str(),
        sources: all(base.sources.handles().map(Item::Source).collect()),
        entities: all(base.entities.handles().map(Item::Entity).collect()),
        events: all(base.events.handles().map(Item::Event).collect()),
        questions: all(base.questions.handles().map(Item::Question).collect()),
        claims: all(base.claims.handles().map(Item::Claim).collect()),
        balances: all(base.balances.handles().map(Item::Balance).collect()),
        stories: all(base.stories.handles().map(Item::Story).collect()),
        relations: base
            .relations
            .iter()
            .map(|(_, id, relation)| RelationRecord {
                id: id.as_str(),
                label: relation.label.get(lang),
                money: relation.money.keyword(),
                export: relation.export.keyword(),
            })
            .collect(),
        units: base.units.iter().map(|(code, label)| (code.as_str(), label.get(lang))).collect(),
    };
    writeln!(out, "{}", to_json(&export, JsonLayout::Pretty)?)
}

/// One item as it appears in the export.
pub fn item_record<'a>(base: &'a FactBase, item: Item, lang: &Lang) -> ItemRecord<'a> {
    let cx = RecordBuilder { base, lang: lang.clone() };
    ItemRecord(match item {
        Item::Source(ix) => RecordKind::Source(cx.source(ix)),
        Item::Entity(ix) => RecordKind::Entity(cx.entity(ix)),
        Item::Event(ix) => RecordKind::Event(cx.event(ix)),
        Item::Question(ix) => RecordKind::Question(cx.question(ix)),
        Item::Claim(ix) => RecordKind::Claim(cx.claim(ix)),
        Item::Balance(ix) => RecordKind::Balance(cx.balance(ix)),
        Item::Story(ix) => RecordKind::Story(cx.story(ix)),
    })
}

/// One item, ready to serialize.
#[derive(Serialize)]
#[serde(transparent)]
pub struct ItemRecord<'a>(RecordKind<'a>);

#[derive(Serialize)]
#[serde(untagged)]
enum RecordKind<'a> {
    Source(SourceRecord<'a>),
    Entity(EntityRecord<'a>),
    Event(EventRecord<'a>),
    Question(QuestionRecord<'a>),
    Claim(ClaimRecord<'a>),
    Balance(BalanceRecord<'a>),
    Story(StoryRecord<'a>),
}

/// All languages of the texts of an item, by field.
type Translations<'a> = BTreeMap<&'static str, BTreeMap<&'a str, &'a str>>;

/// Declares the record types of the items: their fields in output order, then `texts`.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty,)+ })+) => { $(
        $(#[$doc])*
        #[derive(Serialize)]
        struct $name<'a> {
            $($field: $type,)+
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            texts: Translations<'a>,
        }
    )+ };
}

records! {
    /// A source.
    SourceRecord {
        id: &'a str, kind: &'static str, label: Option<&'a str>, title: Option<&'a str>, publisher: Option<&'a str>, authors: &'a [String],
        lang: Option<&'a str>, published: Option<WhenRecord<'a>>, dated: Option<&'a str>,
        accessed: Option<WhenRecord<'a>>, url: Option<&'a str>, text: Option<&'a str>,
        lines: Option<(u32, u32)>, damage: Option<&'a str>, gaps: &'a [String], reliability: ReliabilityRecord<'a>,
        note: Option<&'a str>,
    }
    /// An entity.
    EntityRecord {
        id: &'a str, kind: &'static str, name: &'a str, aliases: Vec<&'a str>,
        different_from: Vec<&'a str>, summary: Option<&'a str>, tags: &'a [String],
    }
    /// An event.
    EventRecord {
        id: &'a str, name: &'a str, summary: Option<&'a str>, when: Option<WhenRecord<'a>>, dated_by: Option<&'a str>,
        dated: Option<&'a str>, milestone: bool, status: Option<&'static str>, happened: Option<bool>, who: Vec<&'a str>,
        roles: BTreeMap<&'static str, Vec<&'a str>>, lead: Option<&'a str>, tags: &'a [String], note: Option<&'a str>,
        evidence: Vec<EvidenceRecord<'a>>,
    }
    /// A question.
    QuestionRecord {
        id: &'a str, ask: &'a str, expect: Option<&'static str>, disputed: Option<&'a str>,
        between: Vec<&'a str>, note: Option<&'a str>, answers: Vec<&'a str>,
    }
    /// A claim.
    ClaimRecord {
        id: &'a str, triple: Option<[Option<&'a str>; 3]>, not: bool, about: Vec<&'a str>, says: Option<&'a str>,
        answers: Option<&'a str>, disputed: bool, amount: Option<AmountRecord<'a>>, when: Option<WhenRecord<'a>>,
        dated_by: Option<&'a str>, dated: Option<&'a str>,
        status: Option<&'static str>, event: Option<&'a str>, tags: &'a [String], note: Option<&'a str>, evidence: Vec<EvidenceRecord<'a>>,
    }
    /// A sum.
    BalanceRecord { id: &'a str, ask: &'a str, need: Vec<&'a str>, cover: Vec<&'a str>, caveats: Vec<&'a str>, }
    /// A story.
    StoryRecord { id: &'a str, name: &'a str, summary: Option<&'a str>, steps: Vec<StepRecord<'a>>, }
    /// A step of a story.
    StepRecord {
        at: String, title: &'a str, caption: Option<&'a str>, note: Option<&'a str>, highlight: Vec<String>,
        as_of: Option<WhenRecord<'a>>,
    }
}

/// Facts about the reliability of a source. `cites` is a list of ids: empty if the source cites nobody, null if
/// unknown.
#[derive(Serialize)]
struct ReliabilityRecord<'a> {
    signed: Option<bool>,
    cites: Option<Vec<&'a str>>,
    omits: Option<&'a str>,
}

#[derive(Serialize)]
struct RelationRecord<'a> {
    id: &'a str,
    label: &'a str,
    money: &'static str,
    export: &'static str,
}

#[derive(Serialize)]
struct AmountRecord<'a> {
    min: Option<String>,
    max: Option<String>,
    unit: &'a str,
    approximate: bool,
}

#[derive(Serialize)]
struct WhenRecord<'a> {
    edtf: &'a str,
    earliest: Option<String>,
    latest: Option<String>,
}

#[derive(Serialize)]
struct EvidenceRecord<'a> {
    source: &'a str,
    via: Vec<&'a str>,
    stance: &'static str,
    quote: &'a str,
    trust: &'static str,
    line: Option<u32>,
    note: Option<&'a str>,
}

struct RecordBuilder<'a> {
    base: &'a FactBase,
    lang: Lang,
}

impl<'a> RecordBuilder<'a> {
    fn localize(&self, text: Option<&'a Text>) -> Option<&'a str> {
        text.map(|text| text.get(&self.lang))
    }

    fn source(&self, ix: Ix<Source>) -> SourceRecord<'a> {
        let source = &self.base.sources[ix];
        let mut all =
            present_translations([("dated", &source.dated), ("damage", &source.damage), ("note", &source.note)]);
        all.extend(present_translations([("label", &source.label), ("omits", &source.reliability.omits)]));
        let cites = source.reliability.cites.as_ref().map(|cites| match cites {
            NamedSources::Nobody => Vec::new(),
            NamedSources::Listed(cited) => cited.iter().map(|&origin| self.origin(origin)).collect(),
        });
        SourceRecord {
            id: self.base.sources.id(ix).as_str(),
            kind: source.kind.keyword(),
            label: self.localize(source.label.as_ref()),
            title: source.title.as_deref(),
            publisher: source.publisher.as_deref(),
            authors: &source.authors,
            lang: source.lang.as_ref().map(Lang::as_str),
            published: source.published.as_ref().map(when),
            dated: self.localize(source.dated.as_ref()),
            accessed: source.accessed.as_ref().map(when),
            url: source.url.as_deref(),
            text: source.text.as_deref(),
            lines: source.lines,
            damage: self.localize(source.damage.as_ref()),
            gaps: &source.gaps,
            reliability: ReliabilityRecord {
                signed: source.reliability.signed,
                cites,
                omits: self.localize(source.reliability.omits.as_ref()),
            },
            note: self.localize(source.note.as_ref()),
            texts: all,
        }
    }

    fn entity(&self, ix: Ix<Entity>) -> EntityRecord<'a> {
        let entity = &self.base.entities[ix];
        let mut all = present_translations([("summary", &entity.summary)]);
        all.extend(translations("name", &entity.name));
        EntityRecord {
            id: self.base.entities.id(ix).as_str(),
            kind: entity.kind.keyword(),
            name: entity.name.get(&self.lang),
            aliases: entity.aliases.iter().flat_map(|alias| alias.iter().map(|(_, words)| words)).collect(),
            different_from: entity.different_from.iter().map(|&ix| self.base.entities.id(ix).as_str()).collect(),
            summary: self.localize(entity.summary.as_ref()),
            tags: &entity.tags,
            texts: all,
        }
    }

    fn event(&self, ix: Ix<Event>) -> EventRecord<'a> {
        let event = &self.base.events[ix];
        let mut all =
            present_translations([("summary", &event.summary), ("dated", &event.dated), ("note", &event.note)]);
        all.extend(translations("name", &event.name));
        let (mut who, mut roles) = (Vec::new(), BTreeMap::<_, Vec<_>>::new());
        for participant in &event.participants {
            let id = self.base.entities.id(participant.entity).as_str();
            roles.entry(participant.role.keyword()).or_default().push(id);
            if !who.contains(&id) {
                who.push(id);
            }
        }
        EventRecord {
            id: self.base.events.id(ix).as_str(),
            name: event.name.get(&self.lang),
            summary: self.localize(event.summary.as_ref()),
            when: event.when.as_ref().map(when),
            dated_by: event.dated_by.map(|source| self.base.sources.id(source).as_str()),
            dated: self.localize(event.dated.as_ref()),
            milestone: event.milestone,
            status: event.status.map(crate::model::Status::keyword),
            happened: self.base.event_status(ix).map(crate::model::Status::has_happened),
            who,
            roles,
            lead: event.lead_claim.map(|lead| self.base.claims.id(lead).as_str()),
            tags: &event.tags,
            note: self.localize(event.note.as_ref()),
            evidence: self.evidence(&event.evidence),
            texts: all,
        }
    }

    fn question(&self, ix: Ix<Question>) -> QuestionRecord<'a> {
        let question = &self.base.questions[ix];
        let mut all = present_translations([("disputed", &question.disputed), ("note", &question.note)]);
        all.extend(translations("ask", &question.text));
        QuestionRecord {
            id: self.base.questions.id(ix).as_str(),
            ask: question.text.get(&self.lang),
            expect: question.expect.map(crate::model::ExpectedAnswers::keyword),
            disputed: self.localize(question.disputed.as_ref()),
            between: self.claims(&question.disputed_answers),
            note: self.localize(question.note.as_ref()),
            answers: self.claims(self.base.links.claims_of_question(ix)),
            texts: all,
        }
    }

    fn claim(&self, ix: Ix<Claim>) -> ClaimRecord<'a> {
        let claim = &self.base.claims[ix];
        let entity = |ix: Ix<Entity>| self.base.entities.id(ix).as_str();
        let triple = claim.triple().map(|triple| {
            let relation = self.base.relations.id(triple.relation).as_str();
            [Some(entity(triple.subject)), Some(relation), triple.object.map(entity)]
        });
        ClaimRecord {
            id: self.base.claims.id(ix).as_str(),
            about: if triple.is_none() { claim.entities().map(entity).collect() } else { Vec::new() },
            not: claim.triple().is_some_and(|triple| triple.negated),
            triple,
            says: self.localize(claim.statement.as_ref()),
            answers: claim.answers.map(|question| self.base.questions.id(question).as_str()),
            disputed: self.base.is_disputed(ix),
            amount: claim.amount.as_ref().map(amount),
            when: claim.when.as_ref().map(when),
            dated_by: claim.dated_by.map(|source| self.base.sources.id(source).as_str()),
            dated: self.localize(claim.dated.as_ref()),
            status: claim.status.map(crate::model::Status::keyword),
            event: claim.event.map(|event| self.base.events.id(event).as_str()),
            tags: &claim.tags,
            note: self.localize(claim.note.as_ref()),
            evidence: self.evidence(&claim.evidence),
            texts: present_translations([("says", &claim.statement), ("dated", &claim.dated), ("note", &claim.note)]),
        }
    }

    fn balance(&self, ix: Ix<Balance>) -> BalanceRecord<'a> {
        let balance = &self.base.balances[ix];
        BalanceRecord {
            id: self.base.balances.id(ix).as_str(),
            ask: balance.question.get(&self.lang),
            need: self.claims(&balance.need),
            cover: self.claims(&balance.cover),
            caveats: balance.caveats.iter().map(|caveat| caveat.get(&self.lang)).collect(),
            texts: translations("ask", &balance.question).into_iter().collect(),
        }
    }

    fn story(&self, ix: Ix<Story>) -> StoryRecord<'a> {
        let story = &self.base.stories[ix];
        let step = |step: &'a crate::model::Step| {
            let mut all = present_translations([("caption", &step.caption), ("note", &step.note)]);
            all.extend(translations("title", &step.title));
            StepRecord {
                at: self.base.address(step.at).to_string(),
                title: step.title.get(&self.lang),
                caption: self.localize(step.caption.as_ref()),
                note: self.localize(step.note.as_ref()),
                highlight: step.highlight.iter().map(|&item| self.base.address(item).to_string()).collect(),
                as_of: step.as_of.as_ref().map(when),
                texts: all,
            }
        };
        let mut all = present_translations([("summary", &story.summary)]);
        all.extend(translations("name", &story.name));
        StoryRecord {
            id: self.base.stories.id(ix).as_str(),
            name: story.name.get(&self.lang),
            summary: self.localize(story.summary.as_ref()),
            steps: story.steps.iter().map(step).collect(),
            texts: all,
        }
    }

    fn origin(&self, origin: CitedParty) -> &'a str {
        match origin {
            CitedParty::Source(ix) => Id::as_str(self.base.sources.id(ix)),
            CitedParty::Entity(ix) => Id::as_str(self.base.entities.id(ix)),
        }
    }

    fn claims(&self, claims: &[Ix<Claim>]) -> Vec<&'a str> {
        claims.iter().map(|&claim| self.base.claims.id(claim).as_str()).collect()
    }

    fn evidence(&self, list: &'a [Evidence]) -> Vec<EvidenceRecord<'a>> {
        let record = |evidence: &'a Evidence| EvidenceRecord {
            source: self.base.sources.id(evidence.source).as_str(),
            via: evidence.via.iter().map(|&origin| self.origin(origin)).collect(),
            stance: evidence.stance.keyword(),
            quote: &evidence.quote,
            trust: evidence.verification.status.keyword(),
            line: evidence.verification.span.map(|span| span.start.line),
            note: self.localize(evidence.note.as_ref()),
        };
        list.iter().map(record).collect()
    }
}

fn amount(amount: &Amount) -> AmountRecord<'_> {
    let number = |n: rust_decimal::Decimal| n.normalize().to_string();
    AmountRecord {
        min: amount.range.min.map(number),
        max: amount.range.max.map(number),
        unit: amount.unit.code(),
        approximate: amount.range.approximate,
    }
}

fn when(when: &EdtfDate) -> WhenRecord<'_> {
    WhenRecord {
        edtf: when.edtf(),
        earliest: when.earliest().map(|day| day.to_string()),
        latest: when.latest().map(|day| day.to_string()),
    }
}

/// The translations of those texts that have several.
fn present_translations<'a, const N: usize>(fields: [(&'static str, &'a Option<Text>); N]) -> Translations<'a> {
    fields.into_iter().filter_map(|(field, text)| translations(field, text.as_ref()?)).collect()
}

fn translations<'a>(field: &'static str, text: &'a Text) -> Option<(&'static str, BTreeMap<&'a str, &'a str>)> {
    let all: BTreeMap<_, _> = text.iter().map(|(lang, words)| (lang.as_str(), words)).collect();
    (all.len() > 1).then_some((field, all))
}
