//! The lines of a text, and the positions of characters in them, in time that does not depend on the length of a line.

use std::collections::BTreeMap;

/// The line and column, both counted from 1, of the text after `before`. Columns are characters; lines end at `\n`.
pub(crate) fn position_after(before: &str) -> (usize, usize) {
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1, before[start..].chars().count() + 1)
}

/// The lines of a text.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// The first byte of each line.
    starts: Vec<usize>,
    /// For long lines, by index: the byte offsets of every `STEP`th character.
    steps: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Lines<'a> {
    /// The distance between two characters whose offsets are stored.
    const STEP: usize = 1024;

    /// Finds the lines of a text.
    pub(crate) fn of(text: &'a str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        let long = text.lines().enumerate().filter(|(_, line)| line.len() > Self::STEP);
        let steps = |line: &str| line.char_indices().step_by(Self::STEP).map(|(at, _)| at).collect();
        let steps = long.map(|(at, line)| (at, steps(line))).collect();
        Self { text, starts, steps }
    }

    /// The line and column, both counted from 1, at a byte offset.
    pub(crate) fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= byte).max(1);
        let start = self.starts[line - 1];
        let steps = self.steps.get(&(line - 1)).map_or(&[][..], |steps| steps);
        let near = steps.partition_point(|&step| start + step <= byte).saturating_sub(1);
        let counted = start + steps.get(near).copied().unwrap_or_default();
        let rest = self.text.get(counted..byte).unwrap_or_default();
        (line, near * Self::STEP + rest.chars().count() + 1)
    }

    /// The text of a line, counted from 0, without its end.
    fn line(&self, at: usize) -> &'a str {
        let Some(&start) = self.starts.get(at) else { return "" };
        let Some(&next) = self.starts.get(at + 1) else { return &self.text[start..] };
        let line = &self.text[start..next - 1];
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// The rest of a line, counted from 1, after a number of characters.
    pub(crate) fn behind(&self, line: usize, characters: usize) -> &'a str {
        let at = line.saturating_sub(1);
        let text = self.line(at);
        let step = self.steps.get(&at).map(|steps| steps.get(characters / Self::STEP).copied().unwrap_or(text.len()));
        let (near, left) = step.map_or((text, characters), |step| (&text[step..], characters % Self::STEP));
        &near[after(near, left)..]
    }

    /// A number of characters of a line, counted from 1, after a number of others.
    pub(crate) fn part(&self, line: usize, behind: usize, characters: usize) -> &'a str {
        let rest = self.behind(line, behind);
        &rest[..after(rest, characters)]
    }
}

/// The byte offset after a number of characters, or the end of the text if it has fewer.
fn after(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_line_is_found_however_far_in_it_is() {
        let line: String = (0..5_000).map(|at| char::from_u32(0x4e00 + at).unwrap()).collect();
        let text = format!("a\r\n{line}\n\nb");
        let lines = Lines::of(&text);
        let starts = text.char_indices().skip(3).take(5_000).map(|(byte, _)| lines.position(byte));
        assert!(starts.eq((1..=5_000).map(|column| (2, column))));
        assert_eq!([lines.position(0), lines.position(text.len())], [(1, 1), (4, 2)]);
        for behind in [0, 1, 1_023, 1_024, 1_025, 4_999, 5_000, 9_000] {
            let wanted: String = line.chars().skip(behind).take(3).collect();
            assert_eq!(lines.part(2, behind, 3), wanted, "{behind}");
        }
        assert_eq!(
            [lines.part(1, 0, 9), lines.part(3, 0, 9), lines.part(4, 0, 9), lines.part(9, 0, 9)],
            ["a", "", "b", ""]
        );
    }
}
