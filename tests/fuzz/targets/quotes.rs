//! A source text and a quote: every match lies in the text and contains the quote; a sanitized text has no control or
//! bidirectional characters; wrapping it loses no word.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::quotes(data));
