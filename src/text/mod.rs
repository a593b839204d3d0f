//! Small functions on text that several modules share, each written once.

mod lines;

pub(crate) use lines::{Lines, position_after};
