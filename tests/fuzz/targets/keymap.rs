//! The settings of a person: every fault lies in their text, and every key that is shown does what it is shown for.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::keymap(data));
