//! A table of any length: only the rows in view are drawn, at a place that is kept in double precision.
//!
//! A row's place in points does not fit into single precision, which is what egui lays out in: at a million rows of 24
//! points one step is two points. So the table keeps its own place, has its own scroll bars, and hands egui only what
//! lies within the window.

mod body;
mod geometry;
mod head;
mod keys;
mod memory;
mod menu;
mod scroll;

use super::mark::Mark;
use crate::{
    gui::{
        action::{Action, Actions},
        style::{self, Palette},
    },
    listing::Direction,
};
use eframe::egui::{Color32, Id, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};
use geometry::Geometry;
use memory::Memory;
use std::borrow::Cow;

/// One column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// What stands at its head; no two columns of a table have the same.
    pub head: &'static str,
    /// More about it, under the pointer.
    pub note: &'static str,
    /// Its width, in points; the table's stretching column grows from it.
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
    /// How large its number is among those of its column, from 0 to 1: a bar behind the text; 0 for none.
    pub share: f32,
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
///
/// A row is named by its place, from the top. Where rows change places while they are looked at, `identity` says which
/// row stands at a place, and the view stays with its rows.
pub(crate) trait Source {
    /// How many rows there are.
    fn len(&self) -> usize;
    /// What stands in a cell.
    fn cell(&self, place: usize, column: usize) -> Cell<'_>;
    /// What is shown under the pointer, beyond a text that was cut off.
    fn hover(&self, _place: usize, _column: usize) -> Option<String> {
        None
    }
    /// What the menu of a cell offers to copy: what it is, and the text.
    fn copies(&self, place: usize, column: usize) -> Vec<(&'static str, String)>;
    /// More of the menu of a cell.
    fn menu_ui(&self, _ui: &mut Ui, _place: usize, _column: usize, _actions: &mut Actions) {}
    /// The menu of a head; none when it returns false.
    fn head_menu_ui(&self, _ui: &mut Ui, _column: usize, _actions: &mut Actions) -> bool {
        false
    }
    /// Whether a row is selected, besides the one that the table names.
    fn is_selected(&self, _place: usize) -> bool {
        false
    }
    /// How many rows are selected.
    fn n_selected(&self) -> usize {
        0
    }
    /// Whether rows can be dragged to other parts of the window.
    fn can_be_dragged(&self) -> bool {
        false
    }
    /// Whether the pointer is on what this row stands for, in this table or in another panel.
    fn is_hovered(&self, _place: usize) -> bool {
        false
    }
    /// What stays the same of the row at this place while rows change places.
    fn identity(&self, place: usize) -> usize {
        place
    }
    /// Where the row with this identity stands; `None` when it is not in the table.
    fn place(&self, identity: usize) -> Option<usize> {
        Some(identity)
    }
    /// Changes whenever rows may have changed places.
    fn order(&self) -> u64 {
        0
    }
}

/// A column by which the rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SortedBy {
    /// Which.
    pub column: usize,
    /// In which direction.
    pub direction: Direction,
}

/// What can be done with the heads of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heads<'a> {
    /// Only their widths change.
    Plain,
    /// A click sorts; the rows are sorted by these, the first first.
    Sort(&'a [SortedBy]),
    /// The same, and a drag moves the column.
    Arrange(&'a [SortedBy]),
}

impl<'a> Heads<'a> {
    fn sorted(self) -> &'a [SortedBy] {
        match self {
            Self::Plain => &[],
            Self::Sort(keys) | Self::Arrange(keys) => keys,
        }
    }
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
    /// What can be done with the heads.
    pub heads: Heads<'a>,
    /// The place that the keys start from: of the row that was chosen last.
    pub selected: Option<usize>,
    /// The place to bring into view now, because it was chosen elsewhere.
    pub reveal: Option<usize>,
    /// Changes when a person arranged the rows otherwise, or they are others: then the table shows its first row, or
    /// the last one where that is kept in view.
    pub arrangement: u64,
    /// Whether the last row is kept in view as rows come in.
    pub follow: bool,
}

/// What a person asked of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Asked {
    /// The row at this place was clicked or gone to.
    Row(usize),
    /// The row at this place shall be selected too, or no longer.
    Toggle(usize),
    /// All rows from the one chosen last to this place shall be selected.
    UpTo(usize),
    /// All rows shall be selected.
    All,
    /// The pointer is on the row at this place.
    Hovered(usize),
    /// The row at this place is being dragged from now on.
    Dragged(usize),
    /// The head of this column was clicked.
    Head(usize),
    /// The head of this column was clicked with Shift.
    HeadToo(usize),
    /// The column at the first place shall stand at the second.
    Move(usize, usize),
    /// This column was given this width, and the pointer let go.
    Width(usize, f32),
    /// This text shall be copied.
    Copy(String),
    /// The rows that are selected shall be copied.
    CopySelected,
    /// Something of the source's own menus.
    Act(Action),
}

/// A table while it is drawn.
struct Drawing<'a> {
    sheet: Sheet<'a>,
    source: &'a dyn Source,
    /// What takes the focus for the whole table.
    focus: Response,
    /// What the ids of its parts begin with.
    id: Id,
    palette: &'static Palette,
    geometry: Geometry,
    /// How far it is scrolled, sideways in points.
    x: f32,
    /// How far it is scrolled down, in points.
    y: f64,
    asked: Vec<Asked>,
}

impl<'a> Sheet<'a> {
    /// A table that only shows its rows, in the order given.
    pub(crate) const fn new(name: &'static str, columns: &'a [Column]) -> Self {
        Self {
            name,
            columns,
            fixed: 0,
            stretch: 0,
            heads: Heads::Plain,
            selected: None,
            reveal: None,
            arrangement: 0,
            follow: false,
        }
    }

    /// Draws the table over all the space there is.
    pub(crate) fn ui(self, ui: &mut Ui, source: &'a dyn Source) -> Vec<Asked> {
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        let id = Id::unique(("sheet", self.name));
        let focus = ui.interact(rect, id, Sense::focusable_noninteractive());
        self.describe(ui, &focus, source.len());
        let mut memory = Memory::load(ui, id);
        let widths = memory.widths(&self, rect.width());
        let geometry = Geometry::new(rect, &widths, self.fixed, source.len());
        memory.keep_rows_in_place(&self, source, &geometry);
        let mut asked = self.asked_by_keys(ui, &focus, source, &geometry);
        memory.show(&self, &asked, &geometry);
        let palette = style::palette(ui);
        memory.scroll_ui(ui, id, &geometry, palette);
        let mut drawing = Drawing {
            sheet: self,
            source,
            focus: focus.clone(),
            id,
            palette,
            geometry,
            x: memory.x,
            y: memory.y,
            asked: Vec::new(),
        };
        drawing.body_ui(ui);
        drawing.heads_ui(ui, &mut memory);
        asked.append(&mut drawing.asked);
        memory.remember(&self, source);
        memory.store(ui, id);
        if focus.has_focus() {
            let line = Stroke::new(1.0, palette.accent);
            ui.painter()
                .rect_stroke(rect, 0.0, line, StrokeKind::Inside);
        }
        asked
    }

    /// Says what it is to a screen reader.
    fn describe(&self, ui: &Ui, focus: &Response, n_rows: usize) {
        focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, self.name));
        ui.ctx().accesskit_node_builder(focus.id, |node| {
            node.set_row_count(n_rows);
            node.set_column_count(self.columns.len());
        });
    }
}

/// A row as text, with tabs between the cells, as spreadsheets take it.
fn row_text(source: &dyn Source, place: usize, n_columns: usize) -> String {
    (0..n_columns)
        .map(|column| one_line(&source.cell(place, column).text))
        .collect::<Vec<_>>()
        .join("\t")
}

/// A text without the signs that part cells and rows from each other.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

#[cfg(test)]
mod tests;
