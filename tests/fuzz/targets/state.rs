//! Saved sessions: writing and reading one gives the same, also after a merge. An instance without changes takes
//! everything from the file, and an instance without competitors keeps everything of its own.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::state(data));
