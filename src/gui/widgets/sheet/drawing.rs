//! Draws the heads, rows and cells of a table.

use super::{Asked, Cell, Sheet, Source, row_text};
use crate::gui::style::{self, CELL_MARGIN, Palette, ROW};
use eframe::egui::{
    Align, Align2, Label, Layout, Rect, Response, RichText, Role, Sense, Shape, Stroke, TextStyle,
    TextWrapMode, Ui, UiBuilder, WidgetInfo, WidgetText, pos2, vec2,
};
use egui_table::{CellInfo, HeaderCellInfo, TableDelegate};

/// The row of a table that `egui_table` counts in 64 bits.
fn row_of(row_nr: u64) -> usize {
    usize::try_from(row_nr).unwrap_or(usize::MAX)
}

/// A table while it is drawn.
pub(super) struct Drawing<'a> {
    /// How it looks.
    pub(super) sheet: Sheet<'a>,
    /// What it shows.
    pub(super) source: &'a dyn Source,
    /// What takes the focus for the whole table.
    pub(super) focus: Response,
    /// The colours.
    pub(super) palette: &'static Palette,
    /// What was asked so far.
    pub(super) asked: Option<Asked>,
}

impl TableDelegate for Drawing<'_> {
    fn default_row_height(&self) -> f32 {
        ROW
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let nr = cell.col_range.start;
        let Some(column) = self.sheet.columns.get(nr) else {
            return;
        };
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, self.palette.panel);
        let line = Stroke::new(1.0, self.palette.line);
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 0.5, line);
        ui.painter()
            .vline(rect.right() - 0.5, rect.y_range().shrink(7.0), line);
        let text = RichText::new(column.head)
            .font(style::small_strong())
            .color(self.palette.weak);
        let sense = if self.sheet.sorted.is_some() {
            Sense::click()
        } else {
            Sense::hover()
        };
        let response = ui.interact(rect, ui.scope_id().with("head"), sense);
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.head));
        if self.sheet.sorted == Some(nr) {
            sorted_ui(ui, rect, column.number, self.palette);
        }
        inside(ui, column.number, |ui| {
            ui.add(Label::new(text).truncate());
        });
        if !column.note.is_empty() {
            response.clone().on_hover_text(column.note);
        }
        if response.clicked() {
            self.asked = Some(Asked::Head(nr));
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, row_nr: u64) {
        let rect = ui.max_rect();
        let row = row_of(row_nr);
        let colour = if self.sheet.selected == Some(row) {
            self.palette.selected
        } else if ui.rect_contains_pointer(rect) {
            self.palette.hover
        } else if row % 2 == 1 {
            self.palette.stripe
        } else {
            self.palette.page
        };
        let wide = Rect::from_x_y_ranges(ui.clip_rect().x_range(), rect.y_range());
        ui.painter().rect_filled(wide, 0.0, colour);
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        let (row, nr) = (row_of(info.row_nr), info.col_nr);
        let Some(column) = self.sheet.columns.get(nr) else {
            return;
        };
        let response = ui.interact(ui.max_rect(), ui.scope_id().with("cell"), Sense::CLICK);
        let cell = self.source.cell(row, nr);
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, cell.text.as_ref()));
        let elided = cell_text_ui(ui, &cell, column.number, self.palette);
        if nr + 1 == self.sheet.fixed {
            let rect = ui.max_rect();
            let line = Stroke::new(1.0, self.palette.line);
            ui.painter().vline(rect.right() - 0.5, rect.y_range(), line);
        }
        if response.hovered() {
            let more = self.source.hover(row, nr);
            if let Some(text) = more.or_else(|| elided.then(|| cell.text.clone().into_owned())) {
                response.clone().on_hover_text(text);
            }
        }
        if response.clicked() || response.secondary_clicked() {
            self.focus.request_focus();
            self.asked = Some(Asked::Row(row));
        }
        response.context_menu(|ui| {
            for (name, text) in self.source.copies(row, nr) {
                if ui.button(name).clicked() {
                    self.asked = Some(Asked::Copy(text));
                    ui.close();
                }
            }
            if ui.button("Copy row").clicked() {
                let text = row_text(self.source, row, self.sheet.columns.len());
                self.asked = Some(Asked::Copy(text));
                ui.close();
            }
        });
    }
}

/// Draws a cell's mark and text, within the margins; returns whether the text was cut off.
///
/// The text is painted and not a widget of its own: the cell itself takes the clicks and bears its name.
fn cell_text_ui(ui: &Ui, cell: &Cell<'_>, number: bool, palette: &Palette) -> bool {
    let mut rect = ui.max_rect().shrink2(vec2(CELL_MARGIN, 0.0));
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
    let align = if number {
        Align2::RIGHT_CENTER
    } else {
        Align2::LEFT_CENTER
    };
    let place = align.align_size_within_rect(galley.size(), rect);
    let elided = galley.elided;
    ui.painter().galley(place.min, galley, colour);
    elided
}

/// Draws within the margins of a cell, at its right for numbers.
fn inside(ui: &mut Ui, number: bool, add: impl FnOnce(&mut Ui)) {
    let rect = ui.max_rect().shrink2(vec2(CELL_MARGIN, 0.0));
    let layout = if number {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(layout), add);
}

/// A small triangle, away from the text, at the head of the column by which the rows are sorted.
fn sorted_ui(ui: &Ui, rect: Rect, number: bool, palette: &Palette) {
    let x = if number {
        rect.left() + CELL_MARGIN
    } else {
        rect.right() - CELL_MARGIN - 4.0
    };
    let tip = pos2(x, rect.center().y + 2.5);
    let corners = vec![tip, tip + vec2(-4.0, -4.0), tip + vec2(4.0, -4.0)];
    ui.painter()
        .add(Shape::convex_polygon(corners, palette.accent, Stroke::NONE));
}
