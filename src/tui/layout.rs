//! Where things stand: one function for moving and for drawing.

use ratatui::layout::{Constraint, Layout, Position, Rect, Size};

/// The least size at which something is shown.
pub const LEAST: Size = Size { width: 20, height: 6 };

/// How many panes there are.
pub const PANES: usize = 7;
/// The place of each pane.
pub const TIMELINE: usize = 0;
/// The place of the detail.
pub const DETAIL: usize = 1;
/// The place of the sources.
pub const SOURCES: usize = 2;
/// The place of the entities.
pub const ENTITIES: usize = 3;
/// The place of the questions.
pub const QUESTIONS: usize = 4;
/// The place of the library.
pub const LIBRARY: usize = 5;
/// The place of the problems.
pub const PROBLEMS: usize = 6;

/// How the panes are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Three columns.
    Wide,
    /// A list to the left; detail above sources to the right.
    Medium,
    /// One pane; tabs in the header.
    Narrow,
    /// Too small for anything.
    TooSmall,
}

/// What of the panes is shown, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The pane with the focus.
    pub focus: usize,
    /// The list that is shown to the left.
    pub list: usize,
    /// Whether the pane with the focus has the whole window.
    pub zoomed: bool,
    /// Whether the detail takes the place of the sources too, because it has their quotes in it.
    pub merged: bool,
    /// The shares of list, detail and sources.
    pub shares: [u16; 3],
    /// The rows of the caption of a story, above the footer.
    pub caption: u16,
    /// Whether there is a warning below the header.
    pub banner: bool,
}

impl Default for View {
    fn default() -> Self {
        Self {
            focus: TIMELINE,
            list: TIMELINE,
            zoomed: false,
            merged: false,
            shares: Self::SHARES,
            caption: 0,
            banner: false,
        }
    }
}

impl View {
    /// The shares that list, detail and sources begin with.
    pub const SHARES: [u16; 3] = [40, 33, 27];
    /// What a share can be.
    pub const BOUNDS: (u16, u16) = (10, 80);

    /// Whether a pane is a list, of which one is shown.
    pub fn is_list(pane: usize) -> bool {
        !matches!(pane, DETAIL | SOURCES)
    }

    /// Gives a pane the focus; a list comes to the left.
    pub fn set_focus(&mut self, pane: usize) {
        self.focus = pane;
        if Self::is_list(pane) {
            self.list = pane;
        }
    }

    /// The panes that are shown beside each other, from left to right.
    pub fn shown(&self) -> [usize; 3] {
        [self.list, DETAIL, SOURCES]
    }

    /// Makes the pane with the focus larger or smaller.
    pub fn grow(&mut self, by: i16) {
        let (least, most) = Self::BOUNDS;
        let share = &mut self.shares[if Self::is_list(self.focus) { 0 } else { self.focus }];
        *share = share.saturating_add_signed(by).clamp(least, most);
    }
}

/// The areas of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas {
    /// The arrangement.
    pub arrangement: Arrangement,
    /// One line at the top.
    pub header: Rect,
    /// One line below it, or none.
    pub banner: Rect,
    /// The panes; of no width where not shown.
    pub panes: [Rect; PANES],
    /// The caption of a story, or nothing.
    pub caption: Rect,
    /// One line at the bottom.
    pub footer: Rect,
    /// All between header and footer, for overlays.
    pub body: Rect,
}

/// Lays out a window.
pub fn layout(size: Size, view: &View) -> Areas {
    let window = Rect::from((Position::ORIGIN, size));
    let arrangement = arrangement(size);
    // Of a small window, a caption takes no more than a half.
    let caption = view.caption.min(size.height.saturating_sub(2) / 2);
    let [header, banner, body, caption, footer] = window.layout(&Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(view.banner.into()),
        Constraint::Fill(1),
        Constraint::Length(caption),
        Constraint::Length(1),
    ]));
    let mut panes = [Rect::ZERO; PANES];
    let [list, detail, sources] = view.shares;
    match arrangement {
        Arrangement::TooSmall => {}
        Arrangement::Narrow => panes[view.focus] = body,
        _ if view.zoomed => panes[view.focus] = body,
        Arrangement::Wide if view.merged => {
            [panes[view.list], panes[DETAIL]] =
                body.layout(&Layout::horizontal([Constraint::Fill(list), Constraint::Fill(detail + sources)]));
        }
        Arrangement::Wide => {
            let shares = [list, detail, sources].map(Constraint::Fill);
            [panes[view.list], panes[DETAIL], panes[SOURCES]] = body.layout(&Layout::horizontal(shares));
        }
        Arrangement::Medium => {
            // The list needs more of a narrower window.
            let shares = [Constraint::Fill(list + 15), Constraint::Fill((detail + sources).saturating_sub(15))];
            let [left, right] = body.layout(&Layout::horizontal(shares));
            panes[view.list] = left;
            if view.merged {
                panes[DETAIL] = right;
            } else {
                let shares = [detail, sources].map(Constraint::Fill);
                [panes[DETAIL], panes[SOURCES]] = right.layout(&Layout::vertical(shares));
            }
        }
    }
    Areas { arrangement, header, banner, panes, caption, footer, body }
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
    use proptest::prelude::*;

    #[test]
    fn each_size_has_its_arrangement() {
        let at = |width, height| layout(Size { width, height }, &View::default()).arrangement;
        assert_eq!(at(120, 36), Arrangement::Wide);
        assert_eq!(at(80, 24), Arrangement::Medium);
        assert_eq!(at(60, 24), Arrangement::Narrow);
        assert_eq!(at(120, 12), Arrangement::Narrow);
        assert_eq!(at(19, 24), Arrangement::TooSmall);
    }

    proptest! {
        #[test]
        fn panes_fill_the_body_and_do_not_overlap(
            width in 20..300_u16, height in 6..100_u16, focus in 0..PANES, merged: bool, zoomed: bool, caption in 0..6_u16,
            grown in proptest::collection::vec(-30..30_i16, 0..5),
        ) {
            let mut view = View { zoomed, merged, caption, ..View::default() };
            view.set_focus(focus);
            grown.into_iter().for_each(|by| view.grow(by));
            // Who has the focus is shown, so what is merged has not its part in it.
            view.merged &= focus != SOURCES;
            let areas = layout(Size { width, height }, &view);
            let filled: u32 = areas.panes.iter().map(|pane| pane.area()).sum();
            prop_assert_eq!(filled, areas.body.area());
            prop_assert!(!areas.panes[focus].is_empty());
        }
    }
}
