//! `why`: traces a claim to its quotes, their sources and the lines of the YAML files.

use super::{CliError, Exit, LookupContext, Output, OutputFormat};
use crate::diagnostics::{Pointer, key_path};
use crate::model::{Claim, Evidence, Item, Ix};
use crate::present::{RichLine, TextRole, quote_status_symbol, verification_label};
use crate::text::count_noun;
use serde::Serialize;

#[derive(Serialize)]
struct WhyResponse<'a> {
    version: u32,
    address: String,
    title: String,
    yaml: String,
    evidence: Vec<WhyEvidence<'a>>,
}

#[derive(Serialize)]
struct WhyEvidence<'a> {
    quote: &'a str,
    trust: &'static str,
    stance: &'static str,
    source: String,
    name: &'a str,
    publisher: Option<&'a str>,
    title: &'a str,
    published: Option<&'a str>,
    via: Vec<&'a str>,
    text: Option<&'a str>,
    line: Option<u32>,
    yaml: String,
}

pub(super) fn run(
    cx: &LookupContext<'_>,
    written: &str,
    shape: OutputFormat,
    out: &mut Output<'_>,
) -> Result<Exit, CliError> {
    let base = &cx.opened.parsed.base;
    let item = match cx.resolve_item(written) {
        // A bare id means the claim, even if other items have the same id.
        Err(_) if !written.contains('/') => base.claims.find(written).map(Item::Claim),
        other => other?,
    };
    let claim = match item {
        Some(Item::Claim(claim)) => claim,
        Some(other) => {
            let what = format!("{} is not a claim. `dossier show {0}` lists its claims.", base.address(other));
            return Err(CliError::Usage(what));
        }
        None => {
            return cx.report_not_found(
                &if written.contains('/') { written.to_owned() } else { format!("claim/{written}") },
                out,
            );
        }
    };
    let mut locations = cx.yaml_locations(claim).into_iter();
    let mut next_location = || locations.next().unwrap_or_default();
    let answer = WhyResponse {
        version: 1,
        address: base.address(Item::Claim(claim)).to_string(),
        title: base.statement(claim, &cx.lang),
        yaml: next_location(),
        evidence: base.claims[claim]
            .evidence
            .iter()
            .map(|evidence| cx.why_evidence(evidence, next_location()))
            .collect(),
    };
    if shape.json {
        out.write_json(&answer)?;
    } else if shape.jsonl {
        for reason in &answer.evidence {
            out.write_json_line(reason)?;
        }
    } else if shape.plain {
        for r in &answer.evidence {
            let line = r.line.map(|line| line.to_string()).unwrap_or_default();
            out.write_record(&[&answer.address, r.quote, r.trust, r.stance, &r.source, r.title, &line, &r.yaml])?;
        }
    } else {
        print_claim(cx, claim, &answer, out)?;
    }
    Ok(Exit::Found)
}

fn print_claim(
    cx: &LookupContext<'_>,
    claim: Ix<Claim>,
    answer: &WhyResponse<'_>,
    out: &mut Output<'_>,
) -> Result<(), CliError> {
    let base = &cx.opened.parsed.base;
    let mut title = RichLine::new().with(TextRole::Title, &answer.title);
    if let Some(amount) = &base.claims[claim].amount {
        title = title.plain("  ").with(TextRole::Amount, base.amount_label(amount, &cx.lang));
    }
    out.write_line(&title)?;
    out.write_line(&RichLine::new().with(TextRole::Dim, format!("{}  {}", answer.address, answer.yaml)))?;
    for (reason, evidence) in answer.evidence.iter().zip(&base.claims[claim].evidence) {
        let trust = evidence.verification.status;
        out.newline()?;
        let mark = if trust.is_confirmed() { TextRole::Good } else { TextRole::Alert };
        let quote = RichLine::new()
            .with(mark, quote_status_symbol(trust))
            .with(TextRole::Quote, format!(" « {} »", reason.quote));
        out.write_line(
            &quote
                .with(TextRole::Dim, format!("  {}", verification_label(evidence.verification)))
                .with_hanging_indent(2),
        )?;
        let mut document = RichLine::new().plain(format!("  {}", reason.name));
        if reason.title != reason.name {
            document = document.plain(format!(", {}", reason.title));
        }
        let when = base.sources[evidence.source].published.as_ref();
        let when = when.map_or_else(|| "no date".to_owned(), |when| when.label(&cx.lang));
        out.write_line(&document.with(TextRole::Dim, format!(", {when}")).with_hanging_indent(2))?;
        let chain = base.attribution(evidence, reason.stance, &cx.lang);
        let chain: String = chain.iter().map(|(words, _)| *words).collect();
        out.write_line(
            &RichLine::new().with(TextRole::Dim, format!("  {chain}  {}", reason.yaml)).with_hanging_indent(2),
        )?;
    }
    out.newline()?;
    let origins = crate::analysis::originators(&base.claims[claim].evidence);
    let names = origins.iter().map(|&origin| base.party_name(origin, &cx.lang)).collect::<Vec<_>>().join(", ");
    Ok(out.write_line(
        &RichLine::new()
            .with(TextRole::Dim, format!("{}: {names}", count_noun(origins.len(), "originator")))
            .with_hanging_indent(2),
    )?)
}

impl<'a> LookupContext<'a> {
    fn why_evidence(&self, evidence: &'a Evidence, yaml: String) -> WhyEvidence<'a> {
        let base = &self.opened.parsed.base;
        let source = &base.sources[evidence.source];
        WhyEvidence {
            quote: &evidence.quote,
            trust: evidence.verification.status.keyword(),
            stance: evidence.stance.keyword(),
            source: base.address(Item::Source(evidence.source)).to_string(),
            name: base.source_name(evidence.source, &self.lang),
            publisher: source.publisher.as_deref(),
            title: base.source_title(evidence.source),
            published: source.published.as_ref().map(crate::model::EdtfDate::edtf),
            via: evidence.via.iter().map(|&origin| base.party_name(origin, &self.lang)).collect(),
            text: source.text.as_deref(),
            line: evidence.verification.span.map(|span| span.start.line),
            yaml,
        }
    }

    /// Locations of a claim and then of each of its quotes in the YAML: `file:line`.
    fn yaml_locations(&self, claim: Ix<Claim>) -> Vec<String> {
        let loaded = &self.opened.parsed;
        let (id, row) = (loaded.base.claims.id(claim), &loaded.base.claims[claim]);
        let quote = |evidence: &Evidence| {
            Pointer::value(row.file, key_path!["claims", id, "evidence", evidence.list_index, "quote"])
        };
        let pointers: Vec<_> = std::iter::once(Pointer::key(row.file, key_path!["claims", id]))
            .chain(row.evidence.iter().map(quote))
            .collect();
        let name = loaded.files.get(usize::from(row.file.0)).map_or("?", |file| file.name.as_str());
        loaded.locate_pointers(&pointers).iter().map(|at| format!("{name}:{}", at.line)).collect()
    }
}
