//! The caption of a story: position, text and citation.

use super::BufferExt;
use crate::model::{FactBase, Lang, Step};
use crate::present::{RichLine, TextRole, wrap};
use crate::text::truncate_columns;
use crate::ui::app::App;
use crate::ui::command::{AppCommand, Command};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Draws the caption: a row with title and step, two lines of text, the citation.
pub(super) fn draw(app: &App, area: Rect, buf: &mut Buffer) {
    let (base, lang, theme) = (&app.snapshot.base, &app.options.lang, &app.options.theme);
    let Some(playing) = app.story.filter(|_| !area.is_empty()) else { return };
    let Some(step) = playing.step(base) else { return };
    buf.set_style(area, theme.caption());
    let steps = base.stories[playing.story].steps.len();
    let mut right = format!("{}/{steps}", playing.step_index + 1);
    if let Some(when) = &step.as_of {
        right = format!("as of {}  {right}", when.label(lang));
    }
    if app.options.show_elapsed {
        right = format!("{right}  {}", playing.elapsed());
    }
    let room = usize::from(area.width).saturating_sub(right.width() + 4);
    let title = if playing.paused {
        format!(
            "{} resumes the story: {}",
            app.options.keymap.key(Command::App(AppCommand::Story)),
            step.title.get(lang)
        )
    } else {
        step.title.get(lang).to_owned()
    };
    buf.set_stringn(
        area.x + 1,
        area.y,
        truncate_columns(&format!("▸ {title}"), room),
        room,
        theme.role(TextRole::Title).patch(theme.caption()),
    );
    let x = area.right().saturating_sub(u16::try_from(right.width() + 1).unwrap_or(0));
    buf.set_string_clipped(x, area.y, &right, theme.caption());
    let width = area.width.saturating_sub(4);
    let caption = RichLine::default().with(TextRole::Plain, step.caption.as_ref().map_or("", |words| words.get(lang)));
    let rows = wrap(&caption, width);
    let text = |pieces: &[(usize, std::ops::Range<usize>)]| -> String {
        pieces.iter().filter_map(|(span, range)| caption.spans[*span].text.get(range.clone())).collect()
    };
    let last = area.bottom().saturating_sub(1);
    for (y, row) in (area.y + 1..last).zip(rows.iter()) {
        buf.set_stringn(area.x + 3, y, text(&row.pieces), width.into(), theme.caption());
    }
    if area.height > 2
        && let Some(cited) = citation_line(base, step, lang)
    {
        let room = usize::from(width);
        buf.set_stringn(area.x + 3, last, truncate_columns(&cited, room), room, theme.caption());
    }
}

/// The first quote of a highlighted item, otherwise of the step's item, with its source and date.
fn citation_line(base: &FactBase, step: &Step, lang: &Lang) -> Option<String> {
    let evidence = step
        .highlight
        .iter()
        .chain([&step.at])
        .find_map(|&item| base.evidence_of(item).first().and_then(|&ix| base.evidence(ix)))?;
    let source = &base.sources[evidence.source];
    let when = source.published.as_ref().map_or_else(|| "no date".to_owned(), |when| when.label(lang));
    // The source comes first, so that a long quote cannot push it off the line.
    let name = truncate_columns(base.source_name(evidence.source, lang), 36);
    Some(format!("{name}, {when}:  «\u{a0}{}\u{a0}»", evidence.quote))
}
