//! Colours as a terminal shows them: palettes, and contrast according to WCAG 2.2.

use crate::term::sgr::CellStyle;
use ratatui::style::{Color, Modifier};
use std::fmt;

/// Minimum contrast ratio of text (WCAG 2.2, success criterion 1.4.3, level AA).
const MIN_TEXT_CONTRAST: f64 = 4.5;

/// A colour in sRGB: red, green, blue. Displayed as in CSS, `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    const fn from_hex(hex: u32) -> Self {
        let [_, r, g, b] = hex.to_be_bytes();
        Self(r, g, b)
    }

    /// Mixes this colour with another; `parts` is the share of the other, in twelfths (0 to 12).
    pub(super) fn mix(self, other: Self, parts: u16) -> Self {
        let parts = parts.min(12);
        let mix = |a: u8, b: u8| {
            let mixed = (u16::from(a) * (12 - parts) + u16::from(b) * parts) / 12;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Contrast ratio of two colours, from 1 to 21.
    fn contrast_ratio(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance, from 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The colours of a terminal: those that a cell names but does not define.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalColors {
    /// Default foreground.
    pub fg: Rgb,
    /// Default background.
    pub bg: Rgb,
    /// The sixteen named colours, in the order of their codes: black to white, then the bright ones.
    pub palette: [Rgb; 16],
}

/// The sixteen named colours, in the order of their codes.
const NAMED_COLORS: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

impl TerminalColors {
    /// A dark terminal. All named colours except black and dark grey are legible on it.
    pub const DARK: Self = Self::new(
        0xd9_dc_de,
        0x14_16_1a,
        [
            0x1c_20_26, 0xf0_85_7a, 0x8f_c3_8a, 0xe0_c0_80, 0x84_b0_f0, 0xc9_a0_dc, 0x7f_c8_d8, 0xa9_b0_b6, 0x5a_62_6a,
            0xff_9d_92, 0xa8_db_a2, 0xf2_d7_9b, 0xa3_c6_fa, 0xdc_b8_ec, 0x9f_df_ec, 0xf2_f4_f5,
        ],
    );

    /// A light terminal. All named colours except grey and white are legible on it.
    pub const LIGHT: Self = Self::new(
        0x1d_21_26,
        0xfc_fc_fa,
        [
            0x1d_21_26, 0xa8_26_1b, 0x1f_6b_2a, 0x7a_4b_00, 0x1f_57_a8, 0x86_30_8c, 0x0a_62_73, 0xb8_be_c4, 0x5a_61_69,
            0xc0_34_2a, 0x2a_7a_36, 0x8a_5a_00, 0x2f_68_c0, 0x9a_44_a4, 0x11_71_84, 0xff_ff_ff,
        ],
    );

    const fn new(fg: u32, bg: u32, palette: [u32; 16]) -> Self {
        let mut colours = [Rgb::from_hex(0); 16];
        let mut n = 0;
        while n < 16 {
            colours[n] = Rgb::from_hex(palette[n]);
            n += 1;
        }
        Self { fg: Rgb::from_hex(fg), bg: Rgb::from_hex(bg), palette: colours }
    }

    /// Resolves the colour of a cell; `default` if it has none. Indexed colours from 16 on are those of xterm: a cube
    /// with six levels per channel, and 24 greys.
    fn resolve(&self, color: Color, default: Rgb) -> Rgb {
        match color {
            Color::Rgb(r, g, b) => Rgb(r, g, b),
            Color::Indexed(n @ ..=15) => self.palette[usize::from(n)],
            Color::Indexed(n @ 16..=231) => {
                let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
                let n = n - 16;
                Rgb(level(n / 36), level(n / 6 % 6), level(n % 6))
            }
            Color::Indexed(n) => {
                let grey = 8 + 10 * (n - 232);
                Rgb(grey, grey, grey)
            }
            named => NAMED_COLORS.iter().position(|known| *known == named).map_or(default, |n| self.palette[n]),
        }
    }

    /// Resolves a cell style to the visible colours and modifiers.
    pub(super) fn visible_style(&self, look: CellStyle) -> VisibleStyle {
        let mut fg = self.resolve(look.fg, self.fg);
        let mut bg = self.resolve(look.bg, self.bg);
        if look.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut fg, &mut bg);
        }
        if look.modifier.contains(Modifier::DIM) {
            fg = dim(fg, bg);
        }
        let seen = Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        VisibleStyle { fg, bg, modifier: look.modifier & seen }
    }
}

/// Dims a foreground by up to half the way to the background, as far as it stays legible.
fn dim(fg: Rgb, bg: Rgb) -> Rgb {
    let nearer = (1..=6).rev().map(|parts| fg.mix(bg, parts));
    nearer.into_iter().find(|colour| colour.contrast_ratio(bg) >= MIN_TEXT_CONTRAST).unwrap_or(fg)
}

/// A resolved cell style: both colours are definite, and reverse and dim are already applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VisibleStyle {
    /// Foreground colour.
    pub fg: Rgb,
    /// Background colour.
    pub bg: Rgb,
    /// Bold, italic, underlined, crossed out.
    pub modifier: Modifier,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell_style(fg: Color, bg: Color, modifier: Modifier) -> CellStyle {
        CellStyle { fg, bg, modifier }
    }

    #[test]
    fn text_colors_have_sufficient_contrast() {
        let unread = |ground: &TerminalColors| -> Vec<usize> {
            (0..16).filter(|&n| ground.palette[n].contrast_ratio(ground.bg) < MIN_TEXT_CONTRAST).collect()
        };
        assert_eq!(unread(&TerminalColors::DARK), [0, 8], "black and dark grey are grounds and borders");
        assert_eq!(unread(&TerminalColors::LIGHT), [7, 15], "grey and white are grounds and borders");
        for ground in [TerminalColors::DARK, TerminalColors::LIGHT] {
            assert!(ground.fg.contrast_ratio(ground.bg) >= 7.0);
            let [black, red, .., white] = ground.palette;
            // Selections: black on bright colours or white on dark ones; white on dark grey and black on grey.
            let on_colour = if ground == TerminalColors::DARK { black } else { white };
            assert!(red.contrast_ratio(on_colour) >= MIN_TEXT_CONTRAST);
            for colour in &ground.palette[1..7] {
                assert!(colour.contrast_ratio(on_colour) >= MIN_TEXT_CONTRAST, "{colour}");
            }
            assert!(
                white.contrast_ratio(ground.palette[8]) >= MIN_TEXT_CONTRAST
                    && black.contrast_ratio(ground.palette[7]) >= MIN_TEXT_CONTRAST
            );
        }
    }

    #[test]
    fn contrast_matches_wcag() {
        assert!((Rgb(0, 0, 0).contrast_ratio(Rgb(255, 255, 255)) - 21.0).abs() < 1e-9);
        assert!((Rgb::from_hex(0x76_76_76).contrast_ratio(Rgb(255, 255, 255)) - 4.54).abs() < 0.005);
    }

    #[test]
    fn indexed_colors_match_xterm() {
        let colour = |n| TerminalColors::DARK.resolve(Color::Indexed(n), Rgb(1, 2, 3));
        assert_eq!(
            [16, 67, 196, 231, 232, 255].map(|n| colour(n).to_string()),
            ["#000000", "#5f87af", "#ff0000", "#ffffff", "#080808", "#eeeeee"]
        );
        assert_eq!(colour(9), TerminalColors::DARK.palette[9]);
        assert_eq!(TerminalColors::DARK.resolve(Color::LightRed, Rgb(0, 0, 0)), TerminalColors::DARK.palette[9]);
        assert_eq!(TerminalColors::DARK.resolve(Color::Reset, Rgb(1, 2, 3)), Rgb(1, 2, 3));
    }

    #[test]
    fn reversed_swaps_default_colors() {
        let ink = TerminalColors::DARK.visible_style(cell_style(Color::Reset, Color::Reset, Modifier::REVERSED));
        assert_eq!((ink.fg, ink.bg), (TerminalColors::DARK.bg, TerminalColors::DARK.fg));
    }

    proptest! {
        #[test]
        fn dimmed_text_stays_legible(fg: [u8; 3], bg: [u8; 3]) {
            let [fg, bg] = [fg, bg].map(|[r, g, b]| Rgb(r, g, b));
            let dim = dim(fg, bg);
            prop_assert!(dim == fg || dim.contrast_ratio(bg) >= MIN_TEXT_CONTRAST);
        }

        #[test]
        fn every_index_has_a_color(n: u8) {
            TerminalColors::LIGHT.resolve(Color::Indexed(n), TerminalColors::LIGHT.fg);
        }
    }

    #[test]
    fn dimming_lowers_contrast() {
        let TerminalColors { fg, bg, .. } = TerminalColors::DARK;
        let ink = TerminalColors::DARK.visible_style(cell_style(Color::Reset, Color::Reset, Modifier::DIM));
        assert!(ink.fg.contrast_ratio(bg) < fg.contrast_ratio(bg) && ink.fg.contrast_ratio(bg) >= MIN_TEXT_CONTRAST);
    }
}
