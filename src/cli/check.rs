//! `check`: reports the problems of a base, their places and how to fix them.

use super::args::CheckOptions;
use super::{CliError, Exit, Output, ReportFormat};
use crate::diagnostics::{ExcerptRenderer, ReportStyle, SeverityCounts, render_short, write_json, write_sarif};
use crate::store::{BaseLocation, findings, record_own_lock, write_atomic};
use crate::text::count_noun;
use crate::verify::{Lock, QuoteStats};
use rayon::prelude::*;

/// Number of findings rendered per batch. A batch is rendered on all cores and then written.
const FINDINGS_PER_BATCH: usize = 1_000;
/// Minimum number of findings in a batch that is rendered in parallel.
const MIN_PARALLEL_FINDINGS: usize = 64;

pub(super) fn run(location: &BaseLocation, options: &CheckOptions, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let mut location = location.clone();
    if !options.paths.is_empty() {
        location.paths.clone_from(&options.paths);
    }
    location.trusts_lock = options.trust_lock;
    if options.lock {
        write_lock_file(&location, out)?;
    }
    let opened = location.open_with_files()?;
    let files = &opened.parsed.files;
    let diagnostics = opened.parsed.locate(&findings(&opened));
    match options.format {
        ReportFormat::Json => write_json(&diagnostics, files, &mut out.data)?,
        ReportFormat::Sarif => write_sarif(&diagnostics, files, &mut out.data)?,
        ReportFormat::Short => {
            for diagnostic in &diagnostics {
                writeln!(out.data, "{}", render_short(diagnostic, files))?;
            }
        }
        ReportFormat::Text => {
            let style = ReportStyle { color: out.color, unicode: true };
            let excerpts = ExcerptRenderer::new(files);
            for part in diagnostics.chunks(FINDINGS_PER_BATCH) {
                let show = |diagnostic| excerpts.render(diagnostic, style);
                let shown: Vec<_> = match part.len() {
                    0..MIN_PARALLEL_FINDINGS => part.iter().map(show).collect(),
                    _ => part.par_iter().map(show).collect(),
                };
                shown.iter().try_for_each(|shown| writeln!(out.data, "{shown}\n"))?;
            }
        }
    }
    let tally = SeverityCounts::from_diagnostics(&diagnostics);
    let base = &opened.parsed.base;
    let stats = QuoteStats::from_base(base);
    let claimed = match stats.claimed {
        0 => String::new(),
        claimed => format!("; of {claimed} more only the lock that came with the base says so"),
    };
    let verdict = if diagnostics.is_empty() { "no problem".to_owned() } else { tally.summary() };
    out.write_message(&format!(
        "{}: {verdict}; {}, {}, {} of {} known to be in their texts{claimed}",
        location.name(),
        count_noun(base.sources.len(), "source"),
        count_noun(base.claims.len(), "claim"),
        stats.confirmed,
        count_noun(stats.total, "quote"),
    ))?;
    let failed = tally.errors > 0 || options.strict && tally.warnings > 0;
    Ok(if failed { Exit::NotFound } else { Exit::Found })
}

/// Writes the lock file from the source texts. This runs before the base is checked, so that the findings reflect the
/// new lock.
fn write_lock_file(location: &BaseLocation, out: &mut Output<'_>) -> Result<(), CliError> {
    let Some(path) = location.lock_path() else {
        return Err(CliError::Usage(
            "the bundled base cannot be locked; name a base: check PATH --texts DIR --lock".into(),
        ));
    };
    if location.text_folder.is_none() {
        return Err(CliError::Usage("--lock needs the source texts. Add --texts DIR.".into()));
    }
    let opened = location.open_for_locking()?;
    if let Some(first) = opened.unread_file_problems().next() {
        // The new lock would lack the sources of a file that failed to load.
        let file = opened.parsed.files.get(usize::from(first.pointer.file.0)).map_or("", |file| &file.name);
        return Err(CliError::Usage(format!(
            "{file}: {}; without it, the lock would forget its sources",
            first.message
        )));
    }
    let lock = Lock::record(&opened.parsed.base, &opened.texts, opened.lock.as_ref());
    write_atomic(&path, &lock.to_json(), 0o666)
        .map_err(|error| CliError::Usage(format!("{}: {error}", path.display())))?;
    out.write_message(&format!("{}: locked {}", path.display(), count_noun(opened.texts.len(), "text")))?;
    let remember_result = location.state_folder.as_ref().map(|state| record_own_lock(&lock, state));
    match remember_result {
        Some(Ok(())) => {}
        Some(Err(error)) => out.write_message(&format!("not remembered as made here: {error}"))?,
        None => out.write_message("not remembered as made here: HOME names no folder")?,
    }
    Ok(())
}
