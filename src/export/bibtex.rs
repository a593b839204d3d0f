//! Bibliography entries with `biblatex` fields.

use super::messages::{Messages, add_quote_marks};
use super::reference::{attribution, evidence_url};
use super::url::web_url;
use crate::model::{Evidence, FactBase, Item, Ix, Lang, Source};
use crate::text::escape_latex;

/// Language names known to `babel`, by primary language subtag.
const BABEL_LANGUAGES: &[(&str, &str)] = &[
    ("ar", "arabic"),
    ("de", "ngerman"),
    ("en", "english"),
    ("es", "spanish"),
    ("fr", "french"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("ko", "korean"),
    ("nl", "dutch"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ru", "russian"),
    ("sv", "swedish"),
    ("zh", "chinese"),
];

/// Builds the entries of a bibliography.
struct EntryBuilder<'a> {
    base: &'a FactBase,
    lang: &'a Lang,
}

/// Returns an entry for each quote, followed by one for each of `sources`. The key is the address of the item or
/// source with `:` instead of `/`, which is unique within a base. If an item has several quotes, their number is
/// appended.
pub(super) fn entries(
    base: &FactBase,
    item: Item,
    quotes: &[&Evidence],
    sources: &[Ix<Source>],
    lang: &Lang,
) -> Vec<String> {
    let bibliography = EntryBuilder { base, lang };
    let of_quotes = quotes.iter().enumerate().map(|(at, evidence)| {
        let number = if quotes.len() > 1 { format!(":{}", at + 1) } else { String::new() };
        bibliography.quote(item, &number, evidence)
    });
    of_quotes.chain(sources.iter().map(|&source| bibliography.source(source))).collect()
}

impl EntryBuilder<'_> {
    fn key(&self, item: Item) -> String {
        self.base.address(item).to_string().replace('/', ":")
    }

    fn quote(&self, item: Item, number: &str, evidence: &Evidence) -> String {
        let base = self.base;
        let quote = add_quote_marks(&evidence.quote, base.sources[evidence.source].lang.as_ref());
        let note = format!("{quote} ({})", attribution(base, evidence, self.lang));
        let said = format!("{} [{}]", base.title(item, self.lang), base.address(item));
        let key = format!("{}{number}", self.key(item));
        self.entry(evidence.source, &key, evidence_url(base, evidence), [Some(note), Some(said)])
    }

    fn source(&self, source: Ix<Source>) -> String {
        let url = self.base.sources[source].url.as_deref().and_then(web_url);
        self.entry(source, &self.key(Item::Source(source)), url, [None, None])
    }

    /// One entry. A source without a web page is `@misc`, because `@online` requires a URL.
    fn entry(&self, ix: Ix<Source>, key: &str, url: Option<String>, [note, said]: [Option<String>; 2]) -> String {
        let source = &self.base.sources[ix];
        let kind = if url.is_some() { "online" } else { "misc" };
        let inferred = source.published.is_some() && source.dated.is_some();
        let inferred = inferred.then(|| Messages::for_lang(self.lang).inferred.to_owned());
        let notes: Vec<_> = note.into_iter().chain(inferred).map(|note| escape_latex(&note)).collect();
        let title = self.base.source_title(ix);
        let authors: Vec<_> = source.authors.iter().map(|author| author_name(author)).collect();
        let fields = [
            ("title", escape_latex(title)),
            ("author", authors.join(" and ")),
            (
                "organization",
                source.publisher.as_deref().filter(|&name| name != title).map(escape_latex).unwrap_or_default(),
            ),
            // Both fields accept EDTF as it is.
            ("date", source.published.as_ref().map(|when| when.edtf().to_owned()).unwrap_or_default()),
            ("urldate", source.accessed.as_ref().map(|when| when.edtf().to_owned()).unwrap_or_default()),
            ("url", url.unwrap_or_default()),
            ("note", notes.join("; ")),
            ("annotation", said.as_deref().map(escape_latex).unwrap_or_default()),
            ("langid", source.lang.as_ref().and_then(babel_language).unwrap_or_default().to_owned()),
        ];
        let known = fields.iter().filter(|(_, value)| !value.is_empty());
        let lines: Vec<_> = known.map(|(field, value)| format!("  {field} = {{{value}}},\n")).collect();
        format!("@{kind}{{{key},\n{}}}", lines.concat())
    }
}

/// An author's name, escaped. A name that contains a comma or "and" is put in braces, because BibTeX would split it.
fn author_name(author: &str) -> String {
    let needs_braces = author.contains(',') || author.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
    if needs_braces { format!("{{{}}}", escape_latex(author)) } else { escape_latex(author) }
}

fn babel_language(lang: &Lang) -> Option<&'static str> {
    let primary = lang.as_str().split('-').next().unwrap_or_default();
    BABEL_LANGUAGES.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(primary)).map(|(_, name)| *name)
}
