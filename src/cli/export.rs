//! `export`: writes the whole base in another format.

use super::args::ExportFormat;
use super::{CliError, Cx, Exit, Out};
use crate::export::{write_json, write_yaml};

pub(super) fn run(cx: &Cx<'_>, format: ExportFormat, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.loaded.base;
    match format {
        ExportFormat::Json => write_json(base, &cx.lang, &mut out.data)?,
        ExportFormat::Yaml => write_yaml(base, &mut out.data)?,
    }
    Ok(Exit::Found)
}
