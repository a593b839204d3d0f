//! What the shell sees of the program: one of its jobs, which stops, runs behind or has the terminal.

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

/// Whether a SIGTSTP is on its way that we sent ourselves.
static OURS: AtomicBool = AtomicBool::new(false);

/// Whether a SIGTSTP that came is our own; asked once for each.
#[cfg(unix)]
pub(super) fn is_ours() -> bool {
    OURS.swap(false, Ordering::SeqCst)
}

/// Stops this process and no other; returns when it goes on. Where nobody is there to let it go on, the system sees to
/// it that nothing happens (POSIX: of the signals that stop, an orphaned group gets SIGSTOP alone).
#[cfg(unix)]
pub(super) fn stop() {
    use rustix::process::{Signal, getpid, kill_process};
    let _ = kill_process(getpid(), Signal::TTIN);
}

/// Stops those that were started with this process too, as the terminal's own Ctrl-Z would, until the program has the
/// terminal again. The signal that asked it to end meanwhile, if one did.
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

/// Stops as long as another program has the terminal, as any program does that needs it: after `bg`, or when it was
/// started behind a shell. The signal that asked it to end meanwhile, if one did.
pub(super) fn wait_for_front() -> Option<i32> {
    while asked_to_end().is_none() && is_behind() && !is_orphaned() {
        // Who wants it to end (`kill %1`, `timeout`) says so just before it goes on.
        std::thread::sleep(Duration::from_millis(100));
        if asked_to_end().is_none() && is_behind() {
            // `timeout` goes on, to count the time; it has this one ignored.
            #[cfg(unix)]
            let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TTIN);
        }
    }
    asked_to_end()
}

/// By /proc and not by the calls of the system: in a container the group or the session of a process outside is 0,
/// which rustix has no value for.
#[cfg(target_os = "linux")]
mod linux {
    /// Whether there is no shell that could take over while the process is stopped (POSIX: an orphaned process group):
    /// no process above ours is of our session and of another group.
    pub(in super::super) fn is_orphaned() -> bool {
        no_shell_above(job)
    }

    /// Whether another group of processes has the terminal.
    pub(in super::super) fn is_behind() -> bool {
        job("self").is_some_and(|ours| ours.terminal > 0 && ours.terminal != ours.group)
    }

    /// Where a process stands among the others. Each number is 0 where it is outside of what we may see.
    struct Job {
        parent: i32,
        group: i32,
        session: i32,
        /// The group that has the terminal of the session.
        terminal: i32,
    }

    fn job(process: &str) -> Option<Job> {
        Job::of(&std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
    }

    impl Job {
        /// Reads a line of `/proc/*/stat` (proc(5)): after the name in brackets, which may be anything, come the state,
        /// the parent, the group, the session, the terminal and the group that has it.
        fn of(stat: &str) -> Option<Self> {
            let mut numbers = stat.rsplit_once(") ")?.1.split(' ').skip(1).map_while(|word| word.parse().ok());
            let mut next = || numbers.next();
            let (parent, group, session, _) = (next()?, next()?, next()?, next()?);
            Some(Self { parent, group, session, terminal: next()? })
        }
    }

    /// [`is_orphaned`], of what is known of each process by its number, or of our own by `self`.
    fn no_shell_above(job: impl Fn(&str) -> Option<Job>) -> bool {
        // Where nothing can be learnt there is a shell: one stands above most programs.
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

        /// Asks with our own process, 9, and those above it, each as number, parent, group and session.
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

/// The same, where only the process above can be asked about.
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

/// Where there are no jobs.
#[cfg(not(unix))]
mod none {
    pub(in super::super) fn is_orphaned() -> bool {
        true
    }

    pub(in super::super) fn is_behind() -> bool {
        false
    }
}
