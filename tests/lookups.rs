//! Search quality: for queries that colleagues typed, the intended item must be among the first three hits.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dossier::bundled;
use dossier::model::{FactBase, Lang};
use dossier::search::{IncrementalState, Index, Query, SearchOptions};
use proptest::prelude::*;
use serde::Deserialize;
use std::sync::LazyLock;

/// The queries of `tests/lookups.yaml`.
#[derive(Deserialize)]
struct Lookups {
    tuned: Vec<Lookup>,
    /// A held-out set: the ranking is not tuned to these queries.
    aside: Vec<Lookup>,
}

#[derive(Deserialize)]
struct Lookup {
    ask: String,
    /// Addresses, one of which must be among the first three hits.
    top: Vec<String>,
}

/// The number of queries answered by the first hit and by the first three hits, and the queries missed.
struct HitRates {
    top_one: usize,
    top_three: usize,
    total: usize,
    missed: Vec<String>,
}

fn hit_rates(base: &FactBase, index: &Index, lookups: &[Lookup]) -> HitRates {
    let mut rates = HitRates { top_one: 0, top_three: 0, total: lookups.len(), missed: Vec::new() };
    for lookup in lookups {
        let options = SearchOptions { limit: 3, ..SearchOptions::default() };
        let found = index.search(base, &Query::parse(&lookup.ask), &Lang::english(), options);
        let hits: Vec<_> = found.hits.iter().map(|hit| base.address(hit.item).to_string()).collect();
        rates.top_one += usize::from(hits.first().is_some_and(|hit| lookup.top.contains(hit)));
        if hits.iter().any(|hit| lookup.top.contains(hit)) {
            rates.top_three += 1;
        } else {
            rates.missed.push(format!("{:?} wants {:?}, found {hits:?}", lookup.ask, lookup.top));
        }
    }
    rates
}

fn percent(part: usize, whole: usize) -> usize {
    100 * part / whole
}

#[test]
fn intended_item_is_in_top_three() {
    let lookups: Lookups = serde_yaml::from_str(include_str!("lookups.yaml")).unwrap();
    assert!(lookups.tuned.len() >= 120 && lookups.aside.len() * 2 >= lookups.tuned.len() - 10);
    let base = bundled::load_base();
    let index = Index::new(&base);
    for (name, lookups) in [("tuned", &lookups.tuned), ("aside", &lookups.aside)] {
        let rates = hit_rates(&base, &index, lookups);
        println!(
            "{name}: {} queries, {} % first, {} % in the first three",
            rates.total,
            percent(rates.top_one, rates.total),
            percent(rates.top_three, rates.total)
        );
        if name == "tuned" || std::env::var_os("SHOW_ASIDE").is_some() {
            println!("{}", rates.missed.join("\n"));
        }
        assert!(percent(rates.top_three, rates.total) >= 95, "{name}");
    }
}

/// Checks that a search that reuses the state of earlier searches returns the same hits as a fresh one.
#[test]
fn incremental_search_equals_full_search() {
    let base = bundled::load_base();
    let index = Index::new(&base);
    let (lang, options) = (Lang::english(), SearchOptions { limit: 50, ..SearchOptions::default() });
    let queries =
        ["softbank nvidia", "vision fund", "openai stake kind:claim", "trump mar-a-lago", "intelligence", "-x arms"];
    for query in queries {
        let mut memory = IncrementalState::default();
        for end in (1..=query.len()).filter(|&end| query.is_char_boundary(end)) {
            let query = Query::parse(&query[..end]);
            let remembered = index.search_incremental(&base, &query, &lang, options, &mut memory, &mut |_| true);
            assert_eq!(remembered.unwrap(), index.search(&base, &query, &lang, options), "{query:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// No query panics, and highlighted ranges lie on character boundaries of the texts shown.
    #[test]
    fn survives_any_query(
        typed in prop_oneof![
            ".{0,40}",
            "([-|\":.><=0-9 ,%$€]|kind:|amount:|when:|source:|softbank|décembre|milliards|25|œ|ソ|\u{301}){0,30}",
        ]
    ) {
        let query = Query::parse(&typed);
        let options = SearchOptions { limit: 20, ..SearchOptions::default() };
        let (base, index) = &*BUNDLED;
        let found = index.search(base, &query, &Lang::english(), options);
        for hit in &found.hits {
            let title = base.title(hit.item, &Lang::english());
            for (text, marks) in [(&hit.text, &hit.highlights), (&title, &hit.title_highlights)] {
                prop_assert!(marks.iter().all(|mark| text.get(mark.clone()).is_some_and(|marked| !marked.is_empty())));
            }
        }
        prop_assert!(found.errors.iter().all(|fault| typed.get(fault.range.clone()).is_some()));
        prop_assert!(index.matching_items(base, &query, &|| true).is_some());
    }
}

static BUNDLED: LazyLock<(FactBase, Index)> = LazyLock::new(|| {
    let base = bundled::load_base();
    let index = Index::new(&base);
    (base, index)
});
