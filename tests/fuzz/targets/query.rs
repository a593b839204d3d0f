//! A query on the bundled base: hits are items, each once; what is marked are characters of the texts shown; faults lie
//! in the query; what was asked before changes no answer; what is offered to complete it is understood.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::query(data));
