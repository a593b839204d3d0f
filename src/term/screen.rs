//! Writes frames to the terminal: only the changed cells, in one write, and nothing if nothing changed.

use crate::term::encode::encode;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::io::{self, Write};

/// The screen as last written.
#[derive(Default)]
pub struct Screen {
    /// The cells on the screen. `None` if unknown.
    shown: Option<Buffer>,
    /// The buffer of the previous frame, for reuse.
    spare: Option<Buffer>,
    cursor: Option<Position>,
    /// Whether the terminal supports only VT100 sequences.
    is_vt100: bool,
}

impl Screen {
    /// A screen with unknown content.
    pub fn new(is_old: bool) -> Self {
        Self { is_vt100: is_old, ..Self::default() }
    }

    /// Marks the screen as unknown, so that the next frame is written in full.
    pub fn invalidate(&mut self) {
        self.shown = None;
    }

    /// Draws a frame and writes the difference to the previous one in a single write, as a synchronized update.
    /// Returns the number of bytes written.
    pub fn draw(
        &mut self,
        size: Size,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
        out: &mut impl Write,
    ) -> io::Result<usize> {
        let area = Rect::from((Position::ORIGIN, size));
        let mut next = match self.spare.take().filter(|spare| spare.area == area) {
            Some(mut spare) => {
                spare.reset();
                spare
            }
            None => Buffer::empty(area),
        };
        let cursor = draw(&mut next);
        let previous = self.shown.as_ref().filter(|shown| shown.area == area);
        let update = encode(previous, &next, self.is_vt100);
        if previous.is_some() && update.is_empty() && cursor == self.cursor {
            self.spare = Some(next);
            return Ok(0);
        }
        let mut bytes = Vec::with_capacity(update.len() + 64);
        queue!(bytes, BeginSynchronizedUpdate)?;
        if self.cursor.is_some() || previous.is_none() {
            queue!(bytes, Hide)?;
        }
        if previous.is_none() {
            queue!(bytes, Clear(ClearType::All))?;
        }
        bytes.extend(update);
        if let Some(Position { x, y }) = cursor {
            queue!(bytes, MoveTo(x, y), Show)?;
        }
        queue!(bytes, EndSynchronizedUpdate)?;
        out.write_all(&bytes)?;
        out.flush()?;
        self.spare = self.shown.replace(next);
        self.cursor = cursor;
        Ok(bytes.len())
    }
}
