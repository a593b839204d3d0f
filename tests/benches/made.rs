//! Bases of any size, the same for the same seed.

use std::fmt::Write;

const WORDS: &[&str] = &[
    "SoftBank",
    "centrale",
    "énergie",
    "investit",
    "milliards",
    "Stargate",
    "ministère",
    "économie",
    "data",
    "centre",
    "cœur",
    "été",
    "pledge",
    "funds",
    "council",
    "tramway",
    "Nvidia",
    "rapport",
    "annonce",
    "capital",
    "réseau",
    "Flamanville",
    "Cour",
    "comptes",
    "port",
    "northern",
    "line",
    "budget",
    "doubts",
    "OpenAI",
];

/// A small generator of numbers (`SplitMix64`).
pub struct Seed(pub u64);

impl Seed {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap_or(0) % bound
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}

/// The YAML of a base with this many claims.
pub fn base(claims: usize) -> String {
    let mut seed = Seed(42);
    let entities = (claims / 20).max(2);
    let mut yaml = String::from(
        "factbase: 1\ntitle: A made base\nsources:\n  paper: {kind: article, title: A paper, lang: fr}\nentities:\n",
    );
    for at in 0..entities {
        let _ = writeln!(yaml, "  e{at}: {{type: company, name: {} {at}}}", seed.words(2));
    }
    yaml += "claims:\n";
    for at in 0..claims {
        let (a, b) = (seed.below(entities), seed.below(entities));
        let (year, month, amount) = (1950 + seed.below(75), 1 + seed.below(12), 1 + seed.below(900));
        let (says, quote) = (seed.words(9), seed.words(5));
        let _ = writeln!(
            yaml,
            "  c{at}:\n    triple: [e{a}, invests-in, e{b}]\n    says: {{en: {says}}}\n    amount: {amount}M EUR\n    \
             when: {year}-{month:02}\n    status: completed\n    \
             evidence: [{{source: paper, stance: states, quote: {quote} {at}}}]",
        );
    }
    yaml
}
