//! YAML text into a tree of values with the position of each: the only user of `granit-parser`.
//!
//! The tree follows YAML 1.2 with three limits: one document, keys that are scalars, and a bound on what aliases
//! repeat. Scalars keep their spelling (`22.50`, `True`), equal keys are all kept, and tags are dropped.

use crate::text::position_after;
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span, StrInput};
use std::collections::HashMap;
use std::ops::Range;

/// A value, and the bytes of the text that it takes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Range<u32>,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    /// Any other scalar, numbers and truth values included, as spelled.
    Scalar(Box<str>),
    List(Vec<Node>),
    /// The entries in the order of the text, equal keys included.
    Map(Vec<(Key, Node)>),
}

/// A key of a map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    pub(crate) text: Box<str>,
    pub(crate) span: Range<u32>,
}

/// Why a text was not read, and its position: line and character, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) reason: Reason,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The reason of a [`SyntaxError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Not YAML, in the words of the parser.
    Invalid(String),
    /// YAML that this reader refuses: the message, and what to do.
    Refused(&'static str, &'static str),
    /// More values than this many, keys included.
    TooManyValues(usize),
}

/// Maximum depth of lists and maps inside each other. Reading, cloning and dropping a tree recurse this deep.
const MAX_DEPTH: usize = 128;

/// Estimated cost of a value beside its characters, in bytes.
const VALUE_COST: usize = 16;

/// Maximum ratio of the cost of all values to the bytes of the text. Without aliases it hardly exceeds nine; with them it
/// has no bound.
const MAX_EXPANSION: usize = 12;

/// Cost of values that is always allowed: a note shared by many claims makes a small file expand.
const MIN_EXPANSION: usize = 16 << 20;

/// Parses one YAML document of at most `max_values` values, keys included. An empty text is [`Value::Null`].
pub(crate) fn parse(text: &str, max_values: usize) -> Result<Node, SyntaxError> {
    let error = |reason, at: usize| {
        let (line, column) = position_after(text.get(..at).unwrap_or(text));
        SyntaxError { reason, line, column }
    };
    if let Some(at) = text.find(|c| !is_printable(c)) {
        return Err(error(Reason::Invalid("control characters are not allowed".to_owned()), at));
    }
    let mut builder = Builder {
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        left: text.len().saturating_mul(MAX_EXPANSION).max(MIN_EXPANSION),
        values: 0,
        max_values,
    };
    builder.document().map_err(|failure| error(failure.reason, failure.at))
}

/// The printable characters of YAML 1.2 (`c-printable`).
fn is_printable(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// A reason, and the number of bytes before it.
struct Failure {
    reason: Reason,
    at: usize,
}

/// Builds the tree from the parser's events.
struct Builder<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// The nodes that aliases may repeat, by the parser's number, with their cost.
    anchors: HashMap<usize, (Node, usize)>,
    /// The cost that values may still have.
    left: usize,
    values: usize,
    max_values: usize,
}

impl<'a> Builder<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Failure> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or_default();
                let reason = match error.kind() {
                    ErrorKind::RecursionLimitExceeded => TOO_DEEP,
                    ErrorKind::UnsupportedYamlMajorVersion => {
                        Reason::Refused("this version of YAML is not known", "leave this line out")
                    }
                    _ => Reason::Invalid(error.info().clone()),
                };
                Err(Failure { reason, at })
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn document(&mut self) -> Result<Node, Failure> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if root.is_some() => {
                    let message = "this file has more than one document; a base is one";
                    return refused(message, "remove this line, or make a file of each document", &span);
                }
                Event::DocumentStart(..) => root = Some(self.node(0)?),
                _ => return unexpected(&span),
            }
        }
        Ok(root.unwrap_or(Node { value: Value::Null, span: 0..0 }))
    }

    fn node(&mut self, depth: usize) -> Result<Node, Failure> {
        let (event, span) = self.next()?;
        self.node_from(event, &span, depth)
    }

    /// The node that an event begins.
    fn node_from(&mut self, event: Event<'a>, span: &Span, depth: usize) -> Result<Node, Failure> {
        if depth > MAX_DEPTH {
            return Err(Failure { reason: TOO_DEEP, at: start(span) });
        }
        let left = self.left;
        let (anchor, node) = match event {
            Event::Alias(anchor) => (0, self.repeat(anchor, span)?),
            Event::Scalar(text, style, anchor, tag) => {
                self.spend(text.len(), span)?;
                let is_text = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.is_yaml_core_schema());
                let value = if !is_text && is_null(&text) { Value::Null } else { Value::Scalar(text.into()) };
                (anchor, Node { value, span: bytes(span) })
            }
            Event::SequenceStart(_, anchor, _) => (anchor, self.list(span, depth)?),
            Event::MappingStart(_, anchor, _) => (anchor, self.map(span, depth)?),
            _ => return unexpected(span),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), left - self.left));
        }
        Ok(node)
    }

    fn list(&mut self, first: &Span, depth: usize) -> Result<Node, Failure> {
        self.spend(0, first)?;
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Node { value: Value::List(items), span: up_to(first, &span) });
            }
            items.push(self.node_from(event, &span, depth + 1)?);
        }
    }

    fn map(&mut self, first: &Span, depth: usize) -> Result<Node, Failure> {
        self.spend(0, first)?;
        let mut entries = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(Node { value: Value::Map(entries), span: up_to(first, &span) });
            }
            let text = match self.node_from(event, &span, depth + 1)?.value {
                Value::Scalar(text) => text,
                Value::Null => "null".into(),
                Value::List(_) | Value::Map(_) => {
                    return refused("a key is a list or a map", "write a word for it", &span);
                }
            };
            entries.push((Key { text, span: bytes(&span) }, self.node(depth + 1)?));
        }
    }

    /// The node that an alias repeats. Its own position is that of the alias; what is inside stays where it is written.
    fn repeat(&mut self, anchor: usize, span: &Span) -> Result<Node, Failure> {
        let Some((node, cost)) = self.anchors.get(&anchor) else {
            return refused("this alias is inside the value that it repeats", "write the value out", span);
        };
        let Some(left) = self.left.checked_sub(*cost) else {
            return refused("aliases repeat too much", "repeat less by `*`", span);
        };
        self.left = left;
        Ok(Node { value: node.value.clone(), span: bytes(span) })
    }

    /// Charges a value that the text spells out.
    fn spend(&mut self, bytes: usize, span: &Span) -> Result<(), Failure> {
        self.left = self.left.saturating_sub(VALUE_COST + bytes);
        self.values += 1;
        if self.values > self.max_values {
            return Err(Failure { reason: Reason::TooManyValues(self.max_values), at: start(span) });
        }
        Ok(())
    }
}

const TOO_DEEP: Reason = Reason::Refused("lists and maps are nested too deep here", "nest them less than 128 deep");

fn refused<T>(message: &'static str, help: &'static str, span: &Span) -> Result<T, Failure> {
    Err(Failure { reason: Reason::Refused(message, help), at: start(span) })
}

fn unexpected<T>(span: &Span) -> Result<T, Failure> {
    Err(Failure { reason: Reason::Invalid("unexpected token".to_owned()), at: start(span) })
}

/// The spellings of null in the core schema of YAML 1.2.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn bytes(span: &Span) -> Range<u32> {
    up_to(span, span)
}

fn up_to(first: &Span, last: &Span) -> Range<u32> {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    offset(start(first))..offset(last.end.byte_offset().unwrap_or_default())
}

fn start(span: &Span) -> usize {
    span.start.byte_offset().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Node, SyntaxError> {
        parse(text, 1 << 20)
    }

    /// The tree without positions, as a short text.
    fn shape(node: &Node) -> String {
        let joined = |parts: Vec<String>| parts.join(", ");
        match &node.value {
            Value::Null => "~".to_owned(),
            Value::Scalar(text) => text.to_string(),
            Value::List(items) => format!("[{}]", joined(items.iter().map(shape).collect())),
            Value::Map(entries) => {
                let entry = |(key, node): &(Key, Node)| format!("{}: {}", key.text, shape(node));
                format!("{{{}}}", joined(entries.iter().map(entry).collect()))
            }
        }
    }

    fn shape_of(text: &str) -> String {
        shape(&read(text).unwrap())
    }

    fn refused(text: &str) -> (usize, usize, &'static str) {
        match read(text) {
            Err(SyntaxError { reason: Reason::Refused(message, _), line, column }) => (line, column, message),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn keeps_equal_keys_and_spellings() {
        assert_eq!(shape_of("a: 2025\na: [x, 1.5, true]\n"), "{a: 2025, a: [x, 1.5, true]}");
        let words = "22.50, 1e5, +5, 0x10, 007, 1_000, True, x, 3.0, yes, 12:30:45";
        assert_eq!(shape_of(&format!("[{words}]")), format!("[{words}]"));
        assert_eq!(shape_of("a: [&n 1.50, *n, ~, '1.50', {b: 1e3}]"), "{a: [1.50, 1.50, ~, 1.50, {b: 1e3}]}");
        assert_eq!(shape_of("1.50: x\n~: y\n&k z: 1\n"), "{1.50: x, null: y, z: 1}");
    }

    #[test]
    fn only_plain_scalars_are_null() {
        assert_eq!(shape_of("[null, Null, NULL, ~]"), "[~, ~, ~, ~]");
        assert_eq!(shape_of("a:\nb: ''\n"), "{a: ~, b: }");
        assert_eq!(read("['null']").unwrap(), {
            let item = Node { value: Value::Scalar("null".into()), span: 1..7 };
            Node { value: Value::List(vec![item]), span: 0..8 }
        });
        for text in ["", "# nothing yet\n", "---\n", "~"] {
            assert_eq!(read(text).unwrap().value, Value::Null, "{text:?}");
        }
    }

    #[test]
    fn drops_tags() {
        assert_eq!(shape_of("a: !thing x\nb: !thing [1.50]\nc: !!str ~\n"), "{a: x, b: [1.50], c: ~}");
    }

    #[test]
    fn lines_end_as_in_yaml_1_2() {
        assert_eq!(shape_of("a: b\u{85}c\u{2028}d\re: f\r\n"), "{a: b\u{85}c\u{2028}d, e: f}");
    }

    #[test]
    fn limits_what_aliases_repeat() {
        let many = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(1000), "*a, ".repeat(1000));
        assert_eq!(refused(&many).2, "aliases repeat too much");
        let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(1000));
        assert_eq!(refused(&long).2, "aliases repeat too much");
        let note = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000), "*a, ".repeat(1_000));
        assert!(read(&note).is_ok(), "a note shared by many claims");
        assert!(read(&format!("[{}]", "~,".repeat(9_000))).is_ok());
        assert_eq!(refused("a: &a [b, *a]\n"), (1, 11, "this alias is inside the value that it repeats"));
    }

    #[test]
    fn limits_values_and_depth() {
        let too_many = parse("a: [1,\n  é, 3]\n", 4).unwrap_err();
        assert_eq!(too_many, SyntaxError { reason: Reason::TooManyValues(4), line: 2, column: 3 });
        assert!(parse("a: [é]\n", 4).is_ok());
        for open in ["[", "{a: ", "- ", "? "] {
            assert!(read(&open.repeat(100_000)).is_err(), "{open:?}");
            let deep = format!("{}x", open.repeat(300));
            assert_eq!(refused(&deep).2, "lists and maps are nested too deep here", "{open:?}");
        }
        let indented = (0..300).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n");
        assert_eq!(refused(&indented).2, "lists and maps are nested too deep here");
        assert!(read(&format!("{}x{}", "[".repeat(128), "]".repeat(128))).is_ok());
    }

    #[test]
    fn errors_have_positions() {
        let position = |text: &str| read(text).map_err(|error| (error.line, error.column)).unwrap_err();
        let error = read("a: 1\nb: é\u{1b}[31m").unwrap_err();
        assert_eq!((error.line, error.column), (2, 5));
        assert_eq!(error.reason, Reason::Invalid("control characters are not allowed".to_owned()));
        assert_eq!(position("\u{1b}"), (1, 1));
        assert_eq!(position("a:\n  b: [1\nc: 2\n"), (3, 2));
        assert_eq!(position("é: [é"), (1, 4));
        assert_eq!(position("# é\u{2028}# é\né: @\n"), (2, 4));
        assert_eq!(position("a: *b\n"), (1, 4));
        assert_eq!(position("\u{feff}é: @\n"), (1, 5));
        assert_eq!(position("a: [b]\rc: @\n"), (1, 11));
    }

    #[test]
    fn refuses_documents_versions_and_complex_keys() {
        let documents = "this file has more than one document; a base is one";
        assert_eq!(refused("---\na: |\n  ---\n---\nb: 1\n"), (4, 1, documents));
        assert_eq!(refused("a: 1\r\n--- # é\nb: [\n"), (2, 1, documents));
        assert_eq!(refused("é: 1\n...\nb: 1\n---\n"), (3, 1, documents));
        assert_eq!(refused("# é\n%YAML 9.9\n---\na: 1\n"), (2, 1, "this version of YAML is not known"));
        assert_eq!(shape_of("%YAML 1.2\n---\na: 1\n"), "{a: 1}");
        let key = "a key is a list or a map";
        assert_eq!(refused("a: 1\n? [é]\n: 2\n"), (2, 3, key));
        assert_eq!(refused("a:\n  - {b: 1, {c: d}: 2}\n"), (2, 12, key));
    }
}
