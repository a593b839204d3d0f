//! Decodes terminal input into events, however the line or a multiplexer splits it.
//!
//! A sequence may arrive in pieces. A lone ESC becomes a key after [`ESCAPE_TIMEOUT`] (50 ms). Unsolicited terminal replies
//! are consumed whole, so that they are never taken for keys. The size of a paste is limited, and Esc or Ctrl-C
//! leaves a paste that never ends. Nothing here waits or reads: see [`crate::term`].

mod keys;

use crossterm::event::Event;
use std::mem::take;
use std::time::Duration;

/// How long to wait for the rest of a sequence before its bytes count as keys.
const ESCAPE_TIMEOUT: Duration = Duration::from_millis(50);
/// The same, for bytes that cannot have been typed.
const SEQUENCE_TIMEOUT: Duration = Duration::from_secs(1);
/// Maximum stored length of a sequence, in bytes. Longer ones are ignored.
const MAX_SEQUENCE_BYTES: usize = 64;
/// Maximum number of small reads within a terminal reply.
const MAX_SMALL_READS: u8 = 4;
/// Maximum size of a paste, in bytes.
const MAX_PASTE_BYTES: usize = 1 << 20;

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 3;
const PASTE_END: &[u8] = b"\x1b[201~";

/// A decoder for terminal input, with the input that is not a complete event yet.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    state: DecoderState,
    /// The bytes of the incomplete sequence, character or paste.
    pending: Vec<u8>,
    /// Number of reads of at most two bytes within a terminal reply.
    small_reads: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum DecoderState {
    /// Between events, or within a multi-byte character.
    #[default]
    Ground,
    /// After ESC.
    Escape,
    /// After `ESC [`: parameters, then a final byte.
    Csi,
    /// After `ESC [ M`: three bytes of an X10 mouse report.
    X10Mouse,
    /// After `ESC O`: one byte.
    Ss3,
    /// Within a string that ends with BEL or `ESC \`: an unsolicited terminal reply.
    ReplyString,
    /// Within a paste.
    Paste,
}

impl Decoder {
    /// How long to wait for more input before calling [`Decoder::flush_pending`]. `None` if nothing is pending, or if only
    /// the terminal can complete it.
    pub(super) fn timeout(&self) -> Option<Duration> {
        match self.state {
            DecoderState::Ground => (!self.pending.is_empty()).then_some(SEQUENCE_TIMEOUT),
            DecoderState::Escape => Some(ESCAPE_TIMEOUT),
            DecoderState::Paste => {
                self.pending.last().is_some_and(|last| [ESC, CTRL_C].contains(last)).then_some(SEQUENCE_TIMEOUT)
            }
            // A reply arrives in one piece; Esc and a letter are two keys.
            DecoderState::ReplyString if self.pending.len() == 2 => Some(ESCAPE_TIMEOUT),
            DecoderState::Csi | DecoderState::Ss3 | DecoderState::X10Mouse | DecoderState::ReplyString => {
                Some(SEQUENCE_TIMEOUT)
            }
        }
    }

    /// Decodes bytes and appends the completed events to `events`.
    pub(super) fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        for &byte in bytes {
            self.advance(byte, events);
        }
        // A terminal reply arrives in large pieces. Bytes that arrive one or two at a time are typed.
        if self.state == DecoderState::ReplyString && bytes.len() <= 2 {
            self.small_reads += 1;
            if self.small_reads > MAX_SMALL_READS {
                self.reset();
            }
        }
    }

    /// Turns incomplete input into keys after a timeout.
    pub(super) fn flush_pending(&mut self, events: &mut Vec<Event>) {
        let (state, held) = (take(&mut self.state), take(&mut self.pending));
        match state {
            DecoderState::Escape => events.extend(keys::parse_char(&[ESC])),
            // Esc and a bracket, or Esc and a letter such as a capital O.
            DecoderState::Csi | DecoderState::Ss3 | DecoderState::ReplyString if held.len() == 2 => {
                events.extend(keys::parse_char(&held[..1]));
                events.extend(keys::parse_char(&held[1..]));
            }
            DecoderState::Paste => {
                // Terminals strip ESC and Ctrl-C from a paste, so this one was typed: the user wants to leave a paste
                // that never ended.
                if let Some((last, before)) = held.split_last() {
                    events.push(paste_event(before));
                    events.extend(keys::parse_char(&[*last]));
                }
            }
            DecoderState::Ground
            | DecoderState::Csi
            | DecoderState::X10Mouse
            | DecoderState::Ss3
            | DecoderState::ReplyString => {}
        }
    }

    fn advance(&mut self, byte: u8, events: &mut Vec<Event>) {
        match self.state {
            // Ctrl-C always gets through, even within a sequence.
            DecoderState::Ss3 | DecoderState::X10Mouse if byte == CTRL_C => {
                self.reset();
                self.advance_ground(byte, events);
            }
            DecoderState::Ground => self.advance_ground(byte, events),
            DecoderState::Escape => self.advance_escape(byte, events),
            DecoderState::Csi => self.advance_csi(byte, events),
            DecoderState::X10Mouse => {
                self.pending.push(byte);
                if self.pending.len() == 6 {
                    events.extend(keys::parse_x10_mouse(&self.pending));
                    self.reset();
                }
            }
            DecoderState::Ss3 if byte == ESC => self.start_escape(),
            DecoderState::Ss3 => {
                self.reset();
                if let Some(key) = keys::parse_ss3(byte) {
                    events.push(key);
                } else {
                    // Not a valid sequence, so these are three keys.
                    events.extend([ESC, b'O'].iter().filter_map(|&byte| keys::parse_char(&[byte])));
                    self.advance_ground(byte, events);
                }
            }
            DecoderState::ReplyString => self.advance_reply(byte, events),
            DecoderState::Paste => self.advance_paste(byte, events),
        }
    }

    fn advance_ground(&mut self, byte: u8, events: &mut Vec<Event>) {
        if byte == ESC {
            return self.start_escape();
        }
        let continues = byte & 0xc0 == 0x80;
        if !self.pending.is_empty() && !continues {
            // The previous bytes were an incomplete character.
            self.pending.clear();
        }
        self.pending.push(byte);
        if self.pending.len() == utf8_len(self.pending[0]) {
            events.extend(keys::parse_char(&self.pending));
            self.pending.clear();
        } else if utf8_len(self.pending[0]) == 0 {
            self.pending.clear();
        }
    }

    /// Handles the byte after ESC. Terminals also send Alt with a key in this form. No key with Alt is bound, and
    /// multiplexers and slow lines join keys that were typed separately, so a byte that starts no sequence is Esc
    /// followed by that key.
    fn advance_escape(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.state = match byte {
            b'[' => DecoderState::Csi,
            b'O' => DecoderState::Ss3,
            b']' | b'P' | b'X' | b'^' | b'_' => DecoderState::ReplyString,
            _ => {
                self.reset();
                events.extend(keys::parse_char(&[ESC]));
                return self.advance_ground(byte, events);
            }
        };
        self.pending.push(byte);
    }

    fn advance_csi(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            ESC => self.start_escape(),
            // F1 to F5 of the Linux console are `ESC [ [ A` to `ESC [ [ E`.
            b'[' if self.pending == b"\x1b[" => self.pending.push(byte),
            b'M' if self.pending == b"\x1b[" => {
                self.pending.push(byte);
                self.state = DecoderState::X10Mouse;
            }
            0x20..=0x3f => {
                if self.pending.len() < MAX_SEQUENCE_BYTES {
                    self.pending.push(byte);
                }
            }
            0x40..=0x7e if self.pending == b"\x1b[200" && byte == b'~' => {
                self.pending.clear();
                self.state = DecoderState::Paste;
            }
            0x40..=0x7e => {
                if self.pending.len() < MAX_SEQUENCE_BYTES {
                    events.extend(keys::parse_csi(&self.pending[2..], byte));
                }
                self.reset();
            }
            // Not valid in a sequence: decode the byte on its own.
            _ => {
                self.reset();
                self.advance_ground(byte, events);
            }
        }
    }

    fn advance_reply(&mut self, byte: u8, events: &mut Vec<Event>) {
        let after_escape = self.pending.len() > 2 && self.pending.last() == Some(&ESC);
        match byte {
            7 => return self.reset(),
            b'\\' if after_escape => return self.reset(),
            // Not valid in a reply: it was no reply, or was interrupted. Decode what follows as usual.
            _ if after_escape => {
                self.start_escape();
                return self.advance(byte, events);
            }
            CTRL_C | b'\r' | 0x18 | 0x1a => {
                self.reset();
                return self.advance(byte, events);
            }
            _ => {}
        }
        // Only the last byte matters, to recognise `ESC \`.
        self.pending.truncate(MAX_SEQUENCE_BYTES);
        self.pending.push(byte);
    }

    fn advance_paste(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.pending.push(byte);
        if self.pending.ends_with(PASTE_END) {
            events.push(paste_event(&self.pending[..self.pending.len() - PASTE_END.len()]));
            self.reset();
        } else if self.pending.len() >= MAX_PASTE_BYTES + PASTE_END.len() {
            // Drop the excess, but keep looking for the end of the paste.
            self.pending.remove(MAX_PASTE_BYTES);
        }
    }

    fn start_escape(&mut self) {
        self.reset();
        self.pending.push(ESC);
        self.state = DecoderState::Escape;
    }

    fn reset(&mut self) {
        self.pending.clear();
        self.state = DecoderState::Ground;
        self.small_reads = 0;
    }
}

/// The length of a UTF-8 character (RFC 3629) by its first byte, in bytes; 0 if the byte starts none.
fn utf8_len(first: u8) -> usize {
    match first {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 0,
    }
}

fn paste_event(bytes: &[u8]) -> Event {
    Event::Paste(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests;
