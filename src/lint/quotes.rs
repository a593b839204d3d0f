//! Rules for quotes: against their texts, and against each other.

use crate::diagnostics::{Pointer, Problem, key_path, rules};

use crate::lint::LintContext;
use crate::lint::figures::{Figure, figures};
use crate::model::{Evidence, Ix, Lang, QuoteStatus, Source, Stance};
use crate::text::{count_noun, excerpt};
use crate::verify::{Budget, EvidenceRef, SourceText, all_evidence, is_found, normalize, word_count};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Maximum number of words in a quote.
const MAX_QUOTE_WORDS: usize = 12;

/// Maximum number of claims with the same quote: a sentence may name two parties to a deal and its subject.
const MAX_CLAIMS_PER_QUOTE: usize = 3;

/// At most one in this many words of a text may be quoted.
const MIN_WORDS_PER_QUOTED_WORD: usize = 4;

/// Maximum number of lines listed for an ambiguous quote.
const MAX_LISTED_LINES: usize = 20;

/// Maximum number of other claims listed for a quote, after the first.
const MAX_LISTED_CLAIMS: usize = 20;

/// Maximum number of checks, for one source, whether a quote is part of another. After that, each quote counts in
/// full.
const MAX_CONTAINMENT_CHECKS: usize = 2_000_000;

/// FB302: the quote is not in the text.
pub(super) fn quote_not_found(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut budget = Budget::for_nearest_matches();
    for entry in all_evidence(cx.base).filter(|entry| entry.evidence.verification.status == QuoteStatus::Missing) {
        let text = cx.texts.get(&entry.evidence.source);
        let nearest = text.and_then(|text| text.nearest_within_budget(&entry.evidence.quote, &mut budget));
        let problem = Problem::new(&rules::QUOTE_NOT_FOUND, entry.quote_pointer(), "the quote is not in the text");
        problems.push(match nearest {
            Some(nearest) => problem.with_help(format!("nearest is line {}: {}", nearest.line, nearest.text)),
            None => problem.with_help("copy the words from the text, with their case and punctuation"),
        });
    }
}

/// FB303: the quote has too many words.
pub(super) fn quote_too_long(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for entry in all_evidence(cx.base) {
        let words = word_count(&entry.evidence.quote);
        if words > MAX_QUOTE_WORDS {
            let message = format!("the quote has {words} words, at most {MAX_QUOTE_WORDS} are kept");
            problems.push(
                Problem::new(&rules::QUOTE_TOO_LONG, entry.quote_pointer(), message)
                    .with_help("quote the shortest words that prove the claim"),
            );
        }
    }
}

/// FB304: the quote contains a whole sentence or list item. Without the text, a capital at the start and a full stop,
/// question mark or exclamation mark at the end decide.
pub(super) fn whole_sentence(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for entry in all_evidence(cx.base) {
        let quote = &entry.evidence.quote;
        let whole = match cx.texts.get(&entry.evidence.source) {
            Some(text) => is_found(entry.evidence) && text.spans_whole_sentence(quote),
            None => quote.starts_with(char::is_uppercase) && quote.ends_with(['.', '!', '?']),
        };
        if whole {
            problems.push(
                Problem::new(
                    &rules::WHOLE_SENTENCE,
                    entry.quote_pointer(),
                    "the quote is a whole sentence or list item",
                )
                .with_help("quote a fragment of it"),
            );
        }
    }
}

/// FB305: one finding a source, with the number of its quotes that could not be compared: there is no text, or the
/// budget for the search is spent.
pub(super) fn text_unavailable(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut unverified: BTreeMap<_, usize> = BTreeMap::new();
    for entry in all_evidence(cx.base) {
        if entry.evidence.verification.status == QuoteStatus::NotVerifiable {
            *unverified.entry(entry.evidence.source).or_default() += 1;
        }
    }
    for (source, quotes) in unverified {
        let (id, row) = (cx.base.sources.id(source), &cx.base.sources[source]);
        let help = match &row.text {
            Some(_) if cx.texts.contains_key(&source) => {
                "to look for all quotes takes too long; shorten them, and quote words that stand in few places"
                    .to_owned()
            }
            Some(text) => format!("put `{}` into a folder and name it with `--texts DIR`", excerpt(text)),
            None => "keep the text of the source in a file and name it: `text: FILE`".to_owned(),
        };
        let at = Pointer::key(row.file, key_path!["sources", id]);
        let message = format!("{} of `{id}` could not be verified", count_noun(quotes, "quote"));
        problems.push(Problem::new(&rules::TEXT_UNAVAILABLE, at, message).with_help(help));
    }
}

/// FB313: one finding a source, with the number of its quotes vouched for only by the lock file that came with the
/// base.
pub(super) fn lock_unproven(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut claimed: BTreeMap<_, usize> = BTreeMap::new();
    for entry in all_evidence(cx.base).filter(|entry| entry.evidence.verification.status == QuoteStatus::LockUnproven) {
        *claimed.entry(entry.evidence.source).or_default() += 1;
    }
    for (source, quotes) in claimed {
        let (id, row) = (cx.base.sources.id(source), &cx.base.sources[source]);
        let at = Pointer::key(row.file, key_path!["sources", id]);
        let message =
            format!("only the lock that came with the base vouches for {} of `{id}`", count_noun(quotes, "quote"));
        problems.push(Problem::new(&rules::LOCK_UNPROVEN, at, message).with_help(
            "compare them with the text: `--texts DIR`, with `--lock` to remember it here; of a lock of your own, \
             `--trust-lock`",
        ));
    }
}

/// FB306, for quotes: the lock file has a record of the text, but not of this quote.
pub(super) fn quote_changed(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for entry in all_evidence(cx.base).filter(|entry| entry.evidence.verification.status == QuoteStatus::Changed) {
        problems.push(
            Problem::new(&rules::TEXT_CHANGED, entry.quote_pointer(), "the quote is not the one that was locked")
                .with_help("run `check --texts DIR --lock`"),
        );
    }
}

/// FB306, for texts: the text differs from the one that was locked.
pub(super) fn text_changed(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for (&source, document) in cx.texts {
        let (id, row) = (cx.base.sources.id(source), &cx.base.sources[source]);
        let Some(locked) = cx.lock.and_then(|lock| lock.locked_text(id)) else { continue };
        if locked.sha256 != document.sha256() {
            let at = Pointer::value(row.file, key_path!["sources", id, "text"]);
            problems.push(
                Problem::new(&rules::TEXT_CHANGED, at, format!("the text of `{id}` is not the one that was locked"))
                    .with_help("read what changed, then run `check --texts DIR --lock`"),
            );
        }
    }
}

/// FB307: the quote occurs more than once in the text.
pub(super) fn quote_ambiguous(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut budget = Budget::for_quote_search();
    for entry in all_evidence(cx.base).filter(|entry| entry.evidence.verification.status == QuoteStatus::Ambiguous) {
        let quote = &entry.evidence.quote;
        let lines: Vec<u32> = if let Some(text) = cx.texts.get(&entry.evidence.source) {
            let places = text.find_within_budget(quote, SourceText::MAX_MATCHES, &mut budget);
            places.into_iter().flatten().map(|span| span.start.line).collect()
        } else {
            let locked = cx.lock.and_then(|lock| lock.locked_text(cx.base.sources.id(entry.evidence.source)));
            let places = locked.and_then(|text| text.positions(quote)).unwrap_or_default();
            places.iter().map(|position| position.line).collect()
        };
        let times = match lines.len() {
            SourceText::MAX_MATCHES.. => format!("{} times or more", SourceText::MAX_MATCHES),
            times => format!("{times} times"),
        };
        let list = lines.iter().take(MAX_LISTED_LINES).map(u32::to_string).collect::<Vec<_>>().join(", ");
        let others = if lines.len() > MAX_LISTED_LINES { " and others" } else { "" };
        let message = match entry.evidence.verification.span {
            // The budget is too small to find the other occurrences.
            Some(first) if lines.is_empty() => {
                format!("the quote stands more than once in the text, first at line {}", first.start.line)
            }
            _ => format!("the quote stands {times} in the text, at lines {list}{others}"),
        };
        problems.push(
            Problem::new(&rules::QUOTE_AMBIGUOUS, entry.quote_pointer(), message)
                .with_help("add a word before or behind, so that it stands once"),
        );
    }
}

/// FB308: the quotes that a claim has from one source give figures, but not all bounds of its amount.
pub(super) fn number_mismatch(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    for (_, id, claim) in base.claims.iter() {
        let Some(amount) = &claim.amount else { continue };
        let mut by_source: BTreeMap<Ix<Source>, Vec<(&Evidence, Figure)>> = BTreeMap::new();
        // A source that doubts or denies the amount may give another figure.
        for piece in claim.evidence.iter().filter(|piece| !matches!(piece.stance, Stance::Doubts | Stance::Denies)) {
            let figures = figures(&piece.quote, base.sources[piece.source].lang.as_ref());
            by_source.entry(piece.source).or_default().extend(figures.into_iter().map(|figure| (piece, figure)));
        }
        let bounds = [amount.range.min, amount.range.max];
        let lacks_a_bound = |figures: &[(&Evidence, Figure)]| {
            let is_quoted = |bound| figures.iter().any(|(_, figure)| figure.values.contains(bound));
            bounds.iter().flatten().any(|bound| !is_quoted(bound))
        };
        let first_amount_figure =
            |figures: &[(&Evidence, Figure)]| figures.iter().position(|(_, figure)| !figure.may_be_date_part);
        let found = by_source
            .values()
            .find_map(|figures| Some(&figures[first_amount_figure(figures)?]).filter(|_| lacks_a_bound(figures)));
        if let Some((piece, figure)) = found {
            let label = base.amount_label(amount, &Lang::english());
            let at = Pointer::value(claim.file, key_path!["claims", id, "amount"]);
            let quote = Pointer::value(claim.file, key_path!["claims", id, "evidence", piece.list_index, "quote"]);
            problems.push(
                Problem::new(
                    &rules::NUMBER_MISMATCH,
                    at,
                    format!("the quote says {}, the amount is {}", excerpt(&figure.written), excerpt(&label)),
                )
                .with_related("the quote", quote)
                .with_help("mend the amount, or quote the words that give it"),
            );
        }
    }
}

/// FB311: too many claims use the same quote. The finding is at the first of them.
pub(super) fn quote_reused(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut users: BTreeMap<(Ix<Source>, String), Vec<EvidenceRef<'_>>> = BTreeMap::new();
    for entry in all_evidence(cx.base).filter(|entry| entry.section == "claims") {
        let users = users.entry((entry.evidence.source, normalize(&entry.evidence.quote))).or_default();
        // The evidence of a claim is contiguous.
        if users.last().is_none_or(|last| last.id != entry.id) {
            users.push(entry);
        }
    }
    for users in users.into_values().filter(|users| users.len() > MAX_CLAIMS_PER_QUOTE) {
        let [first, others @ ..] = users.as_slice() else { continue };
        let message = format!("this quote proves {} claims", users.len());
        let problem = Problem::new(&rules::QUOTE_REUSED, first.quote_pointer(), message)
            .with_help("quote for each claim the words that are its own, or merge the claims");
        let add_related = |problem: Problem, user: &EvidenceRef<'_>| {
            problem.with_related(format!("and `{}`", user.id), user.quote_pointer())
        };
        problems.push(others.iter().take(MAX_LISTED_CLAIMS).fold(problem, add_related));
    }
}

/// FB312: too many words of a text are quoted. A quote that is used several times, or is part of another, counts
/// once.
pub(super) fn quote_budget(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut quotes: BTreeMap<Ix<Source>, BTreeSet<String>> = BTreeMap::new();
    for entry in all_evidence(cx.base) {
        quotes.entry(entry.evidence.source).or_default().insert(normalize(&entry.evidence.quote));
    }
    for (source, quotes) in quotes {
        let (id, row) = (cx.base.sources.id(source), &cx.base.sources[source]);
        let locked = || cx.lock.and_then(|lock| lock.locked_text(id)).and_then(|text| text.words);
        let Some(words) = cx.texts.get(&source).map(SourceText::word_count).or_else(locked) else { continue };
        // Finding contained quotes takes time and only lowers the sum.
        if quotes.iter().map(|quote| word_count(quote)).sum::<usize>() * MIN_WORDS_PER_QUOTED_WORD <= words {
            continue;
        }
        let used = count_quoted_words(&quotes);
        if used * MIN_WORDS_PER_QUOTED_WORD > words {
            let at = Pointer::key(row.file, key_path!["sources", id]);
            let message = format!("{used} of the {words} words of `{id}` are quoted, at most a quarter may be");
            problems.push(
                Problem::new(&rules::QUOTE_BUDGET, at, message)
                    .with_help("shorten quotes of it to the words that prove"),
            );
        }
    }
}

/// The number of words of all quotes together, without quotes that are part of another one.
fn count_quoted_words(quotes: &BTreeSet<String>) -> usize {
    let mut quotes_by_word: HashMap<&str, Vec<&str>> = HashMap::new();
    for quote in quotes {
        for word in alphanumeric_words(quote).collect::<BTreeSet<_>>() {
            quotes_by_word.entry(word).or_default().push(quote);
        }
    }
    let mut checks_left = MAX_CONTAINMENT_CHECKS;
    let mut is_contained = |quote: &str| {
        // A quote that contains another contains its rarest word.
        let candidates =
            alphanumeric_words(quote).filter_map(|word| quotes_by_word.get(word)).min_by_key(|near| near.len());
        let candidates = candidates.map(Vec::as_slice).unwrap_or_default();
        let candidates = &candidates[..candidates.len().min(checks_left)];
        checks_left -= candidates.len();
        candidates.iter().any(|&other| other != quote && other.contains(quote))
    };
    quotes.iter().filter(|quote| !is_contained(quote)).map(|quote| word_count(quote)).sum()
}

fn alphanumeric_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
