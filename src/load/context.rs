//! State and small readers shared by the section readers.

use super::cursor::Cursor;
use super::problems;
use super::references::IdIndex;
use super::sink::ProblemSink;
use crate::model::{EdtfDate, Ix, Lang, Source, Text};
use std::collections::BTreeMap;

/// Default language, units and ids, passed to every section reader.
pub(super) struct ReadContext<'a> {
    pub(super) lang: Lang,
    pub(super) units: BTreeMap<String, Text>,
    pub(super) ids: IdIndex<'a>,
    /// Publication date of each source, by position; empty until the sources are read.
    pub(super) published: Vec<Option<EdtfDate>>,
}

/// The date of a claim or an event, and where it comes from.
#[derive(Default)]
pub(super) struct ResolvedDate {
    pub(super) when: Option<EdtfDate>,
    /// The source whose publication date was used, if the base writes `published`.
    pub(super) source: Option<Ix<Source>>,
}

impl ReadContext<'_> {
    /// Reads the date of a claim or an event. `published`, `../published` and `published/..` are derived from the
    /// publication date of `first`, the source of the first piece of evidence; anything else is parsed as EDTF.
    pub(super) fn resolve_date(
        &self,
        cursor: &Cursor<'_>,
        first: Option<Ix<Source>>,
        log: &mut ProblemSink,
    ) -> ResolvedDate {
        let derive: fn(&EdtfDate) -> Option<EdtfDate> = match cursor.scalar(log) {
            Some("published") => |when| Some(when.clone()),
            Some("../published") => EdtfDate::interval_until_end,
            Some("published/..") => EdtfDate::interval_from_start,
            Some(_) => return ResolvedDate { when: cursor.date(log), source: None },
            None => return ResolvedDate::default(),
        };
        // Missing evidence is already reported.
        let Some(source) = first else { return ResolvedDate::default() };
        let published = self.published.get(source.position()).and_then(Option::as_ref);
        let when = published.and_then(derive);
        if when.is_none() {
            log.problems.push(problems::undated_source(cursor.pointer(), self.ids.source_id(source)));
        }
        let by = when.as_ref().map(|_| source);
        ResolvedDate { when, source: by }
    }
}

pub(super) fn read_lang(cursor: &Cursor<'_>, log: &mut ProblemSink) -> Option<Lang> {
    let written = cursor.string(log)?;
    let lang = Lang::new(&written);
    if lang.is_none() {
        log.problems.push(problems::bad_lang(cursor.pointer(), &written));
    }
    lang
}

/// Reads a list of plain strings; empty if there is no list.
pub(super) fn read_strings(list: Option<&Cursor<'_>>, log: &mut ProblemSink) -> Vec<String> {
    let items = list.map(|list| list.list(log)).unwrap_or_default();
    items.iter().filter_map(|item| item.string(log)).collect()
}
