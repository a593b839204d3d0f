//! Findings for people: the source line, a caret and help, as compilers print them.

use super::{Diagnostic, Location, Severity, SourceFile};
use crate::model::sanitize;
use crate::text::Lines;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::borrow::Cow;
use std::ops::Range;

/// The style in which findings are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportStyle {
    /// Use ANSI colours.
    pub color: bool,
    /// Draw frames in Unicode instead of ASCII.
    pub unicode: bool,
}

/// Renders a finding with its source line, a caret and help. For many findings in the same files, use [`ExcerptRenderer`].
pub fn render(diagnostic: &Diagnostic, files: &[SourceFile], style: ReportStyle) -> String {
    ExcerptRenderer::new(files).render(diagnostic, style)
}

/// Renders findings in a fixed set of files. The files are indexed by line once, so the cost of a finding does not
/// depend on the size of its file.
pub struct ExcerptRenderer<'a> {
    files: &'a [SourceFile],
    lines: Vec<Lines<'a>>,
}

impl<'a> ExcerptRenderer<'a> {
    /// Indexes the lines of the files.
    pub fn new(files: &'a [SourceFile]) -> Self {
        Self { files, lines: files.iter().map(|file| Lines::of(&file.text)).collect() }
    }

    /// Renders a finding with its source line, a caret and help.
    pub fn render(&self, diagnostic: &Diagnostic, style: ReportStyle) -> String {
        let level = match diagnostic.rule.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let main = self.excerpt(&diagnostic.location);
        let related: Vec<_> = diagnostic.related.iter().map(|(what, at)| (what, self.excerpt(at))).collect();
        let snippet = main.snippet().annotation(AnnotationKind::Primary.span(main.highlight.clone()));
        let title = level.primary_title(&diagnostic.message).id(diagnostic.rule.id);
        let mut group = Group::with_title(title).element(snippet);
        for (what, excerpt) in &related {
            let mark = AnnotationKind::Context.span(excerpt.highlight.clone()).label(what.as_str());
            group = group.element(excerpt.snippet().annotation(mark));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
        let decor = if style.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
        let shown = renderer.decor_style(decor).render(&[group]);
        restore_columns(shown, std::iter::once(&main).chain(related.iter().map(|(_, excerpt)| excerpt)))
    }

    fn excerpt(&self, at: &Location) -> Excerpt<'a> {
        let lines = self.lines.get(usize::from(at.file.0));
        let column = at.column.saturating_sub(1);
        let width = at.width.min(MAX_MARKED_CHARS);
        let skipped = column.saturating_sub(MAX_CHARS_BEFORE);
        let part = lines.map_or("", |lines| lines.part(at.line, skipped, column - skipped + width + MAX_CHARS_AFTER));
        let line = format!("{}{}", if skipped > 0 { "…" } else { "" }, sanitize(part));
        let before = column - skipped + usize::from(skipped > 0);
        let byte = |chars: usize| line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at);
        let mark = byte(before)..byte(before + width);
        let column = (skipped > 0).then_some(at.column);
        Excerpt { file: at.file_name(self.files), line, number: at.line, column, highlight: mark }
    }
}

/// Maximum length of the line kept before the highlight, in characters. The renderer trims wide lines further, so the
/// cut is not visible.
const MAX_CHARS_BEFORE: usize = 400;

/// Maximum length of the highlight, in characters.
const MAX_MARKED_CHARS: usize = 400;

/// Maximum length of the line kept after the highlight, in characters.
const MAX_CHARS_AFTER: usize = 200;

/// Renders a finding on one line: `file:line:column: error[FB201]: message; help`.
pub fn render_short(diagnostic: &Diagnostic, files: &[SourceFile]) -> String {
    let Diagnostic { rule, location: at, message, help, .. } = diagnostic;
    let file = at.file_name(files);
    let help = help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{file}:{}:{}: {}[{}]: {message}{help}", at.line, at.column, rule.severity.as_str(), rule.id)
}

/// One line of a file, sanitized and truncated, with the byte range to highlight.
struct Excerpt<'a> {
    file: Cow<'a, str>,
    line: String,
    number: usize,
    /// The real column of the highlight, counted from 1; `None` if nothing was cut before it.
    column: Option<usize>,
    highlight: Range<usize>,
}

impl Excerpt<'_> {
    fn snippet<T: Clone>(&self) -> Snippet<'_, T> {
        Snippet::source(self.line.as_str()).path(&*self.file).line_start(self.number)
    }
}

/// Corrects the columns of lines that were cut before the highlight: the renderer counts from the cut.
fn restore_columns<'a>(mut shown: String, excerpts: impl Iterator<Item = &'a Excerpt<'a>>) -> String {
    // Start after the title, which may contain any text.
    let mut search_from = shown.find('\n').unwrap_or(shown.len());
    for excerpt in excerpts {
        let Some(column) = excerpt.column else { continue };
        let counted = excerpt.line[..excerpt.highlight.start].chars().count() + 1;
        let place = |column| format!("{}:{}:{column}", excerpt.file, excerpt.number);
        let (counted, place) = (place(counted), place(column));
        if let Some(at) = shown[search_from..].find(&counted) {
            shown.replace_range(search_from + at..search_from + at + counted.len(), &place);
            search_from += at + place.len();
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::rules;
    use crate::model::FileIx;

    const PLAIN: ReportStyle = ReportStyle { color: false, unicode: false };

    fn render_finding(line: &str, column: usize, width: usize) -> String {
        let at = Location { file: FileIx(0), line: 2, column, width };
        let message = "what is wrong".to_owned();
        let finding =
            Diagnostic { rule: &rules::BAD_ID, subject: None, location: at, message, help: None, related: Vec::new() };
        render(&finding, &[SourceFile { name: "base.yaml".into(), text: format!("first\n{line}\nlast") }], PLAIN)
    }

    #[test]
    fn long_line_is_cut_around_the_mark_with_true_column() {
        let line = format!("{}here{}", "é ".repeat(2_500), " z".repeat(5_000));
        let shown = render_finding(&line, 5_001, 4);
        assert!(shown.contains("--> base.yaml:2:5001\n"), "{shown}");
        assert!(shown.contains("é here z"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() < 200), "{shown}");
        let lines: Vec<_> = shown.lines().collect();
        assert_eq!(lines.len(), 5, "{shown}");
        let [text, mark] =
            ["here", "^^^^"].map(|part| lines.iter().find_map(|line| Some(line[..line.find(part)?].chars().count())));
        assert_eq!(text, mark, "{shown}");
    }
}
