//! Performs the effects requested by the state.

use super::super::action::Action;
use super::super::effect::{Effect, Written};
use super::super::picture::{Ground, picture};
use super::job::{is_orphaned, suspend};
use super::outside::editor;
use super::reading::{Reading, read_again};
use super::terminal;
use super::watch::{folders_of_texts, watch};
use super::worker::{self, Worker};
use super::{Message, Next, Session, start_thread};
use crate::cli::{CliError, Exit};
use crate::diagnostic::{LoadFailure, Pointer, SourceFile, key_path};
use crate::load::locate_in;
use crate::model::FileIx;
use crate::store::read_text;
use crate::tui::draw::draw;
use crate::tui::picture::PictureFormat;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

impl Session {
    /// Performs an effect. Its outcome comes back as an action.
    pub(super) fn perform(&mut self, effect: Effect) -> Result<Next, CliError> {
        let told = match effect {
            Effect::Exit => return Ok(Next::End(Exit::Found)),
            Effect::Suspend => {
                if is_orphaned() {
                    return self.apply(Action::Remark("there is no shell here to go back to; q quits".to_owned()));
                }
                self.keep();
                terminal::restore();
                return self.come_back(suspend());
            }
            Effect::Redraw => {
                self.forget();
                None
            }
            Effect::ReadBase => {
                self.read_base();
                None
            }
            Effect::Search(number, text) => self.search(number, text, false),
            Effect::Filter(number, text) => self.search(number, text, true),
            Effect::Copy(text, what) => Some(self.clipboard.copy(&self.around, what, &text, &mut self.terminal)),
            Effect::Print(text) => {
                terminal::Terminal::print(&format!("{text}\n(any key returns to the explorer)\n"))?;
                self.away = true;
                None
            }
            Effect::OpenUrl(url) => Some(self.open_url(&url)),
            Effect::Edit(written) => self.edit(&written)?,
            Effect::Picture(format, stem) => Some(match self.write_picture(format, &stem) {
                Ok(path) => format!("written: {}", std::path::absolute(&path).unwrap_or(path).display()),
                Err(error) => format!("not written: {error}"),
            }),
            Effect::Mouse(mouse) => {
                self.terminal.use_mouse(mouse)?;
                None
            }
            Effect::Keep => {
                self.keep();
                None
            }
        };
        told.map_or(Ok(Next::Draw), |words| self.apply(Action::Remark(words)))
    }

    /// Takes the terminal back after a stop, or exits if a termination signal arrived meanwhile.
    pub(super) fn come_back(&mut self, asked: Option<i32>) -> Result<Next, CliError> {
        if let Some(signal) = asked {
            return Ok(Next::Interrupted(signal));
        }
        self.return_from_print()?;
        self.resumed = Some(Instant::now());
        self.apply(Action::Resized(terminal::size()))
    }

    /// Returns to the alternate screen after printing on the main screen or after a stop.
    pub(super) fn return_from_print(&mut self) -> io::Result<()> {
        self.away = false;
        self.forget();
        self.terminal.resume()
    }

    pub(super) fn read_base(&mut self) {
        self.reading = if self.reading == Reading::No { Reading::Yes } else { Reading::Again };
        if self.reading == Reading::Again {
            return;
        }
        let (place, sender) = (self.place.clone(), self.sender.clone());
        let (before, lang) = (Arc::clone(self.app.opened()), self.app.setup().lang.clone());
        #[cfg(debug_assertions)]
        let fail = self.fault == Some(crate::cli::Fault::Reading);
        let started = start_thread(move || {
            #[cfg(debug_assertions)]
            {
                while fail && !terminal::is_lent() {
                    std::thread::yield_now();
                }
                assert!(!fail, "a fault that was asked for");
            }
            let _ = sender.send(Message::Action(read_again(&place, &before, &lang)));
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
    pub(super) fn watch(&mut self) {
        let texts = folders_of_texts(&self.place, &self.app.opened().base);
        if self.watching.as_ref().is_none_or(|(_, watched)| *watched != texts) {
            let changes = self.sender.clone();
            let tell = move || changes.send(Message::Changed).is_ok();
            self.watching = watch(&self.place.paths, &texts, tell).map(|watching| (watching, texts));
        }
    }

    fn search(&mut self, number: u64, text: String, all: bool) -> Option<String> {
        let query = worker::Query { number, text, lang: self.app.setup().lang.clone(), all };
        #[cfg(debug_assertions)]
        let fail = self.fault == Some(crate::cli::Fault::Worker);
        #[cfg(not(debug_assertions))]
        let fail = false;
        let open = self.app.opened();
        // Drop a worker that indexes another base.
        if self.worker.as_ref().is_some_and(|(_, known)| !Arc::ptr_eq(known, open)) {
            self.worker = None;
        }
        if self.worker.is_none() {
            match Worker::start(Arc::clone(open), self.sender.clone(), fail) {
                Ok(worker) => self.worker = Some((worker, Arc::clone(open))),
                Err(error) => return Some(error.to_string()),
            }
        }
        self.worker.iter().for_each(|(worker, _)| worker.ask(query.clone()));
        None
    }

    /// Opens a URL without a shell and without waiting. Returns the message to show.
    fn open_url(&self, url: &str) -> String {
        let Some(argv) = self.around.opener(url) else { return format!("no browser here: {url}") };
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
    fn edit(&mut self, written: &Written) -> Result<Option<String>, CliError> {
        let (path, line, column) = match self.place_of(written) {
            Ok(place) => place,
            Err(why) => return Ok(Some(why)),
        };
        let Some(argv) = editor(&self.around.editor, &path, line, column) else {
            return Ok(Some(format!("$EDITOR is no command: {}", self.around.editor)));
        };
        let (program, arguments) = argv.split_first().map_or((OsString::new(), &[][..]), |(p, a)| (p.clone(), a));
        let ended = self.terminal.lend(|| Command::new(&program).args(arguments).status())?;
        self.forget();
        let size = terminal::size();
        self.apply(Action::Resized(size))?;
        Ok(match ended {
            Ok(status) if status.success() => {
                self.read_base();
                None
            }
            Ok(status) => Some(format!("the editor failed: {}: {status}", program.display())),
            Err(error) => Some(format!("the editor failed: {}: {error}; set EDITOR to yours", program.display())),
        })
    }

    /// The file, line and column of a target; line and column count from 1.
    fn place_of(&self, written: &Written) -> Result<(PathBuf, usize, usize), String> {
        let open = self.app.opened();
        let name = |file: FileIx| open.files.get(usize::from(file.0)).filter(|_| !self.place.paths.is_empty());
        let missing = || "the bundled base has no file here; `dossier new DIR` begins one of your own".to_owned();
        match *written {
            Written::Finding(at) => {
                let place = &open.problems.get(at).ok_or("no such finding")?.0.location;
                Ok((PathBuf::from(name(place.file).ok_or_else(missing)?), place.line, place.column))
            }
            Written::Item(item) => {
                let path = PathBuf::from(name(open.base.file(item)).ok_or_else(missing)?);
                let text =
                    read_text(&path, self.place.limits.file).map_err(|error| format!("{}: {error}", path.display()))?;
                let file = SourceFile { name: String::new(), text };
                let pointer = Pointer::key(FileIx(0), key_path![item.kind().section(), open.base.id(item)]);
                let place = locate_in(file, &pointer);
                Ok((path, place.line, place.column))
            }
        }
    }

    /// Writes a screenshot to a new file in the working folder.
    fn write_picture(&self, format: PictureFormat, stem: &str) -> io::Result<PathBuf> {
        let mut buffer = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, self.app.size())));
        draw(&self.app, &mut buffer);
        let ground = if self.app.setup().is_light() { &Ground::LIGHT } else { &Ground::DARK };
        let text = picture(&buffer, ground, format, stem);
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
