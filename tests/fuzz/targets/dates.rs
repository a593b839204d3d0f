//! A date in EDTF or as people write it: its earliest and latest day are in order, it has a label, and printing and
//! parsing it again gives the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::dates(data));
