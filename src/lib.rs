//! Dossier: a terminal explorer for a *sourced fact base*, where every claim comes with the quotes that support it.
//!
//! The library is the whole program except its `main`. Its core is pure: input arrives as text, today's date as a
//! parameter, and output leaves as `impl Write`, cells or effects. Only `store`, `cli` and the runtime of `tui`
//! perform I/O, and they are compiled only with the feature `app`.
//!
//! | module | what it does | may use, besides model and diagnostic |
//! |---|---|---|
//! | [`model`] | the types of a base: immutable, every reference resolved | nothing |
//! | [`diagnostic`] | rules, findings, and their output formats | model only |
//! | [`load`] | parses YAML into the model; reports every problem | – |
//! | [`analysis`] | derived data: competing answers, originators, sums, the timeline | – |
//! | [`search`] | finds items by words, figures or dates | – |
//! | [`export`] | other formats, citations, handouts | – |
//! | [`sheet`] | describes items as lines of rich text, for screen and file | analysis |
//! | [`check`] | verifies quotes against source texts; rules over a whole base | load, analysis |
//! | [`bundled`] | the base that comes with the program | load, check |
//! | `settings` | the user's settings; reports every problem with line and column | export |
//! | `store` | storage of bases: files, folders, locks, source texts | load, check, bundled |
//! | `cli` | the commands, one file each | all except tui |
//! | `tui` | the explorer: actions in, cells out | analysis, search, sheet, check, settings, export |
//!
//! From YAML to a verified quote:
//!
//! ```
//! use dossier::check::{SourceText, SourceTexts, verify_quotes};
//! use dossier::diagnostic::SourceFile;
//! use dossier::model::QuoteStatus;
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
//! let texts = SourceTexts::from([(gazette, SourceText::new("The council promised at least 40 million euros."))]);
//! verify_quotes(&mut loaded.base, &texts, None);
//!
//! let pledge = loaded.base.claims.find("pledge").unwrap();
//! assert_eq!(loaded.base.claims[pledge].evidence[0].verification.status, QuoteStatus::Verified);
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
mod text;

#[cfg(feature = "app")]
pub mod cli;
#[cfg(feature = "app")]
pub mod settings;
#[cfg(feature = "app")]
pub mod store;
#[cfg(feature = "app")]
pub mod tui;
