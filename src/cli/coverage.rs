//! `coverage`: lists which lines of the source texts have claims and which have none.

use super::{CliError, Exit, LookupContext, Output};
use crate::text::count_noun;
use crate::verify::compute_coverage;

const HEADER: &str = "# What the base covers\n
Written by `dossier coverage`. For each text: the numbers of its lines, what has a quote on them, and why the other
lines have none. Empty lines are left out. The words of a text are never shown.";

pub(super) fn run(cx: &LookupContext<'_>, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let opened = cx.opened;
    if opened.texts.is_empty() {
        return Err(CliError::Usage("coverage reads the texts of the sources: add --texts DIR".into()));
    }
    let base = &opened.parsed.base;
    let all = compute_coverage(base, &opened.texts);
    writeln!(out.data, "{HEADER}")?;
    for text in &all {
        write!(out.data, "\n{}", text.to_markdown(base))?;
    }
    let unexplained_lines: usize = all.iter().map(crate::verify::Coverage::unexplained_lines).sum();
    if unexplained_lines == 0 {
        return Ok(Exit::Found);
    }
    out.write_message(&format!(
        "{} with neither a claim nor a reason under `unclaimed`",
        count_noun(unexplained_lines, "line")
    ))?;
    Ok(Exit::NotFound)
}
