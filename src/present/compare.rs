//! The answers to a question side by side, each with its sources and quotes, for comparison.

use super::column_layout::ColumnLayout;
use super::page_builder::{MAX_ROWS, PageBuilder};
use super::sources::{push_attribution, quote_line};
use super::{Link, RichLine, RichText, TextRole, fold_lines};
use crate::analysis::{ValueRange, question_conflict, value_ranges};
use crate::model::{
    CitedParty, Claim, EdtfDate, Evidence, EvidenceIx, EvidenceOwner, ExpectedAnswers, FactBase, Item, Ix, Lang,
    Question,
};
use crate::text::count_noun;

/// Maximum number of pieces of evidence shown per answer.
const MAX_EVIDENCE: usize = 20;

/// Lines kept together: those of an answer, or those of its evidence with one attribution. The corresponding rows of
/// all answers are aligned.
type AnswerBlock = Vec<RichLine>;

/// Compares the answers to a question, the earliest first and undated ones last. They are in columns if `width` (in
/// terminal columns) has room for at least two, otherwise one below the other. No answer is singled out.
///
/// If `words` (folded) is not empty, only answers that contain all of them are kept, each in full, along with the
/// question and the matching parts of its heading. The result is empty if neither an answer nor the heading matches.
pub fn compare(base: &FactBase, question: Ix<Question>, lang: &Lang, width: u16, words: &[String]) -> RichText {
    let mut page = PageBuilder { base, lang, output: RichText::default() };
    let mut answers = base.links.claims_of_question(question).to_vec();
    answers.sort_by(|&a, &b| match (base.claim_date(a), base.claim_date(b)) {
        (Some(a), Some(b)) => a.timeline_cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    let has_amounts = answers.iter().any(|&answer| base.claims[answer].amount.is_some());
    write_question(&mut page, question, &answers);
    let all = answers.len();
    if !words.is_empty() {
        answers.retain(|&answer| {
            let lines: Vec<_> = answer_blocks(base, answer, lang, has_amounts).concat();
            let text = fold_lines(&lines);
            words.iter().all(|word| text.contains(word.as_str()))
        });
        let title = page.output.lines[..1].to_vec();
        let mut said = page.output.matching(words);
        if answers.is_empty() && said.lines.is_empty() {
            return said;
        }
        if said.lines.first() != title.first() {
            said.lines.splice(..0, title);
        }
        page.output.lines = said.lines;
        if answers.is_empty() {
            return page.output;
        }
    }
    page.output.heading(match answers.len() {
        shown if shown < all => format!("{shown} of {}", count_noun(all, "answer")),
        _ => count_noun(all, "answer"),
    });
    let shown = &answers[..answers.len().min(MAX_ROWS)];
    let mut columns = ColumnLayout::new(shown.len(), width);
    for (at, answers) in shown.chunks(columns.column_count()).enumerate() {
        if at > 0 {
            columns.write_rule(&mut page.output, answers.len());
        }
        let blocks: Vec<_> = answers.iter().map(|&answer| answer_blocks(base, answer, lang, has_amounts)).collect();
        write_answer_row(&mut page.output, &mut columns, &blocks);
    }
    page.omitted_rows(answers.len() - shown.len());
    page.output
}

/// Writes the question, and how its answers differ.
fn write_question(page: &mut PageBuilder<'_>, question: Ix<Question>, answers: &[Ix<Claim>]) {
    let row = &page.base.questions[question];
    page.title(row.text.get(page.lang));
    page.dispute_reason(question);
    let clash = question_conflict(page.base, question);
    let spreads = value_ranges(page.base, answers);
    if spreads.is_empty() {
        write_date_range(page, answers);
    }
    for spread in spreads.iter().filter(|spread| spread.values_differ) {
        let mut remarks = Vec::new();
        if spread.claim_count < answers.len() {
            remarks.push(format!("{} of {}", spread.claim_count, count_noun(answers.len(), "answer")));
        }
        if row.expect == Some(ExpectedAnswers::Single) && clash.is_none() {
            remarks.push("compatible with one another".to_owned());
        }
        write_amount_range(page, spread, &remarks.join(" · "));
    }
    if let Some((a, b)) = clash {
        let [first, second] = [a, b].map(|claim| answer_value(page.base, claim, page.lang));
        page.output.field("Conflict", |line| {
            let line = line.link_with_role(TextRole::Amount, Link::Item(Item::Claim(a)), first).plain(" beside ");
            let line = line.link_with_role(TextRole::Amount, Link::Item(Item::Claim(b)), second);
            line.with(TextRole::Dim, "  cannot both be true")
        });
    }
    page.expected_answers(question);
    page.note("Note", row.note.as_ref());
}

/// Writes the range of the amounts.
fn write_amount_range(page: &mut PageBuilder<'_>, spread: &ValueRange, remarks: &str) {
    let label = |amount| page.base.amount_label(amount, page.lang);
    let ends = (spread.min.as_ref().map(label), spread.max.as_ref().map(label));
    let remarks = if remarks.is_empty() { String::new() } else { format!("  {remarks}") };
    let line = match ends {
        (Some(least), Some(greatest)) => {
            RichLine::new().plain("from ").with(TextRole::Amount, least).plain(" to ").with(TextRole::Amount, greatest)
        }
        (Some(least), None) => RichLine::new().plain("from ").with(TextRole::Amount, least).plain(" upward"),
        (None, Some(greatest)) => RichLine::new().plain("up to ").with(TextRole::Amount, greatest),
        (None, None) => return,
    };
    page.output.field("Amounts", |head| {
        RichLine { spans: [head.spans, line.spans].concat(), ..head }.with(TextRole::Dim, remarks)
    });
}

/// Writes the range of the dates.
fn write_date_range(page: &mut PageBuilder<'_>, answers: &[Ix<Claim>]) {
    let dates = || answers.iter().filter_map(|&answer| page.base.claim_date(answer));
    let first = dates().next().map(|when| when.label(page.lang));
    let last = dates().next_back().map(|when| when.label(page.lang));
    if let (Some(first), Some(last)) = (first, last)
        && first != last
    {
        let line = |line: RichLine| {
            line.plain("from ").with(TextRole::Amount, first).plain(" to ").with(TextRole::Amount, last)
        };
        page.output.field("Dates", line);
    }
}

/// The value an answer gives: its amount, otherwise its date.
fn answer_value(base: &FactBase, claim: Ix<Claim>, lang: &Lang) -> String {
    match &base.claims[claim].amount {
        Some(amount) => base.amount_label(amount, lang),
        None => base.claim_date(claim).map(|when| when.label(lang)).unwrap_or_default(),
    }
}

/// An answer and its evidence. If no answer has an amount (`sums` is false), the dates are compared and come first.
fn answer_blocks(base: &FactBase, ix: Ix<Claim>, lang: &Lang, has_amounts: bool) -> Vec<AnswerBlock> {
    let claim = &base.claims[ix];
    let lead = match answer_value(base, ix, lang) {
        _ if has_amounts && claim.amount.is_none() => RichLine::new().with(TextRole::Dim, "no amount"),
        value if value.is_empty() => RichLine::new().with(TextRole::Dim, "no date"),
        value => RichLine::new().with(TextRole::Amount, value),
    };
    let says = RichLine::new().link(Link::Item(Item::Claim(ix)), base.statement(ix, lang));
    let date = |when: &EdtfDate| {
        let inferred = if claim.dated.is_some() { " (inferred)" } else { "" };
        format!("{}{inferred}", when.label(lang))
    };
    let when = base.claim_date(ix).filter(|_| has_amounts).map(date);
    let facts: Vec<_> = when.into_iter().chain(claim.status.map(|status| status.keyword().to_owned())).collect();
    let facts = RichLine::new().with(TextRole::Dim, facts.join(" · "));
    let mut blocks = vec![vec![lead, says, facts]];
    let shown = &claim.evidence[..claim.evidence.len().min(MAX_EVIDENCE)];
    let pieces: Vec<_> =
        (0..).map(|position| EvidenceIx { owner: EvidenceOwner::Claim(ix), position }).zip(shown).collect();
    let attribution = |(_, piece): &(EvidenceIx, &Evidence)| (piece.source, piece.stance, piece.via.clone());
    blocks.extend(
        pieces.chunk_by(|a, b| attribution(a) == attribution(b)).map(|pieces| attributed_quotes(base, pieces, lang)),
    );
    if claim.evidence.len() > MAX_EVIDENCE {
        blocks.push(vec![
            RichLine::new().with(TextRole::Dim, format!("and {} more", claim.evidence.len() - MAX_EVIDENCE)),
        ]);
    }
    blocks
}

/// Quotes with the same attribution: the source, its stance and chain, then the quotes.
fn attributed_quotes(base: &FactBase, pieces: &[(EvidenceIx, &Evidence)], lang: &Lang) -> AnswerBlock {
    let Some((_, first)) = pieces.first() else { return AnswerBlock::new() };
    let source = RichLine::new().party_link(base, CitedParty::Source(first.source), lang, TextRole::Heading);
    let stance = push_attribution(base, first, lang, RichLine::new()).with_hanging_indent(2);
    [source, stance].into_iter().chain(pieces.iter().map(|&(ix, piece)| quote_line(ix, piece))).collect()
}

/// Writes answers side by side with their rows aligned. Rows that are empty for all of them are left out.
fn write_answer_row(output: &mut RichText, columns: &mut ColumnLayout, answers: &[Vec<AnswerBlock>]) {
    for at in 0..answers.iter().map(Vec::len).max().unwrap_or(0) {
        if at > 0 {
            columns.write_row(output, &vec![RichLine::new(); answers.len()]);
        }
        let blocks: Vec<_> = answers.iter().map(|blocks| blocks.get(at).map_or(&[][..], Vec::as_slice)).collect();
        for row in 0..blocks.iter().map(|block| block.len()).max().unwrap_or(0) {
            let cells: Vec<_> = blocks.iter().map(|block| block.get(row).cloned().unwrap_or_default()).collect();
            if cells.iter().any(|cell| !cell.text().is_empty()) {
                columns.write_row(output, &cells);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;

    const BASE: &str = include_str!("../../tests/frames/base.yaml");

    fn base(yaml: &str) -> FactBase {
        crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml.to_owned() }]).base
    }

    fn sheet(base: &FactBase, question: &str, width: u16) -> RichText {
        compare(base, base.questions.find(question).unwrap(), &Lang::english(), width, &[])
    }

    fn text(base: &FactBase, question: &str, width: u16) -> Vec<String> {
        sheet(base, question, width).lines.iter().map(RichLine::text).collect()
    }

    #[test]
    fn aligns_answers_side_by_side() {
        let shown = [
            "What the line costs the council",
            "Disputed   The papers differ",
            "Amounts    from ~€30M upward",
            "Conflict   ≥ €40M beside ~€30M  cannot both be true",
            "Expected   only one answer can be true",
            "",
            "2 answers",
            "~€30M                              │ ≥ €40M",
            "The council has promised about     │ The council has promised at least",
            "30 million                         │ 40 million",
            "Dec 2024 · pledged                 │ 16 Dec 2024 · pledged",
            "                                   │",
            "Le Courrier                        │ The Gazette",
            "estimates                          │ reports; second-hand: Harbour News",
            "                                   │   Agency, via The Gazette",
            "? «\u{a0}trente millions\u{a0}»              │ ? «\u{a0}at least 40 million euros\u{a0}»",
            "                                   │",
            "                                   │ Le Courrier",
            "                                   │ states",
            "                                   │ ? «\u{a0}quarante millions\u{a0}»",
        ];
        assert_eq!(text(&base(BASE), "cost", 72), shown);
    }

    #[test]
    fn narrow_width_stacks_answers_with_the_same_links() {
        let base = base(BASE);
        let narrow = text(&base, "cost", 54);
        let at = |words: &str| narrow.iter().position(|line| line.contains(words)).unwrap();
        assert!(at("trente millions") < at("─────") && at("─────") < at("at least 40 million euros"));
        assert!(narrow.iter().all(|line| !line.contains('│')), "{narrow:#?}");
        let links = |width| {
            let mut links: Vec<_> = sheet(&base, "cost", width).links().map(|link| format!("{link:?}")).collect();
            links.sort();
            links
        };
        assert_eq!(links(54), links(55));
        assert_eq!(links(30), links(200));
        // Two conflicting values, two statements, three sources, one agency and the source that cites it, three
        // quotes.
        assert_eq!(links(30).len(), 12);
    }

    #[test]
    fn dates_lead_if_no_answer_has_an_amount() {
        let base = crate::bundled::load_base();
        let shown = text(&base, "alibaba-when", 76);
        for line in ["Dates      from 1990s to 2000", "Conflict   1990s beside 2000  cannot both be true"] {
            assert!(shown.iter().any(|shown| shown == line), "{shown:#?}");
        }
        let lead = shown.iter().position(|line| line == "2 answers").unwrap() + 1;
        assert!(shown[lead].starts_with("1990s ") && shown[lead].ends_with("│ 2000"), "{shown:#?}");
    }

    #[test]
    fn amounts_of_a_series_do_not_conflict() {
        let base = crate::bundled::load_base();
        let shown = text(&base, "sb-into-openai", 110);
        assert!(shown.contains(&"Amounts    from $500M to $25B".to_owned()), "{shown:#?}");
        assert!(!shown.iter().any(|line| line.starts_with("Conflict")));
        assert!(shown.iter().any(|line| line.starts_with("$500M ") && line.contains("│ $15–25B ")));
    }

    #[test]
    fn groups_quotes_by_attribution() {
        let twice = BASE.replace(
            "evidence: [{source: courier, stance: estimates, quote: trente millions}]",
            "evidence: [{source: courier, stance: estimates, quote: trente millions}, {source: courier, stance: estimates, \
             quote: encore trente}]",
        );
        let count = |yaml: &str, words: &str| text(&base(yaml), "cost", 40).join("\n").matches(words).count();
        assert_eq!([count(BASE, "estimates"), count(&twice, "estimates")], [1, 1]);
        assert_eq!(count(&twice, "encore trente"), 1);
    }

    #[test]
    fn limits_evidence_per_answer() {
        let piece = "{source: courier, stance: states, quote: quarante millions}";
        let pieces = vec![piece; MAX_EVIDENCE + 5].join(", ");
        let many = base(&BASE.replace(&format!("- {piece}"), &format!("- {}", pieces.replace("}, {", "}\n      - {"))));
        assert!(text(&many, "cost", 120).iter().any(|line| line.contains("and 6 more")));
        let none = base("factbase: 1\nquestions: {who: {ask: Who?}}\n");
        assert_eq!(text(&none, "who", 0), ["Who?", "", "0 answers"]);
    }
}
