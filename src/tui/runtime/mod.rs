//! The world outside: the only owner of the terminal, of threads and of files.
//!
//! One channel carries everything that happens; between two waits, everything that is queued is applied, and then one
//! frame is drawn and written in one piece.

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

/// The second of a story that is played.
const SECOND: Duration = Duration::from_secs(1);

/// The number of the signal that tells of a lost terminal.
const HANG_UP: i32 = 1;

/// Starts a thread; where the system has no more of them, that is an error and no panic.
fn start_thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let tell = |error: io::Error| io::Error::new(error.kind(), format!("no thread can be started: {error}"));
    std::thread::Builder::new().spawn(work).map(drop).map_err(tell)
}

/// What comes through the channel.
enum Message {
    /// From the terminal: all that was there.
    Inputs(Vec<Event>),
    /// From the worker.
    Action(Action),
    /// A file of the base has changed.
    Changed,
    /// The process is asked to end, by this signal.
    Terminate(i32),
    /// The process goes on after it was stopped.
    Continue,
    /// The terminal is gone.
    Lost,
    /// It is time to draw what was not drawn yet.
    Draw,
}

/// Opens the base, then the terminal, and explores until the reader has enough.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    match explore(args) {
        // Writing may notice first that the line is gone.
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
    // Behind a shell, nobody takes the terminal from it.
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
    // The terminal first, then whatever there is to say.
    drop(session);
    if let Some(stats) = stats {
        let _ = writeln!(io::stderr(), "{}", stats.report());
    }
    ended
}

/// Where `open` begins.
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
    /// The worker, and the base that it knows.
    worker: Option<(Worker, Arc<Open>)>,
    sender: Sender<Message>,
    place: Place,
    kept: Option<Kept>,
    clipboard: Clipboard,
    around: Surroundings,
    leave: Option<Leave>,
    /// What is watched, with the folders of texts.
    watching: Option<(Watching, BTreeSet<PathBuf>)>,
    /// Whether the base is being read.
    reading: Reading,
    /// Whether something is printed on the ordinary screen until a key comes.
    away: bool,
    /// When the next second of a story is over.
    tick: Option<Instant>,
    /// When the process went on after it had stopped itself.
    resumed: Option<Instant>,
    /// The last key, and when it came.
    keyed: Option<(KeyEvent, Instant)>,
    /// When the keys came whose frame is not drawn yet.
    undrawn: Option<Instant>,
    /// What a slow line is busy with.
    pace: Pace,
    /// What keys cost, where that is wanted.
    stats: Option<Stats>,
    #[cfg(debug_assertions)]
    fault: Option<crate::cli::Fault>,
}

impl Session {
    /// Takes up the last session, draws the first frame, then begins to listen: nothing else stands before what is
    /// seen first.
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
            // Of two faults a line has room for what the first one means, and for the second.
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

    /// The next message; while the panes are behind the selection, only for as long as a key is held; while a story is
    /// played, only until the second is over; while a frame is held back, only until the line is free.
    fn wait(&mut self, receiver: &Receiver<Message>) -> Option<Message> {
        let now = Instant::now();
        self.tick = (self.app.is_ticking() && !self.away).then(|| self.tick.unwrap_or(now + SECOND));
        let rest = self.app.patience().map(|patience| now + patience);
        let free = self.pace.until();
        let Some(until) = [self.tick, rest, free].into_iter().flatten().min() else { return receiver.recv().ok() };
        match receiver.recv_timeout(until.saturating_duration_since(now)) {
            Err(RecvTimeoutError::Timeout) if free == Some(until) => Some(Message::Draw),
            Err(RecvTimeoutError::Timeout) if self.tick == Some(until) => {
                // What passes while the program is stopped does not count.
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

    /// Keeps where the reader is, for the next time.
    fn keep(&mut self) {
        let saved = self.app.saved();
        if let Some(notice) = self.kept.as_mut().and_then(|kept| kept.save(&saved)) {
            let _ = self.apply(Action::Remark(notice));
        }
    }

    /// Draws, for keys that came at some moment or for something else; on a slow line, once it has taken what was
    /// written before.
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

    /// Forgets what was written: the next frame is written whole.
    fn forget(&mut self) {
        self.screen.forget();
        self.stats.iter_mut().for_each(Stats::forget);
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
