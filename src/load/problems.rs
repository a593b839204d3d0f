//! Builds the problems that reading a base can report: one function for each rule and cause.

use super::tree::{Reason, SyntaxError};
use crate::diagnostics::{Pointer, Problem, Target, rules};
use crate::model::{AddressError, AmountError, AmountErrorKind, DateError, FileIx, IdError, Keyword, Kind};
use crate::text::{excerpt, suggest};
use std::ops::Range;

/// FB101, and FB109 for a file with too many values.
pub(super) fn syntax_error(file: FileIx, error: &SyntaxError) -> Problem {
    let at = Pointer { file, target: Target::Position(error.line, error.column) };
    match &error.reason {
        Reason::Invalid(message) => Problem::new(&rules::SYNTAX, at, format!("this is not valid YAML: {message}"))
            .with_help("the whole file is left out until this is mended; check indentation, quotes and brackets here"),
        Reason::Refused(message, help) => Problem::new(&rules::SYNTAX, at, message)
            .with_help(format!("{help}; the whole file is left out until this is mended")),
        Reason::TooManyValues(max) => Problem::new(
            &rules::UNREADABLE,
            at,
            format!("this file has more than {max} values; --max-size allows more"),
        )
        .with_help("the file is left out"),
    }
}

/// FB102.
pub(super) fn unknown_key(at: Pointer, key: &str, known: &[&str]) -> Problem {
    let problem = Problem::new(&rules::UNKNOWN_KEY, at, format!("unknown key `{}`", excerpt(key)));
    match suggest(key, known.iter().copied()) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem.with_help(format!("the keys here are {}", conjunction_list(known, "and"))),
    }
}

/// FB103.
pub(super) fn duplicate_id(at: Pointer, first: Pointer, name: &str) -> Problem {
    Problem::new(&rules::DUPLICATE_ID, at, format!("`{}` is defined twice", excerpt(name)))
        .with_related("first defined here", first)
        .with_help("rename one, or merge the two; the first is kept")
}

/// FB104.
pub(super) fn bad_keyword<T: Keyword>(at: Pointer, key: &str, written: &str) -> Problem {
    let words: Vec<_> = T::VALUES.iter().map(|value| value.as_keyword()).collect();
    let problem = Problem::new(&rules::BAD_ENUM, at, format!("`{}` is no {key}", excerpt(written)));
    match suggest(written, words.iter().copied()) {
        Some(meant) => {
            problem.with_help(format!("did you mean `{meant}`? Expected {}", conjunction_list(&words, "or")))
        }
        None => problem.with_help(format!("expected {}", conjunction_list(&words, "or"))),
    }
}

/// FB105.
pub(super) fn bad_format_version(at: Pointer, written: Option<&str>) -> Problem {
    match written {
        Some(version) if version.parse::<u32>().is_ok_and(|v| v > crate::model::FORMAT_VERSION) => {
            let message = format!("factbase {} needs a newer version of this program", excerpt(version));
            Problem::new(&rules::FORMAT_VERSION, at, message).with_help(format!(
                "this version reads factbase {}; the file is left out",
                crate::model::FORMAT_VERSION
            ))
        }
        Some(version) => {
            let message = format!("`{}` is no version of the format", excerpt(version));
            Problem::new(&rules::FORMAT_VERSION, at, message).with_help("write `factbase: 1`; the file is left out")
        }
        None => Problem::new(&rules::FORMAT_VERSION, at, "the file does not say which format it has")
            .with_help("begin it with `factbase: 1`"),
    }
}

/// FB106.
pub(super) fn missing_key(at: Pointer, key: &str, what: &str) -> Problem {
    Problem::new(&rules::MISSING_KEY, at, format!("the key `{key}` is missing"))
        .with_help(format!("add `{key}: {what}`"))
}

/// FB106, for a claim with neither `triple` nor `about`.
pub(super) fn no_topic(at: Pointer) -> Problem {
    Problem::new(&rules::MISSING_KEY, at, "the key `triple` is missing; a claim has it, or `about`").with_help(
        "add `triple: [subject, relation, object]`, or, where no relation holds, `about: [entity]` and `says`",
    )
}

/// FB102, for a known key that another key makes meaningless.
pub(super) fn meaningless_key(at: Pointer, key: &str, help: &str) -> Problem {
    Problem::new(&rules::UNKNOWN_KEY, at, format!("`{key}` has no meaning here")).with_help(help)
}

/// FB107.
pub(super) fn wrong_shape(at: Pointer, expected: &str, found: &str) -> Problem {
    Problem::new(&rules::WRONG_SHAPE, at, format!("expected {expected}, found {found}"))
}

/// FB108.
pub(super) fn bad_id(at: Pointer, error: &IdError) -> Problem {
    Problem::new(&rules::BAD_ID, at, error.to_string()).with_help("ids are lower-case ASCII letters, digits and `-`")
}

/// FB108, for a language tag.
pub(super) fn bad_lang(at: Pointer, written: &str) -> Problem {
    Problem::new(&rules::BAD_ID, at, format!("`{}` is no language tag", excerpt(written)))
        .with_help("write a BCP 47 tag, such as `en`, `fr` or `pt-BR`")
}

/// FB109, for a name of more than `most` characters.
pub(super) fn long_name(at: Pointer, max_chars: usize) -> Problem {
    Problem::new(
        &rules::UNREADABLE,
        at,
        format!("this name has more than {max_chars} characters; the rest is left out"),
    )
    .with_help("a name stands wherever the item is mentioned; say the rest in its `summary` or `note`")
}

/// FB108, for a unit.
pub(super) fn bad_unit(at: Pointer, code: &str) -> Problem {
    Problem::new(&rules::BAD_ID, at, format!("`{}` cannot be the unit of an amount", excerpt(code)))
        .with_help("a unit is one word of at most 100 characters that begins with no digit, and is neither a currency nor `K`, `M`, `B` or `T`")
}

/// FB109, for a list of `number` items of which the first `most` are read. `beyond` names those left out.
pub(super) fn too_many(at: Pointer, what: &str, max: usize, count: usize, dropped: Option<&[&str]>) -> Problem {
    const MAX_NAMES: usize = 20;
    let named = dropped.map(|names| match names.len().checked_sub(MAX_NAMES) {
        Some(more @ 1..) => format!(": {} and {more} more", comma_list(&names[..MAX_NAMES])),
        _ => format!(": {}", conjunction_list(names, "and")),
    });
    let named = named.unwrap_or_default();
    Problem::new(&rules::UNREADABLE, at, format!("{count} {what} are more than the {max} that are read"))
        .with_help(format!("the first {max} are kept; leave out from here on{named}"))
}

/// FB201.
pub(super) fn dangling_ref<'a>(
    at: Pointer,
    what: &str,
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Problem {
    let problem = Problem::new(&rules::DANGLING_REF, at, format!("unknown {what} `{}`", excerpt(written)));
    match suggest(written, known) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem.with_help("define it, or name one that is defined"),
    }
}

/// FB202.
pub(super) fn wrong_kind(at: Pointer, written: &str, actual: Kind, expected: &str) -> Problem {
    let article = |word: &str| if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let (written, is_article, article) = (excerpt(written), article(actual.keyword()), article(expected));
    let message = format!("`{written}` is {is_article} {actual}; {article} {expected} is expected here");
    Problem::new(&rules::WRONG_KIND, at, message).with_help(format!("name the {expected} that is meant"))
}

/// FB201, for an invalid address.
pub(super) fn bad_address(at: Pointer, error: &AddressError) -> Problem {
    let error = match error {
        AddressError::UnknownKind(kind) => AddressError::UnknownKind(excerpt(kind).into_owned()),
        AddressError::Syntax => AddressError::Syntax,
    };
    Problem::new(&rules::DANGLING_REF, at, error.to_string()).with_help("write it as `kind/id`")
}

/// FB301.
pub(super) fn no_evidence(at: Pointer) -> Problem {
    Problem::new(&rules::NO_EVIDENCE, at, "the claim has no source")
        .with_help("add `evidence: [{source: ID, stance: states, quote: …}]`, or drop the claim")
}

/// FB301, for evidence without a source or a quote.
pub(super) fn incomplete_evidence(at: Pointer, key: &str) -> Problem {
    Problem::new(&rules::NO_EVIDENCE, at, format!("this evidence has no {key}")).with_help(match key {
        "source" => "name the source that was read: `source: ID`",
        _ => "quote the shortest words of the source that prove the claim: `quote: …`",
    })
}

/// Converts a byte range of a text into a range of characters.
pub(super) fn char_range(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let count = |end: usize| text.get(..end).unwrap_or(text).chars().count();
    count(bytes.start)..count(bytes.end)
}

/// FB401, FB402, FB403.
pub(super) fn amount_error(at: Pointer, written: &str, error: AmountError) -> Problem {
    let at = at.with_range(char_range(written, &error.range));
    match error.kind {
        AmountErrorKind::Syntax(meant) => amount_syntax(at, written, meant),
        AmountErrorKind::TooPrecise => Problem::new(&rules::AMOUNT_SYNTAX, at, "more digits than can be held exactly")
            .with_help("write at most 28 digits"),
        AmountErrorKind::NoUnit => no_unit(at, written),
        AmountErrorKind::Reversed => reversed_range(at),
    }
}

fn amount_syntax(at: Pointer, written: &str, suggestion: Option<String>) -> Problem {
    let problem = Problem::new(&rules::AMOUNT_SYNTAX, at, format!("`{}` is no amount", excerpt(written)));
    match suggestion {
        Some(form) => problem.with_help(format!("write `{}`", excerpt(&form))),
        None => problem.with_help("write `22.5B USD`, `15..25B USD`, `~5.8B USD`, `..1.5B USD` or `100B.. USD`"),
    }
}

fn no_unit(at: Pointer, written: &str) -> Problem {
    Problem::new(&rules::NO_UNIT, at, format!("`{}`: the unit is missing", excerpt(written)))
        .with_help(format!("write `{} USD`, or a unit declared under `units:`", excerpt(written.trim())))
}

fn reversed_range(at: Pointer) -> Problem {
    Problem::new(&rules::REVERSED_RANGE, at, "the first bound is greater than the second").with_help("swap the bounds")
}

/// FB501, FB503.
pub(super) fn date_error(at: Pointer, written: &str, error: &DateError) -> Problem {
    match error {
        DateError::Reversed => date_order(at),
        other => bad_date(at, written, other),
    }
}

fn bad_date(at: Pointer, written: &str, error: &DateError) -> Problem {
    let why = match error {
        DateError::Syntax(message, _) => (*message).to_owned(),
        DateError::UnsupportedLevel => "sets and other forms of level 2 are not used here".to_owned(),
        DateError::YearOutOfRange => "the year is outside −9999 to 9999".to_owned(),
        DateError::WinterOf9999 => "the winter would end in the year 10000, and years end at 9999".to_owned(),
        DateError::MisplacedQualifier(meant) => format!("`?`, `~` and `%` stand behind the date; write `{meant}`"),
        DateError::Reversed => String::new(),
    };
    Problem::new(&rules::BAD_DATE, at, format!("`{}` is no date: {why}", excerpt(written)))
        .with_help("write EDTF: `2024-12-16`, `2025-01`, `2025-21` (spring), `199X`, `2025-01~`, `2025?`, `2025/2028`")
}

/// FB501, for a date derived from a source that has no publication date.
pub(super) fn undated_source(at: Pointer, source: &str) -> Problem {
    let message = format!("`{source}` has no date of publication to derive this one from");
    Problem::new(&rules::BAD_DATE, at, message).with_help("write `published` on the source, or leave the date out")
}

fn date_order(at: Pointer) -> Problem {
    Problem::new(&rules::DATE_ORDER, at, "the end precedes the start").with_help("swap the ends of the interval")
}

/// Formats words as "`a`, `b`, `c`".
fn comma_list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

/// Formats words as "`a`, `b` and `c`"; `join` is the last separator.
fn conjunction_list(words: &[&str], conjunction: &str) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {conjunction} {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
