//! What the readers of sections share.

use super::cursor::Cursor;
use super::faults;
use super::log::Log;
use super::references::Ids;
use crate::model::{Ix, Lang, Source, Text, When};
use std::collections::BTreeMap;

/// What every reader of a section needs.
pub(super) struct Cx<'a> {
    pub(super) lang: Lang,
    pub(super) units: BTreeMap<String, Text>,
    pub(super) ids: Ids<'a>,
    /// When each source was published, once they are read.
    pub(super) published: Vec<Option<When>>,
}

/// A date of a claim or an event.
#[derive(Default)]
pub(super) struct Dating {
    pub(super) when: Option<When>,
    /// The source that it was derived from: the base writes `published`.
    pub(super) by: Option<Ix<Source>>,
}

impl Cx<'_> {
    /// A date in the world: written out, or derived from when the first of some sources was published, as `published`,
    /// `../published` or `published/..`.
    pub(super) fn dating(&self, cursor: &Cursor<'_>, first: Option<Ix<Source>>, log: &mut Log) -> Dating {
        let derive: fn(&When) -> Option<When> = match cursor.scalar(log) {
            Some("published") => |when| Some(when.clone()),
            Some("../published") => When::until,
            Some("published/..") => When::since,
            Some(_) => return Dating { when: cursor.when(log), by: None },
            None => return Dating::default(),
        };
        // Without evidence there is a finding already.
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

/// A list of plain strings.
pub(super) fn strings(list: Option<&Cursor<'_>>, log: &mut Log) -> Vec<String> {
    let items = list.map(|list| list.list(log)).unwrap_or_default();
    items.iter().filter_map(|item| item.string(log)).collect()
}
