//! An amount: its bounds are in order, and printed or labelled it is read as the same; a fault lies inside the text,
//! and what was meant can be read.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::amounts(data));
