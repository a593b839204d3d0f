//! Positions of values in a text, found in the tree that was read from it.

use super::tree::{Key, Node, Value};
use crate::diagnostics::{Location, Segment, Target};
use crate::model::FileIx;
use crate::text::Lines;
use std::collections::HashMap;
use std::ops::Range;

/// Finds values of a tree in its text.
pub(crate) struct Locator<'a> {
    file: FileIx,
    text: &'a str,
    root: Option<&'a Node>,
    lines: Lines<'a>,
    /// The first entry of each key, for the maps that were searched before.
    indexes: HashMap<*const Node, HashMap<&'a str, usize>>,
}

impl<'a> Locator<'a> {
    /// A locator for a file, its text and its tree; a text that is not YAML has none.
    pub(crate) fn new(file: FileIx, text: &'a str, root: Option<&'a Node>) -> Self {
        Self { file, text, root, lines: Lines::of(text), indexes: HashMap::new() }
    }

    /// The position of a target. If the target does not exist, the nearest value around it is marked, and failing that
    /// the first line.
    pub(crate) fn find(&mut self, target: &Target) -> Location {
        let file = self.file;
        let first = Location { file, line: 1, column: 1, width: 1 };
        let (path, nth, part) = match target {
            Target::Position(line, column) => return Location { file, line: *line, column: *column, width: 1 },
            Target::Value(path, part) => (path, 0, Some(part.as_ref())),
            Target::Key(path, nth) => (path, *nth, None),
        };
        let Some(root) = self.root else { return first };
        let mut trail: Vec<(Option<&'a Key>, &'a Node)> = vec![(None, root)];
        for (depth, segment) in path.iter().enumerate() {
            let nth = if depth + 1 == path.len() { nth } else { 0 };
            let Some(&(_, node)) = trail.last() else { break };
            let Some(child) = self.child(node, segment, nth) else { break };
            trail.push(child);
        }
        let is_complete = trail.len() == path.len() + 1;
        if let (true, Some(part), Some((_, node))) = (is_complete, part, trail.last())
            && is_scalar(node)
        {
            return self.mark(&node.span, part);
        }
        let around = trail.iter().skip(1).rev().find_map(|(key, node)| {
            let first_key = match &node.value {
                Value::Map(entries) => entries.first().map(|(key, _)| &key.span),
                _ => None,
            };
            key.map(|key| &key.span).or(is_scalar(node).then_some(&node.span)).or(first_key)
        });
        around.map_or(first, |span| self.mark(span, None))
    }

    fn child(&mut self, node: &'a Node, segment: &Segment, nth: usize) -> Option<(Option<&'a Key>, &'a Node)> {
        /// Maps of fewer entries are searched without an index.
        const MIN_INDEXED: usize = 32;
        match (segment, &node.value) {
            (Segment::Item(at), Value::List(items)) => items.get(*at).map(|item| (None, item)),
            (Segment::Key(wanted), Value::Map(entries)) if nth == 0 && entries.len() >= MIN_INDEXED => {
                let index = self.indexes.entry(node).or_insert_with(|| {
                    entries.iter().enumerate().rev().map(|(at, (key, _))| (&*key.text, at)).collect()
                });
                index.get(wanted.as_str()).map(|&at| (Some(&entries[at].0), &entries[at].1))
            }
            (Segment::Key(wanted), Value::Map(entries)) => {
                let equal = entries.iter().filter(|(key, _)| *key.text == **wanted);
                equal.map(|(key, node)| (Some(key), node)).nth(nth)
            }
            _ => None,
        }
    }

    /// Marks a scalar, or a range of its characters. A scalar of several lines is marked where it begins.
    fn mark(&self, span: &Range<u32>, part: Option<&Range<usize>>) -> Location {
        let file = self.file;
        let (start, end) = (span.start as usize, span.end as usize);
        let (line, column) = self.lines.position(start);
        let rest = self.text.get(start..).unwrap_or_default();
        let ends = if let Some(quote @ ('\'' | '"')) = rest.chars().next() {
            quoted(&rest[1..], quote)
        } else {
            let value = self.text.get(start..end).unwrap_or_default();
            (!value.contains('\n')).then(|| (0..=value.chars().count()).collect())
        };
        let Some(ends) = ends else { return Location { file, line, column, width: 1 } };
        let last = ends.len().saturating_sub(1);
        let end = |at: usize| ends.get(at.min(last)).copied().unwrap_or_default();
        let (start, end) = part.map_or((end(0), end(last)), |part| (end(part.start), end(part.end)));
        Location { file, line, column: column + start, width: (end - start).max(1) }
    }
}

fn is_scalar(node: &Node) -> bool {
    matches!(node.value, Value::Null | Value::Scalar(_))
}

/// The distance of each character of a quoted value from its opening quotation mark, and then that of the closing one;
/// `None` if the value does not end on the line. `rest` begins after the opening mark. (The parser ends a quoted scalar
/// after the blanks and comments that follow it.)
fn quoted(rest: &str, quote: char) -> Option<Vec<usize>> {
    let mut inside = rest.chars().peekable();
    let (mut at, mut ends) = (0, Vec::new());
    loop {
        ends.push(at + 1);
        let width = match (quote, inside.next()?, inside.peek()) {
            (_, '\n', _) => return None,
            ('\'', '\'', Some('\'')) => 2,
            ('\'', '\'', _) | ('"', '"', _) => break,
            ('"', '\\', Some('x')) => 4,
            ('"', '\\', Some('u')) => 6,
            ('"', '\\', Some('U')) => 10,
            ('"', '\\', _) => 2,
            _ => 1,
        };
        at += width;
        if width > 1 {
            inside.nth(width - 2);
        }
    }
    Some(if at == 0 { vec![0, 2] } else { ends })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::tree::parse;

    const TEXT: &str = "a:\n  b: [x, \"yé\"]\n  c: {d: 12, d: 13}\n? k\n: &x v\ne: 5.8B USD\nf: *x\n";

    fn steps(path: &[&str]) -> Vec<Segment> {
        path.iter().map(|s| s.parse().map_or_else(|_| Segment::Key((*s).to_owned()), Segment::Item)).collect()
    }

    fn locate(text: &str, target: &Target) -> Location {
        Locator::new(FileIx(0), text, Some(&parse(text, 1_000).unwrap())).find(target)
    }

    fn at(target: &Target) -> (usize, usize, usize) {
        let Location { line, column, width, .. } = locate(TEXT, target);
        (line, column, width)
    }

    #[test]
    fn finds_keys_values_and_parts_of_values() {
        assert_eq!(at(&Target::Key(steps(&["a", "b"]), 0)), (2, 3, 1));
        assert_eq!(at(&Target::Value(steps(&["a", "b", "1"]), None)), (2, 11, 2));
        assert_eq!(at(&Target::Value(steps(&["e"]), Some(5..8))), (6, 9, 3));
        assert_eq!(at(&Target::Position(3, 4)), (3, 4, 1));
    }

    #[test]
    fn a_quoted_value_ends_at_its_closing_mark() {
        let text = "a: 'it''s é'   # a remark\nb: [\"x\\\"\\u00e9 y\" , z]\nc: \"\" # empty\nd: 'two\n  lines'\n";
        let mark = |path: &[&str], part| {
            let Location { line, column, width, .. } = locate(text, &Target::Value(steps(path), part));
            (line, column, width)
        };
        assert_eq!(mark(&["a"], None), (1, 5, 7));
        assert_eq!(mark(&["a"], Some(5..6)), (1, 11, 1));
        assert_eq!(mark(&["b", "0"], None), (2, 6, 11));
        assert_eq!(mark(&["b", "0"], Some(4..5)), (2, 16, 1));
        assert_eq!(mark(&["c"], None), (3, 4, 2));
        assert_eq!(mark(&["d"], None), (4, 4, 1));
    }

    #[test]
    fn a_carriage_return_alone_ends_no_line() {
        let target = Target::Value(steps(&["b"]), None);
        let Location { line, column, width, .. } = locate("# é\na: x\rb: yz\r\n", &target);
        assert_eq!((line, column, width), (2, 9, 2));
    }

    #[test]
    fn a_map_in_a_list_is_found_by_its_first_key() {
        let text = "a:\n  - {b: 1}\n  - c: 2\n    d: 3\n  - {}\n";
        let mark = |path: &[&str]| {
            let Location { line, column, width, .. } = locate(text, &Target::Key(steps(path), 0));
            (line, column, width)
        };
        assert_eq!(mark(&["a", "1"]), (3, 5, 1));
        assert_eq!(mark(&["a", "1", "missing"]), (3, 5, 1));
        assert_eq!(mark(&["a", "2"]), (1, 1, 1));
    }

    #[test]
    fn a_large_map_is_searched_by_an_index() {
        let text = (0..100).fold(String::new(), |text, at| text + &format!("k{at}: {at}\nk{at}: again\n"));
        for at in 0..100 {
            let path = || vec![Segment::from(format!("k{at}").as_str())];
            assert_eq!(locate(&text, &Target::Key(path(), 0)).line, 2 * at + 1);
            assert_eq!(locate(&text, &Target::Key(path(), 1)).line, 2 * at + 2);
        }
    }

    #[test]
    fn tells_equal_keys_apart() {
        assert_eq!(at(&Target::Key(steps(&["a", "c", "d"]), 0)), (3, 7, 1));
        assert_eq!(at(&Target::Key(steps(&["a", "c", "d"]), 1)), (3, 14, 1));
    }

    #[test]
    fn falls_back_to_what_is_around() {
        assert_eq!(at(&Target::Value(steps(&["a", "c", "missing"]), None)), (3, 3, 1));
        assert_eq!(at(&Target::Value(steps(&["f"]), None)), (7, 4, 2));
        assert_eq!(at(&Target::Value(steps(&["f", "missing"]), None)), (7, 1, 1));
        assert_eq!(at(&Target::Value(steps(&["nothing"]), None)), (1, 1, 1));
        assert_eq!(at(&Target::Value(steps(&["a"]), None)), (1, 1, 1));
    }
}
