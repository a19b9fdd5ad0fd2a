//! The line between two parts of the window, which the pointer draws, and the arrows where it has the focus.

use crate::gui::{panes::Room, style};
use eframe::egui::{
    CursorIcon, EventFilter, Id, Key, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo,
    accesskit, vec2,
};

/// How near to the line the pointer takes hold of it, in points.
const GRASP: f32 = 4.0;

/// How far an arrow moves it, in points.
const STEP: f32 = 16.0;

/// Which way the line goes, and which side of it the part lies that it makes larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The part is at the left of a line that goes down.
    Left,
    /// The part is at the right of a line that goes down.
    Right,
    /// The part is above a line that goes across.
    Above,
    /// The part is below a line that goes across.
    Below,
}

impl Side {
    const fn goes_down(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }

    /// +1 where the part grows with x or y.
    const fn sign(self) -> f32 {
        match self {
            Self::Left | Self::Above => 1.0,
            Self::Right | Self::Below => -1.0,
        }
    }

    /// The edge of the part that the line is on.
    fn edge(self, part: Rect) -> Rect {
        let edge = match self {
            Self::Left => part.right_center(),
            Self::Right => part.left_center(),
            Self::Above => part.center_bottom(),
            Self::Below => part.center_top(),
        };
        let size = if self.goes_down() {
            vec2(0.0, part.height())
        } else {
            vec2(part.width(), 0.0)
        };
        Rect::from_center_size(edge, size)
    }
}

/// The line at the edge of a part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Divider {
    /// What it divides, in words.
    pub name: &'static str,
    /// Where the part lies.
    pub side: Side,
    /// How wide or high the part is and may be, in points.
    pub room: Room,
}

impl Divider {
    /// Draws the line at the edge of a part, and tells the size that the part is asked to have, in points. A double click,
    /// or Enter, asks for the usual one.
    pub(crate) fn ui(&self, ui: &Ui, part: Rect) -> Option<f32> {
        let line = self.side.edge(part);
        let down = self.side.goes_down();
        let size = if down { part.width() } else { part.height() };
        let grasp = if down {
            vec2(GRASP, 0.0)
        } else {
            vec2(0.0, GRASP)
        };
        let id = Id::unique(("divider", self.name));
        let response = ui.interact(line.expand2(grasp), id, Sense::click_and_drag());
        if response.hovered() || response.dragged() {
            let cursor = if down {
                CursorIcon::ResizeHorizontal
            } else {
                CursorIcon::ResizeVertical
            };
            ui.set_cursor_icon(cursor);
        }
        self.draw(ui, line, &response);
        self.tell(ui, &response, size);
        let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.double_clicked() || entered {
            return Some(self.room.range.clamp(self.room.usual));
        }
        let asked = self.dragged(line, &response, size);
        let asked = asked.or_else(|| self.stepped(ui, &response, size))?;
        let asked = self.room.range.clamp(asked);
        // The size on screen is rounded to whole pixels.
        ((asked - size).abs() > 0.5).then_some(asked)
    }

    /// The size that would bring the line under the pointer.
    fn dragged(&self, line: Rect, response: &Response, size: f32) -> Option<f32> {
        let pointer = response.interact_pointer_pos()?;
        if !response.dragged() {
            return None;
        }
        let way = pointer - line.center();
        let way = if self.side.goes_down() { way.x } else { way.y };
        Some(size + self.side.sign() * way)
    }

    /// The size after the arrows that were pressed, or steps that a screen reader asked for.
    fn stepped(&self, ui: &Ui, response: &Response, size: f32) -> Option<f32> {
        let (back, forth) = if self.side.goes_down() {
            (Key::ArrowLeft, Key::ArrowRight)
        } else {
            (Key::ArrowUp, Key::ArrowDown)
        };
        if response.has_focus() {
            let down = self.side.goes_down();
            let arrows = EventFilter {
                horizontal_arrows: down,
                vertical_arrows: !down,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
        let has_focus = response.has_focus();
        let way = ui.input(|input| {
            let pressed = |key| f32::from(u8::from(has_focus && input.key_pressed(key)));
            let asked = |action| {
                f32::from(u8::from(
                    input.has_accesskit_action_request(response.id, action),
                ))
            };
            self.side.sign() * (pressed(forth) - pressed(back))
                + asked(accesskit::Action::Increment)
                - asked(accesskit::Action::Decrement)
        });
        (way != 0.0).then_some(size + way * STEP)
    }

    fn draw(&self, ui: &Ui, line: Rect, response: &Response) {
        let palette = style::palette(ui);
        let is_held = response.hovered() || response.dragged() || response.has_focus();
        let stroke = if is_held {
            Stroke::new(2.0, palette.accent)
        } else {
            Stroke::new(1.0, palette.line)
        };
        // Just inside the part, whose neighbour is drawn later.
        let inward = -0.5 * self.side.sign() * stroke.width;
        if self.side.goes_down() {
            let x = line.center().x + inward;
            ui.painter().vline(x, line.y_range(), stroke);
        } else {
            let y = line.center().y + inward;
            ui.painter().hline(line.x_range(), y, stroke);
        }
    }

    /// Tells a screen reader what it is, and how large the part is.
    fn tell(&self, ui: &Ui, response: &Response, size: f32) {
        let is_enabled = ui.is_enabled();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Splitter, is_enabled, self.name);
            info.value = Some(f64::from(size.round()));
            info
        });
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_orientation(if self.side.goes_down() {
                accesskit::Orientation::Vertical
            } else {
                accesskit::Orientation::Horizontal
            });
            node.set_min_numeric_value(f64::from(self.room.range.min));
            node.set_max_numeric_value(f64::from(self.room.range.max));
            node.add_action(accesskit::Action::Increment);
            node.add_action(accesskit::Action::Decrement);
        });
    }
}
