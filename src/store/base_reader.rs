//! Reads the files of a base and its source texts. What cannot be read is reported, and the rest is used.

use super::files::{CanonicalFolder, Limits, read_bytes};
use super::{BaseLocation, OpenError, is_yaml, with_hint};
use crate::diagnostics::{Pointer, Problem, SourceFile, Target, key_path, rules};
use crate::load;
use crate::load::ParsedBase;
use crate::model::{FactBase, FileIx};
use crate::text::position_after;
use crate::verify::{SourceText, SourceTexts};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

impl BaseLocation {
    /// Loads the base from its files. Files of a folder that cannot be read are reported and skipped.
    pub(super) fn load(&self) -> Result<ParsedBase, OpenError> {
        let mut intake = FileCollector {
            limits: self.limits,
            remaining_bytes: self.limits.total_bytes(),
            ..FileCollector::default()
        };
        for path in &self.paths {
            if !path.is_dir() {
                let file = intake.read_file(path).map_err(|error| OpenError::Read(path.clone(), error))?;
                intake.add_file(path, &file);
                continue;
            }
            let entries = fs::read_dir(path).map_err(|error| OpenError::Read(path.clone(), error))?;
            let names = entries.filter_map(|entry| Some(entry.ok()?.path()));
            let mut names: Vec<_> = names.filter(|path| is_yaml(path) && !path.is_dir()).collect();
            if names.is_empty() {
                return Err(OpenError::Empty(path.clone()));
            }
            let files = intake.files.len() + names.len();
            if files > Limits::MAX_FILES {
                let words = format!("{files} files; at most {} are read", Limits::MAX_FILES);
                return Err(OpenError::Read(path.clone(), io::Error::other(words)));
            }
            names.sort();
            let folder = CanonicalFolder::new(path);
            for name in names {
                // A base may come from someone else, so its files must be in its folder.
                if !folder.contains(&name) {
                    intake.skip_file(&name, "this is a link out of the folder");
                    continue;
                }
                match intake.read_file(&name) {
                    Ok(file) => intake.add_file(&name, &file),
                    Err(error) => intake.skip_file(&name, &format!("this file cannot be read: {}", with_hint(&error))),
                }
            }
        }
        let mut loaded = load::load_with_limit(intake.files, self.limits.values_per_file());
        // A file that was not read has no other problems.
        loaded.problems.retain(|problem| !intake.unread_files.contains(&problem.pointer.file));
        loaded.problems.extend(intake.problems);
        Ok(loaded)
    }

    /// The source texts in the text folder, and the problems with those that cannot be read.
    pub(super) fn read_texts(&self, base: &FactBase) -> (SourceTexts, Vec<Problem>) {
        let (mut texts, mut problems) = (SourceTexts::new(), Vec::new());
        let Some(folder) = &self.text_folder else { return (texts, problems) };
        let (mut remaining_bytes, canonical) = (self.limits.total_text_bytes(), CanonicalFolder::new(folder));
        for (ix, id, source) in base.sources.iter() {
            let Some(name) = &source.text else { continue };
            // A base may come from someone else, so its texts must be in the text folder.
            let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
            let at = Pointer::value(source.file, key_path!["sources", id, "text"]);
            if !inside {
                problems.push(
                    Problem::new(&rules::TEXT_UNAVAILABLE, at, format!("`{name}` leads out of the folder of texts"))
                        .with_help("name a file inside the folder"),
                );
                continue;
            }
            let path = folder.join(name);
            if !canonical.contains(&path) {
                problems.push(
                    Problem::new(
                        &rules::TEXT_UNAVAILABLE,
                        at,
                        format!("`{name}` is a link out of the folder of texts"),
                    )
                    .with_help("put the text itself into the folder"),
                );
                continue;
            }
            match read_bytes(&path, self.limits.file_bytes.min(remaining_bytes)) {
                Ok(bytes) if memchr::memchr_iter(b'\n', &bytes).count() > self.limits.lines_per_text() => {
                    let words = format!(
                        "`{name}` has more than {} lines; --max-size allows more",
                        self.limits.lines_per_text()
                    );
                    problems.push(Problem::new(&rules::TEXT_UNAVAILABLE, at, words));
                }
                Ok(bytes) => {
                    remaining_bytes -= bytes.len() as u64;
                    let document = SourceText::from_lines(decode(&bytes), source.lines);
                    let count = document.raw().lines().count();
                    if let Some((first, last)) = source.lines.filter(|&(_, last)| last as usize > count) {
                        let at = Pointer::value(source.file, key_path!["sources", id, "lines"]);
                        let words = format!("`{name}` has {count} lines; {first} to {last} are not all there");
                        problems.push(
                            Problem::new(&rules::TEXT_UNAVAILABLE, at, words)
                                .with_help("name the lines that are its text"),
                        );
                    }
                    texts.insert(ix, document);
                }
                Err(error) => problems.push(
                    Problem::new(
                        &rules::TEXT_UNAVAILABLE,
                        at,
                        format!("`{name}` cannot be read: {}", with_hint(&error)),
                    )
                    .with_help(format!("put it into {}", folder.display())),
                ),
            }
        }
        (texts, problems)
    }
}

/// Collects the files of a base.
#[derive(Default)]
struct FileCollector {
    limits: Limits,
    /// Number of bytes that may still be read.
    remaining_bytes: u64,
    files: Vec<SourceFile>,
    problems: Vec<Problem>,
    /// The files that were skipped.
    unread_files: HashSet<FileIx>,
}

impl FileCollector {
    fn read_file(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        let max = self.limits.file_bytes.min(self.remaining_bytes);
        let bytes = read_bytes(path, max).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge if max < self.limits.file_bytes => io::Error::other(format!(
                "with it the base has more than {} MiB; --max-size allows more",
                self.limits.total_bytes() >> 20
            )),
            _ => error,
        })?;
        self.remaining_bytes -= bytes.len() as u64;
        Ok(bytes)
    }

    fn next_file_ix(&self) -> FileIx {
        FileIx(u16::try_from(self.files.len()).unwrap_or(u16::MAX))
    }

    /// Adds a file. Invalid UTF-8 is reported and replaced.
    fn add_file(&mut self, path: &Path, bytes: &[u8]) {
        if let Some((what, (line, column))) = detect_non_text(bytes) {
            let at = Pointer { file: self.next_file_ix(), target: Target::Position(line, column) };
            let problem = Problem::new(&rules::UNREADABLE, at, what);
            let help = if what.contains("NUL") { "take it out" } else { "save the file as UTF-8" };
            return self.skip_file_with(path, problem.with_help(format!("{help}; until then the file is left out")));
        }
        let text = decode(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            let (line, column) = position_after_bytes(&bytes[..error.valid_up_to()]);
            let at = Pointer { file: self.next_file_ix(), target: Target::Position(line, column) };
            let problem = Problem::new(&rules::UNREADABLE, at, "this byte belongs to no character");
            self.problems.push(problem.with_help("save the file as UTF-8"));
        }
        self.files.push(SourceFile { name: path.display().to_string(), text });
    }

    /// Reports why a file was skipped.
    fn skip_file(&mut self, path: &Path, why: &str) {
        let at = Pointer { file: self.next_file_ix(), target: Target::Position(1, 1) };
        self.skip_file_with(path, Problem::new(&rules::UNREADABLE, at, why).with_help("the file is left out"));
    }

    fn skip_file_with(&mut self, path: &Path, problem: Problem) {
        self.problems.push(problem);
        self.unread_files.insert(self.next_file_ix());
        self.files.push(SourceFile { name: path.display().to_string(), text: String::new() });
    }
}

/// Detects data that is not UTF-8 text: UTF-32, UTF-16, or anything with a NUL. Returns its name and position.
fn detect_non_text(bytes: &[u8]) -> Option<(&'static str, (usize, usize))> {
    match bytes {
        // The byte order mark of UTF-32 begins with that of UTF-16.
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some(("this is UTF-32", (1, 1))),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(("this is UTF-16", (1, 1))),
        _ => memchr::memchr(0, bytes)
            .map(|at| ("this is no text: it has a NUL byte", position_after_bytes(&bytes[..at]))),
    }
}

/// The line and column, counted from 1, of what follows `bytes`.
pub(super) fn position_after_bytes(bytes: &[u8]) -> (usize, usize) {
    position_after(&String::from_utf8_lossy(bytes))
}

/// Decodes UTF-8 without its byte order mark; invalid sequences become U+FFFD.
fn decode(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::findings;

    /// The problems reported for a base of one file.
    fn reported_problems(bytes: &[u8]) -> Vec<(&'static str, String, Target)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("base.yaml");
        fs::write(&path, bytes).unwrap();
        let location = BaseLocation { paths: vec![folder.path().to_owned()], ..BaseLocation::default() };
        let problems = findings(&location.open_with_files().unwrap());
        problems.into_iter().map(|problem| (problem.rule.id, problem.message, problem.pointer.target)).collect()
    }

    #[test]
    fn non_text_file_is_reported_once() {
        let text = "\u{feff}factbase: 1\ntitle: é\n";
        let little: Vec<_> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<_> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let long: Vec<_> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let wide: Vec<_> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        let start = Target::Position(1, 1);
        for (bytes, what) in [(little, "UTF-16"), (big, "UTF-16"), (long, "UTF-32"), (wide, "UTF-32")] {
            assert_eq!(reported_problems(&bytes), [("FB109", format!("this is {what}"), start.clone())]);
        }
        let nul = ("FB109", "this is no text: it has a NUL byte".to_owned(), Target::Position(2, 9));
        assert_eq!(reported_problems("factbase: 1\ntitle: é\0b: [\n".as_bytes()), [nul]);
    }
}
