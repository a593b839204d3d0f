//! The rules over a whole base, one function each.

use super::{Proof, Scene, proofs, word_count};
use crate::diagnostic::{Pointer, Problem, count, rules};
use crate::model::{Entity, EntityType, Id, Ix, Origin, Trust, TypeSet, fold};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A rule: looks at the base and notes what breaks it.
type Check = fn(&Scene<'_>, &mut Vec<Problem>);

/// Every rule over a whole base, by number.
pub(super) const ALL: &[Check] = &[
    type_mismatch,
    quote_not_found,
    quote_too_long,
    whole_sentence,
    text_unavailable,
    text_changed,
    quote_changed,
    quote_ambiguous,
    alias_collision,
    orphan_entity,
];

/// The most words that a quote may have.
const QUOTE_WORDS: usize = 12;

/// FB203.
fn type_mismatch(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let base = scene.base;
    for (_, id, claim) in base.claims.iter() {
        let relation = &base.relations[claim.relation];
        let ends = [(Some(claim.subject), relation.subject, "#0"), (claim.object, relation.object, "#2")];
        for (entity, allowed, slot) in ends {
            let Some(entity) = entity.filter(|&e| !allowed.has(base.entities[e].kind)) else { continue };
            let at = Pointer::value(claim.file, &["claims", id.as_str(), "triple", slot]);
            let (name, kind) = (base.entities.id(entity), base.entities[entity].kind);
            let message =
                format!("`{}` expects {}; `{name}` is a {kind}", base.relations.id(claim.relation), words(allowed));
            problems.push(
                Problem::new(&rules::TYPE_MISMATCH, at, message)
                    .help("use another relation, swap the ends, or mend the type of the entity"),
            );
        }
    }
}

fn words(types: TypeSet) -> String {
    types.types().map(EntityType::word).collect::<Vec<_>>().join(" or ")
}

/// FB302.
fn quote_not_found(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    for proof in proofs(scene.base).filter(|proof| proof.evidence.receipt.trust == Trust::Missing) {
        let nearest = scene.texts.get(&proof.evidence.source).and_then(|text| text.nearest(&proof.evidence.quote));
        let problem = Problem::new(&rules::QUOTE_NOT_FOUND, proof.quote_at(), "the quote is not in the text");
        problems.push(match nearest {
            Some(nearest) => problem.help(format!("nearest is line {}: {}", nearest.line, nearest.words)),
            None => problem.help("copy the words from the text, with their case and punctuation"),
        });
    }
}

/// FB303.
fn quote_too_long(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    for proof in proofs(scene.base) {
        let words = word_count(&proof.evidence.quote);
        if words > QUOTE_WORDS {
            let message = format!("the quote has {words} words, at most {QUOTE_WORDS} are kept");
            problems.push(
                Problem::new(&rules::QUOTE_TOO_LONG, proof.quote_at(), message)
                    .help("quote the shortest words that prove the claim"),
            );
        }
    }
}

/// FB304: against the text where it is at hand, else by capital letter and full stop.
fn whole_sentence(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    for proof in proofs(scene.base) {
        let quote = &proof.evidence.quote;
        let whole = match scene.texts.get(&proof.evidence.source) {
            Some(text) => text.holds_whole_sentence(quote),
            None => quote.starts_with(char::is_uppercase) && quote.ends_with(['.', '!', '?']),
        };
        if whole {
            problems.push(
                Problem::new(&rules::WHOLE_SENTENCE, proof.quote_at(), "the quote is a whole sentence or list item")
                    .help("quote a fragment of it"),
            );
        }
    }
}

/// FB305: one finding a source, with how many of its quotes could not be compared.
fn text_unavailable(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let mut unverified: BTreeMap<_, usize> = BTreeMap::new();
    for proof in proofs(scene.base) {
        if proof.evidence.receipt.trust == Trust::Unavailable {
            *unverified.entry(proof.evidence.source).or_default() += 1;
        }
    }
    for (source, quotes) in unverified {
        let (id, row) = (scene.base.sources.id(source), &scene.base.sources[source]);
        let help = match &row.text {
            Some(text) => format!("put `{text}` into a folder and name it with `--texts DIR`"),
            None => "keep the text of the source in a file and name it: `text: FILE`".to_owned(),
        };
        let at = Pointer::key(row.file, &["sources", id.as_str()]);
        let message = format!("{} of `{id}` could not be verified", count(quotes, "quote"));
        problems.push(Problem::new(&rules::TEXT_UNAVAILABLE, at, message).help(help));
    }
}

/// FB306, for quotes: the lock knows the text, but not these words of it.
fn quote_changed(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    for proof in proofs(scene.base).filter(|proof| proof.evidence.receipt.trust == Trust::Stale) {
        problems.push(
            Problem::new(&rules::TEXT_CHANGED, proof.quote_at(), "the quote is not the one that was locked")
                .help("run `check --texts DIR --lock`"),
        );
    }
}

/// FB306.
fn text_changed(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    for (&source, document) in scene.texts {
        let (id, row) = (scene.base.sources.id(source), &scene.base.sources[source]);
        let Some(locked) = scene.lock.and_then(|lock| lock.text(id)) else { continue };
        if locked.sha256 != document.sha256() {
            let at = Pointer::value(row.file, &["sources", id.as_str(), "text"]);
            problems.push(
                Problem::new(&rules::TEXT_CHANGED, at, format!("the text of `{id}` is not the one that was locked"))
                    .help("read what changed, then run `check --texts DIR --lock`"),
            );
        }
    }
}

/// FB307.
fn quote_ambiguous(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    for proof in proofs(scene.base).filter(|proof| proof.evidence.receipt.trust == Trust::Ambiguous) {
        let quote = &proof.evidence.quote;
        let lines: Vec<u32> = if let Some(text) = scene.texts.get(&proof.evidence.source) {
            text.find(quote).iter().map(|span| span.start.line).collect()
        } else {
            let locked = scene.lock.and_then(|lock| lock.text(scene.base.sources.id(proof.evidence.source)));
            let places = locked.and_then(|text| text.places(quote)).unwrap_or_default();
            places.iter().map(|place| place.line).collect()
        };
        let list = lines.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        let message = format!("the quote stands {} times in the text, at lines {list}", lines.len());
        problems.push(
            Problem::new(&rules::QUOTE_AMBIGUOUS, proof.quote_at(), message)
                .help("add a word before or behind, so that it stands once"),
        );
    }
}

/// FB601: names and aliases compare folded.
fn alias_collision(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let mut taken: HashMap<String, (Ix<Entity>, Pointer)> = HashMap::new();
    for (ix, id, entity) in scene.base.entities.iter() {
        let name = entity
            .name
            .iter()
            .map(|(_, words)| (words, Pointer::value(entity.file, &["entities", id.as_str(), "name"])));
        let aliases = entity.aliases.iter().enumerate().flat_map(|(slot, alias)| {
            let at = Pointer::value(entity.file, &["entities", id.as_str(), "aliases", &format!("#{slot}")]);
            alias.iter().map(move |(_, words)| (words, at.clone()))
        });
        for (words, at) in name.chain(aliases) {
            match taken.get(&fold(words)) {
                Some((other, _)) if *other == ix => {}
                Some((other, first)) => {
                    let other = scene.base.entities.id(*other);
                    problems.push(
                        Problem::new(&rules::ALIAS_COLLISION, at, format!("“{words}” names `{id}` and `{other}`"))
                            .related(format!("it names `{other}` here"), first.clone())
                            .help("keep the alias where it is unmistakable, or merge the two entities"),
                    );
                }
                None => {
                    taken.insert(fold(words), (ix, at));
                }
            }
        }
    }
}

/// FB603. What could not be read counts as a use, or one fault would be told twice.
fn orphan_entity(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let base = scene.base;
    let origins: HashSet<Ix<Entity>> = proofs(base)
        .flat_map(|proof| &proof.evidence.via)
        .filter_map(|origin| match origin {
            Origin::Entity(entity) => Some(*entity),
            Origin::Source(_) => None,
        })
        .collect();
    let used = |ix| {
        !base.links.claims_of_entity(ix).is_empty()
            || !base.links.events_of_entity(ix).is_empty()
            || origins.contains(&ix)
            || base.left_out.contains(&ix)
    };
    for (_, id, entity) in base.entities.iter().filter(|&(ix, _, _)| !used(ix)) {
        let at = Pointer::key(entity.file, &["entities", id.as_str()]);
        problems.push(
            Problem::new(&rules::ORPHAN_ENTITY, at, format!("`{id}` is never used"))
                .help("name it in a triple, in `who` or in `via`, or drop it"),
        );
    }
}

impl Proof<'_> {
    /// Where the quote is written.
    fn quote_at(&self) -> Pointer {
        let slot = format!("#{}", self.evidence.slot);
        Pointer::value(self.file, &[self.section, Id::as_str(self.id), "evidence", &slot, "quote"])
    }
}
