//! Decodes terminal input into events, however the line or a multiplexer splits it.
//!
//! A sequence may arrive in pieces. A lone ESC becomes a key after [`ESCAPE`] (50 ms). Unsolicited terminal replies
//! are consumed whole, so that they are never taken for keys. The size of a paste is limited, and Esc or Ctrl-C
//! leaves a paste that never ends. Nothing here waits or reads: see [`super::listen`].

mod keys;

use crossterm::event::Event;
use std::mem::take;
use std::time::Duration;

/// How long to wait for the rest of a sequence before its bytes count as keys.
const ESCAPE: Duration = Duration::from_millis(50);
/// The same, for bytes that cannot have been typed.
const SEQUENCE: Duration = Duration::from_secs(1);
/// Maximum stored length of a sequence, in bytes. Longer ones are ignored.
const LONGEST: usize = 64;
/// Maximum number of small reads within a terminal reply.
const PIECES: u8 = 4;
/// Maximum size of a paste, in bytes.
const PASTE: usize = 1 << 20;

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 3;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// A decoder for terminal input, with the input that is not a complete event yet.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    state: State,
    /// The bytes of the incomplete sequence, character or paste.
    held: Vec<u8>,
    /// Number of reads of at most two bytes within a terminal reply.
    pieces: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Between events, or within a multi-byte character.
    #[default]
    Ground,
    /// After ESC.
    Escape,
    /// After `ESC [`: parameters, then a final byte.
    Control,
    /// After `ESC [ M`: three bytes of an X10 mouse report.
    Mouse,
    /// After `ESC O`: one byte.
    Single,
    /// Within a string that ends with BEL or `ESC \`: an unsolicited terminal reply.
    Answer,
    /// Within a paste.
    Paste,
}

impl Decoder {
    /// How long to wait for more input before calling [`Decoder::give_up`]. `None` if nothing is pending, or if only
    /// the terminal can complete it.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => (!self.held.is_empty()).then_some(SEQUENCE),
            State::Escape => Some(ESCAPE),
            State::Paste => self.held.last().is_some_and(|last| [ESC, CTRL_C].contains(last)).then_some(SEQUENCE),
            // A reply arrives in one piece; Esc and a letter are two keys.
            State::Answer if self.held.len() == 2 => Some(ESCAPE),
            State::Control | State::Single | State::Mouse | State::Answer => Some(SEQUENCE),
        }
    }

    /// Decodes bytes and appends the completed events to `events`.
    pub(super) fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        for &byte in bytes {
            self.take(byte, events);
        }
        // A terminal reply arrives in large pieces. Bytes that arrive one or two at a time are typed.
        if self.state == State::Answer && bytes.len() <= 2 {
            self.pieces += 1;
            if self.pieces > PIECES {
                self.reset();
            }
        }
    }

    /// Turns incomplete input into keys after a timeout.
    pub(super) fn give_up(&mut self, events: &mut Vec<Event>) {
        let (state, held) = (take(&mut self.state), take(&mut self.held));
        match state {
            State::Escape => events.extend(keys::of_character(&[ESC])),
            // Esc and a bracket, or Esc and a letter such as a capital O.
            State::Control | State::Single | State::Answer if held.len() == 2 => {
                events.extend(keys::of_character(&held[..1]));
                events.extend(keys::of_character(&held[1..]));
            }
            State::Paste => {
                // Terminals strip ESC and Ctrl-C from a paste, so this one was typed: the user wants to leave a paste
                // that never ended.
                if let Some((last, before)) = held.split_last() {
                    events.push(pasted(before));
                    events.extend(keys::of_character(&[*last]));
                }
            }
            State::Ground | State::Control | State::Mouse | State::Single | State::Answer => {}
        }
    }

    fn take(&mut self, byte: u8, events: &mut Vec<Event>) {
        match self.state {
            // Ctrl-C always gets through, even within a sequence.
            State::Single | State::Mouse if byte == CTRL_C => {
                self.reset();
                self.take_plain(byte, events);
            }
            State::Ground => self.take_plain(byte, events),
            State::Escape => self.take_second(byte, events),
            State::Control => self.take_control(byte, events),
            State::Mouse => {
                self.held.push(byte);
                if self.held.len() == 6 {
                    events.extend(keys::of_old_mouse(&self.held));
                    self.reset();
                }
            }
            State::Single if byte == ESC => self.begin(),
            State::Single => {
                self.reset();
                if let Some(key) = keys::of_single(byte) {
                    events.push(key);
                } else {
                    // Not a valid sequence, so these are three keys.
                    events.extend([ESC, b'O'].iter().filter_map(|&byte| keys::of_character(&[byte])));
                    self.take_plain(byte, events);
                }
            }
            State::Answer => self.take_answer(byte, events),
            State::Paste => self.take_pasted(byte, events),
        }
    }

    fn take_plain(&mut self, byte: u8, events: &mut Vec<Event>) {
        if byte == ESC {
            return self.begin();
        }
        let continues = byte & 0xc0 == 0x80;
        if !self.held.is_empty() && !continues {
            // The previous bytes were an incomplete character.
            self.held.clear();
        }
        self.held.push(byte);
        if self.held.len() == length(self.held[0]) {
            events.extend(keys::of_character(&self.held));
            self.held.clear();
        } else if length(self.held[0]) == 0 {
            self.held.clear();
        }
    }

    /// Handles the byte after ESC. Terminals also send Alt with a key in this form. No key with Alt is bound, and
    /// multiplexers and slow lines join keys that were typed separately, so a byte that starts no sequence is Esc
    /// followed by that key.
    fn take_second(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.state = match byte {
            b'[' => State::Control,
            b'O' => State::Single,
            b']' | b'P' | b'X' | b'^' | b'_' => State::Answer,
            _ => {
                self.reset();
                events.extend(keys::of_character(&[ESC]));
                return self.take_plain(byte, events);
            }
        };
        self.held.push(byte);
    }

    fn take_control(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            ESC => self.begin(),
            // F1 to F5 of the Linux console are `ESC [ [ A` to `ESC [ [ E`.
            b'[' if self.held == b"\x1b[" => self.held.push(byte),
            b'M' if self.held == b"\x1b[" => {
                self.held.push(byte);
                self.state = State::Mouse;
            }
            0x20..=0x3f => {
                if self.held.len() < LONGEST {
                    self.held.push(byte);
                }
            }
            0x40..=0x7e if self.held == b"\x1b[200" && byte == b'~' => {
                self.held.clear();
                self.state = State::Paste;
            }
            0x40..=0x7e => {
                if self.held.len() < LONGEST {
                    events.extend(keys::of_control(&self.held[2..], byte));
                }
                self.reset();
            }
            // Not valid in a sequence: decode the byte on its own.
            _ => {
                self.reset();
                self.take_plain(byte, events);
            }
        }
    }

    fn take_answer(&mut self, byte: u8, events: &mut Vec<Event>) {
        let escaped = self.held.len() > 2 && self.held.last() == Some(&ESC);
        match byte {
            7 => return self.reset(),
            b'\\' if escaped => return self.reset(),
            // Not valid in a reply: it was no reply, or was interrupted. Decode what follows as usual.
            _ if escaped => {
                self.begin();
                return self.take(byte, events);
            }
            CTRL_C | b'\r' | 0x18 | 0x1a => {
                self.reset();
                return self.take(byte, events);
            }
            _ => {}
        }
        // Only the last byte matters, to recognise `ESC \`.
        self.held.truncate(LONGEST);
        self.held.push(byte);
    }

    fn take_pasted(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.held.push(byte);
        if self.held.ends_with(PASTE_ENDS) {
            events.push(pasted(&self.held[..self.held.len() - PASTE_ENDS.len()]));
            self.reset();
        } else if self.held.len() >= PASTE + PASTE_ENDS.len() {
            // Drop the excess, but keep looking for the end of the paste.
            self.held.remove(PASTE);
        }
    }

    fn begin(&mut self) {
        self.reset();
        self.held.push(ESC);
        self.state = State::Escape;
    }

    fn reset(&mut self) {
        self.held.clear();
        self.state = State::Ground;
        self.pieces = 0;
    }
}

/// The length of a UTF-8 character (RFC 3629) by its first byte, in bytes; 0 if the byte starts none.
fn length(first: u8) -> usize {
    match first {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 0,
    }
}

fn pasted(bytes: &[u8]) -> Event {
    Event::Paste(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests;
