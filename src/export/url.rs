//! Links to sources: their web URLs, and links to the quoted words.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use std::ops::Range;

/// Characters that are invalid in any part of a URL (RFC 3986), or unsafe in one of the export formats.
const URL_ENCODE_SET: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Everything except unreserved characters. `-` is encoded too: like `,` and `&`, it is a delimiter in a text
/// directive.
const TERM_ENCODE_SET: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// Delimiter before the directives of a fragment.
const DIRECTIVE_DELIMITER: &str = ":~:";

/// Marks for words left out of a quote.
const ELISIONS: [&str; 6] = ["[…]", "[...]", "(…)", "(...)", "…", "..."];

/// Maximum number of words of a quote that is searched for as a whole. Longer runs are more likely to span a link or
/// a line break of the page, which browsers do not match across.
const MAX_WHOLE_QUOTE_WORDS: usize = 8;

/// Number of words taken from the start and from the end of a longer quote.
const EDGE_WORDS: usize = 4;

/// Returns a URL that a browser can open: `http` or `https`, with a host. Invalid characters are percent-encoded.
pub(super) fn web_url(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let has_host = !rest.is_empty() && !rest.starts_with(['/', '?', '#', '\\']);
    (is_web && has_host).then(|| encode_url(url))
}

/// Returns the URL of a page that scrolls to the quote by a text fragment
/// (<https://wicg.github.io/scroll-to-text-fragment/>): `#:~:text=` and the quote, or its first and last words if it
/// is long or has words left out. An existing fragment is kept, but its text directive is replaced.
pub(super) fn quote_url(url: &str, quote: &str) -> String {
    let url = encode_url(url);
    let Some(terms) = directive_terms(quote) else { return url };
    let (page, fragment) = url.split_once('#').unwrap_or((&url, ""));
    let fragment = fragment.split(DIRECTIVE_DELIMITER).next().unwrap_or_default();
    format!("{page}#{fragment}{DIRECTIVE_DELIMITER}text={terms}")
}

fn encode_url(url: &str) -> String {
    utf8_percent_encode(url.trim(), URL_ENCODE_SET).to_string()
}

/// The terms of a text directive for a quote: the whole quote, or `start,end`. `None` if the quote has no words.
fn directive_terms(quote: &str) -> Option<String> {
    let mut text = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ELISIONS {
        text = text.replace(mark, "\n");
    }
    let has_word = |part: &&str| part.contains(char::is_alphanumeric);
    let parts: Vec<Vec<&str>> = text.split('\n').filter(has_word).map(|part| part.split(' ').collect()).collect();
    let (first, last) = (parts.first()?, parts.last()?);
    let term = |words: &[&str], range: Range<usize>| {
        let words = words.get(range).unwrap_or(words).join(" ");
        utf8_percent_encode(words.trim(), TERM_ENCODE_SET).to_string()
    };
    if parts.len() == 1 && first.len() <= MAX_WHOLE_QUOTE_WORDS {
        return Some(term(first, 0..first.len()));
    }
    let start = term(first, 0..EDGE_WORDS.min(first.len()));
    Some(format!("{start},{}", term(last, last.len().saturating_sub(EDGE_WORDS)..last.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    const PAGE: &str = "https://gazette.example/tram";

    fn directive(quote: &str) -> String {
        quote_url(PAGE, quote).trim_start_matches(PAGE).to_owned()
    }

    #[test]
    fn encodes_directive_separators() {
        assert_eq!(directive("50-50, R&D"), "#:~:text=50%2D50%2C%20R%26D");
        assert_eq!(directive("d’ici la fin"), "#:~:text=d%E2%80%99ici%20la%20fin");
        assert_eq!(directive("22,5\u{a0}milliards"), "#:~:text=22%2C5%20milliards");
    }

    #[test]
    fn keeps_a_fragment_and_replaces_a_text_directive() {
        assert_eq!(quote_url("https://a.example/x#top", "the vote"), "https://a.example/x#top:~:text=the%20vote");
        assert_eq!(quote_url("https://a.example/x#:~:text=old", "new"), "https://a.example/x#:~:text=new");
        assert_eq!(quote_url(PAGE, " … "), PAGE);
    }

    #[test]
    fn long_or_elided_quotes_use_start_and_end() {
        assert_eq!(directive("one two three four five six seven eight"), {
            "#:~:text=one%20two%20three%20four%20five%20six%20seven%20eight"
        });
        assert_eq!(
            directive("one two three four five six seven eight nine"),
            "#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine"
        );
        assert_eq!(directive("the council […] voted on Thursday night late"), {
            "#:~:text=the%20council,on%20Thursday%20night%20late"
        });
        assert_eq!(directive("…the vote…"), "#:~:text=the%20vote");
    }

    #[test]
    fn accepts_only_web_urls() {
        assert_eq!(web_url("HTTPS://a.example/x").as_deref(), Some("HTTPS://a.example/x"));
        assert_eq!(web_url(" http://a.example/a b\"c ").as_deref(), Some("http://a.example/a%20b%22c"));
        for other in ["javascript:alert(1)", "file:///etc/passwd", "https://", "https:///x", "data:text/html,x", "a.b"]
        {
            assert_eq!(web_url(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn directive_contains_only_words_of_the_quote(quote in "\\PC{0,80}") {
            let url = quote_url(PAGE, &quote);
            prop_assert!(url.is_ascii());
            let Some((_, terms)) = url.split_once("#:~:text=") else {
                prop_assert!(!quote.contains(char::is_alphanumeric));
                return Ok(());
            };
            let plain = quote.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(terms.split(',').count() <= 2);
            for term in terms.split(',') {
                prop_assert!(!term.contains(['-', '&', '#', '"', '<', '>', ' ']));
                prop_assert!(plain.contains(&*percent_decode_str(term).decode_utf8().unwrap()));
            }
        }

        #[test]
        fn encoded_url_has_no_delimiters(text in "\\PC{0,40}") {
            if let Some(url) = web_url(&format!("https://{text}")) {
                let bare = url.contains(['"', '<', '>', ' ', '\\', '{', '}']);
                prop_assert!(url.is_ascii() && !bare);
            }
        }
    }
}
