//! `check`: reports the problems of a base, their places and how to fix them.

use super::args::CheckOptions;
use super::{CliError, Exit, Format, Out};
use crate::check::{Lock, Trusted};
use crate::diagnostic::{
    ExcerptRenderer, ReportStyle, SeverityCounts, count_noun, render_short, write_json, write_sarif,
};
use crate::store::{Place, findings, remember, write_whole};
use rayon::prelude::*;

/// Number of findings rendered per batch. A batch is rendered on all cores and then written.
const AT_ONCE: usize = 1_000;
/// Minimum number of findings in a batch that is rendered in parallel.
const MANY: usize = 64;

pub(super) fn run(place: &Place, options: &CheckOptions, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let mut place = place.clone();
    if !options.paths.is_empty() {
        place.paths.clone_from(&options.paths);
    }
    place.trusts_lock = options.trust_lock;
    if options.lock {
        lock(&place, out)?;
    }
    let opened = place.open_with_files()?;
    let files = &opened.loaded.files;
    let diagnostics = opened.loaded.locate(&findings(&opened));
    match options.format {
        Format::Json => write_json(&diagnostics, files, &mut out.data)?,
        Format::Sarif => write_sarif(&diagnostics, files, &mut out.data)?,
        Format::Short => {
            for diagnostic in &diagnostics {
                writeln!(out.data, "{}", render_short(diagnostic, files))?;
            }
        }
        Format::Text => {
            let style = ReportStyle { color: out.colour, unicode: true };
            let excerpts = ExcerptRenderer::new(files);
            for part in diagnostics.chunks(AT_ONCE) {
                let show = |diagnostic| excerpts.render(diagnostic, style);
                let shown: Vec<_> = match part.len() {
                    0..MANY => part.iter().map(show).collect(),
                    _ => part.par_iter().map(show).collect(),
                };
                shown.iter().try_for_each(|shown| writeln!(out.data, "{shown}\n"))?;
            }
        }
    }
    let tally = SeverityCounts::from_diagnostics(&diagnostics);
    let base = &opened.loaded.base;
    let trusted = Trusted::of(base);
    let claimed = match trusted.claimed {
        0 => String::new(),
        claimed => format!("; of {claimed} more only the lock that came with the base says so"),
    };
    let verdict = if diagnostics.is_empty() { "no problem".to_owned() } else { tally.summary() };
    out.note(&format!(
        "{}: {verdict}; {}, {}, {} of {} known to stand in their texts{claimed}",
        place.name(),
        count_noun(base.sources.len(), "source"),
        count_noun(base.claims.len(), "claim"),
        trusted.good,
        count_noun(trusted.all, "quote"),
    ))?;
    let failed = tally.errors > 0 || options.strict && tally.warnings > 0;
    Ok(if failed { Exit::Nothing } else { Exit::Found })
}

/// Writes the lock file from the source texts. This runs before the base is checked, so that the findings reflect the
/// new lock.
fn lock(place: &Place, out: &mut Out<'_>) -> Result<(), CliError> {
    let Some(path) = place.lock_path() else {
        return Err(CliError::Usage(
            "the bundled base cannot be locked; name a base: check PATH --texts DIR --lock".into(),
        ));
    };
    if place.texts.is_none() {
        return Err(CliError::Usage("--lock compares quotes with their texts: add --texts DIR".into()));
    }
    let opened = place.open_to_lock()?;
    if let Some(first) = opened.left_out().next() {
        // The new lock would lack the sources of a file that failed to load.
        let file = opened.loaded.files.get(usize::from(first.pointer.file.0)).map_or("", |file| &file.name);
        return Err(CliError::Usage(format!(
            "{file}: {}; without it, the lock would forget its sources",
            first.message
        )));
    }
    let lock = Lock::record(&opened.loaded.base, &opened.texts, opened.lock.as_ref());
    write_whole(&path, &lock.to_text(), 0o666)
        .map_err(|error| CliError::Usage(format!("{}: {error}", path.display())))?;
    out.note(&format!("{}: locked {}", path.display(), count_noun(opened.texts.len(), "text")))?;
    let remembered = place.state.as_ref().map(|state| remember(&lock, state));
    match remembered {
        Some(Ok(())) => {}
        Some(Err(error)) => out.note(&format!("not remembered as made here: {error}"))?,
        None => out.note("not remembered as made here: HOME names no folder")?,
    }
    Ok(())
}
