//! Limits output to what a slow line can carry. Anything beyond that queues up and delays the response to the next
//! key.

use std::time::{Duration, Instant};

/// Throughput assumed for a slow line, in bytes per second.
const SLOW_LINE_BYTES_PER_SECOND: u32 = 20_000;

/// Maximum delay of a frame. Most lines are faster than [`SLOW_LINE_BYTES_PER_SECOND`], and large windows should stay responsive on
/// them.
const MAX_FRAME_DELAY: Duration = Duration::from_millis(150);

/// Tracks when a slow line has sent its backlog.
#[derive(Default)]
pub struct FrameLimiter {
    /// When the line has sent everything written so far.
    line_free_at: Option<Instant>,
    /// Whether a frame is waiting for that.
    frame_pending: bool,
}

impl FrameLimiter {
    /// Whether a frame has to wait, until [`FrameLimiter::deadline`].
    pub fn should_wait(&mut self, now: Instant) -> bool {
        self.frame_pending = self.line_free_at.is_some_and(|free| now < free);
        self.frame_pending
    }

    /// When the waiting frame can be drawn, if one is waiting.
    pub fn deadline(&self) -> Option<Instant> {
        self.line_free_at.filter(|_| self.frame_pending)
    }

    /// Records a frame of `bytes` bytes.
    pub fn record(&mut self, bytes: usize, now: Instant) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.line_free_at =
            Some(now + (Duration::from_secs(1) * bytes / SLOW_LINE_BYTES_PER_SECOND).min(MAX_FRAME_DELAY));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frame_waits_until_previous_one_is_sent() {
        let (mut pace, start) = (FrameLimiter::default(), Instant::now());
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        assert!(!pace.should_wait(start) && pace.deadline().is_none());
        pace.record(200, start);
        assert!(pace.deadline().is_none(), "nothing waits yet");
        assert!(pace.should_wait(after(9)));
        assert_eq!(pace.deadline(), Some(after(10)));
        assert!(!pace.should_wait(after(10)) && pace.deadline().is_none());
        for bytes in [10_000, usize::MAX] {
            pace.record(bytes, start);
            assert!(pace.should_wait(after(149)) && !pace.should_wait(after(150)), "no frame waits longer");
        }
        pace.record(0, start);
        assert!(!pace.should_wait(start));
    }
}
