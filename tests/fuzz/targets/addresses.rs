//! An address, an id or a language tag: printed it is read as the same, and names at most the item that it is of.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::addresses(data));
