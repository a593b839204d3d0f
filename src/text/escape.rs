//! Escapes text of a base for the markup it is embedded in.

use std::fmt::Write;

/// Escapes text for a line of Markdown (`CommonMark` and GitHub's extensions). A backslash is valid before any ASCII
/// punctuation.
pub(crate) fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let first = text.trim_start();
    let number = first.len() - first.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let list_delimiter = text.len() - first.len() + number;
    for (at, c) in text.char_indices() {
        let begins = at == text.len() - first.len() && matches!(c, '+' | '-' | '=');
        let numbers = number > 0 && at == list_delimiter && matches!(c, '.' | ')');
        if begins
            || numbers
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '#')
        {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A Markdown link to a web URL. `markdown` is the escaped link text.
pub(crate) fn markdown_link(markdown: &str, url: &str) -> String {
    format!("[{markdown}](<{}>)", url.replace('&', "&amp;"))
}

/// Escapes text for HTML, in an element or in a quoted attribute.
pub(crate) fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Escapes text for a bibliography field printed by (La)TeX. Braces become commands, because `BibTeX` counts even
/// escaped ones.
pub(crate) fn escape_latex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '_' | '%' => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\{c}");
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_markdown() {
        assert_eq!(escape_markdown("a *b* [c](d) <e> `f` $1 ~2 #3"), r"a \*b\* \[c\](d) \<e\> \`f\` \$1 \~2 \#3");
        assert_eq!(escape_markdown("1. one"), r"1\. one");
        assert_eq!(escape_markdown("- one-two"), r"\- one-two");
        assert_eq!(escape_markdown("in 2024. And 3) too"), "in 2024. And 3) too");
        assert_eq!(markdown_link("x", "https://a.example/?a=1&copy=2"), "[x](<https://a.example/?a=1&amp;copy=2>)");
    }

    #[test]
    fn escapes_latex_commands() {
        assert_eq!(
            escape_latex(r"50% of R&D: $x_1^2 \input{a}~#"),
            concat!(
                r"50\% of R\&D: \$x\_1\textasciicircum{}2 \textbackslash{}input",
                r"\textbraceleft{}a\textbraceright{}\textasciitilde{}\#"
            )
        );
    }

    proptest! {
        #[test]
        fn escaped_html_has_no_delimiters(text in any::<String>()) {
            let escaped = escape_html(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
        }

        #[test]
        fn escaped_latex_braces_are_balanced(text in "[{}\\\\a-c%$~^]{0,40}") {
            let depth = escape_latex(&text).chars().try_fold(0_u32, |depth, c| match c {
                '{' => Some(depth + 1),
                '}' => depth.checked_sub(1),
                _ => Some(depth),
            });
            prop_assert_eq!(depth, Some(0));
        }
    }
}
