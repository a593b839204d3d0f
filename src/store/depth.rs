//! How deep the brackets of a text are nested, found in one pass and never too low.
//!
//! Which bracket opens a list or a map is known only to whoever reads all of YAML: it may stand in prose. So every
//! bracket is taken for one that may, and from there the text is read as it is read between brackets. There are few
//! states in which such a reading can be. Of all readings that are in one state, the deepest is kept; one that meets
//! what YAML refuses ends.

/// How many brackets are open at once, at most; no more are counted than one beyond `most`.
pub(super) fn deepest(text: &[u8], most: usize) -> usize {
    let (mut readings, mut deepest) = (Readings::default(), 0);
    let (mut at, mut behind_blank) = (0, true);
    while deepest <= most {
        if readings.alive == 0 {
            let Some(next) = text.get(at..).and_then(|rest| memchr::memchr2(b'[', b'{', rest)) else { break };
            at += next;
            // What a `?` stood before is over.
            readings.explicit = false;
        }
        let Some(&byte) = text.get(at) else { break };
        let (sign, width) = match break_width(&text[at..]) {
            0 if byte == b'\t' => (b' ', 1),
            0 => (byte, 1),
            width => (b'\n', width),
        };
        at += width;
        let before_blank = is_blank(text.get(at..).unwrap_or_default());
        let near = Near { behind_blank, before_blank, explicit: readings.explicit };
        deepest = deepest.max(readings.step(sign, near));
        behind_blank = matches!(sign, b' ' | b'\n');
    }
    deepest
}

/// How many bytes the line break has that a text begins with; none where it begins with another character. YAML 1.1
/// breaks lines at more than line feeds.
pub(super) fn break_width(text: &[u8]) -> usize {
    match text {
        [b'\n' | b'\r', ..] => 1,
        [0xc2, 0x85, ..] => 2,
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
        _ => 0,
    }
}

/// Whether a text begins with a blank or a line break, or is at its end.
fn is_blank(text: &[u8]) -> bool {
    matches!(text, [] | [b' ' | b'\t' | 0, ..]) || break_width(text) > 0
}

/// Where a reading is.
#[derive(Clone, Copy)]
enum State {
    /// Before a value.
    Value,
    /// Within a value without quotation marks.
    Plain,
    /// The same, on another line than where it began. It is no key then, unless a `?` stands before it.
    PlainLines,
    /// Behind a value.
    Behind,
    Single,
    /// Behind a quotation mark that may be one of two.
    SingleMark,
    Double,
    /// Behind a backslash.
    Escaped,
    Anchor,
    Alias,
    Tag,
    /// Within a tag that is written in angle brackets.
    Verbatim,
    /// Within a comment before a value.
    Remark,
    /// Within a comment behind a value.
    RemarkBehind,
}

impl State {
    const ALL: [Self; 14] = [
        Self::Value,
        Self::Plain,
        Self::PlainLines,
        Self::Behind,
        Self::Single,
        Self::SingleMark,
        Self::Double,
        Self::Escaped,
        Self::Anchor,
        Self::Alias,
        Self::Tag,
        Self::Verbatim,
        Self::Remark,
        Self::RemarkBehind,
    ];

    /// The state behind a byte, and how many brackets it opens; nothing where YAML refuses it.
    fn next(self, byte: u8, near: Near) -> Option<(Self, isize)> {
        let is_word = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        Some(match (self, byte) {
            (Self::Value, _) => return Self::value(byte, near),
            (Self::Plain, b'\n') => (Self::PlainLines, 0),
            (Self::PlainLines, b':') if near.before_blank && !near.explicit => return None,
            (Self::Plain | Self::PlainLines, _) => return self.plain(byte, near),
            (Self::SingleMark, b'\'') => (Self::Single, 0),
            (Self::Behind | Self::SingleMark, _) => return Self::behind(byte),
            (Self::Alias, _) if !is_word => return Self::behind(byte),
            (Self::Anchor, _) if !is_word => return Self::value(byte, near),
            (Self::Tag, b'[' | b']' | b'{' | b'}' | b'"') | (Self::Verbatim, b' ' | b'\n') => return None,
            (Self::Tag, b' ' | b'\n' | b',') | (Self::Remark, b'\n') => (Self::Value, 0),
            (Self::Double, b'"') | (Self::RemarkBehind, b'\n') => (Self::Behind, 0),
            (Self::Tag, b'<') => (Self::Verbatim, 0),
            (Self::Verbatim, b'>') => (Self::Tag, 0),
            (Self::Single, b'\'') => (Self::SingleMark, 0),
            (Self::Double, b'\\') => (Self::Escaped, 0),
            (Self::Escaped, _) => (Self::Double, 0),
            (same, _) => (same, 0),
        })
    }

    fn value(byte: u8, near: Near) -> Option<(Self, isize)> {
        Some(match byte {
            b' ' | b'\n' | b',' | b':' | b'?' => (Self::Value, 0),
            b'[' | b'{' => (Self::Value, 1),
            b']' | b'}' => (Self::Behind, -1),
            b'"' => (Self::Double, 0),
            b'\'' => (Self::Single, 0),
            b'#' => (Self::Remark, 0),
            b'&' => (Self::Anchor, 0),
            b'*' => (Self::Alias, 0),
            b'!' => (Self::Tag, 0),
            b'-' if near.before_blank => return None,
            _ => (Self::Plain, 0),
        })
    }

    fn behind(byte: u8) -> Option<(Self, isize)> {
        match byte {
            b' ' | b'\n' => Some((Self::Behind, 0)),
            b',' | b':' | b'?' => Some((Self::Value, 0)),
            b']' | b'}' => Some((Self::Behind, -1)),
            b'#' => Some((Self::RemarkBehind, 0)),
            _ => None,
        }
    }

    fn plain(self, byte: u8, near: Near) -> Option<(Self, isize)> {
        match byte {
            b',' => Some((Self::Value, 0)),
            b':' if near.before_blank => Some((Self::Value, 0)),
            b'#' if near.behind_blank => Some((Self::RemarkBehind, 0)),
            b']' | b'}' => Some((Self::Behind, -1)),
            b'[' | b'{' => None,
            _ => Some((self, 0)),
        }
    }
}

/// What stands around a byte.
#[derive(Clone, Copy)]
struct Near {
    behind_blank: bool,
    before_blank: bool,
    /// Whether any key behind a `?` stands before it. Hardly any text has one.
    explicit: bool,
}

/// The readings that go on: for each state, how many brackets are open in the deepest of them.
#[derive(Default)]
struct Readings {
    /// The states in which there is one, a bit each.
    alive: u16,
    depths: [usize; State::ALL.len()],
    /// Whether one of them has met a key behind a `?`.
    explicit: bool,
}

impl Readings {
    /// Reads a byte; says how many brackets are open then, at most.
    fn step(&mut self, byte: u8, near: Near) -> usize {
        let mut then = Self { explicit: self.explicit, ..Self::default() };
        let mut alive = self.alive;
        while alive != 0 {
            let state = State::ALL[alive.trailing_zeros() as usize];
            alive &= alive - 1;
            if let Some((next, opened)) = state.next(byte, near) {
                then.explicit |= byte == b'?' && matches!(next, State::Value);
                then.put(next, self.depths[state as usize].saturating_add_signed(opened));
            }
        }
        if matches!(byte, b'[' | b'{') {
            then.put(State::Value, 1);
        }
        *self = then;
        self.depths[State::Value as usize]
    }

    fn put(&mut self, state: State, depth: usize) {
        if depth > 0 {
            self.alive |= 1 << state as usize;
            let kept = &mut self.depths[state as usize];
            *kept = depth.max(*kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(text: &str) -> usize {
        deepest(text.as_bytes(), 1_000)
    }

    #[test]
    fn brackets_that_close_count_where_yaml_reads_them() {
        assert_eq!(depth("a: [1, {b: [c]}, [d]]\n[e]: {f: g}\n"), 3);
        assert_eq!(depth("no brackets"), 0);
        let openers = [
            "[\"]\", ",
            "['it''s ]', ",
            "{\"}\": ",
            "[ #]\n",
            "[ # ]\u{85}",
            "[a, #]\r",
            "['#', \"\\\"]\", ",
            "[&a \"]\", ",
            "[*a:\"]\", ",
            "[&a [*a], ",
            "[!<]> ",
            "[!t' x, ",
            "[a\"b, 'c', \"]\", ",
            "[? \"]\": ",
            "{? a\nb: ",
            "[a:b, c: ",
        ];
        for opener in openers {
            assert!(depth(&format!("x: {}", opener.repeat(2_000))) > 1_000, "{opener:?}");
        }
        assert_eq!(depth(&"[x#]y, [z], ".repeat(2_000)), 1, "no comment begins within a word");
    }

    #[test]
    fn a_reading_that_began_in_prose_hides_none() {
        let deep = "[\"]\", ".repeat(2_000);
        for before in
            ["a: \"[\\\"\"\nb: ", "a: |\n  it's [ \" '\nb: ", "# [\"\nb: ", "a: [']'\nb: ", "a: >\n  - ['\n  \"\nb: "]
        {
            assert!(depth(&format!("{before}{deep}")) > 1_000, "{before:?}");
        }
    }

    #[test]
    fn prose_opens_nothing_for_long() {
        let lines = [
            "- the first [of many\n",
            "- \"see: [1], [2\"\n",
            "- {quote: \"see: [1\"}\n",
            "quote: \"see [1\"\n",
            "- {quote: \"see: [[{1\", note: don't}\n",
            "text: |\n  don't [stop, 'tis {so: \"\n",
            "# a remark: [and {what, [is open\n",
            "- it's: '[', \"[\"\n",
            "  {a: '[', b: \"{[\"},\n",
            "- [a, \"b]\", 'c''d', e#f, g] # [\n",
            "> quoted: [sic\n",
            "- {name: '[?]', note: \"Smith, [who said so\"}\n",
        ];
        let deep: Vec<_> = lines.into_iter().filter(|line| depth(&line.repeat(3_000)) >= 10).collect();
        assert!(deep.is_empty(), "{deep:?}");
        assert!(depth(&format!("x: [{}]", lines[8].repeat(3_000))) < 10);
    }
}
