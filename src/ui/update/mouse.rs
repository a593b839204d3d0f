//! Mouse input.

use super::{apply_next, navigation};
use crate::ui::action::{Action, MouseInput};
use crate::ui::app::App;
use crate::ui::command::{Command, Motion};
use crate::ui::effect::Effect;
use crate::ui::keymap::Mode;
use ratatui::layout::{Margin, Position};

/// Rows scrolled by one step of the wheel.
const WHEEL_ROWS: usize = 3;

/// Handles mouse input. A click focuses a pane and selects the item under the pointer; the wheel scrolls the pane or
/// overlay.
pub(super) fn on_mouse(app: &mut App, point: MouseInput, at: Position) -> Option<Effect> {
    let areas = app.areas();
    (app.toast, app.key_repeating) = (None, false);
    // A typed filter stays; a pending mark is cancelled.
    (app.line_edit, app.pending_mark) = (None, None);
    let motion = match point {
        MouseInput::Click => None,
        MouseInput::ScrollUp => Some(Motion::Up),
        MouseInput::ScrollDown => Some(Motion::Down),
    };
    if let Some(overlay) = app.overlays.last_mut() {
        let inside = overlay.area(areas.body).inner(Margin::new(2, 1));
        let is_prompt = overlay.mode() == Mode::Prompt;
        let next = match motion {
            // In a list of hits, a step up from the first one would recall an older query.
            Some(motion) if is_prompt => {
                let page = if motion == Motion::Up { Motion::PageUp } else { Motion::PageDown };
                overlay.on_command(Command::Motion(page))
            }
            Some(motion) => (0..WHEEL_ROWS).filter_map(|_| overlay.on_command(Command::Motion(motion))).last(),
            None if inside.contains(at) => overlay.click(at.y - inside.y, at.x - inside.x),
            None => Some(Action::Close),
        };
        return apply_next(app, next);
    }
    let pane = areas.panes.iter().find(|(_, area)| area.contains(at))?.0;
    app.pause_story();
    let areas = app.areas();
    if let Some(motion) = motion {
        let scroll = |_| app.with_pane(pane, |pane, cx| pane.move_by(motion, cx));
        let next = (0..WHEEL_ROWS).filter_map(scroll).last();
        return apply_next(app, next);
    }
    if app.view.focus != pane {
        navigation::focus_pane(app, pane);
    }
    let inside = app.pane_content_area(pane, areas.panes[pane]);
    if !inside.contains(at) {
        return None;
    }
    let next = app.with_pane(pane, |pane, cx| pane.click(at.y - inside.y, at.x - inside.x, cx));
    apply_next(app, next)
}
