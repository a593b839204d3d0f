//! Export formats: JSON, YAML, citations and handouts.

mod bibtex;
mod citation;
mod json;
mod messages;
mod reference;
mod story;
mod url;
mod yaml;

pub use citation::{CiteStyle, citation, quote_citation};
pub use json::{ItemRecord, item_record, write_json};
pub use reference::{evidence_url, item_url};
pub use story::{StoryFormat, write_story};
pub use yaml::write_yaml;
