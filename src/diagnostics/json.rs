//! Findings as JSON.

use super::{Diagnostic, SourceFile};
use crate::model::{JsonLayout, to_json};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

#[derive(Serialize)]
struct DiagnosticRecord<'a> {
    id: &'a str,
    severity: &'a str,
    file: Cow<'a, str>,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

/// Writes findings as an array of objects with `id`, `severity`, `file`, `line`, `column`, `message` and `help`.
///
/// # Errors
/// If writing fails.
pub fn write_json(diagnostics: &[Diagnostic], files: &[SourceFile], out: &mut impl Write) -> io::Result<()> {
    let records: Vec<_> = diagnostics
        .iter()
        .map(|d| DiagnosticRecord {
            id: d.rule.id,
            severity: d.rule.severity.as_str(),
            file: d.location.file_name(files),
            line: d.location.line,
            column: d.location.column,
            message: &d.message,
            help: d.help.as_deref(),
        })
        .collect();
    writeln!(out, "{}", to_json(&records, JsonLayout::Pretty)?)
}
