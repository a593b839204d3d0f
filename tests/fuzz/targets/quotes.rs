//! A source text and a quote: what is found lies in the text and holds the quote; a cleaned text has no control or
//! bidirectional character; breaking it into rows loses no word.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::quotes(data));
