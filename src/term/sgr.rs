//! Styles as SGR sequences (ECMA-48, 8.3.117).

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The part of a cell's style that is sent to the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CellStyle {
    /// Foreground colour.
    pub fg: Color,
    /// Background colour.
    pub bg: Color,
    /// Modifiers: bold, italic, underlined and so on.
    pub modifier: Modifier,
}

impl CellStyle {
    /// The style of a cell.
    pub(super) fn from_cell(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// The part that is visible on a blank: the background and line modifiers; the foreground only if a modifier
    /// shows it.
    pub(super) fn visible_on_blank(self) -> Self {
        let shows = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
        let modifier = self.modifier & shows;
        Self { fg: if modifier.is_empty() { Color::Reset } else { self.fg }, modifier, ..self }
    }

    /// The SGR parameters that change this style into `to`, without `CSI` and the final `m`. Encodes the difference
    /// or the full style from the default, whichever is shorter. `None` if the styles are equal.
    pub(super) fn transition_to(self, to: Self) -> Option<String> {
        if to == self {
            return None;
        }
        let from_default = Self::default().added_codes(to, ";");
        let anew = from_default.strip_suffix(';').map_or(from_default.clone(), str::to_owned);
        let grows = to.modifier.contains(self.modifier);
        let delta = grows.then(|| self.added_codes(to, ""));
        let codes = delta.filter(|step| step.len() <= anew.len() + 1).unwrap_or(anew);
        Some(codes.trim_end_matches(';').to_owned())
    }

    /// The parameters for what `to` has and this style does not, each followed by `;`, after the prefix `start`.
    fn added_codes(self, to: Self, start: &str) -> String {
        let mut codes = start.to_owned();
        for (modifier, code) in MODIFIER_CODES {
            if to.modifier.contains(modifier) && !self.modifier.contains(modifier) {
                codes += code;
            }
        }
        if to.fg != self.fg {
            push_color(&mut codes, to.fg, 30);
        }
        if to.bg != self.bg {
            push_color(&mut codes, to.bg, 40);
        }
        codes
    }
}

/// Parameters that switch modifiers on.
const MODIFIER_CODES: [(Modifier, &str); 6] = [
    (Modifier::BOLD, "1;"),
    (Modifier::DIM, "2;"),
    (Modifier::ITALIC, "3;"),
    (Modifier::UNDERLINED, "4;"),
    (Modifier::REVERSED, "7;"),
    (Modifier::CROSSED_OUT, "9;"),
];

/// Appends the parameters of a colour. `base` is 30 for the foreground and 40 for the background.
fn push_color(codes: &mut String, color: Color, base: u8) {
    let plain = |n: u8| format!("{};", base + n);
    let bright = |n: u8| format!("{};", base + 60 + n);
    let code = match color {
        Color::Reset => plain(9),
        Color::Black => plain(0),
        Color::Red => plain(1),
        Color::Green => plain(2),
        Color::Yellow => plain(3),
        Color::Blue => plain(4),
        Color::Magenta => plain(5),
        Color::Cyan => plain(6),
        Color::Gray => plain(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(n) => format!("{};5;{n};", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b};", base + 8),
    };
    codes.push_str(&code);
}
