//! Runs the explorer over a line: the only part of it with threads, files, a clock and other programs.
//!
//! All events arrive through one channel. Each turn of the loop handles every queued message, then draws one frame
//! and writes it in one piece.

mod dispatch;
mod effects;
mod frame_stats;
mod reload;
mod search_worker;
mod session_file;
mod settings_file;

pub use reload::build_snapshot;
pub use session_file::SessionFile;
pub use settings_file::{DEFAULT_SETTINGS, ExplorerFlags, SettingsFile, settings_path};

use crate::model::sanitize;
use crate::store::{BaseLocation, BaseWatch};
use crate::term::is_hang_up;
use crate::term::{self, Clipboard, Environment, EventSink, FrameLimiter, Line, LineEvent, Screen, TerminalLevel};
use crate::ui::{Action, App, BaseSnapshot, UiOptions, draw, update};
use crossterm::event::KeyEvent;
use frame_stats::FrameStats;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use reload::ReloadState;
use search_worker::SearchWorker;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Interval of [`Action::Tick`] while a story plays.
const STORY_TICK: Duration = Duration::from_secs(1);

/// What an explorer needs besides its line.
pub struct Explorer {
    /// The base. Several explorers may share it, with its search index.
    pub snapshot: Arc<BaseSnapshot>,
    /// Where the base is reloaded from.
    pub location: BaseLocation,
    /// How the explorer looks and behaves.
    pub options: UiOptions,
    /// The user's environment.
    pub environment: Environment,
    /// The first action, such as going to an item.
    pub start: Option<Action>,
    /// A message for the footer of the first frame.
    pub message: Option<String>,
    /// Where the session is saved; `None` if it is not.
    pub session_file: Option<SessionFile>,
    /// Whether to measure what each key costs; [`explore`] returns the report.
    pub stats: bool,
    /// Where to panic, for tests.
    #[cfg(debug_assertions)]
    pub fault: Option<InjectedFault>,
}

/// Why an explorer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The user quit.
    Quit,
    /// This signal, or a hang-up (SIGHUP), ended it.
    Terminated(i32),
}

/// Where to inject a panic.
#[cfg(debug_assertions)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum InjectedFault {
    /// While an action is handled.
    Update,
    /// While drawing.
    Draw,
    /// In a worker thread.
    Worker,
    /// While the base is reloaded, once an editor is open.
    Reading,
}

/// The number of SIGHUP.
const SIGHUP: i32 = 1;

/// A message to the event loop.
enum Message {
    /// An event of the line.
    Line(LineEvent),
    /// An action from another thread.
    Action(Action),
    /// A file of the base has changed.
    FilesChanged,
    /// A delayed frame can be drawn now.
    DrawPending,
}

/// Runs an explorer until the user quits. Returns why it ended, and the report of `stats` if there is one. `connect`
/// opens the line; an `Err` in its result is a signal that ended the program before.
///
/// # Errors
/// If the line cannot be opened, or fails.
pub fn explore<L: Line>(
    mut explorer: Explorer,
    connect: impl FnOnce(EventSink) -> io::Result<Result<L, i32>>,
) -> io::Result<(Ended, Option<String>)> {
    let (sender, receiver) = channel();
    // The signal thread and the input thread share it.
    let events = Mutex::new(sender.clone());
    let send = move |event| {
        let events = events.lock().unwrap_or_else(PoisonError::into_inner);
        events.send(Message::Line(event)).is_ok()
    };
    let line = match connect(Arc::new(send))? {
        Ok(line) => line,
        Err(signal) => return Ok((Ended::Terminated(signal), None)),
    };
    let mut driver = Driver::new(&mut explorer, line, sender);
    let ended = driver.start(explorer.start, explorer.message).and_then(|()| driver.run_event_loop(&receiver));
    driver.save_session();
    let report = driver.stats.as_ref().map(FrameStats::report);
    match ended {
        // A write may fail before the hang-up is reported.
        Err(error) if is_hang_up(&error) => Ok((Ended::Terminated(SIGHUP), report)),
        ended => Ok((ended?, report)),
    }
}

/// Installs a panic hook that restores the terminal if it is in use, reports the panic in a few lines and ends the
/// process with `exit`. It applies to every thread. Call it first in `main`, with `std::process::exit`.
pub fn install_panic_hook(exit: fn(i32) -> !) {
    term::install_panic_hook(panic_report, exit);
}

/// The report of a panic, with what is needed to find the bug.
fn panic_report(message: &str, place: &str) -> String {
    let project = match env!("CARGO_PKG_REPOSITORY") {
        "" => "where you have the program from",
        repository => repository,
    };
    let Size { width, height } = term::local_size();
    let term = std::env::var("TERM").unwrap_or_default();
    sanitize(&format!(
        "dossier {} crashed: {message} ({place}; {} {}, TERM={term}, {width}×{height})",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    ))
    .into_owned()
        + &format!("\nPlease report the line above, and what you did, {project}.")
}

struct Driver<L: Line> {
    app: App,
    screen: Screen,
    line: L,
    /// The search worker, and the base it searches.
    worker: Option<(SearchWorker, Arc<BaseSnapshot>)>,
    sender: Sender<Message>,
    location: BaseLocation,
    session_file: Option<SessionFile>,
    clipboard: Clipboard,
    environment: Environment,
    /// The watch, and the text folders it includes.
    watch: Option<(BaseWatch, BTreeSet<PathBuf>)>,
    /// Whether the base is being reloaded.
    reload_state: ReloadState,
    /// Whether a text is shown on the main screen until a key is pressed.
    on_main_screen: bool,
    /// When the next tick of a story is due.
    next_tick: Option<Instant>,
    /// The last key, and when it was pressed.
    last_key: Option<(KeyEvent, Instant)>,
    /// When the first input was received that is not drawn yet.
    undrawn_since: Option<Instant>,
    /// Limits output to the speed of a slow line.
    frame_limiter: FrameLimiter,
    /// Costs of frames, with `--stats`.
    stats: Option<FrameStats>,
    #[cfg(debug_assertions)]
    fault: Option<InjectedFault>,
}

impl<L: Line> Driver<L> {
    fn new(explorer: &mut Explorer, line: L, sender: Sender<Message>) -> Self {
        let is_vt100 = explorer.environment.terminal_level == TerminalLevel::Vt100;
        let app = App::new(Arc::clone(&explorer.snapshot), explorer.options.clone(), line.size());
        Self {
            app,
            screen: Screen::new(is_vt100),
            line,
            worker: None,
            sender,
            location: explorer.location.clone(),
            session_file: explorer.session_file.take(),
            clipboard: Clipboard::default(),
            environment: explorer.environment.clone(),
            watch: None,
            reload_state: ReloadState::Idle,
            on_main_screen: false,
            next_tick: None,
            last_key: None,
            undrawn_since: None,
            frame_limiter: FrameLimiter::default(),
            stats: explorer.stats.then(|| FrameStats::new(is_vt100)),
            #[cfg(debug_assertions)]
            fault: explorer.fault,
        }
    }

    /// Restores the last session and draws the first frame before starting the input thread and the watch, so that
    /// the first frame appears as early as possible.
    fn start(&mut self, start: Option<Action>, notice: Option<String>) -> io::Result<()> {
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
        self.line.start_input()?;
        self.update_watch();
        Ok(())
    }

    fn run_event_loop(&mut self, receiver: &Receiver<Message>) -> io::Result<Ended> {
        while let Some(first) = self.next_message(receiver) {
            let (began, mut has_input) = (Instant::now(), false);
            for message in std::iter::once(first).chain(receiver.try_iter().take(4096)) {
                has_input |= matches!(message, Message::Line(LineEvent::Input(_)));
                if let LoopControl::End(ended) = self.handle_message(message)? {
                    self.line.restore();
                    return Ok(ended);
                }
            }
            self.draw(has_input.then_some(began))?;
            if has_input {
                self.line.permit_read();
            }
        }
        Ok(Ended::Quit)
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

    fn apply(&mut self, action: Action) -> io::Result<LoopControl> {
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
            self.inject_fault(InjectedFault::Draw);
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
        let byte_count = self.screen.draw(size, show, &mut self.line)?;
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
    fn inject_fault(&self, at: InjectedFault) {
        assert!(self.fault != Some(at), "a fault that was asked for");
    }
}

/// What the event loop does after a message.
enum LoopControl {
    Continue,
    End(Ended),
}
