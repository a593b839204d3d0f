//! Filters of a query: `kind:claim`, `source:walaw`, `amount:>10B`, `when:2025`.

use super::values::{self, ParsedValue};
use super::words::folded_words;
use crate::model::{
    CitedParty, Claim, EdtfDate, Evidence, FactBase, Item, Ix, Keyword, Kind, Lang, QuoteStatus, Stance, Status, Text,
    fold,
};
use crate::text::suggest;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::mem::discriminant;
use std::ops::Range;

keyword_enum! {
    /// The key of a filter.
    pub enum FilterKey {
        /// The kind of item.
        Kind = "kind",
        /// A source that the item has evidence from, or that its evidence cites; or the item itself.
        Source = "source",
        /// An entity that the item is about.
        Entity = "entity",
        /// The status of a claim.
        Status = "status",
        /// The stance of a piece of evidence.
        Stance = "stance",
        /// The amount of an item.
        Amount = "amount",
        /// The date of an item.
        When = "when",
        /// The language of a source.
        Lang = "lang",
        /// The status of a quote.
        Trust = "trust",
        /// Whether the question, or the one that a claim answers, is disputed.
        Disputed = "disputed",
        /// A tag.
        Tag = "tag",
    }
}

/// An error in a query, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Byte range in the query as typed.
    pub range: Range<usize>,
    /// What is wrong there.
    pub message: String,
}

/// A filter as typed, before it is resolved against a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FilterExpr {
    pub(super) key: FilterKey,
    pub(super) value: String,
    pub(super) negated: bool,
    /// Byte range of the value in the query.
    pub(super) value_range: Range<usize>,
}

/// A filter resolved against a base.
pub(super) struct Filter {
    negated: bool,
    /// Whether to leave out items that match only in part (`!`).
    strict: bool,
    predicate: Predicate,
}

enum Predicate {
    Kind(Kind),
    /// For each source or entity of the base, by position: whether it matches.
    Source(Vec<bool>),
    Entity(Vec<bool>),
    Status(Status),
    Stance(Stance),
    /// The unit is a code; `None` means any currency.
    Amount(Comparison, DecimalRange, Option<String>),
    When(Comparison, EdtfDate),
    Lang(String),
    Trust(QuoteStatus),
    Disputed(bool),
    Tag(String),
}

/// An inclusive range of numbers. A single number is both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct DecimalRange {
    low: Decimal,
    high: Decimal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl FilterExpr {
    /// Resolves the filter against a base.
    pub(super) fn resolve(&self, base: &FactBase) -> Result<Filter, QueryError> {
        let value = self.value.to_lowercase();
        let value = value.as_str();
        let test = match self.key {
            FilterKey::Kind => self.keyword(value).map(Predicate::Kind),
            FilterKey::Status => self.keyword(value).map(Predicate::Status),
            FilterKey::Stance => self.keyword(value).map(Predicate::Stance),
            FilterKey::Trust => self.keyword(value).map(Predicate::Trust),
            FilterKey::Disputed => match value {
                "yes" | "oui" | "true" => Ok(Predicate::Disputed(true)),
                "no" | "non" | "false" => Ok(Predicate::Disputed(false)),
                _ => Err(self.error("write `disputed:yes` or `disputed:no`")),
            },
            FilterKey::Source => self.matching_sources(base).map(Predicate::Source),
            FilterKey::Entity => self.matching_entities(base).map(Predicate::Entity),
            FilterKey::Amount => self.parse_amount(base),
            FilterKey::When => self.parse_when(),
            FilterKey::Lang => Ok(Predicate::Lang(value.to_owned())),
            FilterKey::Tag => {
                let mut tags = base.items().flat_map(|item| base.tags(item));
                if tags.any(|tag| fold(tag) == fold(value)) {
                    Ok(Predicate::Tag(fold(value)))
                } else {
                    Err(self.error(&format!("nothing has the tag `{value}`")))
                }
            }
        };
        let (_, strict, _) = parse_comparison(value);
        test.map(|test| Filter { negated: self.negated, strict, predicate: test })
    }

    fn error(&self, message: &str) -> QueryError {
        QueryError { range: self.value_range.clone(), message: message.to_owned() }
    }

    fn keyword<T: Keyword>(&self, value: &str) -> Result<T, QueryError> {
        let words = || T::VALUES.iter().map(|word| word.as_keyword());
        T::VALUES.iter().copied().find(|word| word.as_keyword() == value).ok_or_else(|| {
            let what = match suggest(value, words()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", words().collect::<Vec<_>>().join(", ")),
            };
            self.error(&format!("`{value}` is no {}; {what}", self.key))
        })
    }

    fn matching_sources(&self, base: &FactBase) -> Result<Vec<bool>, QueryError> {
        // A complete id selects that source only.
        let exact = base.sources.find(&self.value).is_some();
        let meant = base.sources.iter().map(|(_, id, source)| {
            if exact {
                return id.as_str() == self.value;
            }
            let names = [Some(id.as_str()), source.publisher.as_deref(), source.title.as_deref()];
            names.into_iter().flatten().any(|name| has_name_prefix(name, &self.value))
        });
        self.require_match(meant.collect(), base.sources.iter().map(|(_, id, _)| id.as_str()))
    }

    fn matching_entities(&self, base: &FactBase) -> Result<Vec<bool>, QueryError> {
        let any_language = |text: &Text, whole: bool| {
            let same =
                |name: &str| if whole { fold(name) == fold(&self.value) } else { has_name_prefix(name, &self.value) };
            text.iter().any(|(_, name)| same(name))
        };
        let entities_by = |whole: bool| -> Vec<bool> {
            let is = |id: &str| if whole { id == self.value } else { has_name_prefix(id, &self.value) };
            let rows = base.entities.iter();
            rows.map(|(_, id, e)| {
                is(id.as_str()) || any_language(&e.name, whole) || e.aliases.iter().any(|a| any_language(a, whole))
            })
            .collect()
        };
        // An exact name or id selects that entity only, not others whose names contain it.
        let exact = entities_by(true);
        let meant = if exact.contains(&true) { exact } else { entities_by(false) };
        self.require_match(meant, base.entities.iter().map(|(_, id, _)| id.as_str()))
    }

    fn require_match<'a>(&self, meant: Vec<bool>, ids: impl Iterator<Item = &'a str>) -> Result<Vec<bool>, QueryError> {
        if meant.contains(&true) {
            return Ok(meant);
        }
        let near = suggest(&self.value, ids).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Err(self.error(&format!("no {} is called `{}`{near}", self.key, self.value)))
    }

    fn parse_amount(&self, base: &FactBase) -> Result<Predicate, QueryError> {
        let fault = || {
            self.error(
                "write an amount: `amount:22.5B`, `amount:10B..`, `amount:..10B`, `amount:10B..20B`, `amount:50%`",
            )
        };
        let (order, _, rest) = parse_comparison(&self.value);
        let (order, rest) = parse_open_end(order, rest).ok_or_else(fault)?;
        // The unit may be declared in the base: `amount:"10 GW.."`.
        let declared = base.units.keys().find(|code| {
            rest.strip_suffix(code.as_str())
                .is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit() || c == ' '))
        });
        let rest = declared.map_or(rest, |code| rest[..rest.len() - code.len()].trim());
        let unit = |unit: Option<&str>| declared.cloned().or_else(|| unit.map(str::to_owned));
        let read = |text: &str| match values::parse_values(&folded_words(text)).as_slice() {
            [values::QueryValue { parsed: ParsedValue::Amount { number, high: None, unit, .. }, .. }] => {
                Ok((*number, *unit))
            }
            _ => Err(fault()),
        };
        if let Some((low, high)) = rest.split_once("..") {
            // In `15..25B`, the multiplier applies to both ends.
            let suffix = high.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
            let unscaled = low.ends_with(|c: char| c.is_ascii_digit());
            let (low, low_unit) = if unscaled { read(&format!("{low}{suffix}"))? } else { read(low)? };
            let (high, high_unit) = read(high)?;
            if order != Comparison::Equal || low > high {
                return Err(fault());
            }
            return Ok(Predicate::Amount(Comparison::Equal, DecimalRange { low, high }, unit(high_unit.or(low_unit))));
        }
        let (number, own_unit) = read(rest)?;
        Ok(Predicate::Amount(order, DecimalRange { low: number, high: number }, unit(own_unit)))
    }

    fn parse_when(&self) -> Result<Predicate, QueryError> {
        let fault = || {
            self.error("write a date: `when:2025`, `when:2024-12`, `when:2025-01..`, `when:..2024`, `when:2024..2025`")
        };
        let (order, _, rest) = parse_comparison(&self.value);
        let (order, rest) = parse_open_end(order, rest).ok_or_else(fault)?;
        let edtf = rest.replace("..", "/").to_uppercase();
        let read = || match values::parse_values(&folded_words(rest)).into_iter().next()?.parsed {
            ParsedValue::Date(when) => Some(when),
            ParsedValue::Amount { .. } | ParsedValue::Month(_) => None,
        };
        let when = EdtfDate::parse(&edtf).ok().or_else(read);
        when.map(|when| Predicate::When(order, when)).ok_or_else(fault)
    }
}

/// Splits a value into its comparison sign, whether it is strict (`!`: items that match only in part are left out),
/// and the rest.
fn parse_comparison(value: &str) -> (Comparison, bool, &str) {
    let signs = [
        (">=", Comparison::AtLeast),
        ("≥", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        ("≤", Comparison::AtMost),
        (">", Comparison::More),
        ("<", Comparison::Less),
        ("=", Comparison::Equal),
    ];
    let found = signs.into_iter().find_map(|(sign, order)| Some((order, value.strip_prefix(sign)?)));
    let (order, rest) = found.unwrap_or((Comparison::Equal, value));
    rest.strip_prefix('!').map_or((order, false, rest), |rest| (order, true, rest))
}

/// Turns an open end into a comparison: `10B..` and `10B+` mean at least, `..10B` at most. `/` means the same as
/// `..`, and an end may be omitted after it, as in EDTF. Other values are returned unchanged. Returns `None` for a
/// sign together with an open end, or for two open ends.
fn parse_open_end(order: Comparison, value: &str) -> Option<(Comparison, &str)> {
    let at_least = ["/..", "..", "/", "+"].iter().find_map(|end| value.strip_suffix(end));
    let at_most = ["../", "..", "/"].iter().find_map(|start| value.strip_prefix(start));
    match (at_least, at_most) {
        (None, None) => Some((order, value)),
        (Some(rest), None) if order == Comparison::Equal && !rest.is_empty() => {
            Some((Comparison::AtLeast, rest.trim()))
        }
        (None, Some(rest)) if order == Comparison::Equal && !rest.is_empty() => Some((Comparison::AtMost, rest.trim())),
        _ => None,
    }
}

/// Whether a word of a name starts with the given words. Folds both.
pub(super) fn has_name_prefix(name: &str, words: &str) -> bool {
    let (name, words) = (fold(name), fold(words));
    let starts = |at: usize| !name[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    name.match_indices(&words).any(|(at, _)| starts(at))
}

/// Applies all filters to an item. Several filters by kind, source, status, stance, language or quote status are
/// alternatives within their key, unless they are negated; all others must match. The result is `Sure` only if every
/// match is.
pub(super) fn apply_filters(filters: &[Filter], base: &FactBase, item: Item) -> Option<Certainty> {
    let certainty_of = |filter: &Filter| {
        let is_same_key = |other: &&Filter| {
            !other.negated
                && other.predicate.combines_with_or()
                && discriminant(&other.predicate) == discriminant(&filter.predicate)
        };
        let own = filter.check(base, item);
        if own.is_some() || filter.negated || !filter.predicate.combines_with_or() {
            return own;
        }
        filters.iter().filter(is_same_key).find_map(|other| other.check(base, item))
    };
    filters.iter().map(certainty_of).try_fold(Certainty::Sure, |all, kept| Some(all.max(kept?)))
}

/// Whether an item matches a query for certain, or only in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// All of its amount and all days of its date are in the requested range.
    Sure,
    /// Only part of its amount or its date is in that range.
    Maybe,
}

impl Filter {
    /// Whether an item passes. An item that matches in part passes a negated filter in part, or not at all if the
    /// filter is strict.
    fn check(&self, base: &FactBase, item: Item) -> Option<Certainty> {
        match (self.predicate.evaluate(base, item), self.negated) {
            (held, false) => held.filter(|&certainty| certainty == Certainty::Sure || !self.strict),
            (None, true) => Some(Certainty::Sure),
            (Some(Certainty::Maybe), true) if !self.strict => Some(Certainty::Maybe),
            (Some(_), true) => None,
        }
    }
}

/// `Sure` if the condition is true.
fn sure_if(condition: bool) -> Option<Certainty> {
    condition.then_some(Certainty::Sure)
}

/// Compares an interval with a range. `None` as an end of the interval means that the end is unknown. `lower` and
/// `upper` test whether a value satisfies a bound of the range; `None` means that the range has no such bound.
fn range_certainty<T: Copy>(
    value: (Option<T>, Option<T>),
    lower: Option<&dyn Fn(T) -> bool>,
    upper: Option<&dyn Fn(T) -> bool>,
) -> Option<Certainty> {
    let (low, high) = value;
    let can_match = lower.is_none_or(|holds| high.is_none_or(holds)) && upper.is_none_or(|holds| low.is_none_or(holds));
    let always_matches =
        lower.is_none_or(|holds| low.is_some_and(holds)) && upper.is_none_or(|holds| high.is_some_and(holds));
    can_match.then_some(if always_matches { Certainty::Sure } else { Certainty::Maybe })
}

impl Predicate {
    /// Whether several filters of this key are alternatives: an item has only one kind, for example.
    fn combines_with_or(&self) -> bool {
        matches!(
            self,
            Self::Kind(_) | Self::Status(_) | Self::Stance(_) | Self::Trust(_) | Self::Lang(_) | Self::Source(_)
        )
    }

    fn evaluate(&self, base: &FactBase, item: Item) -> Option<Certainty> {
        match self {
            Self::Amount(order, asked, unit) => {
                let amount = base.effective_amount(item)?;
                let is_unit = match unit {
                    Some(unit) => unit == amount.unit.code(),
                    None => amount.unit.currency_sign().is_some(),
                };
                let ends = (amount.range.min, amount.range.max);
                // Almost every amount overlaps an open interval, so an open interval matches a single number only if
                // it is its bound.
                let is_open = ends.0.is_none() || ends.1.is_none();
                let is_single_number = *order == Comparison::Equal && asked.low == asked.high;
                if !is_unit || is_single_number && is_open && ends.0.or(ends.1) != Some(asked.low) {
                    return None;
                }
                match order {
                    Comparison::Equal => {
                        range_certainty(ends, Some(&|value| value >= asked.low), Some(&|value| value <= asked.high))
                    }
                    Comparison::More => range_certainty(ends, Some(&|value| value > asked.low), None),
                    Comparison::AtLeast => range_certainty(ends, Some(&|value| value >= asked.low), None),
                    Comparison::Less => range_certainty(ends, None, Some(&|value| value < asked.low)),
                    Comparison::AtMost => range_certainty(ends, None, Some(&|value| value <= asked.low)),
                }
            }
            Self::When(order, asked) => {
                let when = base.effective_date(item)?;
                let ends = (when.earliest(), when.latest());
                let from_first = |day: NaiveDate| asked.earliest().is_none_or(|first| day >= first);
                let to_last = |day: NaiveDate| asked.latest().is_none_or(|last| day <= last);
                match order {
                    // "By 2028" matches 2028, but not every year before it.
                    Comparison::Equal if !when.matches_period(asked) => None,
                    Comparison::Equal => range_certainty(ends, Some(&from_first), Some(&to_last)),
                    Comparison::More => range_certainty(ends, Some(&|day| !to_last(day)), None),
                    Comparison::AtLeast => range_certainty(ends, Some(&from_first), None),
                    Comparison::Less => range_certainty(ends, None, Some(&|day| !from_first(day))),
                    Comparison::AtMost => range_certainty(ends, None, Some(&to_last)),
                }
            }
            _ => sure_if(self.is_true_for(base, item)),
        }
    }

    /// Evaluates a predicate that cannot match in part.
    fn is_true_for(&self, base: &FactBase, item: Item) -> bool {
        let any_evidence = |holds: &dyn Fn(&Evidence) -> bool| evidence(base, item).iter().any(holds);
        match self {
            Self::Kind(kind) => item.kind() == *kind,
            Self::Source(meant) => {
                let is = |ix: usize| meant.get(ix).copied().unwrap_or(false);
                let cites = |origin: &CitedParty| matches!(origin, CitedParty::Source(ix) if is(ix.position()));
                matches!(item, Item::Source(ix) if is(ix.position()))
                    || any_evidence(&|piece| is(piece.source.position()) || piece.via.iter().any(cites))
            }
            Self::Entity(meant) => {
                let is = |ix: Ix<_>| meant.get(ix.position()).copied().unwrap_or(false);
                let mentions = |ix: Ix<Claim>| base.claims[ix].entities().any(is);
                match item {
                    Item::Entity(ix) => is(ix),
                    Item::Claim(ix) => mentions(ix),
                    Item::Event(ix) => {
                        base.events[ix].entities().any(is)
                            || base.links.claims_of_event(ix).iter().copied().any(mentions)
                    }
                    Item::Question(ix) => base.links.claims_of_question(ix).iter().copied().any(mentions),
                    _ => false,
                }
            }
            Self::Status(status) => matches!(item, Item::Claim(ix) if base.claims[ix].status == Some(*status)),
            Self::Stance(stance) => any_evidence(&|piece| piece.stance == *stance),
            Self::Amount(..) | Self::When(..) => false,
            Self::Lang(lang) => {
                let is = |written: Option<&Lang>| {
                    written.is_some_and(|written| written.as_str().to_lowercase().starts_with(lang.as_str()))
                };
                matches!(item, Item::Source(ix) if is(base.sources[ix].lang.as_ref()))
                    || any_evidence(&|piece| is(base.sources[piece.source].lang.as_ref()))
            }
            Self::Trust(trust) => any_evidence(&|piece| piece.verification.status == *trust),
            Self::Disputed(yes) => {
                let disputed = match item {
                    Item::Question(ix) => base.questions[ix].disputed.is_some(),
                    Item::Claim(ix) => base.is_disputed(ix),
                    _ => return false,
                };
                disputed == *yes
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

#[cfg(test)]
mod tests {
    use super::super::Certainty;
    use super::super::{Index, Query, SearchOptions, complete};
    use super::{Comparison, parse_open_end};
    use crate::diagnostics::SourceFile;
    use crate::load::load;
    use crate::model::{FactBase, Lang};
    use std::collections::BTreeMap;

    const BASE: &str = "factbase: 1
units: {GW: GW}
sources:
  nyt: {kind: article, publisher: The Times, lang: en}
  monde: {kind: article, publisher: Le Monde, lang: fr}
entities:
  arm: {type: company, name: Arm Holdings}
  openai: {type: company, name: OpenAI, tags: [lab]}
questions:
  worth: {ask: What is it worth, disputed: They differ}
claims:
  sale: {triple: [arm, sells-to, openai], amount: 5B USD, when: 2024-12, status: completed,
    evidence: [{source: nyt, stance: states, quote: a sale}]}
  bid: {triple: [openai, buys-from, arm], amount: 15..25B USD, when: ../2028, status: planned, answers: worth,
    evidence: [{source: monde, stance: doubts, quote: une offre}]}
  plant: {triple: [openai, counts], amount: 20.. GW, tags: [far off],
    evidence: [{source: monde, via: [nyt], stance: reports, quote: une usine}]}
";

    fn base() -> FactBase {
        load(vec![SourceFile { name: "base.yaml".into(), text: BASE.into() }]).base
    }

    /// The ids of the claims that a query finds, in file order, and the messages of its errors.
    fn claims(typed: &str) -> (Vec<String>, Vec<String>) {
        let base = base();
        let query = Query::parse(&format!("kind:claim {typed}"));
        let found = Index::new(&base).search(&base, &query, &Lang::english(), SearchOptions::default());
        let mut ids: Vec<_> = found.hits.iter().map(|hit| base.id(hit.item).to_owned()).collect();
        ids.sort_by_key(|id| base.claims.find(id).map(crate::model::Ix::position));
        (ids, found.errors.into_iter().map(|fault| fault.message).collect())
    }

    #[test]
    fn filters_select_matching_claims() {
        let cases: &[(&str, &[&str])] = &[
            ("source:times", &["sale", "plant"]),
            ("source:monde", &["bid", "plant"]),
            ("entity:arm", &["sale", "bid"]),
            ("status:planned", &["bid"]),
            ("status:planned status:completed", &["sale", "bid"]),
            ("-status:planned", &["sale", "plant"]),
            ("stance:doubts", &["bid"]),
            ("amount:5B", &["sale"]),
            ("amount:>10B", &["bid"]),
            ("amount:10B..", &["bid"]),
            ("amount:10B+", &["bid"]),
            ("amount:..10B", &["sale"]),
            ("amount:..10GW", &[]),
            ("amount:20GW..", &["plant"]),
            ("amount:>=!20GW", &["plant"]),
            ("amount:<=!30GW", &[]),
            ("amount:>!20B", &[]),
            ("amount:!10..30B", &["bid"]),
            ("amount:20B", &["bid"]),
            ("amount:4..6B", &["sale"]),
            ("amount:>=10GW", &["plant"]),
            ("amount:20", &[]),
            ("when:2024", &["sale"]),
            ("when:2028", &["bid"]),
            ("when:1850", &[]),
            ("when:<2025", &["sale", "bid"]),
            ("when:<!2025", &["sale"]),
            ("when:..2024", &["sale", "bid"]),
            ("when:..2024-11", &["bid"]),
            ("when:../2024-12", &["sale", "bid"]),
            ("when:/2024-12", &["sale", "bid"]),
            ("when:2024-12..", &["sale", "bid"]),
            ("when:2024-12/..", &["sale", "bid"]),
            ("when:2025+", &["bid"]),
            ("when:>2024", &["bid"]),
            ("when:dec 2024", &["sale"]),
            ("lang:fr", &["bid", "plant"]),
            ("disputed:yes", &["bid"]),
            ("tag:\"far off\"", &["plant"]),
            ("STATUS:Planned", &["bid"]),
            ("-offre", &["sale", "plant"]),
        ];
        for (typed, ids) in cases {
            let (found, faults) = claims(typed);
            assert_eq!(found, *ids, "{typed}");
            assert_eq!(faults, [""; 0], "{typed}");
        }
    }

    #[test]
    fn reports_invalid_filter_and_applies_the_rest() {
        for (typed, words) in [
            ("status:pledge", "did you mean `pledged`?"),
            ("source:tims", "no source is called `tims`"),
            ("amount:lots", "write an amount"),
            ("amount:>10B..", "write an amount"),
            ("amount:..", "write an amount"),
            ("amount:20B..10B", "write an amount"),
            ("when:never", "write a date"),
            ("when:<=2024..", "write a date"),
            ("when:../..", "write a date"),
            ("disputed:maybe", "write `disputed:yes`"),
            ("tag:near", "nothing has the tag `near`"),
            ("sorce:times", "`sorce` is no filter; did you mean `source`?"),
        ] {
            let (found, faults) = claims(&format!("{typed} une"));
            assert_eq!(found, ["bid", "plant"], "{typed}");
            assert!(faults[0].contains(words), "{typed}: {faults:?}");
        }
    }

    #[test]
    fn completes_keys_and_values() {
        let base = base();
        assert_eq!(complete(&base, "so"), ["source:"]);
        assert_eq!(complete(&base, "-st"), ["-status:", "-stance:"]);
        assert_eq!(complete(&base, "source:"), ["source:monde", "source:nyt"]);
        assert_eq!(complete(&base, "status:pl"), ["status:planned", "status:pledged"]);
        assert_eq!(complete(&base, "tag:f"), ["tag:\"far off\""]);
        assert_eq!(complete(&base, "softbank"), [""; 0]);
    }

    #[test]
    fn declared_unit_follows_a_number_of_any_length_with_or_without_a_blank() {
        let cases: &[(&str, &[&str])] = &[
            ("amount:..100GW", &["plant"]),
            ("amount:\"..100 GW\"", &["plant"]),
            ("amount:1..100GW", &["plant"]),
            ("amount:\"20 GW..\"", &["plant"]),
            ("amount:20GW", &["plant"]),
            ("amount:..9GW", &[]),
            ("amount:\"..19 GW\"", &[]),
            ("amount:200GW", &[]),
        ];
        for (typed, ids) in cases {
            let (found, errors) = claims(typed);
            assert_eq!(found, *ids, "{typed}");
            assert_eq!(errors, [""; 0], "{typed}");
        }
    }

    #[test]
    fn negated_filter_keeps_partial_matches_unless_strict() {
        use Certainty::{Maybe, Sure};
        let cases: &[(&str, &[(&str, Certainty)])] = &[
            ("amount:20B", &[("bid", Maybe)]),
            ("-amount:20B", &[("sale", Sure), ("bid", Maybe), ("plant", Sure)]),
            ("-amount:!20B", &[("sale", Sure), ("plant", Sure)]),
            ("-amount:5B", &[("bid", Sure), ("plant", Sure)]),
            ("-amount:!5B", &[("bid", Sure), ("plant", Sure)]),
            ("-when:<2025", &[("bid", Maybe), ("plant", Sure)]),
            ("-when:<!2025", &[("plant", Sure)]),
        ];
        let base = base();
        let index = Index::new(&base);
        for (typed, expected) in cases {
            let query = Query::parse(&format!("kind:claim {typed}"));
            let matches = index.matching_items(&base, &query, &|| true).unwrap();
            let found: BTreeMap<&str, Certainty> =
                matches.iter().map(|(&item, &certainty)| (base.id(item), certainty)).collect();
            let expected: BTreeMap<&str, Certainty> = expected.iter().copied().collect();
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn query_errors_are_those_of_a_search() {
        let base = base();
        let index = Index::new(&base);
        for (typed, count) in [
            ("arm", 0),
            ("status:planned amount:>10B", 0),
            ("status:pledge une", 1),
            ("sorce:times arm", 1),
            ("sorce:times when:never", 2),
        ] {
            let query = Query::parse(typed);
            let errors = index.query_errors(&base, &query);
            assert_eq!(errors.len(), count, "{typed}: {errors:?}");
            let found = index.search(&base, &query, &Lang::english(), SearchOptions::default());
            assert_eq!(errors, found.errors, "{typed}");
        }
    }

    /// The addresses of the items that a query finds, sorted.
    fn addresses(base: &FactBase, typed: &str) -> Vec<String> {
        let found = Index::new(base).search(base, &Query::parse(typed), &Lang::english(), SearchOptions::default());
        assert!(found.errors.is_empty(), "{typed}: {:?}", found.errors);
        let mut addresses: Vec<_> = found.hits.iter().map(|hit| base.address(hit.item).to_string()).collect();
        addresses.sort_unstable();
        addresses
    }

    #[test]
    fn filters_hold_for_items_of_every_kind() {
        let more = "factbase: 1
events:
  deal: {name: A deal, who: arm}
  talks: {name: Talks, who: openai}
  move: {name: A move}
questions:
  rent: {ask: What is the rent}
claims:
  moves: {triple: [openai, uses, arm], event: move, evidence: [{source: nyt, stance: states, quote: it moves}]}
";
        let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
        let base = load(vec![file("base.yaml", BASE), file("more.yaml", more)]).base;
        let claims = ["claim/bid", "claim/moves", "claim/plant", "claim/sale"];
        let cases: &[(&str, &[&str])] = &[
            // An event or a question is about an entity if one of its claims is.
            (
                "entity:arm",
                &["claim/bid", "claim/moves", "claim/sale", "entity/arm", "event/deal", "event/move", "question/worth"],
            ),
            ("kind:entity entity:arm", &["entity/arm"]),
            ("kind:entity -entity:arm", &["entity/openai"]),
            ("kind:event entity:openai", &["event/move", "event/talks"]),
            ("kind:event -entity:arm", &["event/talks"]),
            ("kind:question entity:arm", &["question/worth"]),
            ("kind:question -entity:arm", &["question/rent"]),
            ("kind:source entity:arm", &[]),
            ("source:times", &["claim/moves", "claim/plant", "claim/sale", "source/nyt"]),
            ("lang:fr", &["claim/bid", "claim/plant", "source/monde"]),
            ("disputed:yes", &["claim/bid", "question/worth"]),
            ("disputed:no", &["claim/moves", "claim/plant", "claim/sale", "question/rent"]),
            ("tag:lab", &["entity/openai"]),
            ("kind:claim", &claims),
        ];
        for (typed, found) in cases {
            assert_eq!(addresses(&base, typed), *found, "{typed}");
        }
    }

    #[test]
    fn an_open_end_has_a_value_and_no_sign() {
        use Comparison::{AtLeast, AtMost, Equal, Less, More};
        let signs = [AtLeast, AtMost, Less, More];
        let open = ["10B..", "10B/..", "10B/", "10B+"].map(|written| (written, AtLeast));
        for (written, meant) in open.into_iter().chain(["..10B", "../10B", "/10B"].map(|written| (written, AtMost))) {
            assert_eq!(parse_open_end(Equal, written), Some((meant, "10B")), "{written}");
            for sign in signs {
                assert_eq!(parse_open_end(sign, written), None, "{sign:?} {written}");
            }
        }
        for written in ["..", "/", "+", "/..", "../", "../..", "..10B..", "/10B/"] {
            assert_eq!(parse_open_end(Equal, written), None, "{written}");
        }
        for written in ["10B", "10B..20B", "2024/2025", ""] {
            for sign in signs.into_iter().chain([Equal]) {
                assert_eq!(parse_open_end(sign, written), Some((sign, written)));
            }
        }
    }

    #[test]
    fn a_sign_before_an_open_start_is_an_error() {
        for typed in ["amount:>..10B", "amount:<=..10B", "when:>=../2024", "when:</2024", "when:>..2024"] {
            let (_, faults) = claims(typed);
            assert!(faults.len() == 1 && faults[0].starts_with("write a"), "{typed}: {faults:?}");
        }
    }
}
