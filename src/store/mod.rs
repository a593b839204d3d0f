//! Where bases live: in the program, in a file, in a folder; with their locks and the texts of their sources.

mod depth;
mod faults;
mod files;
mod intake;
mod own_locks;

pub use files::{Limits, read, read_text};
pub use own_locks::{make_state_folder, remember, state_folder};

use crate::bundled;
use crate::check::{self, Lock, Texts};
use crate::diagnostic::{Pointer, Problem, Step, Target, rules};
use crate::load::Loaded;
use crate::model::FileIx;
use files::Folder;
use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

/// Which base to open, and with what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Files and folders that make up the base; none for the bundled one.
    pub paths: Vec<PathBuf>,
    /// The folder of source texts.
    pub texts: Option<PathBuf>,
    /// How much is read.
    pub limits: Limits,
    /// The folder that knows which locks were made on this machine.
    pub state: Option<PathBuf>,
    /// Whether the lock beside the base is trusted as if it had been made here.
    pub trusts_lock: bool,
}

/// An open base.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// The base, its files and what is wrong with them.
    pub loaded: Loaded,
    /// The lock, if there is one.
    pub lock: Option<Lock>,
    /// The texts at hand.
    pub texts: Texts,
}

impl Opened {
    /// What is told of each file of which nothing was read.
    pub fn left_out(&self) -> impl Iterator<Item = &Problem> {
        let is_blank =
            |file: FileIx| self.loaded.files.get(usize::from(file.0)).is_some_and(|file| file.text.is_empty());
        self.loaded
            .problems
            .iter()
            .filter(move |problem| *problem.rule == rules::UNREADABLE && is_blank(problem.at.file))
    }
}

/// Why a base cannot be opened at all.
#[derive(Debug)]
pub enum OpenError {
    /// A path cannot be read.
    Read(PathBuf, io::Error),
    /// A folder holds no `*.yaml` file.
    Empty(PathBuf),
    /// A lock is no lock.
    Lock(PathBuf, check::LockError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "{}: {}", path.display(), advised(error)),
            Self::Empty(path) => {
                write!(
                    f,
                    "{}: no `*.yaml` file in this folder; `dossier new DIR` makes a base to start from",
                    path.display()
                )
            }
            Self::Lock(path, error) => {
                write!(f, "{}:{error}; `check --texts DIR --lock` writes it anew", path.display())
            }
        }
    }
}

/// An error of reading, with what to do where that is known.
fn advised(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::FileTooLarge => format!("{error}; --max-size allows more"),
        _ => error.to_string(),
    }
}

impl std::error::Error for OpenError {}

impl Place {
    /// The name of the base, for messages.
    pub fn name(&self) -> String {
        let names: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
        if names.is_empty() { "the bundled base".to_owned() } else { names.join(" ") }
    }

    /// Opens the base to look things up in it. The bundled one is not parsed for that, so it comes without files.
    ///
    /// # Errors
    /// [`OpenError`] when nothing can be read; a base with faults opens without what is at fault.
    pub fn open(&self) -> Result<Opened, OpenError> {
        if self.paths.is_empty() && self.texts.is_none() {
            let loaded = Loaded { base: bundled::base(), ..Loaded::default() };
            return Ok(Opened { loaded, ..Opened::default() });
        }
        self.open_with_files()
    }

    /// Opens the base with its files, to point into them.
    ///
    /// # Errors
    /// As [`Place::open`].
    pub fn open_with_files(&self) -> Result<Opened, OpenError> {
        self.open_with_lock(self.read_lock()?)
    }

    /// Opens the base with its files, to write its lock anew: what is there may be no lock.
    ///
    /// # Errors
    /// As [`Place::open`], but for a lock that is none.
    pub fn open_to_lock(&self) -> Result<Opened, OpenError> {
        self.open_with_lock(match self.read_lock() {
            Err(OpenError::Lock(..)) => None,
            lock => lock?,
        })
    }

    fn open_with_lock(&self, lock: Option<Lock>) -> Result<Opened, OpenError> {
        if let Some(folder) = &self.texts {
            fs::read_dir(folder).map_err(|error| OpenError::Read(folder.clone(), error))?;
        }
        let mut loaded = if self.paths.is_empty() { bundled::read() } else { self.load()? };
        if loaded.files.iter().map(|file| file.text.len()).sum::<usize>() > LARGE && !*HELPED {
            return Err(OpenError::Read(self.name().into(), io::Error::other("no thread can be started for it")));
        }
        let (texts, unread) = self.read_texts(&loaded.base);
        check::judge(&mut loaded.base, &texts, lock.as_ref());
        loaded.problems.extend(unread);
        Ok(Opened { loaded, lock, texts })
    }

    /// Where the lock of the base lives: `factbase.lock` in its folder, `NAME.lock` beside a single file; nowhere
    /// for the bundled base.
    pub fn lock_path(&self) -> Option<PathBuf> {
        let first = self.paths.first()?;
        Some(if first.is_dir() { first.join("factbase.lock") } else { first.with_extension("lock") })
    }

    /// The same, with the folder `texts` in the folder of the base, if there is one and no other was named.
    #[must_use]
    pub fn with_texts_beside(self) -> Self {
        let beside =
            |base: &PathBuf| Some(base.join("texts")).filter(|texts| texts.is_dir() && Folder::of(base).holds(texts));
        Self { texts: self.texts.clone().or_else(|| self.paths.first().and_then(beside)), ..self }
    }

    /// The lock beside the base, or that of the bundled one.
    fn read_lock(&self) -> Result<Option<Lock>, OpenError> {
        let Some(path) = self.lock_path() else { return Ok(bundled::lock()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !Folder::of(folder).holds(&path) {
            return Err(OpenError::Read(path, io::Error::other("this is a link out of the folder")));
        }
        match read(&path, self.limits.file) {
            Ok(bytes) => match read_as_lock(&bytes) {
                Ok(lock) if self.trusts_lock => Ok(Some(lock.vouched(|_| true))),
                Ok(lock) => Ok(Some(own_locks::recognise(lock, self.state.as_deref()))),
                Err(error) => Err(OpenError::Lock(path, error)),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(OpenError::Read(path, error)),
        }
    }
}

/// Bytes of files from which on several threads work on a base.
const LARGE: usize = 64 << 10;

/// Whether there are threads for that: as many as there are processors, else one, as the system may start no more.
static HELPED: LazyLock<bool> = LazyLock::new(|| {
    // What fails once fails for good, so it is tried with threads that end again.
    let all = rayon::ThreadPoolBuilder::new().build().is_ok();
    let built = rayon::ThreadPoolBuilder::new().num_threads(usize::from(!all)).build_global();
    // Who finds it built already is helped as well; only a thread that cannot be started has a cause of its own.
    built.err().is_none_or(|error| std::error::Error::source(&error).is_none())
});

/// The lock that a file holds.
fn read_as_lock(bytes: &[u8]) -> Result<Lock, check::LockError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = intake::place_behind(&bytes[..error.valid_up_to()]);
        check::LockError { message: "this is no lock file: it is no UTF-8".to_owned(), line, column }
    })?;
    Lock::parse(text)
}

/// Whether a file of a folder is one of its base, by its name. Those that are hidden belong to editors and systems
/// (`.#base.yaml`, `._base.yaml`).
pub fn is_yaml(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// The most findings that are told. Of what is wrong ten thousand times, more are of no use to anybody.
const MOST_FINDINGS: usize = 10_000;

/// Every finding on an open base: those of reading and those of the rules; of very many, the first, and how many more
/// there are. Of a text that could not be read, reading has told why; that its quotes could not be verified follows
/// from it, and is not told again.
pub fn findings(opened: &Opened) -> Vec<Problem> {
    let scene = check::Scene { base: &opened.loaded.base, texts: &opened.texts, lock: opened.lock.as_ref() };
    let read = &opened.loaded.problems;
    let unread: HashSet<_> = read.iter().filter_map(source_without_text).collect();
    let told = |problem: &Problem| source_without_text(problem).is_some_and(|source| unread.contains(&source));
    let found: Vec<_> = check::check(&scene).into_iter().filter(|problem| !told(problem)).collect();
    let more = opened.loaded.untold + (read.len() + found.len()).saturating_sub(MOST_FINDINGS);
    // The worst first, where not all of them are told.
    let mut all: Vec<&Problem> = read.iter().chain(&found).collect();
    if more > 0 {
        all.sort_by_key(|problem| problem.rule.severity);
    }
    let mut problems: Vec<_> = all.into_iter().take(MOST_FINDINGS).cloned().collect();
    if more > 0 {
        let at = Pointer { file: FileIx(0), target: Target::Position(1, 1) };
        let words = format!("there are {more} more findings; they are told once these are mended");
        problems.push(Problem::new(&rules::MANY, at, words));
    }
    problems
}

/// The source whose text a problem misses: its file, and the path to it.
fn source_without_text(problem: &Problem) -> Option<(FileIx, &[Step])> {
    match &problem.at.target {
        Target::Value(steps, _) | Target::Key(steps, _) if *problem.rule == rules::TEXT_UNAVAILABLE => {
            Some((problem.at.file, steps.get(..2)?))
        }
        _ => None,
    }
}

/// How the names of files begin and end that are being written.
const DRAFT: (&str, &str) = (".dossier-", ".draft");

/// Writes a file so that at any moment there is either the old one or the new one, with these permissions (POSIX, as
/// far as the umask of the user lets them).
///
/// # Errors
/// When the folder cannot be written to.
pub fn write_whole(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sweep(folder);
    let mut draft = tempfile::Builder::new();
    draft.prefix(DRAFT.0).suffix(DRAFT.1);
    #[cfg(unix)]
    draft.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = mode;
    let mut draft = draft.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    draft.write_all(text.as_bytes())?;
    draft.as_file().sync_all()?;
    draft.persist(path).map(drop).map_err(|error| error.error)
}

/// Takes away what a program left that was killed while it wrote. One that writes now needs no such time.
fn sweep(folder: &Path) {
    const LEFT: Duration = Duration::from_secs(60);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let drafts = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        name.starts_with(DRAFT.0.as_bytes()) && name.ends_with(DRAFT.1.as_bytes())
    });
    let age = |draft: &fs::DirEntry| draft.metadata().ok()?.modified().ok()?.elapsed().ok();
    drafts.filter(|draft| age(draft) > Some(LEFT)).for_each(|draft| drop(fs::remove_file(draft.path())));
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

    /// A folder with a base, the text of one of its sources and a lock.
    fn place(lock: &str) -> (tempfile::TempDir, Place) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("base.yaml", BASE);
        write("nyt.txt", "They invest 15 billion dollars, people have told us.");
        write("factbase.lock", lock);
        let paths = vec![folder.path().to_owned()];
        let place = Place { paths, texts: Some(folder.path().to_owned()), ..Place::default() };
        (folder, place)
    }

    #[test]
    fn a_text_that_cannot_be_read_is_told_once() {
        let (_folder, mut place) = place(&Lock::record(&FactBase::default(), &Texts::new(), None).to_text());
        let messages = |place: &Place| -> Vec<_> {
            findings(&place.open_with_files().unwrap()).into_iter().map(|problem| problem.message).collect()
        };
        let told = messages(&place);
        assert!(told.len() == 1 && told[0].starts_with("`lost.txt` cannot be read"), "{told:?}");
        place.texts = None;
        assert_eq!(messages(&place).len(), 2, "without a folder of texts, both sources miss theirs");
    }

    #[test]
    fn a_lock_that_is_none_does_not_stop_a_new_one() {
        let (_folder, place) = place("{ nothing");
        assert!(matches!(place.open_with_files(), Err(OpenError::Lock(..))));
        assert!(place.open_to_lock().is_ok_and(|opened| opened.lock.is_none()));
    }

    #[test]
    fn a_lock_that_is_none_has_a_place() {
        let (folder, place) = place("");
        let path = folder.path().join("factbase.lock");
        let cases = [
            (&b""[..], "1:1: this is no lock file: EOF while parsing a value; "),
            (b"{\n\xff\xfe", "2:1: "),
            (b"\n", "2:1: "),
        ];
        for (bytes, told) in cases {
            fs::write(&path, bytes).unwrap();
            let error = place.open_with_files().unwrap_err().to_string();
            assert!(error.contains(&format!("factbase.lock:{told}")), "{error}");
            assert!(error.ends_with("`check --texts DIR --lock` writes it anew"), "{error}");
            assert!(place.open_to_lock().is_ok_and(|opened| opened.lock.is_none()));
        }
    }

    #[test]
    fn files_that_are_hidden_are_not_of_a_base() {
        for (name, is_one) in
            [("a.yaml", true), ("a.b.yml", true), (".#a.yaml", false), ("._a.yml", false), (".yaml", false)]
        {
            assert_eq!(is_yaml(&Path::new("base/.hidden").join(name)), is_one, "{name}");
        }
    }

    #[test]
    fn what_a_killed_program_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        for (name, age) in [(".dossier-old.draft", 90), (".dossier-new.draft", 0), (".dossier-notes", 90)] {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(std::time::SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        write_whole(&folder.path().join("lock"), "", 0o666).unwrap();
        let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".dossier-new.draft", ".dossier-notes", "lock"]);
    }

    #[test]
    fn what_is_too_much_together_is_not_read_at_all() {
        let folder = tempfile::tempdir().unwrap();
        // Each takes no room on the disk, and as much as is allowed for one.
        for number in 10..30 {
            let name = format!("{number}.yaml");
            fs::File::create(folder.path().join(name)).unwrap().set_len(1 << 20).unwrap();
        }
        let limits = Limits { file: 1 << 20 };
        let place = Place { paths: vec![folder.path().to_owned()], limits, ..Place::default() };
        let opened = place.open().unwrap();
        let told: Vec<_> = opened.left_out().map(|problem| problem.message.as_str()).collect();
        let beyond = "this file cannot be read: with it the base has more than 4 MiB; --max-size allows more";
        assert_eq!(told.iter().filter(|message| **message == beyond).count(), 16, "{told:?}");
    }
}
