//! What pointer and keys do in the plot.

use super::{
    axis::{Look, Place},
    brush::Brush,
    layout::Layout,
    region::Region,
    view::{CoverageView, Drag},
};
use crate::gui::{
    action::{Action, Actions},
    selection::Combine,
    state::State,
};
use eframe::egui::{
    EventFilter, InputState, Key, PointerButton, Pos2, Rect, Response, Ui, Vec2, vec2,
};

/// How much a point of the wheel zooms.
const WHEEL: f64 = 0.004;
/// How much a key zooms.
const KEY_ZOOM: f64 = 0.7;
/// How far an arrow moves, as a part of what is seen.
const KEY_MOVE: f64 = 0.1;

/// Among up to so many datasets the one under the pointer is looked for while it moves, among more when it rests: a
/// million in no order take some 6 ms.
const MOST_AT_ONCE: usize = 200_000;

/// The plot as it is pointed at.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub ui: &'a Ui,
    pub response: &'a Response,
    pub state: &'a State,
    pub layout: &'a Layout,
}

impl Ask<'_> {
    /// Zooms and moves.
    pub(super) fn navigate(self, view: &mut CoverageView, look: Look) {
        let place = self.layout.place(look);
        let before = place.look;
        let look = self.wheel(place);
        let look = self.keys(view, look);
        let look = self.drag(view, Place { look, ..place });
        if look != before {
            view.own = Some(look);
        }
        if self.response.double_clicked() {
            view.fit();
        }
    }

    /// The wheel zooms about the pointer: both axes within the plot, beside it that which the pointer is at.
    fn wheel(self, place: Place) -> Look {
        let Some(pointer) = self.response.hover_pos() else {
            return place.look;
        };
        let (scrolled, pinched) = self.ui.input_mut(|input| {
            let scrolled = input.smooth_scroll_delta();
            // It scrolls nothing else.
            input.smooth_scroll_delta = Vec2::ZERO;
            (scrolled, input.zoom_delta())
        });
        let factor = (-f64::from(scrolled.x + scrolled.y) * WHEEL).exp() / f64::from(pinched);
        if (factor - 1.0).abs() < 1e-9 {
            return place.look;
        }
        let (time_by, wave_by) = match axes_at(pointer, &place) {
            Axes::Both => (factor, factor),
            Axes::Time => (factor, 1.0),
            Axes::Wave => (1.0, factor),
        };
        let (time, wave) = (place.time_at(pointer.x), place.wave_at(pointer.y));
        place.look.zoomed((time, time_by), (wave, wave_by))
    }

    fn keys(self, view: &mut CoverageView, look: Look) -> Look {
        if !self.response.has_focus() {
            return look;
        }
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        let id = self.response.id;
        self.ui
            .memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let (move_by, zoom, fits) = self.ui.input(|input| {
            if !input.modifiers.is_none() && !input.modifiers.shift_only() {
                return (Vec2::ZERO, 1.0, false);
            }
            let n = |key| f32::from(u8::from(input.key_pressed(key)));
            let arrows = vec2(
                n(Key::ArrowRight) - n(Key::ArrowLeft),
                n(Key::ArrowUp) - n(Key::ArrowDown),
            );
            (arrows, key_zoom(input), input.key_pressed(Key::F))
        });
        if fits {
            view.fit();
        }
        let look = look.moved(
            f64::from(move_by.x) * KEY_MOVE,
            f64::from(move_by.y) * KEY_MOVE,
        );
        let middle = (look.time.at(0.5), look.wave.at(0.5));
        look.zoomed((middle.0, zoom), (middle.1, zoom))
    }

    /// Dragging moves the plot, unless it brushes.
    fn drag(self, view: &mut CoverageView, place: Place) -> Look {
        let primary = self.response.dragged_by(PointerButton::Primary);
        if self.response.drag_started_by(PointerButton::Primary) {
            let (shift, from) = self
                .ui
                .input(|input| (input.modifiers.shift, input.pointer.press_origin()));
            if shift || view.drag == Drag::Brushes {
                let part = self.layout.with_strips();
                view.brushed_from = from.filter(|from| part.contains(*from));
            }
        }
        let moves = primary && view.brushed_from.is_none();
        if !moves && !self.response.dragged_by(PointerButton::Middle) {
            return place.look;
        }
        let by = self.response.drag_delta();
        place.look.moved(
            -f64::from(by.x / place.rect.width()),
            f64::from(by.y / place.rect.height()),
        )
    }

    /// Selects what a rectangle holds, when the button is let go.
    pub(super) fn brush(self, view: &mut CoverageView, look: Look, actions: &mut Actions) {
        if let Some(selected) = view.brushes.selected() {
            actions.push(selected);
        }
        if !self.response.drag_stopped() {
            return;
        }
        let to = self.response.interact_pointer_pos();
        let (Some(from), Some(to)) = (view.brushed_from.take(), to) else {
            return;
        };
        let Some(plot) = &view.plot else {
            return;
        };
        let part = self.layout.with_strips();
        let rect = Rect::from_two_pos(from, to.clamp(part.min, part.max));
        let how = if self.adds() {
            Combine::Add
        } else {
            Combine::Replace
        };
        let brush = Brush {
            run: plot.run,
            extents: plot.extents.clone(),
            shown: self.state.shown.clone(),
            region: Region::of(rect, self.layout, look),
            how,
        };
        view.brushes.ask(self.ui.ctx(), brush);
    }

    /// The dataset under the pointer; a click selects it.
    pub(super) fn pick(
        self,
        view: &mut CoverageView,
        look: Look,
        actions: &mut Actions,
    ) -> Option<usize> {
        if self.response.clicked() {
            self.response.request_focus();
        }
        let pointer = self.response.hover_pos()?;
        if self.response.dragged() || self.layout.part_at(pointer).is_none() {
            return None;
        }
        if !self.response.clicked() && self.is_hasty(view) {
            self.ui.ctx().request_repaint();
            return None;
        }
        let row = view.under(&self.state.shown, (self.layout, look), pointer)?;
        if self.response.clicked() {
            actions.push(if self.adds() {
                Action::ToggleDataset(row)
            } else {
                Action::SelectDataset(row)
            });
        }
        Some(row)
    }

    /// Whether the pointer moves over so many datasets that looking each of them up would cost frames.
    fn is_hasty(self, view: &CoverageView) -> bool {
        let moves = self.ui.input(|input| input.pointer.delta() != Vec2::ZERO);
        let n_rows = view.plot.as_ref().map_or(0, |plot| plot.extents.len());
        moves && n_rows > MOST_AT_ONCE
    }

    fn adds(self) -> bool {
        self.ui.input(|input| input.modifiers.command)
    }
}

/// The axes that the wheel zooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axes {
    Both,
    Time,
    Wave,
}

fn axes_at(pointer: Pos2, place: &Place) -> Axes {
    let (beside_time, beside_wave) = (
        place.rect.x_range().contains(pointer.x),
        place.rect.y_range().contains(pointer.y),
    );
    match (beside_time, beside_wave) {
        (true, false) => Axes::Time,
        (false, true) => Axes::Wave,
        (true, true) | (false, false) => Axes::Both,
    }
}

fn key_zoom(input: &InputState) -> f64 {
    if input.key_pressed(Key::Plus) || input.key_pressed(Key::Equals) {
        KEY_ZOOM
    } else if input.key_pressed(Key::Minus) {
        1.0 / KEY_ZOOM
    } else {
        1.0
    }
}
