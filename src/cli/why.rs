//! `why`: traces a claim to its quotes, their sources and the lines of the YAML files.

use super::{CliError, Cx, Exit, Out, Shape};
use crate::diagnostic::{Pointer, count_noun, key_path};
use crate::model::{Claim, Evidence, Item, Ix};
use crate::sheet::{Line, Role, trust_mark, trust_words};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    address: String,
    title: String,
    yaml: String,
    evidence: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct Reason<'a> {
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

pub(super) fn run(cx: &Cx<'_>, written: &str, shape: Shape, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let base = &cx.opened.loaded.base;
    let item = match cx.item(written) {
        // A bare id means the claim, even if other items have the same id.
        Err(_) if !written.contains('/') => base.claims.find(written).map(Item::Claim),
        other => other?,
    };
    let claim = match item {
        Some(Item::Claim(claim)) => claim,
        Some(other) => {
            let what = format!("{} is no claim; `dossier show {0}` lists its claims", base.address(other));
            return Err(CliError::Usage(what));
        }
        None => {
            return cx.miss(&if written.contains('/') { written.to_owned() } else { format!("claim/{written}") }, out);
        }
    };
    let mut written = cx.written(claim).into_iter();
    let mut place = || written.next().unwrap_or_default();
    let answer = Answer {
        version: 1,
        address: base.address(Item::Claim(claim)).to_string(),
        title: base.statement(claim, &cx.lang),
        yaml: place(),
        evidence: base.claims[claim].evidence.iter().map(|evidence| cx.reason(evidence, place())).collect(),
    };
    if shape.json {
        out.json(&answer)?;
    } else if shape.jsonl {
        for reason in &answer.evidence {
            out.json_line(reason)?;
        }
    } else if shape.plain {
        for r in &answer.evidence {
            let line = r.line.map(|line| line.to_string()).unwrap_or_default();
            out.record(&[&answer.address, r.quote, r.trust, r.stance, &r.source, r.title, &line, &r.yaml])?;
        }
    } else {
        print(cx, claim, &answer, out)?;
    }
    Ok(Exit::Found)
}

fn print(cx: &Cx<'_>, claim: Ix<Claim>, answer: &Answer<'_>, out: &mut Out<'_>) -> Result<(), CliError> {
    let base = &cx.opened.loaded.base;
    let mut title = Line::new().with(Role::Title, &answer.title);
    if let Some(amount) = &base.claims[claim].amount {
        title = title.plain("  ").with(Role::Amount, base.amount_label(amount, &cx.lang));
    }
    out.line(&title)?;
    out.line(&Line::new().with(Role::Dim, format!("{}  {}", answer.address, answer.yaml)))?;
    for (reason, evidence) in answer.evidence.iter().zip(&base.claims[claim].evidence) {
        let trust = evidence.verification.status;
        out.end()?;
        let mark = if trust.is_confirmed() { Role::Good } else { Role::Alert };
        let quote = Line::new().with(mark, trust_mark(trust)).with(Role::Quote, format!(" « {} »", reason.quote));
        out.line(&quote.with(Role::Dim, format!("  {}", trust_words(evidence.verification))).hanging(2))?;
        let mut document = Line::new().plain(format!("  {}", reason.name));
        if reason.title != reason.name {
            document = document.plain(format!(", {}", reason.title));
        }
        let when = base.sources[evidence.source].published.as_ref();
        let when = when.map_or_else(|| "no date".to_owned(), |when| when.label(&cx.lang));
        out.line(&document.with(Role::Dim, format!(", {when}")).hanging(2))?;
        let chain = base.attribution(evidence, reason.stance, &cx.lang);
        let chain: String = chain.iter().map(|(words, _)| *words).collect();
        out.line(&Line::new().with(Role::Dim, format!("  {chain}  {}", reason.yaml)).hanging(2))?;
    }
    out.end()?;
    let origins = crate::analysis::origins(&base.claims[claim].evidence);
    let names = origins.iter().map(|&origin| base.party_name(origin, &cx.lang)).collect::<Vec<_>>().join(", ");
    Ok(out.line(
        &Line::new().with(Role::Dim, format!("{}: {names}", count_noun(origins.len(), "originator"))).hanging(2),
    )?)
}

impl<'a> Cx<'a> {
    fn reason(&self, evidence: &'a Evidence, yaml: String) -> Reason<'a> {
        let base = &self.opened.loaded.base;
        let source = &base.sources[evidence.source];
        Reason {
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
    fn written(&self, claim: Ix<Claim>) -> Vec<String> {
        let loaded = &self.opened.loaded;
        let (id, row) = (loaded.base.claims.id(claim), &loaded.base.claims[claim]);
        let quote = |evidence: &Evidence| {
            Pointer::value(row.file, key_path!["claims", id, "evidence", evidence.list_index, "quote"])
        };
        let pointers: Vec<_> = std::iter::once(Pointer::key(row.file, key_path!["claims", id]))
            .chain(row.evidence.iter().map(quote))
            .collect();
        let name = loaded.files.get(usize::from(row.file.0)).map_or("?", |file| file.name.as_str());
        loaded.locate_all(&pointers).iter().map(|at| format!("{name}:{}", at.line)).collect()
    }
}
