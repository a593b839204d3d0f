//! Dossier: a terminal explorer for a *sourced fact base*, where every claim comes with the quotes that support it.
//!
//! The library is the whole program except its `main`. Its core is pure: input arrives as text, today's date as a
//! parameter, and output leaves as `impl Write`, cells or effects. The feature `app` adds the terminal, the explorer
//! and everything that performs I/O. `docs/architecture.md` lists which module may import which.
//!
//! | module | contents |
//! |---|---|
//! | [`model`] | the types of a base: immutable, every reference resolved |
//! | [`diagnostics`] | rules, findings, and their output formats |
//! | [`load`] | parses YAML into the model; reports every problem |
//! | [`verify`] | compares quotes with source texts or the lock file |
//! | [`lint`] | the rules over a whole base |
//! | [`analysis`] | derived data: competing answers, originators, sums, the timeline |
//! | [`search`] | finds items by words, amounts or dates |
//! | [`present`] | describes items as lines of rich text, for the screen and for output |
//! | [`export`] | other formats, citations, handouts |
//! | [`bundled`] | the base that comes with the program |
//! | `term` | the terminal: bytes to events, cells to bytes |
//! | `ui` | the explorer: actions in, cells out |
//! | `store` | where bases come from: files, folders, locks, source texts |
//! | `driver` | runs the explorer over a line |
//! | `cli` | the commands, one file each |
//!
//! From YAML to a verified quote:
//!
//! ```
//! use dossier::verify::{SourceText, SourceTexts, verify_quotes};
//! use dossier::diagnostics::SourceFile;
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
mod text;

pub mod model;

pub mod analysis;
pub mod bundled;
pub mod diagnostics;
pub mod export;
pub mod lint;
pub mod load;
pub mod present;
pub mod search;
pub mod verify;

#[cfg(feature = "app")]
pub mod cli;
#[cfg(feature = "app")]
pub mod driver;
#[cfg(feature = "app")]
pub mod store;
#[cfg(feature = "app")]
pub mod term;
#[cfg(feature = "app")]
pub mod ui;
