//! Search quality: for queries that colleagues typed, the intended item must be among the first three hits.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dossier::bundled;
use dossier::model::{FactBase, Lang};
use dossier::search::{Index, Memory, Options, Query};
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
struct Rates {
    first: usize,
    third: usize,
    all: usize,
    missed: Vec<String>,
}

fn rates(base: &FactBase, index: &Index, lookups: &[Lookup]) -> Rates {
    let mut rates = Rates { first: 0, third: 0, all: lookups.len(), missed: Vec::new() };
    for lookup in lookups {
        let options = Options { limit: 3, ..Options::default() };
        let found = index.search(base, &Query::new(&lookup.ask), &Lang::english(), options);
        let hits: Vec<_> = found.hits.iter().map(|hit| base.address(hit.item).to_string()).collect();
        rates.first += usize::from(hits.first().is_some_and(|hit| lookup.top.contains(hit)));
        if hits.iter().any(|hit| lookup.top.contains(hit)) {
            rates.third += 1;
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
fn what_is_meant_is_among_the_first_three_hits() {
    let lookups: Lookups = serde_yaml::from_str(include_str!("lookups.yaml")).unwrap();
    assert!(lookups.tuned.len() >= 120 && lookups.aside.len() * 2 >= lookups.tuned.len() - 10);
    let base = bundled::load_base();
    let index = Index::new(&base);
    for (name, lookups) in [("tuned", &lookups.tuned), ("aside", &lookups.aside)] {
        let rates = rates(&base, &index, lookups);
        println!(
            "{name}: {} queries, {} % first, {} % in the first three",
            rates.all,
            percent(rates.first, rates.all),
            percent(rates.third, rates.all)
        );
        if name == "tuned" || std::env::var_os("SHOW_ASIDE").is_some() {
            println!("{}", rates.missed.join("\n"));
        }
        assert!(percent(rates.third, rates.all) >= 95, "{name}");
    }
}

/// Checks that a search that reuses the state of earlier searches returns the same hits as a fresh one.
#[test]
fn what_is_remembered_changes_no_answer() {
    let base = bundled::load_base();
    let index = Index::new(&base);
    let (lang, options) = (Lang::english(), Options { limit: 50, ..Options::default() });
    let queries =
        ["softbank nvidia", "vision fund", "openai stake kind:claim", "trump mar-a-lago", "intelligence", "-x arms"];
    for query in queries {
        let mut memory = Memory::default();
        for end in (1..=query.len()).filter(|&end| query.is_char_boundary(end)) {
            let query = Query::new(&query[..end]);
            let remembered = index.search_on(&base, &query, &lang, options, &mut memory, &mut |_| true);
            assert_eq!(remembered.unwrap(), index.search(&base, &query, &lang, options), "{query:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// No query panics, and highlighted ranges lie on character boundaries of the texts shown.
    #[test]
    fn no_query_breaks_it(
        typed in prop_oneof![
            ".{0,40}",
            "([-|\":.><=0-9 ,%$€]|kind:|amount:|when:|source:|softbank|décembre|milliards|25|œ|ソ|\u{301}){0,30}",
        ]
    ) {
        let query = Query::new(&typed);
        let options = Options { limit: 20, ..Options::default() };
        let (base, index) = &*OPEN;
        let found = index.search(base, &query, &Lang::english(), options);
        for hit in &found.hits {
            let title = base.title(hit.item, &Lang::english());
            for (text, marks) in [(&hit.text, &hit.marks), (&title, &hit.title_marks)] {
                prop_assert!(marks.iter().all(|mark| text.get(mark.clone()).is_some_and(|marked| !marked.is_empty())));
            }
        }
        prop_assert!(found.faults.iter().all(|fault| typed.get(fault.at.clone()).is_some()));
        prop_assert!(index.matching(base, &query, &|| true).is_some());
    }
}

static OPEN: LazyLock<(FactBase, Index)> = LazyLock::new(|| {
    let base = bundled::load_base();
    let index = Index::new(&base);
    (base, index)
});
