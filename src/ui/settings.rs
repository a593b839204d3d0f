//! The user's settings from `config.toml`. Every problem is reported with line and column. Invalid settings are
//! ignored and the others apply, so that the program always starts.

use crate::diagnostics::{Diagnostic, Location, Rule, SourceFile, declare_rules};

use crate::export::CiteStyle;
use crate::model::parse_keyword;
use crate::model::{FileIx, Keyword};
use crate::text::position_after;
use crate::text::suggest;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

keyword_enum! {
    /// The theme of the explorer.
    pub enum ThemeName {
        /// Dark or light, as the environment suggests.
        Auto = "auto",
        /// For a dark background.
        Dark = "dark",
        /// For a light background.
        Light = "light",
        /// Maximum contrast, white on black.
        HighContrast = "high-contrast",
        /// Maximum contrast, black on white.
        HighContrastLight = "high-contrast-light",
        /// The terminal's own 16 colours.
        Ansi16 = "16",
        /// No colour: bold, underline and reverse video only.
        NoColor = "none",
    }
}

keyword_enum! {
    /// When to use a feature.
    pub enum Choice {
        /// If the environment suggests it.
        Auto = "auto",
        /// Always.
        Always = "always",
        /// Never.
        Never = "never",
    }
}

/// The settings that the user has set; `None` or empty for the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsPatch {
    /// The theme.
    pub theme: Option<ThemeName>,
    /// Whether to draw only ASCII characters.
    pub ascii: Option<Choice>,
    /// Whether to use the mouse.
    pub mouse: Option<Choice>,
    /// Whether to show the key hints.
    pub hints: Option<bool>,
    /// Citation style of the copy command (`y`).
    pub cite: Option<CiteStyle>,
    /// Relative sizes of list, detail and sources, each 10 to 80.
    pub shares: [Option<u16>; 3],
    /// The key bindings, in the order of the file.
    pub keys: Vec<Binding>,
}

/// The keys that the user binds to an action. They replace its default keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The name of the action, and its byte range in the file.
    pub action: (String, Range<usize>),
    /// The keys, each with its byte range in the file.
    pub keys: Vec<(String, Range<usize>)>,
}

/// A problem in the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsProblem {
    /// The rule that is violated.
    pub rule: &'static Rule,
    /// Its byte range in the file.
    pub span: Range<usize>,
    /// The message.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

declare_rules! {
    UNREADABLE "CF001" "unreadable" Error "The settings can be read.";
    SYNTAX "CF101" "syntax" Error "The settings are TOML 1.1.";
    UNKNOWN_SETTING "CF102" "unknown-setting" Warning "A setting has a name that is known.";
    WRONG_VALUE "CF103" "wrong-value" Warning "A setting has one of the values that it can have.";
    UNKNOWN_ACTION "CF201" "unknown-action" Warning "Keys are given to actions that exist.";
    UNREADABLE_KEY "CF202" "unreadable-key" Warning "A key is a character, ^x or the name of a key.";
    TAKEN_KEY "CF203" "taken-key" Warning "A key has one meaning.";
    TERMINAL_KEY "CF204" "terminal-key" Warning "Keys that terminals take for themselves are not used.";
}

impl SettingsProblem {
    /// Creates a problem without help.
    pub fn new(rule: &'static Rule, at: Range<usize>, message: impl Into<String>) -> Self {
        Self { rule, span: at, message: message.into(), help: None }
    }

    /// Adds the help text, which says what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Converts the problem to a diagnostic with line and column. `file` is the settings file it was found in.
    pub fn locate(self, file: &SourceFile) -> Diagnostic {
        let text = &file.text;
        let floor_char_boundary =
            |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let (start, end) =
            (floor_char_boundary(self.span.start), floor_char_boundary(self.span.end.max(self.span.start)));
        let (line, column) = position_after(&text[..start]);
        let first_line = text[start..end].lines().next().unwrap_or_default();
        let at = Location { file: FileIx(0), line, column, width: first_line.chars().count().max(1) };
        Diagnostic {
            rule: self.rule,
            subject: None,
            location: at,
            message: self.message,
            help: self.help,
            related: Vec::new(),
        }
    }
}

/// Parses the settings. Returns the valid ones, and the problems in file order.
pub fn parse(text: &str) -> (SettingsPatch, Vec<SettingsProblem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = SettingsReader { problems: Vec::new() };
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        reader.problems.push(SettingsProblem::new(&rules::SYNTAX, at, error.message().replace('\n', " ")));
    }
    let config = reader.read_table(table.get_ref());
    reader.problems.sort_by_key(|problem| problem.span.start);
    (config, reader.problems)
}

/// Names of the top-level settings.
const SETTING_NAMES: [&str; 7] = ["theme", "ascii", "mouse", "hints", "cite", "layout", "keys"];
/// Keys of `[layout]`, in the order of [`SettingsPatch::shares`].
const LAYOUT_KEYS: [&str; 3] = ["list", "detail", "sources"];

struct SettingsReader {
    problems: Vec<SettingsProblem>,
}

impl SettingsReader {
    fn read_table(&mut self, table: &DeTable<'_>) -> SettingsPatch {
        let mut config = SettingsPatch::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "theme" => config.theme = self.read_keyword(value),
                "ascii" => config.ascii = self.read_keyword(value),
                "mouse" => config.mouse = self.read_keyword(value),
                "cite" => config.cite = self.read_keyword(value),
                "hints" => {
                    config.hints = value.get_ref().as_bool();
                    if config.hints.is_none() {
                        self.report_wrong_value(value, "true or false");
                    }
                }
                "layout" => self.read_layout(value, &mut config.shares),
                "keys" => config.keys = self.read_keys(value),
                other => self.report_unknown_setting(other, key.span(), &SETTING_NAMES),
            }
        }
        config
    }

    /// Reads one of the keywords of `T`.
    fn read_keyword<T: Keyword>(&mut self, value: &Spanned<DeValue<'_>>) -> Option<T> {
        let written = value.get_ref().as_str();
        let found = T::VALUES.iter().copied().find(|one| Some(one.as_keyword()) == written);
        if found.is_none() {
            let words: Vec<_> = T::VALUES.iter().map(|one| format!("\"{}\"", one.as_keyword())).collect();
            self.report_wrong_value(value, &words.join(", "));
        }
        found
    }

    fn read_layout(&mut self, value: &Spanned<DeValue<'_>>, shares: &mut [Option<u16>; 3]) {
        let Some(table) = value.get_ref().as_table() else {
            self.report_wrong_value(value, "a table: [layout]");
            return;
        };
        for (key, value) in table {
            let Some(at) = LAYOUT_KEYS.iter().position(|name| *name == key.get_ref().as_ref()) else {
                self.report_unknown_setting(key.get_ref(), key.span(), &LAYOUT_KEYS);
                continue;
            };
            let number = value.get_ref().as_integer().and_then(|n| n.as_str().parse().ok());
            shares[at] = number.filter(|n| (10..=80).contains(n));
            if shares[at].is_none() {
                self.report_wrong_value(value, "a share from 10 to 80");
            }
        }
    }

    fn read_keys(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Binding> {
        let Some(table) = value.get_ref().as_table() else {
            self.report_wrong_value(value, "a table: [keys]");
            return Vec::new();
        };
        let bindings = table.iter().map(|(name, value)| {
            let mut keys = Vec::new();
            // A single key need not be in a list.
            let single_key = std::slice::from_ref(value);
            for key in value.get_ref().as_array().map_or(single_key, |list| list.as_ref()) {
                match key.get_ref().as_str() {
                    Some(text) => keys.push((text.to_owned(), key.span())),
                    None => self.report_wrong_value(key, "a key in quotes, such as \"j\" or \"^d\""),
                }
            }
            Binding { action: (name.get_ref().to_string(), name.span()), keys }
        });
        let mut bindings: Vec<_> = bindings.collect();
        bindings.sort_by_key(|binding| binding.action.1.start);
        bindings
    }

    fn report_wrong_value(&mut self, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let problem = SettingsProblem::new(&rules::WRONG_VALUE, value.span(), "this value is none that it can have");
        self.problems.push(problem.with_help(format!("write {wanted}")));
    }

    fn report_unknown_setting(&mut self, name: &str, at: Range<usize>, known: &[&str]) {
        let problem = SettingsProblem::new(
            &rules::UNKNOWN_SETTING,
            at,
            format!("there is no setting `{}`", crate::model::sanitize(name)),
        );
        let help = match suggest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.join(", ")),
        };
        self.problems.push(problem.with_help(help));
    }
}

/// Parses the name of a theme. `mono` is an older name of `none`.
///
/// # Errors
/// If there is no such theme.
pub fn parse_theme(written: &str) -> Result<ThemeName, String> {
    if written == "mono" { Ok(ThemeName::NoColor) } else { parse_keyword(written) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_all_settings() {
        let text = "theme = \"light\"\nascii = 'never'\nhints = false\ncite = \"bibtex\"\nmouse = \"always\"\n\
                    [layout]\nlist = 50\n[keys]\ndown = [\"j\", \"e\"]\nup = \"k\"\n";
        let (config, faults) = parse(text);
        assert_eq!(faults, []);
        assert_eq!(
            (config.theme, config.ascii, config.hints),
            (Some(ThemeName::Light), Some(Choice::Never), Some(false))
        );
        assert_eq!((config.cite, config.mouse), (Some(CiteStyle::Bibtex), Some(Choice::Always)));
        assert_eq!(config.shares, [Some(50), None, None]);
        let keys: Vec<_> = config.keys.iter().map(|b| (b.action.0.as_str(), b.keys.len())).collect();
        assert_eq!(keys, [("down", 2), ("up", 1)]);
    }

    #[test]
    fn reports_position_and_keeps_valid_settings() {
        let text = "theem = \"dark\"\nhints = 3\ntheme = \"none\"\n[layout]\nlist = 5\n[keys]\ndown = [7]\n";
        let (config, faults) = parse(text);
        assert_eq!(config.theme, Some(ThemeName::NoColor));
        let file = SourceFile { name: "config.toml".into(), text: text.into() };
        let found: Vec<_> = faults.into_iter().map(|problem| problem.locate(&file)).collect();
        let places: Vec<_> = found.iter().map(|d| (d.rule.id, d.location.line, d.location.column)).collect();
        assert_eq!(places, [("CF102", 1, 1), ("CF103", 2, 9), ("CF103", 5, 8), ("CF103", 7, 9)]);
        assert_eq!(found[0].help.as_deref(), Some("did you mean `theme`?"));
    }

    #[test]
    fn keeps_valid_settings_of_broken_toml() {
        let (config, faults) = parse("theme = \"light\"\nascii = \n");
        assert_eq!(config.theme, Some(ThemeName::Light));
        assert_eq!(faults[0].rule.id, "CF101");
    }

    proptest! {
        #[test]
        fn never_panics(text in "[a-z\\[\\]=\"'\\n #{}.0-9é,]{0,80}") {
            let file = SourceFile { name: "config.toml".into(), text: text.clone() };
            for fault in parse(&text).1 {
                let found = fault.locate(&file);
                prop_assert!(found.location.line >= 1 && found.location.column >= 1);
            }
        }
    }
}
