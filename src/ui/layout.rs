//! The layout of the window, shared by navigation and drawing.

use super::command::AppCommand;
use ratatui::layout::{Constraint, Layout, Position, Rect, Size};
use std::ops::{Index, IndexMut};

/// Minimum size of a window, in cells. A smaller one only shows a request to enlarge it.
pub(super) const MIN_WINDOW_SIZE: Size = Size { width: 20, height: 6 };

keyword_enum! {
    /// A pane. The keyword is its name in the session file.
    pub enum PaneId {
        /// What happened, in order.
        Timeline = "timeline",
        /// The selected item.
        Detail = "detail",
        /// Who says so.
        Sources = "sources",
        /// The entities, by type.
        Entities = "entities",
        /// The questions and sums.
        Questions = "questions",
        /// The sources and stories.
        Library = "library",
        /// The findings.
        Problems = "problems",
    }
}

impl PaneId {
    /// Whether it is a list. Only one list is shown at a time.
    pub fn is_list(self) -> bool {
        !matches!(self, Self::Detail | Self::Sources)
    }

    /// The command that focuses it.
    pub fn focus_command(self) -> AppCommand {
        match self {
            Self::Timeline => AppCommand::FocusTimeline,
            Self::Detail => AppCommand::FocusDetail,
            Self::Sources => AppCommand::FocusSources,
            Self::Entities => AppCommand::FocusEntities,
            Self::Questions => AppCommand::FocusQuestions,
            Self::Library => AppCommand::FocusLibrary,
            Self::Problems => AppCommand::FocusProblems,
        }
    }
}

/// The area of each pane; empty if it is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaneAreas([Rect; PaneId::ALL.len()]);

impl PaneAreas {
    /// The areas with their panes.
    pub fn iter(&self) -> impl Iterator<Item = (PaneId, Rect)> + '_ {
        PaneId::ALL.iter().map(|&pane| (pane, self[pane]))
    }
}

impl Index<PaneId> for PaneAreas {
    type Output = Rect;

    fn index(&self, pane: PaneId) -> &Rect {
        &self.0[pane as usize]
    }
}

impl IndexMut<PaneId> for PaneAreas {
    fn index_mut(&mut self, pane: PaneId) -> &mut Rect {
        &mut self.0[pane as usize]
    }
}

/// How the panes are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Three columns.
    Wide,
    /// A list on the left; Detail above Sources on the right.
    Medium,
    /// One pane, with tabs in the header.
    Narrow,
    /// Too small for anything.
    TooSmall,
}

/// Which panes are shown, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The focused pane.
    pub focus: PaneId,
    /// The list shown on the left.
    pub list: PaneId,
    /// Whether the focused pane fills the window.
    pub zoomed: bool,
    /// Whether Detail also takes the area of Sources, because it includes their quotes.
    pub sources_merged: bool,
    /// Relative sizes of list, Detail and Sources.
    pub shares: [u16; 3],
    /// Height of the story's caption above the footer, in rows; 0 without a story.
    pub caption: u16,
    /// Whether the warning banner is shown below the header.
    pub banner: bool,
}

impl Default for View {
    fn default() -> Self {
        Self {
            focus: PaneId::Timeline,
            list: PaneId::Timeline,
            zoomed: false,
            sources_merged: false,
            shares: Self::DEFAULT_SHARES,
            caption: 0,
            banner: false,
        }
    }
}

impl View {
    /// Default relative sizes of list, Detail and Sources.
    pub const DEFAULT_SHARES: [u16; 3] = [40, 33, 27];
    /// Minimum and maximum of a share.
    pub const SHARE_RANGE: (u16, u16) = (10, 80);

    /// Focuses a pane. A list also becomes the list shown on the left.
    pub fn set_focus(&mut self, pane: PaneId) {
        self.focus = pane;
        if pane.is_list() {
            self.list = pane;
        }
    }

    /// The panes shown next to each other, from left to right.
    pub fn visible_panes(&self) -> [PaneId; 3] {
        [self.list, PaneId::Detail, PaneId::Sources]
    }

    /// Grows the focused pane by `by` (shrinks it if negative), within [`Self::SHARE_RANGE`].
    pub fn grow(&mut self, by: i16) {
        let (least, most) = Self::SHARE_RANGE;
        let [list, detail, sources] = &mut self.shares;
        let share = match self.focus {
            PaneId::Detail => detail,
            PaneId::Sources => sources,
            _ => list,
        };
        *share = share.saturating_add_signed(by).clamp(least, most);
    }
}

/// The areas of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas {
    /// The arrangement.
    pub arrangement: Arrangement,
    /// The header, one row.
    pub header: Rect,
    /// The warning banner below the header: one row, or empty.
    pub banner: Rect,
    /// The panes.
    pub panes: PaneAreas,
    /// The caption of a story, or empty.
    pub caption: Rect,
    /// The footer, one row.
    pub footer: Rect,
    /// Everything between header and footer; overlays are placed in it.
    pub body: Rect,
}

/// Computes the areas of a window.
pub(super) fn layout(size: Size, view: &View) -> Areas {
    let window = Rect::from((Position::ORIGIN, size));
    let arrangement = arrangement(size);
    // In a small window, the caption gets at most half of the height.
    let caption = view.caption.min(size.height.saturating_sub(2) / 2);
    let [header, banner, body, caption, footer] = window.layout(&Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(view.banner.into()),
        Constraint::Fill(1),
        Constraint::Length(caption),
        Constraint::Length(1),
    ]));
    let mut panes = PaneAreas([Rect::ZERO; PaneId::ALL.len()]);
    let [list, detail, sources] = view.shares;
    match arrangement {
        Arrangement::TooSmall => {}
        Arrangement::Narrow => panes[view.focus] = body,
        _ if view.zoomed => panes[view.focus] = body,
        Arrangement::Wide if view.sources_merged => {
            [panes[view.list], panes[PaneId::Detail]] =
                body.layout(&Layout::horizontal([Constraint::Fill(list), Constraint::Fill(detail + sources)]));
        }
        Arrangement::Wide => {
            let shares = [list, detail, sources].map(Constraint::Fill);
            [panes[view.list], panes[PaneId::Detail], panes[PaneId::Sources]] =
                body.layout(&Layout::horizontal(shares));
        }
        Arrangement::Medium => {
            // In a narrower window the list gets a larger share.
            let shares = [Constraint::Fill(list + 15), Constraint::Fill((detail + sources).saturating_sub(15))];
            let [left, right] = body.layout(&Layout::horizontal(shares));
            panes[view.list] = left;
            if view.sources_merged {
                panes[PaneId::Detail] = right;
            } else {
                let shares = [detail, sources].map(Constraint::Fill);
                [panes[PaneId::Detail], panes[PaneId::Sources]] = right.layout(&Layout::vertical(shares));
            }
        }
    }
    Areas { arrangement, header, banner, panes, caption, footer, body }
}

fn arrangement(size: Size) -> Arrangement {
    match (size.width, size.height) {
        (w, h) if w < MIN_WINDOW_SIZE.width || h < MIN_WINDOW_SIZE.height => Arrangement::TooSmall,
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
            width in 20..300_u16, height in 6..100_u16, focus in proptest::sample::select(PaneId::ALL), merged: bool, zoomed: bool, caption in 0..6_u16,
            grown in proptest::collection::vec(-30..30_i16, 0..5),
        ) {
            let mut view = View { zoomed, sources_merged: merged, caption, ..View::default() };
            view.set_focus(focus);
            grown.into_iter().for_each(|by| view.grow(by));
            // Sources is never merged while it has the focus.
            view.sources_merged &= focus != PaneId::Sources;
            let areas = layout(Size { width, height }, &view);
            let filled: u32 = areas.panes.iter().map(|(_, area)| area.area()).sum();
            prop_assert_eq!(filled, areas.body.area());
            prop_assert!(!areas.panes[focus].is_empty());
        }
    }
}
