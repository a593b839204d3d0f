//! A settings file: every problem lies in its text, and every key shown for a command runs that command.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::keymap(data));
