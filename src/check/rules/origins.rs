//! Who says so in the end: chains of citations, corroboration, damaged texts.

use crate::analysis::origins;
use crate::check::{Document, Scene};
use crate::diagnostic::{Pointer, Problem, count, rules};
use crate::model::{Evidence, Id, Ix, Lang, Origin, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// FB309: who cites whom for one claim or event. For another claim, the other may well be the one who knows.
pub(super) fn via_loop(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let claims = scene.base.claims.iter().map(|(_, id, row)| ("claims", id, row.file, &row.evidence));
    let events = scene.base.events.iter().map(|(_, id, row)| ("events", id, row.file, &row.evidence));
    for (section, id, file, evidence) in claims.chain(events) {
        if let Some((slot, path)) = citing_loop(evidence) {
            let slot = format!("#{slot}");
            let at = Pointer::value(file, &[section, Id::as_str(id), "evidence", &slot, "via"]);
            problems.push(loop_found(scene, at, &path));
        }
    }
}

fn loop_found(scene: &Scene<'_>, at: Pointer, path: &[Origin]) -> Problem {
    let name = |origin: &Origin| match *origin {
        Origin::Source(ix) => format!("`{}`", scene.base.sources.id(ix)),
        Origin::Entity(ix) => format!("`{}`", scene.base.entities.id(ix)),
    };
    let names: Vec<_> = path.iter().map(name).collect();
    Problem::new(&rules::VIA_LOOP, at, format!("nobody says it first: {}", names.join(" cites ")))
        .help("let the chain end with whoever said it first")
}

/// The first piece of evidence that closes a circle of citations, and the circle.
fn citing_loop(evidence: &[Evidence]) -> Option<(u32, Vec<Origin>)> {
    let mut cites: BTreeMap<Origin, BTreeSet<Origin>> = BTreeMap::new();
    for piece in evidence {
        let chain: Vec<_> = std::iter::once(Origin::Source(piece.source)).chain(piece.via.iter().copied()).collect();
        for pair in chain.windows(2) {
            if let Some(mut path) = path(&cites, pair[1], pair[0]) {
                path.insert(0, pair[0]);
                return Some((piece.slot, path));
            }
            cites.entry(pair[0]).or_default().insert(pair[1]);
        }
    }
    None
}

/// A way along citations, ends included.
fn path(cites: &BTreeMap<Origin, BTreeSet<Origin>>, from: Origin, to: Origin) -> Option<Vec<Origin>> {
    let mut ways = vec![vec![from]];
    let mut seen = BTreeSet::from([from]);
    while let Some(way) = ways.pop() {
        let last = *way.last()?;
        if last == to {
            return Some(way);
        }
        let onward = cites.get(&last).into_iter().flatten().filter(|next| seen.insert(**next));
        ways.extend(onward.map(|next| way.iter().copied().chain([*next]).collect::<Vec<_>>()).collect::<Vec<_>>());
    }
    None
}

/// How many words behind a gap may depend on what is lost in it.
const BESIDE: usize = 5;

/// FB310. Where a source lists its gaps, only the words beside one count; else all of its words do.
pub(super) fn damaged_source(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let base = scene.base;
    let mut by_source: BTreeMap<Ix<Source>, usize> = BTreeMap::new();
    let gaps = gaps(scene);
    for (_, id, claim) in base.claims.iter() {
        let noted = claim.note.is_some() || claim.evidence.iter().any(|piece| piece.note.is_some());
        let Some(first) = claim.evidence.first().filter(|_| !noted) else { continue };
        let beside: Option<Vec<_>> = claim.evidence.iter().map(|piece| damage(scene, &gaps, piece)).collect();
        match beside.as_deref() {
            Some([Damage::Beside(gap), ..]) => {
                let slot = format!("#{}", first.slot);
                let at = Pointer::value(claim.file, &["claims", id.as_str(), "evidence", &slot, "quote"]);
                let message = format!("the claim rests only on words beside a gap, “{gap}”");
                problems.push(
                    Problem::new(&rules::DAMAGED_SOURCE, at, message)
                        .help("say in a `note` what may be lost, or rest it on other words too"),
                );
            }
            Some([Damage::Somewhere, ..]) => *by_source.entry(first.source).or_default() += 1,
            _ => {}
        }
    }
    for (source, claims) in by_source {
        let row = &base.sources[source];
        let at = Pointer::key(row.file, &["sources", base.sources.id(source).as_str(), "damage"]);
        let message = format!(
            "{} only on this damaged text, and no `note` says so",
            match claims {
                1 => "1 claim rests".to_owned(),
                n => format!("{} rest", count(n, "claim")),
            }
        );
        problems.push(
            Problem::new(&rules::DAMAGED_SOURCE, at, message)
                .help("list under `gaps` the words beside each gap, so that only claims near one are meant"),
        );
    }
}

/// The gaps of each text at hand, and where they are.
type Gaps<'a> = BTreeMap<Ix<Source>, Vec<(&'a str, Range<usize>)>>;

fn gaps<'a>(scene: &Scene<'a>) -> Gaps<'a> {
    let place = |text: &Document, gap: &'a String| Some((gap.as_str(), text.first(gap)?));
    let of_text = |(&source, text): (&Ix<Source>, &Document)| {
        let gaps = &scene.base.sources[source].gaps;
        (source, gaps.iter().filter_map(|gap| place(text, gap)).collect())
    };
    scene.texts.iter().map(of_text).collect()
}

/// What is known of where a text is damaged.
#[derive(Clone, Copy)]
enum Damage<'a> {
    /// No gap is listed.
    Somewhere,
    /// Beside this gap.
    Beside(&'a str),
}

/// How the words of a quote may be damaged, if they may.
fn damage<'a>(scene: &Scene<'a>, gaps: &Gaps<'a>, piece: &Evidence) -> Option<Damage<'a>> {
    let row = &scene.base.sources[piece.source];
    row.damage.as_ref()?;
    if row.gaps.is_empty() {
        return Some(Damage::Somewhere);
    }
    let text = scene.texts.get(&piece.source)?;
    let quote = text.first(&piece.quote)?;
    let beside = |gap: &Range<usize>| text.words_between(&quote, gap) <= BESIDE;
    gaps.get(&piece.source)?.iter().find(|(_, gap)| beside(gap)).map(|&(gap, _)| Damage::Beside(gap))
}

/// FB408.
pub(super) fn single_origin(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let base = scene.base;
    for (_, id, claim) in base.claims.iter() {
        let documents: BTreeSet<_> = claim.evidence.iter().map(|piece| piece.source).collect();
        if let ([origin], true) = (origins(&claim.evidence).as_slice(), documents.len() > 1) {
            let at = Pointer::key(claim.file, &["claims", id.as_str()]);
            let name = base.origin_name(*origin, &Lang::english());
            let message = format!("{}, 1 origin: {name}", count(documents.len(), "document"));
            problems.push(
                Problem::new(&rules::SINGLE_ORIGIN, at, message)
                    .help("they count as one; add a source that knows it from somebody else, if there is one"),
            );
        }
    }
}
