//! Renders a screenshot as a self-contained HTML page.

use crate::term::snapshot::color::{TerminalColors, VisibleStyle};
use crate::term::snapshot::{FONT_FAMILY, Glyph, escape_xml};
use ratatui::style::Modifier;
use std::fmt::Write;

/// Renders rows as a page. Letters and box drawing are plain text. Other characters, which may come from another
/// font, are put in boxes as wide as their columns.
pub(super) fn render_html(rows: &[Vec<Glyph>], ground: &TerminalColors, title: &str) -> String {
    let mut styles = CssClasses { colors: *ground, styles: Vec::new() };
    let mut text = String::new();
    for row in rows {
        for glyphs in row.chunk_by(|a, b| a.style == b.style) {
            let class = glyphs.first().and_then(|glyph| styles.class_number(ground.visible_style(glyph.style)));
            if let Some(class) = class {
                // Writing to memory cannot fail.
                let _ = write!(text, r#"<span class="s{class}">"#);
            }
            glyphs.iter().for_each(|glyph| write_glyph(glyph, &mut text));
            if class.is_some() {
                text.push_str("</span>");
            }
        }
        text.push('\n');
    }
    let TerminalColors { fg, bg, .. } = ground;
    let (title, styles) = (escape_xml(title), styles.to_css());
    // Vertical lines join between rows if the line height does not exceed the glyph height: 1.19 em in DejaVu Sans
    // Mono.
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; padding: 1rem; color: {fg}; background: {bg}; }}
pre {{ margin: 0; font: 15px/1.16 {FONT_FAMILY}; font-variant-ligatures: none; }}
.box {{ display: inline-block; text-align: center; white-space: pre; }}
{styles}</style>
</head>
<body>
<pre>
{text}</pre>
</body>
</html>
"#
    )
}

fn write_glyph(glyph: &Glyph, text: &mut String) {
    let symbol = escape_xml(&glyph.symbol);
    let is_box_drawing = glyph.width == 1 && glyph.symbol.chars().all(|c| matches!(c, '\u{2500}'..='\u{259f}'));
    if is_box_drawing || glyph.is_in_primary_font() {
        text.push_str(&symbol);
    } else {
        // Writing to memory cannot fail.
        let _ = write!(text, r#"<span class="box" style="width:{}ch">{symbol}</span>"#, glyph.width);
    }
}

/// The styles in use. Each is a CSS class, numbered in order of first use.
struct CssClasses {
    colors: TerminalColors,
    styles: Vec<VisibleStyle>,
}

impl CssClasses {
    /// The number of the class for a style. `None` for the default style of the page.
    fn class_number(&mut self, ink: VisibleStyle) -> Option<usize> {
        if ink == (VisibleStyle { fg: self.colors.fg, bg: self.colors.bg, modifier: Modifier::empty() }) {
            return None;
        }
        let known = self.styles.iter().position(|known| *known == ink);
        Some(known.unwrap_or_else(|| {
            self.styles.push(ink);
            self.styles.len() - 1
        }))
    }

    fn to_css(&self) -> String {
        let mut css = String::new();
        for (n, ink) in self.styles.iter().enumerate() {
            let has = |modifier| ink.modifier.contains(modifier);
            let lines = [(Modifier::UNDERLINED, " underline"), (Modifier::CROSSED_OUT, " line-through")];
            let lines: String = lines.into_iter().filter(|(line, _)| has(*line)).map(|(_, name)| name).collect();
            // Writing to memory cannot fail.
            let _ = write!(css, ".s{n} {{ color: {};", ink.fg);
            if ink.bg != self.colors.bg {
                let _ = write!(css, " background: {};", ink.bg);
            }
            css.push_str(if has(Modifier::BOLD) { " font-weight: bold;" } else { "" });
            css.push_str(if has(Modifier::ITALIC) { " font-style: italic;" } else { "" });
            if !lines.is_empty() {
                let _ = write!(css, " text-decoration:{lines};");
            }
            css.push_str(" }\n");
        }
        css
    }
}
