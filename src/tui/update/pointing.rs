//! Mouse input.

use super::super::action::{Action, Point};
use super::super::app::App;
use super::super::command::Command;
use super::super::effect::Effect;
use super::super::keymap::Mode;
use super::{follow_up, moving, playing};
use ratatui::layout::{Margin, Position};

/// Rows scrolled by one step of the wheel.
const WHEEL: usize = 3;

/// Handles mouse input. A click focuses a pane and selects the item under the pointer; the wheel scrolls the pane or
/// overlay.
pub(super) fn point_at(app: &mut App, point: Point, at: Position) -> Option<Effect> {
    let areas = app.areas();
    app.toast = None;
    // A typed filter stays; a pending mark is cancelled.
    (app.typing, app.lettering) = (None, None);
    let command = match point {
        Point::Click => None,
        Point::Up => Some(Command::Up),
        Point::Down => Some(Command::Down),
    };
    if let Some(overlay) = app.overlays.last_mut() {
        let inside = overlay.place(areas.body).inner(Margin::new(2, 1));
        let next = match command {
            // In a list of hits, a step up from the first one would recall an older query.
            Some(Command::Up) if overlay.mode() == Mode::Prompt => overlay.on(Command::PageUp),
            Some(Command::Down) if overlay.mode() == Mode::Prompt => overlay.on(Command::PageDown),
            Some(command) => (0..WHEEL).filter_map(|_| overlay.on(command)).last(),
            None if inside.contains(at) => overlay.click(at.y - inside.y, at.x - inside.x),
            None => Some(Action::Close),
        };
        return follow_up(app, next);
    }
    let pane = areas.panes.iter().position(|area| area.contains(at))?;
    playing::pause(app);
    let areas = app.areas();
    if let Some(command) = command {
        let next = (0..WHEEL).filter_map(|_| app.in_pane(pane, command)).last();
        return follow_up(app, next);
    }
    if app.view.focus != pane {
        moving::focus(app, pane);
    }
    let inside = app.inside(pane, areas.panes[pane]);
    if !inside.contains(at) {
        return None;
    }
    let next = app.with_pane(pane, |pane, cx| pane.click(at.y - inside.y, at.x - inside.x, cx));
    follow_up(app, next)
}
