//! Properties of every item of the bundled base.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dossier::export::{CiteStyle, citation};
use dossier::model::{Bond, EvidenceOwner, FactBase, Item, Lang, bond_between, fold};
use dossier::present::{Link, RichLine, RichText, TextRole, compare, detail, sources, wrap};
use dossier::search::{Certainty, Index, Query, SearchOptions};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};

fn languages() -> [Lang; 2] {
    ["en", "fr"].map(|tag| Lang::new(tag).unwrap())
}

/// The texts of an item: its detail, its sources, and the comparison of its answers if it is a question.
fn rich_texts(base: &FactBase, item: Item, lang: &Lang, width: u16) -> Vec<RichText> {
    let mut sheets = vec![detail(base, item, lang), sources(base, item, lang)];
    if let Item::Question(question) = item {
        sheets.push(compare(base, question, lang, width, &[]));
    }
    sheets
}

fn quote_link(line: &RichLine) -> Option<Link> {
    line.spans.iter().filter_map(|span| span.link).find(|link| matches!(link, Link::Quote(_)))
}

/// The texts of the lines that are not empty.
fn line_texts(sheet: &RichText) -> Vec<String> {
    sheet.lines.iter().map(RichLine::text).filter(|text| !text.is_empty()).collect()
}

#[test]
fn filter_keeps_quotes_with_their_attribution() {
    let base = dossier::bundled::load_base();
    for lang in languages() {
        for item in base.items() {
            let whole = sources(&base, item, &lang);
            let whole_runs = line_texts(&whole);
            let words: BTreeSet<String> = whole_runs
                .iter()
                .flat_map(|line| line.split_whitespace())
                .map(fold)
                .filter(|word| word.len() > 2)
                .collect();
            for word in words {
                let shown = whole.matching(std::slice::from_ref(&word));
                let blocks: HashSet<_> = shown.lines.iter().map(|line| line.block).collect();
                for block in blocks {
                    let block_texts = |sheet: &RichText| {
                        sheet
                            .lines
                            .iter()
                            .filter(|line| line.block == block)
                            .map(RichLine::text)
                            .filter(|t| !t.is_empty())
                            .collect::<Vec<_>>()
                    };
                    assert_eq!(
                        block_texts(&shown),
                        block_texts(&whole),
                        "“{word}” tears a block of {}",
                        base.address(item)
                    );
                }
                for (at, line) in shown.lines.iter().enumerate().filter(|(_, line)| quote_link(line).is_some()) {
                    let place = whole.lines.iter().position(|other| other == line).unwrap();
                    let below = whole.lines.get(place + 1).map(RichLine::text);
                    assert_eq!(
                        shown.lines.get(at + 1).map(RichLine::text),
                        below,
                        "“{word}” in {}",
                        base.address(item)
                    );
                }
            }
        }
    }
}

#[test]
fn filter_keeps_or_drops_whole_answers() {
    let base = dossier::bundled::load_base();
    let lang = Lang::english();
    for (question, id, _) in base.questions.iter() {
        // At 40 columns the answers are one below the other.
        let whole = compare(&base, question, &lang, 40, &[]);
        let links = |sheet: &RichText| sheet.links().collect::<Vec<_>>();
        let mut by_claim: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (at, claim) in base.links.claims_of_question(question).iter().enumerate() {
            let pieces = base.claims[*claim].evidence.iter();
            let quotes: BTreeSet<String> = pieces.map(|piece| piece.quote.clone()).collect();
            by_claim.insert(at, quotes);
        }
        let text = line_texts(&whole).join(" ");
        let words: BTreeSet<String> = text.split_whitespace().map(fold).filter(|word| word.len() > 3).collect();
        for word in words {
            let shown = compare(&base, question, &lang, 40, std::slice::from_ref(&word));
            let shown_links: HashSet<_> = links(&shown).into_iter().map(|link| format!("{link:?}")).collect();
            for claim in base.links.claims_of_question(question) {
                let says = format!("{:?}", Link::Item(Item::Claim(*claim)));
                let quotes = (0..base.claims[*claim].evidence.len()).map(|position| {
                    let position = u32::try_from(position).unwrap();
                    let quote = dossier::model::EvidenceIx { owner: EvidenceOwner::Claim(*claim), position };
                    format!("{:?}", Link::Quote(quote))
                });
                let quotes: Vec<_> = quotes.collect();
                // The heading may link to two incompatible answers, so only quotes show that an answer is there.
                let shown = quotes.iter().filter(|quote| shown_links.contains(*quote)).count();
                assert!(shown == 0 || shown == quotes.len(), "“{word}” cuts an answer to {id}");
                assert!(shown == 0 || shown_links.contains(&says), "“{word}” hides what is answered to {id}");
            }
        }
    }
}

#[test]
fn open_intervals_equal_comparison_operators() {
    let base = dossier::bundled::load_base();
    let index = Index::new(&base);
    let found = |query: &str| {
        let query = format!("kind:event {query}");
        let found = index.search(&base, &Query::parse(&query), &Lang::english(), SearchOptions::default());
        assert!(found.errors.is_empty(), "{query}: {:?}", found.errors);
        found.hits.into_iter().map(|hit| (base.id(hit.item).to_owned(), hit.certainty)).collect::<BTreeMap<_, _>>()
    };
    let mut bounds: BTreeSet<String> = BTreeSet::new();
    for (_, _, event) in base.events.iter() {
        let Some(when) = &event.when else { continue };
        let days = [when.earliest(), when.latest()].into_iter().flatten();
        for day in days {
            bounds.insert(day.to_string());
            bounds.insert(day.format("%Y-%m").to_string());
            bounds.insert(day.format("%Y").to_string());
        }
    }
    assert!(bounds.len() > 20);
    for bound in &bounds {
        let (until, since) = (found(&format!("when:<={bound}")), found(&format!("when:>={bound}")));
        for spelt in [format!("when:..{bound}"), format!("when:../{bound}"), format!("when:/{bound}")] {
            assert_eq!(found(&spelt), until, "{spelt}");
        }
        for spelt in
            [format!("when:{bound}.."), format!("when:{bound}/.."), format!("when:{bound}/"), format!("when:{bound}+")]
        {
            assert_eq!(found(&spelt), since, "{spelt}");
        }
        // No event is certainly before a date and certainly after it.
        let sure = |found: &BTreeMap<String, Certainty>| {
            found
                .iter()
                .filter(|(_, certainty)| **certainty == Certainty::Sure)
                .map(|(id, _)| id.clone())
                .collect::<BTreeSet<_>>()
        };
        let (before, after) = (sure(&found(&format!("when:<{bound}"))), sure(&found(&format!("when:>{bound}"))));
        assert!(before.is_disjoint(&after), "{bound}");
        // Every dated event matches `<=` or `>=`.
        let all: BTreeSet<String> = until.keys().chain(since.keys()).cloned().collect();
        let dated = base.events.iter().filter(|(_, _, event)| event.when.is_some()).count();
        assert_eq!(all.len(), dated, "{bound}");
    }
    for amount in ["10B", "500M", "22.5B", "1", "100B"] {
        assert_eq!(found(&format!("amount:..{amount}")), found(&format!("amount:<={amount}")), "{amount}");
        for spelt in [format!("amount:{amount}.."), format!("amount:{amount}+")] {
            assert_eq!(found(&spelt), found(&format!("amount:>={amount}")), "{spelt}");
        }
    }
}

#[test]
fn strong_bonds_survive_wrapping() {
    let base = dossier::bundled::load_base();
    // Most lines occur in several texts; wrap each only once.
    let mut seen = HashSet::new();
    for lang in languages() {
        for item in base.items() {
            for sheet in [detail(&base, item, &lang), sources(&base, item, &lang)] {
                for line in sheet.lines {
                    if seen.insert(format!("{line:?}")) {
                        let whole = unicode_width::UnicodeWidthStr::width(line.text().as_str());
                        let widest = u16::try_from(whole).unwrap_or(u16::MAX).min(220);
                        (20..=widest)
                            .for_each(|width| assert_strong_bonds_kept(&line, width, &base.address(item).to_string()));
                    }
                }
            }
        }
        for question in base.questions.handles() {
            for width in (20..=220).step_by(10) {
                for line in compare(&base, question, &lang, width, &[]).lines {
                    assert_strong_bonds_kept(&line, width, &base.address(Item::Question(question)).to_string());
                }
            }
        }
    }
}

/// Asserts that wrapping never separates two words joined by a strong bond, unless they do not fit into one row.
fn assert_strong_bonds_kept(line: &RichLine, width: u16, context: &str) {
    let rows = wrap(line, width);
    let text = |row: &dossier::present::WrappedRow| -> String {
        row.pieces.iter().map(|(span, range)| &line.spans[*span].text[range.clone()]).collect()
    };
    let room = usize::from(width) - usize::from(line.hanging_indent).min(usize::from(width) / 2);
    for pair in rows.windows(2) {
        let (before, after) = (text(&pair[0]), text(&pair[1]));
        let (Some(last), Some(first)) =
            (before.split(' ').rfind(|w| !w.is_empty()), after.split(' ').find(|w| !w.is_empty()))
        else {
            continue;
        };
        let width_of = unicode_width::UnicodeWidthStr::width;
        // Two spaces separate columns, not words of a sentence.
        let fits = width_of(last) + 1 + width_of(first) <= room && line.text().contains(&format!("{last} {first}"));
        // A chain of bound words may be longer than a row; it then breaks at its weakest bond.
        assert!(
            !(bond_between(last, first) == Bond::Strong && fits && chain_fits(&before, &after, room)),
            "{context} at {width}: “{before}” / “{after}”"
        );
        let span_index = |row: &dossier::present::WrappedRow, at: usize| row.pieces.get(at).map(|(span, _)| *span);
        let (end, start) = (span_index(&pair[0], pair[0].pieces.len().wrapping_sub(1)), span_index(&pair[1], 0));
        if let (Some(end), Some(start)) = (end, start)
            && end == start
            && line.spans[end].role == TextRole::Amount
        {
            assert!(
                width_of(line.spans[end].text.trim()) > room,
                "{context}: an amount is torn: {}",
                line.spans[end].text
            );
        }
    }
}

/// Whether the chain of bound words around a line break would fit into a row.
fn chain_fits(before: &str, after: &str, room: usize) -> bool {
    let mut words: Vec<&str> = before.split(' ').filter(|word| !word.is_empty()).collect();
    let mut chain = vec![words.pop().unwrap_or_default()];
    while let Some(word) = words.pop().filter(|word| bond_between(word, chain[0]) == Bond::Strong) {
        chain.insert(0, word);
    }
    for word in after.split(' ').filter(|word| !word.is_empty()) {
        if bond_between(chain[chain.len() - 1], word) != Bond::Strong {
            break;
        }
        chain.push(word);
    }
    unicode_width::UnicodeWidthStr::width(chain.join(" ").as_str()) <= room
}

#[test]
fn event_citation_has_every_quote_once() {
    let base = dossier::bundled::load_base();
    for lang in languages() {
        for (event, id, row) in base.events.iter() {
            let item = Item::Event(event);
            let cited = citation(&base, item, &lang, CiteStyle::Plain).unwrap_or_default();
            let lines: Vec<_> = cited.lines().collect();
            assert_eq!(lines.iter().collect::<HashSet<_>>().len(), lines.len(), "{id} is cited twice alike:\n{cited}");
            let own = row.evidence.iter();
            let claim_evidence =
                base.links.claims_of_event(event).iter().flat_map(|&claim| &base.claims[claim].evidence);
            for piece in own.chain(claim_evidence) {
                assert!(cited.contains(&piece.quote), "{id} is cited without “{}”", piece.quote);
            }
            let entries = citation(&base, item, &lang, CiteStyle::Bibtex).unwrap_or_default();
            assert_eq!(entries.matches("\n@").count() + 1, lines.len(), "as many entries as quotes: {id}");
        }
    }
}

#[test]
fn curator_statement_replaces_generated_one() {
    let base = dossier::bundled::load_base();
    for lang in languages() {
        for (claim, id, row) in base.claims.iter().filter(|(_, _, row)| row.statement.is_some()) {
            let Some(triple) = row.triple().filter(|triple| triple.object.is_some()) else { continue };
            let _ = triple;
            let reading = base.triple_text(claim, &lang);
            if reading == base.statement(claim, &lang) {
                continue;
            }
            let shown = detail(&base, Item::Claim(claim), &lang);
            assert!(shown.lines.iter().all(|line| line.text() != reading), "{id}: {reading}");
        }
    }
}

#[test]
fn chains_have_one_notation() {
    let base = dossier::bundled::load_base();
    let ft = base.claims.find("ft-15-25b").unwrap();
    let shown = sources(&base, Item::Claim(ft), &Lang::english());
    let text = line_texts(&shown).join("\n");
    let cited = citation(&base, Item::Claim(ft), &Lang::english(), CiteStyle::Plain).unwrap();
    for text in [&text, &cited] {
        assert!(text.contains("second-hand: Financial Times, via Cafétech"), "{text}");
    }
    for item in base.items() {
        for sheet in rich_texts(&base, item, &Lang::english(), 200) {
            assert!(sheet.lines.iter().all(|line| !line.text().contains('←')), "{}", base.address(item));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// A filtered text is a subsequence of the lines of the text.
    #[test]
    fn filtered_lines_keep_their_order(
        at in any::<prop::sample::Index>(), words in prop::collection::vec("[a-zé0-9]{1,4}", 1..3),
    ) {
        let base = dossier::bundled::load_base();
        let items: Vec<_> = base.items().collect();
        let item = items[at.index(items.len())];
        for sheet in rich_texts(&base, item, &Lang::english(), 100) {
            let shown = sheet.matching(&words);
            let mut from = 0;
            for line in shown.lines.iter().filter(|line| !line.spans.is_empty()) {
                let place = sheet.lines[from..].iter().position(|other| other == line);
                prop_assert!(place.is_some(), "{:?}", line.text());
                from += place.unwrap() + 1;
            }
        }
    }
}
