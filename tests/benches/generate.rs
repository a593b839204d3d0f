//! Writes the YAML of a synthetic base: `cargo run --release --example generate -- --claims N > base.yaml`.

mod synthetic;

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let arguments_given = (arguments.next(), arguments.next().and_then(|n| n.parse().ok()));
    let (Some("--claims"), Some(claims)) = (arguments_given.0.as_deref(), arguments_given.1) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "write: generate --claims N"));
    };
    io::stdout().write_all(synthetic::yaml(claims).as_bytes())
}
