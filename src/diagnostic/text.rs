//! Findings as a person reads them: the line, a caret, what to do.

use super::{Diagnostic, Location, Severity, SourceFile};
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

/// A finding with the line it stands on, a caret and what to do, as compilers write them.
pub fn text(diagnostic: &Diagnostic, files: &[SourceFile], style: Style) -> String {
    let level = match diagnostic.rule.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let main = Excerpt::of(&diagnostic.at, files);
    let related: Vec<_> = diagnostic.related.iter().map(|(what, at)| (what, Excerpt::of(at, files))).collect();
    let snippet = main.snippet().annotation(AnnotationKind::Primary.span(main.mark.clone()));
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.rule.id)).element(snippet);
    for (what, excerpt) in &related {
        let mark = AnnotationKind::Context.span(excerpt.mark.clone()).label(what.as_str());
        group = group.element(excerpt.snippet().annotation(mark));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if style.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    renderer.decor_style(decor).render(&[group])
}

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
    mark: Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// How much of a line is kept behind the mark, in characters. What stands before it is kept whole: the renderer
    /// counts the column from there, and cuts what is too wide on both sides.
    const BEHIND: usize = 200;

    fn of(at: &Location, files: &'a [SourceFile]) -> Self {
        let file = files.get(usize::from(at.file.0));
        let line = file.and_then(|file| file.text.lines().nth(at.line.saturating_sub(1))).unwrap_or_default();
        let column = at.column.saturating_sub(1);
        let line: String = clean(line).chars().take(column + at.width + Self::BEHIND).collect();
        let byte = |chars: usize| line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at);
        let mark = byte(column)..byte(column + at.width);
        Self { file: at.file_name(files), line, number: at.line, mark }
    }

    fn snippet<T: Clone>(&self) -> Snippet<'_, T> {
        Snippet::source(self.line.as_str()).path(&*self.file).line_start(self.number)
    }
}
