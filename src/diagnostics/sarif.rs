//! Findings as SARIF 2.1.0 (OASIS), for code hosts and editors.

use super::{Diagnostic, Location, RULES, Severity, SourceFile};
use crate::model::{JsonLayout, to_json};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes findings as one SARIF run.
///
/// # Errors
/// If writing fails.
pub fn write_sarif(diagnostics: &[Diagnostic], files: &[SourceFile], out: &mut impl Write) -> io::Result<()> {
    let rules: Vec<_> = RULES
        .iter()
        .map(|rule| {
            json!({"id": rule.id, "name": rule.name, "shortDescription": {"text": rule.summary},
                   "defaultConfiguration": {"level": sarif_level(rule.severity)}})
        })
        .collect();
    let results: Vec<_> = diagnostics.iter().map(|diagnostic| to_sarif_result(diagnostic, files)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "dossier", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    writeln!(out, "{}", to_json(&log, JsonLayout::Pretty)?)
}

fn to_sarif_result(diagnostic: &Diagnostic, files: &[SourceFile]) -> Value {
    let help = diagnostic.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
    json!({
        "ruleId": diagnostic.rule.id,
        "level": sarif_level(diagnostic.rule.severity),
        "message": {"text": escape_links(&format!("{}{help}", diagnostic.message))},
        "locations": [to_sarif_location(&diagnostic.location, files)],
        "relatedLocations": diagnostic.related.iter().map(|(what, at)| {
            let mut related = to_sarif_location(at, files);
            related["message"] = json!({"text": escape_links(what)});
            related
        }).collect::<Vec<_>>(),
    })
}

fn to_sarif_location(at: &Location, files: &[SourceFile]) -> Value {
    json!({"physicalLocation": {
        "artifactLocation": {"uri": path_to_uri(&at.file_name(files))},
        "region": {"startLine": at.line, "startColumn": at.column, "endColumn": at.column + at.width},
    }})
}

/// Escapes the characters that form links in a message (SARIF 2.1.0, 3.11.6).
fn escape_links(words: &str) -> String {
    words.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// A path as a URI reference without a scheme (RFC 3986). Colons are escaped, so no file name is taken for a scheme.
fn path_to_uri(path: &str) -> String {
    const ENCODE_SET: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
    utf8_percent_encode(&path.replace('\\', "/"), ENCODE_SET).to_string()
}

fn sarif_level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
