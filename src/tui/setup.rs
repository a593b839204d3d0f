//! The options of the explorer.

use super::keymap::Keymap;
use super::layout::View;
use super::theme::{Background, Depth, Theme};
use crate::config::Look;
use crate::export::CiteStyle;
use crate::model::Lang;

/// Options of the explorer, from flags, settings and the environment. Some can be changed with keys.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Setup {
    /// The language of the base's texts.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// The name of the theme.
    pub look: Look,
    /// Whether a flag chose the theme; the theme of the last session is ignored then.
    pub look_given: bool,
    /// The background of the terminal.
    pub background: Background,
    /// The number of colours of the terminal.
    pub depth: Depth,
    /// Whether the line is slow: save bandwidth, for example by scrolling in larger steps.
    pub slow: bool,
    /// The name of the base, shown if it has no title.
    pub name: String,
    /// The keymap.
    pub keymap: Keymap,
    /// Whether to draw ASCII only.
    pub ascii: bool,
    /// Whether mouse reporting is on.
    pub mouse: bool,
    /// Whether key hints are shown in the footer.
    pub hints: bool,
    /// Whether the settings fix `hints`; the value of the last session is ignored then.
    pub hints_given: bool,
    /// Whether to show the last keys with the names of their commands.
    pub show_keys: bool,
    /// Whether texts have large margins, for presenting.
    pub roomy: bool,
    /// The style of copied citations.
    pub cite: CiteStyle,
    /// Relative sizes of list, Detail and Sources.
    pub shares: [u16; 3],
    /// Seconds after which a story goes to the next step automatically, if it does.
    pub auto: Option<u64>,
    /// Whether the elapsed time of a story is shown.
    pub timed: bool,
}

impl Setup {
    /// Whether the background is light: that of the theme, or that of the terminal if the theme paints none.
    pub fn is_light(&self) -> bool {
        match self.look {
            Look::Light | Look::HighContrastLight => true,
            Look::Dark | Look::HighContrast => false,
            Look::Auto | Look::Sixteen | Look::None => self.background == Background::Light,
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            lang: Lang::english(),
            theme: Theme::dark(Depth::Sixteen),
            look: Look::Auto,
            look_given: false,
            background: Background::Dark,
            depth: Depth::Sixteen,
            slow: false,
            name: String::new(),
            keymap: Keymap::default(),
            ascii: false,
            mouse: false,
            hints: true,
            hints_given: false,
            show_keys: false,
            roomy: false,
            cite: CiteStyle::Plain,
            shares: View::SHARES,
            auto: None,
            timed: true,
        }
    }
}
