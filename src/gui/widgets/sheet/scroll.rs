//! Scrolls a table: by the wheel, and by its two bars.

use super::{Geometry, Memory};
use crate::gui::style::Palette;
use eframe::egui::{CornerRadius, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// The least length of a bar's handle, so that it can be taken hold of.
const HANDLE: f32 = 28.0;

impl Memory {
    /// Takes in wheel and bars, and draws the bars.
    pub(super) fn scroll_ui(&mut self, ui: &Ui, id: Id, geometry: &Geometry, palette: &Palette) {
        self.take_wheel(ui, geometry);
        self.down_ui(ui, id.with("down"), geometry, palette);
        self.across_ui(ui, id.with("across"), geometry, palette);
        self.clamp(geometry);
    }

    fn take_wheel(&mut self, ui: &Ui, geometry: &Geometry) {
        let whole = geometry.head.union(geometry.body).union(geometry.across);
        if !ui.is_enabled() || !ui.rect_contains_pointer(whole.union(geometry.down)) {
            return;
        }
        let (can_x, can_y) = (geometry.most_x() > 0.0, geometry.most_y() > 0.0);
        let delta = ui.input_mut(|input| {
            let delta = input.smooth_scroll_delta;
            if can_x {
                input.smooth_scroll_delta.x = 0.0;
            }
            if can_y {
                input.smooth_scroll_delta.y = 0.0;
            }
            delta
        });
        self.x -= delta.x;
        self.y -= f64::from(delta.y);
        self.clamp(geometry);
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the place of a handle on the screen"
    )]
    fn down_ui(&mut self, ui: &Ui, id: Id, geometry: &Geometry, palette: &Palette) {
        let (track, most) = (geometry.down, geometry.most_y());
        ui.painter().rect_filled(track, 0.0, palette.panel);
        if most <= 0.0 {
            return;
        }
        let share = f64::from(track.height()) / geometry.height();
        let length = (f64::from(track.height()) * share) as f32;
        let length = length.max(HANDLE).min(track.height());
        let way = track.height() - length;
        let at = way * (self.y / most) as f32;
        let bar = Bar {
            id,
            name: "Scroll the rows",
            track,
            handle: Rect::from_min_size(track.min + vec2(0.0, at), vec2(track.width(), length)),
        };
        if let Some(pointer) = bar.ui(ui, palette, &mut self.grip, |at| at.y) {
            let place = (pointer - track.top()) / way.max(1.0);
            self.y = most * f64::from(place.clamp(0.0, 1.0));
        }
    }

    fn across_ui(&mut self, ui: &Ui, id: Id, geometry: &Geometry, palette: &Palette) {
        let (track, most) = (geometry.across, geometry.most_x());
        if most <= 0.0 {
            return;
        }
        ui.painter().rect_filled(track, 0.0, palette.panel);
        let length = track.width() * track.width() / geometry.width();
        let length = length.max(HANDLE).min(track.width());
        let way = track.width() - length;
        let at = way * self.x / most;
        let bar = Bar {
            id,
            name: "Scroll the columns",
            track,
            handle: Rect::from_min_size(track.min + vec2(at, 0.0), vec2(length, track.height())),
        };
        if let Some(pointer) = bar.ui(ui, palette, &mut self.grip, |at| at.x) {
            let place = (pointer - track.left()) / way.max(1.0);
            self.x = most * place.clamp(0.0, 1.0);
        }
    }
}

/// A scroll bar.
struct Bar {
    id: Id,
    name: &'static str,
    track: Rect,
    handle: Rect,
}

impl Bar {
    /// Draws it; returns where its handle shall begin, along the bar, while it is held.
    fn ui(
        &self,
        ui: &Ui,
        palette: &Palette,
        grip: &mut f32,
        along: impl Fn(eframe::egui::Pos2) -> f32,
    ) -> Option<f32> {
        // The keys of the table scroll as well, so a bar is no station of the Tab key.
        let response = ui.interact(self.track, self.id, Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, self.name));
        let held = response.dragged() || response.is_pointer_button_down_on();
        let colour = if held || response.hovered() {
            palette.weak
        } else {
            palette.edge
        };
        let radius = CornerRadius::same(3);
        ui.painter()
            .rect_filled(self.handle.shrink(2.0), radius, colour);
        let pointer = response.interact_pointer_pos().filter(|_| held)?;
        if ui.input(|input| input.pointer.any_pressed()) {
            let on_handle = self
                .handle
                .contains(pos2(pointer.x, pointer.y).clamp(self.track.min, self.track.max));
            *grip = if on_handle {
                along(pointer) - along(self.handle.min)
            } else {
                (along(self.handle.max) - along(self.handle.min)) / 2.0
            };
        }
        Some(along(pointer) - *grip)
    }
}
