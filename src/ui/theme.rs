//! Themes: the style of every role, in one place.
//!
//! All text has a contrast of at least 4.5:1 with its background (WCAG 2.2, 1.4.3), and colour is never the only
//! difference (1.4.1): styles that must be distinguishable also differ in weight, slant, underline or reversal. The
//! tests check both.

mod colors;

use crate::present::TextRole;
use crate::ui::settings::ThemeName;
use colors::ThemeColors;
use ratatui::style::{Color, Modifier, Style};

/// The styles of every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Foreground and background of a theme that paints the whole screen.
    painted: Option<(Color, Color)>,
    plain: Style,
    title: Style,
    accent: Style,
    strong: Style,
    dim: Style,
    faint: Style,
    border: Style,
    amount: Style,
    quote: Style,
    good: Style,
    alert: Style,
    banner: Style,
    caption: Style,
    changed: Style,
    bar: Style,
    matched: Style,
    unfocused_selection: Style,
}

/// The number of colours of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorDepth {
    /// The sixteen standard colours.
    Sixteen,
    /// 24-bit colour.
    TrueColor,
}

/// The background of a terminal. The terminal is never queried: over a slow line the reply comes late, or ends up in
/// the prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// It is dark.
    Dark,
    /// It is light.
    Light,
    /// Unknown, as over SSH.
    #[default]
    Unknown,
}

impl Theme {
    /// Resolves the name of a theme. `Auto` follows the depth and background of the terminal. If the background is
    /// unknown, `Auto` paints a dark one with 24-bit colour; with sixteen colours it only uses colours that are
    /// legible on any background.
    pub fn resolve(look: ThemeName, depth: ColorDepth, background: Background) -> Self {
        match (look, background) {
            (ThemeName::Auto, Background::Dark) => Self::dark(depth),
            (ThemeName::Auto, Background::Light) => Self::light(depth),
            (ThemeName::Auto, Background::Unknown) if depth == ColorDepth::TrueColor => Self::dark_painted(depth),
            (ThemeName::Auto | ThemeName::Ansi16, background) => Self::sixteen(background),
            // The terminal may have another background, so these paint their own.
            (ThemeName::Dark, _) => Self::dark_painted(depth),
            (ThemeName::Light, _) => Self::light_painted(depth),
            (ThemeName::HighContrast, _) => Self::high_contrast(depth),
            (ThemeName::HighContrastLight, _) => Self::high_contrast_light(depth),
            (ThemeName::NoColor, _) => Self::mono(),
        }
    }

    /// Colours for the terminal's own dark background.
    pub fn dark(depth: ColorDepth) -> Self {
        match depth {
            ColorDepth::Sixteen => Self::sixteen(Background::Dark),
            ColorDepth::TrueColor => Self::from_colors(&colors::DARK),
        }
    }

    /// Colours for the terminal's own light background.
    pub fn light(depth: ColorDepth) -> Self {
        match depth {
            ColorDepth::Sixteen => Self::sixteen(Background::Light),
            ColorDepth::TrueColor => Self::from_colors(&colors::LIGHT),
        }
    }

    /// Paints a dark background of its own.
    pub fn dark_painted(depth: ColorDepth) -> Self {
        Self::from_colors(match depth {
            ColorDepth::Sixteen => &colors::SIXTEEN_ON_BLACK,
            ColorDepth::TrueColor => &colors::DARK_PAINTED,
        })
    }

    /// Paints a light background of its own.
    pub fn light_painted(depth: ColorDepth) -> Self {
        Self::from_colors(match depth {
            ColorDepth::Sixteen => &colors::SIXTEEN_ON_WHITE,
            ColorDepth::TrueColor => &colors::LIGHT_PAINTED,
        })
    }

    /// White on black, with a contrast of at least 7:1 in 24-bit colour (WCAG 2.2, 1.4.6).
    pub fn high_contrast(depth: ColorDepth) -> Self {
        match depth {
            ColorDepth::Sixteen => Self::from_colors(&colors::HIGH_SIXTEEN),
            ColorDepth::TrueColor => Self::from_colors(&colors::HIGH),
        }
    }

    /// Black on white, with a contrast of at least 7:1 in 24-bit colour.
    pub fn high_contrast_light(depth: ColorDepth) -> Self {
        match depth {
            ColorDepth::Sixteen => Self::from_colors(&colors::HIGH_LIGHT_SIXTEEN),
            ColorDepth::TrueColor => Self::from_colors(&colors::HIGH_LIGHT),
        }
    }

    /// Uses only the terminal's sixteen colours.
    pub fn sixteen(background: Background) -> Self {
        Self::from_colors(match background {
            Background::Dark => &colors::SIXTEEN_DARK,
            Background::Light => &colors::SIXTEEN_LIGHT,
            Background::Unknown => &colors::SIXTEEN_ANYWHERE,
        })
    }

    /// Uses no colour: only weight, slant, underline and reversal.
    pub fn mono() -> Self {
        let plain = Style::new();
        let (bold, dim) = (plain.add_modifier(Modifier::BOLD), plain.add_modifier(Modifier::DIM));
        Self {
            painted: None,
            plain,
            title: bold,
            accent: bold,
            strong: bold,
            dim,
            faint: dim,
            border: dim,
            amount: bold,
            quote: plain.add_modifier(Modifier::ITALIC),
            good: plain,
            alert: bold.add_modifier(Modifier::UNDERLINED),
            banner: bold.add_modifier(Modifier::REVERSED),
            caption: bold,
            changed: plain.add_modifier(Modifier::UNDERLINED),
            bar: bold,
            matched: bold.add_modifier(Modifier::UNDERLINED),
            unfocused_selection: bold,
        }
    }

    fn from_colors(inks: &ThemeColors) -> Self {
        let fg = |color| Style::new().fg(color);
        let plain = fg(inks.text);
        let (title, strong) = (inks.emphasized(inks.text), inks.emphasized(inks.strong));
        let bold = if inks.bold { Modifier::BOLD } else { Modifier::empty() };
        Self {
            painted: inks.background.map(|ground| (inks.text, ground)),
            plain,
            title,
            accent: fg(inks.accent),
            strong,
            dim: fg(inks.dim),
            faint: fg(inks.faint),
            border: fg(inks.border),
            amount: fg(inks.amount),
            quote: fg(inks.quote).add_modifier(Modifier::ITALIC),
            good: fg(inks.good),
            alert: inks.emphasized(inks.alert),
            banner: fg(inks.alert).add_modifier(Modifier::REVERSED | bold),
            caption: inks.surface.map_or(title, |surface| plain.bg(surface)),
            changed: fg(inks.amount).add_modifier(Modifier::UNDERLINED),
            bar: fg(inks.bar),
            matched: fg(inks.accent).add_modifier(Modifier::UNDERLINED | bold),
            unfocused_selection: inks.surface.map_or(strong, |surface| title.bg(surface)),
        }
    }

    /// The style that fills the screen: the theme's own colours, or its foreground on the terminal's background.
    pub fn base(&self) -> Style {
        self.painted.map_or(self.plain, |(ink, ground)| Style::new().fg(ink).bg(ground))
    }

    /// The style of a text role.
    pub fn role(&self, role: TextRole) -> Style {
        match role {
            TextRole::Plain => self.plain,
            TextRole::Title => self.title,
            TextRole::Heading => self.strong,
            TextRole::Label | TextRole::Dim => self.dim,
            TextRole::Amount => self.amount,
            TextRole::Quote => self.quote,
            TextRole::Good => self.good,
            TextRole::Alert => self.alert,
        }
    }

    /// The border of a pane.
    pub fn border(&self, focused: bool) -> Style {
        if focused { self.accent } else { self.border }
    }

    /// The title of a pane.
    pub fn title(&self, focused: bool) -> Style {
        if focused { self.strong } else { self.dim }
    }

    /// The selection, in the focused pane or in another. Reversal makes the accent the background and the terminal's
    /// background the foreground, so the contrast equals that of the accent, whatever the background is.
    pub fn selection(&self, focused: bool) -> Style {
        if focused { self.accent.add_modifier(Modifier::REVERSED) } else { self.unfocused_selection }
    }

    /// Text that matches a query.
    pub fn matched(&self) -> Style {
        self.matched
    }

    /// A key in a hint.
    pub fn key(&self) -> Style {
        self.strong
    }

    /// The warning banner.
    pub fn banner(&self) -> Style {
        self.banner
    }

    /// The caption of a story.
    pub fn caption(&self) -> Style {
        self.caption
    }

    /// An item highlighted by a story; it may be drawn over faded text.
    pub fn highlight(&self) -> Style {
        self.strong.add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM)
    }

    /// Everything that a story does not highlight: faded, but legible.
    pub fn faint(&self) -> Style {
        self.faint
    }

    /// An item that changed in the last reload.
    pub fn changed(&self) -> Style {
        self.changed
    }

    /// A cell of the density histogram; the visible part of the timeline is underlined.
    pub fn density(&self, visible: bool) -> Style {
        if visible { self.accent.add_modifier(Modifier::UNDERLINED) } else { self.faint }
    }

    /// The bar of an interval.
    pub fn bar(&self) -> Style {
        self.bar
    }

    /// Pressed keys, shown to an audience like keycaps.
    pub fn pressed(&self) -> Style {
        self.title.add_modifier(Modifier::REVERSED)
    }
}

#[cfg(test)]
mod tests;
