//! Measures what each key costs: bytes written, and time from the key to its frame. For `--stats`.

use crate::term::Screen;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;
use std::collections::VecDeque;
use std::io;
use std::time::Duration;

/// Maximum number of batches recorded. Older ones are dropped.
const MAX_KEY_RECORDS: usize = 100_000;

/// Costs of the frames of a session.
#[derive(Default)]
pub(super) struct FrameStats {
    /// The screen without the label that shows the costs, so that the label itself is not counted.
    screen: Screen,
    /// Size of the first frame, in bytes.
    first_frame_bytes: usize,
    /// Number of frames written.
    frame_count: usize,
    /// Total size of all frames, in bytes.
    total_bytes: usize,
    /// Bytes and time of each batch of keys.
    keys: VecDeque<(usize, Duration)>,
}

impl FrameStats {
    /// Starts counting. `is_old` is whether the terminal supports only VT100 sequences.
    pub(super) fn new(is_old: bool) -> Self {
        Self { screen: Screen::new(is_old), ..Self::default() }
    }

    /// Records a frame. `key` is the time since the key that caused it, if any.
    pub(super) fn record_frame(&mut self, frame: &Buffer, cursor: Option<Position>, key: Option<Duration>) {
        let copy = |buffer: &mut Buffer| {
            buffer.clone_from(frame);
            cursor
        };
        // Writing to a sink cannot fail.
        let bytes = self.screen.draw(frame.area.as_size(), copy, &mut io::sink()).unwrap_or_default();
        self.add_frame(bytes, key);
    }

    /// Marks the screen as unknown, so that the next frame counts in full.
    pub(super) fn invalidate(&mut self) {
        self.screen.invalidate();
    }

    /// Adds a frame. One without a key adds its bytes to the last key.
    fn add_frame(&mut self, bytes: usize, key: Option<Duration>) {
        if self.frame_count == 0 {
            self.first_frame_bytes = bytes;
        }
        self.frame_count += usize::from(bytes > 0);
        self.total_bytes += bytes;
        match (key, self.keys.back_mut()) {
            (Some(time), _) => {
                if self.keys.len() == MAX_KEY_RECORDS {
                    self.keys.pop_front();
                }
                self.keys.push_back((bytes, time));
            }
            (None, Some(last)) => last.0 += bytes,
            (None, None) => {}
        }
    }

    /// Draws the cost of the last key above the footer, at the right.
    pub(super) fn draw_label(&self, buffer: &mut Buffer, style: Style) {
        let Some((bytes, time)) = self.keys.back() else { return };
        let words = format!(" {bytes} B  {} ", format_milliseconds(*time));
        let area = buffer.area;
        let width = u16::try_from(words.len()).unwrap_or(u16::MAX).min(area.width);
        let y = area.bottom().saturating_sub(2).max(area.y);
        if area.height > 0 {
            buffer.set_stringn(area.right() - width, y, words, width.into(), style);
        }
    }

    /// A summary of the session, in several lines.
    pub(super) fn report(&self) -> String {
        let column =
            |of: &dyn Fn(usize) -> String| [50, 95, 100].map(|percent| format!("{:>10}", of(percent))).concat();
        let mut bytes: Vec<_> = self.keys.iter().map(|key| key.0).collect();
        let mut times: Vec<_> = self.keys.iter().map(|key| key.1).collect();
        bytes.sort_unstable();
        times.sort_unstable();
        // Nearest-rank percentile: the smallest value that at least `percent` per cent of all do not exceed.
        let percentile_index = |percent: usize| (self.keys.len() * percent).div_ceil(100).saturating_sub(1);
        let bytes = |percent| bytes.get(percentile_index(percent)).map(usize::to_string).unwrap_or_default();
        let times =
            |percent| times.get(percentile_index(percent)).copied().map(format_milliseconds).unwrap_or_default();
        format!(
            "{} keys or bursts of keys, {} frames, {} bytes (first frame {})\n\
             each          median      95 %      most\nbytes     {}\ntime      {}",
            self.keys.len(),
            self.frame_count,
            self.total_bytes,
            self.first_frame_bytes,
            column(&bytes),
            column(&times),
        )
    }
}

fn format_milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn report_lists_percentiles() {
        let mut stats = FrameStats::default();
        stats.add_frame(3700, None);
        for bytes in 1..=100 {
            stats.add_frame(bytes, Some(Duration::from_micros(100 * bytes as u64)));
        }
        stats.add_frame(7, None);
        assert_eq!(
            stats.report(),
            "100 keys or bursts of keys, 102 frames, 8757 bytes (first frame 3700)\n\
             each          median      95 %      most\n\
             bytes             50        95       107\n\
             time          5.0 ms    9.5 ms   10.0 ms"
        );
        assert!(FrameStats::default().report().starts_with("0 keys"));
    }

    #[test]
    fn label_is_clipped_to_the_screen() {
        let mut stats = FrameStats::default();
        stats.add_frame(234, Some(Duration::from_micros(640)));
        for (width, height) in [(20, 4), (5, 1), (0, 0), (1, 0), (0, 1)] {
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, width, height));
            stats.draw_label(&mut buffer, Style::new());
            if width == 20 {
                assert_eq!(
                    buffer,
                    Buffer::with_lines(["", "", "      234 B  0.6 ms ", ""].map(|line| format!("{line:20}")))
                );
            }
        }
    }
}
