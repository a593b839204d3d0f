//! `export`: writes the whole base as JSON.

use super::{CliError, Cx, Exit, Out};

pub(super) fn run(cx: &Cx<'_>, out: &mut Out<'_>) -> Result<Exit, CliError> {
    crate::export::write_json(&cx.opened.loaded.base, &cx.lang, &mut out.data)?;
    Ok(Exit::Found)
}
