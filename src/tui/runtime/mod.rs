//! The driver of the explorer: the only owner of the terminal, of threads and of files.
//!
//! All events arrive through one channel. Each turn of the loop handles every queued message, then draws one frame
//! and writes it in one piece.

mod clipboard;
mod dispatch;
mod effects;
mod encode;
mod environment;
mod frame_limiter;
#[cfg(any(unix, test))]
mod input;
mod job;
mod listen;
mod reload;
mod screen;
mod screenshot;
mod scroll;
mod session_file;
mod settings;
mod stats;
mod terminal;
mod watch;
mod worker;

pub(super) use screenshot::print_screenshot;
pub(super) use settings::{print_config, print_keys};
pub(super) use terminal::install_panic_hook;

use super::action::{Action, BaseSnapshot};
use super::app::App;
use super::draw::draw;
use super::update::update;
use crate::cli::{Args, CliCommand, CliError, Exit, LookupContext};
use crate::store::BaseLocation;
use clipboard::Clipboard;
use crossterm::event::{Event, KeyEvent};
use environment::{Environment, TerminalLevel};
use frame_limiter::FrameLimiter;
use job::{is_background, wait_until_foreground};
use listen::{ReadPermit, install_signal_handlers, start_input_thread};
use ratatui::buffer::Buffer;
use reload::{ReloadState, build_snapshot};
use screen::Screen;
use session_file::SessionFile;
use settings::SettingsFile;
use stats::FrameStats;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use terminal::{Terminal, TerminalModes};
use watch::BaseWatch;
use worker::SearchWorker;

/// Interval of [`Action::Tick`] while a story plays.
const STORY_TICK: Duration = Duration::from_secs(1);

/// The number of SIGHUP.
const SIGHUP: i32 = 1;

/// Starts a detached thread. Unlike `std::thread::spawn`, returns an error if the system has no more threads.
fn start_thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let add_context = |error: io::Error| io::Error::new(error.kind(), format!("no thread can be started: {error}"));
    std::thread::Builder::new().spawn(work).map(drop).map_err(add_context)
}

/// A message to the event loop.
enum Message {
    /// All events read from the terminal in one batch.
    Inputs(Vec<Event>),
    /// An action from another thread.
    Action(Action),
    /// A file of the base has changed.
    FilesChanged,
    /// A termination signal was received.
    Terminate(i32),
    /// The process continues after a stop.
    Continued,
    /// The terminal has hung up.
    HungUp,
    /// A delayed frame can be drawn now.
    DrawPending,
}

/// Opens the base and the terminal, and runs the explorer until the user quits.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    match run_explorer(args) {
        // A write may fail before the hang-up is reported.
        Err(CliError::Io(error)) if terminal::is_hang_up(&error) => std::process::exit(128 + SIGHUP),
        ended => ended,
    }
}

fn run_explorer(args: &Args) -> Result<Exit, CliError> {
    let place = args.base_location();
    let opened = place.open()?;
    let lang = args.resolve_lang(&opened)?;
    let settings = SettingsFile::load(!args.explorer.demo);
    let setup = settings.ui_options(args, lang.clone(), place.name());
    let start = initial_action(args, &LookupContext { opened: &opened, lang })?;
    let open = Arc::new(build_snapshot(opened, &place));
    let (sender, receiver) = channel();
    install_signal_handlers(&sender)?;
    // A background process must not take the terminal from the shell.
    let behind = is_background();
    if let Some(signal) = wait_until_foreground() {
        std::process::exit(128 + signal);
    }
    let around = Environment::from_env(|name| std::env::var(name).ok());
    let terminal = Terminal::enter(TerminalModes {
        mouse: setup.mouse,
        kitty_keys: around.terminal_level == TerminalLevel::KittyKeys,
    })?;
    let size = terminal::size();
    let uses_session_file = !(args.explorer.no_state || args.explorer.demo);
    let kept = uses_session_file.then(|| SessionFile::new(&place, |name| std::env::var_os(name)));
    let stats = args.explorer.stats.then(|| FrameStats::new(around.terminal_level == TerminalLevel::Vt100));
    let mut session = Driver {
        app: App::new(open, setup, size),
        screen: Screen::new(around.terminal_level == TerminalLevel::Vt100),
        terminal,
        worker: None,
        sender,
        base_location: place,
        session_file: kept,
        clipboard: Clipboard::default(),
        environment: around,
        read_permit: None,
        watch: None,
        reload_state: ReloadState::Idle,
        on_main_screen: false,
        next_tick: None,
        resumed_at: behind.then(Instant::now),
        last_key: None,
        undrawn_since: None,
        frame_limiter: FrameLimiter::default(),
        stats,
        #[cfg(debug_assertions)]
        injected_fault: args.fault,
    };
    let ended = session.start(start, settings.problem_summary()).and_then(|()| session.run_event_loop(&receiver));
    session.save_session();
    let stats = session.stats.take();
    // Restore the terminal before printing anything.
    drop(session);
    if let Some(stats) = stats {
        let _ = writeln!(io::stderr(), "{}", stats.report());
    }
    ended
}

/// The first action requested by the `open` command.
fn initial_action(args: &Args, cx: &LookupContext<'_>) -> Result<Option<Action>, CliError> {
    let Some(CliCommand::Open { address }) = &args.command else { return Ok(None) };
    if let Some(query) = address.strip_prefix("?q=") {
        return Ok(Some(Action::OpenSearch(query.to_owned())));
    }
    match cx.resolve_item(address)? {
        Some(item) => Ok(Some(Action::Visit(item))),
        None => Err(CliError::Usage(cx.not_found_message(address))),
    }
}

struct Driver {
    app: App,
    screen: Screen,
    terminal: Terminal,
    /// The search worker, and the base it indexes.
    worker: Option<(SearchWorker, Arc<BaseSnapshot>)>,
    sender: Sender<Message>,
    base_location: BaseLocation,
    session_file: Option<SessionFile>,
    clipboard: Clipboard,
    environment: Environment,
    read_permit: Option<ReadPermit>,
    /// The watch, and the text folders it includes.
    watch: Option<(BaseWatch, BTreeSet<PathBuf>)>,
    /// Whether the base is being reloaded.
    reload_state: ReloadState,
    /// Whether a text is shown on the main screen until a key is pressed.
    on_main_screen: bool,
    /// When the next tick of a story is due.
    next_tick: Option<Instant>,
    /// When the process last continued after stopping itself.
    resumed_at: Option<Instant>,
    /// The last key, and when it was pressed.
    last_key: Option<(KeyEvent, Instant)>,
    /// When the first input was received that is not drawn yet.
    undrawn_since: Option<Instant>,
    /// Limits output to the speed of a slow line.
    frame_limiter: FrameLimiter,
    /// Costs of frames, with `--stats`.
    stats: Option<FrameStats>,
    #[cfg(debug_assertions)]
    injected_fault: Option<crate::cli::InjectedFault>,
}

impl Driver {
    /// Restores the last session and draws the first frame before starting the input thread and the watch, so that
    /// the first frame appears as early as possible.
    fn start(&mut self, start: Option<Action>, notice: Option<String>) -> Result<(), CliError> {
        let (saved, load_error) = self.session_file.as_mut().map_or((None, None), SessionFile::load);
        if let Some(saved) = saved {
            self.app.apply_session(&saved);
        }
        if let Some(action) = start {
            self.apply(action)?;
        }
        let first = self.app.snapshot().base.stories.iter().next().map(|(story, _, _)| story);
        if let Some(story) = first.filter(|_| self.app.options().auto_advance.is_some()) {
            self.apply(Action::Play(story, 0))?;
        }
        let words = match (load_error, notice) {
            // One line has no room for two full messages. Keep only the first part of the first.
            (Some(broken), Some(notice)) => {
                let (what, _) = broken.split_once(": ").unwrap_or((&broken, ""));
                Some(format!("{what}; {notice}"))
            }
            (broken, notice) => broken.or(notice),
        };
        if let Some(words) = words {
            self.apply(Action::ShowMessage(words))?;
        }
        self.draw(None)?;
        self.read_permit = Some(start_input_thread(&self.sender)?);
        self.update_watch();
        Ok(())
    }

    fn run_event_loop(&mut self, receiver: &Receiver<Message>) -> Result<Exit, CliError> {
        while let Some(first) = self.next_message(receiver) {
            let (began, mut has_input) = (Instant::now(), false);
            for message in std::iter::once(first).chain(receiver.try_iter().take(4096)) {
                has_input |= matches!(message, Message::Inputs(_));
                match self.handle_message(message)? {
                    LoopControl::Continue => {}
                    LoopControl::Exit(exit) => return Ok(exit),
                    LoopControl::Interrupted(signal) => {
                        terminal::restore();
                        self.save_session();
                        std::process::exit(128 + signal);
                    }
                }
            }
            self.draw(has_input.then_some(began))?;
            if let Some(leave) = self.read_permit.as_ref().filter(|_| has_input) {
                leave.grant();
            }
        }
        Ok(Exit::Found)
    }

    /// Returns the next message. Times out to refresh the panes when a key stops repeating, to tick when a second of
    /// a story is over, and to draw when a slow line is free.
    fn next_message(&mut self, receiver: &Receiver<Message>) -> Option<Message> {
        let now = Instant::now();
        self.next_tick =
            (self.app.is_ticking() && !self.on_main_screen).then(|| self.next_tick.unwrap_or(now + STORY_TICK));
        let rest = self.app.idle_timeout().map(|patience| now + patience);
        let free = self.frame_limiter.deadline();
        let Some(until) = [self.next_tick, rest, free].into_iter().flatten().min() else { return receiver.recv().ok() };
        match receiver.recv_timeout(until.saturating_duration_since(now)) {
            Err(RecvTimeoutError::Timeout) if free == Some(until) => Some(Message::DrawPending),
            Err(RecvTimeoutError::Timeout) if self.next_tick == Some(until) => {
                // Time spent stopped does not count.
                self.next_tick = Some(Instant::now() + STORY_TICK);
                Some(Message::Action(Action::Tick))
            }
            Err(RecvTimeoutError::Timeout) => Some(Message::Action(Action::RefreshDependents)),
            message => message.ok(),
        }
    }

    fn apply(&mut self, action: Action) -> Result<LoopControl, CliError> {
        if matches!(action, Action::Loaded(_) | Action::Failed(_))
            && std::mem::take(&mut self.reload_state) == ReloadState::RunningStale
        {
            self.start_reload();
        }
        let is_new = matches!(action, Action::Loaded(_));
        let effect = update(&mut self.app, action);
        if is_new {
            self.update_watch();
        }
        effect.map_or(Ok(LoopControl::Continue), |effect| self.perform(effect))
    }

    /// Saves the session.
    fn save_session(&mut self) {
        let saved = self.app.capture_session();
        if let Some(notice) = self.session_file.as_mut().and_then(|kept| kept.save(&saved)) {
            let _ = self.apply(Action::ShowMessage(notice));
        }
    }

    /// Draws a frame, unless a slow line is still busy with the previous one. `keys` is when the input was received
    /// that caused it, if any.
    fn draw(&mut self, input_at: Option<Instant>) -> io::Result<()> {
        let now = Instant::now();
        self.undrawn_since = self.undrawn_since.or(input_at);
        if self.frame_limiter.should_wait(now) || self.on_main_screen {
            return Ok(());
        }
        #[cfg(debug_assertions)]
        if self.app.has_searched() {
            self.inject_fault(crate::cli::InjectedFault::Draw);
        }
        let (app, size) = (&self.app, self.app.size());
        let stats = &mut self.stats;
        let show = |buffer: &mut Buffer| {
            let cursor = draw(app, buffer);
            if let Some(stats) = stats {
                stats.record_frame(buffer, cursor, self.undrawn_since.take().map(|began| began.elapsed()));
                stats.draw_label(buffer, app.options().theme.pressed());
            }
            cursor
        };
        let byte_count = self.screen.draw(size, show, &mut self.terminal)?;
        if app.options().slow {
            self.frame_limiter.record(byte_count, now);
        }
        Ok(())
    }

    /// Marks the screen as unknown, so that the next frame is written in full.
    fn invalidate(&mut self) {
        self.screen.invalidate();
        self.stats.iter_mut().for_each(FrameStats::invalidate);
    }

    /// Panics if a test injected a fault at this point.
    #[cfg(debug_assertions)]
    fn inject_fault(&self, at: crate::cli::InjectedFault) {
        assert!(self.injected_fault != Some(at), "a fault that was asked for");
    }
}

/// What the event loop does after a message.
enum LoopControl {
    Continue,
    Exit(Exit),
    Interrupted(i32),
}
