//! Themes: the style of every role, in one place.
//!
//! All text has a contrast of at least 4.5:1 with its background (WCAG 2.2, 1.4.3), and colour is never the only
//! difference (1.4.1): styles that must be distinguishable also differ in weight, slant, underline or reversal. The
//! tests check both.

mod inks;

use crate::config::Look;
use crate::sheet::Role;
use inks::Inks;
use ratatui::style::{Color, Modifier, Style};

/// The styles of every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Foreground and background of a theme that paints the whole screen.
    ground: Option<(Color, Color)>,
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
    faint_selection: Style,
}

/// The number of colours of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The sixteen standard colours.
    Sixteen,
    /// 24-bit colour.
    True,
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
    pub fn of(look: Look, depth: Depth, background: Background) -> Self {
        match (look, background) {
            (Look::Auto, Background::Dark) => Self::dark(depth),
            (Look::Auto, Background::Light) => Self::light(depth),
            (Look::Auto, Background::Unknown) if depth == Depth::True => Self::dark_painted(depth),
            (Look::Auto | Look::Sixteen, background) => Self::sixteen(background),
            // The terminal may have another background, so these paint their own.
            (Look::Dark, _) => Self::dark_painted(depth),
            (Look::Light, _) => Self::light_painted(depth),
            (Look::HighContrast, _) => Self::high_contrast(depth),
            (Look::HighContrastLight, _) => Self::high_contrast_light(depth),
            (Look::None, _) => Self::mono(),
        }
    }

    /// Colours for the terminal's own dark background.
    pub fn dark(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::sixteen(Background::Dark),
            Depth::True => Self::coloured(&inks::DARK),
        }
    }

    /// Colours for the terminal's own light background.
    pub fn light(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::sixteen(Background::Light),
            Depth::True => Self::coloured(&inks::LIGHT),
        }
    }

    /// Paints a dark background of its own.
    pub fn dark_painted(depth: Depth) -> Self {
        Self::coloured(match depth {
            Depth::Sixteen => &inks::SIXTEEN_ON_BLACK,
            Depth::True => &inks::DARK_PAINTED,
        })
    }

    /// Paints a light background of its own.
    pub fn light_painted(depth: Depth) -> Self {
        Self::coloured(match depth {
            Depth::Sixteen => &inks::SIXTEEN_ON_WHITE,
            Depth::True => &inks::LIGHT_PAINTED,
        })
    }

    /// White on black, with a contrast of at least 7:1 in 24-bit colour (WCAG 2.2, 1.4.6).
    pub fn high_contrast(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::coloured(&inks::HIGH_SIXTEEN),
            Depth::True => Self::coloured(&inks::HIGH),
        }
    }

    /// Black on white, with a contrast of at least 7:1 in 24-bit colour.
    pub fn high_contrast_light(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::coloured(&inks::HIGH_LIGHT_SIXTEEN),
            Depth::True => Self::coloured(&inks::HIGH_LIGHT),
        }
    }

    /// Uses only the terminal's sixteen colours.
    pub fn sixteen(background: Background) -> Self {
        Self::coloured(match background {
            Background::Dark => &inks::SIXTEEN_DARK,
            Background::Light => &inks::SIXTEEN_LIGHT,
            Background::Unknown => &inks::SIXTEEN_ANYWHERE,
        })
    }

    /// Uses no colour: only weight, slant, underline and reversal.
    pub fn mono() -> Self {
        let plain = Style::new();
        let (bold, dim) = (plain.add_modifier(Modifier::BOLD), plain.add_modifier(Modifier::DIM));
        Self {
            ground: None,
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
            faint_selection: bold,
        }
    }

    fn coloured(inks: &Inks) -> Self {
        let fg = |color| Style::new().fg(color);
        let plain = fg(inks.text);
        let (title, strong) = (inks.weighted(inks.text), inks.weighted(inks.strong));
        let bold = if inks.bold { Modifier::BOLD } else { Modifier::empty() };
        Self {
            ground: inks.ground.map(|ground| (inks.text, ground)),
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
            alert: inks.weighted(inks.alert),
            banner: fg(inks.alert).add_modifier(Modifier::REVERSED | bold),
            caption: inks.surface.map_or(title, |surface| plain.bg(surface)),
            changed: fg(inks.amount).add_modifier(Modifier::UNDERLINED),
            bar: fg(inks.bar),
            matched: fg(inks.accent).add_modifier(Modifier::UNDERLINED | bold),
            faint_selection: inks.surface.map_or(strong, |surface| title.bg(surface)),
        }
    }

    /// The style that fills the screen: the theme's own colours, or its foreground on the terminal's background.
    pub fn ground(&self) -> Style {
        self.ground.map_or(self.plain, |(ink, ground)| Style::new().fg(ink).bg(ground))
    }

    /// The style of a text role.
    pub fn role(&self, role: Role) -> Style {
        match role {
            Role::Plain => self.plain,
            Role::Title => self.title,
            Role::Heading => self.strong,
            Role::Label | Role::Dim => self.dim,
            Role::Amount => self.amount,
            Role::Quote => self.quote,
            Role::Good => self.good,
            Role::Alert => self.alert,
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
        if focused { self.accent.add_modifier(Modifier::REVERSED) } else { self.faint_selection }
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
    pub fn spot(&self) -> Style {
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
    pub fn strip(&self, visible: bool) -> Style {
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
