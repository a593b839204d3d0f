//! Dossier: a terminal explorer for a *sourced fact base*, where every claim stands with the words that prove it.
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
pub mod store;
