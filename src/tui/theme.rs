//! Looks: what a role looks like, in one place.
//!
//! Whatever is text stands off its ground by 4.5:1 at least (WCAG 2.2, 1.4.3), and nothing is told by colour alone
//! (1.4.1): what must be told apart differs by weight, slant, underline or reversal too. The tests hold both.

mod inks;

use crate::config::Look;
use crate::sheet::Role;
use inks::Inks;
use ratatui::style::{Color, Modifier, Style};

/// The looks of every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ink and ground of a theme that paints the whole screen.
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

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The sixteen of every terminal.
    Sixteen,
    /// 24 bits.
    True,
}

/// The background of a terminal. It is never asked for: over a slow line the answer comes late, or into the prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// It is dark.
    Dark,
    /// It is light.
    Light,
    /// Nothing tells, as over SSH.
    #[default]
    Unknown,
}

impl Theme {
    /// The theme of a look. A look that says nothing of depth or background takes those of the terminal; where nobody
    /// knows the background, it paints one if there are 24 bits, and else has inks that are legible on any.
    pub fn of(look: Look, depth: Depth, background: Background) -> Self {
        match (look, background) {
            (Look::Auto, Background::Dark) => Self::dark(depth),
            (Look::Auto, Background::Light) => Self::light(depth),
            (Look::Auto, Background::Unknown) if depth == Depth::True => Self::dark_painted(depth),
            (Look::Auto | Look::Sixteen, background) => Self::sixteen(background),
            // Who asks for one of these may have another background: theirs is painted.
            (Look::Dark, _) => Self::dark_painted(depth),
            (Look::Light, _) => Self::light_painted(depth),
            (Look::HighContrast, _) => Self::high_contrast(depth),
            (Look::HighContrastLight, _) => Self::high_contrast_light(depth),
            (Look::None, _) => Self::mono(),
        }
    }

    /// For a dark background.
    pub fn dark(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::sixteen(Background::Dark),
            Depth::True => Self::coloured(&inks::DARK),
        }
    }

    /// For a light background.
    pub fn light(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::sixteen(Background::Light),
            Depth::True => Self::coloured(&inks::LIGHT),
        }
    }

    /// With a dark background of its own.
    pub fn dark_painted(depth: Depth) -> Self {
        Self::coloured(match depth {
            Depth::Sixteen => &inks::SIXTEEN_ON_BLACK,
            Depth::True => &inks::DARK_PAINTED,
        })
    }

    /// With a light background of its own.
    pub fn light_painted(depth: Depth) -> Self {
        Self::coloured(match depth {
            Depth::Sixteen => &inks::SIXTEEN_ON_WHITE,
            Depth::True => &inks::LIGHT_PAINTED,
        })
    }

    /// White on black, with 7:1 at least where there are colours enough (WCAG 2.2, 1.4.6).
    pub fn high_contrast(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::coloured(&inks::HIGH_SIXTEEN),
            Depth::True => Self::coloured(&inks::HIGH),
        }
    }

    /// Black on white, with 7:1 at least where there are colours enough.
    pub fn high_contrast_light(depth: Depth) -> Self {
        match depth {
            Depth::Sixteen => Self::coloured(&inks::HIGH_LIGHT_SIXTEEN),
            Depth::True => Self::coloured(&inks::HIGH_LIGHT),
        }
    }

    /// With the terminal's own sixteen colours only.
    pub fn sixteen(background: Background) -> Self {
        Self::coloured(match background {
            Background::Dark => &inks::SIXTEEN_DARK,
            Background::Light => &inks::SIXTEEN_LIGHT,
            Background::Unknown => &inks::SIXTEEN_ANYWHERE,
        })
    }

    /// Without colour: weight, underline and reverse only.
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

    /// What the screen is filled with: the theme's own ink and ground, or its ink on the terminal's background.
    pub fn ground(&self) -> Style {
        self.ground.map_or(self.plain, |(ink, ground)| Style::new().fg(ink).bg(ground))
    }

    /// A role of a sheet.
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

    /// The frame of a pane.
    pub fn border(&self, focused: bool) -> Style {
        if focused { self.accent } else { self.border }
    }

    /// The title of a pane.
    pub fn title(&self, focused: bool) -> Style {
        if focused { self.strong } else { self.dim }
    }

    /// What is selected, in the pane that has the focus or in another. Reversed, the accent is the ground and the
    /// terminal's own background the ink: as legible as the accent is, on a background that nobody knows.
    pub fn selection(&self, focused: bool) -> Style {
        if focused { self.accent.add_modifier(Modifier::REVERSED) } else { self.faint_selection }
    }

    /// Letters that match a query, words that a quote stands in.
    pub fn matched(&self) -> Style {
        self.matched
    }

    /// A key in a hint.
    pub fn key(&self) -> Style {
        self.strong
    }

    /// A warning over the whole width.
    pub fn banner(&self) -> Style {
        self.banner
    }

    /// The strip of a story that says what is shown.
    pub fn caption(&self) -> Style {
        self.caption
    }

    /// What a story points at; it may lie over the faint.
    pub fn spot(&self) -> Style {
        self.strong.add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM)
    }

    /// All that a story does not point at: it steps back, and can still be read.
    pub fn faint(&self) -> Style {
        self.faint
    }

    /// What is no longer as it was: a claim that changed on disk.
    pub fn changed(&self) -> Style {
        self.changed
    }

    /// A cell of the density strip; those of the time in sight stand on a line.
    pub fn strip(&self, visible: bool) -> Style {
        if visible { self.accent.add_modifier(Modifier::UNDERLINED) } else { self.faint }
    }

    /// The bar of an interval.
    pub fn bar(&self) -> Style {
        self.bar
    }

    /// Keys that were pressed, shown to an audience as on a keycap.
    pub fn pressed(&self) -> Style {
        self.title.add_modifier(Modifier::REVERSED)
    }
}

#[cfg(test)]
mod tests;
