//! Text in one or more languages, and sanitizing text for the terminal.

use serde::{Deserialize, Serialize};

/// A language tag (BCP 47), such as `en`, `fr`, `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lang(Box<str>);

impl Lang {
    /// Parses a tag: two to eight letters, then groups of one to eight letters or digits, separated by dashes
    /// (BCP 47, without checking the registry). `None` if the text does not have this form.
    pub fn new(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let first = parts.next()?;
        let primary = (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
        let group = |p: &str| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric());
        (primary && parts.all(group)).then(|| Self(tag.into()))
    }

    /// English, the default language.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is English, of any region.
    pub fn is_english(&self) -> bool {
        self.0.get(..2).is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
            && !self.0[2..].starts_with(char::is_alphabetic)
    }

    /// Whether it is French, of any region, so that figures and dates are formatted in French.
    pub fn is_french(&self) -> bool {
        self.0.get(..2).is_some_and(|primary| primary.eq_ignore_ascii_case("fr"))
    }
}

/// A text in one or more languages, in file order. The first one is the fallback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    first: (Lang, String),
    others: Vec<(Lang, String)>,
}

impl Text {
    /// A text in one language.
    pub fn new(lang: Lang, words: impl Into<String>) -> Self {
        Self { first: (lang, words.into()), others: Vec::new() }
    }

    /// Adds a translation.
    #[must_use]
    pub fn with_translation(mut self, lang: Lang, words: impl Into<String>) -> Self {
        self.others.push((lang, words.into()));
        self
    }

    /// The text in `lang`, or else in its first language.
    pub fn get(&self, lang: &Lang) -> &str {
        self.get_with_lang(lang).1
    }

    /// The text in `lang`, or else in its first language, together with the language found.
    pub fn get_with_lang(&self, lang: &Lang) -> (&Lang, &str) {
        self.iter().find(|(l, _)| *l == lang).unwrap_or((&self.first.0, &self.first.1))
    }

    /// Applies a function to the text of each language.
    #[must_use]
    pub fn map(self, mut words: impl FnMut(String) -> String) -> Self {
        let (lang, first) = self.first;
        let others = self.others;
        Self {
            first: (lang, words(first)),
            others: others.into_iter().map(|(lang, other)| (lang, words(other))).collect(),
        }
    }

    /// Iterates over the languages and their texts, in file order.
    pub fn iter(&self) -> impl Iterator<Item = (&Lang, &str)> {
        std::iter::once(&self.first).chain(&self.others).map(|(lang, words)| (lang, words.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_to_the_first_language() {
        let [en, fr] = ["en", "fr"].map(|tag| Lang::new(tag).unwrap());
        let text = Text::new(en.clone(), "Stargate unveiled").with_translation(fr.clone(), "Annonce de Stargate");
        assert_eq!(text.get(&fr), "Annonce de Stargate");
        assert_eq!(text.get(&Lang::new("ja").unwrap()), "Stargate unveiled");
    }

    #[test]
    fn rejects_malformed_language_tags() {
        assert!(Lang::new("pt-BR").is_some());
        assert!(Lang::new("e").is_none());
        assert!(Lang::new("en_GB").is_none());
    }

    #[test]
    fn a_language_is_recognised_in_any_region_and_case() {
        let is = |test: fn(&Lang) -> bool, tag: &str| test(&Lang::new(tag).unwrap());
        for tag in ["en", "EN", "en-GB", "En-us", "en-Latn-US"] {
            assert!(is(Lang::is_english, tag) && !is(Lang::is_french, tag), "{tag}");
        }
        for tag in ["fr", "FR", "fr-CA", "Fr-ch"] {
            assert!(is(Lang::is_french, tag) && !is(Lang::is_english, tag), "{tag}");
        }
        // `enm` is Middle English, and the region of `de-en` is none.
        for tag in ["de", "enm", "de-en", "ja", "pt-BR"] {
            assert!(!is(Lang::is_english, tag) && !is(Lang::is_french, tag), "{tag}");
        }
        assert!(Lang::english().is_english());
    }
}
