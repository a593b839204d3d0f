//! `cite`: prints the citation of an item.

use super::{CliError, Cx, Exit, Out};
use crate::export::{CiteStyle, citation};
use crate::sheet::Role;

pub(super) fn run(cx: &Cx<'_>, address: &str, style: CiteStyle, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.loaded.base;
    let Some(item) = cx.item(address)? else { return cx.miss(address, out) };
    let Some(cited) = citation(base, item, &cx.lang, style) else {
        out.note(&format!("{} rests on no source; there is nothing to cite", base.address(item)))?;
        return Ok(Exit::Nothing);
    };
    for line in cited.lines() {
        out.write(Role::Plain, line)?;
        out.end()?;
    }
    Ok(Exit::Found)
}
