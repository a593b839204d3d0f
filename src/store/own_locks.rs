//! Which records of locks were made on this machine, with the texts at hand: only these prove anything here.

use super::write_whole;
use crate::check::Lock;
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file in the state folder, one fingerprint a line.
const FILE: &str = "own-locks";
/// The most fingerprints that are kept; the oldest go first.
const MAX_KEPT: usize = 50_000;
/// The largest file that is read, in bytes: a fingerprint has 64 digits.
const MAX_BYTES: u64 = 4 << 20;

/// The state folder: `$XDG_STATE_HOME/dossier`, if that is absolute as it has to be, else `~/.local/state/dossier`
/// (XDG Base Directory Specification 0.8).
pub fn state_folder(env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/state")))?;
    Some(state.join("dossier"))
}

/// Makes the state folder and those above it, for the user only; of one that is there, nothing is changed.
///
/// # Errors
/// When it cannot be made.
pub fn make_state_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// The lock of a base, with what of it was recorded on this machine.
pub(super) fn recognise(lock: Lock, state: Option<&Path>) -> Lock {
    let mut known: HashSet<String> = state.map(read).unwrap_or_default().into_iter().collect();
    // The program vouches for the lock that it was built with, wherever a copy of it lies.
    known.extend(crate::bundled::lock().iter().flat_map(Lock::own_fingerprints));
    lock.vouched(|fingerprint| known.contains(fingerprint))
}

/// Remembers what a lock records of texts that were at hand here.
///
/// # Errors
/// When the state folder cannot be written to.
pub fn remember(lock: &Lock, state: &Path) -> io::Result<()> {
    let mut known = read(state);
    let before: HashSet<String> = known.iter().cloned().collect();
    let new: Vec<_> = lock.own_fingerprints().filter(|fingerprint| !before.contains(fingerprint)).collect();
    if new.is_empty() {
        return Ok(());
    }
    known.extend(new);
    let oldest = known.len().saturating_sub(MAX_KEPT);
    make_state_folder(state)?;
    write_whole(&state.join(FILE), &(known[oldest..].join("\n") + "\n"), 0o600)
}

/// The fingerprints, the oldest first. A file that cannot be read knows nothing: then nothing is trusted.
fn read(state: &Path) -> Vec<String> {
    let bytes = super::read(&state.join(FILE), MAX_BYTES).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_state_folder_follows_the_specification() {
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
