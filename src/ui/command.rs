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
            Self::Follow => "Follow and return",
            Self::Find => "Find and know",
            Self::Copy => "Take along",
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
    Motion Down "down" Move Any "down";
    Motion Up "up" Move Any "up";
    Motion HalfDown "half-down" Move Any "half a page down";
    Motion HalfUp "half-up" Move Any "half a page up";
    Motion PageDown "page-down" Move Any "a page down";
    Motion PageUp "page-up" Move Any "a page up";
    Motion Top "top" Move Any "to the top";
    Motion Bottom "bottom" Move Any "to the bottom";
    Pane PreviousDate "previous-date" Move Timeline "to the date before";
    Pane NextDate "next-date" Move Timeline "to the next date";
    App GoToDate "go-to-date" Move Any "go to a date";
    App FocusNext "next-pane" Panes Any "next pane";
    App FocusPrevious "previous-pane" Panes Any "previous pane";
    App FocusLeft "pane-left" Panes Any "pane to the left";
    App FocusRight "pane-right" Panes Any "pane to the right";
    App FocusTimeline "timeline" Panes Any "the timeline";
    App FocusDetail "detail" Panes Any "the detail";
    App FocusSources "sources" Panes Any "the sources: who says so?";
    App FocusEntities "entities" Panes Any "the entities, by type";
    App FocusQuestions "questions" Panes Any "the questions, rival answers side by side; the sums";
    App FocusLibrary "library" Panes Any "the library: all sources, the stories";
    App FocusProblems "problems" Panes Any "what is wrong with the base";
    App Zoom "zoom" Panes Any "give this pane the whole window, and back";
    App Restore "restore" Panes Any "show all panes again";
    App Grow "grow" Panes Any "make this pane larger";
    App Shrink "shrink" Panes Any "make this pane smaller";
    App ResetSizes "even" Panes Any "sizes as they were at first";
    Pane Follow "follow" Follow Any "follow; from a list, into the detail";
    App Back "back" Follow Any "back; never quits";
    App HistoryBack "history-back" Follow Any "back in the history";
    App HistoryForward "history-forward" Follow Any "forward in the history";
    App LastLocation "last-place" Follow Any "to the place before this one, and back";
    App Peek "peek" Follow Any "peek at what is selected, without leaving";
    App ShowRelated "around" Follow Any "what has to do with this: mentions, claims, the same time";
    App Flag "flag" Follow Any "flag this, or take the flag away";
    App SetMark "set-mark" Follow Any "mark this place with a letter";
    App GoToMark "go-to-mark" Follow Any "go to the mark of a letter";
    App Marks "marks" Follow Any "marks, flags and places visited";
    App Search "search" Find Any "search everything";
    App NextHit "next-hit" Find Any "next hit of the last search";
    App PreviousHit "previous-hit" Find Any "hit before";
    App Filter "filter" Find Any "filter this pane while typing";
    Pane TogglePeripheral "side-matters" Find Timeline "hide or show side matters, tagged `peripheral`";
    Pane ToggleTimeGaps "distances" Find Timeline "how much later each was than the one before";
    App Story "story" Find Any "start the story, or go on with it";
    App Palette "palette" Find Any "every action, filter, story, theme and entity by name";
    App Help "help" Find Any "this help";
    App Copy "copy" Copy Any "copy a citation";
    App CopyMenu "copy-menu" Copy Any "copy id, quote, URL, address, JSON …";
    App Print "print" Copy Any "leave the screen for a moment and print the text";
    App OpenUrl "open-url" Copy Any "open the source in the browser, at the quote";
    App Edit "edit" Copy Any "open the YAML in $EDITOR, at the line";
    App Screenshot "picture" Copy Any "write this screen as text, ANSI, SVG or HTML";
    App NextTheme "next-theme" Program Any "the next theme";
    App ToggleHints "hints" Program Any "hide or show the hints below";
    App ToggleMouse "mouse" Program Any "use the mouse, or leave it to the terminal";
    App Reload "reload" Program Any "read the base again";
    App Redraw "redraw" Program Any "draw the screen anew";
    App Suspend "suspend" Program Any "suspend; fg returns";
    App Close "close" Program Any "close, or go back; at the root, quit";
    App Quit "quit" Program Any "quit";
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
