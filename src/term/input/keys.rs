//! Parses complete sequences: ECMA-48, xterm control sequences, the kitty keyboard protocol.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// Parses a character or a control byte.
pub(super) fn parse_char(bytes: &[u8]) -> Option<Event> {
    let c = std::str::from_utf8(bytes).ok()?.chars().next()?;
    let control = |c: u8| (KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    let (code, modifiers) = match bytes[0] {
        b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
        0x1b => (KeyCode::Esc, KeyModifiers::NONE),
        0x7f => (KeyCode::Backspace, KeyModifiers::NONE),
        0 => control(b' '),
        byte @ 1..=0x1a => control(byte - 1 + b'a'),
        byte @ 0x1c..=0x1f => control(byte - 0x1c + b'4'),
        _ if c.is_control() => return None,
        _ => (KeyCode::Char(c), if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE }),
    };
    Some(Event::Key(KeyEvent::new(code, modifiers)))
}

/// Parses the byte after `ESC O`: keys in the application modes (DECCKM, DECKPAM).
pub(super) fn parse_ss3(byte: u8) -> Option<Event> {
    let code = match byte {
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b'j'..=b'y' => KeyCode::Char(char::from(byte - b'j' + b'*')),
        b'X' => KeyCode::Char('='),
        _ => key_from_final_byte(byte)?,
    };
    Some(Event::Key(code.into()))
}

/// Parses the parameters and final byte of a control sequence (`ESC [`). `None` if it is not a key, a mouse report or
/// a focus report.
pub(super) fn parse_csi(parameters: &[u8], final_byte: u8) -> Option<Event> {
    let parameters = std::str::from_utf8(parameters).ok()?;
    if let Some(report) = parameters.strip_prefix('<') {
        return parse_sgr_mouse(report, final_byte);
    }
    if let Some(code) = parameters.strip_prefix('[') {
        let function = final_byte.checked_sub(b'A').filter(|&at| code.is_empty() && at < 5)?;
        return Some(Event::Key(KeyCode::F(1 + function).into()));
    }
    if parameters.starts_with(['?', '>', '=']) || parameters.contains([' ', '$', '!', '"', '\'']) {
        return None;
    }
    let mut fields = parameters.split(';');
    let first = fields.next().unwrap_or_default();
    let second = fields.next().unwrap_or_default();
    let number = first.split(':').next().unwrap_or_default().parse::<u32>().unwrap_or(1);
    let code = match final_byte {
        b'I' if parameters.is_empty() => return Some(Event::FocusGained),
        b'O' if parameters.is_empty() => return Some(Event::FocusLost),
        b'u' => return parse_kitty_key(first, second),
        // xterm's modifyOtherKeys: 27, the modifiers, the character.
        b'~' if number == 27 => return parse_kitty_key(fields.next()?, second),
        b'~' => key_from_number(number)?,
        // A cursor position report, which we never request. F3 is sent in other forms.
        b'R' => return None,
        b'Z' => return Some(Event::Key(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT))),
        _ => key_from_final_byte(final_byte)?,
    };
    Some(Event::Key(key_event(code, second)))
}

fn key_from_final_byte(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(1 + letter - b'P'),
        _ => return None,
    })
}

fn key_from_number(number: u32) -> Option<KeyCode> {
    let function = |first: u32, base: u32| u8::try_from(number - first + base).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28..=29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}

/// A key with xterm's modifiers and kitty's event type: `modifiers:type`.
fn key_event(code: KeyCode, modifiers: &str) -> KeyEvent {
    let (bits, kind) = modifiers.split_once(':').unwrap_or((modifiers, "1"));
    let bits = bits.parse::<u16>().unwrap_or(1).saturating_sub(1);
    let modifier_bits = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ];
    let modifiers =
        modifier_bits.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect();
    let kind = match kind {
        "2" => KeyEventKind::Repeat,
        "3" => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    KeyEvent { code, modifiers, kind, state: KeyEventState::NONE }
}

/// Parses a kitty key: `character:shifted:base`.
fn parse_kitty_key(characters: &str, modifiers: &str) -> Option<Event> {
    let mut codes = characters.split(':').map(|code| code.parse::<u32>().ok());
    let (plain, shifted, base) = (codes.next()??, codes.next().flatten(), codes.next().flatten());
    let mut key = key_event(KeyCode::Null, modifiers);
    let has_shortcut_modifier = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    // With a non-Latin layout, a shortcut uses the key's character in the Latin layout.
    let plain = base.filter(|_| has_shortcut_modifier && plain > 0x7f).unwrap_or(plain);
    key.code = match plain {
        9 if key.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        57399..=57408 => KeyCode::Char(char::from_digit(plain - 57399, 10)?),
        57409..=57413 => KeyCode::Char(['.', '/', '*', '-', '+'][usize::try_from(plain - 57409).ok()?]),
        57415 => KeyCode::Char('='),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        57376..=57398 => KeyCode::F(u8::try_from(plain - 57376 + 13).ok()?),
        // Modifier and media keys.
        57344..=63743 => return None,
        _ => {
            let c = char::from_u32(plain).filter(|c| !c.is_control())?;
            let shifted = shifted.and_then(char::from_u32).filter(|c| !c.is_control());
            let upper = || c.to_uppercase().next().unwrap_or(c);
            let shift = key.modifiers.contains(KeyModifiers::SHIFT);
            KeyCode::Char(if shift { shifted.unwrap_or_else(upper) } else { c })
        }
    };
    Some(Event::Key(key))
}

/// Parses an SGR mouse report (xterm mode 1006): `button;column;row`, then `M` for a press or `m` for a release.
fn parse_sgr_mouse(report: &str, final_byte: u8) -> Option<Event> {
    let mut numbers = report.split(';').map(|number| number.parse::<u16>().ok());
    let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    mouse_event(button, column, row, final_byte == b'm')
}

/// Parses an X10 mouse report: after `ESC [ M`, three bytes, each 32 more than its value.
pub(super) fn parse_x10_mouse(report: &[u8]) -> Option<Event> {
    let value = |at: usize| report.get(at)?.checked_sub(32).map(u16::from);
    let button = value(3)?;
    mouse_event(button, value(4)?, value(5)?, button & 3 == 3)
}

/// The event of a button with its modifier bits, at a column and row counted from 1.
fn mouse_event(button: u16, column: u16, row: u16, released: bool) -> Option<Event> {
    let which = [MouseButton::Left, MouseButton::Middle, MouseButton::Right].get(usize::from(button & 3)).copied();
    let kind = match (button & 0b1110_0000, which) {
        (0, _) if released => MouseEventKind::Up(which.unwrap_or(MouseButton::Left)),
        (0, Some(which)) => MouseEventKind::Down(which),
        (32, Some(which)) => MouseEventKind::Drag(which),
        (32, None) => MouseEventKind::Moved,
        (64, _) => match button & 3 {
            0 => MouseEventKind::ScrollUp,
            1 => MouseEventKind::ScrollDown,
            2 => MouseEventKind::ScrollLeft,
            _ => MouseEventKind::ScrollRight,
        },
        _ => return None,
    };
    let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
    Some(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}
