//! A query on the bundled base: every hit is an item, listed once; highlights lie on character boundaries; problems
//! lie in the query; an incremental search equals a full one; every offered completion is a valid query.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::query(data));
