//! The options of the explorer.

use super::keymap::Keymap;
use super::layout::View;
use super::theme::{Background, ColorDepth, Theme};
use crate::export::CiteStyle;
use crate::model::Lang;
use crate::ui::settings::ThemeName;

/// Options of the explorer, from flags, settings and the environment. Some can be changed with keys.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct UiOptions {
    /// The language of the base's texts.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// The name of the theme.
    pub theme_name: ThemeName,
    /// Whether a flag chose the theme; the theme of the last session is ignored then.
    pub theme_from_flag: bool,
    /// The background of the terminal.
    pub background: Background,
    /// The number of colours of the terminal.
    pub depth: ColorDepth,
    /// Whether the line is slow: save bandwidth, for example by scrolling in larger steps.
    pub slow: bool,
    /// The name of the base, shown if it has no title.
    pub base_name: String,
    /// The keymap.
    pub keymap: Keymap,
    /// Whether to draw ASCII only.
    pub ascii: bool,
    /// Whether mouse reporting is on.
    pub mouse: bool,
    /// Whether key hints are shown in the footer.
    pub show_hints: bool,
    /// Whether the settings fix `hints`; the value of the last session is ignored then.
    pub hints_from_settings: bool,
    /// Whether to show the last keys with the names of their commands.
    pub show_keys: bool,
    /// Whether texts have large margins, for presenting.
    pub large_margins: bool,
    /// The style of copied citations.
    pub cite: CiteStyle,
    /// Relative sizes of list, Detail and Sources.
    pub shares: [u16; 3],
    /// Seconds after which a story goes to the next step automatically, if it does.
    pub auto_advance: Option<u64>,
    /// Whether the elapsed time of a story is shown.
    pub show_elapsed: bool,
}

impl UiOptions {
    /// Whether the background is light: that of the theme, or that of the terminal if the theme paints none.
    pub fn is_light(&self) -> bool {
        match self.theme_name {
            ThemeName::Light | ThemeName::HighContrastLight => true,
            ThemeName::Dark | ThemeName::HighContrast => false,
            ThemeName::Auto | ThemeName::Ansi16 | ThemeName::NoColor => self.background == Background::Light,
        }
    }
}

impl Default for UiOptions {
    fn default() -> Self {
        Self {
            lang: Lang::english(),
            theme: Theme::dark(ColorDepth::Sixteen),
            theme_name: ThemeName::Auto,
            theme_from_flag: false,
            background: Background::Dark,
            depth: ColorDepth::Sixteen,
            slow: false,
            base_name: String::new(),
            keymap: Keymap::default(),
            ascii: false,
            mouse: false,
            show_hints: true,
            hints_from_settings: false,
            show_keys: false,
            large_margins: false,
            cite: CiteStyle::Plain,
            shares: View::DEFAULT_SHARES,
            auto_advance: None,
            show_elapsed: true,
        }
    }
}
