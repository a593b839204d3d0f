//! An amount: its bounds are in order, and printing or labelling it and parsing it again gives the same. The range of
//! an error lies in the text, and a suggested correction parses.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::amounts(data));
