//! Bytes on the wire: what the program writes to a terminal of 80×24 and 16 colours, held to budgets. Bytes do not vary
//! from run to run, so `cargo test` runs this too; it fails where a budget is passed.

#[path = "../pty/session.rs"]
#[allow(dead_code)]
mod session;

use session::Session;
use std::time::Duration;

/// A slow line, as it is known: by the variable that `sshd` sets.
const SSH: &[(&str, &str)] = &[("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")];
/// A line of which nothing is known.
const LOCAL: &[(&str, &str)] = &[];

/// What is measured, what it took (the middle of all times, and the most), and the most that the middle may take.
struct Row(&'static str, Vec<usize>, usize);

fn main() {
    // Names of tests that are not these, as `cargo test NAME` passes them on, ask for nothing here.
    if std::env::args().skip(1).any(|argument| !argument.starts_with('-') && !"bytes".contains(&argument)) {
        return;
    }
    let mut rows = Vec::new();
    for (line, budgets) in [(SSH, OVER_SSH), (LOCAL, LOCALLY)] {
        let mut session = open(line);
        rows.push(Row(budgets[0].0, vec![session.bytes()], budgets[0].1));
        session.send("gg");
        session.settle();
        let steps: Vec<_> = (0..8).map(|_| key(&mut session, "j")).collect();
        rows.push(Row(budgets[1].0, steps.iter().map(|step| step[0]).collect(), budgets[1].1));
        rows.push(Row(budgets[2].0, steps.iter().map(|step| step.iter().sum()).collect(), budgets[2].1));
        // From the edge on, each step scrolls; over SSH, the first of half a page.
        let scrolls = (0..30).map(|_| key(&mut session, "j")).filter(|step| step[0] > budgets[1].1);
        rows.push(Row(budgets[3].0, scrolls.map(|step| step[0]).collect(), budgets[3].1));
        let pages = (0..6).map(|_| key(&mut session, "\x04")[0]).collect();
        rows.push(Row(budgets[4].0, pages, budgets[4].1));
        // The end is reached: nothing changes, so nothing is written.
        session.send("G");
        session.settle();
        let unchanged = (0..3).map(|_| key(&mut session, "G").iter().sum()).collect();
        rows.push(Row(budgets[5].0, unchanged, 0));
        rows.push(Row(budgets[6].0, vec![held(&mut session)], budgets[6].1));
        let before = session.bytes();
        std::thread::sleep(Duration::from_secs(1));
        session.settle();
        rows.push(Row("idle", vec![session.bytes() - before], 0));
        session.send("Q");
        session.end();
    }
    let mut passed = true;
    println!("{:44} {:>7} {:>7} {:>7}", "80×24, 16 colours; bytes", "middle", "most", "budget");
    for Row(name, mut bytes, budget) in rows {
        bytes.sort_unstable();
        let (middle, most) = (bytes[bytes.len() / 2], bytes[bytes.len() - 1]);
        let verdict = if middle > budget { "  PASSED BY" } else { "" };
        passed &= middle <= budget;
        println!("{name:44} {middle:7} {most:7} {budget:7}{verdict}");
    }
    assert!(passed, "a budget is passed");
}

const OVER_SSH: [(&str, usize); 7] = [
    ("over SSH: first frame", 4_500),
    ("over SSH: a move, until the cursor stands", 300),
    ("over SSH: a move, with all that follows", 900),
    ("over SSH: a scroll, which is half a page", 1_500),
    ("over SSH: half a page", 1_500),
    ("over SSH: a key that changes nothing", 0),
    ("over SSH: a key held, each second", 20_000),
];

const LOCALLY: [(&str, usize); 7] = [
    ("first frame", 4_500),
    ("a move, with detail and sources", 900),
    ("a move, with all that follows", 900),
    ("a scroll by a row, with detail and sources", 1_400),
    ("half a page, with detail and sources", 1_900),
    ("a key that changes nothing", 0),
    ("a key held, each second", 20_000),
];

fn open(set: &[(&str, &str)]) -> Session {
    let mut session = Session::start_with(&["--no-state"], set);
    session.wait_for("Timeline");
    session.settle();
    session
}

/// The bytes of each frame that comes of a key, until nothing more comes.
fn key(session: &mut Session, key: &str) -> Vec<usize> {
    session.send(key);
    session.settle();
    session.frames()
}

/// The bytes of a second in which a key is held that repeats thirty times, and of what follows it.
fn held(session: &mut Session) -> usize {
    session.send("g");
    session.settle();
    let before = session.bytes();
    for _ in 0..60 {
        session.send("j");
        std::thread::sleep(Duration::from_millis(33));
    }
    session.settle();
    (session.bytes() - before) / 2
}
