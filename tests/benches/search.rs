//! Speed of the search compared with other tools in the same run: `cargo bench --bench search -- [CLAIMS …] [alone]`.
//!
//! For each number of claims: the time to build the index, its size, and for each of twelve queries the slowest
//! keystroke, up to the first hits and up to all hits, reusing the state of the previous keystrokes. Then the same
//! keystrokes with nucleo-matcher over the same folded texts, also incremental, and `fzf --filter` as a process, if
//! it is installed. `alone` skips the other tools.

mod synthetic;

use dossier::model::{FactBase, Lang};
use dossier::search::{IncrementalState, Index, Query, SearchOptions, SearchResults};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const QUERIES: [(&str, &str); 12] = [
    ("one letter", "e"),
    ("two letters", "so"),
    ("a start", "flaman"),
    ("a word", "softbank"),
    ("two words", "softbank nvidia"),
    ("three words", "cour comptes energie"),
    ("five words", "ministere economie reseau port tramway"),
    ("a typo", "flamamville"),
    ("no match", "zzqxj"),
    ("a value", "22,5 milliards"),
    ("a phrase", "\"le rapport\""),
    ("a filter", "when:1984 nvidia"),
];

const OPTIONS: SearchOptions = SearchOptions { kind: None, limit: 200 };

/// The median time of `runs` runs.
fn median(runs: usize, mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<_> = (0..runs).map(|_| run()).collect();
    times.sort();
    times[runs / 2]
}

fn ms(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

/// The prefixes of a query, one after each keystroke.
fn prefixes(query: &str) -> impl Iterator<Item = &str> {
    query.char_indices().map(|(at, c)| &query[..at + c.len_utf8()])
}

/// Types a query letter by letter. Returns the longest time to the first hits, the longest time to all hits, the sum
/// of the latter over all keystrokes, and the number of hits of the whole query.
fn type_query(base: &FactBase, index: &Index, query: &str) -> (Duration, Duration, Duration, usize) {
    let mut memory = IncrementalState::default();
    let (mut first, mut slowest, mut sum, mut hits) = (Duration::ZERO, Duration::ZERO, Duration::ZERO, 0);
    for typed in prefixes(query) {
        let start = Instant::now();
        let mut first_hits_after = None;
        let mut on_partial = |partial: Option<SearchResults>| {
            if partial.is_some() {
                first_hits_after.get_or_insert(start.elapsed());
            }
            true
        };
        let found = index.search_incremental(
            base,
            &Query::parse(typed),
            &Lang::english(),
            OPTIONS,
            &mut memory,
            &mut on_partial,
        );
        let all = start.elapsed();
        first = first.max(first_hits_after.unwrap_or(all));
        slowest = slowest.max(all);
        sum += all;
        hits = found.map_or(0, |found| found.total);
    }
    (first, slowest, sum, hits)
}

/// Types a query into nucleo-matcher, with two threads. Each keystroke searches the matches of the previous one.
fn type_into_nucleo(lines: &[String], query: &str) -> Duration {
    let mut candidates: Vec<u32> = (0..u32::try_from(lines.len()).unwrap()).collect();
    let start = Instant::now();
    for typed in prefixes(query) {
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let score_part = |part: &[u32]| {
            let mut matcher = Matcher::new(Config::DEFAULT);
            let mut chars = Vec::new();
            let score = |at: &u32| {
                chars.clear();
                pattern.score(Utf32Str::new(&lines[*at as usize], &mut chars), &mut matcher).map(|score| (score, *at))
            };
            part.iter().filter_map(score).collect::<Vec<_>>()
        };
        let half = candidates.len().div_ceil(2).max(1);
        let mut scored: Vec<_> = std::thread::scope(|scope| {
            let parts: Vec<_> = candidates.chunks(half).map(|part| scope.spawn(move || score_part(part))).collect();
            parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
        });
        candidates = scored.iter().map(|&(_, at)| at).collect();
        scored.sort_unstable_by(|a, b| b.cmp(a));
    }
    start.elapsed()
}

fn time_fzf(lines: &str, query: &str) -> Option<Duration> {
    let start = Instant::now();
    let mut child =
        Command::new("fzf").args(["--filter", query]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().ok()?;
    let _ = child.stdin.take()?.write_all(lines.as_bytes());
    child.wait().ok()?;
    Some(start.elapsed())
}

fn main() {
    let without_peers = std::env::args().any(|argument| argument == "alone");
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes };
    for claims in sizes {
        let base = synthetic::base(claims);
        let start = Instant::now();
        let index = Index::new(&base);
        let built = start.elapsed();
        let (text, index_bytes) = index.memory_sizes();
        println!(
            "\n{claims} claims: index built in {} ms; {} bytes of text a claim, {} kept, {} %",
            ms(built),
            text / claims,
            index_bytes / claims,
            100 * index_bytes / text
        );
        let lines: Vec<String> = index.folded_lines().map(|line| line.replace('\n', " ")).collect();
        let piped = lines.join("\n");
        println!(
            "| query | hits | first hits, ms | all hits, ms | all letters, ms | nucleo, ms | ratio | fzf --filter, ms |"
        );
        println!("|---|---|---|---|---|---|---|---|");
        for (shape, query) in QUERIES {
            let mut runs: Vec<_> = (0..5).map(|_| type_query(&base, &index, query)).collect();
            runs.sort_by_key(|run| run.2);
            let (first, slowest, sum, hits) = runs[2];
            let plain = query.replace("when:1984 ", "").replace('"', "").replace("22,5", "22.5");
            if without_peers {
                println!("| {shape}: `{query}` | {hits} | {} | {} | {} |", ms(first), ms(slowest), ms(sum));
                continue;
            }
            // More than 100,000 claims take nucleo up to a minute, so they are measured once.
            let nucleo = median(if claims > 100_000 { 1 } else { 5 }, || type_into_nucleo(&lines, &plain));
            let fzf = time_fzf(&piped, &plain).map_or_else(|| "not installed".to_owned(), ms);
            println!(
                "| {shape}: `{query}` | {hits} | {} | {} | {} | {} | {:.2} | {fzf} |",
                ms(first),
                ms(slowest),
                ms(sum),
                ms(nucleo),
                sum.as_secs_f64() / nucleo.as_secs_f64().max(1e-9),
            );
        }
    }
}
