//! Two explorers in one process, over two byte streams with windows of different size and theme. They share a base
//! and its search index.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dossier::driver::{Ended, Explorer, explore};
use dossier::store::BaseLocation;
use dossier::term::{Environment, Modes, StreamInput, StreamLine};
use dossier::ui::settings::ThemeName;
use dossier::ui::{Background, BaseSnapshot, ColorDepth, Theme, UiOptions};
use dossier::verify::SourceTexts;
use ratatui::layout::Size;
use std::io::{self, Write};
use std::num::NonZero;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Timeout for expected output. It allows for a busy machine.
const OUTPUT_TIMEOUT: Duration = Duration::from_secs(20);
/// How long output must pause before the screen counts as settled.
const SETTLE_TIME: Duration = Duration::from_millis(300);

/// The bytes that the other end of a line received.
#[derive(Clone, Default)]
struct Received(Arc<Mutex<Vec<u8>>>);

impl Write for Received {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The other end of a line: a window with a user.
struct Window {
    received: Received,
    input: Sender<StreamInput>,
    explorer: JoinHandle<io::Result<(Ended, Option<String>)>>,
}

impl Window {
    fn open(snapshot: &Arc<BaseSnapshot>, size: Size, theme_name: ThemeName) -> Self {
        let theme = Theme::resolve(theme_name, ColorDepth::TrueColor, Background::Dark);
        let explorer = Explorer {
            snapshot: Arc::clone(snapshot),
            location: BaseLocation::default(),
            options: UiOptions { theme, theme_name, depth: ColorDepth::TrueColor, ..UiOptions::default() },
            environment: Environment::default(),
            start: None,
            message: None,
            session_file: None,
            stats: false,
            #[cfg(debug_assertions)]
            fault: None,
        };
        let received = Received::default();
        let (input, bytes) = channel();
        let output = received.clone();
        let explorer = std::thread::spawn(move || {
            explore(explorer, |sink| StreamLine::open(output, bytes, size, Modes::default(), sink).map(Ok))
        });
        Self { received, input, explorer }
    }

    fn output(&self) -> Vec<u8> {
        self.received.0.lock().unwrap().clone()
    }

    fn type_keys(&self, keys: &str) {
        self.input.send(StreamInput::Bytes(keys.into())).unwrap();
    }

    /// What a terminal larger than the window shows, row by row.
    fn rows(&self) -> Vec<String> {
        let mut terminal = vt100::Parser::new(NonZero::new(50).unwrap(), NonZero::new(200).unwrap(), 0);
        terminal.process(&self.output());
        terminal.screen().rows(0, 200).collect()
    }

    /// Waits until text is on the screen and the output pauses. Returns the length of the output.
    fn wait_for(&self, text: &str) -> usize {
        let end = Instant::now() + OUTPUT_TIMEOUT;
        while !self.rows().iter().any(|row| row.contains(text)) {
            assert!(Instant::now() < end, "no {text:?} in {:#?}", self.rows());
            std::thread::sleep(Duration::from_millis(20));
        }
        self.settled()
    }

    /// Waits until the output pauses. Returns its length.
    fn settled(&self) -> usize {
        loop {
            let before = self.output().len();
            std::thread::sleep(SETTLE_TIME);
            if self.output().len() == before {
                return before;
            }
        }
    }

    /// The rows and columns that are in use.
    fn extent(&self) -> Size {
        let rows = self.rows();
        let columns = rows.iter().map(|row| row.trim_end().chars().count()).max().unwrap_or(0);
        let used = rows.iter().rposition(|row| !row.trim().is_empty()).map_or(0, |last| last + 1);
        Size::new(columns.try_into().unwrap(), used.try_into().unwrap())
    }

    fn has_sent(&self, bytes: &[u8]) -> bool {
        self.output().windows(bytes.len()).any(|window| window == bytes)
    }
}

#[test]
fn two_explorers_share_a_base_and_its_index() {
    let snapshot = Arc::new(BaseSnapshot::new(dossier::bundled::load_base(), SourceTexts::new(), Vec::new(), &[]));
    let wide = Window::open(&snapshot, Size::new(120, 36), ThemeName::Dark);
    let small = Window::open(&snapshot, Size::new(60, 16), ThemeName::NoColor);
    let wide_start = wide.wait_for("Timeline");
    let small_start = small.wait_for("Timeline");

    // Each follows its own size and theme.
    assert_eq!((wide.extent(), small.extent()), (Size::new(120, 36), Size::new(60, 16)));
    assert!(wide.has_sent(b"38;2;") && !small.has_sent(b"38;") && !small.has_sent(b"48;"));

    // A search in one changes nothing in the other. Both use the index of the snapshot.
    wide.type_keys("/nvidia");
    let wide_found = wide.wait_for("Nvidia");
    assert_eq!(small.settled(), small_start);
    assert!(wide_found > wide_start);
    let index: *const _ = snapshot.index();
    small.type_keys("/nvidia");
    small.wait_for("Nvidia");
    assert_eq!(wide.settled(), wide_found);
    assert!(std::ptr::eq(index, snapshot.index()));

    // What only a local terminal can do is refused with a message.
    small.type_keys("\x1b");
    small.settled();
    small.type_keys("\x1a");
    small.wait_for("shell");
    small.type_keys("X\r");
    small.wait_for("over this line");

    // A window can be resized, can quit, and can hang up.
    small.input.send(StreamInput::Resized(Size::new(100, 30))).unwrap();
    small.wait_for("Detail");
    assert_eq!(small.extent(), Size::new(100, 30));
    wide.type_keys("\x1b\x1b\x03");
    assert_eq!(wide.explorer.join().unwrap().unwrap().0, Ended::Quit);
    assert!(wide.received.0.lock().unwrap().windows(8).any(|bytes| bytes == b"\x1b[?1049l"), "the screen is restored");
    drop(small.input);
    assert_eq!(small.explorer.join().unwrap().unwrap().0, Ended::Terminated(1));
}
