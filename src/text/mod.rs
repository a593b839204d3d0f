//! Small functions on text that several modules share, each written once.

mod escape;
mod hash;
#[macro_use]
mod keyword;
mod lines;
mod plural;
mod sanitize;
mod suggestion;
mod truncate;

pub(crate) use escape::{escape_html, escape_latex, escape_markdown, markdown_link};
pub(crate) use hash::{FNV_OFFSET, fnv1a};
pub use keyword::{Keyword, parse_keyword};
pub(crate) use lines::{Lines, position_after};
pub(crate) use plural::count_noun;
pub use sanitize::{is_printable, sanitize};
pub(crate) use suggestion::suggest;
#[cfg(feature = "app")]
pub(crate) use truncate::truncate_columns;
pub(crate) use truncate::{excerpt, truncate_chars};
