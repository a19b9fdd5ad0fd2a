//! Draws the rows and cells of a table.

use super::{Asked, Cell, Column, Drawing, menu::menu, row_text};
use crate::gui::{
    action::Actions,
    style::{self, CELL_MARGIN, Palette},
};
use eframe::egui::{
    Align2, PointerButton, Rangef, Rect, Response, Role, Sense, Stroke, TextStyle, TextWrapMode,
    Ui, UiBuilder, WidgetInfo, WidgetText, vec2,
};

/// What a bar behind a number leaves free of its cell above and below, in points.
const BAR_MARGIN: f32 = 3.0;
/// How wide a bar is at least, in points; a shorter one would only look like dirt.
const LEAST_BAR: f32 = 3.0;
/// How strong its colour is: the number is read over it.
const BAR_STRENGTH: f32 = 0.3;

impl Drawing<'_> {
    /// Draws the rows in view.
    pub(super) fn body_ui(&mut self, ui: &mut Ui) {
        let body = self.geometry.body;
        let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
        inner.set_clip_rect(ui.clip_rect().intersect(body));
        let pointed = self.row_under_pointer(&inner);
        self.asked.extend(pointed.map(Asked::Hovered));
        for place in self.geometry.rows(self.y) {
            self.row_ui(&mut inner, place, pointed == Some(place));
        }
        if let Some((fixed, _)) = self.last_fixed() {
            let line = Stroke::new(1.0, self.palette.line);
            inner.painter().vline(fixed.max - 0.5, body.y_range(), line);
        }
    }

    fn last_fixed(&self) -> Option<(Rangef, Rangef)> {
        let last = self.geometry.fixed.checked_sub(1)?;
        self.geometry.column(last, self.x)
    }

    fn row_under_pointer(&self, ui: &Ui) -> Option<usize> {
        let pointer = ui.input(|input| input.pointer.hover_pos())?;
        if !ui.rect_contains_pointer(self.geometry.body) {
            return None;
        }
        let mut rows = self.geometry.rows(self.y);
        rows.find(|place| self.geometry.row(*place, self.y).contains(pointer))
    }

    fn row_ui(&mut self, ui: &mut Ui, place: usize, pointed: bool) {
        let rect = self.geometry.row(place, self.y);
        let selected = self.sheet.selected == Some(place) || self.source.is_selected(place);
        let hovered = pointed || self.source.is_hovered(place);
        let colour = if selected {
            self.palette.selected
        } else if hovered {
            self.palette.hover
        } else if place % 2 == 1 {
            self.palette.stripe
        } else {
            self.palette.page
        };
        ui.painter().rect_filled(rect, 0.0, colour);
        if selected && hovered {
            let line = Stroke::new(1.0, self.palette.accent);
            ui.painter().hline(rect.x_range(), rect.top() + 0.5, line);
            ui.painter()
                .hline(rect.x_range(), rect.bottom() - 0.5, line);
        }
        let identity = self.source.identity(place);
        for nr in 0..self.sheet.columns.len() {
            let Some((columns, seen)) = self.geometry.column(nr, self.x) else {
                continue;
            };
            let cell = CellPlace {
                place,
                nr,
                identity,
                selected,
            };
            let rect = Rect::from_x_y_ranges(columns, rect.y_range());
            let clip = Rect::from_x_y_ranges(seen, self.geometry.body.y_range());
            let before = ui.clip_rect();
            ui.set_clip_rect(before.intersect(clip));
            self.cell_ui(ui, rect, cell);
            ui.set_clip_rect(before);
        }
    }

    fn cell_ui(&mut self, ui: &Ui, rect: Rect, at: CellPlace) {
        let Some(column) = self.sheet.columns.get(at.nr) else {
            return;
        };
        let cell = self.source.cell(at.place, at.nr);
        // The id goes with the row: a menu that is open stays with it when rows come in above.
        let id = self.id.with((at.identity, column.head));
        let sense = if self.source.can_be_dragged() {
            Sense::CLICK | Sense::DRAG
        } else {
            Sense::CLICK
        };
        let response = ui.interact(rect, id, sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, cell.text.as_ref()));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_row_index(at.place);
            node.set_column_index(at.nr);
            if at.selected {
                node.set_selected(true);
            }
        });
        self.share_ui(ui, rect, cell.share);
        let elided = cell_text_ui(ui, rect, &cell, column, self.palette);
        if response.hovered() {
            let more = self.source.hover(at.place, at.nr);
            let more = more.or_else(|| elided.then(|| cell.text.clone().into_owned()));
            if let Some(text) = more {
                response.clone().on_hover_text(text);
            }
        }
        if response.drag_started_by(PointerButton::Primary) {
            self.asked.push(Asked::Dragged(at.place));
        }
        self.take_clicks(ui, &response, at);
        self.menu_ui(ui, &response, at);
    }

    /// The bar behind a number: from the right, as numbers stand there.
    fn share_ui(&self, ui: &Ui, rect: Rect, share: f32) {
        let inner = rect.shrink2(vec2(CELL_MARGIN / 2.0, BAR_MARGIN));
        let width = inner.width() * share.clamp(0.0, 1.0);
        if width >= LEAST_BAR {
            let bar = inner.with_min_x(inner.right() - width);
            let colour = self.palette.accent.gamma_multiply(BAR_STRENGTH);
            ui.painter().rect_filled(bar, 2.0, colour);
        }
    }

    fn take_clicks(&mut self, ui: &Ui, response: &Response, at: CellPlace) {
        if !response.clicked() && !response.secondary_clicked() {
            return;
        }
        self.focus.request_focus();
        let modifiers = ui.input(|input| input.modifiers);
        self.asked.push(if response.secondary_clicked() {
            if at.selected {
                return; // the menu is for all that is selected
            }
            Asked::Row(at.place)
        } else if modifiers.shift {
            Asked::UpTo(at.place)
        } else if modifiers.command {
            Asked::Toggle(at.place)
        } else {
            Asked::Row(at.place)
        });
    }

    fn menu_ui(&mut self, ui: &Ui, response: &Response, at: CellPlace) {
        let has_keys =
            at.nr == 0 && self.sheet.selected == Some(at.place) && self.focus.has_focus();
        menu(ui, response, has_keys).show(|ui| {
            for (name, text) in self.source.copies(at.place, at.nr) {
                if ui.button(name).clicked() {
                    self.asked.push(Asked::Copy(text));
                    ui.close();
                }
            }
            if ui.button("Copy row").clicked() {
                let text = row_text(self.source, at.place, self.sheet.columns.len());
                self.asked.push(Asked::Copy(text));
                ui.close();
            }
            let mut actions = Actions::default();
            self.source.menu_ui(ui, at.place, at.nr, &mut actions);
            self.asked.extend(actions.into_iter().map(Asked::Act));
        });
    }
}

/// Which cell is drawn.
#[derive(Debug, Clone, Copy)]
struct CellPlace {
    place: usize,
    nr: usize,
    identity: usize,
    selected: bool,
}

/// Draws a cell's mark and text, within the margins; returns whether the text was cut off.
///
/// The text is painted and not a widget of its own: the cell itself takes the clicks and bears its name.
fn cell_text_ui(ui: &Ui, rect: Rect, cell: &Cell<'_>, column: &Column, palette: &Palette) -> bool {
    let mut rect = rect.shrink2(vec2(CELL_MARGIN, 0.0));
    if let Some(mark) = cell.mark {
        let (square, right) = rect.split_left_right_at_x(rect.left() + style::MARK);
        mark.paint(ui.painter(), square, mark.colour(palette));
        rect = right.with_min_x(right.left() + style::SPACE_S + 2.0);
    }
    if cell.text.is_empty() {
        return false;
    }
    let marked = cell.mark.map(|mark| mark.colour(palette));
    let colour = cell.colour.or(marked).unwrap_or(palette.text);
    let text = WidgetText::from(cell.text.as_ref());
    let wrap = Some(TextWrapMode::Truncate);
    let galley = text.into_galley(ui, wrap, rect.width(), TextStyle::Body);
    let align = if column.number {
        Align2::RIGHT_CENTER
    } else {
        Align2::LEFT_CENTER
    };
    let place = align.align_size_within_rect(galley.size(), rect);
    let elided = galley.elided;
    ui.painter().galley(place.min, galley, colour);
    elided
}
