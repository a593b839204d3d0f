//! YAML into a tree of values: the only user of `serde_yaml`.
//!
//! `serde_yaml` keeps the last of two equal keys without a word, so maps are read by a visitor of our own that
//! keeps every entry; whoever reads the tree reports the duplicates. It knows no positions for valid values;
//! see [`super::spans`]. It gives numbers by their value (`22.50` as 22.5); a file where that may matter is read once
//! more, now that it is known which values are scalars, to ask for each as it is spelled.

use super::spans;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::cell::Cell;
use std::fmt;

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Null,
    /// Any scalar, numbers and truth values included, as text.
    Scalar(Box<str>),
    List(Vec<Node>),
    /// The entries in the order of writing, equal keys included.
    Map(Vec<(Box<str>, Node)>),
}

/// Why a text is no YAML, or none that is read here, and where: line and character, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    /// What to do, where that is known; the message is whole then.
    pub(crate) advice: Option<&'static str>,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Parses one YAML document.
pub(crate) fn parse(text: &str) -> Result<Node, SyntaxError> {
    let (respelled, unusual) = (Cell::new(false), UNUSUAL.iter().any(|part| text.contains(part)));
    let left = Cell::new(text.len().saturating_mul(REPEATED).max(ALWAYS));
    let document = || serde_yaml::Deserializer::from_str(text);
    let tree = Tree { unusual, respelled: &respelled, left: &left };
    let mut node = tree.deserialize(document()).map_err(|error| syntax_error(&error, text))?;
    if respelled.get() {
        // What was read once can be read again; were it not so, the values of the numbers would stay.
        let _ = Spelled(&mut node).deserialize(document());
    }
    Ok(node)
}

/// What a value takes beside its characters, about.
const VALUE: usize = 16;
/// How many times as large as the text the values may be, each counted with what it takes: without aliases, they are
/// hardly ever more than nine times as large, and with them without end.
const REPEATED: usize = 12;
/// How large they may be in any case: a note that many claims share makes much of a small file.
const ALWAYS: usize = 16 << 20;

fn syntax_error(error: &serde_yaml::Error, text: &str) -> SyntaxError {
    let message = error.to_string();
    // The parser's own lines end at more than line feeds, and the end of a text begins another one.
    let place = error.location().and_then(|at| position(text, at.index()));
    if let Some(known) = known_error(&message, place, text) {
        return known;
    }
    let what = |end: &str| message.split(end).next().unwrap_or(&message).to_owned();
    // A fault of single characters is told with the byte where it stands, and without line and column.
    let byte = message.split_once(" at position ").and_then(|(_, rest)| rest.parse().ok());
    if let Some((line, column)) = byte.and_then(|byte| position(text, byte)) {
        return SyntaxError { message: what(" at position "), advice: None, line, column };
    }
    let (line, column) = place.unwrap_or((1, 1));
    SyntaxError { message: what(" at line "), advice: None, line, column }
}

/// What is YAML, but none that is read here; the parser tells it in words of its own, and mostly without a place.
fn known_error(message: &str, place: Option<(usize, usize)>, text: &str) -> Option<SyntaxError> {
    // Where it is not known where, nothing is said of a line.
    let (place, message, advice, elsewhere) = if message.contains(REPEATING) {
        let words = message.split(" at line ").next().unwrap_or(message);
        (place, words, "repeat less by `*`", "repeat less by `*`")
    } else if message.contains("more than one document") {
        let words = "this file has more than one document; a base is one";
        let each = "make a file of each document";
        (spans::second_document(text), words, "remove this line, or make a file of each document", each)
    } else if message.contains("found incompatible YAML document") {
        let line = text.split('\n').position(|line| line.starts_with("%YAML")).map(|line| (line + 1, 1));
        (line, "this version of YAML is not known", "leave this line out", "leave the directive out")
    } else if message.contains(COMPLEX_KEY) {
        (spans::complex_key(text), COMPLEX_KEY, "write a word for it", "write a word for each")
    } else {
        return None;
    };
    let advice = if place.is_some() { advice } else { elsewhere };
    let (line, column) = place.unwrap_or((1, 1));
    Some(SyntaxError { message: message.to_owned(), advice: Some(advice), line, column })
}

const COMPLEX_KEY: &str = "a key is a list or a map";
const REPEATING: &str = "aliases repeat too much";

/// Line and character, counted from 1, of a byte of a text.
fn position(text: &str, byte: usize) -> Option<(usize, usize)> {
    let before = text.get(..byte)?;
    let line = before.rsplit('\n').next().unwrap_or(before);
    Some((before.matches('\n').count() + 1, line.chars().count() + 1))
}

/// What whole numbers and truth values have in them that are not spelled as they print.
const UNUSUAL: &[&str] = &["+", "0x", "0o", "0b", "True", "TRUE", "False", "FALSE"];

/// Reads any value, and notes whether there is one that may be spelled in another way than it prints.
#[derive(Clone, Copy)]
struct Tree<'a> {
    unusual: bool,
    respelled: &'a Cell<bool>,
    /// How much more may be read.
    left: &'a Cell<usize>,
}

impl Tree<'_> {
    /// A number or a truth value, as it prints.
    fn printed<E: Error>(self, value: &dyn ToString, unusual: bool) -> Result<Node, E> {
        self.respelled.set(self.respelled.get() || unusual);
        self.text(&value.to_string())
    }

    fn text<E: Error>(self, value: &str) -> Result<Node, E> {
        self.count(value.len())?;
        Ok(scalar(value))
    }

    /// Counts a value with its characters; aliases must not make much of little.
    fn count<E: Error>(self, characters: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(VALUE + characters);
        self.left.set(left.ok_or_else(|| E::custom(REPEATING))?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    /// A file without a value: empty, or with nothing but comments.
    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.printed(&value, self.unusual)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.printed(&value, self.unusual)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.printed(&value, self.unusual)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node, E> {
        self.printed(&value, self.unusual)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Node, E> {
        self.printed(&value, self.unusual)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        self.printed(&value, true)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        self.text(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        self.count(0)?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        self.count(0)?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(self)? {
            let value = map.next_value_seed(self)?;
            match key {
                Node::Scalar(key) => entries.push((key, value)),
                Node::Null => entries.push(("null".into(), value)),
                Node::List(_) | Node::Map(_) => return Err(A::Error::custom(COMPLEX_KEY)),
            }
        }
        Ok(Node::Map(entries))
    }

    /// A tagged value: the tag is not kept.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Node, A::Error> {
        use serde::de::VariantAccess;
        let (_, value) = data.variant::<String>()?;
        value.newtype_variant_seed(self)
    }
}

fn scalar(value: &str) -> Node {
    Node::Scalar(value.into())
}

/// Reads a value again whose shape is known, and takes every scalar as it is spelled.
struct Spelled<'a>(&'a mut Node);

impl<'de> DeserializeSeed<'de> for Spelled<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0 {
            Node::Null => IgnoredAny::deserialize(deserializer).map(drop),
            Node::Scalar(text) => Box::<str>::deserialize(deserializer).map(|spelled| *text = spelled),
            Node::List(items) => deserializer.deserialize_seq(SpelledItems(items)),
            Node::Map(entries) => deserializer.deserialize_map(SpelledEntries(entries)),
        }
    }
}

struct SpelledItems<'a>(&'a mut [Node]);

impl<'de> Visitor<'de> for SpelledItems<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for item in self.0 {
            list.next_element_seed(Spelled(item))?;
        }
        Ok(())
    }
}

struct SpelledEntries<'a>(&'a mut [(Box<str>, Node)]);

impl<'de> Visitor<'de> for SpelledEntries<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        for (key, value) in self.0 {
            if let Some(spelled) = map.next_key()? {
                *key = spelled;
                map.next_value_seed(Spelled(value))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(Box<str>, Node)> {
        let Node::Map(entries) = parse(text).unwrap() else { panic!("a map") };
        entries
    }

    #[test]
    fn keeps_equal_keys_and_reads_numbers_as_text() {
        let entries = entries("a: 2025\na: [x, 1.5, true]\n");
        assert_eq!(entries[0], ("a".into(), scalar("2025")));
        assert_eq!(entries[1].1, Node::List(vec![scalar("x"), scalar("1.5"), scalar("true")]));
    }

    #[test]
    fn numbers_and_truth_values_keep_their_spelling() {
        let list = |text: &str| entries(text).remove(0).1;
        let words = ["22.50", "1e5", "+5", "0x10", "007", "1_000", "True", "x", "3.0"];
        assert_eq!(list(&format!("a: [{}]", words.join(", "))), Node::List(words.map(scalar).into()));
        assert_eq!(list("a: [&n 1.50, *n, ~, '1.50', {b: 1e3}]"), {
            let inner = Node::Map(vec![("b".into(), scalar("1e3"))]);
            Node::List(vec![scalar("1.50"), scalar("1.50"), Node::Null, scalar("1.50"), inner])
        });
        assert_eq!(entries("1.50: x\n")[0].0, "1.50".into());
    }

    #[test]
    fn a_file_without_a_value_is_valid() {
        for text in ["", "# nothing yet\n", "---\n", "~"] {
            assert_eq!(parse(text), Ok(Node::Null), "{text:?}");
        }
    }

    #[test]
    fn aliases_must_not_make_much_of_little() {
        let many = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(1000), "*a, ".repeat(1000));
        assert!(parse(&many).unwrap_err().message.ends_with("aliases repeat too much"));
        let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(1000));
        assert!(parse(&long).unwrap_err().message.ends_with("aliases repeat too much"));
        assert!(parse("a: &a [x, y]\nb: [*a, *a, *a]\n").is_ok());
        let note = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000), "*a, ".repeat(1_000));
        assert!(parse(&note).is_ok(), "a note that many claims share");
        assert!(parse(&format!("[{}]", "~,".repeat(9_000))).is_ok());
    }

    #[test]
    fn a_fault_of_a_character_has_a_place() {
        let error = parse("a: 1\nb: é\u{1b}[31m").unwrap_err();
        assert_eq!((error.line, error.column), (2, 5));
        assert_eq!(error.message, "control characters are not allowed");
        let first = parse("\u{1b}").unwrap_err();
        assert_eq!((first.line, first.column), (1, 1));
    }

    #[test]
    fn a_syntax_error_has_a_place() {
        let error = parse("a:\n  b: [1\nc: 2\n").unwrap_err();
        assert_eq!(error.line, 3, "{error:?}");
        assert!(!error.message.contains(" at line "));
    }

    #[test]
    fn a_syntax_error_lies_in_the_text() {
        let place = |text: &str| parse(text).map_err(|error| (error.line, error.column)).unwrap_err();
        assert_eq!(place("a: [é"), (1, 6));
        assert_eq!(place("a: [é\n"), (2, 1));
        assert_eq!(place("# é\u{2028}# é\né: @\n"), (2, 4));
        assert_eq!(place("\u{feff}é: @\n"), (1, 5));
        assert_eq!(place("a: [b]\rc: @\n"), (1, 11));
    }

    #[test]
    fn what_is_yaml_but_not_read_has_a_place_and_advice() {
        let told = |text: &str| {
            let error = parse(text).unwrap_err();
            (error.line, error.column, error.message, error.advice.is_some())
        };
        let documents = "this file has more than one document; a base is one".to_owned();
        assert_eq!(told("---\na: |\n  ---\n---\nb: 1\n"), (4, 1, documents.clone(), true));
        assert_eq!(told("a: 1\r\n--- # é\nb: [\n"), (2, 1, documents.clone(), true));
        assert_eq!(told("é: 1\n...\nb: 1\n---\n"), (3, 1, documents, true));
        let version = "this version of YAML is not known".to_owned();
        assert_eq!(told("# é\n%YAML 9.9\n---\na: 1\n"), (2, 1, version, true));
        let key = COMPLEX_KEY.to_owned();
        assert_eq!(told("a: 1\n? [é]\n: 2\n"), (2, 3, key.clone(), true));
        assert_eq!(told("a:\n  - {b: 1, {c: d}: 2}\n"), (2, 12, key, true));
        assert_eq!(parse("a: {[*x]: 1}").unwrap_err().advice, None, "another fault comes first");
    }

    #[test]
    fn a_tag_is_dropped() {
        assert_eq!(entries("a: !thing x")[0].1, scalar("x"));
        assert_eq!(entries("a: !thing [1.50]")[0].1, Node::List(vec![scalar("1.50")]));
    }
}
