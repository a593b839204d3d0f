use crate::term::input::*;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEventKind};
use proptest::prelude::*;

/// Decodes pieces of input that arrive one after the other, followed by a timeout.
fn decode_chunks(pieces: &[&[u8]]) -> Vec<Event> {
    let (mut decoder, mut events) = (Decoder::default(), Vec::new());
    pieces.iter().for_each(|piece| decoder.feed(piece, &mut events));
    if decoder.timeout().is_some() {
        decoder.flush_pending(&mut events);
    }
    events
}

fn decode_to_text(pieces: &[&[u8]]) -> String {
    let name = |event: &Event| match event {
        Event::Key(KeyEvent { code, modifiers, kind, .. }) => {
            let kind = if *kind == KeyEventKind::Press { String::new() } else { format!(" {kind:?}") };
            let modifiers: Vec<_> = modifiers.iter_names().map(|(name, _)| format!("{name}-")).collect();
            match code {
                KeyCode::Char(c) => format!("{}{c}{kind}", modifiers.concat()),
                code => format!("{}{code:?}{kind}", modifiers.concat()),
            }
        }
        other => format!("{other:?}"),
    };
    decode_chunks(pieces).iter().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn decodes_keys() {
    for (bytes, keys) in [
        ("jé€😀J", "j é € 😀 SHIFT-J"),
        ("\r\t\x7f\x08\x01\0\x1f", "Enter Tab Backspace CONTROL-h CONTROL-a CONTROL-  CONTROL-7"),
        ("\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", "Up Down Right Left Home End"),
        ("\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF\x1bOP\x1bOM\x1bOq", "Up Down Right Left Home End F(1) Enter 1"),
        ("\x1b[1~\x1b[2~\x1b[3~\x1b[4~\x1b[5~\x1b[6~\x1b[7~\x1b[8~", "Home Insert Delete End PageUp PageDown Home End"),
        ("\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[24~\x1b[[A\x1b[[E", "F(1) F(5) F(6) F(10) F(12) F(1) F(5)"),
        ("\x1b[1;5C\x1b[1;2A\x1b[3;3~\x1b[Z", "CONTROL-Right SHIFT-Up ALT-Delete SHIFT-BackTab"),
        ("\x1bj\x1bé\x1b\r\x1bOj\x1bOz", "Esc j Esc é Esc Enter * Esc SHIFT-O z"),
    ] {
        assert_eq!(decode_to_text(&[bytes.as_bytes()]), keys, "{bytes:?}");
    }
}

#[test]
fn decodes_kitty_keys() {
    for (bytes, keys) in [
        ("\x1b[27u\x1b[13u\x1b[9u\x1b[9;2u\x1b[127u", "Esc Enter Tab SHIFT-BackTab Backspace"),
        ("\x1b[99;5u\x1b[106u\x1b[106;2u", "CONTROL-c j SHIFT-J"),
        ("\x1b[106;1:1u\x1b[106;1:2u\x1b[106;1:3u", "j j Repeat j Release"),
        ("\x1b[1089::99;5u", "CONTROL-c"),
        ("\x1b[49:33;2u", "SHIFT-!"),
        ("\x1b[57399u\x1b[57420u\x1b[57441u", "0 Down"),
        ("\x1b[27;5;106~", "CONTROL-j"),
    ] {
        assert_eq!(decode_to_text(&[bytes.as_bytes()]), keys, "{bytes:?}");
    }
}

#[test]
fn joins_split_sequence() {
    assert_eq!(decode_to_text(&[b"\x1b", b"[B"]), "Down");
    assert_eq!(decode_to_text(&[b"\x1b[", b"1;", b"5", b"A"]), "CONTROL-Up");
    assert_eq!(decode_to_text(&["€".as_bytes()[..1].as_ref(), &"€".as_bytes()[1..]]), "€");
}

#[test]
fn lone_esc_becomes_key_after_timeout() {
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    decoder.feed(b"\x1b", &mut events);
    assert_eq!((events.len(), decoder.timeout()), (0, Some(ESCAPE_TIMEOUT)));
    decoder.flush_pending(&mut events);
    assert_eq!(events, [Event::Key(KeyCode::Esc.into())]);
    assert_eq!(decoder.timeout(), None);
    assert_eq!(decode_to_text(&[b"\x1b\x1b"]), "Esc Esc");
    assert_eq!(decode_to_text(&[b"\x1b\x1b[A"]), "Esc Up");
    assert_eq!(decode_to_text(&[b"\x1b["]), "Esc [");
    assert_eq!(decode_to_text(&[b"\x1bO"]), "Esc SHIFT-O");
    assert_eq!(decode_to_text(&[b"\x1b]"]), "Esc ]");
}

/// tmux and GNU screen hold Esc back and send it with the next key. A lost packet has the same effect.
#[test]
fn esc_then_key_is_two_keys_however_split() {
    let keys = (1..=0x7f).filter(|&byte| byte != ESC).map(|byte| char::from(byte).to_string());
    for key in keys.chain(["é", "€", "😀"].map(str::to_owned)) {
        let want = [Some(Event::Key(KeyCode::Esc.into())), keys::parse_char(key.as_bytes())];
        let want: Vec<_> = want.into_iter().flatten().collect();
        let bytes = ["\x1b", &key].concat();
        for cut in 0..=bytes.len() {
            for pause in [false, true] {
                if pause && cut > 1 && cut < bytes.len() {
                    continue; // A pause within a character ends it.
                }
                let (mut decoder, mut events) = (Decoder::default(), Vec::new());
                decoder.feed(&bytes.as_bytes()[..cut], &mut events);
                if pause && decoder.timeout().is_some() {
                    decoder.flush_pending(&mut events);
                }
                decoder.feed(&bytes.as_bytes()[cut..], &mut events);
                if decoder.timeout().is_some() {
                    decoder.flush_pending(&mut events);
                }
                assert_eq!(events, want, "{bytes:?}, cut at {cut}, a pause there: {pause}");
            }
        }
    }
}

#[test]
fn ignores_unsolicited_replies() {
    for answer in [
        "\x1b[?62;1;4c",
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        "\x1b]52;c;AAAA\x07",
        "\x1bP>|xterm(390)\x1b\\",
        "\x1b[?1u",
        "\x1b[4;600;800t",
        "\x1b[?2026;2$y",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b[999~",
        "\x1b[24;80R",
        "\x1b[1;2R",
    ] {
        assert_eq!(decode_to_text(&[answer.as_bytes(), b"j"]), "j", "{answer:?}");
    }
    let long = ["\x1b]52;c;", &"QjQ".repeat(15_000), "\x07j"].concat();
    let reads: Vec<&[u8]> = long.as_bytes().chunks(4096).collect();
    assert_eq!(decode_to_text(&reads), "j", "an answer in many reads");
    assert_eq!(decode_to_text(&[b"\xff\xc0\x80j\xe2j"]), "j j", "no UTF-8");
    assert_eq!(decode_to_text(&[b"\x1b[", &[b'9'; 500], b"Aj"]), "j", "endless parameters");
    assert_eq!(decode_to_text(&[b"\x1b[1\rj"]), "Enter j", "a sequence that is broken off");
    assert_eq!(decode_to_text(&["\u{9b}j".as_bytes()]), "j", "C1");
}

#[test]
fn incomplete_reply_does_not_swallow_typing() {
    // Esc and P in one read, then single keys.
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    decoder.feed(b"\x1bP", &mut events);
    assert_eq!(decoder.timeout(), Some(ESCAPE_TIMEOUT));
    for key in [b"a", b"b", b"c", b"d", b"e", b"j"] {
        decoder.feed(key, &mut events);
    }
    assert_eq!(events.last(), Some(&Event::Key(KeyCode::Char('j').into())));
    // The counter starts again for the next reply.
    decoder.feed(b"\x1bPabc", &mut events);
    decoder.flush_pending(&mut events);
    for piece in [&b"\x1b]52;"[..], b"c", b";", b"AA", b"Q\x07"] {
        decoder.feed(piece, &mut events);
    }
    assert_eq!(events.last(), Some(&Event::Key(KeyCode::Char('j').into())));
    assert_eq!(decode_to_text(&[b"\x1b]11;rgb:\x1b[A"]), "Up", "it is broken off by a sequence");
    for begun in ["\x1b[", "\x1bO", "\x1b]", "\x1bPx", "\x1b[1;", "\x1b[M", "\x1b[Mx"] {
        assert_eq!(decode_to_text(&[begun.as_bytes(), b"\x03"]), "CONTROL-c", "{begun:?}");
    }
}

#[test]
fn paste_is_text_however_split() {
    let bytes = "\x1b[200~q\r:é\x1b[201~j".as_bytes();
    let whole = [Event::Paste("q\r:é".to_owned()), Event::Key(KeyCode::Char('j').into())];
    for cut in 0..bytes.len() {
        assert_eq!(decode_chunks(&[&bytes[..cut], &bytes[cut..]]), whole, "{cut}");
    }
}

#[test]
fn unterminated_paste_can_be_left() {
    assert_eq!(decode_to_text(&[b"\x1b[200~abc\x03"]), "Paste(\"abc\") CONTROL-c");
    assert_eq!(decode_to_text(&[b"\x1b[200~a\x03b\x1b[201~"]), "Paste(\"a\\u{3}b\")", "one with an end is text");
    assert_eq!(decode_to_text(&[b"\x1b[200~abc\x1b"]), "Paste(\"abc\") Esc");
    let mut decoder = Decoder::default();
    let mut events = Vec::new();
    decoder.feed(b"\x1b[200~", &mut events);
    assert_eq!(decoder.timeout(), None, "a slow line may take as long as it likes");
    decoder.feed(&vec![b'x'; 3 * MAX_PASTE_BYTES], &mut events);
    assert!(events.is_empty() && decoder.pending.len() <= MAX_PASTE_BYTES + PASTE_END.len());
    decoder.feed(PASTE_END, &mut events);
    assert!(matches!(&events[..], [Event::Paste(text)] if text.len() == MAX_PASTE_BYTES), "{}", events.len());
}

#[test]
fn decodes_sgr_and_x10_mouse() {
    let Event::Mouse(click) = decode_chunks(&[b"\x1b[<0;5;3M"])[0] else { panic!("a click") };
    assert_eq!((click.kind, click.column, click.row), (MouseEventKind::Down(MouseButton::Left), 4, 2));
    let Event::Mouse(old) = decode_chunks(&[b"\x1b[M %#"])[0] else { panic!("a click") };
    assert_eq!(old, click);
    let kinds: Vec<_> = [&b"\x1b[<0;5;3m"[..], b"\x1b[<64;1;1M", b"\x1b[<65;1;1M", b"\x1b[M#%#"]
        .iter()
        .map(|bytes| match decode_chunks(&[bytes])[0] {
            Event::Mouse(mouse) => mouse.kind,
            ref other => panic!("{other:?}"),
        })
        .collect();
    let up = MouseEventKind::Up(MouseButton::Left);
    assert_eq!(kinds, [up, MouseEventKind::ScrollUp, MouseEventKind::ScrollDown, up]);
    assert_eq!(decode_to_text(&[b"\x1b[<0;0;0Mj"]), "j", "there is no such place");
}

#[test]
fn decodes_focus_events() {
    assert_eq!(decode_chunks(&[b"\x1b[I\x1b[O"]), [Event::FocusGained, Event::FocusLost]);
}

proptest! {
    #[test]
    fn split_input_decodes_like_whole_input(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"\x1b[O~M<;12A]\\\x07".to_vec())], 0..60),
        cut in 0_usize..60,
    ) {
        let cut = cut.min(bytes.len());
        prop_assert_eq!(decode_chunks(&[&bytes]), decode_chunks(&[&bytes[..cut], &bytes[cut..]]));
    }

    #[test]
    fn recovers_after_arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let (mut decoder, mut events) = (Decoder::default(), Vec::new());
        decoder.feed(&bytes, &mut events);
        // Esc leaves a paste; a timeout ends everything else.
        decoder.feed(b"\x1b", &mut events);
        for _ in 0..2 {
            decoder.flush_pending(&mut events);
        }
        events.clear();
        decoder.feed(b"j", &mut events);
        prop_assert_eq!(events, [Event::Key(KeyCode::Char('j').into())]);
    }
}
