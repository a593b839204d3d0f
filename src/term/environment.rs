//! The environment, and the commands for the editor and the browser. No shell is run.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::ffi::OsString;
use std::path::Path;

/// Characters with a special meaning in a shell, even within quotes.
const SHELL_METACHARACTERS: &AsciiSet = &CONTROLS
    .add(b'\'')
    .add(b'"')
    .add(b'`')
    .add(b'$')
    .add(b'\\')
    .add(b'(')
    .add(b')')
    .add(b';')
    .add(b'<')
    .add(b'>')
    .add(b'|')
    .add(b'!')
    .add(b'*');

/// A terminal multiplexer between the program and the terminal. It may drop escape sequences that are not wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Multiplexer {
    /// None detected.
    #[default]
    None,
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
}

/// Settings read from the environment at startup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// The editor command: `$VISUAL`, else `$EDITOR`, else the default of the system.
    pub editor: String,
    /// The first command of `$BROWSER`.
    browser: Option<String>,
    /// Whether the user is at this machine and has a graphical desktop.
    pub has_local_desktop: bool,
    /// The multiplexer, if any.
    pub multiplexer: Multiplexer,
    /// Whether the tmux server runs on this machine, so that its commands work.
    pub has_local_tmux: bool,
    /// What the terminal supports, judged by `TERM`. The terminal is not queried.
    pub terminal_level: TerminalLevel,
}

/// What a terminal supports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TerminalLevel {
    /// VT100 sequences only.
    Vt100,
    /// What all current terminals support.
    #[default]
    Xterm,
    /// Also the kitty keyboard protocol.
    KittyKeys,
}

impl Environment {
    /// Reads an environment. An empty variable counts as unset.
    pub fn from_env(env: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| env(name).filter(|value| !value.is_empty());
        let has = |name| value(name).is_some();
        let term = value("TERM").unwrap_or_default();
        let tmux = has("TMUX");
        let multiplexer = match () {
            () if tmux => Multiplexer::Tmux,
            () if has("STY") => Multiplexer::Screen,
            // A remote shell started inside a multiplexer. `screen` may be either of the two: both pass on what is
            // wrapped for screen, but screen would print what is wrapped for tmux.
            () if term.starts_with("tmux") => Multiplexer::Tmux,
            () if term.starts_with("screen") => Multiplexer::Screen,
            () => Multiplexer::None,
        };
        let remote = has("SSH_CONNECTION") || has("SSH_TTY");
        let has_display = cfg!(any(windows, target_os = "macos")) || has("WAYLAND_DISPLAY") || has("DISPLAY");
        let kitty_terminals = ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "rio"];
        let fallback = if cfg!(windows) { "notepad" } else { "vi" };
        Self {
            editor: value("VISUAL").or_else(|| value("EDITOR")).unwrap_or_else(|| fallback.to_owned()),
            browser: value("BROWSER").and_then(|list| list.split(':').find(|one| !one.is_empty()).map(str::to_owned)),
            has_local_desktop: has_display && !remote,
            multiplexer,
            has_local_tmux: tmux,
            terminal_level: match () {
                () if term.starts_with("vt1") || term.starts_with("vt52") => TerminalLevel::Vt100,
                () if kitty_terminals.iter().any(|known| term.starts_with(known)) => TerminalLevel::KittyKeys,
                () => TerminalLevel::Xterm,
            },
        }
    }

    /// The program and arguments that open a URL. `None` if it is not a web URL or there is no desktop. Uses
    /// `$BROWSER`, with `%s` replaced by the URL, or else the opener of the system.
    pub fn browser_command(&self, url: &str) -> Option<Vec<String>> {
        let (scheme, rest) = url.split_once("://")?;
        let web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        let is_plain = !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
        if !self.has_local_desktop || !web || !is_plain {
            return None;
        }
        let chosen = self.browser.as_deref().and_then(shlex::split).filter(|words| !words.is_empty());
        let mut argv = chosen.unwrap_or_else(|| {
            let system: &[&str] = match () {
                () if cfg!(windows) => &["rundll32", "url.dll,FileProtocolHandler"],
                () if cfg!(target_os = "macos") => &["open"],
                () => &["xdg-open"],
            };
            system.iter().map(|&word| word.to_owned()).collect()
        });
        if argv.iter().skip(1).any(|word| word.contains("%s")) {
            // A `%s` inside a longer argument may be read by a shell that the user runs, so encode shell
            // metacharacters.
            let encoded = utf8_percent_encode(url, SHELL_METACHARACTERS).to_string();
            let substitute = |word: &str| if word == "%s" { url.to_owned() } else { word.replace("%s", &encoded) };
            argv.iter_mut().skip(1).for_each(|word| *word = substitute(word));
        } else {
            argv.push(url.to_owned());
        }
        Some(argv)
    }
}

/// The program and arguments that edit a file at a line and column, both counted from 1. The syntax of the position
/// depends on the name of the program; an unknown program gets only the file. `None` if the command is empty or a
/// quote in it is not closed.
pub fn editor_command(command: &str, file: &Path, line: usize, column: usize) -> Option<Vec<OsString>> {
    let mut argv: Vec<OsString> = shlex::split(command)?.into_iter().map(OsString::from).collect();
    let name = Path::new(argv.first()?).file_stem()?.to_str()?.to_ascii_lowercase();
    let (line, column) = (line.max(1), column.max(1));
    let mut target = to_operand(file);
    let options = match name.as_str() {
        "vi" | "vim" | "nvim" | "joe" | "ne" | "mg" => vec![format!("+{line}")],
        "nano" => vec![format!("+{line},{column}")],
        "emacs" | "emacsclient" | "kak" | "micro" => vec![format!("+{line}:{column}")],
        "gedit" => vec!["--wait".to_owned(), format!("+{line}:{column}")],
        "kate" => vec!["--block".to_owned(), format!("--line={line}"), format!("--column={column}")],
        "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => vec!["--wait".to_owned(), "--goto".to_owned()],
        "zed" | "subl" => vec!["--wait".to_owned()],
        _ => Vec::new(),
    };
    let position_in_path = ["code", "code-insiders", "codium", "cursor", "windsurf", "zed", "subl", "hx", "helix"];
    if position_in_path.contains(&name.as_str()) {
        target.push(format!(":{line}:{column}"));
    }
    // Do not repeat options that the command already has.
    let missing: Vec<_> = options.into_iter().map(OsString::from).filter(|option| !argv.contains(option)).collect();
    argv.extend(missing);
    argv.push(target);
    Some(argv)
}

/// Prefixes a file name with `./` if an editor would take it for an option (`-`) or a command (`+`).
fn to_operand(file: &Path) -> OsString {
    let looks_like_option = file.as_os_str().as_encoded_bytes().first().is_some_and(|byte| b"-+".contains(byte));
    if looks_like_option { Path::new(".").join(file).into_os_string() } else { file.as_os_str().to_owned() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The environment of a list of variables, written `NAME=value NAME=value`. `+` in a value means a space.
    pub(in crate::term) fn environment_from(env: &str) -> Environment {
        let pairs: Vec<(&str, &str)> = env.split_whitespace().filter_map(|pair| pair.split_once('=')).collect();
        let find =
            |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.replace('+', " "));
        Environment::from_env(find)
    }

    fn editor_line(command: &str, file: &str) -> Option<String> {
        let argv = editor_command(command, Path::new(file), 12, 5)?;
        Some(argv.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn passes_position_in_syntax_of_editor() {
        for (command, argv) in [
            ("vi", "vi|+12|a b.yaml"),
            ("/usr/bin/nvim -p", "/usr/bin/nvim|-p|+12|a b.yaml"),
            ("vim.tiny", "vim.tiny|+12|a b.yaml"),
            ("nano", "nano|+12,5|a b.yaml"),
            ("emacsclient -t -a ''", "emacsclient|-t|-a||+12:5|a b.yaml"),
            ("kak", "kak|+12:5|a b.yaml"),
            ("code", "code|--wait|--goto|a b.yaml:12:5"),
            ("'/opt/VS Code/Code.exe' --wait", "/opt/VS Code/Code.exe|--wait|--goto|a b.yaml:12:5"),
            ("hx", "hx|a b.yaml:12:5"),
            ("zed", "zed|--wait|a b.yaml:12:5"),
            ("subl -n", "subl|-n|--wait|a b.yaml:12:5"),
            ("kate", "kate|--block|--line=12|--column=5|a b.yaml"),
            ("ed", "ed|a b.yaml"),
            ("env LANG=C vim", "env|LANG=C|vim|a b.yaml"),
        ] {
            assert_eq!(editor_line(command, "a b.yaml").as_deref(), Some(argv), "{command}");
        }
    }

    #[test]
    fn rejects_invalid_editor_command() {
        for command in ["", "  ", "vim 'x", "''", "/", ".."] {
            assert_eq!(editor_line(command, "base.yaml"), None, "{command}");
        }
    }

    #[test]
    fn file_name_is_never_an_option_or_command() {
        assert_eq!(editor_line("vim", "-c:q.yaml").as_deref(), Some("vim|+12|./-c:q.yaml"));
        assert_eq!(editor_line("vim", "+!sh.yaml").as_deref(), Some("vim|+12|./+!sh.yaml"));
        assert_eq!(
            editor_line("code", "--help/base.yaml").as_deref(),
            Some("code|--wait|--goto|./--help/base.yaml:12:5")
        );
        assert_eq!(editor_line("ed", "$(sh);'.yaml").as_deref(), Some("ed|$(sh);'.yaml"), "no shell reads it");
        let argv = editor_command("vi", Path::new("a"), 0, 0);
        assert_eq!(argv, Some(vec!["vi".into(), "+1".into(), "a".into()]), "places are counted from 1");
    }

    #[cfg(unix)]
    #[test]
    fn accepts_non_utf8_file_name() {
        use std::os::unix::ffi::OsStringExt;
        let name = OsString::from_vec(b"\xff.yaml".to_vec());
        let argv = editor_command("hx", Path::new(&name), 1, 2).unwrap();
        assert_eq!(argv[1].clone().into_vec(), b"\xff.yaml:1:2");
    }

    #[cfg(not(any(windows, target_os = "macos")))]
    #[test]
    fn reads_environment() {
        assert_eq!(environment_from("").editor, "vi");
        assert_eq!(environment_from("EDITOR=nano VISUAL=").editor, "nano");
        assert_eq!(environment_from("EDITOR=nano VISUAL=code+-w").editor, "code -w");
        for (env, desktop) in [
            ("", false),
            ("DISPLAY=:0", true),
            ("WAYLAND_DISPLAY=wayland-0", true),
            ("DISPLAY=:0 SSH_CONNECTION=1", false),
            ("DISPLAY=:0 SSH_TTY=/dev/pts/0", false),
        ] {
            assert_eq!(environment_from(env).has_local_desktop, desktop, "{env}");
        }
        for (env, wrap, tmux) in [
            ("TERM=xterm-256color", Multiplexer::None, false),
            ("TERM=screen-256color TMUX=/tmp/tmux-0/default,1,0", Multiplexer::Tmux, true),
            ("TERM=tmux-256color SSH_TTY=/dev/pts/0", Multiplexer::Tmux, false),
            ("TERM=screen.xterm-256color STY=1.pts", Multiplexer::Screen, false),
            ("TERM=screen-256color SSH_TTY=/dev/pts/0", Multiplexer::Screen, false),
        ] {
            assert_eq!(
                (environment_from(env).multiplexer, environment_from(env).has_local_tmux),
                (wrap, tmux),
                "{env}"
            );
        }
        let skill = |term| environment_from(term).terminal_level;
        assert_eq!([skill("TERM=xterm-kitty"), skill("TERM=foot-extra")], [TerminalLevel::KittyKeys; 2]);
        assert_eq!([skill("TERM=xterm-256color"), skill("TERM=tmux-256color"), skill("")], [TerminalLevel::Xterm; 3]);
        assert_eq!([skill("TERM=vt100"), skill("TERM=vt102-nsgr")], [TerminalLevel::Vt100; 2]);
    }

    #[cfg(not(any(windows, target_os = "macos")))]
    #[test]
    fn opens_only_web_urls() {
        let open = |env: &str, url: &str| environment_from(env).browser_command(url).map(|argv| argv.join("|"));
        let url = "https://a.org/?q='$(x)'&b";
        assert_eq!(open("DISPLAY=:0", url), Some(format!("xdg-open|{url}")));
        assert_eq!(
            open("DISPLAY=:0 BROWSER=:firefox+--new-tab:chromium", url),
            Some(format!("firefox|--new-tab|{url}"))
        );
        assert_eq!(
            open("DISPLAY=:0 BROWSER=sh+-c+'x+%s'", url),
            Some("sh|-c|x https://a.org/?q=%27%24%28x%29%27&b".to_owned())
        );
        assert_eq!(
            open("DISPLAY=:0 BROWSER='open", url),
            Some(format!("xdg-open|{url}")),
            "a quote that is not closed"
        );
        assert_eq!(open("DISPLAY=:0", "HTTP://a.org"), Some("xdg-open|HTTP://a.org".to_owned()));
        for url in ["file:///etc/passwd", "javascript://a", "a.org", "-h", "https://", "http://a b", "http://a\nb", ""]
        {
            assert_eq!(open("DISPLAY=:0", url), None, "{url}");
        }
        assert_eq!(open("", url), None);
        assert_eq!(open("DISPLAY=:0 BROWSER=firefox SSH_CONNECTION=1", url), None);
    }
}
