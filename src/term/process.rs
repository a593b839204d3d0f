//! The process among others of its terminal: group, session, foreground.

/// The process group and session of this process, and the foreground group of its terminal. An id is 0 if it is
/// outside the visible PID namespace, as in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ProcessIds {
    group: i32,
    session: i32,
    foreground: i32,
}

impl ProcessIds {
    /// Reads `/proc`, because rustix cannot represent an id of 0.
    #[cfg(target_os = "linux")]
    fn current() -> Option<Self> {
        Self::parse(&std::fs::read_to_string("/proc/self/stat").ok()?)
    }

    #[cfg(all(unix, not(target_os = "linux")))]
    fn current() -> Option<Self> {
        let id = |pid: rustix::process::Pid| pid.as_raw_nonzero().get();
        Some(Self {
            group: id(rustix::process::getpgrp()),
            session: id(rustix::process::getsid(None).ok()?),
            foreground: id(rustix::termios::tcgetpgrp(rustix::stdio::stdin()).ok()?),
        })
    }

    #[cfg(not(unix))]
    fn current() -> Option<Self> {
        None
    }

    /// Parses a line of `/proc/*/stat` (proc(5)). The process name, in parentheses, may contain anything. The fields
    /// after it are the state, parent, group, session, terminal and foreground group.
    #[cfg(any(target_os = "linux", test))]
    fn parse(stat: &str) -> Option<Self> {
        let fields = stat.rsplit_once(") ")?.1.split(' ').skip(2);
        let ids: Vec<i32> = fields.map_while(|field| field.parse().ok()).take(4).collect();
        let [group, session, _terminal, foreground] = ids.try_into().ok()?;
        Some(Self { group, session, foreground })
    }

    fn is_background(self) -> bool {
        self.foreground > 0 && self.foreground != self.group
    }

    /// Whether a shell continues the process after a stop. A shell with job control runs each job in a group of its
    /// own; the group of the session leader is orphaned (POSIX), as under `ssh host dossier` or in a window of tmux.
    fn can_return_to_shell(self) -> bool {
        self.session != self.group
    }
}

/// Whether another process group has the terminal.
pub(super) fn is_background() -> bool {
    ProcessIds::current().is_some_and(ProcessIds::is_background)
}

/// Whether a shell continues the process after a stop.
pub(super) fn can_return_to_shell() -> bool {
    // Assume a shell if nothing is known: most programs have one.
    cfg!(unix) && ProcessIds::current().is_none_or(ProcessIds::can_return_to_shell)
}

/// Stops this process only, and returns when it continues. In an orphaned process group the kernel ignores SIGTTIN,
/// so this returns at once (POSIX).
#[cfg(unix)]
pub(super) fn stop_process() {
    use rustix::process::{Signal, getpid, kill_process};
    let _ = kill_process(getpid(), Signal::TTIN);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_name_may_look_like_the_rest_of_its_line() {
        let ids = ProcessIds::parse("41 (a) S 1 2 (b) R 7 8 0 34816 -1 4194560").unwrap();
        assert_eq!(ids, ProcessIds { group: 8, session: 0, foreground: -1 });
        assert_eq!(ProcessIds::parse("41 (a) S 1 2 3"), None);
    }

    #[test]
    fn a_job_of_a_shell_can_be_stopped_and_be_in_the_background() {
        let job = ProcessIds { group: 9, session: 5, foreground: 9 };
        assert!(job.can_return_to_shell() && !job.is_background());
        assert!(ProcessIds { foreground: 5, ..job }.is_background());
        assert!(!ProcessIds { session: 9, ..job }.can_return_to_shell(), "a session of its own");
        assert!(ProcessIds { session: 0, ..job }.can_return_to_shell(), "a session that began outside the container");
        assert!(!ProcessIds { foreground: -1, ..job }.is_background(), "no terminal");
        assert!(!ProcessIds { foreground: 0, ..job }.is_background(), "a foreground outside the container");
    }
}
