//! Styles as terminals are told of them: SGR codes (ECMA-48, 8.3.117).

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// What of a style terminals are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The colour of the ink.
    pub fg: Color,
    /// The colour of the ground.
    pub bg: Color,
    /// Weight, slant and lines.
    pub modifier: Modifier,
}

impl Look {
    /// The look of a cell.
    pub fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// The part that shows on a blank: no ink, so neither colour nor weight of it.
    pub fn on_blank(self) -> Self {
        let shows = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
        let modifier = self.modifier & shows;
        Self { fg: if modifier.is_empty() { Color::Reset } else { self.fg }, modifier, ..self }
    }

    /// The codes that turn this look into another, without `CSI` and the final `m`: by what differs or from the
    /// default, whichever is shorter. Nothing where there is no difference.
    pub fn turn(self, to: Self) -> Option<String> {
        if to == self {
            return None;
        }
        let anew = Self::default().added(to, ";");
        let anew = anew.strip_suffix(';').map_or(anew.clone(), str::to_owned);
        let grows = to.modifier.contains(self.modifier);
        let step = grows.then(|| self.added(to, ""));
        let codes = step.filter(|step| step.len() <= anew.len() + 1).unwrap_or(anew);
        Some(codes.trim_end_matches(';').to_owned())
    }

    /// The codes, each with a `;` behind it, of what another look has and this one has not; `start` stands first.
    fn added(self, to: Self, start: &str) -> String {
        let mut codes = start.to_owned();
        for (modifier, code) in ON {
            if to.modifier.contains(modifier) && !self.modifier.contains(modifier) {
                codes += code;
            }
        }
        if to.fg != self.fg {
            color(&mut codes, to.fg, 30);
        }
        if to.bg != self.bg {
            color(&mut codes, to.bg, 40);
        }
        codes
    }
}

/// The codes that switch modifiers on.
const ON: [(Modifier, &str); 6] = [
    (Modifier::BOLD, "1;"),
    (Modifier::DIM, "2;"),
    (Modifier::ITALIC, "3;"),
    (Modifier::UNDERLINED, "4;"),
    (Modifier::REVERSED, "7;"),
    (Modifier::CROSSED_OUT, "9;"),
];

/// Adds the code of a colour; `base` is 30 for the ink and 40 for the ground.
fn color(codes: &mut String, color: Color, base: u8) {
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
