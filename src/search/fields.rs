//! The searched fields of an item.

use crate::model::{Evidence, FactBase, Item, Text};
use std::borrow::Cow;

keyword_enum! {
    /// A searched field of an item.
    pub enum Field {
        /// The name of an entity, event or story; the text of a question or sum; the title of a source.
        Name = "name",
        /// An alias of an entity, or the label of a source.
        Alias = "alias",
        /// The id.
        Id = "id",
        /// The statement of a claim.
        Says = "says",
        /// A claim worded from its subject, relation and object.
        Triple = "triple",
        /// The publisher of a source.
        Publisher = "publisher",
        /// An author of a source.
        Author = "author",
        /// A summary.
        Summary = "summary",
        /// A note; also the dispute of a question, the gaps and omissions of a source, the caveat of a sum.
        Note = "note",
        /// A quote from a source.
        Quote = "quote",
        /// A tag.
        Tag = "tag",
        /// An amount, compared by value.
        Amount = "amount",
        /// A date, compared by the days it spans.
        Date = "date",
    }
}

impl Field {
    /// Whether the field names its item. Names are also matched letter by letter.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Alias | Self::Id | Self::Publisher)
    }

    /// Weight of a match in the field, in percent.
    pub(super) fn weight(self) -> u32 {
        match self {
            Self::Name => 100,
            Self::Alias => 95,
            Self::Publisher | Self::Amount | Self::Date => 90,
            Self::Says => 75,
            Self::Triple | Self::Id | Self::Author => 70,
            Self::Tag | Self::Summary => 50,
            Self::Quote => 45,
            Self::Note => 35,
        }
    }
}

/// Every searched text of an item, always in the same order.
pub(super) fn searched_texts(base: &FactBase, item: Item) -> Vec<(Field, Cow<'_, str>)> {
    let mut out = FieldTexts(Vec::new());
    match item {
        Item::Entity(ix) => {
            let entity = &base.entities[ix];
            out.push_text(Field::Name, Some(&entity.name));
            entity.aliases.iter().for_each(|alias| out.push_text(Field::Alias, Some(alias)));
            out.push_text(Field::Summary, entity.summary.as_ref());
        }
        Item::Event(ix) => {
            let event = &base.events[ix];
            out.push_text(Field::Name, Some(&event.name));
            out.push_text(Field::Summary, event.summary.as_ref());
            out.push_text(Field::Note, event.note.as_ref());
            out.push_quotes(&event.evidence);
        }
        Item::Claim(ix) => {
            let claim = &base.claims[ix];
            out.push_text(Field::Says, claim.statement.as_ref());
            out.push_text(Field::Note, claim.note.as_ref());
            out.push_quotes(&claim.evidence);
        }
        Item::Question(ix) => {
            let question = &base.questions[ix];
            out.push_text(Field::Name, Some(&question.text));
            out.push_text(Field::Note, question.disputed.as_ref());
            out.push_text(Field::Note, question.note.as_ref());
        }
        Item::Source(ix) => {
            let source = &base.sources[ix];
            out.push_str(Field::Name, source.title.as_deref());
            out.push_text(Field::Alias, source.label.as_ref());
            out.push_str(Field::Publisher, source.publisher.as_deref());
            source.authors.iter().for_each(|author| out.push_str(Field::Author, Some(author)));
            out.push_text(Field::Note, source.damage.as_ref());
            out.push_text(Field::Note, source.reliability.omits.as_ref());
            out.push_text(Field::Note, source.note.as_ref());
        }
        Item::Balance(ix) => {
            let balance = &base.balances[ix];
            out.push_text(Field::Name, Some(&balance.question));
            balance.caveats.iter().for_each(|caveat| out.push_text(Field::Note, Some(caveat)));
        }
        Item::Story(ix) => {
            let story = &base.stories[ix];
            out.push_text(Field::Name, Some(&story.name));
            out.push_text(Field::Summary, story.summary.as_ref());
        }
    }
    out.push_str(Field::Id, Some(base.id(item)));
    base.tags(item).iter().for_each(|tag| out.push_str(Field::Tag, Some(tag)));
    out.0
}

struct FieldTexts<'a>(Vec<(Field, Cow<'a, str>)>);

impl<'a> FieldTexts<'a> {
    fn push_text(&mut self, field: Field, text: Option<&'a Text>) {
        self.0.extend(text.into_iter().flat_map(Text::iter).map(|(_, words)| (field, words.into())));
    }

    fn push_str(&mut self, field: Field, text: Option<&'a str>) {
        self.0.extend(text.map(|text| (field, text.into())));
    }

    fn push_quotes(&mut self, list: &'a [Evidence]) {
        self.0.extend(list.iter().map(|evidence| (Field::Quote, evidence.quote.as_str().into())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;

    const BASE: &str = "factbase: 1
sources:
  gazette: {kind: article, title: The line, label: Gazette, publisher: City Press, authors: [Ann Lee, Bo Ray],
    damage: pages lost, reliability: {omits: the price}, note: read twice}
entities:
  council: {type: organisation, name: {en: Council, fr: Conseil}, aliases: [The City], summary: It decides,
    tags: [public, local]}
events:
  vote: {name: The vote, summary: It passed, note: at night, tags: [late],
    evidence: [{source: gazette, stance: states, quote: they voted}]}
questions:
  cost: {ask: What does it cost, disputed: They differ, note: still open}
claims:
  pledge: {about: [council], says: It pledged, note: in public, tags: [money],
    evidence: [{source: gazette, stance: states, quote: we will pay}]}
balances:
  enough: {ask: Is it enough, need: [pledge], cover: [pledge], caveats: [before tax]}
stories:
  tour: {name: The tour, summary: In one step, steps: [{at: event/vote, title: The vote}]}
";

    #[test]
    fn every_text_of_an_item_is_searched_under_its_field() {
        let base = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: BASE.into() }]).base;
        let cases: &[(&str, &[(Field, &str)])] = &[
            (
                "source/gazette",
                &[
                    (Field::Name, "The line"),
                    (Field::Alias, "Gazette"),
                    (Field::Publisher, "City Press"),
                    (Field::Author, "Ann Lee"),
                    (Field::Author, "Bo Ray"),
                    (Field::Note, "pages lost"),
                    (Field::Note, "the price"),
                    (Field::Note, "read twice"),
                    (Field::Id, "gazette"),
                ],
            ),
            (
                "entity/council",
                &[
                    (Field::Name, "Council"),
                    (Field::Name, "Conseil"),
                    (Field::Alias, "The City"),
                    (Field::Summary, "It decides"),
                    (Field::Id, "council"),
                    (Field::Tag, "public"),
                    (Field::Tag, "local"),
                ],
            ),
            (
                "event/vote",
                &[
                    (Field::Name, "The vote"),
                    (Field::Summary, "It passed"),
                    (Field::Note, "at night"),
                    (Field::Quote, "they voted"),
                    (Field::Id, "vote"),
                    (Field::Tag, "late"),
                ],
            ),
            (
                "question/cost",
                &[
                    (Field::Name, "What does it cost"),
                    (Field::Note, "They differ"),
                    (Field::Note, "still open"),
                    (Field::Id, "cost"),
                ],
            ),
            (
                "claim/pledge",
                &[
                    (Field::Says, "It pledged"),
                    (Field::Note, "in public"),
                    (Field::Quote, "we will pay"),
                    (Field::Id, "pledge"),
                    (Field::Tag, "money"),
                ],
            ),
            ("balance/enough", &[(Field::Name, "Is it enough"), (Field::Note, "before tax"), (Field::Id, "enough")]),
            ("story/tour", &[(Field::Name, "The tour"), (Field::Summary, "In one step"), (Field::Id, "tour")]),
        ];
        for (address, expected) in cases {
            let item = base.find(&address.parse().unwrap()).unwrap();
            let texts = searched_texts(&base, item);
            let found: Vec<(Field, &str)> = texts.iter().map(|(field, text)| (*field, &**text)).collect();
            assert_eq!(found, *expected, "{address}");
        }
    }
}
