//! Dossier: a terminal explorer for a *sourced fact base*, where every claim stands with the words that prove it.
//!
//! The library is the whole program but for its `main`. Its core is pure: text comes in
//! as text, today's date as a parameter, output leaves as `impl Write`, cells or effects. Only `store`, `cli` and the
//! runtime of `tui` touch the world, and without the feature `app` they are not even built.
//!
//! | module | what it does | may use, beside model and diagnostic |
//! |---|---|---|
//! | [`model`] | what a base is: immutable, every reference resolved | nothing |
//! | [`diagnostic`] | rules, findings, and how they are written | model only |
//! | [`load`] | text to model; every fault noted, nothing lost | – |
//! | [`analysis`] | what follows from a base: rivals, origins, sums, the timeline | – |
//! | [`search`] | anything by a few words, a figure or a date | – |
//! | [`export`] | a base in the formats of others; citations, hand-outs | – |
//! | [`sheet`] | what is said of an item, as lines for screen and paper | analysis |
//! | [`check`] | quotes against their texts, rules over a whole base | load, analysis |
//! | [`bundled`] | the base that comes with the program | load, check |
//! | `config` | the settings of a person, with line and column of every fault | export |
//! | `store` | where bases live: files, folders, locks, texts | load, check, bundled |
//! | `cli` | one file a command | all but tui |
//! | `tui` | the explorer: actions in, cells out | analysis, search, sheet, check, config, export |
//!
//! From YAML to a claim that is proved, in one breath:
//!
//! ```
//! use dossier::check::{Document, Texts, judge};
//! use dossier::diagnostic::SourceFile;
//! use dossier::model::Trust;
//!
//! let yaml = r#"
//! factbase: 1
//! sources:
//!   gazette: {kind: article, title: The northern line, lang: en, text: gazette.txt}
//! entities:
//!   council: {type: organisation, name: City Council}
//!   line: {type: project, name: Northern line}
//! claims:
//!   pledge:
//!     triple: [council, pledges, line]
//!     amount: 40M.. EUR
//!     status: pledged
//!     evidence: [{source: gazette, stance: reports, quote: at least 40 million euros}]
//! "#;
//! let mut loaded = dossier::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml.into() }]);
//! assert!(loaded.problems.is_empty());
//!
//! let gazette = loaded.base.sources.find("gazette").unwrap();
//! let texts = Texts::from([(gazette, Document::new("The council promised at least 40 million euros."))]);
//! judge(&mut loaded.base, &texts, None);
//!
//! let pledge = loaded.base.claims.find("pledge").unwrap();
//! assert_eq!(loaded.base.claims[pledge].evidence[0].receipt.trust, Trust::Verified);
//! ```
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
pub mod model;

pub mod analysis;
pub mod bundled;
pub mod check;
pub mod diagnostic;
pub mod export;
pub mod load;
pub mod search;
pub mod sheet;

#[cfg(feature = "app")]
pub mod cli;
#[cfg(feature = "app")]
pub mod config;
#[cfg(feature = "app")]
pub mod store;
#[cfg(feature = "app")]
pub mod tui;
