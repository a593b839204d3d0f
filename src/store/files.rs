//! Reads untrusted files: within limits, without blocking, and only regular files.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Limits of what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Maximum size of a file of a base, a source text or a lock file, in bytes.
    pub file_bytes: u64,
}

impl Limits {
    /// Maximum number of files of a base.
    pub const MAX_FILES: usize = 10_000;

    /// Maximum size of all source texts together, in bytes, counting a text once for each source: twice that of a file.
    /// In memory, a byte takes about 30.
    pub(super) fn total_text_bytes(self) -> u64 {
        self.file_bytes.saturating_mul(2)
    }

    /// Maximum number of lines of a source text. A line takes about 300 bytes when it is shown.
    pub(super) fn lines_per_text(self) -> usize {
        usize::try_from(self.file_bytes / 32).unwrap_or(usize::MAX)
    }

    /// Maximum size of all files of a base together, in bytes: four times that of a file.
    pub fn total_bytes(self) -> u64 {
        self.file_bytes.saturating_mul(4)
    }

    /// Maximum number of values in one file: an eighth of its bytes, because a value takes about 100 bytes of memory.
    pub(super) fn values_per_file(self) -> usize {
        usize::try_from(self.file_bytes / 8).unwrap_or(usize::MAX)
    }
}

/// 32 MiB for a file, about 150,000 claims.
impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 32 << 20 }
    }
}

/// Reads a file of at most `max` bytes: a regular file, or a pipe opened by the shell (`/dev/fd/63`). If the file is
/// written meanwhile, it is read again.
///
/// # Errors
/// If it cannot be read, is not a regular file, is larger, or keeps changing.
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
        // Most files report their size, so that a file that is too large is not read at all.
        if before.is_file() && before.len() > max {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        (&file).take(max.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max {
            return Err(too_large());
        }
        // It may have been written in place meanwhile. A file that was replaced is complete either way.
        if is_inherited_fd || len_and_mtime(&file.metadata()?) == len_and_mtime(&before) {
            return Ok(bytes);
        }
    }
    Err(io::Error::other("the file changed while being read. Try again."))
}

/// Reads a UTF-8 file; see [`read_bytes`].
///
/// # Errors
/// As [`read_bytes`], or if it is not UTF-8.
pub fn read_text(path: &Path, max: u64) -> io::Result<String> {
    String::from_utf8(read_bytes(path, max)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Opens a file without waiting for a writer, as opening a FIFO would.
fn open_nonblocking(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // O_NOCTTY: a terminal must not become the controlling terminal.
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

fn len_and_mtime(file: &Metadata) -> (u64, Option<std::time::SystemTime>) {
    (file.len(), file.modified().ok())
}

/// A number of bytes in a readable unit.
fn format_bytes(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}

/// A folder with its links resolved.
pub(super) struct CanonicalFolder(Option<PathBuf>);

impl CanonicalFolder {
    pub(super) fn new(path: &Path) -> Self {
        Self(fs::canonicalize(path).ok())
    }

    /// Whether a file is in it once links are resolved. A missing file counts as inside; reading it reports the error.
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
