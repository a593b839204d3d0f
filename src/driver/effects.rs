//! Performs the effects requested by the state.

#[cfg(debug_assertions)]
use super::InjectedFault;
use super::reload::{ReloadState, reload_base};
use super::search_worker::{SearchRequest, SearchWorker};
use super::{Driver, Ended, LoopControl, Message};
use crate::diagnostics::{LoadFailure, Pointer, SourceFile, key_path};
use crate::load::locate_in;
use crate::model::{FileIx, sanitize};
use crate::store::{read_text, text_folders, watch};
use crate::term::snapshot::{ScreenshotFormat, TerminalColors, render_screenshot};
use crate::term::{ChildEnd, Line, editor_command, start_thread};
use crate::ui::{Action, EditTarget, Effect, draw};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

impl<L: Line> Driver<L> {
    /// Performs an effect. Its outcome comes back as an action.
    pub(super) fn perform(&mut self, effect: Effect) -> io::Result<LoopControl> {
        let message = match effect {
            Effect::Exit => return Ok(LoopControl::End(Ended::Quit)),
            Effect::Suspend => {
                if !self.line.can_suspend() {
                    return self.apply(Action::ShowMessage("No shell to return to. q quits.".to_owned()));
                }
                self.save_session();
                let resumption = self.line.suspend()?;
                return self.after_stop(resumption);
            }
            Effect::Redraw => {
                self.invalidate();
                None
            }
            Effect::ReloadBase => {
                self.start_reload();
                None
            }
            Effect::Search(number, text) => self.submit_search(number, text, false),
            Effect::Filter(number, text) => self.submit_search(number, text, true),
            Effect::Copy(text, what) => Some(self.clipboard.copy(&self.environment, what, &text, &mut self.line)),
            Effect::Print(text) => {
                let lines: Vec<_> = text.lines().map(sanitize).collect();
                self.line
                    .print_on_main_screen(&format!("{}\n(any key returns to the explorer)\n", lines.join("\n")))?;
                self.on_main_screen = true;
                None
            }
            Effect::OpenUrl(url) => Some(self.open_url(&url)),
            Effect::Edit(target) => return self.run_editor(&target),
            Effect::Screenshot(format, stem) => Some(match self.write_screenshot(format, &stem) {
                Ok(path) => format!("Saved to {}", std::path::absolute(&path).unwrap_or(path).display()),
                Err(error) => format!("not written: {error}"),
            }),
            Effect::Mouse(mouse) => {
                self.line.set_mouse(mouse)?;
                None
            }
            Effect::SaveSession => {
                self.save_session();
                None
            }
        };
        message.map_or(Ok(LoopControl::Continue), |words| self.apply(Action::ShowMessage(words)))
    }

    /// Returns to the alternate screen after printing on the main screen or after a stop.
    pub(super) fn reenter_screen(&mut self) -> io::Result<()> {
        self.on_main_screen = false;
        self.invalidate();
        self.line.resume()
    }

    pub(super) fn start_reload(&mut self) {
        self.reload_state =
            if self.reload_state == ReloadState::Idle { ReloadState::Running } else { ReloadState::RunningStale };
        if self.reload_state == ReloadState::RunningStale {
            return;
        }
        let (place, sender) = (self.location.clone(), self.sender.clone());
        let (before, lang) = (Arc::clone(self.app.snapshot()), self.app.options().lang.clone());
        #[cfg(debug_assertions)]
        let fail = self.fault == Some(InjectedFault::Reading);
        let started = start_thread(move || {
            #[cfg(debug_assertions)]
            {
                while fail && !crate::term::is_child_running() {
                    std::thread::yield_now();
                }
                assert!(!fail, "a fault that was asked for");
            }
            let _ = sender.send(Message::Action(reload_base(&place, &before, &lang)));
        });
        if let Err(error) = started {
            let _ = self.sender.send(Message::Action(Action::Failed(LoadFailure {
                error_count: 1,
                first_error: error.to_string(),
                ..LoadFailure::default()
            })));
        }
    }

    /// Watches the files of the base and the folders of the source texts it currently names.
    pub(super) fn update_watch(&mut self) {
        let texts = text_folders(&self.location, &self.app.snapshot().base);
        if self.watch.as_ref().is_none_or(|(_, watched)| *watched != texts) {
            let changes = self.sender.clone();
            let notify = move || changes.send(Message::FilesChanged).is_ok();
            self.watch = watch(&self.location.paths, &texts, notify).map(|watching| (watching, texts));
        }
    }

    fn submit_search(&mut self, number: u64, text: String, is_filter: bool) -> Option<String> {
        let query = SearchRequest { id: number, text, lang: self.app.options().lang.clone(), is_filter };
        #[cfg(debug_assertions)]
        let fail = self.fault == Some(InjectedFault::Worker);
        #[cfg(not(debug_assertions))]
        let fail = false;
        let snapshot = self.app.snapshot();
        // Drop a worker that indexes another base.
        if self.worker.as_ref().is_some_and(|(_, known)| !Arc::ptr_eq(known, snapshot)) {
            self.worker = None;
        }
        if self.worker.is_none() {
            match SearchWorker::start(Arc::clone(snapshot), self.sender.clone(), fail) {
                Ok(worker) => self.worker = Some((worker, Arc::clone(snapshot))),
                Err(error) => return Some(error.to_string()),
            }
        }
        self.worker.iter().for_each(|(worker, _)| worker.submit(query.clone()));
        None
    }

    /// Opens a URL without a shell and without waiting. Returns the message to show.
    fn open_url(&self, url: &str) -> String {
        let Some(argv) = self.environment.browser_command(url) else { return format!("no browser here: {url}") };
        let (program, arguments) = argv.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // A process group of its own lets the browser survive Ctrl-Z and the end of the terminal session.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        match command.spawn() {
            Ok(mut child) => {
                // Reap the child. If no thread starts, it stays a zombie until we exit.
                let _ = start_thread(move || drop(child.wait()));
                format!("opened: {url}")
            }
            Err(error) => format!("{program}: {error}; the address is {url}"),
        }
    }

    /// Opens the editor at a target, and reloads the base when the editor has exited successfully.
    fn run_editor(&mut self, target: &EditTarget) -> io::Result<LoopControl> {
        let message = |text: String| Action::ShowMessage(text);
        let (path, line, column) = match self.edit_location(target) {
            Ok(location) => location,
            Err(reason) => return self.apply(message(reason)),
        };
        let Some(argv) = editor_command(&self.environment.editor, &path, line, column) else {
            return self.apply(message(format!("$EDITOR is no command: {}", self.environment.editor)));
        };
        let (program, arguments) = argv.split_first().map_or((OsString::new(), &[][..]), |(p, a)| (p.clone(), a));
        let status = match self.line.run_child(Command::new(&program).args(arguments))? {
            ChildEnd::Exited(status) => status,
            ChildEnd::Terminated(signal) => return Ok(LoopControl::End(Ended::Terminated(signal))),
            ChildEnd::Unsupported => return self.apply(message("files cannot be edited over this line".to_owned())),
        };
        self.invalidate();
        self.apply(Action::Resized(self.line.size()))?;
        let program = program.display();
        match status {
            Ok(status) if status.success() => {
                self.start_reload();
                Ok(LoopControl::Continue)
            }
            Ok(status) => self.apply(message(format!("the editor failed: {program}: {status}"))),
            Err(error) => self.apply(message(format!("the editor failed: {program}: {error}; set EDITOR to yours"))),
        }
    }

    /// The file, line and column of a target; line and column count from 1.
    fn edit_location(&self, written: &EditTarget) -> Result<(PathBuf, usize, usize), String> {
        let snapshot = self.app.snapshot();
        let name = |file: FileIx| snapshot.files.get(usize::from(file.0)).filter(|_| !self.location.paths.is_empty());
        let missing = || "The bundled base cannot be edited. Create your own with `dossier new DIR`.".to_owned();
        match *written {
            EditTarget::Finding(at) => {
                let place = &snapshot.problems.get(at).ok_or("no such finding")?.0.location;
                Ok((PathBuf::from(name(place.file).ok_or_else(missing)?), place.line, place.column))
            }
            EditTarget::Item(item) => {
                let path = PathBuf::from(name(snapshot.base.file(item)).ok_or_else(missing)?);
                let text = read_text(&path, self.location.limits.file_bytes)
                    .map_err(|error| format!("{}: {error}", path.display()))?;
                let file = SourceFile { name: String::new(), text };
                let pointer = Pointer::key(FileIx(0), key_path![item.kind().section(), snapshot.base.id(item)]);
                let place = locate_in(file, &pointer);
                Ok((path, place.line, place.column))
            }
        }
    }

    /// Writes a screenshot to a new file in the working folder.
    fn write_screenshot(&self, format: ScreenshotFormat, stem: &str) -> io::Result<PathBuf> {
        if !self.line.is_local() {
            return Err(io::Error::other("files cannot be written over this line"));
        }
        let mut buffer = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, self.app.size())));
        draw(&self.app, &mut buffer);
        let colors = if self.app.options().is_light() { &TerminalColors::LIGHT } else { &TerminalColors::DARK };
        let text = render_screenshot(&buffer, colors, format, stem);
        for number in 0..1000 {
            let name = if number == 0 { stem.to_owned() } else { format!("{stem}-{number}") };
            let path = PathBuf::from(format!("{name}.{}", format.extension()));
            // Never overwrite an existing file.
            match fs::File::create_new(&path) {
                Ok(mut file) => {
                    let written = file.write_all(text.as_bytes());
                    // Delete an incomplete screenshot.
                    return written.inspect_err(|_| drop(fs::remove_file(&path))).map(|()| path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("there are a thousand of them already"))
    }
}
