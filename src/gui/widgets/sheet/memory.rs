//! What a table remembers from frame to frame: how far it is scrolled, and how wide its columns are.

use super::{Asked, Geometry, Heads, Sheet, Source};
use crate::gui::style::{ROW, SCROLL_BAR};
use eframe::egui::{Id, Ui};

/// The least and the greatest width of a column, in points.
pub(super) const WIDTHS: std::ops::RangeInclusive<f32> = 48.0..=900.0;

/// What a table remembers from frame to frame.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// How far it is scrolled sideways, in points.
    pub(super) x: f32,
    /// How far it is scrolled down, in points.
    pub(super) y: f64,
    /// How far from the upper end of its handle a scroll bar was taken hold of.
    pub(super) grip: f32,
    columns: Vec<Width>,
    /// The width that the columns were last fitted to.
    fitted: f32,
    /// What the uppermost row was, and how much of it was scrolled out.
    anchor: Option<(usize, f64)>,
    order: u64,
    arrangement: u64,
    /// Whether the last row was in view.
    at_end: bool,
}

/// The width of a column.
#[derive(Debug, Clone, Copy)]
struct Width {
    head: &'static str,
    /// As the table's owner gave it.
    given: f32,
    /// As it is.
    now: f32,
}

impl Memory {
    pub(super) fn load(ui: &Ui, id: Id) -> Self {
        let loaded = ui.data(|data| data.get_temp(id));
        loaded.unwrap_or_else(|| Self {
            at_end: true,
            ..Self::default()
        })
    }

    pub(super) fn store(self, ui: &Ui, id: Id) {
        ui.data_mut(|data| data.insert_temp(id, self));
    }

    /// The widths of the columns. One that its owner gave another width takes it; the stretching one takes what is left
    /// over whenever the table's own width changes.
    pub(super) fn widths(&mut self, sheet: &Sheet<'_>, width: f32) -> Vec<f32> {
        let same_heads = self.columns.len() == sheet.columns.len()
            && std::iter::zip(&self.columns, sheet.columns).all(|(a, b)| a.head == b.head);
        let known = std::mem::take(&mut self.columns);
        self.columns = sheet
            .columns
            .iter()
            .map(|column| {
                let same = |width: &&Width| width.head == column.head;
                let known = known.iter().find(same).copied();
                known
                    .filter(|known| within(known.given, column.width))
                    .unwrap_or(Width {
                        head: column.head,
                        given: column.width,
                        now: column.width,
                    })
            })
            .collect();
        if !same_heads || !within(self.fitted, width) {
            self.fitted = width;
            let others = self.columns.iter().enumerate();
            let others: f32 = others
                .filter(|(nr, _)| *nr != sheet.stretch)
                .map(|(_, column)| column.now)
                .sum();
            if let Some(column) = self.columns.get_mut(sheet.stretch) {
                let left_over = (width - SCROLL_BAR - others).floor();
                // Of many columns the next ones should not be pushed far away from it.
                let most = match sheet.heads {
                    Heads::Arrange(_) => *WIDTHS.end(),
                    Heads::Plain | Heads::Sort(_) => left_over,
                };
                column.now = left_over.clamp(column.given, most.max(column.given));
            }
        }
        self.columns.iter().map(|column| column.now).collect()
    }

    /// The width of a column that is being drawn wider or narrower.
    pub(super) fn width_mut(&mut self, nr: usize) -> Option<&mut f32> {
        self.columns.get_mut(nr).map(|column| &mut column.now)
    }

    /// Lets the uppermost row stay where it is when rows came in above it or changed places.
    pub(super) fn keep_rows_in_place(
        &mut self,
        sheet: &Sheet<'_>,
        source: &dyn Source,
        geometry: &Geometry,
    ) {
        if self.arrangement != sheet.arrangement {
            self.y = if sheet.follow { geometry.most_y() } else { 0.0 };
        } else if sheet.follow && self.at_end {
            self.y = geometry.most_y();
        } else if self.order != source.order()
            && let Some((row, out)) = self.anchor
            && let Some(place) = source.place(row)
        {
            self.y = Geometry::top(place) + out;
        }
        self.clamp(geometry);
    }

    /// Brings the row into view that the keys went to, or that was chosen elsewhere.
    pub(super) fn show(&mut self, sheet: &Sheet<'_>, asked: &[Asked], geometry: &Geometry) {
        let height = f64::from(geometry.body.height());
        let row = f64::from(ROW);
        let is_out = |top: f64, y: f64| top < y || top + row > y + height;
        for asked in asked {
            if let Asked::Row(place) | Asked::UpTo(place) = asked {
                let top = Geometry::top(*place);
                if is_out(top, self.y) {
                    self.y = self.y.clamp((top + row - height).max(0.0), top.max(0.0));
                    if height < row {
                        self.y = top;
                    }
                }
            }
        }
        if let Some(place) = sheet.reveal {
            let top = Geometry::top(place);
            if is_out(top, self.y) {
                // Not at the very edge: what stands around it is seen as well.
                self.y = top - height / 3.0;
            }
        }
        self.clamp(geometry);
    }

    pub(super) fn clamp(&mut self, geometry: &Geometry) {
        self.x = self.x.clamp(0.0, geometry.most_x());
        self.y = self.y.clamp(0.0, geometry.most_y());
        self.at_end = self.y >= geometry.most_y() - 0.5;
    }

    /// Remembers the uppermost row.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the rows that there are"
    )]
    pub(super) fn remember(&mut self, sheet: &Sheet<'_>, source: &dyn Source) {
        let place = (self.y / f64::from(ROW)).floor() as usize;
        self.anchor =
            (place < source.len()).then(|| (source.identity(place), self.y - Geometry::top(place)));
        self.order = source.order();
        self.arrangement = sheet.arrangement;
    }
}

/// Whether two widths are the same for the eye.
fn within(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.01
}
