//! Reads the local terminal's input on a thread of its own.

use super::line::{EventSink, LineEvent, ReadPermit, read_permit};
use super::start_thread;
use crossterm::event::Event;
use std::io;
use std::sync::Arc;

/// Starts the threads that read input and watch for a terminal hang-up. The first waits for a permit after each
/// batch, so it never takes keystrokes meant for an editor.
///
/// # Errors
/// If the input thread cannot be started.
pub(super) fn start_input_thread(sink: &EventSink) -> io::Result<ReadPermit> {
    let (permit, granted) = read_permit();
    let events = Arc::clone(sink);
    start_thread(move || {
        let mut reader = InputReader::default();
        loop {
            let event = reader.read().map_or(LineEvent::HungUp, LineEvent::Input);
            let is_last = event == LineEvent::HungUp;
            if !events(event) || is_last || !granted.wait() {
                break;
            }
        }
    })?;
    #[cfg(unix)]
    watch_for_hang_up(Arc::clone(sink));
    Ok(permit)
}

/// Reads and decodes terminal input.
#[cfg(unix)]
#[derive(Default)]
struct InputReader {
    decoder: super::input::Decoder,
    buffer: Vec<u8>,
}

#[cfg(unix)]
impl InputReader {
    /// Waits for input and returns all events available by then. Fails if the terminal is gone.
    fn read(&mut self) -> io::Result<Vec<Event>> {
        use rustix::event::{PollFd, PollFlags, poll};
        use rustix::io::Errno;
        let input = rustix::stdio::stdin();
        self.buffer.resize(64 * 1024, 0);
        let mut events = Vec::new();
        while events.is_empty() {
            let timeout = self.decoder.timeout().and_then(|timeout| timeout.try_into().ok());
            let mut ready = [PollFd::new(&input, PollFlags::IN)];
            match poll(&mut ready, timeout.as_ref()) {
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
                Ok(0) => {
                    self.decoder.flush_pending(&mut events);
                    continue;
                }
                Ok(_) => {}
            }
            if ready[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            match rustix::io::read(input, &mut self.buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => self.decoder.feed(&self.buffer[..read], &mut events),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(events)
    }
}

/// Reads terminal input through crossterm.
#[cfg(not(unix))]
#[derive(Default)]
struct InputReader;

#[cfg(not(unix))]
impl InputReader {
    /// Waits for an event and returns all events available by then, up to 4,096.
    fn read(&mut self) -> io::Result<Vec<Event>> {
        use crossterm::event::{poll, read};
        let mut events = vec![read()?];
        while events.len() < 4096 && poll(std::time::Duration::ZERO)? {
            events.push(read()?);
        }
        Ok(events)
    }
}

/// Reports a terminal hang-up even while the input thread is paused. A process that gets no SIGHUP (`nohup`, another
/// session) has no other way to notice.
#[cfg(unix)]
fn watch_for_hang_up(sink: EventSink) {
    use rustix::event::{PollFd, PollFlags, poll};
    // If this thread does not start, the input thread still notices a hang-up when it reads.
    let _ = start_thread(move || {
        let input = rustix::stdio::stdin();
        // `poll` with no flags still reports HUP, ERR and NVAL.
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        loop {
            let mut asked = [PollFd::new(&input, PollFlags::empty())];
            match poll(&mut asked, None) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) if asked[0].revents().intersects(gone) => {
                    sink(LineEvent::HungUp);
                    break;
                }
                // The terminal cannot be polled; the input thread reports the hang-up.
                _ => break,
            }
        }
    });
}
