//! `new`: creates a commented base to start from.

use super::{CliError, Exit, Output};
use crate::model::sanitize;
use crate::store::write_atomic;
use std::fs;
use std::path::Path;

const STARTER_FILES: &[(&str, &str)] = &[
    ("base.yaml", include_str!("../../assets/starter/base.yaml")),
    ("texts/example.txt", include_str!("../../assets/starter/texts/example.txt")),
];

pub(super) fn run(dir: &Path, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let is_used = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if is_used || dir.is_file() {
        return Err(CliError::Usage(format!("{} already exists. Choose another name.", dir.display())));
    }
    for (name, text) in STARTER_FILES {
        let path = dir.join(name);
        let write = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| write_atomic(&path, text, 0o666));
        write.map_err(|error| CliError::Usage(format!("{}: {error}", path.display())))?;
        writeln!(out.data, "{}", sanitize(&path.display().to_string()))?;
    }
    let shown = dir.display();
    out.write_message(&format!("now: dossier check {shown} --texts {shown}/texts, then dossier --base {shown}"))?;
    Ok(Exit::Found)
}
