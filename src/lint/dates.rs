//! Rules for dates: against publication, against quotes, and the explanation of guesses.

use crate::diagnostics::{Pointer, Problem, key_path, rules};
use crate::lint::LintContext;
use crate::model::{Claim, EdtfDate, Event, Evidence, FileIx, Id, Status, Text};

/// FB407: the claim says `completed`, but its date is after the last publication date of its sources. Skipped if the
/// date of a source is unknown.
pub(super) fn completed_in_future(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    for (ix, id, claim) in base.claims.iter().filter(|(_, _, claim)| claim.status == Some(Status::Completed)) {
        let Some(when) = base.claim_date(ix) else { continue };
        let latest = |piece: &Evidence| base.sources[piece.source].published.as_ref().and_then(EdtfDate::latest);
        let known: Option<Vec<_>> = claim.evidence.iter().map(latest).collect();
        let last = known.and_then(|days| days.into_iter().max());
        if let (Some(first_day), Some(last)) = (when.earliest(), last)
            && first_day > last
        {
            let key = if claim.when.is_some() { "when" } else { "status" };
            let at = Pointer::value(claim.file, key_path!["claims", id, key]);
            let message = format!("completed, but {} is after its sources, the last of {last}", when.edtf());
            problems.push(
                Problem::new(&rules::COMPLETED_IN_FUTURE, at, message)
                    .with_help("mend the date; or say `planned`, `pledged` or `announced`"),
            );
        }
    }
}

/// The date of a claim or an event (not of a source), its explanation and its location.
struct DateField<'a> {
    when: &'a EdtfDate,
    explanation: Option<&'a Text>,
    pointer: Pointer,
}

impl<'a> DateField<'a> {
    fn new(section: &str, id: &Id, file: FileIx, when: Option<&'a EdtfDate>, dated: Option<&'a Text>) -> Option<Self> {
        Some(Self { when: when?, explanation: dated, pointer: Pointer::value(file, key_path![section, id, "when"]) })
    }

    /// The date of a claim. A date derived from that of a source needs no explanation, so there is none here.
    fn from_claim(id: &Id, claim: &'a Claim) -> Option<Self> {
        let when = claim.when.as_ref().filter(|_| claim.dated_by.is_none());
        Self::new("claims", id, claim.file, when, claim.dated.as_ref())
    }

    /// The date of an event, unless it was derived from that of a source.
    fn from_event(id: &Id, event: &'a Event) -> Option<Self> {
        let when = event.when.as_ref().filter(|_| event.dated_by.is_none());
        Self::new("events", id, event.file, when, event.dated.as_ref())
    }
}

/// FB502: no quote of the claim or its event (for an event: of the event or its claims) gives the day, and there is no
/// explanation. A claim with the same date as its event takes it from there.
pub(super) fn false_precision(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    let days_in_quotes =
        |evidence: &[Evidence]| evidence.iter().fold(0, |days, piece| days | number_bits(&piece.quote));
    let event_days: Vec<_> = base.events.iter().map(|(_, _, event)| days_in_quotes(&event.evidence)).collect();
    let claims = base.claims.iter().filter_map(|(_, id, claim)| {
        let event_date = claim.event.and_then(|event| base.events[event].when.as_ref());
        let dated = DateField::from_claim(id, claim).filter(|dated| Some(dated.when) != event_date)?;
        let days_of_event = claim.event.map_or(0, |event| event_days[event.position()]);
        Some((dated, days_in_quotes(&claim.evidence) | days_of_event))
    });
    let events = base.events.iter().filter_map(|(ix, id, event)| {
        let claims_of_event = base.links.claims_of_event(ix).iter();
        let claim_days = claims_of_event.fold(0, |days, &claim| days | days_in_quotes(&base.claims[claim].evidence));
        let dated = DateField::from_event(id, event)?;
        Some((dated, event_days[ix.position()] | claim_days))
    });
    for (date, quoted_days) in claims.chain(events).filter(|(date, _)| date.explanation.is_none()) {
        if let Some(day) = days_of_month(date.when).find(|&day| quoted_days & (1 << day) == 0) {
            problems.push(
                Problem::new(&rules::FALSE_PRECISION, date.pointer, format!("no quote gives the day, {day}"))
                    .with_help("write the month, quote the day, or say under `dated` how you know it"),
            );
        }
    }
}

/// The days of the month in a date, or in the ends of an interval.
fn days_of_month(when: &EdtfDate) -> impl Iterator<Item = u8> {
    when.dates().into_iter().filter_map(|point| point.day)
}

/// The numbers of up to two digits in a text, as a set of bits.
fn number_bits(text: &str) -> u128 {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() <= 2);
    runs.filter_map(|run| run.parse::<u8>().ok()).fold(0, |all, run| all | 1 << run)
}

/// FB504: a guessed date without an explanation. For a source, any date with a qualifier is a guess. For a claim or
/// an event only `?` is, because `~` is what the source says.
pub(super) fn undocumented_guess(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    let mut report = |at: Pointer, when: &EdtfDate| {
        problems.push(
            Problem::new(&rules::UNDOCUMENTED_GUESS, at, format!("nothing says how {} was inferred", when.edtf()))
                .with_help("write it under `dated`"),
        );
    };
    for (_, id, source) in base.sources.iter() {
        let Some(published) = source.published.as_ref().filter(|_| source.dated.is_none()) else { continue };
        if published.dates().iter().any(|point| point.uncertain || point.approximate) {
            report(Pointer::value(source.file, key_path!["sources", id, "published"]), published);
        }
    }
    let is_guess = |when: &EdtfDate| when.dates().iter().any(|point| point.uncertain);
    for (_, id, event) in base.events.iter() {
        let date = DateField::from_event(id, event);
        if let Some(date) = date.filter(|date| date.explanation.is_none() && is_guess(date.when)) {
            report(date.pointer, date.when);
        }
    }
    for (_, id, claim) in base.claims.iter() {
        let event_date = claim.event.and_then(|event| base.events[event].when.as_ref());
        let date = DateField::from_claim(id, claim);
        if let Some(date) =
            date.filter(|date| date.explanation.is_none() && is_guess(date.when) && event_date != Some(date.when))
        {
            report(date.pointer, date.when);
        }
    }
}
