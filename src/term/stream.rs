//! A line over streams of bytes, such as a network channel.

use super::input::Decoder;
use super::line::{EventSink, Line, LineEvent, Modes, PermitReceiver, ReadPermit, read_permit};
use super::{modes, start_thread};
use ratatui::layout::Size;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};

/// What arrives from the other end of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamInput {
    /// Bytes that the terminal sent.
    Bytes(Vec<u8>),
    /// The window has another size.
    Resized(Size),
}

/// A line to a terminal at the other end of a stream. The channel of its input hangs up when the other end does.
pub struct StreamLine<W: Write> {
    output: W,
    modes: Modes,
    size: Arc<Mutex<Size>>,
    sink: EventSink,
    input: Option<Receiver<StreamInput>>,
    permit: Option<ReadPermit>,
    is_open: bool,
}

impl<W: Write> StreamLine<W> {
    /// Takes over the terminal at the other end, whose window has `size` cells.
    ///
    /// # Errors
    /// If writing fails.
    pub fn open(
        output: W,
        input: Receiver<StreamInput>,
        size: Size,
        modes: Modes,
        sink: EventSink,
    ) -> io::Result<Self> {
        let size = Arc::new(Mutex::new(size));
        let mut line = Self { output, modes, size, sink, input: Some(input), permit: None, is_open: false };
        line.resume()?;
        Ok(line)
    }
}

impl<W: Write> Line for StreamLine<W> {
    fn size(&self) -> Size {
        *self.size.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start_input(&mut self) -> io::Result<()> {
        let Some(input) = self.input.take() else { return Ok(()) };
        let (permit, granted) = read_permit();
        self.permit = Some(permit);
        let (size, sink) = (Arc::clone(&self.size), Arc::clone(&self.sink));
        start_thread(move || read(&input, &granted, &size, &sink))
    }

    fn permit_read(&self) {
        self.permit.iter().for_each(ReadPermit::grant);
    }

    fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.modes.mouse = on;
        self.write_all(modes::mouse(on))?;
        self.flush()
    }

    fn print_on_main_screen(&mut self, lines: &str) -> io::Result<()> {
        self.restore();
        self.output.write_all(&modes::raw_lines(lines))?;
        self.output.flush()
    }

    fn resume(&mut self) -> io::Result<()> {
        if self.is_open {
            self.restore();
        }
        self.is_open = true;
        self.output.write_all(&modes::enter(self.modes))?;
        self.output.flush()
    }

    fn restore(&mut self) {
        if std::mem::take(&mut self.is_open) {
            // If the other end is gone, there is nothing to restore.
            let _ = self.output.write_all(&modes::leave(self.modes.kitty_keys)).and_then(|()| self.output.flush());
        }
    }
}

/// Decodes the input and sends its events until either side hangs up.
fn read(input: &Receiver<StreamInput>, granted: &PermitReceiver, size: &Mutex<Size>, sink: &EventSink) {
    let mut decoder = Decoder::default();
    loop {
        let mut events = Vec::new();
        let received = match decoder.timeout() {
            Some(timeout) => input.recv_timeout(timeout),
            None => input.recv().map_err(RecvTimeoutError::from),
        };
        match received {
            Ok(StreamInput::Bytes(bytes)) => decoder.feed(&bytes, &mut events),
            Ok(StreamInput::Resized(new)) => {
                *size.lock().unwrap_or_else(PoisonError::into_inner) = new;
                if !sink(LineEvent::Resized(new)) {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => decoder.flush_pending(&mut events),
            Err(RecvTimeoutError::Disconnected) => {
                sink(LineEvent::HungUp);
                return;
            }
        }
        if events.is_empty() {
            continue;
        }
        if !sink(LineEvent::Input(events)) || !granted.wait() {
            return;
        }
    }
}

impl<W: Write> Write for StreamLine<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // As on a local terminal, frames are dropped while the main screen is shown.
        if self.is_open { self.output.write(bytes) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

impl<W: Write> Drop for StreamLine<W> {
    fn drop(&mut self) {
        self.restore();
    }
}
