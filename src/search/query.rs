//! The query parser.

use super::filter::{FilterExpr, FilterKey, QueryError};
use super::lexicon;
use super::values::{self, QueryValue};
use super::words::folded_words;
use crate::model::fold;
use crate::text::suggest;

/// A parsed query. `|` separates alternatives; filters and excluded words apply to all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub(super) alternatives: Vec<Alternative>,
    /// Folded words and phrases that a hit must not contain.
    pub(super) excluded: Vec<String>,
    pub(super) filters: Vec<FilterExpr>,
    /// Errors found while parsing.
    pub(super) errors: Vec<QueryError>,
}

/// One alternative of a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Alternative {
    /// The folded words, in order.
    pub(super) words: Vec<String>,
    /// Indexes of the words that must match: all except stop words, or all if there are only stop words and no
    /// phrase.
    pub(super) required: Vec<usize>,
    /// Folded phrases that must match as whole words.
    pub(super) phrases: Vec<String>,
    /// The amounts and dates among the words.
    pub(super) values: Vec<QueryValue>,
    /// Whether the words form a question.
    pub(super) is_question: bool,
}

impl Query {
    /// Maximum length of a query, in bytes. The rest is ignored.
    pub const MAX_BYTES: usize = 1_000;

    /// Parses a query.
    pub fn parse(typed: &str) -> Self {
        let end = (0..=Self::MAX_BYTES.min(typed.len())).rev().find(|&end| typed.is_char_boundary(end)).unwrap_or(0);
        let typed = &typed[..end];
        let mut query = Self::default();
        let mut parts = vec![(String::new(), Vec::new())];
        for token in tokenize(typed) {
            let Some((plain, phrases)) = parts.last_mut() else { break };
            let (negated, word) = match token.text.strip_prefix('-') {
                Some(word) if word.starts_with(|c: char| c.is_alphabetic() || c == '"') => (true, word),
                _ => (false, token.text),
            };
            if matches!(word, "|" | "OR" | "OU") {
                parts.push((String::new(), Vec::new()));
            } else if let Some((key, value)) = parse_filter(word) {
                let start = token.start + token.text.len() - word.len() + key.keyword().len() + 1;
                let at = start..token.start + token.text.len();
                let value = value.trim_matches('"').to_owned();
                // A filter without a value is still being typed; ignore it.
                if !value.is_empty() {
                    query.filters.push(FilterExpr { key, value, negated, value_range: at });
                }
            } else if let Some(key) = unknown_filter_key(word) {
                let start = token.start + token.text.len() - word.len();
                let known = FilterKey::ALL.iter().map(|key| key.keyword()).collect::<Vec<_>>().join(", ");
                let message = match suggest(key, FilterKey::ALL.iter().map(|key| key.keyword())) {
                    Some(near) => format!("`{key}` is no filter; did you mean `{near}`?"),
                    None => format!("`{key}` is no filter; there are {known}"),
                };
                query.errors.push(QueryError { range: start..start + key.len(), message });
            } else if let Some(phrase) = word.strip_prefix('"') {
                let phrase = folded_words(phrase.trim_end_matches('"')).join(" ");
                if !phrase.is_empty() {
                    if negated { query.excluded.push(phrase) } else { phrases.push(phrase) }
                }
            } else if negated {
                query.excluded.extend(folded_words(word));
            } else {
                plain.push(' ');
                *plain += word;
            }
        }
        let all = parts.into_iter().map(|(plain, phrases)| Alternative::new(&plain, phrases));
        query.alternatives = all.filter(|alternative| !alternative.is_empty()).collect();
        query
    }

    /// Whether a word is the key of a filter with a colon, but without a value.
    pub fn is_filter_without_value(word: &str) -> bool {
        parse_filter(word.trim_start_matches('-')).is_some_and(|(_, value)| value.is_empty())
    }

    /// Whether the query has nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.alternatives.is_empty() && self.filters.is_empty() && self.excluded.is_empty()
    }
}

impl Alternative {
    fn new(plain: &str, phrases: Vec<String>) -> Self {
        let words = folded_words(plain);
        let values = values::parse_values(&words);
        let in_value = |at: usize| values.iter().any(|value| value.words.contains(&at));
        let mut required: Vec<usize> =
            (0..words.len()).filter(|&at| in_value(at) || !lexicon::is_stop_word(&words[at])).collect();
        if required.is_empty() && phrases.is_empty() {
            required = (0..words.len()).collect();
        }
        let asks = words.len() > required.len() && lexicon::is_question(&words);
        Self { words, required, phrases, values, is_question: asks }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// The words as one folded text.
    pub(super) fn text(&self) -> String {
        self.words.join(" ")
    }
}

/// Parses a filter: its key and its value.
fn parse_filter(word: &str) -> Option<(FilterKey, &str)> {
    let (key, value) = word.split_once(':')?;
    FilterKey::from_keyword(&key.to_lowercase()).map(|key| (key, value))
}

/// The part before the colon if it looks like the key of a filter but is not one.
fn unknown_filter_key(word: &str) -> Option<&str> {
    let (key, value) = word.split_once(':')?;
    let is_word = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase());
    (is_word && value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '>' | '<' | '"'))).then_some(key)
}

/// A word, or several words that belong together. Spaces inside quotation marks do not separate words.
struct QueryToken<'a> {
    text: &'a str,
    start: usize,
}

fn tokenize(typed: &str) -> Vec<QueryToken<'_>> {
    let mut tokens: Vec<QueryToken<'_>> = Vec::new();
    let (mut start, mut quoted) = (None, false);
    for (at, c) in typed.char_indices().chain([(typed.len(), ' ')]) {
        let ends = at == typed.len() || c.is_whitespace() && !quoted;
        match start {
            Some(from) if ends => {
                let text = &typed[from..at];
                match tokens.last_mut().filter(|last| continues_value(last.text, text)) {
                    // `amount:22,5 milliards` and `when:dec 2024` are one value each.
                    Some(last) => last.text = &typed[last.start..at],
                    None => tokens.push(QueryToken { text, start: from }),
                }
                start = None;
            }
            None if !ends => start = Some(at),
            _ => {}
        }
        // A quotation mark opens at the start of a word or after `:` or `-`, not inside a word.
        if c == '"' {
            let before = typed[..at].chars().next_back();
            quoted = !quoted && before.is_none_or(|c| c.is_whitespace() || matches!(c, ':' | '-'));
        }
    }
    tokens
}

/// Whether the value of an amount or date filter continues in the next word.
fn continues_value(before: &str, word: &str) -> bool {
    match parse_filter(before.trim_start_matches('-')) {
        Some((FilterKey::Amount, value)) => {
            let scale = word.trim_end_matches(['.', '+']);
            value.ends_with(|c: char| c.is_ascii_digit()) && values::is_unit_or_multiplier(&fold(scale))
        }
        Some((FilterKey::When, value)) => {
            value.ends_with(char::is_alphabetic) && word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(typed: &str) -> Vec<String> {
        let query = Query::parse(typed);
        let first = &query.alternatives[0];
        first.required.iter().map(|&at| first.words[at].clone()).collect()
    }

    #[test]
    fn stop_words_are_not_required() {
        assert_eq!(required("Who is the first customer?"), ["first", "customer"]);
        assert_eq!(required("le la"), ["le", "la"]);
        assert!(Query::parse("  ").is_empty());
        assert!(Query::parse("Who is the first customer?").alternatives[0].is_question);
        assert!(!Query::parse("first customer").alternatives[0].is_question);
    }

    #[test]
    fn parses_filters_phrases_and_excluded_words() {
        let query =
            Query::parse("nvidia -loan kind:claim -tag:peripheral \"whole stake\" | arm source:\"le monde\" a:b kind:");
        let filters: Vec<_> = query.filters.iter().map(|f| (f.key.keyword(), f.value.as_str(), f.negated)).collect();
        assert_eq!(filters, [("kind", "claim", false), ("tag", "peripheral", true), ("source", "le monde", false)]);
        assert_eq!(query.excluded, ["loan"]);
        assert_eq!(query.alternatives.len(), 2);
        assert_eq!(query.alternatives[0].words, ["nvidia"]);
        assert_eq!(query.alternatives[0].phrases, ["whole stake"]);
        assert_eq!(query.alternatives[1].words, ["arm"]);
        assert!(query.errors[0].message.starts_with("`a` is no filter"));
    }

    #[test]
    fn filter_amount_or_date_may_have_two_words() {
        let query = Query::parse("when:dec 2024 amount:>22,5 milliards arm when:2025 2026");
        let values: Vec<_> = query.filters.iter().map(|filter| filter.value.as_str()).collect();
        assert_eq!(values, ["dec 2024", ">22,5 milliards", "2025"]);
        assert_eq!(query.alternatives[0].words, ["arm", "2026"]);
    }

    #[test]
    fn filter_records_range_of_its_value() {
        let typed = "x kind:clam";
        assert_eq!(&typed[Query::parse(typed).filters[0].value_range.clone()], "clam");
        let typed = "-kind:clam";
        assert_eq!(&typed[Query::parse(typed).filters[0].value_range.clone()], "clam");
    }

    #[test]
    fn text_of_an_alternative_is_its_folded_words_in_order() {
        let query = Query::parse("Prêt, à la  SoftBank! kind:claim -loan | \"whole stake\"");
        let texts: Vec<_> = query.alternatives.iter().map(Alternative::text).collect();
        assert_eq!(texts, ["pret a la softbank", ""]);
    }

    #[test]
    fn a_query_is_empty_without_words_filters_and_exclusions() {
        for typed in ["", "  ", "?!", "|", "kind:", "\"\"", "\" \" | kind:"] {
            assert!(Query::parse(typed).is_empty(), "{typed}");
        }
        let some = ["arm", "the", "\"joint venture\"", "kind:claim", "-arm", "arm kind:claim", "arm -loan"];
        for typed in some.into_iter().chain(["kind:claim -loan", "arm kind:claim -loan", "| arm", "-\"joint venture\""])
        {
            assert!(!Query::parse(typed).is_empty(), "{typed}");
        }
    }
}
