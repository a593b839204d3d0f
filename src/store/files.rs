//! Reading files that somebody else wrote: no more than is allowed, and never waiting for one that is no file.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file: of a base, of a text, of a lock.
    pub file_bytes: u64,
}

impl Limits {
    /// Files of one base.
    pub const MAX_FILES: usize = 10_000;

    /// Bytes of all texts, that of each source counted: twice those of one. In memory, each takes some thirty.
    pub(super) fn total_text_bytes(self) -> u64 {
        self.file_bytes.saturating_mul(2)
    }

    /// Lines of one text. What is shown of each takes some three hundred bytes.
    pub(super) fn lines_per_text(self) -> usize {
        usize::try_from(self.file_bytes / 32).unwrap_or(usize::MAX)
    }

    /// Bytes of all files of a base: four times those of one.
    pub fn total_bytes(self) -> u64 {
        self.file_bytes.saturating_mul(4)
    }

    /// Maximum number of values in one file: an eighth of its bytes, because a value takes some hundred bytes of memory.
    pub(super) fn values_per_file(self) -> usize {
        usize::try_from(self.file_bytes / 8).unwrap_or(usize::MAX)
    }
}

/// 32 MiB a file, which is some 150,000 claims.
impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 32 << 20 }
    }
}

/// Reads a file of at most so many bytes: one of a disk, or a pipe that the shell opened for us (`/dev/fd/63`). A file
/// that is written meanwhile is read again.
///
/// # Errors
/// When it cannot be read, is none, has more bytes or does not rest.
pub fn read_bytes(path: &Path, max: u64) -> io::Result<Vec<u8>> {
    let is_inherited_fd =
        path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd") || path == Path::new("/dev/stdin");
    for _ in 0..4 {
        let file = if is_inherited_fd { File::open(path)? } else { open_nonblocking(path)? };
        let before = file.metadata()?;
        if before.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !before.is_file() && !is_inherited_fd {
            return Err(io::Error::other("not a regular file or folder"));
        }
        let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {}", format_bytes(max)));
        // Most files say so beforehand, and then nothing of them is read.
        if before.is_file() && before.len() > max {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        (&file).take(max.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max {
            return Err(too_large());
        }
        // While it was read, it may have been written in place. One that is replaced is whole either way.
        if is_inherited_fd || len_and_mtime(&file.metadata()?) == len_and_mtime(&before) {
            return Ok(bytes);
        }
    }
    Err(io::Error::other("the file changed while being read. Try again."))
}

/// The same, as text of UTF-8.
///
/// # Errors
/// As [`read_bytes`], and when it is no UTF-8.
pub fn read_text(path: &Path, max: u64) -> io::Result<String> {
    String::from_utf8(read_bytes(path, max)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Opens a file without waiting for anybody to write into it.
fn open_nonblocking(path: &Path) -> io::Result<File> {
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

fn len_and_mtime(file: &Metadata) -> (u64, Option<std::time::SystemTime>) {
    (file.len(), file.modified().ok())
}

/// A number of bytes, for people.
fn format_bytes(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}

/// A folder, wherever links lead to it.
pub(super) struct CanonicalFolder(Option<PathBuf>);

impl CanonicalFolder {
    pub(super) fn new(path: &Path) -> Self {
        Self(fs::canonicalize(path).ok())
    }

    /// Whether a file lies in it, wherever links lead from there. Of what is not there, reading tells.
    pub(super) fn contains(&self, file: &Path) -> bool {
        let is_inside = |file: PathBuf| self.0.as_ref().is_some_and(|folder| file.starts_with(folder));
        fs::canonicalize(file).map_or(true, is_inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enforces_size_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "12345678").unwrap();
        assert_eq!(read_bytes(&path, 8).unwrap(), b"12345678");
        assert_eq!(read_bytes(&path, 7).unwrap_err().to_string(), "larger than 7 bytes");
        assert_eq!(read_bytes(&path, u64::MAX).unwrap().len(), 8);
        assert_eq!(format_bytes(32 << 20), "32 MiB");
        assert_eq!(read_bytes(folder.path(), 8).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        fs::write(&path, b"a\xff").unwrap();
        assert_eq!(read_text(&path, 8).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[cfg(unix)]
    #[test]
    fn rejects_devices_pipes_and_links_out() {
        let error = |path: &Path| read_bytes(path, 8).unwrap_err().to_string();
        assert!(error(Path::new("/dev/zero")).contains("regular file"));
        assert!(error(Path::new("/dev/null")).contains("regular file"));
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(error(&pipe).contains("regular file"));
        let looped = folder.path().join("loop");
        std::os::unix::fs::symlink(&looped, &looped).unwrap();
        assert!(!error(&looped).is_empty());
        let outside = folder.path().join("outside");
        std::os::unix::fs::symlink("/etc/hosts", &outside).unwrap();
        let inside = CanonicalFolder::new(folder.path());
        assert!(!inside.contains(&outside));
        fs::write(folder.path().join("inside"), "").unwrap();
        assert!(inside.contains(&folder.path().join("inside")));
        assert!(inside.contains(&folder.path().join("missing")));
    }
}
