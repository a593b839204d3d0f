//! Limits output to what a slow line can carry. Anything beyond that queues up and delays the response to the next
//! key.

use std::time::{Duration, Instant};

/// Throughput assumed for a slow line, in bytes per second.
const SLOW_LINE: u32 = 20_000;

/// Maximum delay of a frame. Most lines are faster than [`SLOW_LINE`], and large windows should stay responsive on
/// them.
const LONGEST_HOLD: Duration = Duration::from_millis(150);

/// Tracks when a slow line has sent its backlog.
#[derive(Default)]
pub(super) struct Pace {
    /// When the line has sent everything written so far.
    free: Option<Instant>,
    /// Whether a frame is waiting for that.
    held: bool,
}

impl Pace {
    /// Whether a frame has to wait, until [`Pace::until`].
    pub(super) fn hold(&mut self, now: Instant) -> bool {
        self.held = self.free.is_some_and(|free| now < free);
        self.held
    }

    /// When the waiting frame can be drawn, if one is waiting.
    pub(super) fn until(&self) -> Option<Instant> {
        self.free.filter(|_| self.held)
    }

    /// Records a frame of `bytes` bytes.
    pub(super) fn wrote(&mut self, bytes: usize, now: Instant) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.free = Some(now + (Duration::from_secs(1) * bytes / SLOW_LINE).min(LONGEST_HOLD));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_waits_until_the_line_has_taken_the_one_before() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        assert!(!pace.hold(start) && pace.until().is_none());
        pace.wrote(200, start);
        assert!(pace.until().is_none(), "nothing waits yet");
        assert!(pace.hold(after(9)));
        assert_eq!(pace.until(), Some(after(10)));
        assert!(!pace.hold(after(10)) && pace.until().is_none());
        for bytes in [10_000, usize::MAX] {
            pace.wrote(bytes, start);
            assert!(pace.hold(after(149)) && !pace.hold(after(150)), "no frame waits longer");
        }
        pace.wrote(0, start);
        assert!(!pace.hold(start));
    }
}
