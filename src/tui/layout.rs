//! Where things stand: one function for moving and for drawing.

use ratatui::layout::{Constraint, Layout, Rect, Size};

/// The least size at which something is shown.
pub const LEAST: Size = Size { width: 20, height: 6 };

/// How the panes are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Three columns.
    Wide,
    /// The timeline to the left; detail above sources to the right.
    Medium,
    /// One pane; tabs in the header.
    Narrow,
    /// Too small for anything.
    TooSmall,
}

/// The areas of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas {
    /// The arrangement.
    pub arrangement: Arrangement,
    /// One line at the top.
    pub header: Rect,
    /// Timeline, detail and sources; of no width where not shown.
    pub panes: [Rect; 3],
    /// One line at the bottom.
    pub footer: Rect,
    /// All between header and footer, for overlays.
    pub body: Rect,
}

/// Lays out a window; `alone` is the pane that has the whole of it, if one was zoomed or the window is narrow.
pub fn layout(size: Size, focus: usize, zoomed: bool) -> Areas {
    let window = Rect::from((ratatui::layout::Position::ORIGIN, size));
    let arrangement = arrangement(size);
    let [header, body, footer] =
        window.layout(&Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)]));
    let mut panes = [Rect::ZERO; 3];
    match arrangement {
        Arrangement::TooSmall => {}
        Arrangement::Narrow => panes[focus.min(2)] = body,
        _ if zoomed => panes[focus.min(2)] = body,
        Arrangement::Wide => {
            panes =
                body.layout(&Layout::horizontal([Constraint::Fill(40), Constraint::Fill(33), Constraint::Fill(27)]));
        }
        Arrangement::Medium => {
            let [left, right] = body.layout(&Layout::horizontal([Constraint::Fill(11), Constraint::Fill(9)]));
            let [top, bottom] = right.layout(&Layout::vertical([Constraint::Fill(5), Constraint::Fill(4)]));
            panes = [left, top, bottom];
        }
    }
    Areas { arrangement, header, panes, footer, body }
}

fn arrangement(size: Size) -> Arrangement {
    match (size.width, size.height) {
        (w, h) if w < LEAST.width || h < LEAST.height => Arrangement::TooSmall,
        (w, h) if w < 72 || h < 16 => Arrangement::Narrow,
        (w, _) if w < 110 => Arrangement::Medium,
        _ => Arrangement::Wide,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_size_has_its_arrangement() {
        let at = |width, height| layout(Size { width, height }, 0, false).arrangement;
        assert_eq!(at(120, 36), Arrangement::Wide);
        assert_eq!(at(80, 24), Arrangement::Medium);
        assert_eq!(at(60, 24), Arrangement::Narrow);
        assert_eq!(at(120, 12), Arrangement::Narrow);
        assert_eq!(at(19, 24), Arrangement::TooSmall);
    }

    #[test]
    fn panes_fill_the_body_and_do_not_overlap() {
        for (width, height) in [(80, 24), (120, 36), (200, 60), (110, 16)] {
            let areas = layout(Size { width, height }, 0, false);
            let filled: u32 = areas.panes.iter().map(|pane| pane.area()).sum();
            assert_eq!(filled, areas.body.area());
        }
    }
}
