//! Watches the files of a base, to reload it when they change.

use crate::model::FactBase;
use crate::store::{BaseLocation, is_yaml};
use crate::term::start_thread;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Quiet time after which a burst is over. Editors and `git` write in several steps.
const DEBOUNCE_DELAY: Duration = Duration::from_millis(150);
/// Maximum duration of a burst before it is reported anyway.
const MAX_DEBOUNCE: Duration = Duration::from_secs(2);

/// A running watch. Dropping it ends the watch.
pub struct BaseWatch {
    _watcher: RecommendedWatcher,
}

/// A path to watch.
#[derive(Debug, PartialEq, Eq)]
enum WatchTarget {
    /// One file, watched through its folder, because editors replace files.
    File(PathBuf),
    /// The files of a base in this folder.
    BaseFolder(PathBuf),
    /// Every file in this folder.
    TextFolder(PathBuf),
}

/// The folders that contain source texts named by the base. Subfolders it does not name are left out; there may be
/// any number of them.
pub fn text_folders(location: &BaseLocation, base: &FactBase) -> BTreeSet<PathBuf> {
    let Some(texts) = location.text_folder.as_ref().and_then(|texts| fs::canonicalize(texts).ok()) else {
        return BTreeSet::new();
    };
    let named: BTreeSet<_> =
        base.sources.iter().filter_map(|(_, _, source)| Path::new(source.text.as_ref()?).parent()).collect();
    // For a folder that does not exist yet, use its nearest existing ancestor.
    let existing_ancestor =
        |folder: &Path| folder.ancestors().find_map(|folder| fs::canonicalize(texts.join(folder)).ok());
    let inside = named.into_iter().filter_map(existing_ancestor).filter(|folder| folder.starts_with(&texts));
    inside.chain([texts.clone()]).collect()
}

/// Watches the files and folders of a base, its lock file, and the given folders of source texts. Calls `tell` once
/// for each burst of changes, on its own thread, until it returns false or the watch is dropped. `None` if there is
/// nothing to watch or the system refuses.
pub fn watch(
    paths: &[PathBuf],
    texts: &BTreeSet<PathBuf>,
    notify: impl Fn() -> bool + Send + 'static,
) -> Option<BaseWatch> {
    let interests = watch_targets(paths, texts)?;
    let folders: BTreeSet<_> = interests.iter().filter_map(WatchTarget::watched_folder).map(Path::to_owned).collect();
    let (sender, receiver) = channel();
    let on_event = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| is_relevant_change(&event, &interests)) {
            let _ = sender.send(());
        }
    };
    // A base may come from someone else, so do not follow the symlinks in it.
    let config = notify::Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(on_event, config).ok()?;
    for folder in folders {
        // If one folder cannot be watched, still watch the others.
        let _ = watcher.watch(&folder, RecursiveMode::NonRecursive);
    }
    start_thread(move || debounce(&receiver, DEBOUNCE_DELAY, MAX_DEBOUNCE, notify)).ok()?;
    Some(BaseWatch { _watcher: watcher })
}

/// The paths to watch for a base. They are canonical, because some systems report events with canonical paths.
fn watch_targets(paths: &[PathBuf], texts: &BTreeSet<PathBuf>) -> Option<Vec<WatchTarget>> {
    let mut interests = Vec::new();
    let lock = BaseLocation { paths: paths.to_vec(), ..BaseLocation::default() }.lock_path();
    for path in paths.iter().chain(&lock) {
        let canonical = fs::canonicalize(path).ok();
        if let Some(folder) = canonical.as_ref().filter(|path| path.is_dir()) {
            interests.push(WatchTarget::BaseFolder(folder.clone()));
            continue;
        }
        // Watch both a symlink and its target. For a lock file that does not exist yet, watch its path.
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let at = fs::canonicalize(parent).ok()?.join(path.file_name()?);
        interests.extend(canonical.filter(|whole| *whole != at).into_iter().chain([at]).map(WatchTarget::File));
    }
    interests.extend(texts.iter().cloned().map(WatchTarget::TextFolder));
    (!interests.is_empty()).then_some(interests)
}

impl WatchTarget {
    /// The folder to register with the system.
    fn watched_folder(&self) -> Option<&Path> {
        match self {
            Self::File(file) => file.parent(),
            Self::BaseFolder(folder) | Self::TextFolder(folder) => Some(folder),
        }
    }

    fn matches(&self, path: &Path) -> bool {
        match self {
            Self::File(file) => path == file,
            Self::BaseFolder(folder) => path.parent() == Some(folder) && is_yaml(path),
            Self::TextFolder(folder) => path.parent() == Some(folder),
        }
    }
}

/// Whether an event may have changed a watched file. Reads, including our own, are not changes. After lost events
/// (`need_rescan`), anything may have changed.
fn is_relevant_change(event: &Event, interests: &[WatchTarget]) -> bool {
    let concerns = || event.paths.iter().any(|path| interests.iter().any(|interest| interest.matches(path)));
    event.need_rescan() || !event.kind.is_access() && concerns()
}

/// Calls `tell` once for each burst: after `quiet` without an event, or after `longest` at the latest.
fn debounce(receiver: &Receiver<()>, delay: Duration, max_duration: Duration, notify: impl Fn() -> bool) {
    while receiver.recv().is_ok() {
        let end = Instant::now() + max_duration;
        loop {
            match receiver.recv_timeout(delay) {
                Ok(()) if Instant::now() < end => {}
                Ok(()) | Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        if !notify() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;
    use crate::load::load;
    use std::sync::mpsc::{Sender, TryRecvError};

    /// How long to wait for an event that must come.
    const EVENT_TIMEOUT: Duration = Duration::from_secs(20);
    /// How long to wait before assuming that no event comes. A shorter wait could miss a failure; it cannot cause
    /// one.
    const SILENCE_PERIOD: Duration = Duration::from_millis(500);

    /// A watched base in a temporary folder. `paths` are relative to it. Also returns the receiver of notifications.
    fn watched_base(paths: &[&str], texts: &[&str]) -> (tempfile::TempDir, BaseWatch, Receiver<()>) {
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
    fn reports_writes_not_reads() {
        let (folder, _watching, told) = watched_base(&[""], &[]);
        let file = folder.path().join("base.yaml");
        fs::write(&file, "new").unwrap();
        assert_eq!(told.recv_timeout(EVENT_TIMEOUT), Ok(()));
        // On a slow machine, one change may arrive as two bursts. Wait for both.
        while told.recv_timeout(SILENCE_PERIOD).is_ok() {}
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(told.recv_timeout(SILENCE_PERIOD).is_err());
    }

    #[test]
    fn reports_each_replacement_of_a_file() {
        let (folder, _watching, told) = watched_base(&["base.yaml"], &[]);
        for text in ["one", "two"] {
            fs::write(folder.path().join("draft"), text).unwrap();
            fs::rename(folder.path().join("draft"), folder.path().join("base.yaml")).unwrap();
            assert_eq!(told.recv_timeout(EVENT_TIMEOUT), Ok(()), "{text}");
            while told.recv_timeout(SILENCE_PERIOD).is_ok() {}
        }
    }

    #[test]
    fn ignores_files_outside_the_base() {
        let (folder, _watching, told) = watched_base(&["base.yaml"], &[]);
        for name in ["notes.txt", ".base.yaml.swp", "other.yaml", "base.yaml~", "texts/nyt.txt"] {
            fs::write(folder.path().join(name), "new").unwrap();
        }
        assert!(told.recv_timeout(SILENCE_PERIOD).is_err());
        fs::write(folder.path().join("base.lock"), "{}").unwrap();
        assert_eq!(told.recv_timeout(EVENT_TIMEOUT), Ok(()), "its lock is");
    }

    #[test]
    fn watches_bases_in_folders_and_all_texts() {
        let (folder, _watching, told) = watched_base(&[""], &["texts", "texts/deep"]);
        fs::write(folder.path().join("notes.txt"), "new").unwrap();
        assert!(told.recv_timeout(SILENCE_PERIOD).is_err());
        for name in ["more.yml", "factbase.lock", "texts/nyt.txt", "texts/deep/wsj.md"] {
            fs::write(folder.path().join(name), "new").unwrap();
            assert_eq!(told.recv_timeout(EVENT_TIMEOUT), Ok(()), "{name}");
            while told.recv_timeout(SILENCE_PERIOD).is_ok() {}
        }
        fs::remove_file(folder.path().join("base.yaml")).unwrap();
        assert_eq!(told.recv_timeout(EVENT_TIMEOUT), Ok(()));
    }

    #[test]
    fn watches_only_text_folders_named_by_sources() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["texts/deep", "texts/other/deeper"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let text =
            "factbase: 1\nsources:\n  a: {text: a.txt}\n  b: {text: deep/b.txt}\n  c: {text: other/gone/c.txt}\n";
        let file = SourceFile { name: "base.yaml".to_owned(), text: format!("{text}  d: {{text: ../d.txt}}\n") };
        let base = load(vec![file]).base;
        assert_eq!(base.sources.iter().filter(|(_, _, source)| source.text.is_some()).count(), 4);
        let location = BaseLocation { text_folder: Some(folder.path().join("texts")), ..BaseLocation::default() };
        let whole = |name: &str| fs::canonicalize(folder.path().join(name)).unwrap();
        assert_eq!(text_folders(&location, &base), [whole("texts"), whole("texts/deep"), whole("texts/other")].into());
        assert!(text_folders(&BaseLocation::default(), &base).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn watches_symlink_and_target() {
        let folder = tempfile::tempdir().unwrap();
        let (link, file) = (folder.path().join("link.yaml"), folder.path().join("real/base.yaml"));
        fs::create_dir(folder.path().join("real")).unwrap();
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let whole = |path: &Path| fs::canonicalize(path.parent().unwrap()).unwrap().join(path.file_name().unwrap());
        let found = watch_targets(std::slice::from_ref(&link), &BTreeSet::new()).unwrap();
        assert!(found.contains(&WatchTarget::File(whole(&link))) && found.contains(&WatchTarget::File(whole(&file))));
    }

    #[test]
    fn drop_or_false_stops_the_watch() {
        let (folder, watching, told) = watched_base(&[""], &[]);
        drop(watching);
        // Dropping the watch drops the callback, and with it the sender.
        assert_eq!(told.recv_timeout(EVENT_TIMEOUT), Err(RecvTimeoutError::Disconnected));
        drop(folder);

        let (sender, receiver) = channel();
        let (tell, told) = channel();
        sender.send(()).unwrap();
        debounce(&receiver, Duration::from_millis(1), MAX_DEBOUNCE, move || tell.send(()).is_err());
        assert_eq!((told.try_recv(), told.try_recv()), (Ok(()), Err(TryRecvError::Disconnected)));
        drop(sender);
    }

    /// Number of notifications from a debouncing thread until its input is closed.
    fn notification_count(longest: Duration, send: impl FnOnce(&Sender<()>, &Receiver<()>)) -> usize {
        let ((sender, receiver), (tell, told)) = (channel(), channel());
        let thread = std::thread::spawn(move || debounce(&receiver, DEBOUNCE_DELAY, longest, || tell.send(()).is_ok()));
        send(&sender, &told);
        drop(sender);
        thread.join().unwrap();
        1 + told.try_iter().count()
    }

    #[test]
    fn reports_a_burst_once_even_if_endless() {
        let burst = notification_count(EVENT_TIMEOUT, |sender, told| {
            (0..100).for_each(|_| sender.send(()).unwrap());
            assert_eq!(told.recv_timeout(EVENT_TIMEOUT), Ok(()));
        });
        assert_eq!(burst, 1);
        let (sender, receiver) = channel();
        let (tell, told) = channel();
        std::thread::spawn(move || debounce(&receiver, EVENT_TIMEOUT, Duration::ZERO, || tell.send(()).is_ok()));
        (0..2).for_each(|_| sender.send(()).unwrap());
        assert_eq!(told.recv_timeout(EVENT_TIMEOUT / 2), Ok(()), "it did not wait for quiet");
    }

    #[test]
    fn does_not_watch_bundled_or_missing_base() {
        assert!(watch(&[], &BTreeSet::new(), || true).is_none());
        assert!(watch(&["/no/such/base.yaml".into()], &BTreeSet::new(), || true).is_none());
    }
}
