//! State and small readers shared by the section readers.

use super::cursor::Cursor;
use super::faults;
use super::log::Log;
use super::references::Ids;
use crate::model::{EdtfDate, Ix, Lang, Source, Text};
use std::collections::BTreeMap;

/// Default language, units and ids, passed to every section reader.
pub(super) struct Cx<'a> {
    pub(super) lang: Lang,
    pub(super) units: BTreeMap<String, Text>,
    pub(super) ids: Ids<'a>,
    /// Publication date of each source, by position; empty until the sources are read.
    pub(super) published: Vec<Option<EdtfDate>>,
}

/// The date of a claim or an event, and where it comes from.
#[derive(Default)]
pub(super) struct Dating {
    pub(super) when: Option<EdtfDate>,
    /// The source whose publication date was used, if the base writes `published`.
    pub(super) by: Option<Ix<Source>>,
}

impl Cx<'_> {
    /// Reads the date of a claim or an event. `published`, `../published` and `published/..` are derived from the
    /// publication date of `first`, the source of the first piece of evidence; anything else is parsed as EDTF.
    pub(super) fn dating(&self, cursor: &Cursor<'_>, first: Option<Ix<Source>>, log: &mut Log) -> Dating {
        let derive: fn(&EdtfDate) -> Option<EdtfDate> = match cursor.scalar(log) {
            Some("published") => |when| Some(when.clone()),
            Some("../published") => EdtfDate::interval_until_end,
            Some("published/..") => EdtfDate::interval_from_start,
            Some(_) => return Dating { when: cursor.when(log), by: None },
            None => return Dating::default(),
        };
        // Missing evidence is already reported.
        let Some(source) = first else { return Dating::default() };
        let published = self.published.get(source.position()).and_then(Option::as_ref);
        let when = published.and_then(derive);
        if when.is_none() {
            log.problems.push(faults::undated_source(cursor.at(), self.ids.source(source)));
        }
        let by = when.as_ref().map(|_| source);
        Dating { when, by }
    }
}

pub(super) fn lang(cursor: &Cursor<'_>, log: &mut Log) -> Option<Lang> {
    let written = cursor.string(log)?;
    let lang = Lang::new(&written);
    if lang.is_none() {
        log.problems.push(faults::bad_lang(cursor.at(), &written));
    }
    lang
}

/// Reads a list of plain strings; empty if there is no list.
pub(super) fn strings(list: Option<&Cursor<'_>>, log: &mut Log) -> Vec<String> {
    let items = list.map(|list| list.list(log)).unwrap_or_default();
    items.iter().filter_map(|item| item.string(log)).collect()
}
