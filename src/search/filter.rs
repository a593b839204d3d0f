//! Filters of a query: `kind:claim`, `source:walaw`, `amount:>10B`, `when:2025`.

use super::query;
use super::values::{self, Meaning};
use crate::diagnostic::nearest;
use crate::model::{
    Claim, Evidence, FactBase, Item, Ix, Kind, Lang, Origin, Stance, Status, Text, Trust, When, Word, fold,
};
use rust_decimal::Decimal;
use std::ops::Range;

words! {
    /// What a filter looks at.
    pub enum Key {
        /// The kind of item.
        Kind = "kind",
        /// The source that it rests on, or that is cited.
        Source = "source",
        /// Who or what it speaks of.
        Entity = "entity",
        /// What happened, as far as sources say.
        Status = "status",
        /// How a source speaks.
        Stance = "stance",
        /// How much.
        Amount = "amount",
        /// When.
        When = "when",
        /// The language of a source.
        Lang = "lang",
        /// Whether its quotes were found.
        Trust = "trust",
        /// Whether the question that it answers is disputed.
        Disputed = "disputed",
        /// A tag.
        Tag = "tag",
    }
}

/// What of a query is not understood, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of what was typed.
    pub at: Range<usize>,
    /// What is wrong with them.
    pub message: String,
}

/// A filter as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) key: Key,
    pub(super) value: String,
    pub(super) negated: bool,
    /// Where the value stands.
    pub(super) at: Range<usize>,
}

/// A filter on a base: whether an item passes.
pub(super) struct Filter {
    negated: bool,
    test: Test,
}

enum Test {
    Kind(Kind),
    /// By source or entity, whether it is one of those meant.
    Source(Vec<bool>),
    Entity(Vec<bool>),
    Status(Status),
    Stance(Stance),
    Amount(Order, Decimal, Option<Decimal>, Option<&'static str>),
    When(Order, When),
    Lang(String),
    Trust(Trust),
    Disputed(bool),
    Tag(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Less,
    AtMost,
    Is,
    AtLeast,
    More,
}

impl Written {
    /// The filter on a base.
    pub(super) fn resolve(&self, base: &FactBase) -> Result<Filter, Fault> {
        let value = self.value.as_str();
        let test = match self.key {
            Key::Kind => self.word(value).map(Test::Kind),
            Key::Status => self.word(value).map(Test::Status),
            Key::Stance => self.word(value).map(Test::Stance),
            Key::Trust => self.word(value).map(Test::Trust),
            Key::Disputed => match value {
                "yes" | "oui" | "true" => Ok(Test::Disputed(true)),
                "no" | "non" | "false" => Ok(Test::Disputed(false)),
                _ => Err(self.fault("write `disputed:yes` or `disputed:no`")),
            },
            Key::Source => self.sources(base).map(Test::Source),
            Key::Entity => self.entities(base).map(Test::Entity),
            Key::Amount => self.amount(),
            Key::When => self.when(),
            Key::Lang => Ok(Test::Lang(value.to_lowercase())),
            Key::Tag => {
                let mut tags = base.items().flat_map(|item| base.tags(item));
                if tags.any(|tag| fold(tag) == fold(value)) {
                    Ok(Test::Tag(fold(value)))
                } else {
                    Err(self.fault(&format!("nothing has the tag `{value}`")))
                }
            }
        };
        test.map(|test| Filter { negated: self.negated, test })
    }

    fn fault(&self, message: &str) -> Fault {
        Fault { at: self.at.clone(), message: message.to_owned() }
    }

    fn word<T: Word>(&self, value: &str) -> Result<T, Fault> {
        let words = || T::VALUES.iter().map(|word| word.as_word());
        T::VALUES.iter().copied().find(|word| word.as_word() == value).ok_or_else(|| {
            let near =
                nearest(value, words()).map_or_else(|| ";".to_owned(), |near| format!("; did you mean `{near}`?"));
            self.fault(&format!(
                "`{value}` is no {}{near} there are {}",
                self.key,
                words().collect::<Vec<_>>().join(", ")
            ))
        })
    }

    fn sources(&self, base: &FactBase) -> Result<Vec<bool>, Fault> {
        let meant = base.sources.iter().map(|(_, id, source)| {
            let names = [Some(id.as_str()), source.publisher.as_deref(), source.title.as_deref()];
            names.into_iter().flatten().any(|name| is_named(name, &self.value))
        });
        self.some(meant.collect(), base.sources.iter().map(|(_, id, _)| id.as_str()))
    }

    fn entities(&self, base: &FactBase) -> Result<Vec<bool>, Fault> {
        let any = |text: &Text, whole: bool| {
            let same = |name: &str| if whole { fold(name) == fold(&self.value) } else { is_named(name, &self.value) };
            text.iter().any(|(_, name)| same(name))
        };
        let by = |whole: bool| -> Vec<bool> {
            let is = |id: &str| if whole { id == self.value } else { is_named(id, &self.value) };
            let rows = base.entities.iter();
            rows.map(|(_, id, e)| is(id.as_str()) || any(&e.name, whole) || e.aliases.iter().any(|a| any(a, whole)))
                .collect()
        };
        // Who is named so is meant, and not everybody whose name holds it.
        let exact = by(true);
        let meant = if exact.contains(&true) { exact } else { by(false) };
        self.some(meant, base.entities.iter().map(|(_, id, _)| id.as_str()))
    }

    fn some<'a>(&self, meant: Vec<bool>, ids: impl Iterator<Item = &'a str>) -> Result<Vec<bool>, Fault> {
        if meant.contains(&true) {
            return Ok(meant);
        }
        let near = nearest(&self.value, ids).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Err(self.fault(&format!("no {} is called `{}`{near}", self.key, self.value)))
    }

    fn amount(&self) -> Result<Test, Fault> {
        let fault = || self.fault("write an amount: `amount:22.5B`, `amount:>10B`, `amount:10B..20B`, `amount:50%`");
        let read = |text: &str| match values::read(&query::words(text)).as_slice() {
            [values::Value { meaning: Meaning::Amount { number, unit, .. }, .. }] => Ok((*number, *unit)),
            _ => Err(fault()),
        };
        let (order, rest) = order(&self.value);
        if let Some((low, high)) = rest.split_once("..").filter(|(low, high)| !low.is_empty() && !high.is_empty()) {
            let ((mut low, low_unit), (high_value, unit)) = (read(low)?, read(high)?);
            // In `15..25B` the multiplier holds for both.
            if let (Ok((scaled, _)), true) = (
                read(&format!("{low}{}", high.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'))),
                low < Decimal::from(1000),
            ) {
                low = scaled;
            }
            return Ok(Test::Amount(Order::Is, low, Some(high_value), unit.or(low_unit)));
        }
        let (number, unit) = read(rest)?;
        Ok(Test::Amount(order, number, None, unit))
    }

    fn when(&self) -> Result<Test, Fault> {
        let (order, rest) = order(&self.value);
        let edtf = rest.replace("..", "/").trim_matches('/').to_uppercase();
        let read = || match values::read(&query::words(rest)).into_iter().next()?.meaning {
            Meaning::Date(when) => Some(when),
            Meaning::Amount { .. } => None,
        };
        let when = When::parse(&edtf).ok().or_else(read);
        when.map(|when| Test::When(order, when))
            .ok_or_else(|| self.fault("write a date: `when:2025`, `when:2024-12`, `when:>2025-01`, `when:2024..2025`"))
    }
}

fn order(value: &str) -> (Order, &str) {
    for (sign, order) in [
        (">=", Order::AtLeast),
        ("≥", Order::AtLeast),
        ("<=", Order::AtMost),
        ("≤", Order::AtMost),
        (">", Order::More),
        ("<", Order::Less),
        ("=", Order::Is),
    ] {
        if let Some(rest) = value.strip_prefix(sign) {
            return (order, rest);
        }
    }
    (Order::Is, value)
}

/// Whether a name, or a word of it, begins with some words, both folded.
fn is_named(name: &str, words: &str) -> bool {
    let (name, words) = (fold(name), fold(words));
    let starts = |at: usize| !name[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    name.match_indices(&words).any(|(at, _)| starts(at))
}

impl Filter {
    /// Whether an item passes.
    pub(super) fn keeps(&self, base: &FactBase, item: Item) -> bool {
        self.test.holds(base, item) != self.negated
    }
}

impl Test {
    fn holds(&self, base: &FactBase, item: Item) -> bool {
        let any_evidence = |holds: &dyn Fn(&Evidence) -> bool| evidence(base, item).iter().any(holds);
        match self {
            Self::Kind(kind) => item.kind() == *kind,
            Self::Source(meant) => {
                let is = |ix: usize| meant.get(ix).copied().unwrap_or(false);
                let cites = |origin: &Origin| matches!(origin, Origin::Source(ix) if is(ix.position()));
                matches!(item, Item::Source(ix) if is(ix.position()))
                    || any_evidence(&|piece| is(piece.source.position()) || piece.via.iter().any(cites))
            }
            Self::Entity(meant) => {
                let is = |ix: Ix<_>| meant.get(ix.position()).copied().unwrap_or(false);
                let of = |ix: Ix<Claim>| {
                    let claim = &base.claims[ix];
                    is(claim.subject) || claim.object.is_some_and(is)
                };
                match item {
                    Item::Entity(ix) => is(ix),
                    Item::Claim(ix) => of(ix),
                    Item::Event(ix) => {
                        base.events[ix].who.iter().copied().any(is)
                            || base.links.claims_of_event(ix).iter().copied().any(of)
                    }
                    Item::Question(ix) => base.links.claims_of_question(ix).iter().copied().any(of),
                    _ => false,
                }
            }
            Self::Status(status) => matches!(item, Item::Claim(ix) if base.claims[ix].status == Some(*status)),
            Self::Stance(stance) => any_evidence(&|piece| piece.stance == *stance),
            Self::Amount(order, number, high, unit) => base.shown_amount(item).is_some_and(|amount| {
                let numbers = amount.numbers;
                let is_unit = unit.is_none_or(|unit| unit == amount.unit.code());
                let over = |bound: Decimal, or_equal: bool| {
                    numbers.max.is_none_or(|max| max > bound || or_equal && max == bound)
                };
                let under = |bound: Decimal, or_equal: bool| {
                    numbers.min.is_none_or(|min| min < bound || or_equal && min == bound)
                };
                is_unit
                    && match (order, high) {
                        (_, Some(high)) => over(*number, true) && under(*high, true),
                        (Order::Is, None) => numbers.contains(*number),
                        (Order::More, None) => over(*number, false),
                        (Order::AtLeast, None) => over(*number, true),
                        (Order::Less, None) => under(*number, false),
                        (Order::AtMost, None) => under(*number, true),
                    }
            }),
            Self::When(order, asked) => when(base, item).is_some_and(|when| {
                let after = |or_within: bool| {
                    when.latest().is_none_or(|day| asked.latest().is_some_and(|end| day > end))
                        || or_within && when.overlaps(asked)
                };
                let before = |or_within: bool| {
                    when.earliest().is_none_or(|day| asked.earliest().is_some_and(|start| day < start))
                        || or_within && when.overlaps(asked)
                };
                match order {
                    Order::Is => when.overlaps(asked),
                    Order::More => after(false),
                    Order::AtLeast => after(true),
                    Order::Less => before(false),
                    Order::AtMost => before(true),
                }
            }),
            Self::Lang(lang) => {
                let is = |written: Option<&Lang>| {
                    written.is_some_and(|written| written.as_str().to_lowercase().starts_with(lang.as_str()))
                };
                matches!(item, Item::Source(ix) if is(base.sources[ix].lang.as_ref()))
                    || any_evidence(&|piece| is(base.sources[piece.source].lang.as_ref()))
            }
            Self::Trust(trust) => any_evidence(&|piece| piece.receipt.trust == *trust),
            Self::Disputed(yes) => {
                let question = match item {
                    Item::Question(ix) => Some(ix),
                    Item::Claim(ix) => base.claims[ix].answers,
                    _ => return false,
                };
                question.is_some_and(|ix| base.questions[ix].disputed.is_some()) == *yes
            }
            Self::Tag(tag) => base.tags(item).iter().any(|other| fold(other) == *tag),
        }
    }
}

fn evidence(base: &FactBase, item: Item) -> &[Evidence] {
    match item {
        Item::Claim(ix) => &base.claims[ix].evidence,
        Item::Event(ix) => &base.events[ix].evidence,
        _ => &[],
    }
}

fn when(base: &FactBase, item: Item) -> Option<&When> {
    match item {
        Item::Claim(ix) => base.claim_when(ix),
        other => base.when(other),
    }
}

fn all<T: Word>() -> Vec<String> {
    T::VALUES.iter().map(|word| word.as_word().to_owned()).collect()
}

/// How a word that is being typed may go on: keys of filters, and values of a key.
pub fn complete(base: &FactBase, word: &str) -> Vec<String> {
    let (sign, word) = word.strip_prefix('-').map_or(("", word), |word| ("-", word));
    let Some((key, value)) = word.split_once(':') else {
        let keys = Key::VALUES.iter().map(|key| key.as_word()).filter(|key| !word.is_empty() && key.starts_with(word));
        return keys.map(|key| format!("{sign}{key}:")).collect();
    };
    let Some(key) = Key::from_word(key) else { return Vec::new() };
    let mut values = match key {
        Key::Kind => all::<Kind>(),
        Key::Status => all::<Status>(),
        Key::Stance => all::<Stance>(),
        Key::Trust => all::<Trust>(),
        Key::Disputed => vec!["yes".to_owned(), "no".to_owned()],
        Key::Source => base.sources.iter().map(|(_, id, _)| id.to_string()).collect(),
        Key::Entity => base.entities.iter().map(|(_, id, _)| id.to_string()).collect(),
        Key::Lang => {
            base.sources.iter().filter_map(|(_, _, source)| Some(source.lang.as_ref()?.as_str().to_owned())).collect()
        }
        Key::Tag => base.items().flat_map(|item| base.tags(item)).cloned().collect(),
        Key::Amount => ["22.5B", ">10B", "10B..20B", "50%"].map(str::to_owned).to_vec(),
        Key::When => ["2025", ">2024", "2024-12", "2024..2025"].map(str::to_owned).to_vec(),
    };
    values.sort_unstable();
    values.dedup();
    let fits = |candidate: &String| value.is_empty() || is_named(candidate, value);
    values.retain(|candidate| fits(candidate) && candidate != value);
    let quoted = |value: String| if value.contains(' ') { format!("\"{value}\"") } else { value };
    values.into_iter().map(|value| format!("{sign}{key}:{}", quoted(value))).collect()
}
