//! Draws the heads of a table, and lets them be clicked, dragged and made wider.

use super::{Asked, Column, Drawing, Heads, Memory, memory::WIDTHS, menu::menu};
use crate::{
    gui::{
        action::Actions,
        style::{self, CELL_MARGIN},
    },
    listing::Direction,
};
use eframe::egui::{
    Align2, CursorIcon, EventFilter, Id, Key, Modifiers, Rect, Response, RichText, Role, Sense,
    Shape, Stroke, TextStyle, TextWrapMode, Ui, UiBuilder, WidgetInfo, WidgetText, accesskit, pos2,
    vec2,
};

/// How far from a column's edge it can be taken hold of, on either side.
const REACH: f32 = 4.0;
/// How much wider a key makes a column, in points.
const STEP: f32 = 16.0;
/// How wide the sign of a sorted column is, with the space before it.
const SIGN: f32 = 14.0;

impl Drawing<'_> {
    /// Draws the heads.
    pub(super) fn heads_ui(&mut self, ui: &mut Ui, memory: &mut Memory) {
        let head = self.geometry.head;
        let wide = head.with_max_x(self.geometry.down.right());
        ui.painter().rect_filled(wide, 0.0, self.palette.panel);
        let line = Stroke::new(1.0, self.palette.line);
        ui.painter()
            .hline(wide.x_range(), wide.bottom() - 0.5, line);
        let mut inner = ui.new_child(UiBuilder::new().max_rect(head));
        for nr in 0..self.sheet.columns.len() {
            let Some((column, seen)) = self.geometry.column(nr, self.x) else {
                continue;
            };
            inner.set_clip_rect(
                ui.clip_rect()
                    .intersect(Rect::from_x_y_ranges(seen, head.y_range())),
            );
            let rect = Rect::from_x_y_ranges(column, head.y_range());
            self.head_ui(&mut inner, rect, nr);
        }
        inner.set_clip_rect(ui.clip_rect().intersect(wide));
        for nr in 0..self.sheet.columns.len() {
            self.edge_ui(&inner, nr, memory);
        }
        for asked in &self.asked {
            if let Asked::Width(nr, asked) = asked
                && let Some(width) = memory.width_mut(*nr)
            {
                *width = *asked;
            }
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, rect: Rect, nr: usize) {
        let Some(column) = self.sheet.columns.get(nr) else {
            return;
        };
        let line = Stroke::new(1.0, self.palette.line);
        ui.painter()
            .vline(rect.right() - 0.5, rect.y_range().shrink(7.0), line);
        let id = self.id.with(("head", column.head));
        let sense = match self.sheet.heads {
            Heads::Plain => Sense::hover(),
            Heads::Sort(_) => Sense::click(),
            Heads::Arrange(_) => Sense::click_and_drag(),
        };
        let response = ui.interact(rect, id, sense);
        let sorted = self.sheet.heads.sorted();
        let key = sorted.iter().position(|key| key.column == nr);
        let direction = key.and_then(|key| sorted.get(key)).map(|key| key.direction);
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.head));
        ui.ctx().accesskit_node_builder(id, |node| {
            if let Some(direction) = direction {
                node.set_sort_direction(match direction {
                    Direction::Up => accesskit::SortDirection::Ascending,
                    Direction::Down => accesskit::SortDirection::Descending,
                });
            }
        });
        let rank = key.filter(|_| sorted.len() > 1).map(|key| key + 1);
        self.head_text_ui(ui, rect, column, direction.map(|it| (it, rank)));
        if response.has_focus() {
            let line = Stroke::new(1.0, self.palette.accent);
            ui.painter()
                .rect_stroke(rect, 0.0, line, eframe::egui::StrokeKind::Inside);
        }
        if response.clicked() {
            let too = ui.input(|input| input.modifiers.shift);
            let asks = if too { Asked::HeadToo } else { Asked::Head };
            self.asked.push(asks(nr));
        }
        self.drag_ui(ui, &response, nr);
        self.keys_ui(ui, &response, nr, rect.width());
        self.head_menu_ui(ui, &response, nr);
        if !column.note.is_empty() {
            response.on_hover_text(column.note);
        }
    }

    /// The text, and at the other side the sign of the order: which way, and the how manieth of several.
    fn head_text_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        column: &Column,
        sorted: Option<(Direction, Option<usize>)>,
    ) {
        let mut rect = rect.shrink2(vec2(CELL_MARGIN, 0.0));
        if let Some((direction, rank)) = sorted {
            let x = if column.number {
                rect.left() + 4.0
            } else {
                rect.right() - 4.0
            };
            self.sign_ui(ui, pos2(x, rect.center().y), direction, rank);
            if column.number {
                *rect.left_mut() += SIGN;
            } else {
                *rect.right_mut() -= SIGN;
            }
        }
        let text = RichText::new(column.head).font(style::small_strong());
        let wrap = Some(TextWrapMode::Truncate);
        let galley =
            WidgetText::from(text).into_galley(ui, wrap, rect.width().max(0.0), TextStyle::Small);
        let align = if column.number {
            Align2::RIGHT_CENTER
        } else {
            Align2::LEFT_CENTER
        };
        let place = align.align_size_within_rect(galley.size(), rect);
        ui.painter().galley(place.min, galley, self.palette.weak);
    }

    fn sign_ui(&self, ui: &Ui, at: eframe::egui::Pos2, direction: Direction, rank: Option<usize>) {
        let up = match direction {
            Direction::Up => -1.0,
            Direction::Down => 1.0,
        };
        let tip = at + vec2(0.0, 2.5 * up);
        let corners = vec![tip, tip + vec2(-4.0, -4.5 * up), tip + vec2(4.0, -4.5 * up)];
        let triangle = Shape::convex_polygon(corners, self.palette.accent, Stroke::NONE);
        ui.painter().add(triangle);
        if let Some(rank) = rank {
            let font = TextStyle::Small.resolve(ui.style());
            let at = at + vec2(-6.0, 0.0);
            ui.painter().text(
                at,
                Align2::RIGHT_CENTER,
                rank.to_string(),
                font,
                self.palette.accent,
            );
        }
    }

    /// With the focus, Shift and an arrow make the column wider or narrower, Control and an arrow move it.
    fn keys_ui(&mut self, ui: &Ui, response: &Response, nr: usize, width: f32) {
        if !response.has_focus() {
            return;
        }
        let filter = EventFilter {
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let pressed = |modifiers, key| ui.input_mut(|it| it.consume_key(modifiers, key));
        let wider = pressed(Modifiers::SHIFT, Key::ArrowRight);
        let narrower = pressed(Modifiers::SHIFT, Key::ArrowLeft);
        if wider || narrower {
            let step = if wider { STEP } else { -STEP };
            let width = (width + step).clamp(*WIDTHS.start(), *WIDTHS.end());
            self.asked.push(Asked::Width(nr, width));
        }
        let right = pressed(Modifiers::COMMAND, Key::ArrowRight);
        let left = pressed(Modifiers::COMMAND, Key::ArrowLeft);
        let to = if right { nr + 1 } else { nr.wrapping_sub(1) };
        let moves = matches!(self.sheet.heads, Heads::Arrange(_)) && (right || left);
        if moves && to < self.sheet.columns.len() {
            self.asked.push(Asked::Move(nr, to));
        }
    }

    /// While a head is dragged, a line shows where its column would go.
    fn drag_ui(&mut self, ui: &Ui, response: &Response, nr: usize) {
        if !matches!(self.sheet.heads, Heads::Arrange(_)) {
            return;
        }
        let Some(pointer) = response.interact_pointer_pos() else {
            return;
        };
        let to = self.geometry.column_at(pointer.x, self.x);
        if response.dragged()
            && let Some((to_place, _)) = to.and_then(|to| self.geometry.column(to, self.x))
        {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            let x = if to > Some(nr) {
                to_place.max
            } else {
                to_place.min
            };
            let whole = self.geometry.head.union(self.geometry.body);
            let line = Stroke::new(2.0, self.palette.accent);
            ui.painter()
                .with_clip_rect(whole)
                .vline(x, whole.y_range(), line);
        }
        if response.drag_stopped()
            && let Some(to) = to.filter(|to| *to != nr)
        {
            self.asked.push(Asked::Move(nr, to));
        }
    }

    fn head_menu_ui(&mut self, ui: &Ui, response: &Response, nr: usize) {
        // Shown only where there is one, which is known when it is drawn.
        menu(ui, response, response.has_focus()).show(|ui| {
            let mut actions = Actions::default();
            if !self.source.head_menu_ui(ui, nr, &mut actions) {
                ui.close();
            }
            self.asked.extend(actions.into_iter().map(Asked::Act));
        });
    }

    /// The edge at a column's right, with which it is made wider.
    fn edge_ui(&mut self, ui: &Ui, nr: usize, memory: &mut Memory) {
        let Some((column, seen)) = self.geometry.column(nr, self.x) else {
            return;
        };
        if column.max > seen.max + 0.5 {
            return;
        }
        let y_range = self.geometry.head.y_range();
        let rect = Rect::from_x_y_ranges(column.max - REACH..=column.max + REACH, y_range);
        let Some(head) = self.sheet.columns.get(nr).map(|column| column.head) else {
            return;
        };
        let id: Id = self.id.with(("edge", head));
        let response = ui.interact(rect, id, Sense::DRAG);
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let Some(width) = memory.width_mut(nr) else {
            return;
        };
        if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
            *width = (pointer.x - column.min).clamp(*WIDTHS.start(), *WIDTHS.end());
            ui.ctx().request_repaint();
        }
        if response.drag_stopped() {
            self.asked.push(Asked::Width(nr, *width));
        }
    }
}
