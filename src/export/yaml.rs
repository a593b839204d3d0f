//! Writes a base as one normalised YAML file that loads as an equal base. The only file that uses `serde_yaml`.

use crate::model::{
    Amount, BUILT_IN_RELATIONS, Balance, CitedParty, Claim, EdtfDate, Entity, EntityType, Event, EventRole, Evidence,
    FORMAT_VERSION, FactBase, Ix, Lang, NamedSources, Question, Relation, Source, Step, Story, Table, Text, Topic,
    TypeSet,
};
use serde_yaml::{Mapping, Value};
use std::io::{self, Write};

/// Writes the base as YAML, in the format of its own files. The order of sections, items and keys is that of the
/// format's documentation; a part that is missing is not written.
///
/// # Errors
/// If writing fails.
pub fn write_yaml(base: &FactBase, out: &mut impl Write) -> io::Result<()> {
    let writer = Writer { base, lang: base.default_lang() };
    serde_yaml::to_writer(out, &writer.file()).map_err(io::Error::other)
}

/// A map under construction, without its empty values.
#[derive(Default)]
struct Fields(Mapping);

impl Fields {
    fn put(&mut self, key: &str, value: impl Into<Value>) -> &mut Self {
        let value = value.into();
        let is_empty = match &value {
            Value::Null => true,
            Value::Sequence(items) => items.is_empty(),
            Value::Mapping(entries) => entries.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.insert(key.into(), value);
        }
        self
    }

    fn maybe(&mut self, key: &str, value: Option<impl Into<Value>>) -> &mut Self {
        self.put(key, value.map_or(Value::Null, Into::into))
    }
}

impl From<&mut Fields> for Value {
    fn from(fields: &mut Fields) -> Self {
        Self::Mapping(std::mem::take(&mut fields.0))
    }
}

struct Writer<'a> {
    base: &'a FactBase,
    /// The language of a text that is written without one.
    lang: Lang,
}

impl Writer<'_> {
    fn file(&self) -> Value {
        let base = self.base;
        let declared = base.relations.handles().take(base.relations.len().saturating_sub(BUILT_IN_RELATIONS.len()));
        let relations = declared.map(|ix| (base.relations.id(ix).as_str(), self.relation(&base.relations[ix])));
        Fields::default()
            .put("factbase", FORMAT_VERSION)
            .put("title", self.text(base.title.as_ref()))
            .maybe("lang", base.lang.as_ref().map(Lang::as_str))
            .put("units", entries(base.units.iter().map(|(code, label)| (code, self.text(Some(label))))))
            .put("relations", entries(relations))
            .put("sources", table(&base.sources, |source| self.source(source)))
            .put("entities", table(&base.entities, |entity| self.entity(entity)))
            .put("events", table(&base.events, |event| self.event(event)))
            .put("questions", table(&base.questions, |question| self.question(question)))
            .put("claims", table(&base.claims, |claim| self.claim(claim)))
            .put("balances", table(&base.balances, |balance| self.balance(balance)))
            .put("stories", table(&base.stories, |story| self.story(story)))
            .into()
    }

    fn relation(&self, relation: &Relation) -> Value {
        let types =
            |set: TypeSet| if set == TypeSet::ANY { Value::Null } else { list(set.iter().map(EntityType::keyword)) };
        Fields::default()
            .put("label", self.text(Some(&relation.label)))
            .put("money", relation.money.keyword())
            .put("subject", types(relation.subject))
            .put("object", types(relation.object))
            .put("export", relation.export.keyword())
            .into()
    }

    fn source(&self, source: &Source) -> Value {
        let cites = match &source.reliability.cites {
            None => Value::Null,
            Some(NamedSources::Nobody) => "nobody".into(),
            Some(NamedSources::Listed(origins)) => list(origins.iter().map(|&origin| self.origin(origin))),
        };
        let unclaimed = source.unclaimed.iter();
        let unclaimed = unclaimed.map(|lines| (&lines.reason, list(lines.lines.iter().copied().map(line_range))));
        Fields::default()
            .put("kind", source.kind.keyword())
            .put("label", self.text(source.label.as_ref()))
            .maybe("title", source.title.as_deref())
            .maybe("publisher", source.publisher.as_deref())
            .put("authors", strings(&source.authors))
            .maybe("lang", source.lang.as_ref().map(Lang::as_str))
            .maybe("published", source.published.as_ref().map(EdtfDate::edtf))
            .put("dated", self.text(source.dated.as_ref()))
            .maybe("accessed", source.accessed.as_ref().map(EdtfDate::edtf))
            .maybe("url", source.url.as_deref())
            .maybe("text", source.text.as_deref())
            .maybe("lines", source.lines.map(line_range))
            .put("damage", self.text(source.damage.as_ref()))
            .put("gaps", strings(&source.gaps))
            .put("unclaimed", entries(unclaimed))
            .put(
                "reliability",
                Fields::default()
                    .maybe("signed", source.reliability.signed)
                    .put("cites", cites)
                    .put("omits", self.text(source.reliability.omits.as_ref())),
            )
            .put("note", self.text(source.note.as_ref()))
            .into()
    }

    fn entity(&self, entity: &Entity) -> Value {
        Fields::default()
            .put("type", entity.kind.keyword())
            .put("name", self.text(Some(&entity.name)))
            .put("aliases", list(entity.aliases.iter().map(|alias| self.text(Some(alias)))))
            .put("different_from", list(entity.different_from.iter().map(|&ix| self.base.entities.id(ix).as_str())))
            .put("summary", self.text(entity.summary.as_ref()))
            .put("tags", strings(&entity.tags))
            .into()
    }

    fn event(&self, event: &Event) -> Value {
        let role = |&role: &EventRole| {
            let entities = event.participants.iter().filter(move |participant| participant.role == role);
            (role.keyword(), list(entities.map(|participant| self.base.entities.id(participant.entity).as_str())))
        };
        let roles = EventRole::ALL.iter().map(role).filter(|(_, entities)| entities.get(0).is_some());
        Fields::default()
            .put("when", self.when(event.when.as_ref(), event.dated_by))
            .put("dated", self.text(event.dated.as_ref()))
            .put("name", self.text(Some(&event.name)))
            .put("summary", self.text(event.summary.as_ref()))
            .maybe("milestone", event.milestone.then_some(true))
            .maybe("status", event.status.map(crate::model::Status::keyword))
            .put("who", entries(roles))
            .maybe("lead", event.lead_claim.map(|lead| self.base.claims.id(lead).as_str()))
            .put("tags", strings(&event.tags))
            .put("note", self.text(event.note.as_ref()))
            .put("evidence", self.evidence(&event.evidence))
            .into()
    }

    fn question(&self, question: &Question) -> Value {
        Fields::default()
            .put("ask", self.text(Some(&question.text)))
            .maybe("expect", question.expect.map(crate::model::ExpectedAnswers::keyword))
            .put("disputed", self.text(question.disputed.as_ref()))
            .put("between", self.claims(&question.disputed_answers))
            .put("note", self.text(question.note.as_ref()))
            .into()
    }

    fn claim(&self, claim: &Claim) -> Value {
        let entity = |ix: Ix<Entity>| self.base.entities.id(ix).as_str();
        let mut fields = Fields::default();
        match &claim.topic {
            Topic::Relation(triple) => {
                let relation = self.base.relations.id(triple.relation).as_str();
                let parts = [Some(entity(triple.subject)), Some(relation), triple.object.map(entity)];
                fields.put("triple", list(parts.into_iter().flatten())).maybe("not", triple.negated.then_some(true));
            }
            Topic::About(entities) => {
                fields.put("about", list(entities.iter().map(|&ix| entity(ix))));
            }
        }
        fields
            .put("says", self.text(claim.statement.as_ref()))
            .maybe("answers", claim.answers.map(|question| self.base.questions.id(question).as_str()))
            .maybe("amount", claim.amount.as_ref().map(Amount::written))
            .put("when", self.when(claim.when.as_ref(), claim.dated_by))
            .put("dated", self.text(claim.dated.as_ref()))
            .maybe("status", claim.status.map(crate::model::Status::keyword))
            .maybe("event", claim.event.map(|event| self.base.events.id(event).as_str()))
            .put("tags", strings(&claim.tags))
            .put("note", self.text(claim.note.as_ref()))
            .put("evidence", self.evidence(&claim.evidence))
            .into()
    }

    fn evidence(&self, evidence: &[Evidence]) -> Value {
        list(evidence.iter().map(|piece| {
            Value::from(
                Fields::default()
                    .put("source", self.base.sources.id(piece.source).as_str())
                    .put("via", list(piece.via.iter().map(|&origin| self.origin(origin))))
                    .put("stance", piece.stance.keyword())
                    .put("quote", piece.quote.as_str())
                    .put("note", self.text(piece.note.as_ref())),
            )
        }))
    }

    fn balance(&self, balance: &Balance) -> Value {
        Fields::default()
            .put("ask", self.text(Some(&balance.question)))
            .put("need", self.claims(&balance.need))
            .put("cover", self.claims(&balance.cover))
            .put("caveats", list(balance.caveats.iter().map(|caveat| self.text(Some(caveat)))))
            .into()
    }

    fn story(&self, story: &Story) -> Value {
        Fields::default()
            .put("name", self.text(Some(&story.name)))
            .put("summary", self.text(story.summary.as_ref()))
            .put("steps", list(story.steps.iter().map(|step| self.step(step))))
            .into()
    }

    fn step(&self, step: &Step) -> Value {
        Fields::default()
            .put("at", self.base.address(step.at).to_string())
            .put("title", self.text(Some(&step.title)))
            .put("caption", self.text(step.caption.as_ref()))
            .put("note", self.text(step.note.as_ref()))
            .put("highlight", list(step.highlight.iter().map(|&item| self.base.address(item).to_string())))
            .maybe("as_of", step.as_of.as_ref().map(EdtfDate::edtf))
            .into()
    }

    /// A text: a scalar if it is only in the language of the base, or else a map of languages.
    fn text(&self, text: Option<&Text>) -> Value {
        let Some(text) = text else { return Value::Null };
        let mut versions = text.iter();
        match (versions.next(), versions.next()) {
            (Some((lang, words)), None) if *lang == self.lang => words.into(),
            _ => entries(text.iter().map(|(lang, words)| (lang.as_str(), words))),
        }
    }

    /// A date. One derived from the publication date of a source is written in terms of it.
    fn when(&self, when: Option<&EdtfDate>, dated_by: Option<Ix<Source>>) -> Value {
        let Some(when) = when else { return Value::Null };
        let published = dated_by.and_then(|source| self.base.sources[source].published.as_ref());
        match published {
            Some(published) if published == when => "published",
            Some(published) if published.interval_until_end().as_ref() == Some(when) => "../published",
            Some(published) if published.interval_from_start().as_ref() == Some(when) => "published/..",
            _ => when.edtf(),
        }
        .into()
    }

    fn origin(&self, origin: CitedParty) -> &str {
        match origin {
            CitedParty::Source(ix) => self.base.sources.id(ix).as_str(),
            CitedParty::Entity(ix) => self.base.entities.id(ix).as_str(),
        }
    }

    fn claims(&self, claims: &[Ix<Claim>]) -> Value {
        list(claims.iter().map(|&claim| self.base.claims.id(claim).as_str()))
    }
}

fn table<T>(table: &Table<T>, value: impl Fn(&T) -> Value) -> Value {
    entries(table.iter().map(|(_, id, item)| (id.as_str(), value(item))))
}

fn entries<K: AsRef<str>, V: Into<Value>>(entries: impl IntoIterator<Item = (K, V)>) -> Value {
    Value::Mapping(entries.into_iter().map(|(key, value)| (key.as_ref().into(), value.into())).collect())
}

fn list<V: Into<Value>>(items: impl IntoIterator<Item = V>) -> Value {
    Value::Sequence(items.into_iter().map(Into::into).collect())
}

fn strings(items: &[String]) -> Value {
    list(items.iter().map(String::as_str))
}

fn line_range((first, last): (u32, u32)) -> Value {
    if first == last { first.into() } else { format!("{first}-{last}").into() }
}
