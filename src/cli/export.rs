//! `export`: writes the whole base in another format.

use super::args::ExportFormat;
use super::{CliError, Exit, LookupContext, Output};
use crate::export::{write_json, write_yaml};

pub(super) fn run(cx: &LookupContext<'_>, format: ExportFormat, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.parsed.base;
    match format {
        ExportFormat::Json => write_json(base, &cx.lang, &mut out.data)?,
        ExportFormat::Yaml => write_yaml(base, &mut out.data)?,
    }
    Ok(Exit::Found)
}
