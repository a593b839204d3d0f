//! What the readers of sections share.

use super::cursor::Cursor;
use super::faults;
use super::log::Log;
use super::references::Ids;
use crate::model::{Lang, Text};
use std::collections::BTreeMap;

/// What every reader of a section needs.
pub(super) struct Cx<'a> {
    pub(super) lang: Lang,
    pub(super) units: BTreeMap<String, Text>,
    pub(super) ids: Ids<'a>,
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
