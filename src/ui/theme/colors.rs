//! The colours of the themes. Each theme has one accent; amounts, good and alert have muted hues of their own.

use ratatui::style::{Color, Modifier, Style};

/// The colours of a theme.
pub(super) struct ThemeColors {
    /// Running text.
    pub text: Color,
    /// Focus, selection and matches.
    pub accent: Color,
    /// Headings and keys, with weight.
    pub strong: Color,
    /// Secondary text.
    pub dim: Color,
    /// Text that a story does not highlight.
    pub faint: Color,
    /// Borders of panes without the focus; never text.
    pub border: Color,
    /// Amounts.
    pub amount: Color,
    /// Quotes.
    pub quote: Color,
    /// A quote that was found.
    pub good: Color,
    /// Something that needs attention.
    pub alert: Color,
    /// Bars of intervals; never text.
    pub bar: Color,
    /// A background slightly lighter or darker than the screen's. `None` if no colour is sure to be legible on both.
    pub surface: Option<Color>,
    /// The background, if the theme paints the whole screen.
    pub background: Option<Color>,
    /// Whether bold colours stay legible. Many terminals brighten the first eight colours if bold: harmless on a dark
    /// background, but on a light one it costs contrast, so text is underlined instead.
    pub bold: bool,
}

impl ThemeColors {
    /// An emphasized style: bold, or underlined if bold would reduce the contrast. The terminal's default foreground
    /// is never brightened.
    pub(super) fn emphasized(&self, color: Color) -> Style {
        let bold = self.bold || color == Color::Reset;
        Style::new().fg(color).add_modifier(if bold { Modifier::BOLD } else { Modifier::UNDERLINED })
    }
}

/// 24-bit colours on a dark background.
pub(super) const DARK: ThemeColors = ThemeColors {
    text: rgb(0xd9_dc_de),
    accent: rgb(0x7f_c8_d8),
    strong: rgb(0x7f_c8_d8),
    dim: rgb(0xa3_aa_b1),
    faint: rgb(0x8e_95_9b),
    border: rgb(0x4a_51_59),
    amount: rgb(0xe0_c0_80),
    quote: rgb(0xc6_cf_b8),
    good: rgb(0x8f_c3_8a),
    alert: rgb(0xf0_8a_7c),
    bar: rgb(0x5f_97_a5),
    surface: Some(rgb(0x32_3a_42)),
    background: None,
    bold: true,
};

/// The same, with a background of its own.
pub(super) const DARK_PAINTED: ThemeColors = ThemeColors { background: Some(rgb(0x16_18_1b)), ..DARK };

/// 24-bit colours on a light background.
pub(super) const LIGHT: ThemeColors = ThemeColors {
    text: rgb(0x1d_21_26),
    accent: rgb(0x0b_5c_7a),
    strong: rgb(0x0b_5c_7a),
    dim: rgb(0x54_5b_63),
    faint: rgb(0x66_6d_75),
    border: rgb(0xb8_be_c4),
    amount: rgb(0x7a_4b_00),
    quote: rgb(0x3c_4a_2c),
    good: rgb(0x1f_6b_2a),
    alert: rgb(0xa8_26_1b),
    bar: rgb(0x4f_8a_a3),
    surface: Some(rgb(0xd6_de_e4)),
    background: None,
    bold: true,
};

/// The same, with a background of its own.
pub(super) const LIGHT_PAINTED: ThemeColors = ThemeColors { background: Some(rgb(0xfc_fc_fb)), ..LIGHT };

/// 24-bit colours, white on black.
pub(super) const HIGH: ThemeColors = ThemeColors {
    text: rgb(0xff_ff_ff),
    accent: rgb(0xff_d8_3d),
    strong: rgb(0xff_d8_3d),
    dim: rgb(0xcf_d3_d6),
    faint: rgb(0xa6_ab_b0),
    border: rgb(0x8a_90_96),
    amount: rgb(0x8c_dc_ff),
    quote: rgb(0xd5_f0_c4),
    good: rgb(0x86_e5_86),
    alert: rgb(0xff_9a_8c),
    bar: rgb(0xff_d8_3d),
    surface: Some(rgb(0x2c_33_3a)),
    background: Some(rgb(0x00_00_00)),
    bold: true,
};

/// 24-bit colours, black on white.
pub(super) const HIGH_LIGHT: ThemeColors = ThemeColors {
    text: rgb(0x00_00_00),
    accent: rgb(0x00_2f_a8),
    strong: rgb(0x00_2f_a8),
    dim: rgb(0x38_3d_42),
    faint: rgb(0x52_58_5e),
    border: rgb(0x6e_74_7a),
    amount: rgb(0x66_2c_00),
    quote: rgb(0x1f_3d_14),
    good: rgb(0x00_52_1a),
    alert: rgb(0x96_00_10),
    bar: rgb(0x00_2f_a8),
    surface: Some(rgb(0xdc_e4_f2)),
    background: Some(rgb(0xff_ff_ff)),
    bold: true,
};

/// Sixteen colours on a dark background: no `DarkGray` or `Blue` as text, and no `Yellow`, which is brown on the
/// console.
pub(super) const SIXTEEN_DARK: ThemeColors = ThemeColors {
    text: Color::Reset,
    accent: Color::Cyan,
    strong: Color::Cyan,
    dim: Color::Gray,
    faint: Color::Gray,
    border: Color::DarkGray,
    amount: Color::LightYellow,
    quote: Color::Reset,
    good: Color::Green,
    alert: Color::LightRed,
    bar: Color::Cyan,
    surface: None,
    background: None,
    bold: true,
};

/// The same, with a background of its own.
pub(super) const SIXTEEN_ON_BLACK: ThemeColors =
    ThemeColors { text: Color::Gray, quote: Color::Gray, background: Some(Color::Black), ..SIXTEEN_DARK };

/// Sixteen colours on a light background: no grey is legible in every palette, and neither is `Green`.
pub(super) const SIXTEEN_LIGHT: ThemeColors = ThemeColors {
    text: Color::Reset,
    accent: Color::Blue,
    strong: Color::Reset,
    dim: Color::Reset,
    faint: Color::Reset,
    border: Color::DarkGray,
    amount: Color::Magenta,
    quote: Color::Reset,
    good: Color::Reset,
    alert: Color::Red,
    bar: Color::Blue,
    surface: None,
    background: None,
    bold: false,
};

/// The same, with a background of its own.
pub(super) const SIXTEEN_ON_WHITE: ThemeColors = ThemeColors {
    text: Color::Black,
    strong: Color::Black,
    dim: Color::Black,
    faint: Color::Black,
    quote: Color::Black,
    good: Color::Black,
    background: Some(Color::White),
    ..SIXTEEN_LIGHT
};

/// Sixteen colours on an unknown background: only the terminal's default foreground is legible on both. Borders and
/// bars are not text; their colours are visible on both.
pub(super) const SIXTEEN_ANYWHERE: ThemeColors = ThemeColors {
    text: Color::Reset,
    accent: Color::Reset,
    strong: Color::Reset,
    dim: Color::Reset,
    faint: Color::Reset,
    border: Color::DarkGray,
    amount: Color::Reset,
    quote: Color::Reset,
    good: Color::Reset,
    alert: Color::Reset,
    bar: Color::LightBlue,
    surface: None,
    background: None,
    bold: true,
};

/// Sixteen colours, white on black.
pub(super) const HIGH_SIXTEEN: ThemeColors = ThemeColors {
    text: Color::White,
    accent: Color::LightYellow,
    strong: Color::LightYellow,
    dim: Color::White,
    faint: Color::Gray,
    border: Color::Gray,
    amount: Color::LightCyan,
    quote: Color::White,
    good: Color::LightGreen,
    alert: Color::LightRed,
    bar: Color::LightYellow,
    surface: None,
    background: Some(Color::Black),
    bold: true,
};

/// Sixteen colours, black on white.
pub(super) const HIGH_LIGHT_SIXTEEN: ThemeColors = ThemeColors {
    text: Color::Black,
    accent: Color::Blue,
    strong: Color::Blue,
    dim: Color::Black,
    faint: Color::Black,
    border: Color::DarkGray,
    amount: Color::Magenta,
    quote: Color::Black,
    good: Color::Black,
    alert: Color::Red,
    bar: Color::Blue,
    surface: None,
    background: Some(Color::White),
    bold: false,
};

const fn rgb(hex: u32) -> Color {
    let [_, r, g, b] = hex.to_be_bytes();
    Color::Rgb(r, g, b)
}
