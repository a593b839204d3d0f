//! Job control: stopping, and waiting for the foreground.

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(unix))]
use none as system;
#[cfg(all(unix, not(target_os = "linux")))]
use other as system;

use super::listen::asked_to_end;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub(super) use system::{is_behind, is_orphaned};

/// Whether a SIGTSTP that we sent ourselves is still pending.
static OURS: AtomicBool = AtomicBool::new(false);

/// Whether a received SIGTSTP is our own. Resets the flag.
#[cfg(unix)]
pub(super) fn is_ours() -> bool {
    OURS.swap(false, Ordering::SeqCst)
}

/// Stops this process only, and returns when it continues. In an orphaned process group the kernel ignores SIGTTIN,
/// so this returns at once (POSIX).
#[cfg(unix)]
pub(super) fn stop() {
    use rustix::process::{Signal, getpid, kill_process};
    let _ = kill_process(getpid(), Signal::TTIN);
}

/// Stops the whole process group, as Ctrl-Z in the terminal would, until the program is in the foreground again.
/// Returns the termination signal received meanwhile, if any.
pub(super) fn suspend() -> Option<i32> {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, kill_current_process_group};
        OURS.store(true, Ordering::SeqCst);
        let _ = kill_current_process_group(Signal::TSTP);
        stop();
    }
    wait_for_front()
}

/// Stops as long as the program is in the background, as any program does that needs the terminal: after `bg`, or
/// when started with `&`. Returns the termination signal received meanwhile, if any.
pub(super) fn wait_for_front() -> Option<i32> {
    while asked_to_end().is_none() && is_behind() && !is_orphaned() {
        // `kill %1` and `timeout` send a termination signal along with SIGCONT. Give it time to arrive before
        // stopping again.
        std::thread::sleep(Duration::from_millis(100));
        if asked_to_end().is_none() && is_behind() {
            // `timeout` ignores SIGTTIN, so it keeps running and counting.
            #[cfg(unix)]
            let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TTIN);
        }
    }
    asked_to_end()
}

/// Reads /proc instead of calling `getpgid` and `getsid`: in a container, the group or session of a process outside
/// it is 0, a value that rustix cannot represent.
#[cfg(target_os = "linux")]
mod linux {
    /// Whether our process group is orphaned (POSIX), so that no shell would continue us after a stop: no ancestor is
    /// in our session but in another group.
    pub(in super::super) fn is_orphaned() -> bool {
        no_shell_above(job)
    }

    /// Whether another process group has the terminal.
    pub(in super::super) fn is_behind() -> bool {
        job("self").is_some_and(|ours| ours.terminal > 0 && ours.terminal != ours.group)
    }

    /// Ids of a process from `/proc`. An id is 0 if it is outside the visible PID namespace.
    struct Job {
        parent: i32,
        group: i32,
        session: i32,
        /// The foreground process group of the session's terminal.
        terminal: i32,
    }

    fn job(process: &str) -> Option<Job> {
        Job::of(&std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
    }

    impl Job {
        /// Parses a line of `/proc/*/stat` (proc(5)). The process name, in parentheses, may contain anything. The
        /// fields after it are the state, parent, group, session, terminal and foreground group.
        fn of(stat: &str) -> Option<Self> {
            let mut numbers = stat.rsplit_once(") ")?.1.split(' ').skip(1).map_while(|word| word.parse().ok());
            let mut next = || numbers.next();
            let (parent, group, session, _) = (next()?, next()?, next()?, next()?);
            Some(Self { parent, group, session, terminal: next()? })
        }
    }

    /// Implements [`is_orphaned`]. `job` looks up a process by its id, or our own by `self`.
    fn no_shell_above(job: impl Fn(&str) -> Option<Job>) -> bool {
        // Assume a shell if nothing is known: most programs have one among their ancestors.
        let Some(ours) = job("self") else { return false };
        let mut parent = ours.parent;
        while parent != 0 {
            match job(&parent.to_string()) {
                None => return false,
                Some(above) if above.session != ours.session => return true,
                Some(above) if above.group != ours.group => return false,
                Some(above) => parent = above.parent,
            }
        }
        true
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        /// Runs the check with our own process, 9, and its ancestors, each given as id, parent, group and session.
        fn orphaned(processes: &[[i32; 4]]) -> bool {
            no_shell_above(|wanted| {
                let number = if wanted == "self" { 9 } else { wanted.parse().ok()? };
                let [_, parent, group, session] = *processes.iter().find(|process| process[0] == number)?;
                Some(Job { parent, group, session, terminal: 0 })
            })
        }

        #[test]
        fn a_shell_is_of_our_session_and_of_another_group() {
            assert!(!orphaned(&[[9, 5, 9, 5], [5, 1, 5, 5]]), "a shell");
            assert!(!orphaned(&[[9, 8, 8, 5], [8, 5, 8, 5], [5, 1, 5, 5]]), "a shell above a program in our group");
            assert!(orphaned(&[[9, 5, 9, 9], [5, 1, 5, 5]]), "a session of our own");
            assert!(orphaned(&[[9, 5, 9, 9], [5, 0, 0, 0]]), "a parent whose session is outside of the container");
            assert!(orphaned(&[[9, 0, 9, 9]]), "a parent outside of the container");
            assert!(!orphaned(&[[9, 5, 9, 0], [5, 0, 0, 0]]), "a session that reaches into the container");
            assert!(!orphaned(&[[9, 5, 9, 5]]), "a parent that we may not see");
            assert!(!orphaned(&[]), "no /proc");
        }

        #[test]
        fn a_name_may_look_like_the_rest_of_its_line() {
            let job = Job::of("41 (a) S 1 2 (b) R 7 8 0 34816 -1 4194560").unwrap();
            assert_eq!([job.parent, job.group, job.session, job.terminal], [7, 8, 0, -1]);
            assert!(Job::of("41 (a) S 1 2 3").is_none());
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
