//! Job control: stopping, and waiting for the foreground.

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(unix))]
use none as system;
#[cfg(all(unix, not(target_os = "linux")))]
use other as system;

use super::listen::pending_termination;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub(super) use system::{is_background, is_orphaned};

/// Whether a SIGTSTP that we sent ourselves is still pending.
static SELF_STOP: AtomicBool = AtomicBool::new(false);

/// Whether a received SIGTSTP is our own. Resets the flag.
#[cfg(unix)]
pub(super) fn take_self_stop() -> bool {
    SELF_STOP.swap(false, Ordering::SeqCst)
}

/// Stops this process only, and returns when it continues. In an orphaned process group the kernel ignores SIGTTIN,
/// so this returns at once (POSIX).
#[cfg(unix)]
pub(super) fn stop_process() {
    use rustix::process::{Signal, getpid, kill_process};
    let _ = kill_process(getpid(), Signal::TTIN);
}

/// Stops the whole process group, as Ctrl-Z in the terminal would, until the program is in the foreground again.
/// Returns the termination signal received meanwhile, if any.
pub(super) fn suspend_process_group() -> Option<i32> {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, kill_current_process_group};
        SELF_STOP.store(true, Ordering::SeqCst);
        let _ = kill_current_process_group(Signal::TSTP);
        stop_process();
    }
    wait_until_foreground()
}

/// Stops as long as the program is in the background, as any program does that needs the terminal: after `bg`, or
/// when started with `&`. Returns the termination signal received meanwhile, if any.
pub(super) fn wait_until_foreground() -> Option<i32> {
    while pending_termination().is_none() && is_background() && !is_orphaned() {
        // `kill %1` and `timeout` send a termination signal along with SIGCONT. Give it time to arrive before
        // stopping again.
        std::thread::sleep(Duration::from_millis(100));
        if pending_termination().is_none() && is_background() {
            // `timeout` ignores SIGTTIN, so it keeps running and counting.
            #[cfg(unix)]
            let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TTIN);
        }
    }
    pending_termination()
}

/// Reads /proc instead of calling `getpgid` and `getsid`: in a container, the group or session of a process outside
/// it is 0, a value that rustix cannot represent.
#[cfg(target_os = "linux")]
mod linux {
    /// Whether our process group is orphaned (POSIX), so that no shell would continue us after a stop: no ancestor is
    /// in our session but in another group.
    pub(in super::super) fn is_orphaned() -> bool {
        has_no_shell_above(read_process_stat)
    }

    /// Whether another process group has the terminal.
    pub(in super::super) fn is_background() -> bool {
        read_process_stat("self").is_some_and(|ours| ours.foreground_group > 0 && ours.foreground_group != ours.group)
    }

    /// Ids of a process from `/proc`. An id is 0 if it is outside the visible PID namespace.
    struct ProcessStat {
        parent: i32,
        group: i32,
        session: i32,
        /// The foreground process group of the session's terminal.
        foreground_group: i32,
    }

    fn read_process_stat(process: &str) -> Option<ProcessStat> {
        ProcessStat::parse(&std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
    }

    impl ProcessStat {
        /// Parses a line of `/proc/*/stat` (proc(5)). The process name, in parentheses, may contain anything. The
        /// fields after it are the state, parent, group, session, terminal and foreground group.
        fn parse(stat: &str) -> Option<Self> {
            let mut numbers = stat.rsplit_once(") ")?.1.split(' ').skip(1).map_while(|word| word.parse().ok());
            let mut next = || numbers.next();
            let (parent, group, session, _) = (next()?, next()?, next()?, next()?);
            Some(Self { parent, group, session, foreground_group: next()? })
        }
    }

    /// Implements [`is_orphaned`]. `job` looks up a process by its id, or our own by `self`.
    fn has_no_shell_above(stat_of: impl Fn(&str) -> Option<ProcessStat>) -> bool {
        // Assume a shell if nothing is known: most programs have one among their ancestors.
        let Some(ours) = stat_of("self") else { return false };
        let mut parent = ours.parent;
        while parent != 0 {
            match stat_of(&parent.to_string()) {
                None => return false,
                Some(above) if above.session != ours.session => return true,
                Some(above) if above.group != ours.group => return false,
                Some(ancestor) => parent = ancestor.parent,
            }
        }
        true
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        /// Runs the check with our own process, 9, and its ancestors, each given as id, parent, group and session.
        fn is_orphaned_among(processes: &[[i32; 4]]) -> bool {
            has_no_shell_above(|wanted| {
                let number = if wanted == "self" { 9 } else { wanted.parse().ok()? };
                let [_, parent, group, session] = *processes.iter().find(|process| process[0] == number)?;
                Some(ProcessStat { parent, group, session, foreground_group: 0 })
            })
        }

        #[test]
        fn shell_shares_session_but_not_group() {
            assert!(!is_orphaned_among(&[[9, 5, 9, 5], [5, 1, 5, 5]]), "a shell");
            assert!(
                !is_orphaned_among(&[[9, 8, 8, 5], [8, 5, 8, 5], [5, 1, 5, 5]]),
                "a shell above a program in our group"
            );
            assert!(is_orphaned_among(&[[9, 5, 9, 9], [5, 1, 5, 5]]), "a session of our own");
            assert!(
                is_orphaned_among(&[[9, 5, 9, 9], [5, 0, 0, 0]]),
                "a parent whose session is outside of the container"
            );
            assert!(is_orphaned_among(&[[9, 0, 9, 9]]), "a parent outside of the container");
            assert!(!is_orphaned_among(&[[9, 5, 9, 0], [5, 0, 0, 0]]), "a session that reaches into the container");
            assert!(!is_orphaned_among(&[[9, 5, 9, 5]]), "a parent that we may not see");
            assert!(!is_orphaned_among(&[]), "no /proc");
        }

        #[test]
        fn parses_stat_with_arbitrary_process_name() {
            let job = ProcessStat::parse("41 (a) S 1 2 (b) R 7 8 0 34816 -1 4194560").unwrap();
            assert_eq!([job.parent, job.group, job.session, job.foreground_group], [7, 8, 0, -1]);
            assert!(ProcessStat::parse("41 (a) S 1 2 3").is_none());
        }
    }
}

/// Fallback that can only query the parent process.
#[cfg(all(unix, not(target_os = "linux")))]
mod other {
    use rustix::process::{getpgrp, getppid, getsid};
    use rustix::termios::tcgetpgrp;

    pub(in super::super) fn is_orphaned() -> bool {
        getppid().is_none_or(|parent| getsid(Some(parent)).ok() != getsid(None).ok())
    }

    pub(in super::super) fn is_behind() -> bool {
        tcgetpgrp(rustix::stdio::stdin()).is_ok_and(|group| group != getpgrp())
    }
}

/// For systems without job control.
#[cfg(not(unix))]
mod none {
    pub(in super::super) fn is_orphaned() -> bool {
        true
    }

    pub(in super::super) fn is_behind() -> bool {
        false
    }
}
