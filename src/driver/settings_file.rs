//! The options of the explorer: command-line options first, then the settings file, then the environment.

use crate::diagnostics::{Diagnostic, SourceFile};
use crate::model::Lang;
use crate::store::read_text;
use crate::term::needs_ascii;
use crate::ui::settings::{Choice, SettingsPatch, SettingsProblem, ThemeName, parse, parse_theme, rules};
use crate::ui::{Background, ColorDepth, Keymap, Theme, UiOptions, View};
use std::io::ErrorKind;
use std::path::PathBuf;

/// Maximum size of the settings file, in bytes.
const MAX_SETTINGS_BYTES: u64 = 128 << 10;

/// The settings file, and the problems found in it.
pub struct SettingsFile {
    patch: SettingsPatch,
    /// The key bindings in effect.
    pub keymap: Keymap,
    /// The name and text of the file.
    pub file: SourceFile,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

/// The options of the command line that concern the explorer. `None` leaves a choice to the settings.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct ExplorerFlags {
    /// The theme.
    pub theme: Option<ThemeName>,
    /// Whether to use the mouse.
    pub mouse: Option<Choice>,
    /// Whether to draw ASCII only.
    pub ascii: bool,
    /// Whether to show the last keys.
    pub show_keys: bool,
    /// Whether to present: high contrast and large margins.
    pub present: bool,
    /// Seconds for each step of a story that plays by itself.
    pub auto: Option<u64>,
    /// Whether to ignore settings, environment and clocks.
    pub demo: bool,
}

/// The path of the settings file: `$XDG_CONFIG_HOME/dossier/config.toml`, else below `~/.config`. A relative path in
/// either variable is ignored (XDG Base Directory Specification 0.8).
pub fn settings_path() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(home.join("dossier").join("config.toml"))
}

impl SettingsFile {
    /// Reads the settings file if it exists. Returns the defaults if `wanted` is false.
    pub fn load(wanted: bool) -> Self {
        let path = settings_path().filter(|_| wanted);
        let read_file = path.as_ref().map(|path| read_text(path, MAX_SETTINGS_BYTES));
        let name = path.map(|path| path.display().to_string()).unwrap_or_default();
        let (text, read_problem) = match read_file {
            Some(Ok(text)) => (text, None),
            // `HOME` may not be a folder; that of many service accounts is not.
            Some(Err(error)) if ![ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&error.kind()) => (
                String::new(),
                Some(SettingsProblem::new(&rules::UNREADABLE, 0..0, format!("the settings cannot be read: {error}"))),
            ),
            Some(Err(_)) | None => (String::new(), None),
        };
        let file = SourceFile { name, text };
        let (config, mut faults) = parse(&file.text);
        faults.extend(read_problem);
        let (keymap, key_problems) = Keymap::with_bindings(&config.keys);
        faults.extend(key_problems);
        faults.sort_by_key(|problem| problem.span.start);
        let problems = faults.into_iter().map(|problem| problem.locate(&file)).collect();
        Self { patch: config, keymap, file, problems }
    }

    /// A summary of the problems for the footer: the place, the first message, the help, and how many more there are.
    pub fn problem_summary(&self) -> Option<String> {
        let first = self.problems.first()?;
        let help = first.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        let more = match self.problems.len() {
            1 => String::new(),
            n => format!(", and {} more", n - 1),
        };
        let at = format!("config.toml:{}:{}", first.location.line, first.location.column);
        Some(format!("{at}: {}{help}{more} (`dossier config`)", first.message))
    }

    /// The options for exploring a base. `name` is shown if the base has no title.
    pub fn ui_options(&self, flags: &ExplorerFlags, lang: Lang, name: String) -> UiOptions {
        let config = &self.patch;
        // A demo ignores the environment, except for the number of colours.
        let ignored_in_demo = ["NO_COLOR", "COLORFGBG", "LC_ALL", "LC_CTYPE", "LANG", "DOSSIER_THEME"];
        let env_var = |name: &str| {
            let value = std::env::var(name).ok().filter(|value| !value.is_empty());
            value.filter(|_| !(flags.demo && ignored_in_demo.contains(&name)))
        };
        let deep = env_var("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
        let depth = if deep { ColorDepth::TrueColor } else { ColorDepth::Sixteen };
        let slow = env_var("SSH_CONNECTION").or(env_var("SSH_TTY")).is_some();
        let presentation_theme = flags.present.then_some(ThemeName::HighContrastLight);
        let named = env_var("DOSSIER_THEME").and_then(|name| parse_theme(&name).ok());
        let requested_theme = flags.theme.or(presentation_theme).or(named).or(config.theme).unwrap_or(ThemeName::Auto);
        // The theme interprets NO_COLOR: no colours, but bold, underline and reverse stay.
        let colourless = env_var("NO_COLOR").is_some() || env_var("TERM").is_some_and(|term| term.starts_with("vt"));
        let theme_name =
            if requested_theme == ThemeName::Auto && colourless { ThemeName::NoColor } else { requested_theme };
        let background = detect_background(env_var("COLORFGBG").as_deref(), env_var("TERM").as_deref());
        let resolve_choice = |choice: Option<Choice>, auto: bool| match choice {
            Some(Choice::Always) => true,
            Some(Choice::Never) => false,
            Some(Choice::Auto) | None => auto,
        };
        let mut shares = View::DEFAULT_SHARES;
        shares.iter_mut().zip(config.shares).for_each(|(share, set)| *share = set.unwrap_or(*share));
        UiOptions {
            lang,
            theme: Theme::resolve(theme_name, depth, background),
            theme_name,
            theme_from_flag: requested_theme != ThemeName::Auto || colourless,
            depth,
            background,
            slow,
            base_name: name,
            keymap: self.keymap.clone(),
            ascii: flags.ascii || resolve_choice(config.ascii, needs_ascii(env_var)),
            // With mouse reporting on, GNU screen holds Esc back until the next key.
            mouse: resolve_choice(flags.mouse.or(config.mouse), !slow && !flags.demo && env_var("STY").is_none()),
            show_hints: config.hints.unwrap_or(true),
            hints_from_settings: config.hints.is_some(),
            show_keys: flags.show_keys,
            large_margins: flags.present,
            cite: config.cite.unwrap_or(crate::export::CiteStyle::Plain),
            shares,
            auto_advance: flags.auto,
            show_elapsed: !flags.demo && !slow,
        }
    }
}

/// The background from `COLORFGBG` (`foreground;background`; of the sixteen colours, 7 and 9 to 15 are light). The
/// Linux console is black.
fn detect_background(colours: Option<&str>, term: Option<&str>) -> Background {
    match colours.and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok()) {
        Some(7 | 9..=15) => Background::Light,
        Some(0..=6 | 8) => Background::Dark,
        _ if term == Some("linux") => Background::Dark,
        _ => Background::Unknown,
    }
}

/// The default settings, without the key bindings.
pub const DEFAULT_SETTINGS: &str = "\
# Settings of dossier. Each line is as it is by default; leave out what you do not change.

# auto, dark, light, high-contrast, high-contrast-light, 16, none
theme = \"auto\"
# Whether only ASCII is drawn: auto (where the locale is not UTF-8), always, never
ascii = \"auto\"
# Whether the mouse is used: auto (not over SSH or in GNU screen), always, never
mouse = \"auto\"
# Whether the footer shows keys
hints = true
# How `y` writes a citation: plain, md, bibtex
cite = \"plain\"

# The shares of the panes, each 10 to 80
[layout]
list = 40
detail = 33
sources = 27
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::DEFAULT_KEYMAP;

    #[test]
    fn default_settings_parse_without_problems() {
        let (config, faults) = parse(&format!("{DEFAULT_SETTINGS}\n{DEFAULT_KEYMAP}"));
        assert_eq!(faults, []);
        assert_eq!((config.theme, config.hints), (Some(ThemeName::Auto), Some(true)));
        assert_eq!(config.shares, View::DEFAULT_SHARES.map(Some));
        assert_eq!(Keymap::with_bindings(&config.keys).1, []);
    }

    #[test]
    fn detects_background_from_environment() {
        for light in ["0;15", "0;default;7"] {
            assert_eq!(detect_background(Some(light), None), Background::Light);
        }
        assert_eq!(detect_background(Some("15;0"), None), Background::Dark);
        assert_eq!(detect_background(None, Some("linux")), Background::Dark);
        for unknown in [None, Some("x"), Some("15;default"), Some("0;99")] {
            assert_eq!(detect_background(unknown, Some("xterm-256color")), Background::Unknown);
        }
    }
}
