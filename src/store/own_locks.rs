//! Remembers which lock records were made on this machine from the source texts themselves. Only these are trusted.

use super::write_atomic;
use crate::verify::Lock;
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the file in the state folder, with one fingerprint per line.
const FILE_NAME: &str = "own-locks";
/// Maximum number of fingerprints kept; the oldest are dropped first.
const MAX_FINGERPRINTS: usize = 50_000;
/// Maximum size of the file, in bytes. A fingerprint has 64 hexadecimal digits.
const MAX_FILE_BYTES: u64 = 4 << 20;

/// The state folder: `$XDG_STATE_HOME/dossier` if that path is absolute, else `~/.local/state/dossier` (XDG Base
/// Directory Specification 0.8).
pub fn state_folder(env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/state")))?;
    Some(state.join("dossier"))
}

/// Creates the state folder and its missing parents, with mode 0700 on Unix. Leaves existing folders unchanged.
///
/// # Errors
/// If it cannot be created.
pub fn create_state_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Marks the records of a lock that were made on this machine.
pub(super) fn vouch_for_own_records(lock: Lock, state: Option<&Path>) -> Lock {
    let mut known: HashSet<String> = state.map(read_fingerprints).unwrap_or_default().into_iter().collect();
    // Also trust the records of the bundled lock, wherever a copy of it is.
    known.extend(crate::bundled::parse_lock().iter().flat_map(Lock::trusted_fingerprints));
    lock.with_trusted_records(|fingerprint| known.contains(fingerprint))
}

/// Adds the fingerprints of the records that were made here, from their source texts, to the state folder.
///
/// # Errors
/// If the state folder cannot be written to.
pub fn record_own_lock(lock: &Lock, state: &Path) -> io::Result<()> {
    let mut known = read_fingerprints(state);
    let before: HashSet<String> = known.iter().cloned().collect();
    let new: Vec<_> = lock.trusted_fingerprints().filter(|fingerprint| !before.contains(fingerprint)).collect();
    if new.is_empty() {
        return Ok(());
    }
    known.extend(new);
    let excess = known.len().saturating_sub(MAX_FINGERPRINTS);
    create_state_folder(state)?;
    write_atomic(&state.join(FILE_NAME), &(known[excess..].join("\n") + "\n"), 0o600)
}

/// Reads the fingerprints, oldest first. Returns none if the file cannot be read, so that nothing is trusted.
fn read_fingerprints(state: &Path) -> Vec<String> {
    let bytes = super::read_bytes(&state.join(FILE_NAME), MAX_FILE_BYTES).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn state_folder_follows_xdg() {
        let find = |state: &str, home: &str| {
            let (state, home) = (OsString::from(state), OsString::from(home));
            state_folder(|name| Some(if name == "HOME" { home.clone() } else { state.clone() }))
        };
        assert_eq!(find("/state", "/home/eve"), Some("/state/dossier".into()));
        for relative in ["", "state"] {
            assert_eq!(find(relative, "/home/eve"), Some("/home/eve/.local/state/dossier".into()), "{relative}");
            assert_eq!(find(relative, ""), None);
        }
        assert_eq!(state_folder(|_| None), None);
    }
}
