//! An address, an id or a language tag: printing and parsing it again gives the same, and an address finds the item
//! whose address it is, if any.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::addresses(data));
