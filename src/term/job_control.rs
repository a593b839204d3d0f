//! Job control: stopping, and waiting for the foreground.

use super::process::{can_return_to_shell, is_background, stop_process};
use super::tty::TTY;
use std::time::Duration;

/// Stops the whole process group, as Ctrl-Z in the terminal would, until the program is in the foreground again.
/// Returns the termination signal received meanwhile, if any.
pub(super) fn suspend_process_group() -> Option<i32> {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, kill_current_process_group};
        TTY.expect_self_stop();
        let _ = kill_current_process_group(Signal::TSTP);
        stop_process();
    }
    wait_until_foreground()
}

/// Stops as long as the program is in the background, as any program does that needs the terminal: after `bg`, or
/// when started with `&`. Returns the termination signal received meanwhile, if any.
pub(super) fn wait_until_foreground() -> Option<i32> {
    while TTY.pending_termination().is_none() && is_background() && can_return_to_shell() {
        // `kill %1` and `timeout` send a termination signal along with SIGCONT. Give it time to arrive before
        // stopping again.
        std::thread::sleep(Duration::from_millis(100));
        if TTY.pending_termination().is_none() && is_background() {
            // `timeout` ignores SIGTTIN, so it keeps running and counting.
            #[cfg(unix)]
            let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TTIN);
        }
    }
    TTY.pending_termination()
}
