//! The command line: commands, options and their help texts.

use super::value_parsers::{parse_bytes, parse_seconds, parse_size};
use super::{CliError, LookupContext};
use crate::driver::ExplorerFlags;
use crate::export::{CiteStyle, StoryFormat};
use crate::model::{Kind, Lang, parse_keyword};
use crate::store::{BaseLocation, Limits, OpenedBase, state_folder};
use crate::ui::settings::{Choice, ThemeName, parse_theme};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Explore a fact base: every claim with its source and the quote that supports it
///
/// Without a command, dossier opens the explorer, or prints a summary if there is no terminal. Without --base, it uses
/// the bundled base: SoftBank, OpenAI and Stargate, from five press articles.
#[derive(Clone, Debug, Parser)]
#[command(name = "dossier", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<CliCommand>,

    /// Fact base: a YAML file, or a folder of YAML files [env: DOSSIER_BASE]
    #[arg(long, global = true, value_name = "PATH")]
    pub base: Option<PathBuf>,

    /// Folder of source texts, for verifying quotes and reading them in context
    #[arg(long, global = true, value_name = "DIR")]
    pub texts: Option<PathBuf>,

    /// Maximum file size, such as 500M; all files together may be four times that [default: 32M]
    #[arg(long, global = true, value_name = "SIZE", value_parser = parse_bytes)]
    pub max_size: Option<u64>,

    /// The language of the base's texts, such as en or fr
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<String>,

    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,

    /// Do not page long output on a terminal
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    pub no_pager: bool,

    /// How the explorer looks and starts.
    #[command(flatten)]
    pub explorer: ExplorerOptions,

    /// Fail on purpose, to test that the terminal is given back.
    #[cfg(debug_assertions)]
    #[arg(long, hide = true)]
    pub fault: Option<crate::driver::InjectedFault>,
}

/// How the explorer looks and starts. What is not said here is as the settings say, see `dossier config`.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Explorer options")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct ExplorerOptions {
    /// Colour theme: auto, dark, light, high-contrast, high-contrast-light, 16, none [env: DOSSIER_THEME]
    #[arg(long, global = true, value_name = "THEME", value_parser = parse_theme)]
    pub theme: Option<ThemeName>,
    /// Use ASCII only (automatic if the locale is not UTF-8)
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Use the mouse: auto (not over SSH or in GNU screen), always, never
    #[arg(long, global = true, value_name = "WHEN", value_parser = parse_keyword::<Choice>)]
    pub mouse: Option<Choice>,
    /// Do not restore or save the session
    #[arg(long, global = true)]
    pub no_state: bool,
    /// Show the last keys pressed and what they do
    #[arg(long, global = true)]
    pub show_keys: bool,
    /// Show the bytes and time each key takes, and a summary on exit
    #[arg(long, global = true)]
    pub stats: bool,
    /// Present: high contrast on a light ground, and room around texts
    #[arg(long, global = true)]
    pub present: bool,
    /// Advance the story automatically, spending this long on each step, such as 8s
    #[arg(long, global = true, value_name = "TIME", value_parser = parse_seconds)]
    pub auto: Option<u64>,
    /// Open the bundled base with default settings and no session, so that every recording looks the same
    #[arg(long, global = true, conflicts_with_all = ["base", "texts"])]
    pub demo: bool,
}

const EXAMPLES: &str = "\
Examples:
  dossier                          explore the bundled base
  dossier open claim/commit-22b    explore it from there on
  dossier find nvidia              everything on Nvidia, best first
  dossier why commit-22b           who says so, in which words, at which line
  dossier timeline --from 2025     what happened since
  dossier new my-base              a commented base to start from
  dossier check my-base --texts my-base/texts

Exit codes: 0 success; 1 nothing found, or check failed; 2 wrong usage or unreadable base; 130 interrupted.";

/// A command.
#[derive(Clone, Debug, Subcommand)]
pub enum CliCommand {
    /// Search for words, amounts or dates
    Find(FindOptions),
    /// Show an item: entity/softbank, claim/commit-22b, event/…, question/…, source/…
    Show {
        /// Address, or just the id if it is unique
        address: String,
        /// How to write it.
        #[command(flatten)]
        output: OutputFormat,
    },
    /// Show who says so: quotes, sources, and where they are in the YAML
    Why {
        /// A claim, by its id or address
        claim: String,
        /// How to write it.
        #[command(flatten)]
        output: OutputFormat,
    },
    /// List what happened, in order
    Timeline(TimelineOptions),
    /// Write a story as a handout: steps, claims, quotes, sources
    Story(StoryOptions),
    /// Cite an item: who says so, in which words, where to find them
    Cite {
        /// Address, or just the id if it is unique
        address: String,
        /// How to write it: plain, md or bibtex (for biblatex)
        #[arg(long, default_value_t = CiteStyle::Plain, value_parser = parse_keyword::<CiteStyle>)]
        style: CiteStyle,
    },
    /// Explore, beginning at an address such as claim/commit-22b, or with a search: ?q=nvidia
    Open {
        /// The address, an id where it is unmistakable, or ?q=words
        address: String,
    },
    /// Take a screenshot of the explorer, without a terminal
    Shot(ShotOptions),
    /// List the key bindings in effect
    Keys,
    /// Check the settings, or show where they are
    Config {
        /// Say what is wrong with them, by line and column (default)
        #[arg(long)]
        check: bool,
        /// Print where they are
        #[arg(long, conflicts_with = "check")]
        path: bool,
        /// Print settings to begin with: all that there are, as they are by default
        #[arg(long, conflicts_with_all = ["check", "path"])]
        default: bool,
    },
    /// Check a base: syntax, references, quotes
    Check(CheckOptions),
    /// List the lines of each text with the claims that rest on them, as Markdown; needs --texts
    Coverage,
    /// Write the whole base as JSON or YAML
    Export {
        /// The format
        #[arg(long, default_value = "json")]
        format: ExportFormat,
    },
    /// Create a commented starter base
    New {
        /// The folder to make
        dir: PathBuf,
    },
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct OutputFormat {
    /// As JSON
    #[arg(long, conflicts_with_all = ["jsonl", "plain"])]
    pub json: bool,
    /// As JSON, one record a line
    #[arg(long, conflicts_with = "plain")]
    pub jsonl: bool,
    /// One record a line, fields parted by tabs
    #[arg(long)]
    pub plain: bool,
}

/// What to find.
#[derive(Clone, Debug, clap::Args)]
pub struct FindOptions {
    /// Words, a name, an amount (22.5B, 22,5 milliards), a date (dec 2024), filters (kind:claim status:pledged
    /// amount:10B.. when:..2025-01 source:walaw entity:arm), -word, '"words in a row"', 'this | that'. Quote what
    /// holds < > | or " for the shell
    #[arg(required = true, num_args = 1..)]
    pub query: Vec<String>,
    /// At most this many hits; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Only one kind of item
    #[arg(long, value_parser = parse_keyword::<Kind>)]
    pub kind: Option<Kind>,
    /// How to write it.
    #[command(flatten)]
    pub output: OutputFormat,
}

/// What of the timeline to list.
#[derive(Clone, Debug, clap::Args)]
pub struct TimelineOptions {
    /// From this date on (EDTF, or today)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Up to this date (EDTF, or today)
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Omit items with this tag, such as peripheral
    #[arg(long, value_name = "TAG")]
    pub without: Option<String>,
    /// Only items that mention this entity
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// How to write it.
    #[command(flatten)]
    pub output: OutputFormat,
}

/// What to draw, and how.
#[derive(Clone, Debug, clap::Args)]
pub struct ShotOptions {
    /// The address, or an id where it is unmistakable; where the story begins without one
    pub address: Option<String>,
    /// Columns and rows
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "120x36", value_parser = parse_size)]
    pub size: (u16, u16),
    /// text, ansi, svg or html
    #[arg(long, default_value = "text")]
    pub format: String,
    /// Keys to press before, as they are written in settings: "j j Enter", "/ nvidia Enter"
    #[arg(long, value_name = "KEYS", default_value = "")]
    pub keys: String,
}

/// Which story to write, and how.
#[derive(Clone, Debug, clap::Args)]
pub struct StoryOptions {
    /// The story, by its id; may be left out where there is only one
    pub name: Option<String>,
    /// As text, at most 80 columns wide (default)
    #[arg(long, conflicts_with_all = ["md", "html"])]
    pub plain: bool,
    /// As Markdown
    #[arg(long, conflicts_with = "html")]
    pub md: bool,
    /// As one HTML page that needs nothing else
    #[arg(long)]
    pub html: bool,
}

/// What to check, and how to report it.
#[derive(Clone, Debug, clap::Args)]
pub struct CheckOptions {
    /// Files and folders that make up the base (default: --base, else the bundled one)
    pub paths: Vec<PathBuf>,
    /// Record where each quote was found, so that it can be trusted without the texts
    #[arg(long)]
    pub lock: bool,
    /// Fail on warnings too
    #[arg(long)]
    pub strict: bool,
    /// Trust the lock beside the base as if it had been made on this machine
    #[arg(long)]
    pub trust_lock: bool,
    /// How to write the findings
    #[arg(long, default_value = "text")]
    pub format: ReportFormat,
}

/// Format of the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// With the line and a caret
    Text,
    /// One line each
    Short,
    /// A JSON array
    Json,
    /// SARIF 2.1.0
    Sarif,
}

/// Formats of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// The whole base as JSON, in one language
    Json,
    /// The whole base as one YAML file that Dossier reads
    Yaml,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal that can, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl StoryOptions {
    /// The requested format; plain text by default.
    pub fn format(&self) -> StoryFormat {
        match (self.md, self.html) {
            (true, _) => StoryFormat::Markdown,
            (_, true) => StoryFormat::Html,
            _ => StoryFormat::Plain,
        }
    }
}

impl CliCommand {
    /// Whether the output may be long and is meant for a screen, so that it goes through the pager.
    pub fn is_paged(&self) -> bool {
        match self {
            Self::Find(options) => !options.output.is_machine_readable(),
            Self::Show { output: shape, .. } | Self::Why { output: shape, .. } => !shape.is_machine_readable(),
            Self::Timeline(options) => !options.output.is_machine_readable(),
            Self::Check(options) => options.format == ReportFormat::Text,
            Self::Story(options) => options.format() == StoryFormat::Plain,
            Self::Keys => true,
            Self::Cite { .. }
            | Self::Open { .. }
            | Self::Shot(_)
            | Self::Config { .. }
            | Self::Coverage
            | Self::Export { .. }
            | Self::New { .. } => false,
        }
    }
}

impl OutputFormat {
    /// Whether the output is machine-readable.
    pub fn is_machine_readable(self) -> bool {
        self.json || self.jsonl || self.plain
    }
}

impl Args {
    /// The options that concern the explorer.
    pub fn explorer_flags(&self) -> ExplorerFlags {
        let ExplorerOptions { theme, ascii, mouse, show_keys, present, auto, demo, .. } = self.explorer;
        ExplorerFlags { theme, mouse, ascii, show_keys, present, auto, demo }
    }

    /// The base to open, from the options and the environment.
    pub fn base_location(&self) -> BaseLocation {
        if self.explorer.demo {
            return BaseLocation::default();
        }
        let from_environment = || std::env::var_os("DOSSIER_BASE").filter(|path| !path.is_empty()).map(PathBuf::from);
        let base = self.base.clone().or_else(from_environment);
        let limits = self.max_size.map_or_else(Limits::default, |file| Limits { file_bytes: file });
        let state = if self.explorer.no_state { None } else { state_folder(|name| std::env::var_os(name)) };
        let paths = base.into_iter().collect();
        BaseLocation { paths, text_folder: self.texts.clone(), limits, state_folder: state, trusts_lock: false }
            .with_default_texts()
    }

    /// Builds the context of a lookup.
    ///
    /// # Errors
    /// If the language is not a language tag, or neither the base nor the program has it.
    pub fn lookup_context<'a>(&self, opened: &'a OpenedBase) -> Result<LookupContext<'a>, CliError> {
        Ok(LookupContext { opened, lang: self.resolve_lang(opened)? })
    }

    /// The language of the base's texts: the requested one, else the default language of the base.
    ///
    /// # Errors
    /// If the language is not a language tag, or neither the base nor the program has it.
    pub fn resolve_lang(&self, opened: &OpenedBase) -> Result<Lang, CliError> {
        match &self.lang {
            None => Ok(opened.parsed.base.default_lang()),
            Some(tag) => {
                let Some(lang) = Lang::new(tag) else {
                    return Err(CliError::Usage(format!(
                        "`{tag}` is not a language tag. Use one such as en, fr or pt-BR."
                    )));
                };
                let base = &opened.parsed.base;
                if lang.is_french() || lang.is_english() || base.languages().contains(&lang) {
                    return Ok(lang);
                }
                // The languages of the program and of the base, sorted.
                let mut known = vec![Lang::english().as_str().to_owned(), "fr".to_owned()];
                known.extend(base.languages().into_iter().map(|lang| lang.as_str().to_owned()));
                known.sort();
                known.dedup();
                let message = format!(
                    "neither the base nor the program has the language `{tag}`; there are {}",
                    known.join(", ")
                );
                Err(CliError::Usage(message))
            }
        }
    }
}
