//! The base that comes with the program, compiled from five press articles.
//!
//! The executable contains both its YAML and a compiled form (postcard) that loads in a fraction of the time. The
//! compiled form starts with a hash of the YAML it was made from. If the hash differs from that of the embedded YAML,
//! as it does while the YAML is being edited, the YAML is parsed instead, so the base is never out of date. A test
//! checks that the committed compiled form is current.

use crate::text::{FNV_OFFSET, fnv1a};

use crate::diagnostics::SourceFile;
use crate::load;
use crate::load::ParsedBase;
use crate::model::FactBase;
use crate::verify::{Lock, SourceTexts, verify_quotes};

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

/// The lock file of the base.
pub const LOCK: &str = include_str!("../data/factbase.lock");

const COMPILED_BASE: &[u8] = include_bytes!("../assets/bundled.bin");

/// Hash of the files and the lock file (FNV-1a, 64 bits), computed at compile time.
const FILES_HASH: u64 = hash_files();

#[allow(long_running_const_eval)]
const fn hash_files() -> u64 {
    let mut hash = fnv1a(LOCK.as_bytes(), FNV_OFFSET);
    let mut file = 0;
    while file < FILES.len() {
        hash = fnv1a(FILES[file].0.as_bytes(), hash);
        hash = fnv1a(FILES[file].1.as_bytes(), hash);
        file += 1;
    }
    hash
}

/// Loads the bundled base from its compiled form, or from its YAML if the compiled form is out of date.
pub fn load_base() -> FactBase {
    decode(COMPILED_BASE).unwrap_or_else(|| parse_base().base)
}

/// Parses the bundled base from its YAML and verifies its quotes against its lock file.
pub fn parse_base() -> ParsedBase {
    let files = FILES.iter().map(|&(name, text)| SourceFile { name: name.to_owned(), text: text.to_owned() });
    let mut loaded = load::load(files.collect());
    verify_quotes(&mut loaded.base, &SourceTexts::new(), parse_lock().as_ref());
    loaded
}

/// Parses the lock file of the bundled base; all its entries are trusted. `None` if it is malformed.
pub fn parse_lock() -> Option<Lock> {
    Lock::parse(LOCK).ok().map(|lock| lock.with_trusted_records(|_| true))
}

/// Compiles the current YAML: the hash (8 bytes, little-endian), then the base in postcard format.
pub fn compile() -> Vec<u8> {
    let mut bytes = FILES_HASH.to_le_bytes().to_vec();
    bytes.extend(postcard::to_allocvec(&parse_base().base).unwrap_or_default());
    bytes
}

/// Whether the embedded compiled form matches the embedded YAML and can be decoded.
pub fn is_compiled_base_current() -> bool {
    COMPILED_BASE == compile() && decode(COMPILED_BASE).is_some()
}

fn decode(compiled: &[u8]) -> Option<FactBase> {
    let (hash, bytes) = compiled.split_first_chunk::<8>()?;
    let current = u64::from_le_bytes(*hash) == FILES_HASH;
    current.then(|| postcard::from_bytes::<FactBase>(bytes).ok()).flatten().map(FactBase::with_links)
}
