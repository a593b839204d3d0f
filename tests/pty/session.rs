//! Runs a program in a pseudo-terminal.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Timeout for expected output and for the exit. It allows for a busy machine.
const OUTPUT_TIMEOUT: Duration = Duration::from_secs(20);
/// How long output must pause before the screen counts as settled.
const SETTLE_TIME: Duration = Duration::from_millis(300);

/// Path of the program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_dossier");

const PROJECT_FOLDER: &str = env!("CARGO_MANIFEST_DIR");

pub(crate) struct PtySession {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    chunks: Receiver<Vec<u8>>,
    received: Vec<u8>,
    wait_offset: usize,
    frames_offset: usize,
    pub initial_termios: String,
    /// A temporary home, so that the files of the user who runs the tests are neither read nor written.
    _home: tempfile::TempDir,
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

impl PtySession {
    /// Starts the program in a terminal of 80×24.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_with_env(arguments, &[])
    }

    /// Starts the program with environment variables set, or removed if their value is empty.
    pub(crate) fn start_with_env(arguments: &[&str], set: &[(&str, &str)]) -> Self {
        Self::spawn(Path::new(PROJECT_FOLDER), PROGRAM, arguments, set, size(80, 24), true)
    }

    /// Starts the program with `folder` as its working directory.
    pub(crate) fn start_in(folder: &Path, arguments: &[&str]) -> Self {
        Self::spawn(folder, PROGRAM, arguments, &[], size(80, 24), true)
    }

    /// Runs a shell command in which `"$0"` is the program.
    pub(crate) fn start_shell(line: &str, set: &[(&str, &str)]) -> Self {
        Self::spawn(Path::new(PROJECT_FOLDER), "sh", &["-c", line, PROGRAM], set, size(80, 24), true)
    }

    /// Runs a shell command in a terminal whose output is not read, so that writes block once its buffer is full. No
    /// reader keeps the master side open, so [`Session::hang_up`] closes it. Returns when the program has entered raw
    /// mode.
    pub(crate) fn start_shell_unread(line: &str, cols: u16, rows: u16) -> Self {
        let session =
            Self::spawn(Path::new(PROJECT_FOLDER), "sh", &["-c", line, PROGRAM], &[], size(cols, rows), false);
        let until = Instant::now() + OUTPUT_TIMEOUT;
        while session.termios() == session.initial_termios {
            assert!(Instant::now() < until, "the terminal is not taken");
            std::thread::sleep(Duration::from_millis(5));
        }
        session
    }

    /// Starts the program in a terminal of 80×24 whose output is not read.
    pub(crate) fn start_unread() -> Self {
        Self::start_shell_unread("exec \"$0\"", 80, 24)
    }

    fn spawn(
        folder: &Path,
        program: &str,
        arguments: &[&str],
        env: &[(&str, &str)],
        size: PtySize,
        drain_output: bool,
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system().openpty(size).unwrap();
        let settings_before = format!("{:?}", pair.master.get_termios());
        assert!(settings_before.starts_with("Some"), "nobody tells the settings of the line");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(folder);
        command.env_clear();
        for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
            command.env(name, home.path());
        }
        for (name, value) in
            [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("PATH", &std::env::var("PATH").unwrap())]
        {
            command.env(name, value);
        }
        for (name, value) in env {
            if value.is_empty() { command.env_remove(name) } else { command.env(name, value) }
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let (sender, chunks) = channel();
        if drain_output {
            let mut reader = pair.master.try_clone_reader().unwrap();
            std::thread::spawn(move || {
                let mut buffer = [0; 8192];
                // The last output may arrive after a read has already reported the end.
                let mut end_count = 0;
                while end_count < 5 {
                    match reader.read(&mut buffer) {
                        Ok(n @ 1..) if sender.send(buffer[..n].to_vec()).is_ok() => {}
                        Ok(1..) => break,
                        _ => {
                            end_count += 1;
                            std::thread::sleep(Duration::from_millis(20));
                        }
                    }
                }
            });
        }
        let writer = Some(pair.master.take_writer().unwrap());
        // Only the child keeps the other end open.
        drop(pair.slave);
        let master = Some(pair.master);
        Self {
            master,
            writer,
            child,
            chunks,
            received: Vec::new(),
            wait_offset: 0,
            frames_offset: 0,
            initial_termios: settings_before,
            _home: home,
        }
    }

    pub(crate) fn send(&mut self, keys: &str) {
        self.send_bytes(keys.as_bytes());
    }

    pub(crate) fn send_bytes(&mut self, keys: &[u8]) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys).unwrap();
        writer.flush().unwrap();
    }

    /// Waits until the output since the last wait contains `words`.
    pub(crate) fn wait_for(&mut self, words: &str) {
        let until = Instant::now() + OUTPUT_TIMEOUT;
        loop {
            let fresh = String::from_utf8_lossy(&self.received[self.wait_offset..]).into_owned();
            if fresh.contains(words) {
                self.wait_offset = self.received.len();
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            let chunk = self.chunks.recv_timeout(left);
            self.received.extend(chunk.unwrap_or_else(|_| panic!("{words:?} never came; what came: {fresh:?}")));
        }
    }

    /// Waits until a window of 80×24 shows `words`. Unlike [`Session::wait_for`], it also finds words that were
    /// written in parts.
    pub(crate) fn wait_for_screen(&mut self, words: &str) {
        let until = Instant::now() + OUTPUT_TIMEOUT;
        while !self.screen(80, 24).contains(words) {
            assert!(Instant::now() < until, "{words:?} is never shown:\n{}", self.screen(80, 24));
            if let Ok(chunk) = self.chunks.recv_timeout(Duration::from_millis(50)) {
                self.received.extend(chunk);
            }
        }
        self.wait_offset = self.received.len();
    }

    /// Waits until output pauses.
    pub(crate) fn settle(&mut self) {
        self.frames_offset = self.received.len();
        while let Ok(chunk) = self.chunks.recv_timeout(SETTLE_TIME) {
            self.received.extend(chunk);
        }
        self.wait_offset = self.received.len();
    }

    /// Reads the output available now, without waiting. Returns its length in bytes.
    #[allow(dead_code, reason = "the bench of bytes asks for it")]
    pub(crate) fn read_available(&mut self) -> usize {
        let before = self.received.len();
        while let Ok(chunk) = self.chunks.try_recv() {
            self.received.extend(chunk);
        }
        self.received.len() - before
    }

    /// Sizes in bytes of the frames that the last [`Session::settle`] received; `[0]` if it received no output.
    #[allow(dead_code, reason = "the bench of bytes asks for it")]
    pub(crate) fn frame_sizes(&self) -> Vec<usize> {
        let fresh = String::from_utf8_lossy(&self.received[self.frames_offset..self.wait_offset]).into_owned();
        let frames: Vec<_> = fresh.split_inclusive("\x1b[?2026l").map(str::len).collect();
        if frames.is_empty() { vec![0] } else { frames }
    }

    /// Number of bytes received so far.
    pub(crate) fn byte_count(&self) -> usize {
        self.received.len()
    }

    /// Makes the next [`Session::wait_for`] ignore the output received so far.
    pub(crate) fn skip_output(&mut self) {
        self.wait_offset = self.received.len();
    }

    /// The contents of a window of this size after all output received so far.
    pub(crate) fn screen(&self, cols: u16, rows: u16) -> String {
        let lines = |n| std::num::NonZero::new(n).unwrap();
        let mut terminal = vt100::Parser::new(lines(rows), lines(cols), 0);
        terminal.process(&self.received);
        terminal.screen().contents()
    }

    /// CPU time that the process has used so far, in seconds. `None` without `/proc`.
    pub(crate) fn cpu_seconds(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.process_id()?)).ok()?;
        let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
        let ticks = |field: Option<&str>| field?.parse::<f64>().ok();
        // Linux reports these times in hundredths of a second (`USER_HZ`).
        Some((ticks(fields.next())? + ticks(fields.next())?) / 100.0)
    }

    pub(crate) fn output(&self) -> String {
        String::from_utf8_lossy(&self.received).into_owned()
    }

    /// The line settings (termios), formatted for comparison.
    pub(crate) fn termios(&self) -> String {
        self.master.as_ref().map_or_else(|| self.initial_termios.clone(), |m| format!("{:?}", m.get_termios()))
    }

    pub(crate) fn resize(&self, cols: u16, rows: u16) {
        self.master.as_ref().unwrap().resize(size(cols, rows)).unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        Self::signal_process(name, &self.child.process_id().unwrap().to_string());
    }

    /// Sends a signal to the process with this id.
    pub(crate) fn signal_process(name: &str, process: &str) {
        let kill = format!("kill -{name} {process}");
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Closes the master side of the terminal, as a lost connection does.
    pub(crate) fn hang_up(&mut self) {
        self.writer = None;
        self.master = None;
    }

    /// Waits for the process to exit and returns its exit code.
    pub(crate) fn wait_for_exit(&mut self) -> i32 {
        let until = Instant::now() + OUTPUT_TIMEOUT;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(chunk) = self.chunks.recv_timeout(SETTLE_TIME) {
                    self.received.extend(chunk);
                }
                return i32::try_from(status.exit_code()).unwrap();
            }
            match self.chunks.recv_timeout(Duration::from_millis(20)) {
                Ok(chunk) => self.received.extend(chunk),
                Err(_) => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        let _ = self.child.kill();
        panic!("it does not end; what came: {:?}", self.output());
    }
}
