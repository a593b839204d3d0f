//! A story as a handout: for print, the web, or a post.
//!
//! The content of a step is collected once, whatever the format; a format only writes it. Steps are processed one at
//! a time, so a long story needs no more memory than its longest step.

mod html;
mod markdown;
mod plain;

use super::messages::{Messages, add_quote_marks};
use super::reference::{attribution, evidence_url, item_date_label};
use crate::model::{
    Claim, EdtfDate, Evidence, ExpectedAnswers, FactBase, Item, Ix, Lang, Question, Source, Step, Story, Text,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

keyword_enum! {
    /// Output format of a handout.
    pub enum StoryFormat {
        /// Plain text, at most 80 columns wide.
        Plain = "plain",
        /// Markdown.
        Markdown = "md",
        /// A self-contained HTML page.
        Html = "html",
    }
}

/// Maximum number of cards in a group. The number of omitted cards is reported.
const MAX_CARDS_PER_GROUP: usize = 200;

/// Maximum size of a group that is repeated in full. A larger one is shown once; later steps refer to the step that
/// shows it.
const MAX_REPEATED_CARDS: usize = 100;

/// Maximum number of quotes per card. The number of omitted quotes is reported.
const MAX_QUOTES_PER_CARD: usize = 20;

/// What remains of the output budget of a handout. Once it is spent, items are omitted and the number of affected
/// steps is reported.
struct OutputBudget {
    cards: usize,
    /// Approximate number of bytes.
    bytes: usize,
    /// Whether an item was omitted.
    is_exceeded: bool,
}

impl OutputBudget {
    const FULL: Self = Self { cards: 10_000, bytes: 64 << 20, is_exceeded: false };

    /// Cost of examining an item, shown or not, in bytes. It bounds the running time for a story with many steps.
    const ITEM_COST: usize = 16;

    fn spend(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Whether another card fits. If not, records that the budget is exceeded.
    fn has_room_for_card(&mut self) -> bool {
        let has_more = self.cards > 0 && self.bytes > 0;
        self.is_exceeded |= !has_more;
        has_more
    }
}

/// Writes a story: each step with its item, the highlighted items with their quotes, and the competing answers; then
/// the sources. If sources disagree, all answers are shown and none is preferred.
///
/// # Errors
/// If writing fails.
pub fn write_story(
    base: &FactBase,
    story: Ix<Story>,
    lang: &Lang,
    format: StoryFormat,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut page = Handout {
        base,
        lang,
        labels: Messages::for_lang(lang),
        sources: Vec::new(),
        numbers: BTreeMap::new(),
        budget: OutputBudget::FULL,
        shown_groups: BTreeMap::new(),
    };
    let format: &dyn HandoutFormat = match format {
        StoryFormat::Plain => &plain::PlainFormat,
        StoryFormat::Markdown => &markdown::MarkdownFormat,
        StoryFormat::Html => &html::HtmlFormat,
    };
    let story = &base.stories[story];
    format.write_header(&page, story, out)?;
    for (at, step) in story.steps.iter().enumerate() {
        if !page.budget.has_room_for_card() {
            format.write_omitted_steps(&page, story.steps.len() - at, out)?;
            break;
        }
        let stop = page.build_step(at + 1, step);
        format.write_step(&page, at + 1, &stop, out)?;
        if page.budget.is_exceeded {
            format.write_omitted_steps(&page, story.steps.len() - at, out)?;
            break;
        }
    }
    format.write_footer(&page, out)
}

/// Writes the parts of a handout in one format.
trait HandoutFormat {
    /// Writes the name and summary of the story.
    fn write_header(&self, page: &Handout<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()>;
    /// Writes a step. `number` counts from 1.
    fn write_step(&self, page: &Handout<'_>, number: usize, stop: &StepView<'_>, out: &mut dyn Write)
    -> io::Result<()>;
    /// Writes how many steps are incomplete: the one that exceeded the budget, and all after it.
    fn write_omitted_steps(&self, page: &Handout<'_>, steps: usize, out: &mut dyn Write) -> io::Result<()>;
    /// Writes the quoted sources, if any, and the legend.
    fn write_footer(&self, page: &Handout<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// Collects the content of a handout.
struct Handout<'a> {
    base: &'a FactBase,
    lang: &'a Lang,
    labels: &'static Messages,
    /// The sources quoted so far, in the order of their numbers.
    sources: Vec<Ix<Source>>,
    numbers: BTreeMap<Ix<Source>, usize>,
    budget: OutputBudget,
    /// The step that first shows each large group. The key is the total number of items and the items that have
    /// cards.
    shown_groups: BTreeMap<(usize, Vec<Item>), usize>,
}

/// A text with its language, if that is known.
struct LocalizedText<'a> {
    words: &'a str,
    lang: Option<&'a Lang>,
}

/// The content of a step.
struct StepView<'a> {
    title: LocalizedText<'a>,
    caption: Option<LocalizedText<'a>>,
    note: Option<LocalizedText<'a>>,
    /// The date whose state of knowledge the step shows, as text.
    as_of: Option<String>,
    /// The item of the step.
    card: Card<'a>,
    /// The claims and other items of the step, in groups.
    groups: Vec<CardGroup<'a>>,
}

/// Cards under an optional heading.
struct CardGroup<'a> {
    head: Option<String>,
    cards: Vec<Card<'a>>,
    /// A note on what is omitted: the number of further cards, or the step that shows the same group.
    more: Option<String>,
    /// Whether the cards answer one question and are therefore laid out side by side.
    is_side_by_side: bool,
}

/// An item with its quotes.
struct Card<'a> {
    address: String,
    title: String,
    /// The language of the title, if known.
    lang: Option<&'a Lang>,
    /// Amount, status and date, as far as known.
    facts: String,
    /// Further texts, each with a label that may be empty.
    more: Vec<(&'static str, LocalizedText<'a>)>,
    quotes: Vec<CardQuote<'a>>,
    /// The number of omitted quotes, as text.
    more_quotes: Option<String>,
}

impl Card<'_> {
    /// Approximate size of its text, in bytes.
    fn text_bytes(&self) -> usize {
        let quote = |quote: &CardQuote<'_>| quote.words.len() + quote.url.as_ref().map_or(0, String::len);
        let more: usize = self.more.iter().map(|(_, said)| said.words.len()).sum();
        self.title.len() + self.facts.len() + more + self.quotes.iter().map(quote).sum::<usize>()
    }
}

/// A quote with its source.
struct CardQuote<'a> {
    /// The quote with its quotation marks.
    words: String,
    lang: Option<&'a Lang>,
    url: Option<String>,
    /// The short name of the source. The full reference is in the list of sources.
    source: String,
    /// Its number in the list of sources, counted from 1.
    number: usize,
    /// The stance of the source and its chain.
    attribution: String,
    verification: String,
}

impl<'a> Handout<'a> {
    fn localize(&self, text: &'a Text) -> LocalizedText<'a> {
        let words = text.get(self.lang);
        let lang = text.iter().find(|(_, other)| std::ptr::eq(*other, words)).map(|(lang, _)| lang);
        LocalizedText { words, lang }
    }

    /// Collects the content of a step. `number` counts from 1.
    fn build_step(&mut self, number: usize, step: &'a Step) -> StepView<'a> {
        let mut seen = BTreeSet::from([step.at]);
        let shown = self.build_card(step.at);
        let mut groups = self.answer_groups(number, step, &mut seen);
        self.budget.spend(step.highlight.len() * OutputBudget::ITEM_COST);
        let marked: Vec<_> = step.highlight.iter().copied().filter(|&item| seen.insert(item)).collect();
        let head = (!groups.is_empty()).then(|| self.labels.also.to_owned());
        groups.extend(self.build_group(number, head, &marked, false));
        groups.extend(self.other_answer_groups(number, step, &mut seen));
        let said = |text: &'a Text| self.localize(text);
        let (title, caption, note) = (said(&step.title), step.caption.as_ref().map(said), step.note.as_ref().map(said));
        self.budget
            .spend([Some(&title), caption.as_ref(), note.as_ref()].iter().flatten().map(|said| said.words.len()).sum());
        StepView {
            title,
            caption,
            note,
            as_of: step.as_of.as_ref().map(|when| when.label(self.lang)),
            card: shown,
            groups,
        }
    }

    /// Groups the parts of a step's item: the answers to a question, the two sides of a sum.
    fn answer_groups(&mut self, number: usize, step: &Step, seen: &mut BTreeSet<Item>) -> Vec<CardGroup<'a>> {
        let (base, labels) = (self.base, self.labels);
        let groups = match step.at {
            Item::Question(ix) => vec![(labels.answers, base.links.claims_of_question(ix), true)],
            Item::Balance(ix) => {
                let balance = &base.balances[ix];
                vec![(labels.need, balance.need.as_slice(), false), (labels.cover, balance.cover.as_slice(), false)]
            }
            _ => Vec::new(),
        };
        let groups = groups.into_iter().filter_map(|(head, claims, rival)| {
            self.budget.spend(claims.len() * OutputBudget::ITEM_COST);
            let known = claims.iter().filter(|&&claim| self.may_be_known(claim, step));
            let items: Vec<_> = known.map(|&claim| Item::Claim(claim)).collect();
            seen.extend(&items);
            self.build_group(number, Some(head.to_owned()), &items, rival)
        });
        groups.collect()
    }

    /// For each question answered by a shown claim, groups the answers not shown yet. The answers of a series do not
    /// compete, unless the question is disputed.
    fn other_answer_groups(&mut self, number: usize, step: &Step, seen: &mut BTreeSet<Item>) -> Vec<CardGroup<'a>> {
        let base = self.base;
        let question = |item: &Item| if let Item::Claim(ix) = *item { base.claims[ix].answers } else { None };
        let questions: BTreeSet<Ix<Question>> = seen.iter().filter_map(question).collect();
        let rival = questions.into_iter().filter(|&ix| {
            let question = &base.questions[ix];
            question.disputed.is_some() || question.expect != Some(ExpectedAnswers::Series)
        });
        let groups = rival.filter_map(|ix| {
            let answers = base.links.claims_of_question(ix);
            self.budget.spend(answers.len() * OutputBudget::ITEM_COST);
            let known = answers.iter().filter(|&&claim| self.may_be_known(claim, step));
            let items: Vec<_> = known.map(|&claim| Item::Claim(claim)).filter(|&claim| seen.insert(claim)).collect();
            let ask = add_quote_marks(base.questions[ix].text.get(self.lang), Some(self.lang));
            self.build_group(number, Some(format!("{} {ask}", self.labels.other_answers)), &items, true)
        });
        groups.collect()
    }

    /// Whether a claim may have been known on the `as_of` date of a step: false if all its sources were published
    /// later. Highlighted items are shown regardless.
    fn may_be_known(&self, claim: Ix<Claim>, step: &Step) -> bool {
        let Some(then) = step.as_of.as_ref().and_then(EdtfDate::latest) else { return true };
        let published = |evidence: &Evidence| self.base.sources[evidence.source].published.as_ref();
        let evidence = &self.base.claims[claim].evidence;
        evidence
            .iter()
            .any(|evidence| published(evidence).and_then(EdtfDate::earliest).is_none_or(|first| first <= then))
    }

    /// Builds a group of items for a step, within the budget.
    fn build_group(&mut self, step: usize, head: Option<String>, items: &[Item], rival: bool) -> Option<CardGroup<'a>> {
        let most = &items[..items.len().min(MAX_CARDS_PER_GROUP)];
        if most.is_empty() || !self.budget.has_room_for_card() {
            return None;
        }
        let large = (items.len() > MAX_REPEATED_CARDS).then(|| (items.len(), most.to_vec()));
        if let Some(step) = large.as_ref().and_then(|large| self.shown_groups.get(large)) {
            let more = Some(self.labels.same_as_step.replace("{}", &step.to_string()));
            return Some(CardGroup { head, cards: Vec::new(), more, is_side_by_side: rival });
        }
        let mut cards = Vec::new();
        for &item in most {
            if !self.budget.has_room_for_card() {
                break;
            }
            cards.push(self.build_card(item));
        }
        self.shown_groups.extend(large.filter(|_| cards.len() == most.len()).map(|large| (large, step)));
        let more = self.omitted_items_text(cards.len(), items.len());
        Some(CardGroup { head, cards, more, is_side_by_side: rival })
    }

    /// The number of incomplete steps, as text.
    fn omitted_steps_text(&self, steps: usize) -> String {
        self.labels.omitted_steps.replace("{}", &steps.to_string())
    }

    /// The number of omitted items, as text. `None` if all are shown.
    fn omitted_items_text(&self, shown: usize, all: usize) -> Option<String> {
        (all > shown).then(|| self.labels.omitted_items.replace("{}", &(all - shown).to_string()))
    }

    fn build_card(&mut self, item: Item) -> Card<'a> {
        let base = self.base;
        let text = self.name_text(item);
        let amount = base.effective_amount(item).map(|amount| base.amount_label(amount, self.lang));
        let status =
            self.claim(item).and_then(|claim| claim.status).map(|status| self.labels.status(status).to_owned());
        let facts: Vec<_> = amount.into_iter().chain(status).chain(item_date_label(base, item, self.lang)).collect();
        let evidence: &[Evidence] = match item {
            Item::Claim(ix) => &base.claims[ix].evidence,
            Item::Event(ix) => &base.events[ix].evidence,
            _ => &[],
        };
        let card = Card {
            address: base.address(item).to_string(),
            title: base.title(item, self.lang),
            lang: text.and_then(|text| self.localize(text).lang).or(match item {
                Item::Source(ix) => base.sources[ix].lang.as_ref(),
                _ => None,
            }),
            facts: facts.join(" · "),
            more: self.additional_texts(item),
            quotes: evidence.iter().take(MAX_QUOTES_PER_CARD).map(|evidence| self.build_quote(evidence)).collect(),
            more_quotes: self.omitted_items_text(MAX_QUOTES_PER_CARD, evidence.len()),
        };
        self.budget.cards = self.budget.cards.saturating_sub(1);
        self.budget.spend(card.text_bytes());
        card
    }

    fn claim(&self, item: Item) -> Option<&'a Claim> {
        if let Item::Claim(ix) = item { Some(&self.base.claims[ix]) } else { None }
    }

    /// The text from which an item takes its title, if there is one.
    fn name_text(&self, item: Item) -> Option<&'a Text> {
        let base = self.base;
        match item {
            Item::Event(ix) => Some(&base.events[ix].name),
            Item::Entity(ix) => Some(&base.entities[ix].name),
            Item::Claim(ix) => base.claims[ix].statement.as_ref(),
            Item::Question(ix) => Some(&base.questions[ix].text),
            Item::Balance(ix) => Some(&base.balances[ix].question),
            Item::Story(ix) => Some(&base.stories[ix].name),
            Item::Source(_) => None,
        }
    }

    /// Texts of an item besides its title: summary, why and how the answers differ, the caveats of a sum, the
    /// curator's note.
    fn additional_texts(&self, item: Item) -> Vec<(&'static str, LocalizedText<'a>)> {
        let (base, labels) = (self.base, self.labels);
        let said = |text: &'a Option<Text>| text.as_ref().map(|text| ("", self.localize(text)));
        let parts = match item {
            Item::Event(ix) => vec![said(&base.events[ix].summary), said(&base.events[ix].note)],
            Item::Entity(ix) => vec![said(&base.entities[ix].summary)],
            Item::Claim(ix) => vec![said(&base.claims[ix].note)],
            Item::Question(ix) => {
                let question = &base.questions[ix];
                let own = |words| ("", LocalizedText { words, lang: None });
                let expect = question.expect.map(|expect| match expect {
                    ExpectedAnswers::Single => own(labels.single),
                    ExpectedAnswers::Series => own(labels.series),
                    ExpectedAnswers::Parts => own(labels.parts),
                });
                let disputed = said(&question.disputed).map(|(_, said)| (labels.disputed, said));
                vec![disputed, expect, said(&question.note)]
            }
            Item::Balance(ix) => base.balances[ix].caveats.iter().map(|text| Some(("", self.localize(text)))).collect(),
            Item::Source(ix) => vec![said(&base.sources[ix].note)],
            Item::Story(ix) => vec![said(&base.stories[ix].summary)],
        };
        parts.into_iter().flatten().collect()
    }

    fn build_quote(&mut self, evidence: &'a Evidence) -> CardQuote<'a> {
        let (base, source) = (self.base, evidence.source);
        let lang = base.sources[source].lang.as_ref();
        CardQuote {
            words: add_quote_marks(&evidence.quote, lang),
            lang,
            url: evidence_url(base, evidence),
            source: shorten(base.source_name(source, self.lang)),
            number: self.source_number(source),
            attribution: attribution(base, evidence, self.lang),
            verification: self.labels.verification(evidence.verification),
        }
    }

    /// The number of a source. Assigns the next one on first use.
    fn source_number(&mut self, source: Ix<Source>) -> usize {
        *self.numbers.entry(source).or_insert_with(|| {
            self.sources.push(source);
            self.sources.len()
        })
    }
}

/// Truncates a long name after a word.
fn shorten(name: &str) -> String {
    /// Maximum length of a name that is not cut, in characters.
    const MAX_CHARS: usize = 40;
    match name.char_indices().nth(MAX_CHARS) {
        None => name.to_owned(),
        Some((end, _)) => format!("{}…", name[..end].rsplit_once(' ').map_or(&name[..end], |(words, _)| words)),
    }
}
