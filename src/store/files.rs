//! Reading files that somebody else wrote: no more than is allowed, and never waiting for one that is no file.

use super::depth::{break_width, deepest};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file: of a base, of a text, of a lock.
    pub file: u64,
}

impl Limits {
    /// Files of one base.
    pub const FILES: usize = 10_000;

    /// Lists and maps in brackets that are open at once. Reading takes ever longer with each.
    const DEPTH: usize = 1000;

    /// Lines that begin with `%`. Each is compared with all before.
    const DIRECTIVES: usize = 100;

    /// Bytes of all texts, that of each source counted: twice those of one. In memory, each takes some thirty.
    pub(super) fn texts(self) -> u64 {
        self.file.saturating_mul(2)
    }

    /// Lines of one text. What is shown of each takes some three hundred bytes.
    pub(super) fn lines(self) -> usize {
        usize::try_from(self.file / 32).unwrap_or(usize::MAX)
    }

    /// Bytes of all files of a base: four times those of one.
    pub fn all(self) -> u64 {
        self.file.saturating_mul(4)
    }

    /// Marks of structure in one file: an eighth of its bytes. Each is a value, and a value takes some hundred bytes
    /// of memory.
    fn marks(self) -> u64 {
        self.file / 8
    }

    /// Why a text has more structure than is read, if it has, and what to do.
    pub(super) fn excess(self, text: &str) -> Option<String> {
        let bytes = text.as_bytes();
        let (breaks, directives) = lines(bytes);
        let pairs = ["- ", "-\t", "? ", "?\t"].map(|pair| memchr::memmem::find_iter(bytes, pair).count());
        let marks = breaks
            + memchr::memchr2_iter(b',', b':', bytes).count()
            + memchr::memchr2_iter(b'[', b'{', bytes).count()
            + pairs.iter().sum::<usize>();
        let most = self.marks();
        if marks as u64 > most {
            return Some(format!("has more than {most} values; --max-size allows more"));
        }
        if directives > Self::DIRECTIVES {
            return Some(format!("has more than {} lines that begin with `%`; leave them out", Self::DIRECTIVES));
        }
        (deepest(bytes, Self::DEPTH) > Self::DEPTH)
            .then(|| format!("opens more than {} brackets inside each other; write it in blocks", Self::DEPTH))
    }
}

/// How many line breaks a text has, that of DOS counted once, and how many lines that begin with `%`.
fn lines(text: &[u8]) -> (usize, usize) {
    let (mut breaks, mut directives) = (0, usize::from(text.starts_with(b"%")));
    let mut note = |at: usize| {
        let width = break_width(&text[at..]);
        let rest = text.get(at + width..).unwrap_or_default();
        if width > 0 && !(text[at] == b'\r' && rest.starts_with(b"\n")) {
            breaks += 1;
            directives += usize::from(rest.starts_with(b"%"));
        }
    };
    memchr::memchr2_iter(b'\n', b'\r', text).for_each(&mut note);
    // NEL, and the separators of lines and paragraphs.
    memchr::memmem::find_iter(text, "\u{85}").for_each(&mut note);
    memchr::memmem::find_iter(text, &[0xe2, 0x80]).for_each(&mut note);
    (breaks, directives)
}

/// 32 MiB a file, which is some 150,000 claims.
impl Default for Limits {
    fn default() -> Self {
        Self { file: 32 << 20 }
    }
}

/// Reads a file of at most so many bytes: one of a disk, or a pipe that the shell opened for us (`/dev/fd/63`). A file
/// that is written meanwhile is read again.
///
/// # Errors
/// When it cannot be read, is none, has more bytes or does not rest.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let given = path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd") || path == Path::new("/dev/stdin");
    for _ in 0..4 {
        let file = if given { File::open(path)? } else { open(path)? };
        let before = file.metadata()?;
        if before.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !before.is_file() && !given {
            return Err(io::Error::other("neither a file nor a folder, but a pipe, a socket or a device"));
        }
        let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {}", size(most)));
        // Most files say so beforehand, and then nothing of them is read.
        if before.is_file() && before.len() > most {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        (&file).take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(too_large());
        }
        // While it was read, it may have been written in place. One that is replaced is whole either way.
        if given || stamp(&file.metadata()?) == stamp(&before) {
            return Ok(bytes);
        }
    }
    Err(io::Error::other("it changes while it is read; try again"))
}

/// The same, as text of UTF-8.
///
/// # Errors
/// As [`read`], and when it is no UTF-8.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read(path, most)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Opens a file without waiting for anybody to write into it.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // O_NOCTTY: a terminal that is named must not become ours.
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

fn stamp(file: &Metadata) -> (u64, Option<std::time::SystemTime>) {
    (file.len(), file.modified().ok())
}

/// A number of bytes, for people.
fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}

/// A folder, wherever links lead to it.
pub(super) struct Folder(Option<PathBuf>);

impl Folder {
    pub(super) fn of(path: &Path) -> Self {
        Self(fs::canonicalize(path).ok())
    }

    /// Whether a file lies in it, wherever links lead from there. Of what is not there, reading tells.
    pub(super) fn holds(&self, file: &Path) -> bool {
        let inside = |file: PathBuf| self.0.as_ref().is_some_and(|folder| file.starts_with(folder));
        fs::canonicalize(file).map_or(true, inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_is_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "12345678").unwrap();
        assert_eq!(read(&path, 8).unwrap(), b"12345678");
        assert_eq!(read(&path, 7).unwrap_err().to_string(), "larger than 7 bytes");
        assert_eq!(read(&path, u64::MAX).unwrap().len(), 8);
        assert_eq!(size(32 << 20), "32 MiB");
        assert_eq!(read(folder.path(), 8).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        fs::write(&path, b"a\xff").unwrap();
        assert_eq!(read_text(&path, 8).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn structure_is_counted() {
        let limits = Limits { file: 80 };
        assert_eq!(limits.excess("a: [1, 2, 3]\nb: {c: d}\n"), None);
        assert_eq!(limits.excess(&"[]".repeat(11)), Some("has more than 10 values; --max-size allows more".to_owned()));
        let deep = "[{".repeat(600);
        assert_eq!(
            Limits::default().excess(&deep),
            Some("opens more than 1000 brackets inside each other; write it in blocks".to_owned())
        );
        assert!(limits.excess(&"- ".repeat(11)).is_some());
        assert_eq!(Limits::default().excess(&"- the first [of many\n".repeat(2000)), None, "prose");
        assert!(Limits::default().excess(&"&a [".repeat(2000)).is_some());
        assert_eq!(Limits::default().excess(&"[{a: b}]".repeat(2000)), None);
    }

    #[test]
    fn lines_end_at_all_that_yaml_breaks_them_at() {
        let limits = Limits { file: 80 };
        for line in ["-\n", "-\r", "-\r\n", "-\u{85}", "-\u{2028}", "-\u{2029}", "-\t"] {
            assert_eq!(limits.excess(&line.repeat(10)), None, "{line:?}");
            assert!(limits.excess(&line.repeat(11)).is_some(), "{line:?}");
        }
        assert_eq!(limits.excess(&"\u{201c}".repeat(11)), None, "a quotation mark is no line break");
    }

    #[test]
    fn directives_are_counted() {
        for end in ["\n", "\r", "\r\n", "\u{85}", "\u{2029}"] {
            let line = format!("%TAG !a! b{end}");
            assert_eq!(Limits::default().excess(&line.repeat(100)), None, "{end:?}");
            let told = Limits::default().excess(&line.repeat(101)).unwrap();
            assert_eq!(told, "has more than 100 lines that begin with `%`; leave them out", "{end:?}");
        }
        assert_eq!(Limits::default().excess(&"a: 5 % b\n".repeat(1_000)), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let told = |path: &Path| read(path, 8).unwrap_err().to_string();
        assert!(told(Path::new("/dev/zero")).contains("device"));
        assert!(told(Path::new("/dev/null")).contains("device"));
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(told(&pipe).contains("pipe"));
        let looped = folder.path().join("loop");
        std::os::unix::fs::symlink(&looped, &looped).unwrap();
        assert!(!told(&looped).is_empty());
        let outside = folder.path().join("outside");
        std::os::unix::fs::symlink("/etc/hosts", &outside).unwrap();
        let inside = Folder::of(folder.path());
        assert!(!inside.holds(&outside));
        fs::write(folder.path().join("inside"), "").unwrap();
        assert!(inside.holds(&folder.path().join("inside")));
        assert!(inside.holds(&folder.path().join("missing")));
    }
}
