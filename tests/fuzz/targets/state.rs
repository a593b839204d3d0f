//! What is kept of sessions: written it is read as the same, also after two explorers were reconciled; who changed
//! nothing takes all from the other, who is alone keeps all.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| invariants::state(data));
