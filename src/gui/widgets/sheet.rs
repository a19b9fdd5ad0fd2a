//! A table: stripes, selection, margins and keys around `egui_table`.

mod drawing;

use super::mark::Mark;
use crate::gui::style::{self, ROW, TABLE_HEAD};
use drawing::Drawing;
use eframe::egui::{
    self, Color32, EventFilter, Id, Key, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo,
};
use egui_table::{HeaderRow, Table, TableState};
use std::borrow::Cow;

/// One column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// What stands at its head.
    pub head: &'static str,
    /// More about it, under the pointer.
    pub note: &'static str,
    /// Its first width, in points; the table's stretching column grows from it.
    pub width: f32,
    /// Whether its texts are numbers, which stand at the right.
    pub number: bool,
}

/// What stands in a cell.
#[derive(Debug, Default)]
pub(crate) struct Cell<'a> {
    /// Its text.
    pub text: Cow<'a, str>,
    /// Another colour than that of text.
    pub colour: Option<Color32>,
    /// A mark before the text.
    pub mark: Option<Mark>,
}

impl<'a> Cell<'a> {
    /// A plain text.
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// What a table shows. Only what is visible is asked for.
pub(crate) trait Source {
    /// How many rows there are.
    fn len(&self) -> usize;
    /// What stands in a cell.
    fn cell(&self, row: usize, column: usize) -> Cell<'_>;
    /// What is shown under the pointer, beyond a text that was cut off.
    fn hover(&self, _row: usize, _column: usize) -> Option<String> {
        None
    }
    /// What the menu of a cell offers to copy: what it is, and the text.
    fn copies(&self, row: usize, column: usize) -> Vec<(&'static str, String)>;
}

/// How a table looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sheet<'a> {
    /// Its accessible name, which no other table has.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'a [Column],
    /// How many of them, from the left, do not scroll sideways.
    pub fixed: usize,
    /// The column that takes up the width that is left over.
    pub stretch: usize,
    /// By which column the rows are sorted, where they are; then heads can be clicked.
    pub sorted: Option<usize>,
    /// The row that is selected.
    pub selected: Option<usize>,
    /// Whether the last row is kept in view as rows come in.
    pub follow: bool,
}

/// What a person asked of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// This row was clicked or gone to.
    Row(usize),
    /// The head of this column was clicked.
    Head(usize),
    /// This text shall be copied.
    Copy(String),
}

impl Sheet<'_> {
    /// Draws the table over all the space there is.
    pub(crate) fn ui(self, ui: &mut Ui, source: &dyn Source) -> Option<Asked> {
        let rect = ui.available_rect_before_wrap();
        let focus = ui.interact(
            rect,
            Id::unique(("sheet", self.name)),
            Sense::focusable_noninteractive(),
        );
        focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, self.name));
        let moved_to = self.moved_by_keys(ui, &focus, source.len());
        let mut table = Table::new()
            .id_salt(self.name)
            .num_rows(source.len() as u64)
            .columns(self.table_columns())
            .num_sticky_cols(self.fixed)
            .headers([HeaderRow::new(TABLE_HEAD)])
            .stick_to_bottom(self.follow);
        if let Some(row) = moved_to {
            table = table.scroll_to_row(row as u64, None);
        }
        let mut drawing = Drawing {
            sheet: self,
            source,
            focus: focus.clone(),
            palette: style::palette(ui),
            asked: moved_to.map(Asked::Row),
        };
        ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            self.fit_width(ui, table.get_id(ui));
            table.show(ui, &mut drawing);
        });
        let asked = drawing.asked;
        if focus.has_focus() {
            let line = Stroke::new(1.0, style::palette(ui).accent);
            ui.painter()
                .rect_stroke(rect, 0.0, line, StrokeKind::Inside);
        }
        asked.or_else(|| self.copied_by_keys(ui, &focus, source))
    }

    fn table_columns(&self) -> Vec<egui_table::Column> {
        self.columns
            .iter()
            .enumerate()
            .map(|(nr, column)| {
                egui_table::Column::new(column.width)
                    .range(48.0..=900.0)
                    .id(Self::column_id(nr))
            })
            .collect()
    }

    fn column_id(nr: usize) -> Id {
        Id::unique(("column", nr))
    }

    /// Sets the widths before the first frame (which saves the table's sizing pass, that would shrink texts cut off),
    /// and lets the stretching column take up a new width of the window.
    fn fit_width(&self, ui: &Ui, id: Id) {
        let state = TableState::load(ui.ctx(), id);
        let width = ui.available_width();
        if state.as_ref().and_then(|state| state.parent_width) == Some(width) {
            return;
        }
        let mut state = state.unwrap_or_default();
        let mut others = ui.spacing().scroll.bar_width;
        for (nr, column) in self.columns.iter().enumerate() {
            let known = state.col_widths.entry(Self::column_id(nr));
            let known = *known.or_insert(column.width);
            if nr != self.stretch {
                others += known;
            }
        }
        if let Some(column) = self.columns.get(self.stretch) {
            let left_over = (width - others).floor().clamp(column.width, 900.0);
            state
                .col_widths
                .insert(Self::column_id(self.stretch), left_over);
        }
        state.parent_width = Some(width);
        state.store(ui.ctx(), id);
    }

    /// The row that arrows, Page Up, Page Down, Home and End lead to.
    fn moved_by_keys(&self, ui: &Ui, focus: &Response, n_rows: usize) -> Option<usize> {
        if !focus.has_focus() || n_rows == 0 {
            return None;
        }
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focus.id, filter));
        let page = page_rows(focus.rect.height());
        let last = n_rows - 1;
        let pressed = ui.input_mut(|input| {
            [
                Key::ArrowDown,
                Key::ArrowUp,
                Key::PageDown,
                Key::PageUp,
                Key::Home,
                Key::End,
            ]
            .into_iter()
            .find(|key| input.consume_key(egui::Modifiers::NONE, *key))
        })?;
        let Some(row) = self.selected else {
            return Some(if pressed == Key::End { last } else { 0 });
        };
        Some(match pressed {
            Key::ArrowDown => (row + 1).min(last),
            Key::ArrowUp => row.saturating_sub(1),
            Key::PageDown => (row + page).min(last),
            Key::PageUp => row.saturating_sub(page),
            Key::Home => 0,
            _ => last,
        })
    }

    /// The whole selected row, when the usual keys for copying are pressed.
    fn copied_by_keys(&self, ui: &Ui, focus: &Response, source: &dyn Source) -> Option<Asked> {
        let row = self.selected.filter(|row| *row < source.len())?;
        let asked = focus.has_focus()
            && ui.input(|input| {
                input
                    .events
                    .iter()
                    .any(|event| matches!(event, egui::Event::Copy))
            });
        asked.then(|| Asked::Copy(row_text(source, row, self.columns.len())))
    }
}

/// How many whole rows fit below the head.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a height on a screen, at least one row"
)]
fn page_rows(height: f32) -> usize {
    ((height - TABLE_HEAD) / ROW - 1.0).max(1.0) as usize
}

/// A row as text, with tabs between the cells, as spreadsheets take it.
fn row_text(source: &dyn Source, row: usize, n_columns: usize) -> String {
    (0..n_columns)
        .map(|column| source.cell(row, column).text)
        .collect::<Vec<_>>()
        .join("\t")
}
