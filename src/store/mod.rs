//! Opens fact bases, with their lock files and source texts: the bundled base, single files, or folders.

mod base_reader;
mod error_summary;
mod files;
mod own_locks;
mod watch;

pub use files::{Limits, read_bytes, read_text};
pub use own_locks::{create_state_folder, record_own_lock, state_folder};
pub use watch::{BaseWatch, text_folders, watch};

use crate::bundled;
use crate::diagnostics::{Pointer, Problem, Segment, Target, rules};
use crate::lint::{self, LintContext};
use crate::load::ParsedBase;
use crate::model::FileIx;
use crate::verify::{Lock, LockError, SourceTexts, verify_quotes};
use files::CanonicalFolder;
use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

/// Which base to open, and the options for opening it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseLocation {
    /// Files and folders that make up the base; empty for the bundled base.
    pub paths: Vec<PathBuf>,
    /// The folder of source texts.
    pub text_folder: Option<PathBuf>,
    /// Limits on the size of what is read.
    pub limits: Limits,
    /// The state folder, which records the locks made on this machine.
    pub state_folder: Option<PathBuf>,
    /// Whether to trust the lock file of the base as if it had been made on this machine.
    pub trusts_lock: bool,
}

/// An open base.
#[derive(Clone, Debug, Default)]
pub struct OpenedBase {
    /// The base, its files and their problems.
    pub parsed: ParsedBase,
    /// The lock; `None` if there is no lock file.
    pub lock: Option<Lock>,
    /// The source texts that could be read.
    pub texts: SourceTexts,
}

impl OpenedBase {
    /// The FB109 problems of files of which nothing was read.
    pub fn unread_file_problems(&self) -> impl Iterator<Item = &Problem> {
        let is_empty =
            |file: FileIx| self.parsed.files.get(usize::from(file.0)).is_some_and(|file| file.text.is_empty());
        self.parsed
            .problems
            .iter()
            .filter(move |problem| *problem.rule == rules::UNREADABLE && is_empty(problem.pointer.file))
    }
}

/// The reason why a base cannot be opened at all.
#[derive(Debug)]
pub enum OpenError {
    /// A path cannot be read.
    Read(PathBuf, io::Error),
    /// A folder contains no YAML file.
    Empty(PathBuf),
    /// A lock file is invalid.
    Lock(PathBuf, LockError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "{}: {}", path.display(), with_hint(error)),
            Self::Empty(path) => {
                write!(f, "{}: no YAML file in this folder. `dossier new DIR` creates a starter base.", path.display())
            }
            Self::Lock(path, error) => {
                write!(f, "{}:{error}. Recreate it with `dossier check --texts DIR --lock`.", path.display())
            }
        }
    }
}

/// Formats a read error, with a hint on what to do if there is one.
fn with_hint(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::FileTooLarge => format!("{error}; --max-size allows more"),
        _ => error.to_string(),
    }
}

impl std::error::Error for OpenError {}

impl BaseLocation {
    /// The name of the base, for messages.
    pub fn name(&self) -> String {
        let names: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
        if names.is_empty() { "the bundled base".to_owned() } else { names.join(" ") }
    }

    /// Opens the base for lookups. The bundled base is decoded from its compiled form, so it has no files, unless a
    /// folder of source texts is given.
    ///
    /// # Errors
    /// [`OpenError`] if nothing can be read or the lock file is invalid. A base with problems opens without
    /// the invalid parts.
    pub fn open(&self) -> Result<OpenedBase, OpenError> {
        if self.paths.is_empty() && self.text_folder.is_none() {
            return Ok(OpenedBase { parsed: bundled::load_base().into(), ..OpenedBase::default() });
        }
        self.open_with_files()
    }

    /// Opens the base with its files, so that positions in them can be resolved.
    ///
    /// # Errors
    /// As [`BaseLocation::open`].
    pub fn open_with_files(&self) -> Result<OpenedBase, OpenError> {
        self.open_with_lock(self.read_lock()?)
    }

    /// Opens the base with its files, to rewrite its lock file. Ignores an invalid lock file.
    ///
    /// # Errors
    /// As [`BaseLocation::open`], except that an invalid lock file is not an error.
    pub fn open_for_locking(&self) -> Result<OpenedBase, OpenError> {
        self.open_with_lock(match self.read_lock() {
            Err(OpenError::Lock(..)) => None,
            lock => lock?,
        })
    }

    fn open_with_lock(&self, lock: Option<Lock>) -> Result<OpenedBase, OpenError> {
        if let Some(folder) = &self.text_folder {
            fs::read_dir(folder).map_err(|error| OpenError::Read(folder.clone(), error))?;
        }
        let mut loaded = if self.paths.is_empty() { bundled::parse_base() } else { self.load()? };
        if loaded.files.iter().map(|file| file.text.len()).sum::<usize>() > MIN_PARALLEL_BYTES && !*THREAD_POOL_READY {
            return Err(OpenError::Read(self.name().into(), io::Error::other("no thread can be started for it")));
        }
        let (texts, text_problems) = self.read_texts(&loaded.base);
        verify_quotes(&mut loaded.base, &texts, lock.as_ref());
        loaded.problems.extend(text_problems);
        Ok(OpenedBase { parsed: loaded, lock, texts })
    }

    /// Path of the lock file: `factbase.lock` in the folder of the base, or `NAME.lock` next to a single file.
    /// Depends on the first path only. `None` for the bundled base.
    pub fn lock_path(&self) -> Option<PathBuf> {
        let first = self.paths.first()?;
        Some(if first.is_dir() { first.join("factbase.lock") } else { first.with_extension("lock") })
    }

    /// Uses `texts` in the folder of the base as the folder of source texts, if no other was given. It must exist and
    /// not be a link out of the folder of the base.
    #[must_use]
    pub fn with_default_texts(self) -> Self {
        let default_texts = |base: &PathBuf| {
            Some(base.join("texts")).filter(|texts| texts.is_dir() && CanonicalFolder::new(base).contains(texts))
        };
        Self { text_folder: self.text_folder.clone().or_else(|| self.paths.first().and_then(default_texts)), ..self }
    }

    /// Reads the lock file of the base, or returns the lock of the bundled one.
    fn read_lock(&self) -> Result<Option<Lock>, OpenError> {
        let Some(path) = self.lock_path() else { return Ok(bundled::parse_lock()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !CanonicalFolder::new(folder).contains(&path) {
            return Err(OpenError::Read(path, io::Error::other("this is a link out of the folder")));
        }
        match read_bytes(&path, self.limits.file_bytes) {
            Ok(bytes) => match parse_lock(&bytes) {
                Ok(lock) if self.trusts_lock => Ok(Some(lock.with_trusted_records(|_| true))),
                Ok(lock) => Ok(Some(own_locks::vouch_for_own_records(lock, self.state_folder.as_deref()))),
                Err(error) => Err(OpenError::Lock(path, error)),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(OpenError::Read(path, error)),
        }
    }
}

/// Total file size, in bytes, above which a base is processed on several threads.
const MIN_PARALLEL_BYTES: usize = 64 << 10;

/// Whether rayon's global pool could be started: with one thread per processor, or else with a single thread, because
/// the system may limit the number of threads.
static THREAD_POOL_READY: LazyLock<bool> = LazyLock::new(|| {
    // rayon's global pool can be built only once; probe with a throw-away pool first.
    let can_spawn_all = rayon::ThreadPoolBuilder::new().build().is_ok();
    let global_pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(!can_spawn_all)).build_global();
    // An already built pool is fine; only a spawn error has a source.
    global_pool.err().is_none_or(|error| std::error::Error::source(&error).is_none())
});

/// Parses a lock file.
fn parse_lock(bytes: &[u8]) -> Result<Lock, LockError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = base_reader::position_after_bytes(&bytes[..error.valid_up_to()]);
        LockError { message: "this is no lock file: it is no UTF-8".to_owned(), line, column }
    })?;
    Lock::parse(text)
}

/// Whether a file in a folder is part of the base, by its name: `*.yaml` or `*.yml`. Hidden files belong to editors
/// and operating systems (`.#base.yaml`, `._base.yaml`).
pub fn is_yaml(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// Maximum number of findings reported. Beyond ten thousand, more are of no use.
const MAX_FINDINGS: usize = 10_000;

/// Every finding on an open base: the problems found while reading, followed by those of the rules. If there are too
/// many, returns the most severe ones and a finding with the number of those left out. If a source text could not be
/// read, reading has already reported why, so the rules' finding that this text is unavailable is dropped.
pub fn findings(opened: &OpenedBase) -> Vec<Problem> {
    let lint_context = LintContext { base: &opened.parsed.base, texts: &opened.texts, lock: opened.lock.as_ref() };
    let load_problems = &opened.parsed.problems;
    let unread_sources: HashSet<_> = load_problems.iter().filter_map(source_without_text).collect();
    let is_reported =
        |problem: &Problem| source_without_text(problem).is_some_and(|source| unread_sources.contains(&source));
    let lint_problems: Vec<_> =
        lint::check(&lint_context).into_iter().filter(|problem| !is_reported(problem)).collect();
    let omitted = opened.parsed.truncated + (load_problems.len() + lint_problems.len()).saturating_sub(MAX_FINDINGS);
    // If some are left out, sort so that the most severe remain.
    let mut all: Vec<&Problem> = load_problems.iter().chain(&lint_problems).collect();
    if omitted > 0 {
        all.sort_by_key(|problem| problem.rule.severity);
    }
    let mut problems: Vec<_> = all.into_iter().take(MAX_FINDINGS).cloned().collect();
    if omitted > 0 {
        let at = Pointer { file: FileIx(0), target: Target::Position(1, 1) };
        let message = format!("there are {omitted} more findings; they are told once these are mended");
        problems.push(Problem::new(&rules::MANY, at, message));
    }
    problems
}

/// The source whose text is unavailable, if the problem says so: its file, and its path in that file.
fn source_without_text(problem: &Problem) -> Option<(FileIx, &[Segment])> {
    match &problem.pointer.target {
        Target::Value(steps, _) | Target::Key(steps, _) if *problem.rule == rules::TEXT_UNAVAILABLE => {
            Some((problem.pointer.file, steps.get(..2)?))
        }
        _ => None,
    }
}

/// Prefix and suffix of temporary files.
const TEMP_AFFIXES: (&str, &str) = (".dossier-", ".draft");

/// Writes a file atomically: writes a temporary file in the same folder, syncs it, and renames it over `path`. On
/// Unix the file gets the permissions `mode`, less the umask.
///
/// # Errors
/// If the folder cannot be written to.
pub fn write_atomic(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    remove_stale_temp_files(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMP_AFFIXES.0).suffix(TEMP_AFFIXES.1);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = mode;
    let mut temp_file = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    temp_file.write_all(text.as_bytes())?;
    temp_file.as_file().sync_all()?;
    temp_file.persist(path).map(drop).map_err(|error| error.error)
}

/// Deletes temporary files left by a killed process. Newer ones may belong to a write in progress, which never takes
/// this long.
fn remove_stale_temp_files(folder: &Path) {
    const STALE_TEMP_FILE_AGE: Duration = Duration::from_secs(60);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let temp_files = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        name.starts_with(TEMP_AFFIXES.0.as_bytes()) && name.ends_with(TEMP_AFFIXES.1.as_bytes())
    });
    let age = |draft: &fs::DirEntry| draft.metadata().ok()?.modified().ok()?.elapsed().ok();
    temp_files
        .filter(|draft| age(draft) > Some(STALE_TEMP_FILE_AGE))
        .for_each(|draft| drop(fs::remove_file(draft.path())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FactBase;

    const BASE: &str = "factbase: 1
sources:
  nyt: {kind: article, publisher: NYT, text: nyt.txt}
  wsj: {kind: article, publisher: WSJ, text: lost.txt}
entities:
  softbank: {type: company, name: SoftBank}
claims:
  worth:
    triple: [softbank, counts]
    evidence:
      - {source: nyt, stance: states, quote: 15 billion}
      - {source: wsj, stance: states, quote: 16 billion}
";

    /// Creates a folder with a base, the text of one of its two sources, and a lock file.
    fn sample_base(lock: &str) -> (tempfile::TempDir, BaseLocation) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("base.yaml", BASE);
        write("nyt.txt", "They invest 15 billion dollars, people have told us.");
        write("factbase.lock", lock);
        let paths = vec![folder.path().to_owned()];
        let location = BaseLocation { paths, text_folder: Some(folder.path().to_owned()), ..BaseLocation::default() };
        (folder, location)
    }

    #[test]
    fn unreadable_text_is_reported_once() {
        let (_folder, mut place) =
            sample_base(&Lock::record(&FactBase::default(), &SourceTexts::new(), None).to_json());
        let messages = |location: &BaseLocation| -> Vec<_> {
            findings(&location.open_with_files().unwrap()).into_iter().map(|problem| problem.message).collect()
        };
        let reported = messages(&place);
        assert!(reported.len() == 1 && reported[0].starts_with("`lost.txt` cannot be read"), "{reported:?}");
        place.text_folder = None;
        assert_eq!(messages(&place).len(), 2, "without a folder of texts, both sources miss theirs");
    }

    #[test]
    fn invalid_lock_can_be_replaced() {
        let (_folder, place) = sample_base("{ nothing");
        assert!(matches!(place.open_with_files(), Err(OpenError::Lock(..))));
        assert!(place.open_for_locking().is_ok_and(|opened| opened.lock.is_none()));
    }

    #[test]
    fn invalid_lock_error_has_position() {
        let (folder, place) = sample_base("");
        let path = folder.path().join("factbase.lock");
        let cases = [
            (&b""[..], "1:1: this is no lock file: EOF while parsing a value. "),
            (b"{\n\xff\xfe", "2:1: "),
            (b"\n", "2:1: "),
        ];
        for (bytes, expected) in cases {
            fs::write(&path, bytes).unwrap();
            let error = place.open_with_files().unwrap_err().to_string();
            assert!(error.contains(&format!("factbase.lock:{expected}")), "{error}");
            assert!(error.ends_with("Recreate it with `dossier check --texts DIR --lock`."), "{error}");
            assert!(place.open_for_locking().is_ok_and(|opened| opened.lock.is_none()));
        }
    }

    #[test]
    fn hidden_files_are_not_part_of_a_base() {
        for (name, expected) in
            [("a.yaml", true), ("a.b.yml", true), (".#a.yaml", false), ("._a.yml", false), (".yaml", false)]
        {
            assert_eq!(is_yaml(&Path::new("base/.hidden").join(name)), expected, "{name}");
        }
    }

    #[test]
    fn removes_stale_temp_files() {
        let folder = tempfile::tempdir().unwrap();
        for (name, age) in [(".dossier-old.draft", 90), (".dossier-new.draft", 0), (".dossier-notes", 90)] {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(std::time::SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        write_atomic(&folder.path().join("lock"), "", 0o666).unwrap();
        let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".dossier-new.draft", ".dossier-notes", "lock"]);
    }

    #[test]
    fn skips_files_beyond_total_limit() {
        let folder = tempfile::tempdir().unwrap();
        // Sparse files, each exactly as large as the limit for one file.
        for number in 10..30 {
            let name = format!("{number}.yaml");
            fs::File::create(folder.path().join(name)).unwrap().set_len(1 << 20).unwrap();
        }
        let limits = Limits { file_bytes: 1 << 20 };
        let location = BaseLocation { paths: vec![folder.path().to_owned()], limits, ..BaseLocation::default() };
        let opened = location.open().unwrap();
        let messages: Vec<_> = opened.unread_file_problems().map(|problem| problem.message.as_str()).collect();
        let over_limit = "this file cannot be read: with it the base has more than 4 MiB; --max-size allows more";
        assert_eq!(messages.iter().filter(|message| **message == over_limit).count(), 16, "{messages:?}");
    }
}
