//! The answers to a question side by side, each with its sources and quotes, for comparison.

use super::page::{MOST, Page};
use super::side_by_side::SideBySide;
use super::sources::{stance, words};
use super::{Line, Link, Role, Sheet, folded};
use crate::analysis::{Spread, clash, spreads};
use crate::diagnostic::count_noun;
use crate::model::{
    CitedParty, Claim, EdtfDate, Evidence, EvidenceIx, EvidenceOwner, ExpectedAnswers, FactBase, Item, Ix, Lang,
    Question,
};

/// Maximum number of pieces of evidence shown per answer.
const PIECES: usize = 20;

/// Lines kept together: those of an answer, or those of its evidence with one attribution. The corresponding rows of
/// all answers are aligned.
type Block = Vec<Line>;

/// Compares the answers to a question, the earliest first and undated ones last. They are in columns if `width` (in
/// terminal columns) has room for at least two, otherwise one below the other. No answer is singled out.
///
/// If `words` (folded) is not empty, only answers that contain all of them are kept, each in full, along with the
/// question and the matching parts of its heading. The result is empty if neither an answer nor the heading matches.
pub fn compare(base: &FactBase, question: Ix<Question>, lang: &Lang, width: u16, words: &[String]) -> Sheet {
    let mut page = Page { base, lang, sheet: Sheet::default() };
    let mut answers = base.links.claims_of_question(question).to_vec();
    answers.sort_by(|&a, &b| match (base.claim_date(a), base.claim_date(b)) {
        (Some(a), Some(b)) => a.timeline_cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    let sums = answers.iter().any(|&answer| base.claims[answer].amount.is_some());
    head(&mut page, question, &answers);
    let all = answers.len();
    if !words.is_empty() {
        answers.retain(|&answer| {
            let lines: Vec<_> = blocks(base, answer, lang, sums).concat();
            let text = folded(&lines);
            words.iter().all(|word| text.contains(word.as_str()))
        });
        let title = page.sheet.lines[..1].to_vec();
        let mut said = page.sheet.matching(words);
        if answers.is_empty() && said.lines.is_empty() {
            return said;
        }
        if said.lines.first() != title.first() {
            said.lines.splice(..0, title);
        }
        page.sheet.lines = said.lines;
        if answers.is_empty() {
            return page.sheet;
        }
    }
    page.sheet.heading(match answers.len() {
        shown if shown < all => format!("{shown} of {}", count_noun(all, "answer")),
        _ => count_noun(all, "answer"),
    });
    let shown = &answers[..answers.len().min(MOST)];
    let mut columns = SideBySide::new(shown.len(), width);
    for (at, answers) in shown.chunks(columns.number()).enumerate() {
        if at > 0 {
            columns.rule(&mut page.sheet, answers.len());
        }
        let blocks: Vec<_> = answers.iter().map(|&answer| blocks(base, answer, lang, sums)).collect();
        band(&mut page.sheet, &mut columns, &blocks);
    }
    page.more(answers.len() - shown.len());
    page.sheet
}

/// Writes the question, and how its answers differ.
fn head(page: &mut Page<'_>, question: Ix<Question>, answers: &[Ix<Claim>]) {
    let row = &page.base.questions[question];
    page.title(row.text.get(page.lang));
    page.disputed(question);
    let clash = clash(page.base, question);
    let spreads = spreads(page.base, answers);
    if spreads.is_empty() {
        dates(page, answers);
    }
    for spread in spreads.iter().filter(|spread| spread.differ) {
        let mut remarks = Vec::new();
        if spread.claims < answers.len() {
            remarks.push(format!("{} of {}", spread.claims, count_noun(answers.len(), "answer")));
        }
        if row.expect == Some(ExpectedAnswers::Single) && clash.is_none() {
            remarks.push("no two exclude each other".to_owned());
        }
        amounts(page, spread, &remarks.join(" · "));
    }
    if let Some((a, b)) = clash {
        let [first, second] = [a, b].map(|claim| value(page.base, claim, page.lang));
        page.sheet.field("Conflict", |line| {
            let line = line.marked_link(Role::Amount, Link::Item(Item::Claim(a)), first).plain(" beside ");
            let line = line.marked_link(Role::Amount, Link::Item(Item::Claim(b)), second);
            line.with(Role::Dim, "  they exclude each other")
        });
    }
    page.expected(question);
    page.note("Note", row.note.as_ref());
}

/// Writes the range of the amounts.
fn amounts(page: &mut Page<'_>, spread: &Spread, remarks: &str) {
    let label = |amount| page.base.amount_label(amount, page.lang);
    let ends = (spread.least.as_ref().map(label), spread.greatest.as_ref().map(label));
    let remarks = if remarks.is_empty() { String::new() } else { format!("  {remarks}") };
    let line = match ends {
        (Some(least), Some(greatest)) => {
            Line::new().plain("from ").with(Role::Amount, least).plain(" to ").with(Role::Amount, greatest)
        }
        (Some(least), None) => Line::new().plain("from ").with(Role::Amount, least).plain(" upward"),
        (None, Some(greatest)) => Line::new().plain("up to ").with(Role::Amount, greatest),
        (None, None) => return,
    };
    page.sheet
        .field("Amounts", |head| Line { spans: [head.spans, line.spans].concat(), ..head }.with(Role::Dim, remarks));
}

/// Writes the range of the dates.
fn dates(page: &mut Page<'_>, answers: &[Ix<Claim>]) {
    let dates = || answers.iter().filter_map(|&answer| page.base.claim_date(answer));
    let first = dates().next().map(|when| when.label(page.lang));
    let last = dates().next_back().map(|when| when.label(page.lang));
    if let (Some(first), Some(last)) = (first, last)
        && first != last
    {
        let line = |line: Line| line.plain("from ").with(Role::Amount, first).plain(" to ").with(Role::Amount, last);
        page.sheet.field("Dates", line);
    }
}

/// The value an answer gives: its amount, otherwise its date.
fn value(base: &FactBase, claim: Ix<Claim>, lang: &Lang) -> String {
    match &base.claims[claim].amount {
        Some(amount) => base.amount_label(amount, lang),
        None => base.claim_date(claim).map(|when| when.label(lang)).unwrap_or_default(),
    }
}

/// An answer and its evidence. If no answer has an amount (`sums` is false), the dates are compared and come first.
fn blocks(base: &FactBase, ix: Ix<Claim>, lang: &Lang, sums: bool) -> Vec<Block> {
    let claim = &base.claims[ix];
    let lead = match value(base, ix, lang) {
        _ if sums && claim.amount.is_none() => Line::new().with(Role::Dim, "no amount"),
        value if value.is_empty() => Line::new().with(Role::Dim, "no date"),
        value => Line::new().with(Role::Amount, value),
    };
    let says = Line::new().link(Link::Item(Item::Claim(ix)), base.statement(ix, lang));
    let date = |when: &EdtfDate| {
        let inferred = if claim.dated.is_some() { " (inferred)" } else { "" };
        format!("{}{inferred}", when.label(lang))
    };
    let when = base.claim_date(ix).filter(|_| sums).map(date);
    let facts: Vec<_> = when.into_iter().chain(claim.status.map(|status| status.keyword().to_owned())).collect();
    let facts = Line::new().with(Role::Dim, facts.join(" · "));
    let mut blocks = vec![vec![lead, says, facts]];
    let shown = &claim.evidence[..claim.evidence.len().min(PIECES)];
    let pieces: Vec<_> =
        (0..).map(|position| EvidenceIx { owner: EvidenceOwner::Claim(ix), position }).zip(shown).collect();
    let mouth = |(_, piece): &(EvidenceIx, &Evidence)| (piece.source, piece.stance, piece.via.clone());
    blocks.extend(pieces.chunk_by(|a, b| mouth(a) == mouth(b)).map(|pieces| spoken(base, pieces, lang)));
    if claim.evidence.len() > PIECES {
        blocks.push(vec![Line::new().with(Role::Dim, format!("and {} more", claim.evidence.len() - PIECES))]);
    }
    blocks
}

/// Quotes with the same attribution: the source, its stance and chain, then the quotes.
fn spoken(base: &FactBase, pieces: &[(EvidenceIx, &Evidence)], lang: &Lang) -> Block {
    let Some((_, first)) = pieces.first() else { return Block::new() };
    let source = Line::new().origin(base, CitedParty::Source(first.source), lang, Role::Heading);
    let stance = stance(base, first, lang, Line::new()).hanging(2);
    [source, stance].into_iter().chain(pieces.iter().map(|&(ix, piece)| words(ix, piece))).collect()
}

/// Writes answers side by side with their rows aligned. Rows that are empty for all of them are left out.
fn band(sheet: &mut Sheet, columns: &mut SideBySide, answers: &[Vec<Block>]) {
    for at in 0..answers.iter().map(Vec::len).max().unwrap_or(0) {
        if at > 0 {
            columns.row(sheet, &vec![Line::new(); answers.len()]);
        }
        let blocks: Vec<_> = answers.iter().map(|blocks| blocks.get(at).map_or(&[][..], Vec::as_slice)).collect();
        for row in 0..blocks.iter().map(|block| block.len()).max().unwrap_or(0) {
            let cells: Vec<_> = blocks.iter().map(|block| block.get(row).cloned().unwrap_or_default()).collect();
            if cells.iter().any(|cell| !cell.text().is_empty()) {
                columns.row(sheet, &cells);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;

    const BASE: &str = include_str!("../../tests/frames/base.yaml");

    fn base(yaml: &str) -> FactBase {
        crate::load::load(vec![SourceFile { name: "base.yaml".into(), text: yaml.to_owned() }]).base
    }

    fn sheet(base: &FactBase, question: &str, width: u16) -> Sheet {
        compare(base, base.questions.find(question).unwrap(), &Lang::english(), width, &[])
    }

    fn text(base: &FactBase, question: &str, width: u16) -> Vec<String> {
        sheet(base, question, width).lines.iter().map(Line::text).collect()
    }

    #[test]
    fn answers_stand_side_by_side_and_their_rows_in_step() {
        let shown = [
            "What the line costs the council",
            "Disputed   The papers differ",
            "Amounts    from ~€30M upward",
            "Conflict   ≥ €40M beside ~€30M  they exclude each other",
            "Expected   one answer is true; none is chosen here",
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
    fn where_it_is_narrow_they_stand_one_after_the_other_with_the_same_links() {
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
    fn where_nobody_gives_an_amount_dates_lead() {
        let base = crate::bundled::load_base();
        let shown = text(&base, "alibaba-when", 76);
        for line in ["Dates      from 1990s to 2000", "Conflict   1990s beside 2000  they exclude each other"] {
            assert!(shown.iter().any(|shown| shown == line), "{shown:#?}");
        }
        let lead = shown.iter().position(|line| line == "2 answers").unwrap() + 1;
        assert!(shown[lead].starts_with("1990s ") && shown[lead].ends_with("│ 2000"), "{shown:#?}");
    }

    #[test]
    fn amounts_that_may_change_over_time_are_no_conflict() {
        let base = crate::bundled::load_base();
        let shown = text(&base, "sb-into-openai", 110);
        assert!(shown.contains(&"Amounts    from $500M to $25B".to_owned()), "{shown:#?}");
        assert!(!shown.iter().any(|line| line.starts_with("Conflict")));
        assert!(shown.iter().any(|line| line.starts_with("$500M ") && line.contains("│ $15–25B ")));
    }

    #[test]
    fn words_of_one_mouth_stand_under_it_once() {
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
    fn no_more_is_shown_than_is_read() {
        let piece = "{source: courier, stance: states, quote: quarante millions}";
        let pieces = vec![piece; PIECES + 5].join(", ");
        let many = base(&BASE.replace(&format!("- {piece}"), &format!("- {}", pieces.replace("}, {", "}\n      - {"))));
        assert!(text(&many, "cost", 120).iter().any(|line| line.contains("and 6 more")));
        let none = base("factbase: 1\nquestions: {who: {ask: Who?}}\n");
        assert_eq!(text(&none, "who", 0), ["Who?", "", "0 answers"]);
    }
}
