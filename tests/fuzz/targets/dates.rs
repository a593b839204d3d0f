//! A date as EDTF or as people write it: its days are in order, it has a label, and printed it is read as the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::dates(data));
