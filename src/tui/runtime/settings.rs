//! The options of the explorer: command-line options first, then the settings file, then the environment.

use super::super::command::{COMMANDS, Group};
use super::super::keymap::{DEFAULT, Keymap};
use super::super::layout::View;
use super::super::setup::Setup;
use super::super::theme::{Background, Depth, Theme};
use crate::cli::{Args, CliError, Exit, Out, look, needs_ascii};
use crate::config::{Choice, Config, Fault, Look, UNREADABLE, read};
use crate::diagnostic::{Diagnostic, SourceFile, render_short};
use crate::model::Lang;
use crate::sheet::Role;
use crate::store::read_text;
use std::io::ErrorKind;
use std::path::PathBuf;

/// Maximum size of the settings file, in bytes.
const LARGEST: u64 = 128 << 10;

/// The settings file, and the problems found in it.
pub(super) struct Settings {
    config: Config,
    keymap: Keymap,
    file: SourceFile,
    faults: Vec<Diagnostic>,
}

/// The path of the settings file: `$XDG_CONFIG_HOME/dossier/config.toml`, else below `~/.config`. A relative path in
/// either variable is ignored (XDG Base Directory Specification 0.8).
fn path() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(home.join("dossier").join("config.toml"))
}

impl Settings {
    /// Reads the settings file if it exists. Returns the defaults if `wanted` is false.
    pub(super) fn read(wanted: bool) -> Self {
        let path = path().filter(|_| wanted);
        let read_file = path.as_ref().map(|path| read_text(path, LARGEST));
        let name = path.map(|path| path.display().to_string()).unwrap_or_default();
        let (text, unread) = match read_file {
            Some(Ok(text)) => (text, None),
            // `HOME` may not be a folder; that of many service accounts is not.
            Some(Err(error)) if ![ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&error.kind()) => {
                (String::new(), Some(Fault::new(&UNREADABLE, 0..0, format!("the settings cannot be read: {error}"))))
            }
            Some(Err(_)) | None => (String::new(), None),
        };
        let file = SourceFile { name, text };
        let (config, mut faults) = read(&file.text);
        faults.extend(unread);
        let (keymap, of_keys) = Keymap::with(&config.keys);
        faults.extend(of_keys);
        faults.sort_by_key(|fault| fault.at.start);
        let faults = faults.into_iter().map(|fault| fault.locate(&file)).collect();
        Self { config, keymap, file, faults }
    }

    /// A summary of the problems for the footer: the place, the first message, the help, and how many more there are.
    pub(super) fn notice(&self) -> Option<String> {
        let first = self.faults.first()?;
        let help = first.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        let more = match self.faults.len() {
            1 => String::new(),
            n => format!(", and {} more", n - 1),
        };
        let at = format!("config.toml:{}:{}", first.location.line, first.location.column);
        Some(format!("{at}: {}{help}{more} (`dossier config`)", first.message))
    }

    /// The options for exploring a base. `name` is shown if the base has no title.
    pub(super) fn setup(&self, args: &Args, lang: Lang, name: String) -> Setup {
        let (config, flags) = (&self.config, &args.explorer);
        // A demo ignores the environment, except for the number of colours.
        let neutral = ["NO_COLOR", "COLORFGBG", "LC_ALL", "LC_CTYPE", "LANG", "DOSSIER_THEME"];
        let set = |name: &str| {
            let value = std::env::var(name).ok().filter(|value| !value.is_empty());
            value.filter(|_| !(flags.demo && neutral.contains(&name)))
        };
        let deep = set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
        let depth = if deep { Depth::True } else { Depth::Sixteen };
        let slow = set("SSH_CONNECTION").or(set("SSH_TTY")).is_some();
        let presented = flags.present.then_some(Look::HighContrastLight);
        let named = set("DOSSIER_THEME").and_then(|name| look(&name).ok());
        let asked = flags.theme.or(presented).or(named).or(config.look).unwrap_or(Look::Auto);
        // The theme interprets NO_COLOR: no colours, but bold, underline and reverse stay.
        let colourless = set("NO_COLOR").is_some() || set("TERM").is_some_and(|term| term.starts_with("vt"));
        let look = if asked == Look::Auto && colourless { Look::None } else { asked };
        let background = background(set("COLORFGBG").as_deref(), set("TERM").as_deref());
        let yes = |choice: Option<Choice>, auto: bool| match choice {
            Some(Choice::Always) => true,
            Some(Choice::Never) => false,
            Some(Choice::Auto) | None => auto,
        };
        let mut shares = View::SHARES;
        shares.iter_mut().zip(config.shares).for_each(|(share, set)| *share = set.unwrap_or(*share));
        Setup {
            lang,
            theme: Theme::of(look, depth, background),
            look,
            look_given: asked != Look::Auto || colourless,
            depth,
            background,
            slow,
            name,
            keymap: self.keymap.clone(),
            ascii: flags.ascii || yes(config.ascii, needs_ascii(set)),
            // With mouse reporting on, GNU screen holds Esc back until the next key.
            mouse: yes(flags.mouse.or(config.mouse), !slow && !flags.demo && set("STY").is_none()),
            hints: config.hints.unwrap_or(true),
            hints_given: config.hints.is_some(),
            show_keys: flags.show_keys,
            roomy: flags.present,
            cite: config.cite.unwrap_or(crate::export::CiteStyle::Plain),
            shares,
            auto: flags.auto,
            timed: !flags.demo && !slow,
        }
    }
}

/// The background from `COLORFGBG` (`foreground;background`; of the sixteen colours, 7 and 9 to 15 are light). The
/// Linux console is black.
fn background(colours: Option<&str>, term: Option<&str>) -> Background {
    match colours.and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok()) {
        Some(7 | 9..=15) => Background::Light,
        Some(0..=6 | 8) => Background::Dark,
        _ if term == Some("linux") => Background::Dark,
        _ => Background::Unknown,
    }
}

/// Prints the effective key bindings.
pub(in super::super) fn print_keys(args: &Args, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let settings = Settings::read(!args.explorer.demo);
    for group in Group::ALL {
        out.write(Role::Heading, group.title())?;
        out.end()?;
        for declared in COMMANDS.iter().filter(|declared| declared.group == group) {
            out.write(Role::Amount, &format!("  {:<22}", settings.keymap.keys(declared.command)))?;
            out.write(Role::Plain, &format!(" {:<18}", declared.name))?;
            out.write(Role::Dim, &format!(" {}", declared.help))?;
            out.end()?;
        }
        out.end()?;
    }
    if let Some(notice) = settings.notice() {
        out.note(&notice)?;
    }
    Ok(Exit::Found)
}

/// Prints the path of the settings file, its default content, or the problems in it.
pub(in super::super) fn print_config(show_path: bool, show_default: bool, out: &mut Out<'_>) -> Result<Exit, CliError> {
    if show_default {
        for line in BEGINNING.lines().chain(DEFAULT.lines()) {
            out.write(Role::Plain, line)?;
            out.end()?;
        }
        return Ok(Exit::Found);
    }
    let Some(path) = path() else {
        return Err(CliError::Usage("neither XDG_CONFIG_HOME nor HOME says where settings are".to_owned()));
    };
    if show_path {
        out.write(Role::Plain, &path.display().to_string())?;
        out.end()?;
        return Ok(Exit::Found);
    }
    let settings = Settings::read(true);
    for fault in &settings.faults {
        out.write(Role::Plain, &render_short(fault, std::slice::from_ref(&settings.file)))?;
        out.end()?;
    }
    if settings.faults.is_empty() {
        let what = if path.exists() { "nothing is wrong with" } else { "there are no settings at" };
        out.note(&format!("{what} {}", path.display()))?;
        return Ok(Exit::Found);
    }
    Ok(Exit::Nothing)
}

/// The default settings, without the key bindings.
const BEGINNING: &str = "\
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

    #[test]
    fn what_is_offered_as_settings_is_read_without_fault() {
        let (config, faults) = read(&format!("{BEGINNING}\n{DEFAULT}"));
        assert_eq!(faults, []);
        assert_eq!((config.look, config.hints), (Some(Look::Auto), Some(true)));
        assert_eq!(config.shares, View::SHARES.map(Some));
        assert_eq!(Keymap::with(&config.keys).1, []);
    }

    #[test]
    fn the_background_is_taken_from_what_is_set() {
        for light in ["0;15", "0;default;7"] {
            assert_eq!(background(Some(light), None), Background::Light);
        }
        assert_eq!(background(Some("15;0"), None), Background::Dark);
        assert_eq!(background(None, Some("linux")), Background::Dark);
        for unknown in [None, Some("x"), Some("15;default"), Some("0;99")] {
            assert_eq!(background(unknown, Some("xterm-256color")), Background::Unknown);
        }
    }
}
