//! The program opens no network connection: it depends on no networking crate and makes no socket calls. The only
//! exception is copying to a desktop clipboard, which connects to the display server.

use std::collections::BTreeSet;
use std::fs;

fn read_file(name: &str) -> String {
    fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The crates that `deny.toml` bans, so that `cargo deny` and this test use the same list.
fn banned_crates() -> BTreeSet<String> {
    let text = read_file("deny.toml");
    let list = text.split("\ndeny = [").nth(1).and_then(|rest| rest.split(']').next()).unwrap();
    list.split(',').map(|word| word.trim().trim_matches('"').to_owned()).filter(|word| !word.is_empty()).collect()
}

#[test]
fn cargo_lock_has_no_networking_crate() {
    let banned = banned_crates();
    for known in ["curl", "hyper", "native-tls", "openssl", "reqwest", "tokio", "ureq"] {
        assert!(banned.contains(known), "{known} is not banned; is the list read?");
    }
    let lock = read_file("Cargo.lock");
    let locked: BTreeSet<String> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).map(str::to_owned).collect();
    assert!(locked.contains("ratatui") && locked.contains("dossier-tui"), "is the lock read?");
    let both: Vec<_> = locked.intersection(&banned).collect();
    assert!(both.is_empty(), "these open connections: {both:?}; `cargo tree -i NAME` says who needs them");
}

/// System calls, recorded with `strace`.
#[cfg(target_os = "linux")]
mod syscalls {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::fs;
    use std::io::{Read, Write};
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::sync::mpsc::channel;
    use std::time::{Duration, Instant};

    /// Timeout for the first output and for the exit. A traced program is slow.
    const TRACED_RUN_TIMEOUT: Duration = Duration::from_secs(60);
    /// How long output must pause before the screen counts as settled.
    const SETTLE_TIME: Duration = Duration::from_millis(400);

    /// Whether `strace` works here. If not, writes a message to standard error directly, because the test runner
    /// captures the output of tests that pass.
    fn can_trace() -> bool {
        let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
        let why = match tried {
            Ok(status) if status.success() => return true,
            Ok(_) => "strace may not trace here",
            Err(_) => "strace is not installed",
        };
        let _ = writeln!(std::io::stderr(), "SKIPPED: the calls for sockets were not watched: {why}");
        false
    }

    /// The command line that runs the program under `strace` and records network calls, including those of child
    /// processes, in a file.
    fn strace_command(trace: &Path, arguments: &[&str]) -> Vec<String> {
        let command = ["strace", "-f", "-e", "trace=network", "-e", "signal=none", "-o", trace.to_str().unwrap()];
        command.iter().chain(&[env!("CARGO_BIN_EXE_dossier")]).chain(arguments).map(|&word| word.to_owned()).collect()
    }

    /// The environment of the program: a temporary home, and nothing from the user who runs the tests but `PATH`.
    fn environment(home: &Path) -> Vec<(&'static str, String)> {
        let home = || home.to_str().unwrap().to_owned();
        vec![
            ("HOME", home()),
            ("XDG_STATE_HOME", home()),
            ("XDG_CONFIG_HOME", home()),
            ("TERM", "xterm-256color".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            ("PATH", std::env::var("PATH").unwrap()),
        ]
    }

    /// The recorded calls that could reach another process. `socketpair`, used to deliver signals within the program,
    /// is not one of them.
    fn outgoing_calls(trace: &Path) -> Vec<String> {
        let text = fs::read_to_string(trace).unwrap();
        assert!(text.contains("+++ exited with "), "nothing was traced: {text:?}");
        let is_outgoing = |line: &&str| ["socket(", "connect(", "bind("].iter().any(|call| line.contains(call));
        text.lines().filter(is_outgoing).map(str::to_owned).collect()
    }

    #[test]
    fn lookups_open_no_socket() {
        if !can_trace() {
            return;
        }
        let home = tempfile::tempdir().unwrap();
        let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
        let trace = home.path().join("trace");
        for arguments in [
            &[][..],
            &["--help"],
            &["find", "nvidia"],
            &["show", "softbank", "--json"],
            &["why", "commit-22b"],
            &["timeline", "--to", "today"],
            &["story", "--html"],
            &["cite", "claim/commit-22b", "--style", "bibtex"],
            &["export"],
            &["check", data],
            &["--base", data, "find", "nvidia"],
            &["open", "claim/commit-22b"],
            &["shot", "--format", "svg"],
            &["keys"],
            &["config"],
            &["new", "base"],
        ] {
            let argv = strace_command(&trace, arguments);
            let output = Command::new(&argv[0])
                .args(&argv[1..])
                .env_clear()
                .envs(environment(home.path()))
                .current_dir(home.path())
                .stdin(Stdio::null())
                .output()
                .unwrap();
            assert!(!output.stdout.is_empty() || !output.stderr.is_empty(), "{arguments:?}");
            assert_eq!(outgoing_calls(&trace), [""; 0], "{arguments:?}");
        }
    }

    /// Explores the bundled base from its files with some keys, with or without `DISPLAY`, and returns the outgoing
    /// calls.
    fn explore_traced(keys: &[&str], display: Option<&str>) -> Vec<String> {
        let home = tempfile::tempdir().unwrap();
        let trace = home.path().join("trace");
        let argv = strace_command(&trace, &["--base", concat!(env!("CARGO_MANIFEST_DIR"), "/data")]);
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(&argv[0]);
        command.args(&argv[1..]);
        command.cwd(home.path());
        command.env_clear();
        environment(home.path()).iter().for_each(|(name, value)| command.env(name, value));
        display.iter().for_each(|display| command.env("DISPLAY", display));
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let (mut reader, mut writer) = (pair.master.try_clone_reader().unwrap(), pair.master.take_writer().unwrap());
        let (sender, shown) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send(n).is_err() {
                    break;
                }
            }
        });
        shown.recv_timeout(TRACED_RUN_TIMEOUT).expect("a first frame");
        for keys in keys {
            while shown.recv_timeout(SETTLE_TIME).is_ok() {}
            writer.write_all(keys.as_bytes()).unwrap();
            writer.flush().unwrap();
        }
        let until = Instant::now() + TRACED_RUN_TIMEOUT;
        while child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < until, "it does not end");
            let _ = shown.recv_timeout(Duration::from_millis(20));
        }
        let text = fs::read_to_string(&trace).unwrap();
        assert!(text.contains("socketpair("), "the explorer tells itself of signals by a pair: {text:?}");
        outgoing_calls(&trace)
    }

    /// Keys that move, search, open a source text, play a story, print, write a screenshot and open a browser.
    const TOUR_KEYS: &[&str] = &["jj", "s", "\r", "\x1b", "/nvidia\r", "&soft\r", "S", "l", "P", " ", "X", "\r", "o"];

    #[test]
    fn explorer_without_display_opens_no_socket() {
        if !can_trace() {
            return;
        }
        // Without a display, a copy goes to the terminal (OSC 52).
        assert_eq!(explore_traced(&[TOUR_KEYS, &["y", "Q"]].concat(), None), [""; 0]);
    }

    #[test]
    fn only_copying_connects_to_display_server() {
        if !can_trace() {
            return;
        }
        // No server listens on this display. `unix/` prevents X11 from trying TCP.
        let display = Some("unix/:7654");
        let tour: Vec<_> = TOUR_KEYS.iter().copied().filter(|&keys| keys != "o").chain(["Q"]).collect();
        assert_eq!(explore_traced(&tour, display), [""; 0]);
        let copied = explore_traced(&["j", "y", "Q"], display);
        assert!(copied.iter().any(|call| call.contains("connect(")), "it was tried: {copied:?}");
        let unix = |call: &String| call.contains("AF_UNIX");
        assert!(copied.iter().all(unix), "{copied:?}");
    }
}
