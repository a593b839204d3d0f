//! The table of commands.

/// Declares every command once: its name in settings, its group in the help, its scope, and its help text. The
/// default keys are in `assets/keymap.toml`.
macro_rules! commands {
    ($($command:ident $name:literal $group:ident $scope:ident $help:literal;)+) => {
        /// A command of the user.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command { $(#[doc = $help] $command,)+ }

        /// Every command, in the order of the help.
        pub const COMMANDS: &[CommandSpec] = &[
            $(CommandSpec {
                command: Command::$command, name: $name, group: CommandGroup::$group, scope: Scope::$scope, help: $help,
            }),+
        ];
    };
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
    Down "down" Move Any "down";
    Up "up" Move Any "up";
    HalfDown "half-down" Move Any "half a page down";
    HalfUp "half-up" Move Any "half a page up";
    PageDown "page-down" Move Any "a page down";
    PageUp "page-up" Move Any "a page up";
    Top "top" Move Any "to the top";
    Bottom "bottom" Move Any "to the bottom";
    PreviousDate "previous-date" Move Timeline "to the date before";
    NextDate "next-date" Move Timeline "to the next date";
    GoToDate "go-to-date" Move Any "go to a date";
    FocusNext "next-pane" Panes Any "next pane";
    FocusPrevious "previous-pane" Panes Any "previous pane";
    FocusLeft "pane-left" Panes Any "pane to the left";
    FocusRight "pane-right" Panes Any "pane to the right";
    FocusTimeline "timeline" Panes Any "the timeline";
    FocusDetail "detail" Panes Any "the detail";
    FocusSources "sources" Panes Any "the sources: who says so?";
    FocusEntities "entities" Panes Any "the entities, by type";
    FocusQuestions "questions" Panes Any "the questions, rival answers side by side; the sums";
    FocusLibrary "library" Panes Any "the library: all sources, the stories";
    FocusProblems "problems" Panes Any "what is wrong with the base";
    Zoom "zoom" Panes Any "give this pane the whole window, and back";
    Restore "restore" Panes Any "show all panes again";
    Grow "grow" Panes Any "make this pane larger";
    Shrink "shrink" Panes Any "make this pane smaller";
    ResetSizes "even" Panes Any "sizes as they were at first";
    Follow "follow" Follow Any "follow; from a list, into the detail";
    Back "back" Follow Any "back; never quits";
    HistoryBack "history-back" Follow Any "back in the history";
    HistoryForward "history-forward" Follow Any "forward in the history";
    LastLocation "last-place" Follow Any "to the place before this one, and back";
    Peek "peek" Follow Any "peek at what is selected, without leaving";
    ShowRelated "around" Follow Any "what has to do with this: mentions, claims, the same time";
    Flag "flag" Follow Any "flag this, or take the flag away";
    SetMark "set-mark" Follow Any "mark this place with a letter";
    GoToMark "go-to-mark" Follow Any "go to the mark of a letter";
    Marks "marks" Follow Any "marks, flags and places visited";
    Search "search" Find Any "search everything";
    NextHit "next-hit" Find Any "next hit of the last search";
    PreviousHit "previous-hit" Find Any "hit before";
    Filter "filter" Find Any "filter this pane while typing";
    TogglePeripheral "side-matters" Find Timeline "hide or show side matters, tagged `peripheral`";
    ToggleTimeGaps "distances" Find Timeline "how much later each was than the one before";
    Story "story" Find Any "start the story, or go on with it";
    Palette "palette" Find Any "every action, filter, story, theme and entity by name";
    Help "help" Find Any "this help";
    Copy "copy" Copy Any "copy a citation";
    CopyMenu "copy-menu" Copy Any "copy id, quote, URL, address, JSON …";
    Print "print" Copy Any "leave the screen for a moment and print the text";
    OpenUrl "open-url" Copy Any "open the source in the browser, at the quote";
    Edit "edit" Copy Any "open the YAML in $EDITOR, at the line";
    Screenshot "picture" Copy Any "write this screen as text, ANSI, SVG or HTML";
    NextTheme "next-theme" Program Any "the next theme";
    ToggleHints "hints" Program Any "hide or show the hints below";
    ToggleMouse "mouse" Program Any "use the mouse, or leave it to the terminal";
    Reload "reload" Program Any "read the base again";
    Redraw "redraw" Program Any "draw the screen anew";
    Suspend "suspend" Program Any "suspend; fg returns";
    Close "close" Program Any "close, or go back; at the root, quit";
    Quit "quit" Program Any "quit";
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
