//! How the explorer is set up.

use super::keymap::Keymap;
use super::layout::View;
use super::theme::{Background, Depth, Theme};
use crate::config::Look;
use crate::export::CiteStyle;
use crate::model::Lang;

/// How the explorer is set up: by flags, by settings, by the surroundings. Some of it can be changed by keys.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Setup {
    /// The language of texts.
    pub lang: Lang,
    /// The looks.
    pub theme: Theme,
    /// Which looks these are.
    pub look: Look,
    /// Whether they were asked for by a flag, so that those of the last session do not come back.
    pub look_given: bool,
    /// The background of the terminal.
    pub background: Background,
    /// How many colours there are.
    pub depth: Depth,
    /// Whether the line is slow: scroll seldom.
    pub slow: bool,
    /// What to call the base.
    pub name: String,
    /// The keys.
    pub keymap: Keymap,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Whether the hints are shown.
    pub hints: bool,
    /// Whether the settings say so, so that the last session does not.
    pub hints_given: bool,
    /// Whether the last keys are shown with the names of what they do.
    pub show_keys: bool,
    /// Whether there is room around texts, for those who sit far away.
    pub roomy: bool,
    /// How a citation is written.
    pub cite: CiteStyle,
    /// The shares of list, detail and sources.
    pub shares: [u16; 3],
    /// After how many seconds a story goes on by itself.
    pub auto: Option<u64>,
    /// Whether the time that a story takes is shown.
    pub timed: bool,
}

impl Setup {
    /// Whether what is drawn has a light ground: that of the looks, or of the terminal where they leave it alone.
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
