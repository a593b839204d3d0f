//! `cite`: prints the citation of an item.

use super::{CliError, Exit, LookupContext, Output};
use crate::export::{CiteStyle, citation};
use crate::present::TextRole;

pub(super) fn run(
    cx: &LookupContext<'_>,
    address: &str,
    style: CiteStyle,
    out: &mut Output<'_>,
) -> Result<Exit, CliError> {
    let base = &cx.opened.parsed.base;
    let Some(item) = cx.resolve_item(address)? else { return cx.report_not_found(address, out) };
    let Some(cited) = citation(base, item, &cx.lang, style) else {
        out.write_message(&format!("{} has no source to cite", base.address(item)))?;
        return Ok(Exit::NotFound);
    };
    for line in cited.lines() {
        out.write_text(TextRole::Plain, line)?;
        out.newline()?;
    }
    Ok(Exit::Found)
}
