//! Renders a screenshot as a self-contained HTML page.

use super::colour::{Ground, Ink};
use super::{FONTS, Glyph, escaped};
use ratatui::style::Modifier;
use std::fmt::Write;

/// Renders rows as a page. Letters and box drawing are plain text. Other characters, which may come from another
/// font, are put in boxes as wide as their columns.
pub(super) fn html(rows: &[Vec<Glyph>], ground: &Ground, title: &str) -> String {
    let mut styles = Styles { ground: *ground, inks: Vec::new() };
    let mut text = String::new();
    for row in rows {
        for glyphs in row.chunk_by(|a, b| a.look == b.look) {
            let class = glyphs.first().and_then(|glyph| styles.class(ground.ink(glyph.look)));
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
    let Ground { fg, bg, .. } = ground;
    let (title, styles) = (escaped(title), styles.write());
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
pre {{ margin: 0; font: 15px/1.16 {FONTS}; font-variant-ligatures: none; }}
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
    let symbol = escaped(&glyph.symbol);
    let joins = glyph.width == 1 && glyph.symbol.chars().all(|c| matches!(c, '\u{2500}'..='\u{259f}'));
    if joins || glyph.is_letter() {
        text.push_str(&symbol);
    } else {
        // Writing to memory cannot fail.
        let _ = write!(text, r#"<span class="box" style="width:{}ch">{symbol}</span>"#, glyph.width);
    }
}

/// The styles in use. Each is a CSS class, numbered in order of first use.
struct Styles {
    ground: Ground,
    inks: Vec<Ink>,
}

impl Styles {
    /// The number of the class for a style. `None` for the default style of the page.
    fn class(&mut self, ink: Ink) -> Option<usize> {
        if ink == (Ink { fg: self.ground.fg, bg: self.ground.bg, modifier: Modifier::empty() }) {
            return None;
        }
        let known = self.inks.iter().position(|known| *known == ink);
        Some(known.unwrap_or_else(|| {
            self.inks.push(ink);
            self.inks.len() - 1
        }))
    }

    fn write(&self) -> String {
        let mut css = String::new();
        for (n, ink) in self.inks.iter().enumerate() {
            let has = |modifier| ink.modifier.contains(modifier);
            let lines = [(Modifier::UNDERLINED, " underline"), (Modifier::CROSSED_OUT, " line-through")];
            let lines: String = lines.into_iter().filter(|(line, _)| has(*line)).map(|(_, name)| name).collect();
            // Writing to memory cannot fail.
            let _ = write!(css, ".s{n} {{ color: {};", ink.fg);
            if ink.bg != self.ground.bg {
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
