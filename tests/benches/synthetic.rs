//! Synthetic bases of any size, from fixed seeds: French and English texts with a few frequent words and many rare
//! ones, as in real texts.

use dossier::diagnostics::SourceFile;
use dossier::load::load;
use dossier::model::{
    Amount, AmountRange, Claim, EdtfDate, Evidence, FactBase, FileIx, Id, Ix, Lang, Stance, Status, Table, Text, Topic,
    Triple, Unit, Verification,
};
use std::fmt::Write;

const ENGLISH: &[&str] = &[
    "the", "of", "SoftBank", "invests", "dollars", "billion", "in", "data", "centre", "to", "pledge", "funds",
    "council", "Stargate", "Nvidia", "capital", "northern", "line", "budget", "doubts", "OpenAI", "shares", "ministry",
    "economy",
];
const FRENCH: &[&str] = &[
    "le",
    "de",
    "la",
    "centrale",
    "énergie",
    "investit",
    "milliards",
    "Stargate",
    "ministère",
    "économie",
    "cœur",
    "été",
    "tramway",
    "Nvidia",
    "rapport",
    "annonce",
    "réseau",
    "Flamanville",
    "Cour",
    "comptes",
    "port",
    "dans",
    "des",
    "prêt",
];
const SYLLABLES: &[&str] = &[
    "ba", "co", "di", "fe", "gar", "hel", "ing", "jo", "ka", "lor", "men", "no", "pré", "qui", "ral", "son", "tion",
    "ur", "ville", "xi", "yo", "zan", "bri", "cha", "dre", "flo", "gné", "ment",
];

/// Number of rare words in the vocabulary.
const RARE_WORDS: usize = 40_000;

/// A small pseudo-random number generator (`SplitMix64`).
pub(crate) struct Rng(pub u64);

impl Rng {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap_or(0) % bound
    }

    /// A text of `count` words, about a third of them rare.
    fn words(&mut self, count: usize, frequent: &[&str]) -> String {
        let mut text = String::new();
        for at in 0..count {
            if at > 0 {
                text.push(' ');
            }
            if self.below(3) > 0 {
                text += frequent[self.below(frequent.len())];
                continue;
            }
            // A random bound makes the first rare words more likely than the last.
            let bound = self.below(RARE_WORDS) + 1;
            let mut rest = self.below(bound);
            for _ in 0..3 {
                text += SYLLABLES[rest % SYLLABLES.len()];
                rest /= SYLLABLES.len();
            }
        }
        text
    }
}

/// The generated values of a claim.
struct SyntheticClaim {
    subject: usize,
    object: usize,
    english: String,
    french: String,
    quote: String,
    millions: usize,
    year: usize,
    month: usize,
}

fn synthetic_claims(claims: usize) -> impl Iterator<Item = SyntheticClaim> {
    let mut seed = Rng(42);
    let entities = entity_count(claims);
    (0..claims).map(move |_| SyntheticClaim {
        subject: seed.below(entities),
        object: seed.below(entities),
        english: seed.words(10, ENGLISH),
        french: seed.words(10, FRENCH),
        quote: seed.words(6, FRENCH),
        millions: 1 + seed.below(900),
        year: 1950 + seed.below(75),
        month: 1 + seed.below(12),
    })
}

fn entity_count(claims: usize) -> usize {
    (claims / 50).max(2)
}

fn yaml_head(claims: usize) -> String {
    let mut seed = Rng(7);
    let mut yaml = String::from(
        "factbase: 1\ntitle: A made base\nsources:\n  paper: {kind: article, title: A paper, lang: fr}\nentities:\n",
    );
    for at in 0..entity_count(claims) {
        let _ = writeln!(yaml, "  e{at}: {{type: company, name: {} {at}}}", seed.words(2, ENGLISH));
    }
    yaml
}

/// The YAML of a base with `claims` claims.
#[allow(dead_code, reason = "not every program that makes bases writes them")]
pub(crate) fn yaml(claims: usize) -> String {
    let mut yaml = yaml_head(claims) + "claims:\n";
    for (at, row) in synthetic_claims(claims).enumerate() {
        let SyntheticClaim { subject, object, english, french, quote, millions, year, month } = row;
        let _ = writeln!(
            yaml,
            "  c{at}:\n    triple: [e{subject}, invests-in, e{object}]\n    says: {{en: {english}, fr: {french}}}\n    \
             amount: {millions}M EUR\n    when: {year}-{month:02}\n    status: completed\n    \
             evidence: [{{source: paper, stance: states, quote: {quote} {at}}}]",
        );
    }
    yaml
}

/// A base with `claims` claims, built in memory instead of from YAML.
#[allow(dead_code, reason = "not every program that makes bases needs them in memory")]
pub(crate) fn base(claims: usize) -> FactBase {
    let mut base = load(vec![SourceFile { name: "made.yaml".into(), text: yaml_head(claims) }]).base;
    let (relation, french) = (base.relations.find("invests-in").unwrap(), Lang::new("fr").unwrap());
    let claim = |(at, row): (usize, SyntheticClaim)| {
        let evidence = Evidence {
            source: Ix::new(0),
            via: Vec::new(),
            stance: Stance::States,
            quote: format!("{} {at}", row.quote),
            note: None,
            list_index: 0,
            verification: Verification::default(),
        };
        let claim = Claim {
            topic: Topic::Relation(Triple {
                subject: Ix::new(row.subject),
                relation,
                object: Some(Ix::new(row.object)),
                negated: false,
            }),
            dated_by: None,
            statement: Some(Text::new(Lang::english(), row.english).with_translation(french.clone(), row.french)),
            answers: None,
            amount: Some(Amount {
                range: AmountRange::parse(&format!("{}M EUR", row.millions)).unwrap().0,
                unit: Unit::new("EUR", |_| false).unwrap(),
            }),
            when: EdtfDate::parse(&format!("{}-{:02}", row.year, row.month)).ok(),
            dated: None,
            status: Some(Status::Completed),
            event: None,
            tags: Vec::new(),
            note: None,
            evidence: vec![evidence],
            file: FileIx(0),
        };
        (Id::new(&format!("c{at}")).unwrap(), claim)
    };
    base.claims = Table::new(synthetic_claims(claims).enumerate().map(claim).collect());
    base.with_links()
}
