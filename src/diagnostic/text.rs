//! Findings as a person reads them: the line, a caret, what to do.

use super::{Diagnostic, Lines, Location, Severity, SourceFile};
use crate::model::clean;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::borrow::Cow;
use std::ops::Range;

/// How findings are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// With colours.
    pub colour: bool,
    /// With Unicode frames rather than ASCII.
    pub unicode: bool,
}

/// A finding with the line it stands on, a caret and what to do, as compilers write them. For many findings in the
/// same files, see [`Excerpts`].
pub fn text(diagnostic: &Diagnostic, files: &[SourceFile], style: Style) -> String {
    Excerpts::of(files).text(diagnostic, style)
}

/// Files whose lines are known, so that each finding costs no more than what it shows.
pub struct Excerpts<'a> {
    files: &'a [SourceFile],
    lines: Vec<Lines<'a>>,
}

impl<'a> Excerpts<'a> {
    /// Finds the lines of some files.
    pub fn of(files: &'a [SourceFile]) -> Self {
        Self { files, lines: files.iter().map(|file| Lines::of(&file.text)).collect() }
    }

    /// As [`text`].
    pub fn text(&self, diagnostic: &Diagnostic, style: Style) -> String {
        let level = match diagnostic.rule.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let main = self.excerpt(&diagnostic.at);
        let related: Vec<_> = diagnostic.related.iter().map(|(what, at)| (what, self.excerpt(at))).collect();
        let snippet = main.snippet().annotation(AnnotationKind::Primary.span(main.mark.clone()));
        let title = level.primary_title(&diagnostic.message).id(diagnostic.rule.id);
        let mut group = Group::with_title(title).element(snippet);
        for (what, excerpt) in &related {
            let mark = AnnotationKind::Context.span(excerpt.mark.clone()).label(what.as_str());
            group = group.element(excerpt.snippet().annotation(mark));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
        let decor = if style.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
        let shown = renderer.decor_style(decor).render(&[group]);
        true_columns(shown, std::iter::once(&main).chain(related.iter().map(|(_, excerpt)| excerpt)))
    }

    fn excerpt(&self, at: &Location) -> Excerpt<'a> {
        let lines = self.lines.get(usize::from(at.file.0));
        let column = at.column.saturating_sub(1);
        let width = at.width.min(WIDEST);
        let cut = column.saturating_sub(BEFORE);
        let part = lines.map_or("", |lines| lines.part(at.line, cut, column - cut + width + BEHIND));
        let line = format!("{}{}", if cut > 0 { "…" } else { "" }, clean(part));
        let before = column - cut + usize::from(cut > 0);
        let byte = |chars: usize| line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at);
        let mark = byte(before)..byte(before + width);
        let column = (cut > 0).then_some(at.column);
        Excerpt { file: at.file_name(self.files), line, number: at.line, column, mark }
    }
}

/// How much of a line is kept before a mark, in characters. The renderer shows less of what is wide, so that a line
/// that is cut looks like one that is not.
const BEFORE: usize = 400;

/// The most characters that are marked.
const WIDEST: usize = 400;

/// How much of a line is kept behind a mark, in characters.
const BEHIND: usize = 200;

/// A finding on one line: `file:line:column: error[FB201]: message; help`.
pub fn short(diagnostic: &Diagnostic, files: &[SourceFile]) -> String {
    let Diagnostic { rule, at, message, help, .. } = diagnostic;
    let file = at.file_name(files);
    let help = help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{file}:{}:{}: {}[{}]: {message}{help}", at.line, at.column, rule.severity.word(), rule.id)
}

/// One line of a file, made safe, with the part that is marked.
struct Excerpt<'a> {
    file: Cow<'a, str>,
    line: String,
    number: usize,
    /// The column of the mark where the line is cut before it, counted from 1.
    column: Option<usize>,
    mark: Range<usize>,
}

impl Excerpt<'_> {
    fn snippet<T: Clone>(&self) -> Snippet<'_, T> {
        Snippet::source(self.line.as_str()).path(&*self.file).line_start(self.number)
    }
}

/// Of lines that are cut before the mark, puts the columns right: the renderer counts from where a line is cut.
fn true_columns<'a>(mut shown: String, excerpts: impl Iterator<Item = &'a Excerpt<'a>>) -> String {
    // Behind the title, which may hold anything.
    let mut from = shown.find('\n').unwrap_or(shown.len());
    for excerpt in excerpts {
        let Some(column) = excerpt.column else { continue };
        let counted = excerpt.line[..excerpt.mark.start].chars().count() + 1;
        let place = |column| format!("{}:{}:{column}", excerpt.file, excerpt.number);
        let (counted, place) = (place(counted), place(column));
        if let Some(at) = shown[from..].find(&counted) {
            shown.replace_range(from + at..from + at + counted.len(), &place);
            from += at + place.len();
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rules;
    use crate::model::FileIx;

    const PLAIN: Style = Style { colour: false, unicode: false };

    fn shown(line: &str, column: usize, width: usize) -> String {
        let at = Location { file: FileIx(0), line: 2, column, width };
        let message = "what is wrong".to_owned();
        let finding = Diagnostic { rule: &rules::BAD_ID, subject: None, at, message, help: None, related: Vec::new() };
        text(&finding, &[SourceFile { name: "base.yaml".into(), text: format!("first\n{line}\nlast") }], PLAIN)
    }

    #[test]
    fn of_a_long_line_the_part_around_the_mark_is_shown_with_its_true_column() {
        let line = format!("{}here{}", "é ".repeat(2_500), " z".repeat(5_000));
        let shown = shown(&line, 5_001, 4);
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
