//! The escape sequences that switch the modes of a terminal.

use super::line::Modes;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::terminal::{EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};

/// Turns on reports of clicks and the wheel (xterm modes 1000 and 1006), but not of every movement.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// Turns off mouse reports.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Pushes kitty keyboard flags 1 (disambiguate escape codes) and 4 (report alternate keys) on the stack of this
/// screen.
const KITTY_KEYS_ON: &[u8] = b"\x1b[>5u";
/// Pops the kitty keyboard flags.
const KITTY_KEYS_OFF: &[u8] = b"\x1b[<u";
/// Pops up to nine entries that a child may have left on the kitty keyboard stack. Popping too many is harmless.
const KITTY_KEYS_RESET: &[u8] = b"\x1b[<9u";

/// Resets modes that a killed child may have left on: mouse and focus reports, application keys and keypad, the
/// scroll region (resetting it moves the cursor), line drawing, colours, a hidden cursor.
const RESET: &[u8] =
    b"\x1b7\x1b[r\x1b8\x1b[?1;9;1000;1002;1003;1004;1005;1006;1015;2004l\x1b[?7;25h\x1b>\x1b(B\x0f\x1b[m";

/// Turns mouse reports on or off.
pub(super) fn mouse(on: bool) -> &'static [u8] {
    if on { MOUSE_ON } else { MOUSE_OFF }
}

/// Enters the alternate screen and switches the modes on.
pub(super) fn enter(modes: Modes) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _ = queue!(bytes, EnterAlternateScreen, EnableBracketedPaste);
    if modes.kitty_keys {
        bytes.extend(KITTY_KEYS_ON);
    }
    if modes.mouse {
        bytes.extend(MOUSE_ON);
    }
    bytes
}

/// Leaves the alternate screen and switches all modes off. Pops the keyboard flags only if they were pushed.
pub(super) fn leave(kitty_keys: bool) -> Vec<u8> {
    // On a terminal without an alternate screen, move to the bottom so that the shell continues below.
    let mut bytes = [b"\x1b[999H\r\n", MOUSE_OFF].concat();
    if kitty_keys {
        bytes.extend(KITTY_KEYS_OFF);
    }
    let _ = queue!(bytes, EndSynchronizedUpdate, DisableBracketedPaste, LeaveAlternateScreen, Show);
    bytes
}

/// Resets what a child may have left behind.
pub(super) fn reset(modes: Modes) -> Vec<u8> {
    let mut bytes = RESET.to_vec();
    if modes.kitty_keys {
        bytes.extend(KITTY_KEYS_RESET);
    }
    bytes
}

/// Lines of text for a terminal in raw mode, in which a line feed does not return to the first column.
pub(super) fn raw_lines(lines: &str) -> Vec<u8> {
    lines.split_inclusive('\n').flat_map(|line| [line.trim_end_matches('\n').as_bytes(), b"\r\n"].concat()).collect()
}
