//! Looks: what a role looks like, in one place.

use crate::sheet::Role;
use ratatui::style::{Color, Modifier, Style};

/// The looks of every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    accent: Style,
    plain: Style,
    dim: Style,
    border: Style,
    amount: Style,
    quote: Style,
    good: Style,
    alert: Style,
    selection: Style,
    faint_selection: Style,
    matched: Style,
}

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The sixteen of every terminal.
    Sixteen,
    /// 24 bits.
    True,
}

impl Theme {
    /// For a dark background.
    pub fn dark(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::coloured(
                [Color::Cyan, Color::Reset, Color::Gray, Color::DarkGray, Color::Yellow],
                [Color::Reset, Color::Green, Color::LightRed],
                (Color::Black, Color::Cyan),
                (Color::White, Color::DarkGray),
            ),
            Depth::True => Self::coloured(
                [rgb(0x7f_c8_d8), rgb(0xd9_dc_de), rgb(0x98_9f_a6), rgb(0x4a_51_59), rgb(0xe0_c0_80)],
                [rgb(0xc6_cf_b8), rgb(0x8f_c3_8a), rgb(0xf0_8a_7c)],
                (rgb(0x10_18_1c), rgb(0x7f_c8_d8)),
                (rgb(0xd9_dc_de), rgb(0x32_3a_42)),
            ),
        }
    }

    /// For a light background.
    pub fn light(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::coloured(
                [Color::Blue, Color::Reset, Color::DarkGray, Color::Gray, Color::Magenta],
                [Color::Reset, Color::Green, Color::Red],
                (Color::White, Color::Blue),
                (Color::Black, Color::Gray),
            ),
            Depth::True => Self::coloured(
                [rgb(0x0b_5c_7a), rgb(0x1d_21_26), rgb(0x5a_61_69), rgb(0xb8_be_c4), rgb(0x7a_4b_00)],
                [rgb(0x3c_4a_2c), rgb(0x1f_6b_2a), rgb(0xa8_26_1b)],
                (rgb(0xff_ff_ff), rgb(0x0b_5c_7a)),
                (rgb(0x1d_21_26), rgb(0xd6_de_e4)),
            ),
        }
    }

    /// Without colour: weight, underline and reverse only.
    pub fn mono() -> Self {
        let plain = Style::new();
        Self {
            accent: plain.add_modifier(Modifier::BOLD),
            plain,
            dim: plain.add_modifier(Modifier::DIM),
            border: plain.add_modifier(Modifier::DIM),
            amount: plain.add_modifier(Modifier::BOLD),
            quote: plain.add_modifier(Modifier::ITALIC),
            good: plain,
            alert: plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            selection: plain.add_modifier(Modifier::REVERSED),
            faint_selection: plain.add_modifier(Modifier::BOLD),
            matched: plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        }
    }

    fn coloured(
        [accent, text, dim, border, amount]: [Color; 5],
        [quote, good, alert]: [Color; 3],
        (selected, selection): (Color, Color),
        (faint, faint_selection): (Color, Color),
    ) -> Self {
        let fg = |color| Style::new().fg(color);
        Self {
            accent: fg(accent),
            plain: fg(text),
            dim: fg(dim),
            border: fg(border),
            amount: fg(amount),
            quote: fg(quote).add_modifier(Modifier::ITALIC),
            good: fg(good),
            alert: fg(alert),
            selection: fg(selected).bg(selection),
            faint_selection: fg(faint).bg(faint_selection),
            matched: fg(accent).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        }
    }

    /// A role of a sheet.
    pub fn role(&self, role: Role) -> Style {
        match role {
            Role::Plain => self.plain,
            Role::Title => self.plain.add_modifier(Modifier::BOLD),
            Role::Heading => self.accent.add_modifier(Modifier::BOLD),
            Role::Label | Role::Dim => self.dim,
            Role::Amount => self.amount,
            Role::Quote => self.quote,
            Role::Good => self.good,
            Role::Alert => self.alert,
        }
    }

    /// The frame of a pane.
    pub fn border(&self, focused: bool) -> Style {
        if focused { self.accent } else { self.border }
    }

    /// The title of a pane.
    pub fn title(&self, focused: bool) -> Style {
        if focused { self.accent.add_modifier(Modifier::BOLD) } else { self.dim }
    }

    /// What is selected, in the pane that has the focus or in another.
    pub fn selection(&self, focused: bool) -> Style {
        if focused { self.selection } else { self.faint_selection }
    }

    /// Letters that match a query, words that a quote stands in.
    pub fn matched(&self) -> Style {
        self.matched
    }

    /// A key in a hint.
    pub fn key(&self) -> Style {
        self.accent.add_modifier(Modifier::BOLD)
    }
}

const fn rgb(hex: u32) -> Color {
    let [_, r, g, b] = hex.to_be_bytes();
    Color::Rgb(r, g, b)
}
