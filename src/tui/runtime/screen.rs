//! From cells to bytes: only what changed, in one write, and nothing where nothing changed.

use super::encode::encode;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::io::{self, Write};

/// The screen as it was last written.
pub(super) struct Screen {
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    known: bool,
}

impl Screen {
    pub(super) fn new(size: Size) -> Self {
        let area = Rect::from((Position::ORIGIN, size));
        Self { shown: Buffer::empty(area), next: Buffer::empty(area), cursor: None, known: false }
    }

    /// Forgets what was written: the next frame is written whole.
    pub(super) fn forget(&mut self) {
        self.known = false;
    }

    /// Draws a frame and writes what differs from the one before, between the marks of a synchronized update, at once.
    pub(super) fn draw(
        &mut self,
        size: Size,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let area = Rect::from((Position::ORIGIN, size));
        if self.shown.area != area {
            self.shown = Buffer::empty(area);
            self.next.resize(area);
            self.known = false;
        }
        self.next.reset();
        let cursor = draw(&mut self.next);
        if !self.known {
            self.shown.reset();
        }
        let changed = encode(&self.shown, &self.next);
        if self.known && changed.is_empty() && cursor == self.cursor {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(changed.len() + 64);
        queue!(bytes, BeginSynchronizedUpdate)?;
        if self.cursor.is_some() || !self.known {
            queue!(bytes, Hide)?;
        }
        if !self.known {
            queue!(bytes, Clear(ClearType::All))?;
        }
        bytes.extend(changed);
        if let Some(Position { x, y }) = cursor {
            queue!(bytes, MoveTo(x, y), Show)?;
        }
        queue!(bytes, EndSynchronizedUpdate)?;
        out.write_all(&bytes)?;
        out.flush()?;
        std::mem::swap(&mut self.shown, &mut self.next);
        self.cursor = cursor;
        self.known = true;
        Ok(())
    }
}
