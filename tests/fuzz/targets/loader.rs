//! The files of a base, optionally with a source text: loading and checking terminate, every finding lies in its
//! file, every item can be shown, and loading is deterministic.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::loader(data));
