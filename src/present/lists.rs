//! The contents of a base as list rows: entities by type, questions by the answers they expect, sources by kind.

use crate::analysis::{ValueRange, sum, value_ranges};
use crate::model::{
    Balance, Claim, DateForm, EdtfDate, Endpoint, Entity, EntityType, Evidence, ExpectedAnswers, FactBase, Item, Ix,
    Lang, PartialDate, Question, QuoteStatus, SourceKind,
};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Rows under one heading. No group is empty, and all rows of a group have the same number of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListGroup {
    /// The heading.
    pub title: String,
    /// Column headings, from left to right.
    pub labels: &'static [&'static str],
    /// The rows, from top to bottom.
    pub rows: Vec<ItemRow>,
}

/// An item in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    /// The item the row opens.
    pub item: Item,
    /// Display name.
    pub name: String,
    /// Whether the row needs attention: a quote of the item is missing from its text, or a question or answer is
    /// disputed.
    pub alert: bool,
    /// The columns on the right, from left to right. An empty string is an empty cell.
    pub cells: Vec<String>,
}

/// Minimum number of entities of a type at which rows are built in parallel.
const MIN_PARALLEL_ENTITIES: usize = 2_000;

/// Lists the entities by type, those with the most claims first. Cells: number of claims, number of events, first
/// month and last month with a date. The last month is empty if it equals the first.
pub fn entities(base: &FactBase, lang: &Lang) -> Vec<ListGroup> {
    let summaries = summarize_entities(base);
    let mut types: Vec<Vec<(Ix<Entity>, usize)>> = vec![Vec::new(); EntityType::ALL.len()];
    for (ix, _, entity) in base.entities.iter() {
        let kind = EntityType::ALL.iter().position(|&kind| kind == entity.kind).unwrap_or_default();
        types[kind].push((ix, base.links.claims_of_entity(ix).len()));
    }
    let groups = EntityType::ALL.iter().zip(types).map(|(&kind, mut entities)| {
        entities.sort_by_key(|&(_, claims)| Reverse(claims));
        let row = |(ix, _): (Ix<Entity>, usize)| entity_row(base, ix, lang, &summaries[ix.position()]);
        let rows = match entities.len() {
            0..MIN_PARALLEL_ENTITIES => entities.into_iter().map(row).collect(),
            _ => entities.into_par_iter().map(row).collect(),
        };
        non_empty_group(entity_type_title(kind), &["claims", "events", "first", "last"], rows)
    });
    groups.flatten().collect()
}

fn entity_row(base: &FactBase, ix: Ix<Entity>, lang: &Lang, summary: &EntitySummary<'_>) -> ItemRow {
    let claims = base.links.claims_of_entity(ix).len();
    let events = base.links.events_of_entity(ix).len();
    let first = summary.first.map(|when| month_label(when, false, lang)).unwrap_or_default();
    let last = summary.last.map(|when| month_label(when, true, lang)).filter(|last| *last != first).unwrap_or_default();
    let cells = vec![claims.to_string(), events.to_string(), first, last];
    ItemRow { item: Item::Entity(ix), name: base.entities[ix].name.get(lang).to_owned(), alert: summary.alert, cells }
}

/// Facts about an entity, collected from its claims and events.
#[derive(Clone, Default)]
struct EntitySummary<'a> {
    alert: bool,
    first: Option<&'a EdtfDate>,
    last: Option<&'a EdtfDate>,
}

impl<'a> EntitySummary<'a> {
    fn add(&mut self, alert: bool, when: Option<&'a EdtfDate>) {
        self.alert |= alert;
        let Some(when) = when else { return };
        if self.first.is_none_or(|first| when.anchor() < first.anchor()) {
            self.first = Some(when);
        }
        if self.last.is_none_or(|last| end_sort_key(when) > end_sort_key(last)) {
            self.last = Some(when);
        }
    }
}

/// Summarises every entity, in file order. One pass over all claims is much faster than a lookup per entity, because
/// the claims of an entity are scattered in memory.
fn summarize_entities(base: &FactBase) -> Vec<EntitySummary<'_>> {
    let mut summaries = vec![EntitySummary::default(); base.entities.len()];
    for (ix, _, claim) in base.claims.iter() {
        let (alert, when) = (has_missing_quote(&base.claims[ix].evidence), base.claim_date(ix));
        claim.entities().for_each(|of| summaries[of.position()].add(alert, when));
    }
    for (_, _, event) in base.events.iter() {
        let alert = has_missing_quote(&event.evidence);
        event.entities().for_each(|who| summaries[who.position()].add(alert, event.when.as_ref()));
    }
    summaries
}

/// Sort key for dates by their end. Dates with an open end sort after all others.
fn end_sort_key(when: &EdtfDate) -> (bool, Option<chrono::NaiveDate>) {
    (when.latest().is_none(), when.latest().or(when.earliest()))
}

/// The first or last month of a date, without its day. A date with an open end is shown as a whole.
fn month_label(when: &EdtfDate, last: bool, lang: &Lang) -> String {
    let coarse = |point: PartialDate| PartialDate { day: None, ..point }.label(lang);
    match (when.form(), last) {
        (DateForm::Single(point), _)
        | (DateForm::Interval(Endpoint::Date(point), Endpoint::Date(_)), false)
        | (DateForm::Interval(Endpoint::Date(_), Endpoint::Date(point)), true) => coarse(point),
        _ => when.label(lang),
    }
}

/// Lists the questions by the answers they expect, disputed ones first, and the sums last. Cells of a question:
/// number of answers; range of the amounts in the unit most answers use. Cells of a sum: number of claims; how much
/// of the need is covered.
pub fn questions(base: &FactBase, lang: &Lang) -> Vec<ListGroup> {
    type QuestionTest = fn(&Question) -> bool;
    let kinds: [(&str, QuestionTest); 5] = [
        ("Disputed", |question| question.disputed.is_some()),
        ("One answer", |question| question.expect == Some(ExpectedAnswers::Single)),
        ("Changing over time", |question| question.expect == Some(ExpectedAnswers::Series)),
        ("Parts", |question| question.expect == Some(ExpectedAnswers::Parts)),
        ("Open", |_| true),
    ];
    let mut rows = kinds.map(|_| Vec::new());
    for (ix, _, question) in base.questions.iter() {
        let kind = kinds.iter().position(|(_, of)| of(question)).unwrap_or_default();
        rows[kind].push(self::question_row(base, ix, lang));
    }
    let sums = base.balances.handles().map(|ix| balance_row(base, ix, lang)).collect();
    let groups =
        kinds.iter().zip(rows).filter_map(|((title, _), rows)| non_empty_group(title, &["answers", "amounts"], rows));
    groups.chain(non_empty_group("Sums", &["claims", "covered"], sums)).collect()
}

fn question_row(base: &FactBase, ix: Ix<Question>, lang: &Lang) -> ItemRow {
    let answers = base.links.claims_of_question(ix);
    let question = &base.questions[ix];
    let alert =
        question.disputed.is_some() || answers.iter().any(|&claim| has_missing_quote(&base.claims[claim].evidence));
    let amounts = value_ranges(base, answers).first().map(|spread| range_label(base, spread, lang)).unwrap_or_default();
    let cells = vec![answers.len().to_string(), amounts];
    ItemRow { item: Item::Question(ix), name: question.text.get(lang).to_owned(), alert, cells }
}

/// A range as one amount.
fn range_label(base: &FactBase, spread: &ValueRange, lang: &Lang) -> String {
    spread.as_amount().map(|amount| base.amount_label(&amount, lang)).unwrap_or_default()
}

fn balance_row(base: &FactBase, ix: Ix<Balance>, lang: &Lang) -> ItemRow {
    let balance = &base.balances[ix];
    let claims = || balance.need.iter().chain(&balance.cover);
    let total = |claims| Some(base.amount_label(&sum(base, claims).amount?, lang));
    let amounts = match (total(&balance.cover), total(&balance.need)) {
        (Some(cover), Some(need)) => format!("{cover} of {need}"),
        (None, Some(need)) => format!("{need} needed"),
        (cover, None) => cover.unwrap_or_default(),
    };
    let alert = claims().any(|&claim| claim_needs_attention(base, claim));
    let cells = vec![claims().count().to_string(), amounts];
    ItemRow { item: Item::Balance(ix), name: balance.question.get(lang).to_owned(), alert, cells }
}

/// Lists the sources by kind, then the stories, in file order. Cells of a source: publication date; number of claims
/// from it; confirmed quotes out of all quotes. Cells of a story: number of steps.
pub fn library(base: &FactBase, lang: &Lang) -> Vec<ListGroup> {
    let mut quotes = vec![(0_usize, 0_usize, false); base.sources.len()];
    let of_claims = base.claims.iter().flat_map(|(_, _, claim)| &claim.evidence);
    let of_events = base.events.iter().flat_map(|(_, _, event)| &event.evidence);
    for evidence in of_claims.chain(of_events) {
        let (found, all, missing) = &mut quotes[evidence.source.position()];
        *found += usize::from(evidence.verification.status.is_confirmed());
        *all += 1;
        *missing |= evidence.verification.status == QuoteStatus::Missing;
    }
    let mut kinds: Vec<Vec<ItemRow>> = vec![Vec::new(); SourceKind::ALL.len()];
    for (ix, _, source) in base.sources.iter() {
        let (found, all, alert) = quotes[ix.position()];
        let published = source.published.as_ref().map(|when| when.label(lang)).unwrap_or_default();
        let quotes = if all > 0 { format!("{found}/{all}") } else { String::new() };
        let cells = vec![published, base.links.claims_of_source(ix).len().to_string(), quotes];
        let row = ItemRow { item: Item::Source(ix), name: base.source_title(ix).to_owned(), alert, cells };
        kinds[SourceKind::ALL.iter().position(|&kind| kind == source.kind).unwrap_or_default()].push(row);
    }
    let stories = base.stories.iter().map(|(ix, _, story)| {
        let cells = vec![story.steps.len().to_string()];
        ItemRow { item: Item::Story(ix), name: story.name.get(lang).to_owned(), alert: false, cells }
    });
    let labels = &["published", "claims", "quotes"];
    let groups = SourceKind::ALL
        .iter()
        .zip(kinds)
        .filter_map(|(&kind, rows)| non_empty_group(source_kind_title(kind), labels, rows));
    groups.chain(non_empty_group("Stories", &["steps"], stories.collect())).collect()
}

fn non_empty_group(title: &str, labels: &'static [&'static str], rows: Vec<ItemRow>) -> Option<ListGroup> {
    (!rows.is_empty()).then(|| ListGroup { title: title.to_owned(), labels, rows })
}

fn claim_needs_attention(base: &FactBase, claim: Ix<Claim>) -> bool {
    base.is_disputed(claim) || has_missing_quote(&base.claims[claim].evidence)
}

fn has_missing_quote(evidence: &[Evidence]) -> bool {
    evidence.iter().any(|evidence| evidence.verification.status == QuoteStatus::Missing)
}

fn entity_type_title(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "People",
        EntityType::Company => "Companies",
        EntityType::Organisation => "Organisations",
        EntityType::Fund => "Funds",
        EntityType::Project => "Projects",
        EntityType::Product => "Products",
        EntityType::Place => "Places",
    }
}

fn source_kind_title(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Article => "Articles",
        SourceKind::Report => "Reports",
        SourceKind::Filing => "Filings",
        SourceKind::Post => "Posts",
        SourceKind::Video => "Videos",
        SourceKind::Dataset => "Datasets",
        SourceKind::CitedOnly => "Cited only",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::model::Verification;

    const BASE: &str = include_str!("../../tests/frames/base.yaml");

    /// The small test base with `more` appended.
    fn base(more: &str) -> FactBase {
        let loaded = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: format!("{BASE}{more}") }]);
        assert_eq!(loaded.problems, []);
        loaded.base
    }

    /// The rows as text: heading, `!` for an alert, name, cells.
    fn text(groups: &[ListGroup]) -> Vec<String> {
        let row = |group: &ListGroup, row: &ItemRow| {
            let alert = if row.alert { "!" } else { "" };
            format!("{}: {alert}{} | {}", group.title, row.name, row.cells.join(" | "))
        };
        groups.iter().flat_map(|group| group.rows.iter().map(move |r| row(group, r))).collect()
    }

    #[test]
    fn groups_entities_by_type_most_claims_first() {
        let shown = [
            "People: Ann Œuvré | 1 | 0 |  | ",
            "Organisations: City Council | 2 | 1 | Dec 2024 | ",
            "Organisations: Region | 1 | 0 | ~Jan 2025 | ",
            "Projects: Northern line | 5 | 3 | Dec 2024 | …2028",
        ];
        assert_eq!(text(&entities(&base(""), &Lang::english())), shown);
    }

    #[test]
    fn month_labels_drop_days_and_keep_open_intervals() {
        let months = |written: &str| {
            let when = EdtfDate::parse(written).unwrap();
            [false, true].map(|last| month_label(&when, last, &Lang::english()))
        };
        assert_eq!(months("2024-12-16?"), ["Dec 2024?", "Dec 2024?"]);
        assert_eq!(months("2024-12-16/2025-03-01"), ["Dec 2024", "Mar 2025"]);
        assert_eq!(months("../2028"), ["…2028", "…2028"]);
        assert_eq!(months("2025-01-02/.."), ["2 Jan 2025…", "2 Jan 2025…"]);
    }

    #[test]
    fn groups_questions_by_expectation_sums_last() {
        let more = "
  talk: {triple: [council, announces, line], answers: why, evidence: [{source: courier, stance: states, quote: a}]}
  year: {triple: [council, funds, line], answers: yearly, amount: 500K EUR}
  year2: {triple: [council, funds, line], answers: yearly, amount: 2M EUR, when: 2026}
balances:
  covered: {ask: Is it covered?, need: [year2], cover: [year]}
  mixed: {ask: Is it disputed?, need: [pledge], cover: []}
";
        let asked = "questions:
  why: {ask: Why a line?}
  yearly: {ask: How much a year?, expect: series}
  fair:                      {ask: Is it fair?, expect: single}
";
        let yaml = format!("{BASE}{more}").replace(
            "questions:
",
            asked,
        );
        let base = crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml }]).base;
        let shown = [
            "Disputed: !What the line costs the council | 2 | ≥ ~€30M",
            "One answer: Is it fair? | 0 | ",
            "Changing over time: How much a year? | 2 | €500,000–€2M",
            "Open: Why a line? | 1 | ",
            "Sums: Is it covered? | 2 | €500,000 of €2M",
            "Sums: !Is it disputed? | 1 | ≥ €40M needed",
        ];
        assert_eq!(text(&questions(&base, &Lang::english())), shown);
    }

    #[test]
    fn library_counts_claims_and_confirmed_quotes() {
        let mut base = base("stories: {tour: {name: The tour, steps: [{at: event/vote, title: The vote}]}}\n");
        let trust = |trust| Verification { status: trust, span: None };
        let gazette = base.sources.find("gazette").unwrap();
        let pieces = base.claims.values_mut().flat_map(|claim| &mut claim.evidence);
        for (at, piece) in pieces.filter(|piece| piece.source == gazette).enumerate() {
            piece.verification = trust(if at == 0 { QuoteStatus::Missing } else { QuoteStatus::Locked });
        }
        let shown = [
            "Articles: !Tramways | 3 Feb 2025 | 4 | 3/4",
            "Articles: Le tram, enfin | Jan 2025? | 2 | 0/3",
            "Cited only: Harbour News Agency |  | 0 | ",
            "Stories: The tour | 1",
        ];
        assert_eq!(text(&library(&base, &Lang::english())), shown);
    }

    #[test]
    fn missing_quote_flags_its_entities() {
        let mut base = base("");
        let region = Item::Entity(base.entities.find("region").unwrap());
        let alert = |base: &FactBase| {
            let groups = entities(base, &Lang::english());
            groups.iter().flat_map(|group| &group.rows).any(|row| row.item == region && row.alert)
        };
        assert!(!alert(&base));
        let share = base.claims.find("region-share").unwrap();
        let claim = base.claims.values_mut().nth(share.position()).unwrap();
        claim.evidence[0].verification.status = QuoteStatus::Missing;
        assert!(alert(&base));
    }

    #[test]
    fn an_empty_base_has_no_groups() {
        let base = FactBase::default().with_links();
        let lang = Lang::english();
        assert!([entities(&base, &lang), questions(&base, &lang), library(&base, &lang)].concat().is_empty());
    }
}
