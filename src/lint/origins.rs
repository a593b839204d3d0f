//! Rules for originators: chains of citations, corroboration, damaged texts.

use crate::analysis::originators;
use crate::diagnostics::{Pointer, Problem, key_path, rules};
use crate::lint::LintContext;
use crate::model::{CitedParty, Evidence, Ix, Lang, Source};
use crate::text::{count_noun, excerpt};
use crate::verify::{Budget, SourceText, is_found};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// FB309: sources cite each other in a cycle. Each claim and event is checked on its own: for another claim, the
/// cited one may be the originator.
pub(super) fn via_loop(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let claims = cx.base.claims.iter().map(|(_, id, row)| ("claims", id, row.file, &row.evidence));
    let events = cx.base.events.iter().map(|(_, id, row)| ("events", id, row.file, &row.evidence));
    for (section, id, file, evidence) in claims.chain(events) {
        if let Some((slot, path)) = first_cycle(evidence) {
            let at = Pointer::value(file, key_path![section, id, "evidence", slot, "via"]);
            problems.push(loop_problem(cx, at, &path));
        }
    }
}

/// Maximum number of names listed for a cycle, before the last one.
const MAX_NAMED_IN_CYCLE: usize = 20;

fn loop_problem(cx: &LintContext<'_>, at: Pointer, path: &[CitedParty]) -> Problem {
    let name = |origin: &CitedParty| match *origin {
        CitedParty::Source(ix) => format!("`{}`", cx.base.sources.id(ix)),
        CitedParty::Entity(ix) => format!("`{}`", cx.base.entities.id(ix)),
    };
    let mut names: Vec<_> = path.iter().take(MAX_NAMED_IN_CYCLE).map(name).collect();
    if let Some(last) = path.get(MAX_NAMED_IN_CYCLE..).and_then(<[_]>::last) {
        let omitted = path.len() - MAX_NAMED_IN_CYCLE - 1;
        names.extend((omitted > 0).then(|| format!("{omitted} more")));
        names.push(name(last));
    }
    Problem::new(&rules::VIA_LOOP, at, format!("nobody says it first: {}", names.join(" cites ")))
        .with_help("let the chain end with whoever said it first")
}

/// The citation graph: for each node, the nodes that it cites.
type CitationGraph = BTreeMap<CitedParty, BTreeSet<CitedParty>>;

/// The slot of the first piece of evidence that closes a cycle of citations, and the nodes of the cycle. The first
/// node is repeated at the end.
fn first_cycle(evidence: &[Evidence]) -> Option<(u32, Vec<CitedParty>)> {
    let chain = |piece: &Evidence| -> Vec<_> {
        std::iter::once(CitedParty::Source(piece.source)).chain(piece.via.iter().copied()).collect()
    };
    let pairs = |piece: &Evidence| -> Vec<_> {
        chain(piece).windows(2).map(|pair| (piece.list_index, pair[0], pair[1])).collect()
    };
    let edges: Vec<_> = evidence.iter().flat_map(pairs).collect();
    let build_graph = |pairs: &[(u32, CitedParty, CitedParty)]| {
        let mut cites = CitationGraph::new();
        pairs.iter().for_each(|&(_, citing, cited)| _ = cites.entry(citing).or_default().insert(cited));
        cites
    };
    if !has_cycle(&build_graph(&edges)) {
        return None;
    }
    // Adding citations never removes a cycle, so a binary search finds the citation that closed it.
    let (mut acyclic, mut cyclic) = (0, edges.len());
    while cyclic - acyclic > 1 {
        let middle = acyclic.midpoint(cyclic);
        *(if has_cycle(&build_graph(&edges[..middle])) { &mut cyclic } else { &mut acyclic }) = middle;
    }
    let (slot, citing, cited) = *edges.get(acyclic)?;
    let rest = find_path(&build_graph(&edges[..acyclic]), cited, citing)?;
    Some((slot, std::iter::once(citing).chain(rest).collect()))
}

/// Whether the citation graph has a cycle. Repeatedly removes nodes that nobody cites (Kahn's algorithm); a remainder
/// means a cycle.
fn has_cycle(cites: &CitationGraph) -> bool {
    let mut in_degree: BTreeMap<CitedParty, usize> = cites.keys().map(|&origin| (origin, 0)).collect();
    cites.values().flatten().for_each(|&cited| *in_degree.entry(cited).or_default() += 1);
    let mut uncited: Vec<_> = in_degree.iter().filter(|&(_, &times)| times == 0).map(|(&origin, _)| origin).collect();
    let mut removed = 0;
    while let Some(origin) = uncited.pop() {
        removed += 1;
        for &cited in cites.get(&origin).into_iter().flatten() {
            if let Some(times) = in_degree.get_mut(&cited) {
                *times -= 1;
                uncited.extend((*times == 0).then_some(cited));
            }
        }
    }
    removed < in_degree.len()
}

/// A path along citations, both ends included. Depth-first search.
fn find_path(cites: &CitationGraph, from: CitedParty, to: CitedParty) -> Option<Vec<CitedParty>> {
    let (mut stack, mut predecessors) = (vec![from], BTreeMap::from([(from, None)]));
    while let Some(last) = stack.pop() {
        if last == to {
            return Some(path_to(&predecessors, to));
        }
        for &next in cites.get(&last).into_iter().flatten() {
            if let Entry::Vacant(entry) = predecessors.entry(next) {
                entry.insert(Some(last));
                stack.push(next);
            }
        }
    }
    None
}

/// The path to a node, from the predecessor of each node.
fn path_to(predecessors: &BTreeMap<CitedParty, Option<CitedParty>>, to: CitedParty) -> Vec<CitedParty> {
    let mut path: Vec<_> = std::iter::successors(Some(to), |at| predecessors.get(at).copied().flatten()).collect();
    path.reverse();
    path
}

/// Maximum number of words between a gap and a quote that may depend on what is lost in it.
const WORDS_NEAR_GAP: usize = 5;

/// FB310: all evidence of a claim is from damaged text, and no `note` says so. If a source lists its gaps, only
/// quotes near one count; otherwise all of its quotes do.
pub(super) fn damaged_source(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    let mut by_source: BTreeMap<Ix<Source>, usize> = BTreeMap::new();
    let (mut gap_budget, mut quote_budget) = (Budget::for_quote_search(), Budget::for_quote_search());
    let gaps = index_gaps(cx, &mut gap_budget);
    for (_, id, claim) in base.claims.iter() {
        let has_note = claim.note.is_some() || claim.evidence.iter().any(|piece| piece.note.is_some());
        let Some(first) = claim.evidence.first().filter(|_| !has_note) else { continue };
        let damages: Option<Vec<_>> =
            claim.evidence.iter().map(|piece| quote_damage(cx, &gaps, piece, &mut quote_budget)).collect();
        match damages.as_deref() {
            Some([Damage::NearGap(gap), ..]) => {
                let at = Pointer::value(claim.file, key_path!["claims", id, "evidence", first.list_index, "quote"]);
                let message = format!("the claim rests only on words beside a gap, “{}”", excerpt(gap));
                problems.push(
                    Problem::new(&rules::DAMAGED_SOURCE, at, message)
                        .with_help("say in a `note` what may be lost, or rest it on other words too"),
                );
            }
            Some([Damage::Unlocated, ..]) => *by_source.entry(first.source).or_default() += 1,
            _ => {}
        }
    }
    for (source, claims) in by_source {
        let row = &base.sources[source];
        let at = Pointer::key(row.file, key_path!["sources", base.sources.id(source), "damage"]);
        let message = format!(
            "{} only on this damaged text, and no `note` says so",
            match claims {
                1 => "1 claim rests".to_owned(),
                n => format!("{} rest", count_noun(n, "claim")),
            }
        );
        problems.push(
            Problem::new(&rules::DAMAGED_SOURCE, at, message)
                .with_help("list under `gaps` the words beside each gap, so that only claims near one are meant"),
        );
    }
}

/// The gaps of each available text.
type GapsBySource<'a> = BTreeMap<Ix<Source>, GapIndex<'a>>;

/// A gap: its byte range in the text, and the words that the base gives for it.
type Gap<'a> = (Range<usize>, &'a str);

/// The gaps of one text, sorted, to find the nearest ones.
struct GapIndex<'a> {
    /// Sorted by start.
    gaps: Vec<Gap<'a>>,
    /// For each gap, the index of the gap up to and including it that ends last.
    last_ending: Vec<usize>,
}

impl<'a> GapIndex<'a> {
    fn new(mut gaps: Vec<Gap<'a>>) -> Self {
        gaps.sort_by_key(|(place, _)| place.start);
        let mut last_ending: Vec<usize> = Vec::with_capacity(gaps.len());
        for (at, (place, _)) in gaps.iter().enumerate() {
            let before = last_ending.last().copied().filter(|&before| gaps[before].0.end >= place.end);
            last_ending.push(before.unwrap_or(at));
        }
        Self { gaps, last_ending }
    }

    /// The nearest gap on each side of a quote. If neither is near it, no gap is.
    fn nearest_gaps(&self, quote: &Range<usize>) -> impl Iterator<Item = &Gap<'a>> {
        let next = self.gaps.partition_point(|(place, _)| place.start < quote.start);
        let before = next.checked_sub(1).map(|at| &self.gaps[self.last_ending[at]]);
        before.into_iter().chain(self.gaps.get(next))
    }
}

fn index_gaps<'a>(cx: &LintContext<'a>, budget: &mut Budget) -> GapsBySource<'a> {
    let mut locate = |text: &SourceText, gap: &'a String| Some((text.find_first(gap, budget)?, gap.as_str()));
    let index_text = |(&source, text): (&Ix<Source>, &SourceText)| {
        let gaps = &cx.base.sources[source].gaps;
        (source, GapIndex::new(gaps.iter().filter_map(|gap| locate(text, gap)).collect()))
    };
    cx.texts.iter().map(index_text).collect()
}

/// Damage that may affect a quote.
#[derive(Clone, Copy)]
enum Damage<'a> {
    /// The text is damaged, but its gaps are not listed.
    Unlocated,
    /// The quote is near this gap.
    NearGap(&'a str),
}

/// The damage that may affect the quote, if any.
fn quote_damage<'a>(
    cx: &LintContext<'a>,
    gaps: &GapsBySource<'a>,
    piece: &Evidence,
    budget: &mut Budget,
) -> Option<Damage<'a>> {
    let row = &cx.base.sources[piece.source];
    row.damage.as_ref()?;
    if row.gaps.is_empty() {
        return Some(Damage::Unlocated);
    }
    let text = cx.texts.get(&piece.source).filter(|_| is_found(piece))?;
    let quote = text.find_first(&piece.quote, budget)?;
    let is_near = |(gap, _): &&Gap<'_>| text.within_words(&quote, gap, WORDS_NEAR_GAP);
    gaps.get(&piece.source)?.nearest_gaps(&quote).find(is_near).map(|&(_, gap)| Damage::NearGap(gap))
}

/// FB408: several sources support a claim, but all have it from one originator.
pub(super) fn single_origin(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    for (_, id, claim) in base.claims.iter() {
        let sources: BTreeSet<_> = claim.evidence.iter().map(|piece| piece.source).collect();
        if let ([origin], true) = (originators(&claim.evidence).as_slice(), sources.len() > 1) {
            let at = Pointer::key(claim.file, key_path!["claims", id]);
            let name = base.party_name(*origin, &Lang::english());
            let message = format!("{}, 1 origin: {}", count_noun(sources.len(), "document"), excerpt(name));
            problems.push(
                Problem::new(&rules::SINGLE_ORIGIN, at, message)
                    .with_help("they count as one; add a source that knows it from somebody else, if there is one"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Verification;
    use proptest::prelude::*;

    /// Evidence as pairs of a source and the source that it cites.
    fn evidence(cites: &[(usize, usize)]) -> Vec<Evidence> {
        let piece = |(slot, &(source, cited)): (usize, &(usize, usize))| Evidence {
            source: Ix::new(source),
            via: vec![CitedParty::Source(Ix::new(cited))],
            stance: crate::model::Stance::States,
            quote: String::new(),
            note: None,
            list_index: u32::try_from(slot).unwrap(),
            verification: Verification::default(),
        };
        cites.iter().enumerate().map(piece).collect()
    }

    #[test]
    fn a_long_chain_is_acyclic_until_closed() {
        let mut chain: Vec<_> = (0..20_000).rev().map(|at| (at, at + 1)).collect();
        assert_eq!(first_cycle(&evidence(&chain)), None);
        chain.push((20_000, 0));
        let (slot, path) = first_cycle(&evidence(&chain)).unwrap();
        assert_eq!((slot, path.len()), (20_000, 20_002));
    }

    proptest! {
        #[test]
        fn nearest_gap_agrees_with_brute_force(
            gaps in prop::collection::vec((0_usize..60, 1_usize..30), 0..6), start in 0_usize..60, length in 1_usize..30,
        ) {
            let text = SourceText::new("a ".repeat(100));
            let (gaps, quote) = (gaps.iter().map(|&(at, length)| at..at + length).collect::<Vec<_>>(), start..start + length);
            let near = |gap: &Range<usize>| text.within_words(&quote, gap, WORDS_NEAR_GAP);
            let index = GapIndex::new(gaps.iter().map(|gap| (gap.clone(), "gap")).collect());
            prop_assert_eq!(index.nearest_gaps(&quote).any(|(gap, _)| near(gap)), gaps.iter().any(near));
        }

        #[test]
        fn finds_the_evidence_that_closes_a_cycle(cites in prop::collection::vec((0_usize..6, 0_usize..6), 0..12)) {
            let evidence = evidence(&cites);
            let graph = |pieces: &[Evidence]| {
                let mut graph = CitationGraph::new();
                let cited = |piece: &Evidence| (CitedParty::Source(piece.source), piece.via[0]);
                pieces.iter().map(cited).for_each(|(a, b)| _ = graph.entry(a).or_default().insert(b));
                graph
            };
            let expected = (0..evidence.len()).find_map(|at| {
                let citing = CitedParty::Source(evidence[at].source);
                let rest = find_path(&graph(&evidence[..at]), evidence[at].via[0], citing)?;
                Some((evidence[at].list_index, std::iter::once(citing).chain(rest).collect::<Vec<_>>()))
            });
            prop_assert_eq!(first_cycle(&evidence), expected);
        }
    }
}
