//! Topics of claims, participants and status of events, dates taken from a source, and the reliability of a source.

use super::case::{Case, found};
use dossier::model::{EventRole, EvidenceOwner, Lang, NamedSources, Status, Topic};

#[test]
fn a_claim_is_on_a_relation_or_about_entities() {
    let found =
        found("claims:\n  opinion: {about: [softbank, openai, softbank], says: They need each other, evidence: […]}");
    found.nothing();
    let claim = &found.base.claims[found.base.claims.find("opinion").unwrap()];
    assert!(matches!(&claim.topic, Topic::About(entities) if entities.len() == 2), "each once: {:?}", claim.topic);
    let softbank = found.base.entities.find("softbank").unwrap();
    assert_eq!(found.base.links.claims_of_entity(softbank).len(), 1);
    assert_eq!(claim.entities().next(), Some(softbank), "the main one first");
}

#[test]
fn a_claim_about_entities_needs_a_sentence() {
    found("claims:\n  «opinion»: {about: [softbank], evidence: […]}").only("FB106").says("`says`");
}

#[test]
fn a_claim_on_nothing_or_on_two_things_is_shown() {
    found("claims:\n  «opinion»: {says: Nobody knows, evidence: […]}").only("FB106").advises("`about:");
    found("claims:\n  opinion: {«about»: [], says: Nobody knows, evidence: […]}").only("FB106");
    found("claims:\n  deal: {triple: [softbank, owns, openai], «about»: [softbank], says: It owns it, evidence: […]}")
        .only("FB102")
        .advises("keep one");
    found("claims:\n  opinion: {about: [«softbnak»], says: It is large, evidence: […]}")
        .only("FB201")
        .advises("`softbank`");
}

#[test]
fn a_relation_can_be_negated_and_reads_so() {
    let found = found("claims:\n  cut: {triple: [softbank, invests-in, openai], not: true, evidence: […]}");
    found.nothing();
    let claim = found.base.claims.find("cut").unwrap();
    assert_eq!(found.base.statement(claim, &Lang::english()), "SoftBank does not invest in OpenAI");
    assert_eq!(found.base.statement(claim, &Lang::new("fr").unwrap()), "SoftBank n’investit pas dans OpenAI");
    assert!(found.base.claims[claim].asserted_triple().is_none());
}

#[test]
fn a_negation_of_nothing_is_shown() {
    super::case::found("claims:\n  cut: {about: [softbank], «not»: true, says: It stops, evidence: […]}").only("FB102");
    super::case::found("claims:\n  cut: {triple: [softbank, owns, openai], not: «yes», evidence: […]}").only("FB107");
}

#[test]
fn participants_have_roles_or_take_part() {
    let event = |who: &str| found(&format!("events:\n  party: {{name: Party, when: 2025, who: {who}}}"));
    let roles = |who: &str| {
        let found = event(who);
        found.nothing();
        let event = &found.base.events[found.base.events.find("party").unwrap()];
        event.participants.iter().map(|participant| participant.role).collect::<Vec<_>>()
    };
    assert_eq!(roles("[softbank, openai]"), [EventRole::TakesPart; 2]);
    assert_eq!(roles("{host: openai, announces: [softbank]}"), [EventRole::Announces, EventRole::Host]);
    assert!(
        event("{hosts: openai}").diagnostics.iter().any(|found| found.help.as_deref() == Some("did you mean `host`?"))
    );
    event("{takes-part: softbank, host: «openia»}").only("FB201");
}

#[test]
fn an_event_has_its_own_status_or_that_of_its_claims() {
    let status = |event: &str, claims: &[&str]| {
        let claim = |(at, status): (usize, &&str)| {
            format!("  c{at}: {{triple: [softbank, counts], event: deal, {status} evidence: […]}}")
        };
        let claims = claims.iter().enumerate().map(claim).collect::<Vec<_>>().join("\n");
        let events = format!("events:\n  deal: {{name: Deal, when: 2025, who: [softbank]{event}}}");
        let found = found(&format!("{events}\nclaims:\n{claims}\n"));
        found.base.event_status(found.base.events.find("deal").unwrap())
    };
    assert_eq!(status("", &["status: planned,", ""]), Some(Status::Planned));
    assert_eq!(status("", &["status: planned,", "status: pledged,"]), Some(Status::Planned));
    assert_eq!(status("", &["status: planned,", "status: completed,"]), None, "they do not agree");
    assert_eq!(status(", status: completed", &["status: planned,"]), Some(Status::Completed));
    assert_eq!(status("", &[""]), None);
}

const DATED: &str = "
    sources:
      letter: {kind: article, title: A letter, published: 2025-01~, dated: Its own words}
    claims:
      deal: {triple: [softbank, owns, openai], when: WHEN,
        evidence: [{source: letter, stance: states, quote: it owns}, {source: cafetech, stance: reports, quote: de dollars dans OpenAI}]}
";

#[test]
fn a_date_can_come_from_the_first_source() {
    for (written, edtf) in
        [("published", "2025-01~"), ("../published", "../2025-01~"), ("published/..", "2025-01~/.."), ("2024", "2024")]
    {
        let found = found(&DATED.replace("WHEN", written));
        assert!(!found.diagnostics.iter().any(|found| found.rule.id.starts_with("FB5")), "{written}");
        let claim = &found.base.claims[found.base.claims.find("deal").unwrap()];
        assert_eq!(claim.when.as_ref().unwrap().edtf(), edtf);
        assert_eq!(claim.dated_by.is_some(), written.contains("published"));
    }
}

#[test]
fn a_date_of_a_source_without_one_is_shown() {
    super::case::claim("when: «published»").only("FB501").says("`cafetech` has no date of publication");
    super::case::claim("when: «publishd»").only("FB501");
}

#[test]
fn the_answers_of_a_dispute_can_be_named() {
    let base = |between: &str| {
        found(&format!(
            "questions:\n  whose: {{ask: Whose is it, expect: single, disputed: They differ, between: {between}}}\nclaims:\n  \
             a: {{triple: [softbank, owns, openai], answers: whose, when: 2000, evidence: […]}}\n  \
             b: {{triple: [softbank, owns, openai], answers: whose, when: 2010, evidence: […]}}\n  \
             c: {{triple: [softbank, leads, openai], answers: whose, evidence: […]}}\n  \
             d: {{triple: [softbank, uses, openai], evidence: […]}}"
        ))
    };
    let found = base("[a, b]");
    let disputed = |id: &str| found.base.is_disputed(found.base.claims.find(id).unwrap());
    assert_eq!(["a", "b", "c", "d"].map(disputed), [true, true, false, false]);
    assert!(base("[a, «d»]").diagnostics.iter().any(|found| found.message.contains("`d` does not answer")));
}

#[test]
fn facts_on_a_source_are_read() {
    let source = |facts: &str| found(&format!("sources:\n  memo: {{kind: report, title: M, reliability: {facts}}}"));
    let facts = source("{signed: false, cites: nobody, omits: The sum}");
    let memo =
        |found: &super::case::Found| found.base.sources[found.base.sources.find("memo").unwrap()].reliability.clone();
    assert!(matches!(memo(&facts).cites, Some(NamedSources::Nobody)) && memo(&facts).signed == Some(false));
    assert!(
        matches!(memo(&source("{cites: [ft, softbank]}")).cites, Some(NamedSources::Listed(cited)) if cited.len() == 2)
    );
    source("{cites: «fd»}").only("FB201");
    source("{«singed»: true}").only("FB102").advises("`signed`");
}

#[test]
fn a_quote_is_looked_for_in_the_lines_of_its_source() {
    const TWO: &str =
        "une phrase de la première partie du texte commun\nune autre de la seconde partie du texte commun";
    let case = |lines: &str, quote: &str| {
        let yaml = format!(
            "factbase: 1\nsources:\n  half: {{kind: article, title: Half, lang: fr, text: half.txt, lines: {lines}}}\nclaims:\n  \
             deal: {{triple: [softbank, counts], evidence: [{{source: half, stance: states, quote: {quote}}}]}}"
        );
        Case::small().file("case.yaml", &yaml)
    };
    let verdict = |lines: &str, quote: &str| {
        let found = case(lines, quote).text("half", TWO).found();
        let claim = found.base.claims.find("deal").unwrap();
        let piece = &found.base.own_evidence(EvidenceOwner::Claim(claim))[0];
        (piece.verification.status.keyword(), piece.verification.span.map(|span| span.start.line))
    };
    assert_eq!(verdict("2..2", "la seconde partie"), ("verified", Some(2)), "lines count from the start of the file");
    assert_eq!(verdict("2..2", "la première partie"), ("missing", None));
    assert_eq!(verdict("1-2", "du texte commun"), ("ambiguous", Some(1)));
    assert_eq!(verdict("1", "du texte commun"), ("verified", Some(1)));
    case("«2..1»", "la seconde partie").text("half", TWO).found().are(&["FB107"]);
}
