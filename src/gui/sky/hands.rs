//! What pointer and keys do on the map.

use super::{
    Tool,
    brush::pos,
    catalogue::Pieces,
    chart::{Chart, Spot},
    pick,
};
use crate::gui::{
    action::{Action, Actions, SkyAction},
    selection::Combine,
    state::State,
    style::{colour, inks},
};
use eframe::egui::{
    self, CursorIcon, EventFilter, Key, Modifiers, Painter, PointerButton, Pos2, Rect, Response,
    Shape, Stroke, Ui,
};

/// What is under way.
#[derive(Debug, Default)]
pub(crate) struct Hands {
    gesture: Gesture,
    /// Where was clicked last, and which of those there was taken.
    clicked: Option<(Spot, usize)>,
    under: Under,
}

#[derive(Debug, Default)]
enum Gesture {
    #[default]
    Nothing,
    Moving,
    Box(Spot),
    Lasso(Vec<Spot>),
}

/// What lies under the pointer, as long as nothing moves.
#[derive(Debug, Default)]
struct Under {
    key: Option<((Spot, Chart, u64), Pieces)>,
    rows: Vec<usize>,
}

/// The map as hands meet it.
pub(crate) struct Meets<'a> {
    pub response: &'a Response,
    pub state: &'a State,
    pub chart: &'a Chart,
    pub pieces: &'a Pieces,
}

/// A loop that was closed, and what becomes of what is in it.
pub(crate) type Closed = (Vec<Spot>, Combine);

/// A step of zooming by a key.
const STEP: f64 = 1.3;

/// The part of the map by which an arrow key moves it.
const PART: f64 = 0.12;

/// Clicks are at one place that are no further apart, in points.
const SAME: f64 = 4.0;

impl Hands {
    /// Does what pointer and keys ask for; a loop that was closed is handed back.
    pub(crate) fn act(
        &mut self,
        ui: &Ui,
        meets: &Meets<'_>,
        actions: &mut Actions,
    ) -> Option<Closed> {
        let Meets {
            response, chart, ..
        } = meets;
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        if response.has_focus() {
            self.keys(ui, meets, actions);
        }
        if response.contains_pointer()
            && let Some(pointer) = response.hover_pos()
        {
            let (scroll, zoom) =
                ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
            let factor = f64::from((-scroll / 240.0).exp() / zoom);
            if (factor - 1.0).abs() > 1e-4 {
                look(actions, chart.zoomed(factor, spot(pointer)));
            }
        }
        if response.clicked_by(PointerButton::Primary)
            && let Some(pointer) = response.interact_pointer_pos()
        {
            self.click(ui, spot(pointer), meets, actions);
        }
        self.drag(ui, meets, actions)
    }

    fn keys(&mut self, ui: &Ui, meets: &Meets<'_>, actions: &mut Actions) {
        let Meets {
            response, chart, ..
        } = meets;
        let arrows = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        let [x, y] = chart.frame().middle();
        let (right, down) = (chart.frame().width * PART, chart.frame().height * PART);
        let mut zoom_or_move = None;
        let mut asked = Vec::new();
        let enters = ui.input(|input| {
            let pressed = |key: Key| input.key_pressed(key) && !input.modifiers.command;
            for (keys, to) in [
                (Key::ArrowLeft, [x + right, y]),
                (Key::ArrowRight, [x - right, y]),
                (Key::ArrowUp, [x, y + down]),
                (Key::ArrowDown, [x, y - down]),
            ] {
                if pressed(keys) {
                    zoom_or_move = Some(chart.dragged([x, y], to));
                }
            }
            if pressed(Key::Plus) || pressed(Key::Equals) {
                zoom_or_move = Some(chart.zoomed(1.0 / STEP, [x, y]));
            }
            if pressed(Key::Minus) {
                zoom_or_move = Some(chart.zoomed(STEP, [x, y]));
            }
            for (key, action) in [
                (Key::F, SkyAction::Fit),
                (Key::W, SkyAction::WholeSky),
                (Key::Home, SkyAction::WholeSky),
                (Key::M, SkyAction::Take(Tool::Move)),
                (Key::B, SkyAction::Take(Tool::Box)),
                (Key::L, SkyAction::Take(Tool::Lasso)),
            ] {
                if pressed(key) {
                    asked.push(Action::Sky(action));
                }
            }
            input.key_pressed(Key::Enter)
        });
        for action in asked {
            actions.push(action);
        }
        if let Some(there) = zoom_or_move {
            look(actions, there);
        }
        if enters {
            self.click(ui, [x, y], meets, actions);
        }
    }

    /// Selects what lies at a place: of several the next with each click.
    fn click(&mut self, ui: &Ui, at: Spot, meets: &Meets<'_>, actions: &mut Actions) {
        let rows = self.under(at, meets).to_vec();
        let again = self.clicked.filter(|(before, _)| {
            let ([x, y], [a, b]) = (*before, at);
            (x - a).hypot(y - b) <= SAME
        });
        let nr = again.map_or(0, |(_, nr)| nr + 1);
        let nr = if nr < rows.len() { nr } else { 0 };
        let toggles = ui.input(|input| input.modifiers.command);
        self.clicked = None;
        match rows.get(nr) {
            Some(row) if toggles => actions.push(Action::ToggleDataset(*row)),
            Some(row) => {
                self.clicked = Some((at, nr));
                actions.push(Action::SelectDataset(*row));
            }
            None if !toggles && !meets.state.selection.is_empty() => {
                actions.push(Action::Unselect);
            }
            None => {}
        }
    }

    fn drag(&mut self, ui: &Ui, meets: &Meets<'_>, actions: &mut Actions) -> Option<Closed> {
        let Meets {
            response,
            state,
            chart,
            ..
        } = meets;
        let (origin, delta, modifiers) = ui.input(|input| {
            let pointer = &input.pointer;
            (pointer.press_origin(), pointer.delta(), input.modifiers)
        });
        let pointer = response.interact_pointer_pos();
        if response.drag_started()
            && let Some(from) = origin.or(pointer)
        {
            let is_primary = response.dragged_by(PointerButton::Primary);
            self.gesture = match tool(state.sky.tool, modifiers, is_primary) {
                Tool::Move => Gesture::Moving,
                Tool::Box => Gesture::Box(spot(from)),
                Tool::Lasso => Gesture::Lasso(vec![spot(from)]),
            };
            self.clicked = None;
        }
        if let (true, Some(to)) = (response.dragged(), pointer) {
            match &mut self.gesture {
                Gesture::Moving if delta != egui::Vec2::ZERO => {
                    look(actions, chart.dragged(spot(to - delta), spot(to)));
                }
                Gesture::Lasso(corners) => corners.push(spot(to)),
                Gesture::Nothing | Gesture::Moving | Gesture::Box(_) => {}
            }
        }
        if !response.drag_stopped() {
            return None;
        }
        let corners = match std::mem::take(&mut self.gesture) {
            Gesture::Box(from) => box_corners(from, spot(pointer?)).to_vec(),
            Gesture::Lasso(corners) => corners,
            Gesture::Nothing | Gesture::Moving => return None,
        };
        let how = if modifiers.command {
            Combine::Add
        } else {
            Combine::Replace
        };
        Some((corners, how))
    }

    /// The datasets under a place, the smallest first.
    fn under(&mut self, at: Spot, meets: &Meets<'_>) -> &[usize] {
        let Meets {
            state,
            chart,
            pieces,
            ..
        } = meets;
        let key = (at, **chart, state.shown.revision());
        let known = self.under.key.as_ref();
        if !known.is_some_and(|(known, of)| *known == key && of.same(pieces)) {
            let is_shown = |row| state.shown.contains(row);
            self.under.rows = pick::at(pieces, chart, at, is_shown);
            self.under.key = Some((key, (*pieces).clone()));
        }
        &self.under.rows
    }

    /// The datasets under the pointer, unless it is busy.
    pub(crate) fn pointed(&mut self, meets: &Meets<'_>) -> &[usize] {
        let pointer = meets.response.hover_pos();
        match (&self.gesture, pointer) {
            (Gesture::Nothing, Some(pointer)) => self.under(spot(pointer), meets),
            _ => &[],
        }
    }

    /// Draws what is under way.
    pub(crate) fn sketch(&self, ui: &Ui, painter: &Painter, meets: &Meets<'_>) {
        let stroke = Stroke::new(1.5, colour(inks(ui).chosen));
        let fill = stroke.color.gamma_multiply(0.12);
        match (&self.gesture, meets.response.interact_pointer_pos()) {
            (Gesture::Box(from), Some(to)) => {
                let area = Rect::from_two_pos(pos(*from), to);
                painter.rect_filled(area, 0.0, fill);
                painter.rect_stroke(area, 0.0, stroke, egui::StrokeKind::Inside);
            }
            (Gesture::Lasso(corners), _) => {
                let points = corners.iter().map(|corner| pos(*corner)).collect();
                painter.add(Shape::closed_line(points, stroke));
            }
            _ => {}
        }
        if meets.response.contains_pointer() {
            let icon = match (&self.gesture, meets.state.sky.tool) {
                (Gesture::Moving, _) => CursorIcon::Grabbing,
                (Gesture::Box(_) | Gesture::Lasso(_), _) | (_, Tool::Box | Tool::Lasso) => {
                    CursorIcon::Crosshair
                }
                (Gesture::Nothing, Tool::Move) => CursorIcon::Default,
            };
            ui.set_cursor_icon(icon);
        }
    }
}

fn look(actions: &mut Actions, look: super::Look) {
    actions.push(Action::Sky(SkyAction::Look(look)));
}

/// With what is dragged: keys that are held come before what was taken up.
fn tool(taken: Tool, held: Modifiers, is_primary: bool) -> Tool {
    match held {
        _ if !is_primary => Tool::Move,
        Modifiers { shift: true, .. } => Tool::Box,
        Modifiers { alt: true, .. } => Tool::Lasso,
        _ => taken,
    }
}

fn box_corners([x, y]: Spot, [to_x, to_y]: Spot) -> [Spot; 4] {
    [[x, y], [to_x, y], [to_x, to_y], [x, to_y]]
}

fn spot(pos: Pos2) -> Spot {
    [f64::from(pos.x), f64::from(pos.y)]
}
