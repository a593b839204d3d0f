//! From the path of keys to line and column: the only user of `saphyr-parser`.
//!
//! A second pass over the text of a file, made only when there is something to report in it.

use crate::diagnostic::{self, Step, Target};
use saphyr_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};
use std::collections::HashMap;
use std::ops::Range;

/// A marked stretch of a text: line and character counted from 1, width in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) width: usize,
}

/// Finds each target in `text`. What does not exist is looked for at the nearest value around it, at last at the
/// first line.
pub(crate) fn locate(text: &str, targets: &[&Target]) -> Vec<Marked> {
    let mut wanted = Wanted::default();
    let ends: Vec<_> = targets.iter().map(|target| wanted.add(target)).collect();
    if !wanted.children.is_empty() {
        Pass::over(text, &mut wanted);
    }
    let lines = Lines::of(text);
    let start = Marked { line: 1, column: 1, width: 1 };
    let found = targets.iter().zip(ends).map(|(target, end)| match (target, end) {
        (Target::Position(line, column), _) => Some(Marked { line: *line, column: *column, width: 1 }),
        (_, None) => None,
        (Target::Key(..), Some(end)) => wanted.key(end).map(|key| key.marked(&lines, None)),
        (Target::Value(_, part), Some(end)) => match wanted.nodes[end].value {
            Some(value) => Some(value.marked(&lines, part.as_ref())),
            None => wanted.key(end).map(|key| key.marked(&lines, None)),
        },
    });
    found.map(|marked| marked.unwrap_or(start)).collect()
}

/// Line and character, counted from 1, where the second document of a text begins.
pub(crate) fn second_document(text: &str) -> Option<(usize, usize)> {
    let mut parser = Parser::new_from_str(text);
    let mut starts = std::iter::from_fn(|| parser.next_event()?.ok()).filter_map(|(event, span)| match event {
        Event::DocumentStart(..) => Some(span),
        _ => None,
    });
    starts.nth(1).map(|span| place(text, &span))
}

/// Line and character, counted from 1, of the first key that is a list or a map.
pub(crate) fn complex_key(text: &str) -> Option<(usize, usize)> {
    // Of each map that is open, whether a key comes next; nothing of a list.
    let mut open: Vec<Option<bool>> = Vec::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        let opened = match event {
            Event::MappingStart(..) => Some(Some(true)),
            Event::SequenceStart(..) => Some(None),
            _ => None,
        };
        match (opened, open.last_mut()) {
            (Some(_), Some(Some(true))) => return Some(place(text, &span)),
            (Some(opened), _) => open.push(opened),
            (None, _) => {
                if matches!(event, Event::MappingEnd | Event::SequenceEnd) {
                    open.pop();
                }
                if let Some(Some(key)) = open.last_mut() {
                    *key = !*key;
                }
            }
        }
    }
    None
}

fn place(text: &str, span: &YamlSpan) -> (usize, usize) {
    Lines::of(text).find(span.start.index())
}

/// The lines of a text, and the number of the character where each begins. The parser's own lines also end at carriage
/// returns.
struct Lines<'a> {
    lines: diagnostic::Lines<'a>,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let mut next = 0;
        let starts = text.split('\n').map(|line| {
            let start = next;
            next += line.chars().count() + 1;
            start
        });
        Self { starts: starts.collect(), lines: diagnostic::Lines::of(text) }
    }

    /// The line of a character, and its column there, both counted from 1.
    fn find(&self, character: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= character).max(1);
        (line, character - self.starts[line - 1] + 1)
    }
}

/// The wanted paths as a tree; node 0 is the document.
#[derive(Default)]
struct Wanted {
    children: HashMap<(usize, Step, usize), usize>,
    nodes: Vec<Found>,
}

#[derive(Clone, Default)]
struct Found {
    parent: usize,
    /// The key that leads there.
    key: Option<Scalar>,
    /// The value, if it is a scalar.
    value: Option<Scalar>,
    /// The first key inside, if it is a map.
    first: Option<Scalar>,
}

/// A key or a value as it stands in the text.
#[derive(Clone, Copy)]
struct Scalar {
    span: YamlSpan,
    style: ScalarStyle,
}

impl Wanted {
    fn add(&mut self, target: &Target) -> Option<usize> {
        let (steps, nth) = match target {
            Target::Position(..) => return None,
            Target::Value(steps, _) => (steps, 0),
            Target::Key(steps, nth) => (steps, *nth),
        };
        if self.nodes.is_empty() {
            self.nodes.push(Found::default());
        }
        let mut at = 0;
        for (depth, step) in steps.iter().enumerate() {
            let nth = if depth + 1 == steps.len() { nth } else { 0 };
            let next = self.nodes.len();
            let child = *self.children.entry((at, step.clone(), nth)).or_insert(next);
            if child == next {
                self.nodes.push(Found { parent: at, ..Found::default() });
            }
            at = child;
        }
        Some(at)
    }

    /// The key that leads to a node; in a list, where none does, the scalar or the first key of the map that the
    /// node is; else the same of the nearest node around it.
    fn key(&self, mut at: usize) -> Option<Scalar> {
        while at != 0 {
            let Found { parent, key, value, first } = self.nodes[at];
            if let Some(scalar) = key.or(value).or(first) {
                return Some(scalar);
            }
            at = parent;
        }
        None
    }
}

impl Scalar {
    /// Its place in the text, or that of a part of it, counted in characters of the value. A scalar of several lines
    /// is marked where it begins.
    fn marked(self, lines: &Lines<'_>, part: Option<&Range<usize>>) -> Marked {
        let (line, column) = lines.find(self.span.start.index());
        let ends = match self.style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                quoted(lines.lines.behind(line, column), self.style)
            }
            _ if self.span.start.line() == self.span.end.line() => Some((0..=self.span.len()).collect()),
            _ => None,
        };
        let Some(ends) = ends else { return Marked { line, column, width: 1 } };
        let last = ends.len().saturating_sub(1);
        let end = |at: usize| ends.get(at.min(last)).copied().unwrap_or_default();
        let (start, end) = part.map_or((end(0), end(last)), |part| (end(part.start), end(part.end)));
        Marked { line, column: column + start, width: (end - start).max(1) }
    }
}

/// How far each character of a quoted value stands from its opening quotation mark, and then the closing one; nothing
/// where that is not on the line, of which what is behind the opening one is given. (The parser ends a quoted scalar
/// behind the blanks and comments that follow.)
fn quoted(line: &str, style: ScalarStyle) -> Option<Vec<usize>> {
    let mut inside = line.chars().peekable();
    let (mut at, mut ends) = (0, Vec::new());
    loop {
        ends.push(at + 1);
        let width = match (style, inside.next()?, inside.peek()) {
            (ScalarStyle::SingleQuoted, '\'', Some('\'')) => 2,
            (ScalarStyle::SingleQuoted, '\'', _) | (ScalarStyle::DoubleQuoted, '"', _) => break,
            (ScalarStyle::DoubleQuoted, '\\', Some('x')) => 4,
            (ScalarStyle::DoubleQuoted, '\\', Some('u')) => 6,
            (ScalarStyle::DoubleQuoted, '\\', Some('U')) => 10,
            (ScalarStyle::DoubleQuoted, '\\', _) => 2,
            _ => 1,
        };
        at += width;
        if width > 1 {
            inside.nth(width - 2);
        }
    }
    Some(if at == 0 { vec![0, 2] } else { ends })
}

/// Where the pass stands: one frame a map or list that is open.
struct Pass<'a> {
    wanted: &'a mut Wanted,
    frames: Vec<Frame>,
}

struct Frame {
    node: Option<usize>,
    place: Within,
}

enum Within {
    List(usize),
    /// Before a key.
    Key(HashMap<String, usize>),
    /// Behind a key that leads to this wanted node.
    Value(HashMap<String, usize>, Option<usize>),
}

impl Pass<'_> {
    fn over(text: &str, wanted: &mut Wanted) {
        let mut pass = Pass { wanted, frames: Vec::new() };
        let mut parser = Parser::new_from_str(text);
        while let Some(Ok((event, span))) = parser.next_event() {
            match event {
                Event::Scalar(value, style, ..) => pass.scalar(&value, Scalar { span, style }),
                Event::Alias(_) => pass.scalar("*", Scalar { span, style: ScalarStyle::Plain }),
                Event::MappingStart(..) => pass.open(Within::Key(HashMap::new())),
                Event::SequenceStart(..) => pass.open(Within::List(0)),
                Event::MappingEnd | Event::SequenceEnd => {
                    pass.frames.pop();
                    pass.next();
                }
                _ => {}
            }
        }
    }

    /// The wanted node of the value that comes now.
    fn current(&self) -> Option<usize> {
        match self.frames.last() {
            None => Some(0),
            Some(Frame { place: Within::Value(_, node), .. }) => *node,
            Some(Frame { node, place: Within::List(at) }) => {
                self.wanted.children.get(&((*node)?, Step::Item(*at), 0)).copied()
            }
            Some(Frame { place: Within::Key(_), .. }) => None,
        }
    }

    fn scalar(&mut self, text: &str, scalar: Scalar) {
        if let Some(Frame { node, place }) = self.frames.last_mut()
            && let Within::Key(seen) = place
        {
            let is_first = seen.is_empty();
            let count = seen.entry(text.to_owned()).or_default();
            let step = Step::Key(text.to_owned());
            let child = node.and_then(|node| self.wanted.children.get(&(node, step, *count)).copied());
            *count += 1;
            if let Some(child) = child {
                self.wanted.nodes[child].key = Some(scalar);
            }
            if let Some(node) = node.filter(|_| is_first) {
                self.wanted.nodes[node].first = Some(scalar);
            }
            *place = Within::Value(std::mem::take(seen), child);
            return;
        }
        if let Some(node) = self.current() {
            self.wanted.nodes[node].value = Some(scalar);
        }
        self.next();
    }

    fn open(&mut self, place: Within) {
        let node = self.current();
        self.frames.push(Frame { node, place });
    }

    /// Behind a value: on to the next key or list item. Behind a key that was no scalar: on to its value.
    fn next(&mut self) {
        if let Some(Frame { place, .. }) = self.frames.last_mut() {
            match place {
                Within::List(at) => *at += 1,
                Within::Key(seen) => *place = Within::Value(std::mem::take(seen), None),
                Within::Value(seen, _) => *place = Within::Key(std::mem::take(seen)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a:\n  b: [x, \"yé\"]\n  c: {d: 12, d: 13}\n? [k, l]\n: v\ne: 5.8B USD\nf: *x\n";

    fn steps(path: &[&str]) -> Vec<Step> {
        path.iter().map(|s| s.parse().map_or_else(|_| Step::Key((*s).to_owned()), Step::Item)).collect()
    }

    fn at(target: &Target) -> (usize, usize, usize) {
        let Marked { line, column, width } = locate(TEXT, &[target])[0];
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
            let Marked { line, column, width } = locate(text, &[&Target::Value(steps(path), part)])[0];
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
        let Marked { line, column, width } = locate("# é\na: x\rb: yz\r\n", &[&target])[0];
        assert_eq!((line, column, width), (2, 9, 2));
    }

    #[test]
    fn a_map_in_a_list_is_found_by_its_first_key() {
        let text = "a:\n  - {b: 1}\n  - c: 2\n    d: 3\n  - {}\n";
        let mark = |path: &[&str]| {
            let Marked { line, column, width } = locate(text, &[&Target::Key(steps(path), 0)])[0];
            (line, column, width)
        };
        assert_eq!(mark(&["a", "1"]), (3, 5, 1));
        assert_eq!(mark(&["a", "1", "missing"]), (3, 5, 1));
        assert_eq!(mark(&["a", "2"]), (1, 1, 1));
    }

    #[test]
    fn tells_equal_keys_apart() {
        assert_eq!(at(&Target::Key(steps(&["a", "c", "d"]), 0)), (3, 7, 1));
        assert_eq!(at(&Target::Key(steps(&["a", "c", "d"]), 1)), (3, 14, 1));
    }

    #[test]
    fn falls_back_to_what_is_around() {
        assert_eq!(at(&Target::Value(steps(&["a", "c", "missing"]), None)), (3, 3, 1));
        assert_eq!(at(&Target::Value(steps(&["nothing"]), None)), (1, 1, 1));
        assert_eq!(at(&Target::Value(steps(&["a"]), None)), (1, 1, 1));
    }
}
