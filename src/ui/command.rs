//! The table of commands.

/// Declares every command once: its name in settings, its group in the help, its scope, and its help text. The
/// default keys are in `assets/keymap.toml`.
macro_rules! commands {
    ($($kind:ident $command:ident $name:literal $group:ident $scope:ident $help:literal;)+) => {
        commands! { @sort [] [] [] $($kind $command $help)+ }

        /// Every command, in the order of the help.
        pub const COMMANDS: &[CommandSpec] = &[
            $(CommandSpec {
                command: Command::$kind(kinds::$kind::$command),
                name: $name,
                group: CommandGroup::$group,
                scope: Scope::$scope,
                help: $help,
            }),+
        ];
    };
    (@sort [$($m:tt)*] [$($p:tt)*] [$($a:tt)*] Motion $command:ident $help:literal $($rest:tt)*) => {
        commands! { @sort [$($m)* #[doc = $help] $command,] [$($p)*] [$($a)*] $($rest)* }
    };
    (@sort [$($m:tt)*] [$($p:tt)*] [$($a:tt)*] Pane $command:ident $help:literal $($rest:tt)*) => {
        commands! { @sort [$($m)*] [$($p)* #[doc = $help] $command,] [$($a)*] $($rest)* }
    };
    (@sort [$($m:tt)*] [$($p:tt)*] [$($a:tt)*] App $command:ident $help:literal $($rest:tt)*) => {
        commands! { @sort [$($m)*] [$($p)*] [$($a)* #[doc = $help] $command,] $($rest)* }
    };
    (@sort [$($m:tt)*] [$($p:tt)*] [$($a:tt)*]) => {
        /// A movement in a pane or an overlay.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Motion { $($m)* }

        /// A command that a pane runs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum PaneCommand { $($p)* }

        /// A command that concerns the whole explorer.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AppCommand { $($a)* }
    };
}

/// The kinds of commands, by the names that the table of commands uses.
mod kinds {
    pub(super) use super::{AppCommand as App, Motion, PaneCommand as Pane};
}

/// A command of the user. Its kind says what runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// The focused pane or the top overlay moves.
    Motion(Motion),
    /// The focused pane runs it, or the timeline, if that is its scope.
    Pane(PaneCommand),
    /// The explorer runs it.
    App(AppCommand),
}

/// The declaration of a command.
#[derive(Debug)]
pub struct CommandSpec {
    /// The command.
    pub command: Command,
    /// Its name in settings.
    pub name: &'static str,
    /// The group of the help that lists it.
    pub group: CommandGroup,
    /// The pane it applies to.
    pub scope: Scope,
    /// Short help text.
    pub help: &'static str,
}

/// A group of commands in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandGroup {
    /// Moving within a pane.
    Move,
    /// Moving between panes.
    Panes,
    /// Moving between items.
    Follow,
    /// Searching, filtering, stories and help.
    Find,
    /// Copying, printing and opening elsewhere.
    Copy,
    /// The program itself.
    Program,
}

impl CommandGroup {
    /// All groups, in the order of the help.
    pub const ALL: [Self; 6] = [Self::Move, Self::Panes, Self::Follow, Self::Find, Self::Copy, Self::Program];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Panes => "Panes",
            Self::Follow => "Navigate",
            Self::Find => "Search",
            Self::Copy => "Copy and export",
            Self::Program => "Program",
        }
    }
}

/// The pane a command belongs to; the help of that pane lists it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Any pane.
    Any,
    /// The timeline. From another pane, the command still acts on the timeline.
    Timeline,
}

commands! {
    Motion Down "down" Move Any "Move down";
    Motion Up "up" Move Any "Move up";
    Motion HalfDown "half-down" Move Any "Move half a page down";
    Motion HalfUp "half-up" Move Any "Move half a page up";
    Motion PageDown "page-down" Move Any "Move a page down";
    Motion PageUp "page-up" Move Any "Move a page up";
    Motion Top "top" Move Any "Go to the top";
    Motion Bottom "bottom" Move Any "Go to the bottom";
    Pane PreviousDate "previous-date" Move Timeline "Go to the previous date";
    Pane NextDate "next-date" Move Timeline "Go to the next date";
    App GoToDate "go-to-date" Move Any "Go to a date";
    App FocusNext "next-pane" Panes Any "Focus the next pane";
    App FocusPrevious "previous-pane" Panes Any "Focus the previous pane";
    App FocusLeft "pane-left" Panes Any "Focus the pane on the left";
    App FocusRight "pane-right" Panes Any "Focus the pane on the right";
    App FocusTimeline "timeline" Panes Any "Go to the timeline";
    App FocusDetail "detail" Panes Any "Go to Detail";
    App FocusSources "sources" Panes Any "Go to Sources: who says so?";
    App FocusEntities "entities" Panes Any "Show entities, by type";
    App FocusQuestions "questions" Panes Any "Show questions, with competing answers side by side";
    App FocusLibrary "library" Panes Any "Show the library: sources and stories";
    App FocusProblems "problems" Panes Any "Show problems in the base";
    App Zoom "zoom" Panes Any "Maximise or restore this pane";
    App Restore "restore" Panes Any "Show all panes";
    App Grow "grow" Panes Any "Enlarge this pane";
    App Shrink "shrink" Panes Any "Shrink this pane";
    App ResetSizes "even" Panes Any "Reset pane sizes";
    Pane Follow "follow" Follow Any "Open the selection or follow the link";
    App Back "back" Follow Any "Go back; never quits";
    App HistoryBack "history-back" Follow Any "Go back in the history";
    App HistoryForward "history-forward" Follow Any "Go forward in the history";
    App LastLocation "last-place" Follow Any "Switch between the last two locations";
    App Peek "peek" Follow Any "Preview the selection";
    App ShowRelated "around" Follow Any "Show related items: mentions, claims, same dates";
    App Flag "flag" Follow Any "Flag or unflag";
    App SetMark "set-mark" Follow Any "Mark this location with a letter";
    App GoToMark "go-to-mark" Follow Any "Go to the mark of a letter";
    App Marks "marks" Follow Any "Show marks, flags and visited locations";
    App Search "search" Find Any "Search everything";
    App NextHit "next-hit" Find Any "Go to the next result of the last search";
    App PreviousHit "previous-hit" Find Any "Go to the previous result";
    App Filter "filter" Find Any "Filter this pane as you type";
    Pane TogglePeripheral "side-matters" Find Timeline "Hide or show side issues";
    Pane ToggleTimeGaps "distances" Find Timeline "Show the time between entries";
    App Story "story" Find Any "Start or resume the story";
    App Palette "palette" Find Any "Find any command, filter, story, theme or entity by name";
    App Help "help" Find Any "Show this help";
    App Copy "copy" Copy Any "Copy the citation";
    App CopyMenu "copy-menu" Copy Any "Copy id, quote, URL, address, JSON …";
    App Print "print" Copy Any "Print the text in the terminal";
    App OpenUrl "open-url" Copy Any "Open the source in the browser, at the quote";
    App Edit "edit" Copy Any "Open the YAML in $EDITOR, at the line";
    App Screenshot "picture" Copy Any "Save a screenshot as text, ANSI, SVG or HTML";
    App NextTheme "next-theme" Program Any "Switch to the next theme";
    App ToggleHints "hints" Program Any "Hide or show the key hints";
    App ToggleMouse "mouse" Program Any "Turn the mouse on or off";
    App Reload "reload" Program Any "Reload the base";
    App Redraw "redraw" Program Any "Redraw the screen";
    App Suspend "suspend" Program Any "Suspend; fg returns";
    App Close "close" Program Any "Close or go back; quit at the top level";
    App Quit "quit" Program Any "Quit";
}

impl Command {
    /// Its declaration.
    pub fn spec(self) -> Option<&'static CommandSpec> {
        COMMANDS.iter().find(|declared| declared.command == self)
    }

    /// Looks a command up by its name in settings.
    pub fn from_name(name: &str) -> Option<Self> {
        COMMANDS.iter().find(|declared| declared.name == name).map(|declared| declared.command)
    }
}
