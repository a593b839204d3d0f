//! The base that comes with the program: a story told from five press articles.
//!
//! Its YAML is part of the program, and so is a compiled form of it, which opens in a fraction of the time. The
//! compiled form carries a hash of the YAML that it was made from; where the two differ, as while the YAML is being
//! edited, the YAML is read instead, so that what is shown is never old. A test holds the committed form current.

use crate::check::{self, Lock, Texts};
use crate::diagnostic::SourceFile;
use crate::load::{self, Loaded};
use crate::model::FactBase;

macro_rules! files {
    ($($name:literal)+) => {
        /// The files of the base: name and text.
        pub const FILES: &[(&str, &str)] = &[$((concat!("data/", $name), include_str!(concat!("../data/", $name)))),+];
    };
}

files! {
    "1-mar-a-lago.yaml" "2-stargate.yaml" "3-openai-stake.yaml" "4-twenty-two-billion.yaml" "5-sb-oai-japan.yaml"
    "6-circular-investment.yaml" "7-record.yaml" "8-market.yaml" "base.yaml" "entities.yaml" "story.yaml"
}

/// The lock of the base.
pub const LOCK: &str = include_str!("../data/factbase.lock");

const COMPILED: &[u8] = include_bytes!("../assets/bundled.bin");

/// The hash of the files and the lock (FNV-1a, 64 bits), computed when the program is built.
const HASH: u64 = hash();

#[allow(long_running_const_eval)]
const fn hash() -> u64 {
    let mut hash = fnv(LOCK.as_bytes(), 0xcbf2_9ce4_8422_2325);
    let mut file = 0;
    while file < FILES.len() {
        hash = fnv(FILES[file].0.as_bytes(), hash);
        hash = fnv(FILES[file].1.as_bytes(), hash);
        file += 1;
    }
    hash
}

const fn fnv(bytes: &[u8], mut hash: u64) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The bundled base, ready to explore.
pub fn base() -> FactBase {
    decode(COMPILED).unwrap_or_else(|| read().base)
}

/// The bundled base read from its YAML, with its problems, its quotes compared with its lock.
pub fn read() -> Loaded {
    let files = FILES.iter().map(|&(name, text)| SourceFile { name: name.to_owned(), text: text.to_owned() });
    let mut loaded = load::load(files.collect());
    check::judge(&mut loaded.base, &Texts::new(), lock().as_ref());
    loaded
}

/// The lock of the bundled base.
pub fn lock() -> Option<Lock> {
    Lock::parse(LOCK).ok().map(|lock| lock.vouched(|_| true))
}

/// The compiled form of the base as its YAML is now.
pub fn compile() -> Vec<u8> {
    let mut bytes = HASH.to_le_bytes().to_vec();
    bytes.extend(postcard::to_allocvec(&read().base).unwrap_or_default());
    bytes
}

/// Whether the compiled form that the program carries is the one of its YAML, and can be read.
pub fn is_current() -> bool {
    COMPILED == compile() && decode(COMPILED).is_some()
}

fn decode(compiled: &[u8]) -> Option<FactBase> {
    let (hash, bytes) = compiled.split_first_chunk::<8>()?;
    let current = u64::from_le_bytes(*hash) == HASH;
    current.then(|| postcard::from_bytes::<FactBase>(bytes).ok()).flatten().map(FactBase::linked)
}
