//! From the bytes that a terminal sends to events, whatever stands between it and us does to them.
//!
//! A sequence may arrive in pieces; a lone ESC is a key only once nothing followed it for a moment. What a terminal
//! says that nobody asked for is swallowed whole, so that it is never taken for keys; a paste is bounded, and one whose
//! end never comes is left by Esc or Ctrl-C. Nothing here waits or reads: see [`super::listen`].

mod keys;

use crossterm::event::Event;
use std::mem::take;
use std::time::Duration;

/// How long the rest of a sequence may take to arrive before what is there counts as keys.
const ESCAPE: Duration = Duration::from_millis(50);
/// The same, where it cannot have been typed.
const SEQUENCE: Duration = Duration::from_secs(1);
/// The most bytes of a sequence that are kept; longer ones mean nothing to us.
const LONGEST: usize = 64;
/// The most letters that come alone within an answer.
const PIECES: u8 = 4;
/// The most bytes of a paste that are kept.
const PASTE: usize = 1 << 20;

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 3;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// What has arrived and is not an event yet.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    state: State,
    /// The bytes of the sequence, the character or the paste that is not complete.
    held: Vec<u8>,
    /// How many letters of an answer came alone.
    pieces: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Between events, or within a character of several bytes.
    #[default]
    Ground,
    /// After ESC.
    Escape,
    /// After `ESC [`: parameters, then a final byte.
    Control,
    /// After `ESC [ M`: three bytes of a mouse report of old.
    Mouse,
    /// After `ESC O`: one byte.
    Single,
    /// Within a string that ends with BEL or `ESC \`: an answer that nobody asked for.
    Answer,
    /// Within a paste.
    Paste,
}

impl Decoder {
    /// How long to wait for more before [`Decoder::give_up`]; nothing where nothing is begun, or where only the
    /// terminal can end it.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => (!self.held.is_empty()).then_some(SEQUENCE),
            State::Escape => Some(ESCAPE),
            State::Paste => self.held.last().is_some_and(|last| [ESC, CTRL_C].contains(last)).then_some(SEQUENCE),
            // An answer comes at once; Esc and a letter are two keys.
            State::Answer if self.held.len() == 2 => Some(ESCAPE),
            State::Control | State::Single | State::Mouse | State::Answer => Some(SEQUENCE),
        }
    }

    /// Takes bytes; what is complete with them goes to `events`.
    pub(super) fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        for &byte in bytes {
            self.take(byte, events);
        }
        // What comes letter by letter is typed.
        if self.state == State::Answer && bytes.len() <= 2 {
            self.pieces += 1;
            if self.pieces > PIECES {
                self.reset();
            }
        }
    }

    /// Nothing more came in time: what was begun is what it looks like.
    pub(super) fn give_up(&mut self, events: &mut Vec<Event>) {
        let (state, held) = (take(&mut self.state), take(&mut self.held));
        match state {
            State::Escape => events.extend(keys::of_character(&[ESC])),
            // Esc and a bracket, or a capital O.
            State::Control | State::Single | State::Answer if held.len() == 2 => {
                events.extend(keys::of_character(&held[..1]));
                events.extend(keys::of_character(&held[1..]));
            }
            State::Paste => {
                // Terminals take these out of what they paste: somebody wants out of a paste without end.
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
            // This always gets through, whatever was begun.
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
                    // No sequence goes on so: they are three keys.
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
            // What was begun is no character.
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

    /// The byte after ESC. Terminals send Alt and a key so, too, but no key with Alt means anything here, and multiplexers
    /// and slow lines join what was typed apart: what begins no sequence is Esc, then that key.
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
            // Functions 1 to 5 of the Linux console are `ESC [ [ A` to `E`.
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
            // No sequence goes on so: the byte stands for itself.
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
            // No answer goes on so: it was none, or was broken off. What comes now is told as it is.
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
        // Of what is said, no more is needed than whether ESC was last.
        self.held.truncate(LONGEST);
        self.held.push(byte);
    }

    fn take_pasted(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.held.push(byte);
        if self.held.ends_with(PASTE_ENDS) {
            events.push(pasted(&self.held[..self.held.len() - PASTE_ENDS.len()]));
            self.reset();
        } else if self.held.len() >= PASTE + PASTE_ENDS.len() {
            // What is too much is dropped; its end is still waited for.
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

/// How many bytes a character takes (RFC 3629) that begins with this one; none where no character does.
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
