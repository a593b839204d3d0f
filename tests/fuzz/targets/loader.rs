//! Files of a base, and perhaps a source text: whatever is in them, loading and checking end, every finding lies in its
//! file, every item can be shown, and to load again gives the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::loader(data));
