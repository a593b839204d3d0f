//! `coverage`: lists which lines of the source texts have claims and which have none.

use super::{CliError, Cx, Exit, Out};
use crate::check::{Scene, coverage};
use crate::diagnostic::count_noun;

const HEAD: &str = "# What the base covers\n
Written by `dossier coverage`. For each text: the numbers of its lines, what has a quote on them, and why the other
lines have none. Empty lines are left out. The words of a text are never shown.";

pub(super) fn run(cx: &Cx<'_>, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let opened = cx.opened;
    if opened.texts.is_empty() {
        return Err(CliError::Usage("coverage reads the texts of the sources: add --texts DIR".into()));
    }
    let scene = Scene { base: &opened.loaded.base, texts: &opened.texts, lock: opened.lock.as_ref() };
    let all = coverage(&scene);
    writeln!(out.data, "{HEAD}")?;
    for text in &all {
        write!(out.data, "\n{}", text.markdown(&scene))?;
    }
    let open: usize = all.iter().map(crate::check::Coverage::open_lines).sum();
    if open == 0 {
        return Ok(Exit::Found);
    }
    out.note(&format!("{} with neither a claim nor a reason under `unclaimed`", count_noun(open, "line")))?;
    Ok(Exit::Nothing)
}
