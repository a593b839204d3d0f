//! A guided story as a hand-out: for paper, for a page, for a post.
//!
//! What a step shows is gathered once, whatever the format; a format only writes it. Steps are gathered one at a time,
//! so that a long story needs no more memory than its longest step.

mod html;
mod markdown;
mod plain;

use super::labels::{Labels, quoted};
use super::reference::{evidence_url, manner, shown_date};
use crate::model::{Claim, Evidence, Expect, FactBase, Item, Ix, Lang, Question, Source, Step, Story, Text, When};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

words! {
    /// How a hand-out is written.
    pub enum StoryFormat {
        /// As text, at most 80 columns wide.
        Plain = "plain",
        /// As Markdown.
        Markdown = "md",
        /// As one HTML page that needs nothing else.
        Html = "html",
    }
}

/// The most cards of one group; how many more there are is told.
const MOST: usize = 200;

/// A group of more cards than these is shown once, and named by the step that shows it where it comes again.
const FEW: usize = 100;

/// The most quotes of one card; how many more there are is told.
const QUOTES: usize = 20;

/// What is left of the room that a hand-out has. What finds none is left out, and how many steps that changes is told.
struct Room {
    cards: usize,
    /// In bytes, about.
    words: usize,
    /// Whether something found no room.
    is_short: bool,
}

impl Room {
    const WHOLE: Self = Self { cards: 10_000, words: 64 << 20, is_short: false };

    /// What it takes to look at an item, whether it is shown or not, so that a story of many steps ends in time.
    const LOOK: usize = 16;

    fn take(&mut self, words: usize) {
        self.words = self.words.saturating_sub(words);
    }

    /// Whether there is room for one more card, which is noted where there is none.
    fn has_more(&mut self) -> bool {
        let has_more = self.cards > 0 && self.words > 0;
        self.is_short |= !has_more;
        has_more
    }
}

/// Writes a story: each step with what it shows, the claims to mark with their quotes, and the answers that rival
/// them; then the sources. Where sources disagree, all are shown and none is preferred.
///
/// # Errors
/// When writing fails.
pub fn write_story(
    base: &FactBase,
    story: Ix<Story>,
    lang: &Lang,
    format: StoryFormat,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut page = Page {
        base,
        lang,
        labels: Labels::of(lang),
        sources: Vec::new(),
        numbers: BTreeMap::new(),
        room: Room::WHOLE,
        shown: BTreeMap::new(),
    };
    let format: &dyn Format = match format {
        StoryFormat::Plain => &plain::Plain,
        StoryFormat::Markdown => &markdown::Markdown,
        StoryFormat::Html => &html::Html,
    };
    let story = &base.stories[story];
    format.open(&page, story, out)?;
    for (at, step) in story.steps.iter().enumerate() {
        if !page.room.has_more() {
            format.left_out(&page, story.steps.len() - at, out)?;
            break;
        }
        let stop = page.stop(at + 1, step);
        format.stop(&page, at + 1, &stop, out)?;
        if page.room.is_short {
            format.left_out(&page, story.steps.len() - at, out)?;
            break;
        }
    }
    format.close(&page, out)
}

/// How the parts of a hand-out are written.
trait Format {
    /// The name of the story and what it tells.
    fn open(&self, page: &Page<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()>;
    /// A step with its number, counted from 1.
    fn stop(&self, page: &Page<'_>, number: usize, stop: &Stop<'_>, out: &mut dyn Write) -> io::Result<()>;
    /// How many steps are not shown as they are: the last that is shown, those behind it.
    fn left_out(&self, page: &Page<'_>, steps: usize, out: &mut dyn Write) -> io::Result<()>;
    /// The sources that were quoted, if any were, and how to read the marks.
    fn close(&self, page: &Page<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// A hand-out in the making.
struct Page<'a> {
    base: &'a FactBase,
    lang: &'a Lang,
    labels: &'static Labels,
    /// The sources quoted so far, in the order of their numbers.
    sources: Vec<Ix<Source>>,
    numbers: BTreeMap<Ix<Source>, usize>,
    room: Room,
    /// The steps that show a large group first: of how many items, and which of them have cards.
    shown: BTreeMap<(usize, Vec<Item>), usize>,
}

/// Words with the language they are in, if that is known.
struct Said<'a> {
    words: &'a str,
    lang: Option<&'a Lang>,
}

/// What a step shows.
struct Stop<'a> {
    title: Said<'a>,
    caption: Option<Said<'a>>,
    note: Option<Said<'a>>,
    /// Whose knowledge it shows: a date in words.
    as_of: Option<String>,
    /// What it stands at.
    shown: Card<'a>,
    /// The claims and other items of the step, in groups.
    groups: Vec<Group<'a>>,
}

/// Cards under a head, or without one.
struct Group<'a> {
    head: Option<String>,
    cards: Vec<Card<'a>>,
    /// How many are not shown, in words.
    more: Option<String>,
    /// Whether the cards answer one question, and so stand side by side.
    rival: bool,
}

/// An item with its quotes.
struct Card<'a> {
    address: String,
    title: String,
    /// The language of the title, if that is known.
    lang: Option<&'a Lang>,
    /// Amount, status and date, as far as they are known.
    facts: String,
    /// What more is said of it, each with a label or none.
    more: Vec<(&'static str, Said<'a>)>,
    quotes: Vec<Quote<'a>>,
    /// How many quotes are not shown, in words.
    more_quotes: Option<String>,
}

impl Card<'_> {
    /// How much room its words take, in bytes and about.
    fn words(&self) -> usize {
        let quote = |quote: &Quote<'_>| quote.words.len() + quote.url.as_ref().map_or(0, String::len);
        let more: usize = self.more.iter().map(|(_, said)| said.words.len()).sum();
        self.title.len() + self.facts.len() + more + self.quotes.iter().map(quote).sum::<usize>()
    }
}

/// A quote with its source.
struct Quote<'a> {
    /// Between its marks.
    words: String,
    lang: Option<&'a Lang>,
    url: Option<String>,
    /// The document, in few words: the list of sources has the others.
    source: String,
    /// Its number in the list of sources.
    number: usize,
    /// How it speaks, and through whom.
    manner: String,
    trust: String,
}

impl<'a> Page<'a> {
    fn said(&self, text: &'a Text) -> Said<'a> {
        let words = text.get(self.lang);
        let lang = text.iter().find(|(_, other)| std::ptr::eq(*other, words)).map(|(lang, _)| lang);
        Said { words, lang }
    }

    /// What a step shows, with its number, counted from 1.
    fn stop(&mut self, number: usize, step: &'a Step) -> Stop<'a> {
        let mut seen = BTreeSet::from([step.at]);
        let shown = self.card(step.at);
        let mut groups = self.belonging(number, step, &mut seen);
        self.room.take(step.highlight.len() * Room::LOOK);
        let marked: Vec<_> = step.highlight.iter().copied().filter(|&item| seen.insert(item)).collect();
        let head = (!groups.is_empty()).then(|| self.labels.also.to_owned());
        groups.extend(self.group(number, head, &marked, false));
        groups.extend(self.others(number, step, &mut seen));
        let said = |text: &'a Text| self.said(text);
        let (title, caption, note) = (said(&step.title), step.caption.as_ref().map(said), step.note.as_ref().map(said));
        self.room
            .take([Some(&title), caption.as_ref(), note.as_ref()].iter().flatten().map(|said| said.words.len()).sum());
        Stop { title, caption, note, as_of: step.as_of.as_ref().map(|when| when.label(self.lang)), shown, groups }
    }

    /// What the item of a step is made of: the answers of a question, the two sides of a balance.
    fn belonging(&mut self, number: usize, step: &Step, seen: &mut BTreeSet<Item>) -> Vec<Group<'a>> {
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
            self.room.take(claims.len() * Room::LOOK);
            let known = claims.iter().filter(|&&claim| self.is_known(claim, step));
            let items: Vec<_> = known.map(|&claim| Item::Claim(claim)).collect();
            seen.extend(&items);
            self.group(number, Some(head.to_owned()), &items, rival)
        });
        groups.collect()
    }

    /// For each question that what is shown answers: the answers that are not shown yet. Answers that follow one
    /// another in time are no rivals.
    fn others(&mut self, number: usize, step: &Step, seen: &mut BTreeSet<Item>) -> Vec<Group<'a>> {
        let base = self.base;
        let question = |item: &Item| if let Item::Claim(ix) = *item { base.claims[ix].answers } else { None };
        let questions: BTreeSet<Ix<Question>> = seen.iter().filter_map(question).collect();
        let rival = questions.into_iter().filter(|&ix| {
            let question = &base.questions[ix];
            question.disputed.is_some() || question.expect != Some(Expect::Series)
        });
        let groups = rival.filter_map(|ix| {
            let answers = base.links.claims_of_question(ix);
            self.room.take(answers.len() * Room::LOOK);
            let known = answers.iter().filter(|&&claim| self.is_known(claim, step));
            let items: Vec<_> = known.map(|&claim| Item::Claim(claim)).filter(|&claim| seen.insert(claim)).collect();
            let ask = quoted(base.questions[ix].ask.get(self.lang), Some(self.lang));
            self.group(number, Some(format!("{} {ask}", self.labels.others)), &items, true)
        });
        groups.collect()
    }

    /// Whether a claim may have been known on the date whose knowledge a step shows: not if every source of it was
    /// published later. What the step marks is shown all the same.
    fn is_known(&self, claim: Ix<Claim>, step: &Step) -> bool {
        let Some(then) = step.as_of.as_ref().and_then(When::latest) else { return true };
        let published = |evidence: &Evidence| self.base.sources[evidence.source].published.as_ref();
        let evidence = &self.base.claims[claim].evidence;
        evidence.iter().any(|evidence| published(evidence).and_then(When::earliest).is_none_or(|first| first <= then))
    }

    /// Some items of a step, as far as there is room.
    fn group(&mut self, step: usize, head: Option<String>, items: &[Item], rival: bool) -> Option<Group<'a>> {
        let most = &items[..items.len().min(MOST)];
        if most.is_empty() || !self.room.has_more() {
            return None;
        }
        let large = (items.len() > FEW).then(|| (items.len(), most.to_vec()));
        if let Some(step) = large.as_ref().and_then(|large| self.shown.get(large)) {
            let more = Some(self.labels.same.replace("{}", &step.to_string()));
            return Some(Group { head, cards: Vec::new(), more, rival });
        }
        let mut cards = Vec::new();
        for &item in most {
            if !self.room.has_more() {
                break;
            }
            cards.push(self.card(item));
        }
        self.shown.extend(large.filter(|_| cards.len() == most.len()).map(|large| (large, step)));
        let more = self.more_than(cards.len(), items.len());
        Some(Group { head, cards, more, rival })
    }

    /// How many steps are not shown as they are, in words.
    fn left_out(&self, steps: usize) -> String {
        self.labels.left_out.replace("{}", &steps.to_string())
    }

    /// How many there are beside those that are shown, in words.
    fn more_than(&self, shown: usize, all: usize) -> Option<String> {
        (all > shown).then(|| self.labels.more.replace("{}", &(all - shown).to_string()))
    }

    fn card(&mut self, item: Item) -> Card<'a> {
        let base = self.base;
        let text = self.name(item);
        let amount = base.shown_amount(item).map(|amount| base.amount_label(amount, self.lang));
        let status =
            self.claim(item).and_then(|claim| claim.status).map(|status| self.labels.status(status).to_owned());
        let facts: Vec<_> = amount.into_iter().chain(status).chain(shown_date(base, item, self.lang)).collect();
        let evidence: &[Evidence] = match item {
            Item::Claim(ix) => &base.claims[ix].evidence,
            Item::Event(ix) => &base.events[ix].evidence,
            _ => &[],
        };
        let card = Card {
            address: base.address(item).to_string(),
            title: base.title(item, self.lang),
            lang: text.and_then(|text| self.said(text).lang).or(match item {
                Item::Source(ix) => base.sources[ix].lang.as_ref(),
                _ => None,
            }),
            facts: facts.join(" · "),
            more: self.more(item),
            quotes: evidence.iter().take(QUOTES).map(|evidence| self.quote(evidence)).collect(),
            more_quotes: self.more_than(QUOTES, evidence.len()),
        };
        self.room.cards = self.room.cards.saturating_sub(1);
        self.room.take(card.words());
        card
    }

    fn claim(&self, item: Item) -> Option<&'a Claim> {
        if let Item::Claim(ix) = item { Some(&self.base.claims[ix]) } else { None }
    }

    /// The text that is the title of an item, where it is one.
    fn name(&self, item: Item) -> Option<&'a Text> {
        let base = self.base;
        match item {
            Item::Event(ix) => Some(&base.events[ix].name),
            Item::Entity(ix) => Some(&base.entities[ix].name),
            Item::Claim(ix) => base.claims[ix].says.as_ref(),
            Item::Question(ix) => Some(&base.questions[ix].ask),
            Item::Balance(ix) => Some(&base.balances[ix].ask),
            Item::Story(ix) => Some(&base.stories[ix].name),
            Item::Source(_) => None,
        }
    }

    /// What is said of an item beside its name: a summary, why answers conflict and what they are to one another,
    /// what a sum cannot say, the curator's remark.
    fn more(&self, item: Item) -> Vec<(&'static str, Said<'a>)> {
        let (base, labels) = (self.base, self.labels);
        let said = |text: &'a Option<Text>| text.as_ref().map(|text| ("", self.said(text)));
        let parts = match item {
            Item::Event(ix) => vec![said(&base.events[ix].summary), said(&base.events[ix].note)],
            Item::Entity(ix) => vec![said(&base.entities[ix].summary)],
            Item::Claim(ix) => vec![said(&base.claims[ix].note)],
            Item::Question(ix) => {
                let question = &base.questions[ix];
                let own = |words| ("", Said { words, lang: None });
                let expect = question.expect.map(|expect| match expect {
                    Expect::Single => own(labels.single),
                    Expect::Series => own(labels.series),
                    Expect::Parts => own(labels.parts),
                });
                let disputed = said(&question.disputed).map(|(_, said)| (labels.disputed, said));
                vec![disputed, expect, said(&question.note)]
            }
            Item::Balance(ix) => base.balances[ix].caveats.iter().map(|text| Some(("", self.said(text)))).collect(),
            Item::Source(ix) => vec![said(&base.sources[ix].note)],
            Item::Story(ix) => vec![said(&base.stories[ix].summary)],
        };
        parts.into_iter().flatten().collect()
    }

    fn quote(&mut self, evidence: &'a Evidence) -> Quote<'a> {
        let (base, source) = (self.base, evidence.source);
        let lang = base.sources[source].lang.as_ref();
        Quote {
            words: quoted(&evidence.quote, lang),
            lang,
            url: evidence_url(base, evidence),
            source: in_few_words(base.source_name(source, self.lang)),
            number: self.number(source),
            manner: manner(base, evidence, self.lang),
            trust: self.labels.trust(evidence.receipt),
        }
    }

    /// The number of a source, the next one where it has none yet.
    fn number(&mut self, source: Ix<Source>) -> usize {
        *self.numbers.entry(source).or_insert_with(|| {
            self.sources.push(source);
            self.sources.len()
        })
    }
}

/// The first words of a name that is long.
fn in_few_words(name: &str) -> String {
    /// The most characters of what is kept whole.
    const LONGEST: usize = 40;
    match name.char_indices().nth(LONGEST) {
        None => name.to_owned(),
        Some((end, _)) => format!("{}…", name[..end].rsplit_once(' ').map_or(&name[..end], |(words, _)| words)),
    }
}
