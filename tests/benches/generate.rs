//! Writes the YAML of a synthetic base: `cargo run --release --example generate -- --claims N > base.yaml`.

mod made;

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let asked = (arguments.next(), arguments.next().and_then(|n| n.parse().ok()));
    let (Some("--claims"), Some(claims)) = (asked.0.as_deref(), asked.1) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "write: generate --claims N"));
    };
    io::stdout().write_all(made::yaml(claims).as_bytes())
}
