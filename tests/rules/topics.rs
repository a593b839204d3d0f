//! Topics of claims, participants and status of events, dates taken from a source, and the reliability of a source.

use super::case::{Case, check_yaml};
use dossier::model::{EventRole, EvidenceOwner, Lang, NamedSources, Status, Topic};

#[test]
fn claim_may_be_about_entities() {
    let found = check_yaml(
        "claims:\n  opinion: {about: [softbank, openai, softbank], says: They need each other, evidence: […]}",
    );
    found.assert_none();
    let claim = &found.base.claims[found.base.claims.find("opinion").unwrap()];
    assert!(matches!(&claim.topic, Topic::About(entities) if entities.len() == 2), "each once: {:?}", claim.topic);
    let softbank = found.base.entities.find("softbank").unwrap();
    assert_eq!(found.base.links.claims_of_entity(softbank).len(), 1);
    assert_eq!(claim.entities().next(), Some(softbank), "the main one first");
}

#[test]
fn a_claim_about_entities_needs_a_sentence() {
    check_yaml("claims:\n  «opinion»: {about: [softbank], evidence: […]}")
        .assert_only("FB106")
        .message_contains("`says`");
}

#[test]
fn claim_needs_exactly_one_topic() {
    check_yaml("claims:\n  «opinion»: {says: Nobody knows, evidence: […]}")
        .assert_only("FB106")
        .help_contains("`about:");
    check_yaml("claims:\n  opinion: {«about»: [], says: Nobody knows, evidence: […]}").assert_only("FB106");
    check_yaml(
        "claims:\n  deal: {triple: [softbank, owns, openai], «about»: [softbank], says: It owns it, evidence: […]}",
    )
    .assert_only("FB102")
    .help_contains("keep one");
    check_yaml("claims:\n  opinion: {about: [«softbnak»], says: It is large, evidence: […]}")
        .assert_only("FB201")
        .help_contains("`softbank`");
}

#[test]
fn negated_relation_is_worded_as_negation() {
    let found = check_yaml("claims:\n  cut: {triple: [softbank, invests-in, openai], not: true, evidence: […]}");
    found.assert_none();
    let claim = found.base.claims.find("cut").unwrap();
    assert_eq!(found.base.statement(claim, &Lang::english()), "SoftBank does not invest in OpenAI");
    assert_eq!(found.base.statement(claim, &Lang::new("fr").unwrap()), "SoftBank n’investit pas dans OpenAI");
    assert!(found.base.claims[claim].asserted_triple().is_none());
}

#[test]
fn negation_without_triple_is_reported() {
    super::case::check_yaml("claims:\n  cut: {about: [softbank], «not»: true, says: It stops, evidence: […]}")
        .assert_only("FB102");
    super::case::check_yaml("claims:\n  cut: {triple: [softbank, owns, openai], not: «yes», evidence: […]}")
        .assert_only("FB107");
}

#[test]
fn participants_have_a_role_or_take_part() {
    let event = |who: &str| check_yaml(&format!("events:\n  party: {{name: Party, when: 2025, who: {who}}}"));
    let roles = |who: &str| {
        let found = event(who);
        found.assert_none();
        let event = &found.base.events[found.base.events.find("party").unwrap()];
        event.participants.iter().map(|participant| participant.role).collect::<Vec<_>>()
    };
    assert_eq!(roles("[softbank, openai]"), [EventRole::TakesPart; 2]);
    assert_eq!(roles("{host: openai, announces: [softbank]}"), [EventRole::Announces, EventRole::Host]);
    assert!(
        event("{hosts: openai}").diagnostics.iter().any(|found| found.help.as_deref() == Some("did you mean `host`?"))
    );
    event("{takes-part: softbank, host: «openia»}").assert_only("FB201");
}

#[test]
fn event_status_falls_back_to_its_claims() {
    let status = |event: &str, claims: &[&str]| {
        let claim = |(at, status): (usize, &&str)| {
            format!("  c{at}: {{triple: [softbank, counts], event: deal, {status} evidence: […]}}")
        };
        let claims = claims.iter().enumerate().map(claim).collect::<Vec<_>>().join("\n");
        let events = format!("events:\n  deal: {{name: Deal, when: 2025, who: [softbank]{event}}}");
        let found = check_yaml(&format!("{events}\nclaims:\n{claims}\n"));
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
        let found = check_yaml(&DATED.replace("WHEN", written));
        assert!(!found.diagnostics.iter().any(|found| found.rule.id.starts_with("FB5")), "{written}");
        let claim = &found.base.claims[found.base.claims.find("deal").unwrap()];
        assert_eq!(claim.when.as_ref().unwrap().edtf(), edtf);
        assert_eq!(claim.dated_by.is_some(), written.contains("published"));
    }
}

#[test]
fn published_needs_a_publication_date() {
    super::case::check_claim("when: «published»")
        .assert_only("FB501")
        .message_contains("`cafetech` has no date of publication");
    super::case::check_claim("when: «publishd»").assert_only("FB501");
}

#[test]
fn between_names_the_disputed_answers() {
    let base = |between: &str| {
        check_yaml(&format!(
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
fn reliability_of_source_is_read() {
    let source =
        |facts: &str| check_yaml(&format!("sources:\n  memo: {{kind: report, title: M, reliability: {facts}}}"));
    let facts = source("{signed: false, cites: nobody, omits: The sum}");
    let memo = |found: &super::case::CheckResult| {
        found.base.sources[found.base.sources.find("memo").unwrap()].reliability.clone()
    };
    assert!(matches!(memo(&facts).cites, Some(NamedSources::Nobody)) && memo(&facts).signed == Some(false));
    assert!(
        matches!(memo(&source("{cites: [ft, softbank]}")).cites, Some(NamedSources::Listed(cited)) if cited.len() == 2)
    );
    source("{cites: «fd»}").assert_only("FB201");
    source("{«singed»: true}").assert_only("FB102").help_contains("`signed`");
}

#[test]
fn quote_is_searched_in_the_lines_of_its_source() {
    const TWO_LINES: &str =
        "une phrase de la première partie du texte commun\nune autre de la seconde partie du texte commun";
    let case = |lines: &str, quote: &str| {
        let yaml = format!(
            "factbase: 1\nsources:\n  half: {{kind: article, title: Half, lang: fr, text: half.txt, lines: {lines}}}\nclaims:\n  \
             deal: {{triple: [softbank, counts], evidence: [{{source: half, stance: states, quote: {quote}}}]}}"
        );
        Case::small().file("case.yaml", &yaml)
    };
    let verdict = |lines: &str, quote: &str| {
        let found = case(lines, quote).text("half", TWO_LINES).check();
        let claim = found.base.claims.find("deal").unwrap();
        let piece = &found.base.own_evidence(EvidenceOwner::Claim(claim))[0];
        (piece.verification.status.keyword(), piece.verification.span.map(|span| span.start.line))
    };
    assert_eq!(verdict("2..2", "la seconde partie"), ("verified", Some(2)), "lines count from the start of the file");
    assert_eq!(verdict("2..2", "la première partie"), ("missing", None));
    assert_eq!(verdict("1-2", "du texte commun"), ("ambiguous", Some(1)));
    assert_eq!(verdict("1", "du texte commun"), ("verified", Some(1)));
    case("«2..1»", "la seconde partie").text("half", TWO_LINES).check().assert_rules(&["FB107"]);
}
