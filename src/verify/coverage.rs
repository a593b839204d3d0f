//! Coverage of the source texts: which of their lines are quoted.

use super::{EvidenceRef, SourceText, SourceTexts, evidence_by_source};
use crate::model::{FactBase, Id, Ix, Source, UnclaimedLines};
use crate::text::escape_markdown;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::fmt::Write;

/// The coverage of one source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The source.
    pub source: Ix<Source>,
    /// The claims and events with a quote on a line, by line number, as `claim/id` and `event/id`.
    pub items_by_line: BTreeMap<u32, BTreeSet<String>>,
    /// The lines that contain words but no quote, by line number, with the reason that the base gives.
    pub unclaimed: BTreeMap<u32, Option<String>>,
}

/// The coverage of every available text, in file order.
pub fn compute_coverage(base: &FactBase, texts: &SourceTexts) -> Vec<Coverage> {
    let evidence = evidence_by_source(base);
    let evidence_of = |source| evidence.get(&source).map(Vec::as_slice).unwrap_or_default();
    texts.iter().map(|(&source, text)| text_coverage(base, source, text, evidence_of(source))).collect()
}

fn text_coverage(base: &FactBase, source: Ix<Source>, text: &SourceText, evidence: &[EvidenceRef<'_>]) -> Coverage {
    let mut items_by_line: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for entry in evidence {
        let Some(span) = entry.evidence.verification.span else { continue };
        let kind = entry.section.trim_end_matches('s');
        for line in span.start.line..=span.end.line {
            items_by_line.entry(line).or_default().insert(format!("{kind}/{}", entry.id));
        }
    }
    let lines_with_words = text.numbered_lines().filter(|(_, line)| line.chars().any(char::is_alphanumeric));
    let numbers = lines_with_words.map(|(at, _)| at);
    let unquoted: Vec<_> = numbers.filter(|line| !items_by_line.contains_key(line)).collect();
    let unclaimed = reasons_by_line(&base.sources[source].unclaimed, &unquoted);
    Coverage { source, items_by_line, unclaimed }
}

/// The reason for each of the given lines, which ascend: that of the first entry that includes the line. Sweeps over
/// the lines with a heap of the ranges that have started, so that not every line is compared with every range.
fn reasons_by_line(unclaimed: &[UnclaimedLines], lines: &[u32]) -> BTreeMap<u32, Option<String>> {
    let of = |(at, unclaimed): (usize, &UnclaimedLines)| -> Vec<_> {
        unclaimed.lines.iter().map(|&(first, last)| (first, at, last)).collect()
    };
    let mut ranges: Vec<_> = unclaimed.iter().enumerate().flat_map(of).collect();
    ranges.sort_unstable();
    let (mut ranges, mut active) = (ranges.into_iter().peekable(), BinaryHeap::new());
    let reason = |&line: &u32| {
        while let Some((_, at, last)) = ranges.next_if(|&(first, ..)| first <= line) {
            active.push(Reverse((at, last)));
        }
        while active.peek().is_some_and(|&Reverse((_, last))| last < line) {
            active.pop();
        }
        (line, active.peek().map(|&Reverse((at, _))| unclaimed[at].reason.clone()))
    };
    lines.iter().map(reason).collect()
}

impl Coverage {
    /// The number of lines with words that have neither a quote nor a reason to have none.
    pub fn unexplained_lines(&self) -> usize {
        self.unclaimed.values().filter(|reason| reason.is_none()).count()
    }

    /// The coverage as a section of a Markdown page. It contains line numbers, never words of the text.
    pub fn to_markdown(&self, base: &FactBase) -> String {
        let (id, row) = (base.sources.id(self.source), &base.sources[self.source]);
        let claims: BTreeSet<_> =
            self.items_by_line.values().flatten().filter(|item| item.starts_with("claim/")).collect();
        let mut page = format!(
            "## {}\n\n*{}*: {} on {} of {} with words.\n\n| line | what rests on it |\n|---:|---|\n",
            Id::as_str(id),
            escape_markdown(row.title.as_deref().or(row.publisher.as_deref()).unwrap_or_default()),
            crate::text::count_noun(claims.len(), "claim"),
            crate::text::count_noun(self.items_by_line.len(), "line"),
            self.items_by_line.len() + self.unclaimed.len(),
        );
        for (line, items) in &self.items_by_line {
            let items: Vec<_> = items.iter().map(|item| format!("`{item}`")).collect();
            let _ = writeln!(page, "| {line} | {} |", items.join(", "));
        }
        page += "\n| lines that no claim rests on | why |\n|---|---|\n";
        let mut by_reason: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (&line, reason) in &self.unclaimed {
            by_reason
                .entry(reason.as_deref().map_or("**no reason given**".into(), escape_markdown))
                .or_default()
                .push(line);
        }
        for (reason, lines) in by_reason {
            let _ = writeln!(page, "| {} | {reason} |", format_ranges(&lines));
        }
        page
    }
}

/// Formats sorted numbers, with consecutive ones as a range: "1–3, 7".
fn format_ranges(numbers: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let write =
        |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    ranges.iter().map(write).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_reason_naming_a_line_wins() {
        let unclaimed =
            |lines: &[(u32, u32)], reason: &str| UnclaimedLines { lines: lines.to_vec(), reason: reason.into() };
        let all = [unclaimed(&[(7, 9), (2, 3)], "a"), unclaimed(&[(1, 8)], "b"), unclaimed(&[(3, 3)], "c")];
        let found = reasons_by_line(&all, &[1, 2, 3, 4, 8, 9, 10]);
        let found: Vec<_> = found.into_values().map(Option::unwrap_or_default).collect();
        assert_eq!(found, ["b", "a", "a", "b", "a", "a", ""]);
    }

    #[test]
    fn consecutive_numbers_form_a_range() {
        assert_eq!(format_ranges(&[1, 2, 3, 7, 9, 10]), "1–3, 7, 9–10");
        assert_eq!(format_ranges(&[]), "");
    }
}
