//! Bytes written to a terminal of 80×24 and 16 colours, compared with budgets. The numbers hardly vary between runs,
//! so `cargo test` runs this too and fails if a budget is exceeded.

#[path = "../pty/session.rs"]
#[allow(dead_code)]
mod session;

use session::PtySession;
use std::time::Duration;

/// A slow line, recognised by the variable that `sshd` sets.
const SSH_ENV: &[(&str, &str)] = &[("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")];
/// A line of unknown speed.
const LOCAL_ENV: &[(&str, &str)] = &[];

fn main() {
    // `cargo test NAME` passes its filter to this program as well. Do nothing if it names other tests.
    if std::env::args().skip(1).any(|argument| !argument.starts_with('-') && !"bytes".contains(&argument)) {
        return;
    }
    let mut rows = Vec::new();
    for (line, budgets) in [(SSH_ENV, SSH_BUDGETS), (LOCAL_ENV, LOCAL_BUDGETS)] {
        let mut session = open(line);
        let mut measured = vec![vec![session.byte_count()]];
        session.send("g");
        session.settle();
        let steps: Vec<_> = (0..8).map(|_| frame_bytes_of_key(&mut session, "j")).collect();
        let all = |step: &Vec<usize>| step.iter().sum::<usize>();
        measured.push(steps.iter().map(all).collect());
        // At the edge of the list, moves scroll: by a row, or occasionally by half a page. A scroll is recognised by
        // its size: more than 1.25 times the largest move.
        let largest_move = steps.iter().map(|step| step[0]).max().unwrap_or_default();
        let scroll_candidates: Vec<_> = (0..30).map(|_| frame_bytes_of_key(&mut session, "j")[0]).collect();
        measured.push(scroll_candidates.into_iter().filter(|&bytes| 4 * bytes > 5 * largest_move).collect());
        measured.push((0..6).map(|_| frame_bytes_of_key(&mut session, "\x04")[0]).collect());
        // At the end of the list the key changes nothing, so nothing is written.
        session.send("G");
        session.settle();
        measured.push((0..3).map(|_| all(&frame_bytes_of_key(&mut session, "G"))).collect());
        let (bytes, backlog) = measure_held_key(&mut session);
        measured.extend([vec![bytes], vec![backlog]]);
        let before = session.byte_count();
        std::thread::sleep(Duration::from_secs(1));
        session.settle();
        measured.push(vec![session.byte_count() - before]);
        session.send("Q");
        session.wait_for_exit();
        rows.extend(budgets.into_iter().zip(measured));
    }
    let mut all_within_budget = true;
    println!("{:48} {:>7} {:>7} {:>7}", "80×24, 16 colours; bytes", "middle", "most", "budget");
    for ((name, budget), mut bytes) in rows {
        assert!(!bytes.is_empty(), "{name}: nothing was measured");
        bytes.sort_unstable();
        let (median, max) = (bytes[bytes.len() / 2], bytes[bytes.len() - 1]);
        // A budget of zero applies to the maximum, not only to the median.
        let within_budget = median <= budget && (budget > 0 || max == 0);
        let verdict = if within_budget { "" } else { "  PASSED BY" };
        all_within_budget &= within_budget;
        println!("{name:48} {median:7} {max:7} {budget:7}{verdict}");
    }
    assert!(all_within_budget, "a budget is passed");
}

/// Measurements over SSH, with the maximum of their median, in bytes. A move and a scroll exceed the targets of 300
/// and 900 bytes, because both change two panes of text (decision 12).
const SSH_BUDGETS: [(&str, usize); 8] = [
    ("over SSH: first frame", 4_500),
    ("over SSH: a move, with detail and sources", 900),
    ("over SSH: a scroll by half a page, and the panes", 1_700),
    ("over SSH: half a page", 1_500),
    ("over SSH: a key that changes nothing", 0),
    ("over SSH: a key held, each second", 20_000),
    ("over SSH: of these behind a line of 20 KB/s", MAX_FRAME_BYTES),
    ("over SSH: idle", 0),
];

/// The same measurements on a line of unknown speed.
const LOCAL_BUDGETS: [(&str, usize); 8] = [
    ("first frame", 4_500),
    ("a move, with detail and sources", 900),
    ("a scroll by a row, with detail and sources", 1_400),
    ("half a page, with detail and sources", 1_500),
    ("a key that changes nothing", 0),
    ("a key held, each second", 20_000),
    ("of these behind a line of 20 KB/s", MAX_FRAME_BYTES),
    ("idle", 0),
];

/// Maximum size of a frame after the first, in bytes.
const MAX_FRAME_BYTES: usize = 1_500;

fn open(env: &[(&str, &str)]) -> PtySession {
    let mut session = PtySession::start_with_env(&["--no-state"], env);
    session.wait_for("Timeline");
    session.settle();
    session
}

/// Sizes of the frames that a key causes, in bytes.
fn frame_bytes_of_key(session: &mut PtySession, key: &str) -> Vec<usize> {
    session.send(key);
    session.settle();
    session.frame_sizes()
}

/// Holds a key that repeats thirty times a second, for two seconds. Returns the bytes written per second, and the
/// bytes that would still be queued on a line of 20 KB/s when the key is released.
fn measure_held_key(session: &mut PtySession) -> (usize, usize) {
    const KEY_REPEAT_INTERVAL: Duration = Duration::from_millis(33);
    const LINE_BYTES_PER_REPEAT: usize = 20 * 33;
    session.send("g");
    session.settle();
    let (before, mut backlog) = (session.byte_count(), 0);
    for _ in 0..60 {
        session.send("j");
        std::thread::sleep(KEY_REPEAT_INTERVAL);
        backlog = (backlog + session.read_available()).saturating_sub(LINE_BYTES_PER_REPEAT);
    }
    session.settle();
    ((session.byte_count() - before) / 2, backlog)
}
