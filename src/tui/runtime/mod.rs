//! The driver of the explorer: the only owner of the terminal, of threads and of files.
//!
//! All events arrive through one channel. Each turn of the loop handles every queued message, then draws one frame
//! and writes it in one piece.

mod clipboard;
mod doing;
mod encode;
mod hearing;
#[cfg(any(unix, test))]
mod input;
mod job;
mod kept;
mod listen;
mod outside;
mod pace;
mod reading;
mod screen;
mod scroll;
mod settings;
mod shot;
mod stats;
mod terminal;
mod watch;
mod worker;

pub(super) use settings::{print_config, print_keys};
pub(super) use shot::shot;
pub(super) use terminal::install_panic_hook;

use super::action::{Action, Open};
use super::app::App;
use super::draw::draw;
use super::update::update;
use crate::cli::{Args, CliError, Command, Cx, Exit};
use crate::store::Place;
use clipboard::Clipboard;
use crossterm::event::{Event, KeyEvent};
use job::{is_behind, wait_for_front};
use kept::Kept;
use listen::{Leave, listen, listen_to_signals};
use outside::{Skill, Surroundings};
use pace::Pace;
use ratatui::buffer::Buffer;
use reading::{Reading, survey};
use screen::Screen;
use settings::Settings;
use stats::Stats;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use terminal::{Modes, Terminal};
use watch::Watching;
use worker::Worker;

/// Interval of [`Action::Tick`] while a story plays.
const SECOND: Duration = Duration::from_secs(1);

/// The number of SIGHUP.
const HANG_UP: i32 = 1;

/// Starts a detached thread. Unlike `std::thread::spawn`, returns an error if the system has no more threads.
fn start_thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let tell = |error: io::Error| io::Error::new(error.kind(), format!("no thread can be started: {error}"));
    std::thread::Builder::new().spawn(work).map(drop).map_err(tell)
}

/// A message to the event loop.
enum Message {
    /// All events read from the terminal in one batch.
    Inputs(Vec<Event>),
    /// An action from another thread.
    Action(Action),
    /// A file of the base has changed.
    Changed,
    /// A termination signal was received.
    Terminate(i32),
    /// The process continues after a stop.
    Continue,
    /// The terminal has hung up.
    Lost,
    /// A delayed frame can be drawn now.
    Draw,
}

/// Opens the base and the terminal, and runs the explorer until the user quits.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    match explore(args) {
        // A write may fail before the hang-up is reported.
        Err(CliError::Io(error)) if terminal::is_gone(&error) => std::process::exit(128 + HANG_UP),
        ended => ended,
    }
}

fn explore(args: &Args) -> Result<Exit, CliError> {
    let place = args.place();
    let opened = place.open()?;
    let lang = args.lang(&opened)?;
    let settings = Settings::read(!args.explorer.demo);
    let setup = settings.setup(args, lang.clone(), place.name());
    let start = start_of(args, &Cx { opened: &opened, lang })?;
    let open = Arc::new(survey(opened, &place));
    let (sender, receiver) = channel();
    listen_to_signals(&sender)?;
    // A background process must not take the terminal from the shell.
    let behind = is_behind();
    if let Some(signal) = wait_for_front() {
        std::process::exit(128 + signal);
    }
    let around = Surroundings::new(|name| std::env::var(name).ok());
    let terminal = Terminal::enter(Modes { mouse: setup.mouse, keys: around.skill == Skill::Keys })?;
    let size = terminal::size();
    let remembers = !(args.explorer.no_state || args.explorer.demo);
    let kept = remembers.then(|| Kept::new(&place, |name| std::env::var_os(name)));
    let stats = args.explorer.stats.then(|| Stats::new(around.skill == Skill::Old));
    let mut session = Session {
        app: App::new(open, setup, size),
        screen: Screen::new(around.skill == Skill::Old),
        terminal,
        worker: None,
        sender,
        place,
        kept,
        clipboard: Clipboard::default(),
        around,
        leave: None,
        watching: None,
        reading: Reading::No,
        away: false,
        tick: None,
        resumed: behind.then(Instant::now),
        keyed: None,
        undrawn: None,
        pace: Pace::default(),
        stats,
        #[cfg(debug_assertions)]
        fault: args.fault,
    };
    let ended = session.start(start, settings.notice()).and_then(|()| session.listen(&receiver));
    session.keep();
    let stats = session.stats.take();
    // Restore the terminal before printing anything.
    drop(session);
    if let Some(stats) = stats {
        let _ = writeln!(io::stderr(), "{}", stats.report());
    }
    ended
}

/// The first action requested by the `open` command.
fn start_of(args: &Args, cx: &Cx<'_>) -> Result<Option<Action>, CliError> {
    let Some(Command::Open { address }) = &args.command else { return Ok(None) };
    if let Some(query) = address.strip_prefix("?q=") {
        return Ok(Some(Action::Seek(query.to_owned())));
    }
    match cx.item(address)? {
        Some(item) => Ok(Some(Action::Visit(item))),
        None => Err(CliError::Usage(cx.nothing_at(address))),
    }
}

struct Session {
    app: App,
    screen: Screen,
    terminal: Terminal,
    /// The search worker, and the base it indexes.
    worker: Option<(Worker, Arc<Open>)>,
    sender: Sender<Message>,
    place: Place,
    kept: Option<Kept>,
    clipboard: Clipboard,
    around: Surroundings,
    leave: Option<Leave>,
    /// The watch, and the text folders it includes.
    watching: Option<(Watching, BTreeSet<PathBuf>)>,
    /// Whether the base is being reloaded.
    reading: Reading,
    /// Whether a text is shown on the main screen until a key is pressed.
    away: bool,
    /// When the next tick of a story is due.
    tick: Option<Instant>,
    /// When the process last continued after stopping itself.
    resumed: Option<Instant>,
    /// The last key, and when it was pressed.
    keyed: Option<(KeyEvent, Instant)>,
    /// When the first input was received that is not drawn yet.
    undrawn: Option<Instant>,
    /// Limits output to the speed of a slow line.
    pace: Pace,
    /// Costs of frames, with `--stats`.
    stats: Option<Stats>,
    #[cfg(debug_assertions)]
    fault: Option<crate::cli::Fault>,
}

impl Session {
    /// Restores the last session and draws the first frame before starting the input thread and the watch, so that
    /// the first frame appears as early as possible.
    fn start(&mut self, start: Option<Action>, notice: Option<String>) -> Result<(), CliError> {
        let (saved, broken) = self.kept.as_mut().map_or((None, None), Kept::load);
        if let Some(saved) = saved {
            self.app.restore(&saved);
        }
        if let Some(action) = start {
            self.apply(action)?;
        }
        let first = self.app.opened().base.stories.iter().next().map(|(story, _, _)| story);
        if let Some(story) = first.filter(|_| self.app.setup().auto.is_some()) {
            self.apply(Action::Play(story, 0))?;
        }
        let words = match (broken, notice) {
            // One line has no room for two full messages. Keep only the first part of the first.
            (Some(broken), Some(notice)) => {
                let (what, _) = broken.split_once(": ").unwrap_or((&broken, ""));
                Some(format!("{what}; {notice}"))
            }
            (broken, notice) => broken.or(notice),
        };
        if let Some(words) = words {
            self.apply(Action::Remark(words))?;
        }
        self.draw(None)?;
        self.leave = Some(listen(&self.sender)?);
        self.watch();
        Ok(())
    }

    fn listen(&mut self, receiver: &Receiver<Message>) -> Result<Exit, CliError> {
        while let Some(first) = self.wait(receiver) {
            let (began, mut read) = (Instant::now(), false);
            for message in std::iter::once(first).chain(receiver.try_iter().take(4096)) {
                read |= matches!(message, Message::Inputs(_));
                match self.take(message)? {
                    Next::Draw => {}
                    Next::End(exit) => return Ok(exit),
                    Next::Interrupted(signal) => {
                        terminal::restore();
                        self.keep();
                        std::process::exit(128 + signal);
                    }
                }
            }
            self.draw(read.then_some(began))?;
            if let Some(leave) = self.leave.as_ref().filter(|_| read) {
                leave.read_on();
            }
        }
        Ok(Exit::Found)
    }

    /// Returns the next message. Times out to refresh the panes when a key stops repeating, to tick when a second of
    /// a story is over, and to draw when a slow line is free.
    fn wait(&mut self, receiver: &Receiver<Message>) -> Option<Message> {
        let now = Instant::now();
        self.tick = (self.app.is_ticking() && !self.away).then(|| self.tick.unwrap_or(now + SECOND));
        let rest = self.app.patience().map(|patience| now + patience);
        let free = self.pace.until();
        let Some(until) = [self.tick, rest, free].into_iter().flatten().min() else { return receiver.recv().ok() };
        match receiver.recv_timeout(until.saturating_duration_since(now)) {
            Err(RecvTimeoutError::Timeout) if free == Some(until) => Some(Message::Draw),
            Err(RecvTimeoutError::Timeout) if self.tick == Some(until) => {
                // Time spent stopped does not count.
                self.tick = Some(Instant::now() + SECOND);
                Some(Message::Action(Action::Tick))
            }
            Err(RecvTimeoutError::Timeout) => Some(Message::Action(Action::Settle)),
            message => message.ok(),
        }
    }

    fn apply(&mut self, action: Action) -> Result<Next, CliError> {
        if matches!(action, Action::Loaded(_) | Action::Failed(_))
            && std::mem::take(&mut self.reading) == Reading::Again
        {
            self.read_base();
        }
        let is_new = matches!(action, Action::Loaded(_));
        let effect = update(&mut self.app, action);
        if is_new {
            self.watch();
        }
        effect.map_or(Ok(Next::Draw), |effect| self.perform(effect))
    }

    /// Saves the session.
    fn keep(&mut self) {
        let saved = self.app.saved();
        if let Some(notice) = self.kept.as_mut().and_then(|kept| kept.save(&saved)) {
            let _ = self.apply(Action::Remark(notice));
        }
    }

    /// Draws a frame, unless a slow line is still busy with the previous one. `keys` is when the input was received
    /// that caused it, if any.
    fn draw(&mut self, keys: Option<Instant>) -> io::Result<()> {
        let now = Instant::now();
        self.undrawn = self.undrawn.or(keys);
        if self.pace.hold(now) || self.away {
            return Ok(());
        }
        #[cfg(debug_assertions)]
        if self.app.has_asked() {
            self.fail(crate::cli::Fault::Draw);
        }
        let (app, size) = (&self.app, self.app.size());
        let stats = &mut self.stats;
        let show = |buffer: &mut Buffer| {
            let cursor = draw(app, buffer);
            if let Some(stats) = stats {
                stats.note(buffer, cursor, self.undrawn.take().map(|began| began.elapsed()));
                stats.draw(buffer, app.setup().theme.pressed());
            }
            cursor
        };
        let written = self.screen.draw(size, show, &mut self.terminal)?;
        if app.setup().slow {
            self.pace.wrote(written, now);
        }
        Ok(())
    }

    /// Marks the screen as unknown, so that the next frame is written in full.
    fn forget(&mut self) {
        self.screen.forget();
        self.stats.iter_mut().for_each(Stats::forget);
    }

    /// Panics if a test injected a fault at this point.
    #[cfg(debug_assertions)]
    fn fail(&self, at: crate::cli::Fault) {
        assert!(self.fault != Some(at), "a fault that was asked for");
    }
}

/// What the event loop does after a message.
enum Next {
    Draw,
    End(Exit),
    Interrupted(i32),
}
