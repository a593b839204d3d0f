//! Watches the files of a base, to reload it when they change.

use super::start_thread;
use crate::model::FactBase;
use crate::store::{Place, is_yaml};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Quiet time after which a burst is over. Editors and `git` write in several steps.
const QUIET: Duration = Duration::from_millis(150);
/// Maximum duration of a burst before it is reported anyway.
const LONGEST: Duration = Duration::from_secs(2);

/// A running watch. Dropping it ends the watch.
pub(super) struct Watching {
    _watcher: RecommendedWatcher,
}

/// A path to watch.
#[derive(Debug, PartialEq, Eq)]
enum Interest {
    /// One file, watched through its folder, because editors replace files.
    File(PathBuf),
    /// The files of a base in this folder.
    Folder(PathBuf),
    /// Every file in this folder.
    Texts(PathBuf),
}

/// The folders that contain source texts named by the base. Subfolders it does not name are left out; there may be
/// any number of them.
pub(super) fn folders_of_texts(place: &Place, base: &FactBase) -> BTreeSet<PathBuf> {
    let Some(texts) = place.texts.as_ref().and_then(|texts| fs::canonicalize(texts).ok()) else {
        return BTreeSet::new();
    };
    let named: BTreeSet<_> =
        base.sources.iter().filter_map(|(_, _, source)| Path::new(source.text.as_ref()?).parent()).collect();
    // For a folder that does not exist yet, use its nearest existing ancestor.
    let there = |folder: &Path| folder.ancestors().find_map(|folder| fs::canonicalize(texts.join(folder)).ok());
    let inside = named.into_iter().filter_map(there).filter(|folder| folder.starts_with(&texts));
    inside.chain([texts.clone()]).collect()
}

/// Watches the files and folders of a base, its lock file, and the given folders of source texts. Calls `tell` once
/// for each burst of changes, on its own thread, until it returns false or the watch is dropped. `None` if there is
/// nothing to watch or the system refuses.
pub(super) fn watch(
    paths: &[PathBuf],
    texts: &BTreeSet<PathBuf>,
    tell: impl Fn() -> bool + Send + 'static,
) -> Option<Watching> {
    let interests = interests(paths, texts)?;
    let folders: BTreeSet<_> = interests.iter().filter_map(Interest::folder).map(Path::to_owned).collect();
    let (sender, receiver) = channel();
    let heard = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| is_change(&event, &interests)) {
            let _ = sender.send(());
        }
    };
    // A base may come from someone else, so do not follow the symlinks in it.
    let config = notify::Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(heard, config).ok()?;
    for folder in folders {
        // If one folder cannot be watched, still watch the others.
        let _ = watcher.watch(&folder, RecursiveMode::NonRecursive);
    }
    start_thread(move || debounce(&receiver, QUIET, LONGEST, tell)).ok()?;
    Some(Watching { _watcher: watcher })
}

/// The paths to watch for a base. They are canonical, because some systems report events with canonical paths.
fn interests(paths: &[PathBuf], texts: &BTreeSet<PathBuf>) -> Option<Vec<Interest>> {
    let mut interests = Vec::new();
    let lock = Place { paths: paths.to_vec(), ..Place::default() }.lock_path();
    for path in paths.iter().chain(&lock) {
        let whole = fs::canonicalize(path).ok();
        if let Some(folder) = whole.as_ref().filter(|path| path.is_dir()) {
            interests.push(Interest::Folder(folder.clone()));
            continue;
        }
        // Watch both a symlink and its target. For a lock file that does not exist yet, watch its path.
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let at = fs::canonicalize(parent).ok()?.join(path.file_name()?);
        interests.extend(whole.filter(|whole| *whole != at).into_iter().chain([at]).map(Interest::File));
    }
    interests.extend(texts.iter().cloned().map(Interest::Texts));
    (!interests.is_empty()).then_some(interests)
}

impl Interest {
    /// The folder to register with the system.
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::File(file) => file.parent(),
            Self::Folder(folder) | Self::Texts(folder) => Some(folder),
        }
    }

    fn holds(&self, path: &Path) -> bool {
        match self {
            Self::File(file) => path == file,
            Self::Folder(folder) => path.parent() == Some(folder) && is_yaml(path),
            Self::Texts(folder) => path.parent() == Some(folder),
        }
    }
}

/// Whether an event may have changed a watched file. Reads, including our own, are not changes. After lost events
/// (`need_rescan`), anything may have changed.
fn is_change(event: &Event, interests: &[Interest]) -> bool {
    let concerns = || event.paths.iter().any(|path| interests.iter().any(|interest| interest.holds(path)));
    event.need_rescan() || !event.kind.is_access() && concerns()
}

/// Calls `tell` once for each burst: after `quiet` without an event, or after `longest` at the latest.
fn debounce(receiver: &Receiver<()>, quiet: Duration, longest: Duration, tell: impl Fn() -> bool) {
    while receiver.recv().is_ok() {
        let end = Instant::now() + longest;
        loop {
            match receiver.recv_timeout(quiet) {
                Ok(()) if Instant::now() < end => {}
                Ok(()) | Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        if !tell() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::load::load;
    use std::sync::mpsc::{Sender, TryRecvError};

    /// How long to wait for an event that must come.
    const SOON: Duration = Duration::from_secs(20);
    /// How long to wait before assuming that no event comes. A shorter wait could miss a failure; it cannot cause
    /// one.
    const NEVER: Duration = Duration::from_millis(500);

    /// A watched base in a temporary folder. `paths` are relative to it. Also returns the receiver of notifications.
    fn watched(paths: &[&str], texts: &[&str]) -> (tempfile::TempDir, Watching, Receiver<()>) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("texts/deep")).unwrap();
        fs::write(folder.path().join("base.yaml"), "old").unwrap();
        fs::write(folder.path().join("notes.txt"), "old").unwrap();
        let paths: Vec<_> = paths.iter().map(|path| folder.path().join(path)).collect();
        let texts = texts.iter().map(|name| fs::canonicalize(folder.path().join(name)).unwrap()).collect();
        let (tell, told) = channel();
        let watching = watch(&paths, &texts, move || tell.send(()).is_ok()).unwrap();
        (folder, watching, told)
    }

    #[test]
    fn tells_of_writing_and_not_of_reading() {
        let (folder, _watching, told) = watched(&[""], &[]);
        let file = folder.path().join("base.yaml");
        fs::write(&file, "new").unwrap();
        assert_eq!(told.recv_timeout(SOON), Ok(()));
        // On a slow machine, one change may arrive as two bursts. Wait for both.
        while told.recv_timeout(NEVER).is_ok() {}
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(told.recv_timeout(NEVER).is_err());
    }

    #[test]
    fn a_single_file_may_be_replaced_again_and_again() {
        let (folder, _watching, told) = watched(&["base.yaml"], &[]);
        for text in ["one", "two"] {
            fs::write(folder.path().join("draft"), text).unwrap();
            fs::rename(folder.path().join("draft"), folder.path().join("base.yaml")).unwrap();
            assert_eq!(told.recv_timeout(SOON), Ok(()), "{text}");
            while told.recv_timeout(NEVER).is_ok() {}
        }
    }

    #[test]
    fn what_is_not_of_the_base_is_not_told() {
        let (folder, _watching, told) = watched(&["base.yaml"], &[]);
        for name in ["notes.txt", ".base.yaml.swp", "other.yaml", "base.yaml~", "texts/nyt.txt"] {
            fs::write(folder.path().join(name), "new").unwrap();
        }
        assert!(told.recv_timeout(NEVER).is_err());
        fs::write(folder.path().join("base.lock"), "{}").unwrap();
        assert_eq!(told.recv_timeout(SOON), Ok(()), "its lock is");
    }

    #[test]
    fn of_a_folder_its_bases_count_and_of_texts_everything() {
        let (folder, _watching, told) = watched(&[""], &["texts", "texts/deep"]);
        fs::write(folder.path().join("notes.txt"), "new").unwrap();
        assert!(told.recv_timeout(NEVER).is_err());
        for name in ["more.yml", "factbase.lock", "texts/nyt.txt", "texts/deep/wsj.md"] {
            fs::write(folder.path().join(name), "new").unwrap();
            assert_eq!(told.recv_timeout(SOON), Ok(()), "{name}");
            while told.recv_timeout(NEVER).is_ok() {}
        }
        fs::remove_file(folder.path().join("base.yaml")).unwrap();
        assert_eq!(told.recv_timeout(SOON), Ok(()));
    }

    #[test]
    fn of_the_folders_below_the_texts_those_count_that_a_source_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["texts/deep", "texts/other/deeper"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let text =
            "factbase: 1\nsources:\n  a: {text: a.txt}\n  b: {text: deep/b.txt}\n  c: {text: other/gone/c.txt}\n";
        let file = SourceFile { name: "base.yaml".to_owned(), text: format!("{text}  d: {{text: ../d.txt}}\n") };
        let base = load(vec![file]).base;
        assert_eq!(base.sources.iter().filter(|(_, _, source)| source.text.is_some()).count(), 4);
        let place = Place { texts: Some(folder.path().join("texts")), ..Place::default() };
        let whole = |name: &str| fs::canonicalize(folder.path().join(name)).unwrap();
        assert_eq!(folders_of_texts(&place, &base), [whole("texts"), whole("texts/deep"), whole("texts/other")].into());
        assert!(folders_of_texts(&Place::default(), &base).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_watched_at_both_ends() {
        let folder = tempfile::tempdir().unwrap();
        let (link, file) = (folder.path().join("link.yaml"), folder.path().join("real/base.yaml"));
        fs::create_dir(folder.path().join("real")).unwrap();
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let whole = |path: &Path| fs::canonicalize(path.parent().unwrap()).unwrap().join(path.file_name().unwrap());
        let found = interests(std::slice::from_ref(&link), &BTreeSet::new()).unwrap();
        assert!(found.contains(&Interest::File(whole(&link))) && found.contains(&Interest::File(whole(&file))));
    }

    #[test]
    fn dropping_it_or_an_answer_of_no_ends_it() {
        let (folder, watching, told) = watched(&[""], &[]);
        drop(watching);
        // Dropping the watch drops the callback, and with it the sender.
        assert_eq!(told.recv_timeout(SOON), Err(RecvTimeoutError::Disconnected));
        drop(folder);

        let (sender, receiver) = channel();
        let (tell, told) = channel();
        sender.send(()).unwrap();
        debounce(&receiver, Duration::from_millis(1), LONGEST, move || tell.send(()).is_err());
        assert_eq!((told.try_recv(), told.try_recv()), (Ok(()), Err(TryRecvError::Disconnected)));
        drop(sender);
    }

    /// Number of notifications from a debouncing thread until its input is closed.
    fn debounced(longest: Duration, send: impl FnOnce(&Sender<()>, &Receiver<()>)) -> usize {
        let ((sender, receiver), (tell, told)) = (channel(), channel());
        let thread = std::thread::spawn(move || debounce(&receiver, QUIET, longest, || tell.send(()).is_ok()));
        send(&sender, &told);
        drop(sender);
        thread.join().unwrap();
        1 + told.try_iter().count()
    }

    #[test]
    fn a_burst_is_told_once_and_an_endless_one_too() {
        let burst = debounced(SOON, |sender, told| {
            (0..100).for_each(|_| sender.send(()).unwrap());
            assert_eq!(told.recv_timeout(SOON), Ok(()));
        });
        assert_eq!(burst, 1);
        let (sender, receiver) = channel();
        let (tell, told) = channel();
        std::thread::spawn(move || debounce(&receiver, SOON, Duration::ZERO, || tell.send(()).is_ok()));
        (0..2).for_each(|_| sender.send(()).unwrap());
        assert_eq!(told.recv_timeout(SOON / 2), Ok(()), "it did not wait for quiet");
    }

    #[test]
    fn there_is_nothing_to_watch_of_the_bundled_base_or_of_what_is_gone() {
        assert!(watch(&[], &BTreeSet::new(), || true).is_none());
        assert!(watch(&["/no/such/base.yaml".into()], &BTreeSet::new(), || true).is_none());
    }
}
