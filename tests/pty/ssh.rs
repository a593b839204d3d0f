//! Over SSH to an `sshd` that the test starts on the loopback interface, if OpenSSH is installed.

use super::multiplexers::{explore, is_installed};
use super::session::{PROGRAM, PtySession};
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// An `sshd` on a free port that accepts a generated key. Dropping it stops the daemon.
struct SshServer {
    folder: tempfile::TempDir,
    port: u16,
    daemon: Child,
}

impl Drop for SshServer {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

impl SshServer {
    /// Starts a server. On failure, writes the reason to standard error directly, because the test runner captures
    /// the output of tests that pass.
    fn start() -> Option<Self> {
        Self::try_start()
            .inspect_err(|why| drop(writeln!(std::io::stderr(), "SKIPPED: nothing ran over SSH: {why}")))
            .ok()
    }

    fn try_start() -> Result<Self, String> {
        let daemon = ["/usr/sbin/sshd", "/usr/bin/sshd", "/usr/local/sbin/sshd"];
        let daemon = daemon.iter().find(|path| Path::new(path).exists()).ok_or("sshd is not installed")?;
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let at = |name: &str| folder.path().join(name).display().to_string();
        for key in ["host", "user"] {
            let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", &at(key)]).status();
            if !made.is_ok_and(|status| status.success()) {
                return Err("ssh-keygen makes no key".to_owned());
            }
        }
        let free = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
        let port = free.map_err(|error| error.to_string())?.port();
        let config = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nPidFile none\nUsePAM no\n\
             PasswordAuthentication no\nPermitRootLogin yes\n",
            at("host"),
            at("user.pub"),
        );
        fs::write(at("config"), config).map_err(|error| error.to_string())?;
        // `sshd` requires this folder when it runs as root. Other users cannot create it and do not need it.
        let _ = fs::create_dir_all("/run/sshd");
        let daemon = Command::new(daemon).args(["-D", "-f", &at("config"), "-E", &at("log")]).spawn();
        let server = Self { port, daemon: daemon.map_err(|error| error.to_string())?, folder };
        let until = Instant::now() + Duration::from_secs(10);
        while !server.run("true").status.success() {
            if Instant::now() > until {
                let log = fs::read_to_string(server.path("log")).unwrap_or_default();
                return Err(format!("sshd does not let us in: {}", log.lines().last().unwrap_or_default()));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The arguments of `ssh` before the remote command.
    fn ssh_arguments(&self) -> Vec<String> {
        let options =
            "-F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes";
        let known = options.split(' ').map(str::to_owned);
        known.chain(["-p", &self.port.to_string(), "-i", &self.path("user"), "127.0.0.1"].map(str::to_owned)).collect()
    }

    /// The remote shell command that runs the program. `set` is environment variables, as in `A=b C=d`.
    fn shell_command(&self, env: &str, arguments: &str) -> String {
        let home = self.folder.path().display();
        let unset = "-u LANG -u LC_ALL -u LC_CTYPE -u PAGER -u LESS";
        format!("env {unset} HOME={home} XDG_STATE_HOME={home} XDG_CONFIG_HOME={home} {env} {PROGRAM} {arguments}")
    }

    fn run(&self, line: &str) -> Output {
        Command::new("ssh").args(self.ssh_arguments()).arg(line).stdin(Stdio::null()).output().unwrap()
    }

    /// A session on the server with a terminal of 80×24.
    fn session(&self, term: &str, line: &str) -> PtySession {
        let ssh = format!("exec ssh -tt {} '{line}'", self.ssh_arguments().join(" "));
        PtySession::start_shell(&ssh, &[("TERM", term)])
    }

    /// Whether the explorer is running on the server. Its processes are recognised by their `XDG_STATE_HOME`.
    fn is_explorer_running(&self) -> bool {
        let home = format!("XDG_STATE_HOME={}", self.folder.path().display());
        fs::read_dir("/proc").unwrap().flatten().any(|process| {
            let program = fs::read_link(process.path().join("exe")).is_ok_and(|exe| exe == Path::new(PROGRAM));
            program
                && fs::read(process.path().join("environ"))
                    .is_ok_and(|set| String::from_utf8_lossy(&set).contains(&home))
        })
    }
}

#[test]
fn remote_lookups_equal_local_ones() {
    let Some(server) = SshServer::start() else { return };
    for arguments in [
        "find nvidia",
        "why commit-22b",
        "timeline",
        "timeline --json",
        "export",
        "find xyzzyplugh",
        "show claim/no-such",
        "find --no-such-flag",
        "--base /no/such find x",
    ] {
        let here = Command::new("sh")
            .args(["-c", &server.shell_command("", arguments)])
            .env("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let there = server.run(&server.shell_command("", arguments));
        assert_eq!(there.status.code(), here.status.code(), "{arguments}");
        assert!(there.stdout == here.stdout && there.stderr == here.stderr, "{arguments}: {there:?} {here:?}");
    }
    let summary = server.run(&server.shell_command("", ""));
    assert!(String::from_utf8_lossy(&summary.stderr).contains("ssh -t"), "{summary:?}");
}

#[test]
fn output_is_complete_in_any_terminal_and_locale() {
    let Some(server) = SshServer::start() else { return };
    for term in ["xterm-256color", "xterm-ghostty", "no-such-terminal"] {
        for set in ["", "PAGER=\"less -R\"", "LANG=fr_FR.UTF-8"] {
            let mut session = server.session(term, &server.shell_command(set, "find nvidia --limit 3"));
            assert_eq!(session.wait_for_exit(), 0, "{term} {set}: nothing is to be pressed");
            let output = session.output();
            assert!(output.contains("claim/nvidia-sale") && !output.contains("WARNING"), "{term} {set}: {output}");
        }
    }
    if !is_installed("less", "--version") {
        return;
    }
    for (term, set) in [("xterm-ghostty", ""), ("xterm-256color", "LANG=fr_FR.UTF-8"), ("vt100", "PAGER=less")] {
        let mut session = server.session(term, &server.shell_command(set, "timeline"));
        session.wait_for("●");
        session.settle();
        assert!(!session.output().contains("WARNING") && !session.output().contains("<E2>"), "{}", session.output());
        session.send("q");
        assert_eq!(session.wait_for_exit(), 0);
    }
    let mut session = server.session("xterm-256color", &server.shell_command("LANG=C", "timeline --no-pager"));
    assert_eq!(session.wait_for_exit(), 0);
    assert!(session.output().is_ascii() && session.output().contains("Stargate unveiled"), "{}", session.output());
}

#[test]
fn explorer_exits_when_connection_drops() {
    let Some(server) = SshServer::start() else { return };
    for (term, set) in [("xterm-256color", ""), ("no-such-terminal", "LANG=C")] {
        let mut session = server.session(term, &server.shell_command(set, "--no-state"));
        session.wait_for_screen("1 Timeline");
        session.send("/nvidia");
        session.wait_for_screen("whole stake");
        session.send("\x1b3");
        session.wait_for_screen("Disputed");
        session.resize(120, 36);
        session.wait_for("2 Entities");
        assert!(server.is_explorer_running());
        session.signal("KILL");
        let until = Instant::now() + Duration::from_secs(10);
        while server.is_explorer_running() {
            assert!(Instant::now() < until, "it goes on without anybody");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn works_in_tmux_and_screen_on_the_server() {
    let Some(server) = SshServer::start() else { return };
    let program = server.shell_command("", "--no-state");
    if is_installed("tmux", "-V") {
        let line = format!("tmux -S {} -f /dev/null new-session \"{program}\"", server.path("tmux"));
        let mut session = server.session("xterm-256color", &line);
        explore(&mut session);
        session.send("Q");
        session.wait_for_exit();
    }
    if is_installed("screen", "--version") {
        let folder = server.path("screens");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        // Without a locale, screen assumes Latin-1.
        let line = format!("env -u LANG -u LC_ALL SCREENDIR={folder} screen -c /dev/null sh -c \"{program}\"");
        let mut session = server.session("xterm-256color", &line);
        explore(&mut session);
        assert!(session.screen(80, 24).is_ascii(), "{}", session.screen(80, 24));
        session.send("Q");
        session.wait_for_exit();
    }
}
