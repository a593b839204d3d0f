//! Stores sessions: one file for each base, in the user's state folder (XDG Base Directory Specification 0.8).

use crate::store::{self, BaseLocation, create_state_folder, state_folder, write_atomic};
use crate::text::{FNV_OFFSET, fnv1a};
use crate::ui::{LoadError, SavedSession};
use fd_lock::RwLock;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Maximum size of a session file, in bytes: the limits of a session, plus room for its encoding.
const MAX_SESSION_BYTES: u64 = 16 << 20;
/// How long to wait for the lock of another instance. A disk may take a while to flush.
const LOCK_TIMEOUT: Duration = Duration::from_millis(1_500);

/// The session file of a base.
pub struct SessionFile {
    /// The path. `None` if sessions are not saved.
    path: Option<PathBuf>,
    /// The session as last read or written. The difference from it is what this instance changed.
    last_saved: SavedSession,
    /// Whether the user was warned that the session cannot be saved.
    warned: bool,
}

impl SessionFile {
    /// Locates the session file of a base. Reads and creates nothing.
    pub fn new(location: &BaseLocation, env: impl Fn(&str) -> Option<OsString>) -> Self {
        Self {
            path: state_folder(env).map(|folder| folder.join(file_name(location))),
            last_saved: SavedSession::default(),
            warned: false,
        }
    }

    /// Returns the saved session, if any, and a warning if it cannot be read. A broken file is renamed. A file from a
    /// newer version, or one without read permission, is left unchanged, and this session is not saved.
    pub(super) fn load(&mut self) -> (Option<SavedSession>, Option<String>) {
        let Some(file) = self.path.clone() else { return (None, None) };
        match read_session(&file) {
            Ok(None) => (None, None),
            Ok(Some(Ok(saved))) => {
                self.last_saved = saved.clone();
                (Some(saved), None)
            }
            Ok(Some(Err(LoadError::Malformed(why)))) => match quarantine_if_broken(&file) {
                Ok(Some(to)) => {
                    (None, Some(format!("Could not read the last session: {why}. Moved to {}.", to.display())))
                }
                // Another instance has moved or repaired the file. Read it again.
                Ok(None) => self.load(),
                Err(error) => self.disable(&file, &error.to_string()),
            },
            Ok(Some(Err(newer @ LoadError::NewerVersion(_)))) => self.disable(&file, &newer.to_string()),
            Err(error) => self.disable(&file, &error.to_string()),
        }
    }

    fn disable(&mut self, file: &Path, why: &str) -> (Option<SavedSession>, Option<String>) {
        self.path = None;
        self.warned = true;
        (None, Some(format!("Session not saved: {why} ({}).", file.display())))
    }

    /// Saves a session, merged with the changes of other instances. Returns a warning the first time this fails.
    pub(super) fn save(&mut self, saved: &SavedSession) -> Option<String> {
        if *saved == self.last_saved {
            return None;
        }
        let Some(file) = &self.path else {
            let message = std::mem::replace(&mut self.warned, true);
            return (!message).then(|| "Session not saved: HOME is not a folder.".to_owned());
        };
        match write_merged(file, saved, &self.last_saved, LOCK_TIMEOUT) {
            Ok(()) => self.last_saved = saved.clone(),
            Err(_) if self.warned => {}
            Err(error) => {
                self.warned = true;
                return Some(format!("Session not saved: {error} ({}).", file.display()));
            }
        }
        None
    }
}

/// The file name for a base: the name of its first path, for readability, and a hash of all paths.
fn file_name(location: &BaseLocation) -> String {
    let canonical =
        |path: &PathBuf| fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or(path.clone());
    let paths: Vec<_> = location.paths.iter().map(canonical).collect();
    let Some(first) = paths.first() else { return "bundled.json".to_owned() };
    let stem = first.file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let slug: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect();
    // A path cannot contain NUL, so different lists of paths give different bytes.
    let bytes: Vec<_> = paths.iter().map(|path| path.as_os_str().as_encoded_bytes()).collect();
    format!("{slug}-{:016x}.json", fnv1a(&bytes.join(&0), FNV_OFFSET))
}

/// Reads a session file. `None` if there is none.
fn read_session(file: &Path) -> io::Result<Option<Result<SavedSession, LoadError>>> {
    let bytes = match store::read_bytes(file, MAX_SESSION_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            return Ok(Some(Err(LoadError::Malformed(error.to_string()))));
        }
        Err(error) => return Err(error),
    };
    let text = String::from_utf8(bytes).map_err(|error| LoadError::Malformed(error.to_string()));
    Ok(Some(text.and_then(|text| SavedSession::from_json(&text))))
}

/// Renames a broken file, unless another instance has repaired or moved it. Returns the new path.
fn quarantine_if_broken(file: &Path) -> io::Result<Option<PathBuf>> {
    let folder = file.parent().ok_or(io::ErrorKind::NotFound)?;
    with_file_lock(folder, LOCK_TIMEOUT, || match read_session(file)? {
        Some(Err(LoadError::Malformed(_))) => quarantine(file).map(Some),
        _ => Ok(None),
    })
}

/// Renames a broken file to `NAME.broken-N`, where N is the first free number from 1 to 99.
fn quarantine(file: &Path) -> io::Result<PathBuf> {
    let numbered = |number: u32| {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".broken-{number}"));
        PathBuf::from(name)
    };
    let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    let to = (1..100).map(numbered).find(is_free).ok_or(io::ErrorKind::AlreadyExists)?;
    fs::rename(file, &to)?;
    Ok(to)
}

/// Merges a session with the content of the file and writes the result.
fn write_merged(file: &Path, saved: &SavedSession, last_saved: &SavedSession, timeout: Duration) -> io::Result<()> {
    let folder = file.parent().ok_or(io::ErrorKind::NotFound)?;
    create_state_folder(folder)?;
    with_file_lock(folder, timeout, || {
        let mut merged = saved.clone();
        match read_session(file)? {
            None => {}
            Some(Ok(on_disk)) => merged.merge(on_disk, last_saved),
            Some(Err(LoadError::Malformed(_))) => drop(quarantine(file)?),
            Some(Err(newer @ LoadError::NewerVersion(_))) => return Err(io::Error::other(newer.to_string())),
        }
        write_atomic(file, &merged.to_json(), 0o600)
    })
}

/// Runs `act` under an advisory file lock shared by all instances. The kernel releases the lock when its process
/// exits, so it cannot go stale; the empty file stays. If the lock is not acquired in time, `act` runs anyway: writes
/// are atomic, so at worst one change by the other instance is lost.
fn with_file_lock<T>(folder: &Path, timeout: Duration, act: impl FnOnce() -> T) -> T {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    // Do not block on opening if the path is something else, such as a FIFO.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    let file = options.open(folder.join("lock"));
    let Ok(mut lock) = file.map(RwLock::new) else { return act() };
    let end = Instant::now() + timeout;
    let _guard = loop {
        match lock.try_write() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && Instant::now() < end => {
                std::thread::sleep(Duration::from_millis(5));
            }
            guard => break guard,
        }
    };
    act()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A session file in a folder that does not exist yet.
    fn session_file(state: &Path) -> SessionFile {
        SessionFile::new(&BaseLocation::default(), |name| (name == "XDG_STATE_HOME").then(|| state.into()))
    }

    fn session_with_flags(words: &[&str]) -> SavedSession {
        SavedSession { flagged: words.iter().map(|word| (*word).to_owned()).collect(), ..SavedSession::default() }
    }

    #[test]
    fn each_base_has_its_own_file() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        for folder in ["a", "b"] {
            fs::create_dir(path(folder)).unwrap();
            fs::write(path(folder).join("My Fleet é.yaml"), "").unwrap();
        }
        let name_of = |names: &[&str]| {
            file_name(&BaseLocation { paths: names.iter().map(|name| path(name)).collect(), ..BaseLocation::default() })
        };
        let one = name_of(&["a/My Fleet é.yaml"]);
        assert!(one.starts_with("my-fleet---"), "{one}");
        assert_eq!(one, name_of(&["b/../a/My Fleet é.yaml"]), "a path is one however it is written");
        let all = [&one, &name_of(&["b/My Fleet é.yaml"]), &name_of(&["a"]), &name_of(&["a", "b"]), &name_of(&[])];
        assert_eq!(all.iter().collect::<std::collections::HashSet<_>>().len(), all.len(), "{all:?}");
        assert_eq!(name_of(&[]), "bundled.json");
    }

    #[test]
    fn session_round_trips_and_folder_is_private() {
        let home = tempfile::tempdir().unwrap();
        let state = home.path().join("deep/state");
        assert_eq!(session_file(&state).load(), (None, None));
        assert!(!state.exists(), "nothing is made before there is something to keep");
        assert_eq!(session_file(&state).save(&session_with_flags(&["a"])), None);
        assert_eq!(session_file(&state).load(), (Some(session_with_flags(&["a"])), None));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(state.join("dossier")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
            let mode = fs::metadata(state.join("dossier/bundled.json")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let mut names: Vec<_> =
            fs::read_dir(state.join("dossier")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["bundled.json", "lock"], "no draft is left");
    }

    #[test]
    fn two_instances_merge_their_changes() {
        let home = tempfile::tempdir().unwrap();
        session_file(home.path()).save(&session_with_flags(&["a", "b"]));
        let (mut one, mut other) = (session_file(home.path()), session_file(home.path()));
        one.load();
        other.load();
        assert_eq!(one.save(&session_with_flags(&["a", "b", "c"])), None);
        assert_eq!(other.save(&session_with_flags(&["b", "d"])), None);
        // The first instance never read `d`, so it did not remove it.
        assert_eq!(one.save(&session_with_flags(&["a", "b", "c", "e"])), None);
        assert_eq!(one.save(&session_with_flags(&["a", "b", "c", "e", "f"])), None);
        assert_eq!(session_file(home.path()).load().0, Some(session_with_flags(&["b", "c", "d", "e", "f"])));
    }

    #[test]
    fn concurrent_writes_lose_nothing() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("dossier/base.json");
        std::thread::scope(|scope| {
            for name in ["a", "b", "c", "d", "e", "f"] {
                let write = || {
                    write_merged(
                        &file,
                        &session_with_flags(&[name]),
                        &SavedSession::default(),
                        Duration::from_secs(60),
                    )
                    .unwrap();
                };
                scope.spawn(write);
            }
        });
        assert_eq!(read_session(&file).unwrap().unwrap().unwrap().flagged.len(), 6);
    }

    #[test]
    fn quarantines_broken_file_with_warning() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("dossier/bundled.json");
        session_file(home.path()).save(&session_with_flags(&["a"]));
        for (number, broken) in [(1, &b"{ nothing"[..]), (2, b"\xff\xfe")] {
            fs::write(&file, broken).unwrap();
            let (saved, notice) = session_file(home.path()).load();
            let aside = format!("bundled.json.broken-{number}");
            assert!(saved.is_none() && notice.as_ref().is_some_and(|message| message.contains(&aside)), "{notice:?}");
            assert_eq!(fs::read(home.path().join("dossier").join(aside)).unwrap(), broken);
            assert_eq!(quarantine_if_broken(&file).unwrap(), None, "once is enough");
        }
        assert!(!file.exists());
    }

    #[test]
    fn leaves_file_of_newer_version_unchanged() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("dossier/bundled.json");
        let mut early = session_file(home.path());
        session_file(home.path()).save(&session_with_flags(&["a"]));
        fs::write(&file, r#"{"version": 99}"#).unwrap();
        let mut late = session_file(home.path());
        let (saved, notice) = late.load();
        assert!(saved.is_none() && notice.is_some_and(|message| message.contains("version 99")));
        assert_eq!(late.save(&session_with_flags(&["b"])), None, "it was told");
        assert!(early.save(&session_with_flags(&["b"])).is_some(), "it came later");
        assert_eq!(fs::read_to_string(&file).unwrap(), r#"{"version": 99}"#);
    }

    #[test]
    fn warns_once_if_state_folder_is_read_only() {
        let home = tempfile::tempdir().unwrap();
        let state = home.path().join("file");
        fs::write(&state, "").unwrap();
        let mut nowhere = session_file(&state.join("state"));
        let message = nowhere.save(&session_with_flags(&["a"]));
        assert!(message.as_ref().is_some_and(|message| message.starts_with("Session not saved: ")), "{message:?}");
        assert_eq!(nowhere.save(&session_with_flags(&["b"])), None);
        let mut none = SessionFile::new(&BaseLocation::default(), |_| None);
        assert_eq!(none.load(), (None, None));
        assert_eq!(none.save(&session_with_flags(&["a"])), Some("Session not saved: HOME is not a folder.".to_owned()));
        assert_eq!(none.save(&session_with_flags(&["b"])), None, "it was told");
    }
}
