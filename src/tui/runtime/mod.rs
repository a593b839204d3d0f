//! The world outside: the only owner of the terminal, of threads and of files.
//!
//! One channel carries everything that happens; between two waits, everything that is queued is applied, and then one
//! frame is drawn and written in one piece.

mod encode;
mod screen;
mod terminal;
mod worker;

use super::action::{Action, Open};
use super::app::{App, Setup};
use super::draw::draw;
use super::effect::Effect;
use super::keymap::Keymap;
use super::theme::{Depth, Theme};
use super::update::update;
use crate::cli::{Args, CliError, Exit, ThemeName};
use crate::load::locate;
use crate::store::{Opened, Place, findings};
use crossterm::event::Event;
use ratatui::layout::Size;
use screen::Screen;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use terminal::{Terminal, emulate_stop};
use worker::Worker;

/// How long no key comes before the panes follow, on a slow line.
const REST: Duration = Duration::from_millis(120);

/// What comes through the channel.
enum Message {
    /// From the terminal.
    Input(Event),
    /// From the worker.
    Action(Action),
    /// The process is asked to end, by this signal.
    Terminate(i32),
    /// The process goes on after it was stopped.
    Continue,
    /// The terminal is gone.
    Lost,
}

/// Opens the base, then the terminal, and explores until the reader has enough.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let place = args.place();
    let opened = place.open()?;
    let setup = Setup { lang: args.lang(&opened)?, theme: theme(args.theme), slow: over_ssh(), name: place.name() };
    let open = Arc::new(survey(opened, &place));
    let (sender, receiver) = channel();
    terminal::install_panic_hook();
    let caught = terminal::catch_signals();
    let terminal = Terminal::enter()?;
    let size = terminal::size();
    let mut session = Session {
        app: App::new(open, setup, size),
        keymap: Keymap::default(),
        screen: Screen::default(),
        terminal,
        worker: None,
        sender,
        place,
        #[cfg(debug_assertions)]
        fault: args.fault,
    };
    session.start(caught)?;
    let ended = session.listen(&receiver);
    // The terminal first, then whatever there is to say.
    drop(session);
    ended
}

/// The findings on a base that was read from files, each on a line.
fn survey(opened: Opened, place: &Place) -> Open {
    // The bundled base is held sound by its tests; without texts there is nothing new to find in it.
    let checked = !(place.paths.is_empty() && place.texts.is_none());
    let problems = if checked { locate(&findings(&opened), &opened.loaded.files) } else { Vec::new() };
    Open::new(opened.loaded.base, opened.texts, problems, &opened.loaded.files)
}

struct Session {
    app: App,
    keymap: Keymap,
    screen: Screen,
    terminal: Terminal,
    worker: Option<Worker>,
    sender: Sender<Message>,
    place: Place,
    #[cfg(debug_assertions)]
    fault: Option<crate::cli::Fault>,
}

impl Session {
    /// Draws the first frame, then begins to listen: nothing else stands before what is seen first.
    fn start(&mut self, caught: terminal::Caught) -> Result<(), CliError> {
        self.draw()?;
        terminal::listen(&self.sender, caught);
        Ok(())
    }

    fn listen(&mut self, receiver: &Receiver<Message>) -> Result<Exit, CliError> {
        while let Some(first) = self.wait(receiver) {
            for message in std::iter::once(first).chain(receiver.try_iter().take(4096)) {
                match self.take(message)? {
                    Next::Draw => {}
                    Next::End(exit) => return Ok(exit),
                    Next::Interrupted(signal) => {
                        terminal::restore();
                        std::process::exit(128 + signal);
                    }
                }
            }
            self.draw()?;
        }
        Ok(Exit::Found)
    }

    /// The next message; while the panes are behind the selection, only for as long as a key is held.
    fn wait(&self, receiver: &Receiver<Message>) -> Option<Message> {
        if !self.app.is_unsettled() {
            return receiver.recv().ok();
        }
        match receiver.recv_timeout(REST) {
            Err(RecvTimeoutError::Timeout) => Some(Message::Action(Action::Settle)),
            message => message.ok(),
        }
    }

    fn take(&mut self, message: Message) -> Result<Next, CliError> {
        let action = match message {
            Message::Terminate(signal) => return Ok(Next::Interrupted(signal)),
            Message::Lost => return Ok(Next::End(Exit::Found)),
            Message::Continue => {
                self.terminal.resume()?;
                self.screen.forget();
                Some(Action::Resized(terminal::size()))
            }
            Message::Action(action) => Some(action),
            Message::Input(Event::Resize(width, height)) => Some(Action::Resized(Size { width, height })),
            Message::Input(Event::Key(key)) if key.is_press() || key.is_repeat() => {
                #[cfg(debug_assertions)]
                self.fail(crate::cli::Fault::Update);
                self.keymap.action(self.app.mode(), key)
            }
            Message::Input(Event::Paste(text)) => {
                for c in text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }) {
                    self.apply(Action::Edit(super::action::Edit::Insert(c)))?;
                }
                None
            }
            Message::Input(_) => None,
        };
        action.map_or(Ok(Next::Draw), |action| self.apply(action))
    }

    fn apply(&mut self, action: Action) -> Result<Next, CliError> {
        if let Action::Loaded(_) = action {
            self.worker = None;
        }
        match update(&mut self.app, action) {
            None => {}
            Some(Effect::Exit) => return Ok(Next::End(Exit::Found)),
            Some(Effect::Suspend) => {
                terminal::restore();
                emulate_stop();
                self.terminal.resume()?;
                self.screen.forget();
            }
            Some(Effect::Redraw) => self.screen.forget(),
            Some(Effect::ReadBase) => {
                let (place, sender) = (self.place.clone(), self.sender.clone());
                std::thread::spawn(move || {
                    let action = match place.open() {
                        Ok(opened) => Action::Loaded(Arc::new(survey(opened, &place))),
                        Err(error) => Action::Failed(error.to_string()),
                    };
                    let _ = sender.send(Message::Action(action));
                });
            }
            Some(Effect::Search(number, text)) => self.search(number, text, false),
            Some(Effect::Filter(number, text)) => self.search(number, text, true),
        }
        Ok(Next::Draw)
    }

    fn search(&mut self, number: u64, text: String, all: bool) {
        let query = worker::Query { number, text, lang: self.app.setup.lang.clone(), all };
        #[cfg(debug_assertions)]
        let fail = self.fault == Some(crate::cli::Fault::Worker);
        #[cfg(not(debug_assertions))]
        let fail = false;
        let worker =
            self.worker.get_or_insert_with(|| Worker::start(Arc::clone(&self.app.open), self.sender.clone(), fail));
        worker.ask(query);
    }

    fn draw(&mut self) -> io::Result<()> {
        #[cfg(debug_assertions)]
        if self.app.asked > 0 {
            self.fail(crate::cli::Fault::Draw);
        }
        self.screen.draw(self.app.size, |buffer| draw(&self.app, buffer), &mut self.terminal)
    }

    /// Fails on purpose, where a test asked for it.
    #[cfg(debug_assertions)]
    fn fail(&self, at: crate::cli::Fault) {
        assert!(self.fault != Some(at), "a fault that was asked for");
    }
}

/// What comes after a message.
enum Next {
    Draw,
    End(Exit),
    Interrupted(i32),
}

/// The looks that were asked for, else those that the environment suggests. The terminal itself is never asked: over
/// a slow line the answer comes late, or into the prompt.
fn theme(name: ThemeName) -> Theme {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let deep = set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
    let depth = if deep { Depth::True } else { Depth::Sixteen };
    // COLORFGBG is `foreground;background`; 7 and 9 to 15 are light.
    let light = set("COLORFGBG")
        .and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok())
        .is_some_and(|background| background == 7 || background > 8);
    let colourless = set("NO_COLOR").is_some() || set("TERM").is_some_and(|term| term.starts_with("vt"));
    match name {
        ThemeName::Mono => Theme::mono(),
        ThemeName::Auto if colourless => Theme::mono(),
        ThemeName::Light => Theme::light(depth),
        ThemeName::Auto if light => Theme::light(depth),
        ThemeName::Dark | ThemeName::Auto => Theme::dark(depth),
    }
}

fn over_ssh() -> bool {
    std::env::var_os("SSH_CONNECTION").is_some()
}
