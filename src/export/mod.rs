//! A base in the formats of others: one file a format.

mod json;

pub use json::{Record, record, write_json};
